#!/usr/bin/env python3
"""The replies to a newcomer's first mistakes: one sentence that names what was sent, as it was
sent, and what is allowed instead."""

import json
import re

import near  # noqa: F401
import harness
from dialects import Enswitch
from harness import Http, basic

JSON = {"Content-Type": "application/json"}
SIGNED = {**JSON, "Authorization": basic("root", "password")}
# Text that no message may contain: a range of one number, a plural of one, an unfilled template.
CLUMSY = re.compile(r"from (-?[0-9]+) to \1\b|\b1 (entries|problems|anchors|versions|keys|characters)\b|[{}]")

# Method and path, body, status, and text that the detail contains.
NATIVE = [
    ("POST /v1/tokens", {}, 401, "name is required; password is required"),
    ("POST /v1/tokens", {"name": ""}, 401, "name must not be empty; password is required"),
    ("POST /v1/tokens", {"name": 5, "password": 6}, 401,
     "name must be a string, not a number; password must be a string, not a number"),
    ("POST /v1/tokens", {"Name": "root", "password": "x"}, 401,
     "Name is not known here; the nearest known name is name; name is required"),
    ("POST /v1/tokens/refresh", {"token": "", "refresh_token": ""}, 401,
     "token must not be empty; refresh_token must not be empty"),
    ("POST /v1/undo", {"principal": ""}, 422, "principal must be the name of a principal, not empty"),
    ("POST /v1/undo", {"principal": "", "from": "2026-01-01"}, 422, "principal must be the name"),
    ("POST /v1/undo", {"principal": "ROOT", "from": "2026-01-01"}, 422, "the nearest known name is root"),
    ("POST /v1/undo", {"request": ""}, 422, "request must be a UUID"),
    ("POST /v1/undo", {"batch": ""}, 422, "batch must be a UUID"),
    ("POST /v1/undo", {"principal": "root", "from": "2026-01-31T12:00:00 02:00"}, 422,
     "from must be a time, and this one has a space where the `+` of its offset belongs: write "
     "2026-01-31T12:00:00+02:00"),
    ("GET /v1/changes?from=2026-01-31T12:00:00+02:00", None, 422, "write `+` as %2B"),
    ("GET /v1/changes?door=FLOLIVE", None, 422, "the nearest known name is flolive"),
    ("GET /v1/changes?below=abc", None, 404, "below names no customer that you can see"),
    ("GET /v1/customers?below=-3", None, 404, "below names no customer that you can see"),
    ("GET /v1/customers?external_id=", None, 422, "external_id must not be empty"),
    ("GET /v1/customers?status=ACTIVE", None, 422, "the nearest known name is active"),
    ("GET /v1/customers/abc", None, 404, "the customer does not exist, or is out of your reach"),
    ("GET /v1/customers/-3", None, 404, "the customer does not exist, or is out of your reach"),
    ("GET /v1/requests/abc", None, 404, "id is not a request that changed anything"),
    ("GET /v1/roles/abc", None, 404, "there is no role \"abc\" that you can see"),
    ("GET /v1/references/class_of_service/7x", None, 404, "there is no class of service \"7x\""),
    ("PATCH /v1/roles/-3", {"description": "x"}, 404, "id is of a role that is built in"),
    ("DELETE /v1/roles/-3", None, 404, "id is of a role that is built in"),
    ("PATCH /v1/roles/-99", {"description": "x"}, 404, "there is no role \"-99\" that you can see"),
    ("PATCH /v1/roles/0", {"description": "x"}, 404, "id must be the number that reads show"),
    ("PATCH /v1/plans/1.5", {"description": "x"}, 404, "id must be the number that reads show"),
    ("PATCH /v1/references/peer/abc", {"description": "x"}, 404, "id must be the number"),
    ("PATCH /v1/principals/-3", {"locked": False}, 404, "there is no principal \"-3\" that you can see"),
    ("GET /v1/principals/ROOTT", None, 404, "there is no principal \"ROOTT\""),
    ("GET /v1/references/PEER", None, 404, "the nearest known name is peer"),
    ("POST /v1/principals", {"name": "bob", "doors": ["FLOLIVE"]}, 422, "the nearest known name is flolive"),
    ("POST /v1/roles", {"name": "x", "privileges": ["Admin"]}, 422, "and not \"Admin\""),
    ("POST /v1/customers/103/undo", {}, 422, "version is required"),
    ("POST /v1/customers/103/undo", {"version": "1"}, 422, "version must be a version, a whole number"),
    ("POST /v1/customers/103/undo", {"version": 7}, 422, "version must be 1, the only version"),
    ("GET /v1/customers/103/diff?from=1&to=9", None, 422, "to must be 1, the only version"),
    ("PATCH /v1/customers/103", [], 400, "the body must be a JSON object, not an array"),
    ("PATCH /v1/customers/103", {"NOTES": "x"}, 422, "NOTES is not known here; the nearest known name is notes"),
]


def native(report, server):
    """Row by row. No message repeats itself."""
    http = Http(server.port)
    for asked, body, status, words in NATIVE:
        method, path = asked.split(" ")
        reply = http.send(method, path, None if body is None else json.dumps(body), SIGNED)
        said = reply.json().get("detail", "")
        report.case(f"{asked} {body}", reply.status == status and words in said, expected=f"{status} {words}",
                    got=reply)
        parts = said.split("; ")
        report.case(f"{asked} {body}: once, and in words", len(parts) == len(set(parts))
                    and not CLUMSY.search(said), got=said)
    reply = http.send("POST", "/v1/tokens", "{}", {"Content-Type": "text/plain"})
    report.equal("one content type is no list", "the content type must be application/json",
                 reply.json()["detail"])


def enswitch(report, server):
    """A list comes in one piece, and the reply says so."""
    door = Enswitch(server)
    for pages in ("1", "x", ""):
        reply = door.call("customers/list", {"pages": pages})
        report.case(f"pages={pages}", "pages must be 0: a list comes in one piece" in reply.text
                    and not CLUMSY.search(json.loads(reply.text)["responses"][0]["message"]), got=reply)
    for pages in ("0", "00"):
        report.case(f"pages={pages}", "pages" not in door.call("customers/list", {"pages": pages}).text)


def encodings(report, server):
    """The message about an unknown encoding says where the known ones are listed."""
    for path, body in (("/", "<edit-customer/>"), ("/api/2.0/xmlrpc", "<methodCall/>")):
        reply = Http(server.port).send(
            "POST", path, f'<?xml version="1.0" encoding="klingon"?>{body}',
            {"Content-Type": "text/xml", "Authorization": basic("administrator", "demo-api-key-0000000000000000")})
        report.case(f"{path}: an encoding that there is not", "klingon" in reply.text
                    and "registry of IANA" in reply.text and "its like" not in reply.text, got=reply)


def hosts(report, _server):
    """A host with a final dot is the same host, in requests and in the setting."""
    with harness.Server(flags=("--demo", "--server.hosts", "example.com.,other.example")) as server:
        for host, good in (("example.com", True), ("example.com.", True), ("Example.COM.:8080", True),
                           ("other.example.", True), ("example.com..", False), ("evil.example", False)):
            reply = Http(server.port).send("GET", "/v1/me", None, {**SIGNED, "Host": host})
            report.equal(f"Host: {host}", 200 if good else 421, reply.status, reply)
        report.case("another is told which setting", "server.hosts" in reply.text, got=reply)


if __name__ == "__main__":
    harness.main([native, enswitch, encodings, hosts])
