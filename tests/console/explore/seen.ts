// What several parts of the walk look at.
import { extract } from "@antithesishq/bombadil/browser";

// What changes by itself, is open for a moment only, or is never kept: dialogs, notices, times, secrets.
const NOT_OF_THE_ADDRESS = "dialog, [popover], time, [role=status], .error-box, .copy, .edit-bar, small, .plot, .field:has([type=password])";
// Pages that go on by themselves.
const LIVE = /^\/console\/(requests|health)/;
export const last_action = extract((state) => state.lastAction).named("last_action");
const busy = (document: Document): boolean => document.querySelector("main h1, main h2, main form, main .empty") === null ||
  document.querySelector(".waiting, .late, [aria-busy=true]") !== null;
export const is_busy = extract((state) => busy(state.document));

/** All that the address and the drafts together have to bring back. */
function text_of(document: Document): string {
  const main = document.querySelector("main");
  if (!main) return "";
  const copy = main.cloneNode(true) as HTMLElement;
  for (const each of copy.querySelectorAll(NOT_OF_THE_ADDRESS)) each.remove();
  const typed = [...main.querySelectorAll<HTMLInputElement>(".field.edit :is(input:not([type=password]), select, textarea), input[type=search]")].map((each) => each.value);
  return `${copy.textContent}\n${typed.join("\n")}`;
}
export const shown = extract((state) => text_of(state.document));

/** What is remembered from step to step: the window forgets it with a reload, the storage of the tab does not. */
interface Remembered { done: typeof last_action.current; text: string }
const remembered = (window: Window): Partial<Remembered> => (window as Window & { patchbay_walk_seen?: Partial<Remembered> }).patchbay_walk_seen ??= {};
const BEFORE_RELOAD = "patchbay_walk.before_reload";
const [LETTERS_BEFORE, LETTERS_BEHIND] = [60, 200];

/** What was done before the walk began to wait. */
export const done_before = extract((state) => {
  const seen = remembered(state.window);
  if (state.lastAction !== "Wait") seen.done = state.lastAction;
  return seen.done ?? null;
});

/** Where two texts begin to differ, for people. */
function difference(before: string, now: string): string {
  let same = 0;
  while (same < before.length && before[same] === now[same]) same++;
  const around = (text: string): string => JSON.stringify(text.slice(Math.max(0, same - LETTERS_BEFORE), same + LETTERS_BEHIND));
  return `${around(before)} is ${around(now)}`;
}

/** What stood there before a reload and does not stand there again; "" where nothing was reloaded. */
const lost_by_reload = extract((state) => {
  const seen = remembered(state.window);
  const [text, address, storage] = [text_of(state.document), state.window.location.href, state.window.sessionStorage];
  if ((state.lastAction === "Wait" ? seen.done : state.lastAction) === "Reload") {
    const before = JSON.parse(storage.getItem(BEFORE_RELOAD) ?? "{}") as { text?: string; address?: string; is_still?: boolean };
    return !before.is_still || before.address !== address || before.text === text ? "" : difference(before.text ?? "", text);
  }
  // What was on its way when the page was loaded again may be there now.
  const is_still = !busy(state.document) && seen.text === text && !LIVE.test(state.window.location.pathname) && !state.document.querySelector("dialog:modal");
  seen.text = text;
  storage.setItem(BEFORE_RELOAD, JSON.stringify({ text, address, is_still }));
  return "";
}).named("lost_by_reload");
export const has_come_back = { get current(): boolean { return lost_by_reload.current === ""; } };

/** Drafts by subject: the paths that they change. */
export const drafts = extract((state) => Object.fromEntries(Object.entries({ ...state.window.localStorage } as Record<string, string>)
  .filter(([key]) => key.startsWith("patchbay.draft."))
  .map(([key, text]) => [key, Object.keys((JSON.parse(text) as { values: object }).values)]))).named("drafts");
