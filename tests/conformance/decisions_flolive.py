#!/usr/bin/env python3
"""Decisions of flolive about calls: F1, F2, F10 to F13, tokens, reads, creation and paging."""

import re
import uuid as uuids

import near  # noqa: F401
import harness
from dialects import Flolive
from harness import Native, uuid_of
from proof import Proof

BAD = "400 CUSTOMER_1003"
UNKNOWN = "ffffffff-ffff-4fff-8fff-ffffffffffff"
MEMBERS = {"customerId", "status", "type", "name", "currency", "allowOfferDelegation",
           "isAllowedImeiLock",
           "vatRegistrationNumber", "mfaConfiguration", "contact", "address",
           "invoiceConfiguration",
           "campaign", "customFields"}


def token_call(door, body, method="POST"):
    """The Answer of a token call."""
    return door.read(door.call(method, "/api/v2/auth/token", body))


def f00_tokens(report, server):
    """Token calls and F13: tokens are opaque and random, and a refresh token works once."""
    proof = Proof(report, server)
    door = Flolive(server)
    reply = door.call("POST", "/api/v2/auth/token",
                      {"username": "username", "password": "password"})
    proof.accepted("token: created", door.read(reply), "200")
    content = reply.json()["content"][0]
    report.equal("token: its members", {"customerId", "token", "refreshToken", "validityTime"},
                 set(content), reply)
    report.equal("token: whose", uuid_of(2), content["customerId"])
    report.case("token: seconds",
                isinstance(content["validityTime"], int) and content["validityTime"] > 0, got=reply)
    report.case("F13 at least 128 bits",
                len(content["token"]) >= 22 and len(content["refreshToken"]) >= 22, got=reply)
    second = door.call("POST", "/api/v2/auth/token",
                       {"username": "username", "password": "password"}).json()["content"][0]
    report.case("F13 each is another", content["token"] != second["token"], got=content["token"])
    pair = {"token": content["token"], "refreshToken": content["refreshToken"]}
    refreshed = door.call("PUT", "/api/v2/auth/token", pair)
    proof.accepted("token: refreshed", door.read(refreshed), "200")
    fresh = refreshed.json()["content"][0]
    report.case("token: a new pair", fresh["token"] != content["token"]
                and fresh["refreshToken"] != content["refreshToken"], got=refreshed)
    door.headers = {"Authorization": f"Bearer {fresh['token']}"}
    proof.accepted("token: the new one works",
                   door.read(door.call("GET", f"/api/v2/customer/{uuid_of(2)}")), "200")
    proof.refused("F13 a refresh token works once", token_call(door, pair, "PUT"), "401 AUTH_1002",
                  "Invalid token")
    proof.refused("F13 and voids what replaced it when it is used again",
                  door.read(door.call("GET", f"/api/v2/customer/{uuid_of(2)}")), "401 AUTH_1002",
                  "Invalid token")
    for name, body in (("a wrong password", {"username": "user", "password": "wrong"}),
                       ("an unknown name", {"username": "nobody", "password": "password"})):
        proof.refused(f"token: {name}", token_call(Flolive(server), body), "401 AUTH_1001",
                      "Invalid credentials")
    for name, body in (("made up", {"token": "x" * 43, "refreshToken": "y" * 43}),
                       ("another's refresh token",
                        {"token": second["token"], "refreshToken": fresh["refreshToken"] + "x"})):
        proof.refused(f"token: refresh {name}", token_call(door, body, "PUT"), "401 AUTH_1002",
                      "Invalid token")


def f01_statuses(report, server):
    """F1."""
    proof = Proof(report, server)
    door = proof.flolive
    customer = proof.make("f one", telephone="+44 20 1111 1111")
    reply = door.update(customer, {"name": "f one renamed"})
    proof.accepted("F1 an ACK is 202", reply, "202")
    proof.accepted("F1 a read is 200",
                   door.read(door.call("GET", f"/api/v2/customer/{customer['uuid']}")), "200")
    with proof.still("F1", customer, {"id": 2}, {"id": 901}):
        proof.refused("F1 the caller's own profile", door.patch(uuid_of(2), {"name": "x"}),
                      "403 CUSTOMER_1003")
        proof.refused("F1 a read-only role",
                      Flolive(server, "reader").patch(customer["uuid"], {"name": "x"}),
                      "403 CUSTOMER_1003")
        proof.refused("F1 unknown", door.patch(UNKNOWN, {"name": "x"}), "404 CUSTOMER_1002",
                      "Customer does not exist")
        proof.refused("F1 not below the caller", door.patch(uuid_of(901), {"name": "x"}),
                      "404 CUSTOMER_1002")
        proof.refused("F1 above the caller", door.patch(uuid_of(1), {"name": "x"}),
                      "404 CUSTOMER_1002")
        proof.refused("F1 no uuid at all", door.patch("123", {"name": "x"}), "404 CUSTOMER_1002")
        target = f"/api/v2/customer/{customer['uuid']}"
        for name, headers in (("without a token", {}),
                              ("with a wrong token", {"Authorization": "Bearer nonsense"}),
                              ("with another scheme", {"Authorization": "Token x"}),
                              ("with an empty token", {"Authorization": "Bearer "})):
            for method in ("PATCH", "GET"):
                stranger = Flolive(server)
                answer = stranger.read(stranger.call(method, target,
                                                     {"name": "x"} if method == "PATCH" else None,
                                                     headers))
                proof.refused(f"F1 {method} {name}", answer, "401 AUTH_1002")
        answer = door.read(door.call("PATCH", target, '{"name":"x"}',
                                     {"Content-Type": "text/plain"}))
        proof.refused("F1 another content type", answer, "415 GLOBAL_1001")
        answer = door.read(door.call("PATCH", target, f'{{"name":"{"x" * (1 << 20)}"}}'))
        proof.refused("F1 a body over the limit", answer, "413 GLOBAL_1001")
    door.http.close()
    for call in (f"/api/v2/global/call/{UNKNOWN}", f"/api/v3/global/call/{UNKNOWN}"):
        answer = door.read(door.call("GET", call))
        proof.refused(f"F1 {call}", answer, "404 GLOBAL_1003",
                      "Provided request ID does not exist for your account.")
    answer = door.read(door.call("GET", f"/api/v2/customer/{UNKNOWN}/child-customers"))
    report.case("F1 children of nobody", answer.code in ("404 CUSTOMER_1002", "404 CUSTOMER_1006"),
                expected="404 CUSTOMER_1002 or CUSTOMER_1006", got=answer)


def f02_messages(report, server):
    """F2; the matrix has every member."""
    proof = Proof(report, server)
    customer = proof.make("f two", telephone="+44 20 1111 1111")
    for body, path in (({"contact": {"id": proof.contact(customer), "gender": "X"}},
                        "contact.gender"),
                       ({"address": [{"type": "PRIVATE"}, {"type": "PRIVATE", "title": "SIR"}]},
                        "address[1].title"),
                       ({"invoiceConfiguration": {"vat": "-1"}}, "invoiceConfiguration.vat"),
                       ({"campaign": [1, "x"]}, "campaign[1]"),
                       ({"customFields": [{"keyName": "a", "keyValue": 1}]},
                        "customFields[0].keyValue")):
        answer = proof.flolive.update(customer, body)
        proof.refused(f"F2 {path}", answer, BAD, f"Failed to update customer details: {path} ")


def f10_below_at_any_depth(report, server):
    """F10."""
    proof = Proof(report, server)
    for name, door in (("a grandchild", proof.flolive),
                       ("the system owner's great-grandchild", Flolive(server, "root"))):
        proof.accepted(f"F10 {name}", door.patch(uuid_of(124), {"vatRegistrationNumber": name}),
                       "202")
        proof.holds(f"F10 {name}", {"id": 124}, tax_number=name)
        report.equal(f"F10 {name} is read", name,
                     door.show({"uuid": uuid_of(124)})["vatRegistrationNumber"])
    report.equal("F10 itself is read", uuid_of(2),
                 proof.flolive.show({"uuid": uuid_of(2)})["customerId"])


def f11_request_ids(report, server):
    """F11."""
    proof = Proof(report, server)
    door = proof.flolive
    door.sign_in()
    customer = proof.make("f eleven", telephone="+44 20 1111 1111")
    reply = door.call("PATCH", f"/api/v2/customer/{customer['uuid']}", {"name": "f eleven b"})
    content = reply.json()["content"]
    report.case("F11 the ACK is one request id",
                len(content) == 1 and list(content[0]) == ["requestId"]
                and str(uuids.UUID(content[0]["requestId"])) == content[0]["requestId"], got=reply)
    report.equal("F11 pageable as printed",
                 {"page": 0, "size": 10, "totalPages": 1, "totalElements": 1},
                 reply.json()["pageable"])
    proof.holds("F11 the change is there at once", customer, name="f eleven b")
    number = content[0]["requestId"]
    for version, due in (("v2", {"status": "SUCCESS"}),
                         ("v3", {"requestId": number, "status": "SUCCESS"})):
        status = door.call("GET", f"/api/{version}/global/call/{number}")
        proof.accepted(f"F11 {version}", door.read(status), "200")
        row = status.json()["content"][0]
        report.case(f"F11 {version}: the row", due.items() <= row.items()
                    and ("requestId" in row) == (version == "v3"), expected=due, got=row)
    again = Flolive(server, "user")
    again.sign_in()
    outsider = Flolive(server, "outsider")
    outsider.sign_in()
    proof.refused("F11 another's request id",
                  outsider.read(outsider.call("GET", f"/api/v2/global/call/{number}")),
                  "404 GLOBAL_1003")
    refused = door.call("PATCH", f"/api/v2/customer/{customer['uuid']}", {"name": None})
    report.case("F11 a NAK has no request id",
                b"requestId" not in refused.body and refused.status == 400, got=refused)
    reply = door.call("PATCH", f"/api/v2/customer/{customer['uuid']}", {})
    number = reply.json()["content"][0]["requestId"]
    status = door.call("GET", f"/api/v2/global/call/{number}")
    report.equal("F11 an ACK without a change has a request id too", "SUCCESS",
                 status.json()["content"][0]["status"], status)


def f12_paging(report, server):
    """F12 and child-customers: its own, one level."""
    proof = Proof(report, server)
    parent = proof.make("f twelve")
    names = [f"child {number:02}" for number in range(12)]
    for name in names:
        proof.enswitch.make(name, parent=parent["id"])
    door = proof.flolive
    door.sign_in()
    target = f"/api/v2/customer/{parent['uuid']}/child-customers"

    def page(query=""):
        reply = door.call("GET", target + query)
        proof.accepted(f"F12 {query or 'no paging'}", door.read(reply), "200")
        return reply.json()

    body = page()
    report.equal("F12 ten a page",
                 (10, {"page": 0, "size": 10, "totalPages": 2, "totalElements": 12}),
                 (len(body["content"]), body["pageable"]))
    report.equal("child-customers: its members", {"customerId", "customerName"},
                 set(body["content"][0]))
    body = page("?page=1")
    report.equal("F12 the second page",
                 (2, {"page": 1, "size": 10, "totalPages": 2, "totalElements": 12}),
                 (len(body["content"]), body["pageable"]))
    body = page("?page=2&size=5")
    report.equal("F12 another size",
                 (2, {"page": 2, "size": 5, "totalPages": 3, "totalElements": 12}),
                 (len(body["content"]), body["pageable"]))
    seen = [row["customerName"] for number in range(3)
            for row in page(f"?size=5&page={number}")["content"]]
    report.equal("F12 the pages are the whole", names, sorted(seen))
    for query in ("?size=0", "?size=101", "?size=x", "?page=-1", "?page=x"):
        answer = door.read(door.call("GET", target + query))
        report.case(f"F12 {query}",
                    not answer.accepted and answer.code.startswith("400") and not answer.trouble,
                    expected="400", got=answer)
    page("?size=100")
    rows = door.call("GET", f"/api/v2/customer/{uuid_of(123)}/child-customers").json()["content"]
    report.equal("child-customers of Example Telecom",
                 [{"customerId": uuid_of(124), "customerName": "Example Telecom Branch"}], rows)
    own = door.call("GET",
                    f"/api/v2/customer/{uuid_of(2)}/child-customers?size=100").json()["content"]
    report.case("child-customers: the caller's own, one level",
                uuid_of(123) in [row["customerId"] for row in own]
                and uuid_of(124) not in [row["customerId"] for row in own], got=own)


def f13_a_key_given_twice(report, server):
    """F13."""
    proof = Proof(report, server)
    customer = proof.make("f thirteen", telephone="+44 20 1111 1111")
    with proof.still("F13", customer):
        for text, path in (('{"name":"a","name":"b"}', "name"),
                           ('{"contact":{"id":"%s","gender":"MALE","gender":"MALE"}}'
                            % proof.contact(customer), "gender"),
                           ('{"name":"a","n\\u0061me":"a"}', "name")):
            proof.refused(f"F13 {text}", proof.flolive.patch(customer["uuid"], text), BAD, path)


def g01_reading(report, server):
    """GET: every member of the customer, and no others."""
    proof = Proof(report, server)
    shown = proof.flolive.show({"uuid": uuid_of(123)})
    report.equal("GET: no member beyond the documented", set(), set(shown) - MEMBERS)
    report.case("GET: the scalar ones are there",
                {"customerId", "status", "name", "currency"} <= set(shown), got=shown)
    report.equal("GET: whose", uuid_of(123), shown["customerId"])
    proof.enswitch.act("customers/update", {"id": 123, "invoices_due": -1})
    got = (proof.flolive.show({"uuid": uuid_of(123)}).get("invoiceConfiguration") or {})
    report.case("F7 a term of never reads as absent",
                got.get("paymentDueAfterInvoiceIssued") in (None, ""), got=got)
    proof.enswitch.act("customers/update", {"id": 123, "invoices_due": -2})
    got = (proof.flolive.show({"uuid": uuid_of(123)}).get("invoiceConfiguration") or {})
    report.case("F7 a term as the plan says reads as absent",
                got.get("paymentDueAfterInvoiceIssued") in (None, ""), got=got)


def g02_creating(report, server):
    """POST creates a direct sub-customer. Status and currency are required, the rest has defaults.
    """
    proof = Proof(report, server)
    door = proof.flolive
    door.sign_in()
    target = f"/api/v2/customer/{uuid_of(2)}"

    def post(body, to=target):
        return door.call("POST", to, body)

    reply = post({"status": "ACTIVE", "currency": "GBP", "name": "f created"})
    proof.accepted("create", door.read(reply), "201")
    made = reply.json()["content"][0]["customerId"]
    shown = door.show({"uuid": made})
    due = {"status": "ACTIVE", "currency": "GBP", "name": "f created", "type": "PRIVATE",
           "mfaConfiguration": "MANDATORY",
           "allowOfferDelegation": False, "isAllowedImeiLock": False}
    report.equal("create: what it holds", due, {key: shown.get(key) for key in due})
    invoice = shown.get("invoiceConfiguration") or {}
    report.case("create: invoice defaults",
                (invoice.get("chargeByActive"), invoice.get("activityIndication"))
                == ("SIM", "NETWORK_REGISTRATION") and float(str(invoice.get("deviceCost"))) == 0,
                expected="SIM, NETWORK_REGISTRATION, 0", got=invoice)
    report.equal("create: below the given customer", 2, Native(server).get(made)["parent"])
    body = {"status": "SUSPEND", "currency": "ZAR", "type": "BUSINESS", "name": "f created two",
            "contact": {"role": "SELFCARE", "emailAddress": "a@example.com",
                        "mobilePhoneNumber": "+447700900123"},
            "address": [{"type": "PRIVATE", "street": "1 High Street"}],
            "invoiceConfiguration": {"chargeByActive": "IMSI"}}
    reply = post(body, f"/api/v2/customer/{uuid_of(123)}")
    proof.accepted("create: with everything, below a sub-customer", door.read(reply), "201")
    if reply.status == 201:
        made = {"id": reply.json()["content"][0]["customerId"]}
        proof.holds("create: with everything", made, parent=123, status="suspended", currency="ZAR",
                    type="business",
                    contact__role="selfcare", contact__email="a@example.com",
                    main__street="1 High Street",
                    charge_by="imsi")
    for name, body, to, code in (
            ("no status", {"currency": "GBP", "name": "x"}, uuid_of(2), BAD),
            ("no currency", {"status": "ACTIVE", "name": "x"}, uuid_of(2), BAD),
            ("a status of no list", {"status": "OFF", "currency": "GBP", "name": "x"}, uuid_of(2),
             BAD),
            ("a currency of no list", {"status": "ACTIVE", "currency": "XQZ", "name": "x"},
             uuid_of(2), BAD),
            ("an unknown member", {"status": "ACTIVE", "currency": "GBP", "name": "x", "zz": 1},
             uuid_of(2), BAD),
            ("below nobody", {"status": "ACTIVE", "currency": "GBP", "name": "x"}, UNKNOWN,
             "404 CUSTOMER_1003"),
            ("out of reach", {"status": "ACTIVE", "currency": "GBP", "name": "x"}, uuid_of(900),
             "404 CUSTOMER_1003")):
        answer = door.read(post(body, f"/api/v2/customer/{to}"))
        if code.startswith("404"):
            report.case(f"create: {name}",
                        answer.code in ("404 CUSTOMER_1003", "404 CUSTOMER_1002"),
                        expected="404, CUSTOMER_1003 or CUSTOMER_1002", got=answer)
        else:
            proof.refused(f"create: {name}", answer, code)
    reader = Flolive(server, "reader")
    reader.sign_in()
    proof.refused("create: a read-only role", reader.read(reader.call(
        "POST", target, {"status": "ACTIVE", "currency": "GBP", "name": "x"})), "403 CUSTOMER_1003")


TESTS = [value for name, value in sorted(globals().items()) if re.match(r"[fg]\d\d_", name)]

if __name__ == "__main__":
    harness.main(TESTS)
