// The steps of the walk: some go towards a change that is saved and taken back, the others anywhere.
import { actions, extract, getFingerprint, weighted, type ActionTemplate } from "@antithesishq/bombadil/browser";
import { inputs, navigation, reload, scroll } from "@antithesishq/bombadil/browser/defaults/actions";
import { clickablePoint, inViewport, isVisible, queryAll } from "@antithesishq/bombadil/browser/dom";
import { done_before, has_come_back, is_busy, last_action } from "./seen.ts";

// The walk ends where the session does.
const NEVER_PRESSED = /^Sign out/;
const CLICKED = "a, button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), summary, [role=option]";
// Fields that take any text, so that what is typed into them can be saved.
const TEXTS = ["name", "description", "notes", "invoice_text", "account", "external_id", "bill_ref", "first_name", "last_name", "street", "city", "full_name", "other"];
const TEXT_FIELDS = TEXTS.flatMap((key) => ["input", "textarea"].map((tag) => `.field.edit:is([data-path="${key}"], [data-path$="/${key}"]) ${tag}`)).join(", ");
const WORDS = ["trading", "5550101", "notes", "12[.]50", "Wien", "<b>", "ß"];
// What shows more or less of a page, and so belongs to its address.
const SHOWS = ".tree-toggle, main summary, main [aria-expanded], main input:is([type=checkbox], [type=search]):not(.field.edit *), .filters select, .history-filters select";
// The keys of the console, as codes: r e h d u / ? j k, the arrows, Enter and Escape.
const KEY_CODES = [82, 69, 72, 68, 85, 191, 74, 75, 38, 40, 13, 27];
// How often a part of a page that was opened is loaded again.
const RELOADED = 0.5;
const [KEY_E, KEY_H, KEY_U] = [69, 72, 85];

/** Where what can be pressed stands; what is open on top hides the rest. */
type Place = "dialog" | "fields" | "bar" | "page" | "navigation";
const place_of = (each: Element): Place =>
  each.closest("dialog") ? "dialog" : each.closest(".edit-bar, .admin-form > .row") ? "bar" : each.closest(".field.edit, .labelled") ? "fields" : each.closest("main") ? "page" : "navigation";

/** What a press leads to, on the way to a change that is saved and taken back. */
type Goal = "open" | "edit" | "type" | "review" | "discard" | "save" | "take back" | "leave" | "ask to take back" | "show" | "none";

function goal_of(each: Element, is_wrong: boolean): Goal {
  const name = (each.getAttribute("aria-label") ?? each.textContent ?? "").trim();
  if (each.closest("dialog")) {
    if (/^(Save|Rebase|Overwrite)$/.test(name)) return "save";
    if (/^Take back/.test(name)) return "take back";
    return /^(Cancel|Go on editing|Close)$/.test(name) ? "leave" : "none";
  }
  if (each.closest(".toast")) return /^(Take back|Undo)$/.test(name) ? "ask to take back" : "none";
  if (each.closest(".edit-bar")) return is_wrong ? (name === "Discard" ? "discard" : "none") : name.startsWith("Review") ? "review" : "none";
  if (each.matches(SHOWS)) return "show";
  if (each.matches(TEXT_FIELDS)) return "type";
  if (each.matches("a.hit, .tree-row > a, a[href^='/console/customers/']")) return /tab=edit/.test(each.getAttribute("href") ?? "") ? "edit" : "open";
  return each.closest(".entry") && /^Take back/.test(name) ? "ask to take back" : "none";
}

const clickable = extract((state) => {
  const is_wrong = state.document.querySelector(".edit-bar .field-error") !== null;
  const all = queryAll(state.document.body, CLICKED)
    .filter((each) => {
      const link = each.closest("a");
      return isVisible(state.window, each) && !(link && (link.target || link.origin !== state.window.location.origin || !link.pathname.startsWith("/console/"))) &&
        !NEVER_PRESSED.test(each.textContent?.trim() ?? "");
    })
    .flatMap((each) => {
      const point = clickablePoint(each);
      return point && inViewport(state.window, point) ? [{ place: place_of(each), goal: goal_of(each, is_wrong), click: { fingerprint: getFingerprint(each), point } }] : [];
    });
  return state.document.querySelector("dialog:modal") ? all.filter((each) => each.place === "dialog") : all;
});

/** Where the walk is: what is open, whether something is drafted, and where typing goes. */
const where = extract((state) => {
  const active = state.document.activeElement;
  return {
    is_typing: /^(input|textarea|select)$/i.test(active?.tagName ?? ""),
    is_in_text: active?.matches(TEXT_FIELDS) ?? false,
    is_in_dialog: state.document.querySelector("dialog:modal") !== null,
    is_editing: state.document.querySelector(".edit-bar") !== null,
    is_at_customer: state.document.querySelector(".customer-head") !== null,
  };
});

const clicks_in = (place: Place) => actions(() => clickable.current.filter((each) => each.place === place).map((each) => ({ Click: each.click })));
const clicks_to = (goal: Goal) => actions(() => clickable.current.filter((each) => each.goal === goal).map((each) => ({ Click: each.click })));
const has = (goal: Goal) => clickable.current.some((each) => each.goal === goal);
const press = (code: number) => actions(() => [{ PressKey: { code } }]);
const typed = (): ActionTemplate[] => WORDS.map((text) => ({ TypeText: { text: { Regexp: text }, delayMillis: [1, 20] as [number, number] } }));

const keys = actions(() => where.current.is_typing ? [] : KEY_CODES.map((code) => ({ PressKey: { code } })));
const words = actions(() => where.current.is_typing ? typed() : []);

const in_dialog = weighted([[60, clicks_to("save")], [60, clicks_to("take back")], [4, clicks_to("leave")], [4, clicks_in("dialog")]]);
const with_draft = weighted([[60, clicks_to("review")], [60, clicks_to("discard")], [12, clicks_to("type")], [10, clicks_to("show")]]);
const without_draft = weighted([[60, clicks_to("type")], [10, scroll]]);
const at_customer = weighted([[45, press(KEY_E)], [12, clicks_to("edit")], [60, press(KEY_U)], [60, clicks_to("ask to take back")], [10, press(KEY_H)], [6, clicks_to("open")], [60, clicks_to("show")]]);
const elsewhere = weighted([[40, clicks_to("open")], [20, clicks_to("show")], [5, clicks_in("navigation")]]);

/** Whether a dialog may be about to open: pressed again, it would close. */
function opens_something(action: typeof last_action.current): boolean {
  if (action === null || typeof action === "string") return false;
  if ("PressKey" in action) return true;
  // Bombadil names the members of an action that was done otherwise than those of one that is to be done.
  return "Click" in action && /^(Review|Take back|Undo)/.test((action.Click.fingerprint as unknown as { text_content?: string }).text_content ?? "");
}

/** One step towards a change that is saved, and taken back. */
const towards = actions(() => {
  const now = where.current;
  if (is_busy.current || opens_something(last_action.current)) return ["Wait"];
  if (now.is_in_dialog) return in_dialog.generate();
  if (now.is_in_text && last_action.current !== null && typeof last_action.current === "object" && "Click" in last_action.current) return typed();
  if (now.is_editing) return has("review") || has("discard") ? with_draft.generate() : without_draft.generate();
  return now.is_at_customer ? at_customer.generate() : has("open") ? elsewhere.generate() : navigation.generate();
});

const anywhere = weighted([
  [80, clicks_in("dialog")], [60, clicks_in("fields")], [60, clicks_in("bar")], [40, clicks_in("page")], [8, clicks_in("navigation")],
  [10, inputs], [120, words], [25, keys], [15, scroll], [12, navigation],
]);

const steps = weighted([[75, towards], [25, anywhere]]);
/** What was pressed or typed may belong to the address: a reload shows whether it does, once the page is still. */
const now_and_then = weighted([[12, reload], [88, steps]]);
const opens_a_part = (action: typeof last_action.current): boolean => {
  if (action === null || typeof action !== "object" || !("Click" in action)) return false;
  const { tag, text_content } = action.Click.fingerprint as unknown as Record<string, string | undefined>;
  return text_content === "›" || /^summary$/i.test(tag ?? "");
};

/** After a reload, and after what opens a part of the page, the walk waits until all of it is there. */
export const walk = actions(() => {
  const [last, done] = [last_action.current, done_before.current];
  const is_waiting = last === "Wait";
  if (last === "Reload" || (is_waiting && (is_busy.current || !has_come_back.current)) || (!is_waiting && opens_a_part(last))) return ["Wait"];
  if (opens_a_part(done)) return Math.random() < RELOADED ? ["Reload"] : steps.generate();
  return (done === null || typeof done !== "object" || opens_something(done) ? steps : now_and_then).generate();
});
