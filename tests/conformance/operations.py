#!/usr/bin/env python3
"""Health, readiness and metrics of a running server: the counts equal the requests made, door by
door."""

import collections
import json
import resource
import socket
import subprocess
import time

import near  # noqa: F401
from door_list import each_door
import harness
from harness import Http, Native, basic, raw, uuid_of
from metrics_text import Exposition

DEADLINE_S = 20
ATTEMPTS = 5  # to meet a commit
JSON = {"Content-Type": "application/json"}
# The Debian package is for Debian's Python, which may not be the one that runs this.
THIRD_PARTY = ["/usr/bin/python3", "-c", """
import json, sys
from prometheus_client.parser import text_string_to_metric_families
json.dump([[sample.name, sorted(sample.labels.items()), sample.value]
           for family in text_string_to_metric_families(sys.stdin.read())
           for sample in family.samples], sys.stdout)
"""]


def scraped(server):
    """What /metrics says now."""
    reply = server.http.send("GET", "/metrics")
    if reply.status != 200 or reply.media != "text/plain":
        raise RuntimeError(f"GET /metrics: {reply!r}")
    return Exposition(reply.text)


def grown(before, after, name):
    """{labels: increase} of the samples of `name` that have changed."""
    was = before.all(name)
    return {labels: value - was[labels] for labels, value in after.all(name).items()
            if value != was[labels]}


def m2mportal(secret, notes):
    """An edit-customer of Global Trading."""
    return ('<edit-customer version="1"><authentication><username>username</username>'
            f"<password>{secret}</password></authentication><customer>Global Trading</customer>"
            f"<notes>{notes}</notes></edit-customer>")


def calls():
    """(door, verdict, method, target, body, headers) of calls whose verdicts are known."""
    signed = {**JSON, "Authorization": basic("username", "password")}
    reader = {**JSON, "Authorization": basic("reader", "password")}
    key = {**JSON, "Authorization": basic("administrator", "demo-api-key-0000000000000000")}
    enswitch = "/api/json/customers/update/?auth_username=user;auth_password=password;id=123;"
    return each_door([
        ("m2mportal", "done", "POST", "/", m2mportal("password", "counted"), {"Content-Type": "text/xml"}),
        ("m2mportal", "done", "POST", "/", m2mportal("password", "counted"), {"Content-Type": "text/xml"}),
        ("m2mportal", "bad_credentials", "POST", "/", m2mportal("wrong", "x"), {"Content-Type": "text/xml"}),
        ("m2mportal", "malformed", "POST", "/", "<edit-customer", {"Content-Type": "text/xml"}),
        ("m2mportal", "no_method", "GET", "/", None, {}),
        ("flolive", "done", "POST", "/api/v2/auth/token", '{"username":"username","password":"password"}', JSON),
        ("flolive", "bad_token", "PATCH", f"/api/v2/customer/{uuid_of(102)}", '{"name":"x"}',
         {**JSON, "Authorization": "Bearer nothing"}),
        ("flolive", "no_path", "GET", "/api/v2/nothing", None, {}),
        ("everlytic", "done", "PUT", "/api/2.0/customers/103", '{"email":"counted@rosebank-media.example"}', key),
        ("everlytic", "unknown_customer", "PUT", "/api/2.0/customers/901", '{"email":"a@b.example"}', key),
        ("enswitch", "done", "GET", enswitch + "name=Counted", None, {}),
        ("enswitch", "invalid", "GET", enswitch + "credit=much", None, {}),
        ("native", "done", "GET", "/v1/customers/101", None, signed),
        ("native", "done", "PATCH", "/v1/customers/101", '{"notes":"counted again"}', signed),
        ("native", "role_denied", "PATCH", "/v1/customers/101", '{"notes":"x"}', reader),
        ("native", "unknown_customer", "GET", "/v1/customers/4711", None, signed),
        ("native", "no_path", "GET", "/nothing/at/all", None, {}),
    ])


def counts(report, server):
    """Each call counts once, for its door and verdict, and nothing else counts."""
    before = scraped(server)
    want = collections.Counter()
    for door, verdict, method, target, body, headers in calls():
        server.http.send(method, target, body, headers)
        want[frozenset({"door": door, "verdict": verdict}.items())] += 1
    after = scraped(server)
    report.equal("requests by door and verdict", dict(want),
                 grown(before, after, "patchbay_requests_total"))
    ended = collections.Counter()
    for (door, verdict, *_) in calls():
        ended[frozenset({"door": door, "ending": "done" if verdict == "done" else "refused"}.items())] += 1
    report.equal("their times are as many", dict(ended),
                 grown(before, after, "patchbay_request_seconds_count"))
    def by_door(**numbers):
        return {frozenset({("door", door)}): number for door, number in numbers.items()}
    report.equal("updates by door", by_door(m2mportal=2, everlytic=1, enswitch=1, native=1),
                 grown(before, after, "patchbay_updates_total"))
    report.equal("reads by door", by_door(native=1), grown(before, after, "patchbay_reads_total"))
    report.case("changes were committed",
                grown(before, after, "patchbay_store_commits_total").get(frozenset({("fate", "on_disk")}), 0) >= 6)
    report.equal("commits have a time each",
                 sum(after.all("patchbay_store_commits_total").values()),
                 after.get("patchbay_store_commit_seconds_count"))
    report.equal("every job was of one commit", after.get("patchbay_store_jobs_total"),
                 after.get("patchbay_store_commit_jobs_sum"))
    report.case("reads were timed", after.get("patchbay_store_read_seconds_count")
                > before.get("patchbay_store_read_seconds_count"))


def refusals(report, server):
    """Requests that the server refuses before any door count by status, and for no door."""
    before = scraped(server)
    for bytes_ in (b"no http\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20000 + b"\r\n\r\n",
                   b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n"):
        raw(server.port, bytes_)
    after = scraped(server)
    report.equal("refusals by status", {frozenset({("status", status)}): 1 for status in ("400", "431", "413")},
                 grown(before, after, "patchbay_http_refusals_total"))
    report.equal("no door counts them", {}, grown(before, after, "patchbay_requests_total"))


def gauges(report, server):
    """Connections, queues, the process, the version."""
    before = scraped(server)
    links = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(5)]
    for link in links:  # after a reply each is surely accepted
        link.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        report.case("a connection answers", b"200 OK" in link.recv(4096))
    during = scraped(server)
    report.equal("five connections more", before.get("patchbay_connections") + 5,
                 during.get("patchbay_connections"))
    report.equal("five descriptors more", before.get("process_open_fds") + 5,
                 during.get("process_open_fds"))
    for link in links:
        link.close()
    for name in ("patchbay_password_queue", "patchbay_store_queue", "patchbay_store_jobs_refused_total"):
        report.equal(f"{name} at rest", 0, during.get(name))
    report.case("memory is some megabytes", 2**20 < during.get("process_resident_memory_bytes") < 2**30)
    report.case("it has a schema", during.get("patchbay_store_schema_version") >= 1)
    report.case("it started just now", abs(time.time() - during.get("process_start_time_seconds")) < 600)
    (labels,) = during.all("patchbay_build_info")
    report.equal("the version has a label", ["version"], [key for key, _ in labels])


def third_party(report, server):
    """Prometheus's own parser reads the same numbers."""
    text = server.http.send("GET", "/metrics").text
    ours = Exposition(text).samples
    read = subprocess.run(THIRD_PARTY, input=text, capture_output=True, text=True, timeout=60, check=False)
    report.equal("Prometheus's parser takes it", (0, ""), (read.returncode, read.stderr))
    theirs = {(name, frozenset(map(tuple, labels))): value for name, labels, value in json.loads(read.stdout)}
    report.equal("both readers agree", ours, theirs)


def nothing_personal(report, server):
    """No customer, principal or secret appears in metrics."""
    Native(server).make("Unmistakable Traders", notes="unmistakable note")
    server.http.send("GET", "/v1/customers/unmistakable-path", None,
                     {"Authorization": basic("unmistakable-name", "unmistakable-secret")})
    text = server.http.send("GET", "/metrics").text.lower()
    for word in ("unmistakable", "password=", "username", "demo-api-key", "global trading", "127.0.0.1"):
        report.case(f"no {word}", word not in text)


def paths(report, server):
    """GET and HEAD without credentials; other methods and similar paths."""
    for path, media in (("/healthz", "application/json"), ("/readyz", "application/json"), ("/metrics", "text/plain")):
        reply = server.http.send("GET", path)
        report.case(f"GET {path}", reply.status == 200 and reply.media == media and reply.body, got=reply)
        report.equal(f"{path} is not kept", "no-store", reply.headers.get("cache-control"))
        head = server.http.send("HEAD", path)
        report.case(f"HEAD {path}", head.status == 200 and head.media == media and not head.body, got=head)
        wrong = server.http.send("POST", path, "{}", JSON)
        report.case(f"POST {path}", wrong.status == 405 and wrong.headers.get("allow") == "GET, HEAD", got=wrong)
        report.equal(f"{path}/ is nothing", 404, server.http.send("GET", path + "/").status)
    report.equal("ready", {"status": "ready"}, json.loads(server.http.send("GET", "/readyz").body))


def closed(report, _):
    """metrics.sources: for other sources the path does not exist, but health does."""
    with harness.Server(config='[metrics]\nsources = "192.0.2.0/24"\n') as server:
        nothing = server.http.send("GET", "/nothing")
        hidden = server.http.send("GET", "/metrics")
        report.equal("the same as any path that is not there", (404, nothing.body), (hidden.status, hidden.body))
        report.equal("POST too", 404, server.http.send("POST", "/metrics", "{}", JSON).status)
        report.equal("health is open", 200, server.http.send("GET", "/healthz").status)


def status_within_deadline(http, path, wanted):
    """The last reply at `path`. Repeats the request until it has the status or the deadline has
    passed."""
    end = time.monotonic() + DEADLINE_S
    while (reply := http.send("GET", path)).status != wanted and time.monotonic() < end:
        time.sleep(0.05)
    return reply


def lost_commits(samples):
    """How many commits failed or have an unknown result."""
    return sum(samples.get("patchbay_store_commits_total", fate=fate) for fate in ("failed", "unknown"))


def disk_that_fails(report, _):
    """If files cannot grow, the server is not ready and says why. It is ready again once they can,
    without any change being sent."""
    # For a process that ignores SIGXFSZ, as Python does, a write beyond the limit is an error.
    with harness.Server(restore_signals=False) as server:
        native, http = Native(server), Http(server.port)
        limits = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        # Where a seal fails first, the change is refused before a commit begins: then once more.
        for _ in range(ATTEMPTS):
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096, limits[1]))
            reply = native.call("PATCH", "/customers/101", {"notes": "lost"})
            if lost_commits(scraped(server)) or reply.status != 503:
                break
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, limits)
            status_within_deadline(http, "/readyz", 200)
        report.equal("a change is refused", 503, reply.status)
        reply = status_within_deadline(http, "/readyz", 503)
        report.case("it is not ready and says why", reply.status == 503 and "reason" in reply.json(), got=reply)
        report.equal("it lives", 200, http.send("GET", "/healthz").status)
        after = scraped(server)
        lost = lost_commits(after)
        failed = [key for key in grown_from_zero(after, "patchbay_requests_total")
                  if ("door", "native") in key and key & {("verdict", "unavailable"), ("verdict", "unknown_outcome")}]
        # A change that was refused before its commit, and one whose commit failed, have two verdicts.
        report.case("requests count as failed", failed)
        report.case("and the commit as lost", lost >= 1, got=lost)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, limits)
        report.equal("it is ready again by itself", 200, status_within_deadline(http, "/readyz", 200).status)
        native.patch(101, {"notes": "kept"})
        report.equal("and changes are kept", "kept", native.get(101)["notes"])


def grown_from_zero(exposition, name):
    """The labels of the samples of `name` that are not 0."""
    return [labels for labels, value in exposition.all(name).items() if value]


if __name__ == "__main__":
    tests = [counts, refusals, gauges, third_party, nothing_personal, paths, closed]
    # Only the store in a folder writes to a disk of the server.
    harness.main(tests if harness.DATA else [*tests, disk_that_fails])
