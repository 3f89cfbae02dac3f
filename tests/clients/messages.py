#!/usr/bin/env python3
"""What commands say names what they have: options and not headers, the nearest name, what to do instead; and
nothing from a file or a server steers the terminal."""

import io
import json
import os
import re
import zipfile

import harness
from harness import Report, Server
from operator_near import in_scratch, patchbay
from remote import AWAY, Shell

STEERING = re.compile("[\0-\10\13-\37\177-\237\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
EVIL = "\033[31mEVIL\033]0;t\007"
SHOWN = "\\u001b[31mEVIL\\u001b]0;t\\u0007"


def in_the_words_of_options(report, server):
    """What the server says of a header or a parameter is said of the option that sends it."""
    with Shell(server.url, user="root") as shell:
        for words, code, there, absent in (
                (("erase", "101"), 2, "--reason is required", "Patchbay-"),
                (("set", "101", "notes=x", "--if-version", "x"), 2, "--if-version must be", "Patchbay-"),
                (("set", "101", "notes=x", "--idempotency-key", "k" * 256), 2, "--idempotency-key must be", "Idempotency-Key"),
                (("set", "101", "notes=x", "--reason", "r" * 5000), 2, "--reason must", "Patchbay-"),
                (("get", "101", "--at", "yesterday"), 2, "--at must be", "patchbay: at "),
                (("search", "--changed-since", "yesterday"), 2, "--changed-since", "changed_since"),
                (("undo", "101", "--path", "bogus"), 2, "--path must be", "paths"),
                (("set", "101", "--secret", "creditcard_number"), 2, "name of the door enswitch: say --names enswitch", "--map"),
                (("set", "101", "creditcard_number=x"), 2, "say --names enswitch", "--ignore"),
                (("as", "everlytic", "101", "creditcard_number=x"), 2, "and not of everlytic", "--names"),
                (("set", "101", "contacts/primary/emial=x"), 2, "the nearest is contacts/primary/email", "--map"),
                (("set", "101", f"contacts/{harness.uuid_of(1)}/emial=x"), 2, f"the nearest is contacts/{harness.uuid_of(1)}/email", "--map"),
                (("set", "101", "addresses/main/ctiy=x"), 2, "the nearest is addresses/main/city", "--map"),
                (("set", "101", "tax_nubmer=x"), 2, "the nearest is tax_number", "--map"),
                (("search", "--fields", "id,bogus"), 2, '--fields has "bogus", which is nothing', "usage"),
                (("search", "--fields", "id,staus"), 2, "the nearest is status", "usage")):
            said = shell(*words, typed="x\n")
            report.case(f"{' '.join(words)[:60]}: in its own words", said[0] == code and there in said[2]
                        and absent not in said[2] and not said[1], got=said)
        found = shell("search", "--fields", "id,contacts/primary/email,addresses/main/city", "--limit", "1000")
        report.case("fields of parts are columns", re.search(r"\S+@\S+", found[1]), got=found)


def erased(report, server):
    """A rehearsal says what would go, and erasing what is gone."""
    with Shell(server.url, user="root") as shell:
        rehearsed = shell("erase", "101", "--reason", "asked", "--dry-run")
        done = shell("erase", "101", "--reason", "asked")
        names = re.findall(r"^would be erased: (\S+)$", rehearsed[1], re.MULTILINE)
        report.case("the rehearsal", rehearsed[0] == 1 and names and "nothing was written" in rehearsed[1], got=rehearsed)
        report.case("the erasing", done[0] == 0 and re.findall(r"^erased: (\S+)$", done[1], re.MULTILINE) == names
                    and "would" not in done[1], got=done)


def dead_receiver(report, server):
    """A receiver that is away is told before anything is waited for."""
    with Shell(server.url) as shell:
        said = shell("listen", "--forward-to", AWAY + "/hook")
        report.case("a dead port ends it", said[0] == 2 and not said[1] and "was refused" in said[2] and AWAY in said[2], got=said)


@in_scratch
def beside_a_server(report, folder):
    """Commands of an operator."""
    patchbay("init", "--data", folder / "data", "--user", "ann", input="a long secret\n")
    (folder / "rows.csv").write_text("name\nEastern Trading\n")
    place = ("--data", folder / "data")
    for words, there in (
            (("user", "remove", "ann", *place), "to remove this principal would leave"),
            (("user", "lock", "ann", *place), "to lock this principal would leave"),
            (("user", "add", "b", "--role", "x", "--home", "99", "--key", "k", *place), "--home must be"),
            (("migrate", "--from", f"sqlite:{folder}/data", "--to", f"sqlite:{folder}/./data"), "are the same place"),
            (("export", folder / "x.txt", *place), "say --format csv or jsonl"),
            (("export", folder / "x", *place), "say --format csv or jsonl")):
        said = patchbay(*words)
        report.case(f"{words[:2]}: {there}", said.returncode == 2 and there in said.stderr, got=said)
    report.case("a refused export makes no file", not (folder / "x.txt").exists() and not (folder / "x").exists())
    said = patchbay("export", folder / "x.txt", "--format", "csv", *place)
    report.case("with --format any name is one", said.returncode == 0 and (folder / "x.txt").exists(), got=said)
    for word in ("bogus", "serv", EVIL):
        said = patchbay("help", word)
        report.equal(f"help {word!r} says what a wrong command says",
                     patchbay(word).stderr, said.stderr)
        report.case("and refuses", said.returncode == 2 and len(said.stderr.splitlines()) == 3, got=said)


def while_it_is_served(report, server):
    """A folder in use: what can be done instead."""
    place = ("--data", server.folder / "data")
    file = server.folder / "rows.csv"
    file.write_text("name\nEastern Trading\n")
    for words, there in ((("import", "--key", "none", "--apply", file), "stop the server first, or send it the file: POST /v1/import"),
                         (("user", "lock", "root"), "stop the server first, or use its console"),
                         (("keys", "begin"), "stop the server first, or send it SIGHUP")):
        said = patchbay(*words, *place)
        report.case(f"{words[0]} of a folder in use", said.returncode == 2 and there in said.stderr, got=said)


def workbook():
    """The bytes of a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


@in_scratch
def no_table(report, folder):
    """What holds no rows is told by what it is."""
    patchbay("init", "--data", folder / "data")
    for content, there in ((workbook(), "a workbook (.xlsx, .ods) or a ZIP archive"), (b"\xd0\xcf\x11\xe0rest", "(.xls)"),
                           (b"%PDF-1.7\n", "a PDF"), (b"\xfd7zXZ\0", "packed by xz"), (b"BZh91AY", "packed by bzip2")):
        (folder / "file").write_bytes(content)
        said = patchbay("import", "--key", "none", "--data", folder / "data", folder / "file")
        report.case(f"import of {there}", said.returncode == 2 and "is no CSV or JSON Lines, but" in said.stderr
                    and there in said.stderr and len(said.stderr.splitlines()) == 1, got=said)


@in_scratch
def nothing_steers(report, folder):
    """Control characters and marks of direction are written out, wherever a message quotes something."""
    patchbay("init", "--data", folder / "data", "--user", "ann", input="a long secret\n")
    place = ("--data", folder / "data")
    files = {"header.csv": f"{EVIL},b\n1,2\n", "bidi.csv": "na\u202eme\u2066,b\n1,2\n", "nul.csv": "na\0me,b\n1,2\n",
             "cell.csv": f"name,status\nx,{EVIL}\n", "member.jsonl": json.dumps({EVIL: 1, "name": "x"}) + "\n",
             "c1.csv": "\u009b31mEVIL,b\n1,2\n", f"{EVIL}.toml": "[", "value.toml": '[store]\n"\\u001b[31m" = 1\n'}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    commands = [("import", "--key", "none", folder / name, *place) for name in files if not name.endswith(".toml")]
    commands += [("check-config", "--config", folder / name) for name in files if name.endswith(".toml")]
    commands += [(EVIL,), ("get", EVIL, "x", "y"), ("help", EVIL), ("export", "--fields", EVIL, *place), ("export", f"--{EVIL}"),
                 ("user", "lock", EVIL, *place), ("verify", "--data", folder / EVIL), ("docs", EVIL),
                 ("translate", "--from", EVIL, "--to", "enswitch"), ("migrate", "--from", EVIL, "--to", EVIL + "2")]
    for words in commands:
        said = patchbay(*words, env={**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)})
        shown = said.stdout + said.stderr
        report.case(f"{words!r:.80}: nothing steers", said.returncode not in (0, None) and not STEERING.search(shown), got=said)
    said = patchbay("import", "--key", "none", folder / "header.csv", *place)
    report.case("it is shown what was there", SHOWN in said.stderr, got=said)
    said = patchbay("import", "--key", "none", folder / "nul.csv", *place)
    report.case("a NUL cuts nothing off", "na\\u0000me" in said.stderr and "--columns" in said.stderr, got=said)


def main():
    """All of it: what needs no server, and the rest against one demo."""
    report = Report()
    for part in (beside_a_server, no_table, nothing_steers):
        report.guard(part.__name__, part, report)
    with Server() as server:
        for part in (in_the_words_of_options, dead_receiver, while_it_is_served, erased):
            report.guard(part.__name__, part, report, server)
    report.end()


if __name__ == "__main__":
    main()
