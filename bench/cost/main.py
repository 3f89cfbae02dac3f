#!/usr/bin/env python3
"""Counts what one request of each kind costs the server, at each door, on a store that is always the
same: instructions (valgrind's callgrind), steps of SQLite's virtual machine, pages written to the log,
and system calls. Fails if a count differs by more than 5 % from bench/budget.tsv."""

import argparse
import datetime
import statistics
import subprocess
import sys
import time

from budget import (COLUMNS, HEAD, HINT, HISTORY_HEAD, ROOT, counted_on, differences, history,
                    history_line, picture, processor, read, table)
from kinds import KINDS
from server import Calls, Instructions, Unavailable, Work

BUDGET = ROOT / "bench" / "budget.tsv"
HISTORY = ROOT / "bench" / "cost_history.tsv"
PAGE = ROOT / "docs" / "performance.md"
WARM = 12  # requests of a kind before it is counted
TURNS_EACH = 100_000  # more than any kind takes
TRIES = 3  # how often a count outside of the budget is taken before it counts


def options():
    """The command line options."""
    parser = argparse.ArgumentParser(prog="./dev cost", description=__doc__)
    parser.add_argument("--only", metavar="WORDS", default="",
                        help="kinds whose names hold one of these words, with commas")
    parser.add_argument("--write", action="store_true",
                        help="write the counts to bench/budget.tsv, add a line to "
                             "bench/cost_history.tsv, and draw its picture")
    parser.add_argument("--picture", action="store_true",
                        help="count nothing; draw the picture of the history again")
    return parser.parse_args()


def one(server, counter, kind):
    """The counts of one request: of twice as many requests less those of as many, so that what
    counting itself costs is in neither. Each is the mean of the lower two thirds of several windows,
    because what the server does now and then, as the seal of history each second, falls into some
    of them and only adds to them. Turns begin at the same number for each kind, whichever are
    counted."""
    server.turn = TURNS_EACH * KINDS.index(kind)
    server.ask(kind, WARM)
    once = counter.requests * (counter.longer if kind.writes else 1)
    windows = {once: [], 2 * once: []}
    for _ in range(counter.windows):
        for requests, counts in windows.items():
            with counter.counting() as found:
                server.ask(kind, requests)
            counts.append(found)
    fewer, more = ([lower_mean(column) for column in zip(*counts)] for counts in windows.values())
    return {name: max(0, high - low) / (once * kind.repeat)
            for name, low, high in zip(counter.columns, fewer, more)}


def lower_mean(values):
    """The mean of the lower two thirds."""
    return statistics.mean(sorted(values)[:max(1, len(values) * 2 // 3)])


def count(counter, kinds, counted):
    """Adds the counts of all given kinds to `counted` (kind: column: count). Those that only read come
    first, because what a search costs depends on the changes before it: each commit leaves a part of the
    index, and how many changes one commit takes differs from machine to machine."""
    with counter.serving() as server:
        for kind in sorted(kinds, key=lambda each: each.writes):
            counted.setdefault(kind.name, {}).update(one(server, counter, kind))


def counters():
    """What can be counted here. The rest is named."""
    ready = []
    for kind in (Work, Calls, Instructions):
        try:
            ready.append(kind())
        except Unavailable as why:
            print(f"cost: left out {', '.join(kind.columns)}: {why}", file=sys.stderr)
    return ready


def wanted(words):
    """The kinds whose names hold one of the words; all without words."""
    words = [word.strip().lower() for word in words.split(",") if word.strip()]
    return [kind for kind in KINDS if not words or any(word in kind.name.lower() for word in words)]


def held(counted, kinds, ready):
    """Compares the counts with the budget. A kind outside of it is counted again, up to a bound, and
    the last counts are taken. Returns what is wrong."""
    text = BUDGET.read_text()
    budget = {kind: row for kind, row in read(text).items()
              if len(kinds) == len(KINDS) or kind in counted}
    foreign = counted_on(text) != processor()
    if foreign:
        print(f"cost: instructions are not compared: the budget's are those of {counted_on(text)}, "
              f"and this is {processor()}", file=sys.stderr)
    compared = lambda: {kind: {name: value for name, value in row.items()
                               if not (foreign and name == "instructions")}
                        for kind, row in counted.items()}
    wrong = differences(compared(), budget)
    for _ in range(TRIES - 1):
        again = [kind for kind in kinds if any(line.startswith(kind.name + ": ") for line in wrong)
                 and kind.name in budget]
        if not again:
            break
        print(f"cost: counted again: {', '.join(kind.name for kind in again)}", file=sys.stderr)
        for counter in ready:
            count(counter, again, counted)
        wrong = differences(compared(), budget)
    return wrong


def commit():
    """The commit of this tree, with a plus if there are changes that are not committed."""
    git = lambda *arguments: subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True,
                                            text=True, check=False).stdout.strip()
    changed = git("status", "--porcelain", "--untracked-files=no")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if changed else "")


def draw():
    """Draws the picture of the history, and puts it into the page."""
    lines = history(HISTORY.read_text())
    markup = picture(lines).save(PAGE.parent / "pictures", "bench-cost")
    page = PAGE.read_text()
    before, mark, rest = page.partition("<!-- cost -->\n")
    _, end, after = rest.partition("<!-- end of cost -->")
    if not mark or not end:
        raise SystemExit(f"{PAGE} has no marks for the picture of the cost")
    PAGE.write_text(before + mark + markup + end + after)


def write(counted):
    """Writes the budget, the line of history, and the picture."""
    kept = read(BUDGET.read_text()) if BUDGET.exists() else {}
    rows = {kind.name: counted.get(kind.name, kept.get(kind.name, {})) for kind in KINDS}
    BUDGET.write_text(table(rows, kept))
    text = HISTORY.read_text() if HISTORY.exists() else HISTORY_HEAD
    today = datetime.date.today().isoformat()
    HISTORY.write_text(text + history_line(commit(), today, rows))
    draw()


def main():
    """Counts, shows, and holds the counts against the budget or writes them."""
    asked = options()
    if asked.picture:
        draw()
        return
    began = time.monotonic()
    kinds, counted = wanted(asked.only), {}
    ready = counters()
    for counter in ready:
        count(counter, kinds, counted)
    wrong = [] if asked.write else (held(counted, kinds, ready) if BUDGET.exists() else
                                    ["there is no bench/budget.tsv: ./dev cost --write makes it"])
    print(table(counted, {}).removeprefix(HEAD), end="")
    print(f"cost: {len(counted)} kinds, {', '.join(sorted({name for row in counted.values() for name in row}, key=COLUMNS.index))}, "
          f"in {time.monotonic() - began:.0f} s", file=sys.stderr)
    if asked.write:
        write(counted)
        return
    for line in wrong:
        print(f"cost: {line}", file=sys.stderr)
    if wrong:
        print(f"cost: {HINT}", file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
