#!/usr/bin/env python3
"""The conformance matrix of enswitch: every parameter of customers/update, every kind of value."""

import near  # noqa: F401
import forms
import harness
import matrix
from dialects import Enswitch
from harness import Native, changes, view


class EnswitchMatrix(matrix.Matrix):
    """customers/update with 400 and the parameter in `key`."""

    bad_code = "400"
    filler = (("description", "said something else"), ("account", "said something else"))

    def fresh(self, row):
        return self.native.get(self.door.make(f"row {row['field']}", telephone="+44 20 1111 1111"))

    def judge(self, row, cell, answer):
        good, expected = super().judge(row, cell, answer)
        return good and (cell.want != "refused" or answer.where == row["field"]), expected

    def silent(self, row, before):
        """events_url is the only field that is cleared if it is not sent (decision N1)."""
        return None if row["field"] == "events_url" else before

    def shown(self, row, cell):
        if isinstance(cell.value, bool):
            return int(cell.value)
        if cell.value == -2 and "plan" in row["form"]:
            return "plan"
        return cell.value


def every_parameter(report, server):
    """The table's rows and cells."""
    EnswitchMatrix(report, server, Enswitch(server)).play("enswitch.table")


def without_commerce(report, server):
    """A caller without commerce can change its own customer, but no $ parameter (decision N5)."""
    native, branch = Native(server), Enswitch(server, "branch")
    for row in matrix.rows("enswitch.table"):
        field, key = row["field"], row["record"]
        values = [forms.value_of(row[column], row["form"],
                                 forms.Dialect()) for column in ("good", "other")]
        before = native.get(123)
        sent, held = next(each for each in values
                          if not harness.same(each[1], view(before).get(key)))
        answer = branch.act("customers/update", {"id": 123, field: sent})
        after = native.get(123)
        if "$" in row["care"]:
            report.case(f"enswitch {field}: changed without commerce",
                        (answer.code, answer.where) == ("402", field)
                        and after["version"] == before["version"],
                        {field: sent}, f"402, key {field}, nothing changed", answer)
            shown = branch.show({"id": 123})[field]
            if "S" not in row["care"]:
                again = branch.act("customers/update", {"id": 123, field: shown})
                report.case(f"enswitch {field}: sent as it stands without commerce", again.accepted,
                            {field: shown}, "204: the value it has is no change", again)
        else:
            due = {} if key == "-" else {key: held}
            got = changes(view(before), view(after))
            got = {each: value for each,
                   value in got.items() if each not in ("events_url", "main.building_number")
                   or field == "events_url"}
            report.case(f"enswitch {field}: plain, without commerce",
                        answer.accepted and got.keys() == due.keys()
                        and all(harness.same(due[each], got[each]) for each in due),
                        {field: sent}, f"204; changed {due}", f"{answer!r}; changed {got}")


def locked_by_the_plan(report, server):
    """Rate plan 2 locks affiliate and recording and nothing else (decision N6, the demo data)."""
    native, door = Native(server), Enswitch(server)
    customer = native.get(door.make("on plan two", plan="2"))
    for row in matrix.rows("enswitch.table"):
        field, key = row["field"], row["record"]
        if field == "plan":
            continue
        locked = field.startswith("affiliate_") or field == "record_maximum"
        before = native.get(customer["id"])
        sent, _ = next(value for value in (forms.value_of(row[column], row["form"], forms.Dialect())
                                           for column in ("good", "other"))
                       if not harness.same(value[1], view(before).get(key)))
        answer = door.update(customer, {field: sent})
        version = native.get(customer["id"])["version"]
        if locked:
            report.case(f"enswitch {field}: locked by the rate plan",
                        (answer.code, answer.where) == ("403",
                                                        field) and version == before["version"],
                        {field: sent}, f"403, key {field}", answer)
            made = door.act("customers/create", {"name": f"locked {field}", "plan": 2,
                                                 "email": "a@example.com", field: sent})
            report.case(f"enswitch {field}: locked by the rate plan at creation",
                        (made.code, made.where) == ("403", field), {field: sent},
                        f"403, key {field}", made)
        else:
            report.case(f"enswitch {field}: not locked by the rate plan", answer.accepted,
                        {field: sent}, "204", answer)


if __name__ == "__main__":
    harness.main([every_parameter, without_commerce, locked_by_the_plan])
