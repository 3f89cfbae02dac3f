// How each door reads one customer: the request of the console, and the same as a curl command.
import type { Options } from "../../api/client";
import type { Customer } from "../../api/types";

export interface DoorRead {
  door: string;
  method: string;
  path: string;
  options: Options;
  curl: string;
  /** What is to be put in the place of a word in capitals. */
  note: string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A door that is not listed here has no read of one customer. */
export function door_reads(customer: Customer, principal: string, origin: string): DoorRead[] {
  const { id, uuid, name } = customer;
  const plain = (door: string, path: string): DoorRead => ({
    door, method: "GET", path, options: {}, note: "curl asks for the password.",
    curl: `curl -s -u ${quoted(principal)} ${quoted(origin + path)}`,
  });
  const rehearsal = `<edit-customer version="1" api-id="1"><authentication><username>USERNAME</username><password>PASSWORD</password></authentication><customer>${xml(name ?? "")}</customer></edit-customer>`;
  return [
    plain("native", `/v1/customers/${id}`),
    {
      door: "flolive", method: "GET", path: `/api/v2/customer/${uuid}`, options: {},
      curl: `curl -s -H 'Authorization: Bearer TOKEN' ${quoted(`${origin}/api/v2/customer/${uuid}`)}`,
      note: "TOKEN is given by POST /api/v2/auth/token.",
    },
    plain("everlytic", `/api/2.0/customers/${id}`),
    {
      door: "enswitch", method: "GET", path: `/api/json/customers/get/?id=${id}`, options: {},
      curl: `curl -s ${quoted(`${origin}/api/json/customers/get/?auth_username=USERNAME;auth_password=PASSWORD;id=${id}`)}`,
      note: "USERNAME and PASSWORD are those of a principal.",
    },
    {
      door: "m2mportal", method: "POST", path: "/",
      options: {
        body: rehearsal.replace(/<authentication>.*<\/authentication>/, ""), content_type: "application/xml",
        headers: { "Patchbay-Rehearse": "true" },
      },
      curl: `curl -s -H 'Content-Type: application/xml' -H 'Patchbay-Rehearse: true' -d ${quoted(rehearsal)} ${quoted(`${origin}/`)}`,
      note: "This door reads nothing: shown is its reply to a change that changes nothing, rehearsed.",
    },
  ];
}
