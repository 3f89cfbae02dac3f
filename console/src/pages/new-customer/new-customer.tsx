// A new customer: the same controls as for a change, rehearsed as one types.
import { useRef, useState } from "preact/hooks";
import { call } from "../../api/client";
import { field_table, fields_problem, load_fields } from "../../api/fields";
import type { Problem } from "../../api/problem";
import { may_write, me } from "../../api/session";
import type { Customer } from "../../api/types";
import { Changes } from "../../customers/changes";
import { useName } from "../../customers/names";
import { new_uuid, to_patch } from "../../customers/record";
import { Button } from "../../ui/button";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { notify } from "../../ui/toast";
import { go, param, set_params, to } from "../../url/route";
import { draft_of, drop_draft, keep_draft } from "../customer/edit/draft";
import { RecordForm, with_change } from "../customer/edit/form";
import { useRehearsal } from "../customer/edit/rehearsal";
import type { PageProps } from "../pages";
import "../customer/customer.css";

const SUBJECT = "new";

export default function NewCustomer(_: PageProps) {
  const parent = Number(param("parent")) || me.value!.home;
  const parent_name = useName("customer", parent);
  const draft = draft_of(SUBJECT, 0);
  const [problem, set_problem] = useState<Problem>();
  const [is_busy, set_busy] = useState(false);
  const key = useRef({ text: "", key: "" });
  const has_any = Object.keys(draft.values).length > 0;
  const rehearsal = useRehearsal("POST", "/v1/customers", draft.values, has_any ? { parent } : {});
  if (!may_write.value) return <Empty is_page title="Your role is read-only">Ask an administrator for a role that may make customers.</Empty>;
  if (!field_table.value) return fields_problem.value ? <ErrorBox problem={fields_problem.value} again={() => void load_fields()} /> : <Waiting lines={12} />;

  const make = async () => {
    const body = { ...to_patch(draft.values), parent };
    const text = JSON.stringify(body);
    if (key.current.text !== text) key.current = { text, key: new_uuid() };
    set_busy(true);
    const reply = await call<Customer>("POST", "/v1/customers", { body, reason: draft.reason, idempotency_key: key.current.key });
    set_busy(false);
    if (!reply.ok) return set_problem(reply.problem);
    drop_draft(SUBJECT);
    notify(`${reply.value.name} is made`);
    go(to(`customers/${reply.value.id}`));
  };
  return (
    <div class="stack customer-main">
      <header class="customer-head">
        <h1>New customer</h1>
        <p class="quiet">Below <a href={to(`customers/${parent}`)}>{parent_name ?? `customer ${parent}`}</a>. Only the name is needed; the rest can be set at any time.</p>
      </header>
      {problem && <ErrorBox problem={problem} />}
      <div class="record-tools">
        <input type="search" class="input" aria-label="Filter the fields" placeholder="Filter by name or a door's name" value={param("fields")} onInput={(event) => set_params({ fields: event.currentTarget.value })} />
      </div>
      <RecordForm customer={undefined} base={{}} values={draft.values} errors={has_any ? (rehearsal.problem?.errors ?? []) : []} filter={param("fields")} only_changed={false} focus="name" locked_groups={[]}
        on_change={(path, value) => {
          const latest = draft_of(SUBJECT, 0);
          keep_draft(SUBJECT, { ...latest, values: with_change(latest.values, {}, path, value) });
        }} />
      {rehearsal.data && has_any && <details class="fields-card"><summary>What would be made</summary><Changes changes={rehearsal.data.changes} /></details>}
      <div class="edit-bar" role="region" aria-label="The new customer">
        <span role="status">{!has_any ? "Give it a name." : rehearsal.problem?.status === 0 ? "Not checked: the server does not answer." : rehearsal.problem ? <span class="field-error">{rehearsal.problem.detail || rehearsal.problem.title}</span> : rehearsal.is_current && rehearsal.data ? "Ready to be made." : "Checking…"}</span>
        <span class="row">
          {has_any && <Button look="quiet" onClick={() => drop_draft(SUBJECT)}>Discard</Button>}
          <Button look="main" is_busy={is_busy} disabled={!has_any || rehearsal.problem !== undefined} onClick={() => void make()}>Make the customer</Button>
        </span>
      </div>
    </div>
  );
}
