// The outside systems that are kept in step, with what waits in each.
import { systems, type Thing } from "../../admin/kinds";
import { ThingList } from "../../admin/list";
import { useQuery } from "../../api/query";
import type { OutsideSystem } from "../../api/types";
import { how_long_ago } from "../../ui/time";
import { to } from "../../url/route";
import type { PageProps } from "../pages";
import { PAGE_MAX, read_conflicts, read_links } from "./calls";
import "./systems.css";

const of = (row: Thing) => row as unknown as OutsideSystem;

const LOOK: Record<string, string> = { on: "good", watched: "good", failing: "caution" };

/** Whether it is used, and how following it goes. */
const state_of = ({ enabled, watch, watching }: OutsideSystem): string => !enabled ? "off" : watching?.state === "failing" ? "failing" : watch ? "watched" : "on";

export const State = ({ system }: { system: OutsideSystem }) => <span class={`badge ${LOOK[state_of(system)] ?? ""}`}>{state_of(system)}</span>;

/** Why following it does not go on, and what becomes of it. */
export function trouble_of({ enabled, watching }: OutsideSystem): string | undefined {
  if (!enabled || watching?.state !== "failing") return undefined;
  const first = watching.failing_since ? `; the first attempt failed ${how_long_ago(new Date(watching.failing_since))}` : "";
  return `It cannot be kept in step now${first}. The server tries again by itself within 10 minutes. Drift says what fails.`;
}

const READ = { links: read_links, conflicts: read_conflicts };

/** How many are listed at one look. */
function Count({ system, what }: { system: OutsideSystem; what: keyof typeof READ }) {
  const read = useQuery<{ items: unknown[]; next?: number }>(`${what} of ${system.id}`, (signal) => READ[what](system, PAGE_MAX, undefined, signal));
  if (!read.data) return <span class="quiet" title={read.problem?.title}>{read.problem ? "?" : "…"}</span>;
  const count = read.data.items.length;
  const text = `${count.toLocaleString()}${read.data.next === undefined ? "" : "+"}`;
  if (count === 0) return <span class="quiet">none</span>;
  return <a href={to(`systems/${system.id}`, what === "links" ? { tab: "links" } : {})}>{what === "conflicts" ? <span class="badge caution">{text}</span> : text}</a>;
}

export default function Systems(_: PageProps) {
  return (
    <ThingList kind={systems} title="Systems" about="Systems of vendors that are kept in step with the record." columns={[
      { key: "state", title: "State", cell: (row) => <State system={of(row)} /> },
      { key: "conflicts", title: "Wait for a person", cell: (row) => <Count system={of(row)} what="conflicts" /> },
      { key: "links", title: "Linked", cell: (row) => <Count system={of(row)} what="links" />, is_number: true },
      { key: "dialect", title: "Dialect", cell: (row) => of(row).dialect, is_extra: true },
      { key: "address", title: "Address", cell: (row) => <span class="mono systems-address" title={of(row).address}>{of(row).address}</span>, is_extra: true },
    ]} />
  );
}
