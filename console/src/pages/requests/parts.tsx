// Small parts of the requests' page: outcomes and durations.
import type { TrafficRecord } from "../../api/types";

export function Outcome({ record }: { record: TrafficRecord }) {
  if (record.problem) return <span class="badge danger">{record.problem.replaceAll("_", " ")}</span>;
  if (record.status >= 400) return <span class="badge danger">{record.status}</span>;
  const changes = record.changes?.length ?? 0;
  if (changes > 0) return <span class="badge good">{changes === 1 ? "1 field" : `${changes} fields`}</span>;
  return <span class="quiet">{record.customer ? "nothing to change" : "done"}</span>;
}

/** Microseconds as a person reads them. */
export function duration(us: number): string {
  if (us < 1000) return `${us} µs`;
  if (us < 1_000_000) return `${(us / 1000).toFixed(us < 10_000 ? 1 : 0)} ms`;
  return `${(us / 1_000_000).toFixed(1)} s`;
}
