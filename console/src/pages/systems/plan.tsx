// A plan that is made, read, and then carried out. It holds values of customers, so it stays in memory.
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Problem } from "../../api/problem";
import { state } from "../../api/session";
import { SystemOwner, type SystemApplied, type SystemPlan } from "../../api/types";
import { useKeys } from "../../keys/keys";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Empty, ErrorBox } from "../../ui/states";
import { step_label } from "../../api/fields";
import { apply_plan, make_plan, type System } from "./calls";
import { FindingCard } from "./finding";
import { Remarks } from "./remarks";
import { Results } from "./results";

const LIMIT = 200;

interface Made {
  plan: SystemPlan;
  done?: SystemApplied;
}
/** The newest plan of each system, until one signs out. */
const made = signal<Record<number, Made>>({});
state.subscribe((now) => { if (now === "out") made.value = {}; });

type Owners = Record<string, SystemOwner>;

export function Plan({ system, changed }: { system: System; changed: () => void }) {
  const now = made.value[system.id];
  const [owners, set_owners] = useState<Owners>({});
  const [problem, set_problem] = useState<Problem>();
  const [busy, set_busy] = useState<"plan" | "apply">();
  const [is_sure, set_sure] = useState(false);
  const keep = (next: Made) => { made.value = { ...made.value, [system.id]: next }; };
  const plan = async (after?: number) => {
    set_busy("plan");
    const reply = await make_plan(system, { limit: LIMIT, ...(after ? { after } : {}), ...(Object.keys(owners).length ? { owners } : {}) });
    set_busy(undefined);
    set_problem(reply.ok ? undefined : reply.problem);
    if (!reply.ok) return;
    keep({ plan: reply.value });
    changed();
    scrollTo(0, 0);
  };
  const apply = async () => {
    set_sure(false);
    set_busy("apply");
    const reply = await apply_plan(system, now!.plan);
    set_busy(undefined);
    set_problem(reply.ok ? undefined : reply.problem);
    if (reply.ok) keep({ plan: now!.plan, done: reply.value });
    changed();
    scrollTo(0, 0);
  };
  const is_old = now !== undefined && now.plan.version !== system.version;
  // What is all done needs no second time.
  const is_due = !now?.done || now.done.stopped !== undefined || (now.done.counts["unclear"] ?? 0) > 0;
  const may_apply = now !== undefined && now.plan.changes.length > 0 && !is_old && system.enabled && !busy;
  useKeys([
    { keys: "r", does: "Make a plan", run: () => { if (!busy && system.enabled) void plan(); } },
    { keys: "a", does: "Apply the plan", run: () => { if (may_apply) set_sure(true); } },
  ], [busy, may_apply, owners, system]);
  return (
    <div class="stack">
      <div class="filters">
        <Button look={now && is_due && now.plan.changes.length > 0 ? "plain" : "main"} is_busy={busy === "plan"} disabled={!system.enabled || busy === "apply"} onClick={() => void plan()}>{now ? "Make another plan" : "Make a plan"}</Button>
        <span class="quiet">Compares again, and sends nothing that writes.</span>
        {now && now.plan.changes.length > 0 && <span class="push"><Button look={is_due ? "main" : "plain"} is_busy={busy === "apply"} disabled={!may_apply} onClick={() => set_sure(true)}>{now.done ? "Apply it again" : "Apply"}</Button></span>}
      </div>
      <OwnersOnce system={system} owners={owners} set_owners={set_owners} />
      {problem && <ErrorBox problem={problem} again={() => void (now ? apply() : plan())} />}
      {is_old && <p class="banner systems-note" role="status">This plan is out of date: the description of the system has changed since it was made. Make another one.</p>}
      {busy === "apply" ? <p role="status">It is being applied, customer by customer…</p>
        : !now ? <Empty title="No plan is made">{system.enabled ? "A plan says what would be written where, over which value, and what waits for a person." : "The system is switched off."}</Empty>
        : now.done ? <Results system={system} plan={now.plan} done={now.done} next={(after) => void plan(after)} />
        : <Shown plan={now.plan} />}
      <Dialog title={`Apply this plan to ${system.name}?`} is_open={is_sure} on_close={() => set_sure(false)}>
        {now && <Summary plan={now.plan} />}
        <p>Both sides are read again first: what has changed since the plan was made is left alone.</p>
        <div class="dialog-foot"><Button look="quiet" onClick={() => set_sure(false)}>Cancel</Button><Button look="main" autofocus onClick={() => void apply()}>Apply</Button></div>
      </Dialog>
    </div>
  );
}

const writes_to = (plan: SystemPlan, side: "system" | "record"): number =>
  plan.changes.reduce((sum, each) => sum + each.writes.filter((write) => write.to === side).length, 0);

function Summary({ plan }: { plan: SystemPlan }) {
  const figures: [string, number][] = [
    ["Customers", plan.changes.length],
    ["Made there", plan.changes.filter((each) => each.make).length],
    ["Fields to the system", writes_to(plan, "system")],
    ["Fields to the record", writes_to(plan, "record")],
    ["Wait for a person", plan.changes.reduce((sum, each) => sum + each.conflicts.filter((one) => one.kind === "conflict").length, 0)],
  ];
  return <dl class="facts">{figures.map(([title, count]) => <div key={title}><dt>{title}</dt><dd>{count.toLocaleString()}</dd></div>)}</dl>;
}

function Shown({ plan }: { plan: SystemPlan }) {
  return (
    <>
      {plan.changes.length > 0
        ? <Summary plan={plan} />
        : <Empty title="Nothing is to be done">Both sides are in step, but for what waits under Conflicts.</Empty>}
      {plan.next !== undefined && <p class="quiet small">A plan has at most {LIMIT} customers. The next ones can be planned once this one is applied.</p>}
      {plan.changes.map((each) => <FindingCard key={each.customer} finding={each} />)}
      <Remarks remarks={plan.remarks ?? []} all={plan.remarked ?? 0} />
    </>
  );
}

/** Whose value counts for one plan. */
function OwnersOnce({ system, owners, set_owners }: { system: System; owners: Owners; set_owners: (next: Owners) => void }) {
  const choose = (field: string, owner: string) => {
    const { [field]: _, ...rest } = owners;
    set_owners(owner ? { ...rest, [field]: owner as SystemOwner } : rest);
  };
  return (
    <details>
      <summary class="small">Decide fields for one plan{Object.keys(owners).length > 0 && `: ${Object.keys(owners).length} decided`}</summary>
      <div class="systems-owners">
        {Object.entries(system.fields).map(([field, owner]) => (
          <label key={field}><span>{step_label(field)}</span>
            <select value={owners[field] ?? ""} onChange={(event) => choose(field, event.currentTarget.value)}>
              <option value="">as set: {owner.replaceAll("_", " ")}</option>
              {Object.entries(SystemOwner).map(([word, meaning]) => <option key={word} value={word} title={meaning}>{word.replaceAll("_", " ")}</option>)}
            </select></label>
        ))}
      </div>
    </details>
  );
}
