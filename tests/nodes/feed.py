#!/usr/bin/env python3
"""A reader of the feed of changes, on any node and from any position, sees every committed change
once and in order, while all nodes write and transactions end in another order than they began."""

import subprocess
import threading

import near  # noqa: F401
import nodes
import harness
from cluster import programs
from harness import Native

CUSTOMERS = [101, 102, 103, 123, 124]
MIDDLE = 25
PLANTED = """INSERT INTO entries (id, previous, customer, version, action, time_us, principal, door,
  source, request, reason, warnings, differences, hash)
 SELECT (SELECT max(id) + %d FROM entries), previous, customer, version + %d, action, time_us, principal, door, source, request,
  reason, warnings, differences, hash FROM entries WHERE customer = 102 ORDER BY id DESC LIMIT 1"""
NUMBERING = "SELECT value FROM meta WHERE name = 'numbering' FOR UPDATE"


class Reader(threading.Thread):
    """Follows the feed at one node until the end was read."""

    def __init__(self, node, over, after=None, name="root", limit=7):
        super().__init__(daemon=True)
        self.native, self.over, self.limit = Native(node, name), over, limit
        self.after, self.items = after, []

    def run(self):
        more = True
        while more:
            last = self.over.is_set()
            more = self.page() or not last

    def page(self):
        """Reads one page. Returns whether more follows."""
        begin = f"&after={self.after}" if self.after else ""
        reply = self.native.call("GET", f"/changes?limit={self.limit}{begin}")
        if reply.status != 200:
            raise RuntimeError(f"a page of the feed: {reply!r}")
        found = reply.json()
        self.items += found["items"]
        self.after = found["next"]
        return found["more"]

    def rest(self):
        """The customer and version of what was read since the last call."""
        while self.page():
            pass
        found, self.items = keys(self.items), []
        return found


class Session:
    """An operator's own connection, for transactions that stay open."""

    def __init__(self, database):
        cluster = nodes.cluster()
        self.process = subprocess.Popen(
            [programs() / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h",
             cluster.folder, "-U", "patchbay", "-d", database], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, env=cluster.environment(), **cluster.identity())

    def run(self, *statements):
        """Executes the statements."""
        self.process.stdin.write("".join(f"{each};\n" for each in statements) + "\\echo done\n")
        self.process.stdin.flush()
        while (line := self.process.stdout.readline()) != "done\n":
            if not line:
                raise RuntimeError("psql ended")

    def close(self):
        """Closes the connection and with it an open transaction."""
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


def keys(items):
    """The customer and version of each item."""
    return [(item["customer"], item["version"]) for item in items]


def committed(database):
    """All entries in the database."""
    rows = nodes.cluster().sql("SELECT customer, version FROM entries ORDER BY id", database)
    return [tuple(int(cell) for cell in row.split("|")) for row in rows.splitlines()]


def position_at(node, count):
    """The position after the first `count` changes, as soon as there are that many."""
    found = []

    def there():
        found[:] = Native(node).call("GET", f"/changes?limit={count}").json()["items"]
        return len(found) == count

    nodes.until(there, f"there are {count} changes")
    return found[-1]["position"]


def followed(report, three):
    """Readers from the beginning and from the middle at each node, while each node is written to.
    """
    over = threading.Event()
    readers = [(f"node {number} from the beginning", 0, Reader(node, over, limit=7 + number))
               for number, node in enumerate(three)]
    few = Reader(three[1], over, name="branch", limit=3)
    for reader in (few, *(reader for _, _, reader in readers)):
        reader.start()
    writers = nodes.start(three, CUSTOMERS)
    for number, node in enumerate(three):
        reader = Reader(node, over, after=position_at(node, MIDDLE))
        reader.start()
        readers.append((f"node {number} from the middle", MIDDLE, reader))
    nodes.until(lambda: nodes.done(writers) >= 25, "the load runs")
    fates = nodes.stop(writers)
    over.set()
    whole = committed(three[0].folder.name)
    for name, begin, reader in readers:
        reader.join(60)
        report.equal(f"{name}: every change once, in order", whole[begin:], keys(reader.items))
    few.join(60)
    report.equal("whoever reaches few sees those", [each for each in whole if each[0] in (123, 124)],
                 keys(few.items))
    for customer in CUSTOMERS:
        versions = [version for each, version in whole if each == customer]
        report.equal(f"the versions of {customer} are in order",
                     list(range(1, len(versions) + 1)), versions)
    nodes.judge(report, "followed", three[2], CUSTOMERS, fates)


def standing(three):
    """A reader at each node that has read everything."""
    readers = [Reader(node, None) for node in three]
    for reader in readers:
        reader.rest()
    return readers


def waiting_for_a_lock():
    """Whether a session of a node waits for a lock."""
    return nodes.cluster().sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                               "AND application_name = 'patchbay'") != "0"


def patch(node, notes):
    """One change of 101. Returns its version."""
    native = Native(node)
    native.patch(101, {"notes": notes})
    return 101, native.get(101)["version"]


def out_of_order(report, three):
    """A transaction that has its numbers and is still open: nodes neither commit nor read past it.
    """
    readers = standing(three)
    session = Session(three[0].folder.name)
    made = []
    writer = threading.Thread(target=lambda: made.append(patch(three[1], "after the open one")))
    session.run("BEGIN", NUMBERING, PLANTED % (1, 1000))
    writer.start()
    nodes.until(waiting_for_a_lock, "a node waits for the open transaction")
    for number, reader in enumerate(readers):
        report.equal(f"node {number} tells of nothing meanwhile", [], reader.rest())
    session.run("COMMIT")
    session.close()
    writer.join(60)
    planted = committed(three[0].folder.name)[-2]
    report.case("the planted one is there", planted[1] > 1000, got=planted)
    for number, reader in enumerate(readers):
        report.equal(f"node {number} tells of both, once", [planted, *made], reader.rest())


def control(report, three):
    """Without the numbering lock the same must lose changes: a reader that continues after the
    highest number misses the open transaction.
    This proves that the lock is what protects readers."""
    session = Session(three[0].folder.name)
    session.run(PLANTED % (10, 2000))  # leaves numbers free below it
    readers = standing(three)
    session.run("BEGIN", PLANTED % (-5, 3000))
    made = patch(three[1], "past the hole")
    seen = [reader.rest() for reader in readers]
    session.run("COMMIT")
    session.close()
    for reader, before in zip(readers, seen):
        report.equal("control: the later one is told", [made], before)
        report.equal("control: the earlier one is lost", [], reader.rest())
    report.case("control: it was committed before it in the order of numbers",
                committed(three[0].folder.name)[-1] == made)


def main():
    """Everything with three nodes. The control leaves a history that does not verify."""
    report = harness.Report()
    with nodes.several(3) as three:
        for test in (followed, out_of_order, control):
            report.guard(test.__name__, test, report, three)
    report.end()


if __name__ == "__main__":
    main()
