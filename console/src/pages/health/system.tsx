// The state of the server and its store, and what an operator should change.
import type { ComponentChildren } from "preact";
import { get } from "../../api/client";
import { useQuery, type Queried } from "../../api/query";
import type { System } from "../../api/types";
import { Icon } from "../../ui/icon";
import { ErrorBox, Waiting } from "../../ui/states";
import { Time } from "../../ui/time";
import { bytes } from "./units";

/** Read again with every `turn`; the last answer stays meanwhile. */
export const useSystem = (is_open: boolean, turn: number): Queried<System> =>
  useQuery(is_open ? `system ${turn}` : undefined, (signal) => get<System>("/v1/system", undefined, signal));

/** A sentence in which commands stand between back quotes. */
const Words = ({ text }: { text: string }) => <>{text.split("`").map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</>;

export function Findings({ read }: { read: Queried<System> }) {
  if (read.problem) return <ErrorBox problem={read.problem} again={read.reload} />;
  if (!read.data) return <Waiting lines={2} />;
  const { findings } = read.data;
  return (
    <section class="card findings" aria-label="Findings">
      {findings.length === 0
        ? <p class="finding good"><Icon name="good" /><span>Nothing needs to be changed.</span></p>
        : (
          <>
            <h2>{findings.length === 1 ? "One thing needs" : `${findings.length} things need`} to be changed</h2>
            <ul>
              {findings.map((each) => (
                <li key={each.check + each.what} class="finding" data-check={each.check}>
                  <Icon name="caution" />
                  <div><p><Words text={each.what} /></p><p class="quiet small"><Words text={each.do} /></p></div>
                  <span class="badge">{each.check}</span>
                </li>
              ))}
            </ul>
          </>
        )}
    </section>
  );
}

export function SystemFacts({ system }: { system: System }) {
  const { store } = system;
  const rows: [string, ComponentChildren][] = [
    ["Store", `${store.kind}, schema ${store.schema}`],
    ["Size of the store", store.bytes !== undefined && bytes(store.bytes)],
    ["Size of its log", store.log_bytes !== undefined && bytes(store.log_bytes)],
    ["Free on the disk", store.disk_free_bytes !== undefined && <>{bytes(store.disk_free_bytes)}{store.disk_bytes ? ` of ${bytes(store.disk_bytes)}` : ""}</>],
    ["Last backup", system.last_backup ? <span title={system.last_backup.to}><Time at={system.last_backup.time} as="ago" /></span> : "none is known"],
    ["Last anchor", system.last_anchor ? <Time at={system.last_anchor} as="ago" /> : "none"],
    ["Last verification", system.last_verify ? <><Time at={system.last_verify.time} as="ago" />{!system.last_verify.whole && ", which found something"}</> : "none is known"],
  ];
  return <dl class="facts card">{rows.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}
