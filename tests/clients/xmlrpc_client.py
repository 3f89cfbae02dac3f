#!/usr/bin/env python3
"""Python's own xmlrpc.client with everlytic's XML-RPC: calls, faults, introspection, one
connection."""

import xmlrpc.client

import harness
from harness import Native, view


def proxy(server, user="administrator", secret="demo-api-key-0000000000000000",
          path="/api/2.0/xmlrpc/", **options):
    """A ServerProxy with the Basic header."""
    return xmlrpc.client.ServerProxy(f"http://{user}:{secret}@127.0.0.1:{server.port}{path}",
                                     **options)


def calls(report, server):
    """Every method by its short and its long name."""
    native = Native(server)
    for path, options in (("/api/2.0/xmlrpc/", {}), ("/api/2.0/xmlrpc", {}),
                          ("/api/2.0/xmlrpc/", {"allow_none": True})):
        client = proxy(server, path=path, **options)
        report.equal(f"UpdateCustomer {path}", 103,
                     client.UpdateCustomer(103, {"postal_code": "2196", "sms_quota": 250}))
        got = client.GetCustomer(103)
        report.equal(f"GetCustomer {path}", ("2196", 250), (got["postal_code"], got["sms_quota"]))
        report.equal(f"customers.UpdateCustomer {path}", 103, client.customers.UpdateCustomer(
            103, {"postal_code": "Ünïcode & <x>", "sms_quota": "7"}))
        report.equal(f"the record {path}", ("Ünïcode & <x>", 7),
                     (view(native.get(103)).get("main.postal_code"), native.get(103)["sms_quota"]))
    with proxy(server, allow_none=True) as client:
        report.equal("nil clears", 103,
                     client.UpdateCustomer(103, {"sms_quota": None, "postal_code": None}))
        got = client.GetCustomer(103)
        report.equal("what was cleared reads as 0 and empty", (0, ""),
                     (got["sms_quota"], got["postal_code"]))
        made = client.CreateCustomer({"name": "made by xmlrpc", "email": "x@example.com"})
        report.case("CreateCustomer", isinstance(made, int), got=made)
        rows = client.ListCustomers(1, 50, "id", "desc", {"name": "made by xmlrpc"})
        report.equal("ListCustomers", [made], [row["id"] for row in rows])
        report.case("ListCustomers with nothing said",
                    101 in [row["id"] for row in client.ListCustomers()])
        report.equal("ListCustomers, one of a page", 1, len(client.ListCustomers(2, 1)))
        client.DeleteCustomer(made)
        report.equal("DeleteCustomer", True, native.get(made).get("deleted"))


def faults(report, server):
    """Faults carry everlytic's numbers. Without credentials the reply is HTTP 401."""
    client = proxy(server, allow_none=True)
    for name, call, code in (
            ("bad data", lambda: client.UpdateCustomer(103, {"country": "ZZ"}), 10400),
            ("no such customer", lambda: client.GetCustomer(99999), 10404),
            ("out of reach", lambda: client.GetCustomer(901), 10404),
            ("an unknown method", lambda: client.FlyCustomer(1), -32601),
            ("wrong arguments", lambda: client.GetCustomer(), -32602)):
        try:
            report.case(f"fault: {name}", False, expected=code, got=call())
        except xmlrpc.client.Fault as fault:
            report.equal(f"fault: {name}", code, fault.faultCode, fault.faultString)
    try:
        report.case("a wrong key", False, expected="HTTP 401",
                    got=proxy(server, secret="wrong").GetCustomer(103))
    except xmlrpc.client.ProtocolError as error:
        report.equal("a wrong key", 401, error.errcode)


def introspection(report, server):
    """The three system methods, and several calls on one connection."""
    client = proxy(server)
    names = client.system.listMethods()
    report.case("system.listMethods",
                "UpdateCustomer" in names and "customers.GetCustomer" in names, got=names)
    report.case("system.methodSignature",
                ["int", "int", "struct"] in client.system.methodSignature("UpdateCustomer"),
                got=client.system.methodSignature("UpdateCustomer"))
    for name in names:
        words = client.system.methodHelp(name)
        report.case(f"system.methodHelp {name}", isinstance(words, str) and bool(words), got=words)


if __name__ == "__main__":
    harness.main([calls, faults, introspection])
