"""Shared parts of the proofs of decisions and rules: every door's client for one server, and short
checks."""

import contextlib

import near  # noqa: F401
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import EverlyticRpc, M2mportal
from harness import Native, same, view


class Proof:
    """All doors of one server as the reseller `username`, and checks that count as cases."""

    def __init__(self, report, server):
        self.report, self.server = report, server
        self.native = Native(server)
        self.enswitch = Enswitch(server)
        self.flolive = Flolive(server)
        self.everlytic = Everlytic(server)
        self.rpc = EverlyticRpc(server)
        self.m2mportal = M2mportal(server)

    def make(self, name, **fields):
        """A new customer of `username`'s with an e-mail address, as canonical record."""
        return self.native.get(self.enswitch.make(name, **fields))

    def accepted(self, name, answer, code=""):
        """One case: the call succeeded (with `code`, if one is given)."""
        self.report.case(name, answer.accepted and not answer.trouble and code in ("", answer.code),
                         expected=f"accepted {code}", got=answer)

    def refused(self, name, answer, code, *named):
        """One case: the call was refused with `code`, and its message contains each of `named`."""
        good = (not answer.accepted and not answer.trouble and answer.code == code
                and all(word in answer.where + " " + answer.words for word in named))
        self.report.case(name, good, expected=f"refused with {code}, naming {named}", got=answer)

    def holds(self, name, customer, /, by="type", **due):
        """One case: the record holds these values. `__` in a name means a point."""
        seen = view(self.native.get(customer["id"]), by)
        due = {key.replace("__", "."): value for key, value in due.items()}
        got = {key: seen.get(key) for key in due}
        self.report.case(name, all(same(due[key], got[key]) for key in due), expected=due, got=got)

    def equal(self, name, due, got, sent=""):
        """One case: two values are equal."""
        self.report.equal(name, due, got, sent)

    @contextlib.contextmanager
    def still(self, name, *customers):
        """One case about calls that must change nothing: version and history stay the same."""
        before = [self.native.mark(customer["id"]) for customer in customers]
        yield
        after = [self.native.mark(customer["id"]) for customer in customers]
        self.report.case(f"{name}: nothing changed", before == after,
                         expected=[version for version, _ in before],
                         got=[version for version, _ in after])

    def contact(self, record):
        """The id of the record's primary contact."""
        contacts = self.native.get(record["id"])["contacts"]
        return next(key for key, value in contacts.items() if value.get("primary"))

    def address(self, record, kind="main"):
        """The id of the record's oldest address of a type."""
        parts = self.native.get(record["id"])["addresses"]
        return min((key for key, value in parts.items() if value["type"] == kind),
                   key=lambda key: parts[key].get("ordinal", 0))
