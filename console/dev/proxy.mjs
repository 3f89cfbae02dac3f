// Serves dist/ at /console/ and everything else from a server, so that the console can be worked on
// without building the server again:
//   PATCHBAY_URL=http://127.0.0.1:8080 node dev/proxy.mjs 8090
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, request } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const [port = "8090"] = process.argv.slice(2);
const server = new URL(process.env.PATCHBAY_URL ?? "http://127.0.0.1:8080");
const dist = fileURLToPath(new URL("../dist", import.meta.url));

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};
const HEADERS = {
  "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

function serve_file(path, reply) {
  let file = join(dist, normalize(path.slice("/console/".length)));
  if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) file = join(dist, "index.html");
  reply.writeHead(200, { ...HEADERS, "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Cache-Control": "no-store" });
  createReadStream(file).pipe(reply);
}

createServer((incoming, reply) => {
  const { pathname } = new URL(incoming.url, server);
  if (pathname === "/console") return reply.writeHead(308, { Location: "/console/" }).end();
  if (pathname.startsWith("/console/")) return serve_file(pathname, reply);
  const onward = request(new URL(incoming.url, server), { method: incoming.method, headers: { ...incoming.headers, host: server.host, ...(incoming.headers.origin ? { origin: server.origin } : {}) } },
    (answer) => { reply.writeHead(answer.statusCode, answer.headers); answer.pipe(reply); });
  onward.on("error", () => reply.headersSent ? reply.destroy() : reply.writeHead(502).end());
  incoming.pipe(onward);
}).listen(Number(port), "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/console/ in front of ${server.origin}`));
