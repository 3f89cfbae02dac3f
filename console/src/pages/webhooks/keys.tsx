// The secret with which the receiver checks events: shown once, and made anew.
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { webhooks } from "../../admin/kinds";
import { call } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Webhook } from "../../api/types";
import { Button, Copy } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { ErrorBox } from "../../ui/states";

/** What was just made; in memory only, until it was read. */
export const fresh_secret = signal<{ name: string; secret: string; public_key: string } | undefined>(undefined);

export function SecretDialog() {
  const fresh = fresh_secret.value;
  const close = () => { fresh_secret.value = undefined; };
  return (
    <Dialog title={`The secret of ${fresh?.name ?? ""}`} is_open={fresh !== undefined} on_close={close}>
      <p>With it the receiver checks that an event comes from here. It is shown once: keep it where only the receiver can read it.</p>
      <p class="row"><code class="once">{fresh?.secret}</code><Copy text={fresh?.secret ?? ""} what="the secret" /></p>
      <p class="small quiet">Who may not hold a secret checks with the public key, which is always shown. <a href="https://www.standardwebhooks.com/" target="_blank" rel="noreferrer noopener">Libraries</a> for most languages check both.</p>
      <div class="dialog-foot"><Button look="main" autofocus onClick={close}>Done</Button></div>
    </Dialog>
  );
}

const KEPT: [number, string][] = [[0, "no longer"], [3600, "for an hour"], [86_400, "for a day"], [7 * 86_400, "for a week"], [30 * 86_400, "for 30 days"]];
const KEPT_USUALLY_S = 86_400;

export function RotateDialog({ hook, is_open, close, done }: { hook: Webhook; is_open: boolean; close: () => void; done: (next: Webhook) => void }) {
  const [keep_old_s, set_keep] = useState(KEPT_USUALLY_S);
  const [problem, set_problem] = useState<Problem>();
  const [is_busy, set_busy] = useState(false);
  const rotate = async () => {
    set_busy(true);
    const reply = await call<Webhook>("POST", `${webhooks.api}/${hook.id}/rotate`, { body: { keep_old_s } });
    set_busy(false);
    set_problem(reply.ok ? undefined : reply.problem);
    if (!reply.ok) return;
    close();
    done(reply.value);
  };
  return (
    <Dialog title={`A new key for ${hook.name}`} is_open={is_open} on_close={close}>
      {problem && <ErrorBox problem={problem} />}
      <p>The receiver gets a new secret and a new public key. Until it knows them, the present ones can sign each event too.</p>
      <label class="labelled"><span>The present key signs</span>
        <select autofocus value={keep_old_s} onChange={(event) => set_keep(Number(event.currentTarget.value))}>
          {KEPT.map(([seconds, words]) => <option key={seconds} value={seconds}>{words}</option>)}
        </select>
      </label>
      <div class="dialog-foot"><Button look="quiet" onClick={close}>Keep the key</Button><Button look="main" is_busy={is_busy} onClick={() => void rotate()}>Make a new key</Button></div>
    </Dialog>
  );
}
