#!/usr/bin/env python3
"""Overload: queues are bounded and refuse at once, in each door's format; accepted requests are not
slowed; connections that open and close leave nothing behind. The controls are a server without any
of this (naive.py) and invented replies, all of which must be detected.

Runs alone: it measures time, as ratios within one run. TORTURE_CHURN_S is how long connections open
and close (a few seconds by default)."""

import os
import pathlib
import random
import resource
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time

import near  # noqa: F401
from door_list import each_door
from harness import Http, Native, Reply, Report, Server, basic
from lasting import Lasting
from writing import BY_STATUS, DOORS, SIGNED, TROUBLE, Link, Shot, unavailable, wrong_refusal

CHURN_S = int(os.environ.get("TORTURE_CHURN_S", "6"))
SIGN_INS = 340  # more than may wait
IDLE, SLOW = 2000, 500
SAMPLES = 150
WRONG = "a wrong password"
# The allowed slowdown of others by a crowd, as a ratio of medians in one run.
SLOWER_MAX = 3.0
LEAK_BYTES_MAX = 24 * 2**20


def wrong_sign_in(door, number):
    """A request to a door with a wrong password that must be checked."""
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
    """Of many simultaneous sign-ins some are refused at once because there are too many. The others
    wait, and callers without a password check are served."""
    folder = tempfile.mkdtemp(prefix="patchbay-overload-")
    with Lasting(folder, config="[log]\nrequests = false\n[access]\nsource_failures = 0\n") as server:
        too_many(report, server)
    shutil.rmtree(folder, ignore_errors=True)


def too_many(report, server):
    """The sign-ins themselves. Ends the server once enough was observed."""
    native = Native(server)
    native.get(101)  # its password is in the cache from here on
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
    wrong = wrong_sign_ins(seen, waits)
    report.case("those too many are refused at once, and nobody else waits", not wrong, got=wrong)
    served = sum(not is_refused for _, _, is_refused in seen)
    print(f"{len(seen) - served} refused before {served} were served; a read meanwhile: "
          f"median {statistics.median(waits) * 1000:.1f} ms, longest {max(waits) * 1000:.0f} ms")


def wrong_sign_ins(seen, waits):
    """What is wrong with the replies to too many sign-ins, (door, reply, whether it is a refusal),
    and with how long reads took in the meantime, as sentences."""
    out = []
    for door in DOORS:
        refusals = [reply for each, reply, is_refused in seen if each == door and is_refused]
        if not refusals:
            out.append(f"{door} refuses nobody")
        for reply in refusals:
            out += wrong_refusal(door, reply, 0)
    if sum(not is_refused for _, _, is_refused in seen) >= SIGN_INS / 2:
        out.append("refusals wait for those who were let in")
    if statistics.median(waits) >= 0.2:
        out.append(f"a read waits {statistics.median(waits):.1f} s")
    return out


def sign_in_controls(report, _):
    """Invented replies to too many sign-ins, each of which violates one rule."""
    words = each_door({"m2mportal": b"<r><api-outcome>Service Unavailable</api-outcome></r>",
             "flolive": b'{"errorCode":"GLOBAL_1001"}', "everlytic": b'{"error":{"code":"10503"}}',
             "XML-RPC": b"<fault><int>10503</int></fault>",
             "enswitch": b'{"responses":[{"code":"503"}]}', "native": b"{}"})
    good = [(door, Reply(503 if door in BY_STATUS else 200, {"retry-after": "1"}, words[door]), True)
            for door in DOORS]
    let_in = ("native", Reply(401, {}, b""), False)
    report.equal("control: answers as they should be", [], wrong_sign_ins(good + [let_in], [0.01]))
    for what, seen, waits in (
            ("a door that refuses nobody", good[1:], [0.01]),
            ("a refusal without a time", good + [("flolive", Reply(503, {}, words["flolive"]), True)], [0.01]),
            ("a queue without a bound", good + [let_in] * SIGN_INS, [0.01]),
            ("reads that wait", good, [1.0])):
        report.case(f"control: {what} is found", wrong_sign_ins(seen, waits))


class Naive:
    """The server of naive.py, on any free port."""

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, "-c", "import naive; naive.main()"], text=True,
                                        stdout=subprocess.PIPE, cwd=pathlib.Path(__file__).parent)
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def median_read(link, samples):
    """The median time of a read, in seconds."""
    shot, times = Shot("GET", "/v1/customers/101", "", SIGNED), []
    for _ in range(samples):
        began = time.monotonic()
        link.send(shot)
        times.append(time.monotonic() - began)
    return statistics.median(times)


def crowd(report, _):
    """Thousands of idle and hundreds of slow connections do not slow the others, even with the
    usual soft limit of descriptors."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < IDLE + SLOW + 600:
        report.skip("a crowd", f"only {hard} descriptors are allowed here")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
    server = Server(config="[log]\nrequests = false\n[server]\nheader_timeout_s = 120\n"
                           f"connections_per_address_max = {IDLE + SLOW + 600}\n")
    with server:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        served, ratio = crowded(server.port)
        report.case("all of the crowd are connected", served >= IDLE + SLOW, got=served)
        report.case("a crowd does not slow the others", ratio < SLOWER_MAX, got=ratio)
    with Naive() as server:
        _, ratio = crowded(server.port, samples=15)
        report.case("control: a crowd that slows the others is found", ratio >= SLOWER_MAX, got=ratio)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def crowded(port, samples=SAMPLES):
    """(connections of the server, slowdown of a read) with thousands of other connections."""
    link, links = Link(port), []
    link.send(Shot("GET", "/v1/customers/101", "", SIGNED))
    alone = [median_read(link, samples)]
    for number in range(IDLE + SLOW):
        each = socket.create_connection(("127.0.0.1", port), timeout=20)
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
    among_them = [median_read(link, samples) for _ in range(3)]
    served = int(Http(port).send("GET", "/metrics").text.split("\npatchbay_connections ")[1].split()[0])
    done.set()
    dripping.join()
    for each in links:
        each.close()
    alone.append(median_read(link, samples))
    ratio = min(among_them) / min(alone)
    print(f"{IDLE} idle and {SLOW} slow: a read takes {min(among_them) * 1e6:.0f} µs, "
          f"{min(alone) * 1e6:.0f} µs alone: {ratio:.2f}")
    return served, ratio


def come_and_go(port, chance, end):
    """Connections that send a whole request, a part, or nothing, and close cleanly or not."""
    request = b"GET /v1/customers/101 HTTP/1.1\r\nHost: x\r\nAuthorization: " + SIGNED["Authorization"].encode()
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
                said = chance.choice((b"", request[:chance.randrange(1, len(request))], request + b"\r\n\r\n",
                                      b"\x16\x03\x01 no http\r\n\r\n"))
                link.sendall(said)
                if chance.random() < 0.5 and said.endswith(b"\r\n\r\n"):
                    link.recv(65536)
                if chance.random() < 0.5:  # a reset instead of a close
                    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass


def figures(server):
    """(open descriptors, resident bytes, connections) as the server reports them."""
    text = Http(server.port).send("GET", "/metrics").text
    return [int(float(text.split(f"\n{name} ")[1].split()[0])) for name in
            ("process_open_fds", "process_resident_memory_bytes", "patchbay_connections")]


def churned(server, seconds):
    """What the server holds after some seconds of opening and closing connections."""
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
    """Connections that open and close leave no descriptor and no memory behind."""
    with Server(config="[log]\nrequests = false\n[server]\nheader_timeout_s = 1\nidle_timeout_s = 1\n") as server:
        Native(server).get(101)
        first = churned(server, max(2, CHURN_S // 3))
        last = churned(server, CHURN_S)
        print(f"churn of {CHURN_S} s: descriptors {first[0]} and {last[0]}, resident MiB "
              f"{first[1] / 2**20:.1f} and {last[1] / 2**20:.1f}")
        wrong = left_behind(first, last)
        report.case("who comes and goes leaves nothing behind", not wrong, got=wrong)
    with Naive() as server:
        wrong = left_behind(churned(server, 0.2), churned(server, 1))
        report.equal("control: what is left is found", 2, len(wrong), sent=wrong)


def left_behind(first, last):
    """What has grown from `first` to `last`, as sentences."""
    out = []
    if last[2] != 1:
        out.append(f"{last[2] - 1} connections")
    if last[0] > first[0] + 8:
        out.append(f"{last[0] - first[0]} descriptors")
    if last[1] - first[1] >= LEAK_BYTES_MAX:
        out.append(f"{(last[1] - first[1]) / 2**20:.1f} MiB")
    return out


def main():
    """One after another."""
    report = Report()
    for test in (sign_ins, sign_in_controls, crowd, churn):
        began = time.monotonic()
        report.guard(test.__name__, test, report, None)
        print(f"{test.__name__} {time.monotonic() - began:.1f} s")
    report.end()


if __name__ == "__main__":
    main()
