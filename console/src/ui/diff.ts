// The words that two texts share and those that differ, by the longest common subsequence.
export interface Span {
  text: string;
  kind: "same" | "gone" | "new";
}

// Above this many pairs of words the whole text counts as different: time and memory stay small.
const PAIRS_MAX = 250_000;

const words_of = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

function push(spans: Span[], text: string, kind: Span["kind"]): void {
  const last = spans.at(-1);
  if (last?.kind === kind) last.text += text;
  else if (text) spans.push({ text, kind });
}

export function diff_words(before: string, after: string): Span[] {
  if (before === after) return before ? [{ text: before, kind: "same" }] : [];
  const a = words_of(before);
  const b = words_of(after);
  const spans: Span[] = [];
  if (a.length * b.length > PAIRS_MAX) {
    push(spans, before, "gone");
    push(spans, after, "new");
    return spans;
  }
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; --i)
    for (let j = b.length - 1; j >= 0; --j)
      common[i * width + j] = a[i] === b[j]
        ? common[(i + 1) * width + j + 1]! + 1
        : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      push(spans, a[i++]!, "same");
      ++j;
    } else if (i < a.length && (j === b.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      push(spans, a[i++]!, "gone");
    } else {
      push(spans, b[j++]!, "new");
    }
  }
  // If hardly anything is shared, the shared scraps only confuse.
  const shared = spans.reduce((sum, span) => sum + (span.kind === "same" ? span.text.trim().length : 0), 0);
  if (shared * 3 < Math.max(before.length, after.length))
    return [{ text: before, kind: "gone" as const }, { text: after, kind: "new" as const }].filter((span) => span.text);
  return spans;
}
