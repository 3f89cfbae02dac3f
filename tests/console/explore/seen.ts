// What several parts of the walk look at.
import { extract } from "@antithesishq/bombadil/browser";

export const last_action = extract((state) => state.lastAction).named("last_action");
export const is_busy = extract((state) => state.document.querySelector("main h1, main h2, main form, main .empty") === null ||
  state.document.querySelector(".waiting, .late, [aria-busy=true]") !== null);

/** Drafts by subject: the paths that they change. */
export const drafts = extract((state) => Object.fromEntries(Object.entries({ ...state.window.localStorage } as Record<string, string>)
  .filter(([key]) => key.startsWith("patchbay.draft."))
  .map(([key, text]) => [key, Object.keys((JSON.parse(text) as { values: object }).values)]))).named("drafts");
