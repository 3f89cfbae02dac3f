// The history of a thing: who changed what of it, and when.
import { get } from "../api/client";
import { useQuery } from "../api/query";
import type { ThingHistory } from "../api/types";
import { Changes } from "../customers/changes";
import { Button } from "../ui/button";
import { ErrorBox, Waiting } from "../ui/states";
import { Time } from "../ui/time";
import { param, set_params } from "../url/route";
import type { Kind, Thing } from "./kinds";

const LIMIT = 20;

export function ThingChanges({ kind, thing }: { kind: Kind; thing: Thing }) {
  const before = param("before") || undefined;
  const read = useQuery(`${kind.api} ${thing.id} history ${thing.version} ${before ?? ""}`, (signal) =>
    get<ThingHistory>(`${kind.api}/${thing.id}/history`, { limit: LIMIT, before }, signal));
  if (read.problem) return <ErrorBox problem={read.problem} again={read.reload} />;
  if (!read.data) return <Waiting lines={5} />;
  return (
    <section class="stack">
      <h2>History</h2>
      {read.data.items.map((entry) => (
        <article key={entry.version} class="card stack" aria-label={`Version ${entry.version}`}>
          <p><strong>{entry.principal}</strong> <span class="quiet">{entry.action}, through {entry.door}, version {entry.version},</span> <Time at={entry.time} /></p>
          {entry.reason && <p>{entry.reason}</p>}
          <Changes changes={entry.changes} />
        </article>
      ))}
      <div class="row apart">
        {before ? <Button onClick={() => set_params({ before: undefined })}>Newest</Button> : <span />}
        {read.data.next !== undefined && <Button onClick={() => set_params({ before: read.data?.next })}>Earlier</Button>}
      </div>
    </section>
  );
}
