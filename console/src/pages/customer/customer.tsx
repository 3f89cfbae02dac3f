// One customer.
import { get } from "../../api/client";
import { useQuery } from "../../api/query";
import type { Customer } from "../../api/types";
import { ErrorBox, Waiting } from "../../ui/states";
import type { PageProps } from "../pages";

export default function CustomerPage({ params }: PageProps) {
  const id = params["id"]!;
  const read = useQuery(`customer ${id}`, (signal) => get<Customer>(`/v1/customers/${id}`, {}, signal));
  if (read.problem) return <ErrorBox problem={read.problem} again={read.reload} />;
  if (!read.data) return <Waiting lines={8} />;
  return <h1>{read.data.name}</h1>;
}
