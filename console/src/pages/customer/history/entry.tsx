// One entry of the timeline: who, through which door, why, and what it did.
import { get } from "../../../api/client";
import { useQuery } from "../../../api/query";
import { may_write } from "../../../api/session";
import type { Change, Comparison, Customer, HistoryEntry } from "../../../api/types";
import { Changes } from "../../../customers/changes";
import { undo_request } from "../../../customers/undo";
import { Copy } from "../../../ui/button";
import { Icon } from "../../../ui/icon";
import { Menu } from "../../../ui/menu";
import { ErrorBox, Waiting } from "../../../ui/states";
import { Time } from "../../../ui/time";
import { param, set_params, to } from "../../../url/route";
import { take_back } from "./undo";

const SHOWN_MAX = 8;

/** What was done, in words; a door's own word stays as it is. */
const ACTIONS: Record<string, string> = {
  create: "made the customer", amend: "changed it", move: "moved it", delete: "deleted it", undelete: "brought it back", undo: "took back a change", erase: "erased a person",
};

interface Props {
  customer: Customer;
  entry: HistoryEntry;
  reload: () => void;
  field: string | undefined;
}

function touches(change: Change, field: string): boolean {
  const parts = change.path.split("/");
  return change.path === field || parts.at(-1) === field || parts[0] === field || (parts.length === 3 && `${parts[0]}/${parts[2]}` === field);
}

export function Entry({ customer, entry, reload, field }: Props) {
  const id = customer.id!;
  const is_open = param("entries").split(",").includes(String(entry.version));
  const toggle = () => {
    const open = param("entries").split(",").filter(Boolean);
    const next = is_open ? open.filter((each) => each !== String(entry.version)) : [...open, String(entry.version)];
    set_params({ entries: next.join(",") });
  };
  // With a filter on a field, that field comes first.
  const changes = field ? entry.changes.toSorted((a, b) => Number(touches(b, field)) - Number(touches(a, field))) : entry.changes;
  const shown = is_open ? changes : changes.slice(0, SHOWN_MAX);
  const hidden = changes.length - shown.length;
  const is_compared = param("compare") === String(entry.version);
  // Version 1 made the customer: it is taken back as a whole or not at all.
  const undo = (paths?: string[]) => take_back({ customer: id, version: entry.version, ...(paths ? { paths } : {}), done: reload });
  return (
    <article class="entry" data-version={entry.version} data-action={entry.action} aria-label={`Version ${entry.version}`}>
      <header class="entry-head">
        <p>
          <strong>{entry.principal}</strong> {ACTIONS[entry.action] ?? entry.action} <span class="quiet">through</span> <span class="badge">{entry.door}</span>
          <span class="quiet"> version {entry.version}</span>{entry.batch && <> <span class="badge action">batch</span></>}
        </p>
        <span class="row">
          <span class="quiet small"><Time at={entry.time} as="clock" /></span>
          <Menu label={<Icon name="more" />} name={`More about version ${entry.version}`} look="quiet">
            {may_write.value && <button type="button" onClick={() => undo()}>Take back this change…</button>}
            {may_write.value && <button type="button" onClick={() => { undo_request.value = { kind: "request", request: entry.request, done: reload }; }}>Take back its whole request…</button>}
            {may_write.value && entry.batch && <button type="button" onClick={() => { undo_request.value = { kind: "batch", batch: entry.batch!, done: reload }; }}>Take back its whole batch…</button>}
            <a href={to(`customers/${id}`, { version: entry.version === customer.version ? undefined : entry.version })}>The record as of this version</a>
            <button type="button" onClick={() => set_params({ compare: is_compared ? undefined : entry.version })}>{is_compared ? "Close the comparison" : "Compare with now"}</button>
            <hr />
            <button type="button" onClick={() => set_params({ principal: entry.principal, pages: undefined, before: undefined }, true)}>Only {entry.principal}</button>
            <button type="button" onClick={() => set_params({ door: entry.door, pages: undefined, before: undefined }, true)}>Only through {entry.door}</button>
            {entry.batch && <button type="button" onClick={() => set_params({ batch: entry.batch, pages: undefined, before: undefined }, true)}>Only its batch</button>}
            <p class="menu-head">Request <Copy text={entry.request} what="the request id"><code>…{entry.request.slice(-12)}</code></Copy>{entry.source && <><br />from {entry.source}</>}</p>
          </Menu>
        </span>
      </header>
      {entry.reason && <p class="entry-reason">{entry.reason}</p>}
      {entry.warnings.map((warning) => <p key={warning} class="badge caution">{warning}</p>)}
      <Changes changes={shown} {...(may_write.value ? { act: (change: Change) => entry.version > 1 && (
        <button type="button" class="text-button quiet small" onClick={() => undo([change.path])} aria-label={`Take back ${change.path}`}>Take back</button>
      ) } : {})} />
      {(hidden > 0 || (is_open && changes.length > SHOWN_MAX)) && <button type="button" class="text-button quiet small" aria-expanded={is_open} onClick={toggle}>{hidden > 0 ? `Show ${hidden} more fields` : "Show fewer"}</button>}
      {is_compared && <Compared id={id} entry={entry} newest={customer.version!} />}
    </article>
  );
}

/** What is different now from what stood before and after the entry. */
function Compared({ id, entry, newest }: { id: number; entry: HistoryEntry; newest: number }) {
  const read = useQuery(entry.version < newest ? `diff ${id} ${entry.version} ${newest}` : undefined,
    (signal) => get<Comparison>(`/v1/customers/${id}/diff`, { from: entry.version, to: newest }, signal));
  return (
    <div class="compared">
      <h3>From version {entry.version} to now (version {newest})</h3>
      {entry.version >= newest ? <p class="quiet">This is the newest version.</p>
        : read.problem ? <ErrorBox problem={read.problem} />
        : read.data ? <Changes changes={read.data.changes} /> : <Waiting lines={3} />}
    </div>
  );
}
