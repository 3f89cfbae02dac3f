#!/usr/bin/env python3
"""More than can be done: queues are bounded and say so at once, in each door's words; those who were
let in are not slowed; connections that come and go leave nothing behind.

Runs alone: it measures time, as ratios within one run. TORTURE_CHURN_S is how long connections come
and go (a few seconds by default)."""

import os
import random
import resource
import shutil
import socket
import statistics
import struct
import tempfile
import threading
import time

import near  # noqa: F401
from harness import Http, Native, Report, Server, basic
from lasting import Lasting
from writing import DOORS, SIGNED, TROUBLE, Link, Shot, unavailable

CHURN_S = int(os.environ.get("TORTURE_CHURN_S", "6"))
SIGN_INS = 340  # more than may wait
IDLE, SLOW = 2000, 500
SAMPLES = 150
WRONG = "a wrong password"
# What a crowd may cost those who are served, as a ratio of medians in one run.
SLOWER_MAX = 3.0
LEAK_BYTES_MAX = 24 * 2**20


def wrong_sign_in(door, number):
    """A request of a door whose password takes the time that passwords take, and is wrong."""
    customer = {"id": 101, "uuid": "00000000-0000-4000-8000-000000000101", "name": "Global Trading"}
    name = f"nobody{number}"
    if door == "flolive":
        return Shot("POST", "/api/v2/auth/token", f'{{"username":"{name}","password":"{WRONG}"}}',
                    {"Content-Type": "application/json"})
    shot = DOORS[door][0](customer, "wrong", "")
    shot.target = shot.target.replace("auth_username=username", f"auth_username={name}")
    shot.body = shot.body.replace("<username>username", f"<username>{name}")
    if "Authorization" in shot.headers:
        shot.headers["Authorization"] = basic(name, WRONG)
    return shot


def sign_ins(report, _):
    """Of many sign-ins at once some are told at once that there are too many; the others wait, and
    those who need none are served."""
    folder = tempfile.mkdtemp(prefix="patchbay-overload-")
    with Lasting(folder, config="[log]\nrequests = false\n") as server:
        too_many(report, server)
    shutil.rmtree(folder, ignore_errors=True)


def too_many(report, server):
    """The sign-ins themselves; ends the server once enough is seen."""
    native = Native(server)
    native.get(101)  # from here on its password is known
    answers, lock, start = [], threading.Lock(), threading.Barrier(SIGN_INS + 1)

    def one(door, number):
        link, shot = Link(server.port, 60), wrong_sign_in(door, number)
        start.wait()
        try:
            reply = link.send(shot)
        except TROUBLE:
            return
        with lock:
            answers.append((door, reply, unavailable(door, reply)))
        link.close()

    threads = [threading.Thread(target=one, args=(door, number)) for number, door in
               zip(range(SIGN_INS), list(DOORS) * SIGN_INS)]
    for each in threads:
        each.start()
    start.wait()
    waits, deadline = [], time.monotonic() + 30
    while time.monotonic() < deadline:
        began = time.monotonic()
        native.get(101)
        waits.append(time.monotonic() - began)
        with lock:
            seen = list(answers)
        if {door for door, _, is_refused in seen if is_refused} == set(DOORS) and len(waits) > SAMPLES:
            break
    server.kill()
    for each in threads:
        each.join()
    served = [each for each in seen if not each[2]]
    print(f"{len(seen) - len(served)} refused before {len(served)} were served; a read meanwhile: "
          f"median {statistics.median(waits) * 1000:.1f} ms, longest {max(waits) * 1000:.0f} ms")
    for door in DOORS:
        refusals = [reply for each, reply, is_refused in seen if each == door and is_refused]
        report.case(f"{door} refuses some in its own words", refusals, got=seen[-1:])
        carries = door in ("flolive", "everlytic", "native")
        report.case(f"{door} says when to come again" if carries else f"{door} refuses with 200",
                    all(reply.headers.get("retry-after") == "1" if carries else reply.status == 200
                        for reply in refusals), got=refusals[:1])
    report.case("refusals do not wait for those who were let in", len(served) < SIGN_INS / 2, got=len(served))
    report.case("reads do not wait for sign-ins", statistics.median(waits) < 0.2, got=statistics.median(waits))


def median_read(link):
    """Seconds that a read takes, in the middle."""
    shot, times = Shot("GET", "/v1/customers/101", "", SIGNED), []
    for _ in range(SAMPLES):
        began = time.monotonic()
        link.send(shot)
        times.append(time.monotonic() - began)
    return statistics.median(times)


def crowd(report, _):
    """Thousands of idle and hundreds of slow connections do not slow the others, even where the
    soft limit of descriptors is the usual one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < IDLE + SLOW + 600:
        report.skip("a crowd", f"only {hard} descriptors are allowed here")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
    server = Server(config="[log]\nrequests = false\n[server]\nheader_timeout_s = 120\n")
    with server:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        link, links = Link(server.port), []
        link.send(Shot("GET", "/v1/customers/101", "", SIGNED))
        alone = [median_read(link)]
        for number in range(IDLE + SLOW):
            each = socket.create_connection(("127.0.0.1", server.port), timeout=20)
            if number >= IDLE:
                each.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            links.append(each)
        done = threading.Event()

        def drip():
            while not done.wait(0.5):
                for each in links[IDLE:]:
                    try:
                        each.sendall(b"x")
                    except OSError:
                        pass  # counted below

        dripping = threading.Thread(target=drip)
        dripping.start()
        crowded = [median_read(link) for _ in range(3)]
        served = int(Http(server.port).send("GET", "/metrics").text.split("\npatchbay_connections ")[1].split()[0])
        done.set()
        dripping.join()
        report.case("all of the crowd are connected", served >= IDLE + SLOW, got=served)
        for each in links:
            each.close()
        alone.append(median_read(link))
        ratio = min(crowded) / min(alone)
        print(f"{IDLE} idle and {SLOW} slow: a read takes {min(crowded) * 1e6:.0f} µs, "
              f"{min(alone) * 1e6:.0f} µs alone: {ratio:.2f}")
        report.case("a crowd does not slow the others", ratio < SLOWER_MAX, got=ratio)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def come_and_go(port, chance, end):
    """Connections that say something whole, something half, or nothing, and end well or badly."""
    request = b"GET /v1/customers/101 HTTP/1.1\r\nHost: x\r\nAuthorization: " + SIGNED["Authorization"].encode()
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
                said = chance.choice((b"", request[:chance.randrange(1, len(request))], request + b"\r\n\r\n",
                                      b"\x16\x03\x01 no http\r\n\r\n"))
                link.sendall(said)
                if chance.random() < 0.5 and said.endswith(b"\r\n\r\n"):
                    link.recv(65536)
                if chance.random() < 0.5:  # a reset in place of an end
                    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass


def figures(server):
    """(open descriptors, resident bytes, connections) as the server itself says."""
    text = Http(server.port).send("GET", "/metrics").text
    return [int(float(text.split(f"\n{name} ")[1].split()[0])) for name in
            ("process_open_fds", "process_resident_memory_bytes", "patchbay_connections")]


def churned(server, seconds):
    """What the server holds after some seconds of connections that came and went."""
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=come_and_go, args=(server.port, random.Random(seed), end))
               for seed in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    deadline = time.monotonic() + 20
    seen = figures(server)
    while seen[2] > 1 and time.monotonic() < deadline:
        time.sleep(0.1)
        seen = figures(server)
    return seen


def churn(report, _):
    """Connections that come and go leave no descriptor and no memory behind."""
    with Server(config="[log]\nrequests = false\n[server]\nheader_timeout_s = 1\nidle_timeout_s = 1\n") as server:
        Native(server).get(101)
        first = churned(server, max(2, CHURN_S // 3))
        last = churned(server, CHURN_S)
        print(f"churn of {CHURN_S} s: descriptors {first[0]} and {last[0]}, resident MiB "
              f"{first[1] / 2**20:.1f} and {last[1] / 2**20:.1f}")
        report.equal("no connection is left", 1, last[2])
        report.case("no descriptor is left", last[0] <= first[0] + 8, got=(first, last))
        report.case("no memory is left", last[1] - first[1] < LEAK_BYTES_MAX, got=(first, last))


def main():
    """One after another."""
    report = Report()
    for test in (sign_ins, crowd, churn):
        began = time.monotonic()
        report.guard(test.__name__, test, report, None)
        print(f"{test.__name__} {time.monotonic() - began:.1f} s")
    report.end()


if __name__ == "__main__":
    main()
