#!/usr/bin/env python3
"""kill -9 under load through every door: every acknowledged change exists exactly once, and no
change is partial.

TORTURE_ROUNDS is the number of rounds (a few by default), TORTURE_SEED the seed. The history
checker runs after each round, and `patchbay verify` must pass."""

import os
import random
import shutil
import subprocess
import tempfile
import time

import near  # noqa: F401
from harness import PATCHBAY, Report
from lasting import Lasting
from load import Load

ROUNDS = int(os.environ.get("TORTURE_ROUNDS", "4"))
SEED = int(os.environ.get("TORTURE_SEED", "20260101"))
START_MAX_S = 10


def verified(folder):
    """The output of `patchbay verify` on a folder."""
    return subprocess.run([PATCHBAY, "verify", "--data", os.path.join(folder, "data")],
                          capture_output=True, text=True, check=False)


def moment(chance, number):
    """When to kill: at once, soon, or in the pause in which the log is truncated."""
    return (chance.uniform(0, 0.1), chance.uniform(0.1, 0.8), 0.5)[number % 3]


def rounds(report, folder):
    """Every server but the last is killed. The next one is checked and then killed itself."""
    chance, load = random.Random(SEED), None
    for number in range(ROUNDS + 1):
        began = time.monotonic()
        with Lasting(folder, config="[log]\nrequests = false\n") as server:
            took = time.monotonic() - began
            report.case(f"start {number} takes less than {START_MAX_S} s", took < START_MAX_S, got=took)
            if load is None:
                load = Load(server, SEED)
            else:
                wrong = load.judge(server)
                report.case(f"round {number}: the checker finds nothing", not wrong, sent=f"seed {SEED}",
                            got="; ".join(wrong[:5]))
                said = verified(folder)
                report.case(f"round {number}: verify passes", said.returncode == 0, got=said)
            if number < ROUNDS:
                load.run(server, moment(chance, number), server.kill)
    report.case("enough was acknowledged and some was cut off for the rounds to mean something",
                len(load.rows) > 20 * ROUNDS and any(each.answered == float("inf") for each in load.updates),
                got=load.counts())
    print(f"seed {SEED}, {ROUNDS} rounds: {load.counts()}")
    return load


def control(report, folder, load):
    """A disk that loses the log between two servers is detected. The log is empty before, and no
    part of it has reached the database, so that the database is intact without it."""
    with Lasting(folder):
        pass
    with Lasting(folder) as server:
        load.run(server, 0, server.kill, least=50)
    os.truncate(os.path.join(folder, "data", "patchbay.db-wal"), 0)
    with Lasting(folder) as server:
        wrong = load.judge(server)
    report.case("control: a log that is gone is found out", any(each.startswith("A1") for each in wrong),
                got=(wrong[:3], load.counts()))


def held(report, folder):
    """A second server says who uses the folder, as long as that process lives and no longer."""
    command = [PATCHBAY, "serve", "--data", os.path.join(folder, "data"), "--listen", "127.0.0.1:0"]
    with Lasting(folder) as server:
        second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        report.case("a second server does not start, and says who holds the folder",
                    second.returncode == 2 and f"in use by another process (pid {server.process.pid}," in
                    second.stderr, got=second)
        server.kill()
    with Lasting(folder) as server:
        report.case("after kill -9 of the first it starts", server.alive())


def main():
    """All rounds on one folder."""
    report = Report()
    folder = tempfile.mkdtemp(prefix="patchbay-kills-")
    try:
        load = rounds(report, folder)
        control(report, folder, load)
        held(report, folder)
    except Exception as error:  # pylint: disable=broad-except
        report.case("the rounds come to their end", False, got=repr(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
