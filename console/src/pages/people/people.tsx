// A day of one principal: what it changed, customer by customer, and taking back a part of it.
import { get } from "../../api/client";
import { useQuery } from "../../api/query";
import { may_write, me } from "../../api/session";
import type { Changes as Feed, FeedEntry, PrincipalPage } from "../../api/types";
import { Changes } from "../../customers/changes";
import { useName } from "../../customers/names";
import { undo_request } from "../../customers/undo";
import { Button } from "../../ui/button";
import { Head } from "../../ui/head";
import { Icon } from "../../ui/icon";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { day_key, Time } from "../../ui/time";
import { param, set_params, to } from "../../url/route";
import type { PageProps } from "../pages";
import "./people.css";

const LIMIT = 200;
const PRINCIPALS_MAX = 500;
const MINUTES = 24 * 60;
const HOURS = [0, 6, 12, 18];

const day_of = (text: string): Date => new Date(`${text}T00:00`);
const beside = (day: string, by: number): string => {
  const date = day_of(day);
  date.setDate(date.getDate() + by);
  return day_key(date.toISOString());
};
/** A time of the day as a moment; 24:00 is the beginning of the next day. */
const moment = (day: string, clock: string): string => (clock === "24:00" ? day_of(beside(day, 1)) : new Date(`${day}T${clock}`)).toISOString();

export default function People(_: PageProps) {
  const principal = param("principal") || (me.value?.name ?? "");
  const day = param("day") || day_key(new Date().toISOString());
  const [from, to_time] = [param("from", "00:00"), param("to", "24:00")];
  const cursor = param("after") || undefined;
  const is_good = !Number.isNaN(day_of(day).getTime());
  const range = is_good ? { from: moment(day, from), to: moment(day, to_time) } : { from: "", to: "" };
  const names = useQuery("principals", (signal) => get<PrincipalPage>("/v1/principals", { limit: PRINCIPALS_MAX }, signal));
  const read = useQuery(is_good && principal ? JSON.stringify([principal, range, cursor]) : undefined, (signal) =>
    get<Feed>("/v1/changes", { principal, ...range, limit: LIMIT, after: cursor }, signal));
  const change = (params: Record<string, string | undefined>) => set_params({ ...params, after: undefined });
  const items = read.data?.items ?? [];
  const customers = new Set(items.map((each) => each.customer)).size;
  return (
    <div class="stack">
      <Head title="People" about="What one principal changed in a day.">
        {may_write.value && items.length > 0 && (
          <Button onClick={() => { undo_request.value = { kind: "principal", principal, ...range, done: read.reload }; }}><Icon name="undo" />Take back what is shown…</Button>
        )}
      </Head>
      <div class="filters">
        <label>Principal
          <input type="text" class="input" list="people-names" value={principal} onChange={(event) => change({ principal: event.currentTarget.value.trim() })} />
          <datalist id="people-names">{names.data?.items.map((each) => <option key={each.id} value={each.name} />)}</datalist>
        </label>
        <label>Day <input type="date" value={day} onChange={(event) => change({ day: event.currentTarget.value })} /></label>
        <span class="row">
          <Button class="only-icon" aria-label="The day before" onClick={() => change({ day: beside(day, -1) })}><Icon name="before" /></Button>
          <Button class="only-icon" aria-label="The day after" onClick={() => change({ day: beside(day, 1) })}><Icon name="after" /></Button>
        </span>
        <label>From <input type="time" class="input" value={from} onChange={(event) => change({ from: event.currentTarget.value || undefined })} /></label>
        <label>To <input type="time" class="input" value={to_time === "24:00" ? "" : to_time} onChange={(event) => change({ to: event.currentTarget.value || undefined })} /></label>
        <Button look="quiet" onClick={() => change({ from: "00:00", to: "12:00" })}>Morning</Button>
        <Button look="quiet" onClick={() => change({ from: undefined, to: undefined })}>Whole day</Button>
      </div>
      {!is_good ? <Empty title="Choose a day" />
        : read.problem ? <ErrorBox problem={read.problem} again={read.reload} />
        : !read.data ? <Waiting lines={8} />
        : items.length === 0 && !read.data.more
          ? <Empty title={`${principal} changed nothing in this time`}>Choose another day or principal. Reading is not listed here.</Empty>
          : (
            <div class={read.is_loading ? "late stack" : "stack"} aria-busy={read.is_loading}>
              <p role="status" class="quiet small">{items.length}{read.data.more ? " and more" : ""} {items.length === 1 ? "change" : "changes"} of {customers} {customers === 1 ? "customer" : "customers"}</p>
              <DayLine items={items} day={day} />
              <ol class="day">{items.map((item) => <li key={item.position}><Item item={item} /></li>)}</ol>
              <div class="row apart">
                {cursor ? <Button onClick={() => set_params({ after: undefined }, true)}>From the beginning</Button> : <span />}
                {read.data.more && <Button onClick={() => set_params({ after: read.data?.next }, true)}>Later changes</Button>}
              </div>
            </div>
          )}
    </div>
  );
}

// Of a change; a customer that was made has dozens.
const SHOWN_MAX = 8;

/** When in the day: a mark for each change. */
function DayLine({ items, day }: { items: FeedEntry[]; day: string }) {
  const start = day_of(day).getTime();
  return (
    <div class="day-hours">
      <svg class="day-line" viewBox={`0 0 ${MINUTES} 24`} preserveAspectRatio="none" role="img" aria-label={`${items.length} changes over the day`}>
        {HOURS.map((hour) => <line key={hour} class="hour" x1={hour * 60} x2={hour * 60} y1={0} y2={24} />)}
        {items.map((item) => {
          const at = (new Date(item.time).getTime() - start) / 60_000;
          return <line key={item.position} x1={at} x2={at} y1={3} y2={21} />;
        })}
      </svg>
      <p class="hours" aria-hidden="true">{HOURS.map((hour) => <span key={hour}>{String(hour).padStart(2, "0")}:00</span>)}<span>24:00</span></p>
    </div>
  );
}

function Item({ item }: { item: FeedEntry }) {
  const name = useName("customer", item.customer);
  const history = to(`customers/${item.customer}`, { tab: "history", request: item.request });
  const hidden = item.changes.length - SHOWN_MAX;
  return (
    <article class="day-item" aria-label={`Change of customer ${item.customer}`}>
      <p class="row">
        <span class="quiet"><Time at={item.time} as="clock" /></span>
        <a class="day-customer" href={history}>{name ?? "Customer"} <span class="quiet">{item.customer}</span></a>
        <span class="badge">{item.door}</span><span class="quiet small">{item.action}, version {item.version}</span>
      </p>
      {item.reason && <p class="entry-reason">{item.reason}</p>}
      <Changes changes={item.changes.slice(0, SHOWN_MAX)} />
      {hidden > 0 && <p class="small"><a class="quiet" href={history}>and {hidden} more {hidden === 1 ? "field" : "fields"}</a></p>}
    </article>
  );
}
