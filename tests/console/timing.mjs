// How long a person waits at the console: node timing.mjs [ROUNDS]. Real keys and clicks go to Chromium,
// and its Event Timing says how long each took until the result was painted. DATA_UNDER_TEST names the
// data folder that the server begins with. Prints a table, and fails where a bound is passed.
import { launch, People } from "./support/browsers.mjs";
import { Server } from "./support/server.mjs";

const ROUNDS = Number(process.argv[2] ?? 3);
const INTERACTION_MS_MAX = 100;
const FIRST_PAGE_MS_MAX = 150;
// Between two keys of somebody who types fast.
const KEY_MS = 90;
// Event Timing tells of nothing shorter.
const SHORTEST_MS = 16;
const SHIFT_MAX = 0;

/** What is typed into the search, as people do. */
const SEARCHES = ["global trad", "customer 51", "A10000000", "telecom", "5550101", "paul@gb", "5510", "rosebank", "number 42", "GB1000"];

/** Runs in the page: keeps every event, every shift, and when each search was painted. */
function watch() {
  const kept = { events: [], counts: {}, shifts: [], searches: [] };
  window.timing = kept;
  const part = () => window.timing_part ?? "start";
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) kept.events.push({ part: part(), name: entry.name, id: entry.interactionId, ms: entry.duration, work_ms: entry.processingEnd - entry.processingStart, wait_ms: entry.processingStart - entry.startTime });
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) kept.shifts.push({ part: part(), value: entry.value, is_asked_for: entry.hadRecentInput, of: entry.sources.map((source) => `${source.node?.nodeName}.${source.node?.className ?? ""}`).join(" ") });
  }).observe({ type: "layout-shift", buffered: true });
  for (const name of ["keydown", "pointerdown"]) addEventListener(name, () => { kept.counts[part()] = (kept.counts[part()] ?? 0) + 1; }, { capture: true, passive: true });
  // A search is painted in the frame after the list is no longer late.
  let began;
  addEventListener("input", (event) => { if (event.target.matches?.(".find-box input")) began = event.timeStamp; }, { capture: true, passive: true });
  new MutationObserver(() => {
    if (began === undefined || document.querySelector(".find .late, .find .waiting") || document.querySelector(".find-box input")?.dataset.shown !== document.querySelector(".find-box input")?.value.trim()) return;
    const since = began;
    began = undefined;
    requestAnimationFrame(() => setTimeout(() => kept.searches.push(performance.now() - since)));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["class", "data-shown"] });
}

/** The value below which `part` of all lie; those that were too short to be told of come first. */
function percentile(values, count, part) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = Math.ceil(Math.max(count, sorted.length) * part) - 1 - Math.max(0, count - sorted.length);
  return at < 0 ? undefined : sorted[at];
}

const PARTS = {
  "typing a search": async (page) => {
    const box = page.getByRole("searchbox", { name: "Find a customer" });
    await box.waitFor();
    for (const text of SEARCHES) {
      await box.press("Control+a");
      await page.keyboard.type(text, { delay: KEY_MS });
      await page.waitForFunction((text) => document.querySelector(".find-box input").dataset.shown === text && !document.querySelector(".late, .waiting"), text);
    }
  },
  "arrows through what was found": async (page) => {
    for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowDown", { delay: 20 });
  },
  "opening a customer and its views": async (page) => {
    await page.keyboard.press("Enter");
    await page.locator(".field").first().waitFor();
    for (const [key, selector] of [["h", ".entry"], ["d", ".reply"], ["e", ".edit-bar"], ["r", ".record-tools"]]) {
      await page.keyboard.press(key);
      await page.locator(selector).first().waitFor();
    }
  },
  "filtering the fields": async (page) => {
    await page.getByRole("searchbox", { name: "Filter the fields" }).click();
    await page.keyboard.type("telephone", { delay: KEY_MS });
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Backspace");
  },
  "editing": async (page) => {
    await page.locator(".tabs").getByRole("link", { name: /^Edit/ }).click();
    await page.locator('[data-path="notes"] textarea').click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("What was said on the telephone today.", { delay: KEY_MS });
    await page.getByText("1 field would change").waitFor();
    await page.keyboard.press("Control+s");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Discard" }).click();
  },
  "the tree and the commands": async (page) => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("find", { delay: KEY_MS });
    await page.keyboard.press("Enter");
    await page.locator(".tree-toggle[aria-expanded=false]").first().click();
    await page.locator(".tree-row").nth(4).waitFor();
  },
};

const server = await Server.start();
const browser = await launch();
const people = new People(browser, server);
const someone = await people.invite({ as: "root", viewport: { width: 1440, height: 900 } });
await someone.context.addInitScript(watch);
const customers = (await server.api("GET", "/v1/customers?limit=1&count=true")).total;
const all = { events: [], counts: {}, shifts: [], searches: [] };
for (let round = 0; round < ROUNDS; round++) {
  await someone.open("");
  for (const [part, act] of Object.entries(PARTS)) {
    await someone.page.evaluate((part) => { window.timing_part = part; }, part);
    await act(someone.page);
  }
  await someone.settled();
  const kept = await someone.page.evaluate(() => window.timing);
  for (const name of ["events", "shifts", "searches"]) all[name].push(...kept[name]);
  for (const [part, count] of Object.entries(kept.counts)) all.counts[part] = (all.counts[part] ?? 0) + count;
}
const trouble = await people.leave();
await browser.close();
await server.stop();

// Of the events of one interaction the longest counts.
const by_id = new Map();
for (const event of all.events) {
  const key = `${event.part} ${event.id}`;
  if (!by_id.has(key) || by_id.get(key).ms < event.ms) by_id.set(key, event);
}
const interactions = [...by_id.values()];
const ms = (value) => value === undefined ? `< ${SHORTEST_MS} ms` : `${value.toFixed(0)} ms`;
console.log(`${customers} customers, ${ROUNDS} rounds`);
console.log("| key or click until it is painted | number | half | 95 % | longest |\n|---|--:|--:|--:|--:|");
for (const part of Object.keys(PARTS)) {
  const own = interactions.filter((each) => each.part === part).map((each) => each.ms);
  const count = all.counts[part] ?? 0;
  console.log(`| ${part} | ${count} | ${ms(percentile(own, count, 0.5))} | ${ms(percentile(own, count, 0.95))} | ${ms(own.length ? Math.max(...own) : undefined)} |`);
}
const total = Object.values(all.counts).reduce((sum, count) => sum + count, 0);
const p95 = percentile(interactions.map((each) => each.ms), total, 0.95);
const search_p95 = percentile(all.searches, 0, 0.95);
const shift = all.shifts.filter((each) => !each.is_asked_for).reduce((sum, each) => sum + each.value, 0);
console.log(`| all | ${total} | ${ms(percentile(interactions.map((each) => each.ms), total, 0.5))} | ${ms(p95)} | ${ms(Math.max(0, ...interactions.map((each) => each.ms)))} |`);
console.log(`first page of a search, from the last key: half ${ms(percentile(all.searches, 0, 0.5))}, 95 % ${ms(search_p95)}, of ${all.searches.length}`);
console.log(`layout shift without a reason: ${shift.toFixed(4)}`);
if (process.env.VERBOSE) {
  for (const each of interactions.toSorted((a, b) => b.ms - a.ms).slice(0, 12)) console.log(`  ${each.part}: ${each.name} ${each.ms} ms, of which waiting ${each.wait_ms.toFixed(0)}, working ${each.work_ms.toFixed(0)}`);
  for (const each of all.shifts.filter((shift) => !shift.is_asked_for)) console.log(`  shift ${each.value.toFixed(4)} in ${each.part}: ${each.of}`);
}
const wrong = [
  ...trouble,
  ...((p95 ?? 0) > INTERACTION_MS_MAX ? [`95 % of keys and clicks take ${ms(p95)}, and may take ${INTERACTION_MS_MAX}`] : []),
  ...(search_p95 === undefined || search_p95 > FIRST_PAGE_MS_MAX ? [`95 % of searches take ${ms(search_p95)}, and may take ${FIRST_PAGE_MS_MAX}`] : []),
  ...(shift > SHIFT_MAX ? [`the layout shifts by ${shift.toFixed(4)}`] : []),
];
for (const each of wrong) console.log(`failed: ${each}`);
process.exit(wrong.length ? 1 : 0);
