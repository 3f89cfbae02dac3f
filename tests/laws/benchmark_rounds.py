#!/usr/bin/env python3
"""The rounds of bench/side_by_side: a ratio is worked out within each, and its spread is
shown."""

import json
import sys

from benchmarks import differs, figures, target
from report import ROOT, Report

sys.path.insert(0, str(ROOT / "bench" / "side_by_side"))

import table  # noqa: E402
from figures import Figures  # noqa: E402


# What is planted: in each round, the rates of contestants. Then the line of flolive ÷ etcd: what is
# measured, its spread, and whether it is reached; and the number of rounds in words.
SPREADS = (
    ("one round", [{"flolive": 300, "etcd": 200}], ["1.50", "–", "yes"], "1 round"),
    # The ratio of the medians is 2.
    ("three rounds", [{"flolive": 100, "etcd": 200}, {"flolive": 400, "etcd": 500},
                      {"flolive": 900, "etcd": 100}], ["0.8", "0.5 – 9.00", "no"], "3 rounds"),
    ("a round of one alone", [{"flolive": 100, "etcd": 200}, {"flolive": 900}, {"flolive": 400, "etcd": 100}],
     ["2.25", "0.5 – 4.00", "yes"], "2 rounds"),
    ("one round of both", [{"flolive": 100}, {"flolive": 300, "etcd": 200}], ["1.50", "–", "yes"], "1 round"),
    ("no round of both", [{"flolive": 100}, {"flolive": 300}, {"etcd": 100}], ["2.00", "of medians", "yes"],
     "0 rounds"),
    ("lines of unequal rounds",
     [{"flolive": 100, "etcd": 100, "PocketBase": 50}, {"flolive": 50, "etcd": 100}], ["0.75", "0.5 – 1.00", "no"],
     "1 to 2 rounds"),
)


def spreads(report):
    """A ratio is worked out within each round, and shown with its spread."""
    for name, planted, wanted, counted in SPREADS:
        some = Figures()
        for rates in planted:
            some.begin_round()
            for contestant, rate in rates.items():
                some.add(contestant, "update", 64, {"per_second": rate})
        measured, spread, _, good = target(some, "÷ etcd")
        report.check(f"a ratio of {name}", differs([measured, spread, good], wanted))
        report.check(f"the rounds of {name}", differs(table.rounds_of_targets(some), counted))
    some = Figures()
    for doors in (("native", "enswitch", "everlytic"), ("native", "enswitch")):
        some.begin_round()
        for at, door in enumerate(doors):
            some.add(door, "update", 64, {"per_second": 100 - 25 * at})
    report.check("a round without the slowest door says nothing about the slowest", differs(
        target(some, "slowest door")[:2], ["0.5", "–"]))


def rounds(report):
    """Each figure knows its round, also in a saved file and if some are added to it later."""
    rate = lambda figures: figures.median("flolive")
    some = figures()
    report.check("a value in each round", differs(some.in_rounds(rate), [100, 300]))
    without = [{name: value for name, value in row.items() if name != "round"} for row in some.rows]
    report.check("a file without rounds has them by its order",
                 differs(Figures(without).rows, some.rows))
    added = Figures(without)
    added.begin_round()
    added.add("flolive", "update", 64, {"per_second": 500})
    report.check("what is added is of later rounds", differs(added.in_rounds(rate), [100, 300, 500]))
    report.check("also in a file", differs(Figures(json.loads(json.dumps(added.rows))).rows, added.rows))
    either = lambda figures: max(figures.of("flolive") + figures.of("etcd"))
    report.check("a round without a part is left out", differs(added.in_rounds(either), [100, 300]))
    report.check("what no round has leaves none out",
                 differs(added.in_rounds(lambda figures: rate(figures) + len(figures.of("none"))),
                         [100, 300, 500]))


def main():
    """Runs the checks."""
    report = Report()
    for part in (spreads, rounds):
        part(report)
    report.end()


if __name__ == "__main__":
    main()
