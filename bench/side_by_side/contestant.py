"""What is measured: a contestant serves, and jobs run against it."""

import contextlib
import dataclasses
import json
import random

from place import BUILD, SCRATCH, run

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


@dataclasses.dataclass
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
    install: bool = True  # peers that are missing


class Contestant:
    """A server and the jobs that run against it."""

    name = ""
    jobs = ()
    remark = ""  # a note for readers of its figures

    def __init__(self, plan):
        self.plan = plan
        self.customers = plan.customers

    def prepare(self):
        """Creates, once, what every round copies. Raises Unavailable."""

    @contextlib.contextmanager
    def serving(self):
        """Serves fresh data on `self.port` while the context lasts."""
        yield

    def authorization(self, job):
        """Signs in and returns the value of {authorization} for `job`."""
        return ""

    def measure(self, job, connections):
        """One figure: a dict with per_second, and p50_us, p90_us, p99_us and max_us if known."""
        file = SCRATCH / "request.txt"
        file.write_text(job.request.replace("{authorization}", self.authorization(job)))
        command = [BUILD / "load", file, "--port", self.port, "--connections", connections,
                   "--seconds", self.plan.seconds, "--warmup", self.plan.warmup,
                   "--first", FIRST, "--customers", self.customers, "--status", job.status,
                   "--expects", job.expects, "--seed", random.randrange(1, 1_000_000)]
        return json.loads(run(command))
