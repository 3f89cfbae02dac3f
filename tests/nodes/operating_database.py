#!/usr/bin/env python3
"""An operator's mistakes with a database: it is copied while a node serves it, is empty beside a
key, or contains foreign objects."""

import pathlib
import shutil
import subprocess
import tempfile

import near  # noqa: F401
import harness
import nodes
from harness import PATCHBAY, Native, Server


def patchbay(*arguments):
    """Runs a command to its end."""
    return subprocess.run([PATCHBAY, *map(str, arguments)], capture_output=True, text=True,
                          timeout=120, check=False)


def tables(name):
    """The number of relations in a database."""
    return nodes.cluster().sql("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace",
                               database=name)


def mistyped(report, folder):
    """Only commands that are meant to create a store create one."""
    place, key = harness.database("mistyped"), folder / "sealing.key"
    for command in (("user", "list", "--data", place), ("user", "lock", "a", "--data", place),
                    ("verify", "--data", place), ("migrate", "--from", place, "--to", folder / "target")):
        said = patchbay(*command)
        report.case(f"{command[0]} of an empty database names what was looked for",
                    said.returncode != 0 and "no table meta" in said.stderr and "mistyped" in said.stderr, got=said)
        report.equal(f"{command[0]} makes nothing", "0", tables("mistyped"))
    key.write_bytes(bytes(range(32)))
    key.chmod(0o600)
    flags = ("--data", place, "--store.key_file", key, "--listen", "127.0.0.1:0")
    said = patchbay("serve", *flags)
    report.case("an empty database beside a key is not served",
                said.returncode == 2 and "sealing.key" in said.stderr and "patchbay init" in said.stderr, got=said)
    report.equal("and nothing is made", "0", tables("mistyped"))
    said = patchbay("init", "--data", place, "--store.key_file", key, "--user", "robot", "--key", "first")
    report.case("init begins it", said.returncode == 0, got=said)
    again = patchbay("init", "--data", place, "--store.key_file", key)
    report.case("once", again.returncode == 2 and "already" in again.stderr, got=again)
    with Server(place=place, flags=("--store.key_file", str(key))) as node:
        report.equal("and it is served", 401, Native(node).call("GET", "/me").status)


SPIES = [
    ("a trigger", "CREATE FUNCTION {s}.spy() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;"
                  "CREATE TRIGGER spy BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION {s}.spy()",
     "DROP TRIGGER spy ON entries; DROP FUNCTION {s}.spy()", "trigger spy on entries"),
    ("a rule", "CREATE RULE spy AS ON INSERT TO tokens DO ALSO NOTHING", "DROP RULE spy ON tokens", "rule spy on tokens"),
    ("a function", "CREATE FUNCTION spy() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION spy()", "function spy"),
    ("a policy", "CREATE POLICY spy ON tokens USING (true)", "DROP POLICY spy ON tokens", "policy spy on tokens"),
    ("row security", "ALTER TABLE tokens ENABLE ROW LEVEL SECURITY", "ALTER TABLE tokens DISABLE ROW LEVEL SECURITY",
     "table tokens"),
    ("a view", "CREATE VIEW spy AS SELECT * FROM principals", "DROP VIEW spy", "view spy"),
    ("a table", "CREATE TABLE spy (a int)", "DROP TABLE spy", "table spy"),
    ("a child", "CREATE TABLE other.spy () INHERITS (customers)", "DROP TABLE other.spy", "inheritance of customers"),
    ("an index", "CREATE INDEX spy ON entries (reason)", "DROP INDEX spy", "index spy"),
    ("an index less", "DROP INDEX customers_by_affiliate",
     "CREATE INDEX customers_by_affiliate ON customers (affiliate) WHERE affiliate IS NOT NULL",
     "lacks the index customers_by_affiliate"),
    ("a column", "ALTER TABLE attempts ADD COLUMN spy text", "ALTER TABLE attempts DROP COLUMN spy", "column spy on attempts"),
    ("a column of another type", "ALTER TABLE attempts ALTER COLUMN failures TYPE int",
     "ALTER TABLE attempts ALTER COLUMN failures TYPE bigint", "column failures on attempts"),
    ("a default", "ALTER TABLE tokens ALTER COLUMN purpose SET DEFAULT 1", "ALTER TABLE tokens ALTER COLUMN purpose DROP DEFAULT",
     "column purpose on tokens"),
    ("no rule of presence", "ALTER TABLE tokens ALTER COLUMN purpose DROP NOT NULL",
     "ALTER TABLE tokens ALTER COLUMN purpose SET NOT NULL", "column purpose on tokens"),
    ("a constraint", "ALTER TABLE tokens ADD CONSTRAINT spy CHECK (purpose < 7)", "ALTER TABLE tokens DROP CONSTRAINT spy",
     "constraint spy on tokens"),
    ("a table that a crash empties", "ALTER TABLE attempts SET UNLOGGED", "ALTER TABLE attempts SET LOGGED", "attempts"),
    ("a type", "CREATE TYPE spy AS ENUM ('a')", "DROP TYPE spy", "type spy"),
    ("another order of text", "ALTER TABLE principals ALTER COLUMN roles TYPE text COLLATE \"POSIX\"",
     "ALTER TABLE principals ALTER COLUMN roles TYPE text COLLATE \"C\"", "column roles on principals"),
]


def not_ours(report, folder):
    """A database whose schema is not exactly this version's is not read or served."""
    place, key = harness.database("spied"), str(folder / "spied.key")
    flags = ("--demo", "--store.key_file", key)
    ask = lambda sql: nodes.cluster().sql(sql.format(s="other"), database="spied")  # noqa: E731
    with Server(place=place, flags=flags):
        pass
    ask("CREATE SCHEMA other")
    for name, sql, undo, word in SPIES:
        ask(sql)
        for command in (("verify", "--data", place), ("serve", "--data", place, "--store.key_file", key, "--listen", "127.0.0.1:0"),
                        ("user", "list", "--data", place, "--key-file", key), ("migrate", "--from", place, "--to", folder / "target")):
            said = patchbay(*command)
            report.case(f"{name}: {command[0]} refuses it", said.returncode == (1 if command[0] == "verify" else 2),
                        got=said)
            report.case(f"{name}: {command[0]} names it", word in said.stderr, got=said)
        ask(undo)
        said = patchbay("verify", "--data", place)
        report.case(f"{name}: without it all is whole", said.returncode == 0, got=said)
    ask("CREATE EXTENSION IF NOT EXISTS plpgsql; CREATE TABLE other.mine (a int)")
    with Server(place=place, flags=flags, beside=None) as node:
        report.equal("what is in another schema is not ours to judge", 200, Native(node).call("GET", "/me").status)


def migrating(report, folder):
    """A database that a node serves is not copied, and one that is being copied is not served."""
    place, key = harness.database("copied"), str(folder / "copied.key")
    target, flags = folder / "copy", ("--demo", "--store.key_file", key)
    with Server(place=place, flags=flags) as node:
        busy = patchbay("migrate", "--from", place, "--to", f"sqlite:{target}")
        report.case("from a database that a node serves: refused",
                    busy.returncode == 2 and "stop all of them" in busy.stderr, got=busy)
        report.case("it says nothing that is not so", "nothing serves" not in busy.stderr
                    and "holds a part" not in busy.stderr, got=busy)
        report.equal("the node goes on", 200, Native(node).call(
            "PATCH", "/customers/101", {"notes": "served"}, "application/merge-patch+json").status)
    said = patchbay("migrate", "--from", place, "--to", f"sqlite:{target}")
    report.case("from one that none serves: copied", said.returncode == 0, got=said)
    report.case("it says where the key is not", "was not copied" in said.stdout and "store.key_file" in said.stdout
                and str(target / "sealing.key") in said.stdout, got=said)
    report.case("and that the key is not there", not (target / "sealing.key").exists())
    keyless = patchbay("serve", "--data", target, "--listen", "127.0.0.1:0")
    report.case("so that it is not served without", keyless.returncode == 2 and "key file" in keyless.stderr, got=keyless)
    with Server(place=str(target), flags=("--store.key_file", key)) as node:
        report.equal("and is with it", "served", Native(node).get(101)["notes"])
        back = harness.database("copied back")
        busy = patchbay("migrate", "--from", f"sqlite:{target}", "--to", back)
        report.case("from a folder that a server holds: refused", busy.returncode == 2 and "in use" in busy.stderr, got=busy)
        report.equal("and nothing is made", "0", tables("copied back"))
    with Server(place=back, flags=("--store.key_file", str(folder / "another.key"))) as node:
        busy = patchbay("migrate", "--from", f"sqlite:{target}", "--to", back)
        report.case("into a database that a node serves: refused",
                    busy.returncode == 2 and "stop all of them" in busy.stderr, got=busy)
        report.equal("the node goes on there too", 401, Native(node).call("GET", "/me").status)
    while_copied(report, place, key)


def while_copied(report, place, key):
    """No node starts on a database while a migration holds its lock. The test takes the same lock.
    """
    held = subprocess.Popen(
        [*nodes.cluster().psql("copied"), "-c",
         f"SELECT pg_advisory_lock({int.from_bytes(b'patchbay', 'big')} # hashtext(COALESCE(current_schema(), '')))", "-c", "\\echo held",
         "-f", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        for line in held.stdout:
            if "held" in line:
                break
        said = patchbay("serve", "--data", place, "--store.key_file", key, "--listen", "127.0.0.1:0")
        report.case("no node begins while it is copied",
                    said.returncode == 2 and "migration to or from it" in said.stderr, got=said)
        said = patchbay("user", "list", "--data", place, "--key-file", key)
        report.case("nor does a tool", said.returncode == 2 and "migration to or from it" in said.stderr, got=said)
        report.equal("while it can be verified", 0, patchbay("verify", "--data", place).returncode)
    finally:
        held.communicate("", timeout=60)


def main():
    """In a scratch folder."""
    report = harness.Report()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="patchbay-operating-"))
    try:
        for test in (mistyped, not_ours, migrating):
            report.guard(test.__name__, test, report, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
