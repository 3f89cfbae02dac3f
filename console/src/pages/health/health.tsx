// How the server does: live figures of /metrics, whether it takes changes, and the newest anchor.
import { useEffect, useState } from "preact/hooks";
import { call, get } from "../../api/client";
import type { Problem } from "../../api/problem";
import { useQuery } from "../../api/query";
import { may } from "../../api/session";
import { Head } from "../../ui/head";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { Time } from "../../ui/time";
import type { PageProps } from "../pages";
import { labels_of, parse_metrics, quantile, rate, total, type Sample } from "./metrics";
import { Plot, type Series } from "./plot";
import "./health.css";

const EVERY_MS = 5000;
// The second reading follows soon, as only two make a rate.
const SECOND_MS = 1000;
const SAMPLES_MAX = 240;

// Kept while the console is open, so that leaving the page loses nothing.
let samples: Sample[] = [];

interface Ready {
  status: string;
  reason?: string;
}

function useSamples(): { kept: Sample[]; problem: Problem | undefined; ready: Ready | undefined } {
  const [state, set_state] = useState<{ kept: Sample[]; problem: Problem | undefined; ready: Ready | undefined }>({ kept: samples, problem: undefined, ready: undefined });
  useEffect(() => {
    let is_gone = false;
    const read = async () => {
      const [figures, ready] = await Promise.all([call<unknown>("GET", "/metrics", { may_be_refused: true }), call<Ready>("GET", "/readyz", { may_be_refused: true })]);
      if (is_gone) return;
      if (figures.ok) samples = [...samples.slice(1 - SAMPLES_MAX), { at: Date.now() / 1000, values: parse_metrics(figures.text) }];
      const text = ready.ok ? ready.value : (() => { try { return JSON.parse(ready.text) as Ready; } catch { return { status: "not known" }; } })();
      set_state({ kept: samples, problem: figures.ok ? undefined : figures.problem, ready: text });
    };
    void read();
    const second = setTimeout(() => { if (samples.length < 2) void read(); }, SECOND_MS);
    const timer = setInterval(() => { if (!document.hidden) void read(); }, EVERY_MS);
    return () => { is_gone = true; clearTimeout(second); clearInterval(timer); };
  }, []);
  return state;
}

const count = (value: number): string => (value >= 1000 ? `${(value / 1000).toFixed(1)}k` : value >= 10 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1));
const seconds = (value: number): string => (value >= 1 ? `${value.toFixed(1)} s` : value >= 0.001 ? `${(value * 1000).toFixed(value >= 0.01 ? 0 : 1)} ms` : `${(value * 1e6).toFixed(0)} µs`);
const mebibytes = (value: number): string => `${(value / 2 ** 20).toFixed(0)} MiB`;

export default function Health(_: PageProps) {
  const { kept, problem, ready } = useSamples();
  const last = kept.at(-1);
  return (
    <div class="stack">
      <Head title="Health" about={ready && <span role="status" class={`badge ${ready.status === "ready" ? "good" : "danger"}`}>{ready.status === "ready" ? "takes changes" : `${ready.status}${ready.reason ? `: ${ready.reason}` : ""}`}</span>} />
      {problem ? problem.status === 404
          ? <Empty title="The figures are not open to this address">They are open to the addresses in the setting <code>metrics.sources</code> only, which is this machine unless it was changed. Ask the operator to add yours, or look at them from there.</Empty>
          : <ErrorBox problem={problem} />
        : !last ? <Waiting lines={8} />
        : <><Facts last={last} />{kept.length > 1 ? <Plots kept={kept} /> : <p class="quiet" role="status">The plots begin with the second reading, in a second.</p>}</>}
      {may("system") && <Anchor />}
    </div>
  );
}

function Facts({ last }: { last: Sample }) {
  const started = total(last, "process_start_time_seconds");
  const version = [...last.values.keys()].find((key) => key.startsWith("patchbay_build_info"))?.match(/version="([^"]*)"/)?.[1] ?? "";
  const rows: [string, preact.ComponentChildren][] = [
    ["Version", version],
    ["Started", <Time at={new Date(started * 1000).toISOString()} />],
    ["Connections", count(total(last, "patchbay_connections"))],
    ["Memory", mebibytes(total(last, "process_resident_memory_bytes"))],
    ["Open files", `${count(total(last, "process_open_fds"))} of ${count(total(last, "process_max_fds"))}`],
    ["Requests so far", total(last, "patchbay_requests_total").toLocaleString()],
    ["Commits so far", total(last, "patchbay_store_commits_total").toLocaleString()],
  ];
  return <dl class="facts card">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

function Plots({ kept }: { kept: Sample[] }) {
  const times = kept.slice(1).map((each) => each.at);
  const between = (read: (before: Sample, after: Sample) => number | null): (number | null)[] => kept.slice(1).map((after, i) => read(kept[i]!, after));
  const rates = (name: string, rows: [string, Record<string, string>][]): Series[] => rows.map(([title, labels]) => ({ name: title, values: between((before, after) => rate(before, after, name, labels)) }));
  const doors = labels_of(kept.at(-1)!, "patchbay_requests_total", "door");
  const now = (name: string): (number | null)[] => kept.slice(1).map((each) => total(each, name));
  const percentiles = (name: string): Series[] => [["half", 0.5], ["95 %", 0.95], ["99 %", 0.99]].map(([title, part]) => ({ name: title as string, values: between((before, after) => quantile(before, after, name, part as number)) }));
  const size = between((before, after) => {
    const commits = rate(before, after, "patchbay_store_commit_jobs_count");
    return commits === 0 ? null : rate(before, after, "patchbay_store_commit_jobs_sum") / commits;
  });
  return (
    <div class="plots">
      <Plot title="Requests each second, by door" times={times} unit={count} least={1} series={rates("patchbay_requests_total", doors.map((door) => [door, { door }]))} />
      <Plot title="Changes and reads each second" times={times} unit={count} least={1} series={[...rates("patchbay_store_jobs_total", [["changes", {}]]), ...rates("patchbay_store_read_seconds_count", [["reads", {}]])]} />
      <Plot title="Time of a reply" times={times} unit={seconds} least={0.001} series={percentiles("patchbay_request_seconds")} />
      <Plot title="Errors each second" times={times} unit={count} least={1} series={rates("patchbay_request_seconds_count", [["refused", { ending: "refused" }], ["failed", { ending: "failed" }]])} />
      <Plot title="Waiting" times={times} unit={count} least={1} series={[{ name: "changes", values: now("patchbay_store_queue") }, { name: "passwords", values: now("patchbay_password_queue") }]} />
      <Plot title="Changes in one commit" times={times} unit={count} least={1} series={[{ name: "changes", values: size }]} />
      <Plot title="Time of a commit" times={times} unit={seconds} least={0.001} series={percentiles("patchbay_store_commit_seconds")} />
    </div>
  );
}

const COUNTS = [["seal", "Seals"], ["entries", "Entries of customers"], ["thing_entries", "Other entries"]] as const;

interface AnchorReply {
  time?: string;
  [key: string]: unknown;
}

function Anchor() {
  const read = useQuery("anchor", (signal) => get<AnchorReply>("/v1/anchor", {}, signal));
  return (
    <section class="card stack">
      <h2>Newest seal of history</h2>
      {read.problem ? <ErrorBox problem={read.problem} again={read.reload} />
        : !read.data ? <Waiting lines={3} />
        : (
          <>
            <dl class="facts">
              <div><dt>Made</dt><dd>{read.data.time ? <Time at={read.data.time} /> : "never"}</dd></div>
              {COUNTS.filter(([key]) => key in read.data!).map(([key, name]) => <div key={key}><dt>{name}</dt><dd>{Number(read.data![key]).toLocaleString()}</dd></div>)}
            </dl>
            <details><summary>Signed, as it is kept elsewhere</summary><pre class="code" tabIndex={0}>{JSON.stringify(read.data, null, 1)}</pre></details>
          </>
        )}
      <p class="quiet">Kept elsewhere, it proves that nothing before it was rewritten: <code>patchbay verify --anchor FILE</code>.</p>
    </section>
  );
}
