// Editing a customer: controls, a rehearsal as one types, a review, and what to do if it has moved on.
import { useRef, useState } from "preact/hooks";
import { get } from "../../../api/client";
import { field_table, fields_problem, load_fields } from "../../../api/fields";
import { useQuery } from "../../../api/query";
import { may_write } from "../../../api/session";
import type { Customer, Plan } from "../../../api/types";
import { flatten, type Values } from "../../../customers/record";
import { useKeys } from "../../../keys/keys";
import { Keys } from "../../../keys/palette";
import { Button } from "../../../ui/button";
import { Empty, ErrorBox, Waiting } from "../../../ui/states";
import { param, set_params } from "../../../url/route";
import type { Shown } from "../customer";
import { draft_of, drop_draft, is_empty, keep_draft } from "./draft";
import { RecordForm, with_change } from "./form";
import { useRehearsal } from "./rehearsal";
import { Review } from "./review";

export function Edit({ customer, reload, put }: Shown) {
  const subject = customer.uuid!;
  const draft = draft_of(subject, customer.version!);
  // A draft is about the version that it began with, whatever has happened since.
  const is_old = draft.version !== customer.version && !is_empty(draft);
  const then = useQuery(is_old ? `customer ${customer.id} ${draft.version}` : undefined,
    (signal) => get<Customer>(`/v1/customers/${customer.id}`, { version: draft.version }, signal));
  // What was shown until now is that version, as a rule. With nothing in between, what is open stays open.
  const shown = useRef(customer);
  if (!is_old) shown.current = customer;
  const began = !is_old ? customer : then.data ?? (shown.current.version === draft.version ? shown.current : undefined);
  if (!may_write.value) return <Empty title="Your role is read-only">Ask an administrator for a role that may change customers.</Empty>;
  if (!field_table.value) return fields_problem.value ? <ErrorBox problem={fields_problem.value} again={() => void load_fields()} /> : <Waiting lines={12} />;
  if (!began) return then.problem ? <ErrorBox problem={then.problem} again={then.reload} /> : <Waiting lines={12} />;
  return <Editor customer={customer} began={began} reload={reload} put={put} />;
}

function Editor({ customer, began, reload, put }: Shown & { began: Customer }) {
  const subject = customer.uuid!;
  const draft = draft_of(subject, began.version!);
  const base = flatten(began);
  const is_reviewing = param("review") === "1" && !is_empty(draft);
  const [filter, only_changed] = [param("fields"), param("changed") === "1"];
  const rehearsal = useRehearsal("PATCH", `/v1/customers/${customer.id}`, draft.values);
  const errors = is_empty(draft) ? [] : (rehearsal.problem?.errors ?? []);
  // Another plan that is chosen here says other things at once.
  const plan_id = Number(draft.values["plan"] ?? customer.plan) || undefined;
  const plan = useQuery(plan_id ? `plan ${plan_id}` : undefined, (signal) => get<Plan>(`/v1/plans/${plan_id}`, {}, signal));
  const is_ready = plan.data !== undefined || !plan.is_loading;
  const [focus] = useState(param("field"));

  const count = Object.keys(draft.values).length;
  const change = (path: string, value: unknown) => {
    const latest = draft_of(subject, began.version!);
    keep_draft(subject, { ...latest, version: is_empty(latest) ? customer.version! : latest.version, values: with_change(latest.values, base, path, value) });
  };
  const review = () => { if (!is_empty(draft_of(subject, 0))) set_params({ review: 1 }); };
  useKeys([
    { keys: "Mod+s", does: "Review the changes", in_fields: true, run: review },
    { keys: "Mod+enter", does: "Review the changes", in_fields: true, is_hidden: true, run: review },
  ], [subject]);
  const moved_on = began.version !== customer.version || (rehearsal.data?.version ?? 0) > customer.version!;
  const would_change = rehearsal.data?.changes.length;

  if (!is_ready) return <Waiting lines={12} />;
  return (
    <div class="stack">
      <div class="record-tools">
        <input type="search" class="input" aria-label="Filter the fields" placeholder="Filter by name, value, or a door's name" value={filter} onInput={(event) => set_params({ fields: event.currentTarget.value })} />
        <label class="row"><input type="checkbox" checked={only_changed} onChange={(event) => set_params({ changed: event.currentTarget.checked ? 1 : undefined })} /> Changed only</label>
      </div>
      {moved_on && count > 0 && (
        <div class="banner">
          <span>Somebody has changed this customer since you began (at version {began.version}). Your review will show both.</span>
        </div>
      )}
      <RecordForm customer={began} base={base} values={draft.values} on_change={change} errors={errors} filter={filter} only_changed={only_changed && count > 0} focus={focus} locked_groups={plan.data?.locked ?? []} plan_says={(plan.data?.settings ?? {}) as Values} />
      <div class="edit-bar" role="region" aria-label="Your changes">
        <span role="status">
          {count === 0 ? "No changes yet."
            : rehearsal.problem?.status === 0 ? "Not checked: the server does not answer."
            : rehearsal.problem ? <span class="field-error">{rehearsal.problem.errors.length || 1} {rehearsal.problem.errors.length > 1 ? "problems" : "problem"}: {rehearsal.problem.detail || rehearsal.problem.title}</span>
            : rehearsal.is_current && would_change !== undefined ? would_change === 0 ? "The record says this already." : `${would_change} ${would_change === 1 ? "field" : "fields"} would change.` : "Checking…"}
        </span>
        <span class="row">
          {count > 0 && <Button look="quiet" onClick={() => drop_draft(subject)}>Discard</Button>}
          <Button look="main" disabled={count === 0} onClick={review}>Review {count > 0 ? count : ""} <Keys keys="Mod+s" /></Button>
        </span>
      </div>
      {is_reviewing && <Review customer={customer} began={began} draft={draft} rehearsal={rehearsal} close={() => set_params({ review: undefined })} reload={reload} put={put} />}
    </div>
  );
}
