// The views of a principal in the navigation, and the dialog that names one.
import { useState } from "preact/hooks";
import type { Problem } from "../api/problem";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icon";
import { Menu } from "../ui/menu";
import { ErrorBox } from "../ui/states";
import { notify } from "../ui/toast";
import { here, keep_view, remove_view, rename_view, save_view, VIEW_NAME_LENGTH_MAX, view_asked, views, type View } from "./views";

export function ViewList() {
  if (!views.value) return null;
  const shown = here();
  return (
    <>
      <p class="nav-group nav-views">Views <button type="button" class="text-button" aria-label="Keep this view" title="Keep this view" onClick={keep_view}><Icon name="add" /></button></p>
      {views.value.map((view) => (
        <div class="nav-row" key={view.name}>
          <a href={view.path} aria-current={view.path === shown ? "page" : undefined}><Icon name="views" /><span>{view.name}</span></a>
          <Menu label={<Icon name="more" />} name={`More about the view ${view.name}`} look="text">
            <button type="button" onClick={() => { view_asked.value = { path: view.path, name: view.name, was: view.name }; }}>Rename…</button>
            <button type="button" onClick={() => void save_view(view.name, location.pathname + location.search).then((reply) => { if (reply.ok) notify(`${view.name} is this page now`, { name: "Undo", run: () => void save_view(view.name, view.path) }); })}>Set to this page</button>
            <button type="button" class="danger-text" onClick={() => void remove(view)}>Remove</button>
          </Menu>
        </div>
      ))}
    </>
  );
}

async function remove(view: View): Promise<void> {
  const reply = await remove_view(view.name);
  if (reply.ok) notify(`The view ${view.name} is removed`, { name: "Undo", run: () => void save_view(view.name, view.path) });
  else notify(`${reply.problem.title}: ${reply.problem.detail}`);
}

export function ViewDialog() {
  const asked = view_asked.value;
  if (!asked) return null;
  const close = () => { view_asked.value = undefined; };
  return (
    <Dialog title={asked.was === undefined ? "Keep this view" : `Rename ${asked.was}`} is_open on_close={close}>
      <NameForm asked={asked} close={close} />
    </Dialog>
  );
}

function NameForm({ asked, close }: { asked: { path: string; name: string; was?: string }; close: () => void }) {
  const [name, set_name] = useState(asked.name.slice(0, VIEW_NAME_LENGTH_MAX));
  const [problem, set_problem] = useState<Problem>();
  const trimmed = name.trim();
  const replaces = trimmed !== asked.was && views.value?.some((view) => view.name === trimmed);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const done = asked.was === undefined ? save_view(trimmed, asked.path) : rename_view({ name: asked.was, path: asked.path }, trimmed);
    void done.then((reply) => {
      if (!reply.ok) return set_problem(reply.problem);
      notify(`The view ${trimmed} is kept`);
      close();
    });
  };
  return (
    <form class="form" onSubmit={submit}>
      {problem && <ErrorBox problem={problem} />}
      <label class="labelled"><span>Name</span>
        <input type="text" required maxLength={VIEW_NAME_LENGTH_MAX} autofocus value={name} onInput={(event) => set_name(event.currentTarget.value)} />
        <small>{replaces ? "This takes the place of the view of this name." : "It opens this page with its filters and panels, in any browser. Only you see it."}</small>
      </label>
      <div class="dialog-foot">
        <Button look="quiet" onClick={close}>Cancel</Button>
        <Button look="main" type="submit" disabled={trimmed === ""}>{asked.was === undefined ? "Keep" : "Rename"}</Button>
      </div>
    </form>
  );
}
