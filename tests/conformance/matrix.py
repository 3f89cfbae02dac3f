"""Tests the rows of a table against a door: sends every cell and compares reply and record."""

import dataclasses
import decimal
import pathlib
import re

import near  # noqa: F401
import forms
from forms import CLEARS, IS, REFUSED, SAME, Cell
from harness import Native, changes, same, view

HERE = pathlib.Path(__file__).resolve().parent


def rows(name):
    """The rows of a table as dicts. Columns are separated by two or more spaces; # begins a
    comment."""
    head, found = None, []
    for line in (HERE / name).read_text().splitlines():
        parts = re.split(r"\s{2,}", line.strip())
        if not line.strip() or line.startswith("#"):
            continue
        if head is None:
            head = parts
        elif len(parts) != len(head):
            raise ValueError(f"{name}: {len(parts)} columns instead of {len(head)}: {line}")
        else:
            found.append(dict(zip(head, parts)))
    return found


class Matrix:
    """One door's matrix. A door's program says how a field is wrapped and which codes it expects.
    """

    by = "type"
    dialect = forms.Dialect()
    bad_code = ""          # what Answer.code is where a value is refused
    filler = ()            # (field, value) pairs that stand in for silence about another field
    side = {}              # record name -> what else changes with it

    def __init__(self, report, server, door):
        self.report = report
        self.door = door
        self.native = Native(server)
        self.prefix = door.door

    def fresh(self, row):
        """A new customer for a row: its canonical record."""
        raise NotImplementedError

    def wrap(self, row, sent, customer):
        """The fields of an update call that carry one value."""
        return {row["field"]: sent}

    def shown(self, row, cell):
        """The value that the door shows afterwards."""
        return cell.sent

    def look(self, row, record):
        """The value of a row that the door shows now."""
        return self.door.show(record).get(row["field"])

    def play(self, table):
        """All rows."""
        for row in rows(table):
            row["field"] = row[next(iter(row))]
            self.report.guard(f"{self.prefix} {row['field']}", self.row, row)

    def row(self, row):
        """All cells of one row, on a customer that no other row uses."""
        customer = self.fresh(row)
        form = row["form"]
        if form in ("shown", "primary", "unavailable"):
            getattr(self, f"row_{form}")(row, customer)
            return
        good, held = forms.value_of(row["good"], form, self.dialect)
        other, held_other = forms.value_of(row["other"], form, self.dialect)
        first = Cell("a good value", good, IS, held)
        second = Cell("another good value", other, IS, held_other)
        self.cell(row, customer, first, None)
        self.absent(row, customer)
        if form.partition(":")[0] not in ("secret", "secret_tail", "card", "verification"):
            self.cell(row, customer, dataclasses.replace(first, name="the same again", want=SAME),
                      first)
        else:
            self.cell(row, customer, Cell("masked", held, SAME), first)
        self.cell(row, customer, second, first)
        for empty in self.dialect.empties:
            self.cell(row, customer, self.empty(row, empty), first if held else second)
        for cell in forms.cells(form, self.dialect):
            base = second if cell.want == IS and same(cell.value, first.value) else first
            self.cell(row, customer, cell, base)

    def empty(self, row, sent):
        """The cell of an empty value, by the table's column."""
        name = f"empty {sent!r}" if len(self.dialect.empties) > 1 else "empty"
        want = {"clears": CLEARS, "refused": REFUSED, "false": IS, "keeps": SAME}[row["empty"]]
        return Cell(name, sent, want, False)

    def absent(self, row, customer):
        """A call without the row's field keeps its value."""
        field, value = next(each for each in self.filler if each[0] != row["field"])
        before = view(self.native.get(customer["id"]), self.by)
        answer = self.door.update(customer, self.wrap({**row, "field": field}, value, customer))
        after = view(self.native.get(customer["id"]), self.by)
        got = after.get(row["record"])
        expected = self.silent(row, before.get(row["record"]))
        self.report.case(f"{self.prefix} {row['field']}: absent",
                         answer.accepted and not answer.trouble and same(expected, got),
                         f"{field}={value}", f"{row['record']} stays {expected!r}",
                         f"{got!r}; {answer!r}")

    def silent(self, row, before):
        """The value in the record after a call without the row's field."""
        return before

    def cell(self, row, customer, cell, base):
        """One cell: from the state `base` (a cell that was accepted), sends it and compares reply
        and record."""
        name = f"{self.prefix} {row['field']}: {cell.name}"
        key = row["record"]
        before = self.native.get(customer["id"])
        if base and key != "-" and not same(view(before, self.by).get(key), base.value):
            self.door.update(customer, self.wrap(row, base.sent, customer))
            before = self.native.get(customer["id"])
        fields = self.wrap(row, cell.sent, customer)
        answer = self.door.update(customer, fields)
        after = self.native.get(customer["id"])
        changed = changes(view(before, self.by), view(after, self.by), self.ignoring(row))
        self.rename(customer, after)

        due = {}
        if key != "-" and cell.want in (IS, CLEARS):
            due = {key: cell.value if cell.want == IS else None}
            if same(due[key], view(before, self.by).get(key)):
                due = {}
        good, expected = self.judge(row, cell, answer)
        good = good and changed.keys() == due.keys() and all(same(due[each],
                                                                  changed[each]) for each in due)
        if cell.want in (REFUSED, SAME):
            good = good and before["version"] == after["version"]
        got = f"{answer!r}; changed {changed}; version {before['version']} -> {after['version']}"
        self.report.case(name, good, fields, f"{expected}; changed {due}", got)
        if good and key != "-" and cell.want in (IS, CLEARS):
            self.read_back(name, row, cell, after)

    def judge(self, row, cell, answer):
        """Whether the reply is the documented one, and the reason in words."""
        if cell.want != REFUSED:
            return answer.accepted and not answer.trouble, "accepted"
        named = self.named(row)
        good = (not answer.accepted and not answer.trouble and answer.code == self.bad_code
                and named in answer.where and all(word in answer.words for word in cell.says))
        return good, f"refused with {self.bad_code}, naming {named!r} {' and '.join(cell.says)}"

    def named(self, row):
        """How an error names the row's field."""
        return row["field"]

    def ignoring(self, row):
        """Endings of record names that may change beside the row's own."""
        return tuple(each for each in (".type", ".primary",
                                       ".role") if not row["record"].endswith(each))

    def rename(self, customer, after):
        """Keeps the customer's name if the door finds customers by name."""
        customer["name"] = after["name"]

    def read_back(self, name, row, cell, record):
        """The door shows what it was sent; nothing if the field was cleared."""
        got = self.look(row, record)
        if cell.want == CLEARS:
            self.report.case(f"{name}: reads empty", got in self.nothing(row), cell.sent,
                             self.nothing(row), got)
            return
        due = self.shown(row, cell)
        self.report.case(f"{name}: reads back", alike(due, got), cell.sent, due, got)

    def nothing(self, row):
        """How the door shows an absent value."""
        return ("",)


def alike(due, got):
    """Whether a door shows `due`. Numbers compare by value, everything else exactly."""
    if isinstance(due, (list, dict)) or isinstance(got, (list, dict)):
        return due == got
    if str(due) == str(got):
        return True
    try:
        return not isinstance(got, bool) and decimal.Decimal(str(due)) == decimal.Decimal(str(got))
    except decimal.InvalidOperation:
        return False
