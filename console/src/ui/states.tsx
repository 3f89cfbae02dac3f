// What stands where there is nothing, not yet anything, or something wrong.
import type { ComponentChildren } from "preact";
import { advice, type Problem } from "../api/problem";
import { Button, Copy } from "./button";

/** `is_page`: nothing else stands on the page, so that its title is the page's. */
export function Empty({ title, is_page, children }: { title: string; is_page?: boolean; children?: ComponentChildren }) {
  const Title = is_page ? "h1" : "p";
  return (
    <div class="empty">
      <Title class="empty-title">{title}</Title>
      {children && <div class="empty-next">{children}</div>}
    </div>
  );
}

/** Whether the same call may be answered otherwise later. */
const may_pass = (problem: Problem): boolean => problem.status === 0 || problem.status === 429 || problem.status >= 500;

/** Says what went wrong and what to do; `again` offers to try once more, where that can help. */
export function ErrorBox({ problem, again, is_page }: { problem: Problem; again?: () => void; is_page?: boolean }) {
  const Title = is_page ? "h1" : "p";
  return (
    <div class="error-box" role="alert">
      <Title class="error-title">{problem.title}</Title>
      {problem.errors.length > 0
        ? <ul>{problem.errors.map((each, i) => <li key={i}><code>{each.field}</code> {each.detail}</li>)}</ul>
        : problem.detail && <p>{problem.detail}</p>}
      <p class="error-advice">{advice(problem)}</p>
      <div class="error-foot">
        {again && may_pass(problem) && <Button look="plain" onClick={again}>Try again</Button>}
        {problem.request && <span class="quiet">Request <Copy text={problem.request} what="the request id"><code>{problem.request}</code></Copy></span>}
      </div>
    </div>
  );
}

/** Grey lines in the place of what is on its way, of the same height, so that nothing jumps. */
export function Waiting({ lines = 4 }: { lines?: number }) {
  return <div class="waiting" role="status" aria-label="Loading">{Array.from({ length: lines }, (_, i) => <span key={i} />)}</div>;
}
