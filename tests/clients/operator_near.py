"""Shared parts of the tests of an operator's mistakes: the command line, and servers that are
polled until a state is reached."""

import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

from harness import PATCHBAY, Http, until


def patchbay(*arguments, **how):
    """Runs a command to its end."""
    return subprocess.run([PATCHBAY, *map(str, arguments)], capture_output=True, text=True,
                          timeout=120, check=False, **how)


def scratch():
    """A folder of its own."""
    return pathlib.Path(tempfile.mkdtemp(prefix="patchbay-operator-"))


def in_scratch(test):
    """Runs `test` (of report and folder) in a temporary folder."""
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


def becomes_ready(server):
    """Whether the server becomes ready."""
    return until(lambda: readiness(server)[0] == 200)


def says_why(server, word):
    """Whether the server becomes not ready and its reason contains `word`."""
    return until(lambda: (lambda got: got[0] == 503 and word in got[1])(readiness(server)))


def logs(server, *words):
    """Whether a line of its log eventually contains all `words`."""
    return until(lambda: any(all(word in line for word in words)
                             for line in server.log().splitlines()))


def tamper(folder, sql):
    """Runs SQL on the database of a folder that no server uses."""
    database = sqlite3.connect(pathlib.Path(folder) / "patchbay.db")
    database.executescript(sql)
    database.close()


def everything_in(folder):
    """Each name in a folder with its bytes, or None if there is no folder. Leaves out the files
    that SQLite keeps beside a database that was read, because they hold no data."""
    folder = pathlib.Path(folder)
    if not folder.exists():
        return None
    return {str(each.relative_to(folder)): each.read_bytes() if each.is_file() else None
            for each in sorted(folder.rglob("*")) if not each.name.endswith(("-wal", "-shm"))}
