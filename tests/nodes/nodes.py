"""Shared parts of the tests with several nodes: nodes on one database, writers that record results,
and the check of what they wrote."""

import contextlib
import json
import subprocess
import threading
import time

import near  # noqa: F401
import harness
from harness import PATCHBAY, Http, Server, basic

SIGNED = {"Authorization": basic("username", "password"),
          "Content-Type": "application/merge-patch+json"}
WRITES = "notes"


@contextlib.contextmanager
def several(count, place="postgresql:", **more):
    """`count` nodes on one database."""
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(Server(place=place, **more))
        yield [first] + [stack.enter_context(Server(place=place, beside=first, **more))
                         for _ in range(count - 1)]


class Writer(threading.Thread):
    """Sends changes with unique values until stopped or until the count is reached. Records the
    result of each: "done", "refused" (nothing was changed) or "unknown"."""

    def __init__(self, node, name, customers, count=None):
        super().__init__(daemon=True)
        self.node, self.name, self.customers, self.count = node, name, customers, count
        self.fates = {}
        self.statuses = set()
        self.over = threading.Event()

    def run(self):
        http = Http(self.node.port)
        number = 0
        while not self.over.is_set() and number != self.count:
            number += 1
            value = f"{self.name}-{number}"
            customer = self.customers[number % len(self.customers)]
            self.fates[value] = self.send(http, customer, value)
            if self.fates[value] != "done":
                time.sleep(0.02)  # keeps the log of refusals small

    def send(self, http, customer, value):
        """Sends one change and returns its result."""
        try:
            reply = http.send("PATCH", f"/v1/customers/{customer}", json.dumps({WRITES: value}),
                              SIGNED)
        except OSError:
            return "unknown"
        self.statuses.add(reply.status)
        if reply.status == 200:
            return "done"
        return "refused" if "nothing was changed" in reply.text else "unknown"


def write_all(nodes, customers, count, writers=2):
    """Writers at every node, until each has sent its count. Returns all results."""
    threads = [Writer(node, f"w{i}{k}", customers, count)
               for i, node in enumerate(nodes) for k in range(writers)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(120)
    return {value: fate for each in threads for value, fate in each.fates.items()}


def history(node, customer):
    """All entries of a customer, the oldest first."""
    http, found, before = Http(node.port), [], ""
    while True:
        reply = http.send("GET", f"/v1/customers/{customer}/history?limit=500{before}",
                          headers=SIGNED)
        items = reply.json()["items"]
        found += items
        if len(items) < 500:
            return found[::-1]
        before = f"&before={items[-1]['version']}"


def judge(report, name, node, customers, fates):
    """Versions are continuous; acknowledged changes exist exactly once, refused ones never, unknown
    ones at most once; and the store is intact."""
    written = []
    for customer in customers:
        entries = history(node, customer)
        versions = [entry["version"] for entry in entries]
        report.equal(f"{name}: versions of {customer} are dense",
                     list(range(1, len(entries) + 1)), versions)
        before = None
        for entry in entries:
            for change in entry["changes"]:
                if (change.get("field") or change.get("path")) != WRITES:
                    continue
                if before is not None:
                    report.equal(f"{name}: {customer} version {entry['version']} follows",
                                 before, change.get("before"))
                before = change["after"]
                written.append(before)
    counts = {value: written.count(value) for value in fates}
    for fate, allowed in (("done", {1}), ("refused", {0}), ("unknown", {0, 1})):
        wrong = [value for value, each in fates.items()
                 if each == fate and counts[value] not in allowed]
        report.equal(f"{name}: what is {fate} is there {allowed} times", [], wrong)
    said = subprocess.run([PATCHBAY, "verify", "--data", node.place], capture_output=True,
                          text=True, check=False)
    report.case(f"{name}: verify passes", said.returncode == 0 and "whole" in said.stdout,
                got=said)
    tally = {fate: sum(1 for each in fates.values() if each == fate)
             for fate in ("done", "refused", "unknown")}
    print(f"{name}: {tally}")
    return tally


def until(holds, what, seconds=60):
    """Waits until `holds()`."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def done(writers):
    """The number of acknowledged changes of the writer that has the fewest."""
    return min(sum(1 for fate in list(each.fates.values()) if fate == "done")
               for each in writers)


def start(nodes, customers, writers=2):
    """Starts writers at every node, which run until they are stopped."""
    threads = [Writer(node, f"w{i}{k}", customers)
               for i, node in enumerate(nodes) for k in range(writers)]
    for each in threads:
        each.start()
    return threads


def stop(writers):
    """Stops them. Returns all results."""
    for each in writers:
        each.over.set()
    for each in writers:
        each.join(120)
    return {value: fate for each in writers for value, fate in each.fates.items()}


def ready(node):
    """The status and text of /readyz."""
    return Http(node.port).send("GET", "/readyz")


def cluster():
    """The cluster in which nodes keep their data."""
    return harness.cluster()
