// The form of a thing: what was typed survives a reload, and is reviewed before it is saved.
import { useState } from "preact/hooks";
import { call } from "../api/client";
import { field_table, label } from "../api/fields";
import type { Problem } from "../api/problem";
import { DRAFT_PREFIX } from "../api/session";
import { Changes } from "../customers/changes";
import { new_uuid } from "../customers/record";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBox, Waiting } from "../ui/states";
import { notify } from "../ui/toast";
import { value_text } from "../ui/value";
import { in_parts } from "./history";
import { part_title, type Kind, type Part, type Thing } from "./kinds";
import { PartControl, sent, typed, type Typed } from "./parts";

type Form = Record<string, Typed>;

interface Props {
  kind: Kind;
  /** Absent: a new one. */
  thing?: Thing;
  /** What the controls of a new one begin with. */
  first?: Record<string, unknown>;
  close: () => void;
  done: (thing: Thing) => void;
}

const is_same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function ThingForm({ kind, thing, first = {}, close, done }: Props) {
  const place = `${DRAFT_PREFIX}${kind.path}/${thing?.id ?? "new"}`;
  const base: Form = Object.fromEntries(kind.parts.map((part) => [part.key, typed(part, (thing ?? first)[part.key])]));
  const [form, set_form] = useState<Form>(() => ({ ...base, ...(JSON.parse(localStorage.getItem(place) ?? "{}") as Form) }));
  const [problem, set_problem] = useState<Problem>();
  const [is_reviewing, set_reviewing] = useState(false);
  const [is_busy, set_busy] = useState(false);
  const [reason, set_reason] = useState("");
  if (!field_table.value) return <Waiting lines={6} />;

  const secrets = new Set(kind.parts.filter((each) => each.shape === "secret").map((each) => each.key));
  const changed = kind.parts.filter((part) => !is_same(form[part.key], base[part.key]));
  const body = Object.fromEntries((thing ? changed : kind.parts.filter((part) => !is_same(form[part.key], typed(part, undefined))))
    .map((part) => [part.key, sent(part, form[part.key]!, thing?.[part.key])]));
  const [method, path] = thing ? ["PATCH", `${kind.api}/${thing.id}`] : ["POST", kind.api];
  const keep = (part: Part, value: Typed) => {
    const next = { ...form, [part.key]: value };
    set_form(next);
    localStorage.setItem(place, JSON.stringify(Object.fromEntries(Object.entries(next).filter(([key]) => !secrets.has(key)))));
  };
  const leave = () => {
    localStorage.removeItem(place);
    close();
  };
  const ask = async (rehearse: boolean) => {
    set_busy(true);
    const reply = await call<Thing>(method!, path!, {
      body, rehearse, ...(thing ? { if_match: `"${thing.version}"` } : {}), ...(rehearse ? {} : { reason, idempotency_key: new_uuid() }),
    });
    set_busy(false);
    set_problem(reply.ok ? undefined : reply.problem);
    if (!reply.ok) return set_reviewing(false);
    if (rehearse) return set_reviewing(true);
    localStorage.removeItem(place);
    notify(`${label(kind.one)} ${reply.value.name} is saved`);
    done(reply.value);
  };
  const wrong = (key: string) => problem?.errors.find((each) => each.field === key || each.field.startsWith(`${key}/`))?.detail;
  return (
    <form class="admin-form" onSubmit={(event) => { event.preventDefault(); void ask(true); }}>
      {problem && <ErrorBox problem={problem} />}
      {kind.parts.map((part) => {
        const id = `part-${part.key}`;
        return (
          <div key={part.key} class="labelled">
            <label for={id}><strong>{part_title(part)}</strong></label>
            <PartControl part={part} id={id} value={form[part.key]!} is_wrong={wrong(part.key) !== undefined} on_change={(value) => keep(part, value)} />
            <small id={`${id}-note`}>{wrong(part.key) ? <span class="field-error">{wrong(part.key)}</span> : part.note}</small>
          </div>
        );
      })}
      <div class="row">
        <Button look="main" type="submit" is_busy={is_busy} disabled={Object.keys(body).length === 0}>Review</Button>
        <Button look="quiet" onClick={leave}>Cancel</Button>
      </div>
      <Dialog title={thing ? `Save ${thing.name}` : `Make a ${kind.one}`} is_open={is_reviewing} on_close={() => set_reviewing(false)} kind="wide">
        <Changes changes={changed.flatMap((part) => in_parts({ path: part.key, before: thing ? shown(part, base[part.key]!) : null, after: shown(part, form[part.key]!) }))} />
        <label class="labelled"><span>Reason</span>
          <input type="text" maxLength={500} placeholder="Why, for the history" value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />
        </label>
        <div class="dialog-foot">
          <Button look="quiet" onClick={() => set_reviewing(false)}>Back</Button>
          <Button look="main" autofocus is_busy={is_busy} onClick={() => void ask(false)}>Save</Button>
        </div>
      </Dialog>
    </form>
  );
}

/** What the review says of a part; settings that are not set count as absent. */
function shown(part: Part, value: Typed): unknown {
  if (part.shape === "secret") return value === "" ? null : "another one";
  if (part.shape === "pairs") return value;
  if (part.shape === "settings") return Object.fromEntries(Object.entries(value as Record<string, string>).filter(([, text]) => text !== ""));
  return value_text(value);
}
