#!/usr/bin/env python3
"""Headers that every door accepts: rehearse, only at a version, with a reason; and entity tags."""

import near  # noqa: F401
import harness
from door_list import each_door
from harness import Http, Native, basic, uuid_of

CUSTOMER = 103


class Doors:
    """One write of a new text at each door, with headers that the test chooses."""

    def __init__(self, server):
        self.http = Http(server.port)
        reply = self.http.send("POST", "/api/v2/auth/token", '{"username":"username","password":"password"}',
                               {"Content-Type": "application/json"})
        self.token = reply.json()["content"][0]["token"]

    def writes(self):
        """door: (function of text and headers -> Reply, function of Reply -> whether it says success)."""
        signed = basic("username", "password")
        json_headers = {"Content-Type": "application/json", "Authorization": signed}

        def m2mportal(text, headers):
            return self.http.send("POST", "/", '<edit-customer version="1"><authentication><username>username</username>'
                                  "<password>password</password></authentication><customer>Rosebank Media</customer>"
                                  f"<notes>{text}</notes></edit-customer>", {"Content-Type": "text/xml", **headers})

        def flolive(text, headers):
            return self.http.send("PATCH", f"/api/v2/customer/{uuid_of(CUSTOMER)}", f'{{"vatRegistrationNumber":"{text}"}}',
                                  {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}", **headers})

        def everlytic(text, headers):
            return self.http.send("PUT", f"/api/2.0/customers/{CUSTOMER}", f'{{"unique_id":"{text}"}}', {**json_headers, **headers})

        def xmlrpc(text, headers):
            return self.http.send("POST", "/api/2.0/xmlrpc/", "<methodCall><methodName>UpdateCustomer</methodName><params><param>"
                                  f"<value><int>{CUSTOMER}</int></value></param><param><value><struct><member><name>unique_id</name>"
                                  f"<value>{text}</value></member></struct></value></param></params></methodCall>",
                                  {"Content-Type": "text/xml", "Authorization": signed, **headers})

        def enswitch(text, headers):
            return self.http.send("GET", "/api/json/customers/update?auth_username=username;auth_password=password;"
                                  f"id={CUSTOMER};account={text}", None, headers)

        def native(text, headers):
            return self.http.send("PATCH", f"/v1/customers/{CUSTOMER}", f'{{"description":"{text}"}}', {**json_headers, **headers})

        return each_door({
            "m2mportal": (m2mportal, lambda reply: "success" in reply.text),
            "flolive": (flolive, lambda reply: reply.status == 202),
            "everlytic": (everlytic, lambda reply: reply.status == 200),
            "XML-RPC": (xmlrpc, lambda reply: reply.status == 200 and "fault" not in reply.text),
            "enswitch": (enswitch, lambda reply: '"code":"204"' in reply.text or '"code":"201"' in reply.text),
            "native": (native, lambda reply: reply.status == 200),
        })


TAGGED = ("flolive", "everlytic", "XML-RPC", "native")


def rehearsed(report, server):
    """Patchbay-Rehearse: the door's success, the reply header, and nothing written."""
    native = Native(server)
    for door, (write, good) in Doors(server).writes().items():
        before = native.mark(CUSTOMER)
        reply = write(f"rehearsed {door}".replace(" ", "-"), {"Patchbay-Rehearse": "true"})
        report.case(f"{door} rehearses", good(reply) and reply.headers.get("patchbay-rehearsed") == "true", got=reply)
        report.equal(f"{door}: a rehearsal writes nothing", before, native.mark(CUSTOMER))
        for headers in ({"Patchbay-Rehearse": "yes"}, {"Patchbay-Reherse": "true"}, {"Patchbay-Colour": "red"}):
            reply = write("x", headers)
            report.case(f"{door} refuses {headers}", not good(reply) and reply.status < 500, got=reply)
            report.equal(f"{door}: nothing was written", before, native.mark(CUSTOMER))
        reply = write(f"done-{door}", {"Patchbay-Rehearse": "false"})
        report.case(f"{door} acts without", good(reply) and "patchbay-rehearsed" not in reply.headers, got=reply)


def versions(report, server):
    """Patchbay-If-Version at every door, If-Match at those with entity tags."""
    native = Native(server)
    for door, (write, good) in Doors(server).writes().items():
        version = native.get(CUSTOMER)["version"]
        before = native.mark(CUSTOMER)
        reply = write(f"v-{door}", {"Patchbay-If-Version": str(version - 1)})
        report.case(f"{door} refuses an old version and says who moved it",
                    not good(reply) and "username" in reply.text and "changed" in reply.text, got=reply)
        report.equal(f"{door}: nothing was written", before, native.mark(CUSTOMER))
        reply = write(f"v-{door}", {"Patchbay-If-Version": str(version)})
        report.case(f"{door} takes the right version", good(reply), got=reply)
        if door not in TAGGED:
            continue
        reply = write(f"w-{door}", {"If-Match": f'"{version}"'})
        report.case(f"{door} heeds If-Match", not good(reply), got=reply)
        reply = write(f"w-{door}", {"If-Match": f'"{version + 1}"'})
        report.case(f"{door} takes the tag of now", good(reply), got=reply)


def rebased(report, server):
    """Prefer: handling=rebase applies a change on top where nothing overlaps."""
    native = Native(server)
    for door, (write, good) in Doors(server).writes().items():
        version = native.get(CUSTOMER)["version"]
        native.patch(CUSTOMER, {"website": f"{door.lower()}.example"})
        rebase = {"Patchbay-If-Version": str(version), "Prefer": "handling=rebase"}
        report.case(f"{door} rebases", good(write(f"r-{door}", rebase)))
        reply = write(f"s-{door}", rebase)
        report.case(f"{door} refuses to rebase over the same field", not good(reply) and "changed by username" in reply.text, got=reply)


def reasons(report, server):
    """Patchbay-Reason appears in history."""
    native = Native(server)
    for door, (write, good) in Doors(server).writes().items():
        report.case(f"{door} takes a reason", good(write(f"why-{door}", {"Patchbay-Reason": f"ticket 7 {door}"})))
        newest = native.call("GET", f"/customers/{CUSTOMER}/history?limit=1").json()["items"][0]
        report.equal(f"{door}: the reason is kept", f"ticket 7 {door}", newest["reason"])
        report.case(f"{door} refuses a long one", not good(write("x", {"Patchbay-Reason": "x" * 501})))


def tags(report, server):
    """Single-record reads carry an ETag."""
    doors = Doors(server)
    signed = {"Authorization": basic("username", "password")}
    version = Native(server).get(CUSTOMER)["version"]
    for target, headers in ((f"/v1/customers/{CUSTOMER}", signed), (f"/api/2.0/customers/{CUSTOMER}", signed),
                            (f"/api/v2/customer/{uuid_of(CUSTOMER)}", {"Authorization": f"Bearer {doors.token}"})):
        reply = doors.http.send("GET", target, None, headers)
        report.equal(f"{target} has an ETag", f'"{version}"', reply.headers.get("etag"))


def needed(report, _):
    """server.require_if_match: 428 without a version."""
    with harness.Server(config="[server]\nrequire_if_match = true\n") as server:
        for door, (write, good) in Doors(server).writes().items():
            reply = write(f"n-{door}", {})
            report.case(f"{door} without a version", good(reply) == (door not in TAGGED), got=reply)
            if door in ("native", "flolive", "everlytic"):
                report.equal(f"{door} answers 428", 428, reply.status)


TESTS = [rehearsed, versions, rebased, reasons, tags, needed]

if __name__ == "__main__":
    harness.main(TESTS)
