"""The cost of the parts alone: a constant reply over HTTP, and SQLite without a server."""

import contextlib
import json
import random
import sqlite3

from contestant import FIRST, Contestant, Job, head
from doors import get_size
from place import BUILD, PEERS, SCRATCH, Process, copy, free_port, run

REST = "x" * 700  # with the other columns, as many bytes as Patchbay's customer


def schema(serial):
    """The tables of every peer, in the SQL of one engine."""
    return (PEERS / "schema.sql").read_text().replace("{serial}", serial)


def row(number):
    """One customer of every peer."""
    turn = 100_000_000_000_000 + number
    return (number, 1, f"https://changed.example/{turn}", f"changed in turn {turn}", f"GB{turn}",
            REST)


def sqlite_file(customers):
    """A SQLite file with that many customers. Created once."""
    file = SCRATCH / "filled" / f"peers-{customers}.db"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(".half")
        half.unlink(missing_ok=True)
        database = sqlite3.connect(half)
        database.executescript("PRAGMA journal_mode = WAL;" + schema("INTEGER PRIMARY KEY"))
        with database:
            database.executemany("INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?)",
                                 map(row, range(FIRST, FIRST + customers)))
        database.close()
        half.rename(file)
    return file


class BareHttp(Contestant):
    """A Beast server that answers with a constant of the size of the native door's GET."""

    name = "bare Beast server"
    jobs = (Job("get", head("GET /constant")),)

    def prepare(self):
        self.size = get_size(self.plan)
        self.remark = f"{self.size} bytes"

    @contextlib.contextmanager
    def serving(self):
        self.port = free_port()
        with Process([BUILD / "bare_http", self.port, 2, self.size], SCRATCH / "bare.log",
                     self.port):
            yield


class BareSqlite(Contestant):
    """The loop of bench/bare/sqlite.cc."""

    jobs = (Job("update", connections=(1,)),)

    def __init__(self, plan, batch):
        super().__init__(plan)
        self.batch = batch
        self.name = f"SQLite loop, {batch} a commit"

    def prepare(self):
        sqlite_file(self.customers)

    @contextlib.contextmanager
    def serving(self):
        self.file = copy(sqlite_file(self.customers), SCRATCH / "bare.db")
        yield
        for left in SCRATCH.glob("bare.db*"):
            left.unlink()

    def measure(self, job, connections):
        return json.loads(run([BUILD / "bare_sqlite", self.file, self.plan.seconds, self.batch,
                               random.randrange(1, 1_000_000)]))


def bare(plan):
    """All contestants of this file."""
    return [BareHttp(plan), BareSqlite(plan, 1), BareSqlite(plan, 1024)]
