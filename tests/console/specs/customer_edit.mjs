// Changing a customer: checked as one types, reviewed, saved, and what to do if it has moved on.
import { equal, none, ok } from "../support/expect.mjs";

const box = (someone, path) => someone.page.locator(`.field.edit[data-path="${path}"]`).locator("input, select, textarea").last();
const told = (someone) => someone.page.locator(".edit-bar [role=status]");
const would_change = (someone, count) => told(someone).getByText(new RegExp(`^${count} fields? would change`)).waitFor();

async function edit(someone, id, values) {
  await someone.open(`customers/${id}?tab=edit`);
  for (const [path, value] of Object.entries(values)) await box(someone, path).fill(value);
  await would_change(someone, Object.keys(values).length);
}

async function review(someone) {
  await someone.page.keyboard.press("Control+s");
  await someone.page.getByRole("dialog").waitFor();
}

const save = (someone) => someone.page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
const saved = (someone) => someone.page.locator(".toast").filter({ hasText: "Saved as version" }).waitFor();

export const cases = {
  "a wrong value is named at its field, a right one is reviewed word by word and saved with its reason": async ({ person, api }) => {
    const someone = await person();
    await edit(someone, 101, { notes: "Trial ended in April" });
    await box(someone, "name").fill("");
    await someone.page.locator('[data-path="name"] .field-error').getByText("cannot be cleared").waitFor();
    await box(someone, "name").fill("Global Trading");
    await would_change(someone, 1);
    await review(someone);
    const row = someone.page.locator('dialog .changes [data-path="notes"]');
    equal([await row.locator("del").allInnerTexts(), await row.locator("ins").allInnerTexts()], [["March"], ["April"]], "the words that differ");
    await someone.page.getByLabel("Reason").fill("Jürgen rief an ☎");
    await save(someone);
    await saved(someone);
    const entry = (await api("GET", "/v1/customers/101/history?limit=1")).items[0];
    equal([entry.reason, entry.changes], ["Jürgen rief an ☎", [{ path: "notes", before: "Trial ended in March", after: "Trial ended in April" }]], "history");
    await someone.page.locator('.field[data-path="notes"]').getByText("Trial ended in April").waitFor();
  },
  "a draft survives a reload; secrets are never kept in the browser": async ({ person }) => {
    const someone = await person();
    await edit(someone, 102, { notes: "half done", bank_account_number: "DE99000000001234" });
    const kept = await someone.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    ok(kept.includes("half done") && !kept.includes("DE99"), `the browser keeps ${kept}`);
    await someone.page.reload();
    await would_change(someone, 1);
    equal(await box(someone, "notes").inputValue(), "half done", "the draft");
    await someone.page.getByRole("button", { name: "Discard" }).click();
    await told(someone).getByText("No changes yet.").waitFor();
    equal(await someone.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })), "{}", "what is kept afterwards");
  },
  "every kind of control sets its field": async ({ person, api }) => {
    const someone = await person();
    await someone.open("customers/103?tab=edit");
    await box(someone, "status").selectOption("suspended");
    await box(someone, "directory").selectOption("true");
    await box(someone, "credit").fill("12.50");
    await box(someone, "park_timeout").fill("90");
    await box(someone, "campaigns").fill("3, 5");
    await box(someone, "music").selectOption("2");
    await box(someone, "timezone").fill("Africa/Cairo");
    await box(someone, "contract").selectOption("plan");
    await someone.page.locator('[data-path="inmaximum"] select').selectOption("plan");
    await someone.page.locator('[data-path="conference_calls"] select').selectOption("none");
    await someone.page.locator('[data-path="custom_fields"]').getByRole("button", { name: "+ Add" }).click();
    await someone.page.locator('[data-path="custom_fields"]').getByRole("textbox", { name: "Key" }).fill("tier");
    await someone.page.locator('[data-path="custom_fields"]').getByRole("textbox", { name: "Value" }).fill("gold");
    await would_change(someone, 11);
    await review(someone);
    await save(someone);
    await saved(someone);
    const got = await api("GET", "/v1/customers/103");
    const expected = { status: "suspended", directory: true, credit: "12.50", park_timeout: 90, campaigns: [3, 5], music: 2, timezone: "Africa/Cairo", contract: "plan", inmaximum: -2, conference_calls: -1, custom_fields: [{ key: "tier", value: "gold" }] };
    equal(Object.fromEntries(Object.keys(expected).map((key) => [key, got[key]])), expected, "the record");
    ok((await someone.page.locator('.field[data-path="contract"]').innerText()).includes("as the plan says: 1 year"), "what the plan says is shown with what it comes to");
  },
  "what the plan says stands at the field, also what a plan says that is chosen and not saved yet": async ({ person, api }) => {
    const plan = await api("POST", "/v1/plans", { name: "Another", owner: 1, settings: { inmaximum: 77 } });
    const someone = await person({ as: "root" });
    await someone.open("customers/103?tab=edit");
    await someone.page.locator('[data-path="inmaximum"] select').selectOption("plan");
    await someone.page.locator('[data-path="inmaximum"]').getByText("the plan says 30").waitFor();
    await box(someone, "plan").selectOption(String(plan.id));
    await someone.page.locator('[data-path="inmaximum"]').getByText("the plan says 77").waitFor();
    await someone.page.getByRole("button", { name: "Discard" }).click();
    await told(someone).getByText("No changes yet.").waitFor();
  },
  "addresses and contacts are added and removed": async ({ person, api }) => {
    const someone = await person();
    await someone.open("customers/124?tab=edit");
    await someone.page.getByRole("button", { name: "Add an address" }).click();
    const added = someone.page.locator("fieldset").filter({ hasText: "New address" });
    await added.locator('[data-path$="/type"] select').selectOption("billing");
    await added.locator('[data-path$="/street"] input').fill("Side Street");
    await someone.page.getByRole("group", { name: "Adams" }).getByRole("button", { name: "Remove" }).click();
    await told(someone).getByText(/would change/).waitFor();
    await review(someone);
    await save(someone);
    await saved(someone);
    const got = await api("GET", "/v1/customers/124");
    equal([Object.values(got.addresses).map((each) => each.type), Object.keys(got.contacts ?? {})], [["main", "billing"], []], "the record");
  },
  "a stale save shows yours, theirs and base; rebase saves what nobody else changed": async ({ person, api }) => {
    const someone = await person();
    await edit(someone, 102, { description: "mine" });
    await api("PATCH", "/v1/customers/102", { website: "theirs.example" });
    await review(someone);
    await save(someone);
    const table = someone.page.locator(".three");
    await table.waitFor();
    equal(await table.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [row.dataset.path, ...[...row.cells].slice(1, 4).map((cell) => cell.innerText)])), [
      ["description", "mine", "as it was", "nothing"], ["website", "as it was", "theirs.example", "volvo-trial.example"],
    ], "the three columns");
    await someone.page.getByRole("button", { name: "Rebase" }).click();
    await saved(someone);
    const got = await api("GET", "/v1/customers/102");
    equal([got.description, got.website], ["mine", "theirs.example"], "the record");
  },
  "of a field that both changed, theirs is taken or yours overwrites, as one chooses": async ({ person, api }) => {
    const someone = await person();
    await edit(someone, 123, { notes: "mine", description: "mine too" });
    await api("PATCH", "/v1/customers/123", { notes: "theirs", description: "theirs too" });
    await review(someone);
    await save(someone);
    await someone.page.locator(".three .clash").first().waitFor();
    equal(await someone.page.locator(".three .clash").count(), 2, "fields that both changed");
    await someone.page.getByRole("button", { name: "Rebase" }).click();
    await someone.page.locator(".three .clash").first().waitFor();
    await someone.page.locator('.three [data-path="notes"]').getByRole("button", { name: "Take theirs" }).click();
    await someone.page.getByRole("button", { name: "Overwrite" }).click();
    await saved(someone);
    const got = await api("GET", "/v1/customers/123");
    equal([got.notes, got.description], ["theirs", "mine too"], "the record");
  },
  "reload drops yours and shows theirs": async ({ person, api }) => {
    const someone = await person();
    await edit(someone, 123, { notes: "mine again" });
    await api("PATCH", "/v1/customers/123", { notes: "theirs again" });
    await review(someone);
    await save(someone);
    await someone.page.getByRole("button", { name: "Reload" }).click();
    await told(someone).getByText("No changes yet.").waitFor();
    equal(await box(someone, "notes").inputValue(), "theirs again", "the control");
  },
  "a read-only principal gets no control that it may not use": async ({ person }) => {
    const someone = await person({ as: "reader" });
    const found = [];
    for (const path of ["", "customers/101", "customers/101?tab=edit", "customers/101?tab=history", "customers/101?tab=doors", "customers/new"]) {
      await someone.open(path);
      const acts = await someone.page.locator("main").getByText(/^(Edit|More|New customer|Take back.*|Delete|Review|Save|Make the customer)$/).allInnerTexts();
      found.push(...acts.map((each) => `${path}: ${each}`));
    }
    none(found, "controls");
  },
  "a new customer is made, deleted and brought back": async ({ person, api }) => {
    const someone = await person();
    await someone.open("customers/new?parent=2");
    await someone.page.waitForFunction(() => document.activeElement?.id === "f-name");
    await someone.page.keyboard.type("Newly Made");
    await someone.page.getByText("Ready to be made.").waitFor();
    await someone.page.getByRole("button", { name: "Make the customer" }).click();
    await someone.page.getByRole("heading", { name: "Newly Made" }).waitFor();
    const id = Number(new URL(someone.page.url()).pathname.split("/").at(-1));
    await someone.page.getByRole("button", { name: "More", exact: true }).click();
    await someone.page.getByRole("button", { name: "Delete" }).click();
    await someone.page.getByText("This customer is deleted.").waitFor();
    equal((await api("GET", `/v1/customers/${id}`)).deleted, true, "deleted");
    await someone.page.locator("main .banner").getByRole("button", { name: "Bring back" }).click();
    await someone.page.getByText("This customer is deleted.").waitFor({ state: "detached" });
    equal((await api("GET", `/v1/customers/${id}`)).deleted, false, "brought back");
  },
  "by keyboard alone: open, edit, review, save and take back": async ({ person, api }) => {
    const someone = await person();
    await someone.open("customers/124");
    const before = (await api("GET", "/v1/customers/124")).description ?? null;
    await someone.page.keyboard.press("e");
    await someone.page.locator(".edit-bar").waitFor();
    await box(someone, "description").focus();
    await someone.page.keyboard.type("by keyboard");
    await would_change(someone, 1);
    await review(someone);
    await someone.page.keyboard.type("why not");
    await someone.page.keyboard.press("Enter");
    await saved(someone);
    equal((await api("GET", "/v1/customers/124")).description, "by keyboard", "saved");
    await someone.page.keyboard.press("u");
    await someone.page.getByRole("dialog").getByRole("button", { name: "Take back", exact: true }).and(someone.page.locator(":enabled")).waitFor();
    await someone.page.keyboard.press("Enter");
    await someone.page.locator(".toast").filter({ hasText: "Taken back" }).waitFor();
    equal((await api("GET", "/v1/customers/124")).description ?? null, before, "taken back");
  },
};
