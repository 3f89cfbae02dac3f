#!/usr/bin/env python3
"""The command line: serve, user, version and check-config as an operator uses them."""

import base64
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from door_list import DIALECTS, each_door

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("PATCHBAY", str(ROOT / "build/test/patchbay"))
passed, failed = 0, 0


def check(what, good, got=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"failed {what}\n  got {got}")


def run(*arguments, password=None, environment=None):
    return subprocess.run([BINARY, *arguments], input=password, capture_output=True, text=True, timeout=60,
                          env={**os.environ, **(environment or {})})


class Server:
    """A server on a free port; stopped by SIGTERM."""

    def __init__(self, data, *arguments):
        self.process = subprocess.Popen([BINARY, "serve", "--data", data, "--listen", "127.0.0.1:0", *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        self.url = found.group(0) if found else None

    def get(self, path, name, secret):
        request = urllib.request.Request(self.url + path)
        request.add_header("Authorization", "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode())
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            return error.code, None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        out, log = self.process.stdout.read(), self.process.stderr.read()
        return self.process.wait(timeout=30), out, log


def serve():
    with tempfile.TemporaryDirectory() as folder:
        data = folder + "/data"
        server = Server(data, "--demo")
        check("port 0 prints the port it got", server.url is not None)
        check("the demo answers", server.get("/v1/me", "username", "password")[0] == 200)
        second = run("serve", "--data", data, "--listen", "127.0.0.1:0")
        check("a second server refuses the folder and says who holds it",
              second.returncode == 2 and str(server.process.pid) in second.stderr, second.stderr)
        local = run("user", "list", "--data", data)
        check("so does the local tool", local.returncode == 2 and str(server.process.pid) in local.stderr, local.stderr)
        code, out, log = server.stop()
        check("SIGTERM ends with 0", code == 0, code)
        lines = [json.loads(line) for line in log.splitlines()]
        check("each log line is JSON with time, level and event",
              lines and all({"time", "level", "event"} <= set(line) for line in lines), log)
        check("the greeting names every demo principal",
              all(name in out for name in ("user", "administrator", "branch", "reader", "root", "outsider")), out)
        again = Server(data)
        check("what was there is there", again.get("/v1/customers/901", "root", "password")[0] == 200)
        check("a demo says so without --demo", "demo-api-key" in again.stop()[1])
        public = run("serve", "--data", data, "--listen", "0.0.0.0:0")
        check("a demo is served on loopback only, also without --demo",
              public.returncode == 2 and "loopback" in public.stderr, public.stderr)
    for address in ("0.0.0.0:0", "192.0.2.1:0"):
        with tempfile.TemporaryDirectory() as folder:
            refused = run("serve", "--demo", "--data", folder + "/data", "--listen", address)
            check(f"--demo refuses {address}", refused.returncode == 2 and "loopback" in refused.stderr, refused.stderr)


def printed():
    """The curls of the greeting work as printed."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder + "/data", "--demo")
        lines = []
        while not lines or "/history" not in lines[-1]:
            lines.append(server.process.stdout.readline())
        script = "".join(lines[lines.index(next(line for line in lines if line.startswith("# m2m"))):])
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)
        for door, sign in each_door((("m2mportal", "<api-outcome>success"), ("flolive", '"requestId"'),
                                     ("everlytic", '"item":{"id":101'), ("enswitch", '"code":"204"'),
                                     ("native", '"tax_number":"GB123456789"'))):
            check(f"the printed curl of {door}", sign in done.stdout, done.stdout + done.stderr)
        history = json.loads(done.stdout.strip().split("\n")[-1])["items"]
        check("one history tells the changes by the doors of vendors",
              [entry["door"] for entry in history] == ["tmf629", *reversed(DIALECTS)]
              and [len(entry["changes"]) for entry in history] == [1, 1, 1, 1, 2], history)
        server.stop()


def not_a_demo():
    """--demo fills an empty folder only, and the greeting names only principals that exist."""
    with tempfile.TemporaryDirectory() as folder:
        data = folder + "/data"
        code, out, log = Server(data).stop()
        check("what is no demo names no secrets", code == 0 and "demo" not in out, out)
        check("a store without a principal says so", "patchbay user add" in log and data in log, log)
        server = Server(data, "--demo")
        check("a folder in use is not filled", server.get("/v1/me", "username", "password")[0] == 401)
        _, out, log = server.stop()
        check("and is no demo", "demo" not in out and "secret" not in out, out)
        check("and says that --demo did nothing", "has data already" in log, log)


def in_memory():
    """`--data memory:` keeps nothing, and has no principals to manage."""
    server = Server("memory:", "--demo")
    check("the demo in memory answers", server.get("/v1/me", "username", "password")[0] == 200)
    code, out, _ = server.stop()
    check("it says that nothing is kept", code == 0 and "Nothing is kept" in out, out)
    listed = run("user", "list", "--data", "memory:")
    check("user refuses it", listed.returncode == 2 and "in memory" in listed.stderr, listed.stderr)
    public = run("serve", "--demo", "--data", "memory:", "--listen", "0.0.0.0:0")
    check("a demo in memory is for loopback too", public.returncode == 2 and "loopback" in public.stderr, public.stderr)


def users():
    with tempfile.TemporaryDirectory() as folder:
        data = folder + "/data"
        check("no store yet is said", "patchbay init" in run("user", "list", "--data", data).stderr)
        Server(data).stop()
        added = run("user", "add", "alice", "--role", "system owner", "--data", data, password="a long secret\n")
        check("user add", added.returncode == 0 and "alice" in added.stdout, added.stderr)
        check("a name is taken once", run("user", "add", "alice", "--role", "reseller", "--data", data,
                                          password="a long secret\n").returncode == 2)
        short = run("user", "add", "bob", "--role", "reseller", "--data", data, password="short\n")
        check("a short password is refused by name", short.returncode == 2 and "password must be" in short.stderr, short.stderr)
        wrong = run("user", "add", "bob", "--role", "reseler", "--data", data, password="a long secret\n")
        check("an unknown role is refused", wrong.returncode == 2 and "roles" in wrong.stderr, wrong.stderr)
        keyed = run("user", "add", "robot", "--role", "reseller", "--key", "script", "--data", data)
        key = re.search(r"once: (\S+)", keyed.stdout)
        check("an API key is shown once", key is not None, keyed.stdout + keyed.stderr)
        check("user list", {"alice", "robot"} <= set(run("user", "list", "--data", data).stdout.split()))
        run("user", "passwd", "alice", "--data", data, password="another secret\n")
        run("user", "lock", "robot", "--data", data)
        server = Server(data)
        check("the new password holds", server.get("/v1/me", "alice", "another secret")[0] == 200)
        check("the old one does not", server.get("/v1/me", "alice", "a long secret")[0] == 401)
        check("a locked key does not", server.get("/v1/me", "robot", key.group(1))[0] == 401)
        server.stop()
        run("user", "unlock", "robot", "--data", data)
        run("user", "remove", "alice", "--force", "--data", data)
        server = Server(data)
        check("an unlocked key does", server.get("/v1/me", "robot", key.group(1))[0] == 200)
        check("a removed one does not", server.get("/v1/me", "alice", "another secret")[0] == 401)
        server.stop()
        (pathlib.Path(data) / "sealing.key").rename(folder + "/elsewhere.key")
        lost = run("serve", "--data", data, "--listen", "127.0.0.1:0")
        check("without its key a store is not served", lost.returncode == 2 and "key file" in lost.stderr, lost.stderr)
        moved = Server(data, "--store.key_file", folder + "/elsewhere.key")
        check("with the key elsewhere it is", moved.url is not None)
        moved.stop()
        (pathlib.Path(data) / "sealing.key").write_bytes(os.urandom(32))
        (pathlib.Path(data) / "sealing.key").chmod(0o600)
        wrong = run("serve", "--data", data, "--listen", "127.0.0.1:0")
        check("another key is noticed", wrong.returncode == 2 and "sealed with" in wrong.stderr, wrong.stderr)


def words():
    version = run("version")
    check("version", version.returncode == 0 and version.stdout.startswith("patchbay "), version.stdout)
    check("check-config", run("check-config").stdout == "the configuration is good\n")
    wrong = run("check-config", "--server.threads", "0")
    check("check-config names what is wrong", wrong.returncode == 2 and "from 1 to 64" in wrong.stderr, wrong.stderr)
    near = run("check-config", environment={"PATCHBAY_SERVER_LISEN": "x"})
    check("and what is near", near.returncode == 2 and "PATCHBAY_SERVER_LISTEN" in near.stderr, near.stderr)
    last = run("check-config", "--server.threads", "0", "--server.threads", "2")
    check("the last of a repeated flag holds", last.returncode == 0, last.stderr)
    check("no subcommand is said", run().returncode == 2)


def wrong_lines():
    """Three lines: what is wrong, what is near or how it is used, and where help is."""
    for words, first, second, third in (
            (("get", "101", "--jsn"), 'patchbay get: there is no option "--jsn"', "the nearest is --json", "get --help"),
            (("get", "101", "--jsn=5"), 'patchbay get: there is no option "--jsn"', "the nearest is --json", "get --help"),
            (("gett", "101"), 'patchbay: there is no command "gett"', "the nearest is get", "patchbay --help"),
            (("get",), "patchbay get: customer is required", "usage: patchbay get [OPTION]... CUSTOMER", "get --help"),
            (("user", "ads"), 'patchbay user: there is no command', "the nearest is add", "user --help"),
            (("user", "add", "x", "--rol", "y"), 'patchbay user add: there is no option "--rol"', "the nearest is --role",
             "user add --help"),
            (("tail", "--count", "none"), "patchbay tail: ", "usage: patchbay tail", "tail --help"),
            ((), "patchbay: ", "usage: patchbay COMMAND", "patchbay --help")):
        said = run(*words)
        lines = said.stderr.splitlines()
        check(f"{words}: three lines", said.returncode == 2 and not said.stdout and len(lines) == 3
              and lines[0].startswith(first) and lines[1].startswith(second) and lines[2].startswith("see patchbay")
              and lines[2].endswith(third), said.stdout + said.stderr)
    check("help", "search" in run("help").stdout and run("help").returncode == 0)
    check("help of a command has its examples", "Examples:\n  patchbay get 101\n" in run("help", "get").stdout,
          run("help", "get").stdout)
    check("help of no command", run("help", "gett").returncode == 2 and run("help", "gett").stderr == run("gett").stderr)
    check("--version", run("--version").stdout == run("version").stdout)
    names = re.findall(r'^COMMAND\("([^"]+)"', (ROOT / "src/cli/commands.def").read_text(), re.MULTILINE)
    shown = set(re.findall(r'^EXAMPLE\("([^"]+)"', (ROOT / "src/cli/examples.def").read_text(), re.MULTILINE))
    check("every command has an example", set(names) == shown, set(names) ^ shown)


if __name__ == "__main__":
    serve()
    printed()
    not_a_demo()
    in_memory()
    users()
    words()
    wrong_lines()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
