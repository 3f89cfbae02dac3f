// The form that asks for name and password, on its page and in the dialog of an ended session.
import { useState } from "preact/hooks";
import { sign_in } from "../../api/session";
import type { Problem } from "../../api/problem";
import { Button } from "../../ui/button";
import { ErrorBox } from "../../ui/states";

export function SignInForm({ name = "" }: { name?: string }) {
  const [problem, set_problem] = useState<Problem>();
  const [is_busy, set_busy] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    set_busy(true);
    void sign_in(String(form.get("name")), String(form.get("password"))).then((reply) => {
      set_busy(false);
      set_problem(reply.ok ? undefined : reply.problem);
    });
  };
  return (
    <form class="form" onSubmit={submit}>
      <label class="labelled"><span>Name</span>
        <input type="text" name="name" autocomplete="username" autocapitalize="none" spellcheck={false} required defaultValue={name} autofocus={name === ""} />
      </label>
      <label class="labelled"><span>Password</span>
        <input type="password" name="password" autocomplete="current-password" required autofocus={name !== ""} />
      </label>
      {problem && <ErrorBox problem={problem} />}
      <Button look="main" type="submit" is_busy={is_busy}>Sign in</Button>
    </form>
  );
}
