#!/usr/bin/env python3
"""The demo data, which is part of the contract: customers, principals, plans and references."""

import near  # noqa: F401
import harness
from dialects import Enswitch, Everlytic
from harness import Native, uuid_of
from proof import Proof

CUSTOMERS = [(1, "System Owner", None, 1), (2, "Acme Connect", 1, 1), (101, "Global Trading", 2, 2),
             (102, "Volvo Trial", 2, 2), (103, "Rosebank Media", 2, 2),
             (123, "Example Telecom", 2, 2),
             (124, "Example Telecom Branch", 123, 2), (900, "Other Reseller", 1, 1),
             (901, "Out Of Reach", 900, 2)]
PRINCIPALS = [("username", "password", 2, "reseller"), ("user", "password", 2, "reseller"),
              ("administrator", "demo-api-key-0000000000000000", 2, "reseller"),
              ("branch", "password", 123, "administrator"),
              ("reader", "password", 2, "read-only"), ("root", "password", 1, "system owner"),
              ("outsider", "password", 900, "reseller")]
# What -2 and "plan" refer to: every parameter of customers/update that takes one of them.
FROM_THE_PLAN = {"bulk_calls": -2, "call_maximum": -2, "callerid_in_external": -2,
                 "conference_calls": -2, "contract": "plan",
                 "huntgroup_dests": -2, "inmaximum": -2, "invoices": "plan",
                 "invoice_detail": "plan", "invoices_due": -2,
                 "invoice_format": "plan", "maxmsg": "plan", "maxsecs": "plan", "outmaximum": -2,
                 "overmax": -2,
                 "pagegroup_dests": -2, "peer1": -2, "purge_messages": "plan", "queue_calls": -2,
                 "queue_dests": -2,
                 "totalmaximum": -2}


def customers(report, server):
    """Ids, uuids, names, parents and plans; each with values worth looking at."""
    native = Native(server)
    for number, name, parent, plan in CUSTOMERS:
        record = native.get(number)
        report.equal(f"customer {number}", (number, uuid_of(number), name, parent, plan, 1),
                     tuple(record.get(key) for key in ("id", "uuid", "name", "parent", "plan",
                                                       "version")))
        report.equal(f"customer {number} by uuid", number, native.get(uuid_of(number))["id"])
        values = [key for key in harness.view(record)
                  if key not in ("parent", "hash", "name", "status", "plan")]
        report.case(f"customer {number} carries values", len(values) >= 5, expected="at least five",
                    got=values)


def principals(report, server):
    """Names, homes, roles and secrets; each signs in."""
    listed = {row["name"]: row for row in Native(server).call("GET", "/principals").json()["items"]}
    for name, secret, home, role in PRINCIPALS:
        row = listed.get(name, {})
        report.equal(f"principal {name}", (home, [role]), (row.get("home"), row.get("roles")), row)
        answer = Everlytic(server, name, secret)
        reply = answer.call("GET", f"/customers/{home}")
        report.equal(f"principal {name} signs in", (200, home),
                     (reply.status, reply.json().get("item", {}).get("id")), reply)
    report.equal("no other principals", sorted(name for name, *_ in PRINCIPALS), sorted(listed))


def references(report, server):
    """Kinds and ids. Visible to everyone, including the other reseller."""
    kinds = {"contact": 3, "cos": 3, "music": 2, "peer1": 2, "region": 2,
             "credit_extra_timegroup": 2, "plan": 2}
    packages = {"email_package_id": 3, "transactions_package_id": 2}
    for name, customer in (("username", 101), ("outsider", 901), ("root", 2)):
        door, rest = Enswitch(server, name), Everlytic(server, name)
        for field, count in kinds.items():
            got = [door.act("customers/update",
                            {"id": customer, field: number, "validation": 1}).code
                   for number in range(1, count + 2)]
            report.equal(f"{name}: {field} 1 to {count}", ["201"] * count + ["400"], got)
        for field, count in packages.items():
            got = [rest.update({"id": customer}, {field: number}).accepted
                   for number in range(1, count + 2)]
            report.equal(f"{name}: {field} 1 to {count}", [True] * count + [False], got)


def plans(report, server):
    """Plan 1 "Wholesale" locks nothing. Plan 2 "Standard" has a value for everything that refers to
    it."""
    proof = Proof(report, server)
    reply = proof.native.call("GET", "/plans")
    report.case("the plans' names", reply.status == 200 and b"Wholesale" in reply.body
                and b"Standard" in reply.body, got=reply)
    unlocked = {key: value for key, value in FROM_THE_PLAN.items()}
    for plan in (1, 2):
        customer = proof.make(f"on plan {plan}", plan=plan)
        proof.accepted(f"plan {plan}: sentinels", proof.enswitch.update(customer, unlocked), "204")
        record = proof.native.get(customer["id"])
        missing = [key for key in unlocked
                   if (record.get("resolved") or {}).get("peer" if key == "peer1"
                                                         else key) in (None, -2, "plan")]
        if plan == 2:
            report.equal("plan 2: every sentinel resolves", [], missing, record.get("resolved"))
        report.equal(f"plan {plan}: the record holds the sentinel", (-2, "plan", -2),
                     (record["bulk_calls"], record["contract"], record["maxmsg"]))


if __name__ == "__main__":
    harness.main([customers, principals, references, plans])
