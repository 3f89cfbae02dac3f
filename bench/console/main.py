#!/usr/bin/env python3
"""Measures how long a person waits at the console, with many customers in the store:
bench/console/main.py [CUSTOMERS [ROUNDS]]. PATCHBAY and FILL name the programs that are used. With
DATA_UNDER_TEST in the environment a copy of that data folder is used, and none is filled."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "console"))

import runner  # noqa: E402

CUSTOMERS = "100000"
ROUNDS = "3"


def main(customers=CUSTOMERS, rounds=ROUNDS):
    """The exit code of the measurement."""
    fill = os.environ.get("FILL") or ROOT / "build" / "bench" / "fill"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="patchbay-bench-console-"))
    try:
        if "DATA_UNDER_TEST" not in os.environ:
            subprocess.run([fill, folder / "data", "--customers", customers], check=True)
            os.environ["DATA_UNDER_TEST"] = str(folder / "data")
        return runner.run("bench console", "timing.mjs", rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
