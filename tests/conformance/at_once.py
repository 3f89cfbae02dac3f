#!/usr/bin/env python3
"""Many clients of every door change one record at once: no change is lost, and each is one version.
"""

import re
import threading

import near  # noqa: F401
import harness
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import EverlyticRpc, M2mportal
from door_list import each_door
from harness import view
from proof import Proof

ROUNDS = 20
# door: (client, field, canonical name). Two fields are written by two doors.
WRITERS = each_door({"m2mportal": (M2mportal, "notes", "notes"),
           "m2mportal's website": (M2mportal, "website", "website"),
           "flolive": (Flolive, "vatRegistrationNumber", "tax_number"),
           "everlytic": (Everlytic, "state_provinces", "main.state"),
           "everlytic's website": (Everlytic, "website_url", "website"),
           "XML-RPC": (EverlyticRpc, "postal_code", "main.postal_code"),
           "enswitch": (Enswitch, "description", "description"),
           "enswitch's tax number": (Enswitch, "tax_number", "tax_number")}, without=("native",))


def written(name, number):
    """A value that says who wrote it and when, and that is valid for a web site field."""
    return f"{re.sub('[^a-z]+', '-', name.lower())}-{number}.example"


def every_door(report, server):
    """Eight clients with twenty changes each. The version counts them all."""
    proof = Proof(report, server)
    customer = proof.make("at once", address1="1 High Street")
    wrong, torn, done = [], [], threading.Event()

    def write(name):
        kind, field, _ = WRITERS[name]
        client = kind(server)
        for number in range(ROUNDS):
            answer = client.update(dict(customer), {field: written(name, number)})
            if not answer.accepted or answer.trouble:
                wrong.append((name, number, answer))

    def read():
        client = harness.Native(server)
        last = 0
        while not done.is_set():
            version = client.get(customer["id"])["version"]
            if version < last:
                torn.append((last, version))
            last = version

    threads = [threading.Thread(target=write, args=(name,)) for name in WRITERS]
    reader = threading.Thread(target=read)
    for thread in [reader, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    report.equal("at once: every change is accepted", [], wrong)
    report.equal("at once: versions never go back", [], torn)
    record = proof.native.get(customer["id"])
    report.equal("at once: each change is one version", customer["version"] + ROUNDS * len(WRITERS),
                 record["version"])
    seen = view(record)
    for name, (_, _, key) in WRITERS.items():
        last = [written(other, ROUNDS - 1) for other,
                (_, _, each) in WRITERS.items() if each == key]
        report.case(f"at once: {name} is not lost", seen.get(key) in last, expected=last,
                    got=seen.get(key))


def one_name(report, server):
    """Two clients add the same m2mportal customer, or take the same unique_id: only one succeeds.
    """
    proof = Proof(report, server)
    for number in range(5):
        answers = []
        threads = [
            threading.Thread(target=lambda: answers.append(
                M2mportal(server).add(f"only one {number}"))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        report.equal(f"at once: add-customer {number}", [False] * 3 + [True],
                     sorted(answer.accepted for answer in answers), answers)
    made = [proof.make(f"wants it {number}") for number in range(4)]
    answers = []
    threads = [
        threading.Thread(target=lambda each=each: answers.append(
            Everlytic(server).update(each, {"unique_id": "at-once"}))) for each in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report.equal("at once: unique_id", ["200"] + ["400 10409"] * 3,
                 sorted(answer.code for answer in answers), answers)


if __name__ == "__main__":
    harness.main([every_door, one_name])
