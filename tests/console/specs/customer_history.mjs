// The timeline of a customer equals the journal; undo is rehearsed, says what it cannot do, and is done.
import { equal, none, ok } from "../support/expect.mjs";
import { numbers, patch_of } from "../support/random.mjs";

const CHANGES = Number(process.env.CONSOLE_CHANGES ?? 80);
// Many changes are spread over customers that are changed at once, so that commits are shared.
const SUBJECTS = CHANGES > 1000 ? [101, 102, 103, 123, 124, 900, 901, 2] : [124];
const UNDO_EVERY = 17;
const PAGES_MAX = 10;

const shown_entries = (someone) => someone.page.locator(".entry").evaluateAll((entries) => entries.map((entry) => ({
  version: Number(entry.dataset.version),
  paths: [...entry.querySelectorAll(".changes tr[data-path]")].map((row) => row.dataset.path),
  before: [...entry.querySelectorAll(".changes .before")].map((cell) => cell.textContent),
  after: [...entry.querySelectorAll(".changes .after")].map((cell) => cell.textContent),
})));

/** A value of the journal as the timeline has to show it. */
function as_text(path, value) {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (["inmaximum", "contract"].includes(path) && [-2, "plan"].includes(value)) return "as the plan says";
  if (path === "inmaximum" && value === -1) return "none (-1)";
  if (typeof value === "object" && "sealed" in value) return value.sealed;
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** Changes of a customer through the API, some of which are taken back again. */
async function change_at_random(api, id, count) {
  const random = numbers(id);
  for (let i = 0; i < count; ++i) {
    await api("PATCH", `/v1/customers/${id}`, patch_of(random));
    if (i % UNDO_EVERY === 0) {
      const { version } = await api("GET", `/v1/customers/${id}`);
      await api("POST", `/v1/customers/${id}/undo`, { version: Math.max(2, version - random(3)), force: true }).catch(() => undefined);
    }
  }
}

async function journal_of(api, id) {
  const journal = [];
  for (let before = ""; before !== undefined;) {
    const page = await api("GET", `/v1/customers/${id}/history?limit=200${before ? `&before=${before}` : ""}`);
    journal.push(...page.items);
    before = page.next;
  }
  return journal;
}

/** Every entry of a customer as the console shows it, by version. */
async function timeline_of(someone, id) {
  const { page } = someone;
  const timeline = new Map();
  const read = async () => {
    // What an entry with many changes leaves out at first is shown when it is asked for.
    await page.evaluate(async () => {
      for (let more; (more = [...document.querySelectorAll(".entry button[aria-expanded=false]")].find((each) => /^Show \d+ more fields$/.test(each.textContent)));) {
        more.click();
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    for (const entry of await shown_entries(someone)) timeline.set(entry.version, entry);
  };
  // The newest changes as a person goes through them; the rest as an address names them, ten pages at a time.
  await someone.open(`customers/${id}?tab=history`);
  await read();
  const earlier = page.getByRole("button", { name: "Earlier changes" });
  await earlier.click();
  await page.waitForFunction((count) => document.querySelectorAll(".entry").length > count, timeline.size);
  for (let before = ""; ; before = Math.min(...timeline.keys())) {
    await someone.open(`customers/${id}?tab=history&pages=${PAGES_MAX}${before ? `&before=${before}` : ""}`);
    await read();
    if ((await earlier.count()) === 0) return timeline;
  }
}

const take_back = (someone) => someone.page.getByRole("dialog").getByRole("button", { name: /^Take back( \(\d+\))?$/ }).click();
const taken = (someone) => someone.page.locator(".toast").filter({ hasText: "Taken back" }).last().waitFor();

export const cases = {
  "the timeline is the journal: no change is missing, and no unchanged field is shown": async ({ person, api }) => {
    await Promise.all(SUBJECTS.map((id) => change_at_random(api, id, Math.ceil(CHANGES / SUBJECTS.length))));
    const someone = await person({ as: "root" });
    let [entries, changes] = [0, 0];
    for (const id of SUBJECTS) {
      const journal = await journal_of(api, id);
      const timeline = await timeline_of(someone, id);
      const wrong = journal.flatMap((entry) => {
        const { paths, before, after } = timeline.get(entry.version) ?? { paths: [], before: [], after: [] };
        const expected = entry.changes.map((change) => [change.path, as_text(change.path, change.before), as_text(change.path, change.after)]);
        const got = paths.map((path, i) => [path, before[i], after[i]]);
        return JSON.stringify(got) === JSON.stringify(expected) ? [] : [`version ${entry.version}: ${JSON.stringify(got)} for ${JSON.stringify(expected)}`];
      });
      none(wrong.slice(0, 5), `entries of ${id} that differ`);
      equal(timeline.size, journal.length, `entries of ${id}`);
      // To write a secret is always a change, so that no reply says whether a guess is right.
      const unchanged = journal.flatMap((entry) => entry.changes.filter((change) => JSON.stringify(change.before) === JSON.stringify(change.after) && !change.before?.sealed).map((change) => `version ${entry.version}: ${change.path}`));
      none(unchanged, `fields of ${id} that did not change`);
      entries += journal.length;
      changes += journal.reduce((sum, entry) => sum + entry.changes.length, 0);
    }
    console.log(`the timeline showed ${entries} entries with ${changes} changes as the journal has them`);
  },
  "filters stand in the address; one that names nothing says which name is near": async ({ person, api }) => {
    await api("PATCH", "/v1/customers/103", { website: "filtered.example" }, { as: "user" });
    const someone = await person();
    await someone.open("customers/103?tab=history&field=website&principal=user");
    equal((await shown_entries(someone)).map((each) => each.paths), [["website"]], "entries");
    await someone.open("customers/103?tab=history&field=websit");
    await someone.page.getByText(/website/).first().waitFor();
  },
  "one field is taken back; what was changed again since is named beforehand": async ({ person, api }) => {
    await api("PATCH", "/v1/customers/101", { notes: "first", website: "first.example" });
    await api("PATCH", "/v1/customers/101", { notes: "second" });
    const version = (await api("GET", "/v1/customers/101")).version;
    const someone = await person();
    await someone.open("customers/101?tab=history");
    const entry = someone.page.locator(`.entry[data-version="${version - 1}"]`);
    await entry.getByRole("button", { name: "Take back notes" }).click();
    await someone.page.getByText(/was changed again by root/).waitFor();
    ok(await someone.page.getByRole("dialog").getByRole("button", { name: "Take back", exact: true }).isDisabled(), "it cannot be done");
    await someone.page.keyboard.press("Escape");
    await entry.getByRole("button", { name: "More about" }).click();
    await someone.page.getByRole("button", { name: "Take back this change" }).click();
    await someone.page.getByRole("button", { name: "Take back only the other 1" }).click();
    await someone.page.locator('dialog .changes [data-path="website"]').waitFor();
    await take_back(someone);
    await taken(someone);
    const got = await api("GET", "/v1/customers/101");
    equal([got.notes, got.website], ["second", "www.gbtrading.example"], "the record");
  },
  "a batch is taken back from any of its changes, and the undo is undone": async ({ person, api }) => {
    await api("POST", "/v1/bulk", { select: { below: 123 }, patch: { notes: "moved by a batch" } });
    const someone = await person();
    await someone.open("customers/124?tab=history");
    await someone.page.locator(".entry").first().getByRole("button", { name: "More about" }).click();
    await someone.page.getByRole("button", { name: "Take back this change" }).click();
    await someone.page.getByRole("button", { name: "Take back the whole batch" }).click();
    await someone.page.getByText("2 customers would change.").waitFor();
    await someone.page.keyboard.press("Escape");
    await someone.page.locator(".entry").first().getByRole("button", { name: "More about" }).click();
    await someone.page.getByRole("button", { name: "Take back its whole batch" }).click();
    await someone.page.getByText("2 customers would change.").waitFor();
    await take_back(someone);
    await taken(someone);
    equal((await api("GET", "/v1/customers/123")).notes, "Two sites", "taken back");
    await someone.page.locator(".toast").last().getByRole("button", { name: "Undo" }).click();
    await someone.page.getByText("2 customers would change.").waitFor();
    await take_back(someone);
    await someone.page.getByRole("dialog").waitFor({ state: "detached" });
    equal((await api("GET", "/v1/customers/123")).notes, "moved by a batch", "undone");
  },
  "what one principal did in a time is taken back": async ({ person, api }) => {
    await api("PATCH", "/v1/customers/102", { description: "by user" }, { as: "user" });
    const someone = await person();
    await someone.open("customers/102?tab=history&principal=user&field=description&from=2020-01-01T00:00");
    await someone.page.getByRole("button", { name: "Take back all that user did" }).click();
    await someone.page.getByText(/customers? would change/).waitFor();
    await take_back(someone);
    await taken(someone);
    equal((await api("GET", "/v1/customers/102")).description, undefined, "the record");
  },
  "the timeline is filtered by door and time, and a whole request is taken back": async ({ person, api, server }) => {
    await fetch(`${server.url}/api/json/customers/update/?auth_username=user;auth_password=password;id=900;fax=%2B49305550999`);
    await fetch(`${server.url}/api/json/customers/update/?auth_username=outsider;auth_password=password;id=900;fax=%2B49305550999`);
    await api("PATCH", "/v1/customers/900", { notes: "through another door" });
    const someone = await person({ as: "root" });
    await someone.open("customers/900?tab=history&door=enswitch");
    equal((await shown_entries(someone)).map((each) => each.paths), [["fax"]], "what came through enswitch");
    await someone.open("customers/900?tab=history&to=2020-01-01T00:00");
    await someone.page.getByText("No change fits these filters").waitFor();
    await someone.page.getByRole("button", { name: "Show all changes" }).click();
    const entry = someone.page.locator(".entry").filter({ has: someone.page.locator('[data-path="fax"]') }).first();
    await entry.getByRole("button", { name: "More about" }).click();
    await someone.page.getByRole("button", { name: "Take back its whole request" }).click();
    await someone.page.getByText("1 customer would change.").waitFor();
    await take_back(someone);
    await taken(someone);
    equal((await api("GET", "/v1/customers/900")).notes, "through another door", "what another request did");
  },
  "an undo that was done survives a closed tab": async ({ person, api }) => {
    await api("PATCH", "/v1/customers/102", { notes: "to be taken back" });
    const someone = await person();
    await someone.open("customers/102");
    await someone.page.keyboard.press("u");
    await someone.page.locator("dialog .changes").waitFor();
    await take_back(someone);
    await taken(someone);
    await someone.page.close();
    equal((await api("GET", "/v1/customers/102/history?limit=1")).items[0].action, "undo", "the newest entry");
  },
  "the slider shows the record at any version, and what is different now": async ({ person, api }) => {
    const someone = await person();
    const newest = (await api("GET", "/v1/customers/101")).version;
    await someone.open("customers/101");
    await someone.page.getByRole("slider").focus();
    await someone.page.keyboard.press("Home");
    await someone.page.waitForURL(/version=1/);
    await someone.page.locator('.field.differs[data-path="notes"]').getByText("Trial ended in March").waitFor();
    await someone.page.reload();
    await someone.page.locator('.field.differs[data-path="notes"]').waitFor();
    await someone.page.getByRole("button", { name: "Back to now" }).click();
    await someone.page.getByText(`As of version ${newest}`).waitFor();
  },
  "each field says who changed it last, through which door": async ({ person, server }) => {
    await fetch(`${server.url}/api/json/customers/update/?auth_username=user;auth_password=password;id=101;fax=%2B441782555102`);
    const someone = await person();
    await someone.open("customers/101");
    await someone.page.locator('.field[data-path="fax"]').getByText(/user · enswitch/).waitFor();
  },
};
