#!/usr/bin/env python3
"""Replies that do not mislead: filters that name nothing, the state of requests, numbers found by
their last digits and by former values, and messages that name every problem and its position."""

import html.parser
import json
import urllib.parse

import near  # noqa: F401
import harness
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import M2mportal
from door_list import DOORS
from harness import Http, Native, basic, uuid_of

HERE = "/customers/101"
NOBODY = uuid_of(4711)


def detail(reply):
    """The detail text of a native refusal."""
    return reply.json().get("detail", "")


def ids(reply):
    """The ids in a native list."""
    return [item["id"] for item in reply.json()["items"]]


def a01_filters_name_something(report, server):
    """Every filter of every native list: an unknown name is refused, with the nearest known one."""
    native = Native(server)
    native.patch(101, {"notes": "to be found"})
    for path, name, value, words in (
            (f"{HERE}/history", "field", "telefone", "field must be"),
            (f"{HERE}/history", "field", "nots", "the nearest known name is notes"),
            (f"{HERE}/history", "field", "contacts/telephon", "contacts/telephone"),
            (f"{HERE}/history", "field", f"contacts/{NOBODY}/colour", "field must be"),
            (f"{HERE}/history", "door", "fololive", "the nearest known name is flolive"),
            (f"{HERE}/history", "principal", "", "must not be empty"),
            ("/changes", "principal", "", "must not be empty"),
            ("/customers", "name", "", "must not be empty"),
            (f"{HERE}/history", "field", "telephon", "the nearest known name is telephone"),
            (f"{HERE}/history", "principal", "usernam", "the nearest known name is username"),
            (f"{HERE}/history", "principal", "nobody", "names no principal"),
            (f"{HERE}/history", "request", NOBODY, "names no request"),
            (f"{HERE}/history", "request", "7", "must be a UUID"),
            ("/changes", "door", "enswich", "the nearest known name is enswitch"),
            ("/changes", "principal", "nobody", "names no principal"),
            ("/changes", "principal", "roott", "the nearest known name is root"),
            ("/changes", "request", NOBODY, "names no request"),
            ("/customers", "status", "activ", "the nearest known name is active"),
            ("/customers", "status", "deleted", "status must be one of active, suspended, off"),
            ("/customers", "order", "nam", "the nearest known name is name"),
            ("/customers", "deleted", "ture", "deleted must be one of"),
            ("/customers", "telephon", "1", "the nearest known name is telephone")):
        reply = native.call("GET", f"{path}?{name}={urllib.parse.quote(value, safe='')}")
        report.case(f"{path}?{name}={value}", reply.status == 422 and words in detail(reply),
                    expected=f"422 {words}", got=reply)
    reply = native.call("GET", "/references/musik")
    report.case("a kind of reference", reply.status == 404 and "music" in detail(reply), got=reply)
    for body, words in (({"principal": "nobody", "from": "2020-01-01T00:00:00Z"}, "principal names no"),
                        ({"principal": "usernam", "from": "2020-01-01T00:00:00Z"}, "username"),
                        ({"request": NOBODY}, "request")):
        reply = native.call("POST", "/undo", body)
        report.case(f"undo of {body}", reply.status in (404, 422) and words in detail(reply), got=reply)


def a02_filters_that_find_nothing(report, server):
    """A filter that names something known but matches nothing gives an empty list."""
    native = Native(server)
    for target in (f"{HERE}/history?field=fax", f"{HERE}/history?door=m2mportal",
                   f"{HERE}/history?principal=username", f"{HERE}/history?from=2999-01-01T00:00:00Z",
                   f"{HERE}/history?principal=demo&from=2999-01-01T00:00:00Z",
                   "/changes?door=cli", "/changes?principal=branch",
                   "/changes?from=2999-01-01T00:00:00Z", "/customers?status=off&q=nowhere"):
        reply = native.call("GET", target)
        report.equal(target, (200, []), (reply.status, reply.json().get("items")))


def a03_a_field_of_any_part(report, server):
    """`field=telephone` means that of any contact; a customer's own field keeps its meaning."""
    native = Native(server)
    made = native.make("Of parts", fax="+44 20 7946 0000")
    here = f"/customers/{made['id']}"
    contact, address = uuid_of(61), uuid_of(62)
    native.patch(made["id"], {"contacts": {contact: {"type": "owner", "role": "none",
                                                     "telephone": "+44 20 7946 0001"}}})
    native.patch(made["id"], {"addresses": {address: {"type": "main", "street": "High Street"}}})
    native.patch(made["id"], {"type": "business"})
    for field, versions in (("telephone", [2]), ("contacts/telephone", [2]), ("contacts", [2]),
                            (f"contacts/{contact}", [2]), (f"contacts/{contact}/telephone", [2]),
                            (f"contacts/{NOBODY}", []), ("street", [3]), ("addresses", [3]),
                            ("addresses/street", [3]), ("type", [4]), ("fax", [1]), ("email", [])):
        reply = native.call("GET", f"{here}/history?field={field}")
        report.equal(f"field={field}", versions,
                     [item["version"] for item in reply.json().get("items", ["?"])])


def a04_names_of_principals(report, server):
    """Former names of principals are found. Names out of reach are revealed to nobody."""
    root, own = Native(server), Native(server, "username")
    made = root.call("POST", "/principals", {"name": "carol", "home": 2, "password": "correct horse",
                                             "roles": ["reseller"]}).json()
    carol = Native(server, "carol", "correct horse")
    carol.patch(103, {"notes": "by carol"})
    root.call("PATCH", f"/principals/{made['id']}", {"name": "caroline"})
    for name in ("carol", "caroline"):
        reply = own.call("GET", f"/customers/101/history?principal={name}")
        report.equal(f"{name} has done nothing here", (200, []), (reply.status, reply.json().get("items")))
    report.equal("by the name it was done under", ["by carol"],
                 [item["changes"][0]["after"]
                  for item in own.call("GET", "/changes?principal=carol").json()["items"]])
    root.call("DELETE", f"/principals/{made['id']}")
    for target in ("/customers/101/history?principal=carol", "/changes?principal=caroline"):
        report.equal(f"{target} of the deleted", 200, own.call("GET", target).status)
    undone = own.call("POST", "/undo?dry_run=true",
                      {"principal": "carol", "from": "2020-01-01T00:00:00Z"})
    report.equal("undone under the name it had", (200, 103),
                 (undone.status, json.loads(undone.text.splitlines()[0]).get("customer")))
    # `outsider` exists but is out of reach. No reply may reveal that.
    for target in ("/customers/101/history?principal={}", "/changes?principal={}"):
        told = [own.call("GET", target.format(name)) for name in ("outsider", "outsidfr")]
        report.equal(f"{target} out of reach", (422, told[1].text), (told[0].status, told[0].text))
        report.case("and no name is suggested", "nearest" not in told[1].text, got=told[1])
    told = [own.call("POST", "/undo", {"principal": name, "from": "2020-01-01T00:00:00Z"})
            for name in ("outsider", "outsidfr")]
    report.equal("undo out of reach", (422, told[1].text), (told[0].status, told[0].text))
    # A principal above who has changed something within reach appears in its history.
    root.patch(103, {"notes": "by root"})
    reply = own.call("GET", "/customers/103/history?principal=root")
    report.equal("somebody from above, where it acted", 1, len(reply.json()["items"]))
    report.equal("where it did not", 422,
                 own.call("GET", "/customers/124/history?principal=root").status)


def a05_requests(report, server):
    """The state of a request, for everybody who can reach its customer; the same through history
    and feed."""
    root, own = Native(server), Native(server, "username")
    outside = Native(server, "outsider")
    flolive = Flolive(server)
    flolive.sign_in()
    reply = flolive.call("PATCH", f"/api/v2/customer/{uuid_of(102)}", {"vatRegistrationNumber": "SE1"})
    request = reply.json()["content"][0]["requestId"]
    for who, native in (("its sender", own), ("root", root), ("a colleague", Native(server, "user"))):
        told = native.call("GET", f"/requests/{request}").json()
        report.equal(f"{who} is told", ("done", "changed", 102, "flolive", "username", "amend",
                                        [{"path": "tax_number", "before": None, "after": "SE1"}]),
                     tuple(told.get(key) for key in ("status", "outcome", "customer", "door",
                                                     "principal", "action", "changes")))
    for number in (request, NOBODY):
        report.equal("out of reach and unknown are one", 404,
                     outside.call("GET", f"/requests/{number}").status)
    report.equal("in the same words", outside.call("GET", f"/requests/{request}").text,
                 outside.call("GET", f"/requests/{NOBODY}").text)
    same = root.call("PATCH", "/customers/102", {"tax_number": "SE1"},
                     headers={"Patchbay-Reason": "twice"}).headers["patchbay-request"]
    told = own.call("GET", f"/requests/{same}").json()
    report.equal("nothing had to change", ("unchanged", [], None),
                 (told["outcome"], told["changes"], told.get("principal")))
    entry = own.call("GET", f"/customers/102/history?request={request}").json()["items"]
    report.equal("by history", [request], [item["request"] for item in entry])
    page = own.call("GET", f"/changes?request={request}").json()
    report.equal("by the feed", [(102, request)],
                 [(item["customer"], item["request"]) for item in page["items"]])
    report.equal("of another customer", 422,
                 own.call("GET", f"/customers/103/history?request={request}").status)
    report.equal("out of reach by the feed", 422,
                 outside.call("GET", f"/changes?request={request}").status)
    item = page["items"][0]
    for query, found in ((f"principal=username&from={item['time']}", True),
                         (f"principal=username&to={item['time']}", False),
                         ("principal=username&door=flolive&from=2020-01-01T00:00:00Z", True)):
        items = own.call("GET", f"/changes?{query}").json()["items"]
        report.equal(f"changes?{query}", found, request in [each["request"] for each in items])


def a06_numbers(report, server):
    """Telephone numbers are found by their last four or more digits, and by former values."""
    native = Native(server)
    contact = uuid_of(71)
    made = native.make("Numbered", contacts={contact: {
        "type": "owner", "role": "none", "telephone": "+44 (1782) 555-7701"}})
    one = [made["id"]]

    def found(query):
        return ids(native.call("GET", f"/customers?{query}"))

    for number in ("7701", "557701", "5557701", "1782%20555%207701", "%2B441782555%207701"):
        report.equal(f"by the end {number}", one, found(f"telephone={number}"))
    for number in ("701", "441782", "555770", "0441782557701"):
        report.equal(f"{number} is no end of four", [], found(f"telephone={number}"))
    native.patch(made["id"], {"contacts": {contact: {"telephone": "+44 1782 555 8802"}}})
    report.equal("the old one is gone", [], found("telephone=5557701"))
    reply = native.call("GET", "/customers?telephone=5557701&former=true").json()
    report.equal("and found as what it was", (one, one[0], "+44 (1782) 555-7701", 2),
                 ([item["id"] for item in reply["items"]],
                  *(reply["former"][0][key] for key in ("customer", "value", "version"))))
    reply = native.call("GET", "/customers?telephone=5558802&former=true").json()
    report.equal("what it has is not marked", (one, False),
                 ([item["id"] for item in reply["items"]], "former" in reply))
    report.equal("reach holds", [], ids(Native(server, "outsider").call(
        "GET", "/customers?telephone=5557701&former=true")))
    report.equal("it needs something to search for", 422, native.call("GET", "/customers?former=true").status)
    selection = {"select": {"telephone": "5557701", "former": True}, "patch": {"notes": "x"}}
    report.equal("nobody is changed for it", 422, native.call("POST", "/bulk", selection).status)


def a06_former_values(report, server):
    """A customer is found by what it once had, in every field that is searched by its value."""
    native = Native(server)
    contact = uuid_of(72)
    made = native.make("Formerly Limited", card_number="4111111111111111", external_id="FORM-1", account="F-ACC", bill_ref="F-BILL",
                       tax_number="F-TAX", technical_contact="tech@formerly.example",
                       contacts={contact: {"type": "owner", "role": "none",
                                           "email": "paul@formerly.example",
                                           "telephone": "+44 1782 555 6601"}})
    native.patch(made["id"], {
        "name": "Latterly Limited", "external_id": "LAT-1", "account": None, "bill_ref": "L-BILL",
        "tax_number": None, "technical_contact": None, "card_number": None,
        "contacts": {contact: {"email": None, "telephone": None}}})
    other = native.make("Formerly Else")
    for parameter, value, path, was in (
            ("name_prefix", "formerly%20LIM", "name", "Formerly Limited"),
            ("external_id", "form-1", "external_id", "FORM-1"),
            ("account", "f-acc", "account", "F-ACC"),
            ("bill_ref", "F-BILL", "bill_ref", "F-BILL"),
            ("tax_number", "F-TAX", "tax_number", "F-TAX"),
            ("email", "TECH%40formerly.example", "technical_contact", "tech@formerly.example"),
            ("email", "paul%40formerly.example", f"contacts/{contact}/email",
             "paul@formerly.example"),
            ("telephone", "6601", f"contacts/{contact}/telephone", "+44 1782 555 6601")):
        query = f"{parameter}={value}"
        report.equal(f"{query}: nobody has it", [], ids(native.call("GET", f"/customers?{query}")))
        for asked in (query, f"q={value}"):
            page = native.call("GET", f"/customers?{asked}&former=true").json()
            report.equal(f"{asked}: who had it, and what", ([made["id"]], [(path, was, 2)]),
                         ([item["id"] for item in page["items"]],
                          [(each["path"], each["value"], each["version"])
                           for each in page.get("former", [])]))
    page = native.call("GET", "/customers?q=formerly&former=true&limit=1").json()
    report.equal("who has it and who had it stand in one list", ([made["id"]], True),
                 ([item["id"] for item in page["items"]], "former" in page))
    rest = native.call("GET", f"/customers?q=formerly&former=true&cursor={page['next']}").json()
    report.equal("and each once", ([other["id"]], False),
                 ([item["id"] for item in rest["items"]], "former" in rest))
    report.equal("a secret is not found by what it was", [], ids(native.call(
        "GET", "/customers?q=4111111111111111&former=true")))
    report.equal("reach holds", [], ids(Native(server, "outsider").call(
        "GET", "/customers?q=formerly&former=true")))


def a07_every_problem(report, server):
    """Every door reports every problem, in its own envelope."""
    many = {"website": "x" * 999, "notes": "y" * 9999}
    native = Native(server)
    words = detail(native.call("PATCH", HERE, {"website": "x" * 999, "notes": "y" * 9999}))
    report.case("native", "website must" in words and "notes must" in words, got=words)
    answer = M2mportal(server).update({"id": 101, "name": "Global Trading"}, many)
    report.case("m2mportal", "website must" in answer.words and "notes must" in answer.words,
                got=answer)
    answer = Flolive(server).patch(uuid_of(101), {"name": "", "type": "x"})
    report.case("flolive", "name " in answer.words and "type must" in answer.words, got=answer)
    answer = Everlytic(server).update({"id": 101}, {"industry": "x", "email": "y"})
    report.case("everlytic", "industry must" in answer.words and "email must" in answer.words,
                got=answer)
    answer = Enswitch(server).update({"id": 101}, {"timezone": "x", "currency": "y"})
    report.case("enswitch", "timezone must" in answer.words and "currency must" in answer.words,
                got=answer)


def a08_where_reading_stopped(report, server):
    """Syntax errors name line and column, or the character of a line."""
    http = Http(server.port)
    json_body = '{\n "name": "é" x\n}'
    signed = {"Authorization": basic("username", "password"), "Content-Type": "application/json"}
    flolive = Flolive(server)
    flolive.sign_in()
    xml = {"Content-Type": "application/xml"}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for name, words, reply in (
            ("native", "line 2, column 14", http.send("PATCH", "/v1/customers/101", json_body, signed)),
            ("everlytic", "line 2, column 14", http.send("PUT", "/api/2.0/customers/101", json_body, signed)),
            ("flolive", "line 2, column 14",
             flolive.call("PATCH", f"/api/v2/customer/{uuid_of(101)}", json_body)),
            ("m2mportal", "line 2, column ", http.send("POST", "/", "<edit-customer>\n <a></b>", xml)),
            ("XML-RPC", "line 2, column ",
             http.send("POST", "/api/2.0/xmlrpc", "<methodCall>\n <a></b>",
                       {**signed, "Content-Type": "text/xml"})),
            ("a form", "character 4", http.send("POST", "/api/json/customers/update/", "id=%zz", form)),
            ("a query", "character 6", http.send("GET", "/v1/customers?name=%zz", None, signed))):
        report.case(f"{name} says where", words in reply.text, expected=words, got=reply)
    lines = '{"id":101,"patch":{"notes":"x"}}\n\n{"id":102,"patch":{"notes":}}\n'
    reply = http.send("POST", "/v1/bulk?dry_run=true", lines,
                      {**signed, "Content-Type": "application/x-ndjson"})
    report.case("a line of many says which", "line 3, column 28" in reply.text, got=reply)
    reply = http.send("PATCH", "/v1/customers/101", '{"a":{"b":1,"b":2}}', signed)
    report.case("a key given twice is named", "a.b" in reply.text and "column" in reply.text, got=reply)


def a09_no_false_hope(report, server):
    """A permanent error is never answered with a retry hint, and no name is suggested that is not
    near."""
    http = Http(server.port)
    flolive = Flolive(server)
    flolive.sign_in()
    for name, reply in (
            ("an unknown path", flolive.call("GET", "/api/v2/nothing")),
            ("a wrong method", flolive.call("DELETE", f"/api/v2/customer/{uuid_of(101)}")),
            ("another type", flolive.call("PATCH", f"/api/v2/customer/{uuid_of(101)}", "x",
                                          {"Content-Type": "text/plain"})),
            ("everlytic", http.send("GET", "/api/2.0/nothing")),
            ("enswitch", http.send("GET", "/api/json/nothing")),
            ("m2mportal", http.send("PUT", "/", "x"))):
        report.case(f"{name} is not to be tried again",
                    reply.status >= 200 and "try again" not in reply.text.lower(), got=reply)
    answer = Enswitch(server).update({"id": 101}, {"foo": "1"})
    report.case("foo is near nothing", "foo is not known here." in answer.words, got=answer)
    answer = Enswitch(server).update({"id": 101}, {"fxa": "1"})
    report.case("fxa is near fax", "nearest known name is fax" in answer.words, got=answer)
    native = Native(server)
    made = native.make("Undone")
    native.patch(made["id"], {"notes": "a"})
    undo = f"/customers/{made['id']}/undo"
    native.call("POST", undo, {"version": 2})
    reply = native.call("POST", undo, {"version": 2})
    report.case("twice undone says so", reply.status == 409
                and "notes was already undone by version 3" in detail(reply), got=reply)
    reply = native.call("POST", undo, {"version": 9})
    report.case("a version out of range tells both ends", "from 1 to 3" in detail(reply), got=reply)
    reply = native.call("POST", "/bulk", {"select": {"below": 2}, "patch": {"notes": "x"},
                                          "max_affected": 1})
    report.case("a bulk's bound names its parameter",
                detail(reply) == "max_affected is 1, and more customers would be changed: raise it to allow that",
                got=reply)
    reply = native.call("PATCH", HERE, {"seconds_left": -1})
    report.case("a number out of range tells both ends",
                "from 0 to 9223372036854775807" in detail(reply), got=reply)


class Page(html.parser.HTMLParser):
    """The links and the elements of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for key, value in attrs if key in ("href", "src")]


def a10_a_browser(report, server):
    """A browser at / gets a page whose links all work. Other clients reach the door of m2mportal.
    """
    http = Http(server.port)
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    reply = http.send("GET", "/", None, browser)
    page = Page(reply.text)
    report.equal("a page", (200, "text/html"), (reply.status, reply.media))
    policy = reply.headers.get("content-security-policy", "")
    report.case("with a strict policy", "default-src 'none'" in policy and "unsafe" not in policy, got=policy)
    report.equal("nothing that runs or is fetched", set(),
                 page.tags & {"script", "link", "img", "iframe", "style", "form", "object"})
    for door in DOORS:
        report.case(f"it names {door}", door in reply.text)
    report.case("it links to the API, health and documents",
                {"/openapi.json", "/healthz", "/readyz", "/docs/fields"} <= set(page.links), got=page.links)
    for link in page.links:
        report.equal(f"{link} works", (200, True),
                     (http.send("GET", link, None, browser).status, link.startswith("/")))
    head = http.send("HEAD", "/", None, browser)
    report.equal("HEAD", (200, b""), (head.status, head.body))
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "text/html;q=0, application/xml"}):
        reply = http.send("GET", "/", None, headers)
        report.case(f"{headers} meets m2mportal", reply.status == 405 and "api-outcome" in reply.text, got=reply)
    report.case("a POST is a command, whatever it accepts", "api-outcome" in http.send(
        "POST", "/", "<x/>", {**browser, "Content-Type": "application/xml"}).text)
    report.equal("documents are read only", 405, http.send("POST", "/docs/fields", "x").status)
    report.equal("no other documents", 404, http.send("GET", "/docs/../etc/passwd").status)


TESTS = [a01_filters_name_something, a02_filters_that_find_nothing, a03_a_field_of_any_part,
         a04_names_of_principals, a05_requests, a06_numbers, a06_former_values,
         a07_every_problem, a08_where_reading_stopped, a09_no_false_hope, a10_a_browser]

if __name__ == "__main__":
    harness.main(TESTS)
