#!/usr/bin/env python3
"""Details of the documents that belong to no numbered decision, and names that look alike but
differ."""

import re
import unicodedata

import near  # noqa: F401
import harness
from dialects import Enswitch, Everlytic, Flolive, form_text
from dialects_xml import EverlyticRpc, M2mportal
from harness import uuid_of
from proof import Proof

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def e01_names_that_look_alike(report, server):
    """"Must exactly match": another normal form, script or case is another name."""
    proof = Proof(report, server)
    composed = unicodedata.normalize("NFC", "Café Åre")
    names = [composed, unicodedata.normalize("NFD", composed), "CAFÉ ÅRE", "Cаfé Åre",
             "Café\u200b Åre", "Café  Åre"]
    made = {}
    for name in names:
        proof.accepted(f"add {name!r}", proof.m2mportal.add(name))
        made[name] = proof.native.get(proof.enswitch.data("customers/get", {"name": name})["id"])
    report.equal("six names, six customers", 6, len({each["id"] for each in made.values()}))
    for number, name in enumerate(names):
        proof.accepted(f"edit {name!r}", proof.m2mportal.edit(name, f"<notes>{number}</notes>"))
    for number, name in enumerate(names):
        proof.holds(f"only {name!r}", made[name], name=name, notes=str(number))


def e02_what_is_deleted(report, server):
    """Rule 8: flolive and m2mportal answer as if the customer did not exist; enswitch shows it in
    lists and undelete."""
    proof = Proof(report, server)
    customer = proof.make("edge gone")
    below = proof.make("edge gone below", parent=customer["id"])
    proof.accepted("its child first", proof.enswitch.act("customers/delete", {"id": below["id"]}),
                   "204")
    proof.accepted("delete", proof.enswitch.act("customers/delete", {"id": customer["id"]}), "204")
    proof.flolive.sign_in()
    for method, target, body in (("GET", "", None), ("PATCH", "", {"type": "PRIVATE"}),
                                 ("GET", "/child-customers", None)):
        whole = f"/api/v2/customer/{customer['uuid']}{target}"
        answer = proof.flolive.read(proof.flolive.call(method, whole, body))
        report.case(f"flolive {method} {target}",
                    answer.code in ("404 CUSTOMER_1002", "404 CUSTOMER_1006"), expected="404",
                    got=answer)
    answer = proof.flolive.read(proof.flolive.call("POST", f"/api/v2/customer/{customer['uuid']}", {
        "status": "ACTIVE", "currency": "GBP", "name": "x"}))
    report.case("flolive creates nothing below it", answer.code.startswith("404"), expected="404",
                got=answer)
    rows = proof.flolive.call("GET",
                              f"/api/v2/customer/{uuid_of(2)}/child-customers?size=100").json()[
                                  "content"]
    report.case("flolive lists it no more",
                customer["uuid"] not in [row["customerId"] for row in rows], got=rows)
    proof.accepted("m2mportal: the name is free", proof.m2mportal.add("edge gone"))
    for action in ("get", "update", "delete"):
        proof.refused(f"enswitch {action}",
                      proof.enswitch.act(f"customers/{action}", {"id": customer["id"]}), "404")
    proof.accepted("enswitch undelete",
                   proof.enswitch.act("customers/undelete", {"id": customer["id"]}), "204")
    proof.refused("m2mportal: two of one name now",
                  proof.m2mportal.edit("edge gone", "<notes>x</notes>"), "Invalid Content",
                  "customer")


def e03_pairs_of_enswitch(report, server):
    """Query and body form one set of pairs. Encoded names are decoded. Empty pairs are ignored."""
    proof = Proof(report, server)
    send, path = server.http.send, "/api/json/customers/get/"
    signed = form_text(proof.enswitch.signed)
    for name, method, target, body, code in (
            ("both", "POST", f"{path}?{signed}", "id=101", "200"),
        ("twice, in query and body", "POST", f"{path}?{signed};id=101", "id=101", "400"),
            ("an encoded name", "GET", f"{path}?{signed};%69d=101", None, "200"),
        ("a separator at the end", "GET", f"{path}?{signed};id=101;", None, "200"),
            ("a separator twice", "GET", f"{path}?{signed};;id=101", None, "200"),
        ("a name alone", "GET", f"{path}?{signed};id", None, "400"),
            ("in capitals", "GET", f"{path}?{signed};ID=101", None, "400"),
        ("a fragment of none", "GET", f"{path}?{signed};id=101%23", None, "400")):
        reply = send(method, target, body, FORM if body else None)
        answer = proof.enswitch.read(reply)
        report.equal(f"enswitch pairs: {name}", code, answer.code, answer.shown)
    reply = send("POST", "/api/json/customers/update/", f"{signed}&id=101&fax=5",
                 {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"})
    proof.accepted("enswitch: a charset beside the type", proof.enswitch.read(reply), "204")
    for text, kept in (("a+b", "a b"), ("a%20b", "a b"), ("a%2Bb", "a+b"),
                       ("a%3Bb%26c%3Dd", "a;b&c=d"), ("caf%C3%A9", "café"), ("a=b=c", "a=b=c")):
        reply = send("GET", f"/api/json/customers/update/?{signed};id=101;fax={text}")
        proof.accepted(f"enswitch: fax={text}", proof.enswitch.read(reply), "204")
        proof.holds(f"enswitch: fax={text}", {"id": 101}, fax=kept)


def e04_sums_that_do_not_fit(report, server):
    """balance/add and time/add stay within the range of the field."""
    proof = Proof(report, server)
    customer = proof.make("edge sums", balance="999999999999999999.999999",
                          seconds_left="9223372036854775807")
    number = {"id": customer["id"]}
    with proof.still("sums", customer):
        proof.refused("balance: too much",
                      proof.enswitch.act("customers/balance/add", {**number, "amount": "0.000001"}),
                      "400", "amount")
        proof.refused("time: too much",
                      proof.enswitch.act("customers/time/add", {**number, "seconds": "1"}), "400",
                      "seconds")
    proof.accepted("balance: to the cent",
                   proof.enswitch.act("customers/balance/add",
                                      {**number, "amount": "-999999999999999999.999998"}), "204")
    proof.holds("balance: to the cent", customer, balance="0.000001")
    empty = proof.make("edge sums of nothing")
    proof.accepted("balance: where there is none",
                   proof.enswitch.act("customers/balance/add",
                                      {"id": empty["id"], "amount": "5.25"}), "204")
    proof.holds("balance: where there is none", empty, balance="5.25")
    proof.accepted("time: where there is none",
                   proof.enswitch.act("customers/time/add", {"id": empty["id"], "seconds": "60"}),
                   "204")
    proof.holds("time: where there is none", empty, seconds_left=60)
    with proof.still("time below zero", empty):
        proof.refused("time: below zero",
                      proof.enswitch.act("customers/time/add",
                                         {"id": empty["id"], "seconds": "-61"}), "400", "seconds")


def e05_headers(report, server):
    """Schemes in any case, types with a charset, and a key that belongs to somebody else."""
    proof = Proof(report, server)
    for scheme in ("basic", "BASIC", "Basic"):
        door = Everlytic(server)
        door.headers = {"Authorization": door.headers["Authorization"].replace("Basic", scheme)}
        report.equal(f"everlytic: {scheme}", 200, door.call("GET", "/customers/101").status)
    proof.flolive.sign_in()
    for scheme in ("bearer", "BEARER"):
        door = Flolive(server)
        door.headers = {
            "Authorization": proof.flolive.headers["Authorization"].replace("Bearer", scheme)}
        report.equal(f"flolive: {scheme}", 200,
                     door.call("GET", f"/api/v2/customer/{uuid_of(101)}").status)
    for media in ("application/json; charset=utf-8", "application/json;charset=UTF-8",
                  "Application/JSON"):
        reply = proof.everlytic.call("PUT", "/customers/101", '{"industry":"Automotive"}', media)
        report.equal(f"everlytic: {media}", 200, reply.status, reply)
        reply = proof.flolive.call("PATCH", f"/api/v2/customer/{uuid_of(101)}",
                                   '{"type":"PRIVATE"}', {"Content-Type": media})
        report.equal(f"flolive: {media}", 202, reply.status, reply)
    key = "demo-api-key-0000000000000000"
    for name in ("root", "username", "nobody", ""):
        report.equal(f"the administrator's key under the name {name!r}", 401,
                     Everlytic(server, name, key).call("GET", "/customers/101").status)
    report.equal("two Authorization headers", True, harness.raw(
        server.port,
        b"GET /api/2.0/customers/101 HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nAuthorization: "
        b"%s\r\nConnection: close\r\n\r\n"
        % (harness.basic("username", "password").encode(),
           harness.basic("root", "password").encode()))[9:12] in (b"400", b"401"))


def e06_lists_over_xml_rpc(report, server):
    """ListCustomers with none, some and all of its arguments; its limits are REST's."""
    rpc = EverlyticRpc(server)
    made = [Enswitch(server).make(f"edge list {number}",
                                  address_code="EDGE") for number in range(3)]
    filters = {"postal_code": "EDGE"}
    for name, arguments, due in (("in order", (1, 50, "id", "asc", filters), made),
                                 ("DESC", (1, 50, "id", "DESC", filters), made[::-1]),
                                 ("the second page", (2, 2, "id", "asc", filters), made[2:]),
                                 ("an empty array for a filter", (1, 1, "id", "asc", []), None),
                                 ("a page beyond", (9, 50, "id", "asc", filters), [])):
        result, fault = rpc.value(rpc.method("ListCustomers", *arguments))
        got = None if due is None else [row["id"] for row in result or []]
        report.equal(f"ListCustomers: {name}", (due, None), (got, fault))
    for name, arguments in (("page 0", (0,)), ("count 0", (1, 0)), ("count 501", (1, 501)),
                            ("a direction of no list", (1, 50, "id", "up")),
                            ("an unknown filter", (1, 50, "id", "asc", {"nmae": "x"})),
                            ("text for page", ("x",)),
                            ("six arguments", (1, 50, "id", "asc", {}, 1))):
        _, fault = rpc.value(rpc.method("ListCustomers", *arguments))
        report.case(f"ListCustomers: {name}",
                    fault is not None and fault["faultCode"] in (10400, -32602),
                    expected="10400 or -32602", got=fault)


def e07_the_other_end_of_a_contact(report, server):
    """A number that only enswitch accepts is kept when flolive changes something else in that
    contact."""
    proof = Proof(report, server)
    odd = "extension (7), ask for Zoë"
    customer = proof.make("edge contact", telephone=odd)
    contact = proof.contact(customer)
    proof.accepted("another member",
                   proof.flolive.update(customer, {"contact": {"id": contact, "gender": "FEMALE"}}))
    proof.accepted("the odd number back, beside another member", proof.flolive.update(
        customer, {"contact": {"id": contact, "landlinePhoneNumber": odd, "firstName": "Zoë"}}))
    proof.holds("it stays", customer, contact__telephone=odd, contact__gender="female",
                contact__first_name="Zoë")
    proof.refused("a new odd one",
                  proof.flolive.update(customer,
                                       {"contact": {"id": contact,
                                                    "landlinePhoneNumber": odd + "!"}}),
                  "400 CUSTOMER_1003", "contact.landlinePhoneNumber")


def e08_a_role_of_ones_own(report, server):
    """`branch` (administrator, user; no commerce) at each door: it can change its sub-customer, and
    itself only at enswitch."""
    proof = Proof(report, server)
    branch = {"id": 124, "uuid": uuid_of(124), "name": "Example Telecom Branch"}
    for name, door, fields in (("everlytic", Everlytic(server, "branch"),
                                {"industry": "Automotive"}),
                               ("XML-RPC", EverlyticRpc(server, "branch"), {"industry": ""}),
                               ("flolive", Flolive(server, "branch"), {"type": "PRIVATE"}),
                               ("m2mportal", M2mportal(server, "branch"), {"notes": "x"})):
        proof.accepted(f"{name}: below its home", door.update(branch, fields))
    proof.accepted("enswitch: its own",
                   Enswitch(server, "branch").act("customers/update", {"id": 123, "fax": "9"}),
                   "204")
    proof.refused("flolive: its own",
                  Flolive(server, "branch").patch(uuid_of(123), {"type": "PRIVATE"}),
                  "403 CUSTOMER_1003")
    proof.refused("m2mportal: its own",
                  M2mportal(server, "branch").edit("Example Telecom", "<notes>x</notes>"),
                  "Invalid Content")


def e09_characters_that_xml_lacks(report, server):
    """Text that XML cannot carry is refused, or what XML-RPC shows of it can be written back (rule
    6)."""
    proof = Proof(report, server)
    for letter in ("\x01", "\x1b", "\ufffe", "\uffff"):
        customer = proof.make(f"edge {ord(letter)}", telephone="+44 20 1")
        for name, door, field in (("enswitch", proof.enswitch, "address_code"),
                                  ("everlytic", proof.everlytic, "postal_code"),
                                  ("flolive", proof.flolive, "vatRegistrationNumber")):
            answer = door.update(customer, {field: f"a{letter}b"})
            if not answer.accepted:
                proof.refused(f"U+{ord(letter):04X} by {name}", answer, answer.code, field)
                continue
            with proof.still(f"U+{ord(letter):04X} by {name}, shown by XML-RPC and written back",
                             customer):
                proof.accepted(f"U+{ord(letter):04X} by {name}, written back",
                               proof.rpc.update(customer, proof.rpc.show(customer)))


def e10_history_tells_who_and_where(report, server):
    """Each door's change is one entry with principal, door, source, and each value before and
    after."""
    proof = Proof(report, server)
    customer = proof.make("edge history", telephone="+44 20 1", description="before",
                          provision_password="hush-hush")
    proof.native.patch(customer["id"], {"notes": "before", "tax_number": "before",
                                        "website": "before.example", "industry": "Automotive"})
    for door, call, key, after in (
            ("m2mportal", lambda: proof.m2mportal.update(customer, {"notes": "after"}), "notes",
             "after"),
            ("flolive", lambda: proof.flolive.update(customer, {"vatRegistrationNumber": "after"}),
             "tax_number", "after"),
            ("everlytic",
             lambda: proof.everlytic.update(customer, {"website_url": "after.example"}),
             "website", "after.example"),
            ("everlytic", lambda: proof.rpc.update(customer, {"industry": ""}), "industry", None),
            ("enswitch", lambda: proof.enswitch.update(customer, {"description": "after"}),
             "description", "after")):
        before = proof.native.get(customer["id"])
        proof.accepted(f"history: {door} changes {key}", call())
        entry = proof.native.call("GET", f"/customers/{customer['id']}/history").json()["items"][0]
        report.equal(f"history: {door} changes {key}: who and where",
                     (door, "username", "127.0.0.1", before["version"] + 1),
                     tuple(entry[each] for each in ("door", "principal", "source", "version")),
                     entry)
        report.equal(f"history: {door} changes {key}: before and after",
                     [{"path": key, "before": before.get(key), "after": after}], entry["changes"])
    proof.enswitch.update(customer, {"provision_password": "another-secret"})
    text = proof.native.history(customer["id"]).decode()
    report.case("history: a secret's change is masked", "hush" not in text and "another" not in text
                and "provision_password" in text, got=text[:400])


TESTS = [value for name, value in sorted(globals().items()) if re.match(r"e\d\d_", name)]

if __name__ == "__main__":
    harness.main(TESTS)
