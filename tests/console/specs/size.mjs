// What the console weighs, as browsers get it.
import { none, ok } from "../support/expect.mjs";

const FIRST_LOAD_BYTES_MAX = 90 * 1024;
const ALL_BYTES_MAX = 150 * 1024;

export const cases = {
  "the first load and all files together are within their bounds": async ({ person, server }) => {
    const someone = await person();
    await someone.open();
    const first = someone.requests.map((request) => new URL(request.url()).pathname).filter((path) => path.startsWith("/console/"));
    const weigh = async (path) => {
      const response = await fetch(server.url + path, { headers: { "Accept-Encoding": "gzip" } });
      const bytes = Number(response.headers.get("Content-Length"));
      ok(response.headers.get("Content-Encoding") === "gzip" && bytes > 0, `${path} is not compressed`);
      return [bytes, await response.text()];
    };
    const weights = new Map();
    const waiting = ["/console/"];
    while (waiting.length > 0) {
      const path = waiting.pop();
      if (weights.has(path)) continue;
      const [bytes, text] = await weigh(path);
      weights.set(path, bytes);
      if (path === "/console/" || path.endsWith(".js"))
        for (const [, name] of text.matchAll(/(?:assets|\.)\/([\w-]+-[\w-]{8}\.(?:js|css|svg))/g)) waiting.push(`/console/assets/${name}`);
    }
    const sum = (paths) => [...new Set(paths)].reduce((total, path) => total + (weights.get(path) ?? weights.get("/console/")), 0);
    none(first.filter((path) => path.includes("/assets/") && !weights.has(path)), "files that were loaded and not found by their names");
    const [of_first, of_all] = [sum(first), sum(weights.keys())];
    ok(of_first <= FIRST_LOAD_BYTES_MAX, `the first load is ${of_first} bytes`);
    ok(of_all <= ALL_BYTES_MAX, `all is ${of_all} bytes: ${JSON.stringify([...weights])}`);
    console.log(`the console weighs ${(of_first / 1024).toFixed(1)} KiB at first, ${(of_all / 1024).toFixed(1)} KiB in all`);
  },
};
