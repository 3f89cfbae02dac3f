"""Customers of TMF629 and the other doors: what survives their edits, and what a random load of them leaves."""

import json
import pathlib
import random
import sys

import near  # noqa: F401
import harness
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import M2mportal
from door_list import each_door
from harness import Native

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "tmf629"))

import members  # noqa: E402

SEED = 629


def surviving(report, here, there):
    """What another door cannot hold survives that door's edits, and what it changed is shown."""
    email = members.medium(here.release, "Work mail", "EmailContactMedium", True, emailAddress="first@example.org")
    social = members.medium(here.release, "chat", "SocialContactMedium", socialNetworkId="@kept")
    box = members.characteristic(here.release, "box", {"deep": [1]}, "ObjectCharacteristic")
    made = here.make(statusReason="kept", status="Approved", contactMedium=[email, social], characteristic=[
        box, members.characteristic(here.release, "colour", "red", "StringCharacteristic")])
    number = int(made["id"])
    uuid = Native(here.http).get(number)["uuid"]
    edits = each_door({
        "native": lambda: Native(here.http).patch(number, {"notes": "by native"}),
        "enswitch": lambda: Enswitch(here.http).update({"id": number}, {"tax_number": "by enswitch"}),
        "everlytic": lambda: Everlytic(here.http).update({"id": number}, {"email": "second@example.org"}),
        "flolive": lambda: Flolive(here.http).patch(uuid, {"customFields": [{"keyName": "size", "keyValue": "L"}]}),
        "m2mportal": lambda: M2mportal(here.http).update({"name": made["name"]}, {"website": "www.kept.example"}),
    })
    for name, edit in edits.items():
        done = edit()
        report.case(f"{here.release}: {name} changes it", getattr(done, "accepted", True), got=done)
    shown = here.get(number)
    report.equal(f"{here.release}: what is kept", ("kept", "Approved"), (shown["statusReason"], shown["status"]))
    held = shown["contactMedium"]
    report.case(f"{here.release}: the other medium stays", social in held and email not in held, got=held)
    report.case(f"{here.release}: the new address is shown", "second@example.org" in json.dumps(held), got=held)
    # A text is a custom field, which flolive replaces; v3 has nothing but texts.
    pairs = {each["name"]: each["value"] for each in shown["characteristic"]}
    report.equal(f"{here.release}: characteristics", (None if here.release == "v3" else {"deep": [1]}, "L", "by native", None),
                 tuple(pairs.get(key) for key in ("box", "size", "notes", "colour")))
    report.equal(f"{here.release}: fields of other doors", ("by enswitch", "www.kept.example"),
                 (pairs.get("tax_number"), pairs.get("website")))
    there.get(number)
    Native(here.http).patch(number, {"status": "off"})
    report.equal(f"{here.release}: a status of another door", "off", here.get(number)["status"])


def removed(report, here, there):
    """What this door takes away is gone: here, in the other release, and at the native door with what is kept."""
    gone = ("gone@example.org", "+44 1782 000 111", "gone colour", "gone reason", "gone-account", "gone member")
    made = here.make(statusReason="gone reason", goneMember="gone member", account=[
        members.reference(here.release, "AccountRef", id="gone-account", name="gone-account", href="x")], contactMedium=[
            members.medium(here.release, "mail", "EmailContactMedium", emailAddress="gone@example.org"),
            members.medium(here.release, "phone", "PhoneContactMedium", phoneNumber="+44 1782 000 111"),
            members.medium(here.release, "mail", "EmailContactMedium", emailAddress="stays@example.org")],
                     characteristic=[members.characteristic(here.release, "colour", "gone colour", "StringCharacteristic"),
                                     members.characteristic(here.release, "size", "L", "StringCharacteristic")])
    number = int(made["id"])
    native = Native(here.http)
    whole = json.dumps(native.get(number))
    report.case(f"{here.release}: all is there first", all(each in whole for each in gone), got=whole)
    changed = here.call("PATCH", f"/{number}", {
        "statusReason": None, "goneMember": None, "account": None,
        "contactMedium": [each for each in made["contactMedium"] if "stays@example.org" in json.dumps(each)],
        "characteristic": [each for each in made["characteristic"] if each["name"] == "size"]})
    report.case(f"{here.release}: it is taken away", changed.status in (200, 201), got=changed)
    for name, shown in (("here", here.get(number)), ("in the other release", there.get(number)),
                        ("at the native door", native.get(number))):
        text = json.dumps(shown)
        report.equal(f"{here.release}: gone {name}", [], [each for each in gone if each in text])
        report.case(f"{here.release}: the rest stays {name}", "stays@example.org" in text and '"L"' in text, got=text)


def load(report, here, there):
    """A random load through the other doors: every customer reads as described in both releases."""
    chance = random.Random(SEED)
    native, enswitch, everlytic, flolive = (door(here.http) for door in (Native, Enswitch, Everlytic, Flolive))
    numbers = [native.make(f"Load {here.release} {each}")["id"] for each in range(8)]
    for step in range(60):
        number = chance.choice(numbers)
        text = f"{chance.choice(['x', 'Ü', '<&>', '東京'])} {step}"
        chance.choice([
            lambda: native.patch(number, {chance.choice(["notes", "description", "tax_number", "account"]): text}),
            lambda: native.patch(number, {"status": chance.choice(["active", "suspended", "off"]),
                                          "type": chance.choice(["private", "business", None]),
                                          "payment_type": chance.choice(["creditcard", "none", None])}),
            lambda: native.patch(number, {"addresses": {harness.uuid_of(7000 + step % 5): {
                "type": chance.choice(["main", "delivery", "billing"]), "city": text}}}),
            lambda: native.patch(number, {"contacts": {harness.uuid_of(8000 + step % 5): {
                "first_name": text, "email": f"a{step}@example.org", "mobile": f"+2782555{step:04d}"}}}),
            lambda: native.patch(number, {"fax": f"+27 11 {step}", "custom_fields": [{"key": "k", "value": text}],
                                          "campaigns": [step], "balance": f"{step}.50"}),
            lambda: enswitch.update({"id": number}, {"address1": text, "fax": f"{step}"}),
            lambda: everlytic.update({"id": number}, {"email": f"e{step}@example.org"}),
            lambda: flolive.patch(native.get(number)["uuid"], {"notes": text}),
            lambda: here.call("PATCH", f"/{number}", {"contactMedium": [
                members.medium(here.release, "email", "EmailContactMedium", emailAddress=f"t{step}@example.org")]}),
        ])()
        if step % 6 == 5:
            here.get(number)
            there.get(number)
    for client in (here, there):
        reply = client.call("GET", "?limit=1000")
        report.case(f"{client.release}: all read as described", reply.status == 200, got=reply.status)
