#!/usr/bin/env python3
"""Recent requests: what is kept of each door's, who sees them, and that no secret is in the file."""

import json
import pathlib

import near  # noqa: F401
from door_list import DOORS
from harness import Native, Report, Server, basic

SECRETS = ("4929000000006", "hunter2-of-the-provision", "a-wrong-password-77", "password-as-a-name-78")
XML = {"Content-Type": "application/xml"}
JSON = {"Content-Type": "application/json"}


def send_through_every_door(server, issued):
    """One request of each door with secrets in it. Adds the secrets that replies give to `issued`."""
    http = server.http
    card, provision, wrong, as_name = SECRETS
    http.send("POST", "/", "<edit-customer version='1'><authentication><username>username</username>"
              "<password>password</password></authentication><customer>Global Trading</customer>"
              "<notes>by traffic.py</notes></edit-customer>", XML)
    pair = http.send("POST", "/v1/tokens", json.dumps({"name": "username", "password": "password"}), JSON).json()
    issued += [pair["token"], pair["refresh_token"]]
    http.send("PATCH", "/v1/customers/101", json.dumps({"card_number": card, "provision_password": provision}),
              {**JSON, "Authorization": basic("root", "password")})
    http.send("PATCH", "/v1/customers/101", json.dumps([{"op": "add", "path": "/card_number", "value": card}]),
              {"Content-Type": "application/json-patch+json", "Authorization": basic("root", "password")})
    http.send("GET", f"/api/json/customers/update/?auth_username=username;auth_password=password;id=101;"
                     f"creditcard_number={card}")
    http.send("PUT", "/api/2.0/customers/101", json.dumps({"telephone": "+27110001111"}),
              {**JSON, "Authorization": basic("username", "password")})
    token = http.send("POST", "/api/v2/auth/token",
                      json.dumps({"username": "username", "password": "password"}), JSON).text
    http.send("POST", "/api/v2/auth/token", json.dumps({"username": "username", "password": wrong}), JSON)
    http.send("POST", "/v1/tokens", json.dumps({"name": as_name, "password": "w"}), JSON)
    http.send("GET", f"/api/json/customers/update/?auth_username={as_name};auth_password=w;id=101")
    http.send("POST", "/", f"<edit-customer version='1'><authentication><username>{as_name}</username>"
              "<password>w</password></authentication><customer>x</customer></edit-customer>", XML)
    key = Native(server).call("PATCH", "/principals/username", {"new_key": "traffic"}).json()["new_key"]
    issued += [key, json.loads(token)["content"][0]["token"]]


def every_door_is_kept_without_secrets(report, server):
    """All doors are listed, and neither the file nor a reply holds a secret."""
    issued = []
    send_through_every_door(server, issued)
    native = Native(server)
    page = native.call("GET", "/traffic?limit=200").json()
    doors = {each["door"] for each in page["items"]}
    report.equal("all doors", set(DOORS), doors)
    whole = [native.call("GET", f"/traffic/{each['request']}").text for each in page["items"]]
    held = b"".join(path.read_bytes() for path in pathlib.Path(server.folder).rglob("traffic.db*"))
    for secret in (*SECRETS, *issued):
        report.case(f"the file does not hold {secret[:8]}…", secret.encode() not in held)
        report.case(f"no reply holds {secret[:8]}…", all(secret not in text for text in whole))
    report.case("bodies are kept", any("by traffic.py" in text for text in whole))
    report.case("what strangers send is not", any("the caller did not sign in" in text for text in whole))
    refused = native.call("GET", "/traffic?outcome=refused&door=flolive").json()["items"]
    report.equal("a wrong password", ["bad_credentials"], [each["problem"] for each in refused])


def who_sees_what(report, server):
    """Principals see requests of principals in reach; only the system's owner sees those of strangers."""
    ours = Native(server, "username").call("GET", "/traffic?limit=200").json()["items"]
    report.case("its own", any(each["principal"] == "username" for each in ours))
    report.equal("none of others", set(), {each["principal"] for each in ours} - {"username", "branch", "reader"})
    all_of_them = Native(server).call("GET", "/traffic?limit=200").json()["items"]
    strange = [each for each in all_of_them if each["principal_id"] is None]
    report.case("strangers", bool(strange))
    report.equal("are not theirs to see", 404,
                 Native(server, "username").call("GET", f"/traffic/{strange[0]['request']}").status)


def problems_are_grouped(report, server):
    """By door, problem and field."""
    native = Native(server)
    for _ in range(3):
        native.call("PATCH", "/customers/101", {"colour": "red"})
    groups = native.call("GET", "/problems").json()["items"]
    found = [each for each in groups if each["field"] == "colour"]
    report.equal("one group of three", [("native", "invalid", 3)],
                 [(each["door"], each["problem"], each["count"]) for each in found])
    listed = native.call("GET", "/traffic?problem=invalid&field=colour").json()["items"]
    report.equal("which can be listed", 3, len(listed))


def what_comes_later(report, server):
    """`after` lists what came since; filters that name nothing known are refused where they can be."""
    native = Native(server)
    newest = native.call("GET", "/traffic?limit=1").json()["newest"]
    native.call("GET", "/customers/101")
    later = native.call("GET", f"/traffic?after={newest}").json()["items"]
    report.equal("one more", ["get_customer"], [each["call"] for each in later])
    report.equal("an unknown door", 422, native.call("GET", "/traffic?door=nodoor").status)
    report.equal("an unknown request", 404,
                 native.call("GET", "/traffic/00000000-0000-4000-8000-000000000001").status)


def nothing_is_kept_if_nothing_shall_be(report, server):
    """With traffic.keep = 0."""
    page = Native(server).call("GET", "/traffic").json()
    report.equal("it says so", (False, []), (page["kept"], page["items"]))
    report.equal("no file", [], list(pathlib.Path(server.folder).rglob("traffic.db*")))


def main():
    """A separate program, because its servers have different settings."""
    report = Report()
    for config, tests in (
            ("[traffic]\nper_second = 10000\n", (every_door_is_kept_without_secrets, who_sees_what,
                                                  problems_are_grouped, what_comes_later)),
            ("[traffic]\nkeep = 0\n", (nothing_is_kept_if_nothing_shall_be,))):
        with Server(config) as server:
            for test in tests:
                report.guard(test.__name__, test, report, server)
    report.end()


if __name__ == "__main__":
    main()
