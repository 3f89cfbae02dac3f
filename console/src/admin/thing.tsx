// One thing: seen, changed, deleted, and its history; or a new one.
import { useEffect, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { call, get } from "../api/client";
import { label } from "../api/fields";
import { useQuery } from "../api/query";
import type { Problem } from "../api/problem";
import { me } from "../api/session";
import { useKeys } from "../keys/keys";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Head } from "../ui/head";
import { Icon } from "../ui/icon";
import { Empty, ErrorBox, Waiting } from "../ui/states";
import { notify } from "../ui/toast";
import { go, param, set_params, to } from "../url/route";
import { ThingForm } from "./form";
import { ThingChanges } from "./history";
import { part_title, type Kind, type Thing } from "./kinds";
import { Shown } from "./parts";
import "./admin.css";

interface Props {
  kind: Kind;
  id: string;
  /** Rows and acts that only this kind has. */
  more?: (thing: Thing, reload: () => void) => ComponentChildren;
}

export function ThingPage({ kind, id, more }: Props) {
  if (id === "new") return <NewThing kind={kind} first={{ home: me.value!.home, owner: me.value!.home }} />;
  return <KnownThing key={`${kind.api} ${id}`} kind={kind} id={id} {...(more ? { more } : {})} />;
}

export const above = (kind: Kind) => ({ title: label(kind.many), href: to(kind.path) });

/** A new one; `made` gets it before its page is opened. */
export function NewThing({ kind, first, made }: { kind: Kind; first: Record<string, unknown>; made?: (thing: Thing) => void }) {
  if (!kind.may_change()) return <Empty is_page title={`Your role does not make ${kind.many}`}><a href={to(kind.path)}>See those that are there</a></Empty>;
  return (
    <div class="stack">
      <Head title={`New ${kind.one}`} above={above(kind)} />
      <ThingForm kind={kind} first={first} close={() => go(to(kind.path))} done={(thing) => { made?.(thing); go(to(`${kind.path}/${thing.id}`)); }} />
    </div>
  );
}

function KnownThing({ kind, id, more }: Props) {
  const read = useQuery(`${kind.api} ${id}`, (signal) => get<Thing>(`${kind.api}/${id}`, {}, signal));
  const thing = read.data;
  // What the system itself has made has no id above zero, and cannot be changed.
  const may_change = kind.may_change() && Number(id) > 0;
  const is_editing = may_change && param("edit") === "1";
  useEffect(() => { if (thing) document.title = `${thing.name} – Patchbay`; }, [thing?.name]);
  useKeys(may_change ? [{ keys: "e", does: `Edit this ${kind.one}`, run: () => set_params({ edit: 1 }) }] : [], [may_change]);
  if (read.problem) return <div class="stack"><ErrorBox is_page problem={read.problem} again={read.reload} /><p><a href={to(kind.path)}>All {kind.many}</a></p></div>;
  if (!thing) return <Waiting lines={8} />;
  const close = () => set_params({ edit: undefined });
  return (
    <div class="stack">
      <Head title={thing.name} above={above(kind)} about={`${kind.one} ${thing.id}, version ${thing.version}`}>
        {may_change && !is_editing && <><Delete kind={kind} thing={thing} /><Button onClick={() => set_params({ edit: 1 })}><Icon name="edit" />Edit</Button></>}
      </Head>
      {is_editing
        ? <ThingForm kind={kind} thing={thing} close={close} done={() => { close(); read.reload(); }} />
        : (
          <>
            <Parts kind={kind} thing={thing} />
            {more?.(thing, read.reload)}
          </>
        )}
      <ThingChanges kind={kind} thing={thing} />
    </div>
  );
}

export function Parts({ kind, thing }: { kind: Kind; thing: Thing }) {
  return (
    <dl class="admin-parts card">
      {kind.parts.filter((part) => part.key !== "name" && part.shape !== "secret").map((part) => <div key={part.key}><dt>{part_title(part)}</dt><dd><Shown part={part} value={thing[part.key]} /></dd></div>)}
    </dl>
  );
}

export function Delete({ kind, thing, note }: { kind: Kind; thing: Thing; note?: string }) {
  const [is_open, set_open] = useState(false);
  const [problem, set_problem] = useState<Problem>();
  const remove = async () => {
    const reply = await call("DELETE", `${kind.api}/${thing.id}`);
    if (!reply.ok) return set_problem(reply.problem);
    notify(`${label(kind.one)} ${thing.name} is deleted`);
    go(to(kind.path));
  };
  return (
    <>
      <Button look="danger" onClick={() => set_open(true)}>Delete</Button>
      <Dialog title={`Delete ${thing.name}?`} is_open={is_open} on_close={() => set_open(false)}>
        {problem && <ErrorBox problem={problem} />}
        <p>A deleted {kind.one} cannot be brought back. What it did, and what was done to it, stays in history.</p>
        {note && <p>{note}</p>}
        <div class="dialog-foot"><Button look="quiet" autofocus onClick={() => set_open(false)}>Keep it</Button><Button look="danger" onClick={() => void remove()}>Delete</Button></div>
      </Dialog>
    </>
  );
}
