// A demo server in a folder of its own, and calls of its API as scripts make them.
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const PASSWORD = "password";

export class Server {
  static async start(flags = []) {
    const server = new Server();
    server.folder = mkdtempSync(join(tmpdir(), "patchbay-console-"));
    server.flags = flags;
    await server.serve("127.0.0.1:0");
    return server;
  }

  /** Serves, again after `stop(false)`; resolves when the server accepts connections. */
  async serve(listen = new URL(this.url).host) {
    const log = openSync(join(this.folder, "log"), "a");
    this.process = spawn(process.env.PATCHBAY, ["serve", "--demo", "--data", join(this.folder, "data"), "--listen", listen, ...this.flags],
      { stdio: ["ignore", "pipe", log], cwd: this.folder });
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

  log() {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  async stop(and_forget = true) {
    this.process.kill("SIGTERM");
    const code = await this.ended;
    if (and_forget) rmSync(this.folder, { recursive: true, force: true });
    return code;
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
