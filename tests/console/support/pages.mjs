// Every page of the console with its states: what the tests of looks, of axe and of screenshots open.
import { readFileSync } from "node:fs";
import { Receiver } from "./receiver.mjs";

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
  { page: "translate", state: "translate", path: "translate" },
  { page: "webhooks", state: "webhooks", path: "webhooks" },
  { page: "webhook", state: "webhook", path: "webhooks/1" },
  { page: "webhook", state: "webhook-failed", path: "webhooks/1?outcome=failed&open=2" },
  { page: "webhook", state: "webhook-settings", path: "webhooks/1?tab=settings" },
  { page: "webhook", state: "webhook-edit", path: "webhooks/1?edit=1" },
  { page: "webhook", state: "webhook-new", path: "webhooks/new" },
  { page: "webhook", state: "webhook-again", path: "webhooks/1", press: ["r"] },
  { page: "health", state: "health", path: "health" },
  { page: "new-customer", state: "new-customer", path: "customers/new?parent=2" },
];

/** What a server needs so that webhooks may be on loopback. */
export const FLAGS = ["--deliveries.allow", "127.0.0.0/8"];

/** Makes what the states show and the demo lacks: a webhook with a delivery that was taken and one that failed. */
export async function fill(server) {
  if ((await server.api("GET", "/v1/webhooks")).items.length > 0) return;
  const receiver = await Receiver.start((event) => (event.data?.customer === 102 ? [503, "the database is away"] : [200, "ok"]));
  await server.api("POST", "/v1/webhooks", { name: "Billing", url: receiver.url, description: "Tells the billing system", fields: ["notes", "website"], include: ["website"] });
  await server.api("PATCH", "/v1/customers/101", { notes: "Asked for a call" });
  await receiver.gets(1);
  await server.api("PATCH", "/v1/customers/102", { notes: "Wants another invoice", website: "https://trial.example" });
  await receiver.gets(2);
  await server.until("/v1/webhooks/1/deliveries", (page) => page.items.length >= 2);
}

/** The names of the pages that the console has. */
export function page_names() {
  const table = readFileSync(new URL("../../../console/src/pages/pages.ts", import.meta.url), "utf8");
  return [...table.matchAll(/\bname: "([\w-]+)"/g)].map((found) => found[1]);
}
