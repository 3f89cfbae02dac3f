// One attempt: what the receiver said, every attempt for the same change, the change itself, and once more.
import { useState } from "preact/hooks";
import { webhooks } from "../../admin/kinds";
import { get } from "../../api/client";
import { useLive, useQuery } from "../../api/query";
import type { Problem } from "../../api/problem";
import type { Deliveries, History, Webhook } from "../../api/types";
import { Changes } from "../../customers/changes";
import { Button, Copy } from "../../ui/button";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { Time } from "../../ui/time";
import { to } from "../../url/route";
import { duration } from "../requests/parts";
import { Next, Outcome, type Item } from "./deliveries";
import { replay } from "./replay";
import { state_of } from "./state";
import "../requests/requests.css";

interface Props {
  hook: Webhook;
  number: number;
  close: () => void;
  done: () => void;
}

// Attempts of a customer that are looked through for those of one change.
const ATTEMPTS_MAX = 1000;
const LIVE_MS = 3000;

export function Attempt({ hook, number, close, done }: Props) {
  const path = `${webhooks.api}/${hook.id}/deliveries`;
  const read = useQuery(`${path} ${number}`, (signal) => get<Deliveries>(path, { before: number + 1, limit: 1 }, signal));
  useLive(read.reload, LIVE_MS);
  const item = read.data?.items.find((each) => each.delivery === number);
  return (
    <aside class="card request-detail" aria-label="Delivery">
      <header class="row apart">
        <h2>Delivery {number}</h2>
        <Button look="quiet" onClick={close}>Close</Button>
      </header>
      {read.problem ? <ErrorBox problem={read.problem} again={read.reload} />
        : !read.data ? <Waiting lines={8} />
        : !item ? <Empty title="This delivery is not kept any more">The newest 10 000 attempts are.</Empty>
        : <Shown hook={hook} item={item} done={() => { read.reload(); done(); }} />}
    </aside>
  );
}

function Shown({ hook, item, done }: { hook: Webhook; item: Item; done: () => void }) {
  const [problem, set_problem] = useState<Problem>();
  const [is_busy, set_busy] = useState(false);
  const again = async () => {
    set_busy(true);
    const trouble = await replay(hook, { delivery: item.delivery });
    set_busy(false);
    set_problem(trouble);
    if (!trouble) done();
  };
  const is_stopped = state_of(hook) === "stopped";
  return (
    <div class="stack">
      <dl class="detail-facts">
        <dt>Time</dt><dd><Time at={item.time} as="whole" />, took {duration(item.us)}</dd>
        <dt>The receiver</dt><dd><Outcome item={item} in_full /></dd>
        <dt>Next</dt><dd><Next item={item} /></dd>
        <dt>Customer</dt><dd><a href={to(`customers/${item.customer}`)}>{item.customer}</a>, <a href={to(`customers/${item.customer}`, { tab: "history", request: item.request })}>the change in its history</a></dd>
        <dt>Request</dt><dd><Copy text={item.request} what="the request id"><code>{item.request}</code></Copy></dd>
      </dl>
      {problem && <ErrorBox problem={problem} />}
      {webhooks.may_change() && <p><Button is_busy={is_busy} disabled={is_stopped} onClick={() => void again()}>Send it again</Button>{is_stopped && <span class="quiet small"> Switch the webhook on first.</span>}</p>}
      <Attempts hook={hook} item={item} />
      <Change item={item} />
    </div>
  );
}

/** All attempts for this change, the first one first. */
function Attempts({ hook, item }: { hook: Webhook; item: Item }) {
  const path = `${webhooks.api}/${hook.id}/deliveries`;
  const read = useQuery(`${path} ${item.customer} ${item.delivery}`, (signal) => get<Deliveries>(path, { customer: item.customer, limit: ATTEMPTS_MAX }, signal));
  useLive(read.reload, LIVE_MS);
  const attempts = (read.data?.items ?? []).filter((each) => each.version === item.version).toReversed();
  if (attempts.length < 2) return null;
  return (
    <section>
      <h3>Attempts for this change</h3>
      <ol class="hook-attempts">
        {attempts.map((each) => (
          <li key={each.delivery} aria-current={each.delivery === item.delivery ? "true" : undefined}>
            <a href={to(`webhooks/${hook.id}`, { open: each.delivery })}><Time at={each.time} as="whole" /></a><Outcome item={each} in_full />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The change that it told of, from the customer's history. */
function Change({ item }: { item: Item }) {
  const read = useQuery(`${item.customer} ${item.version}`, (signal) => get<History>(`/v1/customers/${item.customer}/history`, { before: item.version + 1, limit: 1 }, signal));
  const entry = read.data?.items.find((each) => each.version === item.version);
  return (
    <section class="stack">
      <h3>What was changed</h3>
      {read.problem ? <p class="quiet small">{read.problem.title}: {read.problem.detail}</p>
        : !read.data ? <Waiting lines={3} />
        : !entry ? <p class="quiet small">This change stands in history no more.</p>
        : (
          <>
            <p class="small quiet">{entry.action} by <strong>{entry.principal}</strong> through <span class="badge">{entry.door}</span> <Time at={entry.time} as="ago" /></p>
            {entry.reason && <p class="entry-reason">{entry.reason}</p>}
            <Changes changes={entry.changes} />
          </>
        )}
    </section>
  );
}
