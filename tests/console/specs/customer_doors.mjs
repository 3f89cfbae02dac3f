// The same customer as each door sees it: every curl that is shown is run, and gives the bytes shown.
import { execFileSync } from "node:child_process";
import { equal, ok } from "../support/expect.mjs";
import { PASSWORD } from "../support/server.mjs";

export const cases = {
  "every curl gives the bytes that are shown": async ({ person, server }) => {
    const tokens = await (await fetch(`${server.url}/api/v2/auth/token`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ username: "username", password: PASSWORD }),
    })).json();
    const someone = await person();
    await someone.open("customers/101?tab=doors");
    const doors = await someone.page.locator(".reply").evaluateAll((all) => all.map((each) => [each.dataset.door, each.textContent]));
    equal(doors.map(([door]) => door), ["native", "flolive", "everlytic", "enswitch", "m2mportal"], "the doors");
    for (const [door, reply] of doors) {
      const command = (await someone.page.locator(`[data-curl="${door}"]`).textContent())
        .replaceAll("USERNAME", "username").replaceAll("PASSWORD", PASSWORD).replace("-u 'username'", `-u 'username:${PASSWORD}'`)
        .replace("TOKEN", tokens.content[0].token);
      equal(execFileSync("bash", ["-c", command], { encoding: "utf8" }), reply, `the reply of ${door}`);
    }
  },
  "what a door cannot show is named": async ({ person, api }) => {
    await api("PATCH", "/v1/customers/101", { credit_extra: "5.00" });
    const someone = await person();
    await someone.open("customers/101?tab=doors");
    const missing = async (door) => someone.page.getByRole("region", { name: `As ${door} sees it` }).locator(".chips").allInnerTexts();
    ok((await missing("flolive"))[0].includes("Credit extra"), "flolive has no name for it");
    ok(!(await missing("enswitch"))[0].includes("Credit extra"), "enswitch has one");
  },
  "doors are left out, and replies indented, as the address says": async ({ person }) => {
    const someone = await person();
    await someone.open("customers/101?tab=doors&hide=flolive,everlytic&indent=1");
    equal(await someone.page.locator(".reply").evaluateAll((all) => all.map((each) => each.dataset.door)), ["native", "enswitch", "m2mportal"], "the doors");
    ok((await someone.page.locator('[data-door="native"]').textContent()).startsWith('{\n  "id": 101,'), "indented");
  },
};
