#!/usr/bin/env python3
"""A random walk through the console, with what must hold at every step: main.py [SECONDS]."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import runner  # noqa: E402

if __name__ == "__main__":
    sys.exit(runner.run("the browser: a random walk", "explore/explore.mjs", *(sys.argv[1:] or ["40"])))
