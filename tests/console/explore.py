#!/usr/bin/env python3
"""A random walk through the console, with what must hold at every step. Without an argument it takes
40 seconds; `./dev explore MINUTES` walks longer."""

import sys

import runner

if __name__ == "__main__":
    sys.exit(runner.run("the browser: a random walk", "explore.mjs", *(sys.argv[1:] or ["40"])))
