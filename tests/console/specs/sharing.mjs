// An address shows the same after a reload, after Back, and in another browser; a lost connection comes back.
import { equal } from "../support/expect.mjs";

const ADDRESSES = [
  "?q=trading&status=active&order=name",
  "?below=2&only=children",
  "customers/101?tab=history&door=native",
  "customers/101?tab=history&field=notes",
  "customers/101?tab=doors&indent=1",
  "customers/101?version=1",
  "customers/101?tab=edit&fields=note",
];

export const cases = {
  "an address shows the same after a reload and in another browser": async ({ person, api }) => {
    await api("PATCH", "/v1/customers/101", { notes: "for the history" });
    const [one, other] = [await person(), await person()];
    for (const address of ADDRESSES) {
      await one.open(address);
      const shown = [one.page.url(), await one.text()];
      await one.page.reload();
      await one.settled();
      equal([one.page.url(), await one.text()], shown, `${address} after a reload`);
      await other.open(address);
      equal([other.page.url(), await other.text()], shown, `${address} in another browser`);
    }
  },
  "Back and Forward show what was": async ({ person }) => {
    const someone = await person();
    const { page } = someone;
    await someone.open("customers/101");
    await page.keyboard.press("h");
    await page.getByRole("article").first().waitFor();
    await page.evaluate(() => history.back());
    await page.locator(".tabs [aria-current=page]", { hasText: "Record" }).waitFor();
    await page.evaluate(() => history.forward());
    await page.getByRole("article").first().waitFor();
  },
  "a lost connection says so and comes back by itself, with what was typed": async ({ person, server }) => {
    const someone = await person();
    const { page } = someone;
    await someone.open("customers/102?tab=edit");
    await server.stop(false);
    await page.locator('[data-path="notes"] textarea').fill("typed while nobody listens");
    await page.locator(".lost .banner").waitFor();
    await server.serve();
    await page.locator(".lost .banner").waitFor({ state: "detached" });
    await page.getByText("1 field would change").waitFor();
    equal(await page.locator('[data-path="notes"] textarea').inputValue(), "typed while nobody listens", "the draft");
  },
};
