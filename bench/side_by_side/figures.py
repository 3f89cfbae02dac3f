"""The figures of a run, by contestant, job and number of connections."""

import collections
import statistics


class Figures:
    """The figures of every round, by (contestant, job, connections)."""

    def __init__(self, rows=()):
        self.rows = list(rows)

    def add(self, contestant, job, connections, figure):
        """Adds one measurement."""
        self.rows.append({"contestant": contestant, "job": job, "connections": connections,
                          **figure})

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
