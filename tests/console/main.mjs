// Runs cases of specs/: node main.mjs SPEC,SPEC… [part of a name…]. The last line is
// `N passed, N failed`.
//
// A spec exports `cases`, functions by name. Each gets a server of its spec, which earlier cases of
// the same spec have changed, and people with browsers of their own. A case fails if it throws, or
// if a browser reported an error that the case did not expect.
import { launch, People } from "./support/browsers.mjs";
import { Server } from "./support/server.mjs";

const TROUBLE_LINES_MAX = 14;

const [specs, ...wanted] = process.argv.slice(2);
const browser = await launch();
let passed = 0;
let failed = 0;

function report(name, trouble, began) {
  if (trouble.length === 0) passed++;
  else failed++;
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  if (process.env.VERBOSE || trouble.length > 0) console.log(`${trouble.length ? "failed" : "passed"} ${name} (${took})`);
  for (const each of trouble) console.log(`  ${each.split("\n").slice(0, TROUBLE_LINES_MAX).join("\n  ")}`);
}

async function run_case(run, server) {
  const people = new People(browser, server);
  let trouble = [];
  try {
    await run({ server, api: server.api, person: (options) => people.invite(options) });
  } catch (error) {
    trouble = [String(error.stack ?? error).replace(/\x1b\[\d+m/g, "")];
  }
  return trouble.concat(await people.leave());
}

async function run_spec(file) {
  const { cases, flags = [], has_clock = false } = await import(`./specs/${file}`);
  const chosen = Object.entries(cases).filter(([name]) => wanted.length === 0 || wanted.some((part) => `${file} ${name}`.includes(part)));
  if (chosen.length === 0) return;
  const server = await Server.start(flags, { has_clock });
  for (const [name, run] of chosen) {
    const began = performance.now();
    report(`${file}: ${name}`, await run_case(run, server), began);
  }
  const code = await server.stop();
  if (code !== 0) report(`${file}: the server ends with 0`, [`it ended with ${code}`], performance.now());
}

for (const name of specs.split(",")) await run_spec(`${name}.mjs`);
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
