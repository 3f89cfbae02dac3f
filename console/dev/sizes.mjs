// Prints what a browser loads, gzipped, and fails if it is more than the console may weigh.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const FIRST_LOAD_BYTES_MAX = 90 * 1024;
const ALL_BYTES_MAX = 150 * 1024;
const dist = new URL("../dist/", import.meta.url);

const sizes = new Map(
  readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`.slice(dist.pathname.length).replace(/^\/+/, "");
      return [path, gzipSync(readFileSync(new URL(path, dist)), { level: 9 }).length];
    }));

// The first load is the document, the page that it opens with, and whatever these name.
const files = [...sizes.keys()];
const text = (path) => readFileSync(new URL(path, dist), "utf8");
const found = new Set(["index.html", ...files.filter((path) => /assets\/(find|sign-in)-/.test(path))]);
for (const path of found) {
  const named = path.endsWith(".js")
    ? [...text(path).matchAll(/(?:from|import) ?"\.\/([^"]+)"/g)].map((match) => `assets/${match[1]}`)
    : path.endsWith(".html") ? files.filter((file) => text(path).includes(file)) : [];
  for (const each of named) found.add(each);
}
const is_first = (path) => found.has(path);
const sum = (paths) => paths.reduce((total, path) => total + sizes.get(path), 0);
const first = sum([...sizes.keys()].filter(is_first));
const all = sum([...sizes.keys()]);
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
console.log(`first load ${kib(first)} of ${kib(FIRST_LOAD_BYTES_MAX)}; all ${kib(all)} of ${kib(ALL_BYTES_MAX)} (gzipped)`);
if (first > FIRST_LOAD_BYTES_MAX || all > ALL_BYTES_MAX) {
  for (const [path, bytes] of [...sizes].sort((a, b) => b[1] - a[1])) console.log(`  ${kib(bytes)}  ${path}`);
  process.exitCode = 1;
}
