#!/usr/bin/env python3
"""Every page of the console as axe, a telephone, a hostile value and a read-only principal meet it. With
arguments only the cases whose name holds one of them run."""

import sys

import runner

if __name__ == "__main__":
    sys.exit(runner.run_cases("looks", sys.argv[1:]))
