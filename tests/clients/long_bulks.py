#!/usr/bin/env python3
"""Bulks of more lines than memory should hold: the lines are changed while the reply is sent, each
once, with the bounds and answers of short ones, and what is left open by a stop goes on."""

import contextlib
import json
import os
import re
import signal
import socket

from files_over_http import LINES, Caller, both_stores, peak_bytes
from harness import Report, Server, until
from long_imports import answer, begin, open_files
from operator_near import in_scratch

PATH = "/v1/bulk"
MANY = "?max_affected=10000000"
# As many as are taken at the same time.
BULKS_MAX = 2
# Longer than what a connection keeps in memory between the server and a client that does not read.
UNREAD_LINES = 60_000


def lines(number, length=200):
    """That many new customers, each a line of at least `length` bytes."""
    return "".join('{"create": {"parent": 2,' + " " * max(0, length - 60) + f' "name": "Bulk {i}"}}}}\n'
                   for i in range(number)).encode()


def bulk(caller, body, query=MANY, **headers):
    """The reply to a bulk."""
    return caller.http.send("POST", PATH + query, body, {**caller.headers, "Content-Type": LINES, **headers})


def told(reply):
    """The lines of a reply, and its summary."""
    *items, last = [json.loads(line) for line in reply.text.splitlines()]
    return items, last["summary"]


def customers(caller):
    """The names that bulks gave, with how often there is one."""
    names = re.findall(r"^Bulk \d+", caller.out("?fields=name").text, re.M)
    return len(names), len(set(names))


@both_stores
def long_bulks_are_bulks(report, folder, server, key):  # pylint: disable=unused-argument
    """With a length and in chunks, rehearsed, under a key and without: as short ones do."""
    root = Caller(server)
    body = lines(12_000)
    report.case("it is longer than a body in memory may be", len(body) > 3 << 19, got=len(body))
    items, summary = told(bulk(root, body, MANY + "&dry_run=true"))
    report.equal("it is rehearsed", {"rehearsed": True, "changed": 12_000, "unchanged": 0, "refused": 0}, summary)
    report.case("and shows what would change", items[11_999]["index"] == 11_999 and items[11_999]["changes"][1]["after"] == "Bulk 11999",
                got=items[-1])
    report.equal("nothing is written", (0, 0), customers(root))
    report.equal("more than allowed are refused", 422, bulk(root, body, "?max_affected=11999").status)
    report.equal("or than is standard", 422, bulk(root, body, "").status)
    report.equal("none was made", (0, 0), customers(root))
    reply = bulk(root, body, **{"Idempotency-Key": "one"})
    items, summary = told(reply)
    report.equal("a line answers a line, in order", list(range(12_000)), [each["index"] for each in items])
    report.equal("all are made", 12_000, summary["changed"])
    report.equal("the head names the batch", summary["batch"], reply.headers.get("patchbay-batch"))
    chunks = b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
                      for piece in (body[at:at + 70_001] for at in range(0, len(body), 70_001))) + b"0\r\n\r\n"
    framing = "Transfer-Encoding: chunked\r\nIdempotency-Key: one\r\nConnection: close"
    again = answer(begin(root, 0, MANY, LINES, chunks, framing, PATH))
    report.equal("sent again under its key, it is the same", reply.text, again.text)
    report.equal("and says so", "true", again.headers.get("idempotency-replayed"))
    report.equal("each was made once", (12_000, 12_000), customers(root))
    other = bulk(root, body.replace(b"Bulk 7", b"Other "), **{"Idempotency-Key": "one"})
    report.case("another body under the key is refused", other.status == 422 and "used before" in other.text, got=other)
    state = root.http.send("GET", "/v1/requests/" + summary["batch"], None, root.headers).json()
    report.equal("the batch can be looked up", [10_000, True], [state.get("changed"), state.get("more")], state)
    metrics = server_metrics(server)
    report.equal("its changes are counted once", 12_000, metrics.get("patchbay_updates_total{door=\"native\"}"), metrics)
    report.equal("no file stays open", [], open_files(server))


def server_metrics(server):
    """The metrics that are whole numbers."""
    text = Caller(server).http.send("GET", "/metrics", None, {}).text
    return {name: int(value) for name, value in re.findall(r"^(\S+) (\d+)$", text, re.M)}


def unread(caller, body, more=""):
    """Sends a bulk, and waits for the first byte of its reply without reading any. The system keeps
    little of the reply for who does not read it."""
    link = begin(caller, 0, MANY, LINES, body, f"Content-Length: {len(body)}{more}", PATH)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    link.recv(1, socket.MSG_PEEK)
    return link


def feed(caller, batch):
    """The customers in the feed of a batch."""
    out, cursor = [], ""
    while True:
        page = caller.http.send("GET", f"/v1/changes?batch={batch}&limit=1000{cursor}", None, caller.headers).json()
        out += [each["customer"] for each in page["items"]]
        if not page["more"]:
            return out
        cursor = "&after=" + page["next"]


@both_stores
def long_batches_are_found_and_taken_back(report, folder, server, key):  # pylint: disable=unused-argument
    """The feed, the history and undo know all of a batch, however long."""
    root = Caller(server)
    before = root.out("?fields=uuid,name").text
    items, summary = told(bulk(root, lines(12_000)))
    batch = summary["batch"]
    report.equal("the feed has all of it", sorted(each["customer"] for each in items), sorted(feed(root, batch)))
    last = items[-1]["customer"]
    past = root.http.send("GET", f"/v1/customers/{last}/history?batch={batch}", None, root.headers)
    report.equal("history has the last of it", [last], [each["version"] * last for each in past.json()["items"]], past)
    other = root.http.send("GET", f"/v1/customers/101/history?batch={batch}", None, root.headers)
    report.equal("and not what it did not change", 422, other.status, other)
    root.http.send("PATCH", f"/v1/customers/{items[5]['customer']}", '{"name": "Changed since"}', {**root.headers, "Content-Type": "application/json"})

    def undo(query="", **more):
        return root.http.send("POST", "/v1/undo" + query, json.dumps({"batch": batch, **more}), {**root.headers, "Content-Type": "application/json"})
    report.equal("no more than a thousand unless it is said", 422, undo().status)
    reply = undo(max_affected=10_000)
    report.case("a message says what to give", "give a max_affected of more than that" in reply.text, got=reply)
    report.equal("fewer than it has are refused", 422, undo(max_affected=11_999).status)
    rehearsed, summary = told(undo("?dry_run=true", max_affected=12_000))
    report.equal("it is rehearsed", [11_999, 1], [summary["changed"], summary["refused"]], rehearsed[0])
    report.equal("the newest customer goes first", last, rehearsed[0]["customer"])
    _, summary = told(undo(max_affected=12_000))
    report.equal("it is taken back, but for what was changed since", [11_999, 0, 1], [summary["changed"], summary["unchanged"], summary["refused"]])
    _, summary = told(undo(max_affected=12_000, force=True))
    report.equal("the rest if that is forced", [1, 11_999, 0], [summary["changed"], summary["unchanged"], summary["refused"]])
    report.equal("all is as it was", before, root.out("?fields=uuid,name").text)
    reader = Caller(server, "reader")
    reply = reader.http.send("POST", "/v1/undo", json.dumps({"batch": batch, "max_affected": 20_000}), {**reader.headers, "Content-Type": "application/json"})
    report.equal("who may only read takes nothing back", 403, reply.status, reply)


@both_stores
def each_line_stands_alone(report, folder, server, key):  # pylint: disable=unused-argument
    """What is wrong with one line is said there, and the others are changed."""
    root = Caller(server)
    body = b"".join([
        b'{"id": 101, "patch": {"notes": "moved"}, "if_version": 1}\n', b"\n", b"not JSON\n",
        b'{"id": 101, "patch": {"notes": "again"}, "if_version": 1}\n',
        b'{"id": 777777, "patch": {"notes": "nobody"}}\n',
        b'{"id": 101, "patch": {"colour": "red"}}\n', lines(1000, 2000),
        b'{"id": 101, "patch": {"notes": "the last"}}'])
    report.case("it is long", len(body) > 3 << 19, got=len(body))
    items, summary = told(bulk(root, body))
    report.equal("four are refused", {"changed": 1002, "unchanged": 0, "refused": 4}, {name: summary[name] for name in ("changed", "unchanged", "refused")})
    report.case("a line that is no JSON is named by its number", "line 3, column 1" in items[1]["problem"]["detail"], got=items[1])
    report.case("a version is that of a line", items[2]["outcome"] == "refused" and items[2]["problem"]["status"] == 412, got=items[2])
    report.equal("the last line needs no end", "changed", items[-1]["outcome"], items[-1])
    long = lines(2000, 1000) + b'{"id": 101, "patch": {"notes": "' + b"z" * (1 << 20) + b'"}}\n'
    before = customers(root)
    reply = bulk(root, long)
    report.case("a line has a bound", reply.status == 400 and "line 2001 of the body is longer than 1048576 bytes" in reply.json()["detail"],
                got=reply)
    report.equal("and nothing of it was made", before, customers(root))
    # So many lines that they are not held together, in a body that is.
    items, summary = told(bulk(root, b'{"id":0}\n' * 11_000))
    report.equal("short lines are as many", 11_000, summary["refused"], items[0])


@in_scratch
def who_may_not_is_refused_before_the_lines_come(report, folder):
    """Not one byte of the body is sent, and the reply comes."""
    with Server(place=str(folder / "data")) as server:
        root, reader, wrong = Caller(server), Caller(server, "reader"), Caller(server)
        wrong.headers = {"Authorization": "Basic cm9vdDp3cm9uZw=="}
        length = 50 << 20
        for caller, query, status, word in ((reader, MANY, 403, "role"), (wrong, MANY, 401, "wrong"),
                                            (root, "?max_afected=3", 422, "max_afected")):
            reply = answer(begin(caller, length, query, LINES, path=PATH))
            report.case(f"{status}: {word}", reply.status == status and word in reply.json()["detail"], got=reply)
        reply = answer(begin(root, length, MANY, "application/json", path=PATH))
        report.equal("a selection fits into memory", 413, reply.status, reply)


@in_scratch
def memory_follows_no_bulk(report, folder):
    """A bulk of 60 MiB takes the memory of its lines under way."""
    with Server(place=str(folder / "data")) as server:
        root = Caller(server)
        told(bulk(root, lines(400, 20_000), MANY + "&dry_run=true"))
        before = peak_bytes(server)
        _, summary = told(bulk(root, lines(3000, 20_000), MANY + "&dry_run=true"))
        report.equal("all is planned", 3000, summary["changed"])
        grown = peak_bytes(server) - before
        report.case("memory stays", grown < 48 << 20, got=grown)


@in_scratch
def a_caller_that_does_not_read(report, folder):
    """Its bulk waits for it, others go on, and when it leaves its place is free."""
    with Server(place=str(folder / "data")) as server:
        root = Caller(server)
        body = lines(UNREAD_LINES, 10)
        links = [unread(root, body) for _ in range(BULKS_MAX)]
        reply = bulk(root, body)
        report.case("a third is told to try again", reply.status == 429 and reply.headers.get("retry-after") == "1", got=reply)
        report.equal("short ones are taken", 200, bulk(root, lines(3), "").status)
        report.equal("single changes are", 200, root.http.send("PATCH", "/v1/customers/101", '{"notes": "x"}', {
            **root.headers, "Content-Type": "application/json"}).status)
        made = customers(root)[0]
        report.case("they wait", made < BULKS_MAX * UNREAD_LINES, got=made)
        for link in links:
            link.close()
        report.case("their places are free", until(lambda: not open_files(server)), got=open_files(server))
        _, summary = told(bulk(root, lines(12_000)))
        report.equal("and taken again", 12_000, summary["changed"])


def cut(link):
    """What comes of a reply that is cut, and whether it was."""
    out = b""
    link.settimeout(60)
    try:
        while piece := link.recv(1 << 16):
            out += piece
    except ConnectionError:
        pass
    link.close()
    return out, not out.endswith(b"0\r\n\r\n")


def kill(server):
    """Ends a server without a word."""
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()


def interrupted(report, place, body, interrupt):
    """Begins a bulk under a key, and interrupts the server in its middle, while nobody reads."""
    server = Server(place=place)
    with contextlib.suppress(RuntimeError), server:  # it was killed
        link = unread(Caller(server), body, "\r\nIdempotency-Key: cut")
        interrupt(server)
        out, is_cut = cut(link)
        report.case("the reply is cut", is_cut and b"summary" not in out, got=out[-200:])
    return len(re.findall(rb'"outcome":"changed"', out))


@in_scratch
def what_was_cut_goes_on(report, folder):
    """After a stop and after a kill: under its key each line is made once."""
    body = lines(UNREAD_LINES, 10)
    for name, interrupt in (("stop", Server.stop), ("kill", kill)):
        place = str(folder / name)
        answered = interrupted(report, place, body, interrupt)
        with Server(place=place) as server:
            root = Caller(server)
            made = customers(root)
            report.case(f"{name}: a part was made", answered <= made[0] < UNREAD_LINES and made[0] == made[1], got=(answered, made))
            _, summary = told(bulk(root, body, **{"Idempotency-Key": "cut"}))
            report.equal(f"{name}: the rest is", UNREAD_LINES, summary["changed"] + summary["unchanged"], summary)
            report.equal(f"{name}: each once", (UNREAD_LINES, UNREAD_LINES), customers(root))


if __name__ == "__main__":
    said = Report()
    for test in (long_bulks_are_bulks, long_batches_are_found_and_taken_back, each_line_stands_alone, who_may_not_is_refused_before_the_lines_come,
                 memory_follows_no_bulk, a_caller_that_does_not_read, what_was_cut_goes_on):
        said.guard(test.__name__, test, said)
    said.end()
