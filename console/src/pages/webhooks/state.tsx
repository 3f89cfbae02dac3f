// How delivery to a webhook stands, in words.
import type { Webhook } from "../../api/types";
import { how_long_ago, Time } from "../../ui/time";
import { to } from "../../url/route";

const LOOK: Record<string, string> = { working: "good", failing: "caution", stopped: "danger" };

export const state_of = (webhook: Webhook): string => webhook.delivery?.state ?? "working";

export const State = ({ webhook }: { webhook: Webhook }) => <span class={`badge ${LOOK[state_of(webhook)] ?? ""}`}>{state_of(webhook)}</span>;

/** When the oldest change was made that waits. */
export function Behind({ webhook }: { webhook: Webhook }) {
  const since = webhook.delivery?.behind_since;
  return since ? <Time at={since} as="ago" /> : <span class="quiet">nothing waits</span>;
}

/** What failed, as a link to it. */
export function Failed({ webhook }: { webhook: Webhook }) {
  const { waiting = 0, dead = 0 } = webhook.delivery ?? {};
  const page = `webhooks/${webhook.id}`;
  if (waiting + dead === 0) return <span class="quiet">none</span>;
  return (
    <span class="row">
      {waiting > 0 && <a href={to(page, { outcome: "failed" })}>{waiting.toLocaleString()} waiting</a>}
      {dead > 0 && <a class="danger-text" href={to(page, { outcome: "dead" })}>{dead.toLocaleString()} dead</a>}
    </span>
  );
}

/** Why nothing is sent, or not everything, and what becomes of it. */
export function trouble_of(webhook: Webhook): string | undefined {
  const delivery = webhook.delivery;
  if (!delivery) return undefined;
  if (delivery.state === "disabled") return "It is switched off. What is missed is sent when it is switched on again.";
  if (delivery.state === "stopped") return `It was stopped: ${delivery.stopped ?? "it took nothing"}. Nothing is sent until it is switched on again; then it gets what it missed.`;
  if (delivery.state !== "failing") return undefined;
  if (delivery.failures === 1) return "The last attempt failed. It is tried again.";
  const next = delivery.paused_until && Date.parse(delivery.paused_until) > Date.now() ? ` It is tried again ${how_long_ago(new Date(delivery.paused_until))}.` : "";
  return `The last ${delivery.failures} attempts failed${delivery.failing_since ? `, the first ${how_long_ago(new Date(delivery.failing_since))}` : ""}.${next}`;
}
