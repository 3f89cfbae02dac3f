// Calls of the server: the CSRF token, entity tags, and failures as values.
import { signal } from "@preact/signals";
import { offline, parse_problem, type Problem } from "./problem";

/** A reply that succeeded. `text` is the body exactly as it came. */
export interface Success<T> {
  ok: true;
  value: T;
  text: string;
  status: number;
  etag: string | undefined;
  request: string;
  headers: Headers;
}
export interface Failure {
  ok: false;
  problem: Problem;
  text: string;
}
export type Reply<T> = Success<T> | Failure;

export type Query = Record<string, string | number | boolean | undefined>;

export interface Options {
  query?: Query;
  /** Sent as JSON, or as it is if it is text or a file. */
  body?: unknown;
  content_type?: string;
  headers?: Record<string, string>;
  /** The version that a change is made for. */
  if_match?: string | undefined;
  /** Apply on top of a newer version if nothing that is touched has changed since. */
  rebase?: boolean;
  reason?: string | undefined;
  /** Everything but the writing. */
  rehearse?: boolean;
  idempotency_key?: string | undefined;
  signal?: AbortSignal;
  /** A 401 is an answer of this call, and does not end the session. */
  may_be_refused?: boolean;
}

/** Whether the server answered the last call. */
export const is_connected = signal(true);

let csrf = "";
export function set_csrf(token: string): void {
  csrf = token;
}

let sign_in_again: () => Promise<boolean> = async () => false;
/** Says what to do when the session has ended: asks the person, and gives whether they are back. */
export function on_session_end(ask: () => Promise<boolean>): void {
  sign_in_again = ask;
}

export function query_text(query: Query | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== "");
  return pairs.length ? `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}` : "";
}

function headers_of(options: Options): Headers {
  const headers = new Headers(options.headers);
  if (csrf) headers.set("X-CSRF-Token", csrf);
  if (options.body !== undefined && !headers.has("Content-Type"))
    headers.set("Content-Type", options.content_type ?? "application/json");
  if (options.if_match) headers.set("If-Match", options.if_match);
  if (options.rebase) headers.set("Prefer", "handling=rebase");
  // Header fields are Latin-1; the server reads them as UTF-8.
  if (options.reason) headers.set("Patchbay-Reason", utf8_as_latin1(options.reason));
  if (options.idempotency_key) headers.set("Idempotency-Key", options.idempotency_key);
  return headers;
}

function utf8_as_latin1(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text.replace(/\s+/g, " ").trim().slice(0, 500)));
}

/** A whole number that a double cannot hold stays the text that it was written as. */
function whole_as_written(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) ? (context?.source ?? value) : value;
}

function parsed(text: string, type: string | null): unknown {
  if (!text || !type?.includes("json")) return undefined;
  if (type.includes("ndjson"))
    return text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as unknown);
  try {
    return /\d{16}/.test(text) ? JSON.parse(text, whole_as_written) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Calls the server. Never throws, but for a call that its own `signal` has ended. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<Reply<T>> {
  for (let attempt = 0; ; ++attempt) {
    let response: Response;
    let text: string;
    try {
      response = await fetch(path + query_text({ ...options.query, ...(options.rehearse ? { dry_run: true } : {}) }), {
        method,
        headers: headers_of(options),
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        ...(options.signal ? { signal: options.signal } : {}),
        ...(options.body === undefined ? {}
          : { body: typeof options.body === "string" || options.body instanceof Blob ? options.body : JSON.stringify(options.body) }),
      });
      text = await response.text();
    } catch (error) {
      if (options.signal?.aborted) throw error;
      is_connected.value = false;
      return { ok: false, problem: offline(), text: "" };
    }
    // A proxy answers for a server that it cannot reach.
    const is_proxy = (response.status === 502 || response.status === 504) && !response.headers.has("X-Request-Id");
    is_connected.value = !is_proxy;
    if (is_proxy) return { ok: false, problem: offline(), text: "" };
    if (response.status === 401 && !options.may_be_refused && attempt === 0 && (await sign_in_again())) continue;
    if (!response.ok) return { ok: false, problem: parse_problem(response, text), text };
    return {
      ok: true,
      value: parsed(text, response.headers.get("Content-Type")) as T,
      text,
      status: response.status,
      etag: response.headers.get("ETag") ?? undefined,
      request: response.headers.get("X-Request-Id") ?? "",
      headers: response.headers,
    };
  }
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<Reply<T>> =>
  call<T>("GET", path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) });

/** Whether an error is only that a newer call has ended this one. */
export const is_abort = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";
