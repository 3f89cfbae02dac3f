#!/usr/bin/env python3
"""`init` and `version --json` as an operator uses them: settings that are written, a password that is
asked for twice, an API key that is printed once."""

import json
import os
import pathlib
import pty
import re
import stat
import subprocess
import tempfile

import harness
from harness import Native
from newcomer import Served

PASSWORD = "correct horse 12"


def patchbay(*words, **options):
    """Runs the program to its end."""
    return subprocess.run([str(harness.PATCHBAY), *words], capture_output=True, text=True, timeout=120,
                          check=False, **options)


def on_a_terminal(words, typed):
    """Runs the program on a terminal. `typed` is what somebody types at each question. Returns the
    exit code and what the terminal showed."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(str(harness.PATCHBAY), [str(harness.PATCHBAY), *words])
    shown, waiting = "", list(typed)
    while True:
        try:
            part = os.read(terminal, 4096).decode()
        except OSError:  # how Linux says that the other side is closed
            break
        if not part:
            break
        shown += part
        if waiting and shown.endswith(": "):
            os.write(terminal, (waiting.pop(0) + "\n").encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown


def a_password_twice(report, folder):
    """A mistyped password makes no store."""
    data = str(folder / "typed")
    words = ["init", "--data", data, "--user", "alice"]
    code, shown = on_a_terminal(words, [PASSWORD, PASSWORD + "3"])
    report.case("two passwords that differ are refused", code == 2 and "differ" in shown, got=shown)
    report.case("and make nothing", not pathlib.Path(data).exists(), got=shown)
    report.case("a password is not shown", PASSWORD not in shown, got=shown)
    code, shown = on_a_terminal(words, [PASSWORD, PASSWORD])
    report.case("the same password twice makes the store", code == 0, got=shown)
    code, shown = on_a_terminal(["user", "passwd", "--data", data, "alice"], ["another horse 12", "x"])
    report.case("so does `user passwd` ask twice", code == 2 and "differ" in shown, got=shown)


def settings(report, folder):
    """The file that init writes holds what was given, and the rest as comments."""
    config = folder / "made.toml"
    words = ("init", "--config", str(config), "--data", "here", "--listen", "127.0.0.1:0",
             "--log.requests", "false", "--api-key", "first", "--user", "robot")
    made = patchbay(*words, cwd=folder)
    report.case("init with an API key", made.returncode == 0, words, 0, made.stderr)
    text = config.read_text()
    report.case("the folder stands with its whole path", f'data = "{folder}/here"\n' in text, got=text)
    report.case("a flag is no text", "\nrequests = false\n" in text, got=text)
    report.case("a default stays a comment", '\n# level = "info"\n' in text, got=text)
    lines = [line for line in text.splitlines() if line and line[0] not in "#["]
    report.equal("nothing else is set", 3, len(lines), lines)
    report.equal("only the owner reads it", 0o600, stat.S_IMODE(config.stat().st_mode))
    example = re.sub(r"^# ((?:listen|data|requests) = ).*$", "", patchbay("docs", "settings").stdout,
                     flags=re.MULTILINE)
    report.equal("every setting stands there with its meaning",
                 [line for line in example.splitlines() if line],
                 [line for line in text.splitlines() if line and line not in lines])
    keys = re.findall(r"shown this once: (\S+)", made.stdout)
    report.equal("one key is printed", 1, len(keys), made.stdout)
    with Served("--config", str(config)) as server:
        reply = Native(server, "robot", keys[0]).call("GET", "/me")
        report.equal("and lets in", 200, reply.status, reply)
        system = Native(server, "robot", keys[0]).call("GET", "/system").json()
        metrics = Native(server).http.send("GET", "/metrics").text
        said = json.loads(patchbay("version", "--json").stdout)
        report.equal("the API says the same version", said["version"], system["version"], system)
        report.case("the metrics say the same version",
                    f'patchbay_build_info{{version="{said["version"]}"}} 1' in metrics,
                    got=metrics[:300])
    again = patchbay("init", "--config", str(config))
    report.case("a second init changes nothing", again.returncode == 2 and config.read_text() == text,
                got=again.stdout + again.stderr)


def refusals(report, folder):
    """What cannot be made is refused before anything is made."""
    data = folder / "none"
    nowhere = patchbay("init", "--data", str(data), "--config", str(folder / "no/such/file.toml"))
    report.case("settings that cannot be written", nowhere.returncode == 2 and not data.exists(),
                got=nowhere.stderr)
    if os.geteuid() == 0:
        data.mkdir(mode=0o700)
        os.chown(data, 65534, 65534)
        foreign = patchbay("init", "--data", str(data))
        report.case("root makes no store for another user",
                    foreign.returncode == 2 and "runuser -u nobody" in foreign.stderr
                    and not list(data.iterdir()), got=foreign.stderr)


def version(report, _):
    """`version --json` names the version, the commit, the schema and the libraries."""
    said = json.loads(patchbay("version", "--json").stdout)
    declared = re.search(r"project\(patchbay VERSION ([0-9.]+)",
                         (harness.ROOT / "CMakeLists.txt").read_text())[1]
    report.equal("the version of the project", declared, said["version"])
    report.equal("version without --json", f"patchbay {declared}\n", patchbay("version").stdout)
    report.case("a commit", re.fullmatch(r"[0-9a-f]{40}(-changed)?|unknown", said["commit"]), got=said)
    report.case("a schema", isinstance(said["schema"], int) and said["schema"] > 0, got=said)
    report.case("libraries", {"sqlite", "openssl", "icu", "libpq"} <= set(said["libraries"])
                and all(re.match(r"\d+\.\d+", each) for each in said["libraries"].values()), got=said)


def main():
    """A separate program."""
    report = harness.Report()
    with tempfile.TemporaryDirectory(prefix="patchbay-init-") as folder:
        for part in (version, settings, a_password_twice, refusals):
            report.guard(part.__name__, part, report, pathlib.Path(folder))
    report.end()


if __name__ == "__main__":
    main()
