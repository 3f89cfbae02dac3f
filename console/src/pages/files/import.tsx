// Takes customers in: a file, how its columns are read, the plan, and then the same again for real.
import { useState } from "preact/hooks";
import { call, type Reply } from "../../api/client";
import type { Import } from "../../api/types";
import { new_uuid } from "../../customers/record";
import { undo_request } from "../../customers/undo";
import { Button } from "../../ui/button";
import { ErrorBox } from "../../ui/states";
import { Table, type Column } from "../../ui/table";
import { to } from "../../url/route";

/** The media type of a file by its name; what is packed is found out by the server. */
const type_of = (name: string): string =>
  /\.(gz|zst)$/i.test(name) ? "application/octet-stream" : /\.(jsonl|ndjson)$/i.test(name) ? "application/x-ndjson" : "text/csv";

const OPTIONS = [
  { name: "key", title: "Key", hint: "external_id", about: "The column that finds a customer that exists already: uuid, id, external_id, account … or none if all are new." },
  { name: "below", title: "New customers below", hint: "your home", about: "Where a new customer stands, if its row does not say it." },
  { name: "map", title: "Columns", hint: "Title=name,Town=addresses/main/city", about: "What a column is, if its name is not that of a field." },
  { name: "ignore", title: "Ignored columns", hint: "remarks", about: "With commas between them." },
  { name: "values", title: "Values", hint: "status:yes=active", about: "What a text in a column stands for." },
  { name: "names", title: "Names of a door", hint: "enswitch", about: "If the columns have the names of that door." },
] as const;
type Options = Partial<Record<(typeof OPTIONS)[number]["name"], string>>;

const fault_columns: Column<Import["faults"][number]>[] = [
  { key: "line", title: "Line", is_number: true, cell: (row) => row.line },
  { key: "byte", title: "Byte", is_number: true, is_extra: true, cell: (row) => row.byte },
  { key: "column", title: "Column", cell: (row) => (row.column ? <code>{row.column}</code> : <span class="nothing">the row</span>) },
  { key: "what", title: "What is wrong", cell: (row) => row.what },
];
const change_columns: Column<Import["changes"][number]>[] = [
  { key: "line", title: "Line", is_number: true, cell: (row) => row.line },
  { key: "customer", title: "Customer", cell: (row) => (row.customer ? <a href={to(`customers/${row.customer}`)}>{row.customer}</a> : "new") },
  { key: "what", title: "What changes", cell: (row) => row.what },
];

export function ImportForm() {
  const [file, set_file] = useState<File>();
  const [options, set_options] = useState<Options>({});
  const [leaves, set_leaves] = useState(false);
  // Each plan is another batch, so rows that were undone can be written again. Sent twice, its import writes once.
  const [batch, set_batch] = useState("");
  const [reply, set_reply] = useState<Reply<Import>>();
  const [busy, set_busy] = useState<"plan" | "apply">();
  const changed = (act: () => void) => { set_reply(undefined); act(); };
  const send = async (act: "plan" | "apply") => {
    if (!file) return;
    set_busy(act);
    const word = act === "plan" ? new_uuid() : batch;
    set_batch(word);
    const query = { ...options, batch: word, ...(act === "apply" ? { apply: true } : {}), ...(leaves ? { refused: "leave" } : {}) };
    set_reply(await call<Import>("POST", "/v1/import", { body: file, content_type: type_of(file.name), query }));
    set_busy(undefined);
  };
  return (
    <>
      <form class="files-form stack" onSubmit={(event) => { event.preventDefault(); void send("plan"); }}>
        <label class="labelled"><span>File</span>
          <input type="file" accept=".csv,.tsv,.txt,.jsonl,.ndjson,.gz,.zst" required onChange={(event) => changed(() => set_file(event.currentTarget.files?.[0]))} /><small>CSV or JSON Lines, plain or packed by gzip or zstd. The server says how long it may be.</small></label>
        <details>
          <summary class="small">How it is read</summary>
          <div class="stack files-options">
            {OPTIONS.map((each) => (
              <label key={each.name} class="labelled"><span>{each.title}</span>
                <input type="text" class="mono" spellcheck={false} placeholder={each.hint} value={options[each.name] ?? ""} onInput={(event) => { const { value } = event.currentTarget; changed(() => set_options({ ...options, [each.name]: value.trim() || undefined })); }} /><small>{each.about}</small></label>))}
            <label class="row"><input type="checkbox" checked={leaves} onChange={(event) => { const { checked } = event.currentTarget; changed(() => set_leaves(checked)); }} />Refused rows do not keep the others from being written</label>
          </div>
        </details>
        <p><Button type="submit" look={reply?.ok ? "plain" : "main"} is_busy={busy === "plan"} disabled={!file}>Plan</Button></p>
      </form>
      <section class="stack" aria-label="The import" aria-live="polite">
        {reply && !reply.ok && <ErrorBox problem={reply.problem} again={() => { void send("plan"); }} />}
        {reply?.ok && <Outcome done={reply.value} leaves={leaves} apply={() => { void send("apply"); }} is_busy={busy === "apply"} />}
      </section>
    </>
  );
}

const rows = (count: number): string => `${count} ${count === 1 ? "row" : "rows"}`;

function Outcome({ done, leaves, apply, is_busy }: { done: Import; leaves: boolean; apply: () => void; is_busy: boolean }) {
  const writes = done.made + done.changed;
  const is_stopped = done.refused > 0 && !leaves;
  return (
    <>
      <h2>{done.applied ? "Written" : is_stopped ? "Rows are refused, so nothing is written" : writes ? "A plan: nothing is written yet" : "Nothing would change"}</h2>
      <p class="small quiet">{done.file}; {done.columns.map((each) => (each.name === each.meaning ? each.name : `${each.name} is ${each.meaning}`)).join(", ")}; the key is {done.key}</p>
      <p class="row" data-counts>
        <strong>{rows(done.rows)}</strong>
        <span class="badge good">{done.made} new</span><span class="badge action">{done.changed} changed</span>
        <span class="badge">{done.unchanged} unchanged</span><span class={`badge ${done.refused ? "danger" : ""}`}>{done.refused} refused</span>
        {done.written_before > 0 && <span class="badge">{done.written_before} done before</span>}
      </p>
      {done.applied
        ? writes > 0 && <p class="row">Batch <code>{done.batch}</code><Button onClick={() => { undo_request.value = { kind: "batch", batch: done.batch, done: () => undefined }; }}>Take it back…</Button></p>
        : writes > 0 && !is_stopped && <p><Button look="main" is_busy={is_busy} onClick={apply}>Apply</Button></p>}
      {done.faults.length > 0 && <Table label="Refused rows" columns={fault_columns} rows={done.faults} row_key={(row) => row.line} />}
      {done.changes.length > 0 && <Table label="Changes" columns={change_columns} rows={done.changes} row_key={(row) => row.line} />}
    </>
  );
}
