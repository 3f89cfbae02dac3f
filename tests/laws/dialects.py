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
    },
}

LINE = re.compile(r"^#include DOOR_FILE\((\w+)\)$", re.MULTILINE)
NAME = re.compile(r"^DOOR\((\w+)\)$", re.MULTILINE)


def listed(root):
    """The dialects of doors.def, in its order."""
    return LINE.findall((root / "src/doors/doors.def").read_text())


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
    if (folder / "faults.cc").is_file():
        text = (folder / "faults.cc").read_text()
        if not re.search(r"static_assert\(\s*covers_every_kind\(kFaults\)", text):
            found.append(f"{place}/faults.cc: must assert that kFaults covers every kind of error")
    return found


FAULTS = "static_assert(covers_every_kind(kFaults));\n"


def tree(*names, **changed):
    """A lawful tree with these dialects and the template. `changed` holds files, "one__door_def" for
    one/door.def, whose text is another, or which are not there (None)."""
    lines = "".join(f"#include DOOR_FILE({name})\n" for name in names)
    files = {"src/doors/doors.def": lines, "src/doors/shared/spelling.h": ""}
    for name in (*names, TEMPLATE):
        for file in FILES:
            if file not in EXCEPTIONS.get(name, {}):
                files[f"src/doors/{name}/{file}"] = {"door.def": f"DOOR({name})\n",
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
    report.check("the list is read", [] if len(listed(ROOT)) >= 5 else ["doors.def has few lines"])
    for name, files, words in PLANTED:
        report.check(name, caught(files, violations, words))
    report.end()


if __name__ == "__main__":
    main()
