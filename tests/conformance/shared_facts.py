#!/usr/bin/env python3
"""Facts that doors share: each door reads what another writes, for each pair in both directions."""

import itertools

import near  # noqa: F401
import harness
from door_list import each_door
from matrix import alike
from proof import Proof
from harness import view

# fact: two values, and each door's name for it. flolive's addresses are written type/member. Native
# names are those of harness.view; the contact and address ones are only read.
FACTS = {
    "name": ("Shared Name One", "Shared Näme Two", {
        "m2mportal": "(key)", "flolive": "name", "everlytic": "name", "rpc": "name",
        "enswitch": "name", "native": "name"}),
    "e-mail": ("one@example.com", "two@example.org", {
        "flolive": "contact.emailAddress", "everlytic": "email", "rpc": "email",
        "enswitch": "email",
        "native": "contact.email"}),
    "telephone": ("+44 20 7123 4567", "(011) 555-0100", {
        "flolive": "contact.landlinePhoneNumber", "everlytic": "telephone", "rpc": "telephone",
        "enswitch": "telephone", "native": "contact.telephone"}),
    "website": ("www.one.example", "https://two.example/x", {
        "m2mportal": "website", "everlytic": "website_url", "rpc": "website_url",
        "native": "website"}),
    "tax number": ("GB123456789", "4012345678", {
        "flolive": "vatRegistrationNumber", "enswitch": "tax_number", "native": "tax_number"}),
    "main address, first line": ("1 High Street", "Unit 5, The Mill", {
        "m2mportal": "head-office", "flolive": "PRIVATE/street", "everlytic": "address",
        "rpc": "address", "enswitch": "address1", "native": "main.street"}),
    "main address, city": ("London", "São Paulo", {
        "flolive": "PRIVATE/city", "enswitch": "address_city", "native": "main.city"}),
    "main address, state": ("Gauteng", "Texas", {
        "flolive": "PRIVATE/state", "everlytic": "state_provinces", "rpc": "state_provinces",
        "enswitch": "address_state", "native": "main.state"}),
    "main address, postal code": ("2196", "TH77 3GG", {
        "flolive": "PRIVATE/zipCode", "everlytic": "postal_code", "rpc": "postal_code",
        "enswitch": "address_code", "native": "main.postal_code"}),
    "delivery address": ("Dock 4, Liverpool Road", "Gate B", {
        "m2mportal": "delivery-address", "flolive": "SHIPPING/street",
        "native": "delivery.street"}),
    "billing address": ("As head office", "PO Box 12", {
        "m2mportal": "billing-address", "flolive": "MAILING/street", "native": "billing.street"}),
    "payment due": ("30", "45", {
        "flolive": "invoiceConfiguration.paymentDueAfterInvoiceIssued", "enswitch": "invoices_due",
        "native": "invoices_due"}),
    "external id": ("CRM-1", "CRM-2", {
        "everlytic": "unique_id", "rpc": "unique_id", "native": "external_id"}),
    "notes": ("First note.", "Second note.", {"m2mportal": "notes", "native": "notes"}),
    "fax": ("+44 20 1", "+44 20 2", {
        "enswitch": "fax", "everlytic": "fax (read)", "rpc": "fax (read)", "native": "fax"}),
    "currency": ("GBP", "ZAR", {
        "enswitch": "currency", "flolive": "currency (read)", "native": "currency"}),
    "timezone": ("Europe/London", "Africa/Johannesburg",
                 {"enswitch": "timezone", "native": "timezone"}),
}
each_door([door for _, _, names in FACTS.values() for door in names])


class Doors(Proof):
    """Writes and reads a fact by a door's name for it."""

    def write(self, door, customer, field, value):
        """Whether the door accepted it: an Answer or a Reply."""
        if door == "native":
            value = int(value) if field == "invoices_due" else value
            return self.native.patch(customer["id"], {field: value})
        if door == "m2mportal":
            return self.m2mportal.update({"name": self.native.get(customer["id"])["name"]},
                                         {field: value})
        if door == "flolive":
            return self.flolive.update(customer, self.body(customer, field, value))
        return getattr(self, door).update(customer, {field: value})

    def body(self, customer, field, value):
        """flolive's PATCH body for a path."""
        kind, _, member = field.partition("/")
        if member:
            shown = [each for each in self.flolive.show(customer).get("address") or []
                     if each["type"] == kind]
            known = {"id": shown[0]["id"]} if shown else {"type": kind}
            return {"address": [{**known, member: value}]}
        home, _, member = field.partition(".")
        if home == "contact":
            return {"contact": {"id": self.contact(customer), member: value}}
        if home == "invoiceConfiguration":
            return {home: {member: int(value), "paymentDueUnits": "DAYS"}}
        return {home: value}

    def read(self, door, customer, field):
        """What the door shows."""
        field = field.removesuffix(" (read)")
        if door == "native":
            return view(self.native.get(customer["id"])).get(field)
        shown = getattr(self, door).show(customer)
        if door != "flolive":
            return shown.get(field)
        kind, _, member = field.partition("/")
        if member:
            found = [each for each in shown.get("address") or [] if each["type"] == kind]
            return found[0].get(member) if found else None
        home, _, member = field.partition(".")
        return (shown.get(home) or {}).get(member) if member else shown.get(home)


def writes(door, field):
    """Whether this program can write through a door's spelling."""
    return not field.endswith("(read)") and field != "(key)" and not (
        door == "native" and "." in field)


def each_pair(report, server):
    """Every ordered pair of doors that share a fact: one writes, the other reads."""
    doors = Doors(report, server)
    for fact, (first, second, spellings) in FACTS.items():
        customer = doors.make(f"shares {fact}", telephone="+44 20 1111 1111")
        values = itertools.cycle((first, second))
        for writer, reader in itertools.permutations(spellings, 2):
            if not writes(writer, spellings[writer]):
                continue
            value = next(values)
            name = f"{fact}: {writer} writes, {reader} reads"
            report.guard(name, one_pair, doors, customer, name, (writer, reader), spellings, value)


def one_pair(doors, customer, name, pair, spellings, value):
    """One fact through one pair of doors."""
    writer, reader = pair
    answer = doors.write(writer, customer, spellings[writer], value)
    taken = getattr(answer, "accepted", True) and not getattr(answer, "trouble", "")
    version = doors.native.get(customer["id"])["version"]
    if reader != "m2mportal":
        got = doors.read(reader, customer, spellings[reader])
        doors.report.case(name, taken and alike(value, got), {spellings[writer]: value}, value,
                          got if taken else answer)
        return
    # The vendor documents no call that reads. Instead, writing the same value again must change
    # nothing.
    if spellings[reader] == "(key)":
        again = doors.m2mportal.edit(value, "")
    else:
        again = doors.write(reader, customer, spellings[reader], value)
    got = doors.native.get(customer["id"])["version"]
    doors.report.case(name, taken and again.accepted and got == version, {spellings[writer]: value},
                      f"success, still version {version}", f"{again!r}, version {got}")


def status_words(report, server):
    """The status and the deletion mark, in every door's words (rule 8)."""
    doors = Doors(report, server)
    customer = doors.make("has a status")
    words = {"on": ("ACTIVE", "active"), "suspended": ("SUSPEND", "suspended"),
             "off": ("SUSPEND", "off")}
    for written, (flolive, canonical) in [*words.items(), ("on", words["on"])]:
        for door in ("everlytic", "rpc"):
            doors.accepted(f"status {written} by {door}",
                           getattr(doors, door).update(customer, {"status": written}))
            report.equal(f"status {written} reads at flolive", flolive,
                         doors.flolive.show(customer)["status"])
            report.equal(f"status {written} reads at native", canonical,
                         doors.native.get(customer["id"])["status"])
            report.equal(f"status {written} reads at enswitch", "0",
                         str(doors.enswitch.show(customer).get("deleted", "0")))


def deletion(report, server):
    """Deleted by one door means deleted for all; undeleted by one means undeleted for all (rule 8).
    """
    doors = Doors(report, server)
    away = {
        "enswitch delete": lambda each: doors.enswitch.act("customers/delete", {"id": each["id"]}),
        "everlytic deleted=yes": lambda each: doors.everlytic.update(each, {"deleted": "yes"}),
        "everlytic status=deleted": lambda each: doors.everlytic.update(
            each, {"status": "deleted"}),
        "everlytic DELETE": lambda each: doors.everlytic.read(
            doors.everlytic.call("DELETE", f"/customers/{each['id']}")),
        "XML-RPC DeleteCustomer": lambda each: doors.rpc.read(
            doors.rpc.method("DeleteCustomer", each["id"])),
    }
    back = {
        "enswitch undelete": lambda each: doors.enswitch.act("customers/undelete",
                                                             {"id": each["id"]}),
        "everlytic deleted=no": lambda each: doors.everlytic.update(each, {"deleted": "no"}),
    }
    for (how, take), (returned, give) in zip(away.items(), itertools.cycle(back.items())):
        customer = doors.make(f"goes by {how}")
        doors.everlytic.update(customer, {"status": "suspended"})
        answer = take(customer)
        report.case(f"{how} is accepted", answer.accepted, got=answer)
        report.equal(f"{how}: native", True, doors.native.get(customer["id"]).get("deleted"))
        shown = doors.everlytic.show(customer)
        report.equal(f"{how}: everlytic", ("deleted", "yes"), (shown["status"], shown["deleted"]))
        shown = doors.rpc.show(customer)
        report.equal(f"{how}: XML-RPC", ("deleted", "yes"), (shown["status"], shown["deleted"]))
        doors.refused(f"{how}: flolive", doors.flolive.update(customer, {"name": "x"}),
                      "404 CUSTOMER_1002")
        doors.refused(f"{how}: m2mportal", doors.m2mportal.update(customer, {"notes": "x"}),
                      "Invalid Content")
        for listed, due in ((0, False), (1, True), (-1, True)):
            rows = doors.enswitch.data("customers/list",
                                       {"deleted": listed, "name": customer["name"]})
            report.equal(f"{how}: enswitch list deleted={listed}", due,
                         customer["id"] in [int(row["id"]) for row in rows])
        answer = give(customer)
        report.case(f"{returned} after {how} is accepted", answer.accepted, got=answer)
        shown = doors.everlytic.show(customer)
        report.equal(f"{returned} after {how}: everlytic has the status from before",
                     ("suspended", "no"),
                     (shown["status"], shown["deleted"]))
        report.equal(f"{returned} after {how}: flolive", "SUSPEND",
                     doors.flolive.show(customer)["status"])
        doors.accepted(f"{returned} after {how}: m2mportal",
                       doors.m2mportal.update(customer, {"notes": "x"}))


def countries(report, server):
    """A country is kept as written. A door that needs a code derives it, or shows the written text.
    """
    doors = Doors(report, server)
    customer = doors.make("has a country", address1="1 High Street")
    for written, code in (("South Africa", "ZA"), ("ZA", "ZA"), ("United Kingdom", "GB"),
                          ("Germany", "DE"),
                          ("Middle-earth", "Middle-earth")):
        doors.accepted(f"country {written} by enswitch",
                       doors.enswitch.update(customer, {"country": written}))
        report.equal(f"country {written} at everlytic", code,
                     doors.everlytic.show(customer)["country"])
        report.equal(f"country {written} at XML-RPC", code, doors.rpc.show(customer)["country"])
        report.equal(f"country {written} at enswitch", written,
                     doors.enswitch.show(customer)["country"])
        doors.holds(f"country {written} in the record", customer, main__country=written)
    doors.accepted("country by flolive",
                   doors.write("flolive", customer, "PRIVATE/country", "France"))
    report.equal("country France at everlytic", "FR", doors.everlytic.show(customer)["country"])
    doors.accepted("country by everlytic", doors.everlytic.update(customer, {"country": "it"}))
    report.equal("country IT at flolive, which wants a name", "Italy",
                 doors.read("flolive", customer, "PRIVATE/country"))


if __name__ == "__main__":
    harness.main([each_pair, status_words, deletion, countries])
