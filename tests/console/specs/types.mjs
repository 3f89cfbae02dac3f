// The types that the console is written against are those that the server describes.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const TOOL = fileURLToPath(new URL("../../../console/dev/types.mjs", import.meta.url));

export const cases = {
  "the generated types are current": async ({ server }) => {
    execFileSync("node", [TOOL, server.url, "--check"], { stdio: ["ignore", "inherit", "inherit"] });
  },
};
