// Recent requests at every door, live, with filters; and refused ones grouped by problem.
import { get, type Query } from "../../api/client";
import { useLive, useQuery, useSettled } from "../../api/query";
import { field_table } from "../../api/fields";
import type { Traffic, TrafficRecord } from "../../api/types";
import { Head } from "../../ui/head";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { Table, type Column } from "../../ui/table";
import { Tabs } from "../../ui/tabs";
import { Time } from "../../ui/time";
import { param, set_params, to } from "../../url/route";
import type { PageProps } from "../pages";
import { Detail } from "./detail";
import { duration, Outcome } from "./parts";
import { Problems } from "./problems";
import "./requests.css";

const LIVE_MS = 2000;
const FILTERS = ["door", "principal", "outcome", "problem", "field", "customer"] as const;

export default function Requests(_: PageProps) {
  const tab = param("tab", "requests");
  const filters = Object.fromEntries(FILTERS.map((name) => [name, param(name)])) as Record<(typeof FILTERS)[number], string>;
  return (
    <div class="stack">
      <Head title="Requests" about="What was sent to every door lately, without secrets." />
      <Tabs label="Requests" open={tab} tabs={[
        { key: "requests", title: "All", href: to("requests", { ...filters }) },
        { key: "problems", title: "Problems", href: to("requests", { tab: "problems" }) },
      ]} />
      {tab === "problems" ? <Problems /> : <Recent filters={filters} />}
    </div>
  );
}

const columns: Column<TrafficRecord>[] = [
  { key: "time", title: "Time", cell: (row) => <Time at={row.time} as="clock" /> },
  { key: "outcome", title: "Outcome", cell: (row) => <Outcome record={row} /> },
  { key: "what", title: "Request", cell: (row) => <a class="mono request-line" href={to("requests", { ...Object.fromEntries(new URLSearchParams(location.search)), open: row.request })}>{row.method} {row.target}</a> },
  { key: "door", title: "Door", cell: (row) => row.door },
  { key: "by", title: "By", cell: (row) => row.principal || <span class="quiet">not signed in</span>, is_extra: true },
  { key: "took", title: "Took", cell: (row) => duration(row.us), is_number: true, is_extra: true },
];

function Recent({ filters }: { filters: Record<(typeof FILTERS)[number], string> }) {
  const before = param("before");
  const open = param("open");
  const is_live = param("live", "1") === "1" && !before;
  const settled = useSettled(JSON.stringify(filters), 150);
  const query: Query = { ...(JSON.parse(settled) as Query), before: before || undefined, limit: 50 };
  const found = useQuery(JSON.stringify(query), (signal) => get<Traffic>("/v1/traffic", query, signal));
  useLive(found.reload, is_live ? LIVE_MS : undefined);

  const change = (params: Record<string, string | undefined>) => set_params({ ...params, before: undefined });
  const has_filters = Object.values(filters).some(Boolean);
  return (
    <div class={open ? "requests with-detail" : "requests"}>
      <div class="stack">
        <div class="filters">
          <label>Door <select value={filters.door} onChange={(event) => change({ door: event.currentTarget.value })}>
            <option value="">any</option>{(field_table.value?.doors() ?? []).map((door) => <option key={door}>{door}</option>)}
          </select></label>
          <label>Outcome <select value={filters.outcome} onChange={(event) => change({ outcome: event.currentTarget.value })}>
            <option value="">any</option><option value="done">done</option><option value="refused">refused</option>
          </select></label>
          <label>By <input class="input" value={filters.principal} maxLength={255} placeholder="principal" onInput={(event) => change({ principal: event.currentTarget.value })} /></label>
          <label>Customer <input class="input" inputMode="numeric" value={filters.customer} maxLength={18} placeholder="id" onInput={(event) => change({ customer: event.currentTarget.value.replace(/\D/g, "") })} /></label>
          {(filters.problem || filters.field) && (
            <span class="badge">{[filters.problem, filters.field].filter(Boolean).join(" at ")}
              <button type="button" class="text-button" aria-label="Leave out this problem" onClick={() => change({ problem: undefined, field: undefined })}> ×</button></span>
          )}
          {has_filters && <button type="button" class="text-button quiet" onClick={() => change(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}>all requests</button>}
          <label class="push"><input type="checkbox" checked={param("live", "1") === "1"} disabled={before !== ""} onChange={(event) => set_params({ live: event.currentTarget.checked ? undefined : "0" })} /> Live</label>
        </div>
        {found.problem ? <ErrorBox problem={found.problem} again={found.reload} />
          : !found.data ? <Waiting lines={10} />
          : !found.data.kept ? <Empty title="This server keeps no requests">Set traffic.keep, and with PostgreSQL traffic.file, and start it again.</Empty>
          : found.data.items.length === 0 ? (
            <Empty title="No such request is kept">{has_filters ? "Leave out a filter." : "Send one to any door: it appears here by itself."}</Empty>
          ) : (
            <>
              <Table label="Requests" columns={columns} rows={found.data.items} row_key={(row) => row.request}
                row_class={(row) => (row.request === open ? "chosen" : "")} />
              <div class="pages row apart">
                {before ? <button type="button" class="button" onClick={() => set_params({ before: undefined }, true)}>Newest</button> : <span />}
                {found.data.next && <button type="button" class="button" onClick={() => { set_params({ before: String(found.data?.next) }, true); scrollTo(0, 0); }}>Older</button>}
              </div>
            </>
          )}
      </div>
      {open && <Detail key={open} request={open} close={() => set_params({ open: undefined }, true)} />}
    </div>
  );
}
