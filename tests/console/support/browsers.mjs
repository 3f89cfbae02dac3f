// Chromium, and people who use it: each with a profile of their own, signed in, and watched for errors.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { PASSWORD } from "./server.mjs";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
// Long enough for a busy machine; nothing waits for it but a failure.
const WAIT_MS = 30_000;
const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

// A refusal of the server is an answer, and not an error of the page; cases look at what it shows.
const is_refusal = (text) => /^Failed to load resource: .*(status of 4\d\d|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED)/.test(text);

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });

/** The people of one case. */
export class People {
  constructor(browser, server) {
    this.browser = browser;
    this.server = server;
    this.all = [];
  }

  async invite(options = {}) {
    const person = new Person(this.server);
    this.all.push(person);
    await person.arrive(this.browser, options);
    return person;
  }

  /** Closes their browsers, and gives what went wrong in them. */
  async leave() {
    const trouble = this.all.flatMap((person) => person.trouble);
    await Promise.all(this.all.map((person) => person.context?.close()));
    return trouble;
  }
}

class Person {
  constructor(server) {
    this.server = server;
    this.trouble = [];
    this.requests = [];
    this.on_their_way = new Map();
  }

  /** `as`: who signs in, null for nobody. Other options are those of a browser context. */
  async arrive(browser, { as = "username", ...options }) {
    this.context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", viewport: { width: 1280, height: 800 }, ...options });
    this.context.setDefaultTimeout(WAIT_MS);
    await this.context.addInitScript(() => addEventListener("securitypolicyviolation", (event) =>
      console.error(`refused by the policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`)));
    this.page = await this.context.newPage();
    this.page.on("pageerror", (error) => this.trouble.push(`uncaught: ${error.stack ?? error}`));
    this.page.on("console", (message) => {
      if ((message.type() === "error" || message.type() === "warning") && !is_refusal(message.text())) this.trouble.push(`console: ${message.text()}`);
    });
    this.page.on("dialog", (dialog) => { this.trouble.push(`a dialog of the browser: ${dialog.message()}`); void dialog.dismiss(); });
    for (const end of ["requestfinished", "requestfailed"]) this.page.on(end, (request) => this.end(request));
    this.page.on("request", (request) => {
      this.requests.push(request);
      let tell;
      const ended = new Promise((resolve) => { tell = resolve; });
      this.on_their_way.set(request, { ended, tell });
      if (!request.url().startsWith(this.server.url)) this.trouble.push(`a request left the server: ${request.url()}`);
    });
    if (as) await this.sign_in(as);
  }

  end(request) {
    this.on_their_way.get(request)?.tell();
    this.on_their_way.delete(request);
  }

  async sign_in(name) {
    const reply = await this.context.request.post(`${this.server.url}/v1/session`, { data: { name, password: PASSWORD } });
    if (!reply.ok()) throw new Error(`${name} could not sign in: ${reply.status()} ${await reply.text()}`);
  }

  /** Opens a page of the console and waits until nothing is on its way. */
  async open(path = "") {
    await this.page.goto(`${this.server.url}/console/${path}`);
    await this.settled();
  }

  /** Opens a state of pages.mjs. */
  async show({ path, press = [] }) {
    await this.open(path);
    for (const keys of press) await this.page.keyboard.press(keys);
    if (press.length === 0) return;
    await this.page.locator("dialog:modal").waitFor();
    await this.settled();
  }

  /** Waits until the page shows what it was asked for: no request is on its way, and none follows once
   * what was read is painted. */
  async settled() {
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    for (let quiet = 0; quiet < 2; quiet++) {
      await this.page.waitForFunction(() => document.querySelector("main h1, main h2, main .empty, form") &&
        !document.querySelector(".waiting, [aria-busy=true], .late"));
      await this.page.evaluate(painted);
      if (this.on_their_way.size > 0) {
        await Promise.race([...this.on_their_way.values()].map((each) => each.ended));
        quiet = -1;
      }
    }
  }

  /** What axe finds on the page as it is, as lines; with `rules`, by these alone. The size of what is pressed
   * counts too, as it does for Lighthouse. */
  async axe(rules) {
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(axe_source);
    // In the middle of a transition colours are neither those before nor those after.
    await this.page.evaluate(() => Promise.all(document.getAnimations().filter((each) => each instanceof CSSTransition)
      .map((each) => each.finished.catch(() => undefined))));
    const found = await this.page.evaluate(async (rules) =>
      (await window.axe.run(document, { preload: false, resultTypes: ["violations"], rules: { "target-size": { enabled: true } }, ...(rules ? { runOnly: rules } : {}) })).violations, rules);
    return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary?.replace(/\s+/g, " ")}`));
  }

  /** The text of the page, or of a part of it, without times that go on. */
  async text(selector = "main") {
    return (await this.page.locator(selector).innerText()).replace(/\d+ (second|minute)s? ago|now\b/g, "…");
  }
}
