// The figures of /metrics: read, kept for some minutes, and made into rates.

export interface Sample {
  /** Seconds since 1970. */
  at: number;
  /** By name and labels as the server writes them. */
  values: Map<string, number>;
}

/** Reads Prometheus's text format, as far as the server writes it. */
export function parse_metrics(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    const end = line.lastIndexOf(" ");
    if (end > 0 && !line.startsWith("#")) values.set(line.slice(0, end), Number(line.slice(end + 1)));
  }
  return values;
}

export const label_of = (key: string, label: string): string | undefined => new RegExp(`[{,]${label}="([^"]*)"`).exec(key)?.[1];

/** The sum of all values of a metric, or of those whose labels fit. */
export function total(sample: Sample, name: string, labels: Record<string, string> = {}): number {
  let sum = 0;
  for (const [key, value] of sample.values)
    if ((key === name || key.startsWith(`${name}{`)) && Object.entries(labels).every(([label, wanted]) => label_of(key, label) === wanted)) sum += value;
  return sum;
}

/** The values of a label of a metric, in the server's order. */
export const labels_of = (sample: Sample, name: string, label: string): string[] =>
  [...new Set([...sample.values.keys()].filter((key) => key.startsWith(`${name}{`)).map((key) => label_of(key, label) ?? ""))];

/** How much a counter grew each second; a server that was started again begins at 0. */
export function rate(before: Sample, after: Sample, name: string, labels: Record<string, string> = {}): number {
  const [from, to] = [total(before, name, labels), total(after, name, labels)];
  return (to < from ? to : to - from) / Math.max(after.at - before.at, 0.001);
}

/** The bound below which this part of what a histogram counted in between lies; null for nothing counted. */
export function quantile(before: Sample, after: Sample, name: string, part: number): number | null {
  const bounds = labels_of(after, `${name}_bucket`, "le").map((le) => [le, le === "+Inf" ? Infinity : Number(le)] as const).sort((a, b) => a[1] - b[1]);
  const counts = bounds.map(([le]) => Math.max(0, total(after, `${name}_bucket`, { le }) - total(before, `${name}_bucket`, { le })));
  const all = counts.at(-1) ?? 0;
  if (all === 0) return null;
  const at = counts.findIndex((count) => count >= all * part);
  const finite = bounds.filter(([, bound]) => bound !== Infinity);
  return bounds[at]![1] === Infinity ? (finite.at(-1)?.[1] ?? null) : bounds[at]![1];
}
