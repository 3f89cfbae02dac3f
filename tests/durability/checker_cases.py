#!/usr/bin/env python3
"""Tests the checker: valid histories pass, and each kind of invalid one is caught by its rule."""

import copy
import random

import near  # noqa: F401
from checker import ACKED, REFUSED, UNKNOWN, Checker, Found, Read, Row, Update
from harness import Report


class World:
    """An invented run that obeys every rule: two records, two writers, reads, and a key each."""

    def __init__(self, seed=1, length=12):
        chance = random.Random(seed)
        start = {record: (1, {"notes": "first"}) for record in (1, 2)}
        self.updates, self.reads, self.found = [], [], Found(start, [])
        state = {record: fields for record, (_, fields) in start.items()}
        version = {record: 1 for record in start}
        now = 0.0
        for number in range(length):
            record = number % 2 + 1
            fate = (ACKED, ACKED, ACKED, UNKNOWN, REFUSED)[chance.randrange(5)] if number > 3 else ACKED
            token = f"t{number}"
            update = Update(token, record, {"notes": f"{token}-a", "fax": f"{token}-b"}, now,
                            now + 1.5 if fate != UNKNOWN else float("inf"), fate, "made up",
                            "" if fate == REFUSED else f"r{number}", f"why {token}", f"k{number}", token.encode())
            self.updates.append(update)
            if fate == ACKED or (fate == UNKNOWN and chance.random() < 0.5):
                version[record] += 1
                self.row(update, version[record], state[record])
                state[record] = {**state[record], **update.changes}
            self.reads.append(Read(record, version[record], dict(state[record]), now + 1.6, now + 1.7))
            now += 1
        for record, fields in state.items():
            self.found.shown["one door", record] = {"notes": fields["notes"]}
            self.found.shown["another", record] = {"fax": fields.get("fax")}

    def row(self, update, version, before):
        """The row that an executed update leaves."""
        row = Row(update.record, version, {path: (before.get(path), value)
                                           for path, value in update.changes.items()},
                  update.request, update.reason, told=True)
        self.found.rows.append(row)
        self.found.requests[row.request] = ("done", row.record, row.version)
        self.found.deliveries.append((row.record, row.version, dict(update.changes)))
        self.found.replays[update.key] = update.reply

    def violations(self):
        return Checker(self.updates, self.reads, self.found).violations()

    def rows(self, record):
        return [row for row in self.found.rows if row.record == record]

    def drop(self, row):
        """Removes one version and closes the gap, like an update that was lost without a trace."""
        self.found.rows.remove(row)
        self.found.deliveries = [each for each in self.found.deliveries
                                 if each[:2] != (row.record, row.version)]
        self.found.requests.pop(row.request)
        state = {"notes": "first"}
        for number, each in enumerate(self.rows(row.record), 2):
            each.version = number
            each.changes = {path: (state.get(path), value) for path, (_, value) in each.changes.items()}
            state.update({path: value for path, (_, value) in each.changes.items()})


def lost(world):
    world.drop(world.rows(1)[-1])


def lost_in_the_middle(world):
    world.drop(world.rows(1)[1])


def doubled(world):
    row = copy.deepcopy(world.rows(1)[-1])
    row.version += 1
    row.changes = {path: (value, value) for path, (_, value) in row.changes.items()}
    world.found.rows.append(row)


def done_though_refused(world):
    world.updates[0].fate = REFUSED


def half_there(world):
    del world.rows(1)[-1].changes["fax"]


def from_nowhere(world):
    row = world.rows(1)[-1]
    row.changes = {"notes": (row.changes["notes"][0], "nobody's")}


def another_reason(world):
    world.rows(1)[0].reason = "another"


def gap(world):
    world.rows(1)[-1].version += 1


def fork(world):
    first, row = world.rows(1)[0], world.rows(1)[1]
    row.changes = {path: (first.changes[path][0], value) for path, (_, value) in row.changes.items()}


def reordered(world):
    one, two = world.rows(1)[:2]
    one.changes, two.changes = two.changes, one.changes
    one.request, two.request = two.request, one.request
    one.reason, two.reason = two.reason, one.reason


def stale_read(world):
    old = world.rows(1)[0]
    world.reads.append(Read(1, old.version, {"notes": old.changes["notes"][1],
                                             "fax": old.changes["fax"][1]}, 90, 91))


def read_ahead(world):
    row = world.rows(1)[-1]
    fields = {path: value for path, (_, value) in row.changes.items()}
    world.reads.append(Read(1, row.version, fields, -2, -1))


def torn_read(world):
    world.reads[-1].fields["fax"] = world.rows(world.reads[-1].record)[0].changes["fax"][1]


def read_of_what_is_gone(world):
    world.reads.append(Read(1, 99, {}, 90, 91))


def one_door_differs(world):
    world.found.shown["another", 1] = {"fax": "older"}


def never_told(world):
    world.found.deliveries.pop()


def told_of_nothing(world):
    world.found.deliveries.append((1, 77, {}))


def told_otherwise(world):
    record, version, _ = world.found.deliveries.pop()
    world.found.deliveries.append((record, version, {"notes": "otherwise"}))


def request_forgotten(world):
    del world.found.requests[world.rows(1)[0].request]


def request_for_ever(world):
    row = world.rows(1)[0]
    world.found.requests[row.request] = ("in progress", row.record, row.version)


def request_of_another(world):
    one, two = world.rows(1)[:2]
    one.request, two.request = two.request, one.request


def unknown_and_not_to_be_settled(world):
    world.updates[0].fate = UNKNOWN
    del world.found.requests["r0"]


def another_reply(world):
    world.found.replays["k0"] = b"another"


BAD = [("A1", lost), ("A1", lost_in_the_middle), ("A1", doubled), ("A1", done_though_refused),
       ("A1", half_there), ("A1", from_nowhere), ("A1", another_reason), ("A2", gap), ("A2", fork),
       ("A2", reordered), ("A3", reordered), ("A4", stale_read), ("A4", read_ahead),
       ("A4", torn_read), ("A4", read_of_what_is_gone), ("A5", one_door_differs),
       ("A6", never_told), ("A6", told_of_nothing), ("A6", told_otherwise),
       ("A7", request_forgotten), ("A7", request_for_ever), ("A7", request_of_another),
       ("A7", unknown_and_not_to_be_settled), ("A7", another_reply)]


def main():
    """Valid runs, then invalid ones: each violates exactly the rule that it is made to violate."""
    report = Report()
    for seed in range(50):
        report.equal(f"good history {seed}", [], World(seed, 40).violations())
    for rule, spoil in BAD:
        world = World()
        spoil(world)
        said = world.violations()
        report.case(f"{spoil.__name__} breaks {rule}", any(each.startswith(rule) for each in said),
                    expected=rule, got=said)
    report.end()


if __name__ == "__main__":
    main()
