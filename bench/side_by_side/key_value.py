"""Key-value servers of Debian that speak HTTP: etcd through its JSON gateway, and Redis behind
webdis. Each keeps one customer as one value, so that an update writes the whole record."""

import base64
import contextlib
import json
import re
import shutil
import socket
import time

from bare import REST
from contestant import Contestant, FIRST, Job, head
from doors import ask
from place import (SCRATCH, START_TIMEOUT_S, Process, copy, debian_version, free_port, say)

RECORD = ('{"version":2,"website":"https://changed.example/{turn}","notes":"changed in turn {turn}",'
          f'"tax_number":"GB{{turn}}","rest":"{REST}"}}')
TOGETHER = 100  # etcd takes at most 128 operations in a transaction


def record(number):
    """The value of a customer before any update."""
    return RECORD.replace("{turn}", str(100_000_000_000_000 + number))


def key(number):
    """The key of a customer."""
    return f"{number:015}"


def base64_template(text):
    """A text with {turn} and {padded} in base64, with the placeholders {turn64} and {padded64}.
    Spaces between the members of its JSON bring each piece to a multiple of three bytes."""
    out = ""
    for piece in re.split(r"(\{turn\}|\{padded\})", text):
        if piece in ("{turn}", "{padded}"):
            out += piece[:-1] + "64}"
            continue
        missing = -len(piece.encode()) % 3
        if missing:
            piece, found = re.subn(r'(?<=[{,])(?=")|(?=})', " " * missing, piece, count=1)
            if not found:
                raise ValueError(f"no place for spaces in {piece}")
        out += base64.b64encode(piece.encode()).decode()
    return out


def base64_of(text):
    """A text in base64."""
    return base64.b64encode(text.encode()).decode()


class Etcd(Contestant):
    """One member of etcd, with its defaults."""

    name = "etcd"
    remark = ("one member; a change is a put of the whole record, without reading it, through the JSON "
              "gateway; no sign-in")
    sync = "fdatasync of its log"
    history = "revisions, until compacted"
    jobs = (
        Job("update", head("POST /v3/kv/put", "application/json") +
            '{"key":"{padded64}","value":"' + base64_template(RECORD) + '"}',
            expects='"revision":"'),
        Job("get", head("POST /v3/kv/range", "application/json") + '{"key":"{padded64}"}',
            expects='"key":"{padded64}"'),
    )

    def version(self):
        return "etcd " + debian_version("etcd-server")

    def prepare(self):
        debian_version("etcd-server")
        self.source = SCRATCH / "filled" / f"etcd-{self.customers}"
        if self.source.is_dir():
            return
        say(f"filling etcd with {self.customers} customers …")
        half = self.source.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        half.parent.mkdir(parents=True, exist_ok=True)
        with self._server(half):
            for first in range(FIRST, FIRST + self.customers, TOGETHER):
                puts = [{"requestPut": {"key": base64_of(key(number)),
                                        "value": base64_of(record(number))}}
                        for number in range(first, min(first + TOGETHER, FIRST + self.customers))]
                status, body = ask(self.port, "POST", "/v3/kv/txn", json.dumps({"success": puts}))
                if status != 200:
                    raise RuntimeError(f"etcd answered {status}: {body[:300]}")
        half.rename(self.source)

    @contextlib.contextmanager
    def _server(self, folder):
        self.port = free_port()
        address, peer = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{free_port()}"
        command = ["etcd", "--name", "bench", "--data-dir", folder, "--listen-client-urls", address,
                   "--advertise-client-urls", address, "--listen-peer-urls", peer,
                   "--initial-advertise-peer-urls", peer, "--initial-cluster", f"bench={peer}"]
        with Process(command, SCRATCH / "etcd.log", self.port) as server:
            self.processes = (server,)
            self._await_leader()
            yield

    def _await_leader(self):
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            status, body = ask(self.port, "GET", "/health")
            if status == 200 and json.loads(body)["health"] == "true":
                return
            time.sleep(0.02)
        raise RuntimeError("etcd does not become healthy: " +
                           (SCRATCH / "etcd.log").read_text(errors="replace")[-1500:])

    @contextlib.contextmanager
    def serving(self):
        data = copy(self.source, SCRATCH / "etcd")
        with self._server(data):
            yield
        shutil.rmtree(data)


class Redis(Contestant):
    """Redis that syncs its log for every command, behind webdis."""

    name = "Redis + webdis"
    remark = ("appendfsync always; a change is a SET of the whole record, without reading it; no "
              "sign-in, no rewriting of the log during the run")
    sync = "appendfsync always"
    history = "no"
    jobs = (
        Job("update", head("PUT /SET/{padded}", "application/json") + RECORD,
            expects='{"SET":[true,"OK"]}'),
        Job("get", head("GET /GET/{padded}"), expects='{"GET":"'),
    )

    def version(self):
        return f"Redis {debian_version('redis-server')}, webdis {debian_version('webdis')}"

    def prepare(self):
        for package in ("redis-server", "webdis"):
            debian_version(package)
        self.source = SCRATCH / "filled" / f"redis-{self.customers}"
        if self.source.is_dir():
            return
        say(f"filling Redis with {self.customers} customers …")
        half = self.source.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        with self._redis(half, "everysec"):
            with socket.create_connection(("127.0.0.1", self.redis_port)) as link:
                replies = link.makefile("rb")
                numbers = range(FIRST, FIRST + self.customers)
                for first in range(0, len(numbers), TOGETHER):
                    some = numbers[first:first + TOGETHER]
                    link.sendall(b"".join(command("SET", key(each), record(each))
                                          for each in some))
                    for _ in some:
                        if (said := replies.readline()) != b"+OK\r\n":
                            raise RuntimeError(f"Redis answered {said}")
        half.rename(self.source)

    @contextlib.contextmanager
    def _redis(self, folder, sync):
        self.redis_port = free_port()
        with Process(["redis-server", "--port", self.redis_port, "--bind", "127.0.0.1", "--dir", folder,
                      "--appendonly", "yes", "--appendfsync", sync, "--save", "",
                      "--auto-aof-rewrite-percentage", 0, "--daemonize", "no"],
                     SCRATCH / "redis.log", self.redis_port) as self.redis:
            self._await_redis()
            yield

    def _await_redis(self):
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            with socket.create_connection(("127.0.0.1", self.redis_port)) as link:
                link.sendall(command("PING"))
                if link.makefile("rb").readline() == b"+PONG\r\n":
                    return
            time.sleep(0.02)
        raise RuntimeError("Redis does not finish loading")

    @contextlib.contextmanager
    def serving(self):
        data = copy(self.source, SCRATCH / "redis")
        with self._redis(data, "always"):
            self.port = free_port()
            configuration = SCRATCH / "webdis.json"
            configuration.write_text(json.dumps({
                "redis_host": "127.0.0.1", "redis_port": self.redis_port, "redis_auth": None,
                "http_host": "127.0.0.1", "http_port": self.port, "threads": 2, "pool_size": 20,
                "daemonize": False, "websockets": False, "database": 0, "acl": [],
                "verbosity": 0, "logfile": str(SCRATCH / "webdis.log")}))
            with Process(["webdis", configuration], SCRATCH / "webdis.out", self.port) as webdis:
                self.processes = (self.redis, webdis)
                yield
        shutil.rmtree(data)


def command(*words):
    """A command in the protocol of Redis."""
    parts = [word.encode() for word in words]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)


def key_value(plan):
    """All contestants of this file."""
    return [Etcd(plan), Redis(plan)]
