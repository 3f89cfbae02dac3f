// The keyboard: one table of rows. Pages add theirs while they are shown; `?` lists all.
import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

export interface Key {
  /** `j`, `ArrowDown`, `Mod+k`, or two pressed one after the other: `g f`. */
  keys: string;
  does: string;
  run: (event: KeyboardEvent) => void;
  /** Also while a person types into a field. */
  in_fields?: boolean;
  /** The part of the list of keys that it stands in. */
  group?: string;
  /** Works, but stands in no list. */
  is_hidden?: boolean;
}

const tables = signal<Key[][]>([]);
export const all_keys = (): Key[] => tables.value.flat();

export function add_keys(rows: Key[]): () => void {
  tables.value = [...tables.peek(), rows];
  return () => {
    tables.value = tables.peek().filter((each) => each !== rows);
  };
}

/** Rows that hold while a component is shown. `of` must hold everything that the rows depend on. */
export function useKeys(rows: Key[], of: readonly unknown[]): void {
  useLayoutEffect(() => add_keys(rows), of);
}

const is_mac = /Mac|iP(hone|ad)/.test(navigator.platform);

function pressed(event: KeyboardEvent): string {
  const mod = (is_mac ? event.metaKey : event.ctrlKey) ? "Mod+" : "";
  return mod + (mod ? event.key.toLowerCase() : event.key);
}

const is_field = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=range]), textarea, select"));

const FOLLOW_MS = 1200;
let first: { key: string; at: number } | undefined;

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = pressed(event);
  const typing = is_field(event.target);
  const sequence = first && event.timeStamp - first.at < FOLLOW_MS ? `${first.key} ${key}` : undefined;
  first = undefined;
  // A row that was added later belongs to what is on top.
  const rows = all_keys().toReversed().filter((row) => row.in_fields || !typing);
  if (document.querySelector("dialog:modal") && !key.startsWith("Mod+")) return;
  const row = rows.find((each) => each.keys === sequence) ?? rows.find((each) => each.keys === key);
  if (row) {
    event.preventDefault();
    row.run(event);
  } else if (rows.some((each) => each.keys.startsWith(`${key} `))) {
    first = { key, at: event.timeStamp };
  }
}

export function listen_to_keys(): void {
  addEventListener("keydown", handle);
}

/** The keys of a row as a person reads them. */
export function shown_keys(keys: string): string[] {
  const names: Record<string, string> = {
    ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Enter: "Enter", Escape: "Esc", " ": "Space",
  };
  return keys.split(" ").flatMap((each) => each.split("+")).map((each) =>
    each === "Mod" ? (is_mac ? "⌘" : "Ctrl") : (names[each] ?? (each.length === 1 && keys.includes("Mod+") ? each.toUpperCase() : each)));
}
