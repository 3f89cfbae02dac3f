// Undo: of fields, of a change, of a request or batch, of what one principal did in a time. It is
// rehearsed first, says what cannot be taken back, and is then done by the server at once.
import { signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { call, type Reply } from "../api/client";
import { useQuery } from "../api/query";
import type { Problem } from "../api/problem";
import type { BulkReplyLine, Customer, History, Rehearsal } from "../api/types";
import { get } from "../api/client";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBox, Waiting } from "../ui/states";
import { Time } from "../ui/time";
import { notify } from "../ui/toast";
import { to } from "../url/route";
import { Changes } from "./changes";
import { path_label } from "./field-label";
import { new_uuid } from "./record";
import { is_lost, Trouble } from "./trouble";

export type UndoRequest =
  | { kind: "change"; customer: number; version: number; paths?: string[]; done: () => void }
  /** An id of a request or batch; what it changed of all customers. */
  | { kind: "request"; request: string; done: () => void }
  | { kind: "batch"; batch: string; done: () => void }
  | { kind: "principal"; principal: string; from: string; to?: string; done: () => void };

/** What is to be taken back; the dialog is open while it is set. */
export const undo_request = signal<UndoRequest>();

export function UndoDialog() {
  const request = undo_request.value;
  if (!request) return null;
  const close = () => { undo_request.value = undefined; };
  return (
    <Dialog title={title(request)} is_open on_close={close} kind="wide">
      {request.kind === "change" ? <UndoOne request={request} close={close} /> : <UndoMany request={request} close={close} />}
    </Dialog>
  );
}

function title(request: UndoRequest): string {
  switch (request.kind) {
    case "change": return `Take back ${request.paths ? `${request.paths.map(path_label).join(", ")} of ` : ""}version ${request.version} of customer ${request.customer}`;
    case "request": return "Take back a request";
    case "batch": return "Take back a batch";
    case "principal": return `Take back what ${request.principal} did`;
  }
}

function Foot({ close, act, is_busy, is_possible, force, set_force, conflicts, name }: {
  close: () => void; act: () => void; is_busy: boolean; is_possible: boolean; name: string;
  force: boolean; set_force: (force: boolean) => void; conflicts: boolean;
}) {
  return (
    <>
      {(conflicts || force) && (
        <label class="row"><input type="checkbox" checked={force} onChange={(event) => set_force(event.currentTarget.checked)} />
          Also take back what was changed again since; the later changes are lost, and can be undone too</label>
      )}
      <div class="dialog-foot">
        <Button look="quiet" onClick={close}>Cancel</Button>
        <Button look="main" disabled={!is_possible} is_busy={is_busy} onClick={act}>{name}</Button>
      </div>
    </>
  );
}

/** The reason, and its box; Enter does the act. */
function useReason(act: () => void): [string, preact.JSX.Element] {
  const [reason, set_reason] = useState("");
  return [reason, (
    <label class="labelled"><span>Reason</span>
      <input type="text" maxLength={500} placeholder="Why, for the history" autofocus value={reason} onInput={(event) => set_reason(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === "Enter") act(); }} />
    </label>
  )];
}

/** One key for one undo as it is asked for: if a reply is lost, asking again does it once. */
function useKey(): (body: unknown, reason: string) => string {
  const last = useRef({ text: "", key: "" });
  return (...asked) => {
    const text = JSON.stringify(asked);
    if (last.current.text !== text) last.current = { text, key: new_uuid() };
    return last.current.key;
  };
}

type One = Extract<UndoRequest, { kind: "change" }>;

function UndoOne({ request, close }: { request: One; close: () => void }) {
  const [force, set_force] = useState(false);
  const [paths, set_paths] = useState(request.paths);
  const [is_busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem>();
  const [reason, reason_box] = useReason(() => { if (is_possible && !is_busy) void act(); });
  const key_of = useKey();
  const path = `/v1/customers/${request.customer}/undo`;
  const body = { version: request.version, ...(paths ? { paths } : {}), ...(force ? { force } : {}) };
  const asked = useQuery(JSON.stringify(body), (signal) => call<Rehearsal>("POST", path, { body, rehearse: true, signal }));
  const is_possible = is_lost(problem) || (asked.data !== undefined && !asked.problem && !asked.is_loading && asked.data.changes.length > 0);
  // An undo that was done conflicts with itself.
  const conflict = asked.problem?.kind === "conflict" && !is_lost(problem) ? asked.problem : undefined;
  const entry = useQuery(`entry ${request.customer} ${request.version}`,
    (signal) => get<History>(`/v1/customers/${request.customer}/history`, { before: request.version + 1, limit: 1 }, signal));
  const of_change = entry.data?.items[0];
  const batch = of_change?.batch;

  const act = async () => {
    set_busy(true);
    const reply = await call<Customer>("POST", path, { body, reason, idempotency_key: key_of(body, reason) });
    set_busy(false);
    if (!reply.ok) return set_problem(reply.problem);
    close();
    const version = reply.value.version!;
    notify(`Customer ${request.customer}: taken back, as version ${version}`, {
      name: "Undo", run: () => { undo_request.value = { kind: "change", customer: request.customer, version, done: request.done }; },
    });
    request.done();
  };
  const blocked = new Set((conflict?.errors ?? []).map((each) => each.field));
  const rest = (paths ?? of_change?.changes.map((each) => each.path) ?? []).filter((each) => !blocked.has(each));
  return (
    <>
      <Trouble problem={problem} />
      {conflict && (
        <div class="error-box" role="alert">
          <p class="error-title">Some of it was changed again since</p>
          <ul>{conflict.errors.map((each) => <li key={each.field}><strong>{path_label(each.field)}</strong> {each.detail}</li>)}</ul>
          {rest.length > 0 && <p><Button onClick={() => set_paths(rest)}>Take back only the other {rest.length}</Button></p>}
        </div>
      )}
      {asked.problem && !conflict && !is_lost(problem) && <ErrorBox problem={asked.problem} again={asked.reload} />}
      {is_lost(problem) ? null : asked.data && !asked.problem ? <Changes changes={asked.data.changes} /> : !asked.problem && <Waiting />}
      {batch && <p class="quiet">This change was part of a batch. <Button look="quiet" onClick={() => { undo_request.value = { kind: "batch", batch, done: request.done }; }}>Take back the whole batch</Button></p>}
      {reason_box}
      <Foot close={close} act={() => void act()} is_busy={is_busy} name="Take back" force={force} set_force={set_force} conflicts={conflict !== undefined}
        is_possible={is_possible} />
    </>
  );
}

type Many = Exclude<UndoRequest, { kind: "change" }>;
type Line = Exclude<BulkReplyLine, { summary: unknown }>;

// How many customers of a batch are taken back at once, and how many are shown.
const BATCH_MAX = 1_000_000;
const SHOWN_MAX = 200;

const what_of = ({ kind, done: _, ...what }: Many): Record<string, unknown> => (kind === "batch" ? { ...what, max_affected: BATCH_MAX } : what);

/** How many of a list are not shown. */
function More({ count }: { count: number }) {
  return count > SHOWN_MAX ? <p class="quiet">and {count - SHOWN_MAX} more</p> : null;
}

function UndoMany({ request, close }: { request: Many; close: () => void }) {
  const [force, set_force] = useState(false);
  const [is_busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem>();
  const [reason, reason_box] = useReason(() => { if (is_possible && !is_busy) void act(); });
  const key_of = useKey();
  const body = { ...what_of(request), ...(force ? { force } : {}) };
  const asked = useQuery(JSON.stringify(body), (signal) => call<BulkReplyLine[]>("POST", "/v1/undo", { body, rehearse: true, signal }));
  const lines = (asked.data ?? []).filter((each): each is Line => !("summary" in each));
  const possible = lines.filter((line) => line.outcome === "changed");
  const is_possible = is_lost(problem) || (!asked.problem && !asked.is_loading && possible.length > 0);
  const refused = lines.filter((line) => line.outcome === "refused");

  const act = async () => {
    set_busy(true);
    const reply: Reply<BulkReplyLine[]> = await call<BulkReplyLine[]>("POST", "/v1/undo", { body, reason, idempotency_key: key_of(body, reason) });
    set_busy(false);
    if (!reply.ok) return set_problem(reply.problem);
    close();
    const last = reply.value.at(-1);
    const summary = last && "summary" in last ? last.summary : undefined;
    const batch = summary?.batch;
    notify(`Taken back of ${summary?.changed ?? 0} customers${summary?.refused ? `; ${summary.refused} refused` : ""}`,
      batch ? { name: "Undo", run: () => { undo_request.value = { kind: "batch", batch, done: request.done }; } } : undefined);
    request.done();
  };
  return (
    <>
      {request.kind === "principal" && <p class="quiet">From <Time at={request.from} />{request.to && <> to <Time at={request.to} /></>}, of every customer in your reach.</p>}
      <Trouble problem={problem} />
      {is_lost(problem) ? null : asked.problem ? <ErrorBox problem={asked.problem} again={asked.reload} />
        : !asked.data ? <Waiting lines={6} />
        : (
          <>
            <p>{possible.length === 0 ? "Nothing would change." : `${possible.length} ${possible.length === 1 ? "customer" : "customers"} would change.`}{refused.length > 0 && ` ${refused.length} cannot be taken back.`}</p>
            {refused.length > 0 && (
              <div class="error-box" role="alert">
                <p class="error-title">This cannot be taken back</p>
                <ul>{refused.slice(0, SHOWN_MAX).map((line) => <li key={line.index}><a href={to(`customers/${line.customer}`)}>{line.customer}</a> {(line.problem?.errors ?? []).map((each) => `${path_label(each.field)} ${each.detail}`).join("; ") || line.problem?.detail}</li>)}</ul>
                <More count={refused.length} />
              </div>
            )}
            <div class="undo-lines">
              {possible.slice(0, SHOWN_MAX).map((line) => (
                <details key={line.index} open={possible.length <= 3}>
                  <summary>Customer {line.customer} <span class="quiet">{line.changes?.length} {line.changes?.length === 1 ? "field" : "fields"}</span></summary>
                  <Changes changes={line.changes ?? []} />
                </details>
              ))}
              <More count={possible.length} />
            </div>
          </>
        )}
      {reason_box}
      <Foot close={close} act={() => void act()} is_busy={is_busy} name={`Take back${possible.length > 0 ? ` (${possible.length})` : ""}`} force={force} set_force={set_force} conflicts={refused.length > 0}
        is_possible={is_possible} />
    </>
  );
}
