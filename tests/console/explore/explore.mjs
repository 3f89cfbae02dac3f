// A random walk through the console by Bombadil: node explore/explore.mjs SECONDS [FOLDER]. What must hold on the
// way stands in walk.ts, and each of it must have been met often enough to say something. At the end all
// that was changed is taken back, and the record is as it was. The last line is `N passed, N failed`.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PASSWORD, Server } from "../support/server.mjs";
import { equal } from "../support/expect.mjs";

const [seconds = "60", folder = process.env.TMPDIR ?? "/tmp"] = process.argv.slice(2);
const NAME = "explorer";
const OUTPUT_LINES_MAX = 60;
// Bombadil may hang after its last step, when its browser has ended; what it found it has said by then.
const END_WITHIN_S = 60;
// A walk that meets something less often than once in so many steps has lost its way; to wait is no step. A third of what is usual, because a short walk may have bad luck.
const EVERY_STEPS = { "saves": 80, "undos": 80, "undos that were held against what their dialogs said": 100, "reloads with a draft": 150 };

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, "..", "node_modules/@antithesishq/bombadil/binaries", `bombadil-linux-${process.arch}`);

let passed = 0;
let failed = 0;
function report(name, trouble) {
  if (trouble) failed++;
  else passed++;
  if (trouble) console.log(`failed ${name}\n  ${trouble.split("\n").join("\n  ")}`);
}

/** Somebody who may change customers, plans and references, and nothing of who signs in. */
async function invite(server) {
  await server.api("POST", "/v1/roles", { name: NAME, owner: 1, privileges: ["user", "commerce", "wholesale"] });
  await server.api("POST", "/v1/principals", { name: NAME, home: 2, roles: [NAME], password: PASSWORD });
  const reply = await fetch(`${server.url}/v1/session`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name: NAME, password: PASSWORD }) });
  if (!reply.ok) throw new Error(`${NAME} could not sign in: ${await reply.text()}`);
  return reply.headers.get("Set-Cookie").split(";")[0];
}

async function records(server) {
  const { items } = await server.api("GET", "/v1/customers?limit=500&deleted=all");
  return new Map(items.map(({ id, version, resolved, ...record }) => [id, record]));
}

const kept_steps = (trace) => readFileSync(join(trace, "trace.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const seen = (step, name) => step?.snapshots.find((each) => each.name === name)?.value;

/** How often the walk met what it is about, from the steps that Bombadil kept and from history. */
async function met(server, began, trace) {
  const steps = kept_steps(trace);
  const judged = new Set(steps.flatMap((step) => Object.keys(seen(step, "undos") ?? {})));
  const reloads = steps.filter((step, i) => step.action === "Reload" && Object.keys(seen(steps[i - 1], "drafts") ?? {}).length > 0);
  const actions = [];
  for (let after = ""; ;) {
    const { items, next, more } = await server.api("GET", `/v1/changes?limit=500${after ? `&after=${after}` : ""}`);
    actions.push(...items.filter((each) => each.principal === NAME && each.time >= began).map((each) => each.action));
    if (!more) break;
    after = next;
  }
  return { "saves": actions.filter((each) => each !== "undo").length, "undos": actions.filter((each) => each === "undo").length,
    "undos that were held against what their dialogs said": judged.size, "reloads with a draft": reloads.length };
}

function walk(server, cookie) {
  const trace = join(folder, "walk");
  mkdirSync(trace, { recursive: true });
  const args = ["browser", "test", "--headless", "--no-sandbox", "--exit-on-violation", "--time-limit", `${seconds}s`, "--width", "1280", "--height", "900",
    "--output-path", trace, "--output-path-overwrite", "--cookie", `${cookie}; Path=/; HttpOnly`, `${server.url}/console/customers/101?tab=edit`, join(here, "walk.ts")];
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], cwd: join(here, "..") });
    const lines = [];
    let steps = 0;
    let is_late = false;
    const late = setTimeout(() => { is_late = true; child.kill("SIGKILL"); }, (Number(seconds) + END_WITHIN_S) * 1000);
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (bytes) => {
        for (const line of String(bytes).split("\n")) {
          if (/WS Invalid message|^\s*$/.test(line)) continue;
          if (/^\d\d:\d\d\.\d+ (?!Waiting)/.test(line)) steps++;
          lines.push(line.slice(0, 500));
          if (process.env.VERBOSE) console.log(line);
        }
      });
    child.on("close", (code) => {
      clearTimeout(late);
      const is_good = code === 0 || (is_late && !lines.some((line) => /violat|Error:/i.test(line)));
      resolve({ is_good, steps, text: lines.slice(-OUTPUT_LINES_MAX).join("\n"), trace });
    });
  });
}

const server = await Server.start();
const began = new Date().toISOString();
const cookie = await invite(server);
const before = await records(server);
const { is_good, steps, text, trace } = await walk(server, cookie);
report("whatever is pressed, what must hold holds", is_good ? undefined : `${text}\nthe way there: ${trace}`);
report("the walk goes on", steps > 0 ? undefined : text);
const counts = await met(server, began, trace);
const lost = is_good ? "" : seen(kept_steps(trace).at(-1), "lost_by_reload");
if (lost) console.log(`the last reload did not bring back all: ${lost}`);
if (is_good)
  for (const [name, every] of Object.entries(EVERY_STEPS)) {
    const least = Math.floor(steps / every);
    report(`the walk meets ${name}`, counts[name] >= least ? undefined : `${counts[name]} in ${steps} steps, and it should be ${least}`);
  }

const undone = await server.api("POST", "/v1/undo", { principal: NAME, from: began, force: true });
const summary = typeof undone === "string" ? undone.trim().split("\n").at(-1) : JSON.stringify(undone);
const after = await records(server);
try {
  for (const [id, record] of before) equal(after.get(id), record, `customer ${id}, after all that ${NAME} did was taken back,`);
  report("undo balances");
} catch (error) {
  report("undo balances", error.message);
}
report("the server ends with 0", (await server.stop()) === 0 ? undefined : "it did not");
console.log(`Bombadil, in ${seconds} s: ${steps} steps, ${Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(", ")}; taken back at the end: ${summary}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
