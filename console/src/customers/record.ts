// A customer as values by path: `name`, `addresses/UUID/street`, as history shows them.
import type { Customer } from "../api/types";

export type Collection = "addresses" | "contacts";
export type Values = Record<string, unknown>;

const NOT_FIELDS = new Set(["id", "uuid", "version", "resolved", "addresses", "contacts"]);
export const COLLECTIONS: Collection[] = ["addresses", "contacts"];

export interface Member {
  uuid: string;
  values: Values;
}

/** The addresses or contacts of a customer, in the order in which they were added. */
export function members(customer: Customer, collection: Collection): Member[] {
  const all = (customer[collection] ?? {}) as Record<string, Values>;
  return Object.entries(all)
    .map(([uuid, values]) => ({ uuid, values }))
    .sort((a, b) => Number(a.values["ordinal"] ?? 0) - Number(b.values["ordinal"] ?? 0));
}

export function flatten(customer: Customer): Values {
  const flat: Values = {};
  for (const [key, value] of Object.entries(customer)) if (!NOT_FIELDS.has(key)) flat[key] = value;
  for (const collection of COLLECTIONS)
    for (const { uuid, values } of members(customer, collection))
      for (const [key, value] of Object.entries(values)) flat[`${collection}/${uuid}/${key}`] = value;
  return flat;
}

/** Whether two values are the same, also as lists. */
export const is_same = (a: unknown, b: unknown): boolean =>
  a === b || (a ?? null) === (b ?? null) || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));

/** The merge patch that makes `values` so; null clears. */
export function to_patch(values: Values): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const [collection, uuid, key] = path.split("/") as [string, string?, string?];
    if (uuid === undefined) {
      patch[collection] = value;
      continue;
    }
    const all = (patch[collection] ??= {}) as Record<string, unknown>;
    if (key === undefined) {
      all[uuid] = value === null ? null : { ...(all[uuid] as object | undefined) };
    } else if (all[uuid] !== null) {
      all[uuid] = { ...(all[uuid] as object | undefined), [key]: value };
    }
  }
  return patch;
}

/** A new UUID; also where the page is not served over TLS. */
export function new_uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
