// A translation: the request as raw text and as curl, what is lost, and what to replace.
import type { Translation, TranslationLoss } from "../../api/types";
import { Copy } from "../../ui/button";
import { Table, type Column } from "../../ui/table";
import { Tabs } from "../../ui/tabs";
import { param, query, to } from "../../url/route";

// What is sent all the same, though not as it was.
const SENT = ["partly", "reshaped", "assumed"];

const columns: Column<TranslationLoss>[] = [
  { key: "field", title: "Field", cell: (row) => <code>{row.field}</code> },
  { key: "value", title: "Value", cell: (row) => (row.value === null ? <span class="nothing">emptied</span> : <span class="mono">{row.value}</span>) },
  { key: "kind", title: "Why", cell: (row) => <><span class={`badge ${SENT.includes(row.kind) ? "caution" : "danger"}`}>{row.kind.replaceAll("_", " ")}</span> {row.why}</> },
  { key: "do", title: "What to do", cell: (row) => row.do },
];

const words = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What the request is in the other dialect, and how much of it. */
function headline({ call, to: dialect, request, losses }: Translation): string {
  const what = call.replaceAll("_", " ");
  if (!request) return `${dialect} has no such call: ${what}`;
  return losses.length === 0 ? `Everything survives: ${what}` : `${words(losses.length, "part", "parts")} of this ${what} ${losses.length === 1 ? "does" : "do"} not survive as ${losses.length === 1 ? "it is" : "they are"}`;
}

export function Result({ translation }: { translation: Translation }) {
  const { losses, placeholders, looked_up } = translation;
  const shown = param("as", "http") === "curl" ? translation.curl : translation.http;
  const tab = (as: string | undefined) => to("translate", { ...Object.fromEntries(query.value), as });
  return (
    <>
      <h2 class={`translate-head ${!translation.request ? "danger" : losses.length ? "caution" : "good"}`}>{headline(translation)}</h2>
      {shown !== null && (
        <div class="stack">
          <div class="row apart">
            <Tabs label="Written as" open={param("as", "http")} tabs={[{ key: "http", title: "Raw request", href: tab(undefined) }, { key: "curl", title: "curl", href: tab("curl") }]} />
            <Copy text={shown} what="the request">Copy</Copy>
          </div>
          <pre class="code translate-output" tabIndex={0} aria-label={`The request in ${translation.to}`}>{shown}</pre>
        </div>
      )}
      {placeholders.length > 0 && (
        <div><h3>Replace before you send it</h3>
          <dl class="translate-words">{placeholders.map((each) => <div key={each.name}><dt><code>{each.name}</code></dt><dd>{each.meaning}</dd></div>)}</dl></div>
      )}
      {looked_up.length > 0 && <p class="small quiet">Taken from the record: {looked_up.join(", ")}.</p>}
      {losses.length > 0 && <div class="stack"><h3>What does not survive, and why</h3><Table label="Losses" columns={columns} rows={losses} row_key={(row) => `${row.kind} ${row.field} ${row.value ?? ""}`} /></div>}
    </>
  );
}
