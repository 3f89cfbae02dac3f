#!/usr/bin/env python3
"""Three nodes over one database are as one: nothing is lost, done twice or promised by one alone."""

import json
import threading

import near  # noqa: F401
import harness
import nodes
from dialects import Flolive
from harness import Http, basic

OWNER = {"Authorization": basic("root", "password"), "Content-Type": "application/json"}
PATH = "/v1/customers/123"


def load(report, nodes_):
    """Writers at all nodes on the same customers."""
    fates = nodes.write_all(nodes_, [101, 102, 123], 60, writers=3)
    tally = nodes.judge(report, "load", nodes_[2], [101, 102, 123], fates)
    report.equal("load: every change is done", len(fates), tally["done"])


def twins(report, nodes_):
    """Requests under one key, at the same moment at different nodes, are one."""
    for turn in range(20):
        replies = [None] * 6
        together = threading.Barrier(6)

        def ask(index):
            http = Http(nodes_[index % 3].port)
            together.wait(30)
            replies[index] = http.send(
                "POST", "/v1/customers",
                json.dumps({"name": f"twin {turn}", "parent": 2, "plan": 1}),
                {**nodes.SIGNED, "Content-Type": "application/json",
                 "Idempotency-Key": f"twin {turn}"})

        threads = [threading.Thread(target=ask, args=(index,)) for index in range(6)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
        report.equal(f"twins {turn} have one answer", 1, len({each.body for each in replies}),
                     [each.text for each in replies])
        report.equal(f"twins {turn}: all but one are replayed", 5,
                     sum("idempotency-replayed" in each.headers for each in replies))


def promises(report, nodes_):
    """What one node promised, the next keeps."""
    one, two = Http(nodes_[0].port), Http(nodes_[1].port)
    reply = one.send("PATCH", PATH, '{"notes":"seen"}', nodes.SIGNED)
    request = reply.headers.get("patchbay-request") or reply.headers.get("x-request-id")
    report.equal("a change is read at the other node at once", "seen",
                 two.send("GET", PATH, headers=nodes.SIGNED).json()["notes"])
    if request:
        asked = two.send("GET", f"/v1/requests/{request}", headers=nodes.SIGNED)
        report.equal("and asked after by its request id", 200, asked.status, asked)
    stale = two.send("PATCH", PATH, '{"notes":"stale"}',
                     {**nodes.SIGNED, "If-Match": '"1"'})
    report.equal("an old version is refused there", 412, stale.status, stale)


def tokens(report, nodes_):
    """A token that one node gave is good at the other, until one of them ends it."""
    one = Flolive(nodes_[0])
    one.sign_in()
    other = Http(nodes_[1].port)
    signed = {"Authorization": one.headers["Authorization"]}
    path = "/api/v2/auth/token"
    report.case("a token of one node is known at the other",
                other.send("GET", PATH, headers=signed).status == 200)
    left = other.send("DELETE", path, headers=signed)
    if left.status < 300:
        report.equal("and where it is ended there, it is ended here", 401,
                     Http(nodes_[0].port).send("GET", PATH, headers=signed).status)


def lock_outs(report, nodes_):
    """Wrong secrets are counted over all nodes."""
    wrong = {"Authorization": basic("reseller2", "wrong")}
    right = {"Authorization": basic("root", "password")}
    for turn in range(6):
        Http(nodes_[turn % 3].port).send("GET", PATH, headers=wrong)
    counted = nodes.cluster().sql("SELECT max(failures) FROM attempts",
                                  database=nodes_[0].folder.name)
    report.case("failures at three nodes are counted together", int(counted) >= 5, got=counted)
    report.equal("others sign in", 200, Http(nodes_[1].port).send("GET", PATH, headers=right).status)


def passwords(report, nodes_):
    """A principal that is locked at one node is locked at the next request at the other."""
    made = Http(nodes_[0].port).send(
        "POST", "/v1/principals",
        json.dumps({"name": "shared", "roles": ["reseller"], "home": 2,
                    "password": "a good one"}), OWNER)
    report.case("a principal is made", made.status in (200, 201), got=made)
    signed = {"Authorization": basic("shared", "a good one")}
    two = Http(nodes_[1].port)
    report.equal("it signs in at the other node", 200, two.send("GET", PATH, headers=signed).status)
    number = made.json()["id"]
    locked = Http(nodes_[0].port).send("PATCH", f"/v1/principals/{number}", '{"locked":true}',
                                       {**OWNER, "Content-Type": "application/merge-patch+json"})
    report.equal("it is locked at the first", 200, locked.status, locked)
    report.equal("and refused at the other at once", 401,
                 two.send("GET", PATH, headers=signed).status)


def all_of_it(report):
    """Over three nodes."""
    with nodes.several(3) as three:
        for test in (load, twins, promises, tokens, passwords, lock_outs):
            report.guard(test.__name__, test, report, three)


def main():
    """A program of its own."""
    report = harness.Report()
    all_of_it(report)
    report.end()


if __name__ == "__main__":
    main()
