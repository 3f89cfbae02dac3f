#!/usr/bin/env python3
"""What is linked may be linked: docs/licences.md lists every library with the licence that Debian's
copyright file names, every npm package of the console with the licence that the lock file names, and
only licences that Apache-2.0 goes with."""

import json
import pathlib
import re

from report import ROOT, Report, caught

LIST = "packaging/debian-packages.txt"
PAGE = "docs/licences.md"
LICENCE = "LICENSE"
LOCK = "console/package-lock.json"

# Licences, as Debian's copyright files name them, whose conditions a program under Apache-2.0 keeps.
ALLOWED = {"Apache-2.0", "BSD-2-Clause", "BSD-3-clause", "BSD-3-clause or GPL-2", "BSD-3-google", "BSL-1.0", "Expat",
           "Expat with embedded exception", "ISC", "MIT", "PostgreSQL", "Zlib", "public-domain"}

# What running needs and what becomes no part of the program.
BESIDE = {"g++", "cmake", "ninja-build", "pkg-config", "ccache", "mold", "curl"}


def needed(root):
    """The packages that running needs."""
    return re.findall(r"^(\S+)\s+run\s", (root / LIST).read_text(), re.MULTILINE)


def bundled(root):
    """The npm packages that become part of the console: package, licence."""
    if not (root / LOCK).is_file():
        return {}
    packages = json.loads((root / LOCK).read_text())["packages"]
    return {path.rpartition("node_modules/")[2]: each.get("license", "nothing")
            for path, each in packages.items() if path and not each.get("dev")}


def listed(root):
    """What the page says of Debian's packages: package, licence."""
    return rows(root, is_npm=False)


def rows(root, is_npm):
    """The rows of one table of the page: package, licence."""
    text = (root / PAGE).read_text()
    before, _, after = text.partition("| npm package |")
    return dict(re.findall(r"^\| `([^`]+)` \|[^|]*\| ([^|]+?) \|", after if is_npm else before,
                           re.MULTILINE))


def violations(root):
    """What the page lacks, or says without need, or must not say."""
    packages, page = needed(root), listed(root)
    wrong = [f"{package}: {PAGE} does not list it" for package in packages
             if package not in page and package not in BESIDE]
    wrong += [f"{package}: {PAGE} lists it, and {LIST} does not need it to run"
              for package in page if package not in packages]
    wrong += [f"{package}: {licence} is not a licence that we have looked at"
              for package, licence in page.items() if licence not in ALLOWED]
    npm, page = bundled(root), rows(root, is_npm=True)
    wrong += [f"{package}: {PAGE} does not list it with its licence {licence}"
              for package, licence in npm.items() if page.get(package) != licence]
    wrong += [f"{package}: {PAGE} lists it, and the console holds nothing of it"
              for package in page if package not in npm]
    wrong += [f"{package}: {licence} is not a licence that we have looked at"
              for package, licence in npm.items() if licence not in ALLOWED]
    if "Apache License" not in (root / LICENCE).read_text():
        wrong.append(f"{LICENCE}: is not the Apache License")
    return wrong


def named_by_debian(package):
    """The licence of most files of an installed package; nothing where it is not installed."""
    file = pathlib.Path("/usr/share/doc", package, "copyright")
    if not file.exists():
        return None
    for part in re.split(r"\n\s*\n", file.read_text(errors="replace")):
        if re.search(r"^Files:\s*\*\s*$", part, re.MULTILINE):
            found = re.search(r"^License:\s*(.*?)\s*$", part, re.MULTILINE)
            return found[1] if found else "nothing"
    return "nothing"


def differing(root):
    """Installed packages whose own copyright file names another licence than the page."""
    out = []
    for package, licence in listed(root).items():
        said = named_by_debian(package)
        if said not in (None, licence):
            out.append(f"{package}: {PAGE} says {licence}, Debian says {said}")
    return out


ROW = "| `libx-dev` | x | MIT | permissive |\n"
NPM = "| npm package | |\n| `@a/b` | x | MIT | permissive |\n"
PINNED = '{"packages":{"":{},"node_modules/@a/b":{"license":"MIT"},"node_modules/c":{"dev":true}}}'
GOOD = {LIST: "libx-dev   run   # x\ncurl   run   # beside\nopenssl   test   # y\n", PAGE: ROW + NPM,
        LOCK: PINNED, LICENCE: "Apache License"}


def main():
    """Checks this tree and, so that the check itself is known to work, the planted ones."""
    report = Report()
    report.check("libraries have their licences", violations(ROOT))
    report.check("Debian names the same licences", differing(ROOT))
    report.check("Debian's files are read",
                 [] if named_by_debian("libsqlite3-dev") in (None, "public-domain") else ["wrong"])
    for change, words in (({}, None), ({PAGE: NPM}, "does not list it"),
                          ({LIST: "curl   run   # beside\n"}, "does not need it"),
                          ({PAGE: ROW.replace("MIT", "GPL-3") + NPM}, "have looked at"),
                          ({PAGE: ROW}, "does not list it with its licence"),
                          ({PAGE: ROW + NPM.replace("MIT", "ISC")}, "does not list it with its"),
                          ({LOCK: '{"packages":{}}'}, "the console holds nothing of it"),
                          ({LICENCE: "MIT"}, "is not the Apache License")):
        report.check(f"planted: {words or 'lawful'}", caught({**GOOD, **change}, violations, words))
    report.end()


if __name__ == "__main__":
    main()
