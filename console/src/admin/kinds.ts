// What can be managed beside customers: principals, roles, plans and references, as one table.
import { may } from "../api/session";
import { label } from "../api/fields";

export type Shape = "text" | "lines" | "id" | "list" | "privileges" | "groups" | "settings";

export interface Part {
  key: string;
  shape: Shape;
  note?: string;
}

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

export const PRIVILEGES = ["user", "administrator", "commerce", "wholesale", "system", "read-only", "erase"];

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
    { key: "doors", shape: "list", note: "The doors that are open to it, separated by commas; empty: all." },
    { key: "sources", shape: "list", note: "The addresses and blocks from which it may come, separated by commas; empty: all." },
  ],
};

export const roles: Kind = {
  api: "/v1/roles", path: "roles", one: "role", many: "roles", may_change: administrates,
  parts: [NAME, DESCRIPTION, OWNER, { key: "privileges", shape: "privileges", note: "Nobody can give what they do not have." }],
};

export const plans: Kind = {
  api: "/v1/plans", path: "plans", one: "plan", many: "plans", may_change: trades,
  parts: [
    NAME, DESCRIPTION, OWNER,
    { key: "settings", shape: "settings", note: "What a customer of this plan has in a field that says \u201cas the plan says\u201d." },
    { key: "locked", shape: "groups", note: "Groups of fields that customers of this plan cannot set themselves, separated by commas." },
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
