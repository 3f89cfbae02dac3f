// Writes each page and state as a picture, at desktop and telephone width, in light and dark:
// node screenshots.mjs FOLDER [part of a name…]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, People } from "./support/browsers.mjs";
import { fill, FLAGS, STATES } from "./support/pages.mjs";
import { Server } from "./support/server.mjs";

const WIDTHS = { desktop: { width: 1440, height: 900 }, telephone: { width: 360, height: 740 } };

const [folder, ...wanted] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();
const server = await Server.start(FLAGS);
// A little history, so that there is something to see.
for (const [id, body, as] of [[101, { notes: "New account, initial trial" }, "username"], [101, { notes: "Call back on Monday", website: "www.gbtrading.com" }, "root"], [102, { website: "https://volvo.example" }, "root"]])
  await server.api("PATCH", `/v1/customers/${id}`, body, { as, headers: { "Patchbay-Reason": "asked by phone" } });
await fill(server);

let count = 0;
const trouble = [];
for (const [name, viewport] of Object.entries(WIDTHS)) {
  const people = new People(browser, server);
  const someone = await people.invite({ as: "root", viewport, hasTouch: name === "telephone", isMobile: name === "telephone", reducedMotion: "reduce" });
  for (const shown of STATES.filter((each) => wanted.length === 0 || wanted.some((part) => each.state.includes(part)))) {
    await someone.show(shown);
    for (const colorScheme of ["light", "dark"]) {
      await someone.page.emulateMedia({ colorScheme });
      await someone.page.screenshot({ path: join(folder, `${shown.state}-${name}-${colorScheme}.png`), animations: "disabled" });
      count++;
    }
  }
  trouble.push(...await people.leave());
}
await browser.close();
await server.stop();
console.log(`${count} pictures in ${folder}`);
for (const each of trouble) console.log(each);
process.exit(trouble.length ? 1 : 0);
