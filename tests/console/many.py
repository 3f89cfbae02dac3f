#!/usr/bin/env python3
"""The console with many customers in the store: finding, opening, editing and taking back. Without
CUSTOMERS_UNDER_TEST in the environment there are 2000; `./dev console` takes 100 000, and more specs.
With arguments only the cases whose name holds one of them run."""

import os
import sys

import runner

CUSTOMERS = "2000"


def main(wanted):
    """The exit code of the specs, each with a store of its own."""
    name = "customers" if "CUSTOMERS_UNDER_TEST" in os.environ else "many"
    os.environ.setdefault("CUSTOMERS_UNDER_TEST", CUSTOMERS)
    return runner.run_cases(name, wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
