// A kept request as a curl command, and sent again as a rehearsal.
import { call, type Reply } from "../../api/client";
import type { TrafficRecord } from "../../api/types";

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Who sends it puts their own secrets in the place of the masks. */
export function curl_of(record: TrafficRecord, origin: string): string {
  const parts = ["curl -s"];
  if (record.method !== "GET" && !(record.method === "POST" && record.sent?.text)) parts.push(`-X ${record.method}`);
  if (record.door === "flolive") parts.push("-H 'Authorization: Bearer TOKEN'");
  else if (record.door === "native" || record.door === "everlytic") parts.push(`-u ${quoted(record.principal || "NAME")}`);
  if (record.sent?.text) {
    if (record.sent.type) parts.push(`-H ${quoted(`Content-Type: ${record.sent.type}`)}`);
    parts.push(`--data-binary ${quoted(record.sent.text)}`);
  }
  parts.push(quoted(origin + record.target));
  return parts.join(" ");
}

/** What can be rehearsed: changes whose body is kept. Sign-ins are never sent again. */
export function can_rehearse(record: TrafficRecord): boolean {
  const changes = /^(update_customer|create_customer|bulk|undo_many|upsert_principal|upsert_reference)$/.test(record.call);
  return changes && !record.sent?.omitted;
}

/** Without credentials: the session is the caller's own, and a mask would count as a wrong password. */
const without_credentials = (text: string): string =>
  text.replace(/<authentication>.*?<\/authentication>/s, "");

function target_of(record: TrafficRecord): string {
  const [path = "", query] = record.target.split("?");
  if (query === undefined) return path;
  const kept = query.split("&").filter((pair) => !/^auth_(username|password|token)=/.test(pair));
  return kept.length ? `${path}?${kept.join("&")}` : path;
}

/** The reply of the door to the same request, as the person who is signed in, with nothing written. */
export function rehearse(record: TrafficRecord): Promise<Reply<unknown>> {
  return call<unknown>(record.method, target_of(record), {
    headers: { "Patchbay-Rehearse": "true" },
    may_be_refused: true,
    ...(record.sent?.text ? { body: without_credentials(record.sent.text), content_type: record.sent.type } : {}),
  });
}
