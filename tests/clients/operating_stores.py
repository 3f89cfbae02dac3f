#!/usr/bin/env python3
"""What creates a store and what does not, what a new one contains, and stores in an unexpected
state: empty beside their key, without their key, or with foreign objects in them."""

import json
import os
import re
import shutil
import sqlite3

from harness import Native, Report, Server
from lasting import Lasting
from operator_near import everything_in, in_scratch, patchbay, tamper


@in_scratch
def mistyped(report, folder):
    """A location that does not exist is reported with what was looked for, and nothing is created.
    """
    (folder / "empty").mkdir(mode=0o700)
    (folder / "database of nothing").mkdir(mode=0o700)
    (folder / "database of nothing" / "patchbay.db").write_bytes(b"")
    (folder / "other database").mkdir(mode=0o700)
    sqlite3.connect(folder / "other database" / "patchbay.db").executescript("CREATE TABLE a (b)").close()
    places = (("TYPO", "there is no such folder"), ("empty", "patchbay.db is not there"),
              ("database of nothing", "patchbay.db is empty"), ("other database", "no table meta"))
    for name, word in places:
        place = folder / name
        commands = [("user", verb, *who, "--data", place) for verb, who in (
            ("list", ()), ("add", ("a", "--role", "reseller", "--key", "k")), ("lock", ("a",)),
            ("unlock", ("a",)), ("remove", ("a",)), ("passwd", ("a",)))]
        commands += [("verify", "--data", place), ("backup", folder / "copy", "--data", place),
                     ("migrate", "--from", f"sqlite:{place}", "--to", f"sqlite:{folder / 'target'}")]
        for command in commands:
            before = everything_in(folder)
            said = patchbay(*command, env={**os.environ, "PATCHBAY_PASSWORD": "a long secret"})
            shown = " ".join(map(str, command[:2])) + f" of {name}"
            report.case(f"{shown} is refused", said.returncode not in (0, None), got=said)
            report.case(f"{shown} names the place and what was looked for",
                        str(place) in said.stderr and word in said.stderr, got=said)
            report.case(f"{shown} makes nothing", everything_in(folder) == before,
                        got=sorted(everything_in(folder)))
    for command in (("verify",), ("user", "list"), ("backup", folder / "copy"), ("adopt",), ("anchor",),
                    ("init",), ("serve", "--listen", "127.0.0.1:0"), ("check-config",)):
        said = patchbay(*command, "--data", "")
        report.case(f"{command[0]} of no place is refused in words",
                    said.returncode == 2 and said.stderr.startswith("patchbay: ") and "folder" in said.stderr, got=said)
    said = patchbay("migrate", "--from", f"sqlite:{folder / 'TYPO'}", "--to", "memory:")
    report.case("nothing is copied into memory", said.returncode == 2 and "in memory" in said.stderr, got=said)
    for file in ("TYPO/anchors", ".", "data/sealing.key", "patchbay.db"):
        said = patchbay("check-config", "--data", folder / "data", "--audit.anchor_file", folder / file)
        report.case(f"anchors are not written to {file}", said.returncode == 2 and "audit.anchor_file" in said.stderr, got=said)
    report.case("user says what makes one", "patchbay init" in patchbay("user", "list", "--data", folder / "x").stderr)
    said = patchbay("restore", folder / "TYPO", "--data", folder / "restored")
    report.case("restore of nothing is refused", said.returncode == 2 and str(folder / "TYPO") in said.stderr, got=said)
    report.case("and leaves nothing", not (folder / "restored").exists())


@in_scratch
def init(report, folder):
    """A store is created once, with its first principal."""
    data = folder / "data"
    made = patchbay("init", "--data", data, "--user", "alice", input="a long secret\n")
    report.case("init with a user", made.returncode == 0 and "alice" in made.stdout and "sealing.key" in made.stdout,
                got=made)
    report.equal("what is made", {"LOCK", "patchbay.db", "sealing.key"}, set(everything_in(data)))
    report.equal("for its owner alone", [0o700, 0o600, 0o600],
                 [path.stat().st_mode & 0o777 for path in (data, data / "patchbay.db", data / "sealing.key")])
    before = everything_in(data)
    again = patchbay("init", "--data", data)
    report.case("where one is it is refused", again.returncode == 2 and "already" in again.stderr, got=again)
    report.equal("and left as it is", before, everything_in(data))
    with Lasting(folder, flags=()) as server:
        me = Native(server, "alice", "a long secret").call("GET", "/me")
        report.case("who was named signs in", me.status == 200, got=me)
    keyed = patchbay("init", "--data", folder / "keyed", "--user", "robot", "--role", "reseller", "--key", "script")
    key = re.search(r"once: (\S+)", keyed.stdout)
    report.case("init with a key shows it once", key is not None, got=keyed)
    with Server(place=str(folder / "keyed"), flags=()) as server:
        reply = Native(server, "robot", key.group(1)).call("GET", "/me")
        report.case("and it is good", reply.status == 200, got=reply)
    bare = patchbay("init", "--data", folder / "bare")
    report.case("init without a user", bare.returncode == 0, got=bare)
    report.equal("nobody is there", 1, len(patchbay("user", "list", "--data", folder / "bare").stdout.splitlines()))
    whole = patchbay("verify", "--data", folder / "bare")
    report.case("it is whole", whole.returncode == 0, got=whole)
    orphan = patchbay("init", "--data", folder / "in" / "nowhere")
    report.case("a folder without a parent is refused", orphan.returncode == 2 and "no folder" in orphan.stderr,
                got=orphan)
    lonely = patchbay("init", "--data", folder / "lonely", "--role", "reseller")
    report.case("a role without a user is refused", lonely.returncode != 0 and not (folder / "lonely").exists())
    memory = patchbay("init", "--data", "memory:")
    report.case("memory is not made", memory.returncode == 2, got=memory)


@in_scratch
def nothing_invented(report, folder):
    """A store that is not a demo contains no people, plans or packages of the demo."""
    patchbay("init", "--data", folder / "data", "--user", "root", input="a long secret\n")
    found = {}
    for place, flags in ((folder / "data", ()), (folder / "demo", ("--demo",))):
        secret = "password" if flags else "a long secret"
        with Server(place=str(place), flags=flags) as server:
            native = Native(server, "root", secret)
            tree = native.call("GET", "/customers?limit=100").json()["items"]
            rows = {}
            for line in patchbay_rows(server, place):
                rows.setdefault(line[0], []).append(line[1])
            found[bool(flags)] = rows, tree, native
            if not flags:
                child = native.make("Made by hand", parent=1)
                report.case("a customer can be made all the same", child["plan"] == 1, got=child)
    rows, tree, _ = found[False]
    report.equal("a new store has a plan and a class of service", {"plan": ["Standard"], "cos": ["All calls"]},
                 {("cos" if "class" in kind else kind): names for kind, names in rows.items()})
    report.equal("and one customer", 1, len(tree))
    report.case("the demo has them all", "Ada Botha" in json.dumps(found[True][0]), got=found[True][0])


def patchbay_rows(server, place):
    """Kind and name of each reference in the database."""
    database = sqlite3.connect(f"file:{place}/patchbay.db?mode=ro", uri=True)
    rows = database.execute("SELECT kind, name FROM things ORDER BY kind, id").fetchall()
    database.close()
    return rows


@in_scratch
def lost(report, folder):
    """A key file means that there was a store, so an empty one in its place is not served."""
    with Lasting(folder):
        pass
    data = folder / "data"
    good = folder / "good"
    shutil.copytree(data, good)

    def refused(name, *words, more=()):
        before = everything_in(data)
        for command in ("serve", "check-config"):
            said = patchbay(command, "--data", data, "--listen", "127.0.0.1:0", *more)
            report.case(f"{name}: {command} refuses", said.returncode == 2, got=said)
            report.case(f"{name}: {command} says what to do", all(word in said.stderr for word in words), got=said)
        report.equal(f"{name}: all stays", before, everything_in(data))

    def fresh():
        shutil.rmtree(data)
        shutil.copytree(good, data)

    (data / "patchbay.db").write_bytes(b"")
    refused("0 bytes beside a key", "sealing.key", "is empty", "patchbay restore")
    (data / "patchbay.db").unlink()
    refused("no database beside a key", "sealing.key", "is not there", "patchbay restore")
    said = patchbay("init", "--data", data)
    report.case("init refuses it too", said.returncode == 2 and "sealing.key" in said.stderr, got=said)
    (data / "LOCK").unlink()
    refused("a key beside nothing", "sealing.key", "patchbay restore")
    sqlite3.connect(data / "patchbay.db").executescript("CREATE TABLE a (b); DROP TABLE a").close()
    refused("a database without tables beside a key", "sealing.key", "no table meta", "patchbay restore")
    key = folder / "apart.key"
    (data / "sealing.key").rename(key)
    (data / "patchbay.db").unlink()
    refused("a key kept elsewhere beside nothing", "apart.key", "patchbay init", more=("--store.key_file", key))
    begun = patchbay("init", "--data", data, "--store.key_file", key)
    report.case("init begins with a key that is named", begun.returncode == 0, got=begun)
    fresh()
    (data / "sealing.key").unlink()
    refused("a store without its key", "key file", "stay sealed", "store.key_file")
    (data / "sealing.key").write_bytes(os.urandom(32))
    (data / "sealing.key").chmod(0o600)
    refused("a store with another key", "not the one this store was sealed with", "put the right key back")
    (data / "sealing.key").write_bytes(b"short")
    refused("a store with a key cut short", "32 bytes")
    fresh()
    (data / "patchbay.db-wal").write_bytes(b"x" * 4096)
    (data / "patchbay.db").write_bytes(b"")
    refused("0 bytes beside a log", "log", "patchbay restore")
    fresh()
    (data / "patchbay.db").write_bytes(b"no database at all, but a text")
    refused("what is no database", "not a database")


SPIES = [
    ("a trigger", "CREATE TRIGGER spy AFTER INSERT ON entries BEGIN DELETE FROM requests; END", "trigger spy on entries"),
    ("a trigger on meta", "CREATE TRIGGER spy AFTER UPDATE ON meta BEGIN DELETE FROM tokens; END", "trigger spy on meta"),
    ("a view", "CREATE VIEW spy AS SELECT * FROM principals", "view spy"),
    ("a table", "CREATE TABLE spy (a TEXT)", "table spy"),
    ("an index", "CREATE INDEX spy ON entries (reason)", "index spy on entries"),
    ("an index less", "DROP INDEX customers_by_path", "lacks the index customers_by_path on customers"),
    ("another index of the name", "DROP INDEX customers_by_path; CREATE INDEX customers_by_path ON customers (path)",
     "index customers_by_path on customers is not what Patchbay makes"),
    ("a column", "ALTER TABLE tokens ADD COLUMN spy TEXT", "table tokens is not what Patchbay makes"),
    ("a table less", "DROP TABLE attempts", "attempts"),
    ("statistics", "ANALYZE", "sqlite_stat1"),
    ("a table in place of another", "ALTER TABLE tokens RENAME TO held; CREATE VIEW tokens AS SELECT * FROM held",
     "tokens"),
]


@in_scratch
def not_ours(report, folder):
    """A database whose schema is not exactly this version's is not read, restored or served."""
    with Lasting(folder):
        pass
    good = folder / "backup"
    made = patchbay("backup", good, "--data", folder / "data", "--key", folder / "data" / "sealing.key")
    report.case("a backup", made.returncode == 0, got=made)
    for number, (name, sql, word) in enumerate(SPIES):
        bad = folder / f"bad {number}"
        shutil.copytree(good, bad)
        tamper(bad, sql)
        for command, code in ((("restore", bad, "--data", folder / "restored"), 2), (("verify", "--data", bad), 1),
                              (("backup", folder / "copied", "--data", bad), 2),
                              (("migrate", "--from", f"sqlite:{bad}", "--to", folder / f"target {number}"), 2),
                              (("serve", "--data", bad, "--listen", "127.0.0.1:0"), 2),
                              (("user", "list", "--data", bad), 2)):
            said = patchbay(*command)
            report.case(f"{name}: {command[0]} refuses it", said.returncode == code, got=said)
            report.case(f"{name}: {command[0]} names it", word in said.stderr, got=said)
        report.case(f"{name}: nothing is left of it", not (folder / "restored").exists()
                    and not (folder / "copied").exists())
    said = patchbay("restore", good, "--data", folder / "restored")
    report.case("the backup itself is restored", said.returncode == 0, got=said)
    with Server(place=str(folder / "restored"), flags=()) as server:
        report.equal("and served", 200, Native(server).call("GET", "/customers/101").status)
    key = folder / "other.key"
    key.write_bytes(bytes(32))
    key.chmod(0o600)
    target = folder / "target of a wrong key"
    said = patchbay("migrate", "--from", f"sqlite:{folder / 'restored'}", "--to", target, "--key-file", key)
    report.case("migrate with a wrong key copies nothing", said.returncode == 2 and "is not the key" in said.stderr
                and not target.exists(), got=said)


if __name__ == "__main__":
    told = Report()
    for test in (mistyped, init, nothing_invented, lost, not_ours):
        told.guard(test.__name__, test, told)
    told.end()
