// The filters of the timeline; all of them stand in the URL.
import { field_table, label } from "../../../api/fields";
import type { Customer } from "../../../api/types";
import { Button } from "../../../ui/button";
import { param, set_params } from "../../../url/route";

/** A local time of an input as the server reads it; a day alone is its beginning. */
export function iso_of(local: string): string | undefined {
  const time = new Date(local.length === 10 ? `${local}T00:00` : local);
  return local === "" || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

const change = (name: string) => (event: { currentTarget: { value: string } }) =>
  set_params({ [name]: event.currentTarget.value.trim(), pages: undefined, before: undefined });

export function Filters({ clear }: { customer: Customer; clear: (() => void) | undefined }) {
  const table = field_table.value;
  const doors = table?.doors() ?? [];
  const request = param("request") || param("batch");
  return (
    <div class="history-filters">
      <label>Field
        <input type="text" class="input" list="history-fields" value={param("field")} placeholder="any" onChange={change("field")} />
      </label>
      <datalist id="history-fields">{table?.all().map((field) => <option key={field.path} value={field.path}>{label(field.key)}</option>)}</datalist>
      <label>Door
        <select value={param("door")} onChange={change("door")}>
          <option value="">any</option>
          {[...new Set([...doors, ...(param("door") ? [param("door")] : [])])].map((door) => <option key={door}>{door}</option>)}
        </select>
      </label>
      <label>Principal <input type="text" class="input" value={param("principal")} placeholder="any" onChange={change("principal")} /></label>
      <label>From <input type="datetime-local" value={param("from")} onChange={change("from")} /></label>
      <label>To <input type="datetime-local" value={param("to")} onChange={change("to")} /></label>
      {request && <span class="badge action">{param("request") ? "request" : "batch"} …{request.slice(-6)}</span>}
      {clear && <Button look="quiet" onClick={clear}>Show all</Button>}
    </div>
  );
}
