#!/usr/bin/env python3
"""Power cuts: what was acknowledged is on disk, on a file system that loses everything unsynced.

The data folder is on ext4 in a file. At a random moment the file system is shut down without
writing its journal (FS_IOC_SHUTDOWN), the server is killed, and the file is mounted again. The
server is frozen first, because a machine without power sends no replies: changes that were
acknowledged some milliseconds after the shutdown began were seen to be lost. The controls are
servers that a preloaded library makes weaker: they must lose changes. Needs root, loop devices and
a C compiler. TORTURE_ROUNDS is the number of rounds (50)."""

import fcntl
import os
import pathlib
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import near  # noqa: E402,F401
from harness import Report  # noqa: E402
from kills import verified  # noqa: E402
from lasting import Lasting  # noqa: E402
from load import Load  # noqa: E402

ROUNDS = int(os.environ.get("TORTURE_ROUNDS", "50"))
CONTROLS = max(2, ROUNDS // 10)
SEED = int(os.environ.get("TORTURE_SEED", "20260101"))
MEGABYTES = 256
SECONDS_MAX = 30
FS_IOC_SHUTDOWN = 2 << 30 | 4 << 16 | ord("X") << 8 | 125
NO_LOG_FLUSH = 2

# Preloaded libraries that make a server lose changes: `synchronous=NORMAL` instead of FULL, and
# syncs that do nothing.
WEAK = {
    "synchronous=NORMAL": """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
int sqlite3_exec(void *db, const char *sql, void *row, void *of, char **error) {
  int (*real)(void *, const char *, void *, void *, char **) = dlsym(RTLD_NEXT, "sqlite3_exec");
  int code = real(db, sql, row, of, error);
  if (strstr(sql, "synchronous = FULL")) real(db, "PRAGMA synchronous = NORMAL", 0, 0, 0);
  return code;
}
""",
    "no syncs": """
int fsync(int descriptor) { return 0 * descriptor; }
int fdatasync(int descriptor) { return 0 * descriptor; }
""",
}


class Disk:
    """An ext4 file system in a file, mounted at a folder of its own."""

    def __init__(self, scratch):
        self.image = pathlib.Path(scratch, "disk")
        self.folder = pathlib.Path(scratch, "mounted")
        self.folder.mkdir()
        with open(self.image, "wb") as image:
            image.truncate(MEGABYTES * 2**20)
        run("mkfs.ext4", "-q", "-F", self.image)
        self.mount()

    def mount(self):
        # The journal is not written on its own, so only synced data survives a cut.
        run("mount", "-o", "loop,commit=600", self.image, self.folder)

    def unmount(self):
        run("umount", self.folder)

    def cut(self):
        """Cuts the power: nothing more is written, and the next use fails."""
        place = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(place, FS_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(place)

    def come_back(self):
        self.unmount()
        self.mount()


def run(*command):
    """Runs a command that must succeed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command}: {done.stderr.strip()}")


def freeze(server):
    """Stops every thread of a server. One that waits for the disk stops when that wait ends."""
    server.process.send_signal(signal.SIGSTOP)
    end = time.monotonic() + SECONDS_MAX
    while not states(server.process.pid) <= set("TD"):
        if time.monotonic() > end:
            raise RuntimeError(f"it does not stop: {states(server.process.pid)}")


def states(process):
    """The states of a process's threads: T is stopped, D waits for the disk."""
    return {each.read_text().rpartition(")")[2].split()[0]
            for each in pathlib.Path("/proc", str(process), "task").glob("*/stat")}


def cut_under_load(disk, server, load, chance, soonest=0.05):
    """Load, and a power cut at a random moment."""
    def end():
        freeze(server)
        disk.cut()
        server.kill()
    load.run(server, chance.uniform(soonest, 0.8), end)
    disk.come_back()


def keeps(report, disk):
    """Rounds on one folder: nothing acknowledged is lost."""
    chance, load, number = random.Random(SEED), None, 0
    for number in range(ROUNDS + 1):
        with Lasting(disk.folder, config="[log]\nrequests = false\n") as server:
            if load is None:
                load = Load(server, SEED)
            else:
                wrong = load.judge(server)
                report.case(f"cut {number}: the checker finds nothing", not wrong, sent=f"seed {SEED}",
                            got="; ".join(wrong[:5]))
                said = verified(disk.folder)
                report.case(f"cut {number}: verify passes", said.returncode == 0, got=said)
            if number < ROUNDS:
                cut_under_load(disk, server, load, chance)
    print(f"seed {SEED}, {ROUNDS} power cuts: {load.counts()}")


def loses(report, disk, scratch):
    """A server that does not sync what it acknowledges must be seen to lose it."""
    for name, source in WEAK.items():
        file, library = pathlib.Path(scratch, "weak.c"), pathlib.Path(scratch, "weak.so")
        file.write_text(source)
        run("cc", "-shared", "-fPIC", "-o", library, file)
        chance = random.Random(SEED)
        lost = [cut_of_a_weak_server(disk, library, SEED + number, chance) for number in range(CONTROLS)]
        report.equal(f"control: with {name} every power cut loses something", [True] * CONTROLS, lost)


def cut_of_a_weak_server(disk, library, seed, chance):
    """Whether the checker finds a loss."""
    shutil.rmtree(disk.folder / "data", ignore_errors=True)
    with Lasting(disk.folder) as server:  # its first state is synced
        load = Load(server, seed)
    os.sync()
    with Lasting(disk.folder, environment={"LD_PRELOAD": str(library)}) as server:
        cut_under_load(disk, server, load, chance, soonest=0.3)
    try:
        with Lasting(disk.folder) as server:
            return any(each.startswith("A1") for each in load.judge(server))
    except RuntimeError:
        return True  # not even a database


def main():
    """Both, each on its own disk."""
    report = Report()
    scratch = tempfile.mkdtemp(prefix="patchbay-power-")
    try:
        disk = Disk(scratch)
    except (OSError, RuntimeError) as error:
        report.skip("power cuts", str(error))
        shutil.rmtree(scratch, ignore_errors=True)
        report.end()
    try:
        for test, more in ((loses, [scratch]), (keeps, [])):
            shutil.rmtree(disk.folder / "data", ignore_errors=True)
            report.guard(test.__name__, test, report, disk, *more)
    finally:
        disk.unmount()
        shutil.rmtree(scratch, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
