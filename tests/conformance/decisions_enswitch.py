#!/usr/bin/env python3
"""Decisions N1 to N11 of enswitch, in the order in which its checks run."""

import re

import near  # noqa: F401
import harness
from dialects import Enswitch
from harness import Server
from proof import Proof


def n01_events_url_alone_is_emptied_by_silence(report, server):
    """N1."""
    proof = Proof(report, server)
    url = "https://events.example.com/hook"
    customer = proof.make("n one", events_url=url)
    proof.holds("N1 set at creation", customer, events_url=url)
    proof.accepted("N1 sent along",
                   proof.enswitch.update(customer, {"fax": "1", "events_url": url}))
    proof.holds("N1 sent along is kept", customer, events_url=url)
    proof.accepted("N1 a refused request",
                   proof.enswitch.act("customers/update", {"id": 123, "validation": 1}))
    with proof.still("N1 refused", customer):
        proof.refused("N1 refused", proof.enswitch.update(customer, {"cos": "x"}), "400", "cos")
    proof.accepted("N1 left out", proof.enswitch.update(customer, {"fax": "2"}))
    proof.holds("N1 left out empties", customer, events_url=None, fax="2")
    proof.accepted("N1 set again", proof.enswitch.update(customer, {"events_url": url}))
    for name, door, fields in (("m2mportal", proof.m2mportal, {"notes": "x"}),
                               ("flolive", proof.flolive, {"type": "PRIVATE"}),
                               ("everlytic", proof.everlytic, {"industry": "Automotive"}),
                               ("XML-RPC", proof.rpc, {"industry": ""})):
        proof.accepted(f"N1 {name}", door.update(customer, fields))
        proof.holds(f"N1 silence of {name} keeps", customer, events_url=url)
    with Server('[enswitch]\nevents_url_default = "current"\n') as other:
        proof = Proof(report, other)
        proof.accepted("N1 configured: set",
                       proof.enswitch.update({"id": 101}, {"events_url": url}))
        proof.accepted("N1 configured: left out", proof.enswitch.update({"id": 101}, {"fax": "2"}))
        proof.holds("N1 configured: left out keeps", {"id": 101}, events_url=url, fax="2")
        proof.accepted("N1 configured: empty",
                       proof.enswitch.update({"id": 101}, {"events_url": ""}))
        proof.holds("N1 configured: empty empties", {"id": 101}, events_url=None)


def n02_empty(report, server):
    """N2; the matrix has every parameter."""
    proof = Proof(report, server)
    customer = proof.make("n two", invoice_format="pdf", payment_type="none", account="A",
                          region="1", contract="1_year", auto_topup="5")
    proof.accepted("N2",
                   proof.enswitch.update(customer, {"account": "", "region": "", "contract": "",
                                                    "auto_topup": ""}))
    proof.holds("N2 emptied", customer, account=None, region=None, contract=None, auto_topup=None)
    shown = proof.enswitch.show(customer)
    report.equal("N2 reads as empty", ["", "", "", ""],
                 [shown[key] for key in ("account", "region", "contract", "auto_topup")])
    with proof.still("N2", customer):
        for field in ("name", "plan", "currency", "cos", "bill_type", "directory", "invoice_format",
                      "payment_type"):
            proof.refused(f"N2 {field}", proof.enswitch.update(customer, {field: ""}), "400", field)


def n03_the_order_of_checks(report, server):
    """N3."""
    proof = Proof(report, server)
    door, wrong = proof.enswitch, Enswitch(server, "user", "wrong")
    branch, reader = Enswitch(server, "branch"), Enswitch(server, "reader")
    customer = proof.make("n three", plan="2")
    own = {"id": customer["id"]}
    with proof.still("N3", customer, {"id": 101}, {"id": 901}, {"id": 123}):
        proof.refused("N3 a non-numeric id, before authentication",
                      wrong.act("customers/update", {"id": "abc"}), "400", "id")
        proof.refused("N3 authentication, before the role",
                      wrong.act("customers/update", {"id": 999999, "cos": "x"}), "401")
        for name, pairs in (("none", []), ("only a name", [("auth_username", "username")]),
                            ("only a password", [("auth_password", "password")]),
                            ("empty", [("auth_username", ""), ("auth_password", "")]),
                            ("an unknown name",
                             [("auth_username", "nobody"), ("auth_password", "password")]),
                            ("a made up token", [("auth_token", "x" * 43)])):
            proof.refused(f"N3 credentials: {name}",
                          door.act("customers/update", [*pairs, ("id", "101"), ("name", "x")],
                                   signed=False), "401")
        proof.refused("N3 the role, before existence",
                      reader.act("customers/update", {"id": 999999, "cos": "x"}), "402")
        proof.refused("N3 not one's own without commerce",
                      branch.act("customers/update", {"id": 124, "cos": "x"}), "402")
        proof.refused("N3 not one's own, unknown", branch.act("customers/update", {"id": 999999}),
                      "402")
        proof.refused("N3 existence, before input",
                      door.act("customers/update", {"id": 999999, "cos": "x"}), "404")
        proof.refused("N3 reach, before input",
                      door.act("customers/update", {"id": 901, "cos": "x"}), "404")
        proof.refused("N3 above one's home", door.act("customers/update", {"id": 1, "name": "x"}),
                      "404")
        proof.refused("N3 input, before the rate plan",
                      door.act("customers/update", {**own, "cos": "x", "record_maximum": "5"}),
                      "400", "cos")
        proof.refused("N3 the rate plan",
                      door.act("customers/update", {**own, "record_maximum": "5"}), "403",
                      "record_maximum")
        answer = door.act("customers/update",
                          {**own, "cos": "x", "on_error": "y", "maxmsg": "z", "email": "no"})
        report.equal("N3 every bad parameter has its own entry",
                     (["cos", "email", "maxmsg", "on_error"], ["400"] * 4),
                     (sorted(answer.where.split()), answer.code.split()), answer.shown)
        for name, pairs, code in (("good", {**own, "name": "y"}, "201"), ("nothing", own, "201"),
                                  ("bad input", {**own, "cos": "x"}, "400"),
                                  ("locked", {**own, "record_maximum": "5"}, "403"),
                                  ("unknown", {"id": 999999}, "404"),
                                  ("out of reach", {"id": 901}, "404")):
            answer = door.act("customers/update", {**pairs, "validation": 1})
            report.equal(f"N3 validation=1, {name}", code, answer.code, answer.shown)
        answer = reader.act("customers/update", {**own, "validation": 1})
        report.equal("N3 validation=1, the role", "402", answer.code, answer.shown)
        for value in ("", "2", "yes"):
            proof.refused(f"N3 validation={value}",
                          door.act("customers/update", {**own, "name": "y", "validation": value}),
                          "400", "validation")
        proof.refused("N3 no id", door.act("customers/update", {"name": "y"}), "400", "id")
        proof.refused("N3 an empty id", door.act("customers/update", {"id": "", "name": "y"}),
                      "400", "id")
    proof.accepted("N3 validation=0",
                   door.act("customers/update", {**own, "name": "n three b", "validation": 0}),
                   "204")
    proof.holds("N3 validation=0 acts", customer, name="n three b")
    proof.accepted("N3 leading zeros of the id are dropped",
                   door.act("customers/update", {"id": f"00{customer['id']}", "name": "n three c"}),
                   "204")


def n04_twice_and_unknown(report, server):
    """N4."""
    proof = Proof(report, server)
    door = proof.enswitch
    customer = proof.make("n four")
    number = ("id", customer["id"])
    with proof.still("N4", customer):
        for pairs, named in (([number, ("name", "a"), ("name", "a")], "name"),
                             ([number, ("name", "a"), ("name", "b")], "name"),
                             ([number, number, ("name", "a")], "id"),
                             ([number, ("fax", ""), ("fax", "")], "fax")):
            proof.refused(f"N4 twice: {pairs}", door.act("customers/update", pairs), "400", named)
        for unknown, nearest in (("nmae", "name"), ("adress1", "address1"),
                                 ("credit_card_number", "creditcard_number"),
                                 ("Email", "email"), ("time_zone", "timezone")):
            answer = door.act("customers/update", [number, (unknown, "x")])
            report.case(f"N4 unknown {unknown}",
                        (answer.code, answer.where) == ("400", unknown) and nearest in answer.words
                        and not answer.trouble, expected=f"400, key {unknown}, nearest {nearest}",
                        got=answer)
        for gone in ("google_checkout_id", "google_checkout_key"):
            proof.refused(f"N4 removed in 4.3: {gone}",
                          door.act("customers/update", [number, (gone, "x")]), "400", gone)


def n05_commercial(report, server):
    """N5; the matrix has every parameter."""
    proof = Proof(report, server)
    branch = Enswitch(server, "branch")
    balance = proof.enswitch.show({"id": 123})["balance"]
    with proof.still("N5", {"id": 123}):
        proof.refused("N5 its own balance",
                      branch.act("customers/update", {"id": 123, "balance": "1000000.00"}), "402",
                      "balance")
        proof.refused("N5 among others",
                      branch.act("customers/update", {"id": 123, "fax": "5", "credit": "99999"}),
                      "402", "credit")
    proof.accepted("N5 the value it has",
                   branch.act("customers/update", {"id": 123, "fax": "5", "balance": balance}),
                   "204")
    proof.holds("N5 beside a change", {"id": 123}, fax="5")


def n06_locked_groups(report, server):
    """N6; the matrix has every parameter."""
    proof = Proof(report, server)
    customer = proof.make("n six", plan="2")
    shown = proof.enswitch.show(customer)["record_maximum"]
    with proof.still("N6", customer):
        answer = proof.enswitch.update(customer,
                                       {"record_maximum": "5", "affiliate_percentage": "5",
                                        "fax": "1"})
        report.case("N6 all or nothing",
                    answer.code.split()[0] == "403" and "fax" not in answer.where, got=answer)
        proof.accepted("N6 the value it has is no change",
                       proof.enswitch.update(customer, {"record_maximum": shown}), "204")
    proof.accepted("N6 another plan unlocks", proof.enswitch.update(customer, {"plan": "1"}), "204")
    proof.accepted("N6 unlocked", proof.enswitch.update(customer, {"record_maximum": "5"}), "204")


def n07_resellers_only_is_stored_for_all(report, server):
    """N7."""
    proof = Proof(report, server)
    customer = proof.make("n seven")
    fields = {"invoice_prefix": "INV-", "merchant_type": "stripe", "merchant_username": "shop",
              "merchant_password": "pass",
              "next_invoice": "77", "paypal": "p@example.com"}
    proof.accepted("N7", proof.enswitch.update(customer, fields), "204")
    proof.holds("N7 stored", customer, invoice_prefix="INV-", merchant_type="stripe",
                merchant_username="shop",
                merchant_password="****", next_invoice=77, paypal="p@example.com")


def n08_secrets(report, server):
    """N8, rule 5, and the verification number that is never kept."""
    proof = Proof(report, server)
    card, account, canary = "4012888888881881", "98765432101234", "tr0ub4dor-canary"
    customer = proof.make("n eight", creditcard_number=card, bank_account_number=account,
                          merchant_password=canary, provision_password=canary,
                          creditcard_verification="918")
    masked = {"creditcard_number": "****1881", "bank_account_number": "****1234",
              "merchant_password": "****",
              "provision_password": "****"}
    shown = proof.enswitch.show(customer)
    report.equal("N8 masked on read", masked, {key: shown[key] for key in masked})
    report.case("N8 verification is not shown",
                "918" not in str(shown.get("creditcard_verification", "")), got=shown)
    with proof.still("N8 masked values mean keep", customer):
        proof.accepted("N8 masked values mean keep", proof.enswitch.update(customer, masked), "204")
    for number in ("4012-8888 8888 1881", "4012888888881881"):
        proof.accepted(f"N8 the same card, {number}",
                       proof.enswitch.update(customer, {"creditcard_number": number}))
        proof.holds(f"N8 the same card, {number}", customer, card_number="****1881")
    with proof.still("N8", customer):
        proof.refused("N8 another mask is no card",
                      proof.enswitch.update(customer, {"creditcard_number": "****9999"}), "400",
                      "creditcard_number")
        answer = proof.enswitch.update(customer, {"creditcard_number": "4012888888881882"})
        proof.refused("N8 a wrong check digit", answer, "400", "creditcard_number")
        report.case("N8 the sentence does not repeat it", "4012888888881882" not in answer.shown,
                    got=answer)
    proof.accepted("N8 empty removes", proof.enswitch.update(customer, {"creditcard_number": ""}),
                   "204")
    proof.holds("N8 empty removes", customer, card_number=None)
    files = b"".join(path.read_bytes() for path in sorted((server.folder / "data").rglob("*"))
                     if path.is_file())
    told = {"files": files, "log": server.log().encode(),
            "history": proof.native.history(customer["id"]),
            "record": str(proof.native.get(customer["id"])).encode()}
    for secret in (card, account, canary):
        for place, text in told.items():
            report.case(f"N8 {secret} is not in the {place}", secret.encode() not in text,
                        expected="not there", got="there")


def n09_references(report, server):
    """N9; the matrix has every parameter."""
    proof = Proof(report, server)
    customer = proof.make("n nine")
    kinds = {"contact": (1, 2, 3), "cos": (1, 2, 3), "music": (1, 2), "peer1": (1, 2),
             "region": (1, 2),
             "credit_extra_timegroup": (1, 2), "plan": (1, 2)}
    for field, ids in kinds.items():
        for number in ids:
            proof.accepted(f"N9 {field}={number}", proof.enswitch.act(
                "customers/update", {"id": customer["id"], field: number, "validation": 1}), "201")
        proof.refused(f"N9 {field}={ids[-1] + 1}",
                      proof.enswitch.update(customer, {field: ids[-1] + 1}), "400", field)
    for number, code in ((101, "204"), (2, "204"), (901, "400"), (900, "400"), (1, "400")):
        answer = proof.enswitch.update(customer, {"affiliate_customer": number})
        report.equal(f"N9 affiliate_customer={number}", code, answer.code, answer.shown)


def n10_replies_and_log(report, server):
    """N10."""
    proof = Proof(report, server)
    door = proof.enswitch
    for name, reply in (("update",
                         door.call("customers/update", {"id": 101, "validation": 1}, "GET")),
                        ("get", door.call("customers/get", {"id": 101}, "GET")),
                        ("a refusal",
                         Enswitch(server, "canary-name",
                                  "canary-password").call("customers/get", {"id": 101}, "GET")),
                        ("a typing error",
                         door.call("customers/get", [("auth_pasword", "canary-password")], "GET",
                                   signed=False))):
        report.equal(f"N10 {name}: Cache-Control", "no-store", reply.headers.get("cache-control"))
    server.http.send("GET",
                     "/api/json/customers/nowhere?auth_username=u;auth_password=canary-password")
    harness.raw(server.port,
                b"GET /api/json/customers/update/?auth_password=canary-password HTTP/9.9\r\n\r\n")
    report.case("N10 the query is not in the log",
                "canary-password" not in server.log() and "auth_password=" not in server.log(),
                expected="not there", got="there")


def n11_messages(report, server):
    """N11. dialects.Enswitch.read checks it for every reply of every proof."""
    proof = Proof(report, server)
    for name, answer, code in (("200", proof.enswitch.act("customers/get", {"id": 101}), "200"),
                               ("201", proof.enswitch.act("customers/update",
                                                          {"id": 101, "validation": 1}), "201"),
                               ("204", proof.enswitch.act("customers/update", {"id": 101}), "204")):
        proof.accepted(f"N11 {name}", answer, code)
        report.equal(f"N11 {name} says OK and names nothing", ("OK", ""),
                     (answer.words, answer.where))
    answer = proof.enswitch.act("customers/update", {"id": 999999})
    report.case("N11 otherwise a sentence", len(answer.words.split()) > 2, got=answer)


TESTS = [value for name, value in sorted(globals().items()) if re.match(r"n\d\d_", name)]

if __name__ == "__main__":
    harness.main(TESTS)
