#!/usr/bin/env python3
"""A database is backed up with PostgreSQL's own pg_dump while three nodes write to it: the restored
copy is intact, holds everything acknowledged before, and can be served."""

import near  # noqa: F401
import nodes
import harness
from harness import Native, Server

CUSTOMERS = [101, 102, 103, 123, 124]


def histories(node):
    """The history of every customer that is written to."""
    return {customer: nodes.history(node, customer) for customer in CUSTOMERS}


def restored_under_load(report):
    """A dump that begins and ends while all nodes write."""
    cluster = nodes.cluster()
    dump = cluster.folder / "dump"
    with nodes.several(3) as three:
        source = three[0].folder.name
        writers = nodes.start(three, CUSTOMERS)
        nodes.until(lambda: nodes.done(writers) >= 10, "the load runs")
        before = {value for each in writers for value, fate in list(each.fates.items())
                  if fate == "done"}
        cluster.run("pg_dump", "-Fc", "-h", cluster.folder, "-U", "patchbay", "-f", dump, source)
        nodes.until(lambda: nodes.done(writers) >= 20, "the load goes on")
        fates = nodes.stop(writers)
        nodes.judge(report, "the original", three[0], CUSTOMERS, fates)
        whole = histories(three[0])
        harness.database("restored")
        cluster.run("pg_restore", "--exit-on-error", "-h", cluster.folder, "-U", "patchbay", "-d",
                    "restored", dump)
        place = cluster.url("restored")
        with Server(place=place, beside=three[0]) as node:
            for customer, entries in histories(node).items():
                report.equal(f"{customer}: all up to one moment", whole[customer][:len(entries)],
                             entries)
            nodes.judge(report, "restored", node, CUSTOMERS, {value: "done" for value in before})
            Native(node).patch(101, {"notes": "after the restore"})
            report.equal("it goes on", "after the restore", Native(node).get(101)["notes"])


def main():
    """One dump."""
    report = harness.Report()
    report.guard("restored", restored_under_load, report)
    report.end()


if __name__ == "__main__":
    main()
