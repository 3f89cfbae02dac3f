#!/usr/bin/env python3
"""SIGTERM under load: the server exits with 0, truncates no reply, answers everything that it has
done, and loses nothing that it acknowledged. TORTURE_ROUNDS is the number of rounds (a few by
default).

The controls end the server with SIGKILL at the same moments, which the same checks must detect."""

import http.client
import json
import os
import random
import shutil
import signal
import socket
import tempfile
import time

import near  # noqa: F401
from hanging import SECONDS_MAX, HangingDisk
from harness import Native, Report, basic
from kills import verified
from lasting import Lasting
from load import Load

ROUNDS = int(os.environ.get("TORTURE_ROUNDS", "3"))
SEED = int(os.environ.get("TORTURE_SEED", "20260102"))
# On a slow machine the waiting sync may be of the log's header instead of a commit.
CONTROLS_MAX = 5
QUIET = "[log]\nrequests = false\n"
# A history with so many entries exceeds the kernel's buffers of a connection.
ENTRIES, NOTE_CHARACTERS, CHANGES_AT_ONCE = 900, 490, 300


def begin_to_stop(server):
    """Sends SIGTERM and waits until the server logs that it is stopping."""
    server.process.send_signal(signal.SIGTERM)
    end = time.monotonic() + SECONDS_MAX
    while "stopping" not in server.log() and time.monotonic() < end:
        time.sleep(0.001)


def done_and_not_answered(load, unanswered):
    """The updates that the last server left `unanswered` and the next one has."""
    return [each.token for each in load.updates if each.token in unanswered and not each.key
            and load.row_of(each)]


def unanswered_by(load):
    """The updates without a reply so far."""
    return {each.token for each in load.updates if not each.reply}


def under_load(report, folder):
    """Every server ends by SIGTERM, and the next one is checked."""
    chance, load = random.Random(SEED), None
    for number in range(ROUNDS + 1):
        with Lasting(folder, config=QUIET) as server:
            if load is None:
                load = Load(server, SEED)
            else:
                unanswered = unanswered_by(load)
                wrong = load.judge(server)
                report.case(f"stop {number}: the checker finds nothing", not wrong,
                            sent=f"seed {SEED}", got="; ".join(wrong[:5]))
                report.equal(f"stop {number}: what was done was answered", [],
                             done_and_not_answered(load, unanswered))
            if number < ROUNDS:
                code = load.run(server, chance.uniform(0.1, 0.5), server.stop)
                report.equal(f"stop {number + 1}: it ends with 0", 0, code)
                report.equal(f"stop {number + 1}: no reply is cut short", [], load.torn_replies)
    said = verified(folder)
    report.case("verify passes", said.returncode == 0, got=said)
    print(f"seed {SEED}, {ROUNDS} stops: {load.counts()}")


def left_by(folder, disk, end):
    """(exit code, number of waiting updates, updates done but not answered, findings of the
    checker) of a server that `end` ends while a commit waits for the disk."""
    shutil.rmtree(os.path.join(folder, "data"), ignore_errors=True)
    with Lasting(folder, config=QUIET, environment=disk.environment) as server:
        load = Load(server, SEED)
        load.keyed = 0  # requests with a key would be executed when repeated
        load.run(server, 0, lambda: None, least=20)  # the next sync is a commit
        before = len(load.updates)

        def end_in_a_commit():
            disk.wait_until_felt()
            end(server)
            disk.let_go()
            return server.stop()

        disk.hang()
        code = load.run(server, 0, end_in_a_commit)
        waited = len(load.updates) - before
    with Lasting(folder, config=QUIET) as server:
        unanswered = unanswered_by(load)
        wrong = load.judge(server)
        return code, waited, done_and_not_answered(load, unanswered), wrong


def in_a_commit(report, folder):
    """A commit that waits for the disk when the server stops is finished and answered."""
    with HangingDisk(folder) as disk:
        code, waited, unanswered, wrong = left_by(folder, disk, begin_to_stop)
        report.equal("in a commit: it ends with 0", 0, code)
        report.case("in a commit: some waited for it", waited > 0, got=waited)
        report.equal("in a commit: what was done was answered", [], unanswered)
        report.case("in a commit: the checker finds nothing", not wrong, got="; ".join(wrong[:5]))
        for _ in range(CONTROLS_MAX):
            code, waited, unanswered, wrong = left_by(folder, disk, Lasting.kill)
            if unanswered:
                break
        report.case("control: what SIGKILL leaves unanswered is found", unanswered, got=waited)
        report.case("control: and its exit code", code != 0, got=code)
        report.case("control: and yet nothing acknowledged is lost", not wrong, got="; ".join(wrong[:5]))


def write_at_length(native):
    """Creates a customer with a long history. Returns its number."""
    customer = native.make("A long history")["id"]
    headers = {**native.headers, "Content-Type": "application/x-ndjson"}
    for first in range(0, ENTRIES, CHANGES_AT_ONCE):
        lines = [{"id": customer, "patch": {"notes": chr(0x1F600 + number % 2) * NOTE_CHARACTERS}}
                 for number in range(first, first + CHANGES_AT_ONCE)]
        body = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        reply = native.http.send("POST", "/v1/bulk", body, headers)
        if reply.status != 200:
            raise RuntimeError(repr(reply))
    return customer


def read_while(server, end):
    """(expected, read) bytes of a long reply, of which one byte is read before `end`."""
    native = Native(server)
    target = f"/v1/customers/{write_at_length(native)}/history?limit=1000"
    native.http.close()
    with socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.settimeout(SECONDS_MAX)
        link.connect(("127.0.0.1", server.port))
        link.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n"
                     f"Authorization: {basic('root', 'password')}\r\n\r\n".encode())
        link.recv(1, socket.MSG_PEEK)
        end(server)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**22)
        reply = http.client.HTTPResponse(link)
        reply.begin()
        expected = int(reply.headers["Content-Length"])
        try:
            return expected, len(reply.read())
        except (http.client.IncompleteRead, OSError) as error:
            return expected, len(getattr(error, "partial", b""))


def in_a_reply(report, folder):
    """A reply in flight when the server stops is sent completely, however slowly it is read."""
    for name, end in (("SIGTERM", begin_to_stop), ("SIGKILL", Lasting.kill)):
        shutil.rmtree(os.path.join(folder, "data"), ignore_errors=True)
        with Lasting(folder, config=QUIET) as server:
            expected, got = read_while(server, end)
            if name == "SIGTERM":
                report.equal("in a reply: it goes out whole", expected, got)
                report.equal("in a reply: and then the server ends with 0", 0, server.stop())
            else:
                report.case("control: of one that SIGKILL cuts short it is seen", got < expected,
                            got=(expected, got))


def impatient(report, folder):
    """Repeated SIGTERM, up to the last moment, does not disturb the stop."""
    for turn in range(3):
        with Lasting(folder, config=QUIET) as server:
            while server.alive():
                server.process.send_signal(signal.SIGTERM)
            report.equal(f"impatient {turn}: it ends with 0", 0, server.stop())


def main():
    """Each in its own folder."""
    report = Report()
    for test in (under_load, in_a_commit, in_a_reply, impatient):
        folder = tempfile.mkdtemp(prefix="patchbay-stops-")
        began = time.monotonic()
        report.guard(test.__name__, test, report, folder)
        shutil.rmtree(folder, ignore_errors=True)
        print(f"{test.__name__} {time.monotonic() - began:.1f} s")
    report.end()


if __name__ == "__main__":
    main()
