"""What is measured: a contestant serves, and jobs run against it."""

import contextlib
import dataclasses
import json
import random

from place import BUILD, SCRATCH, run, tree_s

FIRST = 1000  # kFirst of bench/fill/customer.h
EVERY = (1, 16, 64, 256)


def head(first, media="", authorization=""):
    """The head of a request in the grammar of bench/load/template.h, with its empty line."""
    lines = [first + " HTTP/1.1", "Host: 127.0.0.1"]
    if media:
        lines.append(f"Content-Type: {media}")
    if authorization:
        lines.append(f"Authorization: {authorization}")
    return "\n".join(lines) + "\n\n"


@dataclasses.dataclass
class Job:
    """One kind of request, and what every reply to it must be. {authorization} in `request` stands
    for the contestant's credentials."""

    name: str
    request: str = ""
    status: int = 200
    expects: str = ""
    connections: tuple = EVERY
    open_loop: bool = False  # measured also at fixed rates, at shares of its peak


@dataclasses.dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int = 5
    seconds: float = 4.0
    warmup: float = 1.0
    customers: int = 100_000
    small: int = 10_000
    large: int = 1_000_000
    versions: int = 5
    connections: tuple = EVERY
    loaded: int = 100_000  # customers of the bulk load
    shares: tuple = (0.3, 0.5, 0.7, 0.9)  # of the peak, in an open loop
    install: bool = True  # peers that are missing


class Contestant:
    """A server and the jobs that run against it."""

    name = ""
    jobs = ()
    remark = ""  # a note for readers of its figures
    sync = "–"  # what a change waits for before its reply
    history = "–"  # whether what was changed is kept
    rounds_max = 1_000_000  # a contestant that takes minutes plays in the first rounds only
    processes = ()  # the Process of each of its servers while it serves

    def __init__(self, plan):
        self.plan = plan
        self.customers = plan.customers

    def prepare(self):
        """Creates, once, what every round copies. Raises Unavailable."""

    @contextlib.contextmanager
    def serving(self):
        """Serves fresh data on `self.port` while the context lasts."""
        yield

    def version(self):
        """Its version, and those of what it is made of."""
        return "–"

    def used_s(self):
        """The processor time of its servers so far, in seconds."""
        return sum(tree_s(each.process.pid) for each in self.processes)

    def measured_s(self):
        """How many seconds one measurement lasts; nothing if it ends with its work."""
        return self.plan.seconds

    def authorization(self, job):
        """Signs in and returns the value of {authorization} for `job`."""
        return ""

    def measure(self, job, connections, rate=0):
        """One figure: a dict with per_second, and p50_us, p90_us, p99_us, p999_us, max_us and
        reply_bytes if known. With a rate, in an open loop."""
        file = SCRATCH / "request.txt"
        file.write_text(job.request.replace("{authorization}", self.authorization(job)))
        command = [BUILD / "load", file, "--port", self.port, "--connections", connections,
                   "--rate", rate, "--seconds", self.plan.seconds, "--warmup", self.plan.warmup,
                   "--first", FIRST, "--customers", self.customers, "--status", job.status,
                   "--expects", job.expects, "--seed", random.randrange(1, 1_000_000)]
        return json.loads(run(command))
