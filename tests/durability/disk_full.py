#!/usr/bin/env python3
"""A full disk: changes are refused in each door's format, reads continue, and writing resumes by
itself.

Two ways to fill it: a limit on the size of files, which any user may set, and a small file system
in memory, which needs root. The history checker checks both."""

import json
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import tempfile
import time

import near  # noqa: F401
from checker import ACKED
from harness import Http, Report, until
from kills import verified
from lasting import Lasting
from load import Load
from operator_near import logs
from writing import DOORS, Link, unavailable

BYTES = 12 * 2**20
RESUME_MAX_S = 20
SMALL_CHANGES_MAX = 5000


class SizeLimit:
    """Files of the server cannot grow beyond their current size."""

    def __init__(self, server):
        self.process = server.process.pid
        self.limits = resource.prlimit(self.process, resource.RLIMIT_FSIZE)

    def fill(self):
        resource.prlimit(self.process, resource.RLIMIT_FSIZE, (4096, self.limits[1]))

    def empty(self):
        resource.prlimit(self.process, resource.RLIMIT_FSIZE, self.limits)


class Ballast:
    """Another file takes all the free space of the file system."""

    def __init__(self, folder):
        self.file = pathlib.Path(folder) / "data" / "ballast"

    def fill(self):
        with open(self.file, "wb", buffering=0) as ballast:
            for size in (2**16, 2**12, 1):
                try:
                    while ballast.write(b"x" * size) == size:
                        pass
                except OSError:
                    pass

    def empty(self):
        self.file.unlink()


def while_full(report, name, load, server):
    """Every door answers that it is unavailable, and reads show the same as before."""
    chance = random.Random(2)
    for door in DOORS:
        link = Link(server.port)
        for _ in range(SMALL_CHANGES_MAX):  # the log may still have free space
            load.one(link, door, chance)
            last = load.updates[-1]
            if last.fate != ACKED:
                break
        report.case(f"{name}: {door} says that it is unavailable",
                    last.refusal and unavailable(door, last.refusal), got=last.refusal)
        link.close()
    wrong = load.judge_reads(server)
    report.case(f"{name}: reads go on", not wrong, got=wrong)
    health = Http(server.port).send("GET", "/healthz")
    report.equal(f"{name}: it lives", 200, health.status)


def told(report, name, server, turn):
    """The log names the error of the system, once and then seldom, however many changes were
    refused."""
    lines = until(lambda: len(found := refusals(server)) > turn and found)
    report.case(f"{name}: the log says which file and why", lines and "patchbay.db" in lines[-1]["where"]
                and re.search("full|large|quota|No space", lines[-1]["why"]) and lines[-1]["changes"] > 0, got=lines)
    report.case(f"{name}: and does not say so for each change", len(lines or []) < 12, got=lines)


def refusals(server):
    """The log lines about changes that could not be written."""
    return [line for line in map(json.loads, filter(lambda line: line.startswith("{"), server.log().splitlines()))
            if line["event"] == "the store refuses changes"]


def resumed(report, name, load, server):
    """Writing resumes by itself, at every door."""
    chance, end = random.Random(3), time.monotonic() + RESUME_MAX_S
    for door in DOORS:
        link = Link(server.port)
        while load.one(link, door, chance) and load.updates[-1].fate != ACKED and time.monotonic() < end:
            time.sleep(0.05)
        report.equal(f"{name}: {door} is back", ACKED, load.updates[-1].fate)
        link.close()
    report.case(f"{name}: the log says that it is over", logs(server, "the store takes changes again"))


def full(report, name, folder, room_of):
    """Load until nothing fits any more, twice on one folder; then the checker."""
    with Lasting(folder, config="[log]\nrequests = false\n", restore_signals=False) as server:
        load = Load(server, 1)
        room = room_of(server)
        for turn in range(2):
            load.run(server, 0.4, room.fill)
            while_full(report, f"{name} {turn}", load, server)
            told(report, f"{name} {turn}", server, turn)
            room.empty()
            resumed(report, f"{name} {turn}", load, server)
        wrong = load.judge(server)
        report.case(f"{name}: the checker finds nothing", not wrong, got="; ".join(wrong[:5]))
        server.kill()
    with Lasting(folder) as server:
        wrong = load.judge(server)
        report.case(f"{name}: nor after kill -9", not wrong, got="; ".join(wrong[:5]))
        said = verified(folder)
        report.case(f"{name}: verify passes", said.returncode == 0, got=said)
    print(f"{name}: {load.counts()}")


def size_limit(report):
    """With a limit on the size of files."""
    folder = tempfile.mkdtemp(prefix="patchbay-full-")
    try:
        full(report, "size limit", folder, SizeLimit)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def small_disk(report):
    """With a full file system."""
    folder = tempfile.mkdtemp(prefix="patchbay-full-")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={BYTES}", "tmpfs", folder]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        os.rmdir(folder)
        report.skip("a full file system", "a small one cannot be mounted here")
        return
    try:
        full(report, "full disk", folder, lambda server: Ballast(folder))
    finally:
        subprocess.run(["umount", "-l", folder], check=False)
        os.rmdir(folder)


def main():
    """Both ways."""
    report = Report()
    for test in (size_limit, small_disk):
        report.guard(test.__name__, test, report)
    report.end()


if __name__ == "__main__":
    main()
