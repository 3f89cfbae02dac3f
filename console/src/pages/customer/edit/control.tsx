// The control of a field, by its type. What it gives is a value as the server reads it; null clears.
import { useState } from "preact/hooks";
import { get } from "../../../api/client";
import { is_secret, label, type Field } from "../../../api/fields";
import { useQuery } from "../../../api/query";
import type { ReferencePage } from "../../../api/types";
import { useName } from "../../../customers/names";
import { value_text } from "../../../ui/value";

export interface ControlProps {
  id: string;
  field: Field;
  value: unknown;
  on_change: (value: unknown) => void;
  described_by: string;
  is_wrong: boolean;
}

const NONE = -1;
const PLAN = -2;
const LONG_TEXT = 400;
const REFERENCES_MAX = 500;

const or_null = (text: string): string | null => (text === "" ? null : text);

export function Control(props: ControlProps) {
  const { field } = props;
  if (is_secret(field)) return <Secret {...props} />;
  if (field.choices && field.type !== "pairs") return <Choice {...props} choices={field.choices.map((each) => [each, each === "plan" ? "as the plan says" : each.replaceAll("_", " ")])} />;
  switch (field.type) {
    case "flag": return <Choice {...props} choices={[["true", "yes"], ["false", "no"]]} read={(text) => text === "true"} />;
    case "whole": return <WithModes {...props} of={Whole} />;
    case "decimal": return <WithModes {...props} of={Text} />;
    case "reference": return <Reference {...props} />;
    case "customer": return <CustomerId {...props} />;
    case "wholes": return <Wholes {...props} />;
    case "pairs": return <Pairs {...props} />;
    case "timezone": return <Suggested {...props} all={() => Intl.supportedValuesOf("timeZone")} />;
    case "currency": return <Suggested {...props} all={() => Intl.supportedValuesOf("currency")} />;
    case "date": return <Text {...props} type="date" />;
    default: return (field.max_length ?? 0) >= LONG_TEXT ? <Long {...props} /> : <Text {...props} />;
  }
}

const common = ({ id, described_by, is_wrong }: ControlProps) => ({ id, "aria-describedby": described_by, "aria-invalid": is_wrong });

const MODES: Record<string, "numeric" | "decimal" | "email" | "tel" | "url"> = {
  whole: "numeric", decimal: "decimal", email: "email", e164: "tel", url: "url",
};

function Text(props: ControlProps & { type?: "text" | "date"; list?: string }) {
  const { field, value, on_change } = props;
  return (
    <input {...common(props)} type={props.type ?? "text"} value={value_text(value)} autocomplete="off" spellcheck={false}
      {...(MODES[field.type] ? { inputMode: MODES[field.type] } : {})} {...(field.max_length ? { maxLength: field.max_length } : {})}
      {...(props.list ? { list: props.list } : {})}
      onInput={(event) => on_change(or_null(event.currentTarget.value))} />
  );
}

function Long(props: ControlProps) {
  const { field, value, on_change } = props;
  return <textarea {...common(props)} rows={2} maxLength={field.max_length} value={value_text(value)} onInput={(event) => on_change(or_null(event.currentTarget.value))} />;
}

/** A whole number becomes a number; anything else goes to the server as it is, which says what is wrong. */
const to_whole = (text: string): unknown => {
  const number = Number(text);
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : or_null(text);
};

function Whole(props: ControlProps) {
  return <Text {...props} on_change={(value) => props.on_change(typeof value === "string" ? to_whole(value.trim()) : value)} />;
}

/** A number, or one of the two values that mean "none" and "as the plan says". */
function WithModes(props: ControlProps & { of: (props: ControlProps) => preact.JSX.Element }) {
  const { field, value, on_change, of: Of } = props;
  if (!field.none && !field.plan) return <Of {...props} />;
  const as_text = (number: number) => (field.type === "decimal" ? String(number) : number);
  const mode = String(value) === String(PLAN) ? "plan" : String(value) === String(NONE) ? "none" : "value";
  return (
    <span class="modes">
      <select aria-label={`${label(field.key)}: how`} value={mode}
        onChange={(event) => on_change(event.currentTarget.value === "plan" ? as_text(PLAN) : event.currentTarget.value === "none" ? as_text(NONE) : null)}>
        <option value="value">a number</option>
        {field.none && <option value="none">{/never/.test(field.meaning) ? "never" : /-1 the default/.test(field.meaning) ? "the default" : "no limit"}</option>}
        {field.plan && <option value="plan">as the plan says</option>}
      </select>
      {mode === "value" && <Of {...props} />}
    </span>
  );
}

function Choice(props: ControlProps & { choices: [string, string][]; read?: (text: string) => unknown }) {
  const { field, value, on_change, choices, read } = props;
  const now = value === null || value === undefined ? "" : String(value);
  return (
    <select {...common(props)} value={now} onChange={(event) => on_change(event.currentTarget.value === "" ? null : (read ?? String)(event.currentTarget.value))}>
      {(!field.required || now === "") && <option value="">{field.required ? "choose…" : "not set"}</option>}
      {now !== "" && !choices.some(([key]) => key === now) && <option value={now}>{now}</option>}
      {choices.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
    </select>
  );
}

/** The hundreds of suggestions are made when the control gets the focus. */
function Suggested(props: ControlProps & { all: () => string[] }) {
  const [is_used, set_used] = useState(false);
  return (
    <span onFocusIn={() => set_used(true)}>
      <Text {...props} list={`${props.id}-list`} />
      <datalist id={`${props.id}-list`}>{is_used && props.all().map((each) => <option key={each} value={each} />)}</datalist>
    </span>
  );
}

const reference_path = (kind: string): string => (kind === "plan" ? "/v1/plans" : `/v1/references/${kind}`);

function Reference(props: ControlProps) {
  const { field } = props;
  const kind = field.reference ?? "";
  const list = useQuery(`references ${kind}`, (signal) => get<ReferencePage>(reference_path(kind), { limit: REFERENCES_MAX }, signal));
  const has_zero = /or 0/.test(field.rule);
  if (list.problem || list.data?.next) return <WithModes {...props} of={Whole} />;
  const choices: [string, string][] = [
    ...(has_zero ? [["0", "none"] as [string, string]] : []),
    ...(field.plan ? [[String(PLAN), "as the plan says"] as [string, string]] : []),
    ...(list.data?.items ?? []).map((each): [string, string] => [String(each.id), `${each.name} (${each.id})`]),
  ];
  return <Choice {...props} choices={choices} read={Number} />;
}

function CustomerId(props: ControlProps) {
  const name = useName("customer", props.value);
  return <span class="modes"><Whole {...props} />{name && <span class="quiet">{name}</span>}</span>;
}

function Wholes(props: ControlProps) {
  // The text is kept while it is typed, so that a comma does not vanish.
  const [text, set_text] = useState(value_text(props.value));
  const shown = text.split(",").map((each) => each.trim()).filter(Boolean).join(", ") === value_text(props.value) ? text : value_text(props.value);
  return (
    <input {...common(props)} type="text" inputMode="numeric" placeholder="1, 2, 3" value={shown} onInput={(event) => {
      set_text(event.currentTarget.value);
      const all = event.currentTarget.value.split(",").map((each) => each.trim()).filter(Boolean).map(to_whole);
      props.on_change(all.length > 0 ? all : null);
    }} />
  );
}

/** The two members of a pair and the choices of the first, as `columns` has them: `type:id,passport`, `number`. */
function members_of(field: Field): { first: string; second: string; choices: string[] | undefined } {
  const [head = "key", second = "value"] = field.columns ?? [];
  const [first, choices] = head.split(":") as [string, string?];
  return { first, second, choices: choices?.split(",") };
}

function Pairs(props: ControlProps) {
  const { field, value, on_change, id } = props;
  const { first, second, choices } = members_of(field);
  const rows = Array.isArray(value) ? (value as Record<string, string>[]) : [];
  const set = (next: Record<string, string>[]) => on_change(next.length > 0 ? next : null);
  const change = (at: number, key: string, text: string) => set(rows.map((row, i) => (i === at ? { ...row, [key]: text } : row)));
  return (
    <div class="pairs" id={id} tabIndex={-1} aria-describedby={props.described_by}>
      {rows.map((row, i) => (
        <div class="pair" key={i}>
          {choices
            ? <select aria-label={label(first)} value={row[first] ?? ""} onChange={(event) => change(i, first, event.currentTarget.value)}>{choices.map((each) => <option key={each}>{each}</option>)}</select>
            : <input type="text" aria-label={label(first)} placeholder={first} maxLength={255} value={row[first] ?? ""} onInput={(event) => change(i, first, event.currentTarget.value)} />}
          <input type="text" aria-label={label(second)} placeholder={second} maxLength={255} value={row[second] ?? ""} onInput={(event) => change(i, second, event.currentTarget.value)} />
          <button type="button" class="close" aria-label={`Remove ${row[first] ?? "row"}`} onClick={() => set(rows.filter((_, at) => at !== i))}>×</button>
        </div>
      ))}
      <button type="button" class="text-button quiet small" onClick={() => set([...rows, { [first]: choices?.[0] ?? "", [second]: "" }])}>+ Add</button>
    </div>
  );
}

function Secret(props: ControlProps & { mask?: string }) {
  const { field, value, on_change } = props;
  const text = value_text(value);
  const is_masked = text.startsWith("****");
  return (
    <span class="modes">
      <input {...common(props)} type="password" autocomplete="new-password" spellcheck={false} value={is_masked ? "" : text}
        placeholder={is_masked ? `${text}: type to replace` : ""} {...(field.max_length ? { maxLength: field.max_length } : {})}
        onInput={(event) => on_change(event.currentTarget.value === "" ? undefined : event.currentTarget.value)} />
      {is_masked && <button type="button" class="text-button quiet small" onClick={() => on_change(null)}>Clear</button>}
    </span>
  );
}
