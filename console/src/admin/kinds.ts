// What can be managed beside customers: principals, roles, plans, references and webhooks, as one table.
import { may } from "../api/session";
import { field_table, is_secret, label } from "../api/fields";
import { Action, Privilege } from "../api/types";

export type Shape = "text" | "lines" | "id" | "list" | "choices" | "picked" | "groups" | "settings";

export interface Part {
  key: string;
  shape: Shape;
  /** Where its key alone says too little. */
  title?: string;
  note?: string;
  /** What can be chosen, or picked by typing. */
  options?: () => readonly string[];
  /** What an empty list means; "none" by default. */
  empty?: string;
}

export const part_title = (part: Part): string => part.title ?? label(part.key);

export interface Kind {
  /** Where the API has them: `/v1/principals`. */
  api: string;
  /** Where the console has them: `principals`. */
  path: string;
  one: string;
  many: string;
  parts: Part[];
  may_change: () => boolean;
}

/** What the server gives of any of them. */
export type Thing = Record<string, unknown> & { id: number | null; name: string; version: number };

const is_writer = (): boolean => !may("read-only");
const administrates = (): boolean => is_writer() && may("administrator");
const trades = (): boolean => is_writer() && may("commerce");

const NAME: Part = { key: "name", shape: "text" };
const DESCRIPTION: Part = { key: "description", shape: "lines" };
const OWNER: Part = { key: "owner", shape: "id", note: "The customer that it belongs to, which sees it with all above and below." };

export const principals: Kind = {
  api: "/v1/principals", path: "principals", one: "principal", many: "principals", may_change: administrates,
  parts: [
    { ...NAME, note: "It signs in with this name at every door." },
    { key: "home", shape: "id", note: "The customer that it reaches, with all below." },
    { key: "roles", shape: "list", note: "Names or ids of roles, separated by commas. What it may do is the sum of them." },
    { key: "doors", shape: "list", empty: "all", note: "The doors that are open to it, separated by commas; empty: all." },
    { key: "sources", shape: "list", empty: "all", note: "The addresses and blocks from which it may come, separated by commas; empty: all." },
  ],
};

export const roles: Kind = {
  api: "/v1/roles", path: "roles", one: "role", many: "roles", may_change: administrates,
  parts: [NAME, DESCRIPTION, OWNER, { key: "privileges", shape: "choices", options: () => Privilege, note: "Nobody can give what they do not have." }],
};

export const plans: Kind = {
  api: "/v1/plans", path: "plans", one: "plan", many: "plans", may_change: trades,
  parts: [
    NAME, DESCRIPTION, OWNER,
    { key: "settings", shape: "settings", note: "What a customer of this plan has in a field that says \u201cas the plan says\u201d." },
    { key: "locked", shape: "groups", note: "Groups of fields that customers of this plan cannot set themselves, separated by commas." },
  ],
};

const all_keys = (): string[] => [...new Set((field_table.value?.all() ?? []).map((field) => field.key))];
const open_keys = (): string[] => [...new Set((field_table.value?.all() ?? []).filter((field) => !is_secret(field)).map((field) => field.key))];

export const webhooks: Kind = {
  api: "/v1/webhooks", path: "webhooks", one: "webhook", many: "webhooks", may_change: administrates,
  parts: [
    NAME,
    { key: "url", shape: "text", title: "Address", note: "Where events are posted to: https://, or http:// in a network that the server allows." },
    DESCRIPTION,
    { key: "below", shape: "id", title: "Customers below", note: "Changes of this customer and of all below it are sent." },
    { key: "doors", shape: "choices", options: () => field_table.value?.doors() ?? [], empty: "any", note: "Only changes through these doors; none chosen: any." },
    { key: "actions", shape: "choices", options: () => Action, empty: "any", note: "Only changes with these actions; none chosen: any." },
    { key: "fields", shape: "picked", title: "Changes of", options: all_keys, empty: "any", note: "Only changes of one of these fields; empty: any." },
    { key: "include", shape: "picked", title: "Values in the event", options: open_keys, empty: "no values", note: "Fields whose new values are in the event; empty: it only says which fields have changed. Secrets cannot be included." },
  ],
};

/** The kinds of reference, with who makes and changes them. */
export const REFERENCE_KINDS: { kind: string; by: "administrator or commerce" | "commerce" }[] = [
  { kind: "class_of_service", by: "commerce" },
  { kind: "peer", by: "commerce" },
  { kind: "time_group", by: "commerce" },
  { kind: "email_package", by: "commerce" },
  { kind: "transaction_package", by: "commerce" },
  { kind: "person", by: "administrator or commerce" },
  { kind: "music", by: "administrator or commerce" },
  { kind: "region", by: "administrator or commerce" },
];

export function references(kind: string): Kind | undefined {
  const row = REFERENCE_KINDS.find((each) => each.kind === kind);
  if (!row) return undefined;
  const words = label(kind).toLowerCase();
  return {
    api: `/v1/references/${kind}`, path: `references/${kind}`, one: words, many: `references: ${words}`, parts: [NAME, DESCRIPTION, OWNER],
    may_change: row.by === "commerce" ? trades : () => trades() || administrates(),
  };
}
