"""A server whose cost is counted, and the counters beside it."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench" / "side_by_side"))

from place import BUILD, SCRATCH, Process, Unavailable, copy, run  # noqa: E402

CUSTOMERS = 500
FIRST = 1000  # kFirst of bench/fill/customer.h
LAYOUT = "=3Q"  # Counts of bench/cost/counts.cc
FRAME_BYTES = 24 + 4096  # of one page in the log
ATTACH_S = 30
# Times as many requests in a window of a kind that writes. Every eighth or sixteenth change merges parts of
# the index of words, which costs as much as several changes, so windows are multiples of sixteen requests.
# System calls are few at a merge, and a longer window meets more of the work that a timer begins.
LONGER = 4


def store():
    """A fresh copy of a folder with few customers, always the same."""
    filled = SCRATCH / "cost" / "filled"
    if not filled.is_dir():
        half = filled.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        half.parent.mkdir(parents=True, exist_ok=True)
        run([BUILD / "fill", half, "--customers", CUSTOMERS])
        half.rename(filled)
    return copy(filled, SCRATCH / "cost" / "data")


class Server:
    """Patchbay as it is shipped, but that it keeps no recent requests, which are written at times of
    their own. One connection asks it."""

    def __init__(self, process):
        self.pid = process.process.pid
        self.port = process.port
        self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        self.turn = 0
        self.token = ""

    def sign_in(self):
        """Takes a token for the requests that need one."""
        status, body = self._ask("POST", "/v1/tokens", {"Content-Type": "application/json"},
                                 b'{"name":"username","password":"password"}')
        if status != 200:
            raise RuntimeError(f"signing in was answered with {status}: {body[:300]}")
        self.token = json.loads(body)["token"]

    def read_all(self):
        """Reads every customer once, so that what a server keeps of them in memory is there."""
        for number in range(FIRST, FIRST + CUSTOMERS):
            status, _ = self._ask("GET", f"/v1/customers/{number}",
                                  {"Authorization": f"Bearer {self.token}"}, None)
            if status != 200:
                raise RuntimeError(f"customer {number} was answered with {status}")

    def _ask(self, method, target, headers, body):
        self.link.request(method, target, body, headers)
        reply = self.link.getresponse()
        return reply.status, reply.read()

    def ask(self, kind, count):
        """That many requests of a kind, one after another."""
        for _ in range(count):
            self.turn += 1
            status, body = self._ask(*kind.parts(self.turn, CUSTOMERS, self.token))
            if status != kind.status or b"api-outcome>Invalid" in body or b"<fault>" in body or (
                    b'"outcome":"refused"' in body):
                raise RuntimeError(f"{kind.name} was answered with {status}: {body[:400]!r}")


@contextlib.contextmanager
def serving(before=(), environment=None):
    """A Server over a fresh store, started by a command that begins with `before`."""
    command = [*before, BUILD / "patchbay", "serve", "--data", store(), "--listen", "127.0.0.1:0",
               "--traffic.keep", "0"]
    with Process(command, SCRATCH / "cost" / "server.log",
                 env={**os.environ, **(environment or {})}) as process:
        server = Server(process)
        server.sign_in()
        server.read_all()
        yield server
        server.link.close()


class Instructions:
    """Counts instructions of the server, which callgrind runs."""

    columns = ("instructions",)
    requests, windows, longer = 8, 5, LONGER

    def __init__(self):
        if not shutil.which("callgrind_control"):
            raise Unavailable("valgrind is not installed")
        self.out = SCRATCH / "cost" / "callgrind"

    @contextlib.contextmanager
    def serving(self):
        """The server under callgrind."""
        for left in SCRATCH.glob("cost/callgrind*"):
            left.unlink()
        with serving(("valgrind", "-q", "--tool=callgrind", "--dump-line=no",
                      f"--callgrind-out-file={self.out}")) as self.server:
            self.dumps = 0
            yield self.server

    @contextlib.contextmanager
    def counting(self):
        """Counts while the context lasts; the list then holds what was counted."""
        found = []
        run(["callgrind_control", "--zero", self.server.pid])
        yield found
        run(["callgrind_control", "--dump", self.server.pid])
        self.dumps += 1
        dump = pathlib.Path(f"{self.out}.{self.dumps}")
        found.append(int(re.search(r"^totals: (\d+)$", dump.read_text(errors="replace"),
                                   re.MULTILINE)[1]))
        dump.unlink()


class Work:
    """Counts SQLite's steps and pages of the log with bench/cost/counts.cc."""

    columns = ("steps", "pages")
    requests, windows, longer = 8, 15, LONGER

    def __init__(self):
        self.library = BUILD / "libcost_counts.so"
        self.file = SCRATCH / "cost" / "counts"

    @contextlib.contextmanager
    def serving(self):
        """The server with the library loaded into it."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(bytes(struct.calcsize(LAYOUT)))
        with serving(environment={"LD_PRELOAD": str(self.library),
                                  "COST_COUNTS": str(self.file)}) as server:
            yield server
            if not self._counts()[0]:
                raise RuntimeError(f"{self.library} counted nothing")

    def _counts(self):
        steps, _, log_bytes = struct.unpack(LAYOUT, self.file.read_bytes())
        return steps, log_bytes / FRAME_BYTES

    @contextlib.contextmanager
    def counting(self):
        """Counts while the context lasts; the list then holds what was counted."""
        found = []
        before = self._counts()
        yield found
        found += [new - old for new, old in zip(self._counts(), before)]


class Calls:
    """Counts system calls of all threads with strace."""

    columns = ("calls",)
    requests, windows, longer = 10, 5, 1

    def __init__(self):
        if not shutil.which("strace"):
            raise Unavailable("strace is not installed")
        if why := not_traceable():
            raise Unavailable(why)

    @contextlib.contextmanager
    def serving(self):
        """The server alone."""
        with serving() as self.server:
            yield self.server

    @contextlib.contextmanager
    def counting(self):
        """Counts while the context lasts; the list then holds what was counted."""
        found = []
        out = SCRATCH / "cost" / "strace"
        tracer = subprocess.Popen(["strace", "-f", "-c", "-o", out, "-p", str(self.server.pid)],
                                  stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._await_attached(tracer)
            yield found
        finally:
            tracer.send_signal(signal.SIGINT)
            tracer.wait(ATTACH_S)
        found.append(calls_of(out.read_text()))

    def _await_attached(self, tracer):
        """Waits until every thread of the server is traced."""
        end = time.monotonic() + ATTACH_S
        while time.monotonic() < end and tracer.poll() is None:
            try:
                traced = [tracer_of(task) for task in
                          pathlib.Path(f"/proc/{self.server.pid}/task").iterdir()]
            except FileNotFoundError:
                continue  # a thread has ended
            if all(each == tracer.pid for each in traced):
                return
            time.sleep(0.01)
        raise RuntimeError("strace does not attach to the server")


def tracer_of(task):
    """The id of the process that traces a thread, given its folder of /proc; 0 if there is none."""
    return int(re.search(r"^TracerPid:\s+(\d+)", (task / "status").read_text(), re.MULTILINE)[1])


def not_traceable():
    """Why strace may not attach to a process of ours; nothing if it may."""
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        try:
            tracer = subprocess.Popen(["strace", "-o", "/dev/null", "-p", str(sleeper.pid)],
                                      stderr=subprocess.PIPE, text=True)
            end = time.monotonic() + ATTACH_S
            while time.monotonic() < end and tracer.poll() is None:
                if tracer_of(pathlib.Path(f"/proc/{sleeper.pid}")) == tracer.pid:
                    return None
                time.sleep(0.01)
        finally:
            sleeper.kill()
        return "strace may not attach: " + tracer.communicate(timeout=ATTACH_S)[1].strip()[-200:]


def calls_of(text):
    """The sum of the calls in the table that `strace -c` prints."""
    total = re.search(r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?total$", text, re.MULTILINE)
    return int(total[1]) if total else 0
