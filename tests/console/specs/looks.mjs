// Every page and state: axe finds nothing, in light and dark, and nothing is wider than a telephone.
import { equal, none } from "../support/expect.mjs";
import { fill, FLAGS, page_names, STATES } from "../support/pages.mjs";

export const flags = FLAGS;

export const cases = {
  "every page is looked at": async () => {
    equal([...new Set(STATES.map((each) => each.page))].sort(), page_names().sort(), "the pages in support/pages.mjs");
  },
  "axe finds nothing, in light and dark": async ({ person, server }) => {
    await fill(server);
    const someone = await person({ as: "root", reducedMotion: "reduce" });
    const found = [];
    for (const each of STATES) {
      const { state } = each;
      await someone.page.emulateMedia({ colorScheme: "light" });
      await someone.show(each);
      found.push(...(await someone.axe()).map((line) => `${state}: ${line}`));
      // The colours are all that differs.
      await someone.page.emulateMedia({ colorScheme: "dark" });
      found.push(...(await someone.axe(["color-contrast"])).map((line) => `${state}, dark: ${line}`));
    }
    none(found, "axe finds");
  },
  "axe finds nothing where one signs in, and it is no wider than 360 pixels": async ({ person }) => {
    const someone = await person({ as: null, reducedMotion: "reduce", viewport: { width: 360, height: 740 } });
    await someone.open("customers/101");
    for (const colorScheme of ["light", "dark"]) {
      await someone.page.emulateMedia({ colorScheme });
      none(await someone.axe(), `axe finds, ${colorScheme}`);
    }
    equal(await someone.page.evaluate(() => document.documentElement.scrollWidth), 360, "the width");
  },
  "no page is wider than 360 pixels": async ({ person, server }) => {
    await fill(server);
    const someone = await person({ as: "root", viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const wide = [];
    for (const each of STATES) {
      await someone.show(each);
      const width = await someone.page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 360) wide.push(`${each.state}: ${width} pixels`);
    }
    none(wide, "too wide");
  },
  "motion is still where a person asks for it": async ({ person }) => {
    const someone = await person({ reducedMotion: "reduce" });
    await someone.open("customers/101");
    const moving = await someone.page.evaluate(() => [...document.querySelectorAll("*")].filter((each) => {
      const style = getComputedStyle(each);
      return style.animationName !== "none" || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0);
    }).map((each) => each.outerHTML.slice(0, 80)));
    none(moving, "elements that move");
  },
};
