#!/usr/bin/env python3
"""The command `translate`: its input, its outputs and its exit codes; and that it says what the API
says."""

import json
import subprocess
import tempfile

from harness import PATCHBAY, Native, Report, Server

LOSSLESS = ("everlytic", "everlytic", "PUT /api/2.0/customers/101\nContent-Type: application/json\n"
            "Authorization: Basic dXNlcjpzM2NyZXQ=\n\n{\"website_url\":\"www.a.example\"}")
LOSSY = ("enswitch", "flolive", "curl 'http://h/api/json/customers/update/?auth_username=user;auth_password=s3cret;"
         "id=101;fax=1;name=A'")


def translate(source, target, text, *more, file="-"):
    """Runs the command: exit code, output, errors."""
    done = subprocess.run([PATCHBAY, "translate", "--from", source, "--to", target, *more, file], input=text.encode(),
                          capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def exit_codes(report):
    """0 if nothing is lost, 1 if something is, 2 if it cannot be translated."""
    for name, code, arguments in (
            ("nothing is lost", 0, LOSSLESS), ("something is lost", 1, LOSSY),
            ("an unknown dialect", 2, ("nowhere", *LOSSY[1:])), ("no request", 2, ("flolive", "enswitch", "hello")),
            ("an unknown option of curl", 2, ("flolive", "enswitch", "curl h --colour red"))):
        got, out, errors = translate(*arguments)
        report.equal(f"{name}: the exit code", code, got)
        report.case(f"{name}: the words", bool(errors) == (code == 2) and bool(out) == (code != 2), got=errors or out)
        report.case(f"{name}: no secret", "s3cret" not in out + errors, got=out + errors)
    report.equal("a file that is not there", 2, translate(*LOSSY, file="/nowhere/at/all")[0])


def outputs(report):
    """Each kind of output; a file reads like the input."""
    whole = translate(*LOSSY)[1]
    for words in ("# flolive, as an HTTP request", "# flolive, as a command", "fax = 1: ", "(no_field)", "- TOKEN: "):
        report.case(f"text has {words!r}", words in whole, got=whole)
    report.case("http", translate(*LOSSY, "--output", "http")[1].startswith("PATCH /api/v2/customer/CUSTOMER_UUID HTTP/1.1"))
    command = translate(*LOSSY, "--output", "curl")[1]
    report.case("curl", command.startswith("curl -X PATCH https://HOST/api/v2/customer/CUSTOMER_UUID -H "), got=command)
    again = translate("flolive", "flolive", command, "--output", "curl")
    report.equal("what is printed can be read", (0, command), again[:2])
    report.case("xml-rpc", "<methodCall>" in translate(*LOSSLESS, "--transport", "xml-rpc")[1])
    body = translate("everlytic", "enswitch", "{}", "--method", "GET", "--target", "/api/2.0/customers/7")
    report.case("a body with its method and target", body[0] == 0 and "id=7" in body[1], got=body)
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(LOSSY[2])
        file.flush()
        report.equal("a file", whole, translate(*LOSSY[:2], "", file=file.name)[1])


def as_the_api(report):
    """Without a look at the record, the API says the same."""
    with Server() as server:
        native = Native(server, "username")
        for arguments in (LOSSLESS, LOSSY):
            reply = native.call("POST", "/translate", {"from": arguments[0], "to": arguments[1], "input": arguments[2],
                                                       "look_up": False})
            report.equal(f"{arguments[0]} to {arguments[1]}", json.loads(translate(*arguments, "--output", "json")[1]),
                         reply.json() if reply.status == 200 else reply.text)
        traffic = native.call("GET", "/traffic?limit=50").text
        report.case("recent traffic has no secret", "s3cret" not in traffic and "dXNlcjpzM2NyZXQ" not in traffic)


def main():
    """All of it."""
    report = Report()
    exit_codes(report)
    outputs(report)
    report.guard("as the API", as_the_api, report)
    report.end()


if __name__ == "__main__":
    main()
