"""Shared parts of the black-box tests: a server, HTTP, the native door, and the counting of cases.
"""

import base64
import collections
import decimal
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from cases import Report, SHOWN_MAX, brief  # noqa: E402,F401
from cluster import cluster, database  # noqa: E402,F401

CORPORA = ROOT.parent / "shared" / "corpora"
PATCHBAY = pathlib.Path(os.environ.get("PATCHBAY") or ROOT / "build" / "test" / "patchbay")
# The value of --data for servers instead of a folder: `memory:`, or nothing. With `postgresql:`
# each server gets a database.
DATA = os.environ.get("STORE_UNDER_TEST", "")
START_TIMEOUT_S = 30
STOP_TIMEOUT_S = 20

# Every canonical name, by home: CUSTOMER, ADDRESS, CONTACT.
CANONICAL = collections.defaultdict(list)
for _home, _key in re.findall(r"^(CUSTOMER|ADDRESS|CONTACT)_FIELD\((\w+),",
                              (ROOT / "src/record/field/fields.def").read_text(), re.MULTILINE):
    CANONICAL[_home].append(_key)


def uuid_of(number):
    """The UUID of the demo's customer `number`."""
    return f"00000000-0000-4000-8000-{number:012d}"


class Reply:
    """A reply: status, headers in lower case, and the bytes of the body."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8", "backslashreplace")

    @property
    def media(self):
        """The media type without its parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def json(self):
        """The body as JSON. Numbers with a point stay exact; a duplicate key is an error."""
        return json.loads(self.body.decode("utf-8"), parse_float=decimal.Decimal,
                          object_pairs_hook=unique)

    def __repr__(self):
        return f"HTTP {self.status} {self.media} {self.text}"


def unique(pairs):
    """An object from its members. A duplicate member is an error."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a key stands twice in {[key for key, _ in pairs]}")
    return found


class Http:
    """One keep-alive connection, opened when needed."""

    def __init__(self, port):
        self.port = port
        self.connection = None

    def send(self, method, target, body=None, headers=None):
        """One exchange. A kept connection that the server has closed is opened again, once."""
        if isinstance(body, str):
            body = body.encode()
        for attempt in (1, 2):
            fresh = self.connection is None
            if fresh:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                try:
                    self.connection.request(method, target, body, headers or {})
                except (BrokenPipeError, ConnectionResetError):
                    pass  # refused before all of it was sent; the reply may have arrived
                answer = self.connection.getresponse()
                reply = Reply(answer.status,
                              {key.lower(): value for key, value in answer.getheaders()},
                              answer.read())
                if answer.will_close:
                    self.close()
                return reply
            except (http.client.HTTPException, OSError):
                self.close()
                if fresh or attempt == 2:
                    raise
        return None

    def close(self):
        """Closes the connection. The next send opens another."""
        if self.connection:
            self.connection.close()
        self.connection = None


def raw(port, bytes_, timeout_s=20):
    """The reply to exactly these bytes on a new connection, until the server closes it."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout_s) as link:
        try:
            link.sendall(bytes_)
            link.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server may refuse before it has read everything
        parts = []
        try:
            while part := link.recv(65536):
                parts.append(part)
        except OSError:
            pass
        return b"".join(parts)


def basic(name, password):
    """The value of an Authorization header."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


class Server:
    """A demo server in a new folder: `with Server() as server:`. Must stop with code 0. A second
    server can share its data."""

    def __init__(self, config=None, flags=("--demo",), environment=None, restore_signals=True,
                 beside=None, place=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="patchbay-proof-"))
        self.config = config
        self.place = place or DATA or str(self.folder / "data")
        self.flags = list(flags)
        if self.place == "postgresql:":
            self.place = beside.place if beside else database(self.folder.name)
        if self.place.startswith("postgresql:") and "--store.key_file" not in self.flags:
            home = beside.folder if beside else self.folder
            self.flags += ["--store.key_file", str(home / "sealing.key")]
        self.environment = environment or {}
        self.restore_signals = restore_signals
        self.printed = []
        self.process = None
        self.port = 0
        self.code = None

    def __enter__(self):
        command = [str(PATCHBAY), "serve", *self.flags, "--data",
                   self.place, "--listen", "127.0.0.1:0"]
        if self.place.startswith("postgresql:"):
            command += ["--traffic.file", str(self.folder / "traffic.db")]
        (self.folder / "data").mkdir(exist_ok=True)
        if self.config is not None:
            (self.folder / "patchbay.toml").write_text(self.config)
            command += ["--config", str(self.folder / "patchbay.toml")]
        self.log_file = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=self.log_file, cwd=self.folder,
                                        restore_signals=self.restore_signals,
                                        env={**os.environ, **self.environment})
        ready = threading.Event()
        self.reader = threading.Thread(target=self._read, args=(ready,), daemon=True)
        self.reader.start()
        if not ready.wait(START_TIMEOUT_S) or not self.port:
            self.process.kill()
            self.process.wait()
            told = self.log()[-1500:]
            self.log_file.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            raise RuntimeError(f"{command} printed no address: {told}")
        self.http = Http(self.port)
        return self

    def _read(self, ready):
        for line in self.process.stdout:
            self.printed.append(line.decode("utf-8", "replace"))
            found = re.search(r"http://127\.0\.0\.1:(\d+)", self.printed[-1])
            if found and not self.port:
                self.port = int(found[1])
                ready.set()
        ready.set()

    def __exit__(self, kind, error, trace):
        code = self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        if kind is None and code != 0:
            raise RuntimeError(f"the server ended with {code} on SIGTERM")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def stop(self):
        """Sends SIGTERM. Returns the exit code."""
        if self.code is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.code = self.process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                self.code = "nothing: it had to be killed"
            self.reader.join(5)
            self.log_file.close()
        return self.code

    def alive(self):
        """Whether the process still runs."""
        return self.process.poll() is None

    def log(self):
        """Everything that the server has logged so far."""
        return (self.folder / "log").read_bytes().decode("utf-8", "replace")


class Native:
    """The native door as one principal: canonical names, one JSON object per customer."""

    def __init__(self, server, name="root", password="password"):
        self.http = Http(server.port)
        self.headers = {"Authorization": basic(name, password)}

    def call(self, method, target, body=None, media="application/json", headers=None):
        """Any call of the native door; `body` is a value or None."""
        carried = {**self.headers, **(headers or {})}
        if body is not None:
            body = json.dumps(body, ensure_ascii=False)
            carried["Content-Type"] = media
        return self.http.send(method, "/v1" + target, body, carried)

    def get(self, customer):
        """The canonical record of a customer, by id or uuid."""
        reply = self.call("GET", f"/customers/{customer}")
        if reply.status != 200:
            raise RuntimeError(f"GET /v1/customers/{customer}: {reply!r}")
        return reply.json()

    def patch(self, customer, changes):
        """Changes a customer with a JSON Merge Patch in canonical names. Must succeed."""
        reply = self.call("PATCH", f"/customers/{customer}", changes,
                          "application/merge-patch+json")
        if reply.status not in (200, 204):
            raise RuntimeError(f"PATCH /v1/customers/{customer} {changes}: {reply!r}")
        return reply

    def history(self, customer):
        """The bytes of the customer's history, which differ whenever it grows."""
        reply = self.call("GET", f"/customers/{customer}/history")
        if reply.status != 200:
            raise RuntimeError(f"GET /v1/customers/{customer}/history: {reply!r}")
        return reply.body

    def mark(self, customer):
        """A value that must be equal before and after a call that changes nothing."""
        return self.get(customer)["version"], self.history(customer)

    def make(self, name, parent=2, plan=1, **more):
        """A new customer. Returns its canonical record."""
        reply = self.call("POST", "/customers",
                          {"name": name, "parent": parent, "plan": plan, **more})
        if reply.status not in (200, 201):
            raise RuntimeError(f"POST /v1/customers {name}: {reply!r}")
        return reply.json()


def view(record, by="type"):
    """A record as one flat dict: `name`, `contact.email` (the primary contact; then `contact2.…`)
    and
    addresses by their type, the oldest first: `main.street`, `delivery.city`, `main2.street`. With
    by="place" addresses are `address.…`, `address2.…` by age. Absent flags read as False."""
    flat = {key: record[key] for key in CANONICAL["CUSTOMER"] if record.get(key) is not None}
    seen = collections.Counter()
    for home, parts in (("address", record.get("addresses") or {}),
                        ("contact", record.get("contacts") or {})):
        order = sorted(parts.values(), key=lambda part: (
            home == "contact" and not part.get("primary"), part.get("ordinal", 0)))
        for part in order:
            stem = part["type"] if home == "address" and by == "type" else home
            seen[stem] += 1
            prefix = stem if seen[stem] == 1 else f"{stem}{seen[stem]}"
            for key in CANONICAL[home.upper()]:
                if part.get(key) is not None:
                    flat[f"{prefix}.{key}"] = part[key]
    return {key: value for key, value in flat.items()
            if value is not False and value != [] and not key.endswith(".ordinal")}


def same(one, two):
    """Whether two canonical values are equal. Absent, false and [] are equal; decimals compare by
    value."""
    if one == two:
        return True
    if all(value is None or value is False or value == [] for value in (one, two)):
        return True
    if isinstance(one, str) and isinstance(two, str):
        try:
            return decimal.Decimal(one) == decimal.Decimal(two) and "." in one + two
        except decimal.InvalidOperation:
            return False
    return False


def changes(before, after, ignoring=(".type", ".primary", ".role")):
    """The differences between two views: name -> value after (None: removed)."""
    return {key: after.get(key) for key in sorted({*before, *after})
            if not same(before.get(key), after.get(key)) and not key.endswith(tuple(ignoring))}


def until(read, holds=bool, seconds=60):
    """What `read` gives as soon as it holds. After `seconds`, enough for a busy machine: what it gave
    last."""
    end = time.monotonic() + seconds
    while not holds(value := read()) and time.monotonic() < end:
        time.sleep(0.02)
    return value


def main(tests, report=None, config=None):
    """Runs `tests` (functions of report and server) against one demo server and ends the program.
    """
    report = report or Report()
    began = time.monotonic()
    try:
        with Server(config) as server:
            for test in tests:
                started = time.monotonic()
                report.guard(test.__name__, test, report, server)
                print(f"{test.__name__} {time.monotonic() - started:.1f} s")
                report.case(f"{test.__name__}: the server lives", server.alive(),
                            got=server.log()[-SHOWN_MAX:] if not server.alive() else "")
                if not server.alive():
                    break
        report.case("SIGTERM ends the server with 0", server.code == 0, got=server.code)
    except Exception as error:  # pylint: disable=broad-except
        report.case("the server starts and stops", False, expected="exit code 0", got=str(error))
    print(f"took {time.monotonic() - began:.1f} s")
    report.end()
