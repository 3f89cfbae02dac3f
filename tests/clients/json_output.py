#!/usr/bin/env python3
"""`--json` and `--jq` of the commands beside a server: the same facts as the text, with the same exit code,
and a filter that cannot be used ends a command before it does anything."""

import gzip
import json
import subprocess

from harness import PATCHBAY, Report
from operator_near import in_scratch, patchbay, tamper
from systems_command import ROWS, Place, prepare

# These print pages, pass messages on, or serve.
WITHOUT = {"serve", "docs", "help", "complete"}
PASSWORD = "correct horse battery"


def parsed(report, title, said, code=0):
    """The JSON that a command printed, and nothing else."""
    try:
        tree = json.loads(said.stdout)
    except ValueError:
        tree = {}
    report.case(f"{title}: JSON, and exit code {code}", said.returncode == code and tree != {}, got=said)
    return tree


def every_command(report, _):
    """Each command has both options, or stands in the list of those that have none."""
    listed = lambda text: [line.split()[0] for line in text.partition("Subcommands:\n")[2].partition("\n\n")[0].splitlines()]
    names = listed(patchbay("--help").stdout)
    report.case("many commands", len(names) > 30, got=names)
    for name in names:
        said = patchbay(name, "--help").stdout
        # The options may be those of its parts.
        texts = [patchbay(name, part, "--help").stdout for part in listed(said)] or [said]
        report.equal(f"{name} has --json and --jq", name not in WITHOUT,
                     all("--json" in each and "--jq" in each for each in texts))


@in_scratch
def of_a_store(report, folder):
    """init, user, keys, verify, retention, anchor, backup, restore, check-config, version."""
    data, key = folder / "data", folder / "data/sealing.key"
    said = parsed(report, "init", patchbay("init", "--json", "--data", data, "--user", "ada", input=PASSWORD + "\n"))
    report.equal("what init made", (str(data), str(key), "ada"), (said["store"], said["key_file"], said["principal"]["name"]))
    said = parsed(report, "user add", patchbay("user", "add", "bob", "--json", "--role", "read-only", "--key", "laptop", "--data", data))
    report.case("the key of an API is there once", len(said.get("api_key", "")) > 20 and said["name"] == "bob", got=said)
    said = patchbay("user", "list", "--jq", ".principals[].name", "--data", data)
    report.equal("user list", (0, "ada\nbob\n"), (said.returncode, said.stdout), said)
    said = parsed(report, "user lock", patchbay("user", "lock", "bob", "--json", "--data", data))
    report.case("it is locked", said["locked"] is True, got=said)
    said = parsed(report, "keys list", patchbay("keys", "list", "--json", "--data", data))
    report.equal("the keys", [(1, True)], [(each["key"], each["seals"]) for each in said["keys"]])
    report.equal("keys rotate", "2\n", patchbay("keys", "rotate", "--jq", ".added", "--data", data).stdout)
    report.equal("keys begin", "2\n", patchbay("keys", "begin", "--jq", ".seals", "--data", data).stdout)
    said = parsed(report, "verify", patchbay("verify", "--json", "--data", data))
    report.case("what verify counted", said["whole"] and said["keyed"] and said["customers"] == 1 and said["entries"] > 3, got=said)
    said = parsed(report, "retention", patchbay("retention", "--json", "--data", data))
    report.equal("what is kept", {"history", "requests", "replies", "recent_requests", "failed_sign_ins", "deliveries"}, set(said))
    (folder / "anchors.jsonl").write_text(patchbay("anchor", "--json", "--data", data).stdout)
    said = parsed(report, "an anchor that holds", patchbay("verify", "--json", "--anchor", folder / "anchors.jsonl", "--data", data))
    report.equal("is one line", 1, said["anchors"], said)
    said = parsed(report, "backup", patchbay("backup", folder / "copy", "--json", "--data", data, "--key", key))
    report.case("what was backed up", said["whole"] and said["has_key"] and said["customers"] == 1, got=said)
    report.case("no process has the store open, so it chose no rate", "chosen_mib_per_second" not in said, got=said)
    said = parsed(report, "restore", patchbay("restore", folder / "copy", "--json", "--data", folder / "again"))
    report.case("what was restored", said["whole"] and said["to"] == str(folder / "again"), got=said)
    report.equal("check-config", {"good": True}, parsed(report, "check-config", patchbay("check-config", "--json", "--data", data)))
    report.equal("version", "string\n", patchbay("version", "--jq", ".libraries.sqlite | type").stdout)
    tamper(data, "UPDATE customers SET version = version + 1")
    said = parsed(report, "a store that is not whole", patchbay("verify", "--json", "--data", data), code=1)
    report.case("the faults are there", said["whole"] is False and said["faults"], got=said)
    for command in (("backup", folder / "third", "--data", data), ("restore", folder / "copy", "--data", folder / "fourth")):
        if command[0] == "restore":
            tamper(folder / "copy", "UPDATE customers SET doc = 'garbage'")
        said = patchbay(*command, "--json")
        report.case(f"{command[0]} of what is not whole is refused", (said.returncode, said.stdout) == (2, "")
                    and "the copy is not whole" in said.stderr and not command[-1 if command[0] == "restore" else 1].exists(), got=said)
    said = patchbay("restore", "postgresql://u:sekret@h/x?password=sekret", "--data", folder / "fifth")
    report.case("a database is no backup, and its password is not repeated", said.returncode == 2 and "is a database" in said.stderr
                and "sekret" not in said.stderr, got=said)
    # On standard error for people, as without --json.
    report.case("and on standard error", "is not whole" in patchbay("verify", "--json", "--data", data).stderr)


@in_scratch
def of_files(report, folder):
    """import, its undo, and export."""
    data, file = folder / "data", folder / "in.csv"
    patchbay("init", "--data", data)
    file.write_text("external_id,name\none,One\ntwo,Two\n,\n")
    options = (file, "--key", "external_id", "--data", data, "--json")
    said = parsed(report, "a plan", patchbay("import", *options), code=3)
    report.equal("what a plan counts", (3, 2, 1, False), (said["rows"], said["made"], said["refused"], said["applied"]))
    report.equal("and refuses", [4], [each["line"] for each in said["faults"]], said)
    file.write_text("external_id,name\none,One\ntwo,Two\n")
    parsed(report, "a plan with changes", patchbay("import", *options), code=1)
    said = parsed(report, "an import", patchbay("import", *options, "--apply"))
    report.equal("what an import did", (2, True, "external_id"), (said["made"], said["applied"], said["key"]))
    said = parsed(report, "again", patchbay("import", *options, "--apply"))
    report.equal("rows of before", 2, said["written_before"], said)
    said = parsed(report, "an export", patchbay("export", folder / "out.csv.gz", "--json", "--data", data))
    report.equal("what was exported", (2, 2), (said["customers"], gzip.open(folder / "out.csv.gz").read().count(b"\n") - 1))
    said = patchbay("export", "-", "--json", "--data", data)
    report.case("a file is not JSON about it", (said.returncode, said.stdout) == (2, "") and "name the file" in said.stderr, got=said)
    said = parsed(report, "undo, planned", patchbay("import", *options, "--undo"), code=1)
    report.equal("what would be undone", (2, False, []), (said["undone"], said["applied"], said["left"]))
    report.equal("undone", 2, parsed(report, "undo", patchbay("import", *options, "--undo", "--apply"))["undone"])


@in_scratch
def again_and_again(report, folder):
    """Rows with a version, and rows that were changed since, are done once by a batch; a plan says so."""
    data, file = folder / "data", folder / "in.csv"
    patchbay("init", "--data", data)
    file.write_text("external_id,name\none,One\ntwo,Two\n")
    patchbay("import", file, "--key", "external_id", "--apply", "--data", data)
    file.write_text("external_id,version,name\none,1,Uno\ntwo,1,Dos\n")
    options = (file, "--key", "external_id", "--data", data, "--json")
    report.equal("a version that holds", 2, parsed(report, "an import", patchbay("import", *options, "--apply"))["changed"])
    for title, more in (("the same again", ("--apply",)), ("a plan of it", ())):
        said = parsed(report, title, patchbay("import", *options, *more))
        report.equal(f"{title}: all was done before", (2, 0), (said["written_before"], said["refused"]), said)
    said = parsed(report, "as another batch", patchbay("import", *options, "--batch", "monday"), code=3)
    report.equal("the version is another one now", 2, said["refused"], said)


@in_scratch
def of_systems(report, folder):
    """drift, plan, apply and watch."""
    with Place("everlytic", folder) as place:
        prepare(place)
        where = ("--data", place.data, "--json")
        said = parsed(report, "drift", patchbay("drift", "system.toml", *where, cwd=folder), code=1)
        report.equal("what differs", (0, 5, 5), (said["compared"], said["differing"], len(said["items"])))
        said = parsed(report, "plan", patchbay("plan", "system.toml", "-o", "plan.json", *where, cwd=folder), code=1)
        report.equal("what is planned", (len(ROWS), "plan.json"), (len(said["items"]), said["plan"]))
        said = patchbay("plan", "system.toml", "-o", "-", *where, cwd=folder)
        report.case("a plan that is printed is the plan", said.returncode == 2 and "name the file" in said.stderr, got=said)
        said = parsed(report, "apply", patchbay("apply", "plan.json", *where, cwd=folder))
        report.equal("what was done", ({"made": 5}, [True] * 5),
                     (said["counts"], ["name" in each["fields"] for each in said["items"]]))
        report.equal("nothing differs", 0, parsed(report, "drift", patchbay("drift", "system.toml", *where, cwd=folder))["differing"])
        place.change(["x-1,Renamed,c1@a.example,+44 20 1,T1,https://c1.example,"])
        said = patchbay("watch", "system.toml", "--rounds", 1, *where, cwd=folder)
        lines = [json.loads(line) for line in said.stdout.splitlines()]
        report.equal("watch prints a line for what it finds and for what it did", (0, [1, {"done": 1}]),
                     (said.returncode, [lines[0].get("differing"), lines[1].get("counts")]), said)


@in_scratch
def filters(report, folder):
    """A filter is checked first; what it gives is printed."""
    data = folder / "data"
    said = patchbay("init", "--data", data, "--jq", ".store |")
    report.case("a wrong filter ends it", (said.returncode, said.stdout) == (2, "") and "--jq" in said.stderr, got=said)
    report.case("before anything is made", not data.exists())
    said = patchbay("init", "--data", data, "--jq", "")
    report.case("an empty one too", (said.returncode, said.stdout, data.exists()) == (2, "", False) and "is empty" in said.stderr, got=said)
    said = patchbay("init", "--data", data, "--jq", ".store")
    report.equal("texts stand without quotes", (0, f"{data}\n"), (said.returncode, said.stdout))
    for wanted, code, out in (("[.,input]", 2, ""), ("debug|.whole", 0, "true\n"), ('import "x" as x; .', 2, ""), ("halt_error", 2, ""),
                              ('"a\\u0000b","next"', 0, "a\0b\nnext\n")):
        said = patchbay("verify", "--jq", wanted, "--data", data)
        report.equal(f"the filter {wanted}", (code, out), (said.returncode, said.stdout), said)
    said = patchbay("user", "add", "carl", "--role", "user", "--key", "laptop", "--jq", ".api_key.x", "--data", data)
    report.case("a key that cannot be printed as asked is not lost", said.returncode == 2 and "did its work" in said.stderr
                and "API key, shown this once" in said.stderr, got=said)
    with open("/dev/full", "w") as full:
        said = subprocess.run([PATCHBAY, "user", "list", "--json", "--data", data], stdout=full, stderr=subprocess.PIPE, check=False)
    report.case("an output that is full is no success", said.returncode == 2 and b"cannot be written" in said.stderr, got=said)
    said = subprocess.run([PATCHBAY, "user", "add", b"ev\xff", "--role", "user", "--key", "k", "--data", data], capture_output=True, check=False)
    report.case("what is not UTF-8 is refused", said.returncode == 2 and b"argument 3 is not UTF-8" in said.stderr, got=said)
    report.equal("and the store is whole", 0, patchbay("verify", "--data", data).returncode)
    said = patchbay("user", "add", "deep", "--role", "read-only", "--key", "one", "--data", folder / "data",
                    "--jq", "reduce range(3000000) as $i (0; [.])")
    report.case("a value that is nested too deeply is said", said.returncode == 2 and "nested too deeply" in said.stderr,
                got=said)
    report.case("with what the command did", "did its work" in said.stderr and "API key" in said.stderr, got=said.stderr)


if __name__ == "__main__":
    told = Report()
    for test in (every_command, of_a_store, of_files, again_and_again, of_systems, filters):
        told.guard(test.__name__, lambda each, run=test: run(each, None) if run is every_command else run(each), told)
    told.end()
