#!/usr/bin/env python3
"""Every command that opens a store finds it by the same flags, file and variables, and its key file too."""

import hashlib
import json
import os
import re
import shutil

from harness import Report
from operator_near import in_scratch, patchbay

WRONG_KEY = bytes(range(32))
SYSTEM = b"""name = "the vendor"
dialect = "everlytic"
address = "http://127.0.0.1:9000"
username = "u"
secret_file = "secret"
match = ["name"]
allow_addresses = "127.0.0.0/8"

[fields]
"name" = "record"
"""
# What each needs beside its store. A command that lacks a row here fails the first test.
COMMANDS = {
    "verify": (), "anchor": (), "adopt": (), "keys list": (), "keys rotate": (), "keys begin": (),
    "backup": ("copy",), "restore": ("saved",), "migrate": ("--to", "sqlite:target"),
    "export": ("out.csv",), "import": ("--key", "none", "rows.csv"),
    "user list": (), "user add": ("a", "--role", "reseller", "--key", "k"), "user passwd": ("a",),
    "user lock": ("a",), "user unlock": ("a",), "user remove": ("a",),
    "drift": ("system.toml",), "plan": ("system.toml", "-o", "other.plan"), "apply": ("made.plan",),
    "watch": ("system.toml", "--rounds", "1"),
    # With all settings as flags.
    "serve": ("--listen", "127.0.0.1:0"), "check-config": (), "init": (), "retention": (), "doctor": (),
}
ALL_SETTINGS = ("serve", "check-config", "init", "retention", "doctor")
# These make a store, so that there is none yet.
MAKE_IT = ("init", "restore")


def options_of_commands():
    """The names of the options of each command, as docs/cli.md lists them."""
    out, command = {}, ""
    for line in patchbay("docs", "commands").stdout.splitlines():
        if line.startswith("#"):
            command = line.lstrip("# ").removeprefix("patchbay ")
        elif line.startswith("| `-"):
            out.setdefault(command, set()).update(re.findall(r"`(--?[\w.-]+)`", line.split(" | ")[0]))
    return out


def listed(report):
    """No command that takes a place of a store is left out, and each has the flags."""
    options = options_of_commands()
    takes_place = {name for name, flags in options.items() if flags & {"--data", "--key-file"}}
    report.equal("every command that opens a store", set(COMMANDS), takes_place)
    for name in COMMANDS:
        wanted = {"--config", "--data", "--key-file"}
        if name not in ALL_SETTINGS:
            wanted |= {"--store.data", "--store.key_file"}
        report.case(f"{name} has the flags", wanted <= options[name], got=sorted(options[name]))


def ways(folder, key, value):
    """The ways to say a setting of the store: what each is called, flags, variables."""
    file = folder / f"{key}.toml"
    file.write_text(f'[store]\n{key} = "{value}"\n')
    other = folder / "other.toml"
    other.write_text(f'[store]\n{key} = "nowhere"\n')
    variable = f"PATCHBAY_STORE_{key.upper()}"
    short = "--data" if key == "data" else "--key-file"
    yield "a file", ("--config", file), {}
    yield "a variable", (), {variable: value}
    yield "a variable over the file", ("--config", other), {variable: value}
    yield "a flag over both", ("--config", other, short, value), {variable: "nowhere"}
    yield "the flag of the setting", (f"--store.{key}", value), {}


def prepare(folder):
    """A folder with all that the commands need, but without a store in ./data."""
    files = {"secret": b"s\n", "system.toml": SYSTEM, "rows.csv": b"name\nEastern Trading\n", "wrong.key": WRONG_KEY,
             "elsewhere": b"no folder"}
    files["made.plan"] = json.dumps({
        "patchbay_plan": 1, "system_file": str(folder / "system.toml"),
        "system_digest": hashlib.blake2b(SYSTEM, digest_size=32).hexdigest(), "changes": []}).encode()
    for name, content in files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    assert patchbay("init", "--data", folder / "real").returncode == 0
    assert patchbay("backup", folder / "saved", "--data", folder / "real").returncode == 0


def run(folder, name, flags, variables):
    """Runs a command of the table in `folder`."""
    return patchbay(*name.split(), *COMMANDS[name], *flags, cwd=folder,
                    env={**os.environ, "PATCHBAY_PASSWORD": "a long secret", **variables})


@in_scratch
def same_place(report, folder):
    """The place is taken from the file, the environment and the flags, the later over the earlier."""
    prepare(folder)
    for name in COMMANDS:
        for way, flags, variables in ways(folder, "data", "elsewhere"):
            said = run(folder, name, flags, variables)
            report.case(f"{name} finds its store by {way}",
                        said.returncode not in (0, None) and "elsewhere" in said.stdout + said.stderr, got=said)
    report.case("nothing was made", not (folder / "data").exists() and not (folder / "nowhere").exists())


@in_scratch
def same_key(report, folder):
    """So is the file of its sealing key."""
    prepare(folder)
    for name in COMMANDS:
        for way, flags, variables in ways(folder, "key_file", "wrong.key"):
            place = folder / ("fresh" if name in MAKE_IT else "real")
            said = run(folder, name, ("--data", place, *flags), variables)
            report.case(f"{name} finds its key by {way}", "wrong.key" in said.stdout + said.stderr, got=said)
            for made in ("fresh", "target"):
                shutil.rmtree(folder / made, ignore_errors=True)


@in_scratch
def what_is_wrong(report, folder):
    """What is wrong with the settings is said as `serve` says it."""
    (folder / "bad.toml").write_text("[store]\ndate = 'x'\n")
    for flags, variables, word in ((("--config", folder / "bad.toml"), {}, "did you mean store.data"),
                                   (("--config", folder / "none.toml"), {}, "none.toml"),
                                   ((), {"PATCHBAY_STORE_DATE": "x"}, "did you mean PATCHBAY_STORE_DATA"),
                                   (("--data", ""), {}, "store.data must name a folder")):
        for name in ("serve", "verify", "user list"):
            said = run(folder, name, flags, variables)
            report.case(f"{name} with {flags} {variables} is refused", said.returncode == 2 and word in said.stderr, got=said)


@in_scratch
def keys_of_backups(report, folder):
    """A backup takes the key only if it is told so, and a restored store only one that is named for it."""
    prepare(folder)
    key = folder / "real" / "sealing.key"
    for flags, takes in ((("--key-file", key), False), (("--with-key",), True), (("--with-key", "--key-file", key), True),
                         (("--key", key), True)):
        said = patchbay("backup", folder / "copy", "--data", folder / "real", *flags)
        report.case(f"backup {flags}: {'with' if takes else 'without'} the key",
                    said.returncode == 0 and (folder / "copy/sealing.key").exists() == takes, got=said)
        shutil.rmtree(folder / "copy")
    both = patchbay("backup", folder / "copy", "--data", folder / "real", "--key", key, "--key-file", key)
    report.case("both spellings at once are refused", both.returncode == 2 and not (folder / "copy").exists(), got=both)
    for flags, variables, takes, word in (
            (("--key-file", key), {}, True, ""), (("--key", key), {}, True, ""), ((), {}, False, "still missing"),
            ((), {"PATCHBAY_STORE_KEY_FILE": str(key)}, False, f"stays in {key}")):
        said = patchbay("restore", folder / "saved", "--data", folder / "new", *flags, env={**os.environ, **variables})
        report.case(f"restore {flags} {variables}: {'with' if takes else 'without'} the key",
                    said.returncode == 0 and (folder / "new/sealing.key").exists() == takes and word in said.stdout, got=said)
        shutil.rmtree(folder / "new")


if __name__ == "__main__":
    the_report = Report()
    for test in (listed, same_place, same_key, what_is_wrong, keys_of_backups):
        the_report.guard(test.__name__, test, the_report)
    the_report.end()
