// Outside systems, with a second server as the system of a vendor: made, compared, planned, applied, decided, linked.
import { createServer } from "node:net";
import { equal, none, ok } from "../support/expect.mjs";
import { FLAGS, VENDOR } from "../support/pages.mjs";
import { PASSWORD, Server } from "../support/server.mjs";

export const flags = FLAGS;

const dialog_of = (someone) => someone.page.getByRole("dialog");
const press = (someone, name) => someone.page.getByRole("main").getByRole("button", { name, exact: true }).click();
const agree = (someone, name) => dialog_of(someone).getByRole("button", { name, exact: true }).click();
const card = (someone, name) => someone.page.getByRole("article", { name });
const sides = async (row) => Object.fromEntries(await row.locator("td").evaluateAll((cells) => cells.map((each) => [each.dataset.side, each.innerText])));

/** Runs `work` with a vendor, which ends with it. */
async function with_vendor(work) {
  const vendor = await Server.start();
  try {
    await work(vendor);
  } finally {
    await vendor.stop();
  }
}

/** Where nothing listens. */
async function address_of_nothing() {
  const server = createServer();
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const { port } = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return `http://127.0.0.1:${port}`;
}

const described = (vendor, more = {}) => ({ ...VENDOR, name: "Vendor", address: `${vendor.url}/`, fields: { name: "review", website: "record" }, ...more });

/** A system whose customers are all linked. */
async function linked(api, vendor, more) {
  const system = await api("POST", "/v1/systems", described(vendor, more));
  await api("POST", `/v1/systems/${system.id}/apply`, await api("POST", `/v1/systems/${system.id}/plan`, { limit: 200 }));
  return system;
}

export const cases = {
  "one is made, compared, and its customers are linked by a plan": ({ person, api }) => with_vendor(async (vendor) => {
    const someone = await person({ as: "root" });
    const { page } = someone;
    await someone.open("systems");
    await page.getByText("No systems here").waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await page.getByRole("link", { name: "New system" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Everlytic");
    await page.getByLabel("Dialect").selectOption("everlytic");
    await page.getByLabel("Address").fill(vendor.url);
    await page.getByLabel("Username").fill(VENDOR.username);
    await page.getByLabel("Password or key").fill(VENDOR.secret);
    await page.getByLabel("Customers below").fill("2");
    await page.getByLabel("Recognised by").fill("name");
    const step = page.locator("input#part-fields");
    await step.fill("nothing_of_the_kind");
    await step.press("Enter");
    await step.fill("contacts/primary/email");
    await step.fill("website");
    await page.getByRole("group", { name: "Kept in step" }).getByLabel("Website").selectOption("record");
    const drafts = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    ok((await drafts()).includes("contacts/primary/email") && !(await drafts()).includes(VENDOR.secret), "the draft has what was typed, and no secret");
    none(await someone.axe(), "axe finds in the form");
    await press(someone, "Review");
    ok(!(await dialog_of(someone).innerText()).includes(VENDOR.secret), "the review does not show the secret");
    await agree(someone, "Save");
    await page.getByText("Nothing waits for a person").waitFor();
    const id = Number(new URL(page.url()).pathname.split("/").at(-1));
    const { name, below, match, fields, enabled } = await api("GET", `/v1/systems/${id}`);
    equal({ name, below, match, fields, enabled }, { name: "Everlytic", below: 2, match: ["name"], fields: { "contacts/primary/email": "review", website: "record" }, enabled: true }, "what was made");
    await page.keyboard.press("d");
    await press(someone, "Compare");
    await page.getByText("Nothing differs").waitFor();
    await page.keyboard.press("p");
    await press(someone, "Make a plan");
    await card(someone, "Global Trading").getByText("is linked").waitFor();
    none(await someone.axe(), "axe finds, with a plan");
    await page.keyboard.press("a");
    await agree(someone, "Apply");
    await page.getByRole("region", { name: "Results" }).getByText("linked", { exact: true }).first().waitFor();
    none(await someone.axe(), "axe finds, with results");
    await page.keyboard.press("l");
    await page.getByRole("region", { name: "Links" }).getByRole("link", { name: /Global Trading/ }).waitFor();
    await page.keyboard.press("s");
    ok((await someone.text(".admin-parts")).includes("Email (primary contact)"), "what is kept in step stands in its settings");
    ok(!(await page.content()).includes(VENDOR.secret), "the secret is never shown");
    await api("DELETE", `/v1/systems/${id}`);
  }),
  "what differs is shown in three columns, a plan writes it, and a person decides the rest": ({ person, api }) => with_vendor(async (vendor) => {
    const { id } = await linked(api, vendor);
    await api("PATCH", "/v1/customers/101", { name: "Named here <b>", website: "www.here.example" });
    await vendor.api("PATCH", "/v1/customers/101", { name: "Named there" });
    const someone = await person({ as: "root" });
    const { page } = someone;
    await someone.open(`systems/${id}?tab=drift&customer=101&run=1`);
    const row = (field) => card(someone, "Named here <b>").locator(`tr[data-field="${field}"]`);
    const name = await sides(row("name"));
    equal([name.Record, name.Agreed, name.System, name.Done], ["Named here <b>", "not known", "Named there", "a person decides"], "the name");
    const website = await sides(row("website"));
    equal([website.Record, website.Done.startsWith("to the system")], ["www.here.example", true], "the website");
    await page.keyboard.press("p");
    await page.keyboard.press("r");
    await card(someone, "Named here <b>").waitFor();
    await press(someone, "Apply");
    await agree(someone, "Apply");
    await page.getByText("done", { exact: true }).first().waitFor();
    equal((await vendor.api("GET", "/v1/customers/101")).website, "www.here.example", "the website there");

    await page.keyboard.press("c");
    await page.getByRole("region", { name: "Conflicts" }).locator("tbody tr").waitFor();
    await page.keyboard.press("j");
    const detail = page.getByRole("complementary", { name: "Conflict" });
    await detail.getByText("Named there").waitFor();
    ok(page.url().includes("open=101%2Fname"), `the address is ${page.url()}`);
    equal((await sides(detail.locator("tbody tr"))).Agreed, "not known", "both once agreed on another value");
    none(await someone.axe(), "axe finds, with a conflict");
    await detail.getByLabel("The system is right").check();
    await detail.getByLabel("Remember it").check();
    await detail.getByRole("button", { name: "Decide" }).click();
    await detail.getByText("done", { exact: true }).waitFor();
    await page.getByText("Nothing waits for a person").waitFor();
    equal((await api("GET", "/v1/customers/101")).name, "Named there", "the name here");
    equal((await api("GET", `/v1/systems/${id}`)).fields.name, "system", "the owner of the name");
    await api("DELETE", `/v1/systems/${id}`);
  }),
  "a plan that is out of date says so, and what changed meanwhile is left alone": ({ person, api }) => with_vendor(async (vendor) => {
    const { id } = await linked(api, vendor);
    await api("PATCH", "/v1/customers/102", { website: "one.example" });
    const someone = await person({ as: "root" });
    const { page } = someone;
    await someone.open(`systems/${id}?tab=plan`);
    await press(someone, "Make a plan");
    await page.getByText("to the system").first().waitFor();
    await api("PATCH", "/v1/customers/102", { website: "two.example" });
    await press(someone, "Apply");
    await agree(someone, "Apply");
    await page.getByText("stale", { exact: true }).first().waitFor();
    await page.getByText("website has changed since the plan was made").waitFor();
    await press(someone, "Make another plan");
    await page.getByText("two.example").waitFor();
    await api("PATCH", `/v1/systems/${id}`, { description: "changed meanwhile" });
    await press(someone, "Apply");
    await agree(someone, "Apply");
    await page.getByText("This plan is out of date").waitFor();
    ok((await page.getByRole("alert").innerText()).includes("make another plan"), "the server's words are shown");
    equal(await page.getByRole("main").getByRole("button", { name: "Apply", exact: true }).isDisabled(), true, "it cannot be applied");
    await page.getByText("Decide fields for one plan").click();
    await page.getByLabel("Website").selectOption("system");
    await press(someone, "Make another plan");
    await page.getByText("to the record").first().waitFor();
    await api("DELETE", `/v1/systems/${id}`);
  }),
  "links are claimed and released; a system is switched off, and deleted": ({ person, api }) => with_vendor(async (vendor) => {
    const { id } = await api("POST", "/v1/systems", described(vendor, { name: "By hand <i>" }));
    const someone = await person({ as: "root" });
    const { page } = someone;
    const claim = async (customer, there) => {
      await page.keyboard.press("n");
      await dialog_of(someone).getByLabel("Customer").fill(customer);
      await dialog_of(someone).getByLabel("There").fill(there);
      await agree(someone, "Claim");
    };
    await someone.open(`systems/${id}?tab=links`);
    await page.getByText("No customer is linked").waitFor();
    await claim("101", "102");
    await page.getByText("Customer 101 is 102 there").waitFor();
    await claim("103", "102");
    await dialog_of(someone).getByText(/is linked to customer 101/).waitFor();
    await page.keyboard.press("Escape");
    await someone.open("systems");
    const listed = page.getByRole("region", { name: "Systems" }).locator("tbody tr").filter({ hasText: "By hand <i>" });
    await listed.getByRole("link", { name: "1", exact: true }).click();
    await page.getByRole("button", { name: "Release customer 101" }).click();
    await agree(someone, "Release");
    await page.getByText("No customer is linked").waitFor();
    await press(someone, "Switch off");
    await page.getByText("It is switched off: nothing is compared").waitFor();
    await api("POST", `/v1/systems/${id}/drift`, {}, { status: 409 });
    await page.keyboard.press("d");
    equal(await page.getByRole("button", { name: "Compare" }).isDisabled(), true, "nothing can be compared");
    await press(someone, "Switch on");
    await page.getByText("It is switched off: nothing is compared").waitFor({ state: "detached" });
    await press(someone, "Delete");
    await dialog_of(someone).getByText("nothing is deleted there").waitFor();
    await agree(someone, "Delete");
    await page.getByRole("heading", { name: "Systems" }).waitFor();
    await api("GET", `/v1/systems/${id}`, undefined, { status: 404 });
  }),
  "who may only read compares, and is not offered plans, choices or links": ({ person, api }) => with_vendor(async (vendor) => {
    const { id } = await linked(api, vendor);
    await api("PATCH", "/v1/customers/103", { name: "Here" });
    await vendor.api("PATCH", "/v1/customers/103", { name: "There" });
    await api("POST", `/v1/systems/${id}/plan`, {});
    await api("POST", "/v1/roles", { name: "auditor", privileges: ["administrator", "read-only"] });
    await api("POST", "/v1/principals", { name: "auditor", home: 1, roles: ["auditor"], password: PASSWORD });
    const someone = await person({ as: "auditor" });
    const { page } = someone;
    await someone.open(`systems/${id}?open=103/name`);
    ok((await someone.text()).includes("Your role may look, and not decide"), "it is told why");
    equal(await page.getByRole("navigation", { name: "Views of this system" }).getByRole("link").allInnerTexts(), ["Conflicts", "Drift", "Links", "Settings and history"], "the views");
    for (const view of ["", "?tab=links", "?tab=plan"]) {
      await someone.open(`systems/${id}${view}`);
      const acts = await page.getByRole("main").getByRole("button").allInnerTexts();
      none(acts.filter((name) => /delete|switch|edit|claim|release|plan|apply|decide/i.test(name)), `what ${view} offers`);
    }
    await someone.open(`systems/${id}?tab=drift&customer=103&run=1`);
    await card(someone, "Here").getByText("a person decides").waitFor();
    await api("DELETE", `/v1/systems/${id}`);
  }),
  "a system that is away is said, and who may not see systems is told why": async ({ person, api, server }) => {
    const { id } = await api("POST", "/v1/systems", described({ url: await address_of_nothing() }, { name: "Away" }));
    const someone = await person({ as: "root" });
    await someone.open(`systems/${id}?tab=drift&run=1`);
    ok((await someone.page.getByRole("alert").innerText()).includes("Away: "), "what went wrong is said with the system's name");
    someone.trouble = someone.trouble.filter((each) => !each.includes("status of 503"));
    await api("PATCH", `/v1/systems/${id}`, { watch: true });
    await server.until(`/v1/systems/${id}`, (system) => system.watching?.state === "failing");
    await someone.open(`systems/${id}`);
    ok((await someone.page.getByRole("status").filter({ hasText: "cannot be kept in step" }).innerText()).includes("Drift says what fails"), "a watched one that fails is said");
    equal(await someone.page.locator(".badge").filter({ hasText: "failing" }).count(), 1, "its state");
    const reader = await person({ as: "reader" });
    await reader.open(`systems/${id}`);
    ok((await reader.text()).includes("It takes the privilege administrator"), "the reader is told");
    equal(await reader.page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Systems" }).count(), 0, "nor does it stand in the navigation");
  },
};
