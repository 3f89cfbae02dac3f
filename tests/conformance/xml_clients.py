#!/usr/bin/env python3
"""XML and XML-RPC as common clients write them: encodings, namespaces, many calls in one."""

import xmlrpc.client

import near  # noqa: F401
import harness
from harness import Http, Native, raw
from http_clients import CUSTOMER, SIGNED, command


def encodings(report, server):
    """XML in the encoding that it declares; namespaces; without a content type."""
    http = Http(server.port)
    native = Native(server)
    for said, codec, name in (("iso-8859-1", "latin-1", "Müller"), ("ISO-8859-15", "iso-8859-15", "5 €"), ("ascii", "ascii", "Muller"),
                              ("us-ascii", "ascii", "plain"), ("utf8", "utf-8", "Žofie"), ("windows-1252", "cp1252", "“Š”"),
                              ("windows-1251", "cp1251", "Жук"), ("UTF-8", "utf-8", "例")):
        text, headers = command(name, f'<?xml version="1.0" encoding="{said}"?>')
        reply = http.send("POST", "/", text.encode(codec), headers)
        report.case(f"m2mportal in {said}", "success" in reply.text, got=reply)
        report.equal(f"{said} is read as what it says", name, native.get(CUSTOMER).get("notes"))
        body = (f'<?xml version="1.0" encoding="{said}"?><methodCall><methodName>UpdateCustomer</methodName><params><param><value><int>'
                f"{CUSTOMER}</int></value></param><param><value><struct><member><name>unique_id</name><value><string>{name}</string>"
                "</value></member></struct></value></param></params></methodCall>")
        reply = http.send("POST", "/api/2.0/xmlrpc", body.encode(codec), {"Content-Type": "text/xml", **SIGNED})
        report.case(f"XML-RPC in {said}", reply.status == 200 and "fault" not in reply.text, got=reply)
        report.equal(f"XML-RPC: {said} is read as what it says", name, native.get(CUSTOMER).get("external_id"))
    text, _ = command("José", '<?xml version="1.0" encoding="utf-8"?>')
    reply = http.send("POST", "/", text.encode("latin-1"), {"Content-Type": 'application/xml; charset="ISO-8859-1"'})
    report.case("a charset goes before the declaration", "success" in reply.text and native.get(CUSTOMER)["notes"] == "José", got=reply)
    text, _ = command("marked", '<?xml version="1.0" encoding="utf-16"?>')
    reply = http.send("POST", "/", text.encode("utf-16"), {"Content-Type": "text/xml"})
    report.case("UTF-16 with a mark", "success" in reply.text and native.get(CUSTOMER)["notes"] == "marked", got=reply)
    text, _ = command("untyped", "")
    lines = f"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(text)}\r\n\r\n{text}"
    report.case("without a content type", b"success" in raw(server.port, lines.encode()) and native.get(CUSTOMER)["notes"] == "untyped")
    before = native.mark(CUSTOMER)
    for said, bytes_ in (("klingon", b"<a/>"), ("ebcdic-cp-us", b"<a/>"), ("utf-7", b"<a/>"), ("utf-16", b"<a/>")):
        reply = http.send("POST", "/", f'<?xml version="1.0" encoding="{said}"?>'.encode() + bytes_, {"Content-Type": "text/xml"})
        report.case(f"{said} is named", "success" not in reply.text and (said in reply.text or "UTF-16" in reply.text), got=reply)
    text, headers = command("é", '<?xml version="1.0" encoding="ascii"?>')
    report.case("what ASCII has not is refused", "success" not in http.send("POST", "/", text.encode(), headers).text)
    report.equal("nothing was written", before, native.mark(CUSTOMER))


def many_calls(report, server):
    """system.multicall as Python's own client sends it, and written by hand."""
    url = f"http://username:password@127.0.0.1:{server.port}/api/2.0/xmlrpc"
    with xmlrpc.client.ServerProxy(url) as proxy:
        many = xmlrpc.client.MultiCall(proxy)
        many.GetCustomer(CUSTOMER)
        many.UpdateCustomer(CUSTOMER, {"telephone": "+27115550199"})
        many.GetCustomer(CUSTOMER)
        found = list(many())
        report.equal("each sees what the one before did", ("+27115550199", CUSTOMER), (found[2]["telephone"], found[1]))
        calls = [{"methodName": "GetCustomer", "params": [CUSTOMER]}, {"methodName": "GetCustomer", "params": [999999]},
                 {"methodName": "Nothing", "params": []}, {"methodName": "system.multicall", "params": [[]]}, {"methodName": "GetCustomer"},
                 "no struct", {"methodName": "UpdateCustomer", "params": [CUSTOMER, {"nothing": "x"}]},
                 {"methodName": "customers.UpdateCustomer", "params": [CUSTOMER, {"fax": "x", "telephone": "1"}]},
                 {"methodName": "system.listMethods", "params": []}]
        found = proxy.system.multicall(calls)
        report.equal("each has its own end", [list, dict, dict, dict, dict, dict, dict, dict, list], [type(each) for each in found])
        report.case("a fault is a struct", all(set(each) == {"faultCode", "faultString"} for each in found if isinstance(each, dict)), got=found)
        report.case("its methods name it", "system.multicall" in found[8][0], got=found[8])
        report.equal("none", [], proxy.system.multicall([]))
        report.case("what it can do", "system.multicall" in proxy.system.getCapabilities())
        for wrong in ([calls * 20], ["x"], [], [[], []]):
            try:
                report.case(f"{len(wrong)} is refused", False, got=proxy.system.multicall(*wrong))
            except xmlrpc.client.Fault as fault:
                report.equal("as wrong arguments", -32602, fault.faultCode)
        report.case("a hundred", len(proxy.system.multicall([calls[0]] * 100)) in range(1, 101))
    with xmlrpc.client.ServerProxy(url.replace("password@", "wrong@")) as proxy:
        try:
            proxy.system.multicall(calls)
            report.case("strangers are refused", False)
        except xmlrpc.client.ProtocolError as error:
            report.equal("strangers are refused as one", 401, error.errcode)
    again = [{"methodName": "UpdateCustomer", "params": [CUSTOMER, {"unique_id": "Once"}]}, calls[1]]
    body = xmlrpc.client.dumps((again,), "system.multicall")
    http = Http(server.port)
    native = Native(server)
    headers = {"Content-Type": "text/xml", "Idempotency-Key": "many", **SIGNED}
    first = http.send("POST", "/api/2.0/xmlrpc", body, headers)
    native.patch(CUSTOMER, {"external_id": "Later"})
    second = http.send("POST", "/api/2.0/xmlrpc", body, headers)
    report.equal("under a key each is done once", (first.body, "Later"), (second.body, native.get(CUSTOMER)["external_id"]))
    other = http.send("POST", "/api/2.0/xmlrpc", body.replace("Once", "Twice"), headers)
    report.case("of another request it is refused", "was used before" in other.text and native.get(CUSTOMER)["external_id"] == "Later", got=other)
    rehearsed = http.send("POST", "/api/2.0/xmlrpc", body.replace("Once", "Never"), {**headers, "Patchbay-Rehearse": "true"})
    report.case("all are rehearsed", rehearsed.headers.get("patchbay-rehearsed") == "true" and native.get(CUSTOMER)["external_id"] == "Later",
                got=rehearsed)
    base64 = xmlrpc.client.dumps((CUSTOMER, {"unique_id": xmlrpc.client.Binary(b"x")}), "UpdateCustomer")
    reply = http.send("POST", "/api/2.0/xmlrpc", base64, {"Content-Type": "text/xml", **SIGNED})
    report.case("a base64 is named", "base64" in reply.text and "fault" in reply.text, got=reply)


TESTS = [encodings, many_calls]

if __name__ == "__main__":
    harness.main(TESTS)
