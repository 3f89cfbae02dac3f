// One request: what the door understood, what it did, both bodies, a curl, and a replay as rehearsal.
import { useState } from "preact/hooks";
import { get } from "../../api/client";
import { useQuery } from "../../api/query";
import { TranslatedDialect, type TrafficRecord } from "../../api/types";
import { Changes } from "../../customers/changes";
import { Button, Copy } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { ErrorBox, Waiting } from "../../ui/states";
import { Time } from "../../ui/time";
import { to } from "../../url/route";
import { duration, Outcome } from "./parts";
import { can_rehearse, curl_of, rehearse } from "./replay";

export function Detail({ request, close }: { request: string; close: () => void }) {
  const found = useQuery(request, (signal) => get<TrafficRecord>(`/v1/traffic/${encodeURIComponent(request)}`, undefined, signal));
  return (
    <aside class="card request-detail" aria-label="Request">
      <header class="row apart">
        <h2>Request</h2>
        <Button look="quiet" onClick={close}>Close</Button>
      </header>
      {found.problem ? <ErrorBox problem={found.problem} again={found.reload} /> : !found.data ? <Waiting lines={8} /> : <Shown record={found.data} />}
    </aside>
  );
}

function Shown({ record }: { record: TrafficRecord }) {
  const curl = curl_of(record, location.origin);
  return (
    <div class="stack">
      <dl class="detail-facts">
        <dt>Request</dt><dd><Copy text={record.request} what="the request id"><code>{record.request}</code></Copy></dd>
        <dt>Time</dt><dd><Time at={record.time} as="whole" />, took {duration(record.us)}</dd>
        <dt>Door</dt><dd>{record.door}, status {record.status}</dd>
        <dt>Understood as</dt><dd>{record.call ? record.call.replaceAll("_", " ") : "nothing"}</dd>
        <dt>By</dt><dd>{record.principal ? <a href={to("people", { principal: record.principal })}>{record.principal}</a> : "not signed in"} from {record.source}</dd>
        <dt>Outcome</dt><dd><Outcome record={record} /></dd>
        {record.customer !== undefined && <><dt>Customer</dt><dd><a href={to(`customers/${record.customer}`)}>{record.customer}</a>{(record.changes?.length ?? 0) > 0 && <>, <a href={to(`customers/${record.customer}`, { tab: "history", request: record.request })}>its history</a></>}</dd></>}
      </dl>
      {record.problems.length > 0 && (
        <ul class="problems">{record.problems.map((each, i) => <li key={i}>{each.field && <code>{each.field}</code>} {each.detail}</li>)}</ul>
      )}
      {record.changes && record.changes.length > 0 && <Changes changes={record.changes} />}
      <Body title="Sent" body={record.sent} />
      <Body title="Replied" body={record.replied} />
      <details>
        <summary>curl</summary>
        <pre class="code" tabIndex={0}>{curl}</pre>
        <p class="row small quiet"><Copy text={curl} what="the command">Copy</Copy>Put your own secrets in the place of **** and TOKEN.</p>
      </details>
      {TranslatedDialect.some((each) => each === record.door) && !record.sent?.omitted && <p><a class="button" href={to("translate", { from: record.door, request: record.request })}><Icon name="translate" />Translate it</a></p>}
      {can_rehearse(record) && <Replay record={record} />}
    </div>
  );
}

function Body({ title, body }: { title: string; body: TrafficRecord["sent"] }) {
  if (!body || (!body.text && !body.omitted)) return null;
  return (
    <details open>
      <summary>{title} <span class="quiet small">{body.type}</span></summary>
      {body.omitted ? <p class="quiet">{body.omitted}</p> : <pre class="code reply" tabIndex={0}>{body.text}</pre>}
    </details>
  );
}

/** What the door would answer now; nothing is written. */
function Replay({ record }: { record: TrafficRecord }) {
  const [reply, set_reply] = useState<string>();
  const [is_busy, set_busy] = useState(false);
  const run = () => {
    set_busy(true);
    void rehearse(record).then((answer) => {
      set_busy(false);
      set_reply(answer.text || (answer.ok ? `Status ${answer.status}, without a body.` : answer.problem.title));
    });
  };
  return (
    <div class="stack">
      <p><Button is_busy={is_busy} onClick={run}>Rehearse it again</Button> <span class="quiet small">As you, on the record as it is now. Nothing is written.</span></p>
      {reply !== undefined && <pre class="code reply" tabIndex={0} aria-label="What the door would answer">{reply}</pre>}
    </div>
  );
}
