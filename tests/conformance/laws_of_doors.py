#!/usr/bin/env python3
"""Laws for any mixture of doors and fields: what was written is read back, a field that is not sent
keeps its value, and a door accepts what it shows. Random but repeatable: the seed is printed and
can be given."""

import random
import sys

import near  # noqa: F401
import decisions_general
import forms
import harness
import matrix
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import EverlyticRpc
from matrix_enswitch import EnswitchMatrix
from matrix_everlytic import TYPED, EverlyticMatrix
from matrix_flolive import FloliveMatrix
from proof import Proof

STEPS = 80
# Fields that change other fields too, or that are accepted only together with another field.
LEFT_OUT = {"deleted", "status", "unique_id", "creditcard_verification", "events_url", "plan",
            "affiliate_customer",
            "address.type", "contact.landlinePhoneNumber", "contact.mobilePhoneNumber", "name",
            "email"}


def merged(one, two):
    """Two bodies as one; the first entry of a list is one object."""
    for key, value in two.items():
        if isinstance(value, dict) and isinstance(one.get(key), dict):
            merged(one[key], value)
        elif key == "address" and key in one:
            merged(one[key][0], value[0])
        else:
            one[key] = value
    return one


def doors(report, server):
    """(matrix, rows) of each door that reads back what it accepts."""
    rest = EverlyticMatrix(report, server, Everlytic(server), "everlytic")
    rpc = EverlyticMatrix(report, server, EverlyticRpc(server), "XML-RPC")
    rest.dialect = rpc.dialect = TYPED
    found = []
    for played, table in ((EnswitchMatrix(report, server, Enswitch(server)), "enswitch"),
                          (rest, "everlytic"), (rpc, "everlytic"),
                          (FloliveMatrix(report, server, Flolive(server)), "flolive")):
        rows = [{**row, "field": row[next(iter(row))]} for row in matrix.rows(f"{table}.table")]
        found.append((played, [row for row in rows if row["field"] not in LEFT_OUT
                               and row["form"] not in ("shown", "primary", "unavailable")]))
    return found


def value(row, dialect):
    """A random cell of a row that is accepted: one of its two values, an empty one, or one of its
    form."""
    cells = [forms.Cell("good", *pair(row["good"], row, dialect)),
             forms.Cell("other", *pair(row["other"], row, dialect))]
    if row["empty"] == "clears":
        cells.append(forms.Cell("empty", random.choice(dialect.empties), forms.CLEARS))
    if row["form"].partition(":")[0] in ("text", "whole", "decimal", "choice"):
        cells += [cell for cell in forms.cells(row["form"], dialect) if cell.want == forms.IS]
    return random.choice(cells)


def pair(text, row, dialect):
    """(sent, IS, value) of a table's value."""
    sent, held = forms.value_of(text, row["form"], dialect)
    return sent, forms.IS, held


def mixture(report, server):
    """Many steps through random doors on one customer."""
    proof = Proof(report, server)
    made = proof.make("mixture", telephone="+44 20 1111 1111", address1="1 High Street")
    played = doors(report, server)
    first = played[-1][0]
    first.door.update(made,
                      {"contact": {"id": next(iter(made["contacts"])),
                                   "mobilePhoneNumber": "+447700900999"}})
    for step in range(STEPS):
        one_mark(report, step, proof, made)
        if step % 10 == 9:
            first.door.update(made, {"address": [{"type": random.choice(("PRIVATE", "MAILING")),
                                                  "street": "More", "isPrimary": True}]})
            text = random.choice(("Head House, Webberley", "1 High Street", ""))
            answer = proof.m2mportal.update(made,
                                            {"head-office": text,
                                             "delivery-address": random.choice(("Dock 4", ""))})
            report.case(f"step {step}: m2mportal", answer.accepted, got=answer)
            if not proof.native.get(made["id"]).get("addresses"):
                proof.accepted(f"step {step}: an address again",
                               proof.enswitch.update(made, {"address1": "1 High Street"}))
            decisions_general.back_and_forth(proof, made, f"step {step}")
            continue
        one_step(report, step, *random.choice(played), proof.native.get(made["id"]))


def one_mark(report, step, proof, made):
    """Exactly one address and one contact is primary as soon as there is one (decision F5)."""
    record = proof.native.get(made["id"])
    for home in ("addresses", "contacts"):
        marks = [bool(part.get("primary")) for part in (record.get(home) or {}).values()]
        report.case(f"step {step}: one of the {home} is primary", sum(marks) == min(1, len(marks)),
                    expected="one mark", got=record.get(home))


def one_step(report, step, door, rows, record):
    """One update of one to five fields through one door."""
    if not record.get("addresses"):
        rows = [row for row in rows if not row["field"].startswith("address.")]
    chosen = {row["field"]: (row, value(row, door.dialect))
              for row in random.sample(rows, random.randint(1, 5))}
    fields = {}
    for row, cell in chosen.values():
        merged(fields, door.wrap(row, cell.sent, record))
    before = {row["field"]: door.look(row, record) for row in rows}
    answer = door.door.update(record, fields)
    name = f"step {step} {door.prefix} {sorted(chosen)}"
    after_record = door.native.get(record["id"])
    if not answer.accepted or answer.trouble:
        report.case(name, False, fields, "accepted", answer)
        return
    wrong = {}
    for row in rows:
        field = row["field"]
        if row["field"].startswith("address.") and not after_record.get("addresses"):
            continue
        got = door.look(row, after_record)
        if field not in chosen:
            if got != before[field]:
                wrong[field] = ("was", before[field], "is", got)
        elif chosen[field][1].want == forms.CLEARS:
            if got not in door.nothing(row):
                wrong[field] = ("cleared, is", got)
        elif not matrix.alike(door.shown(row, chosen[field][1]), got):
            wrong[field] = ("sent", chosen[field][1].sent, "is", got)
    report.case(name, not wrong, fields, "all sent is seen, all else is kept", wrong)


if __name__ == "__main__":
    SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    print(f"seed {SEED}")
    random.seed(SEED)
    harness.main([mixture])
