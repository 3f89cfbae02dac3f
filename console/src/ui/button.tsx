// Buttons: one main act of a view, quiet ones beside it, and acts that take something away.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

type Props = Omit<JSX.IntrinsicElements["button"], "size"> & {
  look?: "main" | "plain" | "quiet" | "danger";
  is_busy?: boolean;
  children: ComponentChildren;
};

export function Button({ look = "plain", is_busy = false, children, class: more, ...rest }: Props) {
  return (
    <button type="button" {...rest} class={`button ${look}${more ? ` ${String(more)}` : ""}`}
      aria-busy={is_busy} disabled={is_busy || rest.disabled === true}>
      {children}
    </button>
  );
}

/** Whether the text is on the clipboard now; also where the page is not served over TLS. */
async function write_clipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = document.createElement("textarea");
    box.value = text;
    // A dialog holds the focus, so the box must stand in it.
    (document.querySelector("dialog:modal") ?? document.body).append(box);
    box.select();
    const is_done = document.execCommand("copy");
    box.remove();
    return is_done;
  }
}

/** Copies a text, and says for a moment that it did. */
export function Copy({ text, what, children }: { text: string | (() => string); what: string; children?: ComponentChildren }) {
  const [is_done, set_done] = useState(false);
  useEffect(() => {
    if (!is_done) return undefined;
    const timer = setTimeout(() => set_done(false), 1600);
    return () => clearTimeout(timer);
  }, [is_done]);
  const copy = () => {
    void write_clipboard(typeof text === "string" ? text : text()).then(set_done);
  };
  return (
    <button type="button" class="copy" title={`Copy ${what}`} onClick={copy}>
      <span class="only-read">{is_done ? "Copied " : `Copy ${what} `}</span>
      {children ?? null}
      <svg class="copy-mark" viewBox="0 0 16 16" aria-hidden="true">
        {is_done ? <path d="M3 8.5l3.2 3L13 4.5" /> : <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" />}
      </svg>
    </button>
  );
}
