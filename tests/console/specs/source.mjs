// The source of the console, as the build has copied it.
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { ok } from "../support/expect.mjs";

const folder = join(dirname(process.env.PATCHBAY), "console");

const run = (program, ...args) => new Promise((resolve) => {
  execFile(program, args, { cwd: folder }, (error, stdout, stderr) => resolve(error ? `${error.message}\n${stdout}${stderr}` : ""));
});

export const cases = {
  "its types hold": async () => {
    const mistakes = await run("npm", "run", "--silent", "check");
    ok(!mistakes, mistakes);
  },
};
