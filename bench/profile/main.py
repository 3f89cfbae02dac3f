#!/usr/bin/env python3
"""Samples where the server spends processor time (perf), for some kinds of load, and says for each part
of the work its share and what it costs one request. `--write` puts the table into docs/performance.md."""

import argparse
import collections
import dataclasses
import re
import shutil
import subprocess
import sys
import threading
import types

from parts import PARTS, REST

from place import ROOT, SCRATCH, Unavailable, run, say
from doors import READS, UPDATES, Door
from table import markdown

PAGE = ROOT / "docs" / "performance.md"
CUSTOMERS = 100_000
WARM_S = 2
SAMPLED_S = 10
HERTZ = 400
# What is sampled: a title, the job, and the connections.
LOADS = (
    ("update, flolive, 64", UPDATES["flolive"], 64),
    ("update, flolive, 1", UPDATES["flolive"], 1),
    ("update of searched fields, 64", UPDATES["flolive, searched fields"], 64),
    ("GET by id, native, 64", READS[0], 64),
    ("list of 50, native, 64", READS[1], 64),
)


def options():
    """The command line options."""
    parser = argparse.ArgumentParser(prog="./dev bench profile", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args()


def part_of(frames):
    """The first part that one of the frames of a sample belongs to."""
    stack = "\n".join(frames)
    return next((title for title, pattern in PARTS if re.search(pattern, stack)), REST)


def parts_of(file):
    """How many samples belong to each part."""
    text = run(["perf", "script", "--input", file, "--fields", "ip,sym"], errors="replace")
    stacks = (block.splitlines() for block in text.split("\n\n"))
    return collections.Counter(part_of(stack) for stack in stacks if any(stack))


def sampled(title, job, connections):
    """Parts of a load, the microseconds of processor time of one request, and requests a second."""
    plan = types.SimpleNamespace(customers=CUSTOMERS, seconds=SAMPLED_S, warmup=WARM_S)
    door = Door(plan, title, (job,))
    door.prepare()
    file = SCRATCH / "perf.data"
    with door.serving():
        figure = {}
        load = threading.Thread(target=lambda: figure.update(measured(door, job, connections)))
        load.start()
        run(["perf", "record", "--quiet", "--output", file, "--freq", HERTZ, "--call-graph",
             "dwarf,24576", "--delay", WARM_S * 1000, "--pid", door.processes[0].process.pid, "--",
             "sleep", WARM_S + SAMPLED_S / 2])
        load.join()
    say(f"{title}: {figure['per_second']:.0f} a second")
    return parts_of(file), figure["used_us"], figure["per_second"]


def measured(door, job, connections):
    """One figure of the load, with the processor time of one request."""
    before = door.used_s()
    figure = door.measure(dataclasses.replace(job, open_loop=False), connections)
    requests = figure["per_second"] * (SAMPLED_S + WARM_S)
    return {**figure, "used_us": (door.used_s() - before) / requests * 1e6}


def report(rows):
    """The table: a row for each part, and a column for each load."""
    heads = ["part of the work", *(title for title, _ in rows)]
    out = []
    for title in (*(title for title, _ in PARTS), REST):
        cells = [counts[title] / max(1, sum(counts.values())) for _, (counts, _, _) in rows]
        if any(share >= 0.005 for share in cells):
            out.append((title, *(f"{share * 100:.0f} % ({share * each[1]:.1f} µs)"
                                 for share, (_, each) in zip(cells, rows))))
    out.append(("**together**", *(f"**{each[1]:.0f} µs**, {each[2]:,.0f} a second".replace(",", " ")
                                  for _, each in rows)))
    return markdown(heads, out)


def main():
    """Samples all loads and prints the table."""
    chosen = options()
    if not shutil.which("perf"):
        raise Unavailable("perf is not installed: apt-get install linux-perf")
    text = report([(title, sampled(title, job, connections)) for title, job, connections in LOADS])
    print(text)
    if chosen.write:
        before, mark, rest = PAGE.read_text().partition("<!-- profile -->\n")
        _, end, after = rest.partition("<!-- end of profile -->")
        if not mark or not end:
            raise RuntimeError(f"{PAGE} has no place for the profile")
        PAGE.write_text(f"{before}{mark}{text}\n{end}{after}")


if __name__ == "__main__":
    try:
        main()
    except (Unavailable, subprocess.SubprocessError, RuntimeError) as why:
        sys.exit(f"profile: {why}")
