#!/usr/bin/env python3
"""enswitch's other calls: get, list, create, delete, move, balance, time, login."""

import re
import threading

import near  # noqa: F401
import harness
import matrix
from dialects import Enswitch
from proof import Proof


def c01_get(report, server):
    """customers/get by id, e-mail or name."""
    proof = Proof(report, server)
    door = proof.enswitch
    customer = proof.make("c one", email="c.one@example.com")
    for name, pairs in (("id", {"id": customer["id"]}), ("email", {"email": "c.one@example.com"}),
                        ("name", {"name": "c one"})):
        for method in ("GET", "POST"):
            data = door.data("customers/get", pairs, method)
            report.equal(f"get by {name}, {method}", (customer["id"], "c one"),
                         (int(data["id"]), data["name"]))
    proof.accepted("get is code 200", door.act("customers/get", {"id": 101}), "200")
    for name, pairs, code in (("unknown", {"id": 999999}, "404"),
                              ("out of reach", {"id": 901}, "404"),
                              ("unknown name", {"name": "nobody"}, "404"),
                              ("out of reach by name", {"name": "Out Of Reach"}, "404"),
                              ("nothing asked", {}, "400"),
                              ("a non-numeric id", {"id": "x"}, "400")):
        proof.refused(f"get: {name}", door.act("customers/get", pairs), code)
    branch = Enswitch(server, "branch")
    proof.accepted("get: one's own needs no commerce", branch.act("customers/get", {"id": 123}),
                   "200")
    proof.refused("get: others need commerce", branch.act("customers/get", {"id": 124}), "402")
    missing = {row["field"]
               for row in matrix.rows("enswitch.table")} - set(door.show({"id": 123})) - {
                   "creditcard_verification"}
    report.equal("get shows every field of update", set(), missing)


def c02_list(report, server):
    """customers/list."""
    proof = Proof(report, server)
    door = proof.enswitch
    parent = proof.make("c two")
    ids = [door.make(f"two {letter}", parent=parent["id"], account=account, directory=flag,
                     bill_type=kind)
           for letter, account, flag,
           kind in (("b", "1", 1, "prepaid"), ("a", "3", 0, "postpaid"), ("c", "2", 1, "prepaid"))]
    below = door.make("two below", parent=ids[0])
    gone = door.make("two gone", parent=parent["id"])
    proof.accepted("list: one is deleted", door.act("customers/delete", {"id": gone}), "204")

    def rows(**pairs):
        return [int(row["id"]) for row in door.data("customers/list",
                                                    {"parent": parent["id"], **pairs})]

    b, a, c = ids
    report.equal("list: its own children, alive", {a, b, c}, set(rows()))
    report.equal("list: sort by name", [a, b, c], rows(sort="name"))
    report.equal("list: sort by account", [b, c, a], rows(sort="account"))
    report.equal("list: descending", [c, b, a], rows(sort="name", descending=1))
    report.equal("list: recursive", {a, b, c, below}, set(rows(recursive=1)))
    report.equal("list: deleted", {gone}, set(rows(deleted=1)))
    report.equal("list: deleted or not", {a, b, c, gone}, set(rows(deleted=-1)))
    report.equal("list: name contains", {c}, set(rows(name="wo c")))
    report.equal("list: bill_type", {b, c}, set(rows(bill_type="prepaid")))
    report.equal("list: directory", ({b, c}, {a}), (set(rows(directory=1)), set(rows(directory=0))))
    report.equal("list: offset and limit", [b], rows(sort="name", offset=1, limit=1))
    report.equal("list: limit 0 is all", [a, b, c], rows(sort="name", limit=0))
    report.equal("list: count", 3,
                 int(door.data("customers/list", {"parent": parent["id"], "count": 1})["count"]))
    for pairs in ({"deleted": 2}, {"sort": "colour"}, {"limit": "x"}, {"limit": "-1"},
                  {"offset": "-1"}, {"count": 2}, {"recursive": "x"},
                  {"directory": 5}, {"bill_type": "free"}, {"colour": 1}):
        proof.refused(f"list: {pairs}", door.act("customers/list", pairs), "400", next(iter(pairs)))
    proof.refused("list: needs commerce", Enswitch(server, "branch").act("customers/list", {}),
                  "402")
    own = [int(row["id"]) for row in door.data("customers/list", {})]
    report.case("list: the caller's own by default",
                {101, 102, 103, 123} <= set(own) and 124 not in own and 901 not in own, got=own)
    shown = next(row for row in door.data("customers/list", {"deleted": -1, "parent": parent["id"],
                                                             "name": "two gone"}))
    report.equal("list: deleted=1 is shown", "1", str(shown["deleted"]))


def c03_create(report, server):
    """customers/create."""
    proof = Proof(report, server)
    door = proof.enswitch
    good = {"name": "c three", "plan": "1", "email": "c@example.com"}
    reply = door.call("customers/create", good)
    proof.accepted("create is code 200", door.read(reply), "200")
    made = proof.native.get(reply.json()["data"]["id"])
    report.equal("create: below one's own, first version", (2, 1),
                 (made["parent"], made["version"]))
    for missing in good:
        pairs = {key: value for key, value in good.items() if key != missing}
        proof.refused(f"create without {missing}", door.act("customers/create", pairs), "400",
                      missing)
    count = int(door.data("customers/list", {"count": 1})["count"])
    proof.accepted("create: validation=1", door.act("customers/create", {**good, "validation": 1}),
                   "201")
    report.equal("create: validation=1 makes nothing", count,
                 int(door.data("customers/list", {"count": 1})["count"]))
    answer = door.act("customers/create", {**good, "plan": "999", "cos": "x", "emial": "y"})
    report.case("create: bad input",
                answer.code.startswith("400") and {"plan", "cos"} <= set(answer.where.split())
                or answer.where == "emial", expected="400 plan cos", got=answer)
    for name, parent, code in (("out of reach", 901, "404"), ("unknown", 999999, "404"),
                               ("above", 1, "404")):
        answer = door.act("customers/create", {**good, "parent": parent})
        report.case(f"create: parent {name}", answer.code in (code, "400"), expected="404 or 400",
                    got=answer)
    proof.refused("create: needs commerce",
                  Enswitch(server, "branch").act("customers/create", good), "402")
    below = door.make("c three below", parent=123, description="deep")
    report.equal("create: below another", 123, proof.native.get(below)["parent"])


def c04_delete(report, server):
    """customers/delete and undelete."""
    proof = Proof(report, server)
    door = proof.enswitch
    customer = proof.make("c four")
    number = {"id": customer["id"]}
    proof.accepted("delete", door.act("customers/delete", number), "204")
    proof.holds("delete", customer, deleted=True)
    proof.accepted("undelete", door.act("customers/undelete", number), "204")
    proof.holds("undelete", customer, deleted=None)
    below = door.make("c four below", parent=customer["id"])
    with proof.still("delete", customer):
        proof.refused("delete: live sub-customers", door.act("customers/delete", number), "400")
    door.act("customers/delete", {"id": below})
    proof.accepted("delete: no live sub-customers", door.act("customers/delete", number), "204")
    friend, other = proof.make("c four friend"), proof.make("c four other")
    proof.accepted("delete: an affiliate", door.update(other, {"affiliate_customer": friend["id"]}))
    with proof.still("delete an affiliate", friend):
        proof.refused("delete: someone's affiliate",
                      door.act("customers/delete", {"id": friend["id"]}), "400")
    for action in ("delete", "undelete"):
        for name, pairs, code in (("unknown", {"id": 999999}, "404"),
                                  ("out of reach", {"id": 901}, "404"), ("no id", {}, "400"),
                                  ("an unknown parameter", {"id": 101, "nmae": "x"}, "400")):
            proof.refused(f"{action}: {name}", door.act(f"customers/{action}", pairs), code)
        proof.refused(f"{action}: needs commerce",
                      Enswitch(server, "branch").act(f"customers/{action}", {"id": 124}), "402")


def c05_move(report, server):
    """customers/move, for the system privilege."""
    proof = Proof(report, server)
    root = Enswitch(server, "root")
    customer = proof.make("c five")
    proof.accepted("move", root.act("customers/move",
                                    {"id": customer["id"], "parent": 900, "plan": 2}), "204")
    proof.holds("move", customer, parent=900, plan=2)
    proof.refused("move: its former owner has lost it",
                  proof.enswitch.act("customers/get", {"id": customer["id"]}), "404")
    proof.accepted("move: its new one has it",
                   Enswitch(server, "outsider").act("customers/get", {"id": customer["id"]}), "200")
    with proof.still("move", {"id": 123}):
        proof.refused("move: needs the system privilege",
                      proof.enswitch.act("customers/move", {"id": 123, "parent": 101, "plan": 1}),
                      "402")
        for name, pairs, code in (("below itself", {"id": 123, "parent": 123, "plan": 1}, "400"),
                                  ("below its own child", {"id": 123, "parent": 124, "plan": 1},
                                   "400"),
                                  ("an unknown plan", {"id": 123, "parent": 2, "plan": 99}, "400"),
                                  ("an unknown customer", {"id": 999999, "parent": 2, "plan": 1},
                                   "404")):
            proof.refused(f"move: {name}", root.act("customers/move", pairs), code)


def c06_balance_and_time(report, server):
    """balance/add and time/add: atomic, exact, each an entry in history."""
    proof = Proof(report, server)
    door = proof.enswitch
    customer = proof.make("c six", balance="10.10", seconds_left="100")
    number = customer["id"]
    add = lambda **pairs: door.act("customers/balance/add", {"id": number, **pairs})  # noqa: E731
    proof.accepted("balance", add(amount="0.20", description="top-up", transaction="topup"), "204")
    proof.holds("balance is exact", customer, balance="10.30")
    proof.accepted("balance: below zero",
                   add(amount="-20.50", description="charge", transaction=""), "204")
    proof.holds("balance: below zero", customer, balance="-10.20")
    proof.accepted("time", door.act("customers/time/add",
                                    {"id": number, "seconds": "60", "description": "gift"}), "204")
    proof.holds("time", customer, seconds_left=160)
    with proof.still("balance and time", customer):
        for pairs, named in (({"amount": "x"}, "amount"), ({"amount": ""}, "amount"),
                             ({}, "amount"), ({"amount": "1e3"}, "amount"),
                             ({"amount": "1", "transaction": "gift"}, "transaction"),
                             ({"amount": "1.1234567"}, "amount")):
            proof.refused(f"balance: {pairs}", add(**pairs), "400", named)
        for seconds in ("x", "", "1.5"):
            proof.refused(f"time: {seconds!r}",
                          door.act("customers/time/add", {"id": number, "seconds": seconds}), "400",
                          "seconds")
        proof.refused("balance: needs commerce",
                      Enswitch(server, "branch").act("customers/balance/add",
                                                     {"id": 123, "amount": "5"}), "402")
        proof.refused("balance: out of reach",
                      door.act("customers/balance/add", {"id": 901, "amount": "5"}), "404")
        proof.refused("time: unknown",
                      door.act("customers/time/add", {"id": 999999, "seconds": "5"}), "404")
    version = proof.native.get(number)["version"]

    def many():
        client = Enswitch(server)
        for _ in range(25):
            client.act("customers/balance/add", {"id": number, "amount": "0.01", "description": "x",
                                                 "transaction": "credit"})

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    proof.holds("balance: a hundred at once, none lost", customer, balance="-9.20")
    report.equal("balance: each is a version", version + 100, proof.native.get(number)["version"])


def c07_login(report, server):
    """user/login and auth_token."""
    proof = Proof(report, server)
    door = proof.enswitch
    proof.accepted("login", door.act("user/login", {}), "200")
    data = door.data("user/login", {"token": 1})
    report.case("login with token=1", data["auth_token"] and int(data["auth_token_expiry"]) > 0
                and int(data["auth_token_expires"]) > 1_600_000_000, got=data)
    proof.accepted("a token opens",
                   door.act("customers/get", [("auth_token", data["auth_token"]), ("id", 101)],
                            signed=False), "200")
    proof.accepted("a token updates",
                   door.act("customers/update", [("auth_token", data["auth_token"]), ("id", 101),
                                                 ("fax", "9")], signed=False), "204")
    broken = data["auth_token"][:-1] + ("A" if data["auth_token"][-1] != "A" else "B")
    proof.refused("a corrupt token",
                  door.act("customers/get", [("auth_token", broken), ("id", 101)], signed=False),
                  "401")
    proof.refused("a wrong password",
                  Enswitch(server, "user", "wrong").act("user/login", {"token": 1}), "401")
    proof.refused("token=2", door.act("user/login", {"token": 2}), "400", "token")


TESTS = [value for name, value in sorted(globals().items()) if re.match(r"c\d\d_", name)]

if __name__ == "__main__":
    harness.main(TESTS)
