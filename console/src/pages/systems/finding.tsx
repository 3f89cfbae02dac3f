// One customer that differs: each field in three columns, with what is done and why nothing can be.
import { useName } from "../../customers/names";
import { After, Before } from "../../ui/change";
import { to } from "../../url/route";
import { step_label } from "../../api/fields";
import { there_text, type Finding } from "./calls";

/** What a field is on both sides; `agreed`: what both last had, as far as it is known. */
export interface Sides {
  field: string;
  record?: string | null;
  agreed: Agreed;
  system?: string | null;
  /** Where the value goes, or why it goes nowhere. */
  next: string;
  /** What it is written over, if that is lost. */
  over?: string;
  look: "action" | "caution" | "";
}

export type Agreed = { value: string | null } | "never" | "unknown";

const SAID: Record<"never" | "unknown", { text: string; why: string }> = {
  never: { text: "never compared", why: "Both sides have not agreed on this field yet." },
  unknown: { text: "not known", why: "Of what both last agreed on only a digest is kept, and neither side has that value now, or they have not agreed yet." },
};

const LEFT: Record<string, string> = {
  leave: "both stay: its owner is fill_if_empty",
  altered: "nothing: the system keeps it in another form",
};

/** The fields of a finding, those that a person decides first. */
export function sides_of(finding: Finding): Sides[] {
  const is_new = finding.make || finding.new_link;
  const writes = finding.writes.map((each): Sides => {
    const to_system = each.to === "system";
    const [record, system] = to_system ? [each.after, each.before] : [each.before, each.after];
    const agreed: Agreed = is_new ? "never" : each.overrules ? "unknown" : { value: each.before };
    return {
      field: each.field, record, agreed, system, next: `to the ${each.to}`,
      ...(each.overrules ? { over: `over what was set ${to_system ? "there" : "here"}`, look: "caution" } : { look: "action" }),
    };
  });
  const conflicts = finding.conflicts.map((each): Sides => ({
    field: each.field, record: each.record, agreed: is_new ? "never" : "unknown", system: each.system,
    next: LEFT[each.kind] ?? "a person decides", look: each.kind === "conflict" ? "caution" : "",
  }));
  const losses = finding.losses.map((each): Sides => ({
    field: each.field, agreed: "never", next: `nothing is done: ${each.why}; ${each.advice}`, look: "",
  }));
  return [...conflicts.filter((each) => each.look), ...writes, ...conflicts.filter((each) => !each.look), ...losses];
}

/** `is_open`: what is done is still to be decided, so nothing is said of it. */
export function Three({ rows, is_open = false }: { rows: Sides[]; is_open?: boolean }) {
  return (
    <table class="three">
      <thead><tr><th scope="col">Field</th><th scope="col">Record</th><th scope="col">Agreed</th><th scope="col">System</th>{!is_open && <th scope="col">What is done</th>}</tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.field} data-field={row.field}>
            <th scope="row" title={row.field}>{step_label(row.field)}</th>
            {row.record === undefined
              ? <td colSpan={4} data-side="Why"><span class="quiet">{row.next}</span></td>
              : (
                <>
                  <td data-side="Record"><Before before={row.record} after={row.system} /></td>
                  <td data-side="Agreed"><AgreedValue agreed={row.agreed} /></td>
                  <td data-side="System"><After before={row.record} after={row.system} /></td>
                </>
              )}
            {!is_open && row.record !== undefined && <td data-side="Done"><span><span class={row.look ? `badge ${row.look}` : "quiet"}>{row.next}</span>{row.over && <span class="quiet small"> {row.over}</span>}</span></td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AgreedValue({ agreed }: { agreed: Agreed }) {
  if (typeof agreed === "string") return <span class="nothing" title={SAID[agreed].why}>{SAID[agreed].text}</span>;
  return agreed.value === null ? <span class="nothing">nothing</span> : <span>{agreed.value}</span>;
}

export function CustomerName({ id, name }: { id: number; name?: string }) {
  const found = useName(name ? undefined : "customer", id);
  return <a href={to(`customers/${id}`)}>{name || found || "customer"} <span class="quiet">{id}</span></a>;
}

export function FindingCard({ finding }: { finding: Finding }) {
  const rows = sides_of(finding);
  return (
    <article class="card stack" aria-label={finding.name}>
      <p class="row apart">
        <strong><CustomerName id={finding.customer} name={finding.name} /></strong>
        <span class="row small">
          {finding.make && <span class="badge action">is made there</span>}
          {finding.new_link && !finding.make && <span class="badge action">is linked</span>}
          <span class="quiet">there <span class="mono">{there_text(finding.there)}</span></span>
        </span>
      </p>
      {rows.length > 0 ? <Three rows={rows} /> : <p class="quiet small">Both sides have the same. Only the link and what both agree on are kept.</p>}
    </article>
  );
}
