#!/usr/bin/env python3
"""The feed of changes over a real socket: order, paging, polling, reach, secrets, and refusals."""

import base64
import threading
import urllib.parse

import near  # noqa: F401
import harness
from harness import Http, Native, basic, uuid_of

CANARY = "4111111111111111"


def page(native, **query):
    """One page, which must succeed."""
    reply = native.call("GET", "/changes?" + urllib.parse.urlencode(query))
    if reply.status != 200:
        raise RuntimeError(f"GET /v1/changes {query}: {reply!r}")
    return reply.json()


def follow(native, **query):
    """The items of all pages from a position on, and the last position."""
    out, more = [], True
    while more:
        found = page(native, **query)
        out += found["items"]
        query["after"], more = found["next"], found["more"]
    return out, query["after"]


def keys(items):
    """The customer and version of each item."""
    return [(item["customer"], item["version"]) for item in items]


def what(items):
    """Items without their positions, which are sealed differently each time."""
    return [{key: value for key, value in item.items() if key != "position"} for item in items]


def now(native):
    """The current position."""
    return page(native, after="now")["next"]


def f01_order_and_pages(report, server):
    """Every change once in the order of commits, with every page size. Each item equals the one in
    history."""
    native = Native(server)
    begin = now(native)
    expected = [101, 124, 101, 901, 102]
    for turn, number in enumerate(expected):
        native.patch(number, {"notes": f"change {turn}"})
    whole, end = follow(native, after=begin)
    report.equal("in order", expected, [item["customer"] for item in whole])
    for limit in (1, 2, 4, 5, 6):
        found, after = follow(native, after=begin, limit=limit)
        report.equal(f"in pages of {limit}", what(whole), what(found))
        report.equal(f"and nothing after them, in pages of {limit}", ([], []),
                     (follow(native, after=end)[0], follow(native, after=after)[0]))
    for index, item in enumerate(whole):
        report.equal(f"from the middle, after {index}", what(whole[index + 1:]),
                     what(follow(native, after=item["position"])[0]))
        told = native.call("GET", f"/customers/{item['customer']}/history?limit=10").json()["items"]
        entry = {key: value for key, value in item.items()
                 if key not in ("position", "customer", "uuid")}
        report.case(f"{keys([item])} is told as history tells it", entry in told, expected=told,
                    got=entry)
        report.equal(f"{keys([item])} has its uuid", uuid_of(item["customer"]), item["uuid"])
    everything = follow(native, limit=3)[0]
    report.equal("the beginning is the first version of the first", (1, 1), keys(everything)[0])
    report.equal("nothing twice", len(everything), len(set(keys(everything))))
    report.equal("and these are its end", what(whole), what(everything[-5:]))


def f02_polling(report, server):
    """An empty page says where to continue, and what comes later is reported once."""
    native = Native(server)
    after = now(native)
    for _ in range(3):
        found = page(native, after=after)
        report.equal("nothing came", ([], False), (found["items"], found["more"]))
        report.equal("nor after that", [], page(native, after=found["next"])["items"])
    native.call("PATCH", "/customers/101?dry_run=true", {"notes": "rehearsed"})
    native.call("PATCH", "/customers/101", {"name": ""})
    report.equal("what was rehearsed or refused is told to nobody", [],
                 page(native, after=after)["items"])
    native.patch(101, {"notes": "polled"})
    found = page(native, after=after, limit=1)
    report.equal("it is told", ["polled"], [item["changes"][0]["after"] for item in found["items"]])
    report.equal("and it was the last", False, found["more"])
    report.equal("once", [], page(native, after=found["next"])["items"])


def f03_reach(report, server):
    """Nobody learns about customers out of reach. `below` and the filters return only what they
    name."""
    root = Native(server)
    begin = now(root)
    for number in (1, 2, 123, 124, 900, 901):
        root.patch(number, {"notes": "reach"})
    for name, within in (("root", [1, 2, 123, 124, 900, 901]), ("username", [2, 123, 124]),
                         ("reader", [2, 123, 124]), ("branch", [123, 124]),
                         ("outsider", [900, 901])):
        native = Native(server, name)
        items, _ = follow(native, after=begin, limit=2)
        report.equal(f"{name} is told of what it reaches", within,
                     [item["customer"] for item in items])
        for item in items:
            report.equal(f"{name} reads the history of {item['customer']} too", 200,
                         native.call("GET", f"/customers/{item['customer']}/history").status)
    own = Native(server, "username")
    for below, due in ((124, [124]), (uuid_of(123), [123, 124]), (2, [2, 123, 124])):
        report.equal(f"below {below}", due,
                     [item["customer"] for item in follow(own, after=begin, below=below)[0]])
    for below in (900, 901, 1, 999999, "nobody"):
        report.equal(f"below {below} is unknown", 404,
                     own.call("GET", f"/changes?below={below}").status)
    report.equal("through a door", [], follow(root, after=begin, door="flolive")[0])
    report.equal("by a principal", 6, len(follow(root, after=begin, principal="root",
                                                 door="native")[0]))
    moved = root.make("Moved", parent=900)
    begin = now(root)
    root.patch(moved["id"], {"parent": 123})
    report.equal("what moves into reach is told from there on", [(moved["id"], 2)],
                 keys(follow(own, after=begin)[0]))
    report.equal("and what moved out is not, as in history", [],
                 follow(Native(server, "outsider"), after=begin)[0])
    root.call("DELETE", f"/customers/{moved['id']}")
    report.equal("a deletion is told", "delete", follow(own, after=begin)[0][-1]["action"])


def f04_secrets(report, server):
    """A secret is a sealed marker, as in history."""
    native = Native(server)
    begin = now(native)
    native.patch(103, {"card_number": CANARY})
    reply = native.call("GET", f"/changes?after={begin}")
    report.case("a card never leaves", CANARY not in reply.text and reply.json()["items"], got=reply)
    after = {change["path"]: change["after"] for change in reply.json()["items"][0]["changes"]}
    report.equal("its marker does", {"sealed": "****1111"}, after.get("card_number"))


def f05_refused(report, server):
    """Invalid positions, positions of another store, and other invalid parameters."""
    native = Native(server)
    good = now(native)

    def status(query):
        return native.call("GET", f"/changes?{query}").status

    for bad in ("", "0", "1", "12345", "NOW", "feed", good + "A", good[:-4], "x" * 5000,
                "now&after=now"):
        report.equal(f"after={bad[:40]}", 422, status(f"after={bad}"))
    ahead = base64.urlsafe_b64encode(b"feed 4611686018427387904 12345678").decode().rstrip("=")
    report.equal("past the end", 422, status(f"after={ahead}"))
    for bad in ("limit=0", "limit=1001", "limit=x", "before=1", "cursor=x", "dry_run=true"):
        report.equal(bad, 422, status(bad))
    http = Http(server.port)
    report.equal("nobody", 401, http.send("GET", "/v1/changes").status)
    wrong = {"Authorization": basic("root", "not it")}
    report.equal("a wrong password", 401, http.send("GET", "/v1/changes", None, wrong).status)
    report.equal("no writing", 405, native.call("POST", "/changes", {}).status)
    with harness.Server() as other:
        reply = Native(other).call("GET", f"/changes?after={good}")
        report.equal("a position of another store", 422, reply.status, reply)
        report.case("says what it is", "not a position in this store" in reply.text, got=reply)


def f06_followed_under_writes(report, server):
    """Readers with all page sizes follow concurrent writers: each change once, versions in order.
    """
    root = Native(server)
    begin, writers, each = now(root), 4, 40

    def write(number):
        native = Native(server)
        for turn in range(each):
            native.patch((101, 102, 103)[turn % 3], {"notes": f"{number} {turn}"})

    seen = {}

    def read(limit):
        native, after, items = Native(server), begin, []
        while len(items) < writers * each:
            found = page(native, after=after, limit=limit)
            after = found["next"]
            items += found["items"]
        seen[limit] = items

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    threads += [threading.Thread(target=read, args=(limit,)) for limit in (1, 7, 1000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    whole, _ = follow(root, after=begin)
    report.equal("every change", writers * each, len(whole))
    for limit in (1, 7, 1000):
        report.equal(f"a reader of {limit} at a time saw all of it once", keys(whole),
                     keys(seen.get(limit, [])))
    for number in (101, 102, 103):
        versions = [version for customer, version in keys(whole) if customer == number]
        report.equal(f"the versions of {number} are dense",
                     list(range(versions[0], versions[0] + len(versions))), versions)


TESTS = [f01_order_and_pages, f02_polling, f03_reach, f04_secrets, f05_refused,
         f06_followed_under_writes]

if __name__ == "__main__":
    harness.main(TESTS)
