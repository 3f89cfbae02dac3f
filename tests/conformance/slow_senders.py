#!/usr/bin/env python3
"""Slow senders get 408 after 10 s of header or 30 s of body, while others are served."""

import socket
import threading
import time

import near  # noqa: F401
import harness
from dialects import Enswitch


def drip(port, start, piece, seconds, results, name):
    """Sends `start`, then `piece` every half second. Records the reply and when it came."""
    began = time.monotonic()
    reply = b""
    with socket.create_connection(("127.0.0.1", port), timeout=0.5) as link:
        link.sendall(start)
        while time.monotonic() - began < seconds:
            try:
                got = link.recv(65536)
                if not got:
                    break
                reply += got
                continue
            except TimeoutError:
                pass
            except OSError:
                break
            try:
                link.sendall(piece)
            except OSError:
                break
    results[name] = (reply, time.monotonic() - began)


def both(report, server):
    """A header that never ends and a body that never ends, at once."""
    cases = {"header": (b"POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"x", 20, (9, 15)),
             "body": (
                 b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nContent-Length: "
                 b"100000\r\n\r\n", b"x", 45, (28, 38))}
    results, threads = {}, []
    for name, (start, piece, seconds, _) in cases.items():
        threads.append(threading.Thread(target=drip,
                                        args=(server.port, start, piece, seconds, results, name)))
        threads[-1].start()
    time.sleep(1)
    began = time.monotonic()
    report.equal("others are served meanwhile", "Global Trading",
                 Enswitch(server).show({"id": 101})["name"])
    report.case("others do not wait", time.monotonic() - began < 3, got=time.monotonic() - began)
    for thread in threads:
        thread.join()
    for name, (_, _, _, (least, most)) in cases.items():
        reply, took = results[name]
        report.case(f"a slow {name}: 408", reply.startswith(b"HTTP/1.1 408 "), expected="408",
                    got=(reply[:100], took))
        report.case(f"a slow {name}: when", least <= took <= most, expected=f"{least} to {most} s",
                    got=f"{took:.1f} s")


if __name__ == "__main__":
    harness.main([both])
