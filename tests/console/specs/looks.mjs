// Every page and state: axe finds nothing, in light and dark, and nothing is wider than a telephone.
import { equal, none } from "../support/expect.mjs";
import { page_names, STATES } from "../support/pages.mjs";

export const cases = {
  "every page is looked at": async () => {
    equal([...new Set(STATES.map((each) => each.page))].sort(), page_names().sort(), "the pages in support/pages.mjs");
  },
  "axe finds nothing, in light and dark": async ({ person }) => {
    const someone = await person({ as: "root", reducedMotion: "reduce" });
    const found = [];
    for (const { state, path } of STATES) {
      await someone.page.emulateMedia({ colorScheme: "light" });
      await someone.open(path);
      found.push(...(await someone.axe()).map((line) => `${state}: ${line}`));
      // The colours are all that differs.
      await someone.page.emulateMedia({ colorScheme: "dark" });
      found.push(...(await someone.axe(["color-contrast"])).map((line) => `${state}, dark: ${line}`));
    }
    none(found, "axe finds");
  },
  "no page is wider than 360 pixels": async ({ person }) => {
    const someone = await person({ as: "root", viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const wide = [];
    for (const { state, path } of STATES) {
      await someone.open(path);
      const width = await someone.page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 360) wide.push(`${state}: ${width} pixels`);
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
