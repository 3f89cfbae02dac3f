// What the server would make of a draft, asked as one types.
import { call, type Reply } from "../../../api/client";
import { useQuery, useSettled, type Queried } from "../../../api/query";
import type { Rehearsal } from "../../../api/types";
import { to_patch, type Values } from "../../../customers/record";

const SETTLE_MS = 250;

export interface Rehearsed extends Queried<Rehearsal> {
  /** Whether the answer is about the draft as it is now. */
  is_current: boolean;
}

/** `path` is asked by `method` with the merge patch of `values`; nothing is asked without one. */
export function useRehearsal(method: string, path: string, values: Values, more: Record<string, unknown> = {}): Rehearsed {
  const body = { ...to_patch(values), ...more };
  const now = Object.keys(body).length === 0 ? undefined : JSON.stringify(body);
  const settled = useSettled(now, SETTLE_MS);
  const asked = useQuery<Rehearsal>(settled === undefined ? undefined : `rehearse ${method} ${path} ${settled}`,
    (signal): Promise<Reply<Rehearsal>> => call<Rehearsal>(method, path, { body: settled, rehearse: true, signal }));
  return { ...asked, is_current: settled === now && !asked.is_loading };
}
