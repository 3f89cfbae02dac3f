#!/usr/bin/env python3
"""docs/how-to/move.md from end to end, against stand-ins of vendors: take over, reconcile, shadow, cut over,
change, and roll back, with nothing lost either way."""

import csv
import io
import json
import subprocess
import tempfile

from harness import Http, Native, PATCHBAY, Report, Server, basic
from shadow_near import Shadow
from systems_command import Place
from vendors import SECRET, USER

JSON = {"Content-Type": "application/json"}
IDS = [f"20000000-0000-4000-8000-00000000000{number}" for number in range(1, 4)]


class FloliveClient:
    """A program that keeps UUIDs."""

    def __init__(self, port):
        self.http = Http(port)
        reply = self.http.send("POST", "/api/v2/auth/token", json.dumps({"username": USER, "password": SECRET}), JSON)
        self.headers = {"Authorization": "Bearer " + reply.json()["content"][0]["token"]}

    def name(self, customer):
        """Reads the name."""
        return self.http.send("GET", f"/api/v2/customer/{customer}", None, self.headers).json()["content"][0]["name"]

    def rename(self, customer, name):
        """Changes the name: the status of the reply."""
        return self.http.send("PATCH", f"/api/v2/customer/{customer}", json.dumps({"name": name}),
                              {**self.headers, **JSON}).status


class EverlyticClient:
    """A program that keeps numbers."""

    def __init__(self, port):
        self.http = Http(port)
        self.headers = {"Authorization": basic(USER, SECRET)}

    def name(self, customer):
        """Reads the name."""
        return self.http.send("GET", f"/api/2.0/customers/{customer}", None, self.headers).json()["item"]["name"]

    def rename(self, customer, name):
        """Changes the name: the status of the reply."""
        return self.http.send("PUT", f"/api/2.0/customers/{customer}", json.dumps({"name": name}),
                              {**self.headers, **JSON}).status


def flolive_customers():
    """What the vendor has, by id."""
    return {each: {"customerId": each, "name": f"Customer {number}", "status": "ACTIVE", "currency": "EUR",
                   "vatRegistrationNumber": None, "address": [],
                   "contact": {"id": each[:-1] + "9", "emailAddress": f"c{number}@a.example", "isPrimary": True,
                               "landlinePhoneNumber": f"+44 20 {number}"}}
            for number, each in enumerate(IDS, 1)}


def everlytic_customers(vendor):
    """The same for everlytic."""
    return {str(4710 + number): {name: "" for name in vendor.FIELDS} | {
        "id": 4710 + number, "name": f"Customer {number}", "email": f"c{number}@a.example",
        "telephone": f"+44 20 {number}", "status": "on"} for number in range(1, 4)}


def exported(place):
    """Writes the vendor's export, and gives the options of the import that reads it."""
    out = io.StringIO()
    rows = csv.writer(out)
    if place.dialect == "flolive":
        rows.writerow(["uuid", "name", "contacts/primary/email", "contacts/primary/telephone"])
        for each in place.vendor.customers.values():
            rows.writerow([each["customerId"], each["name"], each["contact"]["emailAddress"],
                           each["contact"]["landlinePhoneNumber"]])
        more = ()
    else:
        rows.writerow(["id", "name", "email", "telephone"])
        for each in place.vendor.customers.values():
            rows.writerow([each["id"], each["name"], each["email"], each["telephone"]])
        more = ("--names", "everlytic", "--map", "id=external_id", "--key", "external_id")
    (place.folder / "vendor.csv").write_text(out.getvalue())
    return ("import", "vendor.csv", "--data", place.data, *more)


def take_over(report, dialect, place):
    """A plan, the import, and a plan again, which is the comparison."""
    words = exported(place)
    code, out, errors = place.run(*words)
    report.case(f"{dialect}: the plan of a takeover", code == 1 and "3 new" in out, got=out + errors)
    code, out, errors = place.run(*words, "--apply")
    report.case(f"{dialect}: taken over", code == 0, got=out + errors)
    code, out, errors = place.run(*words, "--batch", "compare")
    report.case(f"{dialect}: the same then", code == 0 and "3 unchanged" in out, got=out + errors)


def reconcile(report, dialect, place, name):
    """What was changed at the vendor is listed by field, comes over, and then nothing differs."""
    words = exported(place)
    code, out, errors = place.run(*words)
    report.case(f"{dialect}: the change is listed", code == 1 and "1 changed" in out and name in out, got=out + errors)
    place.run(*words, "--apply")
    report.equal(f"{dialect}: reconciled", 0, place.run(*words)[0])


def keep_numbers(report, place, here):
    """The vendor as a system of the server, and its numbers as links, so that programs keep them."""
    native = Native(here, USER, SECRET)
    made = native.call("POST", "/systems", {"name": "Old", "dialect": place.dialect, "address": "https://old.example/",
                                            "username": USER, "secret": SECRET, "match": ["external_id"],
                                            "fields": {"name": "review"}})
    report.equal("a system for the old numbers", 201, made.status, made)
    rows = "".join(f"{each},{each}\n" for each in place.vendor.customers)
    reply = native.http.send("POST", "/v1/import?key=external_id&apply=true", "external_id,links/1\n" + rows,
                             {**native.headers, "Content-Type": "text/csv"}).json()
    report.equal("the old numbers are kept", (3, 0), (reply["changed"], reply["refused"]), reply)


def numbers_as_they_were(report, place):
    """The map as a file."""
    code, out, errors = place.run("export", "-", "--data", place.data, "--format", "jsonl", "--fields", "external_id,links/1")
    report.equal("the map is exported", (0, 3), (code, sum(each["external_id"] == each["links/1"] for each in map(
        json.loads, out.splitlines()))), errors)


def describe(place):
    """The vendor as an outside system, paired by e-mail."""
    place.describe()
    file = place.folder / "system.toml"
    text = file.read_text().replace('["external_id", "contacts/primary/email"]', '["contacts/primary/email"]')
    file.write_text("".join(line for line in text.splitlines(keepends=True)
                            if not line.startswith(('"external_id"', '"website"', '"tax_number"'))))


def move(report, dialect, client, place):
    """There, and back again."""
    old = list(place.vendor.customers)
    take_over(report, dialect, place)
    subprocess.run([PATCHBAY, "user", "add", USER, "--role", "system owner", "--data", place.data],
                   input=f"{SECRET}\n{SECRET}\n", text=True, check=True, capture_output=True)
    with Server(flags=(), place=str(place.data)) as here:
        with Shadow(here.url, place.vendor.url, dialect, user=USER, credential=SECRET) as shadow:
            program = client(shadow.port)
            report.equal(f"{dialect}: a program through the shadow", "Customer 1", program.name(old[0]))
            report.case(f"{dialect}: its change goes to the vendor", program.rename(old[1], "Renamed There") < 300)
            found = {(call, field) for call, field, cause in shadow.groups() if cause == "value"}
            report.case(f"{dialect}: no value differs", not found, got=[each for each in shadow.report["groups"] if each["cause"] == "value"])
        report.equal(f"{dialect}: the shadow wrote nothing here", ["Customer 1", "Customer 2", "Customer 3"],
                     sorted(each["name"] for each in place_names(place)))
        if dialect == "everlytic":
            keep_numbers(report, place, here)
            numbers_as_they_were(report, place)
    reconcile(report, dialect, place, "Renamed There")
    flags = ("--everlytic.ids_of", "1") if dialect == "everlytic" else ()
    with Server(flags=flags, place=str(place.data)) as here:
        program = client(here.port)
        report.equal(f"{dialect}: after the cut-over, with the ids of before", ["Customer 1", "Renamed There", "Customer 3"],
                     [program.name(each) for each in old])
        report.case(f"{dialect}: a change here", program.rename(old[2], "Renamed Here") < 300)
    describe(place)
    report.case(f"{dialect}: what differs is listed", (found := place.drift())[0] == 1 and "Renamed Here" in found[1],
                got=found)
    place.plan("--owner", "name=record")
    report.equal(f"{dialect}: rolled back", 0, (done := place.apply())[0])
    report.equal(f"{dialect}: both are the same", 0, (found := place.drift())[0] if done else None)
    back = client(int(place.vendor.url.rstrip("/").rsplit(":", 1)[1]))
    report.equal(f"{dialect}: the program at the vendor again", ["Customer 1", "Renamed There", "Renamed Here"],
                 [back.name(each) for each in old])
    print(found[1])


def place_names(place):
    """Names in the store, beside the server."""
    code, out, errors = place.run("export", "-", "--data", place.data, "--format", "jsonl", "--fields", "name")
    assert code == 0, errors
    return [json.loads(line) for line in out.splitlines()]


def main():
    """Both kinds of vendors: those that name customers by UUID, and by number."""
    report = Report()
    for dialect, client in (("flolive", FloliveClient), ("everlytic", EverlyticClient)):
        with tempfile.TemporaryDirectory(prefix="patchbay-proof-") as folder, Place(dialect, folder, []) as place:
            place.vendor.customers = (flolive_customers() if dialect == "flolive"
                                      else everlytic_customers(place.vendor))
            report.guard(dialect, move, report, dialect, client, place)
    report.end()


if __name__ == "__main__":
    main()
