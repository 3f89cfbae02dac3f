// Starts the console: takes up the session, then shows the page that the URL names.
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { load_fields } from "./api/fields";
import { resume, state } from "./api/session";
import { listen_to_keys } from "./keys/keys";
import { SignIn } from "./pages/sign-in/sign-in";
import { Notices, Shell } from "./ui/shell";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";
import "./style/shell.css";
import "./customers/customers.css";
import { follow_links } from "./url/route";

function Console() {
  const is_in = state.value === "in" || state.value === "expired";
  useEffect(() => { if (is_in) void load_fields(); }, [is_in]);
  if (state.value === "unknown") return <Notices />;
  return is_in ? <Shell /> : <><SignIn /><Notices /></>;
}

follow_links();
listen_to_keys();
void resume();
render(<Console />, document.getElementById("console")!);
