#!/usr/bin/env python3
"""Outside systems that are watched: a change on any side is everywhere soon, in one write for each
system, and a server that is killed goes on where it was."""

import collections
import http.client
import os
import random
import shutil
import signal
import sys
import tempfile

import harness
from harness import Native, Server, until
from systems_server import CONFIG, CUSTOMERS, FIELDS, PATCH, World, shown
from vendors import Enswitch, Everlytic, Flolive

SEED = 20261129
EDITS = int(sys.argv[1]) if len(sys.argv) > 1 else 60


class Watched(World):
    """A world whose systems are watched."""

    def watch(self, **members):
        """Changes all systems; another description is compared at once."""
        for number in self.systems.values():
            self.call(200, "PATCH", f"/systems/{number}", {"watch": True, **members}, PATCH)

    def agree(self, customer=None):
        """Whether every system has what the record has, of one customer or of all."""
        for each in [customer] if customer else self.ids:
            here = self.here(each)
            for name in self.vendors:
                try:
                    there = self.there(name, each)
                except (StopIteration, KeyError):
                    return False
                if shown(name, there) != here:
                    return False
        return True

    def is_quiet(self):
        """Whether nothing is left to be done, not even to keep what both sides agreed on: before that, an
        edit of the other side is a conflict."""
        return self.agree() and not any(self.plan(name)["changes"] for name in self.vendors)

    def looks(self):
        """Makes the server compare all, as it would after watch_minutes."""
        self.minutes = getattr(self, "minutes", 0) % 10000 + 1
        self.watch(watch_minutes=self.minutes)

    def states(self):
        """How the server says that it goes."""
        return {name: (self.call(200, "GET", f"/systems/{number}")["watching"] or {}).get("state")
                for name, number in self.systems.items()}


def one_write_each(report, world):
    """The first comparison makes each customer once; then one edit is one write for each system."""
    world.watch()
    report.case("each customer is everywhere", until(world.agree))
    report.equal("each customer is made once", {name: CUSTOMERS for name in world.vendors},
                 {name: len(vendor.customers) for name, vendor in world.vendors.items()})
    report.equal("it works", {name: "working" for name in world.vendors}, until(world.states, lambda got: set(got.values()) == {"working"}))
    before = {name: vendor.writes() for name, vendor in world.vendors.items()}
    world.edit("record", world.ids[0], "name", "Named here")
    report.case("an edit here is everywhere", until(lambda: world.agree(world.ids[0])))
    world.edit("enswitch", world.ids[1], "name", "Named there")
    world.looks()
    report.case("an edit there is everywhere", until(lambda: world.here(world.ids[1])["name"] == "Named there"
                                                     and world.agree(world.ids[1])))
    # What comes after everything else shows that nothing else was written.
    world.edit("record", world.ids[2], "name", "The last one")
    report.case("the last edit is everywhere", until(lambda: world.agree(world.ids[2])))
    report.equal("one edit is at most one write for each system", {"enswitch": 2, "everlytic": 3, "flolive": 3},
                 {name: vendor.writes() - before[name] for name, vendor in world.vendors.items()})
    history = world.call(200, "GET", f"/customers/{world.ids[1]}/history?limit=1")["items"][0]
    report.equal("history names who answers for it", "root", history["principal"])


def new_and_gone(report, world):
    """A vendor that fails is told, and what waits is written once it answers."""
    for vendor in world.vendors.values():
        vendor.faults = ["busy"] * 1
    world.edit("record", world.ids[3], "name", "Through a fault")
    report.case("a fault is overcome", until(lambda: world.agree(world.ids[3])))
    world.edit("record", world.ids[4], "name", "Ours")
    world.edit("everlytic", world.ids[4], "name", "Theirs")
    report.equal("a conflict waits for a person", {("everlytic", world.ids[4], "name")},
                 until(world.conflicts, seconds=30))
    world.edit("everlytic", world.ids[4], "name", "Ours")
    world.looks()
    report.equal("and is over once both say the same", set(), until(world.conflicts, lambda got: not got))


def random_edits(report, world):
    """Edits on both sides, customers apart, with faults: at last all agree."""
    chance = random.Random(SEED)
    wrote = {name: vendor.writes() for name, vendor in world.vendors.items()}
    edits = faults = 0
    for turn in range(max(EDITS // 10, 1)):
        sides = {customer: chance.choice(["record", *world.vendors]) for customer in world.ids}
        expected = {}
        for number in range(10):
            customer, field = chance.choice(world.ids), chance.choice(list(FIELDS))
            value = f"w{turn}-{number}@b.example" if field != "name" else f"Watched {turn} {number}"
            world.edit(sides[customer], customer, field, value)
            expected[customer, field] = value
            edits += 1
        for vendor in world.vendors.values():
            vendor.faults = [chance.choice(["", "", "", "after"]) for _ in range(3)]
            faults += vendor.faults.count("after")
        world.looks()
        report.equal(f"turn {turn}: each edit is everywhere", expected, until(
            lambda: {key: world.here(key[0])[key[1]] for key in expected} if world.is_quiet() else {},
            lambda got: got == expected, seconds=120))  # noqa: B023
    report.equal("nothing waits for a person", set(), world.conflicts())
    wrote = {name: vendor.writes() - wrote[name] for name, vendor in world.vendors.items()}
    print(f"{edits} edits, {faults} faults, writes {wrote}")
    report.case("no system was written to more often than there were edits and faults",
                all(count <= edits + faults for count in wrote.values()), got=wrote)


def follows(report, _):
    """All with one server."""
    with Enswitch() as enswitch, Everlytic() as everlytic, Flolive() as flolive, Server(config=CONFIG) as server:
        world = Watched(server, {"enswitch": enswitch, "everlytic": everlytic, "flolive": flolive})
        for test in (one_write_each, new_and_gone, random_edits):
            test(report, world)


def kills(report, _):
    """kill -9 of the server at requests that write: it goes on, and no customer is made twice."""
    data = tempfile.mkdtemp(prefix="patchbay-watched-")
    try:
        with Enswitch() as vendor:
            world = None
            for turn, fault in enumerate(["kill", "kill after", "kill after", "kill", ""]):
                with Server(config=CONFIG, flags=() if turn else ("--demo",), place=data + "/data") as server:
                    vendor.victim, vendor.faults = server.process.pid, [fault]
                    if turn == 0:
                        world = Watched(server, {"enswitch": vendor})
                        world.watch(timeout_s=1)
                    world.native = Native(server)
                    if fault:
                        try:
                            world.edit("record", world.ids[0], "name", f"Turn {turn}")
                            until(lambda: not server.alive())  # noqa: B023
                        except (OSError, RuntimeError, http.client.HTTPException):
                            pass
                        if server.alive():
                            os.kill(server.process.pid, signal.SIGKILL)
                        server.process.wait()
                        server.code = 0
                        continue
                    report.case("all agree after kills", until(world.agree, seconds=120), got=server.log()[-2000:])
                    names = collections.Counter(each["email"] for each in vendor.customers.values())
                    report.equal("each customer was made once", {f"c{number}@a.example": 1 for number in range(1, CUSTOMERS + 1)},
                                 dict(names))
    finally:
        shutil.rmtree(data, ignore_errors=True)


def main():
    """Runs the tests, each with a server of its own kind."""
    report = harness.Report()
    for test in (follows, kills):
        report.guard(test.__name__, test, report, None)
    report.end()


if __name__ == "__main__":
    main()
