#!/usr/bin/env python3
"""Every source file begins with its sentence, stays short, and avoids a few habits."""

import pathlib
import re
import subprocess

from report import ROOT, Report, caught

LINES_MAX = 400

# Files above LINES_MAX and the reason. A file here that has become short is reported.
LONG = {}

# The folders to which the laws apply, beside the scripts at the top.
FOLDERS = ("src", "tests", "fuzz", "bench", "tools", "cmake", "packaging", ".ci")
SCRIPTS = ("run", "test", "dev")

CPP = (".h", ".cc", ".def")
HASH = (".cmake", ".py", ".sh", ".toml", ".case")
# The last of the three is also a currency, so it only counts at the beginning of a comment.
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME)\b|(?<=// )X" r"XX\b|(?<=# )X" r"XX\b")


def sources(root):
    """The text files to check: what git would keep, or everything if there is no git."""
    if (root / ".git").exists():
        names = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout.split("\0")
        paths = [pathlib.PurePosixPath(name) for name in sorted(set(names)) if name]
    else:
        paths = sorted(pathlib.PurePosixPath(path.relative_to(root)) for path in root.rglob("*"))
    found = {}
    for path in paths:
        file = root / path
        if not (path.parts[0] in FOLDERS or str(path) in SCRIPTS) or not file.is_file():
            continue
        bytes_ = file.read_bytes()
        listed = path.name == "CMakeLists.txt" or path.parts[0] == "packaging"
        if path.suffix in CPP + HASH or listed or bytes_.startswith(b"#!"):
            found[path] = bytes_.decode("utf-8", "replace")
    return found


def head(path, text):
    """The words of the comment that the file begins with; empty if it has none."""
    lines = text.splitlines()
    if lines and lines[0].startswith("#!"):
        lines = lines[1:]
    if path.suffix == ".py" or "python" in text.split("\n", 1)[0]:
        docstring = re.match(r'"""(.*?)"""', "\n".join(lines), re.DOTALL)
        if docstring:
            return docstring[1]
    mark = "//" if path.suffix in CPP else "#"
    words = []
    for line in lines:
        if not line.startswith(mark):
            break
        words.append(line[len(mark):].strip())
    return " ".join(words)


def judge(path, text):
    """What is wrong with one file."""
    if not re.match(r"\s*\S+(?:\s+\S+)+?[.:](?:\s|$)", head(path, text)):
        yield "does not begin with a sentence that says what lives here"
    lines = text.count("\n")
    if lines > LINES_MAX and path.suffix != ".case" and str(path) not in LONG:
        yield f"has {lines} lines; split it, or name it in tests/laws/files.py with the reason"
    if lines <= LINES_MAX and str(path) in LONG:
        yield "is short again: take it off the list in tests/laws/files.py"
    for match in UNFINISHED.finditer(text):
        yield f"says {match[0]}: finish it or file it"
    if path.suffix in CPP and re.search(r"\bstd::" r"endl\b", text):
        yield r"flushes with std::endl: write '\n'"
    if path.suffix == ".h":
        if not re.search(r"^#pragma once$", text, re.MULTILINE):
            yield "has no #pragma once"
        if re.search(r"^\s*using\s+namespace\b", text, re.MULTILINE):
            yield "opens a namespace for whoever includes it"


def violations(root):
    """What is wrong with the files of a tree, as `file: why`."""
    found = sources(root)
    wrong = [f"{path}: {why}" for path, text in found.items() for why in judge(path, text)]
    wrong += [f"{path}: is listed as long but is not there"
              for path in LONG if pathlib.PurePosixPath(path) not in found and root == ROOT]
    return wrong


def unbuilt(root):
    """C++ tests in folders for which cmake/tests.cmake builds no program."""
    rules = (root / "cmake/tests.cmake").read_text()
    listed = re.search(r"foreach\(name ([^)]*)\)", rules)[1].split()
    listed += re.findall(r"/tests/(\w+)/\*\.cc", rules)
    return [f"{file.relative_to(root)}: cmake/tests.cmake builds nothing from this folder"
            for file in sorted((root / "tests").rglob("*.cc"))
            if file.relative_to(root / "tests").parts[0] not in [*listed, "support"]]


GOOD = "// What lives here, in words.\n#pragma once\nint one();\n"
TESTS_CMAKE = "# Which tests are built.\nforeach(name base wire)\n"

PLANTED = [
    ("src/base/x.h", "#pragma once\n", "does not begin"),
    ("src/base/x.cc", "\n// A sentence that comes late.\n", "does not begin"),
    ("src/base/x.cc", "// helpers\n", "does not begin"),
    ("src/base/x.def", "ROW(a)\n", "does not begin"),
    ("tests/laws/x.py", "#!/usr/bin/env python3\nimport os\n", "does not begin"),
    ("tools/x", "#!/bin/sh\nset -e\n", "does not begin"),
    ("src/base/x.h", "// What lives here, in words.\nint one();\n", "no #pragma once"),
    ("src/base/x.h", GOOD + "using namespace std;\n", "opens a namespace"),
    ("src/base/x.cc", GOOD + "out << std::" + "endl;\n", "flushes"),
    ("src/base/x.cc", GOOD + "// TO" + "DO: more\n", "finish it"),
    ("src/base/x.cc", GOOD + "// X" + "XX: more\n", "finish it"),
    ("tools/x", "#!/bin/sh\n# Does one thing well.\n# FIX" + "ME\n", "finish it"),
    ("src/base/x.cc", GOOD + "\n" * LINES_MAX, "403 lines"),
    ("src/base/x.h", GOOD, None),
    ("src/base/x.cc", GOOD + "using namespace std;\n", None),
    ("tests/laws/x.py", '#!/usr/bin/env python3\n"""Tries one thing.\n\nAt length."""\n', None),
    ("tools/x", "#!/bin/sh\n# Does one thing well.\n", None),
    ("src/base/x.cc", GOOD + 'bad("X' + 'XX");\n', None),
    ("data/x.cc", "no law here", None),
]


def main():
    """Checks this tree, and planted ones to prove that the check works."""
    report = Report()
    report.check("files keep the laws", violations(ROOT))
    report.check("every C++ test is built", unbuilt(ROOT))
    for path, text, words in PLANTED:
        report.check(f"{path}: {words or 'lawful'}", caught({path: text}, violations, words))
    for folder, words in (("wire", None), ("support", None), ("other", "builds nothing")):
        files = {"cmake/tests.cmake": TESTS_CMAKE, f"tests/{folder}/x_test.cc": GOOD}
        report.check(f"a test in {folder}", caught(files, unbuilt, words))
    report.end()


if __name__ == "__main__":
    main()
