// What became of a request whose id was pasted.
import type { RequestOrBatch } from "../../api/types";
import { may_write } from "../../api/session";
import { undo_request } from "../../customers/undo";
import { Button } from "../../ui/button";
import { Time } from "../../ui/time";
import { to } from "../../url/route";

export function RequestFound({ found, again }: { found: RequestOrBatch; again: () => void }) {
  if ("batch" in found && "lines" in found)
    return (
      <div class="card request-found">
        <strong>A batch of {found.more ? "more than " : ""}{found.lines} {found.lines === 1 ? "line" : "lines"}</strong>
        <span>{found.changed} changed, {found.unchanged} unchanged, by {found.principal} through {found.door}, <Time at={String(found.time)} /></span>
        {may_write.value && <span><Button onClick={() => { undo_request.value = { kind: "batch", batch: found.batch, done: again }; }}>Take back the batch…</Button></span>}
      </div>
    );
  const request = found as Exclude<RequestOrBatch, { lines: number }>;
  return (
    <div class="card request-found">
      <strong>Request of {request.principal} through {request.door}</strong>
      <span>{request.outcome}{request.time ? <>, <Time at={String(request.time)} /></> : null}{request.reason ? `: ${request.reason}` : ""}</span>
      {request.customer && <a href={to(`customers/${request.customer}`, { tab: "history", request: request.request })}>Customer {request.customer}{request.version ? `, version ${request.version}` : ""}: see what it changed</a>}
      {may_write.value && request.changed && <span><Button onClick={() => { undo_request.value = { kind: "request", request: request.request, done: again }; }}>Take back…</Button></span>}
    </div>
  );
}
