#!/usr/bin/env python3
"""Clients that send less than the documents say: text/xml without Accept, plain sockets, urllib,
HTTP/1.0."""

import urllib.parse
import urllib.request
import xml.dom.minidom

import harness
from dialects import Enswitch
from harness import Native


def an_xml_client(report, server):
    """A DOM builder that sends text/xml; charset=utf-8 without Accept, and reads only api-outcome.
    """
    native = Native(server)
    document = xml.dom.minidom.Document()
    root = document.appendChild(document.createElement("edit-customer"))
    root.setAttribute("version", "1")

    def put(parent, name, text):
        parent.appendChild(document.createElement(name)).appendChild(document.createTextNode(text))

    signature = root.appendChild(document.createElement("authentication"))
    put(signature, "username", "username")
    put(signature, "password", "password")
    put(root, "customer", "Global Trading")
    put(root, "notes", "It's <new> & \"quoted\": ünïcode")
    body = document.toxml(encoding="utf-8")
    text = (
        b"POST / HTTP/1.1\r\nHost: api.m2miportal.com\r\nContent-Type: text/xml; charset=utf-8\r\n"
            b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body))
    reply = harness.raw(server.port, text)
    report.case("an XML client: 200", reply.startswith(b"HTTP/1.1 200 "), body, "HTTP/1.1 200",
                reply[:80])
    answer = xml.dom.minidom.parseString(reply.split(b"\r\n\r\n", 1)[1])
    report.equal("an XML client: api-outcome", "success",
                 answer.getElementsByTagName("api-outcome")[0].firstChild.data, body)
    report.equal("an XML client: the record", "It's <new> & \"quoted\": ünïcode",
                 native.get(101).get("notes"))
    pretty = document.toprettyxml(encoding="utf-8")
    reply = harness.raw(server.port,
                        b"POST / HTTP/1.0\r\nContent-Type: text/xml\r\nContent-Length: "
                        b"%d\r\n\r\n%s" % (len(pretty), pretty))
    report.case("an XML client: indented, over HTTP/1.0",
                b"<api-outcome>success</api-outcome>" in reply, pretty, "success", reply)
    report.equal("an XML client: indentation is no text", "It's <new> & \"quoted\": ünïcode",
                 native.get(101).get("notes"))


def enswitch_clients(report, server):
    """urllib with & and without the last slash, with ;, and with a POST form."""
    native = Native(server)
    pairs = {"auth_username": "user", "auth_password": "password", "id": "123"}
    for name, separator, slash in (("& without the last slash", "&", ""), ("&", "&", "/"),
                                   ("; without the last slash", ";", ""), (";", ";", "/")):
        query = urllib.parse.urlencode({**pairs, "callerid": f"by {name}"}).replace("&", separator)
        with urllib.request.urlopen(f"{server.url}/api/json/customers/update{slash}?{query}",
                                    timeout=30) as answer:
            report.equal(f"urllib GET, {name}", 200, answer.status, query)
        report.equal(f"urllib GET, {name}: the record", f"by {name}",
                     native.get(123).get("callerid"))
    data = urllib.parse.urlencode({**pairs, "callerid": "by a form"}).encode()
    for slash in ("", "/"):
        with urllib.request.urlopen(f"{server.url}/api/json/customers/update{slash}", data,
                                    timeout=30) as answer:
            report.equal(f"urllib POST form {slash}", 200, answer.status, data)
        report.equal(f"urllib POST form {slash}: the record", "by a form",
                     native.get(123).get("callerid"))
        native.patch(123, {"callerid": None})
    reply = harness.raw(server.port,
                        b"GET /api/json/customers/get/?auth_username=user;auth_password=password;"
                        b"id=123 HTTP/1.0\r\n\r\n")
    report.case("HTTP/1.0 without Host", b'"code":"200"' in reply.replace(b" ", b""),
                expected="code 200", got=reply[:200])


def pipelined(report, server):
    """Two requests in one packet get two replies, in order."""
    one = (b"GET /api/json/customers/get/?auth_username=user;auth_password=password;id=%d HTTP/1.1\r\n"
           b"Host: x\r\n%s\r\n")
    reply = harness.raw(server.port, one % (101, b"") + one % (102, b"Connection: close\r\n"))
    first, second = reply.find(b"Global Trading"), reply.find(b"Volvo Trial")
    report.case("two requests in one packet", 0 < first < second, expected="two replies in order",
                got=reply[:400])
    slow = Enswitch(server).call("customers/get", {"id": 101}, "GET")
    report.equal("and the next connection works", 200, slow.status)


if __name__ == "__main__":
    harness.main([an_xml_client, enswitch_clients, pipelined])
