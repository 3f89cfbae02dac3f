#!/usr/bin/env python3
"""The commands `drift`, `plan`, `apply` and `watch` against stand-ins of four vendors: what they print, send and
keep, and what a kill at any request leaves: systems_command.py [CUSTOMERS [KILLS]]."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from door_list import each_door
from harness import PATCHBAY, Report
from vendors import SECRET, USER, Enswitch, Everlytic, Flolive, M2mportal

MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 6  # of each dialect
TIMEOUT_S = 120 + MANY / 20
FIELDS = "external_id,name,contacts/primary/email,contacts/primary/telephone,tax_number,website,notes"
ROWS = [f"x-{number},Customer {number},c{number}@a.example,+44 20 {number},T{number},https://c{number}.example,"
        for number in range(1, 6)]

# What is kept in step with each: fields with their owners, and what else the description says.
NAME = {"name": "review", "contacts/primary/email": "review", "contacts/primary/telephone": "review"}
SYSTEMS = each_door({
    "enswitch": (Enswitch, NAME | {"tax_number": "review"}, "[new]\nplan = 1\n"),
    "everlytic": (Everlytic, NAME | {"website": "review", "external_id": "record"}, ""),
    "flolive": (Flolive, NAME | {"tax_number": "review"}, '[new]\nstatus = "active"\ncurrency = "EUR"\n'),
    "m2mportal": (M2mportal, {"website": "record", "notes": "record"}, ""),
}, without=("native",))
# A field of each, its name in the stand-in, and how it is read there.
SHOWN = each_door({"enswitch": ("name", "name"), "everlytic": ("name", "name"), "flolive": ("name", "name"),
         "m2mportal": ("notes", "notes")}, without=("native",))


class Place:
    """A store with customers, a vendor, and the description of the system."""

    def __init__(self, dialect, folder, rows=None):
        self.dialect = dialect
        self.folder = pathlib.Path(folder)
        self.vendor = SYSTEMS[dialect][0]()
        self.data = self.folder / "data"
        self.run("init", "--data", self.data)
        self.change(rows if rows is not None else ROWS, key="none")

    def __enter__(self):
        self.vendor.__enter__()
        (self.folder / "secret").write_text(SECRET + "\n")
        (self.folder / "secret").chmod(0o600)
        self.describe()
        return self

    def __exit__(self, kind, error, trace):
        self.vendor.__exit__(kind, error, trace)

    def describe(self, more="", **owners):
        """Writes the description of the system."""
        _, fields, new = SYSTEMS[self.dialect]
        match = "" if self.dialect == "m2mportal" else 'match = ["external_id", "contacts/primary/email"]\nmake = true\n'
        there = f'there = "{Flolive.HOME}"\n' if self.dialect == "flolive" else ""
        listed = "".join(f'"{name}" = "{owner}"\n' for name, owner in {**fields, **owners}.items())
        (self.folder / "system.toml").write_text(
            f'name = "the vendor"\ndialect = "{self.dialect}"\naddress = "{self.vendor.url}"\nusername = "{USER}"\n'
            f'secret_file = "secret"\nallow_addresses = "127.0.0.0/8"\nper_second = 1000\ntimeout_s = 10\n'
            f"{match}{there}{more}\n[fields]\n{listed}\n{new}")

    def run(self, *arguments, kills=False, lines=None):
        """Runs the program: exit code, output, errors. `kills`: the vendor may kill it. `lines`: it is
        killed when it has printed so much."""
        with subprocess.Popen([str(PATCHBAY), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, cwd=self.folder) as process:
            self.vendor.victim = process.pid if kills else None
            for _ in range(lines or 0):
                process.stdout.readline()
            if lines:
                process.kill()
            out, errors = process.communicate(timeout=TIMEOUT_S)
        return process.returncode, out.decode(), errors.decode()

    def change(self, rows, key="external_id"):
        """Imports rows with the columns of FIELDS."""
        (self.folder / "rows.csv").write_text("\n".join([FIELDS, *rows]) + "\n")
        done = self.run("import", "rows.csv", "--data", self.data, "--key", key, "--apply")
        if done[0] != 0:
            raise RuntimeError(f"import: {done}")

    def drift(self):
        """Runs drift."""
        return self.run("drift", "system.toml", "--data", self.data)

    def plan(self, *more):
        """Runs plan."""
        return self.run("plan", "system.toml", "-o", "plan.json", "--data", self.data, *more)

    def apply(self, **how):
        """Runs apply."""
        return self.run("apply", "plan.json", "--data", self.data, **how)

    def watch(self, rounds=1):
        """Runs watch, round after round."""
        return self.run("watch", "system.toml", "--data", self.data, "--every", 1, "--rounds", rounds)

    def records(self):
        """What the store has, by external id."""
        code, out, errors = self.run("export", "-", "--data", self.data, "--format", "jsonl", "--fields", FIELDS)
        if code != 0:
            raise RuntimeError(errors)
        return {each["external_id"]: each for each in map(json.loads, out.splitlines())}

    def there(self):
        """The vendor's values of one field, sorted."""
        return sorted(each[SHOWN[self.dialect][1]] for each in self.vendor.customers.values())


def with_place(test):
    """Runs `test` with a place of each dialect."""
    def run(report, dialects=tuple(SYSTEMS)):
        for dialect in dialects:
            with tempfile.TemporaryDirectory(prefix="patchbay-proof-") as folder, Place(dialect, folder) as place:
                test(report, dialect, place)
    return run


def prepare(place):
    """A vendor without reads and lists gets its customers by hand."""
    if place.dialect == "m2mportal":
        place.vendor.customers = {f"Customer {number}": {name: "" for name in M2mportal.FIELDS} for number in range(1, 6)}


@with_place
def whole_way(report, dialect, place):
    """Make, change here, change there, and nothing more to do."""
    prepare(place)
    code, out, errors = place.drift()
    report.case(f"{dialect}: differs at first", code == 1, got=out + errors)
    code, out, errors = place.plan()
    report.case(f"{dialect}: a plan", code == 1 and "Nothing was sent that writes" in out, got=out + errors)
    report.equal(f"{dialect}: a plan sends no request that writes", 0, place.vendor.writes())
    report.equal(f"{dialect}: only its owner reads the plan", "0o600", oct((place.folder / "plan.json").stat().st_mode & 0o777))
    code, out, errors = place.apply()
    report.case(f"{dialect}: applied", code == 0, got=out + errors)
    report.equal(f"{dialect}: a write for each customer", 5, place.vendor.writes())
    code, out, errors = place.drift()
    report.case(f"{dialect}: the same then", code == 0, got=out + errors)
    place.change(["x-1,Customer 1,c1@a.example,+44 20 1,T1,https://c1.example,new notes"] if dialect == "m2mportal"
                 else ["x-1,Renamed,c1@a.example,+44 20 1,T1,https://c1.example,"])
    report.case(f"{dialect}: a change here is seen", place.drift()[0] == 1)
    place.plan()
    report.equal(f"{dialect}: applied, and once more", (0, 0), (place.apply()[0], place.apply()[0]))
    report.equal(f"{dialect}: one edit, one write", 6, place.vendor.writes())
    report.case(f"{dialect}: it is there", ("new notes" if dialect == "m2mportal" else "Renamed") in place.there(),
                got=place.there())
    if dialect != "m2mportal":
        change_there(report, dialect, place)


def change_there(report, dialect, place):
    """A change in the system comes here; a change of both waits for a person."""
    for each in place.vendor.customers.values():
        if each["name"] == "Customer 2":
            each["name"] = "Named there"
        if each["name"] == "Customer 3":
            each["name"] = "Theirs"
    place.change(["x-3,Ours,c3@a.example,+44 20 3,T3,https://c3.example,"])
    code, out, errors = place.plan()
    report.case(f"{dialect}: a conflict is told", code == 1 and "decide" in out and "Theirs" in out, got=out + errors)
    report.equal(f"{dialect}: applied here", 0, place.apply()[0])
    names = {each["name"] for each in place.records().values()}
    report.case(f"{dialect}: the record has it", {"Named there", "Ours"} <= names, got=names)
    report.case(f"{dialect}: the conflict stands", "Theirs" in place.there() and place.drift()[0] == 1)
    report.equal(f"{dialect}: nothing was written there", 6, place.vendor.writes())
    place.plan("--owner", "name=record")
    report.equal(f"{dialect}: decided", 0, place.apply()[0])
    report.case(f"{dialect}: as decided", "Ours" in place.there() and place.drift()[0] == 0, got=place.drift())


@with_place
def lost_replies(report, dialect, place):
    """Requests that are cut off are neither lost nor done twice."""
    prepare(place)
    place.vendor.faults = ["before", "after", "", "busy", "", "after"]
    place.plan()
    code, out, errors = place.apply()
    report.case(f"{dialect}: in spite of faults", code == 0, got=out + errors)
    report.equal(f"{dialect}: each customer once", 5, len(place.vendor.customers))
    report.equal(f"{dialect}: no difference", 0, place.drift()[0], sent=place.drift()[1])


@with_place
def kills(report, dialect, place):
    """A kill before or after any request that writes: the same plan goes on, and nothing is made twice."""
    prepare(place)
    place.plan()
    killed = turn = edits = 0
    while killed < KILLS and turn < 2 * KILLS:
        turn += 1
        fault = ("kill", "kill after")[turn % 2]
        place.vendor.faults = [fault]
        code = place.apply(kills=True)[0]
        report.case(f"{dialect}: {fault}", code in (-9, 0), got=code)
        killed += code == -9
        if code == 0:
            edits += 1
            place.change([row.replace(",Customer", f",Edit {edits} of customer") if dialect != "m2mportal" else f"{row}edit {edits}"
                          for row in ROWS])
            place.plan()
    report.equal(f"{dialect}: it was killed so often", KILLS, killed)
    place.vendor.faults = []
    code, out, errors = place.apply()
    report.case(f"{dialect}: goes on after kills", code == 0, got=out + errors)
    report.equal(f"{dialect}: each customer once after kills", 5, len(place.vendor.customers))
    report.equal(f"{dialect}: no difference after kills", 0, place.drift()[0], sent=place.drift()[1])


@with_place
def watched(report, dialect, place):
    """Rounds of watch bring both sides into step; one without a difference writes nothing."""
    prepare(place)
    code, out, errors = place.watch(rounds=2)
    report.case(f"{dialect}: all that watch finds is done", code == 0, got=out + errors)
    report.equal(f"{dialect}: each customer is written once, in two rounds", 5, place.vendor.writes())
    if dialect == "m2mportal":
        return
    place.change(["x-1,Renamed,c1@a.example,+44 20 1,T1,https://c1.example,", "x-3,Ours,c3@a.example,+44 20 3,T3,https://c3.example,"])
    for each in place.vendor.customers.values():
        each["name"] = {"Customer 2": "Named there", "Customer 3": "Theirs"}.get(each["name"], each["name"])
    code, out, errors = place.watch()
    report.case(f"{dialect}: both ways", code == 0 and "Renamed" in place.there() and "Named there" in
                {each["name"] for each in place.records().values()}, got=out + errors)
    report.case(f"{dialect}: a conflict is left alone", "decide" in out and "Theirs" in place.there(), got=out + errors)
    code, out, errors = place.watch(rounds=2)
    report.equal(f"{dialect}: and is listed once while it stays", (0, 1, 6), (code, out.count("decide"), place.vendor.writes()))


def refusals(report):
    """What the commands refuse, in words, and without secrets."""
    with tempfile.TemporaryDirectory(prefix="patchbay-proof-") as folder, Place("enswitch", folder) as place:
        said = []
        place.plan()
        place.describe(more="make_max = 50\n")
        said.append(place.apply())
        report.equal("a description that has changed", 3, said[-1][0])
        (place.folder / "secret").chmod(0o644)
        said.append(place.drift())
        report.case("a secret that others can read", said[-1][0] == 2 and "0600" in said[-1][2], got=said[-1])
        (place.folder / "secret").chmod(0o600)
        (place.folder / "secret").write_text("wrong-s3cret")
        said.append(place.drift())
        report.case("a wrong secret", said[-1][0] == 2 and "authentication details" in said[-1][2], got=said[-1])
        (place.folder / "secret").write_text(SECRET)
        place.describe(more='colour = "red"\n', nonsense="review", name="mine")
        said.append(place.drift())
        report.case("everything that is wrong is told", said[-1][0] == 2 and all(
            word in said[-1][2] for word in ("colour", "nonsense", '"record", "system"')), got=said[-1])
        place.describe(more="make_max = 4\n")
        said.append(place.plan())
        report.equal("watch says how its last round went", (2, 3), (place.run(
            "watch", "none.toml", "--data", place.data, "--rounds", 1)[0], place.run("watch", "system.toml", "--every", 0)[0] + 1))
        report.case("too many new customers", "more than 4 would be made" in said[-1][1], got=said[-1])
        place.describe()
        place.plan()
        place.apply()
        place.change([f"x-4,{'n' * 150},c4@a.example,+44 20 4,{'9' * 64},https://c4.example,"])
        next(each for each in place.vendor.customers.values() if each["name"] == "Customer 5")["name"] = "Other"
        place.vendor.FIELDS = {**place.vendor.FIELDS, "tax_number": 10}
        place.plan()
        said.append(place.apply())
        report.case("the vendor's words with our field", said[-1][0] == 3 and re.search(
            r"refused .*tax_number must be at most 10 characters, not 64", said[-1][1]), got=said[-1])
        report.case("no secret is shown", not any(SECRET in text or "wrong-s3cret" in text for each in said for text in each[1:]))
        report.case("no secret is kept", not any(SECRET in file.read_text() for file in place.folder.iterdir()
                                                 if file.is_file() and file.name != "secret"))


def many(place):
    """As many customers at the vendor as in the store, with the same values."""
    place.vendor.customers = {
        str(number): {name: "" for name in Everlytic.FIELDS} | {
            "id": number, "name": f"Customer {number}", "email": f"c{number}@a.example", "unique_id": f"x-{number}",
            "telephone": f"+44 20 {number}", "website_url": f"https://c{number}.example", "status": "on"}
        for number in range(1, MANY + 1)}


def differ(place, mark):
    """Changes the name of every hundredth customer at the vendor. Returns their numbers."""
    changed = range(100, MANY + 1, 100)
    for number in changed:
        place.vendor.customers[str(number)]["name"] = f"Customer {number}{mark}"
    return [str(number) for number in changed]


def differing(out):
    """The numbers of the customers that a listing names."""
    return re.findall(r"^customer \d+ Customer (\d+)[!?]?, there \d+:$", out, re.MULTILINE)


def planted_and_adopted(report):
    """Among many customers drift finds exactly the planted differences. A system that had them before is
    adopted: one choice for all, and an apply that is killed goes on."""
    rows = [f"x-{number},Customer {number},c{number}@a.example,+44 20 {number},,https://c{number}.example,"
            for number in range(1, MANY + 1)]
    with tempfile.TemporaryDirectory(prefix="patchbay-proof-") as folder, Place("everlytic", folder, rows) as place:
        many(place)
        code, out, errors = place.drift()
        report.case(f"{MANY} that are equal", (code, out) == (0, f"{MANY} customers compared\n"), got=out[-300:] + errors)
        changed = differ(place, "!")
        code, out, errors = place.drift()
        report.equal("exactly the planted differences", changed, differing(out))
        place.plan()
        code, out, errors = place.plan("--owner", "name=system")
        report.case("adopted with one choice for all", code == 1 and "decide" not in out, got=out[-300:] + errors)
        killed = place.apply(lines=MANY // 200)
        code, out, errors = place.apply()
        report.case("the apply that was killed goes on", (killed[0], code) == (-9, 0), got=(killed[0], out[-300:], errors))
        report.equal("nothing was written there", 0, place.vendor.writes())
        report.equal("the record has what was chosen", {f"Customer {number}!" for number in changed},
                     {each["name"] for each in place.records().values() if each["name"].endswith("!")})
        code, out, errors = place.drift()
        report.equal("nothing differs then", (0, f"{MANY} customers compared\n"), (code, out[-300:]))
        changed = differ(place, "?")
        code, out, errors = place.drift()
        report.equal("exactly what was changed since", changed, differing(out))


def main():
    """All of it."""
    report = Report()
    for test in (whole_way, lost_replies, kills, watched, refusals, planted_and_adopted):
        report.guard(getattr(test, "__name__", "test"), test, report)
    report.end()


if __name__ == "__main__":
    os.environ.pop("STORE_UNDER_TEST", None)
    main()
