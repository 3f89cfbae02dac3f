#!/usr/bin/env python3
"""Records whose bytes were changed in the database: named in the log and by verify, reported as
damaged at every door, and no obstacle for other records."""

import json

from dialects import Enswitch, Flolive
from dialects_xml import Everlytic, M2mportal
from door_list import each_door
from harness import Native, Report
from lasting import Lasting
from operator_near import in_scratch, patchbay, tamper

EVENT = "a record is damaged"


def of_event(server):
    """The log lines about damage."""
    return [line for line in map(json.loads, server.log().splitlines()) if line.get("event") == EVENT]


def natively(report, server, native):
    """Every way to read the damage through the native door."""
    for name, method, target, body in (
            ("a read", "GET", "/customers/102", None), ("a list", "GET", "/customers?below=2", None),
            ("history", "GET", "/customers/103/history", None), ("a change", "PATCH", "/customers/102", {"notes": "x"}),
            ("a rehearsal", "PATCH", "/customers/102?dry_run=true", {"notes": "x"})):
        before = len(of_event(server))
        reply = native.call(method, target, body, "application/merge-patch+json")
        report.equal(f"{name} is refused for good", 500, reply.status)
        said = reply.json()
        report.case(f"{name} says why", said["type"] == "urn:patchbay:problem:damaged" and "damaged" in said["detail"]
                    and "log" in said["detail"] and "again" not in reply.text and "retry-after" not in reply.headers,
                    got=reply)
        lines = of_event(server)[before:]
        who = "customer 103: version 1 of its history" if name == "history" else "customer 102: its values"
        report.case(f"{name} is logged", len(lines) == 1 and lines[0]["level"] == "error"
                    and lines[0]["what"].startswith(who + " cannot be read: ")
                    and lines[0]["request"] == reply.headers["x-request-id"], got=lines)
    for query in ("?dry_run=true", ""):
        lines = "".join(json.dumps({"id": each, "patch": {"notes": "bulk"}}) + "\n" for each in (101, 102))
        reply = native.http.send("POST", "/v1/bulk" + query, lines,
                                 {**native.headers, "Content-Type": "application/x-ndjson"})
        told = [json.loads(line) for line in reply.text.splitlines()][:2]
        report.case(f"of many{query} one is refused", [each["outcome"] for each in told] == ["changed", "refused"]
                    and told[1]["problem"]["status"] == 500, got=reply)


def said_by(server):
    """door: whether its call about the damaged customer 102 is refused as damaged."""
    def flolive():
        client = Flolive(server)
        client.sign_in()
        reply = client.http.send("GET", "/api/v2/customer/00000000-0000-4000-8000-000000000102", None, client.headers)
        return reply.status == 500 and "damaged" in reply.text

    def enswitch():
        answer = Enswitch(server).act("customers/get", {"id": 102})
        return answer.code == "500" and "damaged" in answer.words

    def refuses(answer):
        return not answer.accepted and "damaged" in repr(answer)

    return {"m2mportal": lambda: refuses(M2mportal(server).edit("Volvo Trial", "<notes>x</notes>")),
            "flolive": flolive,
            "everlytic": lambda: refuses(Everlytic(server).update({"id": 102}, {"description": "x"})),
            "enswitch": enswitch}


@in_scratch
def damaged(report, folder):
    """One customer cannot be read, and one entry of another customer."""
    with Lasting(folder) as server:
        Native(server).patch(103, {"notes": "second"})
    tamper(folder / "data", """UPDATE customers SET doc = replace(doc, '{"', '{') WHERE id IN (102, 123);
           UPDATE entries SET differences = 'x' WHERE customer = 103 AND version = 1""")
    with Lasting(folder) as server:
        native = Native(server)
        natively(report, server, native)
        for door, is_damage in each_door(said_by(server), without=("native",)).items():
            report.case(door, is_damage())
        report.equal("others are served", 200, native.call("GET", "/customers/101").status)
        report.equal("the server is ready", 200, native.http.send("GET", "/readyz").status)
    said = patchbay("verify", "--data", folder / "data")
    report.equal("verify finds it", 1, said.returncode)
    for who in ("customer 102: its values", "customer 103: version 1 of its history", "customer 123: its values"):
        report.case(f"verify names {who}", f"not whole: {who} cannot be read: " in said.stderr, got=said)


if __name__ == "__main__":
    told = Report()
    told.guard("damaged", damaged, told)
    told.end()
