// Files of customers: taken out as the server gives them, and taken in by a plan that is applied and taken back.
import { readFile } from "node:fs/promises";
import { equal, none, ok } from "../support/expect.mjs";

const counts = async (page) => (await page.locator("[data-counts]").innerText()).replace(/\s+/g, " ");
const pick = (page, name, text, type = "text/csv") => page.getByLabel("File", { exact: false }).first().setInputFiles({ name, mimeType: type, buffer: Buffer.from(text) });
const press = (page, name) => page.getByRole("main").getByRole("button", { name, exact: true }).click();

/** The bytes of the export of a query. */
async function out(server, query) {
  const auth = `Basic ${Buffer.from("username:password").toString("base64")}`;
  const reply = await fetch(`${server.url}/v1/export${query}`, { headers: { Authorization: auth } });
  const text = await reply.text();
  equal(reply.status, 200, `the status of an export that answers ${text}`);
  return text;
}

async function downloaded(page) {
  const waiting = page.waitForEvent("download");
  await press(page, "Export");
  const download = await waiting;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

export const cases = {
  "a file is made of what the form says, and a wrong column is named": async ({ person, server }) => {
    const someone = await person();
    const { page } = someone;
    await someone.open("people");
    await page.keyboard.press("g");
    await page.keyboard.press("x");
    equal(await downloaded(page), { name: "customers.csv", text: await out(server, "") }, "all");
    await page.getByLabel("Customers below").fill("123");
    await page.getByLabel("Columns").fill("uuid,name");
    await page.getByLabel("JSON Lines").check();
    equal(await downloaded(page), { name: "customers.jsonl", text: await out(server, "?below=123&fields=uuid,name&format=jsonl") }, "some of it");
    ok(page.url().includes("below=123") && page.url().includes("format=jsonl"), `the choices stand in the address: ${page.url()}`);
    none(await someone.axe(), "axe finds");
    await page.getByLabel("Columns").fill("uuid,nam");
    await press(page, "Export");
    await page.getByRole("alert").filter({ hasText: "nam" }).waitFor();
  },
  "a file is planned, applied and taken back": async ({ person, server }) => {
    const before = await out(server, "");
    const someone = await person();
    const { page } = someone;
    await someone.open("files?tab=import");
    await pick(page, "new.csv", "external_id,Title,status,odd\nfile-1,From a <b>file</b>,active,1\nfile-2,,active,2\n");
    await press(page, "Plan");
    await page.getByRole("alert").filter({ hasText: "Title" }).waitFor();
    await page.getByText("How it is read").click();
    await page.getByLabel("Key").fill("external_id");
    await page.getByLabel("Columns", { exact: true }).or(page.getByLabel(/^Columns/)).first().fill("Title=name");
    await page.getByLabel("Ignored columns").fill("odd");
    await press(page, "Plan");
    await page.getByText("Rows are refused, so nothing is written").waitFor();
    equal(await counts(page), "2 rows 1 new 0 changed 0 unchanged 1 refused", "the plan");
    const fault = await page.getByRole("region", { name: "Refused rows" }).locator("tbody tr").innerText();
    for (const part of ["3", "Title", "is required"]) ok(fault.includes(part), `the fault says ${part}: ${fault}`);
    ok((await page.getByRole("region", { name: "Changes" }).innerText()).includes("From a <b>file</b>"), "values are text");
    none(await someone.axe(), "axe finds, with a plan");
    equal(await page.getByRole("button", { name: "Apply" }).count(), 0, "no apply while rows are refused");
    equal(await out(server, ""), before, "nothing was written");
    await page.getByLabel("Refused rows do not keep").check();
    await press(page, "Plan");
    await press(page, "Apply");
    await page.getByRole("heading", { name: "Written" }).waitFor();
    equal(await counts(page), "2 rows 1 new 0 changed 0 unchanged 1 refused", "what was written");
    const names = await out(server, "?fields=name");
    ok(names.includes("From a <b>file</b>"), `what was written is there: ${names}`);
    none(await someone.axe(), "axe finds, with what was written");
    equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth <= 0), true, "nothing is wider than the page");
    await press(page, "Take it back…");
    await page.getByRole("dialog").getByRole("button", { name: /^Take back/ }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    equal(await out(server, ""), before, "taken back");
  },
  "who may only read takes out, and nothing in": async ({ person, server }) => {
    const someone = await person({ as: "reader" });
    const { page } = someone;
    await someone.open("files?tab=import");
    equal(await page.getByRole("navigation", { name: "Import and export" }).getByRole("link").count(), 1, "one tab");
    equal((await downloaded(page)).text, await out(server, ""), "the same");
  },
};
