// What waits for a person: each field of each customer, and one of them in three columns to decide.
import { useState } from "preact/hooks";
import { useQuery } from "../../api/query";
import type { Problem } from "../../api/problem";
import { useKeys } from "../../keys/keys";
import { Button } from "../../ui/button";
import { Empty, ErrorBox, Waiting as Loading } from "../../ui/states";
import { Table, type Column } from "../../ui/table";
import { Time } from "../../ui/time";
import { notify } from "../../ui/toast";
import { param, set_params, to } from "../../url/route";
import { step_label } from "../../api/fields";
import { choose, drift, read_conflicts, read_links, type Link, type Result, type System, type Waiting } from "./calls";
import { CustomerName, sides_of, Three, type Agreed, type Sides } from "./finding";
import { ResultBadge } from "./results";
import "../requests/requests.css";

const LIMIT = 50;

interface Row {
  customer: number;
  field: string;
  kind: "conflict" | "refused";
  why: string;
  time: string;
}

const key_of = (row: { customer: number; field: string }): string => `${row.customer}/${row.field}`;
const in_rows = (items: Waiting[]): Row[] => items.flatMap(({ customer, time, open }) => open.map((each) => ({ customer, time, ...each })));

export function Conflicts({ system, may_change, changed }: { system: System; may_change: boolean; changed: () => void }) {
  const after = param("after") || undefined;
  const open = param("open");
  const read = useQuery(`conflicts ${system.id} ${after ?? ""}`, (signal) => read_conflicts(system, LIMIT, after, signal));
  const rows = in_rows(read.data?.items ?? []);
  const address_of = (row: Row) => to(`systems/${system.id}`, { after, open: key_of(row) });
  const step = (by: number) => {
    const at = rows.findIndex((each) => key_of(each) === open);
    const next = rows[at < 0 ? 0 : at + by];
    if (next) set_params({ open: key_of(next) });
  };
  useKeys([
    { keys: "j", does: "Next conflict", run: () => step(1) },
    { keys: "k", does: "Conflict before", run: () => step(-1) },
    { keys: "Escape", does: "Close the conflict", run: () => set_params({ open: undefined }) },
  ], [read.data, open]);
  const columns: Column<Row>[] = [
    { key: "customer", title: "Customer", cell: (row) => <CustomerName id={row.customer} /> },
    { key: "field", title: "Field", cell: (row) => <a href={address_of(row)}>{step_label(row.field)}</a> },
    { key: "kind", title: "What", cell: (row) => row.kind === "conflict"
        ? <span class="badge caution">both differ</span>
        : <span class="badge danger" title={row.why}>refused{row.why && `: ${row.why.replaceAll("_", " ")}`}</span> },
    { key: "time", title: "Found", cell: (row) => <Time at={row.time} as="ago" />, is_extra: true },
  ];
  return (
    <div class={open ? "requests systems-conflicts with-detail" : "requests systems-conflicts"}>
      <div class="stack">
        {read.problem ? <ErrorBox problem={read.problem} again={read.reload} />
          : !read.data ? <Loading lines={8} />
          : rows.length === 0 ? <Empty title="Nothing waits for a person">Plans put here what changed on both sides, and what a side refused. <a href={to(`systems/${system.id}`, { tab: "plan" })}>Make a plan</a></Empty>
          : <Table label="Conflicts" columns={columns} rows={rows} row_key={key_of} row_class={(row) => (key_of(row) === open ? "chosen" : "")} />}
        <div class="row apart">
          {after ? <Button onClick={() => set_params({ after: undefined, open: undefined }, true)}>First page</Button> : <span />}
          {read.data?.next !== undefined && <Button onClick={() => set_params({ after: read.data?.next, open: undefined }, true)}>Next page</Button>}
        </div>
      </div>
      {open && <Detail key={open} system={system} open={open} may_change={may_change} done={() => { read.reload(); changed(); }} />}
    </div>
  );
}

function Detail({ system, open, may_change, done }: { system: System; open: string; may_change: boolean; done: () => void }) {
  const at = open.indexOf("/");
  const [customer, field] = [Number(open.slice(0, at)), open.slice(at + 1)];
  const read = useQuery(system.enabled ? `conflict ${system.id} ${system.version} ${open}` : undefined, (signal) => drift(system, { customer }, signal));
  // The link says on which fields both have agreed once.
  const links = useQuery(`link ${system.id} ${customer}`, (signal) => read_links(system, 1, String(customer - 1), signal));
  const link = links.data?.items.find((each) => each.customer === customer);
  const [result, set_result] = useState<Result>();
  const finding = read.data?.items[0];
  const row = finding && sides_of(finding).find((each) => each.field === field);
  return (
    <aside class="card request-detail" aria-label="Conflict">
      <header class="row apart">
        <h2>{step_label(field)}</h2>
        <Button look="quiet" onClick={() => set_params({ open: undefined }, true)}>Close</Button>
      </header>
      <p class="small"><CustomerName id={customer} {...(finding ? { name: finding.name } : {})} />{finding?.there && <span class="quiet">, there <span class="mono">{finding.there}</span></span>}</p>
      {result ? <p role="status"><ResultBadge result={result.result} /> {result.why}</p>
        : !system.enabled ? <p class="quiet">The system is switched off, so it is not asked what it has.</p>
        : read.problem ? <ErrorBox problem={read.problem} again={read.reload} />
        : !read.data ? <Loading lines={4} />
        : !row ? <p class="quiet">{read.data.remarks[0] ? `It cannot be compared: ${read.data.remarks[0].why}.` : "Both sides have the same now. The next plan takes it out of this list."}</p>
        : <Decide system={system} customer={customer} row={row} link={link} may_change={may_change} done={(next) => { set_result(next); done(); }} />}
    </aside>
  );
}

type Side = "record" | "system";

const agreed_on = (row: Sides, link: Link | undefined): Agreed =>
  row.agreed === "unknown" && link && !link.fields?.includes(row.field) ? "never" : row.agreed;

function Decide({ system, customer, row, link, may_change, done }: { system: System; customer: number; row: Sides; link: Link | undefined; may_change: boolean; done: (result: Result | undefined) => void }) {
  const [side, set_side] = useState<Side>("record");
  const [remember, set_remember] = useState(false);
  const [problem, set_problem] = useState<Problem>();
  const [is_busy, set_busy] = useState(false);
  const decide = async () => {
    set_busy(true);
    const reply = await choose(system, { customer, field: row.field, choice: side, remember });
    set_busy(false);
    set_problem(reply.ok ? undefined : reply.problem);
    if (!reply.ok) return;
    if (remember) notify(`The ${side} owns ${step_label(row.field).toLowerCase()} from now on`);
    done(reply.value.items[0]);
  };
  return (
    <form class="stack" onSubmit={(event) => { event.preventDefault(); void decide(); }}>
      {problem && <ErrorBox problem={problem} />}
      <Three rows={[{ ...row, agreed: agreed_on(row, link) }]} is_open />
      {row.next !== "a person decides" && <p class="small quiet">The next plan writes it {row.next}{row.over ? `, ${row.over}` : ""}, unless it is decided here.</p>}
      {may_change
        ? (
          <>
            <fieldset class="systems-sides">
              <legend class="only-read">Whose value counts</legend>
              <label><input type="radio" name="side" checked={side === "record"} onChange={() => set_side("record")} />The record is right: the system gets its value</label>
              <label><input type="radio" name="side" checked={side === "system"} onChange={() => set_side("system")} />The system is right: the record gets its value</label>
            </fieldset>
            <label class="systems-choice"><input type="checkbox" checked={remember} onChange={(event) => set_remember(event.currentTarget.checked)} />Remember it: the {side} is the owner of this field from now on, for all customers</label>
            <p><Button look="main" type="submit" is_busy={is_busy}>Decide</Button></p>
          </>
        )
        : <p class="quiet small">Your role may look, and not decide: it is read-only.</p>}
    </form>
  );
}
