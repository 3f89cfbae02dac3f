// What can be managed beside customers: principals, roles, plans, references, webhooks and systems, as one table.
import { may } from "../api/session";
import { field_table, is_secret, label, step_label, step_names } from "../api/fields";
import { Action, Dialect, OutsideSystemPatchMembers, Privilege, SystemOwner, SystemRemarkKind, Transport } from "../api/types";

export type Shape = "text" | "lines" | "id" | "whole" | "flag" | "choice" | "secret" | "list" | "choices" | "picked" | "groups" | "settings" | "pairs";

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
  /** How an option is called. */
  words?: (option: string) => string;
  /** For pairs: the values, each with its meaning; without them values are typed. */
  values?: Record<string, string>;
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

const TITLES: Record<string, string> = {
  below: "Customers below", there: "Parent there", match: "Recognised by", fields: "Kept in step", new: "A new one is given",
  make: "Make what is missing", make_max: "Made by one plan", gone_max: "May be missing", gone_percent: "May be missing, percent", ignore: "Drift leaves out",
  per_second: "Requests a second", timeout_s: "Longest reply, seconds", plain_http: "Without TLS", secret: "Password or key",
  watch: "Keep in step by itself", watch_minutes: "Compare all, minutes",
};
/** What the server's table cannot say of a member: how it is asked for. */
const SHAPES: Record<string, Omit<Part, "key">> = {
  description: { shape: "lines" },
  dialect: { shape: "choice", options: () => Dialect },
  transport: { shape: "choice", options: () => Transport, empty: "usual" },
  below: { shape: "id" },
  secret: { shape: "secret", note: "Sealed, and never shown. While editing, empty keeps the present one; another address or username needs it again." },
  match: { shape: "picked", options: step_names, words: step_label },
  ignore: { shape: "picked", options: () => [...step_names(), ...SystemRemarkKind], words: step_label },
  fields: { shape: "pairs", note: "Fields, and whose value counts where the record and the system differ.", options: step_names, words: step_label, values: SystemOwner },
  new: { shape: "pairs", options: () => field_table.value?.all().filter((field) => field.scope === "customer" && !is_secret(field)).map((field) => field.key) ?? [] },
};
const SHAPE_OF: Record<string, Shape> = { integer: "whole", boolean: "flag" };
const ASKED_FIRST = ["name", "dialect", "address", "username", "secret", "below", "match", "fields"];

const part_of = (member: { key: string; type: string; about: string }): Part => ({
  key: member.key, shape: SHAPE_OF[member.type] ?? "text", note: member.about.replace(/\.?$/, "."),
  ...(TITLES[member.key] ? { title: TITLES[member.key]! } : {}), ...SHAPES[member.key],
});
// Whether it is on is switched on its page.
const members = OutsideSystemPatchMembers.filter(({ key }) => key !== "enabled");

export const systems: Kind = {
  api: "/v1/systems", path: "systems", one: "system", many: "systems", may_change: administrates,
  parts: [...ASKED_FIRST.flatMap((first) => members.filter(({ key }) => key === first)), ...members.filter(({ key }) => !ASKED_FIRST.includes(key))].map(part_of),
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
