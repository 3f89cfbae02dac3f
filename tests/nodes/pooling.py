#!/usr/bin/env python3
"""Nodes behind PgBouncer: normal operation in session mode, and a clear refusal in the other modes.
"""

import json
import subprocess
import tempfile

import near  # noqa: F401
import golden
import harness
import nodes
import several_nodes
from harness import PATCHBAY
from lender import Lender
from pooler import Pooler

# Ways in which a pooler shares sessions: one for all, the last used, the next in turn.
SHARED = [
    {"pool_mode": "transaction", "default_pool_size": 1},
    {"pool_mode": "transaction"},
    {"pool_mode": "transaction", "min_pool_size": 5, "server_round_robin": 1},
    {"pool_mode": "statement"},
]


def sessions(report):
    """The golden conversations, and three nodes on one database."""
    with Pooler(nodes.cluster(), pool_mode="session") as pooler:
        direct = harness.database

        def behind(name):
            direct(name)
            return pooler.url(name)

        harness.DATA, harness.database = "postgresql:", behind
        try:
            golden.play_all(report)
            several_nodes.all_of_it(report)
        finally:
            harness.DATA, harness.database = "", direct
        report.case("all that went through the pooler",
                    pooler.told().count("login attempt") >= 10, got=pooler.told()[-500:])


def start(place):
    """A node that is not expected to serve: its exit code and its output."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return subprocess.run([PATCHBAY, "serve", "--data", place, "--listen", "127.0.0.1:0",
                                   "--store.key_file", f"{folder}/sealing.key"],
                                  capture_output=True, text=True, timeout=60, check=False)
        except subprocess.TimeoutExpired as served:
            return subprocess.CompletedProcess([], 0, "", f"it serves: {served}")


def shared(report):
    """A node does not start and names the setting; also the second time, when what the first one
    left is still in the sessions."""
    for number, settings in enumerate(SHARED):
        nodes.cluster().sql(f"CREATE DATABASE shared{number}")
        with Pooler(nodes.cluster(), **settings) as pooler:
            for attempt in ("first", "second"):
                said = start(pooler.url(f"shared{number}"))
                report.case(f"{settings}, {attempt}: refused in words",
                            said.returncode not in (0, None) and "pool_mode = session"
                            in said.stderr, got=(said.returncode, said.stderr))
        report.equal(f"{settings}: nothing was made", "0", nodes.cluster().sql(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", f"shared{number}"))


def diagnosed(report):
    """The doctor names the pooler, and finds none when sessions are not shared."""
    direct = harness.database("diagnosed_store")
    with tempfile.TemporaryDirectory() as folder:
        flags = ["--store.key_file", f"{folder}/sealing.key"]
        subprocess.run([PATCHBAY, "init", "--data", direct, *flags], check=True, capture_output=True, timeout=120)
        for mode, is_found in (("session", False), ("transaction", True)):
            with Pooler(nodes.cluster(), pool_mode=mode) as pooler:
                said = subprocess.run([PATCHBAY, "doctor", "--data", pooler.url("diagnosed_store"), *flags, "--json"],
                                      capture_output=True, text=True, timeout=120, check=False)
            found = [each["check"] for each in json.loads(said.stdout)["findings"]]
            report.equal(f"{mode}: the doctor names the pooler", is_found, "pooler" in found, said.stdout)
            report.case(f"{mode}: and reads the store otherwise", is_found or "store" not in found, got=said.stdout)


def lent(report):
    """If a pooler that shares sessions keeps prepared statements for its clients, only session
    settings reveal it."""
    for count in (1, 2, 3):
        database = f"lent{count}"
        nodes.cluster().sql(f"CREATE DATABASE {database}")
        lender = Lender(str(nodes.cluster().folder / ".s.PGSQL.5432"), database, count)
        said = start(f"postgresql://patchbay@127.0.0.1:{lender.port}/{database}"
                     "?sslmode=disable&gssencmode=disable")
        report.case(f"{count} sessions are shared: refused in words", said.returncode == 2 and
                    "share sessions" in said.stderr and "pool_mode = session" in said.stderr,
                    got=(said.returncode, said.stderr))
        report.equal(f"{count} sessions are shared: nothing was made", "0", nodes.cluster().sql(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", database))


def main():
    """All tests."""
    report = harness.Report()
    for test in (shared, lent, diagnosed, sessions):
        report.guard(test.__name__, test, report)
    report.end()


if __name__ == "__main__":
    main()
