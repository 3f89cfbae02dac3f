// Views that a principal keeps on the server: addresses of the console under names.
import { signal } from "@preact/signals";
import { call, get, type Reply } from "../api/client";
import type { SavedView, SavedViews } from "../api/types";
import { BASE, path, query } from "../url/route";

export type View = Pick<SavedView, "name" | "path">;

export const VIEW_NAME_LENGTH_MAX = 100;

/** In the order of their names; nothing until they are read, and where the server keeps none. */
export const views = signal<View[] | undefined>(undefined);
/** What the dialog asks a name for: the page that is shown, or a view that gets another name. */
export const view_asked = signal<{ path: string; name: string; was?: string } | undefined>(undefined);

/** The address of the page that is shown, as a view keeps it. */
export const here = (): string => {
  const search = query.value.toString();
  return `${BASE}${path.value}${search ? `?${search}` : ""}`;
};

/** Asks for the name under which the page that is shown is kept. */
export function keep_view(): void {
  view_asked.value = { path: location.pathname + location.search, name: document.title.replace(/ – Patchbay$/, "") };
}

export async function load_views(): Promise<void> {
  const reply = await get<SavedViews>("/v1/me/views");
  views.value = reply.ok ? reply.value.views : undefined;
}

const address = (name: string): string => `/v1/me/views/${encodeURIComponent(name)}`;

export async function save_view(name: string, of: string): Promise<Reply<unknown>> {
  const reply = await call("PUT", address(name), { body: { path: of } });
  await load_views();
  return reply;
}

export async function remove_view(name: string): Promise<Reply<unknown>> {
  const reply = await call("DELETE", address(name));
  await load_views();
  return reply;
}

/** Kept under the new name first, so that a failure in between loses nothing. */
export async function rename_view(view: View, name: string): Promise<Reply<unknown>> {
  const saved = await save_view(name, view.path);
  return saved.ok && name !== view.name ? remove_view(view.name) : saved;
}
