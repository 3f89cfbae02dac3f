// A dialog of the platform: it holds the focus, closes on Escape, and gives the focus back.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  title: string;
  is_open: boolean;
  /** Absent: the dialog cannot be closed, only answered. */
  on_close?: () => void;
  kind?: "palette" | "wide" | "side";
  children: ComponentChildren;
}

export function Dialog({ title, is_open, on_close, kind, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before anything else is heard: what a person types next belongs into the dialog.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return undefined;
    if (is_open && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>("[autofocus]")?.focus();
    }
    return () => dialog.close();
  }, [is_open]);
  if (!is_open) return null;
  return (
    <dialog ref={ref} class={`dialog ${kind ?? ""}`} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); on_close?.(); }}
      // The second click of a double click on what has opened it does not close it.
      onClick={(event) => { if (event.target === ref.current && event.detail < 2) on_close?.(); }}>
      <div class="dialog-body">
        <header class={kind === "palette" ? "only-read" : "dialog-head"}>
          <h2 id={id}>{title}</h2>
          {on_close && kind !== "palette" && <button type="button" class="close" aria-label="Close" onClick={on_close}>×</button>}
        </header>
        {children}
      </div>
    </dialog>
  );
}
