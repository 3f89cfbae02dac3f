// Problem details (RFC 9457) as values: what went wrong, and what to do about it.
import type { Problem as Described } from "./types";

export interface FieldProblem {
  field: string;
  problem: string;
  detail: string;
}

/** What a call failed with. `kind` is the last part of the type; `status` is 0 without a reply. */
export interface Problem {
  kind: string;
  status: number;
  title: string;
  detail: string;
  errors: FieldProblem[];
  request: string;
  retry_after_s: number | undefined;
}

const PREFIX = "urn:patchbay:problem:";

export function offline(): Problem {
  return {
    kind: "offline", status: 0, title: "The server does not answer",
    detail: "Nothing is lost. What you typed stays here until the server answers again.",
    errors: [], request: "", retry_after_s: undefined,
  };
}

function of_status(status: number, body: string): Pick<Problem, "kind" | "title" | "detail"> {
  return { kind: "http", title: `The server answered ${status}`, detail: body.slice(0, 300) };
}

/** Reads the problem of a reply; any other body is shown as it is, cut at 300 characters. */
export function parse_problem(response: Response, body: string): Problem {
  const common = {
    status: response.status,
    errors: [] as FieldProblem[],
    request: response.headers.get("X-Request-Id") ?? "",
    retry_after_s: Number(response.headers.get("Retry-After")) || undefined,
  };
  try {
    const problem = JSON.parse(body) as Described & { errors?: FieldProblem[]; detail?: string };
    if (typeof problem.type !== "string") return { ...common, ...of_status(response.status, body) };
    const kind = problem.type.startsWith(PREFIX) ? problem.type.slice(PREFIX.length) : "http";
    return { ...common, kind, title: problem.title, detail: problem.detail ?? "", errors: problem.errors ?? [] };
  } catch {
    return { ...common, ...of_status(response.status, body) };
  }
}

/** What a person can do about each kind of problem. */
const ADVICE: Record<string, string> = {
  offline: "Check the connection. The console tries again by itself.",
  no_credentials: "Sign in again.",
  bad_token: "Sign in again.",
  bad_credentials: "Check the name and the password.",
  too_many_requests: "Wait, then try again.",
  role_denied: "Ask an administrator for a role that may do this.",
  not_allowed_here: "Use a door and an address that your principal is open to.",
  unknown_customer: "Check the id, or find the customer by its name.",
  unknown_thing: "Check the id: it may have been deleted.",
  version_differs: "Reload, rebase or overwrite.",
  invalid: "Correct the fields that are named.",
  conflict: "Choose another value, or change the state first.",
  plan_locked: "Change the rate plan, or choose a plan that leaves this field open.",
  damaged: "Tell the operator: the log names the record.",
  unavailable: "Nothing was changed. Try again in a moment.",
  unknown_outcome: "Look up the request id to see whether the change was made.",
};

export function advice(problem: Problem): string {
  const wait = problem.retry_after_s;
  if (wait) return `Try again in ${wait < 120 ? `${wait} seconds` : `${Math.ceil(wait / 60)} minutes`}.`;
  return ADVICE[problem.kind] ?? "Try again; if it stays, give the request id to the operator.";
}
