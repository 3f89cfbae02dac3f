#!/usr/bin/env python3
"""`patchbay backup` while serving, and `patchbay restore`: a complete copy of one moment, or none.
"""

import os
import pathlib
import pty
import shutil
import subprocess
import tempfile

import near  # noqa: F401
from checker import ACKED
from harness import PATCHBAY, Native, Report
from kills import verified
from lasting import Lasting
from load import Load

SECONDS_MAX = 60


def patchbay(*arguments):
    """Runs a command to its end."""
    return subprocess.run([PATCHBAY, *map(str, arguments)], capture_output=True, text=True, check=False,
                          timeout=SECONDS_MAX)


def moment(load, copied):
    """What is wrong with a copy as the state of one moment. `copied` is the version of each
    customer in it. Everything that was acknowledged before something in it was sent must be in it
    too."""
    inside = {}
    for update in load.updates:
        row = load.row_of(update)
        if row:
            inside[update.token] = row.version <= copied[update.record]
    left_out = min((each.answered for each in load.updates
                    if each.fate == ACKED and not inside[each.token]), default=float("inf"))
    return [each.token for each in load.updates if inside.get(each.token) and each.sent > left_out]


def versions(server, load):
    """The version of each customer, and the last hash of its history."""
    native, out = Native(server), {}
    for customer in load.customers:
        item = native.call("GET", f"/customers/{customer['id']}/history?limit=1").json()["items"][0]
        out[customer["id"]] = (item["version"], item["hash"])
    return out


def hash_at(native, customer, version):
    """The hash of a version in the served store."""
    reply = native.call("GET", f"/customers/{customer}/history?limit=1&before={version + 1}")
    return reply.json()["items"][0]["hash"]


def under_load(report, folder):
    """Backups while every door writes: each restores to a state that existed, with everything
    before it."""
    data, backup = folder / "served" / "data", folder / "backup"
    (folder / "served").mkdir()
    results, known = [], {}

    def copies():
        known["acknowledged"] = {each.token for each in list(load.updates) if each.fate == ACKED}
        results.append(patchbay("backup", backup, "--data", data, "--key", data / "sealing.key"))
        shutil.copy(data / "patchbay.db", folder / "raw.db")
        return server.kill()

    with Lasting(folder / "served", config="[log]\nrequests = false\n") as server:
        load = Load(server, 4)
        load.run(server, 0.4, copies)
    report.case("a backup is made while all doors write", results[0].returncode == 0, got=results[0])
    report.case("it says that the key is in it", "key is in it" in results[0].stdout, got=results[0])
    report.case("and that it did not take the whole disk from the server",
                "At most 64 MiB a second were copied" in results[0].stdout, got=results[0])
    report.equal("it holds the database and the key", ["patchbay.db", "sealing.key"],
                 sorted(each.name for each in backup.iterdir()))
    report.equal("for its owner only", {0o700, 0o600},
                 {each.stat().st_mode & 0o777 for each in (backup, *backup.iterdir())})
    with Lasting(folder / "served") as server:
        load.gather(server)
        native, served = Native(server), versions(server, load)
        restored = folder / "restored" / "data"
        restored.parent.mkdir()
        said = patchbay("restore", backup, "--data", restored)
        report.case("it is restored", said.returncode == 0 and "whole" in said.stdout, got=said)
        report.case("the restored store passes verify", verified(restored.parent).returncode == 0)
        with Lasting(restored.parent) as copy:
            copied = versions(copy, load)
            report.equal("its history is the beginning of what is served",
                         {each: hash_at(native, each, version) for each, (version, _) in copied.items()},
                         {each: hash_ for each, (_, hash_) in copied.items()})
            reached = {each: version for each, (version, _) in copied.items()}
            report.equal("it is of one moment", [], moment(load, reached))
            missing = [each.token for each in load.updates if each.token in known["acknowledged"]
                       and load.row_of(each).version > reached[each.record]]
            report.equal("what was acknowledged before it began is in it", [], missing)
            report.case("the load went on meanwhile", any(served[each] != copied[each] for each in served))
            report.equal("a secret can be read there", 200, native.call("GET", "/customers/101").status)
    raw_copy(report, folder, load)


def raw_copy(report, folder, load):
    """Control: a copy of the database file alone misses what is in the write-ahead log."""
    bad = folder / "bad"
    bad.mkdir()
    shutil.copy(folder / "raw.db", bad / "patchbay.db")
    said = patchbay("restore", bad, "--data", folder / "never")
    with_all = f"{len(load.rows)} entries" in said.stdout
    report.case("control: a raw copy of the file is no backup", said.returncode != 0 or not with_all, got=said)
    shutil.rmtree(folder / "never", ignore_errors=True)


def refusals(report, folder):
    """What is refused, and that it leaves nothing behind."""
    served, backup = folder / "plain", folder / "plain backup"
    served.mkdir()
    with Lasting(served):
        said = patchbay("backup", backup, "--data", served / "data")
        report.case("without a key it says so and where the key is",
                    said.returncode == 0 and str(served / "data" / "sealing.key") in said.stdout, got=said)
        again = patchbay("backup", backup, "--data", served / "data")
        report.case("a backup that is there stays", again.returncode == 2 and "not an empty" in again.stderr,
                    got=again)
        over = patchbay("restore", backup, "--data", served / "data")
        report.case("a folder in use is not restored to", over.returncode == 2 and "not an empty" in over.stderr,
                    got=over)
        raw = patchbay("restore", served / "data", "--data", folder / "new")
        report.case("a served folder is no backup", raw.returncode == 2 and "make a backup of it" in raw.stderr, got=raw)
    nothing = patchbay("backup", folder / "of nothing", "--data", folder / "nowhere")
    report.case("no store is said", nothing.returncode == 2 and "no store" in nothing.stderr, got=nothing)
    missing = patchbay("restore", folder / "nowhere", "--data", folder / "new")
    report.case("no backup is said", missing.returncode == 2 and "is not a backup" in missing.stderr, got=missing)

    keyless = patchbay("restore", backup, "--data", folder / "keyless")
    report.case("a missing key is said", keyless.returncode == 0 and "still missing" in keyless.stdout, got=keyless)
    start = patchbay("serve", "--data", folder / "keyless", "--listen", "127.0.0.1:0")
    report.case("and such a store is not served", start.returncode == 2 and "key file" in start.stderr, got=start)
    wrong = folder / "wrong.key"
    wrong.write_bytes(bytes(32))
    wrong.chmod(0o600)
    said = patchbay("restore", backup, "--data", folder / "new", "--key", wrong)
    report.case("another key is refused", said.returncode == 2 and "not the key" in said.stderr, got=said)
    (folder / "empty").mkdir()
    said = patchbay("restore", backup, "--data", folder / "empty", "--key", served / "data" / "sealing.key")
    report.case("an empty folder is restored to", said.returncode == 0, got=said)

    whole = (backup / "patchbay.db").read_bytes()
    for name, spoiled in (("cut short", whole[:len(whole) // 2]), ("empty", b""),
                          ("with a page of zeros", whole[:8192] + bytes(4096) + whole[12288:]),
                          ("with a name changed", whole.replace(b"Global Trading", b"Global Tradinh"))):
        bad = folder / f"backup {name}"
        bad.mkdir()
        (bad / "patchbay.db").write_bytes(spoiled)
        said = patchbay("restore", bad, "--data", folder / "new")
        report.case(f"a backup {name} is refused", said.returncode == 2 and said.stderr, got=said)
    report.equal("nothing is left of what was refused", [],
                 [each.name for each in folder.iterdir() if each.name.startswith("new") or "partial" in each.name
                  or each.name == "of nothing"])


def watched(report, folder):
    """On a terminal there is a progress bar, and the rate limit is respected."""
    served = folder / "watched"
    served.mkdir()
    with Lasting(served):
        main_end, other_end = pty.openpty()
        process = subprocess.Popen([PATCHBAY, "backup", folder / "seen", "--data", served / "data"],
                                   stdout=subprocess.DEVNULL, stderr=other_end)
        os.close(other_end)
        shown = b""
        try:
            while part := os.read(main_end, 4096):
                shown += part
        except OSError:
            pass  # the other end is closed
        os.close(main_end)
        report.equal("a backup on a terminal", 0, process.wait(SECONDS_MAX))
        report.case("shows a bar", b"copying [" in shown or b"verifying" in shown, got=shown)
        quiet = patchbay("backup", folder / "unseen", "--data", served / "data")
        report.equal("elsewhere it is quiet", "", quiet.stderr)


def main():
    """All of it in one scratch folder."""
    report = Report()
    for test in (under_load, refusals, watched):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="patchbay-backups-"))
        report.guard(test.__name__, test, report, folder)
        shutil.rmtree(folder, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
