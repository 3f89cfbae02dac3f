// An outside system: what waits, where it differs, a plan and its results, links, settings and history.
import { useEffect } from "preact/hooks";
import { ThingForm } from "../../admin/form";
import { ThingChanges } from "../../admin/history";
import { systems, type Thing } from "../../admin/kinds";
import { above, Delete, NewThing, Parts } from "../../admin/thing";
import { call, get } from "../../api/client";
import { useQuery, type Queried } from "../../api/query";
import { me } from "../../api/session";
import { useKeys } from "../../keys/keys";
import { Button, Copy } from "../../ui/button";
import { Head } from "../../ui/head";
import { Icon } from "../../ui/icon";
import { ErrorBox, Waiting } from "../../ui/states";
import { Tabs } from "../../ui/tabs";
import { notify } from "../../ui/toast";
import { param, set_params, to } from "../../url/route";
import type { PageProps } from "../pages";
import type { System } from "./calls";
import { Conflicts } from "./conflicts";
import { Drift } from "./drift";
import { Links } from "./links";
import { Plan } from "./plan";
import { State, trouble_of } from "./systems";
import "../../admin/admin.css";
import "./systems.css";

/** The views: what each is, and the key that opens it. */
const VIEWS = [
  { key: "conflicts", title: "Conflicts", press: "c" },
  { key: "drift", title: "Drift", press: "d" },
  { key: "plan", title: "Plan and apply", press: "p", changes: true },
  { key: "links", title: "Links", press: "l" },
  { key: "settings", title: "Settings and history", press: "s" },
];

const address_of = (id: string | number, view: string) => to(`systems/${id}`, view === "conflicts" ? {} : { tab: view });

export default function SystemPage({ params }: PageProps) {
  const id = params["id"]!;
  if (id === "new") return <NewThing kind={systems} first={{ below: me.value!.home }} />;
  return <Known key={id} id={id} />;
}

function Known({ id }: { id: string }) {
  const read = useQuery(`system ${id}`, (signal) => get<System>(`${systems.api}/${encodeURIComponent(id)}`, {}, signal));
  const system = read.data;
  const may_change = systems.may_change();
  const is_editing = may_change && param("edit") === "1";
  const views = VIEWS.filter((each) => may_change || !each.changes);
  useEffect(() => { if (system) document.title = `${system.name} – Patchbay`; }, [system?.name]);
  useKeys([
    ...views.map((each) => ({ keys: each.press, does: `Show ${each.title.toLowerCase()}`, run: () => set_params(only({ tab: each.key === "conflicts" ? undefined : each.key }), true) })),
    ...(may_change ? [{ keys: "e", does: "Edit this system", run: () => set_params({ edit: 1 }) }] : []),
  ], [may_change]);
  if (read.problem && !system) return <div class="stack"><ErrorBox is_page problem={read.problem} again={read.reload} /><p><a href={to("systems")}>All systems</a></p></div>;
  if (!system) return <Waiting lines={8} />;
  const close = () => set_params({ edit: undefined });
  const tab = param("tab", "conflicts");
  return (
    <div class="stack">
      <Head title={system.name} above={above(systems)} about={<><State system={system} /><span>{system.dialect}</span><Copy text={system.address} what="the address"><span class="mono systems-address">{system.address}</span></Copy></>}>
        {may_change && !is_editing && (
          <>
            <Delete kind={systems} thing={system as unknown as Thing} note="Its links are forgotten. Nothing is sent to it, and nothing is deleted there." />
            {system.enabled && <Button onClick={() => void switch_it(system, false, read)}>Switch off</Button>}
            <Button onClick={() => set_params({ edit: 1 })}><Icon name="edit" />Edit</Button>
          </>
        )}
      </Head>
      {!may_change && <p class="quiet small">Your role may look at systems and compare, and not plan, decide or link: it is read-only.</p>}
      {!system.enabled && (
        <div class="banner systems-note" role="status"><span>It is switched off: nothing is compared, and nothing is written.</span>
          {may_change && <Button onClick={() => void switch_it(system, true, read)}>Switch on</Button>}
        </div>
      )}
      {trouble_of(system) && <p class="banner systems-note" role="status">{trouble_of(system)}</p>}
      {is_editing
        ? <ThingForm kind={systems} thing={system as unknown as Thing} close={close} done={() => { close(); read.reload(); }} />
        : (
          <>
            <Tabs label="Views of this system" open={tab} tabs={views.map((each) => ({ ...each, href: address_of(id, each.key) }))} />
            <View tab={tab} system={system} read={read} may_change={may_change} />
          </>
        )}
    </div>
  );
}

// What other views have in the address is left out.
const only = (params: Record<string, string | undefined>) => ({ after: undefined, before: undefined, open: undefined, customer: undefined, run: undefined, ...params });

async function switch_it(system: System, enabled: boolean, read: Queried<System>): Promise<void> {
  const reply = await call<System>("PATCH", `${systems.api}/${system.id}`, { body: { enabled } });
  if (!reply.ok) return notify(`Nothing was changed: ${reply.problem.title}`);
  read.put(reply.value);
  notify(`${system.name} is switched ${enabled ? "on" : "off"}`, { name: "Undo", run: () => void switch_it(system, !enabled, read) });
}

function View({ tab, system, read, may_change }: { tab: string; system: System; read: Queried<System>; may_change: boolean }) {
  if (tab === "drift") return <Drift system={system} />;
  if (tab === "plan" && may_change) return <Plan system={system} changed={read.reload} />;
  if (tab === "links") return <Links system={system} may_change={may_change} />;
  if (tab === "settings") {
    const thing = system as unknown as Thing;
    return (
      <>
        <Parts kind={systems} thing={thing} />
        <p class="quiet small">Has the rights of <a href={to(`principals/${system.principal_id}`)}>principal {system.principal_id}</a>, who changed it last. Its password or key is never shown.</p>
        <ThingChanges kind={systems} thing={thing} />
      </>
    );
  }
  return <Conflicts system={system} may_change={may_change} changed={read.reload} />;
}
