// How the server does: live figures of /metrics, whether it takes changes, and the newest anchor.
import { useEffect, useState } from "preact/hooks";
import { call, get } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { System } from "../../api/types";
import { useQuery } from "../../api/query";
import { may } from "../../api/session";
import { Head } from "../../ui/head";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { Time } from "../../ui/time";
import type { PageProps } from "../pages";
import { labels_of, parse_metrics, quantile, rate, total, type Sample } from "./metrics";
import { Plot, type Series } from "./plot";
import { Findings, SystemFacts, useSystem } from "./system";
import { bytes, count, seconds } from "./units";
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

export default function Health(_: PageProps) {
  const { kept, problem, ready } = useSamples();
  const last = kept.at(-1);
  const system = useSystem(may("system"), last?.at ?? 0);
  const sizes = useSizes(system.data);
  return (
    <div class="stack">
      <Head title="Health" about={ready && <span role="status" class={`badge ${ready.status === "ready" ? "good" : "danger"}`}>{ready.status === "ready" ? "takes changes" : `${ready.status}${ready.reason ? `: ${ready.reason}` : ""}`}</span>} />
      {may("system") && <Findings read={system} />}
      {system.data && <SystemFacts system={system.data} />}
      {problem ? problem.status === 404
          ? <Empty title="The figures are not open to this address">They are open to the addresses in the setting <code>metrics.sources</code> only, which is this machine unless it was changed. Ask the operator to add yours, or look at them from there.</Empty>
          : <ErrorBox problem={problem} />
        : !last ? <Waiting lines={8} />
        : <><Facts last={last} />{kept.length > 1 ? <Plots kept={kept} sizes={sizes} /> : <Waiting lines={12} />}</>}
      {may("system") && <Anchor />}
    </div>
  );
}

interface Size {
  at: number;
  store: number | null;
  log: number | null;
}

let kept_sizes: Size[] = [];

/** The sizes that were read so far, while the console is open. */
function useSizes(system: System | undefined): Size[] {
  useEffect(() => {
    const at = system && new Date(system.time).getTime() / 1000;
    if (at === undefined || kept_sizes.at(-1)?.at === at) return;
    kept_sizes = [...kept_sizes.slice(1 - SAMPLES_MAX), { at, store: system!.store.bytes ?? null, log: system!.store.log_bytes ?? null }];
  }, [system]);
  return kept_sizes;
}

function Facts({ last }: { last: Sample }) {
  const started = total(last, "process_start_time_seconds");
  const version = [...last.values.keys()].find((key) => key.startsWith("patchbay_build_info"))?.match(/version="([^"]*)"/)?.[1] ?? "";
  const rows: [string, preact.ComponentChildren][] = [
    ["Version", version],
    ["Started", <Time at={new Date(started * 1000).toISOString()} />],
    ["Connections", count(total(last, "patchbay_connections"))],
    ["Memory", bytes(total(last, "process_resident_memory_bytes"))],
    ["Open files", `${count(total(last, "process_open_fds"))} of ${count(total(last, "process_max_fds"))}`],
    ["Requests so far", total(last, "patchbay_requests_total").toLocaleString()],
    ["Commits so far", total(last, "patchbay_store_commits_total").toLocaleString()],
  ];
  return <dl class="facts card">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

function Plots({ kept, sizes }: { kept: Sample[]; sizes: Size[] }) {
  const times = kept.slice(1).map((each) => each.at);
  const between = (read: (before: Sample, after: Sample) => number | null): (number | null)[] => kept.slice(1).map((after, i) => read(kept[i]!, after));
  const rates = (name: string, rows: [string, Record<string, string>][]): Series[] => rows.map(([title, labels]) => ({ name: title, values: between((before, after) => rate(before, after, name, labels)) }));
  const doors = labels_of(kept.at(-1)!, "patchbay_requests_total", "door");
  const by_door = (name: string): Series[] => rates(name, doors.map((door) => [door, { door }]));
  const now = (name: string): (number | null)[] => kept.slice(1).map((each) => total(each, name));
  const percentiles = (name: string): Series[] => [["half", 0.5], ["95 %", 0.95], ["99 %", 0.99]].map(([title, part]) => ({ name: title as string, values: between((before, after) => quantile(before, after, name, part as number)) }));
  const size = between((before, after) => {
    const commits = rate(before, after, "patchbay_store_commit_jobs_count");
    return commits === 0 ? null : rate(before, after, "patchbay_store_commit_jobs_sum") / commits;
  });
  return (
    <div class="plots">
      <Plot title="Updates each second, by door" times={times} unit={count} least={1} series={by_door("patchbay_updates_total")} />
      <Plot title="Reads each second, by door" times={times} unit={count} least={1} series={by_door("patchbay_reads_total")} />
      <Plot title="Requests each second, by door" times={times} unit={count} least={1} series={by_door("patchbay_requests_total")} />
      <Plot title="Time of a reply" times={times} unit={seconds} least={0.001} series={percentiles("patchbay_request_seconds")} />
      <Plot title="Errors each second" times={times} unit={count} least={1} series={rates("patchbay_request_seconds_count", [["refused", { ending: "refused" }], ["failed", { ending: "failed" }]])} />
      <Plot title="The oldest change that waits" times={times} unit={seconds} least={0.001} series={[{ name: "has waited", values: now("patchbay_store_oldest_waiting_seconds") }]} />
      <Plot title="Waiting" times={times} unit={count} least={1} series={[{ name: "changes", values: now("patchbay_store_queue") }, { name: "passwords", values: now("patchbay_password_queue") }]} />
      <Plot title="Changes in one commit" times={times} unit={count} least={1} series={[{ name: "changes", values: size }]} />
      {sizes.length > 1 && <Plot title="Size of the store" times={sizes.map((each) => each.at)} unit={bytes} least={1 << 20} series={[{ name: "store", values: sizes.map((each) => each.store) }, { name: "log", values: sizes.map((each) => each.log) }]} />}
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
