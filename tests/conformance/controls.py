#!/usr/bin/env python3
"""Deliberate faults: the matrix and the golden runner must fail for a wrong table or case."""

import near  # noqa: F401
import golden
import harness
import matrix
import matrix_enswitch
import matrix_everlytic
import matrix_flolive
import matrix_m2mportal
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import EverlyticRpc, M2mportal
from door_list import each_door
from harness import Report

# table, first column, {column: (correct text, fault)}. Each must be detected.
PLANTED = each_door([
    ("enswitch", "account", {"form": ("text:64", "text:63")}),
    ("enswitch", "account", {"form": ("text:64", "text:65")}),
    ("enswitch", "account", {"empty": ("clears", "refused")}),
    ("enswitch", "account", {"record": ("account", "bill_ref")}),
    ("enswitch", "name", {"empty": ("refused", "clears")}),
    ("enswitch", "bulk_calls", {"form": ("whole:0..,-1,-2", "whole:0..,-1")}),
    ("enswitch", "bulk_calls", {"form": ("whole:0..,-1,-2", "whole:0..,-1,-2,-3")}),
    ("enswitch", "invoices_due", {"form": ("whole:0..3650,-1,-2", "whole:0..3651,-1,-2")}),
    ("enswitch", "credit", {"form": ("decimal:0..", "decimal")}),
    ("enswitch", "region", {"form": ("reference:region,0", "reference:region")}),
    ("enswitch", "contract", {"form": ("choice:plan|1_month", "choice:plan|2_month")}),
    ("enswitch", "creditcard_number",
     {"good": ("4111111111111111 => ****1111", "4111111111111111")}),
    ("enswitch", "bank_account_number", {"form": ("secret_tail:64", "text:64")}),
    ("enswitch", "events_url", {"form": ("url:2000", "url:1999")}),
    ("enswitch", "maxmsg", {"form": ("whole:1..,plan", "whole:1..")}),
    ("flolive", "type", {"form": ("word:private|business", "choice:PRIVATE|BUSINESS")}),
    ("flolive", "allowOfferDelegation", {"empty": ("false", "refused")}),
    ("flolive", "contact.gender", {"form": ("choice:MALE|FEMALE", "choice:MALE|FEMALE|OTHER")}),
    ("flolive", "contact.birthdate",
     {"good": ("24121990 => 1990-12-24", "24121990 => 1990-12-25")}),
    ("flolive", "invoiceConfiguration.invoiceText", {"form": ("bytes:60", "text:60")}),
    ("flolive", "address.street", {"record": ("address.street", "address.city")}),
    ("everlytic", "country", {"other": ("gb => GB", "gb")}),
    ("everlytic", "deleted", {"empty": ("refused", "clears")}),
    ("everlytic", "sms_quota", {"form": ("whole:0..2147483647", "whole:0..2147483646")}),
    ("XML-RPC", "postal_code", {"form": ("text:255", "text:254")}),
    ("XML-RPC", "industry", {"empty": ("clears", "refused")}),
    ("m2mportal", "website", {"form": ("plain:100", "plain:99")}),
    ("m2mportal", "notes", {"record": ("notes", "description")}),
], without=("native",))

GOOD = """# A conversation that goes as written.
given customer 101 { bank_name "One" }
>> GET /api/json/customers/update/?auth_username=user;auth_password=password;id=101;bank_name=Two
<< 200 application/json
Cache-Control: no-store

{"responses":[{"code":"204","key":"","message":"{{word}}"}]}
then customer 101 { bank_name "Two" }
and history { bank_name: "One" -> "Two", by enswitch }
"""

# What stands in GOOD, and what is planted instead.
CASES = [("<< 200", "<< 201"), ("application/json", "text/json"), ("no-store", "no-cache"),
         ('"204"', '"201"'),
         ('"key":"",', ""), ('{ bank_name "Two" }', '{ bank_name "One" }'),
         ('{ bank_name "Two" }', "{ bank_name nothing }"),
         ('"One" ->', '"Zero" ->'), ("by enswitch", "by flolive"),
         ("and history { bank_name", "and history { bank_code"),
         ("and history", "and version stays\nand history"), ('-> "Two"', "-> nothing")]


class Quiet(Report):
    """Counts without printing."""

    def case(self, name, good, sent="", expected="", got=""):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)


def player(door, server, report):
    """The Matrix for a name of PLANTED."""
    if door in ("everlytic", "XML-RPC"):
        client = Everlytic(server) if door == "everlytic" else EverlyticRpc(server)
        found = matrix_everlytic.EverlyticMatrix(report, server, client, f"planted {door}")
        found.bad_code = "400 10400" if door == "everlytic" else "10400"
        found.dialect = matrix_everlytic.TYPED
        return found
    kind, client = {"enswitch": (matrix_enswitch.EnswitchMatrix, Enswitch),
                    "flolive": (matrix_flolive.FloliveMatrix, Flolive),
                    "m2mportal": (matrix_m2mportal.M2mportalMatrix, M2mportal)}[door]
    return kind(report, server, client(server))


def planted_rows(report, server):
    """Each faulty row fails at least one of its cells."""
    for number, (door, field, edits) in enumerate(PLANTED):
        quiet = Quiet()
        played = player(door, server, quiet)
        # Each faulty row gets its own customer, because names must differ.
        make, own, played.prefix = played.fresh, f"{field} {number}", f"planted {number}"
        played.fresh = lambda row, make=make, own=own: make({**row, "field": own})
        table = "everlytic" if door == "XML-RPC" else door
        row = next(dict(each) for each in matrix.rows(f"{table}.table") if field in each.values())
        row["field"] = row[next(iter(row))]
        for column, (stands, plant) in edits.items():
            if stands not in row[column]:
                raise ValueError(f"{field} has no {stands} in its {column}")
            row[column] = row[column].replace(stands, plant, 1)
        quiet.guard(field, played.row, row)
        report.case(f"planted in {door} {field}: {edits}", quiet.failed > 0 and quiet.passed > 0,
                    expected="some cells fail and some pass",
                    got=f"{quiet.passed} passed, {quiet.failed} failed")


def planted_cases(report, server):
    """The good conversation passes, and each faulty one fails."""
    report.equal("the good conversation", None, golden.Player(server).play(GOOD))
    for stands, plant in CASES:
        if stands not in GOOD:
            raise ValueError(f"{stands} stands nowhere")
        wrong = golden.Player(server).play(GOOD.replace(stands, plant, 1))
        report.case(f"planted: {plant!r} for {stands!r}", wrong is not None, expected="a failure",
                    got="none")


if __name__ == "__main__":
    harness.main([planted_rows, planted_cases])
