// Reading as a hook: the last answer stays on screen while the next one is on its way.
import { useEffect, useRef, useState } from "preact/hooks";
import { is_abort, type Reply } from "./client";
import type { Problem } from "./problem";
import { reconnected } from "./session";

export interface Queried<T> {
  data: T | undefined;
  /** The key that `data` belongs to. */
  data_key: string | undefined;
  problem: Problem | undefined;
  is_loading: boolean;
  reload: () => void;
  /** Shows what a change has answered, without reading it again. */
  put: (data: T) => void;
}

/**
 * Reads whenever `key` changes; nothing while it is undefined. A read that was overtaken is ended.
 * The key must hold everything that `read` depends on.
 */
export function useQuery<T>(
  key: string | undefined,
  read: (signal: AbortSignal) => Promise<Reply<T>>,
): Queried<T> {
  const [state, set_state] = useState<Omit<Queried<T>, "reload" | "put">>(
    { data: undefined, data_key: undefined, problem: undefined, is_loading: key !== undefined });
  const [turn, set_turn] = useState(0);
  const latest = useRef(read);
  latest.current = read;
  const again = reconnected.value;

  useEffect(() => {
    if (key === undefined) {
      set_state({ data: undefined, data_key: undefined, problem: undefined, is_loading: false });
      return;
    }
    const ended = new AbortController();
    set_state((before) => ({ ...before, is_loading: true }));
    latest.current(ended.signal).then(
      (reply) => {
        if (ended.signal.aborted) return;
        set_state((before) => reply.ok
          ? { data: reply.value, data_key: key, problem: undefined, is_loading: false }
          : { data: before.data_key === key ? before.data : undefined, data_key: key, problem: reply.problem, is_loading: false });
      },
      (error: unknown) => {
        if (!is_abort(error)) throw error;
      });
    return () => ended.abort();
  }, [key, turn, again]);

  return {
    ...state,
    reload: () => set_turn((before) => before + 1),
    put: (data) => set_state({ data, data_key: key, problem: undefined, is_loading: false }),
  };
}

/** Calls `reload` this often while the page can be seen; never while `ms` is undefined. */
export function useLive(reload: () => void, ms: number | undefined): void {
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    if (ms === undefined) return undefined;
    const timer = setInterval(() => { if (!document.hidden) latest.current(); }, ms);
    return () => clearInterval(timer);
  }, [ms]);
}

/** `value` once it has not changed for `wait_ms`. */
export function useSettled<T>(value: T, wait_ms: number): T {
  const [settled, set_settled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => set_settled(value), wait_ms);
    return () => clearTimeout(timer);
  }, [value, wait_ms]);
  return settled;
}
