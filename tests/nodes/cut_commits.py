#!/usr/bin/env python3
"""At every protocol message of a commit the connection to the database is cut, reset, silent from
then on, or delayed: no change is applied twice, none is acknowledged and lost, and each is answered
in time."""

import json
import threading
import time

import near  # noqa: F401
import harness
import nodes
import proxy
from harness import Http, Server

CUSTOMER = 123
# More than the messages of a commit, in each direction.
ASKED_MAX = 6
ATTEMPTS = 3  # to meet the change
ANSWERED_MAX = 40
COMMIT_MS = 500
# Allows for a busy machine, but is shorter than the wait for a commit without the setting.
ANSWERED_WITHIN_S = 8

# name: the harm, and whether a change that met it may still be acknowledged.
HARMS = {
    "cut": (proxy.cut, False),
    "reset": (proxy.reset, False),
    "silent": (proxy.silent_for(4 * COMMIT_MS / 1000), False),
    "late": (proxy.delayed(0.1), True),
    "too late": (proxy.delayed(3 * COMMIT_MS / 1000), False),
}


def change(node, value):
    """One change with its own key. Returns its result as nodes.Writer does."""
    http = Http(node.port)
    reply = http.send("PATCH", f"/v1/customers/{CUSTOMER}", json.dumps({nodes.WRITES: value}),
                      {**nodes.SIGNED, "Idempotency-Key": value})
    if reply.status == 200:
        return "done"
    return "refused" if "nothing was changed" in reply.text else "unknown"


def harmed(report, name, node, between):
    """Harms each message once and records the reply; then repeats the request until it is done."""
    _, may_be_done = HARMS[name]
    fates, slowest = {}, 0
    for way, most in (("asked", ASKED_MAX), ("answered", ANSWERED_MAX)):
        for passed in range(most):
            # Waits until the effects of the previous turn are over, so that this turn's commit is
            # harmed.
            for attempt in range(ATTEMPTS):
                nodes.until(lambda: change(node, f"{name} calm before {way} {passed}.{attempt}")
                            == "done", "the node goes on")
                between.done = False
                between.plan = (way, passed)
                value = f"{name} {way} {passed}.{attempt}"
                began = time.monotonic()
                fates[value] = change(node, value)
                slowest = max(slowest, time.monotonic() - began)
                # Seals are committed beside the changes, and the harm may have met one of those.
                if not between.done or way == "answered" or (fates[value] == "done") == may_be_done:
                    break
            if not between.done:
                break
            report.case(f"{value}: {'done' if may_be_done else 'not simply done'}",
                        (fates[value] == "done") == may_be_done or way == "answered",
                        got=fates[value])
        report.case(f"{name}: all of what is {way} was met", not between.done and passed > 2,
                    got=passed)
        between.plan = None
    report.case(f"{name}: answered in time", slowest < ANSWERED_WITHIN_S, got=slowest)
    nodes.judge(report, name, node, [CUSTOMER], fates)
    for value in fates:
        nodes.until(lambda value=value: change(node, value) == "done", f"{value} is done")
    again = {value: "done" for value in fates}
    nodes.judge(report, f"{name}, asked again", node, [CUSTOMER], again)
    met = set(fates.values())
    report.case(f"{name}: {'all were done' if may_be_done else 'some outcomes were unknown'}",
                met == {"done"} if may_be_done else "unknown" in met, got=fates)


def one(report, name, cluster):
    """One harm, to a node behind its own proxy."""
    database = name.replace(" ", "_")
    cluster.sql(f"CREATE DATABASE {database}")
    between = proxy.Proxy(str(cluster.folder / ".s.PGSQL.5432"), HARMS[name][0])
    place = (f"postgresql://patchbay@127.0.0.1:{between.port}/{database}"
             "?sslmode=disable&gssencmode=disable")
    with Server(place=place, flags=("--demo", "--store.commit_ms", str(COMMIT_MS))) as node:
        harmed(report, name, node, between)


def main():
    """All harms at once, because most of the time is waiting."""
    cluster = nodes.cluster()
    reports = {name: harness.Report() for name in HARMS}
    threads = [threading.Thread(target=report.guard, args=(name, one, report, name, cluster))
               for name, report in reports.items()]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    whole = harness.Report()
    for report in reports.values():
        whole.passed += report.passed
        whole.failed += report.failed
    whole.end()


if __name__ == "__main__":
    main()
