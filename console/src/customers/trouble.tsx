// What went wrong with a change that was asked for; a reply that was lost leaves open whether it was done.
import type { Problem } from "../api/problem";
import { ErrorBox } from "../ui/states";

/** Whether nobody knows if it was done: asking again, under the same key, does it once and says so. */
export const is_lost = (problem: Problem | undefined): boolean => problem?.status === 0;

export function Trouble({ problem }: { problem: Problem | undefined }) {
  if (!is_lost(problem)) return problem ? <ErrorBox problem={problem} /> : null;
  return (
    <div class="error-box" role="alert">
      <p class="error-title">The reply was lost</p>
      <p>So it is not known whether it was done. Try again when the server answers: it is done once.</p>
    </div>
  );
}
