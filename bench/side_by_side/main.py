#!/usr/bin/env python3
"""Measures Patchbay beside others in one run: ./dev bench [options]. Tables go to standard output;
with --write also to docs/performance.md, with their pictures. With --quick the run fails if a ratio is below its floor
in bench/floors.table."""

import argparse
import json
import os
import re
import shutil
import sys
import time

from bare import bare
from contestant import Plan
from deliveries import deliveries
from doors import doors
from figures import Figures
from floors import TABLE, anew, floors, judged
from key_value import key_value
from loading import loading
from machine import facts
from peers import peers
from pictures import pictures
from postgresql import on_postgresql
from place import BUILD, ROOT, SCRATCH, Unavailable, say
from runs import run_lines, runs_of
from table import everything, open_loops, rounds_of_targets, targets

RESULTS = BUILD / "side_by_side.json"
PAGE = ROOT / "docs/performance.md"
QUICK = {"rounds": 1, "seconds": 0.8, "warmup": 0.2, "customers": 4_000, "large": 16_000,
         "small": 500, "versions": 2, "connections": (64,), "install": False, "loaded": 2_000,
         "shares": (0.5,)}
OPEN_CONNECTIONS = 64  # of an open loop, and of the closed one that says its rates
# How often a ratio below its floor is measured before it counts as a failure.
TRIES = 3


def options():
    """The command line options."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--rounds", type=int, help="rounds, each with every contestant (5)")
    parser.add_argument("--seconds", type=float, help="seconds of each measurement (4)")
    parser.add_argument("--connections", type=lambda text: tuple(map(int, text.split(","))),
                        help="numbers of connections, with commas (1,16,64,256)")
    parser.add_argument("--only", metavar="NAMES", default="",
                        help="contestants whose names hold one of these words, with commas")
    parser.add_argument("--quick", action="store_true",
                        help="about two minutes: one round, fewer connections and customers, the "
                             "peers that are installed; fails where a ratio is below its floor")
    parser.add_argument("--floors", action="store_true",
                        help="with --quick: write the floors anew, half of what is measured now "
                             "in three rounds")
    parser.add_argument("--store", choices=("sqlite", "postgresql"),
                        help="only the contestants of one store: with postgresql, nodes over one "
                             "cluster beside pgbench (both)")
    parser.add_argument("--customers", type=int, help="customers of most contestants (100000)")
    parser.add_argument("--large", type=int, help="customers of the many (1000000)")
    parser.add_argument("--loaded", type=int, help="customers of the bulk load (100000)")
    parser.add_argument("--write", action="store_true",
                        help="put the tables in docs/performance.md, and the pictures beside it")
    parser.add_argument("--again", action="store_true",
                        help="measure nothing; the tables of the last run")
    parser.add_argument("--add", action="store_true",
                        help="keep the figures of the last run and add further rounds to them")
    parser.add_argument("--tidy-up", action="store_true",
                        help="remove the filled folders afterwards (some gigabytes)")
    return parser.parse_args()


def plan_of(asked):
    """How much is measured: the default or quick plan, changed by the options."""
    said = {name: getattr(asked, name) for name in ("rounds", "seconds", "connections", "customers",
                                                    "large", "loaded")
            if getattr(asked, name) is not None}
    return Plan(**{**(QUICK if asked.quick else {}), **said})


def contestants_of(plan, asked):
    """All contestants; in a quick run not those that take long to fill."""
    every = [] if asked.store == "postgresql" else doors(plan) + peers(plan) + bare(plan)
    if asked.quick:
        return every + loading(plan)[1:]
    if asked.store != "postgresql":
        every += key_value(plan) + deliveries(plan) + loading(plan)
    return every if asked.store == "sqlite" else every + on_postgresql(plan)


def prepared(contestants, only, failed):
    """The contestants that can run here. The others are printed; those that fail although all that
    they need is here are added to `failed`."""
    words = [word.strip().lower() for word in only.split(",") if word.strip()]
    ready = []
    for each in contestants:
        if words and not any(word in each.name.lower() for word in words):
            continue
        try:
            each.prepare()
            ready.append(each)
        except Unavailable as why:
            say(f"left out {each.name}: {why}")
        except Exception as why:  # as in play()
            say(f"FAILED: {each.name}: {why}")
            failed[each] = str(why)
    return ready


def measured(contestant, job, connections, rate=0):
    """One figure, with the cores that the contestant used, and how long it was measured."""
    before, began = contestant.used_s(), time.monotonic()
    figure = contestant.measure(job, connections, rate)
    used = contestant.used_s() - before
    if used > 0:
        figure = {"cores": used / (time.monotonic() - began), **figure}
    lasts = contestant.measured_s()
    return figure if lasts is None else {"seconds": lasts, **figure}


def at_shares(plan, contestant, job, connections, peak):
    """The figures of the open loop: fixed rates, at shares of what the closed loop just gave."""
    for share in plan.shares if job.open_loop else ():
        figure = measured(contestant, job, connections, share * peak)
        say(f"  {contestant.name} {job.name}, {figure['rate']:.0f} due a second: p99.9 "
            f"{figure['p999_us'] / 1000:.1f} ms")
        yield {**figure, "share": share}


def play_one(plan, contestant, figures, turn):
    """All jobs of one contestant in one round."""
    with contestant.serving():
        for job in contestant.jobs:
            wanted = [each for each in job.connections if each in plan.connections]
            for connections in wanted or job.connections[-1:]:
                figure = measured(contestant, job, connections)
                figures.add(contestant.name, job.name, connections, figure)
                say(f"round {turn + 1} of {plan.rounds}: {contestant.name} {job.name}, "
                    f"{connections} connections: {figure['per_second']:.0f}/s")
                if connections == OPEN_CONNECTIONS:
                    for one in at_shares(plan, contestant, job, connections, figure["per_second"]):
                        figures.add(contestant.name, job.name, connections, one)


def play(plan, contestants, figures, keep, failed):
    """Runs every contestant once a round; each round begins with another one. `keep` is called
    after each. One that fails is added to `failed` with its reason, and plays no more: the others
    go on, because a run takes long."""
    for turn in range(plan.rounds):
        figures.begin_round()
        shift = turn * len(contestants) // plan.rounds
        for contestant in contestants[shift:] + contestants[:shift]:
            if turn >= contestant.rounds_max or contestant in failed:
                continue
            try:
                play_one(plan, contestant, figures, turn)
            except Exception as why:  # whatever it is, it is shown and the run ends with 1
                say(f"FAILED: {contestant.name}: {why}")
                failed[contestant] = str(why)
            keep()


def report(kept):
    """The tables of a saved run."""
    figures = Figures(kept["figures"])
    runs = "\n".join(f"- {name}: {value}" for name, value in run_lines(kept, figures))
    remarks = "\n".join(dict.fromkeys(f"- {name}: {remark}" for name, remark in kept["remarks"]
                                      if remark))
    return ("Against the targets (the median, the least and the most of "
            f"{rounds_of_targets(figures)}):\n\n{targets(figures)}\n\n"
            "Latency at fixed rates (an open loop, 64 connections); the worst of all rounds "
            f"stands in brackets:\n\n{open_loops(figures)}\n\n"
            f"Everything, in a closed loop:\n\n{everything(figures, kept['abouts'])}\n\n"
            f"Remarks:\n{remarks}\n\n"
            f"The machine, and the run{'s' if len(runs_of(kept)) > 1 else ''}:\n{runs}\n")


def write(text, figures):
    """Writes the tables and the links of the pictures between their marks in the page, and draws
    the pictures."""
    page = between(PAGE.read_text(), "measured", text)
    PAGE.write_text(between(page, "pictures", pictures(PAGE.parent, Figures(figures))))


def between(page, mark, text):
    """The page with the text between two marks."""
    marked = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- end of {mark} -->)", re.DOTALL)
    if not marked.search(page):
        raise SystemExit(f"{PAGE} has no marks for the {mark}")
    return marked.sub(lambda found: found[1] + text + found[2], page)


class Run:
    """One run: what is measured, by which contestants, and the figures, saved in a file as they
    come."""

    def __init__(self, asked):
        self.plan, self.began = plan_of(asked), time.monotonic()
        if asked.quick:
            shutil.rmtree(SCRATCH, ignore_errors=True)
        SCRATCH.mkdir(parents=True, exist_ok=True)
        self.failed = {}
        self.contestants = prepared(contestants_of(self.plan, asked), asked.only, self.failed)
        remarks = [(each.name, each.remark) for each in self.contestants]
        abouts = {each.name: {"version": each.version(), "sync": each.sync, "history": each.history}
                  for each in self.contestants}
        self.figures, runs = Figures(), []
        if asked.add:
            last = json.loads(RESULTS.read_text())
            remarks = [*map(tuple, last["remarks"]), *remarks]
            abouts = {**last.get("abouts", {}), **abouts}
            self.figures, runs = Figures(last["figures"]), runs_of(last)
        self.run = {"machine": facts()}
        self.kept = {"runs": [*runs, self.run], "remarks": remarks, "abouts": abouts,
                     "figures": self.figures.rows}
        self.before = self.run["machine"]

    def keep(self):
        """Saves the figures so far."""
        self.run["machine"] = [*self.before, ("load average after", f"{os.getloadavg()[0]:.1f}")]
        self.run["took_s"] = time.monotonic() - self.began
        RESULTS.write_text(json.dumps(self.kept, indent=1))

    def play(self):
        """Runs all rounds. A second call runs further rounds."""
        play(self.plan, self.contestants, self.figures, self.keep, self.failed)
        for contestant, why in self.failed.items():
            say(f"failed: {contestant.name}: {why}")

    def write_floors(self):
        """Writes the floors, measured in as many rounds as a ratio is tried."""
        for _ in range(TRIES - 1):
            self.play()
        TABLE.write_text(anew(self.figures, floors()))
        print(TABLE.read_text(), end="")

    def hold_floors(self):
        """Measures again, up to a bound, while a ratio is below its floor. Returns whether none is
        at the end."""
        least = floors()
        for left in reversed(range(TRIES)):
            shown, low = judged(self.figures, least)
            if not low or not left:
                break
            say("measured again, for being below a floor: " + "; ".join(low))
            self.play()
        print(shown, end="\n\n")
        for words in low:
            print(f"below its floor, or without one: {words}")
        return not low


def main():
    """Measures, saves and shows the figures."""
    asked = options()
    if asked.again:
        kept = json.loads(RESULTS.read_text())
        text = report(kept)
        print(text, end="")
        if asked.write:
            write(text, kept["figures"])
        return
    run = Run(asked)
    run.play()
    text = report(run.kept)
    print(text, end="")
    good = True
    if asked.floors:
        run.write_floors()
    elif asked.quick and not asked.only and asked.store != "postgresql":
        good = run.hold_floors()
    if asked.write:
        write(text, run.kept["figures"])
    if asked.tidy_up:
        shutil.rmtree(SCRATCH)
    sys.exit(0 if good and not run.failed else 1)


if __name__ == "__main__":
    main()
