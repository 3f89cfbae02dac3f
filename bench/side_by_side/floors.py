"""What must not be lost: ratios within one quick run, each above a floor in bench/floors.table.

A floor is half of what a quiet machine gives: a machine that others work on stays above it, what is
broken does not."""

import pathlib

from table import DOORS, markdown, number, over, slowest_over_fastest

TABLE = pathlib.Path(__file__).resolve().parent.parent / "floors.table"
HEAD = """# Ratios of `./dev bench --quick`, and what each must at least be: half of what a quiet machine gave.
# `./dev bench --quick --floors` measures them and writes this file anew. A commit costs the SQLite loop
# that makes one for each update what the disk takes, so that the floor beside it is lower.
"""


def update(contestant, connections=64):
    """Updates a second."""
    return lambda figures: figures.median(contestant, connections=connections)


def read(job):
    """Reads of one kind per second."""
    return lambda figures: figures.median("reads", job)


def ratio(above, below):
    """The ratio of two figures, or nothing if one was not measured."""
    return lambda figures: over(above(figures), below(figures))


FLOLIVE = update("flolive")
# text: a ratio computed from figures; higher is better
RATIOS = {
    "updates, flolive / the SQLite loop, 1024 a commit":
        ratio(FLOLIVE, update("SQLite loop, 1024 a commit", 1)),
    "updates, flolive / the SQLite loop, 1 a commit":
        ratio(FLOLIVE, update("SQLite loop, 1 a commit", 1)),
    "updates, flolive / gets of a bare Beast server":
        ratio(FLOLIVE, lambda figures: figures.median("bare Beast server", "get")),
    **{f"updates, {door} / flolive": ratio(update(door), FLOLIVE) for door in DOORS},
    "updates, slowest door / fastest": slowest_over_fastest,
    "updates, native, indexed fields / flolive": ratio(update("native, indexed fields"), FLOLIVE),
    "updates, many customers / few": ratio(update("many customers"), update("few customers")),
    "gets / gets of a bare Beast server":
        ratio(read("get"), lambda figures: figures.median("bare Beast server", "get")),
    "lists / gets": ratio(read("list"), read("get")),
    "searches / gets": ratio(lambda figures: figures.median("reads", "search", 16), read("get")),
    "updates, flolive / Fastify + better-sqlite3":
        ratio(FLOLIVE, update("Fastify + better-sqlite3")),
    "updates, flolive / PocketBase": ratio(FLOLIVE, update("PocketBase")),
}


def floors():
    """The table, as text: floor."""
    rows = (line.split(None, 1) for line in TABLE.read_text().splitlines()
            if line.strip() and not line.startswith("#"))
    return {words: float(floor) for floor, words in rows}


def measured(figures):
    """The ratios that this run could measure, as text: value."""
    found = ((words, value(figures)) for words, value in RATIOS.items())
    return {words: value for words, value in found if value is not None}


def judged(figures, least):
    """A table of the ratios and their floors, and the texts of those that are below their floor,
    have no floor, or no longer exist."""
    values = measured(figures)
    rows, low = [], [words for words in least if words not in RATIOS]
    for words, value in values.items():
        floor = least.get(words)
        good = floor is not None and value >= floor
        rows.append((words, number(value), "none" if floor is None else number(floor),
                     "yes" if good else "no"))
        if not good:
            low.append(words)
    return markdown(("ratio", "measured", "floor", "above"), rows), low


def anew(figures, least):
    """The text of the table with half of the measured values. A ratio that was not measured keeps
    its floor."""
    halves = {words: value / 2 for words, value in measured(figures).items()}
    kept = {words: {**least, **halves}[words] for words in RATIOS if words in {**least, **halves}}
    return HEAD + "".join(f"{floor:8.3g}  {words}\n" for words, floor in kept.items())
