#!/usr/bin/env python3
"""The feed as it grows: Server-Sent Events and long polls give the items and positions of the list,
go on after a disconnection, end with the rights of their reader, and are bounded."""

import http.client
import json
import threading
import urllib.parse

import near  # noqa: F401
import harness
from harness import Native, basic

READERS_MAX = 4
CONFIG = f"[server]\nlive_readers_max = {READERS_MAX}\n"


class Events:
    """A reader of the event stream, by a parser of its own."""

    def __init__(self, server, name="root", password="password", last=None, query=""):
        self.link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        headers = {"Authorization": basic(name, password), "Accept": "text/event-stream"}
        if last:
            headers["Last-Event-ID"] = last
        self.link.request("GET", "/v1/changes" + query, headers=headers)
        self.reply = self.link.getresponse()
        self.status, self.last = self.reply.status, last

    def blocks(self):
        """Each block as a dictionary of its fields. A comment is the field ''."""
        fields = {}
        while line := self.reply.readline():
            text = line.decode().rstrip("\n")
            if not text:
                self.last = fields.get("id", self.last)
                yield fields
                fields = {}
                continue
            key, _, value = text.partition(":")
            fields[key] = value.removeprefix(" ")

    def events(self, count):
        """The next events, without heartbeats."""
        found = []
        for block in self.blocks():
            if "data" in block:
                found.append(block)
            if len(found) == count:
                break
        return found

    def close(self):
        """Closes the connection."""
        self.link.close()


def now(native):
    """The current position."""
    return native.call("GET", "/changes?after=now").json()["next"]


def listed(native, after):
    """The items after a position, without their positions."""
    items = native.call("GET", "/changes?" + urllib.parse.urlencode({"after": after})).json()["items"]
    return [{key: value for key, value in each.items() if key != "position"} for each in items]


def told(events):
    """The items of events, without their positions."""
    return [{key: value for key, value in json.loads(each["data"]).items() if key != "position"}
            for each in events]


def l01_same_items(report, server):
    """What was there and what comes are the items of the list, in its order."""
    native = Native(server)
    begin = now(native)
    for turn in range(3):
        native.patch(101, {"notes": f"before {turn}"})
    reader = Events(server, query="?" + urllib.parse.urlencode({"after": begin}))
    report.equal("its head", (200, "text/event-stream", "chunked"),
                 (reader.status, reader.reply.getheader("Content-Type"),
                  reader.reply.getheader("Transfer-Encoding")))
    first = reader.events(3)
    for turn in range(4):
        native.patch(124, {"notes": f"after {turn}"})
    whole = first + reader.events(4)
    report.equal("each is a change", {"change"}, {each["event"] for each in whole})
    report.equal("the same items", json.dumps(listed(native, begin), default=str),
                 json.dumps(told(whole), default=str))
    report.equal("its id is the item's position", json.loads(whole[-1]["data"])["position"],
                 whole[-1]["id"])
    report.equal("from which a list goes on", [], listed(native, whole[-1]["id"]))
    reader.close()


def l02_goes_on(report, server):
    """A reader that connects again with the last id misses nothing and gets nothing twice."""
    native = Native(server)
    query = "?" + urllib.parse.urlencode({"after": now(native)})
    got, last = [], None
    for turn in range(4):
        native.patch(101, {"notes": f"turn {turn} a"})
        native.patch(901, {"notes": f"turn {turn} b"})
        reader = Events(server, last=last, query=query)
        got += [json.loads(each["data"])["changes"][0]["after"] for each in reader.events(2)]
        last = reader.last
        reader.close()
        harness.until(lambda: readers(server) == 0)
    report.equal("each once", [f"turn {turn} {each}" for turn in range(4) for each in "ab"], got)
    wrong = Events(server, last="nonsense")
    problem = json.loads(wrong.reply.read())
    report.equal("a wrong id", (422, "Last-Event-ID"),
                 (wrong.status, problem["errors"][0]["field"]))


def l03_rights(report, server):
    """A reader sees its reach only, and its reply ends when it may no longer sign in."""
    root = Native(server)
    made = root.call("POST", "/principals", {"name": "watcher", "home": 101, "roles": ["user"],
                                             "password": "a long password for live"})
    report.equal("made", 201, made.status)
    reader = Events(server, "watcher", "a long password for live", query="?after=now")
    root.patch(124, {"notes": "of somebody else"})
    root.patch(901, {"notes": "of somebody else"})
    root.patch(101, {"notes": "of its own"})
    seen = json.loads(reader.events(1)[0]["data"])
    report.equal("only its own", (101, "of its own"),
                 (seen["customer"], seen["changes"][0]["after"]))
    changed = root.call("PATCH", "/principals/watcher", {"locked": True})
    report.equal("locked", 200, changed.status)
    root.patch(101, {"notes": "after it was locked"})
    last = reader.events(1)
    report.equal("an error, and no item", ["error"], [each["event"] for each in last])
    report.equal("its status", 401, json.loads(last[0]["data"])["status"])
    report.equal("then the end", b"", reader.reply.read())
    reader.close()


def l04_waits(report, server):
    """A long poll is answered when something comes, or when its time is over."""
    native = Native(server)
    begin = now(native)
    query = urllib.parse.urlencode({"after": begin, "wait": 1})
    nothing = native.call("GET", f"/changes?{query}").json()
    report.equal("nothing came", ([], False), (nothing["items"], nothing["more"]))
    got = []
    query = urllib.parse.urlencode({"after": nothing["next"], "wait": 50})
    waiting = threading.Thread(
        target=lambda: got.append(Native(server).call("GET", f"/changes?{query}").json()))
    waiting.start()
    harness.until(lambda: readers(server) == 1)
    native.patch(101, {"notes": "what it waited for"})
    waiting.join(40)
    report.equal("what came", ["what it waited for"],
                 [each["changes"][0]["after"] for each in got[0]["items"]])
    report.equal("at once if it is there", 1,
                 len(native.call("GET", "/changes?" + urllib.parse.urlencode(
                     {"after": begin, "wait": 60})).json()["items"]))
    report.equal("too long", 422, native.call("GET", "/changes?wait=61").status)


def readers(server):
    """How many readers wait."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    link.request("GET", "/metrics")
    text = link.getresponse().read().decode()
    link.close()
    return int(float(text.split("\npatchbay_live_readers ")[1].split("\n")[0]))


def l05_bounded(report, server):
    """One reader too many is refused, and places are free again when readers go."""
    native = Native(server)
    harness.until(lambda: readers(server) == 0)
    crowd = [Events(server, query="?after=now") for _ in range(READERS_MAX)]
    report.equal("all in", [200] * READERS_MAX, [each.status for each in crowd])
    over = Events(server, query="?after=now")
    report.equal("one too many", (503, "1"), (over.status, over.reply.getheader("Retry-After")))
    report.equal("a poll that would wait", 503,
                 native.call("GET", "/changes?after=now&wait=1").status)
    report.equal("a list", 200, native.call("GET", "/changes?after=now").status)
    for each in crowd:
        each.close()
    report.equal("all out", 0, harness.until(lambda: readers(server), lambda count: count == 0,
                                             seconds=10))
    again = Events(server, query="?after=now")
    report.equal("a place again", 200, again.status)
    again.close()


def l06_stop(report, _):
    """A server that stops ends its readers cleanly."""
    with harness.Server(CONFIG) as server:
        reader = Events(server, query="?after=now")
        got = []
        query = "/changes?after=now&wait=60"
        waiting = threading.Thread(
            target=lambda: got.append(Native(server).call("GET", query).status))
        waiting.start()
        harness.until(lambda: readers(server) == 2)
        report.equal("it stops", 0, server.stop())
        reader.reply.read()  # raises if the last chunk is missing
        waiting.join(30)
        report.equal("the poll is answered", [200], got)


if __name__ == "__main__":
    harness.main([l01_same_items, l02_goes_on, l03_rights, l04_waits, l05_bounded, l06_stop],
                 config=CONFIG)
