"""Patchbay on PostgreSQL, with one node and several, beside pgbench on a cluster with the same
data."""

import concurrent.futures
import contextlib
import dataclasses
import json
import os
import pathlib
import random
import re
import shutil

from contestant import Contestant, FIRST, Job
from bare import REST, schema
from doors import UPDATES, ask, filled, version
from place import BUILD, SCRATCH, Process, Unavailable, copy, free_port, run, say, tree_s

MEASURED_S_MIN = 3  # for pgbench, whose time includes connecting
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


class Cluster:
    """A cluster over a folder of data, by PostgreSQL's own account, on a local socket."""

    SETTINGS = ("-c listen_addresses= -c max_connections=300 -c shared_buffers=256MB "
                "-c max_wal_size=4GB")

    def __init__(self, folder):
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
        if not found:
            raise Unavailable("PostgreSQL is not installed")
        self.bin, self.folder = found[-1].parent, folder

    def run(self, program, *arguments, **options):
        """Runs one of PostgreSQL's programs, which refuse to run as root."""
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        return run([*user, self.bin / program, *arguments], cwd=self.folder, **options)

    def own(self):
        """Gives the folder to PostgreSQL's account if that is another."""
        if os.geteuid() == 0:
            run(["chown", "-R", "postgres:", self.folder])

    @contextlib.contextmanager
    def running(self):
        """Serves while the context lasts."""
        # In /tmp, because the path of a socket must be short.
        self.port = free_port()
        control = ["-D", "data", "-w", "-t", 120, "-l", "log"]
        self.run("pg_ctl", *control, "-o", f"-k /tmp -p {self.port} {self.SETTINGS}", "start")
        self.connect = ["-h", "/tmp", "-p", self.port, "-U", "bench"]
        self.pid = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        self.url = f"postgresql://bench@/patchbay?host=/tmp&port={self.port}"
        try:
            yield self
        finally:
            self.run("pg_ctl", *control, "-m", "fast", "stop")

    def sql(self, database, text):
        """Runs statements."""
        self.run("psql", *self.connect, "-v", "ON_ERROR_STOP=1", "-q", database, input=text)


def template(customers):
    """A folder with a cluster that holds that many customers twice: Patchbay's, copied there by
    `patchbay migrate`, and pgbench's. Created once."""
    folder = SCRATCH / "filled" / f"postgresql-{customers}"
    if folder.is_dir():
        return folder
    source = copy(filled(customers), SCRATCH / "moving")
    say(f"filling PostgreSQL with {customers} customers …")
    half = folder.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    cluster = Cluster(half)
    cluster.own()
    cluster.run("initdb", "--auth=trust", "--username=bench", "data")
    last = FIRST + customers - 1
    with cluster.running():
        cluster.sql("postgres", "CREATE DATABASE patchbay; CREATE DATABASE plain;")
        cluster.sql("plain", schema("BIGSERIAL PRIMARY KEY") +
                    "INSERT INTO customers SELECT turn - 100000000000000, 1, "
                    "'https://changed.example/' || turn, 'changed in turn ' || turn, 'GB' || turn, "
                    f"'{REST}' FROM generate_series({10**14 + FIRST}, {10**14 + last}) turn;")
        run([BUILD / "patchbay", "migrate", "--from", f"sqlite:{source}", "--to", cluster.url])
        for database in ("plain", "patchbay"):
            cluster.sql(database, "VACUUM ANALYZE;")
        cluster.sql("postgres", "CHECKPOINT;")
    shutil.copy(source / "sealing.key", half / "sealing.key")
    shutil.rmtree(source)
    half.rename(folder)
    return folder


class OnCluster(Contestant):
    """A contestant that works on a fresh copy of the cluster."""

    sync = "fsync, synchronous_commit on"
    history = "yes"

    def prepare(self):
        Cluster(SCRATCH)
        template(self.customers)

    def version(self):
        return "PostgreSQL " + run([Cluster(SCRATCH).bin / "pgbench", "--version"]).split()[2]

    def used_s(self):
        return tree_s(self.on.pid) + super().used_s()

    @contextlib.contextmanager
    def cluster(self):
        """The running copy."""
        cluster = Cluster(copy(template(self.customers), SCRATCH / "postgresql"))
        cluster.own()
        try:
            with cluster.running():
                self.on = cluster
                yield cluster
        finally:
            shutil.rmtree(cluster.folder)


class Pgbench(OnCluster):
    """pgbench with the same three statements, prepared, in one transaction over a local socket."""

    name = "pgbench"
    remark = "PostgreSQL as shipped but for its memory"
    jobs = (Job("update"),)

    @contextlib.contextmanager
    def serving(self):
        with self.cluster():
            (self.on.folder / "script.sql").write_text(SCRIPT)
            yield

    def measured_s(self):
        return max(MEASURED_S_MIN, round(self.plan.seconds))

    def measure(self, job, connections, rate=0):
        folder = self.on.folder
        for old in folder.glob("took.*"):
            old.unlink()
        last = FIRST + self.customers - 1
        told = self.on.run("pgbench", *self.on.connect, "-n", "-M", "prepared", "-f", "script.sql",
                           "-D", f"last={last}", "-c", connections, "-j", 1, "-l",
                           "--log-prefix=took", "-T", self.measured_s(), "plain")
        rate = re.search(r"tps = ([\d.]+) \(without initial connection time\)", told)
        took = sorted(int(line.split()[2]) for file in folder.glob("took.*")
                      for line in file.read_text().splitlines())
        if not rate or not took:
            raise RuntimeError(f"pgbench finished no transaction: {told}")
        at = lambda share: took[min(len(took) - 1, int(share * len(took)))]
        return {"per_second": float(rate[1]), "p50_us": at(0.5), "p90_us": at(0.9),
                "p99_us": at(0.99), "p999_us": at(0.999), "max_us": took[-1]}


class Nodes(OnCluster):
    """Several servers on one cluster. Each gets its share of the connections."""

    def __init__(self, plan, count):
        super().__init__(plan)
        self.count = count
        self.name = f"flolive on PostgreSQL, {count} node{'s' if count > 1 else ''}"
        self.jobs = (dataclasses.replace(UPDATES["flolive"], open_loop=False),)

    history = "yes, hashed"

    def version(self):
        return f"{version()}, {super().version()}"

    @contextlib.contextmanager
    def serving(self):
        with self.cluster() as cluster, contextlib.ExitStack() as stack:
            command = [BUILD / "patchbay", "serve", "--data", cluster.url, "--store.key_file",
                       cluster.folder / "sealing.key", "--listen", "127.0.0.1:0"]
            if os.geteuid() == 0:
                run(["chown", "root:", cluster.folder / "sealing.key"])
            self.nodes = [stack.enter_context(Process(command, SCRATCH / f"node{i}.log"))
                          for i in range(self.count)]
            self.processes = self.nodes
            yield

    def _share(self, node, request, connections):
        command = [BUILD / "load", request, "--port", node.port, "--connections", connections,
                   "--seconds", self.plan.seconds, "--warmup", self.plan.warmup,
                   "--first", FIRST, "--customers", self.customers, "--status", 202,
                   "--expects", '"requestId"', "--seed", random.randrange(1, 1_000_000)]
        return json.loads(run(command))

    def measure(self, job, connections, rate=0):
        _, body = ask(self.nodes[0].port, "POST", "/api/v2/auth/token",
                      json.dumps({"username": "username", "password": "password"}),
                      {"Content-Type": "application/json"})
        token = json.loads(body)["content"][0]["token"]
        request = SCRATCH / "request.txt"
        request.write_text(job.request.replace("{authorization}", f"Bearer {token}"))
        shares = [connections // self.count + (i < connections % self.count)
                  for i in range(self.count)]
        with concurrent.futures.ThreadPoolExecutor(self.count) as pool:
            figures = [each for each in pool.map(
                lambda pair: self._share(pair[0], request, pair[1]) if pair[1] else None,
                zip(self.nodes, shares)) if each]
        slowest = {name: max(each[name] for each in figures)
                   for name in ("p50_us", "p90_us", "p99_us", "p999_us", "max_us", "reply_bytes")}
        return {"per_second": sum(each["per_second"] for each in figures), **slowest}


def on_postgresql(plan):
    """All contestants that use a cluster."""
    return [Pgbench(plan), *(Nodes(plan, count) for count in (1, 2, 3))]
