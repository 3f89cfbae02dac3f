#!/usr/bin/env python3
"""`GET /v1/export` and `POST /v1/import` do what the commands do: the same bytes leave, the same
records come in, a plan writes nothing, and nobody sees or changes what is out of reach."""

import gzip
import json
import pathlib
import random
import re
import socket
import subprocess
import threading

from harness import Http, Report, Server, basic, until
from import_export import HEAD, customers, export, run, uuid_of, write
from operator_near import in_scratch

CSV = "text/csv"
LINES = "application/x-ndjson"


class Caller:
    """Asks as one principal."""

    def __init__(self, server, name="root"):
        self.http = Http(server.port)
        self.headers = {"Authorization": basic(name, "password")}

    def out(self, query="", **headers):
        """A file."""
        return self.http.send("GET", "/v1/export" + query, None, {**self.headers, **headers})

    def take(self, body, query="", media=CSV):
        """What an import says."""
        return self.http.send("POST", "/v1/import" + query, body, {**self.headers, "Content-Type": media})


def unpacked(command, packed):
    """What a program makes of bytes."""
    return subprocess.run(command, input=packed, capture_output=True, check=True).stdout


def counts(reply):
    """What an import counted."""
    return {name: reply.json()[name] for name in ("rows", "made", "changed", "unchanged", "refused", "written_before")}


def both_stores(test):
    """Runs a test of report, folder, server and the options that commands need for its store."""
    def each(report, folder):
        for place in (str(folder / "data"), "postgresql:"):
            with Server(place=place) as server:
                key = ("--key-file", server.folder / "sealing.key") if place == "postgresql:" else ()
                test(report, folder, server, key)
    each.__name__ = test.__name__
    return in_scratch(each)


@both_stores
def the_same_bytes_leave(report, folder, server, key):
    """An export over HTTP is that of the command, in every form."""
    root = Caller(server)
    reply = root.take(customers(), "?apply=true&key=uuid", LINES)
    report.case("the customers are made", reply.status == 200 and reply.json()["refused"] == 0, got=reply)
    # One moves below a younger one.
    reply = root.take(f"uuid,parent\n{uuid_of(11)},{uuid_of(100)}\n", "?apply=true")
    report.equal("one is moved", 200, reply.status, reply)
    moment = root.http.send("GET", "/v1/anchor", None, root.headers).json()["time"]
    for query, arguments in (
            ("", ()), ("?format=jsonl", ("--format", "jsonl")), ("?below=123", ("--below", 123)),
            (f"?below={uuid_of(1)}&fields=name,addresses/main/city,parent",
             ("--fields", "name,addresses/main/city,parent")),
            ("?fields=id,version,uuid", ("--fields", "id,version,uuid")),
            (f"?at={moment}", ("--at", moment))):
        if query.startswith(f"?below={uuid_of(1)}"):
            number = root.http.send("GET", f"/v1/customers/{uuid_of(1)}", None, root.headers).json()["id"]
            arguments = (*arguments, "--below", number)
        reply = root.out(query)
        report.case(f"the same bytes: {query}", reply.status == 200 and reply.body == export(server.place, *key, *arguments),
                    got=reply)
    plain = root.out().body
    report.case("many customers", plain.count(b"\n") > 30, got=plain[:100])
    report.case("a file packed by gzip", gzip.decompress(root.out("?compress=gz").body) == plain)
    report.case("a file packed by zstd", unpacked(["zstd", "-dc"], root.out("?compress=zst").body) == plain)
    for coding, command in (("gzip", ["gzip", "-dc"]), ("zstd", ["zstd", "-dc"])):
        reply = root.out(**{"Accept-Encoding": f"br, {coding};q=0.5"})
        report.case(f"packed on its way by {coding}", reply.headers.get("content-encoding") == coding
                    and unpacked(command, reply.body) == plain and reply.headers["content-type"].startswith(CSV), got=reply)
    reply = root.out(**{"Accept-Encoding": "gzip;q=0, zstd;q=0.0"})
    report.case("not packed if that is refused", "content-encoding" not in reply.headers and reply.body == plain)
    for query, said in (("?fields=uuid,nam", 'fields names "nam", which is no field'),
                        ("?fields=card_number", "which is a secret and never leaves"),
                        ("?compress=rar", "compress"), ("?at=x", "at")):
        reply = root.out(query)
        report.case(f"refused: {query}", reply.status == 422 and said in reply.json()["detail"], got=reply)
    report.case("an unknown customer", root.out("?below=77").status == 404)
    report.case("no secret leaves", b"0440116243" not in plain)


@both_stores
def long_files(report, folder, server, key):
    """A long file is sent in pieces while it is made, and two are made at a time."""
    root = Caller(server)
    rows = "name,notes\n" + "".join(f"Customer {i},{'x' * 450}\n" for i in range(900))
    reply = root.take(rows, "?apply=true&key=none")
    report.equal("many are made", 900, reply.json()["made"], reply)
    for query, arguments in (("", ()), ("?format=jsonl", ("--format", "jsonl"))):
        reply = root.out(query)
        report.case("it is sent in pieces", reply.headers.get("transfer-encoding") == "chunked", got=reply.headers)
        report.case("and is whole", reply.body == export(server.place, *key, *arguments), got=reply.body[-100:])
    report.equal("packed too", root.out().body, gzip.decompress(root.out("?compress=gz").body))
    for _ in range(8):  # those that were left give their places back
        head = f"GET /v1/export HTTP/1.1\r\nHost: x\r\nAuthorization: {root.headers['Authorization']}\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as link:
            link.sendall(head)
            link.recv(100)
    report.case("places come back", until(lambda: root.out().status == 200))


@both_stores
def numbers_follow_rows(report, folder, server, key):  # pylint: disable=unused-argument
    """New customers get their numbers in the order of the rows, over many bulks and below each other,
    while others change customers. So an export has the order of the file."""
    root = Caller(server)
    named = [uuid_of(number) for number in random.Random(7).sample(range(1000, 9000), 4000)]
    rows = [f"{uuid},{named[i - 1] if i % 5 == 4 else ''},Row {i}" for i, uuid in enumerate(named)]
    ended = threading.Event()

    def disturb():
        others, turn = Caller(server), 0
        while not ended.is_set():
            turn += 1
            others.http.send("PATCH", f"/v1/customers/{101 + turn % 20}", json.dumps({"notes": f"n{turn}"}),
                             {**others.headers, "Content-Type": "application/json"})

    other = threading.Thread(target=disturb)
    other.start()
    try:
        reply = root.take("uuid,parent,name\n" + "\n".join(rows), "?apply=true")
    finally:
        ended.set()
        other.join()
    report.case("all are made", reply.status == 200 and counts(reply)["made"] == len(rows), got=reply)
    listed = [line.split(",") for line in root.out("?fields=id,uuid,name").body.decode().splitlines()[1:]]
    listed = [(int(number), uuid) for number, uuid, name in listed if name.startswith("Row ")]
    report.case("in the order of the rows", [uuid for _, uuid in sorted(listed)] == named, got=sorted(listed)[:3])
    report.case("so the export is in that order", [uuid for _, uuid in listed] == named, got=listed[:3])


@both_stores
def the_same_records_come_in(report, folder, server, key):
    """The same file by HTTP and by the command, into two stores of the same beginning."""
    rows = customers()
    root = Caller(server)
    for packed, name in ((gzip.compress(rows.encode()), "gz"), (unpacked(["zstd", "-c"], rows.encode()), "zst")):
        reply = root.take(packed, "", "application/octet-stream")
        report.case(f"a plan of {name}", reply.status == 200 and not reply.json()["applied"] and
                    counts(reply)["made"] == rows.count("\n") and counts(reply)["refused"] == 0, got=reply)
    before = root.out().body
    said = run("import", write(folder, rows, "in.jsonl"), *key, data=server.place)
    told = re.search(r"(\d+) rows: (\d+) new, (\d+) changed, (\d+) unchanged, (\d+) refused", said.stdout)
    reply = root.take(rows, "?show=1000", LINES)
    report.equal("a plan counts as the command's", [*(int(each) for each in told.groups()), 0], list(counts(reply).values()))
    changes = [f"line {each['line']}: new customer: {each['what']}".replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\u000d")
               for each in reply.json()["changes"]]
    report.case("and says the same", all(f"\n  {each}\n" in said.stdout for each in changes[:10]) and len(changes) == rows.count("\n"),
                expected=said.stdout, got=changes[:10])
    report.equal("a plan writes nothing", before, root.out().body)
    reply = root.take(rows, "?apply=true", LINES)
    report.case("it is written", reply.json()["applied"] and counts(reply)["made"] == rows.count("\n"), got=reply)
    with Server(place="postgresql:" if key else str(folder / "other")) as other:
        other_key = ("--key-file", other.folder / "sealing.key") if key else ()
        begun = export(other.place, *other_key)
        report.equal("the same beginning", before, begun)
        if not key:
            other.stop()
        said = run("import", folder / "in.jsonl", *other_key, "--apply", data=other.place)
        report.equal("the command", 0, said.returncode, said)
        theirs = export(other.place, *other_key)
    ours = root.out().body
    report.case("the same records in the same order", ours == theirs, expected=theirs[:3], got=ours[:3])
    versions = root.out("?fields=uuid,version").body
    again = root.take(rows, "?apply=true", LINES)
    report.case("sent again, nothing is written", again.status == 200 and root.out("?fields=uuid,version").body == versions, got=again)
    report.equal("and it says so", {**dict.fromkeys(counts(again), 0), "rows": rows.count("\n"), "written_before": rows.count("\n")},
                 counts(again), again)
    undone = root.http.send("POST", "/v1/undo", json.dumps({"batch": reply.json()["batch"]}),
                            {**root.headers, "Content-Type": "application/json"})
    report.case("the batch is undone", undone.status == 200 and root.out().body == before, got=undone)
    history = root.http.send("GET", f"/v1/changes?batch={reply.json()['batch']}&limit=1", None, root.headers).json()
    made = history["items"][0]
    report.equal("history has who imported it", ("root", "native", "127.0.0.1"),
                 (made["principal"], made["door"], made["source"]), made)


def peak_bytes(server):
    """The most memory that the server had so far."""
    said = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", said)[1]) * 1024


@in_scratch
def packed_far_beyond_the_bound(report, folder):
    """What a file is unpacked to is never held whole: memory does not follow the 120 MiB that one
    of less than 1 MiB becomes."""
    with Server(place=str(folder / "data")) as server:
        root = Caller(server)
        rows = [f"Row {i},{'x' * 10_000}\n" for i in range(12_000)]
        few, many = (gzip.compress(("name,notes\n" + "".join(some)).encode()) for some in (rows[:2000], rows))
        report.case("it is short as it is sent", len(many) < 1 << 20, got=len(many))
        reply = root.take(few, "?key=none&ignore=notes", "application/octet-stream")
        report.equal("a part is planned", 2000, counts(reply)["made"], reply)
        before = peak_bytes(server)
        reply = root.take(many, "?key=none&ignore=notes", "application/octet-stream")
        report.equal("all is planned", 12_000, counts(reply)["made"], reply)
        grown = peak_bytes(server) - before
        report.case("memory stays", grown < 24 << 20, got=grown)


@both_stores
def refused_rows(report, folder, server, key):
    """What is wrong, where, as the command says it; and what is done with the other rows."""
    root = Caller(server)
    text = HEAD + f"{uuid_of(1)},,One,o-1,active\n{uuid_of(2)},,,o-2,active\n{uuid_of(3)},,Three,o-3,odd\nx,,Four,o-4,active\n"
    western = root.take("name\nÆrø\n".encode("cp1252"), "?key=none")
    report.case("what the encoding is", counts(western)["made"] == 1 and
                "windows-1252 (found out: it is not UTF-8; name another with `encoding`)" in western.json()["file"], got=western)
    said = run("import", write(folder, text), *key, data=server.place)
    reply = root.take(text)
    theirs = [line.strip() for line in said.stdout.splitlines() if "refused: " in line]
    ours = [f"refused: line {each['line']}, byte {each['byte']}, column {each['column']}: {each['what']}" for each in reply.json()["faults"]]
    report.equal("the same faults", theirs, ours)
    before = root.out().body
    reply = root.take(text, "?apply=true")
    report.case("one refused row stops all", reply.status == 422 and "3 of 4 rows are refused" in reply.json()["detail"]
                and root.out().body == before, got=reply)
    report.case("and each is named", all(any(each["field"].startswith(f"line {line},") for each in reply.json()["errors"])
                                         for line in (3, 4, 5)), got=reply)
    reply = root.take(text, "?apply=true&refused=leave")
    report.case("or is left", reply.json()["applied"] and counts(reply) == {"rows": 4, "made": 1, "changed": 0, "unchanged": 0, "refused": 3, "written_before": 0}, got=reply)
    mapped = root.take("Nr;Firma;State;x\no-1;Uno;ja;1\n",
                       "?apply=true&key=external_id&map=Nr=external_id,Firma=name,State=status&ignore=x&values=State:ja=suspended")
    report.case("columns and values as parameters", mapped.status == 200 and mapped.json()["changed"] == 1, got=mapped)
    report.case("they do as they say", b"Uno,suspended" in root.out("?fields=name,status").body)
    for body, query, media, status, word in (
            ("uuid,nam\n", "", CSV, 422, "`map` COLUMN=FIELD"), ("", "", CSV, 422, "is empty"),
            ("name\n", "?key=notes", CSV, 422, "`key` is notes"), (b"\x1f\x8b\x08", "", CSV, 422, "gzip"),
            ("uuid,name\n", "", "text/plain", 415, "content type"), ("uuid,name\n", "?aply=true", CSV, 422, "aply")):
        reply = root.take(body, query, media)
        report.case(f"{status}: {word}", reply.status == status and word in reply.json()["detail"], got=reply)
    # Far more than the file may unpack to.
    bomb = unpacked(["zstd", "-c"], b"uuid,name\n" + b"\n" * (64 << 20))
    reply = root.take(bomb)
    report.case("what unpacks to too much is refused", reply.status == 422 and "unpacks to" in reply.json()["detail"], got=reply)


@both_stores
def what_writes_nothing(report, folder, server, key):
    """A rehearsal, a condition that a file cannot have, and a file that is cut off."""
    root = Caller(server)
    before = root.out("?fields=uuid,version,name").body
    text = "external_id,name\n" + "".join(f"cut-{i},Cut {i}\n" for i in range(3000))

    def asked(headers, query="?apply=true&key=external_id", body=text):
        return root.http.send("POST", "/v1/import" + query, body, {**root.headers, "Content-Type": CSV, **headers})

    reply = asked({"Patchbay-Rehearse": "true"})
    report.case("a rehearsal is a plan", reply.status == 200 and not reply.json()["applied"] and counts(reply)["made"] == 3000
                and reply.headers.get("patchbay-rehearsed") == "true", got=reply)
    for name, value, said in (("Patchbay-If-Version", "3", "column `version`"), ("If-Match", '"3"', "column `version`"),
                              ("If-None-Match", "*", "column `version`"),
                              ("Idempotency-Key", "once", "leave out Idempotency-Key")):
        reply = asked({name: value})
        report.case(f"{name} is refused", reply.status in (400, 422) and said in reply.text, got=reply)
    for left in ("", "&refused=leave"):
        reply = asked({}, f"?apply=true&key=external_id{left}", gzip.compress(text.encode(), mtime=0)[:-400])
        report.case(f"a file that is cut off is refused {left}", reply.status == 422 and "gzip" in reply.json()["detail"], got=reply)
    report.equal("nothing was written", before, root.out("?fields=uuid,version,name").body)


@both_stores
def only_in_reach(report, folder, server, key):
    """A reseller takes out and in what stands below it, and learns nothing of others."""
    root, reseller, reader, outsider = (Caller(server, name) for name in ("root", "username", "reader", "outsider"))
    names = reseller.out("?fields=name").body
    report.case("all below the reseller", b"Global Trading" in names and b"Out Of Reach" not in names
                and b"Acme Connect" not in names, got=names)
    report.case("the same for who only reads", reader.out("?fields=name").body == names)
    report.case("out of reach is unknown", reseller.out("?below=900").status == 404)
    moment = root.http.send("GET", "/v1/anchor", None, root.headers).json()["time"]
    report.equal("then as now", names, reseller.out(f"?fields=name&at={moment}").body)
    report.equal("who only reads does not import", 403, reader.take("uuid,name\n").status)
    theirs = [line.split(b",")[0].decode() for line in root.out("?fields=uuid,name&below=900").body.splitlines()[1:]]
    before = root.out("?fields=uuid,version").body
    for column, there, nowhere in (("id", "901", "90100"), ("parent", "901", "90100"), ("parent", theirs[0], uuid_of(4))):
        text = "id,name\n{},Taken\n" if column == "id" else "uuid,parent,name\n,{},Taken\n"
        key_of = "?apply=true" + ("" if column == "id" else "&key=none")
        known = reseller.take(text.format(there), key_of).json()["errors"][0]["detail"]
        unknown = reseller.take(text.format(nowhere), key_of).json()["errors"][0]["detail"]
        report.equal(f"one out of reach is as one that does not exist: {column}", unknown, known)
    report.equal("nothing was changed", before, root.out("?fields=uuid,version").body)
    made = outsider.take("external_id,name\nmine,Mine\n", "?apply=true&key=external_id")
    report.equal("a new one stands below who imports it", 1, made.json()["made"], made)
    report.case("and is theirs", b"Mine" in outsider.out("?fields=name").body and b"Mine" not in reseller.out("?fields=name").body)


@both_stores
def batches_are_of_one_file_and_caller(report, folder, server, key):
    """The same batch of another file, or of another caller, is written; of the same it is not again."""
    root, reseller, outsider = (Caller(server, name) for name in ("root", "username", "outsider"))
    for batch in (uuid_of(77), "monday"):
        query = f"?apply=true&key=none&batch={batch}"
        for who, name in ((outsider, "First"), (outsider, "Second"), (reseller, "First"), (outsider, "First")):
            reply = who.take(f"name\n{name} {batch}\n", query)
            report.case("it is taken", reply.status == 200 and reply.json()["refused"] == 0, got=reply)
        names = root.out("?fields=name").body.decode().splitlines()
        report.equal(f"each once: {batch}", [2, 1], [names.count(f"{name} {batch}") for name in ("First", "Second")], names)


@both_stores
def erased_past(report, folder, server, key):
    """An export of a time whose values were erased says so, and of which customer."""
    root = Caller(server)
    root.take("external_id,name\ngone,Gone\nother,Other\n", "?apply=true&key=external_id")
    made = {line.split(b",")[1]: line.split(b",")[0].decode() for line in root.out("?fields=id,name").body.splitlines()}
    number = made[b"Gone"]
    moment = root.http.send("GET", "/v1/anchor", None, root.headers).json()["time"]
    report.equal("it can be exported", 200, root.out(f"?at={moment}").status)
    reply = root.http.send("POST", f"/v1/customers/{number}/erase", None, {**root.headers, "Patchbay-Reason": "asked"})
    report.equal("it is erased", 200, reply.status, reply)
    for query in (f"?at={moment}", f"?at={moment}&below=1"):
        reply = root.out(query)
        report.case(f"refused: {query}", reply.status == 409 and f"values of customer {number} were erased" in reply.json()["detail"], got=reply)
    report.equal("a part of the tree can be exported", 200, root.out(f"?at={moment}&below={made[b'Global Trading']}").status)
    if not key:
        server.stop()
        said = run("export", "-", "--at", moment, data=server.place)
        report.case("the command says it too", said.returncode == 2 and f"--at is a time for which values of customer {number}" in said.stderr, got=said)


if __name__ == "__main__":
    told = Report()
    for test in (the_same_bytes_leave, long_files, numbers_follow_rows, the_same_records_come_in,
                 packed_far_beyond_the_bound, refused_rows, what_writes_nothing, only_in_reach,
                 batches_are_of_one_file_and_caller, erased_past):
        told.guard(test.__name__, test, told)
    told.end()
