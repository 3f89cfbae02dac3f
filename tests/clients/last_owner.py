#!/usr/bin/env python3
"""The last principal who can administer the system cannot be removed, at the native door and on the
command line; and names are limited to what HTTP Basic can send."""

import os

from harness import Native, Report, Server
from operator_near import in_scratch, patchbay

WHY = "would leave nobody who can administer the system"


def user(data, *words):
    """`patchbay user` on a folder, with a password if it needs one."""
    return patchbay("user", *words, "--data", data, env={**os.environ, "PATCHBAY_PASSWORD": "a long secret"})


@in_scratch
def on_the_command_line(report, folder):
    """`patchbay user` asks for --force before it removes the last owner."""
    data = folder / "data"
    patchbay("init", "--data", data, "--user", "root", input="a long secret\n")
    for verb in ("remove", "lock"):
        said = user(data, verb, "root")
        report.case(f"{verb} of the last owner is refused", said.returncode == 2 and WHY in said.stderr
                    and "--force" in said.stderr and "system owner" in said.stderr, got=said)
    report.case("it is there", "root\t1\tsystem owner\tactive" in user(data, "list").stdout)
    said = user(data, "add", "weak", "--role", "administrator")
    report.equal("another principal", 0, said.returncode)
    report.case("who is weaker does not count", WHY in user(data, "remove", "root").stderr)
    report.equal("another owner", 0, user(data, "add", "second", "--role", "system owner").returncode)
    report.equal("one of two may go", 0, user(data, "remove", "root").returncode)
    report.case("the other one not", user(data, "lock", "second").returncode == 2)
    report.equal("but by force", 0, user(data, "lock", "second", "--force").returncode)
    report.equal("and be let in again", 0, user(data, "unlock", "second").returncode)
    report.equal("and removed by force", 0, user(data, "remove", "second", "--force").returncode)
    report.equal("a new one is made", 0, user(data, "add", "third", "--role", "system owner").returncode)
    for name, word in (("a:b", "colon"), ("Third", "only in case"), ("a\tb", "control")):
        said = user(data, "add", name, "--role", "administrator")
        report.case(f"the name {name!r} is refused", said.returncode == 2 and "name" in said.stderr, got=said)
        report.case(f"the name {name!r} is refused with the reason", word in said.stderr or word == "control", got=said)


@in_scratch
def at_the_native_door(report, folder):
    """Root can neither remove its own last role nor itself."""
    with Server(place=str(folder / "data")) as server:
        root = Native(server)
        for name, method, body in (
                ("its roles", "PATCH", {"roles": ["user"]}), ("its home", "PATCH", {"home": 2}),
                ("its doors", "PATCH", {"doors": ["flolive"]}), ("itself", "DELETE", None),
                ("a rehearsal of its roles", "PATCH", {"roles": []})):
            target = "/principals/root" + ("?dry_run=true" if "rehearsal" in name else "")
            reply = root.call(method, target, body, "application/merge-patch+json")
            report.equal(f"root does not give up {name}", 409, reply.status)
            if name != "itself":
                report.case(f"{name}: it is told what to do", WHY in reply.json()["detail"]
                            and "first make another" in reply.json()["detail"], got=reply)
        made = root.call("POST", "/principals", {"name": "second", "home": 1, "roles": ["system owner"],
                                                 "password": "a long secret"})
        report.equal("another owner is made", 201, made.status)
        second = Native(server, "second", "a long secret")
        reply = second.call("PATCH", "/principals/root", {"locked": True}, "application/merge-patch+json")
        report.equal("one of two may be locked", 200, reply.status)
        reply = second.call("PATCH", "/principals/second", {"roles": ["user"]}, "application/merge-patch+json")
        report.equal("the other one not", 409, reply.status)
        for name in ("a:b", "SECOND", "a\u0007b"):
            reply = second.call("POST", "/principals", {"name": name, "home": 1, "roles": ["user"]})
            report.equal(f"the name {name!r} is refused", 409 if name == "SECOND" else 422, reply.status)
        apart, composed = "jose\u0301", "jos\u00e9"
        second.call("POST", "/principals", {"name": apart, "home": 1, "roles": ["user"], "password": "a long secret"})
        for name in (apart, composed):
            report.equal(f"signs in as {name!a}", 200, Native(server, name, "a long secret").call("GET", "/me").status)
        report.equal("and is called so", composed, Native(server, apart, "a long secret").call("GET", "/me").json()["name"])


if __name__ == "__main__":
    told = Report()
    for test in (on_the_command_line, at_the_native_door):
        told.guard(test.__name__, test, told)
    told.end()
