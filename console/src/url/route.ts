// The URL as signals: the path says which page is shown, the query holds everything else that a page shows.
import { computed, signal } from "@preact/signals";

export const BASE = "/console/";

function read(): { path: string; query: URLSearchParams } {
  const path = location.pathname.startsWith(BASE) ? location.pathname.slice(BASE.length) : "";
  return { path: decodeURI(path).replace(/\/+$/, ""), query: new URLSearchParams(location.search) };
}

const here = signal(read());

/** The path below the base, without slashes at its ends. */
export const path = computed(() => here.value.path);
export const query = computed(() => here.value.query);
/** Counts up when another page or panel is opened by a person, so that focus can follow. */
export const visits = signal(0);

addEventListener("popstate", () => {
  here.value = read();
});

export type Params = Record<string, string | number | undefined>;

/** The address of a page: `to("customers/101", { tab: "history" })`. */
export function to(page: string, params: Params = {}): string {
  const pairs = Object.entries(params).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return BASE + page + (search ? `?${search}` : "");
}

function show(href: string, replace: boolean): void {
  if (href === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", href);
  here.value = read();
}

/** Opens an address of the console, as a link does. */
export function go(href: string): void {
  const before = location.pathname;
  show(href, false);
  if (location.pathname !== before) {
    scrollTo(0, 0);
    visits.value++;
  }
}

/** Changes some of the query; `undefined` and "" leave a parameter out. `push` makes a step for Back. */
export function set_params(changes: Params, push = false): void {
  const next = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === "") next.delete(key);
    else next.set(key, String(value));
  }
  const search = next.toString();
  show(location.pathname + (search ? `?${search}` : ""), !push);
}

/** One parameter of the query, or `fallback`. */
export const param = (name: string, fallback = ""): string => query.value.get(name) ?? fallback;

/** Lets plain clicks on links of the console change the page without a load. */
export function follow_links(): void {
  addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.("a");
    if (!link || link.target || link.origin !== location.origin || !link.pathname.startsWith(BASE) || link.hasAttribute("download")) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
