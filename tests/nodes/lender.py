"""A pooler that gives each transaction another session and keeps prepared statements for its
clients, as newer PgBouncers do, so that only session settings reveal it."""

import itertools
import socket
import struct
import threading

from proxy import read_message, shut

OWN = struct.pack("!I", 196608) + b"user\0patchbay\0application_name\0patchbay\0" \
    b"client_encoding\0UTF8\0database\0"


def framed(kind, body=b""):
    """A message of PostgreSQL's protocol."""
    return kind + struct.pack("!I", len(body) + 4) + body


class Backend:
    """One session with the server."""

    def __init__(self, path, database):
        self.link = socket.socket(socket.AF_UNIX)
        self.link.connect(path)
        self.link.sendall(framed(b"", OWN + database.encode() + b"\0\0"))
        self.greeting = []
        while not (message := read_message(self.link, typed=True)).startswith(b"Z"):
            self.greeting.append(message)
        self.prepared = set()
        self.free = threading.Lock()


class Lender:
    """Lends `count` sessions in turn. With one session each client gets the one that the other
    used."""

    def __init__(self, path, database, count):
        self.backends = [Backend(path, database) for _ in range(count)]
        self.turns = itertools.count()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        """Serves clients until the program ends."""
        for number in itertools.count():
            link, _ = self.listening.accept()
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=Client(self, link, number).serve, daemon=True).start()

    def lend(self):
        """Returns the next session once it is free."""
        backend = self.backends[next(self.turns) % len(self.backends)]
        backend.free.acquire()
        return backend


class Client:
    """One client, and the statements it has prepared."""

    def __init__(self, lender, link, number):
        self.lender, self.link, self.number = lender, link, number
        self.statements = {}  # own name -> the message that prepares it
        self.backend = None

    def serve(self):
        """Serves the client until it disconnects."""
        try:
            read_message(self.link, typed=False)
            self.link.sendall(b"".join(self.lender.backends[0].greeting) + framed(b"Z", b"I"))
            while True:
                asked = [read_message(self.link, typed=True)]
                while asked[-1][:1] not in (b"S", b"Q", b"X"):
                    asked.append(read_message(self.link, typed=True))
                if asked[-1].startswith(b"X"):
                    break
                self.exchange(asked)
        except OSError:
            pass
        shut(self.link)
        if self.backend:
            self.give_back()

    def exchange(self, asked):
        """The requests up to a synchronisation point, and their replies."""
        self.backend = self.backend or self.lender.lend()
        messages, added = [], []
        for message in asked:
            for each, ours in self.spelled(message):
                messages.append(each)
                if each.startswith(b"P"):
                    added.append(ours)
        self.backend.link.sendall(b"".join(messages))
        while True:
            answer = read_message(self.backend.link, typed=True)
            if not (answer.startswith(b"1") and added.pop(0)):
                self.link.sendall(answer)
            if answer.startswith(b"Z"):
                if answer.endswith(b"I"):
                    self.give_back()
                return

    def give_back(self):
        """Returns the session at the end of a transaction."""
        backend, self.backend = self.backend, None
        backend.free.release()

    def spelled(self, message):
        """A message with the statement name that the session knows, and whether it was added."""
        kind, body = message[:1], message[5:]
        if kind == b"P":
            name, _, rest = body.partition(b"\0")
            if not name:
                return [(message, False)]
            self.statements[name] = framed(b"P", self.known(name) + b"\0" + rest)
            self.backend.prepared.add(self.known(name))
            return [(self.statements[name], False)]
        if kind == b"B":
            portal, _, rest = body.partition(b"\0")
            name, _, rest = rest.partition(b"\0")
            if not name:
                return [(message, False)]
            return self.missing(name) + [
                (framed(b"B", portal + b"\0" + self.known(name) + b"\0" + rest), False)]
        return [(message, False)]

    def missing(self, name):
        """The message that prepares a statement in a session that does not know it yet."""
        if self.known(name) in self.backend.prepared:
            return []
        self.backend.prepared.add(self.known(name))
        return [(self.statements[name], True)]

    def known(self, name):
        """The global name of a client's statement."""
        return b"%d %s" % (self.number, name)
