// A menu and a note in the platform's popover, placed under what opens it.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

interface Props {
  label: ComponentChildren;
  /** What a screen reader says where the label is only a sign. */
  name?: string;
  look?: "plain" | "quiet" | "text";
  children: ComponentChildren;
  is_note?: boolean;
}

const MARGIN_PX = 8;

function place(button: HTMLElement, panel: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const below = at.bottom + 4;
  const fits = below + size.height + MARGIN_PX <= innerHeight;
  panel.style.top = `${fits ? below : Math.max(MARGIN_PX, at.top - size.height - 4)}px`;
  panel.style.left = `${Math.max(MARGIN_PX, Math.min(at.left, innerWidth - size.width - MARGIN_PX))}px`;
}

export function Menu({ label, name, look = "plain", children, is_note = false }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [is_open, set_open] = useState(false);
  useLayoutEffect(() => {
    if (is_open && button.current && panel.current) place(button.current, panel.current);
  }, [is_open]);
  return (
    <>
      <button ref={button} type="button" class={look === "text" ? "text-button" : `button ${look}`}
        popovertarget={id} aria-expanded={is_open} {...(name ? { "aria-label": name, title: name } : {})}>
        {label}
      </button>
      <div ref={panel} id={id} popover="auto" class={is_note ? "note" : "menu"}
        onToggle={(event) => {
          set_open((event as unknown as ToggleEvent).newState === "open");
        }}
        onClick={(event) => {
          if (!is_note && (event.target as Element).closest("button, a")) panel.current?.hidePopover();
        }}>
        {is_open ? children : null}
      </div>
    </>
  );
}
