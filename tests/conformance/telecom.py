#!/usr/bin/env python3
"""TMF629: the cases of tests/conformance/tmf629 in each release. Every reply is held against the standard's
published descriptions, which stand in ../shared/standards, beside the project."""

import itertools
import json
import pathlib
import re
import sys

import near  # noqa: F401
import harness
from harness import Http, Native, Report, basic
from telecom_doors import load, removed, surviving
from telecom_hub import hub
from telecom_monitors import monitors
from webhook_near import CONFIG

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "tmf629"))

import members  # noqa: E402
from choosing import CHANGED, filters, query_patches  # noqa: E402

FOLDER = harness.ROOT.parent / "shared" / "standards" / "tmf629"
RELEASES = ("v3", "v4", "v5")
OTHER = {"v3": "v5", "v4": "v5", "v5": "v4"}
# What each release always shows.
ALWAYS = {"v3": set(), "v4": {"id", "href", "engagedParty"}, "v5": {"id", "href", "@type"}}
NUMBERS = itertools.count(1)


class Client:
    """One release of the door as one principal. Each reply becomes a case: it is as described."""

    def __init__(self, report, server, description, name="username", password="password"):
        self.report = report
        self.http = Http(server.port)
        self.port = server.port
        self.described = description
        self.release = description.release
        self.base = {"v3": "/tmf-api/customerManagement/v3", "v4": "/tmf-api/customerManagement/v4", "v5": "/tmf-api/customer/v5"}[self.release]
        self.headers = {"Authorization": basic(name, password)}

    def fresh(self):
        """A name that no other customer of this run has."""
        return f"{self.release} {next(NUMBERS)}"

    def send(self, method, path, body, headers):
        """One exchange below the base of the release."""
        return self.http.send(method, f"{self.base}{path}", body, headers)

    def call(self, method, path="", body=None, media="application/json", headers=None):
        """One exchange about customers."""
        carried = {**self.headers, **(headers or {})}
        if body is not None:
            body = json.dumps(body, ensure_ascii=False) if not isinstance(body, str) else body
            carried["Content-Type"] = media
        reply = self.send(method, f"/customer{path}", body, carried)
        self.hold(f"{method} {path[:60]}", reply, path)
        return reply

    def hold(self, name, reply, target):
        """One case: the reply is as the description says."""
        flaws = []
        if reply.status in (204, 304) or not reply.body:
            flaws = ["there is a body"] if reply.body else []
        elif reply.status >= 400:
            # v3's own description has numbers where its guideline has words.
            flaws = self.described.flaws("Error", reply.json()) if self.release != "v3" else []
            if reply.json().get("status") != str(reply.status):
                flaws.append("the status in the body is another")
        else:
            value = json.loads(reply.text)
            for each in value if isinstance(value, list) else [value]:
                # v3 shows what `fields` names and nothing more.
                if self.release != "v3" or "fields=" not in target:
                    flaws += self.described.flaws("Customer", each)
        self.report.case(f"{self.release} {name} {reply.status}: as described", not flaws, got=f"{flaws} {reply}")

    def make(self, **more):
        """A new customer's document."""
        reply = self.call("POST", body=members.new(self.release, self.fresh(), **more))
        if reply.status != 201:
            raise RuntimeError(f"POST: {reply}")
        return json.loads(reply.text)

    def get(self, number, query=""):
        """The document of a customer."""
        return json.loads(self.call("GET", f"/{number}{query}").text)


def holds(shown, member, value):
    """Whether a document shows a member as it was sent. Arrays may go on with what the record has too."""
    got = shown.get(member)
    if member == "characteristic" and isinstance(got, list):
        return got[:len(value)] == value
    if isinstance(value, dict) and isinstance(got, dict):  # a merge patch leaves the rest
        return all(got.get(key) == each for key, each in value.items())
    return got == value


def accepted(report, here, there):
    """Each good value: in a new customer, in a change, in the other release, and taken away again."""
    base = here.make()
    for member, value in members.good(here.release):
        name = f"{here.release} {member} {json.dumps(value)[:50]}"
        document = {**members.new(here.release, here.fresh()), member: value}
        report.case(f"{name}: the description takes it", here.described.good_request("POST", document))
        reply = here.call("POST", body=document)
        report.case(f"{name}: a new customer", reply.status == 201 and holds(json.loads(reply.text), member, value),
                    value, "as sent", reply)
        if reply.status != 201:
            continue
        made = json.loads(reply.text)["id"]
        report.case(f"{name}: read again", here.get(made) == json.loads(reply.text))
        there.get(made)  # is as described
        reply = here.call("PATCH", f"/{base['id']}", {member: value})
        report.case(f"{name}: a change", reply.status == CHANGED[here.release] and holds(json.loads(reply.text), member, value),
                    value, "as sent", reply)
        there.get(base["id"])
        again = here.call("PATCH", f"/{base['id']}", {member: value})
        report.case(f"{name}: the same again changes nothing", again.headers.get("etag") == reply.headers.get("etag"),
                    got=again)
        if member in ("name", "status", "engagedParty") or (here.release, member) == ("v5", "@type"):
            continue
        reply = here.call("PATCH", f"/{base['id']}", {member: None})
        left = json.loads(reply.text).get(member)
        good = not left or (member == "characteristic" and not any(each in left for each in value
                                                                   if each["name"] == "colour"))
        report.case(f"{name}: taken away", reply.status == CHANGED[here.release] and good, got=reply)


def refused(report, here, _):
    """Each bad value: neither a new customer nor a change."""
    base = here.make()
    tag = here.call("GET", f"/{base['id']}").headers["etag"]
    for member, value in members.bad(here.release):
        name = f"{here.release} {member} {json.dumps(value)[:50]}"
        reply = here.call("POST", body={**members.new(here.release, here.fresh()), member: value})
        report.case(f"{name}: no new customer", reply.status == 400 and member in reply.json().get("message", ""),
                    value, "400", reply)
        if member == "engagedParty" and isinstance(value, dict):
            continue  # a merge patch of what is there, and so whole
        reply = here.call("PATCH", f"/{base['id']}", {member: value})
        report.case(f"{name}: no change", reply.status == 400 and member in reply.json().get("message", ""),
                    value, "400", reply)
    reply = here.call("POST", body={**members.new(here.release, "x"), "name": None, "status": 5})
    report.case(f"{here.release}: all that is wrong with a new customer is named", reply.status == 400 and all(
        each in reply.json()["message"] for each in ("status must be a string", "name is required")), got=reply)
    report.equal(f"{here.release}: nothing was written", tag, here.call("GET", f"/{base['id']}").headers["etag"])
    for lacking in {"v3": ("name",), "v4": ("name", "engagedParty"), "v5": ("name", "engagedParty", "@type")}[here.release]:
        document = members.new(here.release, here.fresh())
        del document[lacking]
        reply = here.call("POST", body=document)
        report.case(f"{here.release}: without {lacking}",
                    reply.status == 400 and f"{lacking} is required" in reply.json()["message"], got=reply)
        reply = here.call("PATCH", f"/{base['id']}", {lacking: None})
        if lacking != "@type":
            report.case(f"{here.release}: {lacking} taken away", reply.status == 400, got=reply)


def selections(report, here, _):
    """`fields`: names, paths, none."""
    email = members.medium(here.release, "email", "EmailContactMedium", True, emailAddress="sel@example.org")
    made = here.make(statusReason="why", contactMedium=[email])
    always = ALWAYS[here.release]
    for query, more in (("none", {"id", "href"}), ("name", {"name"}), ("name,statusReason", {"name", "statusReason"}),
                        ("id", {"id"}), ("nothing", set()), ("contactMedium", {"contactMedium"}),
                        ("engagedParty", {"engagedParty"}), ("name&fields=status", {"name", "status"})):
        shown = here.get(made["id"], f"?fields={query}")
        report.equal(f"{here.release} fields={query}", always | more, set(shown))
    path = "contactMedium.characteristic.emailAddress" if here.release != "v5" else "contactMedium.emailAddress"
    shown = here.get(made["id"], f"?fields={path}")["contactMedium"][0]
    report.equal(f"{here.release} fields={path}",
                 {"v3": {"characteristic"}, "v4": {"mediumType", "characteristic"}, "v5": {"emailAddress"}}[here.release],
                 set(shown) - {"@type"})
    for query in ("fields=a..b", "fields=", "unknown=1", "limit=5"):
        report.equal(f"{here.release} GET one with {query}", 400, here.call("GET", f"/{made['id']}?{query}").status)


def pages(report, here, _):
    """offset, limit and sort: 200 for all of them, 206 for a part, and links that lead through."""
    whole = here.call("GET", "?limit=1000&sort=id")
    total = int(whole.headers["x-total-count"])
    report.equal(f"{here.release}: all of them", (200, total), (whole.status, len(json.loads(whole.text))))
    names = [each["name"] for each in json.loads(whole.text)]
    ids = [each["id"] for each in json.loads(whole.text)]
    for size in (1, 2, 7, total - 1):
        part = here.call("GET", f"?limit={size}&fields=none")
        report.equal(f"{here.release}: {size} of them", (206, str(size), str(total)),
                     (part.status, part.headers["x-result-count"], part.headers["x-total-count"]))
    last = here.call("GET", f"?offset={total - 1}&limit=5&fields=none")
    report.equal(f"{here.release}: the last", (206, ids[-1:]), (last.status, [each["id"] for each in json.loads(last.text)]))
    report.equal(f"{here.release}: behind the last", (206, []),
                 (lambda reply: (reply.status, json.loads(reply.text)))(here.call("GET", f"?offset={total}")))
    found, target = [], "?limit=9&fields=none&sort=id"
    while target:
        reply = here.call("GET", target)
        found += [each["id"] for each in json.loads(reply.text)]
        following = [link for link in reply.headers["link"].split(", ") if 'rel="next"' in link]
        target = "?" + following[0].split("?")[1].split(">")[0] if following else None
    report.equal(f"{here.release}: the links lead through all", ids, found)
    for order, due in (("name", sorted(names)), ("-name", sorted(names, reverse=True)), ("%2Bname", sorted(names))):
        got = [each["name"] for each in json.loads(here.call("GET", f"?limit=1000&sort={order}&fields=name").text)]
        report.equal(f"{here.release} sort={order}", due, got)
    several(report, here)
    for query in ("limit=0", "limit=1001", "offset=-1", "limit=x", "sort=statusReason", "sort=name,name", "sort=name,", "sort=name,status", "limit=1&limit=2", "nonsense=1",
                  "name.regex=(", "name.regex=" + "x" * 201, "&".join(f"name.gt={each}" for each in range(60))):
        report.equal(f"{here.release} list with {query}", 400, here.call("GET", f"?{query}").status)
    begun = here.http.send("POST", "/v1/session", json.dumps({"name": "username", "password": "password"}),
                           {"Content-Type": "application/json"})
    within = {"Cookie": begun.headers["set-cookie"].split(";")[0], "X-CSRF-Token": begun.json()["csrf"]}
    for pattern, status in (("(", 400), ("nothing", 200)):
        reply = here.http.send("GET", f"{here.base}/customer?name.regex={pattern}", None, within)
        report.equal(f"{here.release} list with the pattern {pattern} in a session", status, reply.status, reply)
    reply = here.http.send("GET", f"{here.base}/customer?name.regex=(", None, {})
    report.equal(f"{here.release} list with a bad pattern of a stranger", 401, reply.status, reply)


def several(report, here):
    """sort by several members: each counts among what is equal before it."""
    for name, description in (("b", "same"), ("a", "same"), ("c", "other"), ("d", "same"), ("a", "other")):
        here.make(description=description, role=name)
    whole = json.loads(here.call("GET", "?limit=1000").text)
    keys = {"id": lambda each: int(each["id"]), "name": lambda each: each["name"],
            "description": lambda each: each.get("description", "")}
    for order in ("description,-name", "-description,name", "description,-id", "-name,description", "id,name",
                  "-description,-id,name", "%2Bdescription,-name,id"):
        due = whole
        for part in reversed(order.replace("%2B", "").split(",")):
            due = sorted(due, key=keys[part.lstrip("-")], reverse=part.startswith("-"))
        due = [each["id"] for each in due]
        reply = here.call("GET", f"?limit=1000&sort={order}&fields=none")
        report.equal(f"{here.release} sort={order}", (200, due), (reply.status, [each["id"] for each in json.loads(reply.text)]))
        reply = here.call("GET", f"?limit=3&offset=2&sort={order}&fields=none")
        report.equal(f"{here.release} sort={order}: a page", (206, due[2:5], str(len(due))),
                     (reply.status, [each["id"] for each in json.loads(reply.text)], reply.headers["x-total-count"]))
    reply = here.call("GET", "?limit=1000&description=same&sort=description,-id")
    report.equal(f"{here.release}: filtered and sorted by several", sorted(
        (int(each["id"]) for each in whole if each.get("description") == "same"), reverse=True),
                 [int(each["id"]) for each in json.loads(reply.text)])


def patches(report, here, _):
    """The media types of PATCH, conditions, rehearsals and keys."""
    made = here.make(statusReason="a", characteristic=[
        members.characteristic(here.release, "colour", "red", "StringCharacteristic"),
        members.characteristic(here.release, "website", "www.example.org", "StringCharacteristic")])
    at = f"/{made['id']}"
    for media in ("application/json", "application/merge-patch+json", "application/json;charset=utf-8"):
        reply = here.call("PATCH", at, {"statusReason": media}, media)
        report.equal(f"{here.release} {media}", (CHANGED[here.release], media), (reply.status, reply.json()["statusReason"]))
    patch = "application/json-patch+json"
    for operations, status, member, value in (
            ([{"op": "replace", "path": "/statusReason", "value": "b"}], 200, "statusReason", "b"),
            ([{"op": "test", "path": "/statusReason", "value": "other"}], 409, None, None),
            ([{"op": "add", "path": "/agreement",
               "value": [members.reference(here.release, "AgreementRef", id="1")]}], 200, "agreement",
             [members.reference(here.release, "AgreementRef", id="1")]),
            ([{"op": "remove", "path": "/agreement"}], 200, "agreement", None),
            ([{"op": "remove", "path": "/name"}], 400, None, None),
            ([{"op": "remove", "path": "/engagedParty"}], 200 if here.release == "v3" else 400, None, None),
            ([{"op": "replace", "path": "/id", "value": "7"}], 400, None, None),
            ([{"op": "replace", "path": "/href", "value": "x"}], 400, None, None),
            ([{"op": "replace", "path": "/nothing/here", "value": "x"}], 400, None, None),
            ({"op": "remove"}, 400, None, None), ([{"op": "grow", "path": "/name"}], 400, None, None),
            ([{"op": "copy", "from": "/name", "path": "/statusReason"}], 200, "statusReason", made["name"])):
        reply = here.call("PATCH", at, operations, patch)
        report.equal(f"{here.release} {operations}", CHANGED[here.release] if status == 200 else status, reply.status, reply)
        if member:
            report.equal(f"{here.release} {operations}: {member}", value, json.loads(reply.text).get(member))
    place = [each["name"] for each in here.get(made["id"])["characteristic"]].index("website")
    reply = here.call("PATCH", at, [{"op": "remove", "path": f"/characteristic/{place}"}], patch)
    report.equal(f"{here.release}: a JSON Patch takes a field away", [],
                 [each for each in reply.json()["characteristic"] if each["name"] == "website"])
    for media, body in (("text/plain", "{}"), ("application/xml", "<a/>")):
        report.equal(f"{here.release} {media}", 415, here.call("PATCH", at, body, media).status)
        report.equal(f"{here.release} POST {media}", 415, here.call("POST", "", body, media).status)
    for body in ("", "{", "[]", "5", '{"a":1,"a":2}'):
        report.equal(f"{here.release} body {body}", 400, here.call("POST", "", body or " ").status)
    tag = here.call("GET", at).headers["etag"]
    report.equal(f"{here.release} If-None-Match", 304, here.call("GET", at, headers={"If-None-Match": tag}).status)
    report.equal(f"{here.release} If-Match, other", 412,
                 here.call("PATCH", at, {"statusReason": "c"}, headers={"If-Match": '"999"'}).status)
    report.equal(f"{here.release} If-Match, held", CHANGED[here.release],
                 here.call("PATCH", at, {"statusReason": "c"}, headers={"If-Match": tag}).status)
    reply = here.call("PATCH", at, {"statusReason": "d"}, headers={"Patchbay-Rehearse": "true"})
    report.equal(f"{here.release}: a rehearsal", (CHANGED[here.release], "d", "true"),
                 (reply.status, reply.json()["statusReason"], reply.headers["patchbay-rehearsed"]))
    report.equal(f"{here.release}: a rehearsal writes nothing", "c", here.get(made["id"])["statusReason"])
    key = {"Idempotency-Key": f"{here.release} once"}
    first = here.call("POST", "", members.new(here.release, f"{here.release} keyed"), headers=key)
    second = here.call("POST", "", members.new(here.release, f"{here.release} keyed"), headers=key)
    report.equal(f"{here.release}: a key makes one customer", (201, first.body), (second.status, second.body))
    report.equal(f"{here.release}: an undo", 200, Native(here.http).call(
        "POST", f"/customers/{made['id']}/undo", {"version": int(tag.strip('"')) + 1}).status)


def ends(report, here, there):
    """What is refused, and the end of a customer."""
    made = here.make()
    at = f"/{made['id']}"
    for path in ("/999999", "/none", "/00000000-0000-4000-8000-ffffffffffff"):
        report.equal(f"{here.release} GET {path}", 404, here.call("GET", path).status)
        report.equal(f"{here.release} PATCH {path}", 404, here.call("PATCH", path, {"name": "x"}).status)
        report.equal(f"{here.release} DELETE {path}", 404, here.call("DELETE", path).status)
    for method, path in (("PUT", at), ("POST", at), ("DELETE", ""), ("PATCH", "")):
        report.equal(f"{here.release} {method} {path}", 405, here.call(method, path, {}).status)
    for headers in ({"Authorization": basic("username", "wrong")}, {"Authorization": "Bearer nothing"}):
        report.equal(f"{here.release} {headers}", 401, here.call("GET", at, headers=headers).status)
    report.equal(f"{here.release}: another base", 404,
                 here.http.send("GET", f"{here.base}/nothing", None, here.headers).status)
    report.equal(f"{here.release}: DELETE", 204, here.call("DELETE", at).status)
    for client in (here, there):
        report.equal(f"{here.release}: gone in {client.release}", 404, client.call("GET", at).status)
    report.equal(f"{here.release}: DELETE again", 404, here.call("DELETE", at).status)


TESTS = (accepted, refused, selections, pages, patches, filters, query_patches, ends, surviving, removed, hub, monitors, load)


ROW = re.compile(r'^MAPPED\("([^"]+)",\s*(\w+),\s*(\w+),\s*"([^"]*)"\)$', re.MULTILINE)


def documented(report):
    """docs/tmf629.md has the rows of mapping.def, as `telecom.py --write` puts them there."""
    rows = ROW.findall((harness.ROOT / "src/doors/tmf629/mapping.def").read_text(encoding="utf-8"))
    table = "\n".join(["| member | field | what it is |", "|---|---|---|",
                       *(f"| `{member}` | `{home}` | {meaning} |" for member, _, home, meaning in rows)]) + "\n"
    page = harness.ROOT / "docs/tmf629.md"
    text = page.read_text(encoding="utf-8")
    begin, end = text.index("| member |"), text.index("\n\n", text.index("| member |")) + 1
    if "--write" in sys.argv:
        page.write_text(text[:begin] + table + text[end:], encoding="utf-8")
        return
    report.case("the rows of mapping.def are read", len(rows) > 15)
    report.equal("docs/tmf629.md has its rows", table, text[begin:end])


def with_descriptions(report):
    """The descriptions by release, or nothing."""
    if not FOLDER.is_dir():
        report.skip("the cases of TMF629", "../shared/standards/tmf629 is missing")
        return None
    try:
        from descriptions import Description  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        report.skip("the cases of TMF629", f"{error}: install python3-jsonschema and python3-yaml")
        return None
    return {release: Description(FOLDER, release) for release in RELEASES}


def main():
    """All cases in each release, on one server each."""
    report = Report()
    described = with_descriptions(report)
    report.case("the cases are there", len(members.good("v4")) > 40)
    report.guard("documented", documented, report)
    for release in RELEASES if described else ():
        with harness.Server(CONFIG) as server:
            for test in TESTS:
                here = Client(report, server, described[release])
                there = Client(report, server, described[OTHER[release]])
                report.guard(f"{release} {test.__name__}", test, report, here, there)
                print(f"{release} {test.__name__}: {report.passed} passed, {report.failed} failed")
    report.end()


if __name__ == "__main__":
    main()
