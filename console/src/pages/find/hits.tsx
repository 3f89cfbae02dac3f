// The customers that were found, a link each, in columns where there is room for them.
import type { RefObject } from "preact";
import type { Address, Contact, Customer } from "../../api/types";
import { Time } from "../../ui/time";
import { Status } from "../../ui/value";
import { to } from "../../url/route";
import type { Hit } from "./search";

const primary = <T extends { primary?: boolean }>(all: Record<string, T> | undefined): T | undefined =>
  Object.values(all ?? {}).find((each) => each.primary) ?? Object.values(all ?? {})[0];

function place(customer: Customer): string {
  const address = primary(customer.addresses as Record<string, Address> | undefined);
  return [address?.city, address?.country].filter(Boolean).join(", ");
}

function person(customer: Customer): string {
  const contact = primary(customer.contacts as Record<string, Contact> | undefined);
  return [[contact?.first_name, contact?.last_name].filter(Boolean).join(" "), contact?.telephone ?? contact?.mobile ?? contact?.email].filter(Boolean).join(" · ");
}

export function Hits({ hits, list }: { hits: Hit[]; list: RefObject<HTMLOListElement | null> }) {
  return (
    <div class="hits">
      <p class="hit-titles" aria-hidden="true"><span>Name</span><span>Place</span><span>Contact</span><span>Account</span><span>Id</span></p>
      <ol ref={list}>
        {hits.map(({ customer, why, former }) => (
          <li key={customer.id}>
            <a class="hit" href={to(`customers/${customer.id}`)}>
              <span class="hit-name">
                <strong>{customer.name}</strong>
                {(customer.deleted || customer.status !== "active") && <Status status={customer.deleted ? "deleted" : (customer.status ?? "")} />}
                {why.map((each) => <span key={each} class="badge action">{each}</span>)}
                {former.map((each) => <span key={each.path} class="badge past hit-former">was {each.value} until <Time at={each.time} as="date" /></span>)}
              </span>
              <span class="hit-about">{place(customer)}</span>
              <span class="hit-about">{person(customer)}</span>
              <span class="hit-about hit-account">{customer.account ?? customer.external_id}</span>
              <span class="hit-id">{customer.id}</span>
            </a>
          </li>
        ))}
      </ol>
    </div>
  );
}
