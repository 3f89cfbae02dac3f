// What must hold wherever a random walk through the console leads, and the steps of the walk.
import { always, eventually, next } from "@antithesishq/bombadil";
import { actions, extract, getFingerprint, weighted } from "@antithesishq/bombadil/browser";
import { inputs, navigation, scroll } from "@antithesishq/bombadil/browser/defaults/actions";
import { clickablePoint, inViewport, isVisible, queryAll } from "@antithesishq/bombadil/browser/dom";

export { noUncaughtExceptions, noUnhandledPromiseRejections } from "@antithesishq/bombadil/browser/defaults/properties";

const SETTLES_WITHIN_S = 60;
// What changes by itself, is open for a moment only, or is never kept: dialogs, notices, times, secrets.
const NOT_OF_THE_ADDRESS = "dialog, [popover], time, [role=status], .error-box, .copy, .edit-bar, small, .plot, .field:has([type=password])";
// Pages that go on by themselves.
const LIVE = /^\/console\/(requests|health)/;
// The walk ends where the session does.
const NEVER_PRESSED = /^Sign out/;
const CLICKED = "a, button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), summary, [role=option]";

const last_action = extract((state) => state.lastAction);
const address = extract((state) => state.window.location.href);
const is_busy = extract((state) => state.document.querySelector("main h1, main h2, main form, main .empty") === null ||
  state.document.querySelector(".waiting, .late, [aria-busy=true]") !== null);
const is_live = extract((state) => LIVE.test(state.window.location.pathname));

/** All that the address and the drafts together have to bring back. */
const shown = extract((state) => {
  const main = state.document.querySelector("main");
  if (!main) return "";
  const copy = main.cloneNode(true) as HTMLElement;
  for (const each of copy.querySelectorAll(NOT_OF_THE_ADDRESS)) each.remove();
  const typed = [...main.querySelectorAll<HTMLInputElement>(".field.edit :is(input:not([type=password]), select, textarea), input[type=search]")].map((each) => each.value);
  return `${copy.textContent}\n${typed.join("\n")}`;
});

const drafts = extract((state) => JSON.stringify(Object.entries(state.window.localStorage).filter(([key]) => key.startsWith("patchbay.draft.")).sort()));
const errors = extract((state) => state.console.filter((entry) => entry.level === "error").map((entry) => JSON.stringify(entry.args)));

export const nothing_is_reported_as_an_error = always(() => errors.current.length === 0);

/** Somebody is signed in all the time. */
export const the_session_goes_on = always(() => !/Sign in to Patchbay|Your session has ended/.test(shown.current));

const takes_nothing_away = (action: typeof last_action.current): boolean =>
  action === "Reload" || action === "Back" || action === "Forward" || action === "Wait" || (typeof action === "object" && action !== null && ("ScrollUp" in action || "ScrollDown" in action));

export const no_draft_is_lost = always(() => {
  const before = drafts.current;
  return next(() => !takes_nothing_away(last_action.current) || drafts.current === before);
});

export const the_address_brings_everything_back = always(() => {
  const [before, where, is_still] = [shown.current, address.current, !is_busy.current && !is_live.current];
  return next(() => !is_still || last_action.current !== "Reload" || address.current !== where ||
    eventually(() => shown.current === before || address.current !== where || (last_action.current !== "Reload" && last_action.current !== "Wait")).within(SETTLES_WITHIN_S, "seconds"));
});

/** Where what can be pressed stands; what is open on top hides the rest. */
type Place = "dialog" | "fields" | "bar" | "page" | "navigation";
const place_of = (each: Element): Place =>
  each.closest("dialog") ? "dialog" : each.closest(".edit-bar, .admin-form > .row") ? "bar" : each.closest(".field.edit, .labelled") ? "fields" : each.closest("main") ? "page" : "navigation";

const clickable = extract((state) => {
  const all = queryAll(state.document.body, CLICKED)
    .filter((each) => {
      const link = each.closest("a");
      return isVisible(state.window, each) && !(link && (link.target || link.origin !== state.window.location.origin || !link.pathname.startsWith("/console/"))) &&
        !NEVER_PRESSED.test(each.textContent?.trim() ?? "");
    })
    .flatMap((each) => {
      const point = clickablePoint(each);
      return point && inViewport(state.window, point) ? [{ place: place_of(each), click: { fingerprint: getFingerprint(each), point } }] : [];
    });
  return state.document.querySelector("dialog:modal") ? all.filter((each) => each.place === "dialog") : all;
});

const clicks_in = (place: Place) => actions(() => clickable.current.filter((each) => each.place === place).map((each) => ({ Click: each.click })));
const is_typing = extract((state) => /^(input|textarea|select)$/i.test(state.document.activeElement?.tagName ?? ""));

// The keys of the console, as codes: r e h d u / ? j k, the arrows, Enter and Escape.
const KEY_CODES = [82, 69, 72, 68, 85, 191, 74, 75, 38, 40, 13, 27];
const keys = actions(() => is_typing.current ? [] : KEY_CODES.map((code) => ({ PressKey: { code } })));
const words = actions(() => is_typing.current ? ["trading", "5550101", "notes", "12[.]50", "Wien", "<b>", "ß"].map((text) => ({ TypeText: { text: { Regexp: text }, delayMillis: [1, 20] as [number, number] } })) : []);

const steps = weighted([
  [80, clicks_in("dialog")], [60, clicks_in("fields")], [60, clicks_in("bar")], [40, clicks_in("page")], [8, clicks_in("navigation")],
  [10, inputs], [120, words], [25, keys], [15, scroll], [12, navigation],
]);

/** After a reload the walk waits until the page is there again. */
export const walk = actions(() => last_action.current === "Reload" || (last_action.current === "Wait" && is_busy.current) ? ["Wait"] : steps.generate());
