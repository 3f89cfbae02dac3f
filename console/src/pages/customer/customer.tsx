// One customer: its record, as each door sees it, its history, and changes of it.
import { useEffect } from "preact/hooks";
import { call, get, type Reply } from "../../api/client";
import { useQuery } from "../../api/query";
import { may_write, me } from "../../api/session";
import type { Customer } from "../../api/types";
import { useAncestors } from "../../customers/ancestors";
import { ids_text, to_ids, toggled, Tree } from "../../customers/tree";
import { useKeys } from "../../keys/keys";
import { add_commands } from "../../keys/palette";
import { Button, Copy } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Menu } from "../../ui/menu";
import { ErrorBox, Waiting } from "../../ui/states";
import { Tabs } from "../../ui/tabs";
import { notify } from "../../ui/toast";
import { Status } from "../../ui/value";
import { go, param, set_params, to } from "../../url/route";
import type { PageProps } from "../pages";
import { Doors } from "./doors";
import { has_draft } from "./edit/draft";
import { Edit } from "./edit/edit";
import { HistoryTab } from "./history/history";
import { See } from "./see";
import { Summary } from "./summary";
import { take_back } from "./history/undo";
import "./customer.css";

export interface Shown {
  customer: Customer;
  /** Reads the newest version again. */
  reload: () => void;
  /** Shows what a change has answered. */
  put: (customer: Customer) => void;
}

const TABS = [
  { key: "record", title: "Record", press: "r" },
  { key: "edit", title: "Edit", press: "e" },
  { key: "history", title: "History", press: "h" },
  { key: "doors", title: "Doors", press: "d" },
];

export default function CustomerPage({ params }: PageProps) {
  const id = params["id"]!;
  const read = useQuery(`customer ${id}`, (signal) => get<Customer>(`/v1/customers/${id}`, {}, signal));
  if (read.data === undefined || String(read.data.id) !== id && read.data.uuid !== id) {
    if (read.problem) return <div class="stack"><ErrorBox is_page problem={read.problem} again={read.reload} /><p><a href={to("")}>Find another customer</a></p></div>;
    return <Waiting lines={10} />;
  }
  return <Page key={read.data.uuid} customer={read.data} reload={read.reload} put={read.put} />;
}

function Page({ customer, reload, put }: Shown) {
  const id = customer.id!;
  const above = useAncestors(customer);
  const tabs = TABS.filter((tab) => tab.key !== "edit" || may_write.value);
  const tab = tabs.find((each) => each.key === param("tab"))?.key ?? "record";
  const path = `customers/${id}`;
  const is_past = param("version") !== "" || param("at") !== "";

  // Whoever comes back to this page sees what others have done meanwhile.
  useEffect(() => {
    addEventListener("focus", reload);
    return () => removeEventListener("focus", reload);
  }, [id]);
  useEffect(() => {
    document.title = `${customer.name ?? id} – Patchbay`;
  }, [customer.name]);
  useKeys(tabs.map((each) => ({ keys: each.press, does: each.key === "doors" ? "As each door sees it" : each.title, run: () => go(to(path, { tab: each.key === "record" ? undefined : each.key })) })), [id, may_write.value]);
  useKeys(may_write.value ? [{ keys: "u", does: "Take back the newest change", run: () => take_back({ customer: id, version: customer.version!, done: reload }) }] : [], [id, customer.version, may_write.value]);
  useEffect(() => add_commands([
    ...tabs.map((each) => ({ name: `${each.key === "doors" ? "As each door sees it" : each.title}: ${customer.name ?? id}`, hint: each.press, run: () => go(to(path, { tab: each.key === "record" ? undefined : each.key })) })),
    ...(may_write.value ? [
      { name: `New customer below ${customer.name ?? id}`, run: () => go(to("customers/new", { parent: id })) },
      { name: "Take back the newest change", run: () => take_back({ customer: id, version: customer.version!, done: reload }) },
      customer.deleted ? { name: "Bring this customer back", run: bring_back } : { name: "Delete this customer", run: remove },
    ] : []),
  ]), [id, customer.version, may_write.value]);

  const done = (text: string, act?: { name: string; run: () => void }) => (reply: Reply<unknown>) => {
    if (reply.ok) notify(text, act);
    else notify(`${reply.problem.title}: ${reply.problem.detail}`);
    reload();
  };
  const bring_back = () => void call("PATCH", `/v1/customers/${id}`, { body: { deleted: false } }).then(done(`${customer.name} is back`));
  const remove = () => void call("DELETE", `/v1/customers/${id}`).then(done(`${customer.name} is deleted`, { name: "Bring back", run: bring_back }));

  const open = param("open") ? to_ids(param("open")) : new Set(above.map((each) => each.id!));
  return (
    <div class={tab === "doors" ? "customer wide" : "customer"}>
      <div class="customer-main">
        <header class="customer-head">
          {customer.id !== me.value?.home && (
            <nav class="crumbs" aria-label="Above this customer">
              {above.map((each) => <span key={each.id}><a href={to(`customers/${each.id}`)}>{each.name}</a> <Icon name="after" /></span>)}
            </nav>
          )}
          <div class="customer-title">
            <h1 class="row">{customer.name} <Status status={customer.deleted ? "deleted" : (customer.status ?? "")} /></h1>
            {may_write.value && (
              <div class="row">
                {tab !== "edit" && <a class="button" href={to(path, { tab: "edit" })} aria-label="Edit this customer"><Icon name="edit" /><span class="wide-only">Edit</span></a>}
                <Menu label={<Icon name="more" />} name="More">
                  <a href={to("customers/new", { parent: id })}>New customer below</a>
                  <button type="button" onClick={() => take_back({ customer: id, version: customer.version!, done: reload })}>Take back the newest change…</button>
                  <hr />
                  {customer.deleted
                    ? <button type="button" onClick={bring_back}>Bring back</button>
                    : <button type="button" class="danger-text" onClick={remove}>Delete</button>}
                </Menu>
              </div>
            )}
          </div>
          <p class="customer-ids quiet small">
            <Copy text={String(id)} what="the id"><span>{id}</span></Copy>
            <Copy text={customer.uuid!} what="the UUID"><span class="mono">{customer.uuid}</span></Copy>
            {customer.external_id && <Copy text={customer.external_id} what="the external id"><span>{customer.external_id}</span></Copy>}
            {customer.account && <Copy text={customer.account} what="the account"><span>account {customer.account}</span></Copy>}
            <span>version {customer.version}</span>
          </p>
          <Summary customer={customer} />
        </header>
        {customer.deleted && (
          <div class="banner">
            <span>This customer is deleted. Nothing is lost: it can be brought back.</span>
            {may_write.value && <Button onClick={bring_back}>Bring back</Button>}
          </div>
        )}
        <Tabs label="Views of this customer" open={tab} tabs={tabs.map((each) => ({ key: each.key, title: each.key === "edit" && has_draft(customer.uuid!) ? "Edit (draft)" : each.title, href: to(path, { tab: each.key === "record" ? undefined : each.key, ...(is_past && each.key === "record" ? { version: param("version"), at: param("at") } : {}) }) }))} />
        {tab === "record" && <See customer={customer} reload={reload} put={put} />}
        {tab === "edit" && <Edit customer={customer} reload={reload} put={put} />}
        {tab === "history" && <HistoryTab customer={customer} reload={reload} put={put} />}
        {tab === "doors" && <Doors customer={customer} reload={reload} put={put} />}
      </div>
      <details class="tree-panel" open={innerWidth > 1200 && tab !== "doors"}>
        <summary>Tree</summary>
        <Tree open={open} chosen={id} shown={customer} on_toggle={(each) => set_params({ open: ids_text(toggled(open, each)) })}
          href={(each) => to(`customers/${each}`, { tab: tab === "edit" ? undefined : param("tab"), open: ids_text(open) })}
          more={(each) => to("", { below: each, only: "children", order: "name" })} />
      </details>
    </div>
  );
}
