#!/usr/bin/env python3
"""A node that vanishes in the middle of a request delays the others no longer than its keepalive:
checks the timers of the database's own sockets in the kernel."""

import pathlib
import subprocess

import near  # noqa: F401
import harness
import nodes
from cluster import on_tcp, programs
from harness import Server

KEEPALIVE = "02"        # the kind of timer in /proc/net/tcp
ESTABLISHED = "01"
WRITER_MAX = 400        # in hundredths: a third of ten seconds, and a little
READER_MAX = 2_100      # of a minute
STANDARD_MIN = 60_000   # the kernel's own is two hours


def timers(port):
    """For each connection of the server at `port`: the time until the next keepalive probe, in
    hundredths of a second; None if there is no probe."""
    found = []
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, _, timer, *_ = line.split()
        if state == ESTABLISHED and local.endswith(f":{port:04X}"):
            kind, left = timer.split(":")
            found.append(int(left, 16) if kind == KEEPALIVE else None)
    return found


def vanishing(report, cluster):
    """The sessions of a node, and one of psql for comparison."""
    port = cluster.settings["port"]
    with Server(place=f"postgresql://patchbay@127.0.0.1:{port}/postgres?sslmode=disable") as node:
        harness.Native(node).patch(101, {"notes": "there"})
        nodes.until(lambda: None not in timers(port), "nothing is under way")
        seen = timers(port)
        report.case("the node has sessions", len(seen) >= 2, got=seen)
        report.case("its writer is asked after soon", min(seen) <= WRITER_MAX, got=seen)
        report.case("and its readers a little later", max(seen) <= READER_MAX, got=seen)
    with subprocess.Popen([programs() / "psql", "-X", "-q", "-h", "127.0.0.1", "-U", "patchbay",
                           "-d", "postgres"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          env=cluster.environment()) as plain:
        plain.stdin.write(b"\\echo here\n")
        plain.stdin.flush()
        plain.stdout.readline()
        nodes.until(lambda: [each for each in timers(port) if each is not None], "it is idle")
        report.case("who does not ask for it is not", max(
            each for each in timers(port) if each is not None) > STANDARD_MIN,
                    got=timers(port))
        plain.stdin.close()


def main():
    """Over TCP: a Unix socket always knows whether its peer lives."""
    report = harness.Report()
    cluster = on_tcp()
    try:
        report.guard("vanishing", vanishing, report, cluster)
    finally:
        cluster.__exit__()
    report.end()


if __name__ == "__main__":
    main()
