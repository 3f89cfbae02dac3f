#!/usr/bin/env python3
"""Files that commands write take nothing away: not what the command reads, not a store, and not a
device or the target of a link. And a packed copy of a file that was imported makes nothing twice."""

import gzip
import os
import stat

from harness import Report
from import_export import new_store, write
from operator_near import in_scratch, patchbay

DONE, ERROR = 0, 2
ROWS = "name,status\nOne,active\nTwo,active\n"


def refused(report, name, said, kept, word):
    """A command that must refuse, and leave `kept` (file: bytes) as it was."""
    report.case(f"{name} is refused", said.returncode == ERROR and word in said.stderr, said)
    report.case(f"{name} takes nothing away",
                all(file.read_bytes() == bytes_ for file, bytes_ in kept.items()), list(kept))


def what_is_read(report, folder):
    """The file of rows, the key, and the store."""
    data = new_store(folder)
    rows = write(folder, "name,status\nOne,unknown\nTwo,active\n")
    other = folder / "link.csv"
    other.symlink_to(rows)
    for target in (rows, folder / "." / "in.csv", other):
        refused(report, f"--rejected {target.name}",
                patchbay("import", rows, "--apply", "--key", "none", "--rejected", target,
                         "--data", data), {rows: rows.read_bytes()}, "reads it")
    for name in ("sealing.key", "patchbay.db", "new.csv"):
        target = data / name
        kept = {target: target.read_bytes()} if target.exists() else {}
        refused(report, f"export into {name} of a store",
                patchbay("export", target, "--format", "csv", "--data", data), kept, "cannot be written")
        report.case(f"no {name} is made in a store", target.exists() == bool(kept), target)
    key = folder / "apart.key"
    key.write_bytes((data / "sealing.key").read_bytes())
    key.chmod(0o600)
    refused(report, "export into the key",
            patchbay("export", key, "--format", "csv", "--data", data, "--key-file", key), {key: key.read_bytes()}, "reads it")
    refused(report, "export into a folder", patchbay("export", folder, "--format", "csv", "--data", data), {}, "folder")
    said = patchbay("backup", data / "copy", "--data", data)
    report.case("a backup into the store is refused",
                said.returncode == ERROR and "store" in said.stderr and not (data / "copy").exists(), said)


def what_is_no_file(report, folder):
    """A link stays, and a pipe is written."""
    data = new_store(folder)
    said = patchbay("import", write(folder, ROWS), "--apply", "--key", "none", "--data", data)
    assert said.returncode == DONE, said
    link = folder / "link.csv"
    link.symlink_to(folder / "target.csv")
    said = patchbay("export", link, "--data", data)
    report.case("a link stays, and its target is written",
                said.returncode == DONE and link.is_symlink()
                and b"One" in (folder / "target.csv").read_bytes(), said)
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    said = patchbay("export", pipe, "--format", "csv", "--data", data)
    got = os.read(reader, 1 << 16)
    os.close(reader)
    report.case("a pipe is written, and stays",
                said.returncode == DONE and b"Two" in got and stat.S_ISFIFO(pipe.stat().st_mode), said)
    said = patchbay("export", folder / "target.csv", "--data", data)
    report.case("an earlier file is replaced",
                said.returncode == DONE and not list(folder.glob("*.partial")), said)


def packed_again(report, folder):
    """A packed copy of a file is the same batch: nothing is made twice."""
    data = new_store(folder)
    rows = write(folder, ROWS)
    packed = write(folder, gzip.compress(ROWS.encode()), "in.csv.gz")
    made = [patchbay("import", file, "--key", "none", "--apply", "--data", data) for file in (rows, packed)]
    report.case("both are taken", all(each.returncode == DONE for each in made), made)
    report.case("the second one finds its rows written", "2 new" in made[0].stdout and "0 new" in made[1].stdout, made)


if __name__ == "__main__":
    told = Report()
    for test in (what_is_read, what_is_no_file, packed_again):
        told.guard(test.__name__, in_scratch(test), told)
    told.end()
