// Customers as a file: taken out, and taken in by a plan that is then applied and can be undone.
import { may_write } from "../../api/session";
import { Head } from "../../ui/head";
import { Tabs } from "../../ui/tabs";
import { param, to } from "../../url/route";
import type { PageProps } from "../pages";
import { ExportForm } from "./export";
import { ImportForm } from "./import";
import "./files.css";

export default function Files(_: PageProps) {
  const open = param("tab", "export") === "import" && may_write.value ? "import" : "export";
  const tabs = [{ key: "export", title: "Export", href: to("files") }, ...(may_write.value ? [{ key: "import", title: "Import", href: to("files", { tab: "import" }) }] : [])];
  return (
    <div class="stack">
      <Head title="Import and export" about="Customers as CSV or JSON Lines. An import is first a plan, and writes nothing." />
      <Tabs label="Import and export" open={open} tabs={tabs} />
      {open === "export" ? <ExportForm /> : <ImportForm />}
    </div>
  );
}
