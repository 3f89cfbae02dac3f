"""The cost of the parts alone: a constant reply over HTTP, and SQLite without a server."""

import contextlib
import json
import os
import random
import sqlite3

from contestant import FIRST, Contestant, Job, head
from doors import get_size
from place import BUILD, PEERS, SCRATCH, Process, copy, free_port, run

REST = "x" * 700  # with the other columns, as many bytes as Patchbay's customer


def schema(serial):
    """The tables of every peer, in the SQL of one engine."""
    return (PEERS / "schema.sql").read_text().replace("{serial}", serial)


def row(number, rest=REST):
    """One customer of every peer."""
    turn = 100_000_000_000_000 + number
    return (number, 1, f"https://changed.example/{turn}", f"changed in turn {turn}", f"GB{turn}",
            rest)


def sqlite_file(customers, rest=len(REST), first_rest=None):
    """A SQLite file with that many customers, each with so many bytes in the column `rest`; the
    first one may have another number. Created once."""
    first_rest = rest if first_rest is None else first_rest
    file = SCRATCH / "filled" / f"peers-{customers}-{rest}-{first_rest}.db"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(".half")
        half.unlink(missing_ok=True)
        database = sqlite3.connect(half)
        database.executescript("PRAGMA journal_mode = WAL;" + schema("INTEGER PRIMARY KEY"))
        with database:
            database.executemany("INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?)",
                                 (row(number, "x" * (rest if number > FIRST else first_rest))
                                  for number in range(FIRST, FIRST + customers)))
        database.close()
        half.rename(file)
    return file


class BareHttp(Contestant):
    """A Beast server that answers with a constant of the size of the native door's GET."""

    name = "bare Beast server"
    # The open loop says how long this machine makes anyone wait who has next to nothing to do.
    jobs = (Job("get", head("GET /constant"), open_loop=True),)

    def prepare(self):
        self.size = get_size(self.plan)
        self.remark = "answers each request with the same bytes, as many as the native door's GET"

    @contextlib.contextmanager
    def serving(self):
        self.port = free_port()
        with Process([BUILD / "bare_http", self.port, 2, self.size], SCRATCH / "bare.log",
                     self.port) as server:
            self.processes = (server,)
            yield


class BareSqlite(Contestant):
    """The loop of bench/bare/sqlite.cc."""

    sync = "FULL"
    history = "yes"
    jobs = (Job("update", connections=(1,)),)

    def __init__(self, plan, batch):
        super().__init__(plan)
        self.batch = batch
        self.name = f"SQLite loop, {batch} a commit"

    def prepare(self):
        sqlite_file(self.customers)

    def version(self):
        return f"SQLite {sqlite3.sqlite_version}"

    def used_s(self):
        return sum(os.times()[2:4])  # of the loops that have ended

    @contextlib.contextmanager
    def serving(self):
        self.file = copy(sqlite_file(self.customers), SCRATCH / "bare.db")
        yield
        for left in SCRATCH.glob("bare.db*"):
            left.unlink()

    def measure(self, job, connections, rate=0):
        return json.loads(run([BUILD / "bare_sqlite", self.file, self.plan.seconds, self.batch,
                               random.randrange(1, 1_000_000)]))


def bare(plan):
    """All contestants of this file."""
    return [BareHttp(plan), BareSqlite(plan, 1), BareSqlite(plan, 1024)]
