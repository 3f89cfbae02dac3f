#!/usr/bin/env python3
"""The console with a server on PostgreSQL: every spec that a store has a part in. With arguments only
the cases whose name holds one of them run."""

import os
import pathlib
import sys

import runner

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from cluster import Cluster  # noqa: E402


def main(wanted):
    """The exit code of the specs, each with a database of its own."""
    if runner.absent():
        return runner.run_cases("on_postgresql", wanted)
    names = runner.specs_of("on_postgresql")
    with Cluster() as cluster:
        for name in names:
            cluster.sql(f'CREATE DATABASE "{name}"')
        os.environ["DATABASES_UNDER_TEST"] = " ".join(map(cluster.url, names))
        return runner.run_cases("on_postgresql", wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
