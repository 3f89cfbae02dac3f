#!/usr/bin/env python3
"""One node of several follows an outside system. When it is killed another one takes over: no edit is
lost, each is one write, and no customer is made twice."""

import contextlib
import os
import signal

import near  # noqa: F401
import harness
from harness import Native, Server, until
from systems_server import CONFIG, CUSTOMERS
from systems_watched import Watched
from vendors import Enswitch

TURNS = 2


def follower(world, nodes):
    """The node that wrote last to the vendor: it has said so after the last edit."""
    counts = {node: node.log().count('"event":"system_applied"') for node in nodes}
    world.edit("record", world.ids[0], "name", f"Asked {sum(counts.values())}")
    harness.until(lambda: world.agree(world.ids[0]))
    return until(lambda: next((node for node in nodes if node.log().count('"event":"system_applied"') > counts[node]), None))


def kill(node):
    """kill -9."""
    os.kill(node.process.pid, signal.SIGKILL)
    node.process.wait()
    node.code = 0


def taking_over(report, _):
    """The follower is killed, again and again, and a new node joins each time."""
    with contextlib.ExitStack() as stack:
        vendor = stack.enter_context(Enswitch())
        first = stack.enter_context(Server(place="postgresql:", config=CONFIG))

        def join():
            """One more node; its files are beside those of the first one."""
            return stack.enter_context(Server(place="postgresql:", config=CONFIG, beside=first))

        nodes = [first, join()]
        world = Watched(nodes[0], {"enswitch": vendor})
        world.watch()
        report.case("each customer is there", until(world.agree))
        for turn in range(TURNS):
            busy = follower(world, nodes)
            if busy is None:
                report.case(f"turn {turn}: a node follows", False)
                return
            rest = next(node for node in nodes if node is not busy)
            world.native = Native(rest)
            before = vendor.writes()
            kill(busy)
            nodes = [rest, join()]
            for number, customer in enumerate(world.ids[:3]):
                world.edit("record", customer, "name", f"Turn {turn} edit {number}")
            report.case(f"turn {turn}: edits made after the kill are there", until(world.agree))
            report.equal(f"turn {turn}: one edit, one write", 3, vendor.writes() - before)
            report.case(f"turn {turn}: a node says that it took over", until(
                lambda: any('"event":"system_taken_over"' in node.log() for node in nodes)))  # noqa: B023
        report.equal("no customer was made twice", CUSTOMERS, len(vendor.customers))


def main():
    """On one database."""
    report = harness.Report()
    report.guard("taking over", taking_over, report, None)
    report.end()


if __name__ == "__main__":
    main()
