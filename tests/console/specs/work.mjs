// Find, open, edit, review, save and undo: by keyboard alone, and by touch on a small screen.
import { equal } from "../support/expect.mjs";

const saved = async (api) => (await api("GET", "/v1/customers/101")).notes;

export const cases = {
  "by keyboard alone": async ({ person, api }) => {
    const before = await saved(api);
    const someone = await person();
    const { page } = someone;
    const { keyboard } = page;
    await someone.open("customers/901");
    await keyboard.press("/");
    const box = page.getByRole("searchbox", { name: "Find a customer" });
    await box.waitFor();
    await keyboard.type("global trad");
    // The list of fewer letters may be longer.
    await page.waitForFunction(() => document.querySelectorAll("a.hit").length === 1);
    await page.locator("a.hit", { hasText: "Global Trading" }).waitFor();
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await page.getByRole("heading", { name: "Global Trading" }).waitFor();
    await keyboard.press("e");
    await page.locator('[data-path="notes"] textarea').waitFor();
    // The filter of the fields is the first of the view; from there Tab leads to the field.
    const reach = async (is_there) => {
      for (let i = 0; i < 60; i++) {
        if (await page.evaluate(is_there)) return;
        await keyboard.press("Tab");
      }
      throw new Error(`Tab does not lead there: ${is_there}`);
    };
    await reach(() => document.activeElement?.getAttribute("aria-label") === "Filter the fields");
    await keyboard.type("notes");
    await page.locator('[data-path="name"]').waitFor({ state: "detached" });
    await reach(() => document.activeElement?.matches('[data-path="notes"] textarea'));
    await keyboard.press("Control+a");
    await keyboard.type("Typed by keyboard");
    await page.getByText("1 field would change").waitFor();
    await keyboard.press("Control+s");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Typed by keyboard").waitFor();
    await reach(() => /^Save/.test(document.activeElement?.textContent ?? ""));
    await keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    equal(await saved(api), "Typed by keyboard", "the saved notes");
    await keyboard.press("h");
    await page.getByRole("article").first().waitFor();
    await reach(() => document.activeElement?.getAttribute("aria-label") === "Take back notes");
    await keyboard.press("Enter");
    await dialog.getByRole("button", { name: "Take back", exact: true }).and(page.locator(":enabled")).waitFor();
    await reach(() => document.activeElement?.textContent === "Take back");
    await keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    equal(await saved(api), before, "the notes after the undo");
  },
  "by touch at 360 pixels": async ({ person, api }) => {
    const before = await saved(api);
    const someone = await person({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const { page } = someone;
    await someone.open();
    await page.getByRole("searchbox", { name: "Find a customer" }).tap();
    await page.keyboard.type("global trad");
    await page.locator("a.hit", { hasText: "Global Trading" }).tap();
    await page.getByRole("heading", { name: "Global Trading" }).waitFor();
    await page.getByRole("navigation", { name: "Views of this customer" }).getByRole("link", { name: "Edit" }).tap();
    await page.locator('[data-path="notes"] textarea').fill("Typed by touch");
    await page.getByText("1 field would change").waitFor();
    await page.getByRole("button", { name: /^Review/ }).tap();
    await page.getByRole("dialog").getByRole("button", { name: /^Save/ }).tap();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    equal(await saved(api), "Typed by touch", "the saved notes");
    await page.getByRole("navigation", { name: "Views of this customer" }).getByRole("link", { name: "History" }).tap();
    await page.getByRole("button", { name: "Take back notes" }).first().tap();
    await page.getByRole("dialog").getByRole("button", { name: "Take back", exact: true }).tap();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    equal(await saved(api), before, "the notes after the undo");
    equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, "the width of the page");
  },
};
