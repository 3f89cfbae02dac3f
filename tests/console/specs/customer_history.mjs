// The timeline of a customer equals the journal; undo is rehearsed, says what it cannot do, and is done.
import { equal, none, ok } from "../support/expect.mjs";

/** A generator of numbers that is the same in every run. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const CHANGES = Number(process.env.CONSOLE_CHANGES ?? 150);

const shown_entries = (someone) => someone.page.locator(".entry").evaluateAll((entries) => entries.map((entry) => ({
  version: Number(entry.dataset.version),
  paths: [...entry.querySelectorAll(".changes tr[data-path]")].map((row) => row.dataset.path),
  before: [...entry.querySelectorAll(".changes .before")].map((cell) => cell.textContent),
  after: [...entry.querySelectorAll(".changes .after")].map((cell) => cell.textContent),
})));

const as_text = (value) => (value === null ? "nothing" : typeof value === "boolean" ? (value ? "yes" : "no") : String(value));

const take_back = (someone) => someone.page.getByRole("dialog").getByRole("button", { name: /^Take back( \(\d+\))?$/ }).click();
const taken = (someone) => someone.page.locator(".toast").filter({ hasText: "Taken back" }).last().waitFor();

export const cases = {
  "the timeline is the journal: no change is missing, and no unchanged field is shown": async ({ person, api }) => {
    const random = numbers(7);
    const fields = {
      notes: () => `note ${random(4)}`, description: () => (random(5) === 0 ? null : `words ${random(3)}`), website: () => `w${random(3)}.example`,
      credit: () => `${random(4)}.00`, directory: () => random(2) === 1, park_timeout: () => 60 + random(3), account: () => (random(3) === 0 ? null : `A${random(9)}`),
    };
    const keys = Object.keys(fields);
    for (let i = 0; i < CHANGES; ++i) {
      const patch = {};
      for (let n = 1 + random(4); n > 0; --n) { const key = keys[random(keys.length)]; patch[key] = fields[key](); }
      await api("PATCH", "/v1/customers/124", patch);
    }
    const journal = [];
    for (let before = ""; before !== undefined;) {
      const page = await api("GET", `/v1/customers/124/history?limit=200${before ? `&before=${before}` : ""}`);
      journal.push(...page.items);
      before = page.next;
    }
    const someone = await person({ as: "root" });
    await someone.open("customers/124?tab=history");
    const timeline = new Map();
    for (;;) {
      for (const entry of await shown_entries(someone)) timeline.set(entry.version, entry);
      const more = someone.page.getByRole("button", { name: "Earlier changes" });
      if ((await more.count()) === 0) break;
      const last = await someone.page.locator(".entry").last().getAttribute("data-version");
      await more.click();
      await someone.page.waitForFunction((version) => !document.querySelector(".late, .waiting, [aria-busy=true]") &&
        [...document.querySelectorAll(".entry")].at(-1)?.dataset.version !== version, last);
    }
    const wrong = journal.filter((entry) => entry.version > 1).flatMap((entry) => {
      const { paths, before, after } = timeline.get(entry.version) ?? { paths: [], before: [], after: [] };
      const expected = entry.changes.map((change) => [change.path, as_text(change.before), as_text(change.after)]);
      const got = paths.map((path, i) => [path, before[i], after[i]]);
      return JSON.stringify(got) === JSON.stringify(expected) ? [] : [`version ${entry.version}: ${JSON.stringify(got)} for ${JSON.stringify(expected)}`];
    });
    none(wrong.slice(0, 5), "entries that differ");
    equal(timeline.size, journal.length, "entries");
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
