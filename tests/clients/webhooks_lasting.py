#!/usr/bin/env python3
"""Webhooks of servers that are killed: nothing is lost, and another node goes on."""

import collections
import os
import shutil
import signal
import tempfile

import harness
from cluster import programs
from harness import Native, Server, until
from webhook_near import CONFIG, CUSTOMERS, Receiver, delivery, hook, in_order, metric, note


def survives_a_kill(report, _):
    """kill -9 in mid-delivery: every change arrives, and none more than twice for a kill."""
    data = tempfile.mkdtemp(prefix="patchbay-webhooks-")
    try:
        with Receiver() as receiver:
            wanted, kills = [], 4
            for turn in range(kills + 1):
                server = Server(config=CONFIG, flags=() if turn else ("--demo",), place=data + "/data")
                with server:
                    native = Native(server)
                    if turn == 0:
                        hook(native, receiver)
                    for number in range(60):
                        customer = CUSTOMERS[number % len(CUSTOMERS)]
                        wanted.append((customer, note(native, customer, f"turn {turn} {number}")))
                    if turn == kills:
                        until(lambda: set(receiver.changes()), lambda got: set(wanted) <= got)
                    else:
                        os.kill(server.process.pid, signal.SIGKILL)
                        server.process.wait()
                        server.code = 0
            got = receiver.changes()
            report.equal("nothing is lost", set(), set(wanted) - set(got))
            most = max(collections.Counter(got).values())
            report.case("none came more often than there were starts", most <= kills + 1, got=most)
            report.case("in order", in_order(got))
    finally:
        shutil.rmtree(data, ignore_errors=True)


def is_taken_over(report, _):
    """Of two nodes over PostgreSQL one delivers; when it is killed, the other goes on."""
    if not programs():
        report.skip("two nodes", "PostgreSQL is not installed")
        return
    with Receiver() as receiver, Server(config=CONFIG, place="postgresql:") as first, \
            Server(config=CONFIG, beside=first, place="postgresql:", flags=()) as second:
        native = Native(second)
        made = hook(native, receiver)
        wanted = [(101, note(native, 101, f"both {turn}")) for turn in range(20)]
        receiver.gets(len(wanted))
        report.equal("two nodes, each once", sorted(wanted), sorted(receiver.changes()))
        holder = max((first, second), key=lambda each: metric(each, "patchbay_webhooks"))
        other = second if holder is first else first
        report.equal("one delivers", (1, 0), (metric(holder, "patchbay_webhooks"), metric(other, "patchbay_webhooks")))
        os.kill(holder.process.pid, signal.SIGKILL)
        holder.process.wait()
        holder.code = 0
        native = Native(other)
        wanted += [(101, note(native, 101, f"one {turn}")) for turn in range(5)]
        until(lambda: set(receiver.changes()), lambda got: set(wanted) <= got)
        report.equal("the other goes on", set(), set(wanted) - set(receiver.changes()))
        report.case("in order", in_order(receiver.changes()))
        report.case("it says so", until(lambda: "webhook_taken_over" in other.log()))
        report.equal("and delivers", "working", delivery(native, made)["state"])


if __name__ == "__main__":
    harness.main([survives_a_kill, is_taken_over])
