// The record of one customer: what its fields mean, when they changed, what is secret, and any day of it.
import { equal, none, ok } from "../support/expect.mjs";
import { FLAGS, VENDOR } from "../support/pages.mjs";

export const flags = FLAGS;

const field = (someone, path) => someone.page.locator(`.field[data-path="${path}"]`);

export const cases = {
  "times stand in the reader's own zone, and in UTC when pointed at": async ({ person, api }) => {
    await api("PATCH", "/v1/customers/101", { notes: "for its time" });
    const { time, version } = (await api("GET", "/v1/customers/101/history?limit=1")).items[0];
    for (const timezoneId of ["Asia/Tokyo", "America/Lima"]) {
      const someone = await person({ timezoneId });
      await someone.open("customers/101?tab=history");
      const shown = someone.page.locator(`.entry[data-version="${version}"] time`);
      const expected = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: timezoneId }).format(new Date(time));
      equal(await shown.innerText(), expected, `the time in ${timezoneId}`);
      equal(await shown.getAttribute("title"), new Date(time).toISOString().replace("T", " ").replace("Z", " UTC"), "its title");
    }
  },
  "the name of a field says what it means and what each door calls it": async ({ person }) => {
    const someone = await person();
    await someone.open("customers/101?empty=1");
    await someone.page.getByRole("button", { name: "About tax number" }).click();
    const note = someone.page.locator(".note:popover-open");
    await note.waitFor();
    const said = await note.innerText();
    for (const part of ["native", "tax_number", "flolive", "vatRegistrationNumber"]) ok(said.includes(part), `${part} is not in: ${said}`);
    await someone.page.keyboard.press("Escape");
    await someone.page.getByRole("searchbox", { name: "Filter the fields" }).fill("vatRegistrationNumber");
    await field(someone, "tax_number").waitFor();
    equal(await someone.page.locator("main .field").count(), 1, "fields that a door calls so");
  },
  "a secret is shown as a mask, on every view": async ({ person, api }) => {
    await api("PATCH", "/v1/customers/102", { bank_account_number: "DE99000000005678" });
    const someone = await person({ as: "root" });
    for (const view of ["", "?tab=history", "?tab=edit", "?tab=doors", "?version=1"]) {
      await someone.open(`customers/102${view}`);
      ok(!(await someone.page.content()).includes("DE9900000000"), `it is readable at ${view}`);
    }
    await someone.open("customers/102");
    await field(someone, "bank_account_number").getByText("****5678").waitFor();
  },
  "addresses and contacts are shown as what they are": async ({ person }) => {
    const someone = await person();
    await someone.open("customers/101");
    equal((await someone.page.locator("main address").innerText()).split("\n").map((line) => line.trim()).filter(Boolean), ["Tech Avenue 7", "Webberley, Staffordshire", "ST3 5XA United Kingdom"], "the lines of the address");
    equal(await someone.page.locator(".member a[href^='tel:']").first().getAttribute("href"), "tel:+441782555101", "the telephone");
    ok((await someone.page.locator(".summary").innerText()).includes("Paul Grantham"), "whom to call stands above every view");
  },
  "the record of a day is what it was at its end, with what is different now": async ({ person, api }) => {
    const someone = await person();
    await someone.open("customers/103");
    await api("PATCH", "/v1/customers/103", { notes: "of the past" });
    await someone.page.reload();
    await someone.settled();
    const today = await someone.page.evaluate(() => { const now = new Date(); return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`; });
    await someone.page.getByLabel("Day").fill(today);
    await someone.page.waitForURL(/at=/);
    await api("PATCH", "/v1/customers/103", { notes: "of today" });
    await someone.page.reload();
    await field(someone, "notes").locator(".field-value", { hasText: "of the past" }).waitFor();
    await field(someone, "notes").locator(".now", { hasText: "of today" }).waitFor();
    none(await someone.axe(), "axe finds, of the past");
  },
  "what outside systems call a customer stands below its fields, and leads to the system": async ({ person, api, server }) => {
    const { id } = await api("POST", "/v1/systems", { ...VENDOR, name: "Old <i>platform</i>", address: `${server.url}/`, below: 1, fields: { name: "review" } });
    await api("POST", `/v1/systems/${id}/links`, { customer: 102, there: "4711" });
    const someone = await person({ as: "root" });
    const { page } = someone;
    await someone.open("customers/102");
    const shown = page.locator(`.field[data-system="${id}"]`);
    await shown.getByRole("button", { name: "Copy the id at Old <i>platform</i>" }).waitFor();
    equal(await shown.locator(".field-value span").last().innerText(), "4711", "its id there");
    none(await someone.axe(), "axe finds, with an id of another system");
    await page.getByRole("searchbox", { name: "Filter the fields" }).fill("platform 4711");
    await shown.waitFor();
    await page.getByRole("searchbox", { name: "Filter the fields" }).fill("website");
    await shown.waitFor({ state: "detached" });
    await page.getByRole("searchbox", { name: "Filter the fields" }).fill("");
    await shown.getByRole("link", { name: "Old <i>platform</i>" }).click();
    await page.waitForURL(new RegExp(`/systems/${id}$`));
    const reader = await person({ as: "reader" });
    await reader.open("customers/102");
    await reader.page.locator(`.field[data-system="${id}"]`).getByText("4711").waitFor();
    equal(await reader.page.locator(`.field[data-system="${id}"] a`).count(), 0, "links to a system, for who may not see it");
    await reader.open("customers/103");
    equal(await reader.page.getByRole("heading", { name: "Ids of other systems" }).count(), 0, "the section, without an id");
  },
  "a save leaves the filter, the page and the tree as they were": async ({ person }) => {
    const someone = await person();
    const { page } = someone;
    await someone.open("customers/124?tab=edit&fields=note");
    await page.locator('[data-path="notes"] textarea').fill("kept where I was");
    await page.getByText("1 field would change").waitFor();
    await page.keyboard.press("Control+s");
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
    await page.locator(".toast").filter({ hasText: "Saved as version" }).waitFor();
    equal(new URL(page.url()).searchParams.get("fields"), "note", "the filter");
    equal(await page.getByRole("searchbox", { name: "Filter the fields" }).inputValue(), "note", "the filter that is shown");
  },
  "the tree says what a change renames at its top": async ({ person, api }) => {
    const someone = await person();
    await someone.open("customers/101");
    const { page } = someone;
    const home = await page.evaluate(async () => (await (await fetch("/v1/session")).json()).me.home);
    const { name } = await api("GET", `/v1/customers/${home}`);
    await someone.open(`customers/${home}?tab=edit`);
    await field(someone, "name").locator("input").fill("Renamed at the top");
    await page.keyboard.press("Control+s");
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
    const top = page.getByRole("navigation", { name: "Tree of customers" }).locator(".tree-row a").first();
    await top.getByText("Renamed at the top", { exact: true }).waitFor();
    await page.locator(".toast").getByRole("button", { name: "Take back" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Take back/ }).click();
    await top.getByText(name, { exact: true }).waitFor();
  },
  "among more siblings than the tree shows, the customer stands in its branch": async ({ person, server }) => {
    // Their name comes before that of customer 101.
    if (!process.env.CUSTOMERS_UNDER_TEST) await server.make(101);
    const someone = await person();
    await someone.open("customers/101");
    const tree = someone.page.getByRole("navigation", { name: "Tree of customers" });
    await tree.getByRole("link", { name: "More…" }).waitFor();
    equal(await tree.locator("[aria-current=true]").allInnerTexts(), ["Global Trading"], "what is marked");
    none(await someone.axe(["target-size"]), "too small to press");
  },
};
