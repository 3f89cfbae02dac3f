"""A strict parser of Prometheus's text format, version 0.0.4: every deviation is an error."""

import math
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
HELP = re.compile(rf"# HELP ({NAME}) (\S.*)")
TYPE = re.compile(rf"# TYPE ({NAME}) (counter|gauge|histogram)")
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (\S+)")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)')
SUFFIXES = ("_bucket", "_sum", "_count")


def labels_of(text):
    """{"door": "native"} from `door="native"`."""
    found, at = {}, 0
    while at < len(text):
        match = LABEL.match(text, at)
        if not match or match[1] in found:
            raise ValueError(f"no labels: {text}")
        found[match[1]] = match[2]
        at = match.end()
    if text.endswith(","):
        raise ValueError(f"labels end with a comma: {text}")
    return found


def number(text):
    """A value as the format writes it."""
    if not re.fullmatch(r"[+-]?(Inf|\d+(\.\d+)?(e[+-]?\d+)?)|NaN", text):
        raise ValueError(f"no number: {text}")
    return float(text)


class Exposition:
    """The families of one text: their kinds, help, and samples by name and labels."""

    def __init__(self, text):
        self.kinds, self.helps, self.samples = {}, {}, {}
        if not text.endswith("\n"):
            raise ValueError("the last line has no end")
        family = None
        for line in text.splitlines():
            if match := HELP.fullmatch(line):
                family = match[1]
                if family in self.helps:
                    raise ValueError(f"{family} comes twice")
                self.helps[family] = match[2]
            elif match := TYPE.fullmatch(line):
                if match[1] != family or family in self.kinds:
                    raise ValueError(f"a type out of place: {line}")
                self.kinds[family] = match[2]
            elif match := SAMPLE.fullmatch(line):
                self._add(family, match)
            else:
                raise ValueError(f"no line of the format: {line}")
        for name, kind in self.kinds.items():
            if kind == "histogram":
                self._check_histogram(name)

    def _add(self, family, match):
        name, labels, value = match[1], labels_of(match[2] or ""), number(match[3])
        kind = self.kinds.get(family)
        allowed = [family + suffix for suffix in SUFFIXES] if kind == "histogram" else [family]
        if kind is None or name not in allowed:
            raise ValueError(f"{name} stands among {family}")
        if kind == "counter" and not (value >= 0 and math.isfinite(value)):
            raise ValueError(f"{name} counts {value}")
        key = name, frozenset(labels.items())
        if key in self.samples:
            raise ValueError(f"{name} {labels} comes twice")
        self.samples[key] = value

    def _check_histogram(self, name):
        rows = {}
        for (sample, labels), value in self.samples.items():
            if sample == name + "_bucket":
                plain = dict(labels)
                bound = number(plain.pop("le"))
                rows.setdefault(frozenset(plain.items()), []).append((bound, value))
        for labels, buckets in rows.items():
            bounds, counts = zip(*buckets)
            if list(bounds) != sorted(set(bounds)) or bounds[-1] != math.inf:
                raise ValueError(f"{name} has buckets {bounds}")
            if list(counts) != sorted(counts):
                raise ValueError(f"{name} {dict(labels)} is not cumulative: {counts}")
            if self.samples[name + "_count", labels] != counts[-1]:
                raise ValueError(f"{name} {dict(labels)} does not add up")
            if (name + "_sum", labels) not in self.samples:
                raise ValueError(f"{name} {dict(labels)} has no sum")

    def get(self, name, **labels):
        """One sample's value."""
        return self.samples[name, frozenset(labels.items())]

    def all(self, name):
        """{labels as a frozenset of pairs: value} of every sample of that name."""
        return {labels: value for (sample, labels), value in self.samples.items()
                if sample == name}
