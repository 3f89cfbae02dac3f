"""The checker of every durability test: compares what clients sent and received with what is
stored.

Each update writes values that no other update writes, so every row of history identifies its
update, and the rules need no search. A violation is a sentence that begins with the rule's number:

A1  each acknowledged update has exactly one row of history, an unknown one none or one, a refused
    one none; there is no row that nobody sent, or that holds only part of what was sent
A2  versions have no gaps, and the earlier values in a row are what the rows before it left
A3  an update that was acknowledged before another was sent comes before it
A4  a read shows a version that was reached by then and was not passed before the read was sent, and
    exactly what the rows up to it left
A5  at the end every door shows what all rows left
A6  each row that must be delivered has a delivery with the row's own content, and there is no
    delivery without a row
A7  every request id that a client received is known, finished, and names the row it made; the
    request id of an unknown outcome is known if there is a row; a request that was repeated with
    its key got the same bytes"""

import collections
import dataclasses
import itertools

ACKED, REFUSED, UNKNOWN = "acked", "refused", "unknown"
NEVER = float("inf")


@dataclasses.dataclass
class Update:
    """What one client sent to change one record, and the reply. `changes` are values by path, none
    of them written by another update."""

    token: str
    record: int
    changes: dict
    sent: float
    answered: float = NEVER
    fate: str = UNKNOWN
    door: str = ""
    request: str = ""  # the id in the reply, if the door gives one
    reason: str = ""
    key: str = ""
    reply: bytes = b""
    refusal: object = None  # the reply, if it was no success


@dataclasses.dataclass
class Row:
    """One version in a record's history. `changes` are (before, after) by path."""

    record: int
    version: int
    changes: dict
    request: str = ""
    reason: str = ""
    told: bool = False  # whether it must be delivered to somebody


@dataclasses.dataclass
class Read:
    """The reply to a read: `fields` by path. An absent path has no value."""

    record: int
    version: int
    fields: dict
    sent: float
    answered: float


@dataclasses.dataclass
class Found:
    """The state at the end. `start` is (version, fields) by record before the first update; `shown`
    is fields by (door, record); `requests` is (state, record, version) by request id; `deliveries`
    are (record, version, after-values by path); `replays` is bytes by key."""

    start: dict
    rows: list
    shown: dict = dataclasses.field(default_factory=dict)
    requests: dict = dataclasses.field(default_factory=dict)
    deliveries: list = dataclasses.field(default_factory=list)
    replays: dict = dataclasses.field(default_factory=dict)


def signature(record, changes):
    """What identifies the update of a row."""
    return record, tuple(sorted(changes.items()))


def after(row):
    """The values that a row leaves, by path."""
    return {path: value for path, (_, value) in row.changes.items()}


def fold(fields, row):
    """`fields` after the row."""
    merged = {**fields, **after(row)}
    return {path: value for path, value in merged.items() if value is not None}


class Checker:
    """Compares updates and reads with the state at the end."""

    def __init__(self, updates, reads, found):
        self.updates, self.reads, self.found = updates, reads, found
        self.chains = collections.defaultdict(list)
        for row in found.rows:
            self.chains[row.record].append(row)
        self.by_signature = {signature(each.record, each.changes): each for each in updates}
        self.row_of = collections.defaultdict(list)  # by token
        self.owner = {}                              # by (record, version)
        for row in found.rows:
            update = self.by_signature.get(signature(row.record, after(row)))
            if update:
                self.row_of[update.token].append(row)
                self.owner[row.record, row.version] = update
        self.states = self.fold_all()

    def fold_all(self):
        """Fields by (record, version)."""
        states = {}
        for record, (version, fields) in self.found.start.items():
            states[record, version] = fields
            for row in self.chains[record]:
                fields = fold(fields, row)
                states[record, row.version] = fields
        return states

    def violations(self):
        """Every violated rule, as a sentence each."""
        rules = (self.a1, self.a2, self.a3, self.a4, self.a5, self.a6, self.a7)
        return list(itertools.chain.from_iterable(rule() for rule in rules))

    def a1(self):
        allowed = {ACKED: (1,), UNKNOWN: (0, 1), REFUSED: (0,)}
        for update in self.updates:
            rows = self.row_of[update.token]
            if len(rows) not in allowed[update.fate]:
                yield f"A1 {update.token} ({update.door}, {update.fate}) has {len(rows)} rows"
            for row in rows:
                if row.reason != update.reason:
                    yield f"A1 {update.token}: the reason is {row.reason!r}, not {update.reason!r}"
        for row in self.found.rows:
            if (row.record, row.version) not in self.owner:
                yield f"A1 nobody sent version {row.version} of {row.record}: {row.changes}"

    def a2(self):
        for record, (version, fields) in self.found.start.items():
            for row in self.chains[record]:
                if row.version != version + 1:
                    yield f"A2 {record}: version {row.version} follows {version}"
                version = row.version
                for path, (before, _) in row.changes.items():
                    if fields.get(path) != before:
                        yield (f"A2 {record}: version {version} says {path} was {before!r}, and it "
                               f"was {fields.get(path)!r}")
                fields = fold(fields, row)

    def a3(self):
        for record, chain in self.chains.items():
            first_told = NEVER  # of later ones
            for row in reversed(chain):
                update = self.owner.get((record, row.version))
                if not update:
                    continue
                if first_told < update.sent:
                    yield (f"A3 {update.token} stands before what was acknowledged before it was "
                           f"sent: version {row.version} of {record}")
                first_told = min(first_told, update.answered)

    def a4(self):
        told = collections.defaultdict(list)  # (answered, version) of acknowledged ones
        sent = collections.defaultdict(dict)  # when the update of a version was sent
        for (record, version), update in self.owner.items():
            sent[record][version] = update.sent
            if update.fate == ACKED:
                told[record].append((update.answered, version))
        for read in self.reads:
            if (read.record, read.version) not in self.states:
                yield f"A4 version {read.version} of {read.record} was read and is not there"
                continue
            least = max((version for answered, version in told[read.record]
                         if answered < read.sent), default=0)
            if read.version < least:
                yield (f"A4 version {read.version} of {read.record} was read after {least} was "
                       "acknowledged")
            if sent[read.record].get(read.version, 0) > read.answered:
                yield f"A4 version {read.version} of {read.record} was read before it was sent"
            wanted = self.states[read.record, read.version]
            torn = [path for path in {*wanted, *read.fields}
                    if wanted.get(path) != read.fields.get(path)]
            if torn:
                yield f"A4 version {read.version} of {read.record} was read torn: {sorted(torn)}"

    def final(self, record):
        """The fields after all rows."""
        chain = self.chains[record]
        version = chain[-1].version if chain else self.found.start[record][0]
        return self.states[record, version]

    def a5(self):
        for (door, record), fields in self.found.shown.items():
            wanted = self.final(record)
            wrong = {path: value for path, value in fields.items() if wanted.get(path) != value}
            if wrong:
                yield f"A5 {door} shows {wrong} of {record}, and history leads elsewhere"

    def a6(self):
        rows = {(row.record, row.version): row for row in self.found.rows if row.told}
        seen = set()
        for record, version, values in self.found.deliveries:
            row = rows.get((record, version))
            if not row:
                yield f"A6 version {version} of {record} was told and is not there"
            elif values != after(row):
                yield f"A6 version {version} of {record} was told as {values}"
            seen.add((record, version))
        for record, version in sorted(rows.keys() - seen):
            yield f"A6 version {version} of {record} was never told"

    def a7(self):
        for update in self.updates:
            if update.request and update.fate == ACKED:
                state = self.found.requests.get(update.request)
                rows = self.row_of[update.token]
                wanted = [("done", row.record, row.version) for row in rows
                          if row.request == update.request]
                if state is None or [state] != wanted:
                    yield f"A7 {update.token}: request {update.request} is {state}, not {wanted}"
            if update.request and update.fate == UNKNOWN:
                state = self.found.requests.get(update.request, (None, None, None))
                if (state[0] == "done") != bool(self.row_of[update.token]):
                    yield (f"A7 {update.token}: request {update.request} of an unknown outcome is "
                           f"{state}, and there are {len(self.row_of[update.token])} rows")
            if update.key and update.fate == ACKED and update.key in self.found.replays:
                if self.found.replays[update.key] != update.reply:
                    yield f"A7 {update.token}: repeated under its key it was answered differently"
        for row in self.found.rows:
            if row.request in self.found.requests:
                state = self.found.requests[row.request]
                if state != ("done", row.record, row.version):
                    yield f"A7 version {row.version} of {row.record} is of a request that is {state}"
