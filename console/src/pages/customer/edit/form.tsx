// Fields with their controls, by section; the same for a change and for a new customer.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { field_table, is_servers, label, type Field } from "../../../api/fields";
import type { FieldProblem } from "../../../api/problem";
import { may } from "../../../api/session";
import type { Customer } from "../../../api/types";
import { FieldLabel } from "../../../customers/field-label";
import { is_same, members, new_uuid, type Collection, type Values } from "../../../customers/record";
import { Button } from "../../../ui/button";
import { is_plans, Value, value_text } from "../../../ui/value";
import { fits, servers_last } from "../see";
import { Control } from "./control";

interface Props {
  /** What stands in the record; a new customer has nothing. */
  customer: Customer | undefined;
  base: Values;
  values: Values;
  on_change: (path: string, value: unknown) => void;
  errors: FieldProblem[];
  filter: string;
  only_changed: boolean;
  /** The path whose control gets the focus at first. */
  focus?: string;
  locked_groups: readonly string[];
  /** What "as the plan says" comes to, by field. */
  plan_says?: Values;
}

/** Whether the principal may set the field at all. Another parent moves the customer, which takes the privilege system. */
const is_settable = (field: Field, is_new: boolean): boolean =>
  field.path === "parent" ? !is_new && may("system") : !is_servers(field) && field.path !== "deleted" && (!field.care.includes("commercial") || may("commerce") || may("system"));

export function RecordForm(props: Props) {
  const form = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!props.focus) return;
    const row = form.current?.querySelector(`[data-path="${CSS.escape(props.focus)}"]`);
    row?.scrollIntoView({ block: "center" });
    row?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }, [props.focus]);
  const sections = field_table.value!.of_scope("customer");
  const parts = (["addresses", "contacts"] as Collection[]).map((collection) => <Collected key={collection} collection={collection} {...props} />);
  return (
    <div class="stack record-form" ref={form}>
      {sections.map((section, i) => {
        const rows = servers_last(section.fields).filter((field) => is_settable(field, !props.customer) && is_wanted(props, field, field.path))
          .map((field) => <Row key={field.path} field={field} path={field.path} {...row_props(props, field.path)} locked={props.locked_groups.includes(field.plan_group ?? "")} />);
        return [
          rows.length > 0 && (
            <section class="fields-card" key={section.title}>
              <h2>{section.title}</h2>
              <div class="fields">{rows}</div>
            </section>
          ),
          i === 0 && parts,
        ];
      })}
    </div>
  );
}

const current = (props: Props, path: string): unknown => (path in props.values ? props.values[path] : props.base[path]);

function is_wanted(props: Props, field: Field, path: string): boolean {
  if (props.only_changed && !(path in props.values)) return false;
  return fits(field, current(props, path), props.filter);
}

const row_props = (props: Props, path: string) => ({
  says: props.plan_says?.[path], value: current(props, path), base: props.base[path], is_changed: path in props.values,
  error: props.errors.filter((each) => each.field === path).map((each) => each.detail).join("; "), on_change: props.on_change,
});

interface RowProps {
  field: Field;
  path: string;
  value: unknown;
  base: unknown;
  is_changed: boolean;
  error: string;
  locked: boolean;
  /** What the plan has for it. */
  says?: unknown;
  on_change: (path: string, value: unknown) => void;
}

function Row({ field, path, says, value, base, is_changed, error, locked, on_change }: RowProps) {
  const id = `f-${path.replaceAll("/", "-")}`;
  const change = useRef(on_change);
  change.current = on_change;
  // Only the row that is typed in is made anew, however many there are.
  return useMemo(() => (
    <div class={`field edit${is_changed ? " changed" : ""}`} data-path={path}>
      <div class="field-label"><label for={id} class="only-read">{label(field.key)}</label><FieldLabel field={field} />{field.required && <span class="required" aria-hidden="true">required</span>}</div>
      <div class="field-control">
        <Control id={id} field={field} value={value} is_wrong={error !== ""} described_by={`${id}-note`} on_change={(next) => change.current(path, next)} />
        <p id={`${id}-note`} class={error ? "field-error" : "field-note quiet"}>
          {error || (is_changed || is_plans(field, value)) && <>{is_plans(field, value) && says !== undefined && <span class="plan-says">the plan says <Value field={field} value={says} /></span>}{is_changed && <> was <Value field={field} value={base} /></>}</>}
        </p>
      </div>
      <div class="field-back quiet small">{!is_changed && locked && "plan locks it"}{is_changed && <button type="button" class="text-button quiet small" onClick={() => change.current(path, base)} aria-label={`Put back ${label(field.key).toLowerCase()}`}>Put back</button>}</div>
    </div>
  ), [field, path, value_text(value), value === null, value_text(base), is_changed, error, locked, value_text(says)]);
}

function Collected({ collection, ...props }: Props & { collection: Collection }) {
  const scope = collection === "addresses" ? "address" : "contact";
  const fields = field_table.value!.of_scope(scope).flatMap((section) => section.fields);
  const kept = props.customer ? members(props.customer, collection).map((each) => each.uuid) : [];
  const added = [...new Set(Object.keys(props.values).filter((path) => path.startsWith(`${collection}/`)).map((path) => path.split("/")[1]!))].filter((uuid) => !kept.includes(uuid));
  const shown = [...kept, ...added]
    .map((uuid) => ({ uuid, path: `${collection}/${uuid}`, rows: fields.filter((field) => is_settable(field, false) && is_wanted(props, field, `${collection}/${uuid}/${field.key}`)) }))
    .filter((each) => each.rows.length > 0 || (each.path in props.values && !props.filter));
  if (shown.length === 0 && (props.filter || props.only_changed)) return null;
  const add = () => props.on_change(`${collection}/${new_uuid()}`, {});
  return (
    <section class="fields-card">
      <div class="row apart"><h2>{label(collection)}</h2><Button look="quiet" onClick={add}>Add {scope === "address" ? "an address" : "a contact"}</Button></div>
      {shown.length === 0 && <p class="quiet">None yet.</p>}
      {shown.map(({ uuid, path, rows }) => {
        const is_removed = props.values[path] === null;
        const title = String(props.base[`${path}/street`] ?? props.base[`${path}/last_name`] ?? props.base[`${path}/email`] ?? `New ${scope}`);
        return (
          <fieldset key={uuid} class={`member-form${is_removed ? " removed" : ""}`}>
            <legend>{title}</legend>
            {is_removed
              ? <p class="row"><del>Will be removed.</del> <Button look="quiet" onClick={() => props.on_change(path, undefined)}>Keep it</Button></p>
              : (
                <>
                  <div class="fields">{rows.map((field) => <Row key={field.path} field={field} path={`${path}/${field.key}`} {...row_props(props, `${path}/${field.key}`)} locked={false} />)}</div>
                  <Button look="quiet" class="danger" onClick={() => props.on_change(path, kept.includes(uuid) ? null : undefined)}>Remove</Button>
                </>
              )}
          </fieldset>
        );
      })}
    </section>
  );
}

/** What a draft holds after one more change: a value that is the base's again is no change. */
export function with_change(values: Values, base: Values, path: string, value: unknown): Values {
  const next = { ...values };
  const is_member = /^(addresses|contacts)\/[^/]+$/.test(path);
  if (is_member && (value === undefined || value === null))
    for (const each of Object.keys(next)) if (each.startsWith(`${path}/`)) delete next[each];
  if (value === undefined || (!is_member && is_same(value, base[path]))) delete next[path];
  else next[path] = value;
  return next;
}
