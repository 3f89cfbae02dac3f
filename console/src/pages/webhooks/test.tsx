// A test event, and what the receiver answered.
import { useEffect, useState } from "preact/hooks";
import { webhooks } from "../../admin/kinds";
import { call, type Reply } from "../../api/client";
import type { Webhook, WebhookTest } from "../../api/types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { ErrorBox, Waiting } from "../../ui/states";
import { duration } from "../requests/parts";

interface Props {
  hook: Webhook;
  is_open: boolean;
  close: () => void;
}

export function TestDialog({ hook, is_open, close }: Props) {
  return <Dialog title={`A test event to ${hook.name}`} is_open={is_open} on_close={close}>{is_open && <Test hook={hook} close={close} />}</Dialog>;
}

function Test({ hook, close }: { hook: Webhook; close: () => void }) {
  const [reply, set_reply] = useState<Reply<WebhookTest>>();
  const [turn, set_turn] = useState(0);
  useEffect(() => {
    let is_gone = false;
    set_reply(undefined);
    void call<WebhookTest>("POST", `${webhooks.api}/${hook.id}/test`).then((answer) => { if (!is_gone) set_reply(answer); });
    return () => { is_gone = true; };
  }, [turn]);
  return (
    <>
      <p class="quiet small">It has the type <code>patchbay.test</code> and tells nothing of a customer. It is signed as every event.</p>
      {!reply ? <Waiting lines={3} /> : reply.ok ? <Answer test={reply.value} /> : <ErrorBox problem={reply.problem} />}
      <div class="dialog-foot">
        <Button look="quiet" is_busy={!reply} onClick={() => set_turn(turn + 1)}>Send another</Button>
        <Button look="main" autofocus onClick={close}>Done</Button>
      </div>
    </>
  );
}

function Answer({ test }: { test: WebhookTest }) {
  const { status = 0, problem = "", body = "", us = 0 } = test;
  return (
    <div class="stack" role="status">
      <p class="row"><span class={`badge ${problem ? "danger" : "good"}`}>{status || "no reply"}</span>
        <strong>{problem ? `It failed: ${problem}` : "The receiver took it"}</strong><span class="quiet small">after {duration(us)}</span></p>
      {body && <pre class="code reply" tabIndex={0} aria-label="The beginning of its answer">{body}</pre>}
      {!body && status > 0 && <p class="quiet small">Its answer has no body.</p>}
    </div>
  );
}
