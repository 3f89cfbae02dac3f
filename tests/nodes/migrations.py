#!/usr/bin/env python3
"""A store is copied from SQLite to PostgreSQL and back: equal for every reader, also after an
interruption, and never served incomplete."""

import pathlib
import shutil
import subprocess
import tempfile

import near  # noqa: F401
import harness
import nodes
from harness import PATCHBAY, Native, Server

def migrate(source, target):
    """Runs the command."""
    return subprocess.run([PATCHBAY, "migrate", "--from", source, "--to", target],
                          capture_output=True, text=True, check=False)


def picture(node):
    """What readers see of the changed customers, and what followers of the feed get."""
    native = Native(node)
    ids = [101, 123, *sorted(item["id"] for item in
                             native.call("GET", "/customers?limit=500").json()["items"])]
    feed = native.call("GET", "/changes?limit=1000").json()["items"]
    # The text of a position differs each time.
    return ([(native.get(each), native.history(each)) for each in ids],
            [{**each, "position": None} for each in feed])


def follow(node, after=None):
    """The next position after a given one (without one: the beginning), and the number of entries
    between them."""
    position = f"&after={after}" if after else ""
    page = Native(node).call("GET", f"/changes?limit=1000{position}").json()
    return page["next"], len(page["items"])


def change(node, word):
    """Makes a few changes. Returns the request id of one."""
    native = Native(node)
    for number in range(20):
        native.patch(101, {"notes": f"{word} {number} ü 💾"})
    return native.make(f"made {word}")


def there_and_back(report, folder):
    """The whole test."""
    key = ("--store.key_file", str(folder / "sealing.key"))
    place, back = str(folder / "data"), str(folder / "back")
    database = harness.database("migrated")
    ask = lambda sql: nodes.cluster().sql(sql, database="migrated")  # noqa: E731
    with Server(place=place, flags=("--demo", *key)) as node:
        made = change(node, "before")
        before = picture(node)
        position = follow(node)[0]
        busy = migrate("sqlite:" + place, database)
        report.case("a folder in use is not copied", busy.returncode != 0 and "in use" in busy.stderr,
                    got=busy)
    said = migrate("sqlite:" + place, database)
    report.case("it is copied", said.returncode == 0, got=said)
    report.equal("and both are whole", 2, said.stdout.count("whole"))
    again = migrate("sqlite:" + place, database)
    report.case("what holds something is not copied to",
                again.returncode == 2 and "holds something already" in again.stderr, got=again)

    total = ask("SELECT count(*) FROM entries")
    ask("INSERT INTO meta (name, value) VALUES ('unfinished', 1)")
    ask("DELETE FROM requests; DELETE FROM entries WHERE id > 7; DELETE FROM counters")
    half = subprocess.run([PATCHBAY, "serve", "--data", database, *key], capture_output=True,
                          text=True, timeout=60, check=False)
    report.case("what is half copied is not served",
                half.returncode != 0 and "has not ended" in half.stderr, got=half)
    said = migrate("sqlite:" + place, database)
    report.case("it goes on where it was", said.returncode == 0, got=said)
    report.equal("to the end", total, ask("SELECT count(*) FROM entries"))

    with Server(place=database, flags=key) as node:
        report.equal("readers see the same", before, picture(node))
        report.equal("and go on from where they were", 0, follow(node, position)[1])
        later = change(node, "after")
        report.case("numbers go on", later["id"] > made["id"], got=later)
        after = picture(node)
    said = migrate(database, "sqlite:" + back)
    report.case("it is copied back", said.returncode == 0, got=said)
    with Server(place=back, flags=key) as node:
        report.equal("readers see the same there", after, picture(node))
        report.equal("and go on from where they were there", 21, follow(node, position)[1])
        change(node, "home again")
    report.equal("and it is whole", 0, subprocess.run(
        [PATCHBAY, "verify", "--data", back], stdout=subprocess.DEVNULL, check=False).returncode)

    ask("INSERT INTO meta (name, value) VALUES ('unfinished', 1)")
    ask("UPDATE entries SET reason = 'forged' WHERE id = 3")
    forged = migrate("sqlite:" + place, database)
    report.case("a difference is found", forged.returncode == 2 and "differ" in forged.stderr,
                got=forged)
    nothing = migrate("sqlite:" + str(folder / "none"), database)
    report.case("no store is no source", nothing.returncode == 2 and "no store" in nothing.stderr,
                got=nothing)


def main():
    """In a scratch folder."""
    report = harness.Report()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="patchbay-migrations-"))
    try:
        report.guard("there_and_back", there_and_back, report, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
