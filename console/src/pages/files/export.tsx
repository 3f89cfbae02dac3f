// Takes customers out: which, which columns, and as they were when. The choices stand in the address.
import { useState } from "preact/hooks";
import { call } from "../../api/client";
import type { Problem } from "../../api/problem";
import { Button } from "../../ui/button";
import { ErrorBox } from "../../ui/states";
import { notify } from "../../ui/toast";
import { param, set_params } from "../../url/route";

const FORMATS = { csv: { title: "CSV", type: "text/csv" }, jsonl: { title: "JSON Lines", type: "application/x-ndjson" } };
type Format = keyof typeof FORMATS;

/** Lets the browser keep `text` as a file. */
function keep(text: string, name: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function ExportForm() {
  const [is_busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Problem>();
  const format: Format = param("format") === "jsonl" ? "jsonl" : "csv";
  const save = async () => {
    set_busy(true);
    set_problem(undefined);
    const reply = await call<unknown>("GET", "/v1/export", { query: { below: param("below"), fields: param("fields"), at: param("at"), format } });
    set_busy(false);
    if (!reply.ok) return set_problem(reply.problem);
    keep(reply.text, `customers.${format}`, FORMATS[format].type);
    notify(`customers.${format} was made`);
  };
  const field = (name: string) => ({ value: param(name), onInput: (event: { currentTarget: HTMLInputElement }) => set_params({ [name]: event.currentTarget.value.trim() || undefined }) });
  return (
    <form class="files-form stack" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <label class="labelled"><span>Customers below</span>
        <input type="text" inputMode="numeric" placeholder="your home" {...field("below")} /><small>A number or a UUID; all live customers below it are taken out.</small></label>
      <label class="labelled"><span>Columns</span>
        <input type="text" class="mono" spellcheck={false} placeholder="uuid,name,status,addresses/main/city" {...field("fields")} /><small>With commas between them; all fields if nothing stands here. Secrets never leave.</small></label>
      <label class="labelled"><span>As it was at</span>
        <input type="text" class="mono" placeholder="2026-01-31T12:00:00Z" {...field("at")} /><small>Now, if nothing stands here.</small></label>
      <fieldset class="row"><legend class="small">Written as</legend>
        {(Object.keys(FORMATS) as Format[]).map((each) => (
          <label key={each} class="row"><input type="radio" name="format" checked={format === each} onChange={() => set_params({ format: each === "csv" ? undefined : each })} />{FORMATS[each].title}</label>))}
      </fieldset>
      {problem && <ErrorBox problem={problem} again={() => { void save(); }} />}
      <p><Button type="submit" look="main" is_busy={is_busy}>Export</Button></p>
    </form>
  );
}
