// The record on any day: a slider over its versions, and a day.
import { Button } from "../../ui/button";
import { Time, day_key } from "../../ui/time";
import { param, set_params } from "../../url/route";
import type { Customer, HistoryEntry } from "../../api/types";

interface Props {
  newest: Customer;
  shown: Customer | undefined;
  entries: ReadonlyMap<number, HistoryEntry>;
}

/** The last moment of a day in the reader's zone, or now if that is still to come. */
function end_of(day: string): string {
  const end = new Date(`${day}T23:59:59.999`);
  return (end.getTime() > Date.now() ? new Date() : end).toISOString();
}

export function AsOf({ newest, shown, entries }: Props) {
  const version = Number(param("version")) || shown?.version || newest.version!;
  const is_past = param("version") !== "" || param("at") !== "";
  const entry = entries.get(version);
  const now = () => set_params({ version: undefined, at: undefined });
  const choose = (next: number) => set_params({ version: next >= newest.version! ? undefined : next, at: undefined });
  if (newest.version === 1 && !is_past) return null;
  return (
    <div class={`as-of${is_past ? " past" : ""}`}>
      <label class="as-of-slider">
        <span>As of version {version}</span>
        <input type="range" min={1} max={newest.version} step={1} value={version} aria-valuetext={`version ${version}`}
          onInput={(event) => choose(Number(event.currentTarget.value))} />
      </label>
      <label>Day <input type="date" max={day_key(new Date().toISOString())} value={param("at") ? day_key(param("at")) : entry && is_past ? day_key(entry.time) : ""}
        onChange={(event) => set_params({ at: event.currentTarget.value ? end_of(event.currentTarget.value) : undefined, version: undefined })} /></label>
      <span class="as-of-said small">
        {is_past ? <>{entry && <>{entry.principal}, <Time at={entry.time} /></>} <Button look="quiet" onClick={now}>Back to now</Button></> : null}
      </span>
    </div>
  );
}
