// The tree of customers: each branch is read when it is opened.
import { get } from "../api/client";
import { useQuery } from "../api/query";
import { me } from "../api/session";
import type { Customer, CustomerPage } from "../api/types";

const BRANCH_MAX = 100;

interface Props {
  /** The ids of the branches that are open. */
  open: ReadonlySet<number>;
  on_toggle: (id: number) => void;
  chosen: number | undefined;
  href: (id: number) => string;
  /** The customer whose page is shown: it stands in its branch, however many others do. */
  shown?: Customer;
  /** Where a branch with more than 100 customers goes on. */
  more: (id: number) => string;
}

export function Tree(props: Props) {
  const home = me.value?.home;
  // A change of the one that is shown may rename it.
  const version = props.shown?.id === home ? props.shown?.version : "";
  const root = useQuery(home === undefined ? undefined : `tree ${home} ${version}`, (signal) => get<Customer>(`/v1/customers/${home}`, {}, signal));
  if (!root.data) return null;
  return (
    <nav class="tree" aria-label="Tree of customers">
      <ul><Branch customer={root.data} {...props} depth={0} /></ul>
    </nav>
  );
}

function Branch({ customer, depth, ...props }: Props & { customer: Customer; depth: number }) {
  const id = customer.id!;
  const is_open = props.open.has(id);
  return (
    <li>
      <div class={`tree-row${props.chosen === id ? " chosen" : ""}`} style={{ paddingInlineStart: `${Math.min(depth, 8) * 0.9}rem` }}>
        <button type="button" class="tree-toggle" aria-expanded={is_open} aria-label={`${is_open ? "Close" : "Open"} ${customer.name ?? id}`} onClick={() => props.on_toggle(id)}>
          <span aria-hidden="true">›</span>
        </button>
        <a href={props.href(id)} aria-current={props.chosen === id ? "true" : undefined} title={`${customer.name ?? ""} (${id})`}>{customer.name}</a>
      </div>
      {is_open && <Below {...props} id={id} depth={depth + 1} />}
    </li>
  );
}

function Below({ id, depth, ...props }: Props & { id: number; depth: number }) {
  // A change of the one that is shown may rename it, delete it or bring it back.
  const version = props.shown?.parent === id ? props.shown.version : "";
  const below = useQuery(`below ${id} ${version}`, (signal) =>
    get<CustomerPage>("/v1/customers", { below: id, recursive: false, order: "name", limit: BRANCH_MAX }, signal));
  const pad = { paddingInlineStart: `${Math.min(depth, 8) * 0.9 + 1.5}rem` };
  if (below.problem) return <p class="quiet small" style={pad}>{below.problem.title}</p>;
  if (!below.data) return <p class="quiet small" style={pad} aria-busy="true">…</p>;
  // The first hundred may not hold the one that is shown.
  const { items } = below.data;
  const missing = props.shown?.parent === id && !items.some((each) => each.id === props.shown?.id) ? props.shown : undefined;
  if (items.length === 0 && !missing) return <p class="quiet small" style={pad}>nothing below</p>;
  return (
    <ul>
      {missing && <Branch key={missing.id} customer={missing} {...props} depth={depth} />}
      {items.map((customer) => <Branch key={customer.id} customer={customer} {...props} depth={depth} />)}
      {below.data.next && <li class="tree-more small" style={pad}><a href={props.more(id)}>More…</a></li>}
    </ul>
  );
}

/** Reads and writes a set of ids as a parameter of the URL. */
export const to_ids = (text: string): Set<number> => new Set(text.split(",").map(Number).filter((id) => id > 0));
export const ids_text = (ids: Iterable<number>): string => [...ids].join(",");
export function toggled(ids: ReadonlySet<number>, id: number): Set<number> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
