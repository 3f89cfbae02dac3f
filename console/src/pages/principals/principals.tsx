// Who can sign in.
import { principals, type Thing } from "../../admin/kinds";
import { ThingList } from "../../admin/list";
import { to } from "../../url/route";
import type { PageProps } from "../pages";

type Lockouts = { until: string }[] | undefined;

export function state_of(principal: Thing): string {
  if (principal["locked"]) return "locked";
  if ((principal["lockouts"] as Lockouts)?.length) return "locked out";
  if (!principal["has_password"] && !(principal["keys"] as string[]).length) return "cannot sign in";
  return "active";
}

const LOOK: Record<string, string> = { active: "good", locked: "danger", "locked out": "caution", "cannot sign in": "caution" };

export const State = ({ principal }: { principal: Thing }) => <span class={`badge ${LOOK[state_of(principal)]}`}>{state_of(principal)}</span>;

export default function Principals(_: PageProps) {
  return (
    <ThingList kind={principals} title="Principals" columns={[
      { key: "roles", title: "Roles", cell: (row) => (row["roles"] as string[]).join(", ") },
      { key: "state", title: "State", cell: (row) => <State principal={row} /> },
      { key: "home", title: "Home", cell: (row) => <a href={to(`customers/${String(row["home"])}`)}>{String(row["home"])}</a>, is_extra: true },
      { key: "keys", title: "Keys", cell: (row) => (row["keys"] as string[]).join(", "), is_extra: true },
      { key: "day", title: "Changes", cell: (row) => <a href={to("people", { principal: row.name })}>what it did</a>, is_extra: true },
    ]} />
  );
}
