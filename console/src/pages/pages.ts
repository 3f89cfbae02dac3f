// The pages: a folder and a line each. A path may hold `:name`; navigation shows those with a `key`.
import type { ComponentType } from "preact";
import type { Privilege } from "../api/types";
import type { IconName } from "../ui/icon";

export interface PageProps {
  /** What the `:names` of the path stand for. */
  params: Record<string, string>;
}

export interface Page {
  name: string;
  path: string;
  title: string;
  /** Pressed after `g`, opens the page; without one it does not stand in the navigation. */
  key?: string;
  /** Beside its title in the navigation, which is divided by the group. */
  icon?: IconName;
  group?: string;
  /** The page of the navigation that it belongs to. */
  below?: string;
  /** Who lacks it is told so, and does not see the page in the navigation. */
  privilege?: Privilege;
  load: () => Promise<{ default: ComponentType<PageProps> }>;
}

export const pages: Page[] = [
  { name: "find",     path: "", title: "Find", key: "f", icon: "find", load: () => import("./find/find") },
  { name: "new-customer", path: "customers/new", title: "New customer", below: "find", load: () => import("./new-customer/new-customer") },
  { name: "customer", path: "customers/:id", title: "Customer", below: "find", load: () => import("./customer/customer") },
  { name: "requests", path: "requests", title: "Requests", key: "q", icon: "requests", privilege: "administrator", load: () => import("./requests/requests") },
  { name: "people", path: "people", title: "People", key: "p", icon: "people", load: () => import("./people/people") },
  { name: "translate", path: "translate", title: "Translate", key: "t", icon: "translate", load: () => import("./translate/translate") },
  { name: "files", path: "files", title: "Import and export", key: "x", icon: "files", load: () => import("./files/files") },
  { name: "principals", path: "principals", title: "Principals", key: "i", icon: "principals", group: "Set up", load: () => import("./principals/principals") },
  { name: "principal", path: "principals/:id", title: "Principal", below: "principals", load: () => import("./principals/principal") },
  { name: "roles", path: "roles", title: "Roles", key: "o", icon: "roles", group: "Set up", load: () => import("./roles/roles") },
  { name: "role", path: "roles/:id", title: "Role", below: "roles", load: () => import("./roles/role") },
  { name: "plans", path: "plans", title: "Plans", key: "l", icon: "plans", group: "Set up", load: () => import("./plans/plans") },
  { name: "plan", path: "plans/:id", title: "Plan", below: "plans", load: () => import("./plans/plan") },
  { name: "references", path: "references", title: "References", key: "r", icon: "references", group: "Set up", load: () => import("./references/references") },
  { name: "references-of", path: "references/:kind", title: "References", below: "references", load: () => import("./references/references") },
  { name: "reference", path: "references/:kind/:id", title: "Reference", below: "references", load: () => import("./references/reference") },
  { name: "webhooks", path: "webhooks", title: "Webhooks", key: "w", icon: "webhooks", group: "Set up", privilege: "administrator", load: () => import("./webhooks/webhooks") },
  { name: "webhook", path: "webhooks/:id", title: "Webhook", below: "webhooks", privilege: "administrator", load: () => import("./webhooks/webhook") },
  { name: "systems", path: "systems", title: "Systems", key: "s", icon: "systems", group: "Set up", privilege: "administrator", load: () => import("./systems/systems") },
  { name: "system", path: "systems/:id", title: "System", below: "systems", privilege: "administrator", load: () => import("./systems/system") },
  { name: "health", path: "health", title: "Health", key: "h", icon: "health", group: "Server", load: () => import("./health/health") },
];

/** The page of a path with what its names stand for. */
export function find_page(path: string): { page: Page; params: Record<string, string> } | undefined {
  const parts = path.split("/");
  for (const page of pages) {
    const wanted = page.path.split("/");
    if (wanted.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, i) => {
      if (!part.startsWith(":")) return part === parts[i];
      params[part.slice(1)] = parts[i] ?? "";
      return parts[i] !== "";
    });
    if (fits) return { page, params };
  }
  return undefined;
}
