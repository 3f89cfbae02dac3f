#!/usr/bin/env python3
"""JSON Patch at the native door: every operation on the document that GET shows, all or nothing."""

import json

import near  # noqa: F401
import harness
from harness import Native, uuid_of

PATCH = "application/json-patch+json"
NEW = "00000000-0000-4000-8000-00000000abcd"
CARD = "4111111111111111"


class Patched:
    """A new customer, and patches of it."""

    def __init__(self, report, server, name):
        self.report = report
        self.native = Native(server)
        self.id = self.native.make(name, notes="keep", custom_fields=[{"key": "a", "value": "1"}],
                                   card_number=CARD,
                                   addresses={uuid_of(1): {"type": "main", "city": "Leeds"}},
                                   contacts={uuid_of(2): {"first_name": "Ada"}})["id"]

    def send(self, *operations, headers=None, query=""):
        """The reply to a patch of these operations."""
        return self.native.call("PATCH", f"/customers/{self.id}{query}", list(operations), PATCH,
                                headers)

    def good(self, name, *operations, **due):
        """One case: the patch is accepted, and then the record holds these values (None: nothing).
        """
        reply = self.send(*operations)
        record = self.native.get(self.id)
        got = {key: record.get(key) for key in due}
        self.report.case(name, reply.status == 200 and got == due, operations, due, f"{got} {reply}")
        if reply.status == 200:
            self.report.equal(f"{name}: the reply is the record", record, reply.json())
        return record

    def bad(self, name, status, field, *operations, **more):
        """One case: the patch is refused with an error for `field`, and nothing is written."""
        before = self.native.mark(self.id)
        reply = self.send(*operations, **more)
        blamed = [each["field"] for each in reply.json().get("errors", [])]
        self.report.case(name, reply.status == status and (field is None or field in blamed),
                         operations, f"{status} at {field}", reply)
        self.report.equal(f"{name}: nothing was written", before, self.native.mark(self.id))


def op(name, path, *value, **more):
    """One operation."""
    return {"op": name, "path": path, **({"value": value[0]} if value else {}), **more}


def operations(report, server):
    """Each of the six, on values, lists, addresses and contacts."""
    one = Patched(report, server, "Patched")
    one.good("add", op("add", "/account", "A7"), account="A7")
    one.good("add over", op("add", "/account", "A8"), account="A8")
    one.good("replace", op("replace", "/notes", "new"), notes="new")
    one.good("replace by null clears", op("replace", "/account", None), account=None)
    one.good("remove", op("remove", "/notes"), notes=None)
    one.good("move", op("add", "/notes", "x"), op("move", "/description", **{"from": "/notes"}),
             notes=None, description="x")
    one.good("copy", op("copy", "/notes", **{"from": "/description"}), notes="x", description="x")
    one.good("test", op("test", "/name", "Patched"), op("test", "/parent", 2.0),
             op("test", "/addresses/" + uuid_of(1) + "/city", "Leeds"), op("replace", "/notes", "y"),
             notes="y")
    one.good("a list grows at its end", op("add", "/custom_fields/-", {"key": "b", "value": "2"}),
             custom_fields=[{"key": "a", "value": "1"}, {"key": "b", "value": "2"}])
    one.good("a list changes inside", op("replace", "/custom_fields/0/value", "9"),
             op("remove", "/custom_fields/1"), custom_fields=[{"key": "a", "value": "9"}])
    city = f"/addresses/{uuid_of(1)}/city"
    record = one.good("a part of an address", op("replace", city, "York"))
    report.equal("the address has it", "York", record["addresses"][uuid_of(1)]["city"])
    record = one.good("a new address", op("add", f"/addresses/{NEW}", {"type": "delivery", "city": "Hull"}))
    report.equal("it stands second", 2, record["addresses"][NEW]["ordinal"])
    record = one.good("an address removed", op("remove", f"/addresses/{NEW}"))
    report.case("it is gone", NEW not in record["addresses"], got=record["addresses"])
    record = one.good("an address copied", op("copy", f"/addresses/{NEW}", **{"from": f"/addresses/{uuid_of(1)}"}),
                      op("replace", f"/addresses/{NEW}/type", "billing"),
                      op("replace", f"/addresses/{NEW}/primary", False))
    report.equal("the copy", ("billing", "York", 2),
                 tuple(record["addresses"][NEW][key] for key in ("type", "city", "ordinal")))
    record = one.good("a contact changed and one added",
                      op("replace", f"/contacts/{uuid_of(2)}/first_name", "Grace"),
                      op("add", f"/contacts/{NEW}", {"first_name": "Joan", "email": "j@example.com"}))
    report.equal("both contacts", {"Grace", "Joan"},
                 {each["first_name"] for each in record["contacts"].values()})
    one.good("moved below another customer", op("test", "/parent", 2), op("replace", "/parent", 101), parent=101)
    version = one.native.get(one.id)["version"]
    one.good("nothing to do", op("test", "/version", version), version=version)
    report.equal("an empty patch is no change", version, one.send().json()["version"])


def whole(report, server):
    """Replaces the whole document by what a read shows with one change; secrets stay."""
    one = Patched(report, server, "Whole")
    record = one.native.get(one.id)
    report.equal("the card shows as its mask", "****1111", record["card_number"])
    record["notes"] = "replaced"
    one.good("the root replaced", op("replace", "", record), notes="replaced", card_number="****1111")
    record = one.native.get(one.id)
    del record["notes"]
    one.good("what is left out is cleared", op("add", "", record), notes=None, card_number="****1111")
    one.good("a mask is what a test sees", op("test", "/card_number", "****1111"), card_number="****1111")
    one.bad("a mask is no secret to copy", 422, "bank_account_number",
            op("copy", "/bank_account_number", **{"from": "/card_number"}))
    record["id"] = 7
    one.bad("not another id", 422, "id", op("replace", "", record))
    one.bad("not an empty document", 422, "id", op("replace", "", {}))
    one.bad("not a list", 422, None, op("replace", "", []))


def refused(report, server):
    """Everything invalid is refused by name, and nothing of the patch is applied."""
    one = Patched(report, server, "Refused")
    first = op("add", "/account", "never")
    one.bad("a test that fails", 409, "/name", first, op("test", "/name", "Other"))
    one.bad("a test of nothing", 409, "/fax", first, op("test", "/fax", "1"))
    one.bad("a path to nothing", 422, "/fax", first, op("remove", "/fax"))
    one.bad("a path into a text", 422, "/name/0", first, op("add", "/name/0", "x"))
    one.bad("an index too far", 422, "/custom_fields/7", first, op("add", "/custom_fields/7", {}))
    one.bad("a move into itself", 422, "/addresses/x", first,
            op("move", "/addresses/x", **{"from": "/addresses"}))
    one.bad("the whole removed", 422, None, op("remove", ""))
    one.bad("an unknown field", 422, "nmae", op("add", "/nmae", "x"))
    one.bad("a value too long", 422, "notes", first, op("replace", "/notes", "x" * 501))
    one.bad("what is required", 422, "name", first, op("remove", "/name"))
    one.bad("what follows", 422, "resolved", op("add", "/resolved/bulk_calls", 7))
    one.bad("an address by no uuid", 422, "addresses/first", op("add", "/addresses/first", {}))
    for name, body in (("no array", {"op": "remove"}), ("no operation", [7]), ("no op", [{"path": "/a"}]),
                       ("an unknown op", [op("delete", "/a")]), ("no path", [{"op": "remove"}]),
                       ("no pointer", [op("remove", "notes")]), ("no value", [op("add", "/notes")]),
                       ("no from", [op("copy", "/notes")]), ("too many", [first] * 1001)):
        before = one.native.mark(one.id)
        reply = one.native.call("PATCH", f"/customers/{one.id}", body, PATCH)
        report.case(f"malformed: {name}", reply.status == 400, json.dumps(body)[:200], 400, reply)
        report.equal(f"malformed: {name}: nothing was written", before, one.native.mark(one.id))
    grow = [op("add", "/custom_fields", [{"key": "a", "value": "x"}] * 50)]
    grow += [op("copy", "/custom_fields/-", **{"from": "/custom_fields"})] * 30
    one.bad("copies of copies", 422, "/custom_fields/-", *grow)
    for path in ("/principals/1", "/plans/1"):
        reply = one.native.call("PATCH", path, [], PATCH)
        report.case(f"{path} takes merge patches only", reply.status == 415 and
                    "merge-patch" in reply.headers.get("accept-patch", "") and
                    "json-patch+json" not in reply.headers["accept-patch"], got=reply)


def conditions(report, server):
    """With If-Match, rebase and rehearsal. A caller who may not see the customer learns nothing."""
    one = Patched(report, server, "Conditions")
    change = op("replace", "/notes", "changed")
    reply = one.send(change, query="?dry_run=true")
    report.equal("a rehearsal tells the change",
                 [{"path": "notes", "before": "keep", "after": "changed"}], reply.json().get("changes"))
    report.equal("and writes nothing", "keep", one.native.get(one.id)["notes"])
    one.bad("a rehearsal tests, too", 409, "/name", op("test", "/name", "x"), query="?dry_run=true")
    one.bad("another version", 412, None, change, headers={"If-Match": '"9"'})
    reply = one.send(change, headers={"If-Match": '"1"'})
    report.equal("this version", (200, "changed"), (reply.status, reply.json().get("notes")))
    rebase = {"If-Match": '"1"', "Prefer": "handling=rebase"}
    reply = one.send(op("add", "/account", "on top"), headers=rebase)
    report.equal("on top of another's change", (200, "on top"), (reply.status, reply.json().get("account")))
    one.bad("not over it", 412, "notes", op("replace", "/notes", "mine"), headers=rebase)
    outsider = Native(server, "outsider")
    reply = outsider.call("PATCH", f"/customers/{one.id}", [op("test", "/name", "Conditions")], PATCH)
    report.equal("out of reach", 404, reply.status)
    reply = Native(server, "reader").call("PATCH", f"/customers/{one.id}", [change], PATCH)
    report.equal("may only read", 403, reply.status)
    newest = one.native.call("GET", f"/customers/{one.id}/history?limit=1").json()["items"][0]
    report.equal("history holds it", ["account"], [each["path"] for each in newest["changes"]])


if __name__ == "__main__":
    harness.main([operations, whole, refused, conditions])
