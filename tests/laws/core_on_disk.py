#!/usr/bin/env python3
"""Runs the tests of core on the stores on disk; by default they run on the store in memory."""

import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from cluster import Cluster  # pylint: disable=wrong-import-position,import-error

# At least the number of stores in all tests of core.
SCHEMAS = 400


def run(place):
    """How many tests passed and failed on the store in `place`."""
    program = pathlib.Path(os.environ["PATCHBAY"]).with_name("core_test")
    ran = subprocess.run([program], env={**os.environ, "PATCHBAY_TEST_STORE": place},
                         capture_output=True, text=True, timeout=600, check=False)
    passed = re.search(r"\[  PASSED  \] (\d+) test", ran.stdout)
    failed = re.search(r"\[  FAILED  \] (\d+) test", ran.stdout)
    counts = int(passed[1]) if passed else 0, int(failed[1]) if failed else 0
    if ran.returncode != 0 and counts[1] == 0:
        counts = counts[0], 1
    if counts[1]:
        print(ran.stdout[-8000:], ran.stderr[-2000:])
    return counts


def main():
    """On SQLite and on PostgreSQL."""
    counts = [run("sqlite")]
    with Cluster() as cluster:
        cluster.sql(";".join(f"CREATE SCHEMA s{i}" for i in range(1, SCHEMAS + 1)))
        counts.append(run(cluster.url()))
    passed, failed = (sum(each[i] for each in counts) for i in (0, 1))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
