// The history of a customer as a timeline: one entry for each request, and what it did.
import { useEffect, useState } from "preact/hooks";
import { get, is_abort } from "../../../api/client";
import type { Problem } from "../../../api/problem";
import { may_write } from "../../../api/session";
import { reconnected } from "../../../api/session";
import type { History, HistoryEntry } from "../../../api/types";
import { undo_request } from "../../../customers/undo";
import { Button } from "../../../ui/button";
import { Empty, ErrorBox, Waiting } from "../../../ui/states";
import { day_key, Time } from "../../../ui/time";
import { param, set_params } from "../../../url/route";
import type { Shown } from "../customer";
import { Entry } from "./entry";
import { Filters, iso_of } from "./filters";

const PAGE = 30;
// Above this many, earlier changes begin a list of their own, so that a page stays light.
const PAGES_MAX = 10;

const FILTERS = ["field", "door", "principal", "request", "batch"] as const;

interface Loaded {
  key: string;
  items: HistoryEntry[];
  next: number | undefined;
  problem: Problem | undefined;
}

/** As many pages as the URL says, so that a reload shows the same. */
function usePages(id: number, version: number, filters: Record<string, string | undefined>, before: number | undefined, pages: number): Loaded & { is_loading: boolean } {
  const key = JSON.stringify([id, version, filters, before]);
  const [loaded, set_loaded] = useState<Loaded>({ key: "", items: [], next: undefined, problem: undefined });
  const [is_loading, set_loading] = useState(true);
  const again = reconnected.value;
  useEffect(() => {
    const ended = new AbortController();
    const read = async () => {
      set_loading(true);
      const is_same_list = loaded.key === key && !loaded.problem;
      let items = is_same_list ? loaded.items : [];
      let next: number | undefined = is_same_list ? loaded.next : before;
      let have = Math.ceil(items.length / PAGE);
      while (have < pages && (items.length === 0 || next !== undefined)) {
        const reply: Awaited<ReturnType<typeof get<History>>> = await get<History>(`/v1/customers/${id}/history`, { ...filters, limit: PAGE, before: next }, ended.signal);
        if (ended.signal.aborted) return;
        if (!reply.ok) {
          set_loaded({ key, items, next, problem: reply.problem });
          return;
        }
        items = [...items, ...reply.value.items];
        next = reply.value.next;
        have++;
        if (reply.value.items.length === 0 && next === undefined) break;
      }
      set_loaded({ key, items, next, problem: undefined });
    };
    read().catch((error: unknown) => { if (!is_abort(error)) throw error; }).finally(() => { if (!ended.signal.aborted) set_loading(false); });
    return () => ended.abort();
  }, [key, pages, again]);
  return { ...loaded, is_loading };
}

export function HistoryTab({ customer, reload }: Shown) {
  const id = customer.id!;
  const filters: Record<string, string | undefined> = Object.fromEntries(FILTERS.map((name) => [name, param(name) || undefined]));
  filters["from"] = iso_of(param("from"));
  filters["to"] = iso_of(param("to"));
  const pages = Math.min(PAGES_MAX, Math.max(1, Number(param("pages")) || 1));
  const before = Number(param("before")) || undefined;
  const history = usePages(id, customer.version!, filters, before, pages);
  const is_filtered = Object.values(filters).some(Boolean);
  const clear = () => set_params({ ...Object.fromEntries([...FILTERS, "from", "to", "pages", "before"].map((name) => [name, undefined])) }, true);
  const principal = filters["principal"];
  const from = filters["from"];

  const earlier = () => {
    if (pages < PAGES_MAX) return set_params({ pages: pages + 1 });
    set_params({ before: history.next, pages: undefined }, true);
    scrollTo(0, 0);
  };

  const days = new Map<string, HistoryEntry[]>();
  for (const entry of history.items) days.set(day_key(entry.time), [...(days.get(day_key(entry.time)) ?? []), entry]);

  return (
    <div class="stack">
      <Filters customer={customer} clear={is_filtered ? clear : undefined} />
      {principal && may_write.value && (
        <div class="row small">
          {from
            ? <Button onClick={() => { undo_request.value = { kind: "principal", principal, from, ...(filters["to"] ? { to: filters["to"] } : {}), done: reload }; }}>Take back all that {principal} did in this time…</Button>
            : <span class="quiet">Choose a beginning to take back all that {principal} did since.</span>}
        </div>
      )}
      {before !== undefined && <p class="row quiet">Changes before version {before}. <Button look="quiet" onClick={() => set_params({ before: undefined, pages: undefined }, true)}>Newest changes</Button></p>}
      {history.problem ? <ErrorBox problem={history.problem} />
        : history.items.length === 0 && history.is_loading ? <Waiting lines={10} />
        : history.items.length === 0 ? <Empty title="No change fits these filters"><Button look="quiet" onClick={clear}>Show all changes</Button></Empty>
        : (
          <div class={history.is_loading && history.key !== "" ? "late timeline" : "timeline"} aria-busy={history.is_loading}>
            {[...days].map(([day, entries]) => (
              <section key={day}>
                <h2 class="timeline-day"><Time at={entries[0]!.time} as="day" /></h2>
                <ol>
                  {by_request(entries).map((group) => (
                    <li key={group[0]!.version}>{group.map((entry) => <Entry key={entry.version} customer={customer} entry={entry} reload={reload} field={filters["field"]} />)}</li>
                  ))}
                </ol>
              </section>
            ))}
            {history.next !== undefined && <Button onClick={earlier} is_busy={history.is_loading}>Earlier changes</Button>}
          </div>
        )}
    </div>
  );
}

/** Neighbours of one request stand together. */
function by_request(entries: HistoryEntry[]): HistoryEntry[][] {
  const groups: HistoryEntry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last && last[0]!.request === entry.request) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}
