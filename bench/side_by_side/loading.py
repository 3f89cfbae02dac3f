"""A load of many customers through POST /v1/bulk, beside a SQLite loop that inserts the same rows;
and verify, backup and migrate of what was loaded."""

import concurrent.futures
import contextlib
import http.client
import json
import os
import shutil
import sqlite3
import time

from bare import BareSqlite
from contestant import Contestant, Job
from doors import KEY, filled, patchbay, version
from place import BUILD, SCRATCH, Unavailable, copy, run, say
from postgresql import Cluster

BATCH = 1_024  # rows that the loop commits together
LINES_MAX = 10_000  # of a bulk that is kept in memory
MEMORY_BYTES_MAX = 1 << 20  # of its body: server.body_bytes_max as it is shipped
FIXED = {"status": "active", "type": "business", "currency": "EUR", "timezone": "Europe/London",
         "bill_type": "postpaid"}
REPLY_S = 600  # longest wait for the reply to a bulk


def customer(number):
    """The fifteen fields of a loaded customer, as bench/bare/load.cc has them."""
    return {"name": f"Loaded {number}", "account": f"A{number}", "external_id": f"E{number}",
            "bill_ref": f"B{number}", "callerid": f"C{number}", "tax_number": f"GB{number}",
            "notes": f"n{number}", "description": f"d{number}", "website": f"http://w{number}",
            "invoice_text": f"i{number}", **FIXED}


def bulks(customers, lines):
    """The bodies of the requests that create that many customers, with so many lines each."""
    rows = [json.dumps({"create": customer(number)}, separators=(",", ":")) + "\n"
            for number in range(1, customers + 1)]
    return ["".join(rows[first:first + lines]).encode() for first in range(0, customers, lines)]


def send(link, body):
    """Sends one bulk. Returns its status and the bytes of its reply."""
    most = max(LINES_MAX, body.count(b"\n"))
    link.request("POST", f"/v1/bulk?max_affected={most}", body,
                 {"Authorization": KEY, "Content-Type": "application/x-ndjson"})
    reply = link.getresponse()
    return reply.status, reply.read()


def done(status, reply):
    """How many customers a reply says were created; raises RuntimeError if any line was refused."""
    last = reply.rstrip().rsplit(b"\n", 1)[-1]
    if status != 200 or b'"summary"' not in last:
        raise RuntimeError(f"a bulk was answered with {status}: {reply[:600]}")
    summary = json.loads(last)["summary"]
    if summary["refused"]:
        refused = next(line for line in reply.splitlines() if b'"refused"' in line)
        raise RuntimeError(f"a line of a bulk was refused: {refused[:600]}")
    return summary["changed"]


def lines_in_memory(customers):
    """How many lines of that many customers the server keeps in memory: 10 000, halved until a
    request of them is short enough."""
    lines = LINES_MAX
    while lines > 1 and len(bulks(min(lines, customers), lines)[0]) > MEMORY_BYTES_MAX:
        lines //= 2
    return lines


def folder_bytes(folder):
    """The bytes that a folder's files take on the disk."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())


def seconds(command):
    """How long a command takes that must succeed."""
    began = time.monotonic()
    run(command)
    return time.monotonic() - began


class Loading(Contestant):
    """Patchbay's load, over some connections. Once a run, because it takes long."""

    name = "bulk load"
    sync = "FULL"
    history = "yes, hashed"
    rounds_max = 1

    def __init__(self, plan, connections, care=False, whole=False):
        super().__init__(plan)
        self.jobs = (Job("load in one request" if whole else "load", connections=(connections,)),)
        self.care = care  # whether verify, backup and migrate are measured afterwards
        self.whole = whole  # whether all customers come in one request

    def version(self):
        return version()

    def measured_s(self):
        return None

    def prepare(self):
        filled(1)

    @contextlib.contextmanager
    def serving(self):
        self.folder = copy(filled(1), SCRATCH / "loading")
        self.empty_bytes = folder_bytes(self.folder)
        yield
        for left in (self.folder, SCRATCH / "backup", SCRATCH / "moved"):
            shutil.rmtree(left, ignore_errors=True)

    def _load(self, connections):
        with patchbay(self.folder) as server:
            self.processes = (server,)
            loaded = self.plan.loaded
            lines = loaded if self.whole else lines_in_memory(loaded)
            todo = bulks(loaded, lines)

            def work(mine):
                link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=REPLY_S)
                created, size = 0, 0
                for body in mine:
                    status, reply = send(link, body)
                    created += done(status, reply)
                    size += len(reply)
                link.close()
                return created, size

            before, began = self.used_s(), time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(connections) as pool:
                created, sizes = zip(*pool.map(work, [todo[i::connections]
                                                      for i in range(connections)]))
            took = time.monotonic() - began
            used = self.used_s() - before
        self.processes = ()
        if sum(created) != self.plan.loaded:
            raise RuntimeError(f"{sum(created)} of {self.plan.loaded} customers were created")
        return {"per_second": self.plan.loaded / took, "cores": used / took, "lines": lines,
                "reply_bytes": sum(sizes) / len(todo)}

    def measure(self, job, connections, rate=0):
        figure = self._load(connections)
        grown = folder_bytes(self.folder) - self.empty_bytes
        figure["disk_bytes"] = grown / self.plan.loaded
        return {**figure, **(self._cared() if self.care else {})}

    def _cared(self):
        """The seconds of verify, backup and migrate."""
        program = BUILD / "patchbay"
        say(f"verify, backup and migrate of {self.plan.loaded} customers …")
        out = {"verify_s": seconds([program, "verify", "--data", self.folder]),
               "backup_s": seconds([program, "backup", SCRATCH / "backup", "--data", self.folder])}
        try:
            out["migrate_s"] = migrate_s(self.folder)
        except Unavailable as why:
            say(f"left out migrate: {why}")
        return out


def migrate_s(folder):
    """The seconds of a move to an empty PostgreSQL."""
    target = SCRATCH / "moved"
    cluster = Cluster(target)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    cluster.own()
    cluster.run("initdb", "--auth=trust", "--username=bench", "data")
    with cluster.running():
        cluster.sql("postgres", "CREATE DATABASE patchbay;")
        return seconds([BUILD / "patchbay", "migrate", "--from", f"sqlite:{folder}",
                        "--to", cluster.url])


class BareLoading(BareSqlite):
    """The loop of bench/bare/load.cc."""

    rounds_max = 1
    jobs = (Job("load", connections=(1,)),)

    def __init__(self, plan):
        super().__init__(plan, BATCH)
        self.name = f"SQLite loop, loads {BATCH} a commit"

    def measured_s(self):
        return None

    def prepare(self):
        """Nothing is filled: the loop makes its own file."""

    @contextlib.contextmanager
    def serving(self):
        self.file = SCRATCH / "load.db"
        self._remove()
        os.sync()
        yield
        self._remove()

    def _remove(self):
        for left in SCRATCH.glob("load.db*"):
            left.unlink()

    def measure(self, job, connections, rate=0):
        figure = json.loads(run([BUILD / "bare_load", self.file, self.plan.loaded, self.batch]))
        with contextlib.closing(sqlite3.connect(self.file)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return {**figure, "disk_bytes": self.file.stat().st_blocks * 512 / self.plan.loaded}


def loading(plan):
    """All contestants of this file."""
    return [Loading(plan, 1), Loading(plan, 4, care=True), BareLoading(plan)]
