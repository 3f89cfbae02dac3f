"""One update through each door as bytes to send: what it changes, and what its reply means."""

import dataclasses
import http.client
import json
import re
import xml.etree.ElementTree as tree

import near  # noqa: F401
from checker import ACKED, REFUSED, UNKNOWN
from door_list import each_door
from harness import Reply, basic

NAME, PASSWORD = "username", "password"
SIGNED = {"Authorization": basic(NAME, PASSWORD)}
JSON = {**SIGNED, "Content-Type": "application/json"}
XML = {"Content-Type": "text/xml"}
# The exceptions of a broken connection.
TROUBLE = (OSError, http.client.HTTPException)
# Words with which a door says that the outcome is unknown, and not that nothing was done.
NOT_KNOWN = ("not known", "may or may not")
# The doors that refuse with an HTTP status and a retry time. The others answer 200, as their
# documents say.
BY_STATUS = ("flolive", "everlytic", "native")
AT_ONCE_S = 2.0


@dataclasses.dataclass
class Shot:
    """A request that can be sent any number of times."""

    method: str
    target: str
    body: str
    headers: dict


class Link:
    """One kept connection that never sends anything twice."""

    def __init__(self, port, timeout_s=30):
        self.port, self.timeout_s = port, timeout_s
        self.connection = None

    def send(self, shot):
        """The reply. Raises OSError or HTTPException if there is none."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                         timeout=self.timeout_s)
        try:
            self.connection.request(shot.method, shot.target,
                                    shot.body.encode() if shot.body else None, shot.headers)
            answer = self.connection.getresponse()
            reply = Reply(answer.status, {key.lower(): value for key, value in answer.getheaders()},
                          answer.read())
        except TROUBLE:
            self.close()
            raise
        if answer.will_close:
            self.close()
        return reply

    def close(self):
        """Closes the connection. The next send opens another."""
        if self.connection:
            self.connection.close()
        self.connection = None


def m2mportal(customer, token, _):
    """edit-customer by name."""
    return Shot("POST", "/", f'<edit-customer version="1"><authentication><username>{NAME}</username>'
                f"<password>{PASSWORD}</password></authentication><customer>{customer['name']}"
                f"</customer><notes>n-{token}</notes><website>{token}.m2m.example</website>"
                "</edit-customer>", dict(XML))


def flolive(customer, token, bearer):
    """PATCH by uuid."""
    body = {"vatRegistrationNumber": f"f-{token}", "invoiceConfiguration": {"invoiceText": f"i-{token}"}}
    return Shot("PATCH", f"/api/v2/customer/{customer['uuid']}", json.dumps(body),
                {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"})


def everlytic(customer, token, _):
    """PUT by id."""
    return Shot("PUT", f"/api/2.0/customers/{customer['id']}",
                json.dumps({"website_url": f"{token}.ever.example", "unique_id": f"e-{token}"}), dict(JSON))


def xmlrpc(customer, token, _):
    """UpdateCustomer by id."""
    members = "".join(f"<member><name>{name}</name><value>{value}</value></member>" for name, value in
                      (("website_url", f"{token}.rpc.example"), ("unique_id", f"x-{token}")))
    return Shot("POST", "/api/2.0/xmlrpc/", "<methodCall><methodName>UpdateCustomer</methodName><params>"
                f"<param><value><int>{customer['id']}</int></value></param><param><value><struct>"
                f"{members}</struct></value></param></params></methodCall>", {**XML, **SIGNED})


def enswitch(customer, token, _):
    """customers/update by id, in the query."""
    return Shot("GET", f"/api/json/customers/update?auth_username={NAME};auth_password={PASSWORD};"
                f"id={customer['id']};description=d-{token};tax_number=t-{token}", "", {})


def native(customer, token, _):
    """A merge patch by id."""
    return Shot("PATCH", f"/v1/customers/{customer['id']}",
                json.dumps({"notes": f"v-{token}", "description": f"w-{token}"}), dict(JSON))


def bulk(customers, tokens):
    """One merge patch for each of several customers, in one request."""
    lines = [json.dumps({"id": customer["id"], "patch": {"notes": f"b-{token}", "fax": f"c-{token}"}})
             for customer, token in zip(customers, tokens)]
    return Shot("POST", "/v1/bulk", "\n".join(lines) + "\n",
                {**SIGNED, "Content-Type": "application/x-ndjson"})


def bulk_changes(token):
    """The values that an item of `bulk` leaves."""
    return {"notes": f"b-{token}", "fax": f"c-{token}"}


# door: (how a request is made, the values it leaves, the success reply, where the request id is)
DOORS = each_door({
    "m2mportal": (m2mportal, lambda t: {"notes": f"n-{t}", "website": f"{t}.m2m.example"},
                  lambda reply: "<api-outcome>success<" in reply.text, lambda reply: ""),
    "flolive": (flolive, lambda t: {"tax_number": f"f-{t}", "invoice_text": f"i-{t}"},
                lambda reply: reply.status == 202,
                lambda reply: reply.json()["content"][0]["requestId"]),
    "everlytic": (everlytic, lambda t: {"website": f"{t}.ever.example", "external_id": f"e-{t}"},
                  lambda reply: reply.status == 200, lambda reply: ""),
    "XML-RPC": (xmlrpc, lambda t: {"website": f"{t}.rpc.example", "external_id": f"x-{t}"},
                lambda reply: reply.status == 200 and "<fault>" not in reply.text, lambda reply: ""),
    "enswitch": (enswitch, lambda t: {"description": f"d-{t}", "tax_number": f"t-{t}"},
                 lambda reply: '"code":"20' in reply.text, lambda reply: ""),
    "native": (native, lambda t: {"notes": f"v-{t}", "description": f"w-{t}"},
               lambda reply: reply.status == 200,
               lambda reply: reply.headers.get("patchbay-request", "")),
})
PATHS = ("notes", "website", "tax_number", "invoice_text", "external_id", "description", "fax")


def fate_of(door, reply):
    """The meaning of a door's reply to an update."""
    if DOORS[door][2](reply):
        return ACKED
    return UNKNOWN if any(words in reply.text for words in NOT_KNOWN) else REFUSED


# door: how its reply says "service unavailable"
UNAVAILABLE = each_door({
    "m2mportal": lambda reply: tree.fromstring(reply.body).findtext("api-outcome") == "Service Unavailable",
    "flolive": lambda reply: (reply.status, reply.json()["errorCode"]) == (503, "GLOBAL_1001"),
    "everlytic": lambda reply: (reply.status, reply.json()["error"]["code"]) == (503, "10503"),
    "XML-RPC": lambda reply: "<int>10503</int>" in reply.text,
    "enswitch": lambda reply: reply.json()["responses"][0]["code"] == "503",
    "native": lambda reply: reply.status == 503,
})


def unavailable(door, reply):
    """Whether a refusal is this door's "service unavailable"."""
    return UNAVAILABLE[door](reply)


def wrong_refusal(door, reply, seconds):
    """What is wrong with a door's refusal of a change when the queue is full, as sentences."""
    out = []
    if fate_of(door, reply) != REFUSED or not unavailable(door, reply):
        out.append(f"{door}: it does not say that it is unavailable: {reply!r}")
    if (reply.status == 503) != (door in BY_STATUS):
        out.append(f"{door}: the status is {reply.status}")
    if door in BY_STATUS and not re.fullmatch("[1-9][0-9]*", reply.headers.get("retry-after", "")):
        out.append(f"{door}: it does not say when to come again")
    if seconds > AT_ONCE_S:
        out.append(f"{door}: it took {seconds:.1f} s to refuse")
    return out


def bulk_fates(reply, count):
    """(result, request id) of each item; unknown if the reply has no line for it."""
    out = [(UNKNOWN, "")] * count
    if reply.status != 200:
        return [(UNKNOWN if any(words in reply.text for words in NOT_KNOWN) else REFUSED, "")] * count
    for line in map(json.loads, reply.text.splitlines()):
        if "index" not in line:
            continue
        if line["outcome"] == "changed":
            out[line["index"]] = (ACKED, line["request"])
        elif "unknown" not in line["problem"]["type"]:
            out[line["index"]] = (REFUSED, "")
    return out
