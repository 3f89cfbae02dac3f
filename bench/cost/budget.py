"""The budget of each kind of request, its comparison with what was counted, and its history."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench" / "side_by_side"))

from svg import Picture, plain  # noqa: E402

COLUMNS = ("instructions", "steps", "pages", "calls")
# The part by which a count may differ from its budget either way, and the difference that is always
# allowed: a timer may fire, a page may split, or a thread may sleep, in one run and not in the next.
BAND = {"instructions": (0.05, 0), "steps": (0.05, 0.5), "pages": (0.1, 0.3), "calls": (0.25, 3)}
# Words in the names of kinds with wider bands, and how much wider. After a change, other threads seal
# history and write what they keep, some times a second: the slower the machine, the more of that falls
# on one request. The lines of a bulk also meet the writer in groups that differ from run to run. The
# index of words is merged at some changes of searched fields and not at others. Each sign-in writes its
# token at a random place of a table, so that pages split in one run and not in the next.
WIDER = {"update": 2, "update of": 3, "sign-in": 4, "bulk": 3}
DIGITS = {"instructions": 0, "steps": 1, "pages": 2, "calls": 1}
HEAD = ("# What one request of each kind costs the server, counted by `./dev cost`, which fails if a count\n"
        "# leaves its band (5 % for most). `./dev cost --write` writes the new counts: commit them together with\n"
        "# the change that makes the difference, and say there why. Instructions are compared only on the\n"
        "# processor that they were counted on, because libraries choose other code for others.\n")
PROCESSOR = "# processor: "
HISTORY_HEAD = ("# Counts of `./dev cost --write`, one line each: the commit that it was run on (+: with changes\n"
                "# that were not committed), the date, and for each kind its " + ", ".join(COLUMNS) + ".\n")
HINT = "write the new count in the same commit, with the reason: ./dev cost --write"
# What the picture of the history shows.
SHOWN = ("flolive update", "native update", "native get", "native list", "native search",
         "native bulk line")


def processor():
    """The model of this machine's processor."""
    facts = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    return next((line.partition(":")[2].strip() for line in facts.splitlines()
                 if line.startswith("model name")), "unknown")


def counted_on(text):
    """The processor of a budget; empty if the budget does not say."""
    return next((line.removeprefix(PROCESSOR) for line in text.splitlines()
                 if line.startswith(PROCESSOR)), "")


def read(text):
    """The rows of a budget: kind: column: count. A dash is left out."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if not lines:
        return {}
    names = lines[0].split("\t")[1:]
    rows = (line.split("\t") for line in lines[1:])
    return {kind: {name: float(value) for name, value in zip(names, values) if value != "–"}
            for kind, *values in rows}


def shown(name, counts):
    """A count as text; a dash if it was not counted."""
    if name not in counts:
        return "–"
    return f"{counts[name]:.{DIGITS[name]}f}"


def table(counted, kept):
    """The text of a budget with what was counted. A column that was not counted keeps what the old
    budget says."""
    lines = [PROCESSOR + processor(), "\t".join(("kind", *COLUMNS))]
    for kind, counts in counted.items():
        both = {**kept.get(kind, {}), **counts}
        lines.append("\t".join((kind, *(shown(name, both) for name in COLUMNS))))
    return HEAD + "\n".join(lines) + "\n"


def width(kind):
    """How much wider the bands of a kind are."""
    return max((factor for word, factor in WIDER.items() if word in kind), default=1)


def differences(counted, budget):
    """What is not within the budget, as texts: each count outside of its band, each kind without a
    row, each row without a kind."""
    wrong = [f"{kind}: has a budget, and is no longer counted" for kind in budget
             if kind not in counted]
    for kind, counts in counted.items():
        if kind not in budget:
            wrong.append(f"{kind}: has no budget")
            continue
        for name, value in counts.items():
            old = budget[kind].get(name)
            share, always = BAND[name]
            if old is None:
                wrong.append(f"{kind}: {name} have no budget")
            elif abs(value - old) > width(kind) * max(old * share, always):
                change = f" ({(value - old) / old * 100:+.1f} %)" if old else ""
                wrong.append(f"{kind}: {name}: {plain(old)} before, {plain(value)} now{change}")
    return wrong


def history_line(commit, date, counted):
    """A line of the history."""
    kinds = (f"{kind}={'/'.join(shown(name, counts) for name in COLUMNS)}"
             for kind, counts in counted.items())
    return "\t".join((commit, date, *kinds)) + "\n"


def history(text):
    """The lines of the history: (commit, date, kind: column: count)."""
    found = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        commit, date, *kinds = line.split("\t")
        counts = {}
        for each in kinds:
            kind, _, values = each.partition("=")
            counts[kind] = {name: float(value) for name, value in zip(COLUMNS, values.split("/"))
                            if value != "–"}
        found.append((commit, date, counts))
    return found


def picture(lines):
    """Instructions of some kinds of requests, commit by commit, as a share of what they were at
    first."""
    series = [(kind, [(at, counts[kind]["instructions"]) for at, (_, _, counts) in enumerate(lines)
                      if "instructions" in counts.get(kind, {})]) for kind in SHOWN]
    series = [(kind, points) for kind, points in series if points]
    words = "; ".join(f"{kind}: {plain(points[0][1])} instructions at first, {plain(points[-1][1])} now"
                      for kind, points in series)
    out = Picture("Cost of a request, commit by commit", f"Instructions of one request. {words}.",
                  1000, 340)
    out.text(12, 26, "Instructions of one request, in per cent of the first count", bold=True, size=14)
    left, right, top, bottom = 64, 660, 48, 290
    shares = [value / points[0][1] * 100 for _, points in series for _, value in points] or [100]
    high = max(100, max(shares)) * 1.05
    height = lambda share: bottom - share / high * (bottom - top)
    place = lambda at: left + (at + 0.5) * (right - left) / max(len(lines), 1)
    step = 25 if high <= 200 else 100
    for share in range(0, int(high) + 1, step):
        out.line([(left, height(share)), (right, height(share))], "grid", 1)
        out.text(left - 8, height(share) + 4, f"{share} %", "soft", "end", size=12)
    every = max(1, len(lines) // 8)
    for at, (commit, date, _) in enumerate(lines):
        if at % every == 0 or at == len(lines) - 1:
            out.text(place(at), bottom + 18, commit, "soft", "middle", size=11)
            out.text(place(at), bottom + 33, date, "soft", "middle", size=11)
    taken = []
    ends = sorted(enumerate(series), key=lambda pair: -pair[1][1][-1][1] / pair[1][1][0][1])
    for number, (kind, points) in ends:
        first = points[0][1]
        out.line([(place(at), height(value / first * 100)) for at, value in points], number, dots=True)
        y = height(points[-1][1] / first * 100)
        y = max([y, *(other + 17 for other in taken)])
        taken.append(y)
        out.text(right + 10, y + 4, f"{kind}: {plain(points[-1][1])}", number, bold=True, size=12)
    return out
