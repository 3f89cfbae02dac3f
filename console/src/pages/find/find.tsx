// Find a customer by whatever one has; the tree beside it.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useQuery, useSettled } from "../../api/query";
import { may_write, me } from "../../api/session";
import { ids_text, to_ids, toggled, Tree } from "../../customers/tree";
import { useKeys } from "../../keys/keys";
import { Keys } from "../../keys/palette";
import { Icon } from "../../ui/icon";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { param, set_params, to } from "../../url/route";
import type { PageProps } from "../pages";
import { RequestFound } from "./request-found";
import { Hits } from "./hits";
import { count, search, type Where } from "./search";
import "./find.css";

// Long enough that keys of one stroke, as of a paste, are one search.
const SETTLE_MS = 10;

export default function Find(_: PageProps) {
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const text = param("q");
  const settled = useSettled(text.trim(), SETTLE_MS);
  const where: Where = {
    below: param("below") || undefined, recursive: param("only") === "children" ? false : undefined,
    status: param("status") || undefined, deleted: param("deleted") || undefined,
    order: param("order") || undefined, cursor: param("cursor") || undefined,
  };
  const key_of = (words: string) => JSON.stringify([words, where]);
  const found = useQuery(key_of(settled), (signal) => search(settled, where, signal));
  const is_whole_list = settled === "" && !where.cursor;
  const counted = useQuery(is_whole_list ? key_of("") : undefined, (signal) => count(where, signal));
  const total = is_whole_list && counted.data_key === found.data_key ? counted.data : undefined;
  const is_current = found.data_key === key_of(text.trim());
  const open = to_ids(param("open") || String(me.value?.home ?? ""));
  const below = Number(param("below")) || undefined;

  // Where there is a keyboard, one types at once; on a telephone it would cover the list.
  useLayoutEffect(() => { if (matchMedia("(hover: hover)").matches) box.current?.focus(); }, []);
  const focus_box = () => { box.current?.focus(); box.current?.select(); };
  useKeys([
    { keys: "/", does: "Type what to find", is_hidden: true, run: focus_box },
    { keys: "ArrowDown", does: "Next customer", run: () => move(1) },
    { keys: "ArrowUp", does: "Previous customer", run: () => move(-1) },
    { keys: "j", does: "Next customer", is_hidden: true, run: () => move(1) },
    { keys: "k", does: "Previous customer", is_hidden: true, run: () => move(-1) },
  ], []);

  const links = () => [...(list.current?.querySelectorAll<HTMLElement>("a.hit") ?? [])];
  const move = (by: number) => {
    const all = links();
    const next = all.indexOf(document.activeElement as HTMLElement) + by;
    if (next < 0) focus_box();
    else all[Math.min(next, all.length - 1)]?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "Enter") (is_current ? links()[0] : undefined)?.click();
    else if (event.key === "Escape" && text) change({ q: undefined });
    else return;
    event.preventDefault();
  };
  // Every change of the filters begins at the first page.
  const change = (params: Record<string, string | undefined>) => set_params({ ...params, cursor: undefined });

  const data = found.data;
  const is_late = data !== undefined && (found.is_loading || !is_current);
  // What a key does not change is not made anew with each key.
  const hits = useMemo(() => data !== undefined && data.hits.length > 0 && <Hits list={list} hits={data.hits} />, [data?.hits]);
  const tree = useMemo(() => (
    <Tree open={open} chosen={below} on_toggle={(id) => set_params({ open: ids_text(toggled(open, id)) })}
      href={(id) => to("", { ...Object.fromEntries(new URLSearchParams(location.search)), below: below === id ? undefined : id, cursor: undefined })}
      more={(id) => to("", { below: id, only: "children", order: "name" })} />
  ), [ids_text(open), key_of(settled)]);
  return (
    <div class="find">
      <h1 class="only-read">Find</h1>
      <div class="find-main">
        <div class="find-head">
          <search class="find-box">
            <Icon name="find" />
            <input ref={box} type="search" class="input" aria-label="Find a customer" value={text} data-shown={found.data && is_current ? text.trim() : undefined} onKeyDown={press}
              placeholder="Name, telephone, e-mail, id, account, request id…" autocomplete="off" spellcheck={false} maxLength={255}
              onInput={(event) => change({ q: event.currentTarget.value })} />
            <span class="find-key" aria-hidden="true"><Keys keys="/" /></span>
          </search>
          {may_write.value && <a class="button" href={to("customers/new", { parent: below })} aria-label="New customer"><Icon name="add" /><span class="wide-only">New customer</span></a>}
        </div>
        <div class="filters">
          <label>Status <select value={param("status")} onChange={(event) => change({ status: event.currentTarget.value })}>
            <option value="">any</option><option>active</option><option>suspended</option><option>off</option>
          </select></label>
          <label>Show <select value={param("deleted")} onChange={(event) => change({ deleted: event.currentTarget.value })}>
            <option value="">live</option><option value="true">deleted</option><option value="all">all</option>
          </select></label>
          <label>Order <select value={param("order")} onChange={(event) => change({ order: event.currentTarget.value })}>
            <option value="">id</option><option value="name">name</option><option value="account">account</option>
          </select></label>
          {below !== undefined && (
            <span class="row">
              <label>Below {below} <select value={param("only")} onChange={(event) => change({ only: event.currentTarget.value })}>
                <option value="">at any depth</option><option value="children">directly</option>
              </select></label>
              <button type="button" class="text-button quiet" onClick={() => change({ below: undefined, only: undefined })}>everywhere</button>
            </span>
          )}
          <span class="find-count quiet" role="status">{data && !(is_whole_list && counted.is_loading) && count_text(data.hits.length, total, data.next !== undefined)}</span>
        </div>
        {found.problem ? <ErrorBox problem={found.problem} again={found.reload} />
          : !data ? <Waiting lines={8} />
          : (
            <div class={is_late ? "late" : ""} aria-busy={is_late}>
              {data.request && <RequestFound found={data.request} again={found.reload} />}
              {data.is_former_left_out && <p class="find-note quiet">Many customers once had something that begins like this. Type more of it to find them too.</p>}
              {hits}
              {data.hits.length === 0 && !data.request && (
                <Empty title={text ? `Nothing found for “${text}”` : "No customers here"}>
                  {text
                    ? <>Try a part of the name, the last four digits of a number (fewer are the end of too many), the beginning of a former name, or {param("deleted") ? "another spelling" : <button type="button" class="text-button" onClick={() => change({ deleted: "all" })}><u>look among the deleted too</u></button>}.</>
                    : may_write.value ? <a href={to("customers/new", { parent: below })}>Make the first one</a> : "Choose another branch of the tree, or other filters."}
                </Empty>
              )}
              <div class="pages row apart">
                {where.cursor ? <button type="button" class="button" onClick={() => set_params({ cursor: undefined }, true)}>First page</button> : <span />}
                {data.next && <button type="button" class="button" onClick={() => { set_params({ cursor: data.next }, true); scrollTo(0, 0); }}>Next page</button>}
              </div>
            </div>
          )}
      </div>
      <details class="tree-panel" open={innerWidth > 1000}>
        <summary>Tree</summary>
        {tree}
      </details>
    </div>
  );
}

function count_text(shown: number, total: number | undefined, has_more: boolean): string {
  if (total !== undefined) return `${total.toLocaleString()} ${total === 1 ? "customer" : "customers"}`;
  return `${shown}${has_more ? " and more" : ""} found`;
}

