#!/usr/bin/env python3
"""Modules of src/ include only what the table in ARCHITECTURE.md allows: layers point down."""

import pathlib
import re
import sys

from report import ROOT, Report, caught

# module: what it may include beside itself. "x/" is everything below x, "x/*" the files directly in
# x, anything else one file.
MODULES = {
    "base": [],
    "record": ["base/"],
    "wire": ["base/"],
    "http": ["base/"],
    "store": ["record/", "base/"],
    "core": ["store/*", "record/", "base/"],
    "doors": ["record/", "wire/", "http/message.h", "http/accepted.h", "base/"],
    "reach": ["store/*", "doors/client.h", "doors/event_format.h", "core/call/call.h", "http/client.h", "http/message.h", "http/url.h",
              "record/", "wire/", "base/"],
    "app": ["reach/", "doors/", "core/", "store/", "record/", "http/", "wire/", "base/"],
    "cli": [""],
}

# The part of core that doors see: values only.
CORE_VALUES = ["core/call/call.h", "core/call/list_order.h", "core/call/outcome.h", "core/call/privilege.h", "core/call/system.h",
               "core/call/system_calls.h", "core/call/trace.h", "core/call/traffic.h", "core/call/transfer_calls.h",
               "core/call/webhook_calls.h"]

# The hand-written list of dialects, the only file of doors that names all of them.
DOOR_LIST = re.compile(r"doors/doors\.(cc|h|def)")

# Headers of other projects that only some modules include, so that a library can be replaced in one
# place and heavy headers are compiled rarely. app may include all of them,
# and the command that prints their versions.
OUTSIDE = {
    "boost/asio": ["http/"],
    "boost/beast": ["http/"],
    "boost/json": ["wire/"],
    "openssl/": ["http/", "base/digest.cc"],
    "expat": ["wire/"],
    "sqlite3": ["store/sqlite/"],
    "libpq": ["store/postgresql/"],
    "unicode/": ["base/", "record/", "wire/", "cli/remote/"],
    "zlib": ["http/"],
    "zstd": [],
    "re2/": ["record/"],
    "spdlog/": [],
    "CLI/": ["cli/"],
    "toml++/": ["cli/remote/"],
    "jq.h": ["cli/remote/"],
    "prometheus/": [],
}

INCLUDE = re.compile(r"^\s*#\s*include\s*([<\"])([^>\"]+)[>\"]", re.MULTILINE)


def fits(path, pattern):
    """Whether `path` matches a pattern of MODULES."""
    if pattern.endswith("/*"):
        return str(pathlib.PurePosixPath(path).parent) == pattern[:-2]
    return path.startswith(pattern) if pattern.endswith("/") or not pattern else path == pattern


def allowed(path):
    """What the file `path` (below src/) may include, as patterns."""
    module, *rest = path.split("/")
    if module != "doors":
        own = [f"{module}/"]
    elif len(rest) > 1:
        own = ["doors/*", "doors/shared/", f"doors/{rest[0]}/", *CORE_VALUES]
    elif DOOR_LIST.fullmatch(path):
        own = ["doors/", *CORE_VALUES]
    else:
        own = ["doors/*", "doors/shared/", *CORE_VALUES]
    if path in CORE_VALUES:
        return ["record/", "base/", *CORE_VALUES]
    return own + MODULES[module]


def violations(root):
    """Every forbidden include below root/src, as `file:line: why`."""
    source = root / "src"
    found = []
    for file in sorted(source.rglob("*")):
        if file.suffix not in (".h", ".cc", ".def"):
            continue
        path = file.relative_to(source).as_posix()
        module = path.split("/")[0]
        if module not in MODULES or "/" not in path:
            found.append(f"src/{path}: stands in no module of the table")
            continue
        text = file.read_text()
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start(2)) + 1
            wrong = judge(source, path, match[1] == '"', match[2])
            if wrong:
                found.append(f"src/{path}:{line}: {wrong}")
    return found


def judge(source, path, quoted, name):
    """Why the file `path` may not include `name`, or None."""
    ours = (source / name).is_file()
    if ours and not quoted:
        return f"<{name}> is ours: write it in quotes"
    if quoted and not ours:
        return f'"{name}" is no file below src/: write paths from there'
    if ours:
        if any(fits(name, pattern) for pattern in allowed(path)):
            return None
        return f"may not include {name}"
    for prefix, modules in OUTSIDE.items():
        if name.startswith(prefix) and not any(fits(path, module) for module in [*modules, "app/", "cli/version.cc"]):
            return f"<{name}> belongs to {' and '.join([*modules, 'app/'])}"
    return None


BELOW = {
    "src/base/b.h": "", "src/record/r.h": "", "src/wire/w.h": "", "src/http/message.h": "",
    "src/http/server.h": "", "src/store/s.h": "", "src/store/sqlite/q.h": "", "src/core/call/call.h": "",
    "src/core/service.h": "", "src/doors/door.h": "", "src/doors/one/a.h": "",
    "src/doors/two/a.h": "", "src/app/a.h": "", "src/cli/c.h": "",
}

# file, what it includes, and whether the law must report it.
PLANTED = [
    ("base/x.h", '"record/r.h"', "may not include record/r.h"),
    ("record/x.h", '"wire/w.h"', "may not include wire/w.h"),
    ("wire/x.cc", '"http/message.h"', "may not include http/message.h"),
    ("http/x.cc", '"record/r.h"', "may not include record/r.h"),
    ("store/x.cc", '"core/call/call.h"', "may not include core/call/call.h"),
    ("core/x.cc", '"store/sqlite/q.h"', "may not include store/sqlite/q.h"),
    ("core/x.cc", '"http/message.h"', "may not include http/message.h"),
    ("core/call/outcome.h", '"store/s.h"', "may not include store/s.h"),
    ("doors/one/x.cc", '"store/s.h"', "may not include store/s.h"),
    ("doors/one/x.cc", '"core/service.h"', "may not include core/service.h"),
    ("doors/one/x.cc", '"http/server.h"', "may not include http/server.h"),
    ("doors/one/x.cc", '"doors/two/a.h"', "may not include doors/two/a.h"),
    ("doors/x.cc", '"doors/two/a.h"', "may not include doors/two/a.h"),
    ("doors/x.cc", '"app/a.h"', "may not include app/a.h"),
    ("doors/shared/x.cc", '"doors/two/a.h"', "may not include doors/two/a.h"),
    ("app/x.cc", '"cli/c.h"', "may not include cli/c.h"),
    ("extra/x.cc", '"base/b.h"', "stands in no module"),
    ("x.cc", '"base/b.h"', "stands in no module"),
    ("record/x.cc", '"r.h"', "no file below src/"),
    ("record/x.cc", '"../base/b.h"', "write paths from there"),
    ("record/x.cc", "<base/b.h>", "write it in quotes"),
    ("record/x.def", '"wire/w.h"', "may not include wire/w.h"),
    ("doors/one/x.cc", "<boost/beast/core.hpp>", "belongs to http/"),
    ("store/x.cc", "<sqlite3.h>", "belongs to store/sqlite/"),
    ("store/sqlite/x.cc", "<libpq-fe.h>", "belongs to store/postgresql/"),
    ("core/x.cc", "<spdlog/spdlog.h>", "belongs to app/"),
    ("store/x.cc", '"record/r.h"', None),
    ("core/x.cc", '"store/s.h"', None),
    ("doors/one/x.cc", '"doors/one/a.h"', None),
    ("doors/one/x.cc", '"core/call/call.h"', None),
    ("doors/doors.cc", '"doors/two/a.h"', None),
    ("app/x.cc", '"store/sqlite/q.h"', None),
    ("app/x.cc", "<toml++/toml.h>", None),
    ("wire/x.cc", "<expat.h>", None),
    ("record/x.cc", "<vector>", None),
]


def main():
    """Checks this tree, and planted ones to prove that the check works."""
    report = Report()
    report.check("src keeps its layers", violations(ROOT))
    if sys.argv[1:] != ["--tree"]:
        for path, include, words in PLANTED:
            files = {**BELOW, f"src/{path}": f"// One.\n#include {include}\n"}
            report.check(f"{path} with {include}", caught(files, violations, words))
    report.end()


if __name__ == "__main__":
    main()
