#!/usr/bin/env python3
"""Idempotency keys at every door; bulk changes, undo of many, moves, history and verify."""

import json
import pathlib
import subprocess
import threading
import uuid

import near  # noqa: F401
import harness
from by_header import CUSTOMER, Doors
from harness import PATCHBAY, Http, Native, basic

SIGNED = {"Authorization": basic("username", "password"), "Content-Type": "application/json"}
OWNER = {"Authorization": basic("root", "password"), "Content-Type": "application/json"}
LINES = {**SIGNED, "Content-Type": "application/x-ndjson"}


def under(key, **more):
    """The header of an idempotency key."""
    return {"Idempotency-Key": key, **more}


def replays(report, server):
    """A repeat gets the stored bytes although the record has changed since. Another request with
    the same key is refused."""
    native = Native(server)
    for door, (write, good) in Doors(server).writes().items():
        key = f"key of {door}"
        first = write(f"first-{door}", under(key))
        report.case(f"{door} takes a key", good(first) and "idempotency-replayed" not in first.headers, got=first)
        native.patch(CUSTOMER, {"description": "moved on", "account": "moved on", "notes": "moved on"})
        mark = native.mark(CUSTOMER)
        again = write(f"first-{door}", under(key))
        report.equal(f"{door} replays the bytes", (first.status, first.body), (again.status, again.body))
        report.equal(f"{door} says so", "true", again.headers.get("idempotency-replayed"))
        varying = ("date", "idempotency-replayed", "connection", "x-request-id")
        report.equal(f"{door} replays the headers", {k: v for k, v in first.headers.items() if k not in varying},
                     {k: v for k, v in again.headers.items() if k not in varying})
        other = write(f"other-{door}", under(key))
        report.case(f"{door} refuses another request under it",
                    not good(other) and "used before" in other.text and other.status < 500, got=other)
        if door in ("native", "flolive", "everlytic"):
            report.case(f"{door} answers as to bad input", other.status in (400, 422), got=other)
        for wrong in ("", "k" * 256):
            report.case(f"{door} refuses a key of {len(wrong)}", not good(write("x", under(wrong))))
        rehearsal = write(f"other-{door}", under(key, **{"Patchbay-Rehearse": "true"}))
        report.case(f"{door} rehearses past the key", good(rehearsal), got=rehearsal)
        report.equal(f"{door}: nothing was written meanwhile", mark, native.mark(CUSTOMER))


def belongs(report, server):
    """A key belongs to a principal. A refused request does not use up its key."""
    http = Http(server.port)
    path = f"/v1/customers/{CUSTOMER}"
    refused = http.send("PATCH", path, '{"currency":"NOT ONE"}', {**SIGNED, **under("mine")})
    report.equal("an invalid request", 422, refused.status)
    for name, headers in (("one", SIGNED), ("another", OWNER)):
        reply = http.send("PATCH", path, json.dumps({"notes": name}), {**headers, **under("mine")})
        report.case(f"{name} uses the key", reply.status == 200 and "idempotency-replayed" not in reply.headers, got=reply)
    parts = {**SIGNED, "Patchbay-Reason": "once", "Content-Type": "application/merge-patch+json", "Prefer": "return=minimal"}
    for name, headers in (("in one order", parts), ("in another order", dict(reversed(parts.items())))):
        reply = http.send("PATCH", path, '{"notes":"ordered"}', {**headers, **under("order")})
        report.case(f"headers {name}", reply.status in (200, 204), got=reply)
    report.equal("the second is a replay", "true", reply.headers.get("idempotency-replayed"))
    made = http.send("POST", "/v1/principals", '{"name":"keyed","roles":["reseller"],"new_key":"laptop"}', {**SIGNED, **under("new")})
    report.equal("a principal is made", 201, made.status)
    again = http.send("POST", "/v1/principals", '{"name":"keyed","roles":["reseller"],"new_key":"laptop"}', {**SIGNED, **under("new")})
    report.equal("and its only reply comes again", made.body, again.body)
    report.equal("with its status", (201, "true"), (again.status, again.headers.get("idempotency-replayed")))


def twins(report, server):
    """Many equal requests at the same time: one is executed, and all get the same reply."""
    answers, start = [], threading.Barrier(16)

    def twin():
        http = Http(server.port)
        start.wait()
        answers.append(http.send("PATCH", f"/v1/customers/{CUSTOMER}", '{"notes":"twin"}', {**SIGNED, **under("twins")}))
        http.close()

    version = Native(server).get(CUSTOMER)["version"]
    threads = [threading.Thread(target=twin) for _ in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    report.equal("all twins get the same bytes", 1, len({each.body for each in answers}))
    report.equal("all but one are replays", 15, sum("idempotency-replayed" in each.headers for each in answers))
    report.equal("it was done once", version + 1, Native(server).get(CUSTOMER)["version"])


def api_id(report, _):
    """m2mportal's api-id is a key if configured."""
    with harness.Server(config="[m2mportal]\napi_id_is_idempotency_key = true\n") as server:
        http = Http(server.port)

        def edit(notes):
            return http.send("POST", "/", '<edit-customer version="1" api-id="77"><authentication><username>username</username>'
                             "<password>password</password></authentication><customer>Rosebank Media</customer>"
                             f"<notes>{notes}</notes></edit-customer>", {"Content-Type": "text/xml"})
        first = edit("one")
        Native(server).patch(CUSTOMER, {"notes": "later"})
        again = edit("one")
        report.equal("api-id replays", (first.body, "true"), (again.body, again.headers.get("idempotency-replayed")))
        report.case("api-id refuses another", "used before" in edit("two").text)
        report.equal("notes stay", "later", Native(server).get(CUSTOMER)["notes"])


def parsed(reply):
    """The lines of a reply to many changes: those of the items, and the summary."""
    lines = [json.loads(line) for line in reply.text.splitlines()]
    return lines[:-1], lines[-1]["summary"]


def bulk(report, server):
    """POST /v1/bulk: lines, a selection, rehearsal, the guard, a key, and undo of the batch."""
    http, native = Http(server.port), Native(server)
    body = "\n".join(json.dumps(each) for each in (
        {"id": 101, "patch": {"notes": "bulk"}}, {"id": harness.uuid_of(102), "patch": {"notes": "bulk"}, "if_version": 99},
        {"id": 901, "patch": {"notes": "out of reach"}}, {"id": 103, "patch": {"colour": "red"}},
        {"create": {"parent": 2, "name": "Made in bulk"}}, {"id": 124, "delete": True})) + "\nnot json\n"
    before = native.get(101)["version"]
    rehearsal, summary = parsed(http.send("POST", "/v1/bulk?dry_run=true", body, LINES))
    report.equal("a rehearsal counts", {"rehearsed": True, "changed": 3, "unchanged": 0, "refused": 4}, summary)
    report.equal("and shows changes", [{"path": "notes", "before": native.get(101).get("notes"), "after": "bulk"}], rehearsal[0]["changes"])
    report.equal("and writes nothing", before, native.get(101)["version"])
    reply = http.send("POST", "/v1/bulk", body, LINES)
    lines, summary = parsed(reply)
    report.equal("one line for each", list(range(7)), [line["index"] for line in lines])
    report.equal("what became of each", ["changed", "refused", "refused", "refused", "changed", "changed", "refused"],
                 [line["outcome"] for line in lines])
    report.equal("why", [412, 404, 422, 400], [lines[i]["problem"]["status"] for i in (1, 2, 3, 6)])
    report.equal("the batch is named twice", reply.headers["patchbay-batch"], summary["batch"])
    report.equal("a new version", before + 1, lines[0]["version"])
    known = http.send("GET", f"/v1/requests/{lines[0]['request']}", None, SIGNED).json()
    report.equal("its request id is known", (101, before + 1, True), (known["customer"], known["version"], known["changed"]))
    guard = http.send("POST", "/v1/bulk?max_affected=3", body, LINES)
    report.case("the guard refuses", guard.status == 422 and "max_affected" in guard.text, got=guard)

    undone, summary = parsed(http.send("POST", "/v1/undo", json.dumps({"batch": summary["batch"]}), SIGNED))
    report.equal("the batch is taken back", (3, 0), (summary["changed"], summary["refused"]))
    report.equal("a deletion too", False, native.get(124).get("deleted", False))
    report.equal("and what it made is deleted", True, native.get(lines[4]["customer"]).get("deleted"))
    again, _ = parsed(http.send("POST", "/v1/undo", json.dumps({"batch": summary["batch"], "force": True}), SIGNED))
    report.equal("an undo is undone", 3, len([line for line in again if line["outcome"] == "changed"]))

    choice = {"select": {"below": 2, "recursive": False, "status": "active"}, "patch": {"website": "www.bulk.example"}}
    listed = http.send("GET", "/v1/customers?below=2&recursive=false&status=active", None, SIGNED).json()["items"]
    reply = http.send("POST", "/v1/bulk", json.dumps(choice), {**SIGNED, **under("bulk")})
    lines, summary = parsed(reply)
    report.equal("a selection is what a list is of", [each["id"] for each in listed], [line["customer"] for line in lines])
    native.patch(101, {"website": "www.later.example"})
    again = http.send("POST", "/v1/bulk", json.dumps(choice), {**SIGNED, **under("bulk")})
    report.equal("a repeat is told the same", (reply.text, "true"), (again.text, again.headers.get("idempotency-replayed")))
    report.equal("and not done again", "www.later.example", native.get(101)["website"])
    for wrong, said in (({"patch": {}}, "select"), ({"select": {}, "patch": {}, "delete": True}, "one of them"),
                        ({"select": {"colour": "red"}, "patch": {}}, "select.colour"), ({**choice, "max_affected": 1}, "max_affected"),
                        ({**choice, "max_affected": 10001}, "1 to 10000"), ({**choice, "more": 1}, "more")):
        refused = http.send("POST", "/v1/bulk", json.dumps(wrong), SIGNED)
        report.case(f"bulk refuses {wrong}", refused.status == 422 and said in refused.text, got=refused)


def undo_many(report, server):
    """POST /v1/undo: a request of any door, a principal within a time range; refusals."""
    http, native = Http(server.port), Native(server)
    for door, (write, _) in Doors(server).writes().items():
        before = native.mark(CUSTOMER)
        write(f"to-undo-{door}", {})
        newest = native.call("GET", f"/customers/{CUSTOMER}/history?limit=1").json()["items"][0]
        _, summary = parsed(http.send("POST", "/v1/undo", json.dumps({"request": newest["request"]}), SIGNED))
        report.equal(f"a request of {door} is taken back", (1, 0), (summary["changed"], summary["refused"]))
        report.equal(f"{door}: as it was", before, {**native.mark(CUSTOMER), "version": before.get("version")}
                     if isinstance(before, dict) and "version" in before else before)
    since = native.call("GET", f"/customers/{CUSTOMER}/history?limit=1").json()["items"][0]["time"]
    native.patch(102, {"notes": "by principal"})
    native.patch(102, {"account": "by principal"})
    lines, _ = parsed(http.send("POST", "/v1/undo?dry_run=true", json.dumps({"principal": "root", "from": since}), SIGNED))
    report.case("a principal's changes within a time", 102 in [line["customer"] for line in lines], got=lines)
    changes = next(line for line in lines if line["customer"] == 102).get("changes", [])
    report.equal("all of them at once", ["account", "notes"], sorted(each["path"] for each in changes))
    for wrong in ({}, {"request": "x"}, {"batch": str(uuid.uuid4()), "principal": "a", "from": since},
                  {"principal": "username"}, {"request": str(uuid.uuid4()), "forse": True}):
        reply = http.send("POST", "/v1/undo", json.dumps(wrong), SIGNED)
        report.case(f"undo refuses {wrong}", reply.status == 422, got=reply)
    report.equal("an unknown batch", 404, http.send("POST", "/v1/undo", json.dumps({"batch": str(uuid.uuid4())}), SIGNED).status)


def history(report, server):
    """Filters and pages of history; history of principals and references."""
    native, http = Native(server), Http(server.port)
    for i in range(3):
        native.patch(102, {"notes": f"n{i}"})
        native.patch(102, {"fax": f"{i}"})
    Doors(server).writes()

    def versions(query):
        reply = native.call("GET", f"/customers/102/history?{query}").json()
        return [each["version"] for each in reply["items"]], reply.get("next")
    newest = native.get(102)["version"]
    report.equal("by field", [newest - 1, newest - 3, newest - 5], versions("field=notes&limit=3")[0])
    report.equal("in pages", ([newest, newest - 2], newest - 2), versions("field=fax&limit=2"))
    report.equal("that go on", newest - 4, versions(f"field=fax&limit=2&before={newest - 2}")[0][0])
    report.equal("by door", [1], versions("door=demo")[0])
    report.equal("by principal", [], versions("principal=reader")[0])
    third = native.call("GET", f"/customers/102/history?before={newest - 1}&limit=1").json()["items"][0]["time"]
    report.case("by time", all(v <= newest - 2 for v in versions(f"to={third}")[0]))
    report.case("from a time", newest in versions(f"from={third}")[0])
    report.equal("a bad time", 422, native.call("GET", "/customers/102/history?from=yesterday").status)

    plan = http.send("POST", "/v1/plans", '{"name":"Gold"}', {**SIGNED, "Patchbay-Reason": "a new offer"}).json()["id"]
    tag = http.send("GET", f"/v1/plans/{plan}", None, SIGNED).headers["etag"]
    report.equal("a plan is changed at its version", 200, http.send("PATCH", f"/v1/plans/{plan}", '{"name":"Silver"}', {**SIGNED, "If-Match": tag}).status)
    stale = http.send("PATCH", f"/v1/plans/{plan}", '{"name":"Bronze"}', {**SIGNED, "If-Match": tag})
    report.case("and refused at an old one", stale.status == 412 and "changed by username" in stale.text, got=stale)
    rehearsed = http.send("PATCH", f"/v1/plans/{plan}?dry_run=true", '{"name":"Bronze"}', SIGNED)
    report.equal("rehearsed", (200, "true"), (rehearsed.status, rehearsed.headers.get("patchbay-rehearsed")))
    past = http.send("GET", f"/v1/plans/{plan}/history", None, SIGNED).json()["items"]
    report.equal("its history", [(2, [{"path": "name", "before": "Gold", "after": "Silver"}]), (1, "a new offer")],
                 [(past[0]["version"], past[0]["changes"]), (past[1]["version"], past[1]["reason"])])
    person = http.send("POST", "/v1/principals", '{"name":"historic","roles":["reseller"],"password":"swordfish 1"}', SIGNED).json()["id"]
    http.send("PATCH", f"/v1/principals/{person}", '{"password":"swordfish 2"}', SIGNED)
    past = http.send("GET", f"/v1/principals/{person}/history", None, SIGNED)
    report.case("a principal's history has no secrets", past.status == 200 and "argon" not in past.text and "swordfish" not in past.text, got=past)
    report.equal("but says that one was changed", ["password"], [each["path"] for each in past.json()["items"][0]["changes"]])


def moves(report, server):
    """A PATCH of `parent` moves a subtree, for callers who may."""
    http, native = Http(server.port), Native(server)
    reply = http.send("PATCH", "/v1/customers/123", '{"parent":101}', SIGNED)
    report.case("a reseller may not", reply.status == 403 and "system" in reply.text, got=reply)
    report.equal("what stands there is no move", 200, http.send("PATCH", "/v1/customers/123", '{"parent":2}', SIGNED).status)
    dry = http.send("PATCH", "/v1/customers/123?dry_run=true", '{"parent":101,"notes":"m"}', OWNER).json()
    report.equal("events of a rehearsal", [("customer.moved", ["parent"]), ("customer.changed", ["notes"])],
                 [(each["type"], each["changed"]) for each in dry["events"]])
    report.equal("the owner may", 200, http.send("PATCH", "/v1/customers/123", '{"parent":101}', OWNER).status)
    below = http.send("GET", "/v1/customers?below=101&deleted=all", None, SIGNED).json()["items"]
    report.equal("with all that is below", {101, 123, 124}, {each["id"] for each in below})
    report.equal("not below itself", 422, http.send("PATCH", "/v1/customers/101", '{"parent":124}', OWNER).status)
    report.equal("history says move", "move", native.call("GET", "/customers/123/history?limit=1").json()["items"][0]["action"])


def whole(report, server):
    """After all of this verify passes while the server uses the folder."""
    if harness.DATA == "memory:":
        return
    said = subprocess.run([PATCHBAY, "verify", "--data", server.place], capture_output=True, text=True, check=False)
    report.case("verify passes", said.returncode == 0 and "whole" in said.stdout, got=said)
    missing = subprocess.run([PATCHBAY, "verify", "--data", server.folder], capture_output=True, text=True, check=False)
    report.equal("verify of no store", 2, missing.returncode)


def key_of(server):
    """The flag that names the sealing key if it is not in the folder."""
    flags = list(server.flags)
    return ["--key-file", flags[flags.index("--store.key_file") + 1]] if "--store.key_file" in flags else []


def anchors(report, server):
    """The newest seal, signed. History is verified against it, and a seal that was not signed here
    is refused."""
    http = Http(server.port)
    report.equal("a reseller may not", 403, http.send("GET", "/v1/anchor", None, SIGNED).status)
    reply = http.send("GET", "/v1/anchor", None, OWNER)
    report.equal("the owner may", 200, reply.status)
    anchor = reply.json()
    report.equal("it tells", {"seal", "position", "entries", "thing_position", "thing_entries", "hash", "time",
                              "public_key", "signature"}, set(anchor))
    if harness.DATA == "memory:":
        return
    run = lambda *command: subprocess.run([PATCHBAY, *command, "--data", server.place, *key_of(server)],
                                          capture_output=True, text=True, check=False)
    printed = run("anchor")
    report.case("the command prints one too", printed.returncode == 0
                and json.loads(printed.stdout)["public_key"] == anchor["public_key"], got=printed)
    file = pathlib.Path(server.folder) / "anchors.jsonl"
    file.write_text(json.dumps(anchor) + "\n" + printed.stdout)
    said = run("verify", "--anchor", file)
    report.case("history is what it was then", said.returncode == 0 and "2 anchors hold" in said.stdout, got=said)
    for name, change, want in (("of another store", {"hash": "A" * 43 + "="}, "not signed under this store's key"),
                               ("no anchor", {"position": "1"}, "holds no anchor in line 1")):
        file.write_text(json.dumps({**anchor, **change}))
        said = run("verify", "--anchor", file)
        report.case(name, said.returncode == 2 and want in said.stderr, got=said)


TESTS = [replays, belongs, twins, api_id, bulk, undo_many, history, moves, whole, anchors]

if __name__ == "__main__":
    harness.main(TESTS)
