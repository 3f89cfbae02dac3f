#!/usr/bin/env python3
"""The CPU time that the most expensive bodies of 1 MiB cost a server, in milliseconds. A refused
body may cost at most 50 ms and at most three times as much as a good body of that size. Also
measures how long /healthz takes while four of the most expensive bodies are sent at once."""

import argparse
import collections
import pathlib
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "clients"))

import bodies  # noqa: E402
import harness  # noqa: E402
from dialects import Flolive  # noqa: E402
from harness import Http, Server  # noqa: E402

REFUSAL_MS_MAX = 50
TIMES_GOOD_MAX = 3
HEALTH_MS_MAX = 100
TURNS = 5
FEW_MS = 20  # this much is always accepted


def processor_ns(process):
    """The CPU time that all threads of a process have used so far."""
    total = 0
    for task in pathlib.Path(f"/proc/{process.pid}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except OSError:
            pass  # the thread has just ended
    return total


def cost_ms(server, row, turns):
    """The lowest cost of the row in some turns, and the last reply."""
    link, least, reply = Http(server.port), None, None
    for _ in range(turns):
        before = processor_ns(server.process)
        reply = link.send(row.method, row.target, row.body, row.headers)
        took = (processor_ns(server.process) - before) / 1e6
        least = took if least is None else min(least, took)
    link.close()
    return least, reply


def refused(reply):
    """Whether the reply is a refusal in the door's format."""
    text = reply.text
    return (reply.status >= 400 or "<fault>" in text or '"outcome":"refused"' in text
            or "<api-outcome>" in text and "<api-outcome>success<" not in text
            or '"responses"' in text and '"code":"2' not in text)


def measure(server, turns, rows):
    """(row, ms, reply, the highest allowed cost) of each row."""
    costs = [(row, *cost_ms(server, row, turns)) for row in rows]
    good = collections.defaultdict(float)
    for row, took, _ in costs:
        if row.good:
            # The cost of a good body that must be shorter is scaled by its length.
            whole = took * bodies.MIB / max(len(row.body), 1)
            good[row.door] = max(good[row.door], whole)
    for row, took, reply in costs:
        bound = max(TIMES_GOOD_MAX * good[row.door], FEW_MS)
        # A bulk is not refused as a whole: each of its lines is answered.
        if row.door != "bulk":
            bound = min(REFUSAL_MS_MAX, bound)
        yield row, took, reply, None if row.good else bound


def health_ms(server, rows):
    """The longest time of /healthz while the rows are sent at once, each on its own connection."""
    threads = [threading.Thread(target=lambda row=row: Http(server.port).send(
        row.method, row.target, row.body, row.headers)) for row in rows]
    for thread in threads:
        thread.start()
    longest, link = 0.0, Http(server.port)
    while any(thread.is_alive() for thread in threads):
        began = time.monotonic()
        if link.send("GET", "/healthz").status != 200:
            return float("inf")
        longest = max(longest, (time.monotonic() - began) * 1000)
    return longest


def main():
    """Prints a table. Exits with 1 if a bound is exceeded."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--turns", type=int, default=TURNS, help="how often each body is sent")
    options.add_argument("--only", default="", help="rows whose door or name has this")
    chosen = options.parse_args()
    harness.DATA = harness.DATA or "memory:"
    broken = 0
    with Server(config="[log]\nrequests = false\n") as server:
        flolive = Flolive(server)
        flolive.sign_in()
        rows = [row for row in bodies.all_rows(flolive.headers)
                if row.good or chosen.only in f"{row.door} {row.name}"]
        print(f"{'door':10} {'body':40} {'KiB':>5} {'status':>6} {'ms':>8} {'bound':>7}")
        found = []
        for row, took, reply, bound in measure(server, chosen.turns, rows):
            over = bound is not None and (took > bound or not refused(reply))
            broken += over
            found.append((took, row))
            print(f"{row.door:10} {row.name:40} {len(row.body) // 1024:5} {reply.status:6} {took:8.2f}"
                  f" {'' if bound is None else f'{bound:7.1f}'}{'  OVER' if over else ''}")
        dearest = [row for _, row in sorted(found, key=lambda each: -each[0])[:4]]
        longest = health_ms(server, dearest)
        over = longest > HEALTH_MS_MAX
        broken += over
        print(f"/healthz beside the four dearest: {longest:.1f} ms{'  OVER' if over else ''}")
    raise SystemExit(1 if broken else 0)


if __name__ == "__main__":
    main()
