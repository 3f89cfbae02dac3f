#!/usr/bin/env python3
"""Files of customers that are longer than a body in memory may be: they are kept in the data folder
while they come, only for those who may import them, only so many at once, and no trace stays."""

import http.client
import json
import os
import pathlib
import socket
import threading

from files_over_http import CSV, Caller, both_stores, counts, peak_bytes
from harness import Reply, Report, Server, until
from operator_near import in_scratch

# As many as are taken at the same time.
FILES_MAX = 4
FILE_BYTES_MAX = 64 << 20
CONFIG = f"[server]\nfile_bytes_max = {FILE_BYTES_MAX}\n"


def begin(caller, length, query="?key=none", media=CSV, sent=b"", framing=None, path="/v1/import"):
    """Sends the head of an import, or of another request, and `sent` of its body."""
    link = socket.create_connection(("127.0.0.1", caller.http.port), timeout=30)
    framing = framing or f"Content-Length: {length}"
    head = (f"POST {path}{query} HTTP/1.1\r\nHost: x\r\nAuthorization: {caller.headers['Authorization']}\r\n"
            f"Content-Type: {media}\r\n{framing}\r\n\r\n")
    link.sendall(head.encode() + sent)
    return link


def answer(link):
    """The reply that comes over a connection, which then ends."""
    with link, http.client.HTTPResponse(link) as said:
        said.begin()
        return Reply(said.status, {name.lower(): value for name, value in said.getheaders()}, said.read())


def rows(number, length):
    """A file of that many customers."""
    return "name,notes\n" + "".join(f"Long {i},{'x' * length}\n" for i in range(number))


def open_files(server):
    """The files without a name that the server has open."""
    folder = pathlib.Path(f"/proc/{server.process.pid}/fd")
    found = []
    for each in folder.iterdir():
        try:
            found.append(os.readlink(each))
        except FileNotFoundError:  # closed meanwhile
            continue
    # Linux shows a file that never had a name by a number. Not every file system has such files.
    return [each for each in found if each.endswith(" (deleted)") and ("/#" in each or "/.patchbay-file-" in each)]


@both_stores
def long_files_come_in(report, folder, server, key):  # pylint: disable=unused-argument
    """With a length and in chunks, planned and written, as short ones do."""
    root = Caller(server)
    text = rows(4000, 400)
    report.case("it is longer than a body in memory may be", len(text) > 3 << 19, got=len(text))
    reply = root.take(text, "?key=none")
    report.equal("it is planned", 4000, counts(reply)["made"], reply)
    whole = text.encode()
    chunks = b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
                      for piece in (whole[at:at + 70_001] for at in range(0, len(whole), 70_001))) + b"0\r\n\r\n"
    framing = "Transfer-Encoding: chunked\r\nConnection: close"
    reply = answer(begin(root, 0, "?key=none&apply=true", sent=chunks, framing=framing))
    report.case("it is written", reply.status == 200 and counts(reply)["made"] == 4000, got=reply)
    reply = root.take(text, "?key=none&apply=true")
    report.equal("sent again with a length, it is the same file", 4000, counts(reply)["written_before"], reply)
    report.equal("no file stays open", [], open_files(server))


@in_scratch
def memory_follows_no_file(report, folder):
    """A file of 60 MiB takes the memory of its rows under way, and no name on the disk."""
    with Server(place=str(folder / "data"), config=CONFIG) as server:
        root = Caller(server)
        reply = root.take(rows(400, 20_000), "?key=none&ignore=notes")
        report.equal("a part is planned", 400, counts(reply)["made"], reply)
        before = peak_bytes(server)
        names = sorted(os.listdir(folder / "data"))
        text = rows(3000, 20_000).encode()
        link = begin(root, len(text), "?key=none&ignore=notes", sent=text[:-1])
        report.case("it is kept in the data folder", until(lambda: [str(folder / "data") in each for each in open_files(server)] == [True]),
                    got=open_files(server))
        report.equal("and has no name there", names, sorted(os.listdir(folder / "data")))
        link.sendall(text[-1:])
        reply = answer(link)
        report.equal("all is planned", 3000, counts(reply)["made"], reply)
        grown = peak_bytes(server) - before
        report.case("memory stays", grown < 24 << 20, got=grown)


@both_stores
def who_may_not_is_refused_before_the_file_comes(report, folder, server, key):  # pylint: disable=unused-argument
    """Not one byte of the body is sent, and the reply comes."""
    root, reader = Caller(server), Caller(server, "reader")
    wrong = Caller(server)
    wrong.headers = {"Authorization": "Basic cm9vdDp3cm9uZw=="}
    length = 50 << 20
    for caller, query, media, status, word in (
            (reader, "?key=none", CSV, 403, "role"), (wrong, "?key=none", CSV, 401, "wrong"),
            (root, "?kee=none", CSV, 422, "kee"), (root, "?key=none", "text/plain", 415, "content type"),
            (root, "?key=none&below=77777", CSV, 404, "below")):
        reply = answer(begin(caller, length, query, media))
        report.case(f"{status}: {word}", reply.status == status and word in reply.json()["detail"], got=reply)
    nobody = Caller(server)
    nobody.headers = {"Authorization": "None"}
    report.equal("without credentials", 401, answer(begin(nobody, length)).status)
    reply = answer(begin(root, 0, framing="Transfer-Encoding: chunked\r\nIf-Match: \"3\"", sent=b"20000\r\n" + b"x" * 0x20000))
    report.case("with a condition", reply.status in (400, 422) and "column `version`" in reply.json()["detail"], got=reply)


@in_scratch
def so_many_at_once(report, folder):
    """Those that come have a place until they are answered, or their sender leaves."""
    with Server(place=str(folder / "data"), config=CONFIG) as server:
        root = Caller(server)
        text = rows(200, 1000).encode()
        coming = [begin(root, len(text), sent=text[:100_000]) for _ in range(FILES_MAX)]
        report.case("four come", until(lambda: len(open_files(server)) == FILES_MAX), got=open_files(server))
        reply = answer(begin(root, len(text)))
        report.case("a fifth is told to try again", reply.status == 429 and reply.headers.get("retry-after") == "1", got=reply)
        report.equal("short ones are taken", 200, root.take("name\nShort\n", "?key=none").status)
        coming.pop().close()
        report.case("one that leaves gives its place back", until(lambda: len(open_files(server)) == FILES_MAX - 1))
        for link in coming:
            link.sendall(text[100_000:])
        report.equal("the others are answered", [200] * len(coming), [answer(link).status for link in coming])
        report.case("and gone", until(lambda: not open_files(server)), got=open_files(server))
        reply = answer(begin(root, FILE_BYTES_MAX + 1))
        report.case("there is a bound", reply.status == 413 and "too large" in reply.json()["detail"], got=reply)
        reply = root.http.send("POST", "/v1/bulk", b" " * (2 << 20), {**root.headers, "Content-Type": "application/json"})
        report.equal("other paths keep theirs", 413, reply.status, reply)
    with Server(place=str(folder / "other"), config="[server]\nfile_bytes_max = 0\n") as server:
        reply = Caller(server).take(rows(2000, 1000), "?key=none")
        report.equal("without room for files, only bodies in memory", 413, reply.status, reply)


@in_scratch
def a_file_that_stops_coming(report, folder):
    """Its sender has the time of a body for each piece, and then the place is free."""
    with Server(place=str(folder / "data"), config=CONFIG + "body_timeout_s = 1\n") as server:
        root = Caller(server)
        text = rows(2000, 1000).encode()
        link = begin(root, len(text), sent=text[:1_500_000])
        reply = answer(link)
        report.equal("it is told", 408, reply.status, reply)
        report.case("no file stays", until(lambda: not open_files(server)), got=open_files(server))


@in_scratch
def a_server_that_ends(report, folder):
    """It does not wait for a file that is coming."""
    with Server(place=str(folder / "data"), config=CONFIG) as server:
        root = Caller(server)
        text = rows(4000, 400).encode()
        link = begin(root, len(text), "?key=none&apply=true", sent=text[:1_500_000])
        report.case("it comes", until(lambda: open_files(server)))
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        link.settimeout(60)
        report.equal("it is cut", b"", link.recv(1))
        stopping.join()
        link.close()
    with Server(place=str(folder / "data")) as server:
        names = Caller(server).out("?fields=name").body
        report.case("nothing of it was written", b"Long" not in names, got=names[:200])
        reply = Caller(server).http.send("GET", "/v1/system", None, Caller(server).headers)
        report.equal("it serves", 200, reply.status, json.dumps(reply.json())[:200])


if __name__ == "__main__":
    told = Report()
    for test in (long_files_come_in, memory_follows_no_file, who_may_not_is_refused_before_the_file_comes,
                 so_many_at_once, a_file_that_stops_coming, a_server_that_ends):
        told.guard(test.__name__, test, told)
    told.end()
