#!/usr/bin/env python3
"""The database is lost under load, in every way that one machine allows: nodes report it at once,
lose nothing that they acknowledged, and recover by themselves."""

import os
import pathlib
import signal

import near  # noqa: F401
import harness
import nodes

CUSTOMERS = [101, 102, 123]


def kill_a_session(cluster):
    """kill -9 of one of its processes: PostgreSQL ends all sessions and recovers."""
    pid = cluster.sql("SELECT pid FROM pg_stat_activity WHERE application_name = 'patchbay' "
                      "ORDER BY state_change DESC LIMIT 1")
    os.kill(int(pid), signal.SIGKILL)
    # Until PostgreSQL notices, it looks as if it had recovered.
    nodes.until(lambda: not pathlib.Path("/proc", pid).exists(), "the process is gone")


def end_sessions(cluster):
    """Ends sessions as an operator or a pooler does."""
    cluster.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE application_name = 'patchbay'")


def power_cut(cluster):
    """Stops the whole database at once and starts it a moment later."""
    cluster.stop(signal.SIGQUIT)
    cluster.start()


def losses(report, three):
    """Each way, under load from all nodes."""
    for loss in (kill_a_session, end_sessions, power_cut):
        writers = nodes.start(three, CUSTOMERS)
        for _ in range(3):
            before = nodes.done(writers)
            nodes.until(lambda: nodes.done(writers) >= before + 5, "the load runs")
            loss(nodes.cluster())
            nodes.cluster().wait()
        after = nodes.done(writers)
        nodes.until(lambda: nodes.done(writers) >= after + 5, "every node recovers")
        fates = nodes.stop(writers)
        nodes.judge(report, loss.__name__, three[0], CUSTOMERS, {
            value: fate for value, fate in fates.items()})
        fresh(three)


def fresh(three):
    """Customers without history from the last round."""
    native = harness.Native(three[0])
    CUSTOMERS[:] = [native.make(f"for losses {i}")["id"] for i in range(3)]


def gone(report, three):
    """While there is no database: 503 everywhere, and /readyz says why."""
    nodes.cluster().stop(signal.SIGQUIT)
    for i, node in enumerate(three):
        nodes.until(lambda node=node: nodes.ready(node).status == 503, "readyz is 503")
        report.case(f"node {i} says why", "the store cannot be read" in nodes.ready(node).text,
                    got=nodes.ready(node))
        writer = nodes.Writer(node, f"gone{i}", CUSTOMERS, count=3)
        writer.run()
        report.equal(f"node {i} refuses", {"refused"}, set(writer.fates.values()))
        report.equal(f"node {i} answers 503", {503}, writer.statuses)
        alive = harness.Http(node.port).send("GET", "/healthz")
        report.equal(f"node {i} lives", 200, alive.status)
    nodes.cluster().start()
    for i, node in enumerate(three):
        nodes.until(lambda node=node: nodes.ready(node).status == 200, "readyz is 200")
        writer = nodes.Writer(node, f"back{i}", CUSTOMERS, count=3)
        writer.run()
        report.equal(f"node {i} writes again", {"done"}, set(writer.fates.values()))


def main():
    """Everything with three nodes."""
    report = harness.Report()
    with nodes.several(3) as three:
        for test in (losses, gone):
            report.guard(test.__name__, test, report, three)
    report.end()


if __name__ == "__main__":
    main()
