// What must hold wherever a random walk through the console leads; its steps stand in steps.ts.
import { always, eventually, next } from "@antithesishq/bombadil";
import { extract } from "@antithesishq/bombadil/browser";
import { drafts, has_come_back, is_busy, last_action, shown } from "./seen.ts";
import { undos } from "./undo.ts";

export { noUncaughtExceptions, noUnhandledPromiseRejections } from "@antithesishq/bombadil/browser/defaults/properties";
export { walk } from "./steps.ts";

const SETTLES_WITHIN_S = 30;
// The buttons that may drop a draft, or a part of it; and those that are no part of editing.
const DROPS = /^(Discard|Save|Rebase|Overwrite|Reload|Take theirs|Put back|Remove|Keep it|Clear|Make|[×+])/;

const errors = extract((state) => state.console.filter((entry) => entry.level === "error").map((entry) => JSON.stringify(entry.args)));

export const nothing_is_reported_as_an_error = always(() => errors.current.length === 0);

/** Somebody is signed in all the time. */
export const the_session_goes_on = always(() => !/Sign in to Patchbay|Your session has ended/.test(shown.current));

/** What an undo was said to take back is as it was before, and nothing else has changed. */
export const an_undo_takes_back_what_it_says = always(() => Object.values(undos.current).every((trouble) => trouble === ""));

/** Whether a step may not take anything of a draft away: only buttons of the editor, typing and Enter may. */
function keeps_drafts(action: typeof last_action.current): boolean {
  if (typeof action === "string") return true;
  if (action === null) return false;
  if ("ScrollUp" in action || "ScrollDown" in action) return true;
  if (!("Click" in action)) return false;
  // Bombadil names the members of an action that was done otherwise than those of one that is to be done.
  const { tag, text_content = "" } = action.Click.fingerprint as unknown as Record<string, string | undefined>;
  return /^(a|summary)$/i.test(tag ?? "") || (/^button$/i.test(tag ?? "") && !DROPS.test(text_content));
}

export const no_draft_is_lost = always(() => {
  const [before, is_still] = [drafts.current, !is_busy.current];
  return next(() => !is_still || !keeps_drafts(last_action.current) ||
    Object.entries(before).every(([key, paths]) => paths.every((path) => drafts.current[key]?.includes(path))));
});

/** A reload shows what was shown before it. The walk does nothing else until it does. */
export const the_address_brings_everything_back = always(() => eventually(() => has_come_back.current).within(SETTLES_WITHIN_S, "seconds"));
