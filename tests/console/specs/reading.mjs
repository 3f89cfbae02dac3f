// Somebody who may only read.
import { equal, none, ok } from "../support/expect.mjs";
import { fill, FLAGS, STATES } from "../support/pages.mjs";

const CHANGES = /^(save|edit|delete|remove|review|new\b|make|add|take back|bring back|lock|unlock|rename|overwrite|rebase|undo)/i;

export const flags = FLAGS;

export const cases = {
  "a read-only principal is offered nothing that it may not do": async ({ person, server }) => {
    await fill(server);
    const someone = await person({ as: "reader" });
    for (const { state, path } of STATES.filter((each) => !each.press)) {
      await someone.open(path);
      const offered = await someone.page.evaluate(() => [...document.querySelectorAll("main button, main a, main [role=menuitem]")]
        .map((each) => (each.getAttribute("aria-label") ?? each.textContent ?? "").trim()));
      none(offered.filter((name) => CHANGES.test(name)), `${state} offers`);
      const fields = await someone.page.locator("main [data-path] input, main [data-path] textarea, main [data-path] select").count();
      equal(fields, 0, `${state}: controls of fields`);
    }
    await someone.open("customers/101");
    await someone.page.keyboard.press("Control+k");
    await someone.page.getByRole("option").first().waitFor();
    none((await someone.page.getByRole("option").allInnerTexts()).filter((name) => CHANGES.test(name)), "the commands offer");
  },
  "the same pages offer changes to those who may make them": async ({ person }) => {
    const someone = await person();
    await someone.open("customers/101");
    ok(await someone.page.getByRole("link", { name: "Edit", exact: true }).count(), "there is no Edit");
    ok(await someone.page.getByRole("button", { name: "More" }).count(), "there is no More");
  },
};
