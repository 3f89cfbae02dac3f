// Who changed each field last, from history, read in pages until every field is known.
import { useEffect, useState } from "preact/hooks";
import { get, is_abort } from "../api/client";
import type { History, HistoryEntry } from "../api/types";

const PAGE = 100;
const PAGES_MAX = 10;

export interface LastChanges {
  by_path: ReadonlyMap<string, HistoryEntry>;
  /** The times of versions that were read, by version. */
  entries: ReadonlyMap<number, HistoryEntry>;
}

const NONE: LastChanges = { by_path: new Map(), entries: new Map() };

/** Up to and including `version`; read again when it changes. */
export function useLastChanges(id: number | undefined, version: number | undefined, paths: string[]): LastChanges {
  const [last, set_last] = useState(NONE);
  useEffect(() => {
    if (id === undefined || version === undefined) return undefined;
    const ended = new AbortController();
    const read = async () => {
      const by_path = new Map<string, HistoryEntry>();
      const entries = new Map<number, HistoryEntry>();
      let before: number | undefined = version + 1;
      for (let page = 0; page < PAGES_MAX && before !== undefined; ++page) {
        const reply: Awaited<ReturnType<typeof get<History>>> = await get<History>(`/v1/customers/${id}/history`, { limit: PAGE, before }, ended.signal);
        if (!reply.ok || ended.signal.aborted) return;
        for (const entry of reply.value.items) {
          entries.set(entry.version, entry);
          for (const change of entry.changes) if (!by_path.has(change.path)) by_path.set(change.path, entry);
        }
        set_last({ by_path: new Map(by_path), entries: new Map(entries) });
        if (paths.every((path) => by_path.has(path))) return;
        before = reply.value.next;
      }
    };
    read().catch((error: unknown) => { if (!is_abort(error)) throw error; });
    return () => ended.abort();
  }, [id, version]);
  return last;
}
