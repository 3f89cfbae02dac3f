#!/usr/bin/env python3
"""The primary is killed under load from three nodes and its synchronous standby is promoted: no
acknowledged change is lost, none is repeated, and the old primary gets no write."""

import signal
import urllib.parse

import near  # noqa: F401
import harness
import nodes
from cluster import Cluster

CUSTOMERS = [101, 102, 123]


def standby_of(primary):
    """A second cluster that follows the first. Commits of the first wait for it from now on."""
    standby = Cluster()
    standby.run("pg_basebackup", "-D", standby.data, "-R", "-X", "stream", "--no-sync", "-c",
                "fast", "-d", f"host={primary.folder} user=patchbay application_name=s1")
    standby.start()
    primary.sql("ALTER SYSTEM SET synchronous_standby_names = 's1'")
    primary.sql("SELECT pg_reload_conf()")
    nodes.until(lambda: primary.sql("SELECT sync_state FROM pg_stat_replication") == "sync",
                "the standby is synchronous")
    return standby


def fail_over(report, primary):
    """Once, under load."""
    primary.sql("CREATE DATABASE shared")
    standby = standby_of(primary)
    hosts = ",".join(urllib.parse.quote(str(each.folder), safe="") for each in (primary, standby))
    place = f"postgresql:///shared?host={hosts}&user=patchbay"
    try:
        with nodes.several(3, place) as three:
            writers = nodes.start(three, CUSTOMERS)
            nodes.until(lambda: nodes.done(writers) >= 20, "the load runs")
            primary.stop(signal.SIGKILL)
            standby.sql("SELECT pg_promote()")
            before = nodes.done(writers)
            nodes.until(lambda: nodes.done(writers) >= before + 20, "every node goes on")
            primary.start()
            before = nodes.done(writers)
            nodes.until(lambda: nodes.done(writers) >= before + 20, "every node still writes")
            old = primary.sql("SELECT max(id) FROM entries", database="shared")
            standby.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                        "WHERE application_name = 'patchbay'")
            before = nodes.done(writers)
            nodes.until(lambda: nodes.done(writers) >= before + 20, "every node finds the new one")
            fates = nodes.stop(writers)
            report.equal("the old primary got no write", old,
                         primary.sql("SELECT max(id) FROM entries", database="shared"))
            primary.stop(signal.SIGKILL)
            nodes.judge(report, "failover", three[0], CUSTOMERS, fates)
    finally:
        standby.__exit__()


def main():
    """Two clusters."""
    report = harness.Report()
    with Cluster() as primary:
        report.guard("failover", fail_over, report, primary)
    report.end()


if __name__ == "__main__":
    main()
