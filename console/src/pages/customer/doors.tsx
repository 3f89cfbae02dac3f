// The same customer as each door shows it, side by side: the exact reply, a curl, and what is missing.
import { call, type Reply } from "../../api/client";
import { field_table, is_servers, label, names_at } from "../../api/fields";
import { useQuery } from "../../api/query";
import { me } from "../../api/session";
import type { Customer } from "../../api/types";
import { flatten } from "../../customers/record";
import { Copy } from "../../ui/button";
import { ErrorBox, Waiting } from "../../ui/states";
import { param, set_params } from "../../url/route";
import type { Shown } from "./customer";
import { door_reads, type DoorRead } from "./door-reads";

export function Doors({ customer }: Shown) {
  const reads = door_reads(customer, me.value?.name ?? "", location.origin);
  const hidden = new Set(param("hide").split(",").filter(Boolean));
  const toggle = (door: string) => {
    if (!hidden.delete(door)) hidden.add(door);
    set_params({ hide: [...hidden].join(",") });
  };
  return (
    <div class="stack">
      <div class="row small">
        {reads.map((read) => (
          <label key={read.door} class="row"><input type="checkbox" checked={!hidden.has(read.door)} onChange={() => toggle(read.door)} />{read.door}</label>
        ))}
        <label class="row push"><input type="checkbox" checked={param("indent") === "1"} onChange={(event) => set_params({ indent: event.currentTarget.checked ? 1 : undefined })} />Indent the replies</label>
      </div>
      <div class="doors">
        {reads.filter((read) => !hidden.has(read.door)).map((read) => <Door key={read.door} read={read} customer={customer} />)}
      </div>
    </div>
  );
}

/** The reply whatever its status: a refusal of a door is what that door shows. */
async function read_door(read: DoorRead, signal: AbortSignal): Promise<Reply<string>> {
  const reply = await call<unknown>(read.method, read.path, { ...read.options, signal, may_be_refused: true });
  if (!reply.ok && reply.problem.status === 0) return reply;
  return { ok: true, value: reply.text, text: reply.text, status: reply.ok ? reply.status : reply.problem.status, etag: undefined, request: "", headers: new Headers() };
}

function Door({ read, customer }: { read: DoorRead; customer: Customer }) {
  const reply = useQuery(`${read.door} ${customer.uuid} ${customer.version}`, (signal) => read_door(read, signal));
  return (
    <section class="door" aria-label={`As ${read.door} sees it`}>
      <header class="row apart"><h2>{read.door}</h2>{reply.data !== undefined && <Copy text={reply.data} what={`the reply of ${read.door}`} />}</header>
      <p class="quiet small mono">{read.method} {read.path}</p>
      {reply.problem ? <ErrorBox problem={reply.problem} again={reply.reload} />
        : reply.data === undefined ? <Waiting lines={8} />
        : <pre class="code reply" data-door={read.door} tabIndex={0}>{param("indent") === "1" ? indented(reply.data) : reply.data}</pre>}
      <details open={param("curl") === read.door} onToggle={(event) => { if (event.currentTarget.open !== (param("curl") === read.door)) set_params({ curl: event.currentTarget.open ? read.door : undefined }); }}>
        <summary class="small">curl</summary>
        <pre class="code" data-curl={read.door} tabIndex={0}>{read.curl}</pre>
        <p class="row small quiet"><Copy text={read.curl} what="the command">Copy</Copy>{read.note}</p>
      </details>
      <Missing door={read.door} customer={customer} />
    </section>
  );
}

/** The label of a field of any address or contact: `Address: city`. */
function kind_label(path: string): string {
  const [collection, key] = path.split("/");
  return key ? `${collection === "addresses" ? "Address" : "Contact"}: ${label(key).toLowerCase()}` : label(path);
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text.replace(/></g, ">\n<");
  }
}

/** The fields that have a value and no name at the door. */
function Missing({ door, customer }: { door: string; customer: Customer }) {
  const table = field_table.value;
  if (!table || !table.doors().includes(door)) return null;
  const missing = new Map<string, number>();
  for (const [path, value] of Object.entries(flatten(customer))) {
    if (path === "deleted" && value !== true) continue;
    const field = table.find(path);
    if (field && !is_servers(field) && names_at(field, door).length === 0) missing.set(field.path, (missing.get(field.path) ?? 0) + 1);
  }
  if (missing.size === 0) return <p class="small quiet">It can show every field that this customer has.</p>;
  return (
    <details open>
      <summary class="small">It cannot show {missing.size} of the fields that this customer has</summary>
      <ul class="chips">{[...missing.keys()].map((path) => <li key={path} class="badge">{kind_label(path)}</li>)}</ul>
    </details>
  );
}
