"""What a saved file says about its runs: the rounds of each line, how long the runs took, and the
machine. A run that adds to a file adds its own part to each."""

from table import rounds


def runs_of(kept):
    """The runs of a saved file, each with its machine, and with the seconds that it took if the file
    says so. A file without a list of runs says only about the last one what it was like."""
    return kept["runs"] if "runs" in kept else [{"machine": kept["machine"]}]


def kinds(figures):
    """The lines as (contestant, job, connections), by their number of rounds and the lengths of a
    measurement in seconds. Lengths are left out of lines that end with their work, and of those that
    do not say theirs."""
    lines = {}
    for row in figures.rows:
        lines.setdefault((row["contestant"], row["job"], row["connections"]), []).append(row)
    found = {}
    for line, rows in lines.items():
        lengths = {row.get("seconds") for row in rows}
        kind = (len({row["round"] for row in rows}),
                () if None in lengths else tuple(sorted(lengths)))
        found.setdefault(kind, []).append(line)
    return found


def names(lines, others):
    """The names of lines: that of the contestant alone if none of the other lines are its."""
    elsewhere = {contestant for contestant, *_ in others}
    return list(dict.fromkeys(
        f'"{contestant} {job}, {connections} connections"' if contestant in elsewhere
        else f'"{contestant}"' for contestant, job, connections in lines))


def rounds_of_lines(figures):
    """The rounds of most lines in words, and of which lines there were more or fewer."""
    found = kinds(figures)
    said = []
    for kind in sorted(found, key=lambda kind: -len(found[kind])):
        count, lengths = kind
        words = rounds(count) + (f" of {' and '.join(f'{s:g}' for s in lengths)} s" if lengths else "")
        others = [line for other, lines in found.items() if other != kind for line in lines]
        said.append(f"{words} for {', '.join(names(found[kind], others))}" if said else words)
    return "; ".join(said) or "nothing"


def duration(seconds):
    """A time in words: in minutes if it is long."""
    if seconds is None:
        return "unknown"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def one_after_another(values):
    """What is equal in all runs, or the value of each."""
    return values[0] if len(set(values)) == 1 else ", then ".join(values)


def run_lines(kept, figures):
    """Names and values of what a saved file says about its runs."""
    runs = runs_of(kept)
    measured = rounds_of_lines(figures)
    if "seconds" in kept:
        measured += f" ({rounds(kept['rounds'])} of {kept['seconds']:g} s in the last run)"
    shown = [("measured", measured)]
    if any("took_s" in run for run in runs):
        shown.append(("time taken", ", then ".join(duration(run.get("took_s")) for run in runs)))
    machines = [dict(map(tuple, run["machine"])) for run in runs]
    return shown + [(name, one_after_another([machine.get(name, "–") for machine in machines]))
                    for name in dict.fromkeys(name for machine in machines for name in machine)]
