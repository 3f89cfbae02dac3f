#!/usr/bin/env python3
"""Three nodes on one database behave as one: nothing is lost or done twice, and every node keeps
the promises of the others."""

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
    """Requests with the same key, sent to different nodes at the same time, are executed once."""
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
    report.equal("a change is read at the other node at once", "seen",
                 two.send("GET", PATH, headers=nodes.SIGNED).json()["notes"])
    request = reply.headers["patchbay-request"]
    asked = two.send("GET", f"/v1/requests/{request}", headers=nodes.SIGNED)
    report.equal("and asked after by its request id", 200, asked.status, asked)
    report.case("which is of that change", str(reply.json()["version"]) in asked.text
                and request in asked.text, got=asked)
    report.equal("an id that nobody gave is not known", 404, two.send(
        "GET", f"/v1/requests/{other_than(request)}", headers=nodes.SIGNED).status)
    stale = two.send("PATCH", PATH, '{"notes":"stale"}',
                     {**nodes.SIGNED, "If-Match": '"1"'})
    report.equal("an old version is refused there", 412, stale.status, stale)


def other_than(request):
    """The request id with another last digit."""
    return request[:-1] + ("0" if request[-1] != "0" else "1")


def signed_by(name, secret):
    """Headers with these credentials."""
    return {"Authorization": basic(name, secret)}


def reads(node, signed):
    """The status of a read at a node, with these credentials."""
    return Http(node.port).send("GET", PATH, headers=signed).status


def tokens(report, nodes_):
    """A token of one node is valid at the others, until any of them revokes it."""
    for giver, ender in ((0, 1), (1, 2), (2, 0)):
        client = Flolive(nodes_[giver])
        client.sign_in()
        signed = {"Authorization": client.headers["Authorization"]}
        report.equal(f"a token of node {giver} is known everywhere", [200] * 3,
                     [reads(node, signed) for node in nodes_])
        ended = Http(nodes_[ender].port).send("DELETE", "/v1/tokens", headers=signed)
        report.case(f"it is ended at node {ender}", ended.status in (200, 204), got=ended)
        report.equal("and at once no node knows it", [401] * 3,
                     [reads(node, signed) for node in nodes_])


def refreshed(report, nodes_):
    """A refresh token is valid once, at whichever node."""
    given = Flolive(nodes_[0]).sign_in()
    asked = {key: given[key] for key in ("token", "refreshToken")}
    renewed = [Flolive(node).call("PUT", "/api/v2/auth/token", asked).status
               for node in (nodes_[1], nodes_[2], nodes_[0])]
    report.equal("a refresh token is taken once", [200, 401, 401], renewed)


def principal(report, node, name, **more):
    """Creates a reseller. Returns how to change it at any node."""
    made = Http(node.port).send("POST", "/v1/principals", json.dumps(
        {"name": name, "roles": ["reseller"], "home": 2, **more}), OWNER)
    report.case(f"{name} is made", made.status in (200, 201), got=made)

    def change(where, **what):
        reply = Http(where.port).send(
            "PATCH", f"/v1/principals/{made.json()['id']}", json.dumps(what),
            {**OWNER, "Content-Type": "application/merge-patch+json"})
        report.equal(f"{name}: {sorted(what)} is changed", 200, reply.status, reply)
        return reply.json()
    return change


def lock_outs(report, nodes_):
    """Wrong secrets are counted over all nodes and lock at all of them. Others can still sign in.
    """
    principal(report, nodes_[0], "guessed", password="a good one")
    right, wrong = (signed_by("guessed", word) for word in ("a good one", "wrong"))
    report.equal("it signs in everywhere", [200] * 3, [reads(node, right) for node in nodes_])
    for turn in range(4):
        reads(nodes_[turn % 2], wrong)
    report.equal("four wrong secrets at two nodes lock nothing", 200, reads(nodes_[2], right))
    # The correct secret has reset the count.
    for turn in range(5):
        reads(nodes_[turn % 2], wrong)
    report.equal("five at two nodes lock at all three", [401] * 3,
                 [reads(node, right) for node in nodes_])
    report.equal("others sign in", 200, reads(nodes_[1], signed_by("root", "password")))


def throttles(report):
    """Wrong names from one address are counted over all nodes and throttle it at all of them.
    Callers without a password check continue."""
    limits = ("--demo", "--access.source_failures", "6")
    with nodes.several(2, flags=limits) as (one, two):
        client = Flolive(one)
        client.sign_in()
        key = principal(report, one, "scripted")(one, new_key="for all")["new_key"]
        report.equal("a password is checked at one node", 200, reads(one, nodes.SIGNED))
        for turn in range(5):
            reads((one, two)[turn % 2], signed_by(f"nobody {turn}", "password"))
        report.equal("five wrong names at two nodes throttle nothing", 200,
                     reads(two, signed_by("root", "password")))
        reads(one, signed_by("nobody else", "password"))
        refused = Http(two.port).send("GET", PATH, headers=nodes.SIGNED)
        report.equal("six do, at the other node", 429, refused.status, refused)
        report.case("which says for how long",
                    0 < int(refused.headers.get("retry-after", "0")) <= 600, got=refused)
        report.equal("a password is remembered where it was checked", 200,
                     reads(one, nodes.SIGNED))
        report.equal("an API key is good at both", [200] * 2,
                     [reads(node, signed_by("scripted", key)) for node in (one, two)])
        report.equal("and so is a token", [200] * 2,
                     [reads(node, {"Authorization": client.headers["Authorization"]})
                      for node in (one, two)])


def passwords(report, nodes_):
    """A principal that is locked or has a new password is refused by the next request at any node,
    even if its password is in that node's cache."""
    change = principal(report, nodes_[0], "shared", password="a good one")
    old, new = signed_by("shared", "a good one"), signed_by("shared", "a better one")
    report.equal("it signs in everywhere", [200] * 3, [reads(node, old) for node in nodes_])
    change(nodes_[0], password="a better one")
    report.equal("its old password is refused at once", [401, 401],
                 [reads(node, old) for node in nodes_[1:]])
    report.equal("and its new one taken", [200] * 3, [reads(node, new) for node in nodes_])
    change(nodes_[1], locked=True)
    report.equal("it is locked everywhere at once", [401] * 3,
                 [reads(node, new) for node in nodes_])


def keys(report, nodes_):
    """An API key that is removed at one node is refused at the others at once."""
    change = principal(report, nodes_[0], "keyed")
    key = change(nodes_[0], new_key="for all")["new_key"]
    signed = signed_by("keyed", key)
    report.equal("a key of one node is good everywhere", [200] * 3,
                 [reads(node, signed) for node in nodes_])
    change(nodes_[1], remove_key="for all")
    report.equal("and taken away it is good nowhere", [401] * 3,
                 [reads(node, signed) for node in nodes_])


def all_of_it(report):
    """Everything with three nodes."""
    with nodes.several(3) as three:
        for test in (load, twins, promises, tokens, refreshed, passwords, keys, lock_outs):
            report.guard(test.__name__, test, report, three)
    report.guard("throttles", throttles, report)


def main():
    """A separate program."""
    report = harness.Report()
    all_of_it(report)
    report.end()


if __name__ == "__main__":
    main()
