#!/usr/bin/env python3
"""The connection to the database is cut before and after every protocol message of a commit: never
applied twice, never acknowledged and lost."""

import json
import socket
import struct
import threading

import near  # noqa: F401
import harness
import nodes
from harness import Http, Server

CUSTOMER = 123
# More than a commit has messages: from the front those that ask, from the back those that answer.
ASKED_MAX = 6
ANSWERED_MAX = 40


class Proxy:
    """Stands between a node and the cluster's socket, and cuts where it is told to."""

    def __init__(self, path):
        self.path = path
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.plan = None  # ("asked" or "answered", how many messages of it pass)
        self.cut = False  # whether the plan was carried out
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        """Serves connections until the program ends."""
        while True:
            near_, _ = self.listening.accept()
            near_.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # messages are small
            far = socket.socket(socket.AF_UNIX)
            try:
                far.connect(self.path)
            except OSError:
                near_.close()
                continue
            Session(self, near_, far)


class Session:
    """One connection, message by message."""

    def __init__(self, proxy, asking, answering):
        self.proxy, self.asking, self.answering = proxy, asking, answering
        self.passed = {"asked": None, "answered": None}  # since the commit began
        for way, source, target in (("asked", asking, answering), ("answered", answering, asking)):
            threading.Thread(target=self.pump, args=(way, source, target), daemon=True).start()

    def pump(self, way, source, target):
        """Carries messages one way, until the plan or an end."""
        try:
            first = way == "asked"
            while True:
                message = read_message(source, typed=not first)
                first = False
                if way == "asked" and message.startswith(b"B") and b"\0commit\0" in message[:20]:
                    self.passed = {"asked": 0, "answered": 0}
                count = self.passed[way]
                if count is not None:
                    if self.proxy.plan == (way, count):
                        self.proxy.plan = None
                        self.proxy.cut = True
                        break
                    self.passed[way] = count + 1
                    if way == "answered" and message.startswith(b"Z"):
                        self.passed = {"asked": None, "answered": None}
                target.sendall(message)
        except OSError:
            pass
        for end in (self.asking, self.answering):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def read_message(source, typed):
    """One message of PostgreSQL's protocol; the first of a client has no type."""
    head = read_exactly(source, 5 if typed else 4)
    length, = struct.unpack("!I", head[-4:])
    return head + read_exactly(source, length - 4)


def read_exactly(source, count):
    """So many bytes; an OSError at the end."""
    found = b""
    while len(found) < count:
        part = source.recv(count - len(found))
        if not part:
            raise ConnectionResetError
        found += part
    return found


def change(node, value):
    """One change under a key of its own; what became of it, as nodes.Writer says."""
    http = Http(node.port)
    reply = http.send("PATCH", f"/v1/customers/{CUSTOMER}", json.dumps({nodes.WRITES: value}),
                      {**nodes.SIGNED, "Idempotency-Key": value})
    if reply.status == 200:
        return "done"
    return "refused" if "nothing was changed" in reply.text else "unknown"


def cuts(report, node, proxy):
    """Every cut once, with what was answered; then the same request until it is done."""
    fates = {}
    for way, most in (("asked", ASKED_MAX), ("answered", ANSWERED_MAX)):
        for passed in range(most):
            proxy.cut = False
            proxy.plan = (way, passed)
            value = f"{way}-{passed}"
            fates[value] = change(node, value)
            if not proxy.cut:
                break
            report.case(f"cut after {passed} {way}: not simply done",
                        fates[value] != "done" or way == "answered", got=fates[value])
        report.case(f"all of what is {way} was cut through", not proxy.cut and passed > 2,
                    got=passed)
        proxy.plan = None
    nodes.judge(report, "cuts", node, [CUSTOMER], fates)
    for value in fates:
        nodes.until(lambda value=value: change(node, value) == "done", f"{value} is done")
    again = {value: "done" for value in fates}
    nodes.judge(report, "cuts, asked again", node, [CUSTOMER], again)
    report.case("some outcomes were unknown", "unknown" in fates.values(), got=fates)


def main():
    """One node behind a proxy."""
    report = harness.Report()
    cluster = nodes.cluster()
    cluster.sql("CREATE DATABASE cut")
    proxy = Proxy(str(cluster.folder / ".s.PGSQL.5432"))
    place = (f"postgresql://patchbay@127.0.0.1:{proxy.port}/cut"
             "?sslmode=disable&gssencmode=disable")
    with Server(place=place) as node:
        report.guard("cuts", cuts, report, node, proxy)
    report.end()


if __name__ == "__main__":
    main()
