#!/usr/bin/env python3
"""Everything acknowledged is still there after SIGTERM and after kill -9: records, history, ids,
tokens."""

import shutil
import tempfile

import near  # noqa: F401
import harness
from dialects import Flolive
from door_list import each_door
from harness import Report, uuid_of
from lasting import Lasting
from proof import Proof


def change(proof, number):
    """One update through each door. Returns the request id of flolive's."""
    customer = {"id": 101, "uuid": uuid_of(101), "name": "Global Trading"}
    reply = proof.flolive.call("PATCH", f"/api/v2/customer/{customer['uuid']}",
                               {"vatRegistrationNumber": f"tax {number}"})
    answers = each_door({
        "m2mportal": proof.m2mportal.update(customer, {"notes": f"notes {number}"}),
        "flolive": proof.flolive.read(reply),
        "everlytic": proof.everlytic.update(customer, {"state_provinces": f"state {number}"}),
        "XML-RPC": proof.rpc.update(customer, {"postal_code": f"code {number}"}),
        "enswitch": proof.enswitch.update(customer, {"description": f"text {number}",
                                                     "creditcard_number": "4111111111111111"})}, without=("native",))
    for door, answer in answers.items():
        proof.accepted(f"{door} {number}", answer)
    return reply.json()["content"][0]["requestId"]


def main():
    """Three server processes on one store: ended by SIGTERM, by kill -9, and the last one."""
    report = Report()
    folder = tempfile.mkdtemp(prefix="patchbay-proof-")
    place = harness.database("lasting") if harness.DATA == "postgresql:" else None
    kept = []
    try:
        for life in (1, 2, 3):
            with Lasting(folder, place) as server:
                report.guard(f"life {life}", one_life, report, server, life, kept)
                if life == 2:
                    server.kill()
            if life != 2:
                report.equal(f"life {life} ends with 0", 0, server.code)
    except RuntimeError as error:
        report.case("the server starts again", False, got=str(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report.end()


def one_life(report, server, life, kept):
    """Checks what the earlier processes have written, then changes it."""
    proof = Proof(report, server)
    for record, history, made, request, headers in kept[-1:]:
        report.equal(f"life {life}: the record", record, proof.native.get(101))
        report.equal(f"life {life}: the history", history, proof.native.history(101))
        report.equal(f"life {life}: what was created", made, proof.native.get(made["id"]))
        old = Flolive(server)
        old.headers = headers
        reply = old.call("GET", f"/api/v2/global/call/{request}")
        report.equal(f"life {life}: the request id", 200, reply.status, reply)
        report.case(f"life {life}: it succeeded", b"SUCCESS" in reply.body, got=reply)
        report.equal(f"life {life}: no second demo", 2, proof.native.get(901)["plan"])
        report.equal(f"life {life}: others are as they were", 1, proof.native.get(102)["version"])
    proof.flolive.sign_in()
    request = change(proof, life)
    made = proof.make(f"made in life {life}")
    report.case(f"life {life}: ids are not used again",
                all(made["id"] > each[2]["id"] for each in kept), got=made["id"])
    kept.append((proof.native.get(101), proof.native.history(101), made, request,
                 dict(proof.flolive.headers)))
    report.equal(f"life {life}: five versions more", 1 + 5 * life, proof.native.get(101)["version"])


if __name__ == "__main__":
    main()
