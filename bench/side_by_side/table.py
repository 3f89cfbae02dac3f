"""Makes tables from figures: min, median, max, and the ratios with their targets."""

import collections
import statistics

from doors import UPDATES


class Figures:
    """The figures of every round, by (contestant, job, connections)."""

    def __init__(self, rows=()):
        self.rows = list(rows)

    def add(self, contestant, job, connections, figure):
        """Adds one measurement."""
        self.rows.append({"contestant": contestant, "job": job, "connections": connections,
                          **figure})

    def of(self, contestant, job="update", connections=64, what="per_second"):
        """The values of all rounds; empty if it did not run."""
        return [row[what] for row in self.rows
                if (row["contestant"], row["job"], row["connections"]) ==
                (contestant, job, connections) and what in row]

    def median(self, *key, **named):
        """The median of those; nothing if there are none."""
        found = self.of(*key, **named)
        return statistics.median(found) if found else None

    def keys(self):
        """(contestant, job, connections), grouped by contestant in the order in which they first
        came."""
        seen = collections.OrderedDict()
        for row in self.rows:
            seen.setdefault(row["contestant"], collections.OrderedDict()).setdefault(
                (row["job"], row["connections"]))
        return [(contestant, *rest) for contestant, group in sorted(seen.items())
                for rest in group]


# The updates of every door. flolive's counts with searched fields, as the others do.
DOORS = tuple(name for name in UPDATES if name != "flolive")


def over(above, below):
    """The ratio, or nothing if a figure is missing."""
    return above / below if above is not None and below else None


def slowest_over_fastest(figures):
    """The slowest and fastest medians of the doors as a ratio."""
    medians = [median for door in DOORS if (median := figures.median(door)) is not None]
    return min(medians) / max(medians) if len(medians) > 1 else None


# description, value from figures, whether more or less is better, target, unit
TARGETS = (
    ("updates/s, flolive, 64 connections ÷ Fastify + better-sqlite3",
     lambda f: over(f.median("flolive"), f.median("Fastify + better-sqlite3")), "≥", 5, ""),
    ("updates/s, flolive, 64 connections ÷ PocketBase",
     lambda f: over(f.median("flolive"), f.median("PocketBase")), "≥", 7, ""),
    ("updates/s, flolive, 64 connections ÷ the SQLite loop in batches of 1 024",
     lambda f: over(f.median("flolive"),
                    f.median("SQLite loop, 1024 a commit", connections=1)), "≥", 0.7, ""),
    ("updates/s at 64 connections, slowest door ÷ fastest", slowest_over_fastest, "≥", 0.7, ""),
    ("p99 of flolive ÷ p50 of PocketBase, 64 connections",
     lambda f: over(f.median("flolive", what="p99_us"), f.median("PocketBase", what="p50_us")),
     "≤", 0.5, ""),
    ("GET by id/s, native, 64 connections ÷ a bare Beast server",
     lambda f: over(f.median("reads", "get"), f.median("bare Beast server", "get")), "≥", 0.6, ""),
    ("updates/s with many customers ÷ with few",
     lambda f: over(f.median("many customers"), f.median("few customers")), "≥", 0.7, ""),
    ("updates/s on PostgreSQL, one node, 64 connections ÷ pgbench",
     lambda f: over(f.median("flolive on PostgreSQL, 1 node"), f.median("pgbench")), "≥", 1.3, ""),
    ("updates/s on PostgreSQL, three nodes ÷ one",
     lambda f: over(f.median("flolive on PostgreSQL, 3 nodes"),
                    f.median("flolive on PostgreSQL, 1 node")), "≥", 1, ""),
    ("resident, idle, many customers",
     lambda f: f.median("many customers", what="idle_mib"), "≤", 64, " MiB"),
    ("resident at most, 256 connections, many customers",
     lambda f: f.median("many customers", "update", 256, "peak_mib"), "≤", 300, " MiB"),
    ("start to first answer, many customers",
     lambda f: f.median("many customers", what="start_s"), "≤", 1, " s"),
)


def number(value):
    """Three significant digits, with thousands separated."""
    if value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3g}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def markdown(names, rows):
    """A table with aligned columns. All but the first are right-aligned."""
    cells = [list(names)] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(names))]
    lines = []
    for at, row in enumerate(cells):
        padded = [cell.ljust(width) if i == 0 else cell.rjust(width)
                  for i, (cell, width) in enumerate(zip(row, widths))]
        lines.append("| " + " | ".join(padded) + " |")
        if at == 0:
            lines.append("|" + "|".join(
                "-" * (width + 2) if i == 0 else "-" * (width + 1) + ":"
                for i, width in enumerate(widths)) + "|")
    return "\n".join(lines)


def targets(figures):
    """The ratios, each with its target."""
    rows = []
    for words, value, sense, goal, unit in TARGETS:
        reached = value(figures)
        if reached is None:
            rows.append((words, "not measured", f"{sense} {goal}{unit}", ""))
            continue
        good = reached >= goal if sense == "≥" else reached <= goal
        rows.append((words, number(reached) + unit, f"{sense} {goal}{unit}",
                     "yes" if good else "no"))
    return markdown(("what", "measured", "to reach", "reached"), rows)


def everything(figures):
    """A row for each contestant, job and number of connections."""
    rows = []
    for key in figures.keys():
        rates = figures.of(*key)
        took = [figures.median(*key, what=f"{name}_us") for name in ("p50", "p90", "p99", "max")]
        rows.append((key[0], key[1], key[2], number(min(rates)),
                     number(statistics.median(rates)), number(max(rates)),
                     *(number(us / 1000) if us is not None else "–" for us in took)))
    return markdown(("contestant", "job", "connections", "per second: min", "median", "max",
                     "ms: p50", "p90", "p99", "longest"), rows)
