// The frame around every page: navigation, who is signed in, and what the whole console has to say.
import { useEffect, useRef, useState } from "preact/hooks";
import type { ComponentType } from "preact";
import icon from "../icon.svg?url";
import { is_connected } from "../api/client";
import { leave, may, me, sign_out, state } from "../api/session";
import { UndoDialog } from "../customers/undo";
import { useKeys } from "../keys/keys";
import { is_key_list_open, is_palette_open, KeyList, Keys, Palette } from "../keys/palette";
import { find_page, pages, type Page, type PageProps } from "../pages/pages";
import { SignInForm } from "../pages/sign-in/form";
import { go, path, to, visits } from "../url/route";
import { ViewDialog, ViewList } from "../views/list";
import { keep_view, load_views, views } from "../views/views";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Icon } from "./icon";
import { Menu } from "./menu";
import { Empty, ErrorBox, Waiting } from "./states";
import { next_theme, theme } from "./theme";
import { notify, Toasts } from "./toast";

const open_palette = () => { is_palette_open.value = true; };
const in_navigation = () => pages.filter((page) => page.key && (!page.privilege || may(page.privilege)));

export function Shell() {
  const found = find_page(path.value);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    if (visits.value > 0 && !main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [visits.value]);
  useEffect(() => {
    document.title = `${found?.page.title ?? "Not found"} – Patchbay`;
  }, [found?.page]);

  useEffect(() => { void load_views(); }, [me.value?.name]);

  useKeys([
    { keys: "b", does: "Keep this view", group: "Everywhere", run: () => { if (views.peek()) keep_view(); } },
    { keys: "?", does: "Show the keys", group: "Everywhere", run: () => { is_key_list_open.value = true; } },
    { keys: "Mod+k", does: "Open the commands", group: "Everywhere", in_fields: true, run: open_palette },
    { keys: "/", does: "Find a customer", group: "Everywhere", run: () => go(to("")) },
    ...in_navigation().map((page) => ({ keys: `g ${page.key}`, does: `Go to ${page.title.toLowerCase()}`, group: "Go to", run: () => go(to(page.path)) })),
  ], [me.value]);

  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>Skip to the page</a>
      <div class="shell">
        <header class="top">
          <Brand />
          <div class="row">
            <Button look="quiet" class="only-icon" aria-label="Commands" onClick={open_palette}><Icon name="find" /></Button>
            <Menu label={<Icon name="menu" />} name="Menu" look="quiet"><div class="nav"><Navigation current={found?.page} /></div><hr /><Account /></Menu>
          </div>
        </header>
        <aside class="side">
          <Brand />
          <button type="button" class="jump" onClick={open_palette}><Icon name="find" /><span>Commands</span><Keys keys="Mod+k" /></button>
          <nav class="nav" aria-label="Pages"><Navigation current={found?.page} /></nav>
          <div class="side-foot">
            <Menu look="quiet" label={<><Initial name={me.value?.name ?? ""} /><span class="side-name">{me.value?.name}</span><Icon name="down" /></>} name={`Signed in as ${me.value?.name ?? ""}`}><Account /></Menu>
          </div>
        </aside>
        <main class="page" id="main" ref={main} tabIndex={-1}>
          {found
            ? found.page.privilege && !may(found.page.privilege)
              ? <Empty is_page title="Your role does not allow this page">It takes the privilege {found.page.privilege}. Ask an administrator for a role that has it.</Empty>
              : <Loaded key={found.page.name} page={found.page} params={found.params} />
            : <Empty is_page title="There is no such page"><a href={to("")}>Find a customer</a></Empty>}
        </main>
      </div>
      <Palette />
      <KeyList />
      <UndoDialog />
      <ViewDialog />
      <SignInAgain />
      <Notices />
    </>
  );
}

/** What is said over any page: a lost connection, and what was done. */
export function Notices() {
  return (
    <>
      <div class="lost" role="status" aria-live="assertive">
        {!is_connected.value && <div class="banner">The server does not answer. What you typed is kept; this page goes on by itself when it is back.</div>}
      </div>
      <Toasts />
    </>
  );
}

const Brand = () => <a class="brand" href={to("")}><img src={icon} alt="" />Patchbay</a>;

const Initial = ({ name }: { name: string }) => <span class="initial" aria-hidden="true" data-initial={[...name][0]?.toUpperCase()} />;

/** Pages of one group stand together, in the order of the table. */
function Navigation({ current }: { current: Page | undefined }) {
  const rows = in_navigation();
  return (
    <>
      {rows.map((page, i) => [
        page.group !== undefined && page.group !== rows[i - 1]?.group && <p key={page.group} class="nav-group">{page.group}</p>,
        <a key={page.name} href={to(page.path)} aria-current={page === current || page.name === current?.below ? "page" : undefined}>
          <Icon name={page.icon!} /><span>{page.title}</span><Keys keys={`g ${page.key}`} />
        </a>,
      ])}
      <ViewList />
    </>
  );
}

function Account() {
  const out = (everywhere: boolean) => () => {
    void sign_out(everywhere).then((reply) => {
      if (!reply.ok && reply.problem.status !== 401) notify(`Not signed out: ${reply.problem.title}`);
    });
  };
  return (
    <>
      <p class="menu-head">{me.value?.name}, of customer {me.value?.home}<br />{me.value?.privileges.join(", ")}</p>
      <button type="button" onClick={next_theme}>Colours: {theme.value}</button>
      <button type="button" onClick={() => { is_key_list_open.value = true; }}>Keys <Keys keys="?" /></button>
      <hr />
      <button type="button" onClick={out(false)}>Sign out</button>
      <button type="button" onClick={out(true)} title="Ends every session and token of this principal">Sign out everywhere</button>
    </>
  );
}

const loaded = new Map<string, ComponentType<PageProps>>();

function Loaded({ page, params }: { page: Page; params: Record<string, string> }) {
  const [, set_turn] = useState(0);
  const [has_failed, set_failed] = useState(false);
  const Shown = loaded.get(page.name);
  const load = () => {
    set_failed(false);
    page.load().then(
      (module) => { loaded.set(page.name, module.default); set_turn((turn) => turn + 1); },
      () => set_failed(true));
  };
  useEffect(() => { if (!Shown) load(); }, [page.name]);
  if (Shown) return <Shown params={params} />;
  if (has_failed)
    return <ErrorBox is_page problem={{ kind: "offline", status: 0, title: "This page could not be loaded", detail: "The server does not answer, or has been updated since.", errors: [], request: "", retry_after_s: undefined }} again={() => location.reload()} />;
  return <Waiting lines={6} />;
}

/** Asks for the password over the page, so that nothing that was typed is lost. */
function SignInAgain() {
  return (
    <Dialog title="Your session has ended" is_open={state.value === "expired"}>
      <p>Sign in to go on. What you typed is still here.</p>
      <SignInForm name={me.value?.name ?? ""} />
      <div class="dialog-foot"><Button look="quiet" onClick={leave}>Leave this page</Button></div>
    </Dialog>
  );
}
