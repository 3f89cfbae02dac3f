// One search for whatever a person has: every reading of the text is asked at once, and merged.
import { get, type Query, type Reply } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Customer, CustomerPage, FormerValue, RequestOrBatch } from "../../api/types";

export interface Hit {
  customer: Customer;
  /** What it was found by, in words: `telephone`. */
  why: string[];
  /** Values that it was found by and no longer has. */
  former: FormerValue[];
}

export interface Found {
  hits: Hit[];
  next: string | undefined;
  /** Whether former values were not looked at, because too many match. */
  is_former_left_out: boolean;
  request: RequestOrBatch | undefined;
}

export interface Where {
  below?: string | undefined;
  recursive?: boolean | undefined;
  status?: string | undefined;
  deleted?: string | undefined;
  order?: string | undefined;
  cursor?: string | undefined;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const SOME_MAX = 10;
const PAGE = 50;
// What is found while one types is drawn with every key.
const FOUND_MAX = 25;
const TELEPHONE_DIGITS_MIN = 4;
// Words are found in these fields by `q` too; whole keys, which nearly all hold digits, come first.
const KEY_LENGTH_MIN = 3;

/** A list that is asked, with the word for what it finds by. */
interface Asked {
  why: string;
  query: Query;
}

/** The lists that could know the text, the surest first. */
export function readings(text: string): Asked[] {
  const digits = text.replace(/[\s()./+-]/g, "");
  const is_number = /^\d+$/.test(digits);
  const is_word = !/\s/.test(text);
  const asked: Asked[] = [];
  if (is_word && !text.includes("@") && text.length >= KEY_LENGTH_MIN && /\d/.test(text))
    for (const key of ["external_id", "account", "tax_number", "bill_ref"])
      asked.push({ why: key.replaceAll("_", " "), query: { [key]: text } });
  if (text.includes("@") && is_word) asked.push({ why: "e-mail", query: { email: text } });
  if (is_number && digits.length >= TELEPHONE_DIGITS_MIN)
    asked.push({ why: "telephone", query: { telephone: digits } });
  if (!is_number || is_word) asked.push({ why: "name", query: { name_prefix: text } });
  return asked;
}

async function read_exact(text: string, signal: AbortSignal): Promise<Customer | undefined> {
  if (!UUID.test(text) && !/^\d{1,18}$/.test(text)) return undefined;
  const reply = await get<Customer>(`/v1/customers/${text}`, {}, signal);
  return reply.ok ? reply.value : undefined;
}

async function read_request(text: string, signal: AbortSignal): Promise<RequestOrBatch | undefined> {
  if (!UUID.test(text)) return undefined;
  const reply = await get<RequestOrBatch>(`/v1/requests/${text}`, {}, signal);
  return reply.ok ? reply.value : undefined;
}

class Hits {
  private readonly by_id = new Map<number, Hit>();
  add(customer: Customer, why: string): Hit {
    const hit = this.by_id.get(customer.id!) ?? { customer, why: [], former: [] };
    if (why && !hit.why.includes(why)) hit.why.push(why);
    this.by_id.set(customer.id!, hit);
    return hit;
  }
  /** Adds a page, whose customers have what `why` says, or once had it. */
  add_page(page: CustomerPage, why: string): void {
    for (const customer of page.items) {
      const values = (page.former ?? []).filter((each) => each.customer === customer.id);
      const hit = this.add(customer, values.length > 0 ? "" : why);
      for (const value of values)
        if (!hit.former.some((each) => each.path === value.path)) hit.former.push(value);
    }
  }
  all(): Hit[] {
    return [...this.by_id.values()];
  }
}

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const filters_of = (where: Where): Query => ({
  below: where.below, recursive: where.recursive === false ? false : undefined, status: where.status, deleted: where.deleted,
});

/** How many customers the filters leave; undefined if there are too many to count. A list does not wait for it. */
export async function count(where: Where, signal: AbortSignal): Promise<Reply<number | undefined>> {
  const reply = await get<CustomerPage>("/v1/customers", { ...filters_of(where), count: true, limit: 1 }, signal);
  return reply.ok ? { ...reply, value: reply.value.total } : reply;
}

/** Lists what the filters leave where `text` is empty, and finds by every reading of it otherwise. */
export async function search(text: string, where: Where, signal: AbortSignal): Promise<Reply<Found>> {
  const filters = filters_of(where);
  const main = get<CustomerPage>("/v1/customers", {
    ...filters, q: text, former: text ? true : undefined, order: where.order, cursor: where.cursor, limit: text ? FOUND_MAX : PAGE,
  }, signal);
  const is_first = text !== "" && !where.cursor;
  const asked = is_first ? readings(text) : [];
  const [listed, exact, request, ...others] = await Promise.all([
    main,
    is_first ? read_exact(text, signal) : undefined,
    is_first ? read_request(text, signal) : undefined,
    ...asked.map((each) => get<CustomerPage>("/v1/customers", { ...filters, ...each.query, former: true, limit: SOME_MAX }, signal)),
  ]);

  const hits = new Hits();
  if (exact) hits.add(exact, UUID.test(text) ? "uuid" : "id");
  others.forEach((reply, i) => {
    if (reply.ok) hits.add_page(reply.value, asked[i]!.why);
  });
  if (listed.ok) hits.add_page(listed.value, "");
  const failed = listed.ok ? undefined : worst(listed.problem, hits.all().length > 0 || exact !== undefined || request !== undefined);
  if (failed) return { ok: false, problem: failed, text: "" };

  const value: Found = {
    hits: is_first ? ranked(hits.all(), text) : hits.all(),
    next: listed.ok ? listed.value.next : undefined,
    is_former_left_out: listed.ok && listed.value.former_left_out === true,
    request,
  };
  return { ok: true, value, text: "", status: 200, etag: undefined, request: "", headers: new Headers() };
}

/** A text that no word can be made of is no failure of the search if another reading found something. */
const worst = (problem: Problem, has_found: boolean): Problem | undefined =>
  has_found && problem.kind === "invalid" ? undefined : problem;

/** A whole name first, then what was found by a key, then by a former value, then the rest as it came. */
function ranked(hits: Hit[], text: string): Hit[] {
  const wanted = fold(text);
  const rank = (hit: Hit): number => {
    if (fold(hit.customer.name ?? "") === wanted || hit.why.includes("id") || hit.why.includes("uuid")) return 0;
    return hit.why.length > 0 ? 1 : hit.former.length > 0 ? 2 : 3;
  };
  return hits.toSorted((a, b) => rank(a) - rank(b));
}
