#!/usr/bin/env python3
"""Invalid input at every door: a clear error in the door's envelope, nothing changed, never a 5xx.
"""

import json

import near  # noqa: F401
import harness
from dialects import Answer
from door_list import each_door
from harness import Http, raw, uuid_of
from proof import Proof

DEPTH = 100_000
MIB = 1 << 20
EDIT = (
    '<edit-customer version="1" api-id="7"><authentication><username>username</username><password>'
        "password</password></authentication><customer>Global Trading</customer>{}</edit-customer>")
CALL = (
    "<methodCall><methodName>UpdateCustomer</methodName><params>"
        "<param><value><int>101</int></value></param>"
        "<param><value><struct><member><name>{}</name><value>{}</value></member></struct></value></param>"
        "</params></methodCall>")
SIGNED = "auth_username=username&auth_password=password&id=101&"


class Bad(Proof):
    """Sends bytes to a door as its update call and examines the reply."""

    def __init__(self, report, server):
        super().__init__(report, server)
        self.flolive.sign_in()
        self.mark = self.native.mark(101)

    def reply(self, door, body):
        """The reply of a door's update of customer 101 with these bytes as its body."""
        send, target = self.server.http.send, "/"
        if door == "m2mportal":
            return send("POST", target, body, {"Content-Type": "application/xml"})
        if door == "flolive":
            return send("PATCH", f"/api/v2/customer/{uuid_of(101)}", body,
                        {**self.flolive.headers, "Content-Type": "application/json"})
        if door in ("everlytic", "everlytic form"):
            media = ("application/json" if door == "everlytic"
                     else "application/x-www-form-urlencoded")
            return send("PUT", "/api/2.0/customers/101", body,
                        {**self.everlytic.headers, "Content-Type": media})
        if door == "XML-RPC":
            return send("POST", "/api/2.0/xmlrpc/", body,
                        {**self.rpc.headers, "Content-Type": "text/xml"})
        if door == "native":
            return send("PATCH", "/v1/customers/101", body,
                        {**self.native.headers, "Content-Type": "application/json"})
        return send("POST", "/api/json/customers/update/", body,
                    {"Content-Type": "application/x-www-form-urlencoded"})

    def answer(self, door, reply):
        """The Answer in the door's own envelope."""
        if door == "m2mportal":
            one, two = self.m2mportal.read(reply), self.m2mportal.read(reply, "api-response")
            return two if one.trouble else one
        if door == "native":
            good = reply.status >= 400 and reply.media == "application/problem+json"
            return Answer(reply.status < 300, trouble="" if good else "no problem details",
                          code=str(reply.status),
                          words=reply.text, shown=repr(reply))
        reader = {"flolive": self.flolive, "everlytic": self.everlytic,
                  "everlytic form": self.everlytic,
                  "XML-RPC": self.rpc, "enswitch": self.enswitch}[door]
        return reader.read(reply)

    def refused(self, name, door, body):  # pylint: disable=arguments-differ
        """One case: refused in the door's envelope, no 5xx, nothing changed."""
        name = f"{door}: {name}"
        try:
            reply = self.reply(door, body)
        except OSError as error:
            self.report.case(name, False, shorter(body), "a reply", error)
            return
        answer = self.answer(door, reply)
        mark = self.native.mark(101)
        good = (reply.status < 500 and not answer.accepted and not answer.trouble
                and mark == self.mark)
        self.report.case(name, good, shorter(body), "refused in its own envelope, nothing changed",
                         f"{answer!r}; version {self.mark[0]} -> {mark[0]}")
        self.mark = mark


def shorter(body):
    """A body that fits on a line."""
    body = body if isinstance(body, bytes) else body.encode()
    return body[:200]


def broken_json(report, server):
    """Bodies that are not JSON, or not one object."""
    bad = Bad(report, server)
    texts = {"nothing": "", "white space": "  ", "a cut object": '{"name":"x"',
             "a trailing comma": '{"name":"x",}',
             "single quotes": "{'name':'x'}", "no quotes": "{name:\"x\"}",
             "a comment": '{"name":"x"} // y', "two values": '{"name":"x"}{}',
             "text behind": '{"name":"x"}x', "NaN": '{"name":NaN}', "a leading zero": '{"name":01}',
             "a lone plus": '{"name":+1}',
             "a control character": '{"name":"a\nb"}', "a bad escape": '{"name":"\\x"}',
             "half an escape": '{"name":"\\u12"}',
             "a lone surrogate": '{"name":"\\ud800"}',
             "a lone low surrogate": '{"name":"\\udc00x"}', "a bare word": "name",
             "a string": '"x"', "a number": "5", "null": "null", "an array": '[{"name":"x"}]',
             "NUL": '{"name":"a\\u0000b"}',
             "a number of a mebibyte": '{"name":' + "1" * (MIB - 100) + "}",
             "a huge exponent": '{"name":1e999999999}',
             "a key twice": '{"name":"x","name":"y"}',
             "a key twice, once escaped": '{"name":"x","n\\u0061me":"y"}'}
    bytes_ = {"a BOM": b'\xef\xbb\xbf{"name":""}', "no UTF-8": b'{"name":"\xff"}',
              "an overlong form": b'{"name":"\xc0\xaf"}',
              "a surrogate in UTF-8": b'{"name":"\xed\xa0\x80"}',
              "beyond Unicode": b'{"name":"\xf4\x90\x80\x80"}',
              "a cut sequence": b'{"name":"\xe2\x82"}', "UTF-16": '{"name":"x"}'.encode("utf-16"),
              "raw NUL": b'{"name":"\x00"}',
              "no UTF-8 in a key": b'{"na\xffme":"x"}'}
    for door in ("flolive", "everlytic", "native"):
        for name, text in {**texts, **bytes_}.items():
            bad.refused(name, door, text)
        for name, text in (("arrays", "[" * DEPTH + "]" * DEPTH),
                           ("objects", '{"name":' * DEPTH + "1" + "}" * DEPTH),
                           ("open arrays", '{"name":' + "[" * DEPTH),
                           ("nested in a field", '{"name":' + "[" * DEPTH + "]" * DEPTH + "}")):
            bad.refused(f"{DEPTH} {name}", door, text)
        bad.refused("a hundred thousand keys", door,
                    "{" + ",".join(f'"k{number}":1' for number in range(90_000)) + "}")


def wrong_types(report, server):
    """Values of another type than the field's. The matrix covers every field."""
    bad = Bad(report, server)
    for value in (5, 1.5, True, ["x"], {"a": "b"}, [None]):
        bad.refused(f"name is {value}", "flolive", json.dumps({"name": value}))
        bad.refused(f"name is {value}", "everlytic", json.dumps({"name": value}))
        bad.refused(f"name is {value}", "native", json.dumps({"name": value}))
    for value in ("<int>5</int>", "<boolean>1</boolean>", "<array><data/></array>", "<struct/>",
                  "<double>1.5</double>",
                  "<base64>eA==</base64>",
                  "<dateTime.iso8601>19980717T14:08:55</dateTime.iso8601>"):
        bad.refused(f"name is {value}", "XML-RPC", CALL.format("name", value))
    for value in ("1e3", "99999999999999999999999", "-1", "1.5", "true", '"x"'):
        bad.refused(f"sms_quota is {value}", "everlytic", f'{{"sms_quota":{value}}}')
        bad.refused(f"version is {value}", "native", f'{{"version":{value}}}')


def broken_xml(report, server):
    """Bodies that are not XML, or exceed a bound."""
    bad = Bad(report, server)
    both = {"nothing": b"", "no XML": b"hello", "a lone <": b"<", "an open comment": b"<!-- x",
            "only a comment": b"<!-- x -->",
            "only a declaration": b'<?xml version="1.0"?>', "XML 1.1": b'<?xml version="1.1"?><a/>',
            "another encoding": b'<?xml version="1.0" encoding="Shift_JIS"?><a/>',
            "UTF-16": "<a/>".encode("utf-16"),
            "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-',
            "no UTF-8": b"<a>\xff</a>", "NUL": b"<a>\x00</a>",
            "a DOCTYPE": b"<!DOCTYPE a><a/>",
            "an external DOCTYPE": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
            "a parameter entity": b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x">'
                                  b" %x;]><a/>",
            "laughs": b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
                      b"<a>&c;</a>",
            f"{DEPTH} elements": b"<a>" * DEPTH + b"</a>" * DEPTH,
            f"{DEPTH} open elements": b"<a>" * DEPTH,
            "a long name": b"<" + b"a" * 500_000 + b"/>",
            "a thousand attributes": b"<a " + b" ".join(b'a%d="1"' % n
                                                        for n in range(20_000)) + b"/>",
            "an attribute of half a mebibyte": b'<a b="' + b"x" * 500_000 + b'"/>'}
    for door in ("m2mportal", "XML-RPC"):
        for name, text in both.items():
            bad.refused(name, door, text)
    for name, inside in (("an unknown entity", "<notes>&nbsp;</notes>"),
                         ("a reference out of range", "<notes>&#1114112;</notes>"),
                         ("a reference to a surrogate", "<notes>&#55296;</notes>"),
                         ("a reference to NUL", "<notes>&#0;</notes>"),
                         ("a wrong end", "<notes>x</note>"),
                         ("an element twice", "<notes>x</notes><notes>x</notes>"),
                         ("XInclude",
                          '<notes><xi:include xmlns:xi="http://www.w3.org/2001/XInclude"'
                           ' href="/etc/passwd" parse="text"/></notes>'),
                         (f"{DEPTH} elements in a field",
                          "<notes>" + "<b>" * DEPTH + "</b>" * DEPTH + "</notes>"),
                         ("20 000 unknown elements",
                          "".join(f"<x{number}/>" for number in range(20_000)))):
        bad.refused(name, "m2mportal", EDIT.format(inside))


def broken_xml_rpc(report, server):
    """XML that is not a call, or a call with invalid values."""
    bad = Bad(report, server)
    good = CALL.format("industry", "<string>Automotive</string>")
    for name, text in (
            ("another root", "<methodResponse/>"), ("no method", "<methodCall/>"),
        ("an empty method", "<methodCall><methodName/></methodCall>"),
            ("two methods",
             good.replace("<params>", "<methodName>GetCustomer</methodName><params>")),
            ("a param without value", good.replace("<value><int>101</int></value>", "")),
            ("two values",
             good.replace("<value><int>101</int></value>",
                          "<value><int>101</int></value><value><int>101</int></value>")),
            ("an int of no digits", good.replace("101", "abc")),
        ("an int with a sign alone", good.replace("101", "-")),
            ("an int that overflows", good.replace("101", "99999999999999999999")),
        ("an int with a point", good.replace("101", "101.0")),
            ("an empty int", good.replace("101", "")),
        ("a boolean of 2", CALL.format("industry", "<boolean>2</boolean>")),
            ("a double of words", CALL.format("sms_quota", "<double>NaN</double>")),
        ("an unknown type", CALL.format("industry", "<text>x</text>")),
            ("base64 that is none", CALL.format("industry", "<base64>!</base64>")),
        ("a member without a name", good.replace("<name>industry</name>", "")),
            ("a member without a value",
             good.replace("<value><string>Automotive</string></value></member>", "</member>")),
            ("a member twice",
             good.replace("<member>",
                          "<member><name>industry</name><value>Automotive</value></member><member>")),
            ("text between", good.replace("<params>", "stray<params>")),
        ("a date that is none", CALL.format("industry", "<dateTime.iso8601>x</dateTime.iso8601>")),
            (f"{DEPTH} arrays",
             CALL.format("industry",
                         "<array><data><value>" * DEPTH
                         + "</value></data></array>" * DEPTH)[:900_000])):
        bad.refused(name, "XML-RPC", text)


def broken_forms(report, server):
    """Invalid percent-encoding and UTF-8, repeated pairs, and too many pairs."""
    bad = Bad(report, server)
    cases = {"a lone %": "{}=%", "half of one": "{}=%4", "no hex digits": "{}=%zz",
             "no UTF-8": "{}=%ff", "an overlong form": "{}=%c0%af",
             "a surrogate": "{}=%ed%a0%80", "a cut sequence": "{}=%e2%82", "NUL": "{}=a%00b",
             "a pair twice": "{}=a&{}=a",
             "a pair twice, once encoded": "{}=a&{}=a", "no name": "=x&{}=y",
             "no UTF-8 in a name": "%ff=x", "a bad name": "%zz=x",
             "a hundred thousand pairs": "&".join(f"k{number}=1" for number in range(90_000))}
    for door, field in (("enswitch", "description"), ("everlytic form", "postal_code")):
        for name, text in cases.items():
            text = text.format(field, "%" + f"{ord(field[0]):02x}" + field[1:] if "encoded" in name
                               else field)
            bad.refused(name, door, (SIGNED if door == "enswitch" else "") + text)
        bad.refused("raw bytes that are no UTF-8", door,
                    (SIGNED if door == "enswitch" else "").encode() + field.encode() + b"=\xff")
    for name, query in (("a lone %", "id=101&name=%"), ("no UTF-8", "id=101&name=%ff"),
                        ("NUL", "id=101&name=%00")):
        reply = server.http.send("GET", f"/api/json/customers/update/?{SIGNED[:-7]}{query}")
        answer = bad.enswitch.read(reply)
        report.case(f"enswitch GET: {name}", answer.code == "400" and not answer.trouble, query,
                    "400", answer)
    for number in ("abc", "", "-5", "1.5", "+1", "%2B1", "1e2", "99999999999999999999",
                   "%EF%BC%91"):
        reply = server.http.send("GET",
                                 f"/api/json/customers/update/?{SIGNED[:-7]}id={number}&name=x")
        answer = bad.enswitch.read(reply)
        report.case(f"enswitch id={number}", answer.code in ("400", "404") and not answer.trouble,
                    number, "400", answer)
    report.equal("forms: nothing changed", bad.mark, bad.native.mark(101))


def sizes(report, server):
    """Bodies over 1 MiB get 413 and headers over 16 KiB get 431, at every door and outside of all
    doors."""
    bad = Bad(report, server)
    over = each_door({"m2mportal": EDIT.format(f"<notes>{'x' * MIB}</notes>"),
            "flolive": f'{{"name":"{"x" * MIB}"}}',
            "everlytic": f'{{"name":"{"x" * MIB}"}}', "XML-RPC": CALL.format("name", "x" * MIB),
            "enswitch": SIGNED + "description=" + "x" * MIB,
            "native": f'{{"name":"{"x" * MIB}"}}'})
    for door, text in over.items():
        reply = bad.reply(door, text)
        report.equal(f"{door}: a body over 1 MiB", 413, reply.status, f"{len(text)} bytes")
        server.http.close()
        fits = text.replace("x" * MIB, "x" * (MIB - len(text) + MIB))
        reply = bad.reply(door, fits)
        report.case(f"{door}: a body of 1 MiB is read", reply.status not in (413, 500),
                    f"{len(fits)} bytes", "not 413", repr(reply)[:300])
        server.http.close()
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\n"
    declared = head + b"Content-Length: 99999999999\r\n\r\n"
    report.case("a body declared over the limit is refused unread",
                raw(server.port, declared).startswith(b"HTTP/1.1 413 "))
    chunks = (
        head + b"Transfer-Encoding: chunked\r\n\r\n"
              + b"10000\r\n%s\r\n" % (b"x" * 65536) * 17 + b"0\r\n\r\n")
    report.case("chunks over the limit", raw(server.port, chunks).startswith(b"HTTP/1.1 413 "))
    for name, head in (("one header", b"X-Long: " + b"x" * 17_000 + b"\r\n"),
                       ("many headers",
                        b"".join(b"X-%d: y\r\n" % number for number in range(2_500)))):
        for path in (b"/", b"/api/json/customers/update/", b"/v1/customers/101"):
            reply = raw(server.port,
                        b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n" + head
                        + b"Connection: close\r\n\r\n")
            report.case(f"{name} over 16 KiB at {path.decode()}",
                        reply.startswith(b"HTTP/1.1 431 "), expected="431", got=reply[:100])
    target = b"/api/json/customers/update/?" + b"x" * 20_000
    reply = raw(server.port,
                b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    report.case("a target over 16 KiB", reply[9:12] in (b"414", b"431"), expected="414 or 431",
                got=reply[:100])
    report.equal("sizes: nothing changed", bad.mark, bad.native.mark(101))


def paths_and_methods(report, server):
    """Unknown paths get 404. Known paths answer other methods with 405 and Allow."""
    bad = Bad(report, server)
    basic = bad.everlytic.headers
    for path in ("/nowhere", "/api", "/api/", "/api/json", "/api/json/customers",
                 "/api/json/customers/fly/", "/api/json/fly/update", "/api/v2/nowhere",
                 "/api/v1/customer/x", "/api/v2/customer", "/api/2.0/nowhere",
                 "/api/2.0/customers/101/nowhere", "/v1/nowhere", "/v2/", "/%2e%2e/etc/passwd",
                 "/api/json/customers/update/more", "/api//json/customers/update/",
                 "/API/json/customers/update/"):
        for method in ("GET", "POST"):
            reply = server.http.send(method, path, None if method == "GET" else "", {**basic})
            report.equal(f"{method} {path}", 404, reply.status, f"target {path}")
    for path, allowed in (("/", {"POST"}),
                          (f"/api/v2/customer/{uuid_of(101)}", {"GET", "PATCH", "POST"}),
                          ("/api/v2/auth/token", {"POST", "PUT"}),
                          (f"/api/v2/customer/{uuid_of(101)}/child-customers", {"GET"}),
                          ("/api/2.0/customers/101", {"GET", "PUT", "DELETE"}),
                          ("/api/2.0/customers", {"GET", "POST"}), ("/api/2.0/xmlrpc/", {"POST"}),
                          ("/api/json/customers/update/", {"GET", "POST"}),
                          ("/v1/customers/101", {"GET", "PATCH", "DELETE"}),
                          ("/v1/customers", {"GET", "POST"}),
                          (f"/api/v2/global/call/{uuid_of(1)}", {"GET"})):
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"} - allowed:
            reply = server.http.send(method, path, None,
                                     {**basic, **bad.flolive.headers} if "/v2/" in path else basic)
            got = {each.strip() for each in reply.headers.get("allow", "").split(",")}
            report.case(f"{method} {path}", reply.status == 405 and allowed - {"DELETE"} <= got
                        and method not in got, expected=f"405, Allow {sorted(allowed)}",
                        got=f"{reply.status}, Allow {reply.headers.get('allow')}")
    report.equal("paths and methods: nothing changed", bad.mark, bad.native.mark(101))


def broken_http(report, server):
    """Malformed requests: 4xx or a closed connection. A second hidden request never runs."""
    bad = Bad(report, server)
    hidden = (b"GET /api/json/customers/update/?auth_username=user;auth_password=password;id=101;"
              b"name=smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
    head = (b"POST /api/json/customers/get/ HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n")
    for name, text in (
            ("no HTTP", b"hello\r\n\r\n"),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            ("no version", b"GET /\r\n\r\n"),
        ("a version of its own", b"GET / HTTP/3.7\r\nHost: x\r\n\r\n"),
        ("a space in a name", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n"),
            ("a folded header", b"GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n"),
        ("NUL in a header", b"GET / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n"),
            ("length and chunks",
             head + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden),
            ("two lengths",
             head + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(hidden) + hidden),
            ("a length with a sign", head + b"Content-Length: +5\r\n\r\nid=10" + hidden),
        ("a length in hex", head + b"Content-Length: 0x5\r\n\r\nid=10" + hidden),
            ("a list of lengths", head + b"Content-Length: 5, 5\r\n\r\nid=10" + hidden),
        ("chunked twice", head + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + hidden),
            ("another coding", head + b"Transfer-Encoding: gzip\r\n\r\n" + hidden),
        ("chunked not last", head + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" + hidden),
            ("a chunk size with a sign",
             head + b"Transfer-Encoding: chunked\r\n\r\n+5\r\nid=10\r\n0\r\n\r\n" + hidden),
            ("a chunk size of words", head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + hidden),
            ("a chunk that overflows",
             head + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n" + hidden)):
        reply = raw(server.port, text)
        report.case(f"HTTP: {name}",
                    (not reply or reply[9:10] == b"4" or reply[9:12] in (b"501", b"505"))
                    and reply.count(b"HTTP/1.1 ") <= 1,
                    text[:120], "4xx, 501, 505 or a close; at most one reply", reply[:200])
        report.equal(f"HTTP: {name}: nothing changed", bad.mark, bad.native.mark(101))
    reply = raw(server.port, b"GET / HTTP/1.1\r\n\r\n")
    report.case("HTTP: no Host", reply.startswith(b"HTTP/1.1 400 "), expected="400",
                got=reply[:100])
    cut = (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\n"
           b"Content-Length: 500\r\n\r\n<edit-")
    reply = raw(server.port, cut)
    report.case("HTTP: a body cut off", not reply or reply[9:10] == b"4", expected="4xx or a close",
                got=reply[:100])
    answer = Http(server.port).send("GET",
                                    f"/api/json/customers/get/?{SIGNED[:-1]}")
    report.equal("HTTP: the next client is served", 200, answer.status)


if __name__ == "__main__":
    harness.main([broken_json, wrong_types, broken_xml, broken_xml_rpc, broken_forms, sizes,
                  paths_and_methods, broken_http])
