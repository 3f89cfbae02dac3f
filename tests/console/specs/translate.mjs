// Translations: what is pasted becomes the same change in another dialect, with what is lost; nothing is sent.
import { equal, none, ok } from "../support/expect.mjs";

const CURL = `curl -X PUT https://HOST/api/2.0/customers/101 -u me:hunter2 --json '{"website_url": "www.gbtrading.example", "telephone": "+44 1782 555101"}'`;

const input = (someone) => someone.page.getByRole("textbox", { name: /A curl command/ });
const output = (someone) => someone.page.locator(".translate-output");
const losses = (someone) => someone.page.getByRole("region", { name: "Losses" }).locator("tbody tr");

export const cases = {
  "a curl becomes a raw request and a curl of another dialect, with what does not survive": async ({ person, api }) => {
    const before = await api("GET", "/v1/customers/101");
    const someone = await person();
    const { page } = someone;
    await someone.open("people");
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await page.getByRole("combobox", { name: "From" }).selectOption("everlytic");
    await page.getByRole("combobox", { name: "To", exact: true }).selectOption("m2mportal");
    await input(someone).fill(CURL);
    await output(someone).waitFor();
    ok((await output(someone).textContent()).includes("<website>www.gbtrading.example</website>"), "the change in the other dialect");
    ok((await output(someone).textContent()).includes(`<customer>${before.name}</customer>`), "the customer is named as the other dialect does");
    equal(await losses(someone).count(), 1, "what is lost");
    const lost = await losses(someone).first().innerText();
    for (const part of ["telephone", "+44 1782 555101", "no field"]) ok(lost.includes(part), `the loss says ${part}: ${lost}`);
    ok((await someone.text()).includes("PASSWORD"), "what is to be replaced");
    ok(!(await output(someone).textContent()).includes("hunter2"), "credentials are not copied");
    none(await someone.axe(), "axe finds, with a translation");
    await page.getByRole("link", { name: "curl", exact: true }).click();
    await page.waitForURL(/as=curl/);
    ok((await output(someone).textContent()).startsWith("curl "), "as curl");
    ok(!page.url().includes("hunter2") && !page.url().includes("gbtrading"), "what was pasted stands in no address");
    equal(await api("GET", "/v1/customers/101"), before, "the record");
    equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth <= 0), true, "nothing is wider than the page");

    await page.getByRole("link", { name: "Raw request" }).click();
    await page.getByRole("button", { name: "The other way round" }).click();
    await page.locator(".translate-head").filter({ hasText: "Everything survives" }).waitFor();
    ok((await output(someone).textContent()).includes("www.gbtrading.example"), "and back");
  },
  "a body says where it was to go, a dialect is spoken in another way, and a wrong one is named": async ({ person }) => {
    const someone = await person();
    const { page } = someone;
    await someone.open("translate?from=everlytic&to=enswitch&method=PUT&target=/api/2.0/customers/101");
    await input(someone).fill('{"website_url": 7');
    await page.getByRole("alert").waitFor();
    await input(someone).fill('{"telephone": "+44 1782 555101"}');
    await output(someone).waitFor();
    ok((await output(someone).textContent()).includes("telephone=%2B441782555101") || (await output(someone).textContent()).includes("telephone="), "the form");
    await page.getByLabel("Path and query").fill("");
    await page.getByRole("alert").filter({ hasText: "input_target" }).waitFor();
    await page.getByLabel("Path and query").fill("/api/2.0/customers/101");
    await page.getByRole("combobox", { name: "To", exact: true }).selectOption("everlytic");
    await page.getByLabel("Spoken as").selectOption("xml-rpc");
    await page.locator(".translate-output").filter({ hasText: "methodCall" }).waitFor();
    const other = await person();
    await other.page.goto(page.url());
    equal(await other.page.getByLabel("Spoken as").inputValue(), "xml-rpc", "the choices stand in the address");
  },
  "a request that the server keeps is translated from its page": async ({ person, server }) => {
    const auth = `Basic ${Buffer.from("username:password").toString("base64")}`;
    await fetch(`${server.url}/api/2.0/customers/101`, { method: "PUT", headers: { Authorization: auth, "Content-Type": "application/json" }, body: '{"website_url":"kept.example"}' });
    const someone = await person({ as: "root" });
    await someone.open("requests?door=everlytic&live=0");
    await someone.page.getByRole("region", { name: "Requests" }).getByRole("link").first().click();
    await someone.page.getByRole("link", { name: "Translate it" }).click();
    await someone.page.locator(".translate-output").filter({ hasText: "kept.example" }).waitFor();
    equal(await someone.page.getByRole("combobox", { name: "From" }).inputValue(), "everlytic", "the dialect of its door");
  },
};
