#!/usr/bin/env python3
"""Who signs in and from where, and how unauthenticated callers are treated: behind a proxy, from
pages of other sites, under other host names, in large numbers; and what the log and administrators
see of it."""

import http.client
import json
import pathlib
import threading
import time

import near  # noqa: F401
import harness
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import EverlyticRpc, M2mportal
from door_list import each_door
from harness import Http, Native, Reply, Report, Server, basic

PROXIED = '[server]\ntrusted_proxies = "127.0.0.1"\n'
NAMED = '[server]\nhosts = "127.0.0.1, console.example.com"\n'
TYPED = "a password that was typed as a name"
CROWD = 400
# How doors refuse a forbidden call if the HTTP status does not say it.
WORDS = {"m2mportal": "</api-outcome><error-description>", "XML-RPC": "<int>10403</int>",
         "enswitch": '"code":"402"'}


class With(Http):
    """A connection that adds headers to every request."""

    def __init__(self, port, **headers):
        super().__init__(port)
        self.more = {name.replace("_", "-"): value for name, value in headers.items()}

    def send(self, method, target, body=None, headers=None):
        return super().send(method, target, body, {**(headers or {}), **self.more})


def clients(server, **headers):
    """A client of each door whose requests carry these headers, with one write of each and a read.
    """
    def of(client):
        client.http = With(server.port, **headers)
        return client

    m2mportal = of(M2mportal(server))
    flolive = of(Flolive(server))
    everlytic = of(Everlytic(server))
    rpc = of(EverlyticRpc(server))
    enswitch = of(Enswitch(server))
    native = of(Native(server))
    return each_door({
        "m2mportal": lambda: m2mportal.post(m2mportal.command(
            "edit-customer", "<customer>Global Trading</customer><notes>by a page</notes>")),
        "flolive": lambda: flolive.call("POST", "/api/v2/auth/token",
                                        {"username": "username", "password": "password"}),
        "everlytic": lambda: everlytic.call("PUT", "/customers/101", {"telephone": "+27110001111"}),
        "XML-RPC": lambda: rpc.method("UpdateCustomer", 101, {"telephone": "+27110001111"}),
        "enswitch": lambda: enswitch.call("customers/update", {"id": 101, "fax": "123456"}.items(),
                                          method="GET"),
        "native": lambda: native.call("PATCH", "/customers/101", {"notes": "by a page"},
                                      "application/merge-patch+json"),
    })


def log_lines(server, event=None):
    """The lines of the log, as values."""
    lines = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    return [line for line in lines if event in (None, line["event"])]


def line_of(server, reply, event="request"):
    """The log line of a reply. It is written before the reply is sent."""
    found = [line for line in log_lines(server, event)
             if line.get("request") == reply.headers.get("x-request-id")]
    return found[0] if len(found) == 1 else {}


def every_reply_names_its_line(report, server):
    """At each door, for refusals before any door, and for a change also in history."""
    native = Native(server)
    changed = native.call("PATCH", "/customers/101", {"notes": "a change"},
                          "application/merge-patch+json")
    line = line_of(server, changed)
    report.equal("the line tells who", ("root", True),
                 (line.get("name"), isinstance(line.get("principal"), int)), line)
    entry = native.call("GET", "/customers/101/history").json()["items"][0]
    report.equal("history keeps the id", changed.headers["x-request-id"], entry["request"])
    known = native.call("GET", "/requests/" + entry["request"])
    report.equal("and it can be asked after", 200, known.status, known)
    replies = {
        "a read": native.call("GET", "/customers/101"),
        "a refused one": native.call("GET", "/customers/999999"),
        "a stranger's": Native(server, "nobody", "wrong").call("GET", "/customers/101"),
        "no path": server.http.send("GET", "/nowhere"),
        "no method": native.call("DELETE", "/me"),
        "m2mportal's": M2mportal(server).post("<nonsense/>"),
        "enswitch's": Enswitch(server).call("customers/get", {"id": 101}.items()),
    }
    ids = {reply.headers.get("x-request-id") for reply in replies.values()}
    report.equal("ids differ", len(replies), len(ids), ids)
    for name, reply in replies.items():
        line = line_of(server, reply)
        report.equal(f"{name} has a line", reply.status, line.get("status"), reply.headers)
        report.equal(f"{name}: who asked", name in ("a read", "a refused one", "enswitch's"),
                     "principal" in line, line)
    for name, reply in {
            "health": server.http.send("GET", "/healthz"),
            "metrics": server.http.send("GET", "/metrics"),
            "two Hosts": parsed(harness.raw(server.port, b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")),
            "no HTTP": parsed(harness.raw(server.port, b"nonsense\r\n\r\n"))}.items():
        report.case(f"{name} has an id", len(reply.headers.get("x-request-id", "")) == 36, reply.headers)
    report.case("a refusal before any door has a line",
                any(line["status"] == 400 for line in log_lines(server, "refused")))


def parsed(answer):
    """A reply of raw bytes."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    return Reply(int(lines[0].split()[1]),
                 dict((name.lower(), value.strip()) for name, value in
                      (line.split(":", 1) for line in lines[1:])), body)


def events_of_access(report, server):
    """Sign-ins, failures, lock-outs, tokens and administrative changes are logged without secrets.
    """
    native = Native(server)
    made = native.call("POST", "/principals", {"name": "watched", "home": 2, "roles": ["user"],
                                               "password": "swordfish 7 8"})
    report.equal("a principal", 201, made.status, made)
    line = line_of(server, made, "administered")
    report.equal("it is told", ("principal", "watched", "create", "root"),
                 tuple(line.get(each) for each in ("kind", "thing_name", "action", "name")), line)
    key = native.call("PATCH", "/principals/watched", {"new_key": "script"})
    report.equal("a key is told", "keys", line_of(server, key, "administered").get("changed"))
    first = Native(server, "watched", "swordfish 7 8").call("GET", "/me")
    report.equal("a sign-in", "password", line_of(server, first, "signed_in").get("by"))
    for number in range(5):
        wrong = Native(server, "watched", f"wrong {number}").call("GET", "/me")
        line = line_of(server, wrong, "sign_in_failed")
        report.equal("a failure names a name that is known", ("watched", number + 1),
                     (line.get("name"), line.get("failures")), line)
    report.equal("a lock-out", "watched", line_of(server, wrong, "locked_out").get("name"))
    unknown = Native(server, TYPED, "wrong").call("GET", "/me")
    line = line_of(server, unknown, "sign_in_failed")
    report.equal("of a name that is not, its hash", (32, False),
                 (len(line.get("name_hash", "")), "name" in line), line)

    seen = native.call("GET", "/principals/watched").json()
    report.equal("administrators see where", ["127.0.0.1"],
                 [each["source"] for each in seen["lockouts"]], seen)
    listed = native.call("GET", "/principals?limit=1000").json()["items"]
    report.equal("in lists too", [("watched", 1)],
                 [(each["name"], len(each["lockouts"])) for each in listed if each["lockouts"]])
    right = Native(server, "watched", "swordfish 7 8").call("GET", "/me")
    report.equal("the right password is refused", 401, right.status, right)
    by_key = Native(server, "watched", key.json()["new_key"]).call("GET", "/me")
    report.equal("an API key is not", 200, by_key.status, by_key)
    native.call("PATCH", "/principals/watched", {"locked": False})
    report.equal("unlocked", [], native.call("GET", "/principals/watched").json()["lockouts"])
    right = Native(server, "watched", "swordfish 7 8").call("GET", "/me")
    report.equal("and let in", 200, right.status, right)

    log = server.log()
    for secret in ("swordfish", "wrong 0", TYPED, key.json()["new_key"]):
        report.case(f"the log does not hold {secret!r}", secret not in log)


def tokens_work_once(report, server):
    """A refresh token that is used twice revokes its replacement, and is logged."""
    def send(method, target, body=None, token=None):
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = "Bearer " + token
        return server.http.send(method, target, body and json.dumps(body), headers)

    pair = send("POST", "/v1/tokens", {"name": "root", "password": "password"})
    report.equal("issued", "root", line_of(server, pair, "token_issued").get("name"), pair)
    first = {key: pair.json()[key] for key in ("token", "refresh_token")}
    second = send("POST", "/v1/tokens/refresh", first)
    report.equal("refreshed", "root", line_of(server, second, "token_refreshed").get("name"), second)
    token = second.json()["token"]
    report.equal("good", 200, send("GET", "/v1/me", token=token).status)
    again = send("POST", "/v1/tokens/refresh", first)
    report.equal("used again", 401, again.status, again)
    report.equal("told", "root", line_of(server, again, "token_reused").get("name"))
    report.equal("what replaced it is void", 401, send("GET", "/v1/me", token=token).status)
    then = send("POST", "/v1/tokens/refresh",
                {key: second.json()[key] for key in ("token", "refresh_token")})
    report.equal("for refreshing too", 401, then.status)


def foreign_pages_change_nothing(report, server):
    """At every door and for every method. The server's own pages and clients that are not browsers
    can."""
    native = Native(server)
    before = native.mark(101)
    own = f"http://127.0.0.1:{server.port}"
    for name, headers in {
            "an Origin": {"Origin": "https://evil.example"},
            "no Origin": {"Origin": "null"},
            "a site": {"Sec_Fetch_Site": "cross-site"},
            "a sibling site": {"Sec_Fetch_Site": "same-site"}}.items():
        for door, write in clients(server, **headers).items():
            reply = write()
            report.case(f"{door}: {name} that is foreign", reply.status == 403
                        or WORDS[door] in reply.text, got=reply)
            report.case(f"{door}: {name}: it is said why, and what to do", "another origin" in reply.text
                        and "server.hosts" in reply.text and "role" not in reply.text
                        and "redentials" not in reply.text, got=reply)
    report.equal("nothing changed", before, native.mark(101))
    for headers in ({"Origin": own}, {"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"},
                    {"Origin": own, "Sec_Fetch_Site": "same-origin"}, {}):
        for door, write in clients(server, **headers).items():
            reply = write()
            report.case(f"{door}: {headers} is its own", reply.status in (200, 204)
                        and ("success" in reply.text if door == "m2mportal"
                             else WORDS.get(door, "?") not in reply.text), got=reply)
    read = Native(server)
    read.http = With(server.port, Origin="https://evil.example")
    report.equal("a read is nobody's business", 200, read.call("GET", "/customers/101").status)


def only_proxies_tell_of_others(report, server):
    """Behind a trusted proxy each client has its own lock-outs, history and log lines."""
    def at(address, name="username", word="password"):
        client = Native(server, name, word)
        client.http = With(server.port, X_Forwarded_For=address, X_Forwarded_Proto="https")
        return client

    for _ in range(5):
        at("203.0.113.9, 198.51.100.7", "root", "wrong").call("GET", "/me")
    report.equal("locked where it was guessed at", 401,
                 at("198.51.100.7", "root").call("GET", "/me").status)
    report.equal("whatever stands further left", 401,
                 at("192.0.2.200, 198.51.100.7", "root").call("GET", "/me").status)
    report.equal("and not elsewhere", 200, at("198.51.100.8", "root").call("GET", "/me").status)
    seen = at("198.51.100.8", "root").call("GET", "/principals/root").json()["lockouts"]
    report.equal("from where", ["198.51.100.7"], [each["source"] for each in seen])
    for number in range(5):
        at(f"2001:db8:1:2::{number}", "root", "wrong").call("GET", "/me")
    report.equal("IPv6 by the block", 401, at("2001:db8:1:2:3::4", "root").call("GET", "/me").status)
    report.equal("and no other", 200, at("2001:db8:1:3::4", "root").call("GET", "/me").status)
    root = at("198.51.100.8", "root")
    changed = root.call("PATCH", "/customers/101", {"notes": "through a proxy"},
                        "application/merge-patch+json")
    entry = root.call("GET", "/customers/101/history").json()["items"][0]
    report.equal("history knows", "198.51.100.8", entry["source"])
    report.equal("the log knows", "198.51.100.8", line_of(server, changed).get("source"))
    fenced = root.call("POST", "/principals", {
        "name": "fenced", "home": 2, "roles": ["user"], "password": "swordfish 7 8",
        "sources": ["203.0.113.0/24"]})
    report.equal("a fence", 201, fenced.status, fenced)
    report.equal("within", 200, at("203.0.113.5", "fenced", "swordfish 7 8").call("GET", "/me").status)
    report.equal("outside", 403, at("198.51.100.8", "fenced", "swordfish 7 8").call("GET", "/me").status)
    everlytic = Everlytic(server)
    everlytic.http = With(server.port, X_Forwarded_For="198.51.100.8", X_Forwarded_Proto="https")
    links = everlytic.call("GET", "/customers/101").text
    report.case("links are of the client's own kind", "https:" in links and "http:\\/\\/" not in links
                and '"http://' not in links, got=links)
    metrics = With(server.port, X_Forwarded_For="198.51.100.8").send("GET", "/metrics")
    report.equal("metrics are the proxy's alone", 404, metrics.status)


def nobody_else_tells_of_others(report, server):
    """Without trusted proxies the headers are ignored."""
    client = Native(server)
    client.http = With(server.port, X_Forwarded_For="198.51.100.7", Forwarded="for=198.51.100.7")
    changed = client.call("PATCH", "/customers/101", {"notes": "from nowhere else"},
                          "application/merge-patch+json")
    report.equal("the log", "127.0.0.1", line_of(server, changed).get("source"), changed)


def only_its_names_are_answered(report, server):
    """At each door. The paths of operators answer under any host name."""
    for door, write in clients(server, Host="evil.example").items():
        reply = write()
        report.equal(f"{door}: another host", 421, reply.status, reply)
    for host in ("console.example.com", "CONSOLE.example.com:8443", f"127.0.0.1:{server.port}"):
        reply = With(server.port, Host=host).send("GET", "/v1/me", None,
                                                  {"Authorization": basic("root", "password")})
        report.equal(f"{host} is one of its names", 200, reply.status, reply)
    health = With(server.port, Host="evil.example").send("GET", "/healthz")
    report.equal("health", 200, health.status)
    listed = Native(server)
    listed.http = With(server.port, Origin="https://console.example.com")
    reply = listed.call("PATCH", "/customers/101", {"notes": "from the console"},
                        "application/merge-patch+json")
    report.equal("their pages may change something", 200, reply.status, reply)


def what_was_typed_is_kept_nowhere(report, server):
    """Names of 900 kB, and a password typed as a name: neither is in the database or the log."""
    for name in (TYPED, "x" * 900_000):
        reply = server.http.send("POST", "/v1/tokens", json.dumps({"name": name, "password": "w"}),
                                 {"Content-Type": "application/json"})
        report.equal(f"a name of {len(name)} characters", 401, reply.status, reply)
    held = b"".join(path.read_bytes() for path in pathlib.Path(server.folder).rglob("*")
                    if path.is_file())
    report.case("the password is nowhere", TYPED.encode() not in held)
    report.case("nor the long name", b"x" * 1000 not in held)


def a_crowd_of_strangers(report, server):
    """400 sign-ins from 400 addresses: a principal that signed in recently waits for a check or
    two, an API key for none."""
    native = Native(server)
    key = native.call("PATCH", "/principals/username", {"new_key": "script"}).json()["new_key"]
    report.equal("signed in", 200, Native(server, "username").call("GET", "/me").status)
    done, begun, lock = [], threading.Barrier(CROWD + 1), threading.Lock()

    def stranger(number):
        link = http.client.HTTPConnection(
            "127.0.0.1", server.port, timeout=120,
            source_address=(f"127.{1 + number // 250}.3.{1 + number % 250}", 0))
        link.connect()
        begun.wait()
        try:
            link.request("GET", "/v1/me",
                         headers={"Authorization": basic(f"nobody{number}", "wrong")})
            status = link.getresponse().status
        except OSError:
            status = 0
        with lock:
            done.append(status)
        link.close()

    crowd = [threading.Thread(target=stranger, args=(number,)) for number in range(CROWD)]
    for each in crowd:
        each.start()
    begun.wait()
    while server.http.send("GET", "/metrics").text.count("patchbay_password_queue 0\n"):
        time.sleep(0.001)

    def checked():
        with lock:
            return sum(status == 401 for status in done)

    before = checked()
    by_key = Native(server, "username", key).call("GET", "/me")
    with_key = checked() - before
    before = checked()
    known = Native(server, "username").call("GET", "/me")
    waited_for = checked() - before
    report.equal("let in among them", (200, 200), (by_key.status, known.status))
    report.case("they were still waiting", len(done) < CROWD, got=len(done))
    # Two threads check passwords, and more checks may end while the reply travels.
    report.case("who is known waits for few", waited_for <= 8, got=waited_for)
    report.case("who has a key waits for none", with_key <= 4, got=with_key)
    print(f"in a crowd of {CROWD}: {with_key} checks ended beside a key, {waited_for} beside a password")
    for each in crowd:
        each.join()
    report.equal("each stranger was answered", {401, 503}, {*done} | {401, 503}, done)


def main():
    """A separate program, because its servers have different settings."""
    report = Report()
    for config, tests in (
            (None, (every_reply_names_its_line, events_of_access, tokens_work_once,
                    foreign_pages_change_nothing, nobody_else_tells_of_others,
                    what_was_typed_is_kept_nowhere)),
            (PROXIED, (only_proxies_tell_of_others,)),
            (NAMED, (only_its_names_are_answered,)),
            ("[access]\nauth_cache_seconds = 0\n", (a_crowd_of_strangers,))):
        with Server(config) as server:
            for test in tests:
                report.guard(test.__name__, test, report, server)
                report.case(f"{test.__name__}: the server lives", server.alive())
    report.end()


if __name__ == "__main__":
    main()
