// The label of a field; pressed, it says what the field means and what each door calls it.
import { field_table, label, names_at, step_label, type Field } from "../api/fields";
import { Menu } from "../ui/menu";

export function FieldLabel({ field }: { field: Field }) {
  return <Menu look="text" is_note label={label(field.key)} name={`About ${label(field.key).toLowerCase()}`}><About field={field} /></Menu>;
}

function About({ field }: { field: Field }) {
  const doors = (field_table.value?.doors() ?? []).map((door) => [door, names_at(field, door)] as const).filter(([, names]) => names.length > 0);
  return (
    <div class="field-about">
      <p><strong>{label(field.key)}</strong> {field.meaning}</p>
      <p class="quiet">Holds {field.rule}.{field.found_by ? ` Found by ${field.found_by}.` : ""}{field.plan_group ? ` Plan group: ${field.plan_group}.` : ""}</p>
      {field.care.length > 0 && <p class="quiet">{field.care.map((care) => CARE[care] ?? care).join(" ")}</p>}
      <table>
        <caption class="only-read">Names at each door</caption>
        <tbody>
          {doors.map(([door, names]) => <tr key={door}><th scope="row">{door}</th><td><code>{names.join(", ")}</code></td></tr>)}
        </tbody>
      </table>
    </div>
  );
}

const CARE: Record<string, string> = {
  commercial: "Commercial: it takes the privilege commerce to change it.",
  secret: "Secret: it is sealed on disk and shown as a mask.",
  server: "The server's own: it cannot be set.",
};

/** The label of a path as history shows it: `Street of address 1a2b`. */
export function path_label(path: string): string {
  // The history of a system has `fields.website`.
  const [, group, name] = /^(fields|new)\.(.+)$/.exec(path) ?? [];
  if (group && name) return `${label(group)}: ${step_label(name)}`;
  const [collection, uuid, key] = path.split("/");
  if (!uuid) return label(path);
  const what = `${collection === "addresses" ? "address" : "contact"} ${uuid.startsWith("new-") ? uuid : uuid.slice(-4)}`;
  return key ? `${label(key)} (${what})` : label(what);
}
