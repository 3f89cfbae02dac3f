// A draft of changes: what was typed, and what stood there before. It survives a reload; secrets are
// only kept in memory.
import { signal } from "@preact/signals";
import { field_table, is_secret } from "../../../api/fields";
import { DRAFT_PREFIX, me } from "../../../api/session";
import type { Values } from "../../../customers/record";

export interface Draft {
  /** The version that it began with. */
  version: number;
  /** By path; null clears. A path of an address or contact alone (`addresses/UUID`) adds or removes it. */
  values: Values;
  reason: string;
}

const key_of = (subject: string): string => `${DRAFT_PREFIX}${me.value?.name ?? ""}.${subject}`;

const drafts = signal<Record<string, Draft>>({});

export const is_empty = (draft: Draft): boolean => Object.keys(draft.values).length === 0;

/** The draft of a customer's UUID, or of `new`. */
export function draft_of(subject: string, version: number): Draft {
  const key = key_of(subject);
  const known = drafts.value[key];
  if (known) return known;
  try {
    const kept = localStorage.getItem(key);
    if (kept) return JSON.parse(kept) as Draft;
  } catch {
    // What cannot be read is no draft.
  }
  return { version, values: {}, reason: "" };
}

export const has_draft = (subject: string): boolean => {
  const draft = draft_of(subject, 0);
  return !is_empty(draft);
};

export function keep_draft(subject: string, draft: Draft): void {
  const key = key_of(subject);
  drafts.value = { ...drafts.value, [key]: draft };
  const kept = Object.entries(draft.values).filter(([path]) => !is_secret(field_table.value?.find(path)));
  if (kept.length === 0 && draft.reason === "") localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify({ ...draft, values: Object.fromEntries(kept) }));
}

export function drop_draft(subject: string): void {
  const key = key_of(subject);
  const { [key]: _, ...others } = drafts.value;
  drafts.value = others;
  localStorage.removeItem(key);
}
