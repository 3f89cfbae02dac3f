"""The plots of docs/performance.md: throughput beside the peers, and latency against load."""

import math

from svg import Picture, plain, ticks
from table import FASTIFY, GROUPED, LOOP

PEERS = (FASTIFY, GROUPED, "PocketBase", "etcd", "Redis + webdis", "pgbench")
# title, job, connections, our contestant and its name in the plot, the others with theirs
PANELS = (
    ("Updates per second, 64 connections", "update", 64, "flolive",
     (*((name, name, 64) for name in PEERS), (LOOP, "SQLite loop in batches, no server", 1))),
    ("Updates per second, one connection", "update", 1, "flolive",
     (*((name, name, 1) for name in PEERS), ("SQLite loop, 1 a commit", "SQLite loop, no server", 1))),
    ("GET by id per second, 64 connections", "get", 64, "reads",
     (*((name, name, 64) for name in (FASTIFY, "PocketBase", "etcd", "Redis + webdis")),
      ("bare Beast server", "bare Beast server", 64))),
    ("Lists of 50 per second at equal bytes, 64 connections", "list", 64, "reads",
     tuple((name, name, 64) for name in (FASTIFY, "PocketBase"))),
)
ROW, NAMED, PANEL = 22, 220, 500
OPEN = {"flolive": "updates (flolive)", "reads": "GET by id (native)"}
LINES = (("p50", "p50_us"), ("p99", "p99_us"), ("p99.9", "p999_us"))


def bars(figures):
    """Name, rate and whether it is ours, of each panel that was measured."""
    for title, job, connections, ours, others in PANELS:
        rows = [("Patchbay", figures.median(ours, job, connections), True)]
        rows += [(shown, figures.median(name, job, count), False) for name, shown, count in others]
        rows = [row for row in rows if row[1] is not None]
        if any(row[2] for row in rows) and len(rows) > 1:
            yield title, rows


def throughput(figures):
    """The picture of rates beside the peers; nothing if nothing of it was measured."""
    panels = list(bars(figures))
    if not panels:
        return None
    heights = [max(len(rows) for _, rows in panels[at:at + 2]) * ROW + 56
               for at in range(0, len(panels), 2)]
    picture = Picture("Throughput of Patchbay and its peers",
                      "Bars: " + "; ".join(f"{title}: " + ", ".join(
                          f"{name} {plain(rate)}" for name, rate, _ in rows)
                          for title, rows in panels) + ".", 2 * PANEL, sum(heights))
    for at, (title, rows) in enumerate(panels):
        left, top = at % 2 * PANEL + 12, sum(heights[:at // 2]) + 28
        picture.text(left, top, title, bold=True, size=14)
        most = max(rate for _, rate, _ in rows)
        for line, (name, rate, ours) in enumerate(rows):
            y = top + 14 + line * ROW
            width = rate / most * (PANEL - NAMED - 80)
            picture.text(left + NAMED - 8, y + 13, name, "text" if ours else "soft", "end", ours, 12)
            picture.box(left + NAMED, y + 2, width, ROW - 6, "ours" if ours else "others")
            picture.text(left + NAMED + width + 6, y + 13, plain(rate), "text", size=12)
    return picture


def latency(figures):
    """The picture of latencies at fixed rates; nothing if none were measured."""
    panels = {}
    for contestant, job, connections, share in figures.open_keys():
        if contestant not in OPEN:
            continue
        values = {name: figures.median(contestant, job, connections, what, share) / 1000
                  for name, what in LINES}
        panels.setdefault(contestant, []).append(
            (share, figures.median(contestant, job, connections, "rate", share), values))
    if not panels:
        return None
    every = [value for points in panels.values() for _, _, values in points
             for value in values.values()]
    scale = ticks(max(min(every), 0.001), max(every))
    low, high = math.log10(scale[0]), math.log10(scale[-1])
    words = "; ".join(f"{OPEN.get(contestant, contestant)}: " + ", ".join(
        f"{share * 100:.0f} % of peak p99.9 {plain(values['p99.9'])} ms"
        for share, _, values in sorted(points)) for contestant, points in panels.items())
    picture = Picture("Latency against load",
                      f"Latency at fixed rates of requests, from when each fell due. {words}.",
                      2 * PANEL, 380)
    for at, (contestant, points) in enumerate(list(panels.items())[:2]):
        left, top, right, bottom = at * PANEL + 64, 52, at * PANEL + 430, 316
        shares = sorted(points)
        place = lambda share: left + share * (right - left)
        height = lambda value: bottom - (math.log10(max(value, scale[0])) - low) / (high - low) * (bottom - top)
        picture.text(at * PANEL + 12, 26, f"Milliseconds to the reply: {OPEN.get(contestant, contestant)}", bold=True, size=14)
        for value in scale:
            picture.line([(left, height(value)), (right, height(value))], "grid", 1)
            picture.text(left - 8, height(value) + 4, plain(value), "soft", "end", size=12)
        for share, rate, _ in shares:
            picture.text(place(share), bottom + 20, f"{share * 100:.0f} %", "soft", "middle", size=12)
            picture.text(place(share), bottom + 36, f"{plain(rate)}/s", "soft", "middle", size=11)
        picture.text((left + right) / 2, bottom + 56, "requests due, of the peak of a closed loop", "soft",
                     "middle", size=12)
        taken = []
        for number, (name, _) in enumerate(LINES):
            picture.line([(place(share), height(values[name])) for share, _, values in shares], number,
                         dots=True)
            y = height(shares[-1][2][name])
            while any(abs(y - other) < 14 for other in taken):
                y -= 14
            taken.append(y)
            picture.text(right - 28, y + 4, name, number, bold=True, size=12)
    return picture


def pictures(docs, figures):
    """Draws what was measured into docs/pictures. Returns the markup for the page."""
    drawn = (("bench-throughput", throughput(figures)), ("bench-latency", latency(figures)))
    return "\n".join(picture.save(docs / "pictures", name) for name, picture in drawn if picture)
