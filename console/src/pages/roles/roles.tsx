// What principals may do, by name.
import { roles } from "../../admin/kinds";
import { ThingList } from "../../admin/list";
import type { PageProps } from "../pages";

export default function Roles(_: PageProps) {
  return (
    <ThingList kind={roles} title="Roles" columns={[
      { key: "privileges", title: "Privileges", cell: (row) => (row["privileges"] as string[]).join(", ") },
      { key: "description", title: "Description", cell: (row) => String(row["description"]), is_extra: true },
      { key: "owner", title: "Owner", cell: (row) => String(row["owner"]), is_number: true, is_extra: true },
    ]} />
  );
}
