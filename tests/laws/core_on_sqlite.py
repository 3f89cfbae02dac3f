#!/usr/bin/env python3
"""The tests of core once more, on the store in a file: they run on the one in memory by themselves."""

import os
import pathlib
import re
import subprocess
import sys


def main():
    """Runs core_test with the other store and adds up what it says."""
    program = pathlib.Path(os.environ["PATCHBAY"]).with_name("core_test")
    ran = subprocess.run([program], env={**os.environ, "PATCHBAY_TEST_STORE": "sqlite"},
                         capture_output=True, text=True, timeout=250, check=False)
    passed = re.search(r"\[  PASSED  \] (\d+) test", ran.stdout)
    failed = re.search(r"\[  FAILED  \] (\d+) test", ran.stdout)
    counts = int(passed[1]) if passed else 0, int(failed[1]) if failed else 0
    if ran.returncode != 0 and counts[1] == 0:
        counts = counts[0], 1
    if counts[1]:
        print(ran.stdout[-8000:], ran.stderr[-2000:])
    print(f"{counts[0]} passed, {counts[1]} failed")
    sys.exit(1 if counts[1] else 0)


if __name__ == "__main__":
    main()
