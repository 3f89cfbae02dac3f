#!/usr/bin/env python3
"""The data folder is moved, replaced or damaged while it is served: the server is not ready,
refuses changes and says why, and continues once the folder is back."""

import os
import pathlib
import shutil

from harness import Native, Report
from lasting import Lasting
from operator_near import (becomes_ready, in_scratch, logs, patchbay, readiness, says_why)

MERGE = "application/merge-patch+json"


def write(server, text):
    """Changes a customer's notes."""
    return Native(server).call("PATCH", "/customers/101", {"notes": text}, MERGE)


def refused(report, name, server, seen=True):
    """Changes are not acknowledged once the loss was noticed; reads are answered."""
    reply = write(server, "must not stay")
    report.case(f"{name}: a change is not acknowledged", reply.status >= 500, got=reply)
    if seen:
        report.case(f"{name}: and nothing was changed",
                    reply.status == 503 and "othing was changed" in reply.text, got=reply)
    report.equal(f"{name}: reads go on", 200, Native(server).call("GET", "/customers/101").status)


def moved(data):
    """Moves the folder away and back."""
    away = data.with_name("away")
    data.rename(away)
    return lambda: away.rename(data)


def replaced(data):
    """Replaces the folder by another one with the same content."""
    undo = moved(data)
    shutil.copytree(data.with_name("away"), data)

    def back():
        shutil.rmtree(data)
        undo()
    return back


def emptied(data):
    """Replaces the folder by an empty one, as when a disk is not mounted."""
    undo = moved(data)
    data.mkdir(mode=0o700)

    def back():
        data.rmdir()
        undo()
    return back


def file_moved(name):
    """Removes one of its files and puts it back."""
    def act(data):
        away = data / f"{name}.away"
        (data / name).rename(away)
        return lambda: away.rename(data / name)
    return act


def file_replaced(name):
    """Replaces a file by another one with the same content."""
    def act(data):
        undo = file_moved(name)(data)
        shutil.copy(data / f"{name}.away", data / name)
        return undo
    return act


TAKEN = [
    ("the folder moved", moved, "the data folder was moved"),
    ("the folder replaced by a copy", replaced, "another folder"),
    ("the folder replaced by an empty one", emptied, "another folder"),
    ("the database moved", file_moved("patchbay.db"), "the database was moved"),
    ("the database replaced by a copy", file_replaced("patchbay.db"), "the database was replaced"),
    ("the log of the database moved", file_moved("patchbay.db-wal"), "database's log was removed"),
    ("the log of the database replaced", file_replaced("patchbay.db-wal"), "database's log was replaced"),
    ("the index of the log moved", file_moved("patchbay.db-shm"), "index of the database's log"),
    ("LOCK moved", file_moved("LOCK"), "LOCK of the data folder was removed"),
    ("LOCK replaced", file_replaced("LOCK"), "LOCK of the data folder was replaced"),
]


@in_scratch
def taken_away(report, folder):
    """Takes each thing from a server and gives it back."""
    data = folder / "data"
    with Lasting(folder) as server:
        for number, (name, act, why) in enumerate(TAKEN):
            text = f"kept {number}"
            report.equal(f"{name}: before", 200, write(server, text).status)
            give_back = act(data)
            refused(report, f"{name}, at once", server, seen=False)
            report.case(f"{name}: not ready, and says why", says_why(server, why), got=readiness(server))
            report.case(f"{name}: is logged", logs(server, '"error"', "not in its place", why),
                        got=server.log()[-600:])
            refused(report, name, server)
            give_back()
            report.case(f"{name}: given back it is ready", becomes_ready(server), got=readiness(server))
            # The change in flight at that moment has an unknown outcome.
            report.case(f"{name}: what was acknowledged is there",
                        Native(server).get(101)["notes"] in (text, "must not stay"),
                        got=Native(server).get(101)["notes"])
            report.equal(f"{name}: and it is written to again", 200, write(server, text + " too").status)
        report.case("that it is back is logged", logs(server, "in its place again"))
    whole = patchbay("verify", "--data", data)
    report.case("all of it is whole", whole.returncode == 0, got=whole)


@in_scratch
def gone_for_good(report, folder):
    """Everything acknowledged before is in the moved folder, also after the stop."""
    data, away = folder / "data", folder / "away"
    with Lasting(folder) as server:
        report.equal("a change", 200, write(server, "acknowledged").status)
        data.rename(away)
        report.case("moved for good", says_why(server, "moved"))
        refused(report, "moved for good", server)
        report.equal("it stops with 0", 0, server.stop())
    report.case("and makes nothing in the old place", not data.exists(), got=list(folder.iterdir()))
    shutil.move(away, data)
    with Lasting(folder, flags=()) as server:
        report.equal("what was acknowledged is there", "acknowledged", Native(server).get(101)["notes"])


@in_scratch
def key_gone(report, folder):
    """The key file is not needed while serving, and its loss is logged."""
    with Lasting(folder) as server:
        (folder / "data" / "sealing.key").rename(folder / "elsewhere")
        report.case("that the key is gone is a warning", logs(server, '"warning"', "key file is gone"),
                    got=server.log()[-600:])
        report.equal("the server is ready", 200, readiness(server)[0])
        report.equal("and takes changes", 200, write(server, "without a key file").status)
        (folder / "elsewhere").rename(folder / "data" / "sealing.key")
        report.case("that it is back is told", logs(server, "key file is there again"))


@in_scratch
def made_read_only(report, folder):
    """A folder that can no longer be written to."""
    if os.geteuid() == 0:
        report.skip("a folder made read-only", "root writes to it all the same")
        return
    with Lasting(folder) as server:
        (folder / "data").chmod(0o500)
        report.case("read-only: not ready", says_why(server, "cannot be written"), got=readiness(server))
        refused(report, "read-only", server)
        (folder / "data").chmod(0o700)
        report.case("writable again it is ready", becomes_ready(server), got=readiness(server))


@in_scratch
def guarded(report, folder):
    """A file that others could change, or a link, is refused."""
    data = folder / "data"
    with Lasting(folder):
        pass

    def serve(name, word):
        said = patchbay("serve", "--data", data, "--listen", "127.0.0.1:0")
        report.case(f"{name} is refused", said.returncode == 2 and word in said.stderr, got=said)
        looked = patchbay("check-config", "--data", data)
        report.case(f"{name} is seen by check-config", looked.returncode == 2 and word in looked.stderr,
                    got=looked)

    for mode in (0o777, 0o770, 0o702, 0o1777):
        data.chmod(mode)
        serve(f"a data folder of mode {mode:o}", "can be changed by others; set its mode to 0700")
    data.chmod(0o700)
    victim = folder / "victim"
    victim.write_text("precious")
    for name, make in (("link", lambda path: path.symlink_to(victim)),
                       ("hard link", lambda path: os.link(victim, path)),
                       ("pipe", os.mkfifo), ("folder", pathlib.Path.mkdir)):
        lock = data / "LOCK"
        lock.unlink()
        make(lock)
        said = patchbay("serve", "--data", data, "--listen", "127.0.0.1:0")
        report.case(f"a LOCK that is a {name} is refused", said.returncode == 2 and "LOCK" in said.stderr, got=said)
        report.equal(f"a LOCK that is a {name} leaves what it leads to", "precious", victim.read_text())
        lock.rmdir() if lock.is_dir() and not lock.is_symlink() else lock.unlink()
        lock.touch(mode=0o600)
    for name, word in (("sealing.key", "symbolic link"), ("patchbay.db", "not a regular file")):
        elsewhere = folder / name
        (data / name).rename(elsewhere)
        (data / name).symlink_to(elsewhere)
        said = patchbay("serve", "--data", data, "--listen", "127.0.0.1:0")
        report.case(f"a {name} that is a link is refused", said.returncode == 2 and word in said.stderr, got=said)
        (data / name).unlink()
        elsewhere.rename(data / name)
    (data / "sealing.key").chmod(0o640)
    serve("a key that others can read", "can be read by others; set its mode to 0600")
    (data / "sealing.key").chmod(0o600)
    with Lasting(folder, flags=()) as server:
        report.equal("as it was it is served", 200, readiness(server)[0])


if __name__ == "__main__":
    told = Report()
    for test in (taken_away, gone_for_good, key_gone, made_read_only, guarded):
        told.guard(test.__name__, test, told)
    told.end()
