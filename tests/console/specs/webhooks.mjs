// Webhooks and their deliveries, with real receivers on loopback: made, tried, switched, sent again, deleted.
import { createHmac } from "node:crypto";
import { equal, none, ok } from "../support/expect.mjs";
import { FLAGS } from "../support/pages.mjs";
import { Receiver } from "../support/receiver.mjs";

export const flags = FLAGS;

const dialog_of = (someone) => someone.page.getByRole("dialog");
const press = (someone, name) => someone.page.getByRole("main").getByRole("button", { name, exact: true }).click();
const rows = (someone) => someone.page.getByRole("region", { name: "Deliveries" }).locator("tbody tr");
const detail = (someone) => someone.page.getByRole("complementary", { name: "Delivery" });
const hook_of = (someone) => Number(new URL(someone.page.url()).pathname.split("/").at(-1));

async function save(someone) {
  await press(someone, "Review");
  await dialog_of(someone).getByRole("button", { name: "Save" }).click();
}

async function make(api, receiver, more = {}) {
  return api("POST", "/v1/webhooks", { name: "hook", url: receiver.url, ...more });
}

const is_signed = ({ headers, body }, secret) => {
  const text = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  return headers["webhook-signature"].split(" ").includes(`v1,${createHmac("sha256", key).update(text).digest("base64")}`);
};

export const cases = {
  "one is made with a filter, its secret is shown once, and its receiver can check a test event": async ({ person, api }) => {
    const receiver = await Receiver.start(() => [202, "thanks <b>"]);
    const someone = await person({ as: "root" });
    const { page } = someone;
    await someone.open("webhooks");
    await page.getByText("No webhooks here").waitFor();
    await page.getByRole("link", { name: "New webhook" }).click();
    await page.getByLabel("Name").fill("Billing");
    await page.getByLabel("Address").fill("http://10.0.0.1/hook");
    await page.getByRole("group", { name: "Doors" }).getByRole("checkbox", { name: "native" }).check();
    await page.getByRole("group", { name: "Actions" }).getByRole("checkbox", { name: "amend" }).check();
    await page.getByLabel("Changes of").fill("notes");
    await page.getByLabel("Values in the event").fill("Notes");
    await page.getByLabel("Values in the event").press("Enter");
    await press(someone, "Review");
    await page.locator("#part-url-note .field-error").waitFor();
    await page.getByLabel("Address").fill(receiver.url);
    await save(someone);
    const secret = await dialog_of(someone).locator(".once").innerText();
    ok(secret.startsWith("whsec_"), `the secret is ${secret}`);
    await dialog_of(someone).getByRole("button", { name: "Done" }).click();
    await page.getByRole("heading", { name: "Billing" }).waitFor();
    const id = hook_of(someone);
    const { doors, actions, fields, include, below } = await api("GET", `/v1/webhooks/${id}`);
    equal({ doors, actions, fields, include, below }, { doors: ["native"], actions: ["amend"], fields: ["notes"], include: ["notes"], below: 1 }, "what was made");
    await page.keyboard.press("t");
    await dialog_of(someone).getByText("The receiver took it").waitFor();
    ok((await dialog_of(someone).innerText()).includes("thanks <b>"), "what it answered is shown as it is");
    ok(is_signed(receiver.requests[0], secret), "the event is signed with the secret that was shown");
    await dialog_of(someone).getByRole("button", { name: "Done" }).click();
    await page.reload();
    await someone.settled();
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    ok(!(await page.content()).includes(secret) && !kept.includes(secret), "the secret is shown once, and kept nowhere");
    await page.keyboard.press("s");
    await page.getByText("Values in the event").waitFor();
    ok((await someone.text(".admin-parts")).includes("native"), "what it is told stands in its settings");
  },
  "one that was registered at the hub of TMF629 says so, with what it asked for": async ({ person, api }) => {
    const receiver = await Receiver.start(() => [204, ""]);
    const made = await api("POST", "/tmf-api/customer/v5/hub", { callback: receiver.url, query: "eventType=CustomerDeleteEvent" });
    const someone = await person({ as: "root" });
    await someone.open(`webhooks/${made.id}`);
    await someone.page.getByRole("heading", { name: "TMF629 v5 listener" }).waitFor();
    const facts = await someone.text("dl.facts");
    ok(facts.includes("tmf629.v5") && facts.includes("eventType=CustomerDeleteEvent"), `the facts are ${facts}`);
    await someone.page.keyboard.press("t");
    await dialog_of(someone).getByText("The receiver took it").waitFor();
    equal(JSON.parse(receiver.requests[0].body).eventType, "TestEvent", "the test is in the form of the hub");
  },
  "a new key signs beside the one before, and the receiver's refusal is shown": async ({ person, api }) => {
    const receiver = await Receiver.start(() => [500, "no such table"]);
    const made = await make(api, receiver);
    const someone = await person({ as: "root" });
    await someone.open(`webhooks/${made.id}`);
    await press(someone, "New key…");
    await dialog_of(someone).getByLabel("The present key signs").selectOption("for an hour");
    await dialog_of(someone).getByRole("button", { name: "Make a new key" }).click();
    const secret = await dialog_of(someone).locator(".once").innerText();
    ok(secret !== made.secret, "it is another one");
    await dialog_of(someone).getByRole("button", { name: "Done" }).click();
    await someone.page.getByText("The key before signs too").waitFor();
    await press(someone, "Send a test");
    await dialog_of(someone).getByText("It failed: answered 500").waitFor();
    ok((await dialog_of(someone).innerText()).includes("no such table"), "what it answered");
    equal([made.secret, secret].map((each) => is_signed(receiver.requests[0], each)), [true, true], "both keys sign");
  },
  "deliveries are shown attempt by attempt, filtered, linked to their change, and sent again": async ({ person, api, server }) => {
    let is_away = true;
    const receiver = await Receiver.start((event) => (is_away && event.data.customer === 102 ? [503, "away"] : [200, "ok"]));
    const made = await make(api, receiver, { name: "Two customers", fields: ["notes"] });
    const someone = await person({ as: "root" });
    const { page } = someone;
    await someone.open(`webhooks/${made.id}`);
    await page.getByText("Nothing was delivered yet").waitFor();
    await api("PATCH", "/v1/customers/101", { notes: "taken" }, { headers: { "Patchbay-Reason": "asked by phone" } });
    await api("PATCH", "/v1/customers/102", { notes: "not taken" });
    await rows(someone).filter({ hasText: "503" }).first().waitFor();
    await page.getByText("failing", { exact: true }).waitFor();
    await page.getByLabel("Outcome").selectOption("delivered");
    await rows(someone).filter({ hasText: "503" }).first().waitFor({ state: "detached" });
    await page.keyboard.press("j");
    await detail(someone).getByText("asked by phone").waitFor();
    await detail(someone).locator('.changes [data-path="notes"]').waitFor();
    const address = page.url();
    ok(/outcome=delivered&open=\d+/.test(address), `the address is ${address}`);
    none(await someone.axe(), "axe finds, with a delivery");
    const other = await person({ as: "root" });
    await other.page.goto(address);
    await detail(other).getByText("asked by phone").waitFor();
    await detail(someone).getByRole("link", { name: "the change in its history" }).click();
    await page.getByRole("article").filter({ hasText: "asked by phone" }).waitFor();
    equal(await page.getByRole("article").count(), 1, "the changes that the history shows");

    await someone.open(`webhooks/${made.id}?outcome=failed`);
    await rows(someone).last().getByRole("link").first().click();
    await detail(someone).getByText("answered 503").first().waitFor();
    is_away = false;
    const before = receiver.requests.length;
    await detail(someone).getByRole("button", { name: "Send it again" }).click();
    await receiver.gets(before + 1);
    await server.until(`/v1/webhooks/${made.id}`, (hook) => hook.delivery.state === "working" && !hook.delivery.waiting);
    await page.getByText("working", { exact: true }).waitFor();
    await detail(someone).getByText("answered 200: taken").waitFor();

    is_away = true;
    await api("PATCH", "/v1/customers/102", { notes: "once more" });
    await page.getByText("failing", { exact: true }).waitFor();
    is_away = false;
    await press(someone, "Send again…");
    await dialog_of(someone).getByText("What failed: 1 change").waitFor();
    await dialog_of(someone).getByRole("button", { name: "Send again" }).click();
    await page.getByText("working", { exact: true }).waitFor();

    const count = receiver.requests.length;
    await page.keyboard.press("Escape");
    await page.keyboard.press("r");
    await dialog_of(someone).getByLabel("Since", { exact: true }).fill("2020-01-01T00:00:00");
    await dialog_of(someone).getByRole("button", { name: "Send again" }).click();
    await receiver.gets(count + 3);
    const customers = receiver.requests.slice(count).map(({ event }) => event.data.customer);
    ok(customers.includes(1), `what was made before the webhook is sent too: ${customers}`);
  },
  "one that answers 410 is stopped, says why, is switched on and off, and is deleted": async ({ person, api, server }) => {
    let status = 410;
    const receiver = await Receiver.start(() => [status, ""]);
    const made = await make(api, receiver, { name: "Gone <i>" });
    await api("PATCH", "/v1/customers/103", { notes: "nobody wants it" });
    await server.until(`/v1/webhooks/${made.id}`, (hook) => hook.delivery.state === "stopped");
    const someone = await person({ as: "root" });
    const { page } = someone;
    await someone.open("webhooks");
    const row = page.getByRole("region", { name: "Webhooks" }).locator("tbody tr").filter({ hasText: "Gone <i>" });
    for (const part of ["stopped", "1 waiting", receiver.url]) ok((await row.innerText()).includes(part), `the list says ${part}`);
    await row.getByRole("link", { name: "Gone <i>" }).click();
    await page.getByText("It was stopped: answered 410").waitFor();
    status = 200;
    await press(someone, "Switch on");
    await page.getByText("working", { exact: true }).waitFor();
    await receiver.gets(2);
    await press(someone, "Switch off");
    await page.getByText("It is switched off").waitFor();
    await page.getByRole("button", { name: "Undo" }).last().click();
    await page.getByText("It is switched off").waitFor({ state: "detached" });
    equal((await api("GET", `/v1/webhooks/${made.id}`)).enabled, true, "it is on");
    await press(someone, "Delete");
    await dialog_of(someone).getByRole("button", { name: "Delete" }).click();
    await page.getByRole("heading", { name: "Webhooks" }).waitFor();
    await api("GET", `/v1/webhooks/${made.id}`, undefined, { status: 404 });
  },
  "who may not see webhooks is told why": async ({ person }) => {
    const reader = await person({ as: "reader" });
    await reader.open("webhooks/1");
    ok((await reader.text()).includes("It takes the privilege administrator"), "the reader is told");
    equal(await reader.page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Webhooks" }).count(), 0, "nor does it stand in the navigation");
  },
};
