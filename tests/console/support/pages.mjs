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
  { page: "files", state: "files", path: "files" },
  { page: "files", state: "files-import", path: "files?tab=import" },
  { page: "webhooks", state: "webhooks", path: "webhooks" },
  { page: "webhook", state: "webhook", path: "webhooks/1" },
  { page: "webhook", state: "webhook-failed", path: "webhooks/1?outcome=failed&open=2" },
  { page: "webhook", state: "webhook-settings", path: "webhooks/1?tab=settings" },
  { page: "webhook", state: "webhook-edit", path: "webhooks/1?edit=1" },
  { page: "webhook", state: "webhook-new", path: "webhooks/new" },
  { page: "webhook", state: "webhook-again", path: "webhooks/1", press: ["r"] },
  { page: "systems", state: "systems", path: "systems" },
  { page: "system", state: "system", path: "systems/1" },
  { page: "system", state: "system-conflict", path: "systems/1?open=101/name" },
  { page: "system", state: "system-drift", path: "systems/1?tab=drift&run=1" },
  { page: "system", state: "system-plan", path: "systems/1?tab=plan" },
  { page: "system", state: "system-links", path: "systems/1?tab=links" },
  { page: "system", state: "system-claim", path: "systems/1?tab=links", press: ["n"] },
  { page: "system", state: "system-settings", path: "systems/1?tab=settings" },
  { page: "system", state: "system-edit", path: "systems/1?edit=1" },
  { page: "system", state: "system-new", path: "systems/new" },
  { page: "health", state: "health", path: "health" },
  { page: "new-customer", state: "new-customer", path: "customers/new?parent=2" },
];

/** What a server needs so that webhooks and systems may be on loopback. */
export const FLAGS = ["--deliveries.allow", "127.0.0.0/8"];

/** A server of the demo as the system of a vendor. */
export const VENDOR = { dialect: "everlytic", username: "administrator", secret: "demo-api-key-0000000000000000", below: 2, match: ["name"], per_second: 1000 };

/** Makes what the states show and the demo lacks: a webhook with a delivery that was taken and one that failed, and
 * a system with conflicts. */
export async function fill(server) {
  if ((await server.api("GET", "/v1/webhooks")).items.length > 0) return;
  await make_system(server);
  const receiver = await Receiver.start((event) => (event.data?.customer === 102 ? [503, "the database is away"] : [200, "ok"]));
  await server.api("POST", "/v1/webhooks", { name: "Billing", url: receiver.url, description: "Tells the billing system", fields: ["notes", "website"], include: ["website"] });
  await server.api("PATCH", "/v1/customers/101", { notes: "Asked for a call" });
  await receiver.gets(1);
  await server.api("PATCH", "/v1/customers/102", { notes: "Wants another invoice", website: "https://trial.example" });
  await receiver.gets(2);
  await server.until("/v1/webhooks/1/deliveries", (page) => page.items.length >= 2);
}

/** The server is its own vendor, where customer 101 is 102, and 102 is 103. */
async function make_system(server) {
  await server.api("POST", "/v1/systems", { ...VENDOR, name: "Newsletters", address: `${server.url}/`, description: "Sends the newsletters",
    fields: { name: "review", website: "record", "contacts/primary/email": "fill_if_empty" }, ignore: ["only_there"] });
  for (const [customer, there] of [[101, "102"], [102, "103"]]) await server.api("POST", "/v1/systems/1/links", { customer, there });
  await server.api("POST", "/v1/systems/1/plan", {});
}

/** The names of the pages that the console has. */
export function page_names() {
  const table = readFileSync(new URL("../../../console/src/pages/pages.ts", import.meta.url), "utf8");
  return [...table.matchAll(/\bname: "([\w-]+)"/g)].map((found) => found[1]);
}
