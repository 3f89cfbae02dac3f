// What cases demand.
import { isDeepStrictEqual } from "node:util";

// How much of a long value an error shows, around the first difference.
const SHOWN = 400;

export function equal(got, expected, what = "") {
  if (isDeepStrictEqual(got, expected)) return;
  const [want, have] = [JSON.stringify(expected) ?? "undefined", JSON.stringify(got) ?? "undefined"];
  let at = 0;
  while (at < want.length && want[at] === have[at]) at++;
  const from = Math.max(0, at - SHOWN / 4);
  const part = (text) => `${from > 0 ? "…" : ""}${text.slice(from, from + SHOWN)}`;
  throw new Error(`${what} is not as expected\nexpected ${part(want)}\ngot      ${part(have)}`);
}

export function ok(condition, what) {
  if (!condition) throw new Error(what);
}

/** Demands that a list is empty, and names what it holds. */
export function none(list, what) {
  if (list.length > 0) throw new Error(`${what}:\n${list.join("\n")}`);
}
