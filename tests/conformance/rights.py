#!/usr/bin/env python3
"""Attempts to gain more rights: roles of other tenants, stronger principals, restrictions to doors
and sources, guesses at secrets, and information about objects out of reach."""

import base64
import json

import near  # noqa: F401
import harness
from dialects import Enswitch
from harness import Http, Native, basic
from proof import Proof

CARD = "5105105105105100"


def made(native, path, body, method="POST"):
    """The JSON of a call that must succeed."""
    reply = native.call(method, path, body)
    if reply.status not in (200, 201):
        raise RuntimeError(f"{method} {path} {body}: {reply!r}")
    return reply.json()


def privileges(server, name):
    """The privileges of a principal, or the status of the refusal."""
    reply = Native(server, name).call("GET", "/me")
    return reply.json()["privileges"] if reply.status == 200 else reply.status


def roles_of_others(report, server):
    """A role belongs to its owner. Another tenant's role cannot be given by any name, and its
    changes have no effect here."""
    ours, theirs = Native(server, "username"), Native(server, "outsider")
    role = made(theirs, "/roles", {"name": "billing", "privileges": ["user"]})
    for given in ("billing", str(role["id"]), role["id"]):
        reply = ours.call("PATCH", "/principals/branch", {"roles": [given]})
        report.equal(f"another tenant's role by {given!r}", 422, reply.status, reply)
    missing = ours.call("PATCH", "/principals/branch", {"roles": ["no such role"]})
    there = ours.call("PATCH", "/principals/branch", {"roles": ["billing"]})
    report.equal("is like one that is not there", missing.text.replace("no such role", "ROLE"),
                 there.text.replace("billing", "ROLE"))
    own = made(ours, "/roles", {"name": "billing", "privileges": ["commerce"]})
    made(ours, "/principals", {"name": "biller", "home": 123, "roles": ["billing"], "password": "password"})
    report.equal("one's own of the same name", ["user", "commerce"], privileges(server, "biller"))
    made(theirs, f"/roles/{role['id']}", {"privileges": ["administrator", "commerce", "wholesale"]}, "PATCH")
    report.equal("is not changed by them", ["user", "commerce"], privileges(server, "biller"))
    shown = made(ours, "/principals/biller", None, "GET")
    report.equal("names and ids are shown", (["billing"], [own["id"]]), (shown["roles"], shown["role_ids"]))
    reply = ours.call("PATCH", "/principals/biller", {"roles": shown["roles"]})
    report.equal("what is shown can be sent back", shown["version"], reply.json().get("version"), reply)
    used = ours.call("DELETE", f"/roles/{own['id']}")
    report.case("one in use is not deleted, and by whom is told", used.status == 409 and "biller" in used.text,
                expected="409 naming biller", got=used)
    past = made(ours, "/principals/biller/history", None, "GET")["items"][-1]
    report.equal("history tells name and id", [{"id": own["id"], "name": "billing"}],
                 next(each["after"] for each in past["changes"] if each["path"] == "roles"), past)
    report.equal("and who did it by name and id", ("username", 1), (past["principal"], past["principal_id"]), past)
    made(ours, "/principals/biller", None, "DELETE")
    report.equal("when nobody has it, it goes", 200, ours.call("DELETE", f"/roles/{own['id']}").status)
    again = made(ours, "/roles", {"name": "billing", "privileges": ["user"]})
    report.case("made anew it has a number of its own", again["id"] not in (own["id"], role["id"]), got=again)


def those_above(report, server):
    """A principal above can always lock, unlock, set a password and remove, whatever the roles are
    now."""
    root, ours = Native(server), Native(server, "username")
    made(root, "/principals", {"name": "plain", "home": 2, "roles": ["administrator"], "password": "password"})
    made(ours, "/principals", {"name": "strong", "home": 123, "roles": ["reseller"], "password": "password"})
    plain = Native(server, "plain")
    for what, body in (("locks", {"locked": True}), ("unlocks", {"locked": False}),
                       ("re-passwords", {"password": "something new"})):
        reply = plain.call("PATCH", "/principals/strong", body)
        report.equal(f"from above one {what}", 200, reply.status, reply)
    reply = plain.call("PATCH", "/principals/username", {"password": "something new"})
    report.equal("from beside one does not", 403, reply.status, reply)
    for body in ({"home": 2}, {"roles": ["reseller", "user"]}):
        reply = plain.call("PATCH", "/principals/strong", body)
        report.equal(f"nor gives what one lacks: {body}", 403, reply.status, reply)
    report.equal("and removes", 200, plain.call("DELETE", "/principals/strong").status)


def fences(report, server):
    """A principal that is restricted to doors and sources can widen neither its own restrictions
    nor another's."""
    ours = Native(server, "username")
    made(ours, "/principals", {"name": "fenced", "home": 2, "roles": ["reseller"], "password": "password",
                               "doors": ["native"], "sources": ["127.0.0.0/8"]})
    fenced = Native(server, "fenced")
    reply = ours.call("POST", "/principals", {"name": "typed wrong", "doors": ["nativ"],
                                              "roles": ["user"], "password": "swordfish 3"})
    report.case("a door that is none is refused, with the nearest", reply.status == 422
                and "the nearest known name is native" in reply.text, got=reply)
    inside = {"doors": ["native"], "sources": ["127.0.0.1"]}
    for field, value in (("doors", []), ("doors", ["native", "enswitch"]), ("sources", []),
                         ("sources", ["126.0.0.0/7"]), ("sources", ["0.0.0.0/0", "::/0"])):
        reply = fenced.call("PATCH", "/principals/fenced", {field: value})
        report.case(f"its own {field} to {value}", reply.status == 403 and field in reply.text, got=reply)
        reply = fenced.call("POST", "/principals", {"name": "outside", "roles": ["user"], **inside, field: value})
        report.case(f"a new one's {field} to {value}", reply.status == 403 and field in reply.text, got=reply)
    for body in ({"password": "long enough"}, {"new_key": "mine"}, {"name": "renamed"}):
        reply = fenced.call("PATCH", "/principals/branch", body)
        report.equal(f"one without a fence: {body}", 403, reply.status, reply)
    report.equal("one inside", 201, fenced.call("POST", "/principals",
                                                {"name": "inside", "roles": ["user"], **inside}).status)


def no_oracle(report, server):
    """Neither a rehearsal nor a write, of one or many, reveals whether a guess at a secret is
    right."""
    proof = Proof(report, server)
    customer = proof.make("guessed at", creditcard_number=CARD)["id"]
    native, door = Native(server, "username"), Enswitch(server)
    guesses = (CARD, "4000000000005100")  # both end alike and have valid check digits

    def alike(name, ask):
        replies = [ask(guess) for guess in guesses]
        report.equal(f"{name}: right and wrong are answered alike",
                     *[(reply.status, reply.text) for reply in replies])

    def line(guess):
        return json.dumps({"id": customer, "patch": {"card_number": guess}})

    def bulk(guess):
        headers = {"Authorization": basic("username", "password"), "Content-Type": "application/x-ndjson"}
        return Http(server.port).send("POST", "/v1/bulk?dry_run=true", line(guess), headers)

    alike("validation=1", lambda guess: door.call("customers/update", {"id": customer, "validation": 1,
                                                                       "creditcard_number": guess}))
    alike("dry_run", lambda guess: native.call("PATCH", f"/customers/{customer}?dry_run=true",
                                               {"card_number": guess}))
    alike("dry_run of many", bulk)
    alike("dry_run of a selection", lambda guess: native.call(
        "POST", "/bulk?dry_run=true", {"select": {"below": customer}, "patch": {"card_number": guess}}))
    for guess in (CARD, CARD, guesses[1], guesses[1]):
        before = native.get(customer)["version"]
        reply = native.call("PATCH", f"/customers/{customer}", {"card_number": guess})
        report.equal(f"a write of {guess} is a change", (200, before + 1),
                     (reply.status, reply.json().get("version")), reply)
        entry = made(native, f"/customers/{customer}/history?limit=1", None, "GET")["items"][0]
        report.equal("and so in history", ["card_number"], [each["path"] for each in entry["changes"]], entry)
    before = native.get(customer)
    reply = native.call("PATCH", f"/customers/{customer}", {"card_number": before["card_number"]})
    report.equal("the mask that is shown keeps", before["version"], reply.json()["version"], reply)


def out_of_reach(report, server):
    """Positions, numbers, names and requests reveal nothing about others."""
    root, ours, theirs = Native(server), Native(server, "username"), Native(server, "outsider")
    places = [made(ours, "/changes?after=now", None, "GET")["next"] for _ in range(3)]
    theirs.patch(901, {"notes": "busy"})
    places.append(made(ours, "/changes?after=now", None, "GET")["next"])
    report.equal("positions are never the same, whether others were busy or not", 4, len(set(places)))
    report.equal("and of one length", 1, len({len(place) for place in places}))
    raw = [base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)) for place in places]
    report.case("no number can be read of them", not any(b"feed" in each for each in raw), got=raw)
    for place in (places[0], places[-1]):
        ours.patch(101, {"notes": place[:8]})
        found = made(ours, f"/changes?after={place}", None, "GET")["items"]
        report.case("each goes on from where it was", found and found[-1]["changes"][0]["after"] == place[:8],
                    got=found)
    altered = places[0][:-2] + ("AA" if places[0][-2:] != "AA" else "BB")
    old = base64.urlsafe_b64encode(b"feed 1 12345678").decode().rstrip("=")
    replies = {ours.call("GET", f"/changes?after={bad}").text for bad in (altered, old, "17", "x" * 75)}
    report.equal("what was not told is refused in one way", 1, len(replies), replies)

    for path, body in (("/principals", {"name": "rehearsed", "roles": ["user"]}), ("/plans", {"name": "x"}),
                       ("/roles", {"name": "x"}), ("/references/music", {"name": "x"})):
        reply = ours.call("POST", f"{path}?dry_run=true", body)
        report.equal(f"a rehearsal at {path} tells no number", (200, None),
                     (reply.status, reply.json().get("id", "absent")), reply)

    reply = ours.call("POST", "/principals", {"name": "outsider", "roles": ["user"]})
    report.case("a name that another has", reply.status == 409 and "is not free" in reply.text
                and "exists" not in reply.text, got=reply)
    made(ours, "/customers/101", {"external_id": "ext-1"}, "PATCH")
    reply = Native(server, "branch").call("PATCH", "/customers/124", {"external_id": "ext-1"})
    report.case("an external id that another has", reply.status == 409 and "is not free" in reply.text
                and "customer" not in reply.json()["detail"], got=reply)

    request = theirs.call("PATCH", "/customers/901", {"notes": "to undo"}).headers["patchbay-request"]
    never = "00000000-0000-4000-8000-00000000dead"
    for kind in ("request", "batch"):
        report.equal(f"undo: a {kind} of others is like one that never was",
                     ours.call("POST", "/undo", {kind: never}).text.replace(never, "ID"),
                     ours.call("POST", "/undo", {kind: request}).text.replace(request, "ID"))
    for who in (root, ours, theirs):
        report.equal("nobody is system", 422, who.call("POST", "/principals?dry_run=true",
                                                       {"name": "Sуstem", "roles": ["user"]}).status)


def denied_first(report, server):
    """A field that the caller may not change is not read first, at any door."""
    made(Native(server, "username"), "/principals", {"name": "own", "home": 123, "roles": ["administrator"],
                                                     "password": "password"})
    door = Enswitch(server, "own")
    for field, value in (("balance", "abc"), ("balance", "1.00"), ("credit", "-1"), ("plan", "99999"),
                         ("bill_type", "nonsense"), ("credit_extra_timegroup", "777")):
        answer = door.act("customers/update", {"id": 123, field: value})
        report.equal(f"enswitch {field}={value} without commerce", "402", answer.code, answer)
        report.equal(f"with it {field}={value} is read", "400" if value != "1.00" else "201",
                     Enswitch(server).act("customers/update", {"id": 123, field: value, "validation": 1}).code)


if __name__ == "__main__":
    harness.main([roles_of_others, those_above, fences, no_oracle, out_of_reach, denied_first])
