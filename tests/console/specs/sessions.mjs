// What outlives a session, a tab, a browser and a server.
import { equal, none, ok } from "../support/expect.mjs";
import { PASSWORD } from "../support/server.mjs";

export const flags = ["--access.session_idle_seconds", "600"];
/** Longer than a session may be idle. */
const TOO_LONG_S = 700;
export const has_clock = true;

const notes = (someone) => someone.page.locator('.field.edit[data-path="notes"] textarea');
const ended = (someone) => someone.page.getByRole("heading", { name: "Your session has ended" });
const one_would_change = (someone) => someone.page.getByText("1 field would change").waitFor();

async function sign_in_again(someone) {
  await someone.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await someone.page.keyboard.press("Enter");
}

/** Types into the notes of a customer, and leaves it there. */
async function draft(someone, address, text) {
  await someone.open(address);
  await notes(someone).fill(text);
  await one_would_change(someone);
}

/** How often history has an undo of this customer. */
const undos = async (api, id) => (await api("GET", `/v1/customers/${id}/history`)).items.filter((entry) => entry.action === "undo").length;

async function ask_to_take_back(someone, id) {
  await someone.open(`customers/${id}`);
  await someone.page.keyboard.press("u");
  await someone.page.locator("dialog .changes").waitFor();
}

async function review(someone) {
  await someone.page.keyboard.press("Control+s");
  await someone.page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).and(someone.page.locator(":enabled")).waitFor();
}

const save = (someone) => someone.page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
const saved = (someone) => someone.page.locator(".toast").filter({ hasText: "saved as version" }).waitFor();
const take_back = (someone) => someone.page.getByRole("dialog").getByRole("button", { name: "Take back", exact: true }).click();
const taken = (someone) => someone.page.locator(".toast").filter({ hasText: "taken back" }).waitFor();

/** Lets the next change go, and cuts its reply off: before the server has it, or after it has answered. */
async function cut_off(someone, { is_sent, then, path = "**/undo", press = take_back }) {
  let is_first = true;
  await someone.page.route(path, async (route) => {
    if (!is_first || route.request().method() === "GET") return route.continue();
    is_first = false;
    if (is_sent) await route.fetch();
    await then();
    await route.abort("connectionreset");
  });
  await press(someone);
}

/** The record and its history as another browser shows them: taken back once. */
async function shows_once(person, api, id, version) {
  const other = await person({ as: "user" });
  await other.open(`customers/${id}?tab=history`);
  equal(await other.page.locator('.entry[data-action="undo"]').evaluateAll((all) => all.map((entry) => Number(entry.dataset.version))), [version], "undos that another browser shows");
  equal([await undos(api, id), (await api("GET", `/v1/customers/${id}`)).version], [1, version], "undos in history, and the version");
}

export const cases = {
  "a session that was idle for too long says so; the address and the draft are there after signing in again": async ({ person, server, api }) => {
    const someone = await person();
    const address = "customers/101?tab=edit&fields=note";
    await draft(someone, address, "half a sentence");
    const url = someone.page.url();
    server.clock.advance(TOO_LONG_S);
    await notes(someone).fill("half a sentence more");
    await ended(someone).waitFor();
    await someone.page.getByText("What you typed is still here.").waitFor();
    await sign_in_again(someone);
    await one_would_change(someone);
    equal([await notes(someone).inputValue(), someone.page.url()], ["half a sentence more", url], "the draft and the address");
    await review(someone);
    await save(someone);
    await saved(someone);
    equal((await api("GET", "/v1/customers/101")).notes, "half a sentence more", "the record");
  },
  "a page that was loaded after the session had ended asks first, and shows the same address and draft then": async ({ person, server }) => {
    const someone = await person();
    await draft(someone, "customers/102?tab=edit&fields=note", "typed before");
    const url = someone.page.url();
    server.clock.advance(TOO_LONG_S);
    await someone.page.reload();
    await someone.page.getByLabel("Name", { exact: true }).fill("username");
    await sign_in_again(someone);
    await one_would_change(someone);
    equal([await notes(someone).inputValue(), someone.page.url()], ["typed before", url], "the draft and the address");
  },
  "a page that nobody touches says by itself that the session has ended": async ({ person, server }) => {
    const someone = await person({ as: null });
    await someone.page.clock.install();
    await someone.sign_in("user");
    await someone.open("customers/101");
    const renewed = someone.page.waitForResponse((reply) => reply.url().endsWith("/v1/session") && reply.request().method() === "PUT");
    await someone.page.keyboard.press("r");
    await renewed;
    server.clock.advance(TOO_LONG_S);
    await someone.page.clock.fastForward(TOO_LONG_S * 1000);
    await ended(someone).waitFor();
  },
  "a session goes on while somebody is active, however short its idle time is": async ({ person, server }) => {
    const someone = await person({ as: null });
    await someone.page.clock.install();
    await someone.sign_in("user");
    await someone.open("customers/101");
    for (let i = 0; i < 5; i++) {
      const renewed = someone.page.waitForResponse((reply) => reply.url().endsWith("/v1/session") && reply.request().method() === "PUT");
      await someone.page.keyboard.press("r");
      equal((await renewed).status(), 200, "the renewal");
      server.clock.advance(200);
      await someone.page.clock.fastForward(200_000);
    }
    equal(await ended(someone).count(), 0, "asked to sign in");
  },
  "an undo whose tab is closed before the reply is done, and another browser shows it once": async ({ person, api }) => {
    const { version } = await api("PATCH", "/v1/customers/103", { notes: "to be taken back" });
    const someone = await person();
    await ask_to_take_back(someone, 103);
    const sent = someone.page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/undo"));
    await take_back(someone);
    await sent;
    await someone.page.close();
    // The request was on its way; the server does it whoever waits for the reply.
    while ((await api("GET", "/v1/customers/103")).version === version) await new Promise(setImmediate);
    await shows_once(person, api, 103, version + 1);
  },
  "an undo whose reply was lost as the server crashed is there after the restart, and asking again does it no second time": async ({ person, api, server }) => {
    const { version } = await api("PATCH", "/v1/customers/123", { notes: "to be taken back" });
    const someone = await person();
    await ask_to_take_back(someone, 123);
    await cut_off(someone, { is_sent: true, then: () => server.kill() });
    await someone.page.locator("dialog .error-box").waitFor();
    await server.serve();
    await shows_once(person, api, 123, version + 1);
    await take_back(someone);
    await taken(someone);
    await shows_once(person, api, 123, version + 1);
  },
  "a save whose reply was lost as the server crashed is there after the restart, and saving again saves no second time": async ({ person, api, server }) => {
    const { version } = await api("GET", "/v1/customers/102");
    const someone = await person();
    await draft(someone, "customers/102?tab=edit&fields=note", "saved once");
    await review(someone);
    await cut_off(someone, { is_sent: true, then: () => server.kill(), path: "**/v1/customers/102", press: save });
    await someone.page.getByText("The reply was lost").waitFor();
    await server.serve();
    await someone.page.locator(".lost .banner").waitFor({ state: "detached" });
    await save(someone);
    await saved(someone);
    const now = await api("GET", "/v1/customers/102");
    equal([now.notes, now.version], ["saved once", version + 1], "the record");
    equal(await someone.page.evaluate(() => localStorage.length), 0, "drafts that are left");
  },
  "an undo that never reached the server that crashed is done when it is asked for again": async ({ person, api, server }) => {
    const { version } = await api("PATCH", "/v1/customers/124", { notes: "to be taken back" });
    const someone = await person();
    await ask_to_take_back(someone, 124);
    await cut_off(someone, { is_sent: false, then: () => server.kill() });
    await someone.page.locator("dialog .error-box").waitFor();
    await server.serve();
    equal(await undos(api, 124), 0, "undos before it is asked for again");
    await take_back(someone);
    await taken(someone);
    await shows_once(person, api, 124, version + 1);
  },
  "an undo that a crash meets somewhere on the way is done once or not at all, and then once": async ({ person, api, server }) => {
    for (const [id, wait_ms] of [[101, 0], [102, 3], [103, 10]]) {
      const before = await undos(api, id);
      const { version } = await api("PATCH", `/v1/customers/${id}`, { notes: `to be taken back after ${wait_ms} ms` });
      const someone = await person();
      await ask_to_take_back(someone, id);
      const sent = someone.page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/undo"));
      await take_back(someone);
      await sent;
      await new Promise((resolve) => setTimeout(resolve, wait_ms));
      await server.kill();
      await server.serve();
      ok((await undos(api, id)) - before <= 1, "it was done twice");
      // Whoever saw the error asks again; whoever saw the reply does not.
      await someone.page.locator("dialog .error-box, .toast").first().waitFor();
      if (await someone.page.getByRole("dialog").count()) await take_back(someone);
      await taken(someone);
      equal([(await undos(api, id)) - before, (await api("GET", `/v1/customers/${id}`)).version], [1, version + 1], `undos of ${id}, and its version`);
      none(someone.trouble, "errors of the page");
    }
  },
};
