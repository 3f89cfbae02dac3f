#!/usr/bin/env python3
"""A private PostgreSQL cluster in a temporary folder, on a Unix socket, owned by an unprivileged
account.

As a program it prints the address of a database and keeps the cluster until its input ends, so that
it always ends with the process that started it.
"""

import atexit
import ctypes
import functools
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

# Settings for tests: a cluster is small, and its disk is memory.
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "autovacuum_naptime": "1h",
    "max_wal_size": "256MB",
    "log_min_messages": "fatal",
}


def free_port():
    """A loopback port that was free just now: PostgreSQL cannot choose one itself."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def on_tcp(settings=None, files=None):
    """A running cluster that listens on loopback, with `files` (contents by name) in its data
    folder. Tries another port if one is taken."""
    for attempt in range(5):
        cluster = Cluster({"listen_addresses": "127.0.0.1", "port": free_port(),
                           **(settings or {})})
        try:
            cluster.make()
            for name, text in (files or {}).items():
                cluster.keep(cluster.data / name, text)
            cluster.start()
            return cluster
        except RuntimeError:
            cluster.__exit__()
            if attempt == 4:
                raise
    return None


def programs():
    """The folder of PostgreSQL's server programs, the newest that is installed."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"),
                   key=lambda path: int(path.parts[4]))
    if not found:
        raise RuntimeError("PostgreSQL is not installed: packaging/debian-packages.txt names it")
    return found[-1].parent


def account():
    """The account that PostgreSQL runs as if this process is root, or None."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is no account to run PostgreSQL as")


def end_with_parent():
    """Makes the kernel end this process when its parent has ended."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


class Cluster:
    """One cluster, stopped and removed at the end of a `with`."""

    def __init__(self, settings=None, folder=None):
        memory = pathlib.Path("/dev/shm")
        parent = memory if os.access(memory, os.W_OK | os.X_OK) else None
        self.own = folder is None
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="patchbay-pg-", dir=parent))
        self.data = self.folder / "data"
        self.settings = {**SETTINGS, **(settings or {})}
        self.who = account()
        self.process = None
        if self.who:
            os.chown(self.folder, self.who.pw_uid, self.who.pw_gid)

    def run(self, program, *arguments, **how):
        """Runs one of PostgreSQL's programs to its end."""
        return subprocess.run([programs() / program, *arguments], check=True, cwd=self.folder,
                              env=self.environment(), **self.identity(), **how)

    def identity(self):
        """The arguments that make a child run as the account."""
        return {"user": self.who.pw_uid, "group": self.who.pw_gid, "extra_groups": []} \
            if self.who else {}

    def environment(self):
        """An environment without settings of another PostgreSQL."""
        keep = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**keep, "HOME": str(self.folder), "LC_ALL": "C",
                "PGPORT": str(self.settings.get("port", 5432))}

    def keep(self, path, text):
        """Writes a file that only the account can read."""
        path.write_bytes(text)
        path.chmod(0o600)
        if self.who:
            os.chown(path, self.who.pw_uid, self.who.pw_gid)

    def make(self):
        """Creates the files. Connections through the socket are trusted."""
        self.run("initdb", "-D", self.data, "-U", "patchbay", "-A", "trust", "-E", "UTF8",
                 "--locale=C", "--no-sync", "--no-instructions", stdout=subprocess.DEVNULL)

    def start(self):
        """Starts it and waits until it can be used."""
        if not self.data.exists():
            self.make()
        line = [programs() / "postgres", "-D", self.data, "-k", self.folder]
        for name, value in self.settings.items():
            line += ["-c", f"{name}={value}"]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(line, cwd=self.folder, stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, env=self.environment(),
                                            start_new_session=True, preexec_fn=end_with_parent,
                                            **self.identity())
        self.wait()

    def wait(self):
        """Waits until connections are accepted, at most a minute."""
        for _ in range(1200):
            ready = subprocess.run([programs() / "pg_isready", "-q", "-h", self.folder],
                                   env=self.environment(), check=False)
            if ready.returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"no cluster: {(self.folder / 'log').read_text()[-2000:]}")

    def stop(self, how=signal.SIGINT):
        """SIGINT: rolls back and stops cleanly. SIGQUIT: stops at once, as in a power cut."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)
        self.process = None

    def url(self, database="postgres", schema=None):
        """The address of a database, or of one schema in it."""
        host = urllib.parse.quote(str(self.folder), safe="")
        options = f"&options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql:///{database}?host={host}&user=patchbay{options}"

    def psql(self, database):
        """The command for a separate session with unaligned output."""
        return [programs() / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h",
                self.folder, "-U", "patchbay", "-d", database]

    def sql(self, text, database="postgres"):
        """The output of psql."""
        done = self.run(*self.psql(database), "-c", text, capture_output=True, text=True)
        return done.stdout.strip()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGQUIT)
        if self.own:
            shutil.rmtree(self.folder, ignore_errors=True)


@functools.cache
def cluster():
    """The PostgreSQL cluster of this program: the one in the folder CLUSTER_UNDER_TEST, or one that
    is started on first use."""
    if running := os.environ.get("CLUSTER_UNDER_TEST"):
        return Cluster(folder=running)
    made = Cluster()
    atexit.register(made.__exit__)
    made.start()
    return made


def database(name):
    """The address of an empty database called `name`."""
    cluster().sql(f'CREATE DATABASE "{name}"')
    return cluster().url(name)


def main():
    """Keeps a cluster until the input ends."""
    settings = dict(argument.split("=", 1) for argument in sys.argv[1:])
    with Cluster(settings) as cluster:
        print(cluster.url(), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
