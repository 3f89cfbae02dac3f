#!/usr/bin/env python3
"""Runs every other program of this folder again with servers on PostgreSQL: as many cases as on
SQLite, and no further ones skipped."""

import concurrent.futures
import os
import pathlib
import queue
import re
import subprocess
import sys

import near  # noqa: F401
import harness
from cluster import Cluster

HERE = pathlib.Path(__file__).resolve()
WORKERS = 2
LAST_LINE = re.compile(r"(\d+) passed, (\d+) failed(?:, \d+ skipped)?")

# Programs for which the store does not matter, with the reason.
LEFT_OUT = {
    HERE.name: "is this",
    "in_memory.py": "is of a store of its own",
    "controls.py": "plants faults in the tables that are played",
    "openapi.py": "describes doors",
    "public_corpora.py": "is refused before a store is asked, or is text as any other",
    "slow_senders.py": "never get as far as a store",
}


def programs():
    """All others, the slowest ones first."""
    found = [path for path in sorted(HERE.parent.glob("*.py"))
             if os.access(path, os.X_OK) and path.name not in LEFT_OUT]
    return sorted(found, key=lambda path: not path.name.startswith("matrix"))


def play(clusters, program):
    """The result of a program whose servers used one of the clusters, and how many databases they
    created there."""
    cluster = clusters.get()
    try:
        done = subprocess.run(
            [sys.executable, str(program)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False,
            env={**os.environ, "STORE_UNDER_TEST": "postgresql:",
                 "CLUSTER_UNDER_TEST": str(cluster.folder)})
        return program, done, emptied(cluster)
    finally:
        clusters.put(cluster)


def emptied(cluster):
    """Drops every database except PostgreSQL's own. Returns how many there were."""
    made = cluster.sql("SELECT datname FROM pg_database WHERE NOT datistemplate "
                       "AND datname <> 'postgres'").splitlines()
    for name in made:
        cluster.sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    return len(made)


def add(report, program, done, databases):
    """Adds up the counts of a program. Prints its output if something failed."""
    lines = done.stdout.rstrip().splitlines()
    said = LAST_LINE.fullmatch(lines[-1]) if lines else None
    passed, failed = (int(said[1]), int(said[2])) if said else (0, 0)
    report.passed += passed
    report.failed += failed
    report.case(f"{program.name} ends as it says", said and (done.returncode == 0) == (not failed),
                got=f"exit code {done.returncode}")
    # A program that skips everything, because npm is missing, has none.
    if passed + failed:
        report.case(f"{program.name} had its data in PostgreSQL", databases > 0)
    print(f"{program.name}: {lines[-1] if lines else 'nothing'}; {databases} databases")
    if failed or done.returncode:
        print(done.stdout)
    for line in lines:
        if line.startswith("skipped "):
            report.skip(f"{program.name} {line.removeprefix('skipped ').partition(':')[0]}",
                        line.partition(": ")[2])


def main():
    """All programs, with a cluster for each that runs at the same time."""
    report = harness.Report()
    for name in LEFT_OUT:
        report.case(f"{name} is there to be left out", (HERE.parent / name).exists())
    clusters = queue.Queue()
    started = [Cluster() for _ in range(WORKERS)]
    try:
        for each in started:
            each.start()
            clusters.put(each)
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for result in pool.map(lambda each: play(clusters, each), programs()):
                add(report, *result)
    finally:
        for each in started:
            each.__exit__()
    report.end()


if __name__ == "__main__":
    main()
