// The history of a thing: who changed what of it, and when.
import { get } from "../api/client";
import { useQuery } from "../api/query";
import type { Change, ThingHistory } from "../api/types";
import { Changes } from "../customers/changes";
import { Button } from "../ui/button";
import { ErrorBox, Waiting } from "../ui/states";
import { Time } from "../ui/time";
import { param, set_params } from "../url/route";
import type { Kind, Thing } from "./kinds";

const LIMIT = 20;

const is_object = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** A change of an object, as settings are, as one change for each member that differs. */
export function in_parts(change: Change): Change[] {
  if (!is_object(change.before) && !is_object(change.after)) return [change];
  const [before, after] = [change.before ?? {}, change.after ?? {}] as Record<string, unknown>[];
  return [...new Set([...Object.keys(before!), ...Object.keys(after!)])]
    .map((path) => ({ path, before: before![path] ?? null, after: after![path] ?? null }))
    .filter((each) => JSON.stringify(each.before) !== JSON.stringify(each.after));
}

export function ThingChanges({ kind, thing }: { kind: Kind; thing: Thing }) {
  const before = param("before") || undefined;
  const read = useQuery(`${kind.api} ${thing.id} history ${thing.version} ${before ?? ""}`, (signal) =>
    get<ThingHistory>(`${kind.api}/${thing.id}/history`, { limit: LIMIT, before }, signal));
  if (read.problem) return <ErrorBox problem={read.problem} again={read.reload} />;
  if (!read.data) return <Waiting lines={5} />;
  return (
    <section class="stack">
      <h2>History</h2>
      <div class="admin-history">
        {read.data.items.map((entry) => (
          <article key={entry.version} aria-label={`Version ${entry.version}`}>
            <p class="row apart small">
              <span><strong>{entry.principal}</strong> <span class="quiet">{entry.action}, through</span> <span class="badge">{entry.door}</span> <span class="quiet">version {entry.version}</span></span>
              <span class="quiet"><Time at={entry.time} /></span>
            </p>
            {entry.reason && <p class="entry-reason">{entry.reason}</p>}
            <Changes changes={entry.changes.flatMap(in_parts)} />
          </article>
        ))}
      </div>
      <div class="row apart">
        {before ? <Button onClick={() => set_params({ before: undefined })}>Newest</Button> : <span />}
        {read.data.next !== undefined && <Button onClick={() => set_params({ before: read.data?.next })}>Earlier</Button>}
      </div>
    </section>
  );
}
