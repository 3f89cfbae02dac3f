#!/usr/bin/env python3
"""Erasing a person: afterwards no file of the store, and no dump of it, holds a personal value."""
import json
import subprocess

from harness import PATCHBAY, Native, Report, Server, until, uuid_of

# Written so that neither folding nor another spelling makes them a different text.
NAME = "zacharias quixote"
OLD_NAME = "balthasar former"
MAIL = "quixote.z@erased.example"
NOTES = "met under the old bridge"
STREET = "seventeen windmill lane"
PHONE = "+4917055512345"
VALUES = [NAME, OLD_NAME, MAIL, NOTES, STREET, PHONE, "quixote", "windmill", "zacharias"]
REASON = {"Patchbay-Reason": "asked to be forgotten"}


def fill(api):
    """A customer with personal values, former ones, and replies kept for keys."""
    made = api.make(OLD_NAME, parent=2, plan=2, notes="before that", vat="20")
    customer = made["id"]
    address, contact = uuid_of(7001), uuid_of(7002)
    api.patch(customer, {"name": NAME, "technical_contact": MAIL, "card_number": "4111111111111111",
                         "addresses": {address: {"type": "main", "street": STREET}},
                         "contacts": {contact: {"first_name": "Zacharias", "mobile": PHONE}}})
    key = {"Idempotency-Key": "erasing"}
    reply = api.call("PATCH", f"/customers/{customer}", {"notes": NOTES},
                     "application/merge-patch+json", key)
    assert reply.status == 200, reply
    api.patch(customer, {"notes": "gone again " + NOTES})
    api.call("GET", f"/customers?q={MAIL}")
    return customer


def files_of(server):
    """The bytes of every file that the server writes, by name."""
    return {file.name: file.read_bytes() for file in sorted(server.folder.rglob("*"))
            if file.is_file() and file.name not in ("sealing.key", "log")}


def found_in(name_and_bytes):
    """Which values stand where. Terms of searches may be reversed or escaped."""
    out = []
    for name, data in name_and_bytes.items():
        low = data.lower()
        for value in VALUES:
            if any(spelling.encode() in low for spelling in
                   (value, value.replace("@", "%40"), value[::-1], value.replace("+", ""))):
                out.append(f"{value!r} in {name}")
    return out


def dump(place):
    """What pg_dump writes of the database of a server."""
    address = "postgresql:" + place.removeprefix("postgresql:")
    return subprocess.run(["pg_dump", "--inserts", address], check=True, capture_output=True).stdout


def erased(report, api, customer):
    """The reply to erasing, and what the record and history show then."""
    rehearsed = api.call("POST", f"/customers/{customer}/erase?dry_run=true", headers=REASON).json()
    report.case("a rehearsal says what would go", rehearsed.get("rehearsed") is True
                and "notes" in rehearsed["fields"] and rehearsed["values"] > 5
                and rehearsed["replies"] == 1 and rehearsed["requests"] >= 3, got=rehearsed)
    report.case("and writes nothing", api.get(customer)["name"] == NAME)
    reply = api.call("POST", f"/customers/{customer}/erase", headers=REASON)
    report.equal("erasing", 200, reply.status)
    told = reply.json()
    report.equal("as many values as were rehearsed", rehearsed["values"], told.get("values"))
    record = api.get(customer)
    report.case("the record", record["name"] == "erased" and record["vat"] == "20"
                and not record.get("contacts") and not record.get("addresses")
                and "notes" not in record and "card_number" not in record, got=record)
    history = api.call("GET", f"/customers/{customer}/history").json()["items"]
    report.case("history names who, when and what",
                history[0]["action"] == "erase" and history[0]["reason"] == REASON["Patchbay-Reason"]
                and len(history) == 5, got=history[0])
    shown = json.dumps(history) + json.dumps(record)
    report.case("and no value", not any(value in shown.lower() for value in VALUES))


def refused(report, server, api, customer):
    """What cannot be had any more. These requests hold values themselves."""
    newest = api.get(customer)["version"]
    undone = api.call("POST", f"/customers/{customer}/undo", {"version": newest})
    report.equal("undo says so", 409, undone.status)
    for query in ("q=quixote", f"email={MAIL}", "telephone=55512345", "name_prefix=balthasar&former=true"):
        items = api.call("GET", f"/customers?{query}").json()["items"]
        report.case(f"searched by {query.split('=')[0]}", not items, got=items)
    again = api.call("PATCH", f"/customers/{customer}", {"notes": NOTES},
                     "application/merge-patch+json", {"Idempotency-Key": "erasing"})
    report.case("a kept reply is refused and not sent", again.status in (409, 422)
                and NOTES not in again.text, got=again)
    report.case("the server lives", server.alive())


def held(report, api, customer):
    """Everything that is held, as JSON and as a page."""
    owned = api.call("POST", "/references/person", {"owner": customer, "name": "Owned Person"}, "application/json")
    api.call("POST", "/references/person", {"owner": 1, "name": "Of another"}, "application/json")
    reply = api.call("GET", f"/customers/{customer}/export?limit=2")
    told = reply.json()
    report.equal("persons that it owns", ["Owned Person"], [each["name"] for each in told.get("persons", [owned.text])])
    report.case("what is held", reply.status == 200 and told["customer"]["name"] == NAME
                and len(told["history"]) == 2 and told["requests"] and "next" in told, got=reply)
    report.case("secrets are masked", "4111111111111111" not in reply.text)
    page = api.call("GET", f"/customers/{customer}/export?form=html")
    report.case("as a page", page.status == 200 and page.media == "text/html"
                and NAME in page.text and "<h2>history</h2>" in page.text, got=page.text[:300])
    page = api.call("GET", f"/customers/{customer}/export?form=html&limit=2")
    report.case("its next page has as many entries", "&amp;limit=2\"" in page.text,
                got=page.text[-300:])


def verify(report, server, place):
    """The chain holds after erasing."""
    command = [str(PATCHBAY), "verify", "--data", place]
    if place.startswith("postgresql:"):
        command += ["--key-file", str(server.folder / "sealing.key")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report.case("verify passes", done.returncode == 0, got=done.stdout + done.stderr)


def on_disk(report):
    """SQLite: the database, its log and the traffic, while the server runs and afterwards."""
    with Server() as server:
        api = Native(server)
        customer = fill(api)
        report.case("the test sees what is there", len(found_in(files_of(server))) > 5)
        held(report, api, customer)
        erased(report, api, customer)
        found = until(lambda: found_in(files_of(server)), lambda left: not left, seconds=20)
        report.equal("no file holds a value while it runs", [], found)
        refused(report, server, api, customer)
        server.stop()
        files = files_of(server)
        files.pop("traffic.db", None)
        report.equal("no file holds a value afterwards", [], found_in(files))
        verify(report, server, server.place)


def in_postgresql(report):
    """PostgreSQL: a dump."""
    with Server(place="postgresql:") as server:
        api = Native(server)
        customer = fill(api)
        report.case("the dump holds what is there", len(found_in({"dump": dump(server.place)})) > 3)
        erased(report, api, customer)
        report.equal("no value in a dump", [], found_in({"dump": dump(server.place)}))
        server.stop()
        verify(report, server, server.place)


if __name__ == "__main__":
    REPORT = Report()
    for test in (on_disk, in_postgresql):
        REPORT.guard(test.__name__, test, REPORT)
    REPORT.end()
