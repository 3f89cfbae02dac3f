#!/usr/bin/env python3
"""Runs alone. Many seeds of the simulation, on all processors, and one seed in two processes.

SIMULATION_RUNS is the number of runs, SIMULATION_SECONDS the time after which no further one
begins, SIMULATION_FROM the first seed, and SIMULATION_NIGHTLY=1 also expects the rarest states.
"""

import collections
import os
import pathlib
import re
import subprocess
import sys

SIMULATE = pathlib.Path(os.environ.get("PATCHBAY", "build/test/patchbay")).with_name("simulate")
RUNS = int(os.environ.get("SIMULATION_RUNS", "1200"))
SECONDS = float(os.environ.get("SIMULATION_SECONDS", "80"))
FIRST = int(os.environ.get("SIMULATION_FROM", "1"))
NIGHTLY = os.environ.get("SIMULATION_NIGHTLY") == "1"
REPLAYED = 5


class Tests:
    """Counts what passed and what failed."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, good, shown=""):
        """Counts one test, and prints it if it failed."""
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {what}: {shown}")


def simulate(*arguments):
    """Starts the program."""
    return subprocess.Popen([SIMULATE, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


def sums(outputs):
    """What the processes counted: runs, operations, and the runs that reached each rare state."""
    total, reached, often = collections.Counter(), collections.Counter(), {}
    for output in outputs:
        for line in output.splitlines():
            if counts := re.match(r"runs (\d+) failed (\d+) operations (\d+) seconds ([\d.]+)$", line):
                total.update(runs=int(counts[1]), failed=int(counts[2]), operations=int(counts[3]),
                             seconds=float(counts[4]))
            elif row := re.match(r"reached (\w+) (\w+) (\d+)$", line):
                reached[row[1]] += int(row[3])
                often[row[1]] = row[2]
    return total, reached, often


def main():
    """Runs the seeds, and judges what the processes print."""
    if not SIMULATE.exists():
        print("skipped simulation: the thread sanitizer knows nothing of tasks that share a thread")
        print("0 passed, 0 failed, 1 skipped")
        return
    tests = Tests()
    for seed in range(FIRST, FIRST + REPLAYED):
        traces = [process.communicate()[0] for process in [simulate("--seed", seed) for _ in "12"]]
        tests.check(f"seed {seed} gives the same events in every process",
                    traces[0] == traces[1] and "trace" in traces[0], traces)

    workers = os.cpu_count() or 2
    share = -(-RUNS // workers)
    processes = [simulate("--runs", share, "--from", FIRST + i * share, "--seconds", SECONDS)
                 for i in range(workers)]
    outputs = [process.communicate()[0] for process in processes]
    total, reached, often = sums(outputs)
    wrong = [line for output in outputs for line in output.splitlines() if line.startswith("seed ")]
    tests.check("the server keeps its promises", not wrong, "\n".join(wrong))
    tests.check("every process ends well", all(process.returncode == 0 for process in processes),
                [process.returncode for process in processes])
    tests.check("there were runs", total["runs"] > 0)
    for state in sorted(often):
        if often[state] == "ci" or NIGHTLY:
            tests.check(f"some run reached {state}", reached[state] > 0,
                        f"none of {total['runs']} runs")
    if total["seconds"]:
        print(f"{total['runs']} runs with {total['operations']} operations: "
              f"{total['runs'] / total['seconds']:.0f} runs in a second of one processor")
    if NIGHTLY:
        for state, count in reached.most_common():
            print(f"{state:24} {count}")
    print(f"{tests.passed} passed, {tests.failed} failed")
    sys.exit(1 if tests.failed else 0)


if __name__ == "__main__":
    main()
