// Signing in and out, the cookie of a session, and what a reply allows a browser.
import { equal, ok } from "../support/expect.mjs";
import { PASSWORD } from "../support/server.mjs";

const cookie_of = async (person) => (await person.context.cookies()).find((each) => each.name.endsWith("patchbay_session"));

export const cases = {
  "a wrong password is refused in words, the right one opens the page that was asked for": async ({ person }) => {
    const { page } = await person({ as: null }).then(async (someone) => { await someone.open("customers/101?tab=history"); return someone; });
    await page.getByLabel("Name").fill("username");
    await page.getByLabel("Password", { exact: true }).fill("not this");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    ok((await page.getByRole("alert").innerText()).includes("Check the name and the password"), "the refusal says what to do");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Global Trading" }).waitFor();
    equal(new URL(page.url()).search, "?tab=history", "the address");
  },
  "the cookie is out of the reach of scripts and other sites, and a reload stays signed in": async ({ person }) => {
    const someone = await person();
    await someone.open();
    const cookie = await cookie_of(someone);
    equal({ httpOnly: cookie.httpOnly, sameSite: cookie.sameSite, path: cookie.path }, { httpOnly: true, sameSite: "Strict", path: "/" }, "the cookie");
    equal(await someone.page.evaluate(() => document.cookie), "", "the cookies that scripts can read");
    const kept = await someone.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    ok(!kept.includes(cookie.value) && !/[\da-f]{32}/.test(kept), `a secret is kept: ${kept}`);
    await someone.page.reload();
    await someone.page.getByRole("searchbox", { name: "Find a customer" }).waitFor();
  },
  "without the token of the page the cookie is no credential": async ({ person, server }) => {
    const someone = await person();
    await someone.open();
    const status = (headers) => someone.page.evaluate(async ([url, headers]) => (await fetch(url, { headers })).status, [`${server.url}/v1/me`, headers]);
    equal(await status({}), 401, "without a token");
    equal(await status({ "X-CSRF-Token": "0".repeat(64) }), 401, "with another token");
  },
  "signing out ends the session on the server": async ({ person, server }) => {
    const someone = await person();
    await someone.open();
    const cookie = await cookie_of(someone);
    await someone.page.getByRole("button", { name: "Signed in as" }).click();
    await someone.page.getByRole("button", { name: "Sign out", exact: true }).click();
    await someone.page.getByLabel("Password", { exact: true }).waitFor();
    const again = await fetch(`${server.url}/v1/session`, { headers: { Cookie: `${cookie.name}=${cookie.value}` } });
    equal(again.status, 401, "the old cookie");
  },
  "signing out everywhere ends the sessions of other browsers, where nothing that was typed is lost": async ({ person }) => {
    const [one, other] = [await person({ as: "user" }), await person({ as: "user" })];
    await other.open("customers/101?tab=edit");
    await other.page.locator('[data-path="notes"] textarea').fill("half a sentence");
    await other.page.getByText(/would change/).waitFor();
    await one.open();
    await one.page.getByRole("button", { name: "Signed in as" }).click();
    await one.page.getByRole("button", { name: "Sign out everywhere" }).click();
    await one.page.getByLabel("Password", { exact: true }).waitFor();
    await other.page.locator('[data-path="notes"] textarea').fill("half a sentence more");
    await other.page.getByRole("heading", { name: "Your session has ended" }).waitFor();
    await other.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await other.page.keyboard.press("Enter");
    await other.page.getByText(/would change/).waitFor();
    equal(await other.page.locator('[data-path="notes"] textarea').inputValue(), "half a sentence more", "the draft");
  },
  "every reply forbids inline scripts, other origins, frames and referrers": async ({ server }) => {
    const page = await (await fetch(`${server.url}/console/`)).text();
    const [script] = /\/console\/assets\/[\w.-]+\.js/.exec(page);
    for (const path of ["/console/", "/console/customers/7", script, "/console/assets/none.js", "/console"]) {
      const { headers } = await fetch(server.url + path, { redirect: "manual" });
      const policy = headers.get("Content-Security-Policy");
      for (const part of ["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "require-trusted-types-for 'script'"])
        ok(policy.includes(part), `${path}: ${part} is not in ${policy}`);
      ok(!policy.includes("unsafe"), `${path}: ${policy}`);
      equal([headers.get("Referrer-Policy"), headers.get("X-Content-Type-Options")], ["no-referrer", "nosniff"], path);
    }
  },
};
