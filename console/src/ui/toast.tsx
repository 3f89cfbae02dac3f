// Short notices of what was done, with an act to take it back where there is one.
import { signal } from "@preact/signals";
import { Button } from "./button";

interface Toast {
  id: number;
  text: string;
  act?: { name: string; run: () => void };
}

const SHOWN_MS = 8000;
const toasts = signal<Toast[]>([]);
let last = 0;

export function notify(text: string, act?: Toast["act"]): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-2), { id, text, ...(act ? { act } : {}) }];
  setTimeout(() => remove(id), SHOWN_MS);
}

function remove(id: number): void {
  toasts.value = toasts.value.filter((each) => each.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, act }) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          {act && <Button look="quiet" onClick={() => { remove(id); act.run(); }}>{act.name}</Button>}
          <button type="button" class="close" aria-label="Dismiss" onClick={() => remove(id)}>×</button>
        </div>
      ))}
    </div>
  );
}
