#!/usr/bin/env python3
"""Authorisation: roles and reach at every door, allow-lists, the lock-out, and secrets that never
leave."""

import json
import re
import subprocess
import tempfile

import near  # noqa: F401
import harness
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import EverlyticRpc, M2mportal
from door_list import DIALECTS, each_door
from harness import Native, uuid_of
from proof import Proof

MISSING = 999999
MISSING_UUID = "ffffffff-ffff-4fff-8fff-ffffffffffff"
CANARY = "canary-7f3a9"


def updates(server, name, password="password"):
    """Each door's update of one customer by a principal: {door: function of (id, uuid, name) ->
    Reply}."""
    enswitch, everlytic = Enswitch(server, name, password), Everlytic(server, name, password)
    rpc, m2mportal, flolive = EverlyticRpc(server, name,
                                           password), M2mportal(server, name,
                                                                password), Flolive(
                                                                    server, name, password)
    native = Native(server, name, password)
    flolive.sign_in()
    return each_door({
        "enswitch": lambda number, uuid,
        called: enswitch.call("customers/update", {"id": number, "fax": "77"}),
        "everlytic": lambda number, uuid,
        called: everlytic.call("PUT", f"/customers/{number}", {"industry": "Automotive"}),
        "XML-RPC": lambda number, uuid,
        called: rpc.method("UpdateCustomer", number, {"industry": "Automotive"}),
        "flolive": lambda number, uuid,
        called: flolive.call("PATCH", f"/api/v2/customer/{uuid}", {"type": "PRIVATE"}),
        "m2mportal": lambda number, uuid, called: m2mportal.post(m2mportal.command(
            "edit-customer", f"<customer>{called}</customer><notes>77</notes>")),
        "native": lambda number, uuid,
        called: native.call("PATCH", f"/customers/{number}", {"notes": "77"}),
    })


def reads(server, name, password="password"):
    """Each door's reading calls about one customer."""
    enswitch, everlytic = Enswitch(server, name, password), Everlytic(server, name, password)
    rpc, flolive, native = EverlyticRpc(server, name,
                                        password), Flolive(server, name,
                                                           password), Native(server, name, password)
    flolive.sign_in()
    return each_door({
        "enswitch get": lambda number, uuid, called: enswitch.call("customers/get", {"id": number}),
        "enswitch get by name": lambda number, uuid,
        called: enswitch.call("customers/get", {"name": called}),
        "enswitch delete": lambda number, uuid,
        called: enswitch.call("customers/delete", {"id": number}),
        "enswitch undelete": lambda number, uuid,
        called: enswitch.call("customers/undelete", {"id": number}),
        "enswitch list": lambda number, uuid,
        called: enswitch.call("customers/list", {"parent": number}),
        "enswitch affiliate": lambda number, uuid,
        called: enswitch.call("customers/update",
                              {"id": 103, "affiliate_customer": number, "validation": 1}),
        "everlytic GET": lambda number, uuid, called: everlytic.call("GET", f"/customers/{number}"),
        "everlytic DELETE": lambda number, uuid,
        called: everlytic.call("DELETE", f"/customers/{number}"),
        "everlytic package": lambda number, uuid,
        called: everlytic.call("POST", f"/customers/change_email_package/{number}/1"),
        "XML-RPC GetCustomer": lambda number, uuid, called: rpc.method("GetCustomer", number),
        "XML-RPC DeleteCustomer": lambda number, uuid, called: rpc.method("DeleteCustomer", number),
        "flolive GET": lambda number, uuid, called: flolive.call("GET", f"/api/v2/customer/{uuid}"),
        "flolive children": lambda number, uuid,
        called: flolive.call("GET", f"/api/v2/customer/{uuid}/child-customers"),
        "flolive create": lambda number, uuid,
        called: flolive.call("POST", f"/api/v2/customer/{uuid}",
                             {"status": "ACTIVE", "currency": "GBP", "name": "x"}),
        "native GET": lambda number, uuid, called: native.call("GET", f"/customers/{number}"),
        "native GET by uuid": lambda number, uuid, called: native.call("GET", f"/customers/{uuid}"),
        "native history": lambda number, uuid,
        called: native.call("GET", f"/customers/{number}/history"),
    }, without=("m2mportal",))


def foreign_is_missing(report, server):
    """Invariant 10: the reply about a customer out of reach equals the reply about one that does
    not exist."""
    proof = Proof(report, server)
    for name, foreign in (("username", (901, 900, 1)), ("outsider", (2, 101, 124)),
                          ("branch", (101, 901))):
        calls = {**updates(server, name), **reads(server, name)}
        for door, call in calls.items():
            for number in foreign:
                named = proof.native.get(number)["name"]
                before = proof.native.mark(number)
                got, due = call(number, uuid_of(number),
                                named), call(MISSING, MISSING_UUID, "no such customer")
                one, two = blank(got, number, named), blank(due, MISSING, "no such customer")
                report.case(f"{name} at {door}: {number} is like one that is not there",
                            one == two and before == proof.native.mark(number),
                            f"{number} and {MISSING}", two, one)


def blank(reply, number, named):
    """A reply without what may differ: the customer's own id, UUID and name, and the time."""
    text = reply.text.replace('<?xml version="1.0"', "").replace(uuid_of(number),
                                                                 "UUID").replace(MISSING_UUID,
                                                                                 "UUID").replace(
                                                                                     named, "NAME")
    headers = {key: value for key, value in reply.headers.items()
               if key not in ("date", "content-length", "x-request-id", "request-id")}
    text = re.sub(r'"(instance|request_id|requestId|trace)":\s*"[^"]*"', r'"\1":""', text)
    return reply.status, headers, re.sub(rf"\b{number}\b", "ID", text)


def roles(report, server):
    """What each demo role may do at each door."""
    proof = Proof(report, server)
    below = {"username": (123, "Example Telecom"), "reader": (123, "Example Telecom"),
             "branch": (124, "Example Telecom Branch"),
             "root": (2, "Acme Connect")}
    # door: the reply to each principal for the update of a customer below its home
    table = each_door({
        "enswitch": {"username": '"204"', "reader": '"402"', "branch": '"402"', "root": '"204"'},
        "everlytic": {"username": 200, "reader": 403, "branch": 200, "root": 200},
        "XML-RPC": {"username": "<int>{}</int>", "reader": "10403", "branch": "<int>{}</int>",
                    "root": "<int>{}</int>"},
        "flolive": {"username": 202, "reader": 403, "branch": 202, "root": 202},
        "m2mportal": {"username": "success", "reader": "Permission Denied", "branch": "success",
                      "root": "success"},
        "native": {"username": 200, "reader": 403, "branch": 200, "root": 200},
    })
    for name, (number, called) in below.items():
        calls = updates(server, name)
        for door, answers in table.items():
            before = proof.native.mark(number)
            reply, due = calls[door](number, uuid_of(number), called), answers[name]
            good = reply.status == due if isinstance(due, int) else due.format(number) in reply.text
            if name == "reader":
                good = good and before == proof.native.mark(number)
            report.case(f"{name} updates at {door}", good, expected=due, got=reply)
    for door, call in reads(server, "reader").items():
        if door in ("everlytic GET", "XML-RPC GetCustomer", "flolive GET", "native GET",
                    "native history"):
            reply = call(123, uuid_of(123), "Example Telecom")
            report.case(f"reader reads at {door}",
                        reply.status == 200 and b"fault" not in reply.body, got=reply)


def commerce_at_every_door(report, server):
    """A commercial field needs the commerce privilege at every door: branch and its sub-customer's
    terms."""
    proof = Proof(report, server)
    with proof.still("commercial without commerce", {"id": 124}, {"id": 123}):
        answer = Flolive(server, "branch").patch(uuid_of(124), {"invoiceConfiguration": {
            "paymentDueAfterInvoiceIssued": 365, "paymentDueUnits": "DAYS"}})
        report.case("branch sets a payment term at flolive",
                    not answer.accepted and not answer.trouble
                    and "paymentDueAfterInvoiceIssued" in answer.words, expected="refused, named",
                    got=answer)
        for field, value in (("balance", "1000000.00"), ("credit", "5.00"), ("plan", 1),
                             ("currency", "JPY")):
            for number in (123, 124):
                reply = Native(server, "branch").call("PATCH", f"/customers/{number}",
                                                      {field: value})
                report.case(f"branch sets {field} of {number} at the native door",
                            reply.status == 403 and field in reply.text,
                            expected=f"403 naming {field}", got=reply)


def allow_lists(report, server):
    """A principal with a list of doors or sources is refused elsewhere like one without permission.
    """
    proof, native = Proof(report, server), Native(server)
    made = native.call("POST", "/principals",
                       {"name": "only-flolive", "home": 2, "roles": ["reseller"],
                        "password": "password", "doors": ["flolive"]})
    if made.status == 404:
        report.skip("allow-lists", "the native door has no /v1/principals")
        return
    report.case("a principal for one door is made", made.status in (200, 201), got=made)
    made = native.call("POST", "/principals",
                       {"name": "only-elsewhere", "home": 2, "roles": ["reseller"],
                        "password": "password", "sources": ["192.0.2.0/24"]})
    report.case("a principal for one network is made", made.status in (200, 201), got=made)
    made = native.call("POST", "/principals",
                       {"name": "only-here", "home": 2, "roles": ["reseller"],
                        "password": "password", "sources": ["127.0.0.0/8"]})
    report.case("a principal for this network is made", made.status in (200, 201), got=made)
    report.case("no password is shown", not any(key in ("password", "secret", "hash") for row in
                                                native.call("GET", "/principals").json()["items"]
                                                for key in row),
                got=native.call("GET", "/principals"))
    answer = Flolive(server, "only-flolive").patch(uuid_of(101), {"type": "PRIVATE"})
    report.case("the door on the list", answer.accepted, got=answer)
    for name in ("only-flolive", "only-elsewhere"):
        proof.refused(f"{name} at m2mportal", M2mportal(server, name).edit("Global Trading", ""),
                      "Permission Denied")
        answer = Everlytic(server, name).update({"id": 101}, {"industry": "Automotive"})
        report.case(f"{name} at everlytic", answer.code == "403 10403",
                    expected="403 10403", got=answer)
        answer = Enswitch(server, name).act("customers/update", {"id": 101, "fax": "1"})
        report.case(f"{name} at enswitch", answer.code == "402", expected="402",
                    got=answer)
        reply = Native(server, name).call("GET", "/customers/101")
        report.case(f"{name} at the native door", reply.status == 403, expected="403",
                    got=reply)
    door = Flolive(server, "only-flolive")
    door.sign_in()
    reply = server.http.send("GET", "/v1/customers/101", None, door.headers)
    report.case("a token of the one door at another", reply.status == 403, expected="403", got=reply)
    for door, call in updates(server, "only-here").items():
        reply = call(101, uuid_of(101), "Global Trading")
        report.case(f"only-here at {door}",
                    reply.status < 300
                    and "rror" not in reply.text.replace("errorCode",
                                                         "").replace("errorMessage", "")
                    and "<fault>" not in reply.text, got=reply)


def the_lock_out(report, server):
    """Five wrong passwords lock a principal for a source, counted across all doors. Unknown names
    get the same replies."""
    native = Native(server)
    native.call("POST", "/principals",
                {"name": "lockable", "home": 2, "roles": ["reseller"], "password": "password"})
    tries = each_door({
        "m2mportal": lambda name,
        word: "Authentication Failed" not in M2mportal(server, name, word).post(
            M2mportal(server, name, word).command("edit-customer",
                                                  "<customer>Global Trading</customer>")).text,
        "flolive": lambda name,
        word: Flolive(server).call("POST", "/api/v2/auth/token",
                                   {"username": name, "password": word}).status == 200,
        "everlytic": lambda name,
        word: Everlytic(server, name, word).call("GET", "/customers/101").status == 200,
        "XML-RPC": lambda name,
        word: EverlyticRpc(server, name, word).method("GetCustomer", 101).status == 200,
        "enswitch": lambda name,
        word: Enswitch(server, name, word).act("customers/get", {"id": 101}).accepted,
        "native": lambda name,
        word: Native(server, name, word).call("GET", "/customers/101").status == 200,
    })
    for door, attempt in tries.items():
        report.case(f"before: the right password works at {door}", attempt("lockable", "password"))
    for door in (*DIALECTS, "XML-RPC"):
        report.case(f"a wrong password at {door}", not tries[door]("lockable", "wrong"))
    for door, attempt in tries.items():
        report.case(f"locked at {door}: the right password is refused",
                    not attempt("lockable", "password"))
        report.case(f"others are not locked at {door}", attempt("username", "password"))
    for door, call in (("everlytic", lambda name: Everlytic(server, name,
                                                            "wrong").call("GET", "/customers/101")),
                       ("enswitch",
                        lambda name: Enswitch(server, name,
                                              "wrong").call("customers/get", {"id": 101})),
                       ("flolive",
                        lambda name: Flolive(server).call("POST", "/api/v2/auth/token",
                                                          {"username": name, "password": "wrong"})),
                       ("m2mportal",
                        lambda name: M2mportal(server, name,
                                               "wrong").post(
                                                   M2mportal(server, name,
                                                             "wrong").command(
                                                                 "edit-customer",
                                                                 "<customer>x</customer>")))):
        known, unknown, locked = call("outsider"), call("no-such-name"), call("lockable")
        report.case(f"{door}: known, unknown and locked names answer alike",
                    (known.status, known.text) == (unknown.status,
                                                   unknown.text) == (locked.status, locked.text),
                    expected=known, got=f"{unknown!r} {locked!r}")


def secrets_never_leave(report, server):
    """Invariant 7: no reply, log line or history holds a secret that was sent, accepted or
    refused."""
    proof = Proof(report, server)
    card = "5105105105105100"
    customer = proof.make("keeps secrets", provision_password=f"{CANARY}-one",
                          merchant_password=f"{CANARY}-two",
                          creditcard_number=card, bank_account_number="5550123456789",
                          creditcard_verification="917")
    seen = []
    seen.append(Enswitch(server, "nobody", f"{CANARY}-three").call("customers/get", {"id": 101},
                                                                   "GET"))
    seen.append(Everlytic(server, "nobody", f"{CANARY}-four").call("GET", "/customers/101"))
    seen.append(M2mportal(server, "nobody",
                          f"{CANARY}-five").post(M2mportal(server, "nobody",
                                                           f"{CANARY}-five").command(
                                                               "edit-customer", "")))
    seen.append(Flolive(server).call("POST", "/api/v2/auth/token",
                                     {"username": "nobody", "password": f"{CANARY}-six"}))
    seen.append(proof.enswitch.call("customers/update",
                                    {"id": customer["id"],
                                     "provision_password": f"{CANARY}-" + "x" * 255}))
    seen.append(proof.enswitch.call("customers/update",
                                    {"id": customer["id"], "creditcard_number": card[:-1] + "9"}))
    seen.append(proof.enswitch.call("customers/update",
                                    {"id": customer["id"], "creditcard_verification": "91799999"}))
    seen.append(proof.enswitch.call("customers/update",
                                    {"id": customer["id"], "merchant_password": f"{CANARY}-seven",
                                     "cos": "x"}))
    seen.append(proof.native.call("PATCH", f"/customers/{customer['id']}",
                                  {"provision_password": f"{CANARY}-eight"}))
    seen.append(proof.native.call("PATCH", f"/customers/{customer['id']}",
                                  {"provision_password": {"x": f"{CANARY}-nine"}}))
    seen.append(server.http.send("GET", f"/api/json/nowhere?auth_password={CANARY}-ten"))
    for name, door in (("enswitch", proof.enswitch), ("flolive", proof.flolive),
                       ("everlytic", proof.everlytic), ("XML-RPC", proof.rpc)):
        shown = json.dumps(door.show(customer), default=str)
        report.case(f"{name} shows none",
                    CANARY not in shown and card not in shown and "5550123456789" not in shown,
                    got=shown)
    history, record = proof.native.history(customer["id"]).decode(), json.dumps(
        proof.native.get(customer["id"]))
    for what, text in (("replies", " ".join(reply.text for reply in seen)),
                       ("the log", server.log()), ("history", history),
                       ("the native record", record),
                       ("what was printed", "".join(server.printed[5:]))):
        for secret in (CANARY, card, card[:-1] + "9", "5550123456789", "91799999"):
            report.case(f"{secret} is not in {what}", secret not in text, expected="not there",
                        got=around(text, secret))
    report.case("the demo's passwords are not in the log",
                '"password"' not in server.log().replace("auth_password", "").replace('"by":"password"', ""), got="there")


def around(text, secret):
    """The text around a secret."""
    place = text.find(secret)
    return text[max(0, place - 100):place + 100] if place >= 0 else ""


def loopback_only(report, _):
    """--demo refuses any address but loopback."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([str(harness.PATCHBAY), "serve", "--demo", "--data", folder,
                               "--listen", "0.0.0.0:0"],
                              capture_output=True, timeout=20, check=False)
        report.case("--demo on 0.0.0.0 is refused", done.returncode != 0,
                    got=done.stdout + done.stderr)


if __name__ == "__main__":
    harness.main([foreign_is_missing, roles, commerce_at_every_door, allow_lists,
                  secrets_never_leave, loopback_only, the_lock_out])
