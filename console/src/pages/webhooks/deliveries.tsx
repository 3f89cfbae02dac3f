// The attempts to deliver to a webhook, newest first, and one of them in full beside the list.
import { useEffect } from "preact/hooks";
import { webhooks } from "../../admin/kinds";
import { get, type Query } from "../../api/client";
import { useLive, useQuery } from "../../api/query";
import type { Deliveries as Page, Webhook } from "../../api/types";
import { useName } from "../../customers/names";
import { useKeys } from "../../keys/keys";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { Table, type Column } from "../../ui/table";
import { Time } from "../../ui/time";
import { param, set_params, to } from "../../url/route";
import { duration } from "../requests/parts";
import { Attempt } from "./attempt";

export type Item = Page["items"][number];

const LIVE_MS = 2000;
const LIMIT = 50;
const OUTCOMES = { "": "any", delivered: "delivered", failed: "failed", dead: "not tried any more" };

/** The status of the reply; `in_full` says why it failed. */
export function Outcome({ item, in_full = false }: { item: Item; in_full?: boolean }) {
  const status = item.status || "no reply";
  const shown = !in_full ? status : item.problem || `answered ${status}: taken`;
  return <span class={`badge ${item.problem ? "danger" : "good"}`} title={item.problem || "delivered"}>{shown}</span>;
}

/** What comes of its change. */
export function Next({ item }: { item: Item }) {
  if (item.dead) return <span class="badge danger">dead</span>;
  if (item.due) return <span class="quiet">{Date.parse(item.due) > Date.now() ? <Time at={item.due} as="ago" /> : "now"}</span>;
  return <span class="quiet">{item.problem ? "delivered since" : "–"}</span>;
}

function Customer({ item }: { item: Item }) {
  const name = useName("customer", item.customer);
  return <a class="hook-customer" href={to(`customers/${item.customer}`, { tab: "history", request: item.request })}>{name ?? "customer"} <span class="quiet">{item.customer}, version {item.version}</span></a>;
}

const columns: Column<Item>[] = [
  { key: "time", title: "Time", cell: (row) => <a href={address_of(row)}><Time at={row.time} as="whole" /></a> },
  { key: "outcome", title: "Answer", cell: (row) => <Outcome item={row} /> },
  { key: "change", title: "Change", cell: (row) => <Customer item={row} /> },
  { key: "attempt", title: "Attempt", cell: (row) => row.attempt, is_number: true, is_extra: true },
  { key: "next", title: "Next", cell: (row) => <Next item={row} />, is_extra: true },
  { key: "took", title: "Took", cell: (row) => duration(row.us), is_number: true, is_extra: true },
];

const address_of = (row: Item) => `${location.pathname}?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(location.search)), open: String(row.delivery) })}`;

export function Deliveries({ hook, changed }: { hook: Webhook; changed: () => void }) {
  const [outcome, customer, before] = [param("outcome"), param("customer"), param("before")];
  const open = Number(param("open")) || undefined;
  const query: Query = { outcome, customer, before, limit: LIMIT };
  const path = `${webhooks.api}/${hook.id}/deliveries`;
  const read = useQuery(JSON.stringify([path, query]), (signal) => get<Page>(path, query, signal));
  useLive(read.reload, before ? undefined : LIVE_MS);
  const items = read.data?.items ?? [];
  const step = (by: number) => {
    const at = items.findIndex((each) => each.delivery === open);
    const next = items[at < 0 ? 0 : at + by];
    if (next) set_params({ open: next.delivery });
  };
  useKeys([
    { keys: "j", does: "Next delivery", run: () => step(1) },
    { keys: "k", does: "Delivery before", run: () => step(-1) },
    { keys: "Escape", does: "Close the delivery", run: () => set_params({ open: undefined }) },
  ], [read.data, open]);
  useEffect(() => { document.querySelector(".chosen")?.scrollIntoView({ block: "nearest" }); }, [open]);
  const change = (params: Record<string, string | undefined>) => set_params({ ...params, before: undefined });
  return (
    <div class={open ? "requests with-detail" : "requests"}>
      <div class="stack">
        <div class="filters">
          <label>Outcome <select value={outcome} onChange={(event) => change({ outcome: event.currentTarget.value })}>
            {Object.entries(OUTCOMES).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
          </select></label>
          <label>Customer <input class="input" inputMode="numeric" value={customer} maxLength={18} placeholder="id" onInput={(event) => change({ customer: event.currentTarget.value.replace(/\D/g, "") })} /></label>
          {(outcome || customer) && <button type="button" class="text-button quiet" onClick={() => change({ outcome: undefined, customer: undefined })}>all deliveries</button>}
        </div>
        {read.problem ? <ErrorBox problem={read.problem} again={read.reload} />
          : !read.data ? <Waiting lines={8} />
          : items.length === 0 ? <Nothing is_filtered={Boolean(outcome || customer || before)} />
          : (
            <>
              <Table label="Deliveries" columns={columns} rows={items} row_key={(row) => row.delivery} row_class={(row) => (row.delivery === open ? "chosen" : "")} />
              <div class="pages row apart">
                {before ? <button type="button" class="button" onClick={() => set_params({ before: undefined }, true)}>Newest</button> : <span />}
                {read.data.next !== undefined && <button type="button" class="button" onClick={() => { set_params({ before: read.data?.next }, true); scrollTo(0, 0); }}>Older</button>}
              </div>
            </>
          )}
      </div>
      {open && <Attempt key={open} hook={hook} number={open} close={() => set_params({ open: undefined }, true)} done={() => { read.reload(); changed(); }} />}
    </div>
  );
}

function Nothing({ is_filtered }: { is_filtered: boolean }) {
  if (is_filtered) return <Empty title="No such delivery is kept">Leave out a filter. The newest 10 000 attempts are kept.</Empty>;
  return <Empty title="Nothing was delivered yet">Change a customer that it is told of: the delivery appears here by itself.</Empty>;
}
