// The customers above one, up to the home of the caller.
import { get, type Reply } from "../api/client";
import { useQuery } from "../api/query";
import { me } from "../api/session";
import type { Customer } from "../api/types";

const DEPTH_MAX = 20;

/** From the top down, without the customer itself; empty until it is known. */
export function useAncestors(customer: Customer | undefined): Customer[] {
  const parent = customer?.id === me.value?.home ? undefined : customer?.parent;
  const read = async (signal: AbortSignal): Promise<Reply<Customer[]>> => {
    const above: Customer[] = [];
    let next: number | null | undefined = parent;
    while (next && above.length < DEPTH_MAX) {
      const reply: Reply<Customer> = await get<Customer>(`/v1/customers/${next}`, {}, signal);
      if (!reply.ok) break;
      above.unshift(reply.value);
      if (reply.value.id === me.value?.home) break;
      next = reply.value.parent;
    }
    return { ok: true, value: above, text: "", status: 200, etag: undefined, request: "", headers: new Headers() };
  };
  return useQuery(parent ? `above ${parent}` : undefined, read).data ?? [];
}
