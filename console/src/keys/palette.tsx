// The command palette and the list of keys.
import { signal } from "@preact/signals";
import { useMemo, useState } from "preact/hooks";
import { Dialog } from "../ui/dialog";
import { go, to } from "../url/route";
import { may } from "../api/session";
import { pages } from "../pages/pages";
import { keep_view, views } from "../views/views";
import { all_keys, shown_keys, type Key } from "./keys";

export interface Command {
  name: string;
  hint?: string;
  run: () => void;
}

const extra = signal<Command[][]>([]);
/** Commands of the page that is shown; gives what takes them away. */
export function add_commands(commands: Command[]): () => void {
  extra.value = [...extra.peek(), commands];
  return () => {
    extra.value = extra.peek().filter((each) => each !== commands);
  };
}

export const is_palette_open = signal(false);
export const is_key_list_open = signal(false);

function commands(): Command[] {
  return [
    ...extra.value.flat(),
    ...pages
      .filter((page) => page.key && (!page.privilege || may(page.privilege)))
      .map((page) => ({ name: `Go to ${page.title.toLowerCase()}`, hint: `g ${page.key}`, run: () => go(to(page.path)) })),
    ...(views.value ?? []).map((view) => ({ name: `Open the view ${view.name}`, run: () => go(view.path) })),
    ...(views.value ? [{ name: "Keep this view", hint: "b", run: keep_view }] : []),
    { name: "Show the keys", hint: "?", run: () => { is_key_list_open.value = true; } },
  ];
}

const fits = (name: string, words: string[]): boolean => words.every((word) => name.toLowerCase().includes(word));

export function Palette() {
  const close = () => { is_palette_open.value = false; };
  return (
    <Dialog title="Commands" is_open={is_palette_open.value} on_close={close} kind="palette">
      <Commands close={close} />
    </Dialog>
  );
}

function Commands({ close }: { close: () => void }) {
  const [text, set_text] = useState("");
  const [at, set_at] = useState(0);
  const found = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = commands().filter((each) => fits(each.name, words));
    if (text.trim()) rows.push({ name: `Find “${text.trim()}”`, run: () => go(to("", { q: text.trim() })) });
    return rows;
  }, [text]);
  const chosen = Math.min(at, found.length - 1);
  const run = (command: Command | undefined) => {
    close();
    command?.run();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") set_at((chosen + 1) % found.length);
    else if (event.key === "ArrowUp") set_at((chosen + found.length - 1) % found.length);
    else if (event.key === "Enter") run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <div class="palette">
      <input class="palette-input" type="text" placeholder="What do you want to do?" aria-label="Command" autofocus
        role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={`command-${chosen}`}
        value={text} onInput={(event) => { set_text(event.currentTarget.value); set_at(0); }} onKeyDown={press} />
      <ul class="palette-list" id="palette-list" role="listbox" aria-label="Commands">
        {found.map((command, i) => (
          <li key={command.name} id={`command-${i}`} role="option" aria-selected={i === chosen}
            onPointerMove={() => set_at(i)} onClick={() => run(command)}>
            <span>{command.name}</span>
            {command.hint && <Keys keys={command.hint} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Keys({ keys }: { keys: string }) {
  return <span class="keys">{shown_keys(keys).map((key, i) => <kbd key={i}>{key}</kbd>)}</span>;
}

export function KeyList() {
  const groups = new Map<string, Key[]>();
  for (const row of all_keys()) {
    if (row.is_hidden) continue;
    const group = row.group ?? "This page";
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return (
    <Dialog title="Keys" is_open={is_key_list_open.value} on_close={() => { is_key_list_open.value = false; }}>
      <div class="key-list">
        {[...groups].map(([group, rows]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {rows.map((row) => (
                <div key={row.keys}><dt><Keys keys={row.keys} /></dt><dd>{row.does}</dd></div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
