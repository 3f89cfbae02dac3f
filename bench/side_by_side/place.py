"""Paths: this checkout, its benchmark programs, and scratch folders."""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# The preset's build folder with the programs to measure.
BUILD = ROOT / "build" / os.environ.get("BENCH_PRESET", "bench")
SCRATCH = BUILD / "scratch"
PEERS = ROOT / "bench" / "peers"
START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 20


class Unavailable(Exception):
    """Parts of a contestant are not on this machine. The text names them."""


def say(text):
    """Prints a line of progress. Only results go to standard output."""
    print(text, file=sys.stderr, flush=True)


def run(command, **options):
    """Runs a command that must succeed. Returns its standard output."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          check=False, **options)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: "
                           f"{done.stderr.strip()[-2000:]}")
    return done.stdout


def copy(source, target):
    """Copies a folder or file, sharing blocks if the file system can."""
    shutil.rmtree(target, ignore_errors=True)
    run(["cp", "--recursive", "--reflink=auto", source, target])
    # Writes the copy to disk now, so that this does not slow the measurement.
    os.sync()
    return target


def free_port():
    """A free port."""
    with socket.socket() as link:
        link.bind(("127.0.0.1", 0))
        return link.getsockname()[1]


def tree_s(pid):
    """The processor time, in seconds, of a process and of all that it started, also of those that
    have ended and were waited for. 0 if there is none."""
    ticks, children = {}, {}
    for folder in pathlib.Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        ticks[int(folder.name)] = sum(map(int, fields[11:15]))
        children.setdefault(int(fields[1]), []).append(int(folder.name))
    todo, total = [pid], 0
    while todo:
        each = todo.pop()
        total += ticks.get(each, 0)
        todo += children.get(each, [])
    return total / os.sysconf("SC_CLK_TCK")


def debian_version(package):
    """The installed version of a Debian package; raises Unavailable if it is not installed."""
    done = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", package],
                          capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        raise Unavailable(f"{package} is not installed")
    return done.stdout


class Process:
    """A server process: `with Process(command) as process`. Ended by its id."""

    def __init__(self, command, log, port=0, **options):
        self.command = [str(part) for part in command]
        self.log = pathlib.Path(log)
        self.port = port
        self.options = options
        self.process = None

    def __enter__(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL,
                                            stdout=subprocess.PIPE if not self.port else log,
                                            stderr=log, start_new_session=True, **self.options)
        try:
            if self.port:
                self._await_port()
            else:
                self._read_port()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _told(self):
        return self.log.read_text(errors="replace")[-1500:]

    def _await_port(self):
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.005)
        raise RuntimeError(f"{self.command} does not serve: {self._told()}")

    def _read_port(self):
        watch = threading.Timer(START_TIMEOUT_S, self.process.kill)
        watch.start()
        for line in self.process.stdout:
            if found := re.search(rb"http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                break
        watch.cancel()
        if not self.port:
            raise RuntimeError(f"{self.command} printed no address: {self._told()}")
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def memory_mib(self, what="VmRSS"):
        """Resident memory now (VmRSS) or the peak (VmHWM), in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"^{what}:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024
