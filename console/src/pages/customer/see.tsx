// The record: every field by meaning, who changed it last, and the record as it was.
import { get } from "../../api/client";
import { field_table, fields_problem, is_servers, label, load_fields, type Field, type Section } from "../../api/fields";
import { useQuery } from "../../api/query";
import { may, may_write } from "../../api/session";
import type { Customer, HistoryEntry } from "../../api/types";
import { FieldLabel } from "../../customers/field-label";
import { useLastChanges, type LastChanges } from "../../customers/last-changes";
import { kind_of, useName } from "../../customers/names";
import { flatten, is_same, members, type Collection, type Member, type Values } from "../../customers/record";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { Time } from "../../ui/time";
import { Value } from "../../ui/value";
import { param, set_params, to } from "../../url/route";
import { AsOf } from "./as-of";
import type { Shown } from "./customer";
import { Elsewhere } from "./elsewhere";

interface View {
  customer: Customer;
  values: Values;
  /** The newest values, where an earlier version is shown. */
  now: Values | undefined;
  last: LastChanges;
}

export function See({ customer }: Shown) {
  const id = customer.id!;
  const version = param("version");
  const at = param("at");
  const past = useQuery(version || at ? `customer ${id} ${version} ${at}` : undefined,
    (signal) => get<Customer>(`/v1/customers/${id}`, version ? { version } : { at }, signal));
  const is_past = Boolean(version || at);
  const shown = is_past ? past.data : customer;
  const paths = Object.keys(flatten(shown ?? customer));
  const last = useLastChanges(id, shown?.version, paths);

  if (!field_table.value)
    return fields_problem.value ? <ErrorBox problem={fields_problem.value} again={() => void load_fields()} /> : <Waiting lines={12} />;
  return (
    <div class="stack">
      <div class="record-tools">
        <input type="search" class="input" aria-label="Filter the fields" placeholder="Filter by name, value, or a door's name" value={param("fields")}
          onInput={(event) => set_params({ fields: event.currentTarget.value })} />
        <label class="row"><input type="checkbox" checked={param("empty") === "1"} onChange={(event) => set_params({ empty: event.currentTarget.checked ? 1 : undefined })} /> Empty fields</label>
        <AsOf newest={customer} shown={shown} entries={last.entries} />
      </div>
      {past.problem && <ErrorBox problem={past.problem} again={past.reload} />}
      {!shown ? !past.problem && <Waiting lines={12} />
        : <Sections view={{ customer: shown, values: flatten(shown), now: is_past ? flatten(customer) : undefined, last }} />}
      {!is_past && <Elsewhere customer={id} text={param("fields")} />}
    </div>
  );
}

/** Whether a field fits what is typed above: its name, at any door too, its meaning or its value. */
export function fits(field: Field, value: unknown, text: string): boolean {
  if (!text) return true;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const said = (typeof value === "object" ? JSON.stringify(value) : String(value ?? "")).toLowerCase();
  const names = names_of(field);
  return words.every((word) => names.includes(word) || said.includes(word));
}

const known_names = new WeakMap<Field, string>();

/** All that a field is called, in lower case. */
function names_of(field: Field): string {
  let names = known_names.get(field);
  if (names === undefined) {
    names = [field.path, label(field.key), ...Object.values(field.doors).flat()].join("\n").toLowerCase();
    known_names.set(field, names);
  }
  return names;
}

function Sections({ view }: { view: View }) {
  const text = param("fields");
  const is_wanted = (field: Field) => {
    const value = view.values[field.path];
    if (field.path === "deleted" && value !== true && text === "") return false;
    const has_value = value !== undefined || view.now?.[field.path] !== undefined;
    return (has_value || param("empty") === "1" || text !== "") && fits(field, value, text);
  };
  const sections = field_table.value!.of_scope("customer")
    .map((section) => ({ ...section, fields: servers_last(section.fields.filter(is_wanted)) }))
    .filter((section) => section.fields.length > 0);
  const parts = (["addresses", "contacts"] as Collection[]).filter((collection) => members(view.customer, collection).some((member) => member_fits(member, collection, text)));
  if (sections.length === 0 && parts.length === 0)
    return <Empty title={`No field fits “${text}”`}>Try a part of its name, what a door calls it, or its value.</Empty>;
  return (
    <>
      {sections.slice(0, 1).map((section) => <FieldSection key={section.title} section={section} view={view} />)}
      {parts.map((collection) => <Members key={collection} collection={collection} view={view} />)}
      {sections.slice(1).map((section) => <FieldSection key={section.title} section={section} view={view} />)}
    </>
  );
}

/** What nobody can set is of least interest. */
export const servers_last = (fields: Field[]): Field[] => fields.toSorted((a, b) => Number(is_servers(a)) - Number(is_servers(b)));

function FieldSection({ section, view }: { section: Section; view: View }) {
  return (
    <section class="fields-card">
      <h2>{section.title}</h2>
      <dl class="fields">{section.fields.map((field) => <FieldRow key={field.path} field={field} path={field.path} view={view} />)}</dl>
    </section>
  );
}

function FieldRow({ field, path, view }: { field: Field; path: string; view: View }) {
  const value = view.values[path];
  const kind = kind_of(field);
  const resolved = (view.customer.resolved as Values | undefined)?.[path];
  const name = useName(kind, resolved ?? value);
  const differs = view.now !== undefined && !is_same(value, view.now[path]);
  return (
    <div class={`field${differs ? " differs" : ""}`} data-path={path}>
      <dt><FieldLabel field={field} /></dt>
      <dd class="field-value">
        {kind === "customer" && Number(value) > 0
          ? <a href={to(`customers/${String(value)}`)}>{name ?? "Customer"} {String(value)}</a>
          : <Value field={field} value={value} resolved={resolved} name={name} />}
        {differs && <span class="now">now <Value field={field} value={view.now![path]} /></span>}
      </dd>
      {(value !== undefined || view.last.by_path.has(path)) && <dd class="field-who quiet small"><Who entry={view.last.by_path.get(path)} path={path} /></dd>}
      {may_write.value && (!is_servers(field) || (path === "parent" && may("system"))) && view.now === undefined && (
        <dd class="field-edit"><a href={to(`customers/${view.customer.id}`, { tab: "edit", field: path })} aria-label={`Edit ${label(field.key).toLowerCase()}`}>Edit</a></dd>
      )}
    </div>
  );
}

function Who({ entry, path }: { entry: HistoryEntry | undefined; path: string }) {
  if (!entry) return null;
  return (
    <a href={`?${new URLSearchParams({ tab: "history", field: path })}`} title={`Version ${entry.version}${entry.reason ? `: ${entry.reason}` : ""}`}>
      {entry.principal} · {entry.door} · <Time at={entry.time} as="ago" />
    </a>
  );
}

const member_fits = (member: Member, collection: Collection, text: string): boolean =>
  Object.entries(member.values).some(([key, value]) => {
    const field = field_table.value!.find(`${collection}/${member.uuid}/${key}`);
    return field !== undefined && fits(field, value, text);
  });

function Members({ collection, view }: { collection: Collection; view: View }) {
  const text = param("fields");
  const all = members(view.customer, collection).filter((member) => member_fits(member, collection, text));
  return (
    <section class="fields-card">
      <h2>{label(collection)}</h2>
      <div class="member-cards">
        {all.map((member) => collection === "addresses"
          ? <AddressCard key={member.uuid} member={member} view={view} />
          : <ContactCard key={member.uuid} member={member} view={view} />)}
      </div>
    </section>
  );
}

const joined = (values: Values, keys: string[], by = " "): string => keys.map((key) => values[key]).filter(Boolean).join(by);

function AddressCard({ member, view }: { member: Member; view: View }) {
  const { values } = member;
  const lines = [
    joined(values, ["company"]), joined(values, ["title", "full_name"]), joined(values, ["building_name"]),
    joined(values, ["street", "building_number"]), joined(values, ["line2"]), joined(values, ["line3"]),
    values["pobox"] ? `PO box ${String(values["pobox"])}` : "",
    [values["floor"] && `floor ${String(values["floor"])}`, values["apartment"] && `apartment ${String(values["apartment"])}`, values["entrance"] && `entrance ${String(values["entrance"])}`].filter(Boolean).join(", "),
    joined(values, ["city", "province", "state"], ", "), joined(values, ["postal_code", "country"]), joined(values, ["other"]),
  ].filter(Boolean);
  return (
    <article class="member" aria-label={`Address ${String(values["ordinal"] ?? "")}`}>
      <p class="row"><span class="badge">{String(values["type"] ?? "")}</span>{values["primary"] === true && <span class="badge action">primary</span>}</p>
      <address>{lines.map((line, i) => <span key={i}>{line}</span>)}</address>
      {typeof values["email"] === "string" && <a href={`mailto:${values["email"]}`}>{values["email"]}</a>}
      <AllFields collection="addresses" member={member} view={view} />
    </article>
  );
}

function ContactCard({ member, view }: { member: Member; view: View }) {
  const { values } = member;
  const name = joined(values, ["first_name", "middle_name", "last_name"]);
  return (
    <article class="member" aria-label={`Contact ${String(values["ordinal"] ?? "")}`}>
      <p class="row"><strong>{name || "No name"}</strong><span class="badge">{String(values["type"] ?? "")}</span>{values["primary"] === true && <span class="badge action">primary</span>}</p>
      {typeof values["email"] === "string" && <a href={`mailto:${values["email"]}`}>{values["email"]}</a>}
      {["telephone", "mobile", "additional_telephone"].map((key) => typeof values[key] === "string" &&
        <span key={key}><a href={`tel:${String(values[key]).replace(/[^+\d]/g, "")}`}>{values[key] as string}</a> <span class="quiet small">{label(key).toLowerCase()}</span></span>)}
      {typeof values["remarks"] === "string" && <p class="lines quiet">{values["remarks"]}</p>}
      <AllFields collection="contacts" member={member} view={view} />
    </article>
  );
}

function AllFields({ collection, member, view }: { collection: Collection; member: Member; view: View }) {
  const text = param("fields");
  const is_wanted = (field: Field) => {
    const value = member.values[field.key];
    return (value !== undefined || param("empty") === "1") && fits(field, value, text);
  };
  const scope = collection === "addresses" ? "address" : "contact";
  const open = param("members").split(" ");
  const is_open = open.includes(member.uuid) || text !== "";
  return (
    <details open={is_open} onToggle={(event) => {
      const is_now = event.currentTarget.open;
      if (is_now === is_open || text !== "") return;
      set_params({ members: (is_now ? [...open, member.uuid] : open.filter((each) => each !== member.uuid)).filter(Boolean).join(" ") });
    }}>
      <summary class="small quiet">All fields, and who changed them</summary>
      {is_open && (
        <dl class="fields">
          {field_table.value!.of_scope(scope).flatMap((section) => section.fields).filter(is_wanted).map((field) =>
            <FieldRow key={field.path} field={field} path={`${collection}/${member.uuid}/${field.key}`} view={view} />)}
        </dl>
      )}
    </details>
  );
}
