#!/usr/bin/env python3
"""The default of a setting stands in its row and nowhere else: no struct that takes it repeats a value,
and no file writes it as text."""

import re

from report import ROOT, Report, caught

TABLE = "src/app/config/settings.def"
# kind: which argument is the default, which the member
ARGUMENTS = {"TEXT": (2, 3), "WHOLE": (4, 5), "SECONDS": (4, 5), "FLAG": (2, 3), "WORD_FLAG": (3, 5), "WORD": (3, 4)}
ROW = re.compile(r"^(TEXT|WHOLE|SECONDS|FLAG|WORD_FLAG|WORD)\((.*)\)$", re.MULTILINE)
ARGUMENT = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^",]*)\s*(?:,|$)')
# What a member may be made with: nothing that a caller could take for a default.
NOTHING = re.compile(r"^(?:0|false|nullptr|\"\"|std::string\(\)|)$")
# The demo's customers have amounts in euros, whatever the currency of a new store is.
TEXT_MAY = ("src/app/seed/",)


def rows(root):
    """(kind, name, member, default) of each setting."""
    found = []
    for file in [root / TABLE, *sorted((root / "src/doors").glob("*/settings.def"))]:
        if not file.is_file():
            continue
        for kind, text in ROW.findall(file.read_text(encoding="utf-8")):
            arguments = [argument.strip() for argument in ARGUMENT.findall(text)]
            default, member = (arguments[place] for place in ARGUMENTS[kind])
            found.append((kind, f"{arguments[0]}.{arguments[1]}", member.split(".")[-1], default))
    return found


def violations(root):
    """The places that repeat a default, as `file:line: why`."""
    settings = rows(root)
    members = {member: name for _, name, member, _ in settings}
    texts = {default: name for kind, name, _, default in settings if kind == "TEXT" and default != '""'}
    declared = re.compile(rf"\b({'|'.join(map(re.escape, members))})\s*(?:=\s*([^;]*?)|\{{([^}}]*)\}})\s*;")
    found = []
    for file in sorted((root / "src").rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.suffix not in (".h", ".cc"):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            line = re.sub(r"\s*//.*", "", line)
            for member, equal, braced in declared.findall(line) if file.suffix == ".h" else ():
                # The threads of the system are no number of them.
                if not NOTHING.match(equal or braced) and not equal.startswith("system_threads()"):
                    found.append(f"{path}:{number}: {member} repeats a default: that of {members[member]} stands in {TABLE}")
            for text, name in texts.items():
                if text in line and not path.startswith(TEXT_MAY):
                    found.append(f"{path}:{number}: {text} is the default of {name}: take it from standard_config()")
    return found


ROWS = ('TEXT(store, data, "./data", data, "A folder.")\n'
        'WHOLE(store, lanes, 0, 16, 2, writes.lanes, "Queues, and more.")\n'
        'SECONDS(server, body_timeout_s, 1, 9, 3, limits.body_timeout, "Seconds.")\n')
PLANTED = [
    ("a member with a value", "a.h", "  int lanes = 2;\n", "a.h:1: lanes repeats a default"),
    ("a duration with a value", "a.h", "  std::chrono::milliseconds body_timeout{3'000};\n", "body_timeout repeats"),
    ("a member without one", "a.h", "  int lanes = 0;  // lanes = 2 in the table\n", None),
    ("a duration without one", "a.h", "  std::chrono::milliseconds body_timeout{};\n", None),
    ("another member", "a.h", "  int lanes_used = 2;\n", None),
    ("an assignment in code", "a.cc", "  options.lanes = 2;\n", None),
    ("the default as text", "a.cc", '  std::string folder = "./data";\n', "take it from standard_config()"),
    ("it in a sentence", "a.cc", '  say("for example ./data");\n', None),
]


def main():
    """Checks this tree and, so that the check itself is known to work, the planted ones."""
    report = Report()
    report.check("the table is read", [] if len(rows(ROOT)) > 40 else [f"{len(rows(ROOT))} rows"])
    report.check("a default stands once", violations(ROOT))
    for name, file, text, words in PLANTED:
        report.check(f"planted: {name}", caught({TABLE: ROWS, f"src/app/{file}": text}, violations, words))
    report.end()


if __name__ == "__main__":
    main()
