#!/usr/bin/env python3
"""Every command on every page works as printed, and prints what the page shows behind it.

A block of a page in the language `sh` runs in a folder and with a demo of its page's own. A block
right behind it shows what it prints, where … stands for anything, and where ids, times and keys
stand for any. A block in `toml` is a configuration that is good.
"""

import collections
import contextlib
import http.server
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading

import harness
from harness import PATCHBAY, ROOT

TIMEOUT_S = 120
ADDRESS = "http://127.0.0.1:8080"
# Where a reader lets a shadow listen: here at any free port.
SHADOW = "127.0.0.1:8090"
# Where a reader has a receiver of changes.
RECEIVER = "http://127.0.0.1:9000"
# A file that commands of docs/cli.md read, and that docs/how-to/systems.md explains: the demo is the
# outside system.
SYSTEM = f"""name = "Everlytic"
dialect = "everlytic"
address = "{ADDRESS}/"
username = "administrator"
secret_file = "everlytic.secret"
match = ["external_id", "name"]
allow_addresses = "127.0.0.0/8"

[fields]
name = "review"
website = "record"
"""
STORE = "/var/lib/patchbay"
# Where operators keep things: here these folders lie within the page's own.
PLACES = (STORE, "/var/backups/patchbay", "/etc/patchbay")
# What somebody types where a command asks for a password.
TYPED = "correct horse 12\n"

# Commands that cannot run here: page, how the block begins, why.
Excuse = collections.namedtuple("Excuse", "page begins why")
EXCUSED = (
    Excuse("README.md", "./run", "builds the program; the server that it starts is the one under test"),
    Excuse("docs/start.md", "./run", "builds the program"),
    Excuse("docs/how-to/install.md", "./dev package", "builds the program"),
    Excuse("docs/how-to/install.md", "apt install|runuser|packaging/repository",
           "takes root and a clean Debian: packaging/try has one"),
    Excuse("docs/how-to/install.md", "curl .*alice",
           "takes the store of the installed package: tests/clients/newcomer.py makes one like it"),
    Excuse("docs/how-to/migrate.md", "patchbay migrate .* postgresql://",
           "takes a database of the reader's: tests/nodes/migrations.py has one"),
    Excuse("docs/how-to/postgresql.md", "patchbay serve",
           "takes machines with PostgreSQL: tests/nodes starts some"),
    Excuse("docs/cli.md", "patchbay adopt",
           "takes a store of a version without seals: tests/store/adopt_test.cc makes one"),
    Excuse("docs/cli.md", "patchbay erase",
           "takes the right of a system owner: docs/how-to/privacy.md and tests/clients/erasing.py have it"),
    Excuse("docs/performance.md", "./dev bench", "takes a quiet machine for half an hour"),
    Excuse("tests/conformance/README.md", "PATCHBAY=", "is itself a test that ./test runs"),
)

# What differs from run to run, and what stands for it.
VARIABLE = (
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[17][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b"), "‹id›"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"), "‹time›"),
    (re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"), "‹date›"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "‹hash›"),
    (re.compile(r'(?<="hash":")[0-9A-F]{16}\b'), "‹hash›"),
    (re.compile(r"(?<![\w+/-])[\w+-][\w+/-]{42,}={0,2}(?![\w+/-])"), "‹key›"),
)
# What a door says when it refuses: a page shows that where it is meant.
REFUSED = re.compile(r'^\{"type":|"errorCode": "[A-Z]|outcome>Invalid|"code":"4|^\{"error":',
                     re.MULTILINE)

Block = collections.namedtuple("Block", "line language text shows")


def blocks(text):
    """The blocks of a page; `shows` is the text of a block that follows right behind, or nothing."""
    found = []
    for match in re.finditer(r"^(`{3,})(\w*)[^\n]*\n(.*?)^\1 *$", text, re.DOTALL | re.MULTILINE):
        found.append((text.count("\n", 0, match.start()) + 1, match[2], match[3], match.start(),
                      match.end()))
    out = []
    for each, after in zip(found, [*found[1:], None]):
        is_behind = after and after[1] != "sh" and not text[each[4]:after[3]].strip("\n") and (
            text[each[4]:after[3]] == "\n")
        out.append(Block(*each[:3], after[2] if is_behind else None))
    return out


def pages():
    """Every page of the tree: path, text."""
    names = subprocess.run(["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others",
                            "--exclude-standard", "*.md"], check=True, capture_output=True,
                           text=True).stdout.split("\0")
    return {name: (ROOT / name).read_text(encoding="utf-8")
            for name in sorted(set(names)) if name and (ROOT / name).is_file()}


def excuse(page, block):
    """Why a block does not run; nothing where it runs."""
    for each in EXCUSED:
        if each.page == page and re.match(each.begins, block.text):
            return each
    return None


def shape(text):
    """Text with what differs from run to run replaced, and without blanks at the ends of lines."""
    for pattern, name in VARIABLE:
        text = pattern.sub(name, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def fits(shown, printed):
    """Whether what was printed has the shape that a page shows."""
    parts = [re.escape(part) for part in shape(shown).split("…")]
    return re.fullmatch(".*?".join(parts), shape(printed), re.DOTALL) is not None


# Stands for the installed program. A server or a shadow is stopped again once it serves.
STAND_IN = """#!/usr/bin/env python3
import os, re, signal, subprocess, sys
program, arguments = {program!r}, sys.argv[1:]
if arguments[:1] == ["shadow"] and "--help" not in arguments:
    shadow = subprocess.Popen([program, *arguments], stderr=subprocess.PIPE, text=True)
    first = shadow.stderr.readline()
    shadow.send_signal(signal.SIGTERM)
    print(first, shadow.stderr.read(), file=sys.stderr)
    sys.exit(shadow.wait() or (0 if "passes requests on" in first else 1))
if arguments[:1] != ["serve"]:
    os.execv(program, [program, *arguments])
server = subprocess.Popen([program, *arguments, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                          text=True)
first = server.stdout.readline()
print(first, end="")
server.send_signal(signal.SIGTERM)
server.stdout.read()
sys.exit(server.wait() or (0 if re.search(r"http://127", first) else 1))
"""


class Reader:
    """Somebody who follows a page, in a folder of their own and with a demo beside."""

    def __init__(self, server, folder, receiver):
        self.server = server
        self.receiver = receiver
        self.folder = folder
        for program in ("bin/patchbay", "build/release/patchbay"):
            file = folder / program
            file.parent.mkdir(parents=True)
            file.write_text(STAND_IN.format(program=str(PATCHBAY)))
            file.chmod(0o755)
        # Stands for a keyring that holds the password of the demo.
        keyring = folder / "bin/secret-tool"
        keyring.write_text("#!/bin/sh\necho password\n")
        keyring.chmod(0o755)
        (folder / "dev").symlink_to(ROOT / "dev")
        for name, text in (("everlytic.toml", SYSTEM), ("everlytic.secret", "demo-api-key-0000000000000000")):
            (folder / name).write_text(self.text(text))
            (folder / name).chmod(0o600)
        for place in PLACES:
            self.here(pathlib.Path(place)).parent.mkdir(parents=True, exist_ok=True)
        self.here(pathlib.Path(PLACES[1])).mkdir()

    def here(self, place):
        return self.folder / str(place).lstrip("/")

    def text(self, text):
        """A text of the page with the reader's own server and folder."""
        text = text.replace(ADDRESS, self.server.url).replace(SHADOW, "127.0.0.1:0").replace(RECEIVER, self.receiver)
        for place in PLACES:
            text = re.sub(rf"(?<![\w/.]){place}(?![\w])", str(self.here(place)), text)
        return text

    def follow(self, command):
        """Runs a command as printed: exit code, what it printed, and what it complained of."""
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", self.text(command)],
                              cwd=self.folder, input=TYPED, capture_output=True, text=True,
                              timeout=TIMEOUT_S, check=False,
                              env={**os.environ, "PATH": path, "HOME": str(self.folder)})
        return done.returncode, done.stdout, done.stderr


def follow(report, page, found, reader):
    """One page, from its first command to its last."""
    commands = [each for each in found if each.language == "sh" and not excuse(page, each)]
    if commands and STORE in "".join(each.text for each in commands) and not (
            re.match("patchbay init", commands[0].text)):
        reader.follow(f"patchbay init --data {STORE} --user alice")
    for each in commands:
        name = f"{page}:{each.line}: {each.text.strip().splitlines()[0][:60]}"
        code, out, err = reader.follow(each.text)
        report.case(f"{name}: ends with 0", code == 0, each.text, 0, f"{code} {err} {out}")
        if code:
            continue
        if each.shows is None:
            report.case(f"{name}: is not refused", not REFUSED.search(out), each.text, got=out)
        else:
            shown = reader.text(each.shows)
            report.case(f"{name}: prints what is shown", fits(shown, out), each.text, shape(shown),
                        shape(out))
    for each in found:
        if each.language != "toml":
            continue
        (reader.folder / "page.toml").write_text(reader.text(each.text))
        code, out, err = reader.follow("patchbay check-config --config page.toml")
        report.case(f"{page}:{each.line}: a good configuration", code == 0, each.text, 0, out + err)


class TakesAll(http.server.BaseHTTPRequestHandler):
    """Takes whatever is posted."""

    def do_POST(self):
        """Answers that it was taken."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        """Nothing is printed."""


@contextlib.contextmanager
def receiver_of_changes():
    """The address of a server that takes all that is posted."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), TakesAll) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def everything(report):
    """Every page that holds something to run; each has a server of its own."""
    ran = 0
    for page, text in pages().items():
        found = blocks(text)
        if not any(each.language in ("sh", "toml") and not excuse(page, each) for each in found):
            continue
        ran += 1
        with harness.Server(place="memory:") as server, receiver_of_changes() as receiver:
            folder = pathlib.Path(tempfile.mkdtemp(prefix="patchbay-page-"))
            try:
                report.guard(page, follow, report, page, found, Reader(server, folder, receiver))
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    report.case("several pages hold commands", ran >= 4, got=ran)


def excuses(report):
    """An excuse that no command needs any more goes."""
    every = pages()
    for each in EXCUSED:
        needed = [block for block in blocks(every.get(each.page, ""))
                  if block.language == "sh" and excuse(each.page, block) == each]
        report.case(f"{each.page}: the excuse for `{each.begins}` is needed", needed)


def itself(report):
    """The comparison finds what it must find."""
    one = '{"id":"01a22265-26a9-7686-9de5-f5f80caeeb8b","at":"2026-11-28T13:43:04.1Z"}'
    two = '{"id":"11a22265-26a9-7686-9de5-f5f80caeeb8b","at":"2026-11-29T13:43:05Z"}'
    report.case("ids and times may differ", fits(one, two))
    report.case("… stands for anything", fits("a … c", "a b\nb c") and fits("a\n…\nc", "a\nb\nb\nc"))
    report.case("other text does not fit", not fits("a … c", "a b d") and not fits("a", "a b"))
    page = "```sh\nls\n```\n```text\na\n```\n\n```sh\nls\n```\n\n```json\n{}\n```\n"
    report.equal("only what stands right behind is shown", ["a\n", None],
                 [each.shows for each in blocks(page) if each.language == "sh"])


if __name__ == "__main__":
    count = harness.Report()
    for part in (itself, excuses, everything):
        count.guard(part.__name__, part, count)
    count.end()
