// Everything that a page shows stands in its address: reload, Back and another browser show the same.
import { equal } from "../support/expect.mjs";

/** Opens panels in the way of a person; what is shown then must be shown by the address alone. */
const ROWS = {
  "the record with empty fields, a filter and an open address": async (page) => {
    await page.goto(page.base + "customers/101");
    await page.getByRole("checkbox", { name: "Empty fields" }).check();
    await page.getByText("All fields, and who changed them").first().click();
    await page.waitForURL(/members=/);
    await page.getByRole("searchbox", { name: "Filter the fields" }).fill("street");
  },
  "the timeline with an entry that is opened and one that is compared": async (page) => {
    await page.goto(page.base + "customers/101?tab=history");
    await page.getByRole("button", { name: /Show \d+ more fields/ }).last().click();
    await page.getByRole("button", { name: "More about version 1" }).click();
    await page.getByRole("button", { name: "Compare with now" }).click();
    await page.getByText(/From version 1 to now/).waitFor();
  },
  "the doors with one left out, indented, and a curl": async (page) => {
    await page.goto(page.base + "customers/101?tab=doors");
    await page.getByRole("checkbox", { name: "everlytic" }).uncheck();
    await page.getByRole("checkbox", { name: "Indent the replies" }).check();
    await page.locator("summary").filter({ hasText: "curl" }).first().click();
    await page.waitForURL(/curl=native/);
  },
  "an earlier version": async (page) => {
    await page.goto(page.base + "customers/101");
    await page.getByRole("slider").focus();
    await page.keyboard.press("ArrowLeft");
    await page.waitForURL(/version=/);
  },
};

const shown = async (someone) => {
  await someone.page.waitForLoadState("networkidle");
  await someone.settled();
  return (await someone.text("main")).replace(/ · (\d+ )?\S+( ago)?$/gm, "");
};

const row = (act) => async ({ person, api, server }) => {
  await api("PATCH", "/v1/customers/101", { notes: `changed ${Math.random()}` });
  const one = await person();
  one.page.base = `${server.url}/console/`;
  await act(one.page);
  const before = await shown(one);
  const address = one.page.url();
  await one.page.reload();
  equal(await shown(one), before, "after a reload");
  const other = await person();
  await other.page.goto(address);
  equal(await shown(other), before, "in another browser");
  await one.open("");
  await one.page.goBack();
  equal(await shown(one), before, "after Back");
};

export const cases = Object.fromEntries(Object.entries(ROWS).map(([name, act]) => [name, row(act)]));
