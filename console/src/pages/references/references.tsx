// References of one kind: what fields of customers point at.
import { REFERENCE_KINDS, references } from "../../admin/kinds";
import { ThingList } from "../../admin/list";
import { label } from "../../api/fields";
import { Head } from "../../ui/head";
import { Empty } from "../../ui/states";
import { Tabs } from "../../ui/tabs";
import { to } from "../../url/route";
import type { PageProps } from "../pages";

export default function References({ params }: PageProps) {
  const chosen = params["kind"] ?? REFERENCE_KINDS[0]!.kind;
  const kind = references(chosen);
  if (!kind) return <Empty is_page title="There is no such kind of reference"><a href={to("references")}>See those that there are</a></Empty>;
  return (
    <div class="stack">
      <Head title="References" about="What fields of customers point at." />
      <Tabs label="Kinds of reference" open={chosen} tabs={REFERENCE_KINDS.map((each) => ({ key: each.kind, title: label(each.kind), href: to(`references/${each.kind}`) }))} />
      <ThingList key={chosen} kind={kind} title={label(chosen)} level="h2" columns={[
        { key: "description", title: "Description", cell: (row) => String(row["description"]) },
        { key: "owner", title: "Owner", cell: (row) => String(row["owner"]), is_number: true, is_extra: true },
      ]} />
    </div>
  );
}
