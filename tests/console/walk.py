#!/usr/bin/env python3
"""A random walk through the console, with what must hold at every step: walk.py [SECONDS]. Without
SECONDS it is short; `./dev explore` walks for minutes or hours."""

import sys

import runner

SECONDS = "75"

if __name__ == "__main__":
    sys.exit(runner.run("the browser: a random walk", "explore/explore.mjs", *(sys.argv[1:] or [SECONDS])))
