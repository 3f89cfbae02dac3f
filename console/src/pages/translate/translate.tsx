// A request of one dialect as the same change in another, with what does not survive. Nothing is sent.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call, get } from "../../api/client";
import { useQuery, useSettled } from "../../api/query";
import { state } from "../../api/session";
import { TranslatedDialect, TranslatedTransport, type TrafficRecord, type Translation, type TranslationInput } from "../../api/types";
import { Button } from "../../ui/button";
import { Head } from "../../ui/head";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { param, set_params } from "../../url/route";
import type { PageProps } from "../pages";
import { Result } from "./result";
import "./translate.css";

// What was pasted may hold credentials, so it stands in no address and in no storage.
const input = signal("");
state.subscribe((now) => { if (now === "out") input.value = ""; });

const EXAMPLE = `curl -X PUT https://HOST/api/2.0/customers/101 -u me:secret --json '{"website_url": "www.gbtrading.com", "telephone": "+44 1782 555101"}'`;
const TYPING_MS = 250;

interface Choice {
  from: TranslatedDialect;
  to: TranslatedDialect;
}

/** A dialect of the address, if there is such a one. */
const dialect = (name: string, fallback: TranslatedDialect): TranslatedDialect => TranslatedDialect.find((each) => each === param(name)) ?? fallback;

export default function Translate(_: PageProps) {
  const from = dialect("from", TranslatedDialect[0]);
  const to = dialect("to", TranslatedDialect.find((each) => each !== from)!);
  const kept = useKept(param("request"));
  const body = { from, to, input: input.value, transport: param("transport") || undefined, input_method: param("method") || undefined, input_target: param("target") || undefined, ...(param("look_up") === "0" ? { look_up: false } : {}) };
  const settled = useSettled(JSON.stringify(body), TYPING_MS);
  const text = (JSON.parse(settled) as TranslationInput).input;
  const read = useQuery(text.trim() ? settled : undefined, (signal) => call<Translation>("POST", "/v1/translate", { body: settled, signal }));
  const swap = () => {
    if (read.data?.http) input.value = read.data.http.replaceAll("\r\n", "\n");
    set_params({ from: to, to: from, method: undefined, target: undefined, transport: undefined, request: undefined });
  };
  return (
    <div class="stack">
      <Head title="Translate" about="The same change in another dialect. Nothing is sent, and nothing is written." />
      <div class="translate">
        <section class="stack" aria-label="The request">
          <Choose choice={{ from, to }} swap={swap} />
          {kept.problem && <ErrorBox problem={kept.problem} again={kept.reload} />}
          <label class="labelled"><span>A <code>curl</code> command, a raw request or a body</span>
            <textarea class="mono translate-input" rows={9} spellcheck={false} autocomplete="off" placeholder="POST / HTTP/1.1 …  or  curl …" value={input.value}
              onInput={(event) => { input.value = event.currentTarget.value; }} /></label>
          <Body is_open={Boolean(param("method") || param("target")) || is_about_body(read.problem?.errors)} />
          <p class="row apart small">
            <label class="row"><input type="checkbox" checked={param("look_up") !== "0"} onChange={(event) => set_params({ look_up: event.currentTarget.checked ? undefined : 0 })} />Look the customer up, to name it as {to} does</label>
            {input.value && <Button look="quiet" onClick={() => { input.value = ""; set_params({ request: undefined }); }}>Clear</Button>}
          </p>
        </section>
        <section class="stack" aria-label="The translation" aria-live="polite">
          {!text.trim()
            ? <Empty title="Paste a request">
                Its credentials are never copied. <button type="button" class="text-button translate-example" onClick={() => { input.value = EXAMPLE; set_params({ from: "everlytic", to: to === "everlytic" ? "m2mportal" : to }); }}>Try an example</button>
              </Empty>
            : read.problem ? <ErrorBox problem={read.problem} again={read.reload} />
            : !read.data ? <Waiting lines={8} />
            : <div class={read.is_loading ? "late stack" : "stack"}><Result translation={read.data} /></div>}
        </section>
      </div>
    </div>
  );
}

const is_about_body = (errors: { field: string }[] | undefined): boolean => (errors ?? []).some((each) => each.field.startsWith("input_"));

/** Takes up a request that the server keeps, which is without its secrets. */
function useKept(request: string) {
  const read = useQuery(request || undefined, (signal) => get<TrafficRecord>(`/v1/traffic/${encodeURIComponent(request)}`, undefined, signal));
  useEffect(() => {
    if (read.data) input.value = raw_of(read.data);
  }, [read.data]);
  return read;
}

function raw_of({ method, target, sent }: TrafficRecord): string {
  const type = sent?.type ? `Content-Type: ${sent.type}\n` : "";
  return `${method} ${target} HTTP/1.1\nHost: ${location.host}\n${type}\n${sent?.text ?? ""}`;
}

function Choose({ choice, swap }: { choice: Choice; swap: () => void }) {
  const options = TranslatedDialect.map((each) => <option key={each}>{each}</option>);
  return (
    <div class="filters translate-choice">
      <label>From <select value={choice.from} onChange={(event) => set_params({ from: event.currentTarget.value })}>{options}</select></label>
      <Button class="only-icon" aria-label="The other way round" title="The other way round" onClick={swap}>⇄</Button>
      <label>To <select value={choice.to} onChange={(event) => set_params({ to: event.currentTarget.value, transport: undefined })}>{options}</select></label>
      <label>Spoken as <select value={param("transport")} onChange={(event) => set_params({ transport: event.currentTarget.value })}>
        <option value="">usual</option>{TranslatedTransport.map((each) => <option key={each}>{each}</option>)}
      </select></label>
    </div>
  );
}

/** A body alone does not say where it was to go. */
function Body({ is_open }: { is_open: boolean }) {
  return (
    <details open={is_open}>
      <summary class="small">Only a body? Say where it was to go</summary>
      <div class="row">
        <label class="labelled"><span>Method</span><input type="text" size={7} maxLength={10} placeholder="PUT" value={param("method")} onInput={(event) => set_params({ method: event.currentTarget.value.toUpperCase() })} /></label>
        <label class="labelled translate-target"><span>Path and query</span><input type="text" class="mono" spellcheck={false} placeholder="/api/2.0/customers/101" value={param("target")} onInput={(event) => set_params({ target: event.currentTarget.value })} /></label>
      </div>
    </details>
  );
}
