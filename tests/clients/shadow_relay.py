#!/usr/bin/env python3
"""What passes `patchbay shadow` is unchanged: bytes, order and ends, also of hostile clients and vendors."""

import contextlib
import hashlib
import socket
import ssl
import subprocess
import threading

from harness import Report, Server
from shadow_near import Shadow

GET = b"GET /api/json/customers/get/?id=1 HTTP/1.1\r\nHost: proxy.example\r\n\r\n"


class Raw:
    """An upstream that gives each connection to `serve(link, number)`, on a thread."""

    def __init__(self, serve, context=None):
        self.serve, self.context, self.count = serve, context, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        name = f"https://localhost:{self.port}" if context else f"http://127.0.0.1:{self.port}"
        self.url = name
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def port(self):
        """Where it listens."""
        return self.listener.getsockname()[1]

    def accept(self):
        """Takes connections until the end."""
        with contextlib.suppress(OSError):
            while True:
                link = self.listener.accept()[0]
                self.count += 1
                threading.Thread(target=self.guarded, args=(link, self.count), daemon=True).start()

    def guarded(self, link, number):
        """One connection."""
        with contextlib.suppress(OSError), link:
            if self.context:
                link = self.context.wrap_socket(link, server_side=True)
            self.serve(link, number)
            link.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()


def read_head(link):
    """The head of a message, and what came behind it; nothing at the end."""
    got = b""
    while b"\r\n\r\n" not in got:
        part = link.recv(65536)
        if not part:
            return None, b""
        got += part
    head, _, rest = got.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n", rest


def read_all(link):
    """Everything until the end, or until the connection is reset."""
    parts = []
    with contextlib.suppress(OSError):
        while part := link.recv(65536):
            parts.append(part)
    return b"".join(parts)


def connect(shadow):
    """A client."""
    return socket.create_connection(("127.0.0.1", shadow.port), timeout=60)


def canned(reply, seen):
    """Answers each request on a connection with these bytes, and keeps the heads."""
    def serve(link, _):
        while (head := read_head(link)[0]) is not None:
            seen.append(head)
            link.sendall(reply)
    return serve


def unchanged(report, here):
    """Status, reason, repeated headers, case and order; headers of the connection stay behind."""
    reply = (b"HTTP/1.1 299 Quite Fine\r\nX-Odd-Case: 1\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nDate: yesterday\r\n"
             b"Server: Vendor/1\r\nKeep-Alive: timeout=5\r\nContent-Length: 5\r\n\r\n\x00\xff{}\n")
    seen = []
    with Raw(canned(reply, seen)) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow:
        with connect(shadow) as link:
            link.sendall(b"GET /x%2Fy?a=1;b=%zz HTTP/1.1\r\nHost: proxy.example\r\nx-Own: 1\r\nX-Own: 2\r\n"
                         b"Connection: keep-alive, X-Hop, content-length\r\nX-Hop: 1\r\nTE: trailers\r\n"
                         b"Authorization: Basic abc\r\n\r\n")
            head, rest = read_head(link)
            while len(rest) < 5:
                rest += link.recv(5)
            want = reply.split(b"\r\n\r\n", maxsplit=1)[0].replace(b"\r\nKeep-Alive: timeout=5", b"") + b"\r\n\r\n"
            report.equal("the reply is unchanged", (want, b"\x00\xff{}\n"), (head, rest))
            got = seen[0]
            report.case("the target is unchanged", got.startswith(b"GET /x%2Fy?a=1;b=%zz HTTP/1.1\r\n"), got=got)
            report.case("headers are unchanged", b"x-Own: 1\r\nX-Own: 2\r\n" in got and b"Authorization: Basic abc" in got
                        and f"Host: 127.0.0.1:{vendor.port}".encode() in got, got=got)
            report.case("those of the connection stay behind", not any(each in got for each in (
                b"X-Hop", b"TE:", b"proxy.example", b"User-Agent", b"X-Forwarded")), got=got)
            link.sendall(GET * 3)
            link.shutdown(socket.SHUT_WR)
            report.equal("pipelined requests, on one connection", (3, 4, 1),
                         (read_all(link).count(b"HTTP/1.1 299"), len(seen), vendor.count))


def shapes(report, here):
    """HEAD, replies without a body or a length, chunks, and HTTP/1.0."""
    cases = ((b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b""),
             (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 204 No Content\r\n\r\n", b""),
             (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n", b""),
             (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
              b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok"),
             (b"GET / HTTP/1.0\r\n\r\n",
              b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", b"abc"))
    for request, reply, body in cases:
        with Raw(canned(reply, [])) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow:
            with connect(shadow) as link:
                link.sendall(request)
                link.shutdown(socket.SHUT_WR)
                got = read_all(link)
                report.case(f"{request[:14]} {reply[:20]}", got.split(b"\r\n\r\n", 1)[1] == body
                            and b"chunked" not in got and got.startswith(b"HTTP/1.1 "), got=got)

    def endless(link, _):
        read_head(link)
        link.sendall(b"HTTP/1.1 200 OK\r\n\r\nuntil the end")

    with Raw(endless) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow, connect(shadow) as link:
        link.sendall(GET)
        report.case("a reply without a length", read_all(link).endswith(b"\r\n\r\nuntil the end"))


def streams(report, here):
    """Bodies pass while they come, at any length."""
    go_on, size = threading.Event(), 24 << 20
    digest = {}

    def slow(link, _):
        head, body = read_head(link)
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        sha = hashlib.sha256(body)
        while length > len(body):
            part = link.recv(65536)
            sha.update(part)
            length -= len(part)
        digest["there"] = sha.hexdigest()
        link.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        go_on.wait(60)
        piece = b"x" * 65536
        for _ in range(size // len(piece)):
            link.sendall(b"10000\r\n" + piece + b"\r\n")
        link.sendall(b"0\r\n\r\n")

    with Raw(slow) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow, connect(shadow) as link:
        sent = bytes(range(256)) * (size // 256)
        link.sendall(b"POST /api/json/customers/update HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                     b"Content-Length: %d\r\n\r\n" % size)
        report.case("Expect is answered", read_head(link)[0].startswith(b"HTTP/1.1 100"))
        link.sendall(sent)
        _, begun = read_head(link)
        while b"first" not in begun:
            begun += link.recv(65536)
        report.equal("a long request arrives, and the reply begins before its end",
                     (hashlib.sha256(sent).hexdigest(), False), (digest["there"], go_on.is_set()))
        go_on.set()
        got = 0
        link.settimeout(60)
        tail = b""
        while not tail.endswith(b"0\r\n\r\n"):
            part = link.recv(1 << 20)
            if not part:
                break
            got, tail = got + len(part), (tail + part)[-8:]
        report.case("a long reply arrives", got > size, got=got)
        link.close()
        report.equal("and is counted as not kept", {"not_kept": 1}, shadow.end()["not_compared"])


def bodiless(report, here):
    """Replies that name chunks and have none: no byte is added, and the connection goes on."""
    for method, status in ((b"HEAD", b"200 OK"), (b"GET", b"204 No Content"), (b"GET", b"304 Not Modified")):
        reply = b"HTTP/1.1 " + status + b"\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
        with Raw(canned(reply, [])) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow:
            with connect(shadow) as link:
                link.sendall((method + b" / HTTP/1.1\r\nHost: x\r\n\r\n") * 2)
                link.shutdown(socket.SHUT_WR)
                report.equal(f"{method} {status}", reply * 2, read_all(link))


def lengths(report, here):
    """Only requests whose length every server reads alike are passed on."""
    seen = []
    reply = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    with Raw(canned(reply, seen)) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow:
        for head in (b"Transfer-Encoding: gzip", b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: xchunked",
                     b"Transfer-Encoding: chunked, chunked", b"Transfer-Encoding: chunked;a=1", b"Transfer-Encoding:",
                     b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
                     b"Transfer-Encoding: identity\r\nContent-Length: 5",
                     b"Content-Length: 5\r\nTransfer-Encoding: identity",
                     b"Transfer-Encoding: chunked\r\nContent-Length: 5",
                     b"Content-Length: 5\r\nTransfer-Encoding: chunked",
                     b"Content-Length: 5, 5", b"Content-Length: 5\r\ncontent-length: 5", b"Content-Length: +5",
                     b"Content-Length: 5 5", b"Content-Length: 0x5", b"Content-Length: -1", b"Content-Length:",
                     b"Content-Length: 99999999999999999999999"):
            with connect(shadow) as link:
                link.settimeout(10)
                link.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n0\r\n\r\n" + GET)
                got = read_all(link)
                report.case(f"refused: {head}", got.startswith(b"HTTP/1.1 400 ") and got.count(b"HTTP/1.1 ") == 1, got=got)
        report.equal("nothing of them was passed on", ([], 0), (seen, vendor.count))
        with connect(shadow) as link:
            link.sendall(b"POST / HTTP/1.1\r\nHost: x\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n"
                         b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            link.shutdown(socket.SHUT_WR)
            report.equal("others are passed on", reply * 2, read_all(link))
        report.equal("what is refused is not counted", (2, 0), (shadow.end()["requests"], shadow.report["unanswered"]))


def bounded(report, here):
    """Lines of chunks, trailers and heads that do not end: they are not kept, and both connections end."""
    chunked, long = b"Transfer-Encoding: chunked\r\n\r\n", b"a" * 300000
    for name, start in (("a line of a chunk", b"1;"), ("trailers", b"0\r\nX: "), ("a chunk", b"z\r\n")):
        got, ended = [], threading.Event()

        def takes(link, _, got=got, ended=ended):
            got.append(read_all(link))
            ended.set()

        with Raw(takes) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow, connect(shadow) as link:
            link.settimeout(10)
            link.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + chunked + start + long)
            answer = read_all(link)
            report.case(f"{name} of a client", answer.startswith(b"HTTP/1.1 400 "), got=answer)
            report.case("the vendor gets no whole request", ended.wait(10) and not got[0].endswith(b"0\r\n\r\n"), got=got)
            report.equal("and it is counted", 1, shadow.end()["unanswered"])

        def gives(link, _, start=start, ended=ended):
            read_head(link)
            link.sendall(b"HTTP/1.1 200 OK\r\n" + chunked + start)
            with contextlib.suppress(OSError):
                link.sendall(long)
                read_all(link)
            ended.set()

        ended.clear()
        with Raw(gives) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow, connect(shadow) as link:
            link.settimeout(10)
            link.sendall(GET)
            report.case(f"{name} of a vendor", ended.wait(10))
            answer = read_all(link)
            report.equal("the reply is cut", b"HTTP/1.1 200 OK\r\n" + chunked, answer)

    for wrong in (b"HTTP/1.1 200 OK\r\nX: " + long, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n" + chunked):
        def second(link, _, wrong=wrong):
            read_head(link)
            link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            read_head(link)
            link.sendall(wrong)
            read_all(link)

        with Raw(second) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow, connect(shadow) as link:
            link.settimeout(10)
            link.sendall(GET * 2)
            answer = read_all(link)
            report.case(f"a head of a vendor: {wrong[17:45]}", b"okHTTP/1.1 502 " in answer, got=answer)


def counted(report, here):
    """A client that ends in its body is counted, and bodies are until their replies are sent."""
    ended = threading.Event()

    def waits(link, _):
        read_all(link)
        ended.set()

    with Raw(waits) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow:
        with connect(shadow) as link:
            link.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        report.case("the vendor sees the end", ended.wait(10))
        report.equal("a body that is cut", (1, 1), (shadow.end()["requests"], shadow.report["unanswered"]))

    # Sixteen fit into the 64 MiB of all bodies, beside their replies.
    body, count, fit = b"x" * ((4 << 20) - 1024), 18, 16
    go_on = [threading.Event() for _ in range(count)]

    def late(link, number):
        _, rest = read_head(link)
        left = len(body) - len(rest)
        while left:
            left -= len(link.recv(min(left, 1 << 20)))
        link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n")
        go_on[number - 1].wait(60)
        link.sendall(b"ok")

    with Raw(late) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow, contextlib.ExitStack() as stack:
        links = []
        for _ in range(count):
            links.append(stack.enter_context(connect(shadow)))
            links[-1].sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            read_head(links[-1])
        # Those that are not kept first: the queue has room for them.
        for number in reversed(range(count)):
            go_on[number].set()
            read_all(links[number])
        report.equal("bodies that were kept too long for others", count - fit, shadow.end()["not_compared"].get("not_kept", 0))


def broken(report, here):
    """A vendor that is away, that closes, that cuts a reply; clients that speak no HTTP or go away."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        gone = f"http://127.0.0.1:{held.getsockname()[1]}"
    with Shadow(here.url, gone, "enswitch") as shadow, connect(shadow) as link:
        link.sendall(GET)
        report.case("no vendor", read_all(link).startswith(b"HTTP/1.1 502 "))

    def cuts(link, number):
        while read_head(link)[0] is not None:
            if number == 1:
                return
            if number == 2:
                link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
                return
            link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            if number == 3:
                return

    with Raw(cuts) as vendor, Shadow(here.url, vendor.url, "enswitch") as shadow:
        answers = []
        for _ in range(3):
            with connect(shadow) as link:
                link.sendall(GET)
                answers.append(read_all(link))
        report.case("a vendor that closes", answers[0].startswith(b"HTTP/1.1 502 "), got=answers[0])
        report.case("a reply that is cut", answers[1].endswith(b"\r\n\r\nonly this"), got=answers[1])
        report.case("an end between requests reaches the client", answers[2].endswith(b"ok"), got=answers[2])
        for wrong, start in ((b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b""), (b"GET\r\n\r\n", b""),
                             (b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 501 "),
                             (b"GET / HTTP/1.1\r\nA: " + b"a" * 70000 + b"\r\n\r\n", b"HTTP/1.1 431 "),
                             (b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", b"")):
            with connect(shadow) as link:
                with contextlib.suppress(OSError):
                    link.sendall(wrong)
                    link.shutdown(socket.SHUT_WR)
                got = read_all(link)
                report.case(f"{wrong[:30]}", got.startswith(start) and b" 200 " not in got, got=got)
        for _ in range(20):
            with connect(shadow) as link:
                link.sendall(GET[:-7])
        with connect(shadow) as link:
            link.sendall(GET)
            report.case("and it still serves", read_head(link)[0].startswith(b"HTTP/1.1 200 "))
        shadow.end()
        report.equal("it ends as it should: what it got is of no dialect", (1, 2), (shadow.code, shadow.report["unanswered"]))


def encrypted(report, here):
    """TLS to the vendor is verified."""
    folder = here.folder
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                    "-keyout", folder / "k.pem", "-out", folder / "c.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "c.pem", folder / "k.pem")
    reply = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    with Raw(canned(reply, []), context) as vendor:
        for more, status in (((), b"502"), (("--authorities", str(folder / "c.pem")), b"200")):
            with Shadow(here.url, vendor.url, "enswitch", *more) as shadow, connect(shadow) as link:
                link.sendall(GET + GET)
                link.shutdown(socket.SHUT_WR)
                got = read_all(link)
                report.case(f"TLS with {more[:1]}", got.startswith(b"HTTP/1.1 " + status), got=got)
                report.equal("all of them", 2 if more else 0, got.count(b"ok"))


def main():
    """All of it, beside one demo."""
    report = Report()
    with Server() as here:
        for part in (unchanged, shapes, bodiless, streams, lengths, bounded, counted, broken, encrypted):
            report.guard(part.__name__, part, report, here)
    report.end()


if __name__ == "__main__":
    main()
