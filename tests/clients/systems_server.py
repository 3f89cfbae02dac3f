#!/usr/bin/env python3
"""Outside systems in the server: a record and three vendors of different dialects stay in step through
edits on every side and faults of the network, and a server that is killed while it applies makes no
customer twice."""

import collections
import http.client
import os
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

import harness
from harness import Native, Server, uuid_of

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from vendors import SECRET, USER, Enswitch, Everlytic, Flolive  # noqa: E402  pylint: disable=wrong-import-position

CONFIG = '[deliveries]\nallow = "127.0.0.0/8"\n'
PATCH = "application/merge-patch+json"
SEED, ROUNDS, CUSTOMERS = 20261129, 15, 8
# The names of two fields here, and at most vendors.
FIELDS = {"name": "name", "contacts/primary/email": "email"}
# What the description of a system says beside that.
MORE = {"enswitch": {"new": {"plan": 1}},
        "flolive": {"there": Flolive.HOME, "new": {"status": "active", "currency": "EUR"}}}
RETRIES = 20
MADE_SECONDS = 120


def place_of(name, customer, field):
    """Where a vendor's customer holds a field: a dict and the key."""
    if name == "flolive" and field != "name":
        return customer["contact"], "emailAddress"
    return customer, FIELDS[field]


def shown(name, customer):
    """The fields of a vendor's customer, under the names that they have here."""
    out = {}
    for field in FIELDS:
        home, key = place_of(name, customer, field)
        out[field] = home[key]
    return out


class World:
    """A server, the customers below a new one, and the vendors with a system for each."""

    def __init__(self, server, vendors):
        self.native = Native(server)
        self.vendors = vendors
        self.top = self.native.make("The group")["id"]
        self.ids = [self.make(number) for number in range(1, CUSTOMERS + 1)]
        self.systems = {name: self.describe(name) for name in vendors}

    def call(self, expected, method, target, body=None, media="application/json"):
        """A call of the native door that must be answered with this status."""
        reply = self.native.call(method, target, body, media)
        if reply.status != expected:
            raise RuntimeError(f"{method} {target} {body}: {reply!r}")
        return reply.json()

    def make(self, number):
        """A new customer with a contact."""
        return self.native.make(f"Customer {number}", parent=self.top, contacts={uuid_of(70000 + number): {
            "type": "owner", "role": "none", "primary": True, "first_name": "Ada", "email": f"c{number}@a.example",
            "telephone": f"+44 20 7946 {number:04}"}})["id"]

    def describe(self, name):
        """Makes a system; its number."""
        return self.call(201, "POST", "/systems", {
            "name": name, "dialect": name, "address": self.vendors[name].url, "username": USER, "secret": SECRET,
            "below": self.top, "match": ["contacts/primary/email", "name"], "make": True, "per_second": 1000,
            "timeout_s": 2,
            "fields": {field: "review" for field in FIELDS} | ({"contacts/primary/telephone": "record"} if name == "flolive" else {}),
            **MORE.get(name, {})})["id"]

    def plan(self, name):
        """What would bring a system into step."""
        return self.call(200, "POST", f"/systems/{self.systems[name]}/plan", {"limit": 200})

    def sync(self, name):
        """Plans and applies, with the same plan again while something is unclear. How many changes there were."""
        plan = self.plan(name)
        for _ in range(RETRIES):
            done = self.call(200, "POST", f"/systems/{self.systems[name]}/apply", plan)
            if not done["counts"].get("unclear") and not done.get("stopped"):
                return len(plan["changes"])
        raise RuntimeError(f"{name} stays unclear: {done}")

    def settle(self):
        """Until no system has anything to do."""
        for _ in range(RETRIES):
            if sum(self.sync(name) for name in self.systems) == 0:
                return
        raise RuntimeError("it does not become quiet")

    def here(self, customer):
        """The fields of a customer in the record."""
        record = self.native.get(customer)
        contact = next(each for each in record["contacts"].values() if each.get("primary"))
        return {"name": record["name"], "contacts/primary/email": contact["email"]}

    def there(self, name, customer):
        """The vendor's customer that is linked to one here."""
        links = self.call(200, "GET", f"/systems/{self.systems[name]}/links?limit=1000")["items"]
        remote = next(each["there"] for each in links if each["customer"] == customer)
        return self.vendors[name].customers[remote]

    def conflicts(self):
        """What waits for a person: (system, customer, field)."""
        return {(name, each["customer"], open_["field"]) for name, number in self.systems.items()
                for each in self.call(200, "GET", f"/systems/{number}/conflicts?limit=1000")["items"] for open_ in each["open"]}

    def edit(self, side, customer, field, value):
        """An edit on one side: "record" or a vendor."""
        if side != "record":
            home, key = place_of(side, self.there(side, customer), field)
            home[key] = value
        elif field == "name":
            self.native.patch(customer, {"name": value})
        else:
            contacts = self.native.get(customer)["contacts"]
            primary = next(key for key, each in contacts.items() if each.get("primary"))
            self.native.patch(customer, {"contacts": {primary: {"email": value}}})

    def decide(self, chance):
        """Decides everything that waits, either way. Returns the edits that this overruled."""
        lost = set()
        for name, customer, field in sorted(self.conflicts()):
            choice = chance.choice(["record", "system"])
            lost.add(self.here(customer)[field] if choice == "system" else shown(name, self.there(name, customer))[field])
            done = self.call(200, "POST", f"/systems/{self.systems[name]}/conflicts",
                             {"customer": customer, "field": field, "choice": choice})
            if not done["counts"].keys() <= {"done", "already", "linked"}:
                raise RuntimeError(f"a choice was not carried out: {done}")
        return lost


def one_write_each(report, world):
    """The first run makes each customer once; then one edit is one write for each system."""
    plans = {name: world.plan(name) for name in world.vendors}
    report.equal("a plan sends nothing that writes", {name: 0 for name in world.vendors},
                 {name: vendor.writes() for name, vendor in world.vendors.items()})
    report.equal("each customer is planned", {CUSTOMERS}, {len(plan["changes"]) for plan in plans.values()})
    world.settle()
    report.equal("each customer is made once", {name: CUSTOMERS for name in world.vendors},
                 {name: len(vendor.customers) for name, vendor in world.vendors.items()})
    before = {name: vendor.writes() for name, vendor in world.vendors.items()}
    world.edit("record", world.ids[0], "name", "Named here")
    world.edit("enswitch", world.ids[1], "name", "Named there")
    world.settle()
    report.equal("one edit is at most one write for each system", {"enswitch": 1, "everlytic": 2, "flolive": 2},
                 {name: vendor.writes() - before[name] for name, vendor in world.vendors.items()})
    history = world.call(200, "GET", f"/customers/{world.ids[1]}/history?limit=1")["items"][0]
    report.equal("history names who applied it", "root", history["principal"])
    secrets = world.native.call("GET", f"/systems/{world.systems['enswitch']}").text + world.native.call(
        "GET", f"/systems/{world.systems['enswitch']}/history").text
    report.case("the secret is not shown", SECRET not in secrets)


def random_edits(report, world):
    """Edits on all sides with faults: each is everywhere at last, or it was told that it is not."""
    chance = random.Random(SEED)
    made, told, overruled, sides = 0, set(), set(), ["record", *world.vendors]
    newest = {}
    for turn in range(ROUNDS):
        edited = {}
        for number in range(chance.randint(1, 8)):
            side, customer, field = chance.choice(sides), chance.choice(world.ids), chance.choice(list(FIELDS))
            value = f"e{turn}-{number}@b.example" if field != "name" else f"Edit {turn} {number}"
            world.edit(side, customer, field, value)
            edited[side, customer, field] = value
            made += 1
        for vendor in world.vendors.values():
            vendor.faults = [chance.choice(["", "", "before", "after", "busy"]) for _ in range(6)]
        world.settle()
        waiting = world.conflicts()
        told |= waiting
        by_field = collections.defaultdict(dict)
        for (side, customer, field), value in edited.items():
            by_field[customer, field][side] = value
        for (customer, field), values in by_field.items():
            seen = {world.here(customer)[field], *(shown(name, world.there(name, customer))[field] for name in world.vendors)}
            if not set(values.values()) <= seen:
                report.equal(f"turn {turn}: customer {customer} {field}: no edit is lost", set(values.values()), seen)
            if len(values) == 1 and not any((name, customer, field) in waiting for name in world.vendors):
                newest[customer, field] = next(iter(values.values()))
                report.equal(f"turn {turn}: an edit of one side is everywhere", {newest[customer, field]}, seen)
        if turn % 5 == 4:
            overruled |= world.decide(chance)
            world.settle()
    for vendor in world.vendors.values():
        vendor.faults = []
    for _ in range(RETRIES):
        if not world.conflicts():
            break
        overruled |= world.decide(chance)
        world.settle()
    print(f"{made} edits, {len(told)} conflicts told, {len(overruled)} edits overruled by choice")
    report.case("conflicts were reached", told)
    for customer in world.ids:
        here = world.here(customer)
        for name in world.vendors:
            there = world.there(name, customer)
            report.equal(f"{name} agrees on customer {customer}", here, shown(name, there))
    report.equal("each customer is there once at last", {name: CUSTOMERS for name in world.vendors},
                 {name: len(vendor.customers) for name, vendor in world.vendors.items()})
    drifts = [world.call(200, "POST", f"/systems/{number}/drift", {}) for number in world.systems.values()]
    report.equal("no drift", [0] * len(drifts), [each["differing"] + each["remarked"] for each in drifts])


def in_step(report, _):
    """Both parts with one server."""
    with Enswitch() as enswitch, Everlytic() as everlytic, Flolive() as flolive, Server(config=CONFIG) as server:
        world = World(server, {"enswitch": enswitch, "everlytic": everlytic, "flolive": flolive})
        one_write_each(report, world)
        random_edits(report, world)


def choices(report, _):
    """A choice that is remembered is the owner from then on, and a plan of before is refused."""
    with Everlytic() as vendor, Server(config=CONFIG) as server:
        world = World(server, {"everlytic": vendor})
        world.settle()
        here = f"/systems/{world.systems['everlytic']}"
        world.edit("record", world.ids[0], "name", "Ours")
        world.edit("everlytic", world.ids[0], "name", "Theirs")
        plan = world.plan("everlytic")
        report.equal("the conflict is listed", {("everlytic", world.ids[0], "name")}, world.conflicts())
        drift = world.call(200, "POST", f"{here}/drift", {"customer": world.ids[0]})
        report.equal("a drift of the customer shows both", [{"field": "name", "kind": "conflict", "record": "Ours", "system": "Theirs"}],
                     drift["items"][0]["conflicts"])
        done = world.call(200, "POST", f"{here}/conflicts",
                          {"customer": world.ids[0], "field": "name", "choice": "system", "remember": True})
        report.equal("theirs is here", "Theirs", world.here(world.ids[0])["name"])
        report.equal("the owner is remembered", "system", world.call(200, "GET", here)["fields"]["name"])
        report.equal("nothing waits", set(), world.conflicts())
        world.call(409, "POST", f"{here}/apply", {**plan, "changes": []})
        world.edit("record", world.ids[0], "name", "Again ours")
        world.settle()
        report.equal("the system is right now", "Theirs", world.here(world.ids[0])["name"])
        report.equal("the version of the description grew", done["version"], world.call(200, "GET", here)["version"])
        vendor.customers.pop(next(key for key, each in vendor.customers.items() if each["name"] == "Theirs"))
        kinds = [[each["kind"] for each in world.plan("everlytic")["remarks"]] for _ in range(2)]
        report.equal("two looks at once are one", [["missing"], ["missing"]], kinds)
        report.equal("nothing is deleted here", "Theirs", world.here(world.ids[0])["name"])


def kills(report, _):
    """kill -9 of the server before or after any request that writes: no customer is made twice."""
    data = tempfile.mkdtemp(prefix="patchbay-systems-")
    try:
        with Enswitch() as vendor:
            server, world, plan = None, None, None
            faults = ["kill", "kill after"] * 4
            for turn, fault in enumerate([*faults, ""]):
                server = Server(config=CONFIG, flags=() if turn else ("--demo",), place=data + "/data")
                with server:
                    if turn == 0:
                        world = World(server, {"enswitch": vendor})
                        plan = world.plan("enswitch")
                    world.native = Native(server)
                    vendor.victim = server.process.pid
                    vendor.faults = [fault]
                    if fault:
                        try:
                            world.call(200, "POST", f"/systems/{world.systems['enswitch']}/apply", plan)
                        except (OSError, RuntimeError, http.client.HTTPException):
                            pass
                        if server.alive():
                            os.kill(server.process.pid, signal.SIGKILL)
                        server.process.wait()
                        server.code = 0
                        continue
                    # Until no customer may be under way any more: timeout_s decides how long that is.
                    end = time.monotonic() + MADE_SECONDS
                    while world.call(200, "POST", f"/systems/{world.systems['enswitch']}/apply", plan)["counts"].get("unclear"):
                        if time.monotonic() > end:
                            raise RuntimeError("customers stay unclear")
                        time.sleep(0.5)
                    world.settle()
                    names = collections.Counter(each["name"] for each in vendor.customers.values())
                    report.equal("each customer was made once", {f"Customer {number}": 1 for number in range(1, CUSTOMERS + 1)},
                                 dict(names))
                    drift = world.call(200, "POST", f"/systems/{world.systems['enswitch']}/drift", {})
                    report.equal("no difference after kills", 0, drift["differing"] + drift["remarked"], drift)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def main():
    """Runs the tests, each with a server of its own kind."""
    report = harness.Report()
    for test in (in_step, choices, kills):
        report.guard(test.__name__, test, report, None)
    report.end()


if __name__ == "__main__":
    main()
