// One reference.
import { references } from "../../admin/kinds";
import { ThingPage } from "../../admin/thing";
import { Empty } from "../../ui/states";
import { to } from "../../url/route";
import type { PageProps } from "../pages";

export default function Reference({ params }: PageProps) {
  const kind = references(params["kind"]!);
  if (!kind) return <Empty is_page title="There is no such kind of reference"><a href={to("references")}>See those that there are</a></Empty>;
  return <ThingPage kind={kind} id={params["id"]!} />;
}
