"""A bad server that the overload tests must detect: for each request it scans all connections, and
for each closed one it leaks the descriptor and some memory."""

import resource
import select
import socket

KEPT_BYTES = 2**18


def figures():
    """Its metrics, with the names that the tests read."""
    with open("/proc/self/statm", encoding="ascii") as sizes:
        resident = int(sizes.read().split()[1]) * resource.getpagesize()
    opened = socket.socket()
    descriptors = opened.fileno()  # the lowest free one: nothing is ever closed here
    opened.close()
    return (f"\nprocess_open_fds {descriptors}\nprocess_resident_memory_bytes {resident}\n"
            "patchbay_connections 1\n")


def answer(link):
    """The same reply for every request."""
    body = figures().encode()
    link.setblocking(True)
    link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    link.setblocking(False)


def main():
    """Prints its port and serves until it is killed."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
    listening.setblocking(False)
    print(listening.getsockname()[1], flush=True)
    links, kept = {}, []
    while True:
        waiting = select.poll()
        for each in (listening, *links):
            waiting.register(each, select.POLLIN)
        waiting.poll()
        try:
            while True:
                link, _ = listening.accept()
                link.setblocking(False)
                links[link] = b""
        except BlockingIOError:
            pass
        for link in list(links):
            try:
                links[link] += (more := link.recv(65536))
                if links[link].endswith(b"\r\n\r\n"):
                    links[link] = b""
                    answer(link)
            except BlockingIOError:
                continue
            except OSError:
                more = b""
            if not more:
                del links[link]
                kept.append((link, bytearray(b"x") * KEPT_BYTES))
