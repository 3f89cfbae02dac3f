// One principal: beside what it is, how it signs in.
import { principals } from "../../admin/kinds";
import { ThingPage } from "../../admin/thing";
import type { PageProps } from "../pages";
import { SigningIn } from "./signing-in";

export default function Principal({ params }: PageProps) {
  return <ThingPage kind={principals} id={params["id"]!} more={(thing, reload) => <SigningIn principal={thing} reload={reload} />} />;
}
