#!/usr/bin/env python3
"""One row is enough: each table takes one more row in a copy of the tree, or the compiler says where to go."""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile

import dialects
from report import ROOT, Report

BUILD = pathlib.Path(os.environ.get("PATCHBAY", ROOT / "build/test/patchbay")).parent
DOORS = dialects.listed(ROOT)
FAULT = 'FAULT(planted, "planted", failed, "a kind that the law adds")\n'
ROUTE = ('ROUTE(planted, "GET", "/v1/planted", "Is planted", NONE, kNoBody, ok("Identity"), {reader})\n'
         "\nROUTE(list_principals,")
DESCRIPTION = 'DESCRIPTION(planted, "Is planted.")\n'
SETTING = 'WHOLE(access, planted, 1, 9, 5, {member}, "A setting that the law adds.")\n'
COMMAND = 'COMMAND("planted", define_planted, "Is planted")\n'
COMMAND_FILE = """// The command `planted`.
#include "cli/command.h"

namespace patchbay::app {

Run define_planted(CLI::App& /*command*/) {
  return [] { return 0; };
}

}  // namespace patchbay::app
"""


def at_end(row):
    """Adds `row` at the end of a file."""
    return lambda text: text + row


def in_place_of(mark, row):
    """Writes `row` where `mark` stands first."""
    def edit(text):
        assert mark in text, f"{mark!r} is not there"
        return text.replace(mark, row, 1)
    return edit


def twin(old, new):
    """Repeats the line that holds `old`, with `new` in its place."""
    def edit(text):
        line = re.search(rf"^.*{re.escape(old)}.*\n", text, re.MULTILINE)
        assert line, f"{old!r} is not there"
        return text.replace(line[0], line[0] + line[0].replace(old, new), 1)
    return edit


def fault_file(door):
    """The file of the door that holds its fault table."""
    return f"src/doors/{door}/faults.cc"


def planted_dialect():
    """The edits that copy the template of a dialect to `planted`, and put it on the list of doors."""
    edits = {"src/doors/doors.def": twin("DOOR_FILE(enswitch)", "DOOR_FILE(planted)")}
    for file in sorted((ROOT / "src/doors/_template").iterdir()):
        text = file.read_text(encoding="utf-8")
        text = text.replace("template_dialect", "planted").replace("_template", "planted")
        edits[f"src/doors/planted/{file.name}"] = lambda _, text=text: text
    return edits


# What is added; the edits by file; the files that are compiled; and, for each of those that must not
# compile, what the compiler must say.
CASES = [
    ("a field",
     {"src/record/field/fields.def": twin("CUSTOMER_FIELD(locked_telephony,", "CUSTOMER_FIELD(planted,")},
     ["src/record/field/field.cc"], {}),
    ("a spelling",
     {"src/doors/flolive/fields.cc": twin('"keyName"', '"planted"')},
     ["src/doors/flolive/fields.cc"], {}),
    ("a spelling that the document does not have",
     {"src/doors/everlytic/fields.cc": twin('"state_provinces"', '"planted"')},
     ["src/doors/everlytic/fields.cc"],
     {"src/doors/everlytic/fields.cc": "src/doors/everlytic/fields.cc: kProperties must have every"}),
    ("a fault that does not say whose it is",
     {"src/record/faults.def": at_end(FAULT.replace("failed, ", ""))},
     ["src/record/fault.cc"], {"src/record/fault.cc": r"faults.def:\d+:\d+: error: macro .FAULT. requires 4"}),
    ("a fault without rows in the doors",
     {"src/record/faults.def": at_end(FAULT)},
     ["src/record/fault.cc", "src/app/observe/request_counts.cc", *map(fault_file, DOORS)],
     {fault_file(door): f"{fault_file(door)}: kFaults needs a row" for door in DOORS}),
    ("a fault with its row in a door",
     {"src/record/faults.def": at_end(FAULT),
      fault_file("everlytic"): twin("ErrorKind::unknown_outcome, ", "ErrorKind::planted, ")},
     [fault_file("everlytic")], {}),
    ("a native route without a description",
     {"src/doors/native/routes.def": in_place_of("ROUTE(list_principals,", ROUTE.format(reader="read_who_am_i"))},
     ["src/doors/native/calls.cc"],
     {"src/doors/native/calls.cc": "has no row in src/doors/native/descriptions.def"}),
    ("a native route without a reader",
     {"src/doors/native/routes.def": in_place_of("ROUTE(list_principals,", ROUTE.format(reader="read_planted")),
      "src/doors/native/descriptions.def": at_end(DESCRIPTION)},
     ["src/doors/native/calls.cc"],
     {"src/doors/native/calls.cc": r"routes.def:\d+:\d+: error: ‘read_planted’ was not declared"}),
    ("a native route, in the middle, described at the end",
     {"src/doors/native/routes.def": in_place_of("ROUTE(list_principals,", ROUTE.format(reader="read_who_am_i")),
      "src/doors/native/descriptions.def": at_end(DESCRIPTION)},
     ["src/doors/native/calls.cc", "src/doors/native/door.cc"], {}),
    ("a setting that nothing takes",
     {"src/app/config/settings.def": at_end(SETTING.format(member="service.planted"))},
     ["src/app/config/config_settings.cc"],
     {"src/app/config/config_settings.cc": r"settings.def:\d+:\d+: error: .*no member named ‘planted’"}),
    ("a setting",
     {"src/app/config/settings.def": at_end(SETTING.format(member="service.token_seconds"))},
     ["src/app/config/config_settings.cc"], {}),
    ("a command",
     {"src/cli/commands.def": at_end(COMMAND), "src/cli/planted.cc": lambda _: COMMAND_FILE},
     ["src/cli/command.cc", "src/cli/planted.cc"], {}),
    ("a dialect", planted_dialect(),
     ["src/doors/doors.cc", "src/app/config/config_settings.cc",
      *(f"src/doors/planted/{name}.cc" for name in ("calls", "decode", "door", "encode", "faults", "fields"))], {}),
    ("a metric",
     {"src/app/observe/metrics.cc": twin('"patchbay_store_jobs_total"', '"patchbay_planted_total"')},
     ["src/app/observe/metrics.cc"], {}),
    ("an event of the log",
     {"src/app/observe/log_events.def": twin("EVENT(stopped, ", "EVENT(planted, ")},
     ["src/app/observe/log_events.cc"], {}),
]


def flags_by_module():
    """How each module is compiled: its compiler and flags, without what names a file."""
    found = {}
    for entry in json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8")):
        module = re.search(r"CMakeFiles/patchbay_(\w+)\.dir/", entry["command"])
        if not module or module[1] in found:
            continue
        words = shlex.split(entry["command"])
        words = words[next(i for i, word in enumerate(words) if re.search(r"(\+\+|cc)[-\d]*$", word)):]
        cut = words.index("-o")
        found[module[1]] = [word for word in words[:cut] if word not in ("-fpch-preprocess", "-O1", "-g1")]
    return found


def compile_file(tree, path, flags):
    """What the compiler says of one file of `tree`, in one string; empty where all is well."""
    own = [word.replace(f"{ROOT}/src", f"{tree}/src") for word in flags[path.split("/")[1]]]
    done = subprocess.run([*own, "-fsyntax-only", "-fno-diagnostics-color", tree / path], capture_output=True,
                          text=True, cwd=tree, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done.stderr if done.returncode else ""


def judge(tree, flags, edits, paths, refused):
    """What is wrong where the edits are made in `tree`, which is left as it was."""
    kept = {path: (tree / path).read_text(encoding="utf-8") if (tree / path).exists() else None for path in edits}
    try:
        for path, edit in edits.items():
            (tree / path).parent.mkdir(exist_ok=True)
            (tree / path).write_text(edit(kept[path]), encoding="utf-8")
        for path in paths:
            said = compile_file(tree, path, flags)
            errors = [line for line in said.splitlines() if "error: " in line]
            if path not in refused and said:
                yield f"{path} does not compile: {errors[:1] or said[:200]}"
            elif path in refused and not any(re.search(refused[path], line) for line in errors):
                yield f"{path} should be refused with {refused[path]!r}, and the compiler says {errors[:1]}"
    finally:
        for path, text in kept.items():
            if text is None:
                (tree / path).unlink(missing_ok=True)
            else:
                (tree / path).write_text(text, encoding="utf-8")


def main():
    """Copies src and tries each row in it."""
    report = Report()
    flags = flags_by_module()
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder).resolve()
        shutil.copytree(ROOT / "src", tree / "src")
        for name, edits, paths, refused in CASES:
            report.check(f"one more row: {name}", list(judge(tree, flags, edits, paths, refused)))
    report.end()


if __name__ == "__main__":
    main()
