// One rate plan.
import { plans } from "../../admin/kinds";
import { ThingPage } from "../../admin/thing";
import type { PageProps } from "../pages";

export default function Plan({ params }: PageProps) {
  return <ThingPage kind={plans} id={params["id"]!} />;
}
