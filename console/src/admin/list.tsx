// A list of things of one kind, a page at a time.
import { get } from "../api/client";
import { useLive, useQuery } from "../api/query";
import { Button } from "../ui/button";
import { Head } from "../ui/head";
import { Icon } from "../ui/icon";
import { Empty, ErrorBox, Waiting } from "../ui/states";
import { Table, type Column } from "../ui/table";
import { param, set_params, to } from "../url/route";
import type { Kind, Thing } from "./kinds";
import "./admin.css";

const LIMIT = 100;

interface Props {
  kind: Kind;
  title: string;
  columns: Column<Thing>[];
  level?: "h1" | "h2";
  about?: string;
  /** How often it is read again while it is shown. */
  live_ms?: number;
}

export function ThingList({ kind, title, columns, level, about, live_ms }: Props) {
  const cursor = param("cursor") || undefined;
  const text = param("q").toLowerCase();
  const read = useQuery(`${kind.api} ${cursor ?? ""}`, (signal) => get<{ items: Thing[]; next?: string }>(kind.api, { limit: LIMIT, cursor }, signal));
  useLive(read.reload, live_ms);
  const rows = (read.data?.items ?? []).filter((each) => JSON.stringify(each).toLowerCase().includes(text));
  const name: Column<Thing> = { key: "name", title: "Name", cell: (row) => <a href={to(`${kind.path}/${row.id}`)}>{row.name}</a> };
  return (
    <div class="stack">
      <Head title={title} level={level} about={about}>
        {kind.may_change() && <a class="button" href={to(`${kind.path}/new`)}><Icon name="add" />New {kind.one}</a>}
      </Head>
      <input type="search" class="input admin-filter" aria-label={`Filter the ${kind.many}`} placeholder="Filter this page by any word" value={param("q")} onInput={(event) => set_params({ q: event.currentTarget.value })} />
      {read.problem ? <ErrorBox problem={read.problem} again={read.reload} />
        : !read.data ? <Waiting lines={6} />
        : rows.length === 0
          ? <Empty title={text ? "Nothing fits the filter" : `No ${kind.many} here`}>{text ? <Button look="quiet" onClick={() => set_params({ q: undefined })}>Show all</Button> : kind.may_change() ? <a href={to(`${kind.path}/new`)}>Make the first one</a> : "Nobody has made one that you can see."}</Empty>
          : <Table label={title} columns={[name, ...columns, { key: "id", title: "Id", cell: (row) => String(row.id), is_number: true }]} rows={rows} row_key={(row) => row.id ?? 0} />}
      <div class="row apart">
        {cursor ? <Button onClick={() => set_params({ cursor: undefined }, true)}>First page</Button> : <span />}
        {read.data?.next && <Button onClick={() => set_params({ cursor: read.data?.next }, true)}>Next page</Button>}
      </div>
    </div>
  );
}
