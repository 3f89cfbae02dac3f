#!/usr/bin/env python3
"""SIGTERM under load: the server ends with 0, cuts no reply short, answers all that it has done, and
loses nothing that it acknowledged. TORTURE_ROUNDS says how many times (a few by default)."""

import os
import random
import shutil
import tempfile

import near  # noqa: F401
from harness import Report
from kills import verified
from lasting import Lasting
from load import Load

ROUNDS = int(os.environ.get("TORTURE_ROUNDS", "3"))
SEED = int(os.environ.get("TORTURE_SEED", "20260102"))


def main():
    """Every life ends by SIGTERM; the next one is judged."""
    report, chance, load = Report(), random.Random(SEED), None
    folder = tempfile.mkdtemp(prefix="patchbay-stops-")
    try:
        for number in range(ROUNDS + 1):
            with Lasting(folder, config="[log]\nrequests = false\n") as server:
                if load is None:
                    load = Load(server, SEED)
                else:
                    unanswered = {each.token for each in load.updates if not each.reply}
                    wrong = load.judge(server)
                    report.case(f"stop {number}: the checker finds nothing", not wrong,
                                sent=f"seed {SEED}", got="; ".join(wrong[:5]))
                    done = [each for each in load.updates if each.token in unanswered and not each.key
                            and load.row_of(each)]
                    report.equal(f"stop {number}: what was done was answered", [], done)
                if number < ROUNDS:
                    code = load.run(server, chance.uniform(0.1, 0.5), server.stop)
                    report.equal(f"stop {number + 1}: it ends with 0", 0, code)
                    report.equal(f"stop {number + 1}: no reply is cut short", [], load.torn_replies)
        said = verified(folder)
        report.case("verify passes", said.returncode == 0, got=said)
        print(f"seed {SEED}, {ROUNDS} stops: {load.counts()}")
    except Exception as error:  # pylint: disable=broad-except
        report.case("the rounds come to their end", False, got=repr(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
