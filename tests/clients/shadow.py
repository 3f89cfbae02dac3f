#!/usr/bin/env python3
"""`patchbay shadow`: planted differences are found at every door, none is false, and nothing is
written."""

import json
import signal
import statistics
import time

from door_list import each_door
from harness import Http, Native, Report, Server, basic, until
from remote import Shell
from shadow_near import Shadow, Vendor

# Doors that are no vendor's.
WITHOUT_CLIENTS = ("native", "mcp", "tmf629")
SIGNED = "auth_username=username;auth_password=password"
BASIC = {"Authorization": basic("username", "password")}
JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "application/xml"}
UUID = "00000000-0000-4000-8000-000000000101"


def command(customer, inner, secret="password"):
    """A command of m2mportal."""
    return ("POST", "/", f'<edit-customer version="1"><authentication><username>username</username><password>{secret}'
            f"</password></authentication><customer>{customer}</customer>{inner}</edit-customer>", XML)


def enswitch(call, query=""):
    """A request of enswitch."""
    return ("GET", f"/api/json/customers/{call}/?{SIGNED}{query}", None, {})


def everlytic(method, path, body=None):
    """A request of everlytic."""
    return (method, f"/api/2.0/customers{path}", body, {**BASIC, **(JSON if body else {})})


def flolive(method, path, token, body=None):
    """A request of flolive."""
    return (method, f"/api/v2/customer/{path}", body, {"Authorization": f"Bearer {token}", **(JSON if body else {})})


def token_of(port):
    """A token of flolive."""
    return Http(port).send("POST", "/api/v2/auth/token", json.dumps({"username": "username", "password": "password"}),
                           JSON).json()["content"][0]["token"]


def swap(old, new):
    """Changes the body of a reply."""
    def change(status, headers, body):
        assert old.encode() in body, (old, body)
        return status, headers, body.replace(old.encode(), new.encode(), 1)
    return change


def become(status=None, body=None, media=None):
    """Another status, body or media type."""
    def change(old_status, headers, old_body):
        if media:
            headers = {**headers, "Content-Type": media, "content-type": media}
            headers.pop("content-type")
        return status or old_status, headers, old_body if body is None else body.encode()
    return change


def without(path, name):
    """Takes a member out of the object at `path`."""
    def change(status, headers, body):
        tree = json.loads(body)
        at = tree
        for key in path:
            at = at[key]
        del at[name]
        return status, headers, json.dumps(tree).encode()
    return change


def value(path, name, new):
    """Sets a member of the object at `path`."""
    def change(status, headers, body):
        tree = json.loads(body)
        at = tree
        for key in path:
            at = at[key]
        at[name] = new
        return status, headers, json.dumps(tree).encode()
    return change


OK = '{"responses":[{"code":"200","key":"","message":"OK"}]}'


def planted_enswitch(_):
    """(request, change of the vendor's reply, the group that must be found)."""
    get, data = enswitch("get", ";id=101"), ["data"]
    wrong = enswitch("update", ";id=101;email=wrong")
    out = [(get, value(data, name, new), ("get", name, "value")) for name, new in (
        ("address1", "Tech Avenue 8"), ("email", "other@example.com"), ("balance", "312.41"), ("invoices_due", 31),
        ("locked", 1), ("currency", "EUR"), ("telephone", "1"), ("tax_number", "GB1"), ("description", "new"))]
    out += [(get, without(data, name), ("get", name, "missing_there"))
            for name in ("address2", "credit", "country", "bill_type")]
    out += [(get, become(status=202), ("get", "", "status")),
            (get, become(media="text/plain"), ("get", "", "content_type")),
            (get, become(body="<html>down</html>"), ("get", "", "unreadable_there")),
            (get, value(data, "id", 102), ("get", "", "customer")),
            (enswitch("update", ";id=101;fax=1"),
             become(body='{"responses":[{"code":"400","key":"fax","message":"fax is bad"}]}'),
             ("update", "", "accepted_here")),
            (wrong, become(body=OK), ("update", "", "refused_here")),
            (wrong, become(body='{"responses":[{"code":"404","key":"id","message":"id not found"}]}'),
             ("update", "", "refusal"))]
    return out


def planted_everlytic(_):
    """The same for everlytic."""
    get, item = everlytic("GET", "/101"), ["item"]
    wrong = everlytic("PUT", "/101", '{"status": "zz"}')
    out = [(get, value(item, name, new), ("get", name, "value")) for name, new in (
        ("address", "x"), ("postal_code", "1"), ("country", "SE"), ("telephone", "+44 1"), ("email", "a@b.example"), ("email_quota", 7), ("status", "off"))]
    out += [(get, without(item, name), ("get", name, "missing_there")) for name in ("industry", "website_url")]
    out += [(wrong, swap("must be one of", "should be one of"), ("update", "status", "refusal_text")),
            (wrong, become(status=200, body='{"item": {"id": 101}}'), ("update", "", "refused_here")),
            (everlytic("PUT", "/101", '{"email": "a@b.example"}'),
             become(status=400, body='{"error":{"code":"10400","message":"email is bad"}}'),
             ("update", "", "accepted_here")),
            (everlytic("GET", ""), swap('"collection":[', '"collection":[{"data":{"id":9999,"name":"More"}},'),
             ("list", "", "missing_here")),
            (everlytic("GET", "/101/packages"), become(status=200, body="{}"), ("none", "", "no_call"))]
    return out


FLOLIVE = (('"city": "Webberley"', '"city": "Leeds"', "address[0].city"),
           ('"zipCode": "ST3 5XA"', '"zipCode": "1"', "address[0].zipCode"),
           ('"firstName": "Paul"', '"firstName": "Saul"', "contact.firstName"),
           ('"paymentDueAfterInvoiceIssued": 30', '"paymentDueAfterInvoiceIssued": 31',
            "invoiceConfiguration.paymentDueAfterInvoiceIssued"),
           ('"currency": "GBP"', '"currency": "EUR"', "currency"))


def planted_flolive(token):
    """The same for flolive."""
    get, first = flolive("GET", UUID, token), ["content", 0]
    wrong = flolive("PATCH", UUID, token, '{"customerType": "zz"}')
    out = [(get, value(first, name, new), ("get", name, "value")) for name, new in (("name", "Local Trading"),)]
    out += [(get, swap(old, new), ("get", field, "value")) for old, new, field in FLOLIVE]
    out += [(get, without(first, "name"), ("get", "name", "missing_there")),
            (get, become(status=203), ("get", "", "status")),
            (get, become(status=404, body='{"errorCode": "CUST_1001", "errorMessage": "none", "content": []}'),
             ("get", "", "accepted_here")),
            (flolive("GET", UUID[:-3] + "999", token), become(status=200, body=json.dumps(
                {"errorCode": "", "content": [{"customerId": UUID}]})), ("get", "", "refused_here")),
            (wrong, become(body="no JSON"), ("update", "", "unreadable_there"))]
    return out


def planted_m2mportal(_):
    """The same for m2mportal."""
    good = command("Global Trading", "<website>www.a.example</website>")
    bad = command("Nobody Here", "<website>www.a.example</website>")
    refused = "<r><api-outcome>Invalid Content</api-outcome><error-description>website is bad</error-description></r>"
    return [(good, become(body=refused), ("update", "", "accepted_here")),
            (bad, become(body="<r><api-outcome>success</api-outcome></r>"), ("update", "", "refused_here")),
            (bad, swap("must exactly match", "must match"), ("update", "name", "refusal_text")),
            (good, become(status=201), ("update", "", "status")),
            (good, become(media="text/xml"), ("update", "", "content_type")),
            (good, become(body="<html>"), ("update", "", "unreadable_there"))]


PLANTED = each_door({"enswitch": planted_enswitch, "everlytic": planted_everlytic, "flolive": planted_flolive,
                     "m2mportal": planted_m2mportal}, WITHOUT_CLIENTS)


def planted(report, _, here):
    """Fifty differences, each found under its name, and no other."""
    count = 0
    for door, make in PLANTED.items():
        with Server() as there, Vendor(there.port) as vendor, Shadow(here.url, vendor.url, door) as shadow:
            client, wanted, cases = Http(shadow.port), {}, make(token_of(vendor.port))
            # Updates that the vendor takes leave values of the customer out, so reads come first.
            for request, change, group in sorted(cases, key=lambda each: each[2][0] == "update"):
                vendor.change = change
                client.send(*request)
                wanted[group] = wanted.get(group, 0) + 1
            vendor.change = None
            report.equal(f"{door}: {len(cases)} planted differences", wanted, shadow.groups())
            report.equal(f"{door}: exit code", 1, shadow.code)
        count += len(cases)
    report.case("fifty are planted", count >= 50, got=count)


def workload(token):
    """What clients do all day, by door."""
    return {
        "enswitch": [enswitch("get", ";id=101"), enswitch("list", ";limit=3"), enswitch("list", ";count=1"),
                     enswitch("get", ";id=99999"), enswitch("update", ";id=101;email=wrong;fax=2"),
                     enswitch("update", ";id=101;description=seen;validation=1"), enswitch("get", ";id=101;x=1"),
                     enswitch("update", ";id=101;description=new"), enswitch("get", ";id=101"),
                     enswitch("update", ";id=101;description=newer"), enswitch("list", ";limit=3"),
                     enswitch("create", ";parent=2;name=Made;plan=1"), enswitch("list", ";recursive=1"),
                     enswitch("update", ";id=102;name=Renamed"), enswitch("get", ";id=102"),
                     enswitch("delete", ";id=103"), enswitch("get", ";id=103"), enswitch("undelete", ";id=103"),
                     ("POST", "/api/json/customers/get/", f"{SIGNED}&id=101",
                      {"Content-Type": "application/x-www-form-urlencoded"}),
                     ("GET", "/api/json/user/login/?auth_username=username&auth_password=password", None, {})],
        "everlytic": [everlytic("GET", "/101"), everlytic("GET", ""), everlytic("GET", "/99999"),
                      everlytic("PUT", "/101", '{"status": "zz"}'), everlytic("PUT", "/101", "{"),
                      everlytic("PUT", "/101", '{"fax": "7"}'), everlytic("GET", "/101"),
                      everlytic("POST", "", '{"name": "Made There"}'), everlytic("GET", "?page=1"),
                      everlytic("DELETE", "/104"), everlytic("GET", "/104"), ("GET", "/api/2.0", None, BASIC),
                      ("GET", "/api/2.0/customers/101", None, {"Authorization": basic("username", "wrong")}),
                      ("GET", "/api/2.0/customers/101", None, {**BASIC, "If-None-Match": '"0"', "Cookie": "a=b"})],
        "flolive": [flolive("GET", UUID, token), flolive("GET", f"{UUID}/child-customers", token),
                    flolive("GET", UUID[:-3] + "999", token), flolive("PATCH", UUID, token, '{"name": 5}'),
                    flolive("PATCH", UUID, token, '{"name": "Global Trading"}'), flolive("GET", UUID, "wrong")],
        "m2mportal": [command("Global Trading", "<website>www.b.example</website>"), command("None", "<notes>x</notes>"),
                      command("Global Trading", "<nothing>1</nothing>"), ("POST", "/", "<edit-customer", XML),
                      command("Global Trading", "<notes>x</notes>", secret="wrong")],
    }


def customers(native):
    """All customers, also deleted ones."""
    return native.call("GET", "/customers?deleted=all&recursive=true&limit=1000").json()["items"]


def none_false(report, _, here):
    """Nothing differs where nothing was planted, also after changes; and nothing is written here."""
    native = Native(here)
    position = native.call("GET", "/changes?after=now").json()["next"]
    before = [(each["id"], each["version"]) for each in customers(native)]
    for door in PLANTED:
        with Server() as there, Shadow(here.url, there.url, door) as shadow:
            client, requests = Http(shadow.port), workload(token_of(there.port))[door]
            for request in requests:
                reply = client.send(*request)
                report.case(f"{door}: {request[1]} is answered", reply.status < 500, got=reply)
            report.equal(f"{door}: nothing differs", {}, shadow.groups())
            report.equal(f"{door}: exit code", 0, shadow.code)
            done = shadow.report["compared"] + sum(shadow.report["not_compared"].values())
            report.equal(f"{door}: each is accounted for", len(requests), done)
            report.case(f"{door}: most are compared", shadow.report["compared"] * 2 > len(requests),
                        got=shadow.report)
    report.equal("nothing is written here", before, [(each["id"], each["version"]) for each in customers(native)])
    last = native.call("GET", f"/changes?after={position}").json()
    report.equal("and no change was committed", [], last["items"])


def secrets(report, vendor, here):
    """A secret is in no report, nor are credentials."""
    with Shadow(here.url, vendor.url, "enswitch") as shadow:
        vendor.change = value(["data"], "merchant_password", "plain-text-secret")
        Http(shadow.port).send(*enswitch("get", ";id=101"))
        vendor.change = become(body='{"responses":[{"code":"400","key":"","message":"not 4111111111111111"}]}')
        Http(shadow.port).send(*enswitch("update", ";id=101;email=wrong;creditcard_number=4111111111111111"))
        vendor.change = None
        text = json.dumps(shadow.end())
        report.case("no secret in the report", "plain-text-secret" not in text and "4111111" not in text
                    and "auth_password=password" not in text and "****" in text, got=text)


def noise(report, vendor, here):
    """What differs between two reads of the vendor is learned, and what was told to be ignored is."""
    ticks = iter(range(10**6))

    def change(status, headers, body):
        return value(["data"], "balance", f"{next(ticks)}.00")(*value(["data"], "fax", "9")(status, headers, body))

    with Shadow(here.url, vendor.url, "enswitch", "--reread") as shadow:
        vendor.change = change
        for _ in range(3):
            Http(shadow.port).send(*enswitch("get", ";id=101"))
        # What waits is compared at the end, so the vendor must still answer.
        report.equal("a real difference stays", {("get", "fax", "value"): 3}, shadow.groups())
        report.equal("noise is named", ["balance"], [each["field"] for each in shadow.report["noise"]])
    with Shadow(here.url, vendor.url, "enswitch", "--ignore", "balance", "--ignore", "fax:value") as shadow:
        Http(shadow.port).send(*enswitch("get", ";id=101"))
        report.equal("ignored", ({}, 0), (shadow.groups(), shadow.code))
    vendor.change = None


def reports(report, vendor, here):
    """SIGUSR1 writes what was found so far, to a file too; and people can read it."""
    file = here.folder / "shadow.json"
    with Shadow(here.url, vendor.url, "enswitch", "--report", str(file), as_json=False) as shadow:
        vendor.change = value(["data"], "email", "x@y.example")
        Http(shadow.port).send(*enswitch("get", ";id=101"))
        vendor.change = None

        def asked():
            shadow.process.send_signal(signal.SIGUSR1)
            return json.loads(file.read_text()) if file.exists() else {"compared": 0}

        found = until(asked, lambda each: each["compared"] == 1)
        report.equal("the file", ("enswitch", "get", "email", "value", 1),
                     tuple(found["groups"][0][name] for name in ("door", "call", "field", "cause", "count")))
        report.equal("only its owner reads it", 0o600, file.stat().st_mode & 0o777)
        shadow.process.send_signal(signal.SIGINT)
        out, _ = shadow.process.communicate(timeout=60)
        shadow.code = shadow.process.returncode
        report.case("for people", shadow.code == 1 and "1 compared, 0 the same" in out and
                    '1 × get email value: there "x@y.example", here "' in out, got=out)


def usage(report, vendor, here):
    """What is wrong on the command line is said before anything listens."""
    with Shell(here.url) as shell:
        for words, said in ((("--door", "native"), "--door must be"), (("--door", "enswitch", "--listen", "x"), "--listen"),
                            (("--door", "enswitch", "--upstream", "ftp://x"), "http"),
                            (("--door", "flolive", "--same-credentials"), "tokens"),
                            (("--door", "enswitch", "--listen", "192.0.2.1:1"), "Cannot listen"),
                            (("--door", "enswitch", "--authorities", "/nowhere"), "/nowhere"),
                            (("--door", "enswitch", "--report", "/nowhere/x.json"), "/nowhere"),
                            (("--door", "enswitch", "--upstream", here.url), "the server of the profile")):
            given = {"--listen": "127.0.0.1:0", "--upstream": vendor.url}
            more = [each for name, text in given.items() if name not in words for each in (name, text)]
            code, out, errors = shell("shadow", *more, *words)
            report.case(f"{words}", code == 2 and said in errors and not out, got=errors)


def latency(report, vendor, here):
    """What is added, in pairs, straight to the server behind and through the shadow."""
    del vendor
    request = enswitch("get", ";id=101")
    with Server() as behind, Shadow(here.url, behind.url, "enswitch", "--queue", "100000") as shadow:
        near, through = Http(behind.port), Http(shadow.port)
        times = ([], [])
        for _ in range(600):
            for client, kept in ((near, times[0]), (through, times[1])):
                began = time.perf_counter()
                client.send(*request)
                kept.append((time.perf_counter() - began) * 1000)
        cuts = [statistics.quantiles(each, n=100) for each in times]
        added = [through - near for near, through in zip(*cuts)]
        print(f"added by the shadow: p50 {added[49]:.2f} ms, p99 {added[98]:.2f} ms; "
              f"straight p50 {cuts[0][49]:.2f} ms, p99 {cuts[0][98]:.2f} ms")
        report.case("little is added", added[49] < 100, got=added[49])


def main():
    """All of it, against two demos: the vendor's and ours."""
    report = Report()
    for part in (none_false, planted, secrets, noise, reports, usage, latency):
        with Server() as there, Server() as here, Vendor(there.port) as vendor:
            report.guard(part.__name__, part, report, vendor, here)
    report.end()


if __name__ == "__main__":
    main()
