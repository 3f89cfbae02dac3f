#!/usr/bin/env python3
"""The rounds of bench/side_by_side: a ratio is worked out within each, its spread is shown, and a report
says how many there were."""

import contextlib
import io
import json
import sys

from benchmarks import differs, figures, target
from report import ROOT, Report

sys.path.insert(0, str(ROOT / "bench" / "side_by_side"))

import main as side_by_side  # noqa: E402
import runs  # noqa: E402
import table  # noqa: E402
from contestant import Contestant, Job, Plan  # noqa: E402
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


class Planted(Contestant):
    """A contestant that is measured at once."""

    def __init__(self, plan, name, seconds, rounds_max):
        super().__init__(plan)
        self.name, self.seconds, self.rounds_max = name, seconds, rounds_max
        self.jobs = (Job("update"),)

    def measured_s(self):
        return self.seconds

    def measure(self, job, connections, rate=0):
        return {"per_second": 100}


def played(figures, count, seconds, *contestants):
    """Adds rounds of contestants, each a name and the most rounds that it plays, or None for one that
    ends with its work, which plays once."""
    plan = Plan(rounds=count, seconds=seconds, connections=(1, 64))
    with contextlib.redirect_stderr(io.StringIO()):
        side_by_side.play(plan, [Planted(plan, name, seconds if most else None, most or 1)
                                 for name, most in contestants], figures, lambda: None, {})
    return figures


def end_of_report(kept):
    """What the report of a saved file says about its runs."""
    text = side_by_side.report(kept)
    return text[text.index("The machine, and the run"):]


def run_words(report):
    """The rounds and the seconds of each line, and how long each run took."""
    report.check("nothing was measured", differs(runs.rounds_of_lines(Figures()), "nothing"))
    some = played(Figures(), 1, 0.8, ("flolive", 9))
    report.check("one round", differs(runs.rounds_of_lines(some), "1 round of 0.8 s"))
    some = played(Figures(), 2, 4, ("flolive", 9), ("etcd", 9), ("bulk load", None))
    report.check("a load is measured once", differs(
        runs.rounds_of_lines(some), '2 rounds of 4 s; 1 round for "bulk load"'))
    played(some, 1, 1, ("etcd", 9))
    report.check("another round of some", differs(
        runs.rounds_of_lines(some),
        '2 rounds of 4 s; 3 rounds of 1 and 4 s for "etcd"; 1 round for "bulk load"'))
    some.begin_round()
    some.add("flolive", "update", 64, {"per_second": 1, "seconds": 4})
    report.check("lines of one contestant", differs(
        runs.rounds_of_lines(some).split("; ")[-1], '3 rounds of 4 s for "flolive update, 64 connections"'))
    machine = [["kernel", "6"], ["load average before", "0.0"]]
    kept = {"machine": machine, "rounds": 1, "seconds": 1, "remarks": [], "abouts": {},
            "figures": figures().rows}
    report.check("a file without runs", differs(end_of_report(kept), (
        "The machine, and the run:\n- measured: 2 rounds (1 round of 1 s in the last run)\n"
        "- kernel: 6\n- load average before: 0.0\n")))
    del kept["machine"], kept["rounds"], kept["seconds"]
    kept["runs"] = [{"machine": machine, "took_s": took_s} for took_s in (100, 1500)]
    kept["runs"][1]["machine"] = [["kernel", "6"], ["load average before", "0.7"]]
    report.check("a file with two runs", differs(end_of_report(kept), (
        "The machine, and the runs:\n- measured: 2 rounds\n- time taken: 100 s, then 25 min\n"
        "- kernel: 6\n- load average before: 0.0, then 0.7\n")))
    del kept["runs"][0]["took_s"]
    report.check("a run of unknown length", differs(
        dict(runs.run_lines(kept, figures()))["time taken"], "unknown, then 25 min"))


def main():
    """Runs the checks."""
    report = Report()
    for part in (spreads, rounds, run_words):
        part(report)
    report.end()


if __name__ == "__main__":
    main()
