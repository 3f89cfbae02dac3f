#!/usr/bin/env python3
"""A disk that hangs while thousands of clients send changes: the store's queue fills up to its
bound; further changes are refused at once, at every door in its format; reads continue; and once
the disk works again all queued changes are answered, and the history checker finds nothing."""

import http.client
import re
import resource
import shutil
import tempfile
import time

import near  # noqa: F401
from checker import ACKED, UNKNOWN, Update
from hanging import SECONDS_MAX, HangingDisk
from harness import ROOT, Http, Reply, Report
from kills import verified
from lasting import Lasting
from load import Load
from writing import AT_ONCE_S, DOORS, Link, bulk, fate_of, wrong_refusal

QUEUE_MAX = int(re.search(r"kQueueMax = (\d+);", (ROOT / "src/store/store.h").read_text())[1])
# Changes that the writer took before the disk hung, and further ones that no longer fit.
MORE = 256
# A queue is bounded so that its last change is done soon.
DRAINED_S = 15
CONFIG = ("[log]\nrequests = false\n[server]\nconnections_max = 16384\n"
          "connections_per_address_max = 16384\nheader_timeout_s = 120\n")


class Sent:
    """An update on its own connection, whose reply is read later."""

    def __init__(self, load, port, door, customer):
        make, leaves, _, _ = DOORS[door]
        token = load.next_token()
        shot = make(customer, token, load.bearer)
        self.door = door
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_MAX)
        self.update = Update(token, customer["id"], leaves(token), time.monotonic(), door=door)
        load.updates.append(self.update)
        self.link.request(shot.method, shot.target, shot.body.encode() if shot.body else None, shot.headers)

    def read(self):
        """The reply, and its meaning for the update."""
        answer = self.link.getresponse()
        reply = Reply(answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read())
        self.link.close()
        update = self.update
        update.fate, update.reply = fate_of(self.door, reply), reply.body
        update.answered = time.monotonic()
        if update.fate == ACKED:
            update.request = DOORS[self.door][3](reply)
        return reply


def waiting(server):
    """The number of waiting changes, as the server reports it."""
    text = Http(server.port).send("GET", "/metrics").text
    return int(text.split("\npatchbay_store_queue ")[1].split()[0])


def fill(load, server):
    """Sends changes through all doors until the queue is full."""
    sent, doors, end = [], list(DOORS), time.monotonic() + SECONDS_MAX
    while (queued := waiting(server)) < QUEUE_MAX and time.monotonic() < end:
        # Counts requests that are still in flight, so that few are refused.
        for _ in range(min(MORE, max(1, (QUEUE_MAX - queued) // 2))):
            number = len(sent)
            sent.append(Sent(load, server.port, doors[number % len(doors)],
                             load.customers[number % len(load.customers)]))
    return sent


def while_full(report, load, server):
    """Every door refuses changes and reads show the same as before; a bulk refuses each of its
    lines."""
    for door in DOORS:
        began = time.monotonic()
        one = Sent(load, server.port, door, load.customers[0])
        reply = one.read()
        wrong = wrong_refusal(door, reply, time.monotonic() - began)
        report.case(f"a full queue: {door} refuses at once in its own words", not wrong, got=wrong)
    customers = load.customers[:2]
    tokens = [load.next_token() for _ in customers]
    reply = Link(server.port).send(bulk(customers, tokens))
    report.equal("a full queue: a bulk refuses each line", 2, reply.text.count('"status":503'), sent=reply)
    wrong = load.judge_reads(server)
    report.case("a full queue: reads go on", not wrong, got=wrong)
    report.equal("a full queue: it lives", 200, Http(server.port).send("GET", "/healthz").status)
    report.equal("a full queue: it is not ready", 503, Http(server.port).send("GET", "/readyz").status)


def controls(report):
    """Incorrect refusals are detected."""
    good = {"flolive": Reply(503, {"retry-after": "1"}, b'{"errorCode":"GLOBAL_1001"}'),
            "XML-RPC": Reply(200, {}, b"<fault><int>10503</int></fault>")}
    for door, reply in good.items():
        report.equal(f"control: {door} as it should be", [], wrong_refusal(door, reply, 0.1))
    bad = (("an answer that comes late", "flolive", good["flolive"], AT_ONCE_S + 1),
           ("no time to come again", "flolive", Reply(503, {}, good["flolive"].body), 0.1),
           ("another door's words", "flolive", Reply(503, {"retry-after": "1"}, b'{"errorCode":"10503"}'), 0.1),
           ("another status", "XML-RPC", Reply(503, {}, good["XML-RPC"].body), 0.1),
           ("a success", "flolive", Reply(202, {"retry-after": "1"}, b'{"errorCode":null}'), 0.1),
           ("an outcome that is not known", "XML-RPC",
            Reply(200, {}, good["XML-RPC"].body + b"it is not known whether"), 0.1))
    for what, door, reply, seconds in bad:
        report.case(f"control: {what} is found", wrong_refusal(door, reply, seconds), got=reply)


def overflow(report, folder):
    """The whole test, and then the state that is left."""
    with HangingDisk(folder) as disk, Lasting(folder, config=CONFIG, environment=disk.environment) as server:
        load = Load(server, 7)
        load.keyed = 0
        load.run(server, 0, lambda: None, least=20)  # passwords are in the cache from here on
        disk.hang()
        sent = [Sent(load, server.port, "native", load.customers[0])]
        disk.wait_until_felt()
        began = time.monotonic()
        sent += fill(load, server)
        report.equal("as many wait as may", QUEUE_MAX, waiting(server))
        print(f"{len(sent)} sent in {time.monotonic() - began:.1f} s")
        while_full(report, load, server)
        disk.let_go()
        began = time.monotonic()
        for each in sent:
            each.read()
        took = time.monotonic() - began
        report.case("who was let in waits for the others, and no longer", took < DRAINED_S, got=took)
        fates = [each.update.fate for each in sent]
        report.case("all that were let in are answered, and the others refused",
                    # One of the waiting jobs may have been a seal.
                    fates.count(ACKED) >= QUEUE_MAX and UNKNOWN not in fates,
                    got={fate: fates.count(fate) for fate in set(fates)})
        report.equal("nobody waits any more", 0, waiting(server))
        for door in DOORS:
            one = Sent(load, server.port, door, load.customers[0])
            one.read()
            report.equal(f"afterwards {door} is back", ACKED, one.update.fate)
        wrong = load.judge(server)
        report.case("the checker finds nothing", not wrong, got="; ".join(wrong[:5]))
        print(f"a queue of {QUEUE_MAX} was done in {took:.1f} s: {load.counts()}")
        server.kill()
    with Lasting(folder, config=CONFIG) as server:
        wrong = load.judge(server)
        report.case("nor after kill -9", not wrong, got="; ".join(wrong[:5]))
        said = verified(folder)
        report.case("verify passes", said.returncode == 0, got=said)


def main():
    """Runs if enough descriptors are allowed."""
    report = Report()
    controls(report)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = QUEUE_MAX + 2 * MORE + 600
    if hard < needed:
        report.skip("a full queue", f"only {hard} descriptors are allowed here")
        report.end()
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))
    folder = tempfile.mkdtemp(prefix="patchbay-queue-")
    report.guard("overflow", overflow, report, folder)
    shutil.rmtree(folder, ignore_errors=True)
    report.end()


if __name__ == "__main__":
    main()
