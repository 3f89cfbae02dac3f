#!/usr/bin/env python3
"""`patchbay shadow` beside a server that does not do as it should: one that hangs, is killed, refuses the
credentials, or may carry out what it is sent. The vendor's clients do not notice."""

import socket
import time

from harness import Http, Report, Server
from shadow import enswitch
from shadow_near import Shadow, Vendor


def refused(report, vendor, here):
    """Credentials that Patchbay refuses are tried three times, and lock no principal out."""
    with Shadow(here.url, vendor.url, "enswitch", credential="wrong") as shadow:
        client = Http(shadow.port)
        report.equal("served all the same", [200] * 8, [client.send(*enswitch("get", ";id=101")).status for _ in range(8)])
        report.equal("counted", ({"not_signed_in": 8}, 2), (shadow.end()["not_compared"], shadow.code))
        report.case("and said", "nothing is compared any more" in shadow.errors and "nothing was compared" in shadow.errors, got=shadow.errors)
    failed = here.log().count("bad_credentials")
    report.case("tried three times", failed <= 3, got=here.log()[-2000:])
    report.equal("and not locked out", 200, Http(here.port).send(*enswitch("get", ";id=101")).status)


def no_patchbay(report, vendor, here):
    """A server that may carry out what it is sent gets no request of a client."""
    with Vendor(here.port) as other:
        other.change = lambda *_: (200, {"Content-Type": "application/json"}, b"{}")
        with Shadow(other.url, vendor.url, "enswitch") as shadow:
            client = Http(shadow.port)
            report.equal("served all the same", [200] * 3,
                         [client.send(*enswitch("update", f";id=101;email=n{n}@y.example")).status for n in range(3)])
            report.equal("counted", ({"not_rehearsed": 3}, 2), (shadow.end()["not_compared"], shadow.code))
        report.equal("it was only asked what it is", 1, other.count)
        # One that is a Patchbay at first, and carries out what it is sent.
        other.count = 0
        other.change = lambda status, headers, body: (status, {k: v for k, v in headers.items() if k.lower() != "patchbay-rehearsed"}, body)
        with Shadow(other.url, vendor.url, "enswitch") as shadow:
            client = Http(shadow.port)
            for n in range(3):
                client.send(*enswitch("update", f";id=101;email=m{n}@y.example"))
            report.equal("it gets no second one", {"not_rehearsed": 3}, shadow.end()["not_compared"])


def apart(report, vendor, here):
    """Patchbay slow or gone: the vendor's clients do not notice, and what is not compared is counted."""
    request = enswitch("get", ";id=101")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with Shadow(f"http://127.0.0.1:{silent.getsockname()[1]}", vendor.url, "enswitch", "--queue", "2") as shadow:
            client = Http(shadow.port)
            began = time.monotonic()
            statuses = [client.send(*request).status for _ in range(20)]
            report.equal("served beside a Patchbay that hangs", [200] * 20, statuses)
            report.case("and not slowed", time.monotonic() - began < 9, got=time.monotonic() - began)
            left = shadow.end()["not_compared"]
            report.case("a full queue is counted", left.get("no_room", 0) >= 16 and left.get("no_answer", 0) >= 1
                        and sum(left.values()) == 20, got=left)
    with Server() as dying:
        with Shadow(dying.url, vendor.url, "enswitch") as shadow:
            client = Http(shadow.port)
            report.equal("before", 200, client.send(*request).status)
            dying.process.kill()
            dying.process.wait()
            report.equal("served after Patchbay was killed", [200] * 10, [client.send(*request).status for _ in range(10)])
            report.case("which is counted", shadow.end()["not_compared"].get("no_answer", 0) >= 10
                        and shadow.report["groups"] == [], got=shadow.report)
        dying.code = 0
    del here


def main():
    """All of it, against two demos: the vendor's and ours."""
    report = Report()
    for part in (refused, no_patchbay, apart):
        with Server() as there, Server() as here, Vendor(there.port) as vendor:
            report.guard(part.__name__, part, report, vendor, here)
    report.end()


if __name__ == "__main__":
    main()
