#!/usr/bin/env python3
"""The conformance matrix of everlytic: every property through JSON, through a form and XML-RPC."""

import near  # noqa: F401
import forms
import harness
import matrix
from dialects import Enswitch, Everlytic
from dialects_xml import EverlyticRpc

NUMBERS = ("id", "enterprise_id", "email_package_id", "email_quota", "sms_quota",
           "transactions_package_id", "transactions_quota")
# JSON and XML-RPC: a number may come as a string, and null clears as "" does.
TYPED = forms.Dialect(typed=True, number_strings=forms.NUMBERS, empties=("", None))
# The customers whose unique_id an earlier transport has set. No other customer may have the same.
UNIQUE = []


class EverlyticMatrix(matrix.Matrix):
    """UpdateCustomer with 10400 and the property in the message."""

    filler = (("industry", "Automotive"), ("state_provinces", "Gauteng"))

    def __init__(self, report, server, door, words):
        super().__init__(report, server, door)
        self.prefix = f"everlytic {words}"
        self.maker = Enswitch(server)

    def fresh(self, row):
        if row["field"] == "unique_id":
            for taken in UNIQUE:
                self.native.patch(taken, {"external_id": None})
        made = self.maker.make(f"{self.prefix} {row['field']}", telephone="+27 11 555 0199")
        if row["field"] == "unique_id":
            UNIQUE.append(made)
        return self.native.get(made)

    def shown(self, row, cell):
        if row["form"] in ("country",):
            return cell.value
        return int(cell.sent) if row["field"] in NUMBERS else cell.sent

    def nothing(self, row):
        return (0,) if row["field"] in NUMBERS else ("",)

    def row_shown(self, row, customer):
        """Read-only properties are accepted if equal and refused otherwise (decision E3)."""
        field = row["field"]
        now = self.door.show(customer).get(field)
        name = f"{self.prefix} {field}"
        before = self.native.mark(customer["id"])
        other = not now if isinstance(now, bool) else \
            now + 1 if isinstance(now, int) else ("Zz" + str(now))[:16]
        for case, sent, want in (("as it stands", now, True), ("another value", other, False)):
            answer = self.door.update(customer, {field: sent})
            good = answer.accepted == want and not answer.trouble and (
                want or (answer.code == self.bad_code and field in answer.where))
            self.report.case(f"{name}: {case}", good and self.native.mark(customer["id"]) == before,
                             {field: sent}, "accepted, nothing changed" if want
                             else f"{self.bad_code} naming {field}, nothing changed", answer)


def played(report, server, door, words, code, dialect):
    """The table's rows and cells through one transport."""
    each = EverlyticMatrix(report, server, door, words)
    each.bad_code, each.dialect = code, dialect
    each.play("everlytic.table")


def through_json(report, server):
    """PUT with application/json."""
    played(report, server, Everlytic(server), "JSON", "400 10400",
           TYPED)


def through_a_form(report, server):
    """PUT with application/x-www-form-urlencoded."""
    played(report, server, Everlytic(server, form=True), "form", "400 10400", forms.Dialect())


def through_xml_rpc(report, server):
    """UpdateCustomer over XML-RPC."""
    played(report, server, EverlyticRpc(server), "XML-RPC", "10400",
           TYPED)


if __name__ == "__main__":
    harness.main([through_json, through_a_form, through_xml_rpc])
