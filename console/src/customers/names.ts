// The names of what ids point at: plans, references, customers.
import { useEffect, useState } from "preact/hooks";
import { get } from "../api/client";
import type { Field } from "../api/fields";

const known = new Map<string, Promise<string | undefined>>();

const address_of = (kind: string, id: number): string =>
  kind === "customer" ? `/v1/customers/${id}` : kind === "plan" ? `/v1/plans/${id}` : `/v1/references/${kind}/${id}`;

function read_name(kind: string, id: number): Promise<string | undefined> {
  const key = `${kind} ${id}`;
  let name = known.get(key);
  if (!name) {
    name = get<{ name: string }>(address_of(kind, id)).then((reply) => {
      if (!reply.ok) known.delete(key);
      return reply.ok ? reply.value.name : undefined;
    });
    known.set(key, name);
  }
  return name;
}

/** The kind of thing that a field's value is the id of. */
export const kind_of = (field: Field | undefined): string | undefined =>
  field?.type === "customer" ? "customer" : field?.type === "reference" ? field.reference : undefined;

/** The name of what `id` points at, once it is known. */
export function useName(kind: string | undefined, id: unknown): string | undefined {
  const [name, set_name] = useState<string>();
  const number = Number(id);
  useEffect(() => {
    let is_gone = false;
    set_name(undefined);
    if (kind && Number.isInteger(number) && number > 0)
      void read_name(kind, number).then((found) => { if (!is_gone) set_name(found); });
    return () => { is_gone = true; };
  }, [kind, number]);
  return name;
}
