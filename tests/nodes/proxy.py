"""A proxy between a node and the cluster's socket that understands PostgreSQL's messages and harms
one message of a commit."""

import socket
import struct
import threading
import time


class Proxy:
    """Forwards everything until `plan` comes next."""

    def __init__(self, path, harm):
        self.path = path
        self.harm = harm
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.plan = None  # ("asked" or "answered", how many messages of it pass)
        self.done = False  # whether the plan was carried out
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        """Serves connections until the program ends."""
        while True:
            near, _ = self.listening.accept()
            near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # messages are small
            far = socket.socket(socket.AF_UNIX)
            try:
                far.connect(self.path)
            except OSError:
                near.close()
                continue
            Session(self, near, far)

    def due(self, way, passed):
        """Whether the plan is to be carried out here. True only once."""
        if self.plan != (way, passed):
            return False
        self.plan = None
        self.done = True
        return True


class Session:
    """One connection, message by message."""

    def __init__(self, proxy, near, far):
        self.proxy, self.near, self.far = proxy, near, far
        self.passed = {"asked": None, "answered": None}  # since the commit began
        self.gone = threading.Event()  # nothing is forwarded any more, and neither side is told
        for way, source, target in (("asked", near, far), ("answered", far, near)):
            threading.Thread(target=self.pump, args=(way, source, target), daemon=True).start()

    def pump(self, way, source, target):
        """Forwards messages in one direction until either side closes."""
        try:
            first = way == "asked"
            while True:
                message = read_message(source, typed=not first)
                first = False
                if self.harmed(way, message):
                    self.proxy.harm(self)
                if not self.gone.is_set():
                    target.sendall(message)
        except OSError:
            pass
        # A vanished side does not tell the other that it has closed.
        for end in (source,) if self.gone.is_set() else (self.near, self.far):
            shut(end)

    def harmed(self, way, message):
        """Counts the messages of a commit. Returns whether the plan is due."""
        if way == "asked" and message.startswith(b"B") and b"\0commit\0" in message[:20]:
            self.passed = {"asked": 0, "answered": 0}
        count = self.passed[way]
        if count is None:
            return False
        self.passed[way] = count + 1
        if way == "answered" and message.startswith(b"Z"):
            self.passed = {"asked": None, "answered": None}
        return self.proxy.due(way, count)


def cut(session):
    """Closes both sides."""
    shut(session.near)
    shut(session.far)
    raise ConnectionAbortedError


def reset(session):
    """The same with an RST to the node."""
    session.near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # The other thread reads from it, so it is closed only when that thread has stopped.
    session.near.shutdown(socket.SHUT_RD)
    session.near.close()
    shut(session.far)
    raise ConnectionAbortedError


def silent_for(seconds):
    """From here on nothing arrives and neither side is told, as when a cable is pulled. Later the
    server's side closes, as its keepalive would do; on one machine the kernel answers keepalive
    probes itself."""
    def swallow(session):
        session.gone.set()
        timer = threading.Timer(seconds, shut, [session.far])
        timer.daemon = True
        timer.start()
    return swallow


def delayed(seconds):
    """This message, and everything after it, arrives late."""
    def delay(_):
        time.sleep(seconds)
    return delay


def shut(end):
    """Closes both directions of a socket."""
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def read_message(source, typed):
    """One message of PostgreSQL's protocol. The first message of a client has no type."""
    head = read_exactly(source, 5 if typed else 4)
    length, = struct.unpack("!I", head[-4:])
    return head + read_exactly(source, length - 4)


def read_exactly(source, count):
    """Exactly `count` bytes. Raises OSError at the end of the stream."""
    found = b""
    while len(found) < count:
        part = source.recv(count - len(found))
        if not part:
            raise ConnectionResetError
        found += part
    return found
