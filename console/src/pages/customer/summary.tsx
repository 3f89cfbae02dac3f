// What a support desk asks first of a customer, at one look above every view of it.
import type { ComponentChildren } from "preact";
import { get } from "../../api/client";
import { label } from "../../api/fields";
import { useQuery } from "../../api/query";
import type { Contact, Customer, History } from "../../api/types";
import { useName } from "../../customers/names";
import { members } from "../../customers/record";
import { Time } from "../../ui/time";
import { to } from "../../url/route";

export function Summary({ customer }: { customer: Customer }) {
  const id = customer.id!;
  const plan = useName("plan", customer.plan);
  const newest = useQuery(`newest ${id} ${customer.version}`, (signal) => get<History>(`/v1/customers/${id}/history`, { limit: 1 }, signal)).data?.items[0];
  const contacts = members(customer, "contacts").map((member) => member.values as Contact);
  const contact = contacts.find((each) => each.primary) ?? contacts[0];
  const name = [contact?.first_name, contact?.last_name].filter(Boolean).join(" ");
  const reach = contact?.telephone ?? contact?.mobile ?? contact?.email;
  const money = (value: string | undefined): string => `${value ?? "0.00"} ${customer.currency ?? ""}`;
  const rows: [string, ComponentChildren][] = [
    ["Type", customer.type && label(customer.type)],
    ["Plan", customer.plan !== undefined && <a href={to(`plans/${customer.plan}`)}>{plan ?? `plan ${customer.plan}`}</a>],
    ["Balance", customer.balance !== undefined && money(customer.balance)],
    ["Contact", (name || reach) && <>{name} {reach && <a href={reach.includes("@") ? `mailto:${reach}` : `tel:${reach.replace(/[^+\d]/g, "")}`}>{reach}</a>}</>],
    ["Last change", newest ? <a href={to(`customers/${id}`, { tab: "history" })}><Time at={newest.time} as="ago" /> by {newest.principal}</a> : "\u00a0"],
  ];
  return (
    <dl class="facts summary">
      {rows.filter(([, value]) => value).map(([title, value]) => <div key={title}><dt>{title}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}
