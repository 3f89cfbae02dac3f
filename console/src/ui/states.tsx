// What stands where there is nothing, not yet anything, or something wrong.
import type { ComponentChildren } from "preact";
import { advice, type Problem } from "../api/problem";
import { Button, Copy } from "./button";

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children && <div class="empty-next">{children}</div>}
    </div>
  );
}

/** Says what went wrong and what to do; `again` offers to try once more. */
export function ErrorBox({ problem, again }: { problem: Problem; again?: () => void }) {
  return (
    <div class="error-box" role="alert">
      <p class="error-title">{problem.title}</p>
      {problem.errors.length > 0
        ? <ul>{problem.errors.map((each, i) => <li key={i}><code>{each.field}</code> {each.detail}</li>)}</ul>
        : problem.detail && <p>{problem.detail}</p>}
      <p class="error-advice">{advice(problem)}</p>
      <div class="error-foot">
        {again && <Button look="plain" onClick={again}>Try again</Button>}
        {problem.request && <span class="quiet">Request <Copy text={problem.request} what="the request id"><code>{problem.request}</code></Copy></span>}
      </div>
    </div>
  );
}

/** Grey lines in the place of what is on its way, of the same height, so that nothing jumps. */
export function Waiting({ lines = 4 }: { lines?: number }) {
  return <div class="waiting" role="status" aria-label="Loading">{Array.from({ length: lines }, (_, i) => <span key={i} />)}</div>;
}
