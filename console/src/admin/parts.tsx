// The parts of a thing: shown, and as controls of a form.
import { useState } from "preact/hooks";
import { field_table, label, type Field } from "../api/fields";
import { useName } from "../customers/names";
import { value_text, Value } from "../ui/value";
import { to } from "../url/route";
import { part_title, type Part } from "./kinds";

/** What a form holds of a part: its text, or what is chosen, or settings and pairs as text by field. */
export type Typed = string | string[] | Record<string, string>;

const words = (text: string): string[] => text.split(",").map((each) => each.trim()).filter(Boolean);

const is_chosen = (part: Part): boolean => part.shape === "choices" || part.shape === "picked";

export function typed(part: Part, value: unknown): Typed {
  if (is_chosen(part)) return (value as string[] | undefined) ?? [];
  if (part.shape === "settings" || part.shape === "pairs")
    return Object.fromEntries(Object.entries((value as Record<string, unknown> | undefined) ?? {}).map(([key, each]) => [key, value_text(each)]));
  return value_text(value);
}

/** What is sent of what was typed. The server says what is wrong with it. */
export function sent(part: Part, text: Typed, before: unknown): unknown {
  switch (part.shape) {
    case "choices": case "picked": return text;
    case "list": case "groups": return words(text as string);
    case "flag": return text === "yes";
    case "id": case "whole": return /^\d+$/.test(text as string) ? Number(text) : text;
    case "settings": case "pairs": {
      const now = text as Record<string, string>;
      const was = typed(part, before) as Record<string, string>;
      const changed = [...new Set([...Object.keys(now), ...Object.keys(was)])].filter((key) => (now[key] ?? "") !== (was[key] ?? ""));
      return Object.fromEntries(changed.map((key) => [key, part.values ? now[key] || null : setting(key, now[key] ?? "")]));
    }
    default: return text;
  }
}

function setting(key: string, text: string): unknown {
  if (text === "") return null;
  return field_table.value?.find(key)?.type === "decimal" || !/^-?\d+$/.test(text) ? text : Number(text);
}

export function Shown({ part, value }: { part: Part; value: unknown }) {
  const name = useName(part.shape === "id" ? "customer" : undefined, value);
  if (part.shape === "id") return <a href={to(`customers/${String(value)}`)}>{name ?? "customer"} <span class="quiet">{String(value)}</span></a>;
  if (part.shape === "settings" || part.shape === "pairs") return <Settings part={part} value={value} />;
  if (Array.isArray(value)) return value.length ? <span class="chips">{value.map((each) => <span key={String(each)} class="badge">{part.words?.(String(each)) ?? String(each)}</span>)}</span> : <span class="nothing">{part.empty ?? "none"}</span>;
  return <Value field={undefined} value={value} />;
}

function Settings({ part, value }: { part: Part; value: unknown }) {
  const words = part.words ?? label;
  const rows = Object.entries((value as Record<string, unknown> | undefined) ?? {});
  if (rows.length === 0) return <span class="nothing">none</span>;
  return (
    <dl class="settings">
      {rows.map(([key, each]) => <div key={key}><dt>{words(key)}</dt><dd title={part.values?.[String(each)]}>{part.values ? String(each).replaceAll("_", " ") : <Value field={field_table.value?.find(key)} value={each} />}</dd></div>)}
    </dl>
  );
}

interface ControlProps {
  part: Part;
  id: string;
  value: Typed;
  is_wrong: boolean;
  on_change: (value: Typed) => void;
}

export function PartControl({ part, id, value, is_wrong, on_change }: ControlProps) {
  const common = { id, "aria-describedby": `${id}-note`, "aria-invalid": is_wrong };
  if (part.shape === "picked") return <Picked part={part} common={common} chosen={value as string[]} on_change={on_change} />;
  if (part.shape === "pairs") return <Pairs part={part} common={common} pairs={value as Record<string, string>} on_change={on_change} />;
  if (part.shape === "flag") return <span><input {...common} type="checkbox" checked={value === "yes"} onChange={(event) => on_change(event.currentTarget.checked ? "yes" : "no")} /></span>;
  if (part.shape === "secret") return <input {...common} type="password" autocomplete="new-password" value={value as string} onInput={(event) => on_change(event.currentTarget.value)} />;
  if (part.shape === "choice")
    return (
      <select {...common} value={value as string} onChange={(event) => on_change(event.currentTarget.value)}>
        <option value="">{part.empty ?? "choose"}</option>{(part.options?.() ?? []).map((each) => <option key={each} value={each}>{each}</option>)}
      </select>
    );
  if (part.shape === "choices") {
    const chosen = value as string[];
    return (
      <span class="chips" role="group" id={id} aria-label={part_title(part)}>
        {(part.options?.() ?? []).map((each) => (
          <label key={each} class="row"><input type="checkbox" checked={chosen.includes(each)}
            onChange={(event) => on_change(event.currentTarget.checked ? [...chosen, each] : chosen.filter((other) => other !== each))} />{each}</label>
        ))}
      </span>
    );
  }
  if (part.shape === "settings") {
    const settings = value as Record<string, string>;
    const sections = (field_table.value?.of_scope("customer") ?? [])
      .map((section) => ({ ...section, fields: section.fields.filter((field) => field.plan || field.choices?.includes("plan") || field.key in settings) }))
      .filter((section) => section.fields.length > 0);
    return (
      <div class="stack" role="group" id={id} aria-label="Settings">
        {sections.map((section) => (
          <fieldset key={section.title} class="settings-group">
            <legend>{section.title}</legend>
            <div class="settings">
              {section.fields.map((field) => <Setting key={field.key} field={field} text={settings[field.key] ?? ""} on_change={(text) => on_change({ ...settings, [field.key]: text })} />)}
            </div>
          </fieldset>
        ))}
      </div>
    );
  }
  if (part.shape === "lines") return <textarea {...common} rows={2} value={value as string} onInput={(event) => on_change(event.currentTarget.value)} />;
  return <input {...common} type="text" autocomplete="off" spellcheck={false} {...(part.shape === "id" || part.shape === "whole" ? { inputMode: "numeric" as const } : {})} value={value as string} onInput={(event) => on_change(event.currentTarget.value)} />;
}

interface Common {
  id: string;
  "aria-describedby": string;
  "aria-invalid": boolean;
}

/** Fields, each with what is chosen or typed for it. */
function Pairs({ part, common, pairs, on_change }: { part: Part; common: Common; pairs: Record<string, string>; on_change: (value: Record<string, string>) => void }) {
  const words = part.words ?? label;
  const given = Object.keys(pairs);
  // A field that is added gets the choice that writes over nothing.
  const first = part.values ? Object.keys(part.values).at(-1)! : "";
  const set = (key: string, value: string) => on_change({ ...pairs, [key]: value });
  const keep = (keys: string[]) => on_change(Object.fromEntries(keys.map((key) => [key, pairs[key] ?? first])));
  return (
    <div class="stack">
      {given.length > 0 && (
        <div class="settings" role="group" aria-label={part_title(part)}>
          {given.map((key) => (
            <label key={key} title={part.values?.[pairs[key]!]}><span>{words(key)}</span>
              {part.values
                ? <select value={pairs[key]} onChange={(event) => set(key, event.currentTarget.value)}>{Object.entries(part.values).map(([each, meaning]) => <option key={each} value={each} title={meaning}>{each.replaceAll("_", " ")}</option>)}</select>
                : <input type="text" value={pairs[key]} onInput={(event) => set(key, event.currentTarget.value)} />}
            </label>
          ))}
        </div>
      )}
      <Picked part={part} common={common} chosen={given} on_change={keep} />
    </div>
  );
}

/** Picked one after another by typing, each with a button that takes it out. */
function Picked({ part, common, chosen, on_change }: { part: Part; common: Common; chosen: string[]; on_change: (value: string[]) => void }) {
  const options = part.options?.() ?? [];
  const words = part.words ?? label;
  const [text, set_text] = useState("");
  const take = (typed: string) => {
    const key = typed.trim().replaceAll(" ", "_").toLowerCase();
    const is_known = options.includes(key);
    set_text(is_known ? "" : typed);
    if (is_known && !chosen.includes(key)) on_change([...chosen, key]);
  };
  return (
    <div class="picked">
      {chosen.map((each) => (
        <span key={each} class="badge">{words(each)}
          <button type="button" class="text-button" aria-label={`Leave out ${words(each).toLowerCase()}`} onClick={() => on_change(chosen.filter((other) => other !== each))}>×</button>
        </span>
      ))}
      <input {...common} type="text" autocomplete="off" spellcheck={false} list={`${common.id}-list`} placeholder="Type a field, then Enter" value={text}
        onInput={(event) => { const typed = event.currentTarget.value; if (options.includes(typed)) take(typed); else set_text(typed); }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && text.trim()) { event.preventDefault(); take(text); }
          else if (event.key === "Backspace" && !text && chosen.length) on_change(chosen.slice(0, -1));
        }} />
      <datalist id={`${common.id}-list`}>{options.filter((each) => !chosen.includes(each)).map((each) => <option key={each} value={each}>{words(each)}</option>)}</datalist>
    </div>
  );
}

function Setting({ field, text, on_change }: { field: Field; text: string; on_change: (text: string) => void }) {
  const choices = field.choices?.filter((each) => each !== "plan");
  return (
    <label title={`${field.meaning} Holds ${field.rule}.`}>
      <span>{label(field.key)}</span>
      {choices
        ? <select value={text} onChange={(event) => on_change(event.currentTarget.value)}>
            <option value="">not set</option>{choices.map((each) => <option key={each} value={each}>{each.replaceAll("_", " ")}</option>)}
          </select>
        : <input type="text" placeholder="not set" value={text} onInput={(event) => on_change(event.currentTarget.value)} />}
    </label>
  );
}
