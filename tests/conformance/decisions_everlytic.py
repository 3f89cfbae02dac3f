#!/usr/bin/env python3
"""Decisions E1 to E10 of everlytic, in REST and in XML-RPC. calls_everlytic.py has E11."""

import re

import near  # noqa: F401
import harness
from dialects import Everlytic
from dialects_xml import EverlyticRpc
from harness import Server
from proof import Proof

MEMBERS = {"id", "enterprise_id", "hash", "country_code", "is_department", "name", "status",
           "address",
           "state_provinces", "postal_code", "telephone", "fax", "email", "industry", "website_url",
           "country",
           "email_package_id", "email_quota", "sms_quota", "transactions_package_id",
           "transactions_quota",
           "deleted", "unique_id"}
NUMBERS = ("email_package_id", "email_quota", "sms_quota", "transactions_package_id",
           "transactions_quota")


def both(proof):
    """(name, door, code of bad data, code of no such customer) of the two transports."""
    return (("REST", proof.everlytic, "400 10400", "404 10404"),
            ("XML-RPC", proof.rpc, "10400", "10404"))


def e01_an_update_may_be_partial(report, server):
    """E1."""
    proof = Proof(report, server)
    customer = proof.make("e one", telephone="+44 20 1")
    for name, door, bad, _ in both(proof):
        proof.accepted(f"E1 {name} only email",
                       door.update(customer, {"email": f"{door.door}@example.com"}))
        proof.accepted(f"E1 {name} no properties", door.update(customer, {}))
        with proof.still(f"E1 {name}", customer):
            for field in ("name", "email"):
                for empty in ("", None):
                    proof.refused(f"E1 {name} {field} {empty!r} cannot be cleared",
                                  door.update(customer, {field: empty}), bad, field)
    with Server("[everlytic]\nrequire_name_and_email = true\n") as other:
        proof = Proof(report, other)
        customer = {"id": 103}
        for name, door, bad, _ in both(proof):
            with proof.still(f"E1 strict {name}", customer):
                proof.refused(f"E1 strict {name} only email",
                              door.update(customer, {"email": "a@example.com"}), bad, "name")
                proof.refused(f"E1 strict {name} only name", door.update(customer, {"name": "x"}),
                              bad, "email")
            proof.accepted(f"E1 strict {name} both", door.update(
                customer,
                {"name": f"x {name}", "email": "a@example.com", "industry": "Automotive"}))


def e02_absent_empty_and_nil(report, server):
    """E2; the matrix has every property."""
    proof = Proof(report, server)
    customer = proof.make("e two", telephone="+44 20 1")
    for name, door, bad, _ in both(proof):
        shown = door.show(customer)
        report.equal(f"E2 {name} shows the whole object", MEMBERS, set(shown))
        report.equal(f"E2 {name} absent integers are 0", [0] * 5, [shown[key] for key in NUMBERS])
        report.equal(f"E2 {name} absent texts are empty", [""] * 4,
                     [shown[key] for key in ("industry", "website_url", "unique_id", "fax")])
        with proof.still(f"E2 {name}", customer):
            for field in ("status", "deleted"):
                for empty in ("", None):
                    proof.refused(f"E2 {name} {field} {empty!r}",
                                  door.update(customer, {field: empty}), bad, field)
    reply = proof.rpc.method("GetCustomer", customer["id"])
    report.case("E2 nil is never sent", b"nil" not in reply.body, got=reply)
    for name, headers in (("no credentials", {}),
                          ("a wrong password", {"Authorization": harness.basic("user", "wrong")}),
                          ("an unknown name",
                           {"Authorization": harness.basic("nobody", "password")}),
                          ("no base64", {"Authorization": "Basic !!!"}),
                          ("no colon", {"Authorization": "Basic dXNlcg=="}),
                          ("another scheme", {"Authorization": "Digest x"})):
        stranger, rpc = Everlytic(server), EverlyticRpc(server)
        stranger.headers, rpc.headers = headers, headers
        for method, target in (("GET", f"/customers/{customer['id']}"), ("GET", "/customers")):
            answer = stranger.read(stranger.call(method, target))
            proof.refused(f"E2 {name}: {method} {target}", answer, "401 10401")
        reply = rpc.method("GetCustomer", customer["id"])
        report.equal(f"E2 {name}: XML-RPC answers HTTP 401", 401, reply.status, reply)
        if not headers:
            report.case("E2 the realm is named",
                        "basic" in reply.headers.get("www-authenticate", "").lower(),
                        got=reply.headers)
    keyed = Everlytic(server, "administrator", "demo-api-key-0000000000000000")
    proof.accepted("E2 an API key", keyed.update(customer, {"industry": "Automotive"}))
    keyed = EverlyticRpc(server, "administrator", "demo-api-key-0000000000000000")
    proof.accepted("E2 an API key over XML-RPC", keyed.update(customer, {"industry": ""}))


def e03_the_guard_and_what_is_read_only(report, server):
    """E3. The matrix covers the read-only properties one by one."""
    proof = Proof(report, server)
    customer = proof.make("e three", telephone="+44 20 1")
    guard = proof.everlytic.show(customer)["hash"]
    report.case("E3 hash is 16 letters and digits", bool(re.fullmatch(r"[A-Za-z0-9]{16}", guard)),
                got=guard)
    for name, door, bad, _ in both(proof):
        proof.accepted(f"E3 {name} the right hash",
                       door.update(customer, {"hash": guard, "industry": "Automotive"}))
        with proof.still(f"E3 {name}", customer):
            proof.refused(f"E3 {name} another hash", door.update(
                customer, {"hash": "0" * 16, "industry": "Technology & Science"}), bad, "hash")
            proof.refused(f"E3 {name} another id",
                          door.update(customer,
                                      {"id": 101, "industry": "Hospitality, Travel & Tourism"}),
                          bad, "id")
        report.equal(f"E3 {name} the hash stays", guard, door.show(customer)["hash"])
        proof.accepted(f"E3 {name} cleared again", door.update(customer, {"industry": ""}))
    report.case("E3 each customer has its own", guard != proof.everlytic.show({"id": 101})["hash"])


def e04_each_call_does_what_its_name_says(report, server):
    """E4, E5 and the names of the methods."""
    proof = Proof(report, server)
    rpc = proof.rpc
    customer = proof.make("e four", telephone="+44 20 1")
    with proof.still("E4", customer):
        answer = rpc.read(rpc.method("GetCustomer", customer["id"], {"name": "x"}))
        report.case("E4 GetCustomer with a second argument",
                    not answer.accepted and not answer.trouble
                    and "UpdateCustomer" in answer.words, expected="a fault that says so",
                    got=answer)
    for prefix in ("", "customers."):
        result, fault = rpc.value(rpc.method(f"{prefix}UpdateCustomer", customer["id"],
                                             {"name": f"e four{prefix}"}))
        report.equal(f"E5 {prefix}UpdateCustomer returns the id", (customer["id"], None),
                     (result, fault))
        result, fault = rpc.value(rpc.method(f"{prefix}GetCustomer", customer["id"]))
        report.equal(f"{prefix}GetCustomer returns the struct", (f"e four{prefix}", None),
                     (result and result["name"], fault))
        result, fault = rpc.value(rpc.method(f"{prefix}CreateCustomer",
                                             {"name": f"made{prefix}", "email": "a@example.com"}))
        report.case(f"{prefix}CreateCustomer returns the id",
                    isinstance(result, int) and fault is None, got=(result, fault))
        made = result
        result, fault = rpc.value(rpc.method(f"{prefix}ListCustomers", 1, 50, "id", "asc",
                                             {"name": f"made{prefix}"}))
        report.equal(f"{prefix}ListCustomers returns structs", [made],
                     [each["id"] for each in result or []], fault)
        result, fault = rpc.value(rpc.method(f"{prefix}DeleteCustomer", made))
        report.equal(f"{prefix}DeleteCustomer is no fault", None, fault)
        report.equal(f"{prefix}DeleteCustomer marks deleted", True,
                     proof.native.get(made).get("deleted"))
    reply = proof.everlytic.call("PUT", f"/customers/{customer['id']}", {"industry": "Automotive"})
    report.equal("E5 REST returns the object", ("Automotive", MEMBERS),
                 (reply.json()["item"]["industry"], set(reply.json()["item"])), reply)
    for number, path in enumerate(("/xmlrpc/", "/xmlrpc")):
        reply = rpc.http.send("POST", f"/api/2.0{path}",
                              "<methodCall><methodName>GetCustomer</methodName><params><param>"
                              f"<value><int>{customer['id']}</int></value></param></params>"
                              f"</methodCall>",
                              {**rpc.headers,
                               "Content-Type": ("text/xml", "text/xml; charset=utf-8")[number]})
        proof.accepted(f"the endpoint {path}", rpc.read(reply))


def e04_introspection(report, server):
    """system.listMethods, methodSignature and methodHelp."""
    rpc = Proof(report, server).rpc
    names, fault = rpc.value(rpc.method("system.listMethods"))
    due = {"UpdateCustomer", "GetCustomer", "ListCustomers", "CreateCustomer", "DeleteCustomer",
           "customers.UpdateCustomer"}
    report.case("system.listMethods", fault is None and due <= set(names), expected=due,
                got=(names, fault))
    signature, fault = rpc.value(rpc.method("system.methodSignature", "UpdateCustomer"))
    report.case("system.methodSignature", fault is None and ["int", "int", "struct"] in signature,
                got=(signature, fault))
    words, fault = rpc.value(rpc.method("system.methodHelp", "UpdateCustomer"))
    report.case("system.methodHelp", fault is None and isinstance(words, str) and words,
                got=(words, fault))


def e06_deleted_twice_over(report, server):
    """E6."""
    proof = Proof(report, server)
    for name, door, bad, _ in both(proof):
        customer = proof.make(f"e six {name}", telephone="+44 20 1")
        for before in ("suspended", "on", "off"):
            proof.accepted(f"E6 {name} {before}", door.update(customer, {"status": before}))
            for away in ({"deleted": "yes"}, {"status": "deleted"},
                         {"status": "deleted", "deleted": "yes"}):
                proof.accepted(f"E6 {name} {before}, {away}", door.update(customer, away))
                shown = door.show(customer)
                report.equal(f"E6 {name} {before}, {away}: one thing", ("deleted", "yes"),
                             (shown["status"], shown["deleted"]))
                proof.accepted(f"E6 {name} {before}, {away}, back",
                               door.update(customer, {"deleted": "no"}))
                shown = door.show(customer)
                report.equal(f"E6 {name} {before}, {away}: brought back", (before, "no"),
                             (shown["status"], shown["deleted"]))
        with proof.still(f"E6 {name}", customer):
            for clash in ({"deleted": "yes", "status": "on"},
                          {"deleted": "no", "status": "deleted"},
                          {"deleted": "yes", "status": "suspended"}):
                answer = door.update(customer, clash)
                proof.refused(f"E6 {name} {clash}", answer, bad)
                report.case(f"E6 {name} {clash}: named",
                            "status" in answer.words or "deleted" in answer.words, got=answer)


def e07_values(report, server):
    """E7, beyond the matrix: uniqueness within an enterprise, and the forms of numbers."""
    proof = Proof(report, server)
    one, two = proof.make("e seven one",
                          telephone="+44 20 1"), proof.make("e seven two", telephone="+44 20 1")
    below = {"id": 124}
    for name, door, _, _ in both(proof):
        conflict = "400 10409" if name == "REST" else "10409"
        proof.accepted(f"E7 {name} unique_id", door.update(one, {"unique_id": "E7"}))
        with proof.still(f"E7 {name}", two, below):
            proof.refused(f"E7 {name} taken", door.update(two, {"unique_id": "E7"}), conflict,
                          "unique_id")
            proof.refused(f"E7 {name} taken, at any depth of the enterprise",
                          door.update(below, {"unique_id": "E7"}), conflict)
        with proof.still(f"E7 {name} its own", one):
            proof.accepted(f"E7 {name} its own again", door.update(one, {"unique_id": "E7"}))
        outside = Everlytic(server,
                            "outsider") if name == "REST" else EverlyticRpc(server, "outsider")
        proof.accepted(f"E7 {name} another enterprise",
                       outside.update({"id": 901}, {"unique_id": "E7"}))
        proof.accepted(f"E7 {name} given up", door.update(one, {"unique_id": ""}))
        proof.accepted(f"E7 {name} free again", door.update(two, {"unique_id": "E7"}))
        proof.accepted(f"E7 {name} given up again", door.update(two, {"unique_id": ""}))
        report.equal(f"E7 {name} enterprise_id is the direct child of the root", [2, 2],
                     [door.show(each)["enterprise_id"] for each in (one, below)])
    for kind in ("int", "i4", "string"):
        text = ("<methodCall><methodName>UpdateCustomer</methodName><params>"
                f"<param><value><int>{one['id']}</int></value></param>"
                f"<param><value><struct><member><name>sms_quota</name><value><{kind}>77</{kind}>"
                "</value></member></struct></value></param></params></methodCall>")
        proof.accepted(f"E7 an integer as {kind}", proof.rpc.read(proof.rpc.post(text)))
        proof.holds(f"E7 an integer as {kind}", one, sms_quota=77)
        proof.native.patch(one["id"], {"sms_quota": None})
    text = text.replace("<string>77</string>", "77")
    proof.accepted("E7 an integer in a value without a type", proof.rpc.read(proof.rpc.post(text)))
    proof.holds("E7 an integer in a value without a type", one, sms_quota=77)


def e08_codes(report, server):
    """E8."""
    proof = Proof(report, server)
    rest, rpc = proof.everlytic, proof.rpc
    with proof.still("E8", {"id": 103}):
        proof.refused("E8 bad data", rest.update({"id": 103}, {"country": "ZZ"}), "400 10400",
                      "country")
        proof.refused("E8 not allowed",
                      Everlytic(server, "reader").update({"id": 103}, {"name": "x"}), "403 10403")
        proof.refused("E8 not allowed, XML-RPC",
                      EverlyticRpc(server, "reader").update({"id": 103}, {"name": "x"}), "10403")
        for number in ("99999", "0", "99999999999999999999", "abc", "-1"):
            proof.refused(f"E8 no such customer {number}",
                          rest.read(rest.call("PUT", f"/customers/{number}", {"name": "x"})),
                          "404 10404")
        proof.refused("E8 no such customer, XML-RPC", rpc.update({"id": 99999}, {"name": "x"}),
                      "10404")
        answer = rpc.read(rpc.post("<methodCall><methodName>GetCustomer"))
        proof.refused("E8 not well formed", answer, "-32700")
        proof.refused("E8 unknown method", rpc.read(rpc.method("FlyCustomer", 103)), "-32601",
                      "FlyCustomer")
        for name, arguments in (("no arguments", ()), ("a text id", ("abc", {})),
                                ("no properties", (103,)),
                                ("text for properties", (103, "x")),
                                ("three arguments", (103, {}, 1))):
            answer = rpc.read(rpc.method("UpdateCustomer", *arguments))
            proof.refused(f"E8 wrong arguments: {name}", answer, "-32602")


def e09_php_shapes(report, server):
    """E9."""
    proof = Proof(report, server)
    customer = proof.make("e nine", telephone="+44 20 1")
    rpc = proof.rpc
    pairs = [{"name": "industry", "value": "Automotive"}, {"name": "sms_quota", "value": 5}]
    proof.accepted("E9 an array of name and value",
                   rpc.read(rpc.method("UpdateCustomer", customer["id"], pairs)))
    proof.holds("E9 an array of name and value", customer, industry="Automotive", sms_quota=5)
    with proof.still("E9", customer):
        proof.accepted("E9 an empty array is an empty struct",
                       rpc.read(rpc.method("UpdateCustomer", customer["id"], [])))
        for name, odd in (("no value", [{"name": "industry"}]),
                          ("a name twice", [pairs[0], pairs[0]]), ("no structs", ["industry"]),
                          ("a third member", [{"name": "industry", "value": "", "x": 1}])):
            answer = rpc.read(rpc.method("UpdateCustomer", customer["id"], odd))
            report.case(f"E9 {name}",
                        not answer.accepted and not answer.trouble
                        and answer.code in ("10400", "-32602"),
                        expected="10400 or -32602", got=answer)


def e10_out_of_reach(report, server):
    """E10."""
    proof = Proof(report, server)
    for name, door, _, missing in both(proof):
        for number in (1, 900, 901):
            with proof.still(f"E10 {name} {number}", {"id": number}):
                proof.refused(f"E10 {name} {number}", door.update({"id": number}, {"name": "x"}),
                              missing)
    for number in (1, 900, 901):
        proof.refused(f"E10 GET {number}",
                      proof.everlytic.read(proof.everlytic.call("GET", f"/customers/{number}")),
                      "404 10404")
        proof.refused(f"E10 DELETE {number}",
                      proof.everlytic.read(proof.everlytic.call("DELETE", f"/customers/{number}")),
                      "404 10404")


TESTS = [value for name, value in sorted(globals().items()) if re.match(r"e\d\d_", name)]

if __name__ == "__main__":
    harness.main(TESTS)
