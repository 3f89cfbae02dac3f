// Light, dark, or as the system says; kept in this browser.
import { computed, effect, signal } from "@preact/signals";

const THEMES = ["as the system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const KEPT = "patchbay.theme";
const kept = localStorage.getItem(KEPT) as Theme | null;
export const theme = signal<Theme>(kept && THEMES.includes(kept) ? kept : "as the system");

effect(() => {
  if (theme.value === "as the system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme.value;
  if (theme.value === THEMES[0]) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, theme.value);
});

const dark = matchMedia("(prefers-color-scheme: dark)");
const system_is_dark = signal(dark.matches);
dark.addEventListener("change", () => { system_is_dark.value = dark.matches; });

/** Whether the page is dark now, for what is drawn with colours that were read from the style. */
export const is_dark = computed(() => theme.value === "dark" || (theme.value === THEMES[0] && system_is_dark.value));

export function next_theme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!;
}
