// One webhook: how it stands, what was delivered, what it is told, and what can be done with it.
import { useEffect, useState } from "preact/hooks";
import { ThingForm } from "../../admin/form";
import { ThingChanges } from "../../admin/history";
import { webhooks, type Thing } from "../../admin/kinds";
import { above, Delete, NewThing, Parts } from "../../admin/thing";
import { call, get } from "../../api/client";
import { useLive, useQuery, type Queried } from "../../api/query";
import { me } from "../../api/session";
import type { Webhook as Hook } from "../../api/types";
import { useKeys } from "../../keys/keys";
import { Button, Copy } from "../../ui/button";
import { Head } from "../../ui/head";
import { Icon } from "../../ui/icon";
import { ErrorBox, Waiting } from "../../ui/states";
import { Tabs } from "../../ui/tabs";
import { Time } from "../../ui/time";
import { notify } from "../../ui/toast";
import { param, set_params, to } from "../../url/route";
import type { PageProps } from "../pages";
import { Deliveries } from "./deliveries";
import { fresh_secret, RotateDialog, SecretDialog } from "./keys";
import { ReplayDialog } from "./replay";
import { Behind, Failed, State, state_of, trouble_of } from "./state";
import { TestDialog } from "./test";
import "../../admin/admin.css";
import "./webhooks.css";

const LIVE_MS = 3000;

export default function Webhook({ params }: PageProps) {
  const id = params["id"]!;
  if (id === "new") return <NewThing kind={webhooks} first={{ below: me.value!.home }} made={(thing) => keep_secret(thing as unknown as Hook)} />;
  return <Known key={id} id={id} />;
}

const keep_secret = (hook: Hook) => { if (hook.secret) fresh_secret.value = { name: hook.name, secret: hook.secret, public_key: hook.public_key }; };

type Asked = "test" | "rotate" | "replay";

function Known({ id }: { id: string }) {
  const read = useQuery(`webhook ${id}`, (signal) => get<Hook>(`${webhooks.api}/${encodeURIComponent(id)}`, {}, signal));
  const hook = read.data;
  const [asked, set_asked] = useState<Asked>();
  const may_change = webhooks.may_change();
  const is_editing = may_change && param("edit") === "1";
  useLive(read.reload, is_editing || asked ? undefined : LIVE_MS);
  useEffect(() => { if (hook) document.title = `${hook.name} – Patchbay`; }, [hook?.name]);
  useKeys([
    { keys: "d", does: "Show its deliveries", run: () => set_params({ tab: undefined }, true) },
    { keys: "s", does: "Show its settings", run: () => set_params({ tab: "settings" }, true) },
    ...(may_change ? [
      { keys: "e", does: "Edit this webhook", run: () => set_params({ edit: 1 }) },
      { keys: "t", does: "Send a test", run: () => set_asked("test") },
      { keys: "r", does: "Send again", run: () => set_asked("replay") },
    ] : []),
  ], [may_change]);
  if (read.problem && !hook) return <div class="stack"><ErrorBox is_page problem={read.problem} again={read.reload} /><p><a href={to("webhooks")}>All webhooks</a></p></div>;
  if (!hook) return <Waiting lines={8} />;
  const close = () => set_params({ edit: undefined });
  return (
    <div class="stack">
      <Head title={hook.name} above={above(webhooks)} about={<><State webhook={hook} /><Copy text={hook.url} what="the address"><span class="mono hook-url">{hook.url}</span></Copy></>}>
        {may_change && !is_editing && <Acts hook={hook} read={read} ask={set_asked} />}
      </Head>
      {!may_change && <p class="quiet small">Your role may look at webhooks, and not change, test or repeat anything: it is read-only.</p>}
      {is_editing
        ? <ThingForm kind={webhooks} thing={hook as unknown as Thing} close={close} done={() => { close(); read.reload(); }} />
        : <Shown hook={hook} read={read} may_change={may_change} />}
      <TestDialog hook={hook} is_open={asked === "test"} close={() => set_asked(undefined)} />
      <RotateDialog hook={hook} is_open={asked === "rotate"} close={() => set_asked(undefined)} done={(next) => { keep_secret(next); read.put(next); }} />
      <ReplayDialog hook={hook} is_open={asked === "replay"} close={() => set_asked(undefined)} done={read.reload} />
      <SecretDialog />
    </div>
  );
}

async function switch_it(hook: Hook, enabled: boolean, read: Queried<Hook>): Promise<void> {
  const reply = await call<Hook>("PATCH", `${webhooks.api}/${hook.id}`, { body: { enabled } });
  if (!reply.ok) return notify(`Nothing was changed: ${reply.problem.title}`);
  read.put(reply.value);
  notify(`${hook.name} is switched ${enabled ? "on" : "off"}`, { name: "Undo", run: () => void switch_it(hook, !enabled, read) });
}

/** Whether it was registered at a door, which writes its messages. */
const is_of_a_door = (hook: Hook): boolean => hook.format !== "cloudevents" && hook.format !== "form";

const is_off = (hook: Hook): boolean => state_of(hook) === "disabled" || state_of(hook) === "stopped";

function Acts({ hook, read, ask }: { hook: Hook; read: Queried<Hook>; ask: (what: Asked) => void }) {
  return (
    <>
      <Delete kind={webhooks} thing={hook as unknown as Thing} />
      <Button onClick={() => ask("rotate")}>New key…</Button>
      {!is_off(hook) && <Button onClick={() => void switch_it(hook, false, read)}>Switch off</Button>}
      <Button onClick={() => set_params({ edit: 1 })}><Icon name="edit" />Edit</Button>
      {!is_off(hook) && <Button onClick={() => ask("replay")}>Send again…</Button>}
      <Button look="main" onClick={() => ask("test")}>Send a test</Button>
    </>
  );
}

function Shown({ hook, read, may_change }: { hook: Hook; read: Queried<Hook>; may_change: boolean }) {
  const tab = param("tab", "deliveries");
  const trouble = trouble_of(hook);
  const page = `webhooks/${hook.id}`;
  return (
    <>
      {trouble && (
        <div class={`banner hook-trouble ${state_of(hook)}`} role="status"><span>{trouble}</span>
          {may_change && is_off(hook) && <Button onClick={() => void switch_it(hook, true, read)}>Switch on</Button>}
        </div>
      )}
      <dl class="facts">
        <div><dt>Oldest change that waits</dt><dd><Behind webhook={hook} /></dd></div>
        <div><dt>Failed changes</dt><dd><Failed webhook={hook} /></dd></div>
        <div><dt>Failures in a row</dt><dd>{hook.delivery?.failures ?? 0}</dd></div>
        <div><dt>Has the rights of</dt><dd><a href={to(`principals/${hook.principal_id}`)}>principal {hook.principal_id}</a></dd></div>
        {is_of_a_door(hook) && <div><dt>Messages</dt><dd>{hook.format}{hook.query && <> of <code>{hook.query}</code></>}</dd></div>}
        {hook.old_secret_until && Date.parse(hook.old_secret_until) > Date.now() && <div><dt>The key before signs too</dt><dd>until <Time at={hook.old_secret_until} /></dd></div>}
      </dl>
      <Tabs label="Views of this webhook" open={tab} tabs={[
        { key: "deliveries", title: "Deliveries", href: to(page) },
        { key: "settings", title: "Settings and history", href: to(page, { tab: "settings" }) },
      ]} />
      {tab === "settings"
        ? <><Parts kind={webhooks} thing={hook as unknown as Thing} /><PublicKey hook={hook} /><ThingChanges kind={webhooks} thing={hook as unknown as Thing} /></>
        : <Deliveries hook={hook} changed={read.reload} />}
    </>
  );
}

function PublicKey({ hook }: { hook: Hook }) {
  if (!hook.public_key) return <p class="quiet small">Its keys cannot be read, so nothing is sent. Make a new key.</p>;
  return (
    <p class="small row"><span class="quiet">Whoever may not hold the secret checks with the public key</span>
      <Copy text={hook.public_key} what="the public key"><code>{hook.public_key}</code></Copy>
    </p>
  );
}
