// Who is signed in: a session cookie that scripts cannot read, and a token that only this page has.
import { computed, signal } from "@preact/signals";
import { call, is_connected, on_session_end, set_csrf, type Reply, type Success } from "./client";
import type { Identity, Privilege } from "./types";

interface Renewed {
  csrf: string;
  expires?: string;
}

/** `expired`: the page stays as it is, and a dialog asks for the password. */
export type SessionState = "unknown" | "out" | "in" | "expired";

/** Keys of localStorage that hold drafts. */
export const DRAFT_PREFIX = "patchbay.draft.";

// A session is renewed while a person is active: this often, or after this part of its idle time.
const RENEW_MS_MAX = 4 * 60_000;
const RENEW_PART = 1 / 4;
// The longest time that a timer of a browser takes.
const TIMER_MS_MAX = 2 ** 31 - 1;

export const state = signal<SessionState>("unknown");
export const me = signal<Identity | null>(null);

/** Whether the principal may change anything at all. */
export const may_write = computed(() => may("user") && !me.value?.privileges.includes("read-only"));
export const may = (privilege: Privilege): boolean => me.value?.privileges.includes(privilege) ?? false;

let waiting: ((is_back: boolean) => void)[] = [];
let renewed_ms = 0;
let renew_ms = RENEW_MS_MAX;
let end_timer: number | undefined;

function settle(is_back: boolean): void {
  for (const tell of waiting) tell(is_back);
  waiting = [];
}

on_session_end(async () => {
  if (state.value === "out" || state.value === "unknown") return false;
  // Another tab may have renewed the session, and with it the token.
  if (state.value === "in" && (await read_session()).ok) return true;
  state.value = "expired";
  return new Promise((resolve) => waiting.push(resolve));
});

async function read_session(): Promise<Reply<Renewed & { me: Identity }>> {
  const reply = await call<Renewed & { me: Identity }>("GET", "/v1/session", { may_be_refused: true });
  if (reply.ok) {
    // Somebody else has signed in, in another tab: nothing of this page is theirs.
    if (me.value && me.value.name !== reply.value.me.name) location.reload();
    set_csrf(reply.value.csrf);
    me.value = reply.value.me;
    state.value = "in";
  }
  return reply;
}

/** Takes up the session of the cookie, if there is one; used once after each load. */
export async function resume(): Promise<void> {
  const reply = await read_session();
  if (!reply.ok && reply.problem.status !== 0) state.value = "out";
}

/** Takes up what a renewal has answered, and looks again when the idle time is over. */
function renewed(reply: Success<Renewed>): void {
  set_csrf(reply.value.csrf);
  // The clock of the server may be another one.
  const idle_ms = Date.parse(reply.value.expires ?? "") - Date.parse(reply.headers.get("Date") ?? "");
  if (!(idle_ms > 0)) return;
  renew_ms = Math.min(RENEW_MS_MAX, idle_ms * RENEW_PART);
  look_after(Math.min(idle_ms + 1000, TIMER_MS_MAX));
}

/** Says that the session has ended when it has, though nobody does anything; another tab may have renewed it. */
function look_after(ms: number): void {
  clearTimeout(end_timer);
  end_timer = setTimeout(() => {
    if (state.value === "in") void read_again().then(() => look_after(ms));
  }, ms);
}

export async function sign_in(name: string, password: string): Promise<Reply<unknown>> {
  const reply = await call<Renewed>("POST", "/v1/session", { body: { name, password }, may_be_refused: true });
  if (!reply.ok) return reply;
  renewed_ms = Date.now();
  renewed(reply);
  const session = await read_session();
  if (!session.ok) return session;
  settle(true);
  return session;
}

export async function sign_out(everywhere: boolean): Promise<Reply<unknown>> {
  const reply = await call("DELETE", "/v1/session", { query: everywhere ? { everywhere: true } : {}, may_be_refused: true });
  if (reply.ok || reply.problem.status === 401) leave();
  return reply;
}

/** Ends the session in this browser: also drafts are forgotten, as the next person may be another one. */
export function leave(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFT_PREFIX)) localStorage.removeItem(key);
  set_csrf("");
  clearTimeout(end_timer);
  me.value = null;
  state.value = "out";
  settle(false);
}

async function renew(): Promise<void> {
  if (state.value !== "in" || Date.now() - renewed_ms < renew_ms) return;
  renewed_ms = Date.now();
  const reply = await call<Renewed>("PUT", "/v1/session", {});
  if (reply.ok) renewed(reply);
}

for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => void renew(), { passive: true });

/** Counts up when the server answers again, so that what is shown is read anew. */
export const reconnected = signal(0);
let probe: number | undefined;
is_connected.subscribe((connected) => {
  if (connected) {
    if (probe !== undefined) reconnected.value++;
    clearInterval(probe);
    probe = undefined;
  } else {
    probe ??= setInterval(() => void (state.value === "unknown" ? resume() : read_again()), 2000);
  }
});

async function read_again(): Promise<void> {
  const reply = await read_session();
  if (!reply.ok && reply.problem.status === 401 && state.value === "in") state.value = "expired";
}
