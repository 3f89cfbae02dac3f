// Principals, roles, plans, references, the day of a principal, and the figures of the server.
import { equal, none, ok } from "../support/expect.mjs";

const dialog_of = (someone) => someone.page.getByRole("dialog");

async function save(someone) {
  await someone.page.getByRole("button", { name: "Review" }).click();
  await dialog_of(someone).getByRole("button", { name: "Save" }).click();
  await dialog_of(someone).waitFor({ state: "detached" });
  await someone.settled();
}

export const cases = {
  "a principal is made, gets a key and a password that are shown once, is locked and deleted": async ({ person, api, server }) => {
    const someone = await person({ as: "root" });
    const { page } = someone;
    await someone.open("principals/new");
    await page.getByLabel("Name").fill("nightly <b>");
    await page.getByLabel("Home").fill("2");
    await page.getByLabel("Roles").fill("administrator");
    await save(someone);
    await page.getByRole("heading", { name: "nightly <b>" }).waitFor();
    const id = Number(new URL(page.url()).pathname.split("/").at(-1));
    equal((await api("GET", `/v1/principals/${id}`)).roles, ["administrator"], "its roles");

    await page.getByRole("button", { name: "New API key" }).click();
    await page.getByLabel("What the key is for").fill("tests");
    await page.getByRole("button", { name: "Make the key" }).click();
    const once = dialog_of(someone).locator(".once");
    const key = await once.innerText();
    const me = (secret) => fetch(`${server.url}/v1/me`, { headers: { Authorization: `Basic ${Buffer.from(`nightly <b>:${secret}`).toString("base64")}` } });
    equal((await me(key)).status, 200, "the key signs in");
    await dialog_of(someone).getByRole("button", { name: "Done" }).click();
    await page.reload();
    await someone.settled();
    ok(!(await page.content()).includes(key), "the key is shown once");

    await page.getByRole("button", { name: "New password" }).click();
    await page.getByRole("button", { name: "Make one up" }).click();
    await page.getByRole("button", { name: "Give it" }).click();
    const password = await once.innerText();
    equal([password.length, (await me(password)).status], [20, 200], "the password signs in");
    await dialog_of(someone).getByRole("button", { name: "Done" }).click();
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    ok(!kept.includes(password) && !kept.includes(key), "neither is kept in the browser");

    await page.getByRole("button", { name: "Remove key tests" }).click();
    await page.getByRole("button", { name: "Remove key tests" }).waitFor({ state: "detached" });
    equal((await me(key)).status, 401, "the removed key");
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    await page.getByRole("button", { name: "Unlock" }).waitFor();
    equal((await me(password)).status, 401, "a locked principal");
    await page.getByRole("button", { name: "Delete" }).click();
    await dialog_of(someone).getByRole("button", { name: "Delete" }).click();
    await page.getByRole("heading", { name: "Principals" }).waitFor();
    await api("GET", `/v1/principals/${id}`, undefined, { status: 404 });
  },
  "what the server refuses is said beside the part": async ({ person }) => {
    const someone = await person({ as: "root" });
    await someone.open("principals/2?edit=1");
    await someone.page.getByLabel("Roles").fill("resseller");
    await someone.page.getByRole("button", { name: "Review" }).click();
    await someone.page.locator("#part-roles-note .field-error").waitFor();
    ok((await someone.page.locator("#part-roles-note").innerText()).includes("there is none called"), "the reason");
    await someone.page.reload();
    await someone.settled();
    equal(await someone.page.getByLabel("Roles").inputValue(), "resseller", "what was typed, after a reload");
    await someone.page.getByRole("button", { name: "Cancel" }).click();
    await someone.page.getByRole("button", { name: "Edit" }).waitFor();
  },
  "a role, a plan and a reference are made, changed and deleted": async ({ person, api }) => {
    const someone = await person({ as: "root" });
    const { page } = someone;
    for (const [path, fill, check] of [
      ["roles", () => page.getByRole("checkbox", { name: "commerce" }).check(), (made) => equal(made.privileges, ["commerce"], "privileges")],
      ["plans", () => page.getByLabel("Invoices due").fill("14"), (made) => equal(made.settings.invoices_due, 14, "settings")],
      ["references/region", () => page.getByLabel("Description").fill("far away"), (made) => equal(made.description, "far away", "description")],
    ]) {
      await someone.open(`${path}/new`);
      await page.getByLabel("Name").fill(`Made for ${path}`);
      await fill();
      await save(someone);
      await page.getByRole("heading", { name: `Made for ${path}` }).waitFor();
      const api_path = `/v1/${new URL(page.url()).pathname.slice("/console/".length)}`;
      check(await api("GET", api_path));
      await page.keyboard.press("e");
      await page.getByLabel("Name").fill(`Renamed of ${path}`);
      await save(someone);
      await page.getByRole("heading", { name: `Renamed of ${path}` }).waitFor();
      equal((await api("GET", api_path)).name, `Renamed of ${path}`, "the name");
      await page.getByRole("article", { name: "Version 2" }).waitFor();
      await page.getByRole("button", { name: "Delete" }).click();
      await dialog_of(someone).getByRole("button", { name: "Delete" }).click();
      await dialog_of(someone).waitFor({ state: "detached" });
      await api("GET", api_path, undefined, { status: 404 });
    }
  },
  "a stale change of a principal is refused, and says so": async ({ person, api }) => {
    const someone = await person({ as: "root" });
    await someone.open("principals/2?edit=1");
    await someone.page.getByLabel("Doors").fill("native");
    await api("PATCH", "/v1/principals/2", { sources: ["127.0.0.0/8"] });
    await someone.page.getByRole("button", { name: "Review" }).click();
    await someone.page.getByRole("alert").waitFor();
    equal((await api("GET", "/v1/principals/2")).doors, [], "its doors");
  },
  "the review and the history of a plan show each setting that differs, and no other": async ({ person }) => {
    const someone = await person({ as: "root" });
    const { page } = someone;
    await someone.open("plans/2?edit=1");
    await page.getByLabel("Invoices due").fill("21");
    await page.getByLabel("Contract").selectOption("2_year");
    await page.getByRole("button", { name: "Review" }).click();
    const rows = (place) => place.locator(".changes tbody tr").evaluateAll((all) => all.map((row) => [row.dataset.path, row.querySelector(".before").textContent, row.querySelector(".after").textContent]));
    const expected = [["contract", "1_year", "2_year"], ["invoices_due", "30", "21"]];
    await dialog_of(someone).waitFor();
    equal(await rows(dialog_of(someone)), expected, "the review");
    await dialog_of(someone).getByRole("button", { name: "Save" }).click();
    await dialog_of(someone).waitFor({ state: "detached" });
    await page.getByRole("article", { name: "Version 2" }).waitFor();
    equal(await rows(page.getByRole("article", { name: "Version 2" })), expected, "the history");
  },
  "the day of a principal shows what it changed, and is taken back": async ({ person, api }) => {
    const before = await Promise.all([101, 102].map((id) => api("GET", `/v1/customers/${id}`)));
    for (const id of [101, 102]) await api("PATCH", `/v1/customers/${id}`, { notes: `by user of ${id}` }, { as: "user" });
    const someone = await person();
    const { page } = someone;
    await someone.open("people?principal=user");
    await page.getByText("2 changes of 2 customers").waitFor();
    await page.getByRole("button", { name: /^Take back what is shown/ }).click();
    await dialog_of(someone).getByText("2 customers would change.").waitFor();
    equal((await api("GET", "/v1/customers/101")).notes, "by user of 101", "a rehearsal changes nothing");
    await dialog_of(someone).getByRole("button", { name: /^Take back \(2\)/ }).click();
    await dialog_of(someone).waitFor({ state: "detached" });
    for (const each of before) equal((await api("GET", `/v1/customers/${each.id}`)).notes, each.notes, `the notes of ${each.id}`);
    await page.getByLabel("Day", { exact: true }).fill("2020-01-01");
    await page.getByText("user changed nothing in this time").waitFor();
    await page.reload();
    await page.getByText("user changed nothing in this time").waitFor();
  },
  "health says what an operator should change, and what of the store is known": async ({ person, api }) => {
    const someone = await person({ as: "root" });
    await someone.open("health");
    const { findings, store } = await api("GET", "/v1/system");
    const place = someone.page.getByRole("region", { name: "Findings" });
    // Commands stand between back quotes, and are shown as code.
    const shown = (text) => text.replaceAll("`", "");
    await place.locator(".finding").first().waitFor();
    equal(await place.locator("[data-check]").evaluateAll((all) => all.map((each) => [each.dataset.check, each.querySelector("p").textContent])), findings.map((each) => [each.check, shown(each.what)]), "the findings");
    for (const each of findings) ok((await place.innerText()).includes(shown(each.do)), `what to do about ${each.check}`);
    const said = await someone.text();
    for (const part of [`${store.kind}, schema ${store.schema}`, "Size of the store", "Last backup", "Last anchor"]) ok(said.includes(part), `${part} is not in: ${said}`);
    const other = await person({ as: "username" });
    await other.open("health");
    equal(await other.page.getByRole("region", { name: "Findings" }).count(), 0, "findings for somebody without the privilege");
  },
  "health plots the figures, and says when they are not open": async ({ person }) => {
    const someone = await person({ as: "root" });
    const { page } = someone;
    await someone.open("health");
    await page.getByText("takes changes").waitFor();
    await page.locator(".plot canvas").first().waitFor();
    const shown = await someone.text();
    for (const part of ["Updates each second, by door", "Reads each second, by door", "Requests each second, by door", "Time of a reply", "The oldest change that waits", "Waiting", "Changes in one commit", "Newest seal of history", "native"])
      ok(shown.includes(part), `${part} is not in: ${shown}`);
    none(await someone.axe(), "axe finds, with plots");
    await page.route("**/metrics", (route) => route.fulfill({ status: 404, body: "" }));
    await page.getByText("The figures are not open to this address").waitFor();
  },
};
