// Times in the reader's own zone; UTC on hover.
import { signal } from "@preact/signals";

const TICK_MS = 20_000;
const now = signal(new Date());
setInterval(() => { now.value = new Date(); }, TICK_MS);

const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const short = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });
const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [["second", 60], ["minute", 60], ["hour", 24], ["day", 30]];

/** `5 minutes ago`; a date if it is more than a month. */
export function how_long_ago(time: Date, since = now.value): string {
  const ahead_ms = time.getTime() - since.getTime();
  // What has just happened may lie ahead of the last tick.
  let value = (ahead_ms > 0 && ahead_ms < TICK_MS ? 0 : ahead_ms) / 1000;
  for (const [unit, next] of STEPS) {
    if (Math.abs(value) < next) return ago.format(Math.round(value), unit);
    value /= next;
  }
  return date.format(time);
}

interface Props {
  at: string;
  as?: "whole" | "short" | "clock" | "ago" | "date" | "day";
}

export function Time({ at, as = "short" }: Props) {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return <span>{at}</span>;
  const shown = { whole, short, clock, date, day };
  const text = as === "ago" ? how_long_ago(time) : shown[as].format(time);
  return <time datetime={at} title={`${as === "ago" ? `${whole.format(time)} here\n` : ""}${time.toISOString().replace("T", " ").replace("Z", " UTC")}`}>{text}</time>;
}

/** The day of a time in the reader's zone, as a key to group by. */
export function day_key(at: string): string {
  const time = new Date(at);
  return `${time.getFullYear()}-${String(time.getMonth() + 1).padStart(2, "0")}-${String(time.getDate()).padStart(2, "0")}`;
}
