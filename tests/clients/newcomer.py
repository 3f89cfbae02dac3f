#!/usr/bin/env python3
"""From nothing to a first real customer: `init`, serving, a first change through each door, the
console, a backup and a restore, with a clock.

NEWCOMER_COMMAND puts words before each command, such as `chroot /some/root runuser -u patchbay --`;
NEWCOMER_FOLDER is then where the store is made, and NEWCOMER_PROGRAM the program. packaging/try uses
them for an installed package."""

import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import tempfile
import time

import harness
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import M2mportal
from door_list import each_door
from harness import Native

COMMAND = shlex.split(os.environ.get("NEWCOMER_COMMAND", ""))
PROGRAM = os.environ.get("NEWCOMER_PROGRAM") or str(harness.PATCHBAY)
NAME, PASSWORD = "alice", "correct horse 12"
# The promise, for a machine with nothing else to do. A busy one gets more, and a broken one more yet.
FIRST_CUSTOMER_S, WHOLE_S = 60, 300


def run(*words, **options):
    """Runs the program to its end."""
    return subprocess.run([*COMMAND, PROGRAM, *words], capture_output=True, text=True, timeout=120,
                          check=False, **options)


class Served:
    """The store while it is served with a file of settings. `port` is what clients connect to."""

    def __init__(self, *words):
        self.process = subprocess.Popen([*COMMAND, PROGRAM, "serve", *words], text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.process.stdout.readline())
        self.port = int(found[1]) if found else 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Stops it as systemd does. Returns the exit code and the log."""
        if self.process.returncode is None:
            # chroot and runuser may stand between, and pass the signal on.
            self.process.send_signal(signal.SIGTERM)
        log = self.process.communicate(timeout=60)[1]
        return self.process.returncode, log


def first_changes(report, server, customer):
    """One change through each door, each of another field."""
    rows = (
        ("m2mportal", lambda: M2mportal(server, NAME, PASSWORD).update(customer, {"website": "www.gbt.example"})),
        ("flolive", lambda: Flolive(server, NAME, PASSWORD).update(customer, {"vatRegistrationNumber": "GB1"})),
        ("everlytic", lambda: Everlytic(server, NAME, PASSWORD).update(customer, {"email": "accounts@gbt.example"})),
        ("enswitch", lambda: Enswitch(server, NAME, PASSWORD).update(customer, {"fax": "+441782555102"})),
    )
    for door, change in each_door(rows, without=("native",)):
        answer = change()
        report.case(f"the first change through {door}", answer.accepted, door, "accepted", answer)
    native = Native(server, NAME, PASSWORD)
    native.patch(customer["id"], {"notes": "the first"})
    record = native.get(customer["id"])
    report.equal("one record holds all changes",
                 ["www.gbt.example", "GB1", "accounts@gbt.example", "+441782555102", "the first"],
                 [harness.view(record).get(key)
                  for key in ("website", "tax_number", "contact.email", "fax", "notes")])
    entries = json.loads(native.history(customer["id"]))["items"]
    report.equal("one history names the doors",
                 ["native", "enswitch", "everlytic", "flolive", "m2mportal", "native"],
                 [entry["door"] for entry in entries])
    return record


def journey(report, folder):
    """The whole way, with its clock."""
    began = time.monotonic()
    config, data = f"{folder}/patchbay.toml", f"{folder}/data"
    made = run("init", "--config", config, "--data", data, "--listen", "127.0.0.1:0", "--user", NAME,
               input=PASSWORD + "\n")
    report.case("init", made.returncode == 0, got=made.stdout + made.stderr)
    report.case("init says how to go on", f"patchbay serve --config {config}" in made.stdout,
                got=made.stdout)
    checked = run("check-config", "--config", config)
    report.equal("the settings that init wrote are good", 0, checked.returncode, checked.stderr)
    with Served("--config", config) as server:
        report.case("it is served", server.port)
        native = Native(server, NAME, PASSWORD)
        customer = native.make("Global Trading", parent=1)
        first = time.monotonic() - began
        record = first_changes(report, server, customer)
        console = native.http.send("GET", "/console/")
        report.equal("the console", 200, console.status)
        saved = run("backup", "--data", data, "--key", f"{data}/sealing.key", f"{folder}/backup")
        report.case("a backup while it is served", saved.returncode == 0,
                    got=saved.stdout + saved.stderr)
        code, log = server.stop()
    report.equal("it stops with 0", 0, code, log[-2000:])
    report.case("the first line of the log has the version",
                json.loads(log.splitlines()[0]).get("version") == version(), got=log[:400])
    again = run("restore", "--data", f"{folder}/restored", "--key", f"{data}/sealing.key",
                f"{folder}/backup")
    report.case("a restore", again.returncode == 0, got=again.stdout + again.stderr)
    with Served("--data", f"{folder}/restored", "--listen", "127.0.0.1:0") as server:
        report.equal("the customer of the restored store", record,
                     Native(server, NAME, PASSWORD).get(customer["id"]))
    whole = time.monotonic() - began
    print(f"first customer after {first:.1f} s, all after {whole:.1f} s")
    report.case("a first customer in time", first < FIRST_CUSTOMER_S, got=first)
    report.case("all of it in time", whole < WHOLE_S, got=whole)


def version():
    """What the program says of itself, which all its parts must agree on."""
    return json.loads(run("version", "--json").stdout)["version"]


def main():
    """A separate program."""
    report = harness.Report()
    given = os.environ.get("NEWCOMER_FOLDER")
    if given:
        report.guard("journey", journey, report, given)
    else:
        with tempfile.TemporaryDirectory(prefix="patchbay-newcomer-") as folder:
            report.guard("journey", journey, report, str(pathlib.Path(folder)))
    report.end()


if __name__ == "__main__":
    main()
