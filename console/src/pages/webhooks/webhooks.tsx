// The addresses that are told of changes, with how delivery to each stands.
import { webhooks, type Thing } from "../../admin/kinds";
import { ThingList } from "../../admin/list";
import type { Webhook } from "../../api/types";
import type { PageProps } from "../pages";
import { Behind, Failed, State } from "./state";
import "./webhooks.css";

const LIVE_MS = 5000;

const of = (row: Thing) => row as unknown as Webhook;

export default function Webhooks(_: PageProps) {
  return (
    <ThingList kind={webhooks} title="Webhooks" about="Addresses that get a signed event for each change." live_ms={LIVE_MS} columns={[
      { key: "state", title: "State", cell: (row) => <State webhook={of(row)} /> },
      { key: "behind", title: "Oldest that waits", cell: (row) => <Behind webhook={of(row)} /> },
      { key: "failed", title: "Failed", cell: (row) => <Failed webhook={of(row)} /> },
      { key: "url", title: "Address", cell: (row) => <span class="mono hook-url" title={of(row).url}>{of(row).url}</span>, is_extra: true },
      { key: "below", title: "Below", cell: (row) => String(of(row).below), is_number: true, is_extra: true },
    ]} />
  );
}
