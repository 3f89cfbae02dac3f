#!/usr/bin/env python3
"""A record, four outside systems and a second server that follows the record while the record follows it: each
edit of any side comes everywhere once, and nothing goes round: systems_soak.py [SECONDS]. With SECONDS the
servers find edits by their own rounds, otherwise they are made to look."""

import contextlib
import random
import sys
import time

import harness
from door_list import each_door
from harness import Server, until
from systems_linked import CONTACT, PASSWORD, Side
from systems_server import CONFIG, CUSTOMERS, FIELDS, PATCH
from systems_watched import Watched
from vendors import Enswitch, Everlytic, Flolive

# The side that speaks each dialect: a vendor's stand-in, or a server. The twin is followed through one, and
# follows through another.
SIDES = each_door({"enswitch": Enswitch, "everlytic": Everlytic, "flolive": Flolive, "m2mportal": Server}, without=("native",))
PORTAL = next(name for name, side in SIDES.items() if side is Server)
TWIN, BACK = "enswitch", "everlytic"
SEED = 20261130
SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 0
TURNS = 4  # without SECONDS
# A round each minute, and what lies between two of them.
SETTLES_S = 300 if SECONDS else 180  # a side that fails is tried again after growing waits
IDLE_S = 150
POLL_S = 1 if SECONDS else 0.02  # so that looking costs little beside what it looks at
# The portal cannot be read, so it gets what only the record decides.
WRITTEN = "notes"


class Network(Watched):
    """A server with the three vendors that can be read, a portal and a twin that follows it too."""

    def __init__(self, server, vendors, portal, twin):
        super().__init__(server, vendors)
        self.portal, self.twin = Side(portal, top=2), Side(twin, top=2)
        for number, customer in enumerate(self.ids, 1):
            self.portal.make(number)
            self.portal.native.patch(self.portal.ids[number], {"name": self.native.get(customer)["name"]})
        self.systems["portal"] = self.link("portal", PORTAL, portal, {
            "match": [], "make": False, "fields": {WRITTEN: "record"}, **PASSWORD})
        self.systems["twin"] = self.link("twin", TWIN, twin, {
            "match": [CONTACT], "make": True, "fields": dict.fromkeys(FIELDS, "review"), "new": {"plan": 1}, **PASSWORD})
        self.watch(watch_minutes=1)
        harness.until(lambda: self.found() == CUSTOMERS, seconds=SETTLES_S)
        self.back = self.twin.call(201, "POST", "/systems", {
            "name": "back", "dialect": BACK, "address": f"http://127.0.0.1:{server.port}/", "below": 2,
            "match": [CONTACT], "make": False, "per_second": 1000, "fields": dict.fromkeys(FIELDS, "review"),
            "watch": True, "watch_minutes": 1,
            "username": "administrator", "secret": "demo-api-key-0000000000000000"})["id"]

    def link(self, name, dialect, server, more):
        """Makes a system of another server; its number."""
        return self.call(201, "POST", "/systems", {
            "name": name, "dialect": dialect, "address": f"http://127.0.0.1:{server.port}/", "below": self.top,
            "per_second": 1000, "timeout_s": 10, **more})["id"]

    def found(self):
        """How many customers the twin has, which are found by their contacts."""
        for each in self.twin.call(200, "GET", "/customers?limit=500")["items"]:
            for contact in (each.get("contacts") or {}).values():
                email = contact.get("email", "")
                if email.endswith("@a.example") and email[0] == "c" and email[1:email.index("@")].isdigit():
                    self.twin.ids[int(email[1:email.index("@")])] = each["id"]
        return len(self.twin.ids)

    def twins(self, customer):
        """The fields of the twin's copy."""
        record = self.twin.native.get(self.twin.ids[self.ids.index(customer) + 1])
        contact = next(each for each in record["contacts"].values() if each.get("primary"))
        return {"name": record["name"], CONTACT: contact["email"]}

    def edit(self, side, customer, field, value):
        if side == "twin":
            self.twin.edit(self.ids.index(customer) + 1, field, value)
        elif field == WRITTEN:
            self.native.patch(customer, {field: value})
        else:
            super().edit(side, customer, field, value)

    def agree(self, customer=None):
        return super().agree(customer) and all(self.twins(each) == self.here(each) for each in self.ids) and all(
            self.portal.native.get(self.portal.ids[number]).get(WRITTEN) == self.native.get(each).get(WRITTEN)
            for number, each in enumerate(self.ids, 1))

    def is_quiet(self):
        time.sleep(POLL_S)
        return self.agree() and not any(self.plan(name)["changes"] for name in self.systems) and \
            not self.twin.call(200, "POST", f"/systems/{self.back}/plan", {"limit": 200})["changes"]

    def looks(self):
        super().looks()
        self.twin.call(200, "PATCH", f"/systems/{self.back}", {"watch_minutes": self.minutes}, PATCH)

    def writes(self):
        """How often each side was written to: requests to a vendor, versions of a record."""
        versions = lambda native, ids: sum(native.get(each)["version"] for each in ids)
        return {**{name: vendor.writes() for name, vendor in self.vendors.items()},
                "record": versions(self.native, self.ids),
                "portal": versions(self.portal.native, self.portal.ids.values()),
                "twin": versions(self.twin.native, self.twin.ids.values())}


def goes_round(report, _):
    """Edits anywhere for a while, then silence."""
    with contextlib.ExitStack() as stack:
        vendors = {name: stack.enter_context(side()) for name, side in SIDES.items() if name != PORTAL}
        server, portal, twin = (stack.enter_context(Server(config=CONFIG)) for _ in range(3))
        network = Network(server, vendors, portal, twin)
        report.equal("each customer is made at the twin", CUSTOMERS, network.found())
        report.case("all agree", until(network.is_quiet, seconds=SETTLES_S))
        chance = random.Random(SEED)
        before = network.writes()
        edits = turn = 0
        end = time.monotonic() + SECONDS
        while time.monotonic() < end if SECONDS else turn < TURNS:
            turn += 1
            expected = {}
            for number, customer in enumerate(network.ids):
                side = chance.choice(["record", "twin", *network.vendors])
                field = chance.choice([*FIELDS, WRITTEN]) if side == "record" else chance.choice(list(FIELDS))
                value = f"s{turn}-{number}@b.example" if field == CONTACT else f"Turn {turn} customer {number}"
                network.edit(side, customer, field, value)
                expected[customer, field] = value
                edits += 1
            if not SECONDS:
                network.looks()
            here = lambda: {(each, field): network.native.get(each).get(field) if field == WRITTEN else network.here(each)[field]
                            for each, field in expected}  # noqa: B023
            got = until(lambda: here() if network.is_quiet() else {}, lambda got: got == expected, seconds=SETTLES_S)  # noqa: B023
            report.equal(f"turn {turn}: each edit is everywhere", expected, got)
        after = network.writes()
        counts = {name: after[name] - count for name, count in before.items()}
        print(f"{turn} turns, {edits} edits, writes {counts}")
        report.case("one edit is at most one write for each", all(count <= edits for count in counts.values()), got=counts)
        if SECONDS:
            time.sleep(IDLE_S)  # some rounds, in which nothing must happen
        else:
            network.looks()
            until(network.is_quiet, seconds=SETTLES_S)
        report.equal("then nothing is written any more", after, network.writes())
        report.equal("nothing waits for a person", set(), network.conflicts())


def main():
    """The one test."""
    report = harness.Report()
    report.guard("goes_round", goes_round, report, None)
    report.end()


if __name__ == "__main__":
    main()
