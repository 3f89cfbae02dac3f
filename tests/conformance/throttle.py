#!/usr/bin/env python3
"""Wrong names from one address, at any door, throttle it: every door says so in its format, and
callers whose password needs no check continue. A restart changes nothing."""

import re
import tempfile

import near  # noqa: F401
import harness
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import EverlyticRpc, M2mportal
from door_list import each_door
from harness import Native
from lasting import Lasting

FAILURES = 12
CONFIG = f"[access]\nsource_failures = {FAILURES}\nsource_seconds = 3600\n"
WORDS = "too many wrong names or secrets came from this address; try again later"


def edit(m2mportal):
    """This door's update without changes."""
    return m2mportal.post(m2mportal.command("edit-customer", "<customer>Global Trading</customer>"))


# How each door signs in with a name and a password, and how it reports too many requests: the HTTP
# status, a part of the body, and whether Retry-After gives the time.
DOORS = each_door({
    "m2mportal": (lambda server, name, word: edit(M2mportal(server, name, word)), 200,
                  f"Service Unavailable</api-outcome><error-description>{WORDS}<", False),
    "flolive": (lambda server, name, word: Flolive(server).call(
        "POST", "/api/v2/auth/token", {"username": name, "password": word}),
                429, '"errorCode": "GLOBAL_1001"', True),
    "everlytic": (lambda server, name, word: Everlytic(server, name, word).call(
        "GET", "/customers/101"), 429, '"code":"10429"', True),
    "XML-RPC": (lambda server, name, word: EverlyticRpc(server, name, word).method(
        "GetCustomer", 101), 200, "<int>10429</int>", True),
    "enswitch": (lambda server, name, word: Enswitch(server, name, word).call(
        "customers/get", {"id": 101}), 200, '"code":"503"', False),
    "native": (lambda server, name, word: Native(server, name, word).call("GET", "/customers/101"),
               429, f'"detail":"{WORDS}"', True),
})


def refusals(report, server, when):
    """Every door refuses a right password that would need a check, and an unknown name with the
    same reply."""
    for door, (sign_in, status, part, says_when) in DOORS.items():
        known, unknown = sign_in(server, "root", "password"), sign_in(server, "nobody", "password")
        report.equal(f"{when}: {door} has its status", status, known.status, known)
        report.case(f"{when}: {door} has its words", part in known.text, expected=part, got=known)
        report.equal(f"{when}: {door} tells nothing of names", known.text, unknown.text)
        seconds = known.headers.get("retry-after", "")
        report.case(f"{when}: {door} says when to try again",
                    bool(re.fullmatch("3[0-9]{3}", seconds)) == says_when, got=seconds)


def read(native):
    """The status of a read."""
    return native.call("GET", "/customers/101").status


def throttled(report, folder, place):
    """From the first wrong name to the refusals of the restarted server."""
    with Lasting(folder, place, config=CONFIG) as server:
        native = Native(server, "username")
        report.equal("a password is checked", 200, read(native))
        key = Native(server, "root").call("PATCH", "/principals/username",
                                          {"new_key": "script"}).json()["new_key"]
        flolive = Flolive(server)
        flolive.sign_in()
        for number in range(FAILURES):
            door, (sign_in, *_, part, _) = list(DOORS.items())[number % len(DOORS)]
            reply = sign_in(server, f"nobody {number}", "password")
            report.case(f"failure {number} at {door} is only that", part not in reply.text, got=reply)
        # The owner's password was checked before. A wrong one is refused without being counted, and
        # the cached one is then forgotten.
        report.equal("a wrong password", 429, read(Native(server, "root", "wrong")))
        refusals(report, server, "throttled")
        report.equal("a password that is remembered", 200, read(native))
        report.equal("an API key", 200, read(Native(server, "username", key)))
        bearer = server.http.send("GET", "/v1/customers/101", None, flolive.headers)
        report.equal("a token", 200, bearer.status, bearer)
        counted = server.http.send("GET", "/metrics").text
        report.case("it is counted by door", 'door="native",verdict="too_many_requests"' in counted)
        server.kill()
    with Lasting(folder, place, config=CONFIG) as server:
        refusals(report, server, "after kill -9")
        report.equal("the API key, after kill -9", 200,
                     read(Native(server, "username", key)))
    with Lasting(folder, place, config="[access]\nsource_failures = 0\n") as server:
        report.equal("0 throttles nobody", 200, read(Native(server)))


def main():
    """A separate program."""
    report = harness.Report()
    place = harness.database("throttle") if harness.DATA == "postgresql:" else None
    with tempfile.TemporaryDirectory(prefix="patchbay-throttle-") as folder:
        report.guard("throttled", throttled, report, folder, place)
    report.end()


if __name__ == "__main__":
    main()
