// Rate plans: what customers have that say "as the plan says".
import { plans } from "../../admin/kinds";
import { ThingList } from "../../admin/list";
import type { PageProps } from "../pages";

export default function Plans(_: PageProps) {
  return (
    <ThingList kind={plans} title="Plans" columns={[
      { key: "description", title: "Description", cell: (row) => String(row["description"]) },
      { key: "locked", title: "Locked groups", cell: (row) => (row["locked"] as string[]).join(", "), is_extra: true },
      { key: "owner", title: "Owner", cell: (row) => String(row["owner"]), is_number: true, is_extra: true },
    ]} />
  );
}
