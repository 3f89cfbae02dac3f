#!/usr/bin/env python3
"""HTTP as RFC 9110 defines it and as common clients use it: methods, conditions, preferences,
hosts, times, method overrides, compressed bodies, and current names."""

import gzip
import json
import urllib.parse
import zlib

import near  # noqa: F401
import harness
from harness import Http, Native, basic, raw, uuid_of

CUSTOMER = 103
SIGNED = {"Authorization": basic("username", "password")}
JSON = {"Content-Type": "application/json", **SIGNED}
LOGIN = "auth_username=username;auth_password=password"
# Each with the method names of its door.
CHANGING = ["update", "create", "delete", "undelete", "move", "balance/add", "time/add"]


def token_of(http):
    reply = http.send("POST", "/api/v2/auth/token", '{"username":"username","password":"password"}',
                      {"Content-Type": "application/json"})
    return reply.json()["content"][0]["token"]


def tagged(http):
    """Requests whose reply carries an ETag, and the headers that read it."""
    return {
        f"/v1/customers/{CUSTOMER}": SIGNED,
        "/v1/principals/1": SIGNED,
        "/v1/plans/1": SIGNED,
        "/v1/roles/administrator": SIGNED,
        "/v1/references/music/1": SIGNED,
        f"/api/2.0/customers/{CUSTOMER}": SIGNED,
        f"/api/2.0//customers/{CUSTOMER}/": SIGNED,
        f"/api/v2/customer/{uuid_of(CUSTOMER)}": {"Authorization": f"Bearer {token_of(http)}"},
    }


def heads(report, server):
    """HEAD answers like GET, without the body. For a GET that changes something it gets 405."""
    http = Http(server.port)
    native = Native(server)
    for target, headers in [*tagged(http).items(), ("/v1/customers?limit=2", SIGNED), ("/openapi.json", {}),
                            (f"/api/json/customers/get?{LOGIN};id={CUSTOMER}", {}), ("/healthz", {}),
                            (f"/api/json/customers/list?{LOGIN}", {}), ("/v1/nothing", {}), ("/v1/me", {})]:
        full = http.send("GET", target, None, headers)
        head = http.send("HEAD", target, None, headers)
        report.equal(f"HEAD {target}", (full.status, b"", full.headers.get("content-length"), full.headers.get("etag")),
                     (head.status, head.body, head.headers.get("content-length"), head.headers.get("etag")))
    for name in [f"customers/{each}" for each in CHANGING] + ["user/login"]:
        target = f"/api/json/{name}?{LOGIN};id=124;amount=1;seconds=1;parent=1;plan=1;name=x;email=a@b;token=1"
        before = native.mark(124)
        head = http.send("HEAD", target)
        report.equal(f"HEAD {name}", (405, "GET, POST", b""), (head.status, head.headers.get("allow"), head.body))
        report.equal(f"HEAD {name} changes nothing", before, native.mark(124))
    report.equal("a HEAD where only a POST is", 405, http.send("HEAD", "/v1/bulk", None, SIGNED).status)


def conditions(report, server):
    """If-Match and If-None-Match are lists, on reads and on changes."""
    http = Http(server.port)
    for target, headers in tagged(http).items():
        tag = http.send("GET", target, None, headers).headers["etag"]
        for value in (tag, f'"98", {tag}', f"W/{tag}", "*", f' , {tag}'):
            for method in ("GET", "HEAD"):
                reply = http.send(method, target, None, {**headers, "If-None-Match": value})
                report.equal(f"{method} {target} If-None-Match {value}", (304, tag, b""),
                             (reply.status, reply.headers.get("etag"), reply.body))
                report.case("a 304 has no type", "content-type" not in reply.headers, got=reply.headers)
        for value in ('"98"', '"98", "97"', '"abc"', "98"):
            reply = http.send("GET", target, None, {**headers, "If-None-Match": value})
            report.equal(f"{target} If-None-Match {value}", 200, reply.status)
        for value, want in ((tag, 200), (f'"98", {tag}', 200), ("*", 200), ('"98"', 412), (f"W/{tag}", 412)):
            reply = http.send("GET", target, None, {**headers, "If-Match": value})
            report.equal(f"{target} If-Match {value}", want, reply.status)
        reply = http.send("GET", target, None, {**headers, "If-Match": '"98"', "If-None-Match": tag})
        report.equal(f"{target}: If-Match goes first", 412, reply.status)
    wrong = http.send("GET", f"/v1/customers/{CUSTOMER}", None, {"If-None-Match": "*"})
    report.equal("who may not read is not told 304", 401, wrong.status)


def changing(report, server):
    """Changes with conditions."""
    native = Native(server)
    http = Http(server.port)
    token = {"Authorization": f"Bearer {token_of(http)}", "Content-Type": "application/json"}
    doors = {
        "native": lambda text, more: http.send("PATCH", f"/v1/customers/{CUSTOMER}", json.dumps({"description": text}), {**JSON, **more}),
        "everlytic": lambda text, more: http.send("PUT", f"/api/2.0/customers/{CUSTOMER}", json.dumps({"unique_id": text}), {**JSON, **more}),
        "flolive": lambda text, more: http.send("PATCH", f"/api/v2/customer/{uuid_of(CUSTOMER)}",
                                                json.dumps({"vatRegistrationNumber": text}), {**token, **more}),
    }
    for door, write in doors.items():
        def version():
            return native.get(CUSTOMER)["version"]
        for value in ('"98", "NOW"', "*", '"abc", "NOW"'):
            reply = write(f"a{value[1:3]}{door}", {"If-Match": value.replace("NOW", str(version()))})
            report.case(f"{door} If-Match {value}", reply.status in (200, 202), got=reply)
        now = version()
        for header, value, words in (
                ("If-Match", '"98"', ""), ("If-Match", '"98", "97"', ""),
                ("If-Match", str(now), "double quotes"), ("If-Match", f'W/"{now}"', "weak"), ("If-Match", f"'{now}'", "double quotes"),
                ("If-Match", '"abc"', "no version"), ("If-Match", "*, *", "alone"), ("If-Match", "", "no entity tag"),
                ("If-None-Match", "*", ""), ("If-None-Match", f'"{now}"', ""), ("If-None-Match", f'"1", W/"{now}"', ""),
                ("If-None-Match", str(now), "double quotes")):
            reply = write("never", {header: value})
            report.case(f"{door} {header}: {value} is 412", reply.status == 412 and words in reply.text and "-1" not in reply.text, got=reply)
        report.equal(f"{door}: nothing was written", now, version())
        report.case(f"{door} If-None-Match of another", write(f"b{door}", {"If-None-Match": '"98", "abc"'}).status in (200, 202))
        report.case(f"{door} needs both to hold",
                    write("never", {"If-Match": f'"{version()}"', "If-None-Match": "*"}).status == 412)
    # Doors without entity tags accept the condition too.
    before = native.get(CUSTOMER)["version"]
    http.send("GET", f"/api/json/customers/update/?auth_username=user;auth_password=password;id={CUSTOMER};bank_name=none",
              None, {"If-None-Match": "*"})
    http.send("POST", "/", "<edit-customer version='1' api-id='1'><authentication><username>username</username>"
              "<password>password</password></authentication><customer>Rosebank Media</customer><notes>none</notes>"
              "</edit-customer>", {"Content-Type": "application/xml", "If-None-Match": "*"})
    report.equal("If-None-Match: * at enswitch and m2mportal", before, native.get(CUSTOMER)["version"])
    now = native.get(CUSTOMER)["version"]
    lines = (f"PATCH /v1/customers/{CUSTOMER} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {SIGNED['Authorization']}\r\n"
             f'Content-Type: application/json\r\nContent-Length: 17\r\nIf-Match: "98"\r\nIf-Match: "{now}"\r\n\r\n{{"fax":"5551234"}}')
    report.case("two lines of If-Match are one list", raw(server.port, lines.encode()).startswith(b"HTTP/1.1 200"))
    plan = http.send("POST", "/v1/plans", '{"name":"Conditional"}', JSON).json()["id"]
    for target, body in ((f"/v1/plans/{plan}", {"description": "x"}), ("/v1/principals/2", {"locked": False})):
        report.equal(f"{target} If-None-Match: *", 412, http.send("PATCH", target, json.dumps(body), {**JSON, "If-None-Match": "*"}).status)
        report.equal(f"{target} of another", 200, http.send("PATCH", target, json.dumps(body), {**JSON, "If-None-Match": '"98"'}).status)
    made = http.send("POST", "/v1/customers", '{"name":"Fresh"}', {**JSON, "If-None-Match": "*"})
    report.equal("what is new is not there yet", 201, made.status)
    rebase = {"If-Match": '"98", "1"', "Prefer": "return=representation, handling=rebase"}
    reply = http.send("PATCH", f"/v1/customers/{CUSTOMER}", '{"account":"rebased"}', {**JSON, **rebase})
    report.equal("a list rebases from the newest that was", (200, "handling=rebase, return=representation"),
                 (reply.status, reply.headers.get("preference-applied")))


def preferences(report, server):
    """Prefer is a list, and the reply names what was applied."""
    http = Http(server.port)
    target = f"/v1/customers/{CUSTOMER}"
    for value, status, applied in (("return=minimal", 204, "return=minimal"), ("return=representation", 200, "return=representation"),
                                   ('respond-async, wait=5, Return="minimal"; a=b', 204, "return=minimal"),
                                   ("return=minimal, return=representation", 204, "return=minimal"), ("x=y", 200, None)):
        reply = http.send("PATCH", target, json.dumps({"notes": value}), {**JSON, "Prefer": value})
        report.equal(f"Prefer: {value}", (status, applied, status == 204),
                     (reply.status, reply.headers.get("preference-applied"), reply.body == b""))
        report.case("the tag is there", "etag" in reply.headers, got=reply.headers)
    made = http.send("POST", "/v1/customers", '{"name":"Small"}', {**JSON, "Prefer": "return=minimal"})
    report.equal("what is made is told by its place", (201, b"", True), (made.status, made.body, "location" in made.headers))
    rehearsed = http.send("PATCH", target + "?dry_run=true", '{"notes":"z"}', {**JSON, "Prefer": "return=minimal"})
    report.case("a rehearsal is told in full", rehearsed.status == 200 and rehearsed.json()["rehearsed"], got=rehearsed)
    key = http.send("PATCH", "/v1/principals/2", '{"new_key":"k"}', {**JSON, "Prefer": "return=minimal"})
    report.case("a new key is shown", key.status == 200 and "new_key" in key.json(), got=key)
    read = http.send("GET", target, None, {**SIGNED, "Prefer": "return=minimal"})
    report.case("a read is told in full", read.status == 200 and read.json()["id"] == CUSTOMER, got=read)


def hosts(report, server):
    """An invalid Host is refused, in the door's format."""
    for host in ("a/b", "u@h", "a, b", "", "a b", "[::1", "a:b"):
        reply = raw(server.port, f"GET /v1/me HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        report.case(f"Host: {host}", reply.startswith(b"HTTP/1.1 400") and b"problem+json" in reply, got=reply)
    for head in ("GET http://h/v1/me HTTP/1.1\r\nHost: u@x", "GET /v1/me HTTP/1.1\r\nHost: a\r\nHost: a"):
        report.case(head, raw(server.port, f"{head}\r\nConnection: close\r\n\r\n".encode()).startswith(b"HTTP/1.1 400"))
    reply = raw(server.port, (f"GET http://elsewhere.example:81/api/2.0/customers/{CUSTOMER} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                              f"Authorization: {SIGNED['Authorization']}\r\n\r\n").encode())
    report.case("the host of an absolute target counts", b"http://elsewhere.example:81/api" in reply, got=reply)


def times(report, server):
    """Every time that RFC 3339 allows, for every parameter that is a time."""
    http = Http(server.port)
    target = f"/v1/customers/{CUSTOMER}"
    for text in ("2099-01-01T00:00:00Z", "2099-01-01T00:00:00+00:00", "2099-01-01T02:00:00+02:00", "2099-01-01t00:00:00.1234567z",
                 "2099-01-01T00:00:00.123456789Z", "2099-01-01 00:00:00-05:30", "2099-01-01"):
        quoted = urllib.parse.quote(text)
        for query in (f"{target}?at={quoted}", f"{target}/history?from=2000-01-01&to={quoted}"):
            reply = http.send("GET", query, None, SIGNED)
            report.equal(query, 200, reply.status)
        reply = http.send("POST", "/v1/undo?dry_run=true", json.dumps({"principal": "username", "from": text}), JSON)
        report.equal(f"undo from {text}", 200, reply.status)
    for query in (f"{target}?at=2026-01-31T12:00:00+02:00", f"{target}/history?from=2026-01-31T12:00:00+02:00"):
        reply = http.send("GET", query, None, SIGNED)
        report.case(f"{query}: the plus is named", reply.status == 422 and "%2B" in reply.text, got=reply)
    for text in ("yesterday", "2026-02-30", "2026-01-31T12:00:00", "2026-01-31T25:00:00Z"):
        reply = http.send("GET", f"{target}?at={text}", None, SIGNED)
        report.case(f"at={text}", reply.status == 422 and "must be a time such as" in reply.text, got=reply)
    was = http.send("GET", f"{target}/history?limit=1", None, SIGNED).json()["items"][0]["time"]
    same = was.replace("Z", "999%2B00:00")
    report.equal("what is less than a microsecond counts for nothing", 200,
                 http.send("GET", f"{target}?at={same}", None, SIGNED).status)


def command(name, declaration, headers=None):
    """An edit-customer encoded as its `declaration` says."""
    text = ('<edit-customer version="1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xsi:noNamespaceSchemaLocation="a.xsd">'
            '<authentication xmlns:a="b"><username>username</username><password>password</password></authentication>'
            f"<customer>Rosebank Media</customer><notes>{name}</notes></edit-customer>")
    return declaration + text, headers or {"Content-Type": "text/xml"}


def methods(report, server):
    """A POST that stands for another method; a GET never does."""
    http = Http(server.port)
    native = Native(server)
    target = f"/v1/customers/{CUSTOMER}"
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        reply = http.send("POST", target, json.dumps({"notes": name}), {**JSON, name: "PATCH"})
        report.equal(f"{name}: PATCH", (200, name), (reply.status, native.get(CUSTOMER)["notes"]))
    reply = http.send("POST", f"/api/2.0/customers/{CUSTOMER}", '{"unique_id":"put"}', {**JSON, "X-HTTP-Method-Override": "put"})
    report.equal("everlytic by PUT", (200, "put"), (reply.status, native.get(CUSTOMER)["external_id"]))
    token = {"Authorization": f"Bearer {token_of(http)}", "Content-Type": "application/json"}
    reply = http.send("POST", f"/api/v2/customer/{uuid_of(CUSTOMER)}", '{"vatRegistrationNumber":"vat"}', {**token, "X-HTTP-Method-Override": "PATCH"})
    report.equal("flolive by PATCH", (202, "vat"), (reply.status, native.get(CUSTOMER)["tax_number"]))
    made = http.send("POST", "/v1/customers", '{"name":"Gone"}', JSON).json()["id"]
    reply = http.send("POST", f"/v1/customers/{made}", None, {**SIGNED, "X-HTTP-Method-Override": "DELETE"})
    report.equal("DELETE", (200, True), (reply.status, native.get(made)["deleted"]))
    before = native.mark(CUSTOMER)
    for method, value, want in (("GET", "DELETE", 200), ("POST", "GET", 400), ("POST", "CONNECT", 400), ("POST", "POST", 405)):
        reply = http.send(method, target, None, {**SIGNED, "X-HTTP-Method-Override": value})
        report.equal(f"{method} as {value}", want, reply.status)
    report.equal("nothing was written", before, native.mark(CUSTOMER))


def compressed(report, server):
    """Compressed bodies, bounded by their decompressed size."""
    http = Http(server.port)
    native = Native(server)
    target = f"/v1/customers/{CUSTOMER}"
    for coding, pack in (("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress),
                         ("deflate", lambda data: zlib.compress(data)[2:-4])):
        note = f"{coding} {len(pack(b'x'))}"
        reply = http.send("PATCH", target, pack(json.dumps({"notes": note}).encode()), {**JSON, "Content-Encoding": coding})
        report.equal(f"Content-Encoding: {coding}", (200, note), (reply.status, native.get(CUSTOMER)["notes"]))
    text, headers = command("zipped", "")
    report.case("at another door", "success" in http.send("POST", "/", gzip.compress(text.encode()), {**headers, "Content-Encoding": "gzip"}).text)
    bomb = gzip.compress(b" " * 50_000_000 + b"{}")
    report.equal("a bomb", 413, http.send("PATCH", target, bomb, {**JSON, "Content-Encoding": "gzip"}).status)
    for body in (b"{}", gzip.compress(b'{"notes":"cut"}')[:-4], gzip.compress(b'{"notes":"more"}') + b"x"):
        report.equal(f"{body[:4]} is no gzip", 400, http.send("PATCH", target, body, {**JSON, "Content-Encoding": "gzip"}).status)
    for coding in ("br", "compress", "gzip, gzip", "zstd"):
        reply = http.send("PATCH", target, b"x", {**JSON, "Content-Encoding": coding})
        report.equal(f"{coding} is told what is", (415, "gzip, deflate"), (reply.status, reply.headers.get("accept-encoding")))


def small_parameters(report, server):
    """Further parameters that clients of these doors send."""
    http = Http(server.port)
    native = Native(server)
    currency = native.get(CUSTOMER)["currency"]
    before = native.get(CUSTOMER).get("balance", "0")
    reply = http.send("GET", f"/api/json/customers/balance/add?{LOGIN};id={CUSTOMER};amount=1.50;currency={currency}")
    report.case("balance/add takes the currency", '"204"' in reply.text, got=reply)
    other = "USD" if currency != "USD" else "EUR"
    reply = http.send("GET", f"/api/json/customers/balance/add?{LOGIN};id={CUSTOMER};amount=1.50;currency={other}")
    report.case("another currency is not added", '"400"' in reply.text and currency in reply.text, got=reply)
    reply = http.send("GET", f"/api/json/customers/balance/add?{LOGIN};id={CUSTOMER};amount=1.50;currency=money")
    report.case("what is none is refused", '"400"' in reply.text, got=reply)
    report.case("it was added once", float(native.get(CUSTOMER)["balance"]) == float(before) + 1.5)
    report.case("customers/list takes pages=0", '"200"' in http.send("GET", f"/api/json/customers/list?{LOGIN};pages=0").text)
    report.case("and no other", '"400"' in http.send("GET", f"/api/json/customers/list?{LOGIN};pages=1").text)
    for path in (f"/api/2.0//customers/{CUSTOMER}", f"//api/2.0/customers/{CUSTOMER}", f"/api/2.0/customers//{CUSTOMER}//"):
        report.equal(path, 200, http.send("GET", path, None, SIGNED).status)


def names_of_hosts(report, server):
    """International hosts and addresses, kept as written."""
    http = Http(server.port)
    native = Native(server)

    def put(member, value):
        return http.send("PUT", f"/api/2.0/customers/{CUSTOMER}", json.dumps({member: value}), JSON)

    for field, member, value in (("website", "website_url", "https://foo_bar.example.com"), ("website", "website_url", "http://müller.example/straße"),
                                 ("website", "website_url", "foo_bar.example.com"), ("website", "website_url", "例え.テスト"),
                                 (None, "email", "post@müller.example"), (None, "email", "a@例え.テスト")):
        reply = put(member, value)
        report.equal(f"everlytic {value}", (200, value), (reply.status, reply.json().get("item", {}).get(member)))
        if field:
            report.equal(f"{value} is kept as written", value, native.get(CUSTOMER).get(field))
    for value in ("https://foo_bar.example.com/x", "http://müller.example"):
        reply = http.send("GET", f"/api/json/customers/update?{LOGIN};id={CUSTOMER};events_url={urllib.parse.quote(value)}")
        report.case(f"enswitch {value}", '"204"' in reply.text and native.get(CUSTOMER)["events_url"] == value, got=reply)
        reply = http.send("PATCH", f"/v1/customers/{CUSTOMER}", json.dumps({"events_url": value + "/n"}), JSON)
        report.equal(f"native {value}", 200, reply.status)
    for reply in (put("website_url", "www.example.com/shop"),
                  http.send("GET", f"/api/json/customers/update?{LOGIN};id={CUSTOMER};events_url=www.example.com"),
                  http.send("PATCH", f"/v1/customers/{CUSTOMER}", '{"events_url":"www.example.com/x"}', JSON)):
        report.case("a missing scheme is told", "must begin with http:// or https://" in reply.text.replace("\\/", "/"), got=reply)
    reply = put("country", "xk")
    report.equal("country XK", (200, "XK"), (reply.status, reply.json()["item"]["country"]) if reply.status == 200 else (reply.status, reply.text))
    report.equal("an address of no domain", 400, put("email", "a@m_üller.example").status)


def lists(report, server):
    """Which customers a list contains: direct children only, and names regardless of case, accents
    and Unicode form."""
    http = Http(server.port)

    def ids(query):
        return [each["id"] for each in http.send("GET", "/v1/customers?" + query, None, SIGNED).json()["items"]]

    parent = ids("limit=1000&name_prefix=acme")[0]
    children = [each["id"] for each in http.send("GET", f"/v1/customers?below={parent}&limit=1000", None, SIGNED).json()["items"]
                if each["parent"] == parent]
    report.equal("recursive=false lists the children only", children, ids(f"below={parent}&recursive=false&limit=1000"))
    report.case("and recursive=true itself too", parent in ids(f"below={parent}&limit=1000"))
    lines = json.dumps({"select": {"below": parent, "recursive": "false"}, "patch": {"notes": "x"}})
    reply = http.send("POST", "/v1/bulk?dry_run=true", lines, JSON)
    report.equal("a selection is the same", children, [json.loads(line)["customer"] for line in reply.text.splitlines()[:-1]])
    made = {name: http.send("POST", "/v1/customers", json.dumps({"name": name}), JSON).json()["id"]
            for name in ("José Marín", "Jose\u0301 Ángel", "Weiß GmbH", "Ｗｉｄｅ Ltd", "ΣΊΣΥΦΟΣ")}
    for asked, want in (("JOSÉ", 2), ("josé", 2), ("jose", 2), ("JOSE\u0301", 2), ("é m", 1), ("weiss", 1), ("WEISS g", 1), ("wide", 1),
                        ("ｗｉｄｅ", 1), ("σίσυφος", 1), ("marin", 1), ("nobody", 0)):
        found = [each for each in ids("limit=1000&name=" + urllib.parse.quote(asked)) if each in made.values()]
        report.equal(f"name={asked}", want, len(found))
        reply = http.send("GET", f"/api/json/customers/list?{LOGIN};recursive=1;limit=1000;name={urllib.parse.quote(asked)}")
        found = [each for each in reply.json()["data"] if each["id"] in made.values()]
        report.equal(f"enswitch name={asked}", want, len(found))


def keys_first(report, server):
    """The key of a bulk is looked up before its selection is evaluated."""
    http = Http(server.port)
    body = json.dumps({"select": {"q": "keyed"}, "patch": {"notes": "k"}, "max_affected": 2})
    for name in ("Keyed one", "Keyed two"):
        http.send("POST", "/v1/customers", json.dumps({"name": name}), JSON)
    keyed = {**JSON, "Idempotency-Key": "a bulk whose key goes first"}
    first = http.send("POST", "/v1/bulk", body, keyed)
    http.send("POST", "/v1/customers", '{"name":"Keyed three"}', JSON)
    report.equal("the selection is too many by now", 422, http.send("POST", "/v1/bulk", body, JSON).status)
    again = http.send("POST", "/v1/bulk", body, keyed)
    report.equal("a repeat is answered as before", (200, first.text, "true"),
                 (again.status, again.text, again.headers.get("idempotency-replayed")))
    other = http.send("POST", "/v1/bulk", body.replace('"k"', '"l"'), keyed)
    report.case("of another request it is refused, whatever the selection", other.status == 422 and "was used before" in other.text, got=other)


TESTS = [heads, conditions, changing, preferences, hosts, times, methods, compressed, small_parameters, names_of_hosts,
         lists, keys_first]

# The tests that involve a store.
OF_STORES = [conditions, changing, lists, keys_first]

if __name__ == "__main__":
    harness.main(TESTS)
