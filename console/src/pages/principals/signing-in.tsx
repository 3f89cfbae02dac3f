// How a principal signs in: password, keys, locks. What is new is shown once.
import { useState } from "preact/hooks";
import { call } from "../../api/client";
import type { Problem } from "../../api/problem";
import { principals, type Thing } from "../../admin/kinds";
import { Button, Copy } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { ErrorBox } from "../../ui/states";
import { Time } from "../../ui/time";
import { notify } from "../../ui/toast";
import { to } from "../../url/route";
import { State } from "./principals";

const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const PASSWORD_LENGTH = 20;

/** Letters and digits that are not mistaken for each other, each as likely as any other. */
function new_password(): string {
  let text = "";
  while (text.length < PASSWORD_LENGTH) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    text += LETTERS[byte! & 63] ?? "";
  }
  return text;
}

type Lockout = { source: string; until: string; failures: number };

export function SigningIn({ principal, reload }: { principal: Thing; reload: () => void }) {
  const [problem, set_problem] = useState<Problem>();
  const [shown, set_shown] = useState<{ what: string; text: string }>();
  const [asked, set_asked] = useState<"password" | "key">();
  const keys = principal["keys"] as string[];
  const lockouts = (principal["lockouts"] as Lockout[] | undefined) ?? [];
  const is_locked = principal["locked"] === true;

  const change = async (body: Record<string, unknown>, done: string): Promise<Thing | undefined> => {
    const reply = await call<Thing>("PATCH", `${principals.api}/${principal.id}`, { body });
    set_problem(reply.ok ? undefined : reply.problem);
    if (!reply.ok) return undefined;
    notify(done);
    reload();
    return reply.value;
  };
  const give_password = async (text: string) => {
    set_asked(undefined);
    if (await change({ password: text }, `${principal.name} has a new password`)) set_shown({ what: "password", text });
  };
  const make_key = async (name: string) => {
    set_asked(undefined);
    const made = await change({ new_key: name }, `Key ${name} is made`);
    if (made?.["new_key"]) set_shown({ what: "API key", text: String(made["new_key"]) });
  };
  return (
    <section class="card stack" aria-label="Signing in">
      <div class="row apart"><h2>Signing in</h2><State principal={principal} /></div>
      {problem && <ErrorBox problem={problem} />}
      <p>{principal["has_password"] ? "It has a password." : "It has no password."} <a href={to("people", { principal: principal.name })}>What it did</a></p>
      {lockouts.length > 0 && <ul>{lockouts.map((each) => <li key={each.source}>Locked out at {each.source} until <Time at={each.until} />, after {each.failures} failures</li>)}</ul>}
      <ul class="stack" aria-label="API keys">
        {keys.map((key) => (
          <li key={key} class="row">API key <strong>{key}</strong>
            {principals.may_change() && <Button look="quiet" onClick={() => void change({ remove_key: key }, `Key ${key} is removed`)} aria-label={`Remove key ${key}`}>Remove</Button>}
          </li>
        ))}
      </ul>
      {principals.may_change() && (
        <div class="row">
          <Button onClick={() => set_asked("key")}>New API key</Button>
          <Button onClick={() => set_asked("password")}>New password</Button>
          <Button onClick={() => void change({ locked: !is_locked }, `${principal.name} is ${is_locked ? "unlocked" : "locked"}`)}>{is_locked ? "Unlock" : "Lock"}</Button>
          {!is_locked && lockouts.length > 0 && <Button onClick={() => void change({ locked: false }, `${principal.name} may try again`)}>End the lock-outs</Button>}
        </div>
      )}
      <Dialog title={asked === "key" ? "New API key" : `New password of ${principal.name}`} is_open={asked !== undefined} on_close={() => set_asked(undefined)}>
        {asked === "key" ? <AskKey act={make_key} /> : <AskPassword act={give_password} />}
      </Dialog>
      <Dialog title={`The new ${shown?.what ?? ""}`} is_open={shown !== undefined} on_close={() => set_shown(undefined)}>
        <p>This is shown once. Keep it where only its user can read it.</p>
        <p class="row"><code class="once">{shown?.text}</code><Copy text={shown?.text ?? ""} what={`the ${shown?.what ?? ""}`} /></p>
        <div class="dialog-foot"><Button look="main" autofocus onClick={() => set_shown(undefined)}>Done</Button></div>
      </Dialog>
    </section>
  );
}

function AskKey({ act }: { act: (name: string) => void }) {
  const [name, set_name] = useState("");
  return (
    <form class="form" onSubmit={(event) => { event.preventDefault(); act(name.trim()); }}>
      <label class="labelled"><span>What the key is for</span><input type="text" autofocus required value={name} onInput={(event) => set_name(event.currentTarget.value)} /></label>
      <div class="dialog-foot"><Button look="main" type="submit" disabled={!name.trim()}>Make the key</Button></div>
    </form>
  );
}

function AskPassword({ act }: { act: (text: string) => void }) {
  const [text, set_text] = useState("");
  return (
    <form class="form" onSubmit={(event) => { event.preventDefault(); act(text); }}>
      <label class="labelled"><span>New password</span><input type="text" class="mono" autofocus autocomplete="off" spellcheck={false} required value={text} onInput={(event) => set_text(event.currentTarget.value)} /></label>
      <div class="dialog-foot"><Button onClick={() => set_text(new_password())}>Make one up</Button><Button look="main" type="submit" disabled={!text}>Give it</Button></div>
    </form>
  );
}
