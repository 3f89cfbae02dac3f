#!/usr/bin/env python3
"""Decisions F3 to F9 of flolive about the body: parts that merge, primary marks that move, numbers
in pairs."""

import re

import near  # noqa: F401
import harness
from dialects import Raw
from harness import uuid_of, view
from proof import Proof

BAD = "400 CUSTOMER_1003"
UNKNOWN = "ffffffff-ffff-4fff-8fff-ffffffffffff"
NUMBERS = {"landlinePhoneNumber": "+44 20 7123 4567", "mobilePhoneNumber": "+447700900123"}


def bare(proof, name):
    """A customer without contacts and addresses."""
    proof.m2mportal.add(name)
    return proof.native.get(proof.enswitch.data("customers/get", {"name": name})["id"])


def f03_what_empty_does(report, server):
    """F3; the matrix has every member with each of the four empties."""
    proof = Proof(report, server)
    customer = proof.make("f three", telephone="+44 20 1111 1111", address1="1 High Street")
    update = lambda body: proof.flolive.update(customer, body)  # noqa: E731
    contact, address = proof.contact(customer), proof.address(customer)
    with proof.still("F3", customer):
        proof.accepted("F3 {} is an ACK without a change", update({}), "202")
        for body, path in (({"name": None}, "name"), ({"name": ""}, "name"),
                           ({"contact": {"id": None, "gender": "MALE"}}, "contact.id"),
                           ({"contact": {"id": "", "gender": "MALE"}}, "contact.id"),
                           ({"contact": {"id": contact, "role": None}}, "contact.role"),
                           ({"contact": {"id": contact, "type": ""}}, "contact.type"),
                           ({"address": [{"id": address, "type": None}]}, "address[0].type"),
                           ({"address": [{"id": "", "street": "x"}]}, "address[0].id"),
                           ({"status": "SUSPEND"}, "status"), ({"currency": "JPY"}, "currency"),
                           ({"customerId": uuid_of(101)}, "customerId")):
            proof.refused(f"F3 refused: {body}", update(body), BAD, path)
        for text in ("[]", "5", '"x"', "null", "true"):
            proof.refused(f"F3 a body that is {text}", proof.flolive.patch(customer["uuid"], text),
                          BAD)
    for empty in (Raw("{}"), Raw("[]"), None):
        proof.accepted("F3 invoice configuration", update({"invoiceConfiguration": {
            "chargeByActive": "SIM", "vat": "15", "deviceCost": 1, "invoiceText": "Thanks",
            "deliveryMethod": "EMAIL", "paymentDueAfterInvoiceIssued": 30,
            "paymentDueUnits": "DAYS"}}))
        proof.holds("F3 invoice configuration is there", customer, charge_by="sim", vat="15",
                    invoices_due=30)
        proof.accepted(f"F3 invoiceConfiguration {empty}", update({"invoiceConfiguration": empty}))
        proof.holds(f"F3 invoiceConfiguration {empty} clears all of it", customer, charge_by=None,
                    vat=None,
                    device_cost=None, invoice_text=None, invoice_delivery=None, invoices_due=None)


def f04_addresses_merge_by_id(report, server):
    """F4."""
    proof = Proof(report, server)
    customer = bare(proof, "f four")
    update = lambda body: proof.flolive.update(customer, body)  # noqa: E731
    proof.accepted("F4 no id but a type adds", update({"address": [
        {"type": "PRIVATE", "street": "High Street", "city": "London"},
        {"type": "SHIPPING", "street": "Dock 4"}]}))
    proof.holds("F4 two are added", customer, main__street="High Street", delivery__street="Dock 4")
    main = proof.address(customer)
    proof.accepted("F4 a known id", update({"address": [{"id": main, "street": "Low Road"}]}))
    proof.holds("F4 a known id: the given members change, the others and other addresses stay",
                customer,
                main__street="Low Road", main__city="London", delivery__street="Dock 4")
    proof.accepted("F4 one changed and one added", update({"address": [
        {"id": main, "city": None}, {"type": "MAILING", "street": "PO Box 12"}]}))
    proof.holds("F4 one changed and one added", customer, main__city=None,
                billing__street="PO Box 12")
    with proof.still("F4", customer):
        proof.refused("F4 an unknown id", update({"address": [{"id": UNKNOWN, "street": "x"}]}),
                      BAD, "address[0].id")
        proof.refused("F4 an unknown id with a type",
                      update({"address": [{"id": UNKNOWN, "type": "PRIVATE"}]}),
                      BAD, "address[0].id")
        proof.refused("F4 another customer's address", update({"address": [
            {"id": next(iter(proof.native.get(123)["addresses"]), UNKNOWN), "street": "x"}]}), BAD,
                      "address[0].id")
        proof.refused("F4 neither id nor type", update({"address": [{"street": "x"}]}), BAD,
                      "address[0]")
        proof.refused("F4 no uuid", update({"address": [{"id": "7", "street": "x"}]}), BAD,
                      "address[0].id")
        proof.refused("F4 the same id twice",
                      update({"address": [{"id": main, "city": "a"}, {"id": main, "city": "b"}]}),
                      BAD, "address[1]")
        proof.refused("F5 a single object", update({"address": {"id": main, "street": "x"}}), BAD,
                      "address")
    ids = [each["id"] for each in proof.flolive.show(customer)["address"]]
    report.equal("F4 reads show every address and its id", (3, True), (len(ids), main in ids))
    proof.accepted("F4 [] clears all", update({"address": []}))
    report.equal("F4 [] clears all", {}, proof.native.get(customer["id"]).get("addresses") or {})


def f04_lists_are_replaced(report, server):
    """F4 and F9: identity, campaign and customFields are replaced as a whole."""
    proof = Proof(report, server)
    customer = proof.make("f four, lists", telephone="+44 20 1111 1111")
    contact = proof.contact(customer)
    for body in ({"contact": {"id": contact, "identity": [{"idType": "ID", "idNumber": "1"},
                                                          {"idType": "PASSPORT", "idNumber": "2"}]},
                  "campaign": [1, 2, 3], "customFields": [{"keyName": "a", "keyValue": "1"},
                                                          {"keyName": "b", "keyValue": "2"}]},
                 {"contact": {"id": contact, "identity": [{"idType": "PASSPORT", "idNumber": "3"}]},
                  "campaign": [4], "customFields": [{"keyName": "b", "keyValue": "9"}]}):
        proof.accepted("F4 lists", proof.flolive.update(customer, body))
    proof.holds("F4 the last list is the whole list", customer,
                contact__identities=[{"type": "passport", "number": "3"}],
                campaigns=[4], custom_fields=[{"key": "b", "value": "9"}])


def f05_contacts(report, server):
    """F5."""
    proof = Proof(report, server)
    customer = bare(proof, "f five")
    update = lambda body: proof.flolive.update(customer, body)  # noqa: E731
    given = "7f6d1b7e-9d5e-4f5a-8a57-0d7e1a2b3c4e"
    with proof.still("F5 before the first", customer):
        proof.refused("F5 role is mandatory where the contact is created",
                      update({"contact": {"id": given, **NUMBERS}}), BAD, "contact.role")
    proof.accepted("F5 the first contact is created with its id",
                   update({"contact": {"id": given, "role": "SELFCARE", **NUMBERS}}))
    report.equal("F5 its id", given, proof.contact(customer))
    proof.holds("F5 it is primary", customer, contact__role="selfcare", contact__primary=True)
    with proof.still("F5", customer):
        proof.refused("F5 an unknown id", update({"contact": {"id": UNKNOWN, "gender": "MALE"}}),
                      BAD, "contact.id")
        proof.refused("F5 an unknown id with a role",
                      update({"contact": {"id": UNKNOWN, "role": "NONE", **NUMBERS}}),
                      BAD, "contact.id")
        proof.refused("F5 another customer's contact", update({"contact": {
            "id": proof.contact(proof.make("f five, other", telephone="+44 20 1")),
            "gender": "MALE"}}), BAD, "contact.id")
        proof.refused("F5 the only mark unset",
                      update({"contact": {"id": given, "isPrimary": False}}),
                      BAD, "contact.isPrimary")
        proof.refused("F5 a list of contacts",
                      update({"contact": [{"id": given, "gender": "MALE"}]}), BAD, "contact")
        proof.refused("F5 no id", update({"contact": {"gender": "MALE"}}), BAD, "contact.id")
    proof.accepted("F5 role only where it is created",
                   update({"contact": {"id": given, "gender": "MALE"}}))


def f05_primary_addresses(report, server):
    """F5: exactly one address is primary as soon as there is one."""
    proof = Proof(report, server)
    customer = bare(proof, "f five, addresses")
    update = lambda body: proof.flolive.update(customer, body)  # noqa: E731
    marks = lambda: sorted(value["street"] for value in  # noqa: E731
                           proof.native.get(customer["id"])["addresses"].values()
                           if value.get("primary"))
    proof.accepted("F5 the first", update({"address": [{"type": "PRIVATE", "street": "one"}]}))
    report.equal("F5 the first is primary", ["one"], marks())
    proof.accepted("F5 the second", update({"address": [{"type": "SHIPPING", "street": "two"}]}))
    report.equal("F5 the mark stays", ["one"], marks())
    one, two = proof.address(customer), proof.address(customer, "delivery")
    proof.accepted("F5 setting moves", update({"address": [{"id": two, "isPrimary": True}]}))
    report.equal("F5 the mark moved", ["two"], marks())
    with proof.still("F5 addresses", customer):
        proof.refused("F5 unsetting the only mark",
                      update({"address": [{"id": two, "isPrimary": False}]}),
                      BAD, "address[0].isPrimary")
        proof.refused("F5 two marks in one request", update({"address": [
            {"id": one, "isPrimary": True}, {"id": two, "isPrimary": True}]}), BAD, "isPrimary")
    proof.accepted("F5 moved within one request", update({"address": [
        {"id": two, "isPrimary": False}, {"id": one, "isPrimary": True}]}))
    report.equal("F5 moved back", ["one"], marks())


def f06_one_number_stays(report, server):
    """F6; the matrix has the forms of the numbers."""
    proof = Proof(report, server)
    customer = proof.make("f six", telephone="+44 20 1111 1111")
    contact = proof.contact(customer)
    update = lambda **fields: proof.flolive.update(customer,
                                                   {"contact": {"id": contact,
                                                                **fields}})  # noqa: E731
    with proof.still("F6", customer):
        answer = update(landlinePhoneNumber=None)
        report.case("F6 the only number cannot go", not answer.accepted and answer.code == BAD
                    and "PhoneNumber" in answer.words, expected=f"{BAD} naming a number",
                    got=answer)
    proof.accepted("F6 one for the other",
                   update(landlinePhoneNumber=None, mobilePhoneNumber="447700900123"))
    proof.holds("F6 a missing + is added", customer, contact__telephone=None,
                contact__mobile="+447700900123")
    alone = proof.make("f six, alone")
    contact_alone = proof.contact(alone)
    answer = proof.flolive.update(alone, {"contact": {"id": contact_alone, "gender": "MALE"}})
    report.case("F6 after any change to a contact", not answer.accepted and answer.code == BAD
                and "PhoneNumber" in answer.words, expected=f"{BAD} naming a number", got=answer)
    proof.accepted("F6 with a number it is taken", proof.flolive.update(
        alone,
        {"contact": {"id": contact_alone, "gender": "MALE", "mobilePhoneNumber": "+447700900123"}}))
    proof.accepted("F6 no contact sent, nothing to ask", proof.flolive.update(
        proof.make("f six, silent"), {"vatRegistrationNumber": "x"}))


def f07_values(report, server):
    """F7; the matrix has every member."""
    proof = Proof(report, server)
    customer = proof.make("f seven", telephone="+44 20 1111 1111")
    update = lambda body: proof.flolive.update(customer, body)  # noqa: E731
    proof.accepted('F7 "Private", as the document writes it', update({"type": "Private"}))
    proof.holds("F7 type", customer, type="private")
    report.equal("F7 upper case is returned", "PRIVATE", proof.flolive.show(customer)["type"])
    for text, exact in (("10.10", "10.10"), ('"10.10"', "10.10"), ("0.1", "0.1"),
                        ("123456789012345678.123456",
                        "123456789012345678.123456"),
                        ('"999999999999999999.999999"', "999999999999999999.999999"),
                        ("5", "5"), ("0", "0")):
        proof.accepted(f"F7 deviceCost {text}",
                       update({"invoiceConfiguration": {"deviceCost": Raw(text)}}))
        proof.holds(f"F7 deviceCost {text} is exact", customer, device_cost=exact)
        got = proof.flolive.show(customer)["invoiceConfiguration"]["deviceCost"]
        report.case(f"F7 deviceCost {text} reads exactly",
                    exact == str(got) or float(exact) == got == 0, expected=exact, got=got)
    with proof.still("F7", customer):
        proof.refused("F7 a term needs its units",
                      update({"invoiceConfiguration": {"paymentDueAfterInvoiceIssued": 30}}),
                      BAD, "invoiceConfiguration.paymentDueUnits")
        proof.refused("F7 units of no list", update({"invoiceConfiguration": {
            "paymentDueAfterInvoiceIssued": 30, "paymentDueUnits": "MONTHS"}}), BAD,
                      "invoiceConfiguration.paymentDueUnits")
        proof.refused("F7 units of another case", update({"invoiceConfiguration": {
            "paymentDueAfterInvoiceIssued": 30, "paymentDueUnits": "days"}}), BAD,
                      "invoiceConfiguration.paymentDueUnits")
        proof.refused("F7 units that are null", update({"invoiceConfiguration": {
            "paymentDueAfterInvoiceIssued": 30, "paymentDueUnits": None}}), BAD,
                      "invoiceConfiguration.paymentDueUnits")
        proof.refused("F7 invoiceText counts bytes",
                      update({"invoiceConfiguration": {"invoiceText": "é" * 31}}),
                      BAD, "invoiceConfiguration.invoiceText", "60", "62")
    proof.accepted("F7 no units for no term",
                   update({"invoiceConfiguration": {"paymentDueAfterInvoiceIssued": None}}))


def f08_only_the_members_sent_change(report, server):
    """F8."""
    proof = Proof(report, server)
    customer = proof.make("f eight", invoices_due=30)
    proof.accepted("F8 one",
                   proof.flolive.update(customer,
                                        {"invoiceConfiguration": {"vat": 15,
                                                                  "chargeByActive": "IMSI"}}))
    proof.accepted("F8 another",
                   proof.flolive.update(customer,
                                        {"invoiceConfiguration": {"invoiceText": "Thanks"}}))
    proof.holds("F8 no defaults are applied", customer, vat="15", charge_by="imsi",
                invoice_text="Thanks",
                invoices_due=30, activity_indication=None)
    before = view(proof.native.get(customer["id"]))
    proof.accepted("F8 not provided",
                   proof.flolive.update(customer, {"vatRegistrationNumber": "x"}))
    after = view(proof.native.get(customer["id"]))
    report.equal("F8 not provided: kept", {"tax_number": "x"}, harness.changes(before, after))


def f09_custom_fields(report, server):
    """F9."""
    proof = Proof(report, server)
    customer = proof.make("f nine")
    rows = [{"keyName": "tier", "keyValue": "gold"}, {"keyName": "Ünïcode", "keyValue": "<&>"}]
    proof.accepted("F9 stored", proof.flolive.update(customer, {"customFields": rows}))
    report.equal("F9 returned", rows, proof.flolive.show(customer)["customFields"])
    with proof.still("F9", customer):
        proof.refused("F9 unique keys",
                      proof.flolive.update(customer, {"customFields": [rows[0], rows[0]]}),
                      BAD, "customFields")


TESTS = [value for name, value in sorted(globals().items()) if re.match(r"f\d\d_", name)]

if __name__ == "__main__":
    harness.main(TESTS)
