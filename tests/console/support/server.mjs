// A demo server in a folder of its own, and calls of its API as scripts make them.
import { spawn } from "node:child_process";
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Clock } from "./clock.mjs";

export const PASSWORD = "password";

// Addresses of empty databases, one for each server of this run; without them the data is in a folder.
const databases = (process.env.DATABASES_UNDER_TEST ?? "").split(" ").filter(Boolean);
// A data folder that each server begins with a copy of, instead of the demo alone.
let filled = process.env.DATA_UNDER_TEST ?? "";
// How many customers each server has beside those of the demo.
const CUSTOMERS = Number(process.env.CUSTOMERS_UNDER_TEST ?? 0);
const MADE_TOGETHER = 1000;
// How long until() asks; nothing waits for it but a failure.
const WAIT_MS = 30_000;

export class Server {
  /** `has_clock`: its time is set forward with `server.clock`. */
  static async start(flags = [], { has_clock = false } = {}) {
    const server = new Server();
    server.folder = mkdtempSync(join(tmpdir(), "patchbay-console-"));
    if (has_clock) server.clock = new Clock(server.folder);
    server.flags = flags;
    server.data = join(server.folder, "data");
    if (process.env.DATABASES_UNDER_TEST !== undefined) {
      server.data = databases.shift();
      if (!server.data) throw new Error("DATABASES_UNDER_TEST names too few databases");
      server.flags = [...flags, "--store.key_file", join(server.folder, "sealing.key"), "--traffic.file", join(server.folder, "traffic.db")];
    } else if (filled) {
      cpSync(filled, server.data, { recursive: true });
    }
    await server.serve("127.0.0.1:0");
    if (filled && !process.env.DATA_UNDER_TEST) return server;
    const began = performance.now();
    await server.make(CUSTOMERS);
    if (CUSTOMERS > 0 && process.env.VERBOSE) console.log(`${CUSTOMERS} customers were made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    if (CUSTOMERS > 0 && process.env.DATABASES_UNDER_TEST === undefined) await server.share();
    return server;
  }

  /** Keeps a copy of the data, so that the next servers need not make their customers again. */
  async share() {
    await this.stop(false);
    const folder = mkdtempSync(join(tmpdir(), "patchbay-console-many-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    cpSync(this.data, folder, { recursive: true });
    filled = folder;
    await this.serve();
  }

  /** Serves, again after `stop(false)`; resolves when the server accepts connections. */
  async serve(listen = new URL(this.url).host) {
    const log = openSync(join(this.folder, "log"), "a");
    this.process = spawn(process.env.PATCHBAY, ["serve", "--demo", "--data", this.data, "--listen", listen, ...this.flags],
      { stdio: ["ignore", "pipe", log], cwd: this.folder, env: { ...process.env, ...this.clock?.environment } });
    closeSync(log);
    this.ended = new Promise((resolve) => this.process.on("exit", (code, signal) => resolve(code ?? signal)));
    this.url = await new Promise((resolve, reject) => {
      let text = "";
      this.process.stdout.on("data", (bytes) => {
        text += bytes;
        const found = /serves on (http:\S+)/.exec(text);
        if (found) resolve(found[1]);
      });
      this.ended.then((code) => reject(new Error(`the server ended with ${code}: ${this.log().slice(-1500)}`)));
    });
  }

  /** Makes customers below the demo's reseller, with an address and a contact each. */
  async make(count) {
    const part = (number, kind) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
    const customer = (number) => ({
      parent: 2, name: `Customer number ${number}`, account: `MANY-${number}`, website: `c${number}.example`, notes: `made as number ${number}`,
      addresses: { [part(number, 8)]: { type: "main", street: `Street ${number % 100}`, city: "Webberley" } },
      contacts: { [part(number, 9)]: { type: "owner", role: "none", first_name: "Paul", last_name: "Grantham", email: `c${number}@many.example`, telephone: `+44 20 ${7_000_000 + number}` } },
    });
    for (let first = 0; first < count; first += MADE_TOGETHER) {
      const lines = Array.from({ length: Math.min(MADE_TOGETHER, count - first) }, (_, i) => JSON.stringify({ create: customer(first + i) }));
      const reply = await this.api("POST", "/v1/bulk", lines.join("\n"), { headers: { "Content-Type": "application/x-ndjson" } });
      const { refused, changed } = JSON.parse(reply.trim().split("\n").at(-1)).summary;
      if (refused !== 0) throw new Error(`of ${lines.length} customers ${changed} were made`);
    }
  }

  log() {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  async stop(and_forget = true) {
    this.process.kill("SIGTERM");
    const code = await this.ended;
    if (and_forget) rmSync(this.folder, { recursive: true, force: true });
    return code;
  }

  /** Ends it at once, as a crash does. */
  async kill() {
    this.process.kill("SIGKILL");
    await this.ended;
  }

  /** Asks again and again until the answer is good, and gives it. */
  async until(path, is_good) {
    for (const end = Date.now() + WAIT_MS; ;) {
      const answer = await this.api("GET", path);
      if (is_good(answer)) return answer;
      if (Date.now() > end) throw new Error(`${path} stays ${JSON.stringify(answer)}`);
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  }

  /** One call of the API: `api("PATCH", "/v1/customers/101", { notes: "x" }, { as: "username" })`. */
  api = async (method, path, body, { as = "root", headers = {}, status } = {}) => {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        Authorization: `Basic ${Buffer.from(`${as}:${PASSWORD}`).toString("base64")}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (status !== undefined ? response.status !== status : !response.ok)
      throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  };
}
