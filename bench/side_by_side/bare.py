"""What the parts cost by themselves: a constant over HTTP, SQLite and PostgreSQL without a server
of ours."""

import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3

from contestant import Contestant, EVERY, FIRST, Job, head
from doors import get_size
from place import BUILD, PEERS, SCRATCH, Process, Unavailable, copy, free_port, run

REST = "x" * 700  # with the other columns, as many bytes as Patchbay's customer


def schema(serial):
    """The tables of every peer, in one engine's words."""
    return (PEERS / "schema.sql").read_text().replace("{serial}", serial)


def row(number):
    """One customer of every peer."""
    turn = 100_000_000_000_000 + number
    return (number, 1, f"https://changed.example/{turn}", f"changed in turn {turn}", f"GB{turn}",
            REST)


def sqlite_file(customers):
    """A SQLite file with that many customers, made once."""
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
    """A Beast server that answers a constant of the size of the native door's GET."""

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


MEASURED_S_MIN = 3  # of pgbench, which counts the time in which it connects
SCRIPT = f"""\\set id random({FIRST}, :last)
\\set turn random(200000000000000, 999999999999999)
BEGIN;
SELECT version + 1 AS version, website, notes, tax_number, rest FROM customers WHERE id = :id
\\gset
UPDATE customers SET version = :version::bigint, website = 'https://changed.example/' || :turn,
  notes = 'changed in turn ' || :turn, tax_number = 'GB' || :turn WHERE id = :id;
INSERT INTO history (customer, version, time_us, principal, differences)
  VALUES (:id, :version::bigint, 1800000000000000 + :turn, 'username',
    '{{"website":["' || :website || '"],"notes":["' || :notes || '"],"tax_number":["' ||
    :tax_number || '"],"turn":' || :turn || '}}');
COMMIT;
"""


class Pgbench(Contestant):
    """pgbench with the same three statements, prepared, in one transaction over a local socket."""

    name = "pgbench"
    remark = "PostgreSQL as shipped: fsync and synchronous_commit on"
    jobs = (Job("update", connections=EVERY),)

    def prepare(self):
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
        if not found:
            raise Unavailable("PostgreSQL is not installed")
        self.bin = found[-1].parent
        self.folder = SCRATCH / "postgres"

    def _run(self, *command, **options):
        # PostgreSQL does not run as root.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        return run([*user, *command], cwd=self.folder, **options)

    @contextlib.contextmanager
    def serving(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run(self.bin / "initdb", "--auth=trust", "--username=bench", "data")
        control = [self.bin / "pg_ctl", "-D", "data", "-w", "-l", "log"]
        # /tmp, because the path of a socket must be short.
        self.port = free_port()
        self._run(*control, "-o", f"-k /tmp -p {self.port} -c listen_addresses= "
                  "-c max_connections=300 -c shared_buffers=256MB", "start")
        self.connect = ["-h", "/tmp", "-p", self.port, "-U", "bench"]
        try:
            self._fill()
            yield
        finally:
            self._run(*control, "-m", "immediate", "stop")
            shutil.rmtree(self.folder)

    def _fill(self):
        last = FIRST + self.customers - 1
        self._run(self.bin / "psql", *self.connect, "-v", "ON_ERROR_STOP=1", "-q", "postgres",
                  input=schema("BIGSERIAL PRIMARY KEY") +
                  "INSERT INTO customers SELECT turn - 100000000000000, 1, "
                  "'https://changed.example/' || turn, 'changed in turn ' || turn, 'GB' || turn, "
                  f"'{REST}' FROM generate_series({10**14 + FIRST}, {10**14 + last}) turn;"
                  "VACUUM ANALYZE; CHECKPOINT;")
        (self.folder / "script.sql").write_text(SCRIPT)

    def measure(self, job, connections):
        for old in self.folder.glob("took.*"):
            old.unlink()
        last = FIRST + self.customers - 1
        told = self._run(self.bin / "pgbench", *self.connect, "-n", "-M", "prepared",
                         "-f", "script.sql", "-D", f"last={last}", "-c", connections, "-j", 1,
                         "-l", "--log-prefix=took", "-T", max(MEASURED_S_MIN,
                                                              round(self.plan.seconds)),
                         "postgres")
        rate = re.search(r"tps = ([\d.]+) \(without initial connection time\)", told)
        took = sorted(int(line.split()[2]) for file in self.folder.glob("took.*")
                      for line in file.read_text().splitlines())
        if not rate or not took:
            raise RuntimeError(f"pgbench finished no transaction: {told}")
        at = lambda share: took[min(len(took) - 1, int(share * len(took)))]
        return {"per_second": float(rate[1]), "p50_us": at(0.5), "p90_us": at(0.9),
                "p99_us": at(0.99), "max_us": took[-1]}


def bare(plan):
    """Every contestant that is a part by itself."""
    return [BareHttp(plan), BareSqlite(plan, 1), BareSqlite(plan, 1024), Pgbench(plan)]
