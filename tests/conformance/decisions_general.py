#!/usr/bin/env python3
"""The eleven rules for every door, each tested at every door that it concerns."""

import re

import near  # noqa: F401
from door_list import DIALECTS, each_door
import harness
from harness import Server
from proof import Proof


def r01_silence_keeps_empty_clears_a_value_replaces(report, server):
    """Rule 1."""
    proof = Proof(report, server)
    customer = proof.make("rule one", telephone="+44 20 1111 1111", address1="1 High Street",
                          tax_number="T1")
    proof.native.patch(customer["id"], {"website": "old.example", "notes": "keep me"})
    proof.accepted("1 m2mportal clears", proof.m2mportal.update(customer, {"website": ""}))
    proof.holds("1 m2mportal: empty clears, silence keeps", customer, website=None, notes="keep me")
    proof.accepted("1 everlytic clears", proof.everlytic.update(customer, {"address": ""}))
    proof.holds("1 everlytic: empty clears, silence keeps", customer, main__street=None,
                contact__telephone="+44 20 1111 1111", tax_number="T1")
    proof.accepted("1 flolive clears",
                   proof.flolive.update(customer, {"vatRegistrationNumber": None}))
    proof.holds("1 flolive: empty clears, silence keeps", customer, tax_number=None,
                notes="keep me")
    proof.accepted("1 enswitch replaces", proof.enswitch.update(customer, {"tax_number": "T2"}))
    proof.holds("1 enswitch: a value replaces, silence keeps", customer, tax_number="T2",
                notes="keep me",
                contact__email="first@example.com")


def r02_all_or_nothing(report, server):
    """Rule 2: one bad field among good ones changes nothing."""
    proof = Proof(report, server)
    customer = proof.make("rule two", telephone="+44 20 1111 1111", address1="1 High Street")
    with proof.still("2 m2mportal", customer):
        proof.refused("2 m2mportal", proof.m2mportal.update(
            customer, {"website": "new.example", "notes": "x" * 501}), "Invalid Content", "notes")
    with proof.still("2 flolive", customer):
        proof.refused("2 flolive", proof.flolive.update(
            customer, {"name": "New", "mfaConfiguration": "SOMETIMES"}), "400 CUSTOMER_1003",
                      "mfaConfiguration")
    for name, door, code in (("everlytic", proof.everlytic, "400 10400"),
                             ("XML-RPC", proof.rpc, "10400")):
        with proof.still(f"2 {name}", customer):
            proof.refused(f"2 {name}", door.update(customer, {"name": "New", "country": "ZZ"}),
                          code, "country")
    with proof.still("2 enswitch", customer):
        proof.refused("2 enswitch", proof.enswitch.update(customer, {"name": "New", "cos": "999"}),
                      "400", "cos")


def r03_unknown_fields_are_refused_and_named(report, server):
    """Rule 3, with the default settings."""
    proof = Proof(report, server)
    customer = proof.make("rule three", telephone="+44 20 1111 1111", address1="1 High Street")
    contact, address = proof.contact(customer), proof.address(customer)
    with proof.still("3 every door", customer):
        proof.refused("3 m2mportal", proof.m2mportal.update(customer, {"web-site": "x"}),
                      "Invalid Content", "web-site")
        for path, body in (("nmae", {"nmae": "x"}),
                           ("contact.mail", {"contact": {"id": contact, "mail": "x"}}),
                           ("address[0].town", {"address": [{"id": address, "town": "x"}]}),
                           ("invoiceConfiguration.tax", {"invoiceConfiguration": {"tax": 1}})):
            proof.refused(f"3 flolive {path}", proof.flolive.update(customer, body),
                          "400 CUSTOMER_1003", path)
        proof.refused("3 everlytic", proof.everlytic.update(customer, {"nmae": "x"}), "400 10400",
                      "nmae")
        proof.refused("3 XML-RPC", proof.rpc.update(customer, {"nmae": "x"}), "10400", "nmae")
        proof.refused("3 enswitch", proof.enswitch.update(customer, {"nmae": "x"}), "400", "nmae",
                      "name")


def r03_unknown_fields_ignored_where_configured(report, _):
    """Rule 3, with unknown_fields = "ignore" at each door: a warning in history and log."""
    with Server("\n".join(f"[{door}]\nunknown_fields = \"ignore\"" for door in DIALECTS)) as server:
        proof = Proof(report, server)
        customer = proof.make("ignores", telephone="+44 20 1111 1111")
        sent = each_door({
            "m2mportal": (proof.m2mportal, {"notes": "by m2mportal", "zzmisspelt-one": "x"},
                          "zzmisspelt-one"),
            "flolive": (proof.flolive, {"vatRegistrationNumber": "by flolive",
                                        "zzmisspeltTwo": "x"}, "zzmisspeltTwo"),
            "everlytic": (proof.everlytic, {"state_provinces": "by everlytic",
                                            "zzmisspelt_three": "x"}, "zzmisspelt_three"),
            "XML-RPC": (proof.rpc, {"postal_code": "by rpc", "zzmisspelt_four": "x"},
                        "zzmisspelt_four"),
            "enswitch": (proof.enswitch, {"description": "by enswitch", "zzmisspelt_five": "x"},
                         "zzmisspelt_five"),
        }, without=("native",))
        for name, (door, fields, unknown) in sent.items():
            proof.accepted(f"3 {name} ignores", door.update(customer, fields))
            report.case(f"3 {name}: the warning is in history",
                        unknown in proof.native.history(customer["id"]).decode(), expected=unknown,
                        got=proof.native.history(customer["id"]).decode()[-600:])
            report.case(f"3 {name}: the warning is in the log", unknown in server.log(),
                        expected=unknown,
                        got=server.log()[-600:])
        proof.holds("3 the other fields are set", customer, notes="by m2mportal",
                    tax_number="by flolive",
                    main__state="by everlytic", main__postal_code="by rpc",
                    description="by enswitch")


def r04_limits_count_code_points(report, server):
    """Rule 4: refused with the limit and the length. Text of exactly the limit is accepted in any
    script."""
    proof = Proof(report, server)
    customer = proof.make("rule four")
    combining = "e\u0301"  # two code points, one letter
    proof.accepted("4 200 code points of 400 bytes",
                   proof.enswitch.update(customer, {"name": "é" * 200}))
    customer = proof.native.get(customer["id"])
    with proof.still("4", customer):
        proof.refused("4 201 code points", proof.enswitch.update(customer, {"name": "é" * 201}),
                      "400", "name", "200", "201")
        proof.refused("4 combining marks count",
                      proof.m2mportal.update(customer, {"website": combining * 51}),
                      "Invalid Content", "website", "100", "102")
    proof.accepted("4 combining marks fit",
                   proof.m2mportal.update(customer, {"website": combining * 50}))
    proof.holds("4 nothing is normalised or cut", customer, website=combining * 50)


def r06_what_a_door_shows_it_takes_back(report, server):
    """Rule 6: what was read can be written back unchanged, whatever other doors have stored there.
    """
    proof = Proof(report, server)
    for number in (101, 102, 103, 123):
        back_and_forth(proof, {"id": number, "uuid": harness.uuid_of(number)},
                       f"6 demo customer {number}")
    customer = proof.make(
        "rule six", telephone="extension (7), ask for Zoë", address1="1 High Street",
        address2="Floor 2",
        address_city="London", country="Middle-earth", creditcard_number="4111111111111111",
        bank_account_number="12345678", merchant_password="pass", provision_password="pass",
        maxmsg="plan", invoices_due="-2", call_maximum="-1", bulk_calls="-2", balance="-12.50",
        contract="plan",
        events_url="https://events.example.com/", source="192.0.2.7", overmax="-2", tax_number="T1")
    back_and_forth(proof, customer, "6 after enswitch")
    # Values that other doors accept and these would refuse.
    proof.accepted("6 a name of 255", proof.flolive.update(
        customer, {"name": "n" * 255, "vatRegistrationNumber": "t" * 255}))
    proof.accepted("6 a site of 255", proof.everlytic.update(
        customer, {"website_url": "https://www.example.com/" + "x" * 231, "address": "a" * 255}))
    customer = proof.native.get(customer["id"])
    back_and_forth(proof, customer, "6 after flolive and everlytic")
    with proof.still("6 m2mportal, over-long for it", customer):
        proof.accepted("6 m2mportal takes the website back", proof.m2mportal.update(
            customer, {"website": "https://www.example.com/" + "x" * 231}))
        proof.accepted("6 m2mportal takes nothing for nothing", proof.m2mportal.update(
            customer, {"delivery-address": ""}))
        proof.refused("6 m2mportal refuses another over-long one", proof.m2mportal.update(
            customer, {"website": "https://www.example.com/" + "y" * 231}), "Invalid Content",
                      "website")
        proof.refused("6 enswitch refuses another over-long one", proof.enswitch.update(
            customer, {"name": "m" * 255}), "400", "name")


def back_and_forth(proof, customer, name):
    """Reads through each door and writes everything back through the same door."""
    with proof.still(f"{name}, enswitch", customer):
        shown = {key: value for key, value in proof.enswitch.show(customer).items() if key != "id"}
        proof.accepted(f"{name}, enswitch takes back {len(shown)} members",
                       proof.enswitch.update(customer, shown))
    with proof.still(f"{name}, flolive", customer):
        proof.accepted(f"{name}, flolive",
                       proof.flolive.update(customer, proof.flolive.show(customer)))
    with proof.still(f"{name}, everlytic", customer):
        proof.accepted(f"{name}, everlytic",
                       proof.everlytic.update(customer, proof.everlytic.show(customer)))
    with proof.still(f"{name}, XML-RPC", customer):
        proof.accepted(f"{name}, XML-RPC", proof.rpc.update(customer, proof.rpc.show(customer)))


def r07_an_address_is_one_fact(report, server):
    """Rule 7: text replaces parts, parts replace text, and some parts exist beside the text."""
    proof = Proof(report, server)
    customer = proof.make("rule seven", address1="1 High Street", address2="Floor 2",
                          address_city="London",
                          address_code="N1", country="GB")
    text = "GBT House, Tech Avenue, Webberley"
    proof.accepted("7 text", proof.m2mportal.update(customer, {"head-office": text}))
    proof.holds("7 text replaces the parts", customer, main__street=text, main__line2=None,
                main__city=None,
                main__postal_code=None, main__country=None)
    report.equal("7 parts find the text as first line", text,
                 proof.enswitch.show(customer)["address1"])
    report.equal("7 everlytic finds the text as address", text,
                 proof.everlytic.show(customer)["address"])
    proof.accepted("7 one part over a text",
                   proof.everlytic.update(customer, {"postal_code": "TH77 3GG"}))
    proof.holds("7 the text stays as first line", customer, main__street=text,
                main__postal_code="TH77 3GG")
    proof.accepted("7 first line over a text",
                   proof.enswitch.update(customer, {"address1": "2 Low Road"}))
    proof.holds("7 parts replace the text", customer, main__street="2 Low Road",
                main__postal_code="TH77 3GG")
    proof.accepted("7 empty", proof.m2mportal.update(customer, {"head-office": ""}))
    proof.holds("7 empty text clears all parts", customer, main__street=None,
                main__postal_code=None)


def r07_the_oldest_of_a_type_counts(report, server):
    """Rule 7: if there are several addresses of a type, doors with one address use the oldest."""
    proof = Proof(report, server)
    customer = proof.make("rule seven, several", address1="Oldest")
    proof.accepted("7 a second main address", proof.flolive.update(
        customer, {"address": [{"type": "PRIVATE", "street": "Newer", "isPrimary": True}]}))
    report.equal("7 enswitch reads the oldest", "Oldest", proof.enswitch.show(customer)["address1"])
    report.equal("7 everlytic reads the oldest", "Oldest",
                 proof.everlytic.show(customer)["address"])
    proof.accepted("7 m2mportal writes", proof.m2mportal.update(customer, {"head-office": "Moved"}))
    proof.holds("7 m2mportal writes the oldest", customer, main__street="Moved",
                main2__street="Newer")
    proof.accepted("7 XML-RPC writes", proof.rpc.update(customer, {"address": "Moved on"}))
    proof.holds("7 XML-RPC writes the oldest", customer, main__street="Moved on",
                main2__street="Newer")


def r07_an_emptied_address_reads_empty(report, server):
    """N2 and E2 with several addresses of a type: an emptied address reads as empty, and no other
    address replaces it."""
    proof = Proof(report, server)
    for door, field in ((proof.enswitch, "address1"), (proof.everlytic, "address"),
                        (proof.rpc, "address")):
        customer = proof.make(f"rule seven, emptied by {door.door} {field}", address1="Oldest")
        proof.accepted("7 a second main address", proof.flolive.update(
            customer, {"address": [{"type": "PRIVATE", "street": "Newer"}]}))
        proof.accepted(f"7 {door.door} empties", door.update(customer, {field: ""}))
        report.equal(f"7 {door.door} reads empty", "", door.show(customer)[field])
        with proof.still(f"7 {door.door} empties again", customer):
            proof.accepted(f"7 {door.door} empties again", door.update(customer, {field: ""}))


def r07_street_number_state_province(report, server):
    """Rule 7: street and number read as one line. The state is the province if it is empty."""
    proof = Proof(report, server)
    customer = proof.make("rule seven, line", address1="High Street")
    address = proof.address(customer)
    proof.accepted("7 number", proof.flolive.update(
        customer, {"address": [{"id": address, "buildingNumber": "12", "province": "Gauteng"}]}))
    for door, line, state in ((proof.enswitch, "address1", "address_state"),
                              (proof.everlytic, "address", "state_provinces"),
                              (proof.rpc, "address", "state_provinces")):
        shown = door.show(customer)
        report.equal(f"7 {door.door} reads one line", "High Street 12", shown[line])
        report.equal(f"7 {door.door} reads the province as state", "Gauteng", shown[state])
    with proof.still("7 the line back", customer):
        proof.accepted("7 the line back by enswitch",
                       proof.enswitch.update(customer, {"address1": "High Street 12"}))
        proof.accepted("7 the state back by everlytic", proof.everlytic.update(
            customer, {"state_provinces": "Gauteng"}))
    proof.accepted("7 a state beside it", proof.flolive.update(
        customer, {"address": [{"id": address, "state": "Texas"}]}))
    report.equal("7 the state wins", "Texas", proof.enswitch.show(customer)["address_state"])


def r09_shared_email_and_telephone_live_in_the_primary_contact(report, server):
    """Rule 9: a write without a contact creates one, of type OWNER and role NONE."""
    proof = Proof(report, server)
    for name, write, due in (
            ("everlytic", lambda each: proof.everlytic.update(each, {"email": "a@example.com"}),
             "contact.email"),
            ("XML-RPC", lambda each: proof.rpc.update(each, {"telephone": "+44 20 7"}),
             "contact.telephone"),
            ("enswitch", lambda each: proof.enswitch.update(each, {"telephone": "+44 20 7"}),
             "contact.telephone")):
        proof.m2mportal.add(f"rule nine by {name}")
        customer = proof.native.get(proof.enswitch.data("customers/get",
                                                        {"name": f"rule nine by {name}"})["id"])
        report.equal(f"9 {name}: no contact at first", {}, customer.get("contacts") or {})
        proof.accepted(f"9 {name}", write(customer))
        value = "a@example.com" if due == "contact.email" else "+44 20 7"
        proof.holds(f"9 {name}: the contact", customer, **{
            due: value, "contact.type": "owner", "contact.role": "none", "contact.primary": True})
        shown = proof.flolive.show(customer)["contact"]
        report.equal(f"9 {name}: flolive shows it", ("OWNER", "NONE", True),
                     (shown["type"], shown["role"], shown["isPrimary"]))


def r09_a_second_contact_can_take_over(report, server):
    """Rule 9: the primary mark decides whose e-mail address the other doors show."""
    proof = Proof(report, server)
    customer = proof.make("rule nine, two", telephone="+44 20 1111 1111")
    first = proof.contact(customer)
    second = "7f6d1b7e-9d5e-4f5a-8a57-0d7e1a2b3c4d"
    made = proof.native.call("PATCH", f"/customers/{customer['id']}", {"contacts": {second: {
        "type": "member", "role": "none", "email": "second@example.com", "telephone": "+44 20 2"}}})
    if made.status not in (200, 204):
        report.case("9 a second contact through the native door", False, got=made)
        return
    report.equal("9 the first stays primary", "first@example.com",
                 proof.everlytic.show(customer)["email"])
    proof.accepted("9 the mark moves",
                   proof.flolive.update(customer, {"contact": {"id": second, "isPrimary": True}}))
    report.equal("9 everlytic follows the mark", "second@example.com",
                 proof.everlytic.show(customer)["email"])
    report.equal("9 enswitch follows the mark", "second@example.com",
                 proof.enswitch.show(customer)["email"])
    contacts = proof.native.get(customer["id"])["contacts"]
    report.equal("9 one mark", [False, True],
                 [bool(contacts[each].get("primary")) for each in (first, second)])


def r11_all_problems(report, server):
    """Rule 11: every problem, in the record's order if the envelope has one sentence."""
    proof = Proof(report, server)
    customer = proof.make("rule eleven", telephone="+44 20 1111 1111")
    with proof.still("11 every door", customer):
        answer = proof.enswitch.update(customer, {"cos": "x", "name": "", "on_error": "explode"})
        report.equal("11 enswitch tells all", {"cos", "name", "on_error"},
                     set(answer.where.split()),
                     answer.shown)
        report.equal("11 enswitch codes", {"400"}, set(answer.code.split()))
        answer = proof.flolive.update(customer, {"invoiceConfiguration": {"invoiceText": "x" * 61},
                                                 "mfaConfiguration": "SOMETIMES", "name": None})
        report.case("11 flolive tells all in the record's order", bool(re.search(
            "name .*mfaConfiguration .*invoiceConfiguration.invoiceText ", answer.words)), got=answer)
        for name, door in (("everlytic", proof.everlytic), ("XML-RPC", proof.rpc)):
            answer = door.update(customer, {"country": "ZZ", "industry": "Piracy", "name": ""})
            report.case(f"11 {name} tells all in the record's order", bool(re.search(
                "name .*industry .*country ", answer.words)), got=answer)
        answer = proof.m2mportal.update(customer, {"notes": "x" * 501, "website": "x" * 101})
        report.case("11 m2mportal tells all in the record's order",
                    bool(re.search("notes .*website ", answer.words)), got=answer)
        answer = proof.enswitch.update(customer, {"on_error": "explode"})
        report.case("11 what is allowed", "hangup" in answer.words and "message" in answer.words,
                    expected="hangup, message", got=answer)
        answer = proof.flolive.update(customer, {"address": [{"type": "PRIVATE", "title": "SIR"}]})
        report.equal("11 the document's own sentence",
                     "Failed to update customer details: address[0].title must be one of DR, PROF",
                     answer.words)


TESTS = [value for name, value in sorted(globals().items()) if re.match(r"r\d\d_", name)]

if __name__ == "__main__":
    harness.main(TESTS)
