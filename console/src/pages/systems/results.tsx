// What became of a plan, customer by customer.
import type { SystemApplied, SystemPlan } from "../../api/types";
import { Button } from "../../ui/button";
import { Table, type Column } from "../../ui/table";
import { to } from "../../url/route";
import { step_label } from "../../api/fields";
import { type Result, type System } from "./calls";
import { CustomerName } from "./finding";

const LOOK: Record<Result["result"], string> = { done: "good", already: "good", made: "good", linked: "good", stale: "caution", refused: "danger", unclear: "danger" };

const MEANING: Record<Result["result"], string> = {
  done: "written now", already: "both sides had it", made: "made in the system", linked: "only the link is kept",
  stale: "changed since the plan was made, so nothing was written", refused: "a side refuses it", unclear: "the system did not say what it did",
};

export const ResultBadge = ({ result }: { result: Result["result"] }) => <span class={`badge ${LOOK[result]}`} title={MEANING[result]}>{result}</span>;

interface Props {
  system: System;
  plan: SystemPlan;
  done: SystemApplied;
  /** Plans what comes after a customer. */
  next: (after: number) => void;
}

export function Results({ system, plan, done, next }: Props) {
  const customer_of = new Map(plan.changes.map((each) => [each.uuid, each.customer]));
  const columns: Column<Result>[] = [
    { key: "customer", title: "Customer", cell: (row) => <CustomerName id={customer_of.get(row.uuid) ?? 0} name={row.name} /> },
    { key: "result", title: "Result", cell: (row) => <ResultBadge result={row.result} /> },
    { key: "fields", title: "Fields", cell: (row) => row.fields.map(step_label).join(", ") || "–", is_extra: true },
    { key: "why", title: "Why", cell: (row) => <span class="why">{row.why || MEANING[row.result]}</span> },
  ];
  const left = plan.changes.length - done.items.length;
  return (
    <section class="stack">
      <dl class="facts">
        {Object.entries(done.counts).map(([result, count]) => <div key={result}><dt>{result}</dt><dd>{count.toLocaleString()}</dd></div>)}
        {left > 0 && <div><dt>left</dt><dd>{left.toLocaleString()}</dd></div>}
      </dl>
      {done.stopped && <p class="banner systems-note" role="status">It ended early: {done.stopped}. Apply it again: what is done is recognised.</p>}
      {!done.stopped && (done.counts["unclear"] ?? 0) > 0 && <p class="banner systems-note" role="status">Apply it again in some minutes: what is done is recognised, and no customer is made twice.</p>}
      {(done.counts["stale"] ?? 0) > 0 && <p class="quiet small">Make another plan for what is stale.</p>}
      {(done.counts["refused"] ?? 0) > 0 && <p class="quiet small">What was refused waits under <a href={to(`systems/${system.id}`)}>Conflicts</a>.</p>}
      <Table label="Results" columns={columns} rows={done.items} row_key={(row) => row.uuid} />
      {plan.next !== undefined && !done.stopped && <p><Button onClick={() => next(plan.next!)}>Plan the next customers</Button></p>}
    </section>
  );
}
