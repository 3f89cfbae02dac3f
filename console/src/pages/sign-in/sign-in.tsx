// The page of those who are not signed in.
import { useEffect } from "preact/hooks";
import icon from "../../icon.svg?url";
import { SignInForm } from "./form";

export function SignIn() {
  useEffect(() => { document.title = "Sign in – Patchbay"; }, []);
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <h1 class="brand"><img src={icon} alt="" />Sign in to Patchbay</h1>
        <SignInForm />
        <p class="quiet small">Use the name and password of your principal. They are the same as for the API.</p>
      </div>
    </main>
  );
}
