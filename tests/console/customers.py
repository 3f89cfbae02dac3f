#!/usr/bin/env python3
"""Customers in the console: finding, editing, history, and what doors show. With
arguments only the cases whose name holds one of them run."""

import sys

import runner

if __name__ == "__main__":
    sys.exit(runner.run_cases("customers", sys.argv[1:]))
