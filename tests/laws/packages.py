#!/usr/bin/env python3
"""The list of Debian packages is true: what is included is on it for its purpose, and every library
that running needs is included or linked."""

import pathlib
import re
import subprocess

from report import ROOT, Report, caught

LIST = "packaging/debian-packages.txt"
# Programs that running needs, no libraries.
PROGRAMS = {"g++", "cmake", "ninja-build", "pkg-config", "ccache", "mold", "curl"}
# Folders of C++, and the purposes whose packages they may include.
FOLDERS = {"src": {"run"}, "tests": {"run", "test"}, "fuzz": {"run", "check"}, "bench": {"run", "test", "bench"}}
# What every compiler brings.
SYSTEM = re.compile(r"^(?:libc6-dev|linux-libc-dev|libstdc\+\+-\d+-dev|libgcc-\d+-dev)$")
INCLUDE = re.compile(r"^\s*#\s*include <([^>]*[/.][^>]*)>", re.MULTILINE)
PLACES = ("/usr/include", "/usr/include/x86_64-linux-gnu", "/usr/include/postgresql")
# Parts of Boost, as the list names them.
BOOST = re.compile(r"\b(Asio|Beast)\b|\bBoost\.(\w+)")


def rows(root):
    """Package, purpose and reason of each line."""
    return re.findall(r"^(\S+)[ ]+(run|test|check|bench|package)[ ]+# (.*)$", (root / LIST).read_text(), re.MULTILINE)


def includes(root, folder):
    """The headers of others that the C++ of a folder includes, with one file that does."""
    found = {}
    for file in sorted((root / folder).rglob("*")):
        if file.suffix in (".h", ".cc") and "node_modules" not in file.parts:
            for header in INCLUDE.findall(file.read_text(encoding="utf-8")):
                found.setdefault(header, file.relative_to(root).as_posix())
    return found


def owners(headers):
    """The installed package that holds each header, for those that are found."""
    paths = {}
    for header in headers:
        for place in PLACES:
            path = pathlib.Path(place, header)
            if path.exists():
                paths.update({str(path): header, str(path.resolve()): header})
    said = subprocess.run(["dpkg", "-S", *paths], capture_output=True, text=True, check=False).stdout
    return {paths[path]: package for package, path in re.findall(r"^([^:,\s]+)[^/\n]*: (/.*)$", said, re.MULTILINE)
            if path in paths}


def pkg_config_names(package):
    """The names under which pkg-config knows an installed package."""
    said = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True, check=False).stdout
    return re.findall(r"/pkgconfig/(\S+)\.pc$", said, re.MULTILINE)


def words_of_boost(root):
    """What the list says of Boost, against what src includes."""
    included = includes(root, "src")
    wrong = []
    for package, purpose, why in rows(root):
        for named in BOOST.findall(why):
            part = (named[0] or named[1]).lower()
            if purpose == "run" and not any(header.startswith(f"boost/{part}") for header in included):
                wrong.append(f"{LIST}: {package}: names {part}, and src includes nothing of it")
    return wrong


def not_listed(root):
    """Headers that are included and whose package is not on the list for that."""
    wrong = []
    for folder, purposes in FOLDERS.items():
        listed = {package for package, purpose, _ in rows(root) if purpose in purposes}
        included = includes(root, folder)
        for header, package in owners(included).items():
            if not SYSTEM.match(package) and package not in listed:
                file = included[header]
                wrong.append(f"{file}: includes {header} of {package}, which {LIST} does not name for {folder}")
    return wrong


def not_needed(root):
    """Libraries on the list for running that are neither included, nor linked, nor read by a tool."""
    used = set(owners(includes(root, "src")).values())
    linked = (root / "cmake/modules.cmake").read_text()
    tools = "".join(file.read_text() for file in sorted((root / "tools").iterdir()) if file.is_file())
    return [f"{LIST}: {package}: is not needed to run" for package, purpose, _ in rows(root)
            if purpose == "run" and package not in PROGRAMS and package not in used and package not in tools
            and not any(re.search(rf"[\s;]{re.escape(name)}[\s;)]", linked) for name in pkg_config_names(package))]


TREE = {LIST: "libboost-dev   run   # Asio: sockets\n",
        "src/a.cc": "#include <boost/asio/ip/tcp.hpp>\n"}


def main():
    """Checks this tree and, so that the check itself is known to work, the planted ones."""
    report = Report()
    report.check("the list is read", [] if len(rows(ROOT)) > 30 else ["it has few lines"])
    report.check("the words about Boost are true", words_of_boost(ROOT))
    if pathlib.Path("/usr/bin/dpkg").exists():
        report.check("dpkg is read", [] if owners(["sqlite3.h"]) in ({}, {"sqlite3.h": "libsqlite3-dev"}) else ["wrong"])
        report.check("what is included is on the list", not_listed(ROOT))
        report.check("what is on the list is needed", not_needed(ROOT))
    report.check("planted: a part that is included", caught(TREE, words_of_boost, None))
    report.check("planted: a part that is not", caught({**TREE, LIST: "libboost-dev   run   # Asio, Boost.JSON\n"},
                                                       words_of_boost, "names json"))
    report.end()


if __name__ == "__main__":
    main()
