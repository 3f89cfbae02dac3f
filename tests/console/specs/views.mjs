// Views that a principal keeps: in every browser of its own, and in nobody else's.
import { equal, none } from "../support/expect.mjs";

const navigation = (someone) => someone.page.getByRole("navigation", { name: "Pages" });
const names = async (someone) => navigation(someone).locator(".nav-row a span").allInnerTexts();
const kept = (someone, name) => navigation(someone).locator(".nav-row").getByRole("link", { name, exact: true });

async function keep(someone, name, by_key = false) {
  const button = navigation(someone).getByRole("button", { name: "Keep this view" });
  await button.waitFor();
  if (by_key) await someone.page.keyboard.press("b");
  else await button.click();
  await someone.page.getByRole("dialog").getByLabel("Name").fill(name);
  await someone.page.keyboard.press("Enter");
  await kept(someone, name).waitFor();
}

async function choose(someone, name, act) {
  await someone.page.getByRole("button", { name: `More about the view ${name}` }).click();
  await someone.page.getByRole("button", { name: act }).click();
}

export const cases = {
  "a page is kept under a name, with all that it shows, and opens in another browser": async ({ person }) => {
    const one = await person({ as: "user" });
    await one.open("customers/101?tab=history&field=notes");
    await keep(one, "Notes of <b>Trading</b> / 100 %", true);
    const other = await person({ as: "user" });
    await other.open("");
    await kept(other, "Notes of <b>Trading</b> / 100 %").click();
    await other.page.getByRole("article").first().waitFor();
    equal(new URL(other.page.url()).search, "?tab=history&field=notes", "the address");
    equal(await kept(other, "Notes of <b>Trading</b> / 100 %").getAttribute("aria-current"), "page", "it is the page that is shown");
    none(await other.axe(), "axe finds, with a view");
    const stranger = await person({ as: "outsider" });
    await stranger.open("");
    equal(await names(stranger), [], "what somebody else sees");
  },
  "a view gets another name, is set to another page, and is removed and brought back": async ({ person, api }) => {
    const someone = await person({ as: "branch" });
    const paths = async () => Object.fromEntries((await api("GET", "/v1/me/views", undefined, { as: "username" })).views.map((view) => [view.name, view.path]));
    const two = await person({ as: "username" });
    await someone.open("");
    await two.open("?status=active");
    await keep(two, "Active");
    await choose(two, "Active", "Rename…");
    await two.page.getByRole("dialog").getByLabel("Name").fill("Those that are active");
    await two.page.keyboard.press("Enter");
    await kept(two, "Those that are active").waitFor();
    equal(await paths(), { "Those that are active": "/console/?status=active" }, "views after another name");
    await two.open("?status=active&order=name");
    await choose(two, "Those that are active", "Set to this page");
    await two.page.getByText("is this page now").waitFor();
    equal(await paths(), { "Those that are active": "/console/?status=active&order=name" }, "views after another page");
    await choose(two, "Those that are active", "Remove");
    await kept(two, "Those that are active").waitFor({ state: "detached" });
    equal(await paths(), {}, "views after the removal");
    await two.page.locator(".toast").last().getByRole("button", { name: "Undo" }).click();
    await kept(two, "Those that are active").waitFor();
    equal(await names(someone), [], "views of somebody else");
  },
  "views are among the commands, and those who may only read keep some too": async ({ person }) => {
    const someone = await person({ as: "reader" });
    await someone.open("?q=telecom");
    await keep(someone, "Telecom");
    await someone.open("people");
    await someone.page.keyboard.press("Control+k");
    await someone.page.keyboard.type("view telecom");
    await someone.page.getByRole("option", { name: "Open the view Telecom" }).waitFor();
    await someone.page.keyboard.press("Enter");
    await someone.page.waitForURL(/\?q=telecom$/);
  },
};
