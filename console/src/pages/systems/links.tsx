// Which customer is which one there: claimed by hand, and released.
import { useState } from "preact/hooks";
import { call } from "../../api/client";
import { useQuery } from "../../api/query";
import type { Problem } from "../../api/problem";
import { systems } from "../../admin/kinds";
import { useKeys } from "../../keys/keys";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { Table, type Column } from "../../ui/table";
import { Time } from "../../ui/time";
import { notify } from "../../ui/toast";
import { param, set_params, to } from "../../url/route";
import { step_label } from "../../api/fields";
import { read_links, there_text, type Link, type System } from "./calls";
import { CustomerName } from "./finding";

const LIMIT = 50;

export function Links({ system, may_change }: { system: System; may_change: boolean }) {
  const after = param("after") || undefined;
  const read = useQuery(`links ${system.id} ${after ?? ""}`, (signal) => read_links(system, LIMIT, after, signal));
  const [is_claiming, set_claiming] = useState(false);
  const [leaving, set_leaving] = useState<Link>();
  useKeys(may_change ? [{ keys: "n", does: "Claim a link", run: () => set_claiming(true) }] : [], [may_change]);
  const columns: Column<Link>[] = [
    { key: "customer", title: "Customer", cell: (row) => <CustomerName id={row.customer ?? 0} /> },
    { key: "there", title: "There", cell: (row) => <span class="mono">{there_text(row.there ?? "")}</span> },
    { key: "fields", title: "Agreed fields", cell: (row) => <span title={row.fields?.map(step_label).join("\n")}>{row.fields?.length ?? 0}</span>, is_number: true, is_extra: true },
    { key: "missed", title: "Missed", cell: (row) => (row.missed ? <span class="badge caution" title="Plans in a row in which the system did not have it">{row.missed}</span> : "–"), is_extra: true },
    { key: "time", title: "Saved", cell: (row) => (row.time ? <Time at={row.time} as="ago" /> : "–"), is_extra: true },
    { key: "acts", title: "Acts", cell: (row) => (
      <span class="row">
        <a href={to(`systems/${system.id}`, { tab: "drift", customer: row.customer, run: 1 })}>compare</a>
        {may_change && <button type="button" class="text-button danger-text" aria-label={`Release customer ${row.customer}`} onClick={() => set_leaving(row)}>release</button>}
      </span>) },
  ];
  return (
    <div class="stack">
      <div class="filters">
        {may_change && <Button onClick={() => set_claiming(true)}>Claim a link…</Button>}
        <span class="quiet">A plan finds pairs by {system.match.map(step_label).join(", ").toLowerCase() || "nothing"}, and makes the rest of the links.</span>
      </div>
      {read.problem ? <ErrorBox problem={read.problem} again={read.reload} />
        : !read.data ? <Waiting lines={8} />
        : read.data.items.length === 0 ? <Empty title="No customer is linked">Apply a plan, or claim a pair by hand.</Empty>
        : <Table label="Links" columns={columns} rows={read.data.items} row_key={(row) => row.customer ?? 0} />}
      <div class="row apart">
        {after ? <Button onClick={() => set_params({ after: undefined }, true)}>First page</Button> : <span />}
        {read.data?.next !== undefined && <Button onClick={() => set_params({ after: read.data?.next }, true)}>Next page</Button>}
      </div>
      <Claim system={system} is_open={is_claiming} close={() => set_claiming(false)} done={read.reload} />
      <Release system={system} link={leaving} close={() => set_leaving(undefined)} done={read.reload} />
    </div>
  );
}

function Claim({ system, is_open, close, done }: { system: System; is_open: boolean; close: () => void; done: () => void }) {
  const [customer, set_customer] = useState("");
  const [there, set_there] = useState("");
  const [problem, set_problem] = useState<Problem>();
  const [is_busy, set_busy] = useState(false);
  const claim = async () => {
    set_busy(true);
    const reply = await call("POST", `${systems.api}/${system.id}/links`, { body: { customer: Number(customer), there } });
    set_busy(false);
    set_problem(reply.ok ? undefined : reply.problem);
    if (!reply.ok) return;
    notify(`Customer ${customer} is ${there} there`);
    set_customer("");
    set_there("");
    close();
    done();
  };
  return (
    <Dialog title={`Claim a link to ${system.name}`} is_open={is_open} on_close={close}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void claim(); }}>
        {problem && <ErrorBox problem={problem} />}
        <label class="labelled"><span>Customer</span><input type="text" inputMode="numeric" autofocus maxLength={18} placeholder="its id here" value={customer} onInput={(event) => set_customer(event.currentTarget.value.replace(/\D/g, ""))} /></label>
        <label class="labelled"><span>There</span><input type="text" maxLength={200} autocomplete="off" spellcheck={false} placeholder="its number, UUID or name in the system" value={there} onInput={(event) => set_there(event.currentTarget.value)} /></label>
        <p class="quiet small">Nothing is sent. Both are compared by the next plan, and a field that differs then waits for a person.</p>
        <div class="dialog-foot"><Button look="quiet" onClick={close}>Cancel</Button><Button look="main" type="submit" is_busy={is_busy} disabled={!customer || !there}>Claim</Button></div>
      </form>
    </Dialog>
  );
}

function Release({ system, link, close, done }: { system: System; link: Link | undefined; close: () => void; done: () => void }) {
  const [problem, set_problem] = useState<Problem>();
  const release = async () => {
    const reply = await call("DELETE", `${systems.api}/${system.id}/links/${link!.customer}`);
    set_problem(reply.ok ? undefined : reply.problem);
    if (!reply.ok) return;
    notify(`Customer ${link!.customer} is not linked to ${system.name} any more`);
    close();
    done();
  };
  return (
    <Dialog title={`Release customer ${link?.customer ?? ""}?`} is_open={link !== undefined} on_close={close}>
      {problem && <ErrorBox problem={problem} />}
      <p>What both sides agreed on is forgotten. Neither side is changed; a plan may find the pair again.</p>
      <div class="dialog-foot"><Button look="quiet" autofocus onClick={close}>Keep it</Button><Button look="danger" onClick={() => void release()}>Release</Button></div>
    </Dialog>
  );
}
