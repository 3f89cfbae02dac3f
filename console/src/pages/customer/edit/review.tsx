// The review of a draft before it is saved; if the record has moved on: yours, theirs and base.
import { useRef, useState } from "preact/hooks";
import { call, type Options } from "../../../api/client";
import type { Problem } from "../../../api/problem";
import type { Customer } from "../../../api/types";
import { Changes } from "../../../customers/changes";
import { flatten, is_same, new_uuid, to_patch, type Values } from "../../../customers/record";
import { path_label } from "../../../customers/field-label";
import { is_lost, Trouble } from "../../../customers/trouble";
import { field_table, is_secret } from "../../../api/fields";
import { Button } from "../../../ui/button";
import { After } from "../../../ui/change";
import { Dialog } from "../../../ui/dialog";
import { ErrorBox, Waiting } from "../../../ui/states";
import { notify } from "../../../ui/toast";
import { value_text } from "../../../ui/value";
import { set_params } from "../../../url/route";
import { take_back } from "../history/undo";
import { drop_draft, keep_draft, type Draft } from "./draft";
import type { Rehearsed } from "./rehearsal";

interface Props {
  customer: Customer;
  began: Customer;
  draft: Draft;
  rehearsal: Rehearsed;
  close: () => void;
  reload: () => void;
  put: (customer: Customer) => void;
}

export function Review({ customer, began, draft, rehearsal, close, reload, put }: Props) {
  const [problem, set_problem] = useState<Problem>();
  const [is_busy, set_busy] = useState(false);
  // One key for one draft: if a reply is lost, saving again does it once.
  const key = useRef({ text: "", key: "" });
  const subject = customer.uuid!;
  // A change whose reply was lost may be the one that has moved the record on.
  const is_stale = began.version !== customer.version && !is_lost(problem);
  // The save was refused, and the newest version is on its way.
  const is_reading = !is_stale && problem?.kind === "version_differs";

  const save = async (options: Options) => {
    const text = JSON.stringify([draft, options]);
    if (key.current.text !== text) key.current = { text, key: new_uuid() };
    set_busy(true);
    const reply = await call<Customer>("PATCH", `/v1/customers/${customer.id}`, {
      body: to_patch(draft.values), reason: draft.reason, idempotency_key: key.current.key, ...options,
    });
    set_busy(false);
    if (!reply.ok) {
      set_problem(reply.problem);
      if (reply.problem.kind === "version_differs") reload();
      return;
    }
    drop_draft(subject);
    put(reply.value);
    set_params({ review: undefined, tab: undefined, field: undefined, changed: undefined }, true);
    const version = reply.value.version!;
    notify(`Customer ${customer.id}: saved as version ${version}`, { name: "Take back", run: () => take_back({ customer: customer.id!, version, done: reload }) });
  };
  const can_save = is_lost(problem) || (!is_reading && rehearsal.is_current && !rehearsal.problem && rehearsal.data?.changes.length !== 0);
  const if_match = `"${began.version}"`;

  return (
    <Dialog title={`Review: ${customer.name}`} is_open on_close={close} kind="wide">
      {problem?.kind !== "version_differs" && <Trouble problem={problem} />}
      {is_lost(problem) ? null : is_stale
        ? <Stale customer={customer} began={began} draft={draft} subject={subject} />
        : is_reading ? <Waiting />
        : rehearsal.problem ? <ErrorBox problem={rehearsal.problem} />
        : rehearsal.data && rehearsal.is_current ? <Changes changes={rehearsal.data.changes} /> : <Waiting />}
      <label class="labelled"><span>Reason</span>
        <input type="text" maxLength={500} placeholder="Why, for the history: asked by phone, ticket 1234" value={draft.reason} autofocus
          onInput={(event) => keep_draft(subject, { ...draft, reason: event.currentTarget.value })}
          onKeyDown={(event) => { if (event.key === "Enter" && !is_stale && can_save) void save({ if_match }); }} />
      </label>
      <div class="dialog-foot">
        <Button look="quiet" onClick={close}>Go on editing</Button>
        {is_stale ? (
          <>
            <Button onClick={() => { drop_draft(subject); set_problem(undefined); close(); }} title="Drops your changes and shows what is there now">Reload</Button>
            <Button onClick={() => void save({ if_match, rebase: true })} is_busy={is_busy} title="Applies yours on top if nobody changed the same fields">Rebase</Button>
            <Button look="danger" onClick={() => void save({ if_match: `"${customer.version}"` })} is_busy={is_busy} title="Writes yours over what stands there now">Overwrite</Button>
          </>
        ) : (
          <Button look="main" onClick={() => void save({ if_match })} is_busy={is_busy} disabled={!can_save}>Save</Button>
        )}
      </div>
    </Dialog>
  );
}

/** Every field that either side has changed, in three columns. */
function Stale({ customer, began, draft, subject }: Pick<Props, "customer" | "began" | "draft"> & { subject: string }) {
  const base = flatten(began);
  const theirs = flatten(customer);
  const yours: Values = { ...base, ...draft.values };
  const theirs_changed = [...new Set([...Object.keys(base), ...Object.keys(theirs)])].filter((path) => !is_same(base[path], theirs[path]));
  const paths = [...new Set([...Object.keys(draft.values), ...theirs_changed])];
  const clashes = paths.filter((path) => path in draft.values && theirs_changed.includes(path) && !is_same(yours[path], theirs[path]));
  const take_theirs = (path: string) => {
    const { [path]: _, ...values } = draft.values;
    keep_draft(subject, { ...draft, values });
  };
  return (
    <>
      <p>
        This customer is at version {customer.version}; you began at version {began.version}. {clashes.length === 0
          ? "Nobody changed the fields that you changed: Rebase saves yours on top."
          : `${clashes.length === 1 ? "One field was" : `${clashes.length} fields were`} changed by both: overwrite, or take theirs field by field.`}
      </p>
      <div class="table-frame" tabIndex={0} role="region" aria-label="Yours, theirs and base">
        <table class="table three">
          <thead><tr><th scope="col">Field</th><th scope="col">Yours</th><th scope="col">Theirs</th><th scope="col">Base</th><th scope="col"><span class="only-read">Choose</span></th></tr></thead>
          <tbody>
            {paths.map((path) => {
              const is_mine = path in draft.values;
              const hides = is_secret(field_table.value?.find(path)) && is_mine;
              return (
                <tr key={path} class={clashes.includes(path) ? "clash" : ""} data-path={path}>
                  <th scope="row">{path_label(path)}</th>
                  <td>{is_mine ? hides ? <span class="mask">a new value</span> : <After before={base[path]} after={yours[path]} /> : <span class="nothing">as it was</span>}</td>
                  <td>{theirs_changed.includes(path) ? <After before={base[path]} after={theirs[path]} /> : <span class="nothing">as it was</span>}</td>
                  <td>{value_text(base[path]) || <span class="nothing">nothing</span>}</td>
                  <td>{clashes.includes(path) && <Button look="quiet" onClick={() => take_theirs(path)}>Take theirs</Button>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
