// The table of fields as the server describes it at /v1/fields: forms and tables are drawn from it.
import { signal } from "@preact/signals";
import { get } from "./client";
import type { Problem } from "./problem";
import type { Field, Fields } from "./types";

export type { Field };
export type Scope = Field["scope"];
export type Section = Fields["sections"][number];

/** The door whose names of fields are the keys themselves. */
const NATIVE = "native";

/** What a door calls a field; nothing if it does not know it. */
export const names_at = (field: Field, door: string): string[] => (door === NATIVE ? [field.key] : (field.doors[door] ?? []));

export class FieldTable {
  private readonly by_path = new Map<string, Field>();
  constructor(readonly sections: Section[]) {
    for (const section of sections) for (const field of section.fields) this.by_path.set(field.path, field);
  }

  all(): Field[] {
    return [...this.by_path.values()];
  }

  /** The field of a path as history shows it: `name`, `addresses/UUID/street`. */
  find(path: string): Field | undefined {
    const parts = path.split("/");
    return this.by_path.get(parts.length === 3 ? `${parts[0]}/${parts[2]}` : path);
  }

  of_scope(scope: Scope): Section[] {
    return this.sections
      .map((section) => ({ ...section, fields: section.fields.filter((field) => field.scope === scope) }))
      .filter((section) => section.fields.length > 0);
  }

  /** The doors that have a name for any field. */
  doors(): string[] {
    return [NATIVE, ...new Set(this.all().flatMap((field) => Object.keys(field.doors)))];
  }
}

export const is_secret = (field: Field | undefined): boolean => field?.care.includes("secret") ?? false;
export const is_servers = (field: Field | undefined): boolean => field?.care.includes("server") ?? false;

export const field_table = signal<FieldTable | undefined>(undefined);
export const fields_problem = signal<Problem | undefined>(undefined);

let loading: Promise<void> | undefined;
/** Reads the table once; later calls give the same. */
export function load_fields(): Promise<void> {
  loading ??= get<Fields>("/v1/fields").then((reply) => {
    if (reply.ok) {
      field_table.value = new FieldTable(reply.value.sections);
      fields_problem.value = undefined;
    } else {
      fields_problem.value = reply.problem;
      loading = undefined;
    }
  });
  return loading;
}

// The contact that a name without an id means.
const PRIMARY = "contacts/primary";

/** Names of fields that can be kept in step: `website`, `addresses/main/city`, `contacts/primary/email`. */
export function step_names(): string[] {
  const all = (field_table.value?.all() ?? []).filter((field) => !is_secret(field) && !is_servers(field) && field.type !== "reference" && field.type !== "customer");
  const of = (scope: Scope, slot: string) => all.filter((field) => field.scope === scope && field.key !== "type" && field.key !== "primary").map((field) => slot + field.key);
  const kinds = all.find((field) => field.scope === "address" && field.key === "type")?.choices ?? [];
  const customers = all.filter((field) => field.scope === "customer" && field.key !== "deleted").map((field) => field.key);
  return [...customers, ...kinds.flatMap((kind) => [`addresses/${kind}`, ...of("address", `addresses/${kind}/`)]), ...of("contact", `${PRIMARY}/`)];
}

/** `Email (primary contact)` of `contacts/primary/email`; `Main address` of `addresses/main`. */
export function step_label(name: string): string {
  const [collection, slot, key] = name.split("/");
  if (!slot) return label(name);
  const part = `${slot} ${collection === "addresses" ? "address" : "contact"}`;
  return key ? `${label(key)} (${part})` : label(part);
}

/** The label of a field: its key in words. */
export function label(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
