// Customers that stand alone or cannot be compared, with the reason.
import { label } from "../../api/fields";
import { Table, type Column } from "../../ui/table";
import { to } from "../../url/route";
import type { Remark } from "./calls";

// Of these only the system knows the customer, so its id is one of there.
const OF_THERE = ["only_there", "removed"];

const LOOK: Record<string, string> = { ambiguous: "caution", gone: "danger", missing: "caution", unreadable: "danger", not_made: "caution" };

const columns: Column<Remark>[] = [
  { key: "kind", title: "What", cell: (row) => <span class={`badge ${LOOK[row.kind] ?? ""}`}>{label(row.kind).toLowerCase()}</span> },
  { key: "customer", title: "Customer", cell: (row) => OF_THERE.includes(row.kind)
      ? <>{row.name} <span class="quiet">there <span class="mono">{row.customer}</span></span></>
      : <a href={to(`customers/${row.customer}`)}>{row.name} <span class="quiet">{row.customer}</span></a> },
  { key: "why", title: "Why", cell: (row) => <span class="why">{row.why}</span> },
];

export function Remarks({ remarks, all }: { remarks: Remark[]; all: number }) {
  if (remarks.length === 0) return null;
  return (
    <section class="stack">
      <h2>Remarks</h2>
      <p class="quiet small">Nothing is done for these{all > remarks.length ? `; ${remarks.length} of ${all.toLocaleString()} are shown` : ""}. Nothing is ever deleted on the other side.</p>
      <Table label="Remarks" columns={columns} rows={remarks} row_key={(row) => `${row.kind} ${row.customer}`} />
    </section>
  );
}
