"""Makes tables from figures: min, median, max, and the ratios with their targets."""

import statistics

from deliveries import BESIDE
from doors import UPDATES


# The updates of every door. flolive's counts with searched fields, as the others do.
DOORS = tuple(name for name in UPDATES if name != "flolive")


def over(above, below):
    """The ratio, or nothing if a figure is missing."""
    return above / below if above is not None and below else None


def slowest_over_fastest(figures):
    """The slowest and fastest medians of the doors as a ratio."""
    medians = [median for door in DOORS if (median := figures.median(door)) is not None]
    return min(medians) / max(medians) if len(medians) > 1 else None


FASTIFY = "Fastify + better-sqlite3"
GROUPED = "Fastify, commits grouped by hand"
LOOP = "SQLite loop, 1024 a commit"
LOAD_LOOP = "SQLite loop, loads 1024 a commit"


def beside(other, job="update", connections=64, ours="flolive", others=None):
    """Our rate over another's; `others` is the other's number of connections if it differs."""
    return lambda f: over(f.median(ours, job, connections),
                          f.median(other, job, others or connections))


def loaded(what):
    """A figure of the bulk load over four connections."""
    return lambda f: f.median("bulk load", "load", 4, what)


def load_rate(figures):
    """Rows per second of the faster of the two bulk loads."""
    return max((rate for connections in (1, 4)
                if (rate := figures.median("bulk load", "load", connections)) is not None),
               default=None)


def kib(bytes_of):
    """A number of bytes in KiB."""
    return lambda figures: over(bytes_of(figures), 1024)


def open_p999_ms(figures):
    """The p99.9 of flolive's updates in an open loop at 70 % of its peak."""
    return over(figures.median("flolive", what="p999_us", share=0.7), 1000)


# description, value from figures, whether more or less is better, target, unit
TARGETS = (
    ("updates/s, flolive, 64 connections ÷ Fastify + better-sqlite3", beside(FASTIFY), "≥", 6, ""),
    ("updates/s, flolive, 64 connections ÷ Fastify, commits grouped by hand", beside(GROUPED),
     "≥", 2, ""),
    ("updates/s, flolive, 64 connections ÷ PocketBase", beside("PocketBase"), "≥", 8, ""),
    ("updates/s, flolive, 64 connections ÷ etcd", beside("etcd"), "≥", 1, ""),
    ("updates/s, flolive, 64 connections ÷ Redis + webdis", beside("Redis + webdis"), "≥", 0.7, ""),
    ("updates/s, flolive, 64 connections ÷ the SQLite loop in batches of 1 024",
     beside(LOOP, others=1), "≥", 0.7, ""),
    ("updates/s of searched fields ÷ of others, flolive, 64 connections",
     lambda f: over(f.median("flolive, searched fields"), f.median("flolive")), "≥", 0.8, ""),
    ("updates/s at 64 connections, slowest door ÷ fastest", slowest_over_fastest, "≥", 0.8, ""),
    ("updates/s, flolive, one connection ÷ Fastify + better-sqlite3", beside(FASTIFY, connections=1),
     "≥", 1.5, ""),
    ("p99 of flolive ÷ p50 of PocketBase, 64 connections",
     lambda f: over(f.median("flolive", what="p99_us"), f.median("PocketBase", what="p50_us")),
     "≤", 0.5, ""),
    ("p99.9 of flolive's updates, open loop at 70 % of its peak", open_p999_ms, "≤", 20, " ms"),
    ("GET by id/s, native, 64 connections ÷ a bare Beast server",
     beside("bare Beast server", "get", ours="reads"), "≥", 0.6, ""),
    ("GET by id/s, native, 64 connections ÷ Fastify + better-sqlite3",
     beside(FASTIFY, "get", ours="reads"), "≥", 3, ""),
    ("lists of 50/s, 64 connections ÷ Fastify + better-sqlite3 at equal bytes",
     beside(FASTIFY, "list", ours="reads"), "≥", 2, ""),
    ("lists of 50/s, one connection ÷ Fastify + better-sqlite3 at equal bytes",
     beside(FASTIFY, "list", 1, ours="reads"), "≥", 1.5, ""),
    ("updates/s with many customers ÷ with few",
     lambda f: over(f.median("many customers"), f.median("few customers")), "≥", 0.7, ""),
    ("events delivered to a webhook/s, many waiting",
     lambda f: f.median("webhooks", "deliver"), "≥", 5_000, ""),
    ("p99 from a change to its event's arrival, 1 000 changes/s",
     lambda f: over(f.median("webhooks", "arrive", what="p99_us"), 1000), "≤", 50, " ms"),
    ("updates/s beside a slow and a silent webhook ÷ without them",
     lambda f: over(f.median("webhooks", BESIDE.format("update")), f.median("webhooks", "update")),
     "≥", 0.95, ""),
    ("events delivered/s beside a slow and a silent webhook ÷ without them",
     lambda f: over(f.median("webhooks", BESIDE.format("deliver")), f.median("webhooks", "deliver")),
     "≥", 0.95, ""),
    ("bulk load, rows/s", load_rate, "≥", 20_000, ""),
    ("bulk load, rows/s ÷ the SQLite loop in batches of 1 024",
     lambda f: over(load_rate(f), f.median(LOAD_LOOP, "load", 1)), "≥", 0.6, ""),
    ("bulk load, disk per row", kib(loaded("disk_bytes")), "≤", 1.2, " KiB"),
    ("verify of what was loaded", loaded("verify_s"), "≤", 3, " s"),
    ("backup of what was loaded", loaded("backup_s"), "≤", 5, " s"),
    ("migrate of what was loaded, to PostgreSQL", loaded("migrate_s"), "≤", 20, " s"),
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
    if value == 0:
        return "0"
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


def rounds(least, most=None):
    """A number of rounds in words, or the least and the most of several."""
    counts = f"{least} to {most}" if most not in (None, least) else least
    return f"{counts} round{'' if counts == 1 else 's'}"


def reached(figures, value):
    """A value, and the values of its rounds. It is their median: each is worked out from figures of
    one round, because what else a machine does changes from round to round. If no round has all that
    a ratio is made of, since some of it was added later, it is the ratio of the medians, and there
    are no values of rounds."""
    found = figures.in_rounds(value)
    return (statistics.median(found) if found else value(figures)), found


def spread(found, unit):
    """The least and the most of the values of rounds; a dash for a single one."""
    if not found:
        return "of medians"
    return f"{number(min(found))} – {number(max(found))}{unit}" if len(found) > 1 else "–"


def rounds_of_targets(figures):
    """How many rounds the values of `targets` have, in words."""
    counts = [len(found) for _, value, *_ in TARGETS if (found := figures.in_rounds(value))]
    return rounds(min(counts), max(counts)) if counts else rounds(0)


def targets(figures):
    """The ratios, each with its spread over the rounds and its target."""
    rows = []
    for words, value, sense, goal, unit in TARGETS:
        median, found = reached(figures, value)
        if median is None:
            rows.append((words, "not measured", "", f"{sense} {goal}{unit}", ""))
            continue
        good = median >= goal if sense == "≥" else median <= goal
        rows.append((words, number(median) + unit, spread(found, unit), f"{sense} {goal}{unit}",
                     "yes" if good else "no"))
    return markdown(("what", "measured", "least – most", "to reach", "reached"), rows)


def milliseconds(figures, key, names, **named):
    """Medians of percentiles, in milliseconds; a dash for one that is not known."""
    took = (figures.median(*key, what=f"{name}_us", **named) for name in names)
    return [number(us / 1000) if us is not None else "–" for us in took]


def everything(figures, abouts):
    """A row for each contestant, job and number of connections. `abouts` has the version, the sync
    mode and the history of each contestant by its name."""
    rows = []
    for key in figures.keys():
        rates = figures.of(*key)
        reply, cores = figures.median(*key, what="reply_bytes"), figures.median(*key, what="cores")
        about = abouts.get(key[0], {})
        rows.append((key[0], key[1], key[2], number(min(rates)),
                     number(statistics.median(rates)), number(max(rates)),
                     *milliseconds(figures, key, ("p50", "p90", "p99", "p999", "max")),
                     number(round(reply)) if reply is not None else "–",
                     number(cores) if cores is not None else "–",
                     *(about.get(name, "–") for name in ("sync", "history", "version"))))
    return markdown(("contestant", "job", "connections", "per second: min", "median", "max",
                     "ms: p50", "p90", "p99", "p99.9", "longest", "bytes of a reply", "cores",
                     "sync", "history", "version"), rows)


def open_loops(figures):
    """A row for each fixed rate: medians of all rounds, and the worst round."""
    rows = []
    for *key, share in figures.open_keys():
        worst = [number(max(figures.of(*key, what=f"{name}_us", share=share)) / 1000)
                 for name in ("p999", "max")]
        p50, p99, p999, longest = milliseconds(figures, key, ("p50", "p99", "p999", "max"),
                                               share=share)
        rows.append((f"{key[0]} {key[1]}", f"{share * 100:.0f} %",
                     number(figures.median(*key, what="rate", share=share)),
                     number(figures.median(*key, share=share)),
                     number(sum(figures.of(*key, what="unanswered", share=share))), p50, p99,
                     f"{p999} ({worst[0]})", f"{longest} ({worst[1]})"))
    return markdown(("what", "of the peak", "due a second", "answered a second", "unanswered",
                     "ms: p50", "p99", "p99.9", "longest"), rows)
