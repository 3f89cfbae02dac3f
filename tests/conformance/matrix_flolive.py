#!/usr/bin/env python3
"""The conformance matrix of flolive: every member of the PATCH body, every kind of value."""

import json

import near  # noqa: F401
import forms
import harness
import matrix
from dialects import Enswitch, Flolive


class FloliveMatrix(matrix.Matrix):
    """PATCH with 400 CUSTOMER_1003 and the member's path in errorMessage."""

    by = "place"
    dialect = forms.Dialect(typed=True, number_strings=("decimal",), empties=(None, "", [], {}),
                            canonical=str.lower)
    bad_code = "400 CUSTOMER_1003"
    filler = (("vatRegistrationNumber", "GB1"), ("mfaConfiguration", "ENABLED"))

    def __init__(self, report, server, door):
        super().__init__(report, server, door)
        self.maker = Enswitch(server)

    def fresh(self, row):
        """A customer with one contact that has both numbers, and one address of type PRIVATE."""
        made = self.maker.make(f"row {row['field']}", telephone="+44 20 1111 1111",
                               address1="1 First Street")
        record = self.native.get(made)
        contact = {"id": next(iter(record["contacts"])), "mobilePhoneNumber": "+447700900999"}
        self.door.update(record, {"contact": contact})
        return self.native.get(made)

    def wrap(self, row, sent, customer):
        home, _, member = row["field"].partition(".")
        if not member:
            return {home: sent}
        inside = {member: sent}
        if member == "paymentDueAfterInvoiceIssued" and sent not in (None, "", [], {}):
            inside["paymentDueUnits"] = "DAYS"
        if home == "contact":
            return {"contact": {"id": next(iter(customer["contacts"])), **inside}}
        if home == "address":
            return {"address": [{"id": next(iter(customer["addresses"])), **inside}]}
        return {home: inside}

    def named(self, row):
        return row["field"].replace("address.", "address[0].")

    def judge(self, row, cell, answer):
        good, expected = super().judge(row, cell, answer)
        if cell.want == "refused":
            documented = "Failed to update customer details"
            good = good and answer.words.startswith(documented)
            expected += f", beginning {documented!r}"
        elif answer.accepted:
            good = good and answer.code == "202"
            expected += " with 202"
        return good, expected

    def look(self, row, record):
        home, _, member = row["field"].partition(".")
        shown = self.door.show(record).get(home)
        if not member:
            return shown
        if home == "address":
            shown = next(each for each in shown if each["id"] == next(iter(record["addresses"])))
        return (shown or {}).get(member)

    def shown(self, row, cell):
        kind = row["form"].partition(":")[0]
        if kind in ("custom", "identity"):
            return json.loads(cell.sent)
        if kind == "word":
            return cell.value.upper()
        return cell.value if kind in ("boolean", "wholes", "mobile", "whole",
                                      "decimal") else cell.sent

    def nothing(self, row):
        return ("", None, [], {})

    def several(self, row, customer, cases):
        """Cases (name, sent, accepted), none of which changes anything."""
        before = self.native.mark(customer["id"])
        for name, sent, accepted in cases:
            answer = self.door.update(customer, self.wrap(row, sent, customer))
            good = answer.accepted == accepted and not answer.trouble and (
                accepted or (answer.code == self.bad_code and self.named(row) in answer.where))
            self.report.case(f"flolive {row['field']}: {name}",
                             good and self.native.mark(customer["id"]) == before,
                             {row["field"]: sent},
                             f"{'accepted' if accepted else 'refused, named'}; nothing changed",
                             answer)

    def row_primary(self, row, customer):
        """The only primary mark cannot be removed (decision F5)."""
        self.several(row, customer,
                     [("as it stands", True, True), ("the only mark unset", False, False),
                                     ("null", None, False), ('""', "", False),
                      ("wrong type", "true", False),
                                     ("wrong type 1", 1, False)])

    def row_unavailable(self, row, customer):
        """A future feature (decision F7)."""
        self.several(row, customer, [("null", None, True), ("a value", "cGljdHVyZQ==", False),
                                     ("wrong type", 5, False)])

    def row_shown(self, row, customer):
        """Members that only reads show: accepted if equal, refused otherwise (decision F3)."""
        now = self.door.show(customer)[row["field"]]
        other = {"customerId": harness.uuid_of(101), "status": "SUSPEND",
                 "currency": "JPY"}[row["field"]]
        self.several(row, customer, [("as it stands", now, True), ("another value", other, False),
                                     ("wrong type", 5, False)])


def every_member(report, server):
    """The table's rows and cells."""
    FloliveMatrix(report, server, Flolive(server)).play("flolive.table")


if __name__ == "__main__":
    harness.main([every_member])
