// Changes of fields as a table: before and after, with the words that differ marked.
import type { ComponentChildren } from "preact";
import { field_table } from "../api/fields";
import type { Change } from "../api/types";
import { After, Before } from "../ui/change";
import { is_plans } from "../ui/value";
import { path_label } from "./field-label";

interface Props {
  changes: Change[];
  /** What stands at the end of each row. */
  act?: (change: Change) => ComponentChildren;
}

/** A value that stands for another one, in words. */
function shown(path: string, value: unknown): unknown {
  const field = field_table.value?.find(path);
  if (is_plans(field, value)) return "as the plan says";
  if (field?.none && String(value) === "-1") return "none (-1)";
  return value;
}

export function Changes({ changes, act }: Props) {
  if (changes.length === 0) return <p class="quiet">No field changes.</p>;
  // Where nothing stood before, a column that says so is of no use to the eye.
  const is_all_new = changes.every((change) => change.before === undefined && !change.erased);
  return (
    <table class={is_all_new ? "changes all-new" : "changes"}>
      <thead class="only-read"><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th>{act && <th scope="col">Acts</th>}</tr></thead>
      <tbody>
        {changes.map((change) => {
          const sides = { before: shown(change.path, change.before), after: shown(change.path, change.after), is_erased: change.erased ?? false };
          return (
            <tr key={change.path} data-path={change.path}>
              <th scope="row" title={change.path}>{path_label(change.path)}</th>
              <td class="before"><Before {...sides} /></td>
              <td class="after"><After {...sides} /></td>
              {act && <td class="act">{act(change)}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
