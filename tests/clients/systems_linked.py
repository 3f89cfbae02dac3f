#!/usr/bin/env python3
"""Two servers that are linked through each dialect stay equal: the product is the outside system of the
product, and edits on both sides are on both at last."""

import random
import sys

import harness
from door_list import each_door
from harness import Native, Server, until, uuid_of
from systems_server import CONFIG, PATCH

SEED, CUSTOMERS = 20261129, 6
EDITS = int(sys.argv[1]) if len(sys.argv) > 1 else 24
TOGETHER = 8
PASSWORD = {"username": "username", "secret": "password"}
CONTACT = "contacts/primary/email"

# For each dialect: who signs in there, what the description says beside that, and whether edits of the
# other side can be seen: m2mportal has no call that reads.
SYSTEMS = each_door({
    "enswitch": (PASSWORD, {"new": {"plan": 1}}, True),
    "everlytic": ({"username": "administrator", "secret": "demo-api-key-0000000000000000"}, {}, True),
    "flolive": (PASSWORD, {"new": {"status": "active", "currency": "EUR"}}, True),
    "m2mportal": (PASSWORD, {"make": False, "match": []}, False),
}, without=("native",))


class Side:
    """One of the two servers: its customers by the numbers of the test."""

    def __init__(self, server, top=None):
        self.native = Native(server)
        self.top = top or self.call(201, "POST", "/customers", {"name": "The linked", "parent": 2, "plan": 1})["id"]
        self.ids = {}

    def call(self, expected, method, target, body=None, media="application/json"):
        """A call of the native door that must be answered with this status."""
        reply = self.native.call(method, target, body, media)
        if reply.status != expected:
            raise RuntimeError(f"{method} {target} {body}: {reply!r}")
        return reply.json()

    def make(self, number):
        """A customer with a contact."""
        self.ids[number] = self.native.make(f"Linked {number}", parent=self.top, contacts={uuid_of(80000 + number): {
            "type": "owner", "role": "none", "primary": True, "first_name": "Ada", "email": f"l{number}@a.example",
            "telephone": f"+44 20 7946 {number:04}"}})["id"]

    def find(self):
        """Finds the customers that the other server made here, by their contacts."""
        for each in self.call(200, "GET", "/customers?limit=200")["items"]:
            for contact in (each.get("contacts") or {}).values():
                email = contact.get("email", "")
                if email.startswith("l") and email.endswith("@a.example"):
                    self.ids[int(email[1:email.index("@")])] = each["id"]
        return len(self.ids)

    def values(self, fields):
        """The values of the fields that are kept in step, by number and field."""
        out = {}
        for number, customer in self.ids.items():
            record = self.native.get(customer)
            primary = next((each for each in record.get("contacts", {}).values() if each.get("primary")), {})
            for field in fields:
                out[number, field] = primary.get("email", "") if field == CONTACT else record.get(field, "")
        return out

    def edit(self, number, field, value):
        """Changes one field."""
        customer = self.ids[number]
        if field == CONTACT:
            contacts = self.native.get(customer)["contacts"]
            primary = next(key for key, each in contacts.items() if each.get("primary"))
            self.native.patch(customer, {"contacts": {primary: {"email": value}}})
        else:
            self.native.patch(customer, {field: value})


class Pair:
    """Two servers and the system of the first that is the second."""

    def __init__(self, dialect, first, second, address):
        sign_in, more, self.is_read = SYSTEMS[dialect]
        self.first, self.second = first, second
        self.fields = ["name", CONTACT] if self.is_read else ["website", "notes"]
        description = {
            "name": dialect, "dialect": dialect, "address": address, **sign_in, "below": first.top,
            "match": [CONTACT], "make": True, "per_second": 1000, "timeout_s": 10,
            "fields": {field: "review" if self.is_read else "record" for field in self.fields}, "watch": True, **more}
        if dialect == "flolive":
            # A new customer needs a telephone number there.
            description["fields"]["contacts/primary/telephone"] = "record"
            description["there"] = second.native.get(second.top)["uuid"]
        self.number = first.call(201, "POST", "/systems", description)["id"]
        self.minutes = 60

    def looks(self):
        """Makes the first server compare all: another description is compared at once."""
        self.minutes += 1
        self.first.call(200, "PATCH", f"/systems/{self.number}", {"watch_minutes": self.minutes}, PATCH)

    def is_quiet(self):
        """Whether nothing is left to be done."""
        return not self.first.call(200, "POST", f"/systems/{self.number}/plan", {"limit": 200})["changes"]


def linked(report, dialect):
    """Customers made on one side, or known on both by name, then edits on both sides."""
    with Server(config=CONFIG) as one, Server() as other:
        first, second = Side(one), Side(other, top=2)
        is_read = SYSTEMS[dialect][2]
        for number in range(1, CUSTOMERS + 1):
            first.make(number)
            if not is_read:
                second.make(number)
        pair = Pair(dialect, first, second, f"http://127.0.0.1:{other.port}/")
        if is_read:
            report.equal(f"{dialect}: each customer is made there", CUSTOMERS, until(second.find, lambda got: got == CUSTOMERS, seconds=60))
        chance = random.Random(SEED)
        for turn in range(-(-EDITS // TOGETHER)):
            sides = {number: chance.choice([first, second]) if is_read else first for number in first.ids}
            for edit in range(TOGETHER):
                number, field = chance.choice(list(first.ids)), chance.choice(pair.fields)
                value = f"l{number}@a.example" if field == CONTACT else f"Turn {turn} edit {edit}"
                if field == CONTACT:
                    value = f"t{turn}e{edit}@a.example"
                sides[number].edit(number, field, value)
            if is_read:
                pair.looks()
            expected = {}
            for number, side in sides.items():
                expected |= {key: value for key, value in side.values(pair.fields).items() if key[0] == number}
            got = until(lambda: (first.values(pair.fields), second.values(pair.fields)),
                        lambda got: got == (expected, expected) and (not is_read or pair.is_quiet()),  # noqa: B023
                        seconds=60)
            report.equal(f"{dialect}: turn {turn}: both have what was written", (expected, expected), got)
        report.equal(f"{dialect}: nothing was made twice", CUSTOMERS, len(first.ids) and len(second.ids))


def main():
    """Every dialect."""
    report = harness.Report()
    for dialect in SYSTEMS:
        report.guard(dialect, linked, report, dialect)
    report.end()


if __name__ == "__main__":
    main()
