"""What the tests of an operator's mistakes share: the command line, and servers that are asked until
they say something."""

import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import time

from harness import PATCHBAY, Http

# On a busy machine; what is waited for takes a second at most.
PATIENCE_S = 60


def patchbay(*arguments, **how):
    """Runs a command to its end."""
    return subprocess.run([PATCHBAY, *map(str, arguments)], capture_output=True, text=True,
                          timeout=120, check=False, **how)


def scratch():
    """A folder of its own."""
    return pathlib.Path(tempfile.mkdtemp(prefix="patchbay-operator-"))


def in_scratch(test):
    """Runs `test` (of report and folder) in a folder that goes afterwards."""
    def run(report):
        folder = scratch()
        try:
            test(report, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    run.__name__ = test.__name__
    return run


def readiness(server):
    """Status and body of /readyz."""
    reply = Http(server.port).send("GET", "/readyz")
    return reply.status, reply.text


def until(what):
    """What `what` gives once that is true, or what it gave last."""
    end = time.monotonic() + PATIENCE_S
    while not (got := what()) and time.monotonic() < end:
        time.sleep(0.02)
    return got


def becomes_ready(server):
    """Whether it does."""
    return until(lambda: readiness(server)[0] == 200)


def says_why(server, word):
    """Whether it becomes not ready and says `word`."""
    return until(lambda: (lambda got: got[0] == 503 and word in got[1])(readiness(server)))


def logs(server, *words):
    """Whether a line of its log comes to hold all `words`."""
    return until(lambda: any(all(word in line for word in words)
                             for line in server.log().splitlines()))


def tamper(folder, sql):
    """Runs SQL on the database of a folder that nobody serves."""
    database = sqlite3.connect(pathlib.Path(folder) / "patchbay.db")
    database.executescript(sql)
    database.close()


def everything_in(folder):
    """Each name in a folder with its bytes, or None where there is no folder. What SQLite leaves beside
    a database that was read is left out: it holds nothing."""
    folder = pathlib.Path(folder)
    if not folder.exists():
        return None
    return {str(each.relative_to(folder)): each.read_bytes() if each.is_file() else None
            for each in sorted(folder.rglob("*")) if not each.name.endswith(("-wal", "-shm"))}
