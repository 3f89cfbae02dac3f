"""Events to a webhook on the same machine: how many a second are delivered once many changes wait, how
long one takes from its change to its arrival at a fixed rate, and what a slow and a silent receiver
cost the writers and the deliveries to others."""

import contextlib
import datetime
import http.server
import json
import re
import socket
import threading
import time

from contestant import FIRST, Job
from doors import KEY, UPDATES, Door, ask, filled
from place import BUILD, SCRATCH, Process, copy, free_port

RATE = 1_000  # changes a second while arrivals are timed
DRAIN_S = 300  # after which what waits is not waited for any more
POLL_S = 0.02
BESIDE = "{} beside a slow and a silent one"
SLOW_S = 2  # what the slow receiver takes for an answer


class Arrivals(http.server.BaseHTTPRequestHandler):
    """Notes how long after its change each event arrives."""

    protocol_version = "HTTP/1.1"
    taken_us = []

    def do_POST(self):  # pylint: disable=invalid-name
        """Takes one event."""
        event = self.rfile.read(int(self.headers["Content-Length"]))
        now = datetime.datetime.now(datetime.timezone.utc)
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        changed = datetime.datetime.fromisoformat(json.loads(event)["time"].replace("Z", "+00:00"))
        self.taken_us.append((now - changed).total_seconds() * 1e6)

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        """Says nothing."""


class SlowAnswers(Arrivals):
    """Answers late."""

    def do_POST(self):  # pylint: disable=invalid-name
        """Takes one event."""
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(SLOW_S)
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


@contextlib.contextmanager
def slow_and_silent():
    """The ports of a receiver that answers late and of one that never does."""
    slow = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowAnswers)
    slow.daemon_threads = True
    threading.Thread(target=slow.serve_forever, daemon=True).start()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield slow.server_port, silent.getsockname()[1]
    slow.shutdown()


def asked(port, method, target, body=None, media="application/json"):
    """What the native door answers to an administrator."""
    status, reply = ask(port, method, target, json.dumps(body) if body is not None else None,
                        {"Authorization": KEY, "Content-Type": media})
    if status not in (200, 201):
        raise RuntimeError(f"{method} {target} was answered with {status}: {reply[:300]}")
    return json.loads(reply)


class Deliveries(Door):
    """Patchbay with one webhook, whose receiver answers at once."""

    remark = ("one webhook, on the same cores; the time of an event begins when its change is worked "
              "out, before it is on disk")

    @contextlib.contextmanager
    def serving(self):
        data = copy(filled(self.customers), SCRATCH / "patchbay")
        command = [BUILD / "patchbay", "serve", "--data", data, "--listen", "127.0.0.1:0",
                   "--deliveries.allow", "127.0.0.0/8"]
        receiver = free_port()
        with Process(command, SCRATCH / "patchbay.log") as server, \
             Process([BUILD / "bare_http", receiver, 1, 2], SCRATCH / "receiver.log",
                     port=receiver):
            self.port, self.processes, self.receiver = server.port, (server,), receiver
            yield

    def count(self, metric):
        """The sum of a metric's lines."""
        _, text = ask(self.port, "GET", "/metrics")
        return sum(float(value) for value in re.findall(rf"^{metric} (\S+)$", text.decode(), re.M))

    def taken(self):
        """How many events receivers took so far."""
        return self.count(r'patchbay_deliveries_total\{fate="taken"\}')

    def changes(self):
        """How many changes the door made so far."""
        return self.count(r'patchbay_updates_total\{door="flolive"\}')

    def wait_for(self, wanted):
        """Waits until receivers took so many events."""
        end = time.monotonic() + DRAIN_S
        while (done := self.taken()) < wanted:
            if time.monotonic() > end:
                raise RuntimeError(f"{done:.0f} of {wanted:.0f} events were taken")
            time.sleep(POLL_S)

    def remove(self, hook):
        """Deletes a webhook."""
        ask(self.port, "DELETE", f"/v1/webhooks/{hook}", headers={"Authorization": KEY})

    def add(self, name, port, enabled=True):
        """Makes a webhook, and returns its id."""
        return asked(self.port, "POST", "/v1/webhooks",
                     {"name": name, "url": f"http://127.0.0.1:{port}/", "enabled": enabled})["id"]

    def measure(self, job, connections, rate=0):
        what = {"deliver": self.drained, "arrive": self.timed, "update": self.followed}
        kind, _, beside = job.name.partition(" beside ")
        if not beside:
            return what[kind](job, connections)
        with slow_and_silent() as ports:
            hooks = [self.add(f"held {port}", port) for port in ports]
            try:
                return what[kind](job, connections)
            finally:
                for hook in hooks:
                    self.remove(hook)

    def followed(self, job, connections):
        """Makes changes while the webhook is told of them, and waits until it was told of all."""
        changes = self.changes()
        start = self.taken()
        hook = self.add("followed", self.receiver)
        figure = super().measure(job, connections)
        self.wait_for(start + self.changes() - changes)
        self.remove(hook)
        return figure

    def drained(self, job, connections):
        """Makes changes while the webhook is stopped, and times their delivery."""
        hook = self.add("drained", self.receiver, enabled=False)
        made = self.changes()
        super().measure(job, connections)
        changes = self.changes() - made
        start, began = self.taken(), time.monotonic()
        asked(self.port, "PATCH", f"/v1/webhooks/{hook}", {"enabled": True},
              "application/merge-patch+json")
        self.wait_for(start + changes)
        took = time.monotonic() - began
        self.remove(hook)
        return {"per_second": changes / took}

    def follows(self):
        """Waits until the engine has seen the new webhook: it looks for such each half second."""
        end = time.monotonic() + DRAIN_S
        while not Arrivals.taken_us:
            asked(self.port, "PATCH", f"/v1/customers/{FIRST}", {"notes": str(time.monotonic())},
                  "application/merge-patch+json")
            if time.monotonic() > end:
                raise RuntimeError("no event arrives")
            time.sleep(POLL_S)

    def timed(self, job, connections):
        """Times arrivals while changes come at a fixed rate."""
        Arrivals.taken_us = []
        receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Arrivals)
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        hook = self.add("timed", receiver.server_port)
        try:
            self.follows()
            Arrivals.taken_us = []
            figure = super().measure(job, connections, RATE)
        finally:
            self.remove(hook)
            receiver.shutdown()
        times = sorted(Arrivals.taken_us)
        at = lambda share: times[min(len(times) - 1, int(len(times) * share))]
        return {"per_second": figure["per_second"], "p50_us": at(0.5), "p90_us": at(0.9),
                "p99_us": at(0.99), "p999_us": at(0.999), "max_us": times[-1]}


def deliveries(plan):
    """The contestant."""
    base = UPDATES["flolive"]
    jobs = tuple(Job(name, base.request, base.status, base.expects, connections=(64,))
                 for name in ("deliver", "arrive", "update", BESIDE.format("update"),
                              BESIDE.format("deliver")))
    return [Deliveries(plan, "webhooks", jobs)]
