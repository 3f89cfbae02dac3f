#!/usr/bin/env python3
"""everlytic's other calls: lists (decision E11), create, delete, change_email_package."""

import re

import near  # noqa: F401
import harness
from dialects import Everlytic, form_text
from proof import Proof


def e11_lists(report, server):
    """E11."""
    proof = Proof(report, server)
    door = proof.everlytic
    made = [proof.make(f"e eleven {number}", telephone="+44 20 1")["id"] for number in range(5)]
    for number in made:
        door.update({"id": number}, {"postal_code": "E11"})

    def ids(query):
        reply = door.call("GET", f"/customers{query}")
        answer = door.read(reply)
        proof.accepted(f"E11 {query}", answer, "200")
        return [row["data"]["id"] for row in reply.json()["collection"]], reply.json()["links"]

    report.equal("E11 a filter", made, ids("?postal_code=E11")[0])
    report.equal("E11 direction", made[::-1], ids("?postal_code=E11&direction=DESC")[0])
    report.equal("E11 direction, any case", made, ids("?postal_code=E11&direction=Asc&order=id")[0])
    first, links = ids("?postal_code=E11&count=2")
    report.equal("E11 a page", made[:2], first)
    report.equal("E11 a page has a next and no prev", (True, False),
                 tuple(rel in [link["rel"] for link in links] for rel in ("next", "prev")))
    target = next((link["href"] for link in links if link["rel"] == "next"), "")
    target = target.split("/api/2.0", 1)[-1]
    reply = door.call("GET", target)
    report.equal("E11 next leads on", made[2:4],
                 [row["data"]["id"] for row in reply.json().get("collection", [])], target)
    last, links = ids("?postal_code=E11&count=2&page=3")
    report.equal("E11 the last page", made[4:], last)
    report.equal("E11 the last page has a prev and no next", (False, True),
                 tuple(rel in [link["rel"] for link in links] for rel in ("next", "prev")))
    report.equal("E11 an exact filter", [made[1]], ids("?name=e+eleven+1")[0])
    report.equal("E11 nothing found", [], ids("?name=nobody")[0])
    everything = ids("?count=500")[0]
    report.case("E11 only what can be reached",
                2 in everything or 101 in everything and 901 not in everything, got=everything)
    for query in ("?count=0", "?count=501", "?count=x", "?page=0", "?page=x", "?order=name;x",
                  "?direction=up", "?nmae=x"):
        answer = door.read(door.call("GET", f"/customers{query}"))
        proof.refused(f"E11 {query}", answer, "400 10400", query[1:].split("=")[0])


def e12_create_delete_and_package(report, server):
    """POST, DELETE and change_email_package."""
    proof = Proof(report, server)
    door = proof.everlytic
    reply = door.call("POST", "/customers",
                      {"name": "e twelve", "email": "a@example.com", "industry": "Automotive"})
    proof.accepted("create", door.read(reply), "201")
    made = reply.json()["item"]
    report.equal("create: the object", ("e twelve", "a@example.com", "Automotive", "on", "no"),
                 tuple(made[key] for key in ("name", "email", "industry", "status", "deleted")),
                 reply)
    for missing in ("name", "email"):
        body = {"name": "x", "email": "a@example.com"}
        del body[missing]
        proof.refused(f"create: {missing} is required",
                      door.read(door.call("POST", "/customers", body)), "400 10400", missing)
        proof.refused(f"create: {missing} is required, XML-RPC",
                      proof.rpc.read(proof.rpc.method("CreateCustomer", body)), "10400", missing)
    reply = door.call("POST", f"/customers/change_email_package/{made['id']}/2")
    report.equal("change_email_package", 2, reply.json()["item"]["email_package_id"], reply)
    proof.refused("change_email_package: no such package", door.read(door.call(
        "POST", f"/customers/change_email_package/{made['id']}/999")), "400 10400")
    proof.refused("change_email_package: no such customer", door.read(door.call(
        "POST", "/customers/change_email_package/99999/2")), "404 10404")
    reply = door.call("DELETE", f"/customers/{made['id']}")
    report.equal("delete", 200, reply.status, reply)
    report.equal("delete marks", True, proof.native.get(made["id"]).get("deleted"))
    links = {link["rel"]: link["href"] for link in door.call("GET",
                                                             "/customers/101").json()["links"]}
    report.case("links: self and home",
                links["self"].endswith("/api/2.0/customers/101")
                and links["home"].endswith("/api/2.0/"), got=links)
    reply = Everlytic(server, form=True).call("PUT", "/customers/101",
                                              form_text([("industry", "Automotive")]))
    proof.accepted("a form is taken", door.read(reply), "200")
    reply = door.call("PUT", "/customers/101", '{"industry":"Automotive"}', "text/plain")
    report.case("another content type is not", reply.status in (400, 415), expected="400 or 415",
                got=reply)


TESTS = [value for name, value in sorted(globals().items()) if re.match(r"e\d\d_", name)]

if __name__ == "__main__":
    harness.main(TESTS)
