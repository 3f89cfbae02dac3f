// Sending again: what failed, or everything since a time. One change is sent again from its attempt.
import { useState } from "preact/hooks";
import { webhooks } from "../../admin/kinds";
import { call } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { DeliveryReplay, Replay, Webhook } from "../../api/types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { ErrorBox } from "../../ui/states";
import { notify } from "../../ui/toast";

/** Asks for it, and says what was done. Gives the problem, if there is one. */
export async function replay(hook: Webhook, what: Replay): Promise<Problem | undefined> {
  const reply = await call<DeliveryReplay>("POST", `${webhooks.api}/${hook.id}/replay`, { body: what });
  if (!reply.ok) return reply.problem;
  const { again } = reply.value;
  notify(again === undefined ? "Everything since then is sent again" : again === 1 ? "1 change is sent again" : `${again} changes are sent again`);
  return undefined;
}

interface Props {
  hook: Webhook;
  is_open: boolean;
  close: () => void;
  done: () => void;
}

export function ReplayDialog({ hook, is_open, close, done }: Props) {
  const failed = (hook.delivery?.waiting ?? 0) + (hook.delivery?.dead ?? 0);
  const [kind, set_kind] = useState<"failed" | "from">();
  const [local, set_local] = useState("");
  const [problem, set_problem] = useState<Problem>();
  const [is_busy, set_busy] = useState(false);
  const chosen = kind ?? (failed > 0 ? "failed" : "from");
  const from = new Date(local);
  const is_ready = chosen === "failed" ? failed > 0 : !Number.isNaN(from.getTime());
  const send = async () => {
    set_busy(true);
    const trouble = await replay(hook, chosen === "failed" ? { failed: true } : { from: from.toISOString() });
    set_busy(false);
    set_problem(trouble);
    if (trouble) return;
    close();
    done();
  };
  return (
    <Dialog title={`Send again to ${hook.name}`} is_open={is_open} on_close={close}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        {problem && <ErrorBox problem={problem} />}
        <label class="row"><input type="radio" name="replay" checked={chosen === "failed"} disabled={failed === 0} onChange={() => set_kind("failed")} />
          What failed: {failed === 0 ? "nothing" : `${failed.toLocaleString()} ${failed === 1 ? "change" : "changes"}, those that are not tried any more included`}</label>
        <label class="row"><input type="radio" name="replay" checked={chosen === "from"} onChange={() => set_kind("from")} />Everything that was changed since a time</label>
        {chosen === "from" && <label class="labelled"><span>Since</span><input type="datetime-local" step="1" autofocus value={local} onInput={(event) => set_local(event.currentTarget.value)} /></label>}
        <p class="quiet small">Events keep their ids, so a receiver that counts each id once does nothing twice.</p>
        <div class="dialog-foot"><Button look="quiet" onClick={close}>Cancel</Button><Button look="main" type="submit" is_busy={is_busy} disabled={!is_ready}>Send again</Button></div>
      </form>
    </Dialog>
  );
}
