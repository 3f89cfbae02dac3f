// Refused requests, grouped by door, problem and field.
import { get } from "../../api/client";
import { useQuery } from "../../api/query";
import type { Problems as Groups } from "../../api/types";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { Table, type Column } from "../../ui/table";
import { Time } from "../../ui/time";
import { to } from "../../url/route";

type Group = Groups["items"][number];

const columns: Column<Group>[] = [
  { key: "count", title: "Count", cell: (row) => row.count.toLocaleString(), is_number: true },
  { key: "problem", title: "Problem", cell: (row) => <a href={to("requests", { door: row.door, problem: row.problem, field: row.field, outcome: "refused" })}>{row.problem.replaceAll("_", " ")}</a> },
  { key: "field", title: "Field", cell: (row) => (row.field ? <code>{row.field}</code> : <span class="quiet">–</span>) },
  { key: "door", title: "Door", cell: (row) => row.door },
  { key: "first", title: "First seen", cell: (row) => <Time at={row.first} />, is_extra: true },
  { key: "last", title: "Last seen", cell: (row) => <Time at={row.last} as="ago" /> },
];

export function Problems() {
  const found = useQuery("problems", (signal) => get<Groups>("/v1/problems", undefined, signal));
  if (found.problem) return <ErrorBox problem={found.problem} again={found.reload} />;
  if (!found.data) return <Waiting lines={6} />;
  if (found.data.items.length === 0) return <Empty title="No refused request is kept">What doors refuse is counted here, by problem and field.</Empty>;
  return <Table label="Problems" columns={columns} rows={found.data.items} row_key={(row) => `${row.door} ${row.problem} ${row.field}`} />;
}
