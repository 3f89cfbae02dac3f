#!/usr/bin/env python3
"""Every dialect has one shape: each folder of src/doors/doors.def holds the same files, and every
folder that looks like a dialect is on the list."""

import re

from report import ROOT, Report, caught

TEMPLATE = "_template"

# Not dialects: what the doors share.
OTHERS = {"shared"}

# What each folder holds, and what it is for.
FILES = {
    "door.def": "its name, for those who walk the list",
    "door.h": "the door that it exports",
    "door.cc": "the door as a value",
    "calls.h": "its routes and calls as rows",
    "fields.h": "how it spells the fields",
    "fields.cc": "how it spells the fields",
    "decode.h": "from a request to a call",
    "decode.cc": "from a request to a call",
    "encode.h": "from an outcome to a reply",
    "encode.cc": "from an outcome to a reply",
    "encode_call.h": "the client half: from a call to a request",
    "encode_call.cc": "the client half: from a call to a request",
    "decode_reply.h": "the client half: from a reply to what it says",
    "decode_reply.cc": "the client half: from a reply to what it says",
    "faults.h": "its words for each fault",
    "faults.cc": "its words for each fault",
    "settings.h": "what an operator can choose",
    "settings.def": "the same as rows of settings",
    "decisions.def": "decisions where the vendor's document is silent",
}

# Files that a dialect does without, and why.
EXCEPTIONS = {
    "native": {
        "fields.h": "its names are the record's: src/record/field/fields.def",
        "fields.cc": "its names are the record's: src/record/field/fields.def",
        "decisions.def": "no vendor's document is silent about it",
        "encode_call.h": "no vendor's server speaks it",
        "encode_call.cc": "no vendor's server speaks it",
        "decode_reply.h": "no vendor's server speaks it",
        "decode_reply.cc": "no vendor's server speaks it",
    },
    "tmf629": {
        "fields.h": "it spells members in mapping.def, shapes.def and media_rows.h, which are of documents and not "
                    "of fields",
        "fields.cc": "the same",
        "decode_reply.h": "requests are translated, and no system is spoken to: speaking_client_of in doors/client.h",
        "decode_reply.cc": "the same",
    },
    "mcp": {
        "fields.h": "it carries requests of other doors, in their spellings",
        "fields.cc": "it carries requests of other doors, in their spellings",
        "encode_call.h": "nothing is translated into it",
        "encode_call.cc": "nothing is translated into it",
        "decode_reply.h": "nothing is translated into it",
        "decode_reply.cc": "nothing is translated into it",
    },
}

# What each dialect has outside of its folder, so that it is documented, tested and measured. Those of
# vendors only: the native door has no document of others to be compared with.
ELSEWHERE = {
    "README.md": (r"^\| {name} \|", "needs a row in its table of dialects"),
    "bench/requests/{name}.http": ("", "is the update that the benchmarks send"),
}
OF_VENDORS = {
    "tests/conformance/{name}.table": ("", "is the table of what its fields take"),
    "tests/conformance/matrix_{name}.py": ("", "plays that table"),
    "tests/conformance/golden/{name}": ("", "holds its conversations"),
}
NATIVE = "native"
# A door without words for single fields, as one that carries requests of the others: there is nothing to
# benchmark or to put into tables.
OF_ENVELOPES = {"README.md": ELSEWHERE["README.md"]}

# Programs with a word for each dialect take the list from tests/clients/door_list.py, so that they
# fail when one is missing. These name all of them for another reason.
WALKERS = re.compile(r"\bdoor_list\b|\bdialects\.listed\b")
NOT_A_LIST = {
    "tests/conformance/edges.py": "its cases are decisions of single dialects",
    "tests/laws/dialects.py": "this law",
}

LINE = re.compile(r"^#include DOOR_FILE\((\w+)\)$", re.MULTILINE)
CAPTURED = re.compile(r"\bcaptured\s*(?:\[|\.\s*(?:front|back|at)\b)")
NAME = re.compile(r"^DOOR\((\w+)\)$", re.MULTILINE)


def listed(root):
    """The dialects of doors.def, in its order."""
    return LINE.findall((root / "src/doors/doors.def").read_text())


def vendors(root):
    """Those with words of their vendor for fields."""
    return [name for name in listed(root) if "fields.h" not in EXCEPTIONS.get(name, {})]


def lacking(root):
    """What a dialect lacks outside of its folder, as `path: why`."""
    found = []
    for name in listed(root):
        wanted = {**ELSEWHERE, **OF_VENDORS} if name in vendors(root) else OF_ENVELOPES
        if name == NATIVE:
            wanted = ELSEWHERE
        for pattern, (holds, why) in wanted.items():
            path = root / pattern.format(name=name)
            if not path.exists():
                found.append(f"{path.relative_to(root).as_posix()}: is missing: it {why}")
            elif holds and not re.search(holds.format(name=name), path.read_text(encoding="utf-8"), re.MULTILINE):
                found.append(f"{path.relative_to(root).as_posix()}: {name} {why}")
    return found


def by_hand(root):
    """Programs that list the dialects by hand, as `path: why`."""
    names = vendors(root)
    found = []
    for folder in ("tests", "bench"):
        for file in sorted((root / folder).rglob("*.py")):
            path = file.relative_to(root).as_posix()
            if "node_modules" in file.parts or path in NOT_A_LIST:
                continue
            text = file.read_text(encoding="utf-8")
            if all(re.search(rf"[\"']{name}[\"' ,]", text) for name in names) and not WALKERS.search(text):
                found.append(f"{path}: names every dialect: use each_door of tests/clients/door_list.py")
    return found


def violations(root):
    """What is wrong with the folders of the doors, as `path: why`."""
    names = listed(root)
    doors = root / "src/doors"
    found = [f"src/doors/doors.def: names {name} twice" for name in set(names) if names.count(name) > 1]
    for name in dict.fromkeys([*names, TEMPLATE]):
        found += judge(doors / name, root)
    for folder in sorted(path for path in doors.iterdir() if path.is_dir()):
        if folder.name not in {*names, TEMPLATE, *OTHERS}:
            found.append(f"src/doors/{folder.name}: is not listed in src/doors/doors.def")
    return found


def judge(folder, root):
    """What is wrong with one folder."""
    place = folder.relative_to(root).as_posix()
    if not folder.is_dir():
        return [f"{place}: is listed in src/doors/doors.def and not there"]
    excused = EXCEPTIONS.get(folder.name, {})
    found = []
    for name, what in FILES.items():
        there = (folder / name).is_file()
        if not there and name not in excused:
            found.append(f"{place}/{name}: is missing: {what}")
        if there and name in excused:
            found.append(f"{place}/{name}: is there; take it off the exceptions of tests/laws/dialects.py")
    if (folder / "door.def").is_file() and folder.name != TEMPLATE:
        named = NAME.findall((folder / "door.def").read_text())
        if named != [folder.name]:
            found.append(f"{place}/door.def: must name the door {folder.name}")
    for file in sorted(folder.rglob("*.cc")) + sorted(folder.rglob("*.h")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if CAPTURED.search(line):
                found.append(f"{file.relative_to(root).as_posix()}:{number}: a route may capture fewer segments: "
                             "use RoutedRequest::segment")
    if (folder / "door.cc").is_file() and "encode_call.h" not in excused:
        text = (folder / "door.cc").read_text()
        if not re.search(r"static_assert\(covers_every_call\(", text) or "kClient = &" not in text:
            found.append(f"{place}/door.cc: must export a client half whose table covers every call")
    if (folder / "faults.cc").is_file():
        text = (folder / "faults.cc").read_text()
        if not re.search(r"static_assert\(\s*covers_every_kind\(kFaults\)", text):
            found.append(f"{place}/faults.cc: must assert that kFaults covers every kind of error")
    return found


FAULTS = "static_assert(covers_every_kind(kFaults));\n"
CLIENT = "static_assert(covers_every_call(kRows));\nkClient = &kRows;\n"


def tree(*names, **changed):
    """A lawful tree with these dialects and the template. `changed` holds files, "one__door_def" for
    one/door.def, whose text is another, or which are not there (None)."""
    lines = "".join(f"#include DOOR_FILE({name})\n" for name in names)
    files = {"src/doors/doors.def": lines, "src/doors/shared/spelling.h": ""}
    for name in (*names, TEMPLATE):
        for file in FILES:
            if file not in EXCEPTIONS.get(name, {}):
                files[f"src/doors/{name}/{file}"] = {"door.def": f"DOOR({name})\n", "door.cc": CLIENT,
                                                     "faults.cc": FAULTS}.get(file, "")
    for key, text in changed.items():
        folder, file, ending = re.fullmatch(r"(.+?)__(.+)_(.+)", key).groups()
        files[f"src/doors/{folder}/{file}.{ending}"] = text
    return {path: text for path, text in files.items() if text is not None}


PLANTED = [
    ("two whole dialects", tree("one", "two"), None),
    ("one with what it is excused from", tree("one", "native"), None),
    *[(f"a dialect without {file}", tree("one", **{"one__" + file.replace(".", "_"): None}),
       f"one/{file}: is missing") for file in FILES],
    ("a template without faults.cc", tree("one", **{TEMPLATE + "__faults_cc": None}),
     "_template/faults.cc: is missing"),
    ("an exception that is none", tree("native", native__fields_h=""), "is there"),
    ("a folder that is not listed", tree("one", two__door_cc=""), "two: is not listed"),
    ("a door under another name", tree("one", one__door_def="DOOR(two)\n"), "must name the door one"),
    ("a door with two names", tree("one", one__door_def="DOOR(one)\nDOOR(two)\n"), "must name"),
    ("faults that are not all there", tree("one", one__faults_cc="kFaults\n"), "must assert"),
    ("a client half that is not exported", tree("one", one__door_cc="kClient\n"), "must export a client half"),
    ("a segment that may not be there",
     tree("one", one__decode_cc="auto id = routed.captured.front();\n"), "use RoutedRequest::segment"),
    ("a name that stands twice", {**tree("one"), "src/doors/doors.def":
                                  "#include DOOR_FILE(one)\n" * 2}, "names one twice"),
    ("a name without a folder", {**tree("one"), "src/doors/doors.def":
                                 "#include DOOR_FILE(one)\n#include DOOR_FILE(two)\n"},
     "two: is listed"),
]


def main():
    """Checks this tree and, so that the check itself is known to work, the planted ones."""
    report = Report()
    report.check("the dialects have one shape", violations(ROOT))
    report.check("each dialect is documented, tested and measured", lacking(ROOT))
    report.check("no program lists the dialects by hand", by_hand(ROOT))
    named = {"src/doors/doors.def": "#include DOOR_FILE(one)\n#include DOOR_FILE(two)\n"}
    for path, text, words in (
            ("tests/a.py", 'for door in ("one", "two"):\n', "a.py: names every dialect"),
            ("bench/a.py", "KINDS = {'one': 1, 'two': 2}\n", "a.py: names every dialect"),
            ("tests/a.py", 'from door_list import each_door\nKINDS = each_door({"one": 1, "two": 2})\n', None),
            ("tests/a.py", 'ask("one")\n', None)):
        report.check(f"a program with {text.splitlines()[0]}", caught({**named, path: text}, by_hand, words))
    whole = {"src/doors/doors.def": "#include DOOR_FILE(one)\n", "README.md": "| one | x |\n",
             "bench/requests/one.http": "", "tests/conformance/one.table": "",
             "tests/conformance/matrix_one.py": "", "tests/conformance/golden/one/a.case": ""}
    report.check("a dialect with all of it", caught(whole, lacking, None))
    report.check("one without its row in README.md", caught({**whole, "README.md": "| two | x |\n"}, lacking,
                                                            "README.md: one needs a row"))
    for path in list(whole)[2:]:
        report.check(f"one without {path}", caught({name: text for name, text in whole.items() if name != path},
                                                   lacking, "is missing"))
    report.check("the list is read", [] if len(listed(ROOT)) >= 5 else ["doors.def has few lines"])
    for name, files, words in PLANTED:
        report.check(name, caught(files, violations, words))
    report.end()


if __name__ == "__main__":
    main()
