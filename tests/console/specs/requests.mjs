// Recent requests at every door: as they come, one by one, sent again as rehearsals, and what is refused.
import { execFileSync } from "node:child_process";
import { equal, none, ok } from "../support/expect.mjs";
import { PASSWORD } from "../support/server.mjs";

const rows = (someone) => someone.page.getByRole("region", { name: "Requests" }).locator("tbody tr");
const detail = (someone) => someone.page.getByRole("complementary", { name: "Request" });
const open = async (someone, text) => {
  await rows(someone).filter({ hasText: text }).first().getByRole("link").click();
  await detail(someone).locator(".detail-facts").waitFor();
};

export const cases = {
  "a request appears by itself, with what its door understood, did and answered, and without its secrets": async ({ person, server }) => {
    const someone = await person({ as: "root" });
    await someone.open("requests?door=enswitch");
    await fetch(`${server.url}/api/json/customers/update/?auth_username=user;auth_password=password;id=102;creditcard_number=4929000000006;fax=%2B46315550199`);
    await open(someone, "/api/json/customers/update/");
    const said = await detail(someone).innerText();
    for (const part of ["update customer", "enswitch, status 200", "user from 127.0.0.1", "+46315550199"]) ok(said.includes(part), `${part} is not in: ${said}`);
    const page = await someone.page.content();
    ok(!page.includes("4929000000006") && !page.includes("auth_password=password"), "no secret is on the page");
    await detail(someone).locator('.changes [data-path="fax"]').waitFor();
    none(await someone.axe(), "axe finds, with a request");
    const address = someone.page.url();
    const other = await person({ as: "root" });
    await other.page.goto(address);
    await detail(other).locator('.changes [data-path="fax"]').waitFor();
  },
  "the curl that is shown gives the bytes that are shown": async ({ person, api }) => {
    await api("GET", "/v1/customers/103?version=1");
    const someone = await person({ as: "root" });
    await someone.open("requests?door=native&live=0");
    await open(someone, "/v1/customers/103?version=1");
    const command = await detail(someone).locator("details", { hasText: "curl" }).locator("pre").textContent();
    const reply = await detail(someone).locator("details", { hasText: "Replied" }).locator("pre").textContent();
    equal(execFileSync("bash", ["-c", command.replace("-u 'root'", `-u 'root:${PASSWORD}'`)], { encoding: "utf8" }), reply, `the reply to ${command}`);
  },
  "a change is sent again as a rehearsal, and nothing is written": async ({ person, api }) => {
    await api("PATCH", "/v1/customers/103", { description: "sent for the first time" });
    await api("PATCH", "/v1/customers/103", { description: null });
    const before = await api("GET", "/v1/customers/103");
    const someone = await person({ as: "root" });
    await someone.open("requests?customer=103&live=0");
    await rows(someone).filter({ hasText: "PATCH" }).nth(1).getByRole("link").click();
    await detail(someone).getByRole("button", { name: "Rehearse it again" }).click();
    const answer = detail(someone).getByLabel("What the door would answer");
    await answer.waitFor();
    ok((await answer.textContent()).includes("sent for the first time"), "what it would do is shown");
    equal(await api("GET", "/v1/customers/103"), before, "the record");
  },
  "what is refused is counted by door, problem and field, and leads to the requests": async ({ person, api }) => {
    for (const status of ["happy", "sad"]) await api("PATCH", "/v1/customers/103", { status }, { status: 422 });
    const someone = await person({ as: "root" });
    await someone.open("requests?tab=problems");
    const group = someone.page.getByRole("region", { name: "Problems" }).locator("tbody tr").filter({ hasText: "status" });
    equal((await group.locator("td").allInnerTexts()).slice(0, 4), ["2", "invalid", "status", "native"], "the group");
    ok((await group.locator("time").count()) === 2, "first and last seen");
    await group.getByRole("link").click();
    await rows(someone).nth(1).waitFor();
    equal(await rows(someone).count(), 2, "the requests of the group");
    equal(Object.fromEntries(new URL(someone.page.url()).searchParams), { door: "native", problem: "invalid", field: "status", outcome: "refused" }, "the address");
  },
};
