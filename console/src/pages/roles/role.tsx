// One role.
import { roles } from "../../admin/kinds";
import { ThingPage } from "../../admin/thing";
import type { PageProps } from "../pages";

export default function Role({ params }: PageProps) {
  return <ThingPage kind={roles} id={params["id"]!} />;
}
