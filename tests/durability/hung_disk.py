#!/usr/bin/env python3
"""A disk that hangs: whoever waits for it is answered once it goes on, and nobody else waits. The
single client that writes on its own thread (decision 0043) is the case that could stop others."""

import tempfile
import threading

import near  # noqa: F401
from hanging import HangingDisk
from harness import Http, Native, Report, Server

OTHERS = 12  # more connections than the server has threads


class Change(threading.Thread):
    """A change on a connection of its own, in the background."""

    def __init__(self, server, customer, note):
        super().__init__()
        self.native, self.customer, self.note = Native(server), customer, note
        self.reply = None
        self.native.get(customer)  # the connection is open from here on
        self.start()

    def run(self):
        self.reply = self.native.call("PATCH", f"/customers/{self.customer}", {"notes": self.note})


def nobody_else_waits(report):
    """One client's change hangs. Reads on connections old and new are answered meanwhile, and
    changes of others when the disk goes on."""
    with tempfile.TemporaryDirectory(prefix="patchbay-hung-") as scratch, HangingDisk(scratch) as disk:
        with Server(environment=disk.environment) as server:
            single = Change(server, 101, "before")
            single.join()
            report.equal("a change before", 200, single.reply.status)
            disk.hang()
            hung = Change(server, 101, "while it hangs")
            disk.wait_until_felt()
            for number in range(OTHERS):
                native = Native(server)
                report.equal(f"a customer, connection {number}", "before", native.get(101)["notes"])
                report.equal(f"its probe, connection {number}", 200,
                             Http(server.port).send("GET", "/healthz").status)
            others = [Change(server, 102 + number, "behind it") for number in range(2)]
            report.case("the change is not answered", hung.reply is None, got=hung.reply)
            report.equal("nor are those behind it", [None] * 2, [each.reply for each in others])
            disk.let_go()
            for each in (hung, *others):
                each.join()
                report.equal(f"customer {each.customer} is answered", 200, each.reply.status)
            native = Native(server)
            report.equal("what was changed", ["while it hangs"] + ["behind it"] * 2,
                         [native.get(number)["notes"] for number in (101, 102, 103)])


if __name__ == "__main__":
    count = Report()
    count.guard("a hung disk", nobody_else_waits, count)
    count.end()
