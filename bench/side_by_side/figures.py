"""The figures of a run, by contestant, job, number of connections and round."""

import collections
import statistics


class Elsewhere(LookupError):
    """A figure that was measured, but not in this round."""


def numbered(rows):
    """The rows, each with its round. A saved file may leave rounds out: then the first row of a line
    is of the first round, the second of the second."""
    seen = collections.Counter()
    for row in rows:
        line = row["contestant"], row["job"], row["connections"], row.get("share")
        seen[line] += 1
        yield {"round": seen[line], **row}


class Figures:
    """The figures of every round, by (contestant, job, connections)."""

    def __init__(self, rows=()):
        self.rows = list(numbered(rows))
        self.round = max((row["round"] for row in self.rows), default=0)

    def begin_round(self):
        """What is added from here on is of another round. Figures that are added to a saved file are
        of later rounds than its own: what else the machine did has changed since."""
        self.round += 1

    def add(self, contestant, job, connections, figure):
        """Adds one measurement of this round."""
        self.rows.append({"contestant": contestant, "job": job, "connections": connections,
                          "round": self.round, **figure})

    def of(self, contestant, job="update", connections=64, what="per_second", share=None):
        """The values of all rounds; empty if it did not run. With a share: those of the open loop
        at that share of its peak."""
        return [row[what] for row in self.rows
                if (row["contestant"], row["job"], row["connections"], row.get("share")) ==
                (contestant, job, connections, share) and what in row]

    def median(self, *key, **named):
        """The median of those; nothing if there are none."""
        found = self.of(*key, **named)
        return statistics.median(found) if found else None

    def in_rounds(self, value):
        """The results of `value` for the figures of one round after another. A round in which a part
        of it was not measured, although another round has it, is left out."""
        found = []
        for number in sorted({row["round"] for row in self.rows}):
            try:
                found.append(value(OneRound(self, number)))
            except Elsewhere:
                pass
        return [each for each in found if each is not None]

    def keys(self):
        """(contestant, job, connections) of the closed loop, grouped by contestant in the order in
        which they first came."""
        seen = collections.OrderedDict()
        for row in self.rows:
            if "share" in row:
                continue
            seen.setdefault(row["contestant"], collections.OrderedDict()).setdefault(
                (row["job"], row["connections"]))
        return [(contestant, *rest) for contestant, group in sorted(seen.items())
                for rest in group]

    def open_keys(self):
        """(contestant, job, connections, share) of the open loop."""
        return list(dict.fromkeys((row["contestant"], row["job"], row["connections"], row["share"])
                                  for row in self.rows if "share" in row))


class OneRound(Figures):
    """The figures of one round. Raises Elsewhere for what only other rounds have."""

    def __init__(self, every, number):
        super().__init__(row for row in every.rows if row["round"] == number)
        self.every = every

    def of(self, *key, **named):
        found = super().of(*key, **named)
        if not found and self.every.of(*key, **named):
            raise Elsewhere(f"not measured in this round: {key}")
        return found
