#!/usr/bin/env python3
"""Little work before authentication: the most expensive bodies are refused cheaply, unauthenticated
clients can occupy little memory, and records have bounds at every door. The cost of a body is
measured in CPU time of the server and as a ratio within one run, so that other load does not
matter."""

import select
import socket
import sys
import threading
import time

import near  # noqa: F401
import harness
from dialects import Flolive
from harness import Http, Native, raw, uuid_of

sys.path.insert(0, str(harness.ROOT / "bench" / "hostile"))

import bodies  # noqa: E402  # pylint: disable=wrong-import-position
import main as bench  # noqa: E402  # pylint: disable=wrong-import-position

MIB = 1 << 20


def costs(report, server):
    """Every body of bench/hostile once. Those that seem expensive are measured again."""
    flolive = Flolive(server)
    flolive.sign_in()
    rows = bodies.all_rows(flolive.headers)
    dear = []
    for row, took, reply, bound in bench.measure(server, 1, rows):
        report.case(f"{row.door}: {row.name}: is answered", reply.status not in (500, 503),
                    got=reply)
        if row.good or took > bound:
            dear.append(row)
    found = list(bench.measure(server, 5, dear))
    for row, took, reply, bound in found:
        if bound is None:
            report.case(f"{row.door}: {row.name}: done", not bench.refused(reply), got=reply)
        else:
            # A build without optimisation takes longer, for refusals and good bodies alike.
            report.case(f"{row.door}: {row.name}: costs little", took <= 2 * bound,
                        expected=f"{2 * bound:.1f} ms", got=f"{took:.1f} ms")


def unread(report, server):
    """A long body is not read unless the head has good credentials."""
    for door, method, target, media, good in (
            ("native", "PATCH", "/v1/customers/101", "application/json", "Basic cm9vdDpwYXNzd29yZA=="),
            ("flolive", "PATCH", f"/api/v2/customer/{uuid_of(101)}", "application/json", None),
            ("everlytic", "PUT", "/api/2.0/customers/101", "application/json",
             "Basic cm9vdDpwYXNzd29yZA=="),
            ("XML-RPC", "POST", "/api/2.0/xmlrpc/", "text/xml", "Basic cm9vdDpwYXNzd29yZA==")):
        for who, header in (("nobody", None), ("a wrong token", "Bearer nonsense"),
                            ("a wrong secret", "Basic cm9vdDp3cm9uZw==")):
            head = f"{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Type: {media}\r\n"
            head += f"Authorization: {header}\r\n" if header else ""
            reply = raw(server.port, f"{head}Content-Length: {MIB}\r\n\r\n".encode())
            status = b"HTTP/1.1 401 " if door != "XML-RPC" else b"HTTP/1.1 "
            report.case(f"{door}: {who} is told before the body comes",
                        reply.startswith(status) and b"100 Continue" not in reply, got=reply[:300])
            reply = raw(server.port, f"{head}Content-Length: 9\r\nExpect: 100-continue\r\n\r\n"
                        .encode())
            report.case(f"{door}: {who} is not told to continue",
                        reply.startswith(status) and b"100 Continue" not in reply, got=reply[:300])
        if good:
            head = (f"{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Type: {media}\r\n"
                    f"Authorization: {good}\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n")
            reply = raw(server.port, head.encode())
            report.case(f"{door}: root is told to continue",
                        reply.startswith(b"HTTP/1.1 100 Continue\r\n\r\n"), got=reply[:300])
    for nobody in ("", "{", '{"name":'):
        reply = server.http.send("PATCH", "/v1/customers/101", nobody.ljust(3),
                                 {"Content-Type": "application/json"})
        report.equal("no body is decoded for nobody", 401, reply.status)


def guesses(report, server):
    """A wrong secret before a long body counts as an attempt."""
    head = (b"PATCH /v1/customers/101 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Authorization: Basic c3VwcG9ydDp3cm9uZw==\r\nContent-Length: 1000000\r\n\r\n")
    for _ in range(5):
        raw(server.port, head)
    reply = Native(server, "support", "password").call("GET", "/me")
    report.equal("five wrong secrets lock", 401, reply.status)


def held(report, server):
    """Bodies that unauthenticated clients begin and leave open take no more than their share."""
    links, refused = [], 0
    for _ in range(150):
        link = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        link.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\n"
                     b"Content-Length: 1000000\r\n\r\n")
        try:
            link.sendall(b"x" * 500_000)
        except OSError:
            pass  # refused already
        links.append(link)
    reply = Http(server.port).send("GET", "/healthz")
    report.equal("others are served meanwhile", 200, reply.status)
    waiting, end = set(links), time.monotonic() + 60
    while refused <= 100 and waiting and time.monotonic() < end:
        for link in select.select(waiting, [], [], 1)[0]:
            waiting.discard(link)
            try:
                refused += link.recv(12) == b"HTTP/1.1 503"
            except OSError:
                pass
    report.case("most are refused", refused > 100, got=refused)
    for link in links:
        link.close()


def healthy(report, server):
    """/healthz answers while the most expensive bodies are sent."""
    rows = [row for row in bodies.native() if row.name in (
        "unknown members", "6 600 addresses", "short lines", "look-ups in a crowd")]
    rows = [row for row in rows for _ in range(4)]
    replies = []
    threads = [threading.Thread(target=lambda row=row: replies.append(Http(server.port).send(
        row.method, row.target, row.body, row.headers))) for row in rows]
    for thread in threads:
        thread.start()
    link, asked = Http(server.port), 0
    while any(thread.is_alive() for thread in threads):
        report.equal("/healthz", 200, link.send("GET", "/healthz").status)
        asked += 1
    report.equal("all are answered", len(rows), len(replies))
    report.case("/healthz was asked in between", asked > 0)


def bounds(report, server):
    """A record has bounds, reported as such, for every way in which it grows."""
    native = Native(server)
    customer = native.make("Bounds")["id"]
    parts = list(zip(range(201), bodies.uuids()))
    good = {each: {"city": "x"} for _, each in parts[:200]}
    reply = native.call("PATCH", f"/customers/{customer}", {"addresses": good})
    report.equal("200 addresses", 200, reply.status)
    one = {parts[200][1]: {"city": "x"}}
    want = "addresses would be more than the 200 that a customer can have"
    for name, how in (
            ("merge patch", lambda: native.call("PATCH", f"/customers/{customer}",
                                                {"addresses": one})),
            ("JSON Patch", lambda: native.call(
                "PATCH", f"/customers/{customer}",
                [{"op": "add", "path": f"/addresses/{parts[200][1]}", "value": {"city": "x"}}],
                "application/json-patch+json")),
            ("creation", lambda: native.call("POST", "/customers", {
                "name": "Many", "addresses": {**good, **one}}))):
        reply = how()
        report.equal(f"{name}: too many addresses", (422, True),
                     (reply.status, want in reply.text), reply)
    flolive = Flolive(server)
    flolive.sign_in()
    reply = flolive.call("PATCH", f"/api/v2/customer/{native.get(customer)['uuid']}",
                         {"address": [{"type": "PRIVATE", "city": "x"}]})
    report.case("flolive: too many addresses", reply.status == 400 and want in reply.text, got=reply)
    version = native.get(customer)["version"]
    gone = native.call("PATCH", f"/customers/{customer}", {"addresses": {parts[0][1]: None}})
    report.equal("one less", 200, gone.status)
    report.equal("and another in its place", 200, native.call(
        "PATCH", f"/customers/{customer}", {"addresses": one}).status)
    reply = native.call("POST", f"/customers/{customer}/undo", {"version": version + 1})
    report.case("undo: too many addresses", reply.status == 422 and want in reply.text, got=reply)
    reply = native.call("PATCH", f"/customers/{customer}", {"addresses": {
        each: {"street": "s" * 255, "line2": "s" * 255, "line3": "s" * 255, "city": "s" * 255,
               "company": "s" * 255, "full_name": "s" * 255} for _, each in parts[1:201]}})
    report.case("too many bytes", reply.status == 422 and "than the 262144 that" in reply.text,
                got=reply)


def told(report, server):
    """Of many problems a few are reported, and how many more there are."""
    unknown = {f"unknown_{number}": 1 for number in range(1000)}
    native = Native(server)
    reply = native.call("PATCH", "/customers/101", unknown)
    report.equal("native tells 20", 20, len(reply.json()["errors"]))
    report.case("and counts the others", "980 more" in reply.json()["detail"], got=reply)
    reply = server.http.send("PUT", "/api/2.0/customers/101", str(unknown).replace("'", '"'), {
        **native.headers, "Content-Type": "application/json"})
    report.case("everlytic tells 20 and how many more",
                reply.text.count("is not known") == 20 and "and 980 more" in reply.text, got=reply)
    query = "&".join(f"unknown_{number}=1" for number in range(900))
    reply = server.http.send("POST", "/api/json/customers/update/?auth_username=root"
                             "&auth_password=password&id=101", query,
                             {"Content-Type": "application/x-www-form-urlencoded"})
    report.case("enswitch tells 20 and how many more",
                reply.text.count("is not known") == 20 and "And 880 more." in reply.text, got=reply)
    reply = native.call("PATCH", "/customers/101", {"x" * 900_000: 1})
    report.case("a long name is cut", len(reply.body) < 10_000, got=len(reply.body))


if __name__ == "__main__":
    harness.main([unread, bounds, told, held, healthy, costs, guesses])
