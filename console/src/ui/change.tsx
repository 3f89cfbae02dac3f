// One field before and after, with the words that differ marked.
import { diff_words } from "./diff";
import { is_mask, value_text } from "./value";

interface Props {
  before: unknown;
  after: unknown;
  is_erased?: boolean;
}

export function Before({ before, after, is_erased }: Props) {
  if (is_erased) return <span class="erased">erased</span>;
  return <Side value={before} spans={diff_words(value_text(before), value_text(after))} kind="gone" />;
}

export function After({ before, after, is_erased }: Props) {
  if (is_erased && after === undefined) return <span class="erased">erased</span>;
  return <Side value={after} spans={is_erased ? [{ text: value_text(after), kind: "same" }] : diff_words(value_text(before), value_text(after))} kind="new" />;
}

function Side({ value, spans, kind }: { value: unknown; spans: ReturnType<typeof diff_words>; kind: "gone" | "new" }) {
  const text = value_text(value);
  if (text === "") return <span class="nothing">nothing</span>;
  if (is_mask(value)) return <span class="mask">{text}</span>;
  const Mark = kind === "gone" ? "del" : "ins";
  return (
    <span class="change-side">
      {spans.filter((span) => span.kind === "same" || span.kind === kind).map((span, i) =>
        span.kind === "same" ? <span key={i}>{span.text}</span> : <Mark key={i}>{span.text}</Mark>)}
    </span>
  );
}
