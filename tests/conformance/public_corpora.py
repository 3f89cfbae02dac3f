#!/usr/bin/env python3
"""Public collections of invalid and unusual input, tested if they are installed: blns,
JSONTestSuite, XML bombs, XML-RPC."""

import csv
import json
import re
import xml.etree.ElementTree as tree

import near  # noqa: F401
import harness
from door_list import each_door
from bad_input import CALL, EDIT, Bad
from harness import CORPORA, raw, view
from proof import Proof

# What HTML's e-mail field accepts, as its standard defines it.
LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
HTML = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{LABEL}(?:\.{LABEL})*", re.ASCII)


def folder(report, name):
    """The folder of a collection, or None if it is missing, which is one skipped test."""
    if (CORPORA / name).is_dir():
        return CORPORA / name
    report.skip(f"the collection {name}", "../shared/corpora is missing")
    return None


def naughty_strings(report, server):
    """blns: each string is stored and read back unchanged through every door, or refused; never a
    5xx."""
    place = folder(report, "blns")
    if not place:
        return
    proof = Proof(report, server)
    proof.m2mportal.add("blns")
    customer = proof.native.get(proof.enswitch.data("customers/get", {"name": "blns"})["id"])
    doors = each_door((("m2mportal", proof.m2mportal, "notes", "notes"),
                       ("flolive", proof.flolive, "vatRegistrationNumber", "tax_number"),
                       ("everlytic", proof.everlytic, "state_provinces", "main.state"),
                       ("XML-RPC", proof.rpc, "postal_code", "main.postal_code"),
                       ("enswitch", proof.enswitch, "description", "description")), without=("native",))
    strings = json.loads((place / "blns.json").read_text())
    before = view(proof.native.get(customer["id"]))
    for number, text in enumerate(strings):
        control = any(ord(letter) < 32 and letter not in "\t\r\n" or letter in "\ufffe\uffff"
                      for letter in text)
        told = {}
        for name, door, field, key in doors:
            if control and name in ("m2mportal", "XML-RPC"):
                continue  # XML cannot hold it
            told[name] = door.update(customer, {field: text}), key
        after = view(proof.native.get(customer["id"]))
        for name, (answer, key) in told.items():
            due = text
            if name in ("m2mportal", "XML-RPC"):
                due = text.replace("\r\n", "\n").replace("\r", "\n")  # XML's ends of lines
            if name == "m2mportal":
                due = due.strip(" \t\n")
            good = after.get(key) == (due or None if answer.accepted
                                      else before.get(key)) and not answer.trouble
            refusable = len(text) > 255 or control or "\x7f" <= max(text, default=" ") <= "\x9f"
            report.case(f"blns {number} through {name}", good and (answer.accepted or refusable),
                        text,
                        due, f"{after.get(key)!r} {answer!r}")
        before = after


def json_test_suite(report, server):
    """JSONTestSuite: n_ is refused; y_ and i_ never break anything."""
    place = folder(report, "JSONTestSuite")
    if not place:
        return
    bad = Bad(report, server)
    for path in sorted((place / "test_parsing").glob("*.json")):
        text = path.read_bytes()
        for door in ("flolive", "everlytic", "native"):
            if path.name.startswith("n_"):
                bad.refused(path.name, door, text)
                continue
            before = bad.mark
            reply = bad.reply(door, text)
            bad.mark = bad.native.mark(101)
            answer = bad.answer(door, reply)
            # The only y_ files that a door may accept are objects without members.
            report.case(f"{door}: {path.name}",
                        reply.status < 500 and bad.mark == before
                        and (reply.status < 300 or not answer.trouble),
                        text[:100], "an answer, nothing changed", reply)


def xml_bombs(report, server):
    """XML bombs: refused at both XML doors within a short time."""
    place = folder(report, "xml-bombs")
    if not place:
        return
    bad = Bad(report, server)
    for path in sorted(place.glob("*.xml")):
        if b"<!DOCTYPE" not in path.read_bytes():
            continue
        for door in ("m2mportal", "XML-RPC"):
            bad.refused(path.name, door, path.read_bytes())


def xml_rpc_fixtures(report, server):
    """node-xmlrpc's fixtures: calls get a well-formed reply, malformed ones a fault."""
    place = folder(report, "xmlrpc-node")
    if not place:
        return
    bad = Bad(report, server)
    for path in sorted(place.glob("*_food/*.xml")):
        if path.name.endswith("_call.xml") or path.parent.name == "bad_food":
            reply = bad.reply("XML-RPC", path.read_bytes())
            answer = bad.answer("XML-RPC", reply)
            report.case(f"XML-RPC {path.name}", not answer.trouble and not answer.accepted,
                        path.read_bytes()[:150], "a fault", answer)
            if path.name == "broken_xml.xml":
                report.equal(f"XML-RPC {path.name}: the parse code", "-32700", answer.code)
    report.equal("XML-RPC fixtures: nothing changed", bad.mark, bad.native.mark(101))


def utf8(report, server):
    """utf8tests: bytes that are not UTF-8 are refused at every door."""
    place = folder(report, "utf8tests")
    if not place:
        return
    bad = Bad(report, server)
    for line in (place / "utf8tests.txt").read_text().splitlines():
        parts = line.split(":")
        if line.startswith("#") or len(parts) < 3 or parts[1] != "invalid hex":
            continue
        bytes_ = bytes.fromhex(parts[2])
        escaped = b"".join(b"%%%02x" % byte for byte in bytes_)
        for door, before, after in (("flolive", b'{"vatRegistrationNumber":"', b'"}'),
                                    ("everlytic", b'{"postal_code":"', b'"}'),
                                    ("m2mportal",
                                     *EDIT.format("<notes>|</notes>").encode().split(b"|")),
                                    ("XML-RPC",
                                     *CALL.format("postal_code", "|").encode().split(b"|")),
                                    ("enswitch",
                                     b"auth_username=username&auth_password=password&id=101&"
                                     b"description=", b"")):
            bad.refused(f"utf8 {parts[0]}", door,
                        before + (escaped if door == "enswitch" else bytes_) + after)


def emails(report, server):
    """isemail's addresses, each judged by the rules of HTML's e-mail field, which decision F7
    names."""
    place = folder(report, "email-isemail")
    if not place:
        return
    proof = Proof(report, server)
    customer = proof.make("isemail")
    for test in tree.parse(place / "tests.xml").getroot().findall("test"):
        address = test.findtext("address") or ""
        if not address or any(ord(letter) < 32 for letter in address):
            continue
        good = bool(HTML.fullmatch(address)) and len(address.encode()) <= 254
        answer = proof.everlytic.update(customer, {"email": address})
        report.case(f"isemail {test.get('id')}", answer.accepted == good and not answer.trouble,
                    address,
                    "accepted" if good else "refused", answer)


def phone_numbers(report, server):
    """libphonenumber's example numbers: accepted and returned unchanged; malformed ones are
    refused."""
    place = folder(report, "phone-e164")
    if not place:
        return
    proof = Proof(report, server)
    customer = proof.make("phones", telephone="+44 20 1")
    contact = proof.contact(customer)
    with open(place / "e164-examples.tsv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t")
                if row["type"] in ("mobile", "fixedLine")]
    for row in rows[::4]:
        member = "mobilePhoneNumber" if row["type"] == "mobile" else "landlinePhoneNumber"
        digits = len(row["e164"]) - 1
        answer = proof.flolive.update(customer, {"contact": {"id": contact, member: row["e164"]}})
        good = digits >= 7 or member == "landlinePhoneNumber"
        report.case(f"phone {row['e164']} {row['type']}",
                    answer.accepted == good and not answer.trouble, row["e164"],
                    "accepted" if good else "too short", answer)
        if answer.accepted:
            report.equal(f"phone {row['e164']} reads back", row["e164"],
                         proof.flolive.show(customer)["contact"][member])


def cards(report, server):
    """Public test numbers of cards: accepted and masked; wrong ones refused; none of them in the
    log."""
    place = folder(report, "own-cards")
    if not place:
        return
    proof = Proof(report, server)
    customer = proof.make("cards")
    cases = json.loads((place / "cases.json").read_text())
    for card in cases["valid"]:
        answer = proof.enswitch.update(customer, {"creditcard_number": card["pan"]})
        if 12 <= len(card["pan"]) <= 19:
            report.case(f"card …{card['last4']}", answer.accepted and
                        proof.enswitch.show(customer)["creditcard_number"]
                        == f"****{card['last4']}", card["pan"], "masked", answer)
        report.case(f"card …{card['last4']} is not in the log", card["pan"] not in server.log(),
                    got="there")


def iso_codes(report, server):
    """Every ISO country and currency code is accepted; similar codes are not."""
    place = folder(report, "iso-codes")
    if not place:
        return
    proof = Proof(report, server)
    customer = proof.make("iso codes")
    known = {row["alpha_2"]
             for row in json.loads((place / "iso_3166-1.json").read_text())["3166-1"]}
    known.add("XK")  # Kosovo, which has no ISO code and is generally written so
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for code in (one + two for one in letters for two in letters):
        answer = proof.everlytic.update(customer, {"country": code})
        report.case(f"country {code}", answer.accepted == (code in known) and not answer.trouble,
                    code,
                    "accepted" if code in known else "refused", answer)
    known = [row["alpha_3"] for row in json.loads((place / "iso_4217.json").read_text())["4217"]]
    for code in known:
        answer = proof.enswitch.act("customers/update",
                                    {"id": customer["id"], "currency": code, "validation": 1})
        report.case(f"currency {code}", answer.code == "201", code, "201", answer)
    for code in ("XQZ", "EUX", "GBX", "XYZ", "ABC"):
        answer = proof.enswitch.act("customers/update",
                                    {"id": customer["id"], "currency": code, "validation": 1})
        report.case(f"currency {code}", answer.code == "400", code, "400", answer)


def dangerous_values(report, server):
    """Values with a special meaning for spreadsheets and browsers are returned byte for byte, or
    are refused."""
    place = folder(report, "own-formulas")
    if not place:
        return
    proof = Proof(report, server)
    customer = proof.make("formulas", telephone="+44 20 1111 1111")
    for number, text in enumerate(json.loads((place / "values.json").read_text())["values"]):
        for name, door, field in (("enswitch", proof.enswitch, "description"),
                                  ("flolive", proof.flolive, "vatRegistrationNumber"),
                                  ("everlytic", proof.everlytic, "postal_code")):
            answer = door.update(customer, {field: text})
            good = door.show(customer)[field] == text if answer.accepted else "\x00" in text
            report.case(f"value {number} through {name}", good and not answer.trouble, text, text,
                        answer)


def raw_requests(report, server):
    """gunicorn's raw requests: invalid ones are refused or the connection closes, and none breaks
    the server."""
    place = folder(report, "gunicorn-http")
    if not place:
        return
    bad = Bad(report, server)
    for path in sorted(place.glob("*valid/*.http")):
        text = path.read_bytes().replace(b"\n", b"")
        for escape, byte in ((b"\\r", b"\r"), (b"\\n", b"\n"), (b"\\t", b"\t"), (b"\\0", b"\x00")):
            text = text.replace(escape, byte)
        reply = raw(server.port, text)
        report.case(f"http {path.parent.name}/{path.name}",
                    not reply or reply.startswith(b"HTTP/1.") and reply[9:10] != b"5"
                    or reply[9:12] in (b"501", b"505"), text[:120], "no 500", reply[:120])
    report.equal("raw requests: nothing changed", bad.mark, bad.native.mark(101))


if __name__ == "__main__":
    harness.main([naughty_strings, json_test_suite, xml_bombs, xml_rpc_fixtures, utf8, emails,
                  phone_numbers, cards, iso_codes,
                  dangerous_values, raw_requests])
