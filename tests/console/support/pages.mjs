// Every page of the console with its states: what the tests of looks, of axe and of screenshots open.
import { readFileSync } from "node:fs";

/** Rows: the page's name in pages.ts, a name for the state, its address, and the keys that open a dialog there. */
export const STATES = [
  { page: "find", state: "find", path: "" },
  { page: "find", state: "find-words", path: "?q=trading" },
  { page: "find", state: "find-nothing", path: "?q=zzzz" },
  { page: "find", state: "commands", path: "?q=trading", press: ["Control+k"] },
  { page: "people", state: "keys", path: "people?principal=root", press: ["?"] },
  { page: "customer", state: "customer", path: "customers/101" },
  { page: "customer", state: "customer-edit", path: "customers/101?tab=edit" },
  { page: "customer", state: "customer-history", path: "customers/101?tab=history" },
  { page: "customer", state: "customer-undo", path: "customers/101?tab=history", press: ["u"] },
  { page: "customer", state: "customer-doors", path: "customers/101?tab=doors" },
  { page: "customer", state: "customer-unknown", path: "customers/99999" },
  { page: "requests", state: "requests", path: "requests" },
  { page: "people", state: "people", path: "people?principal=root" },
  { page: "people", state: "people-nothing", path: "people?principal=root&day=2020-01-01" },
  { page: "principals", state: "principals", path: "principals" },
  { page: "principal", state: "principal", path: "principals/1" },
  { page: "principal", state: "principal-edit", path: "principals/1?edit=1" },
  { page: "principal", state: "principal-new", path: "principals/new" },
  { page: "roles", state: "roles", path: "roles" },
  { page: "role", state: "role", path: "roles/-3" },
  { page: "plans", state: "plans", path: "plans" },
  { page: "plan", state: "plan", path: "plans/2" },
  { page: "plan", state: "plan-edit", path: "plans/2?edit=1" },
  { page: "references", state: "references", path: "references" },
  { page: "references-of", state: "references-of", path: "references/region" },
  { page: "reference", state: "reference", path: "references/region/1" },
  { page: "health", state: "health", path: "health" },
  { page: "new-customer", state: "new-customer", path: "customers/new?parent=2" },
];

/** The names of the pages that the console has. */
export function page_names() {
  const table = readFileSync(new URL("../../../console/src/pages/pages.ts", import.meta.url), "utf8");
  return [...table.matchAll(/\bname: "([\w-]+)"/g)].map((found) => found[1]);
}
