#!/usr/bin/env python3
"""The console in a browser: signing in, addresses, management, and all that no other program of this
folder runs. With arguments only the cases whose name holds one of them run. With --screenshots FOLDER
the pages are written as pictures instead."""

import sys

import runner

if __name__ == "__main__":
    if sys.argv[1:2] == ["--screenshots"]:
        sys.exit(runner.run("screenshots", "screenshots.mjs", *sys.argv[2:]))
    sys.exit(runner.run_cases(runner.REST, sys.argv[1:]))
