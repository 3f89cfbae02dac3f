// A value of a record as text and as a person reads it.
import type { Field } from "../api/fields";

export const is_mask = (value: unknown): boolean =>
  (typeof value === "object" && value !== null && "sealed" in value) || (typeof value === "string" && value.startsWith("****"));

/** The value in one line; "" for none. */
export function value_text(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object" && "sealed" in value) return String((value as { sealed: unknown }).sealed);
  if (Array.isArray(value)) return value.map(item_text).join(", ");
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}

function item_text(item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  return Object.values(item).join(": ");
}

export const PLAN_SAYS = -2;

/** Whether the value means "as the rate plan says". */
export const is_plans = (field: Field | undefined, value: unknown): boolean =>
  (field?.plan === true && String(value) === "-2") || (value === "plan" && (field?.choices?.includes("plan") ?? false));

interface Props {
  field: Field | undefined;
  value: unknown;
  /** What "as the plan says" comes to. */
  resolved?: unknown;
  /** The name of what a reference points at. */
  name?: string | undefined;
}

const in_words = (field: Field | undefined, value: unknown): string =>
  field?.type === "choice" ? value_text(value).replaceAll("_", " ") : value_text(value);

export function Value({ field, value, resolved, name }: Props) {
  const text = value_text(value);
  if (text === "") return <span class="nothing">–</span>;
  if (is_plans(field, value))
    return <span class="plan-says">as the plan says{resolved !== undefined && <>: <strong>{name ?? in_words(field, resolved)}</strong></>}</span>;
  if (String(value) === "-1" && field?.none) return <span>{/no limit/.test(field.meaning) ? "no limit" : /never/.test(field.meaning) ? "never" : "none"}</span>;
  if (is_mask(value)) return <span class="mask" title="Kept secret; only its end is shown">{text}</span>;
  if (field?.type === "url" && /^https?:\/\//.test(text)) return <a href={text} target="_blank" rel="noreferrer noopener">{text}</a>;
  if (field?.type === "choice") return <span>{in_words(field, value)}</span>;
  if (name) return <span>{name} <span class="quiet">{text}</span></span>;
  return <span class={/\n/.test(text) ? "lines" : ""}>{text}</span>;
}

const STATUS_LOOK: Record<string, string> = { active: "good", suspended: "caution", off: "danger", deleted: "danger" };

export function Status({ status }: { status: string }) {
  return <span class={`badge ${STATUS_LOOK[status] ?? ""}`}>{status}</span>;
}
