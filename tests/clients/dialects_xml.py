"""Clients for the doors of XML: everlytic's XML-RPC and m2mportal's commands."""

import decimal
import xml.etree.ElementTree as tree
from xml.sax.saxutils import escape

from dialects import Answer, Everlytic, Raw
from harness import Http


def rpc_value(value):
    """A value as the inside of <value>."""
    if value is None:
        return "<nil/>"
    if isinstance(value, bool):
        return f"<boolean>{int(value)}</boolean>"
    if isinstance(value, (int, Raw)):
        kind = "int" if str(value).lstrip("-").isdigit() else "double"
        if kind == "int" and not -2**31 <= int(value) < 2**31:
            kind = "string"
        return f"<{kind}>{value}</{kind}>"
    if isinstance(value, dict):
        return "<struct>" + "".join(
            f"<member><name>{escape(key)}</name><value>{rpc_value(each)}</value></member>"
            for key, each in value.items()) + "</struct>"
    if isinstance(value, (list, tuple)):
        return "<array><data>" + "".join(f"<value>{rpc_value(each)}</value>"
                                         for each in value) + "</data></array>"
    return f"<string>{escape(str(value))}</string>"


def rpc_read(value):
    """A Python value from a <value> element."""
    if not len(value):
        return value.text or ""
    kind = value[0]
    text = kind.text or ""
    if kind.tag == "struct":
        members = [(member.find("name").text, rpc_read(member.find("value"))) for member in kind]
        if len(dict(members)) != len(members):
            raise ValueError("a member stands twice")
        return dict(members)
    if kind.tag == "array":
        return [rpc_read(each) for each in kind.find("data")]
    if kind.tag in ("int", "i4", "i8"):
        return int(text)
    if kind.tag == "boolean":
        return text == "1"
    if kind.tag == "double":
        return decimal.Decimal(text)
    if kind.tag == "string":
        return text
    raise ValueError(f"<{kind.tag}> was never to be sent")


class EverlyticRpc(Everlytic):
    """XML-RPC over the same record."""

    def post(self, text, headers=None):
        """A POST of any text as an XML-RPC call."""
        return self.http.send("POST", "/api/2.0/xmlrpc/", text,
                              {**self.headers, "Content-Type": "text/xml", **(headers or {})})

    def method(self, name, *arguments):
        """The reply of any method."""
        params = "".join(f"<param><value>{rpc_value(each)}</value></param>" for each in arguments)
        return self.post(f"<?xml version=\"1.0\"?><methodCall><methodName>{escape(name)}"
                         f"</methodName><params>{params}</params></methodCall>")

    @staticmethod
    def value(reply):
        """(result, None) or (None, fault) from a reply."""
        root = tree.fromstring(reply.body)
        if root.tag != "methodResponse" or len(root) != 1:
            raise ValueError("not a methodResponse with one child")
        if root[0].tag == "fault":
            fault = rpc_read(root[0].find("value"))
            if sorted(fault) != ["faultCode", "faultString"] or type(fault["faultCode"]) is not int:
                raise ValueError("a fault without its two members")
            return None, fault
        params = root.findall("params/param/value")
        if len(params) != 1:
            raise ValueError("not one param")
        return rpc_read(params[0]), None

    @classmethod
    def read(cls, reply):
        """An Answer from a reply; checks the envelope that every call has."""
        try:
            if reply.status != 200 or reply.media != "text/xml":
                raise ValueError("not 200 text/xml")
            result, fault = cls.value(reply)
            if fault is None:
                return Answer(True, code="", words=repr(result), shown=repr(reply))
            return Answer(False, fault["faultString"], fault["faultString"],
                          str(fault["faultCode"]), shown=repr(reply))
        except (ValueError, KeyError, TypeError, AttributeError, tree.ParseError) as error:
            return Answer(False, trouble=f"{type(error).__name__}: {error}", shown=repr(reply))

    def update(self, customer, fields):
        """UpdateCustomer of some properties."""
        answer = self.read(self.method("UpdateCustomer", customer["id"], dict(fields)))
        if answer.accepted and answer.words != str(customer["id"]):
            answer.trouble = f"the result is {answer.words}, not the id {customer['id']}"
        return answer

    def show(self, customer):
        """The customer as GetCustomer shows it."""
        result, fault = self.value(self.method("GetCustomer", customer["id"]))
        if fault:
            raise RuntimeError(f"GetCustomer {customer['id']}: {fault}")
        return result


class M2mportal:
    """One XML command per POST."""

    door = "m2mportal"

    def __init__(self, server, username="username", password="password"):
        self.http = Http(server.port)
        self.username, self.password = username, password

    def command(self, name, inside, attributes='version="1" api-id="7"', signed=True):
        """The text of a command; `inside` is XML."""
        signature = (f"<authentication><username>{escape(self.username)}</username>"
                     f"<password>{escape(self.password)}</password></authentication>")
        return f"<{name} {attributes}>{signature if signed else ''}{inside}</{name}>"

    def post(self, text, headers=None):
        """A POST of any text."""
        return self.http.send("POST", "/", text, {"Content-Type": "application/xml",
                                                  "Accept": "application/xml", **(headers or {})})

    @staticmethod
    def read(reply, root="add-customer-response"):
        """An Answer from a reply; checks the envelope that every command has."""
        try:
            if reply.status != 200 or reply.media not in ("application/xml", "text/xml"):
                raise ValueError("not 200 application/xml")
            top = tree.fromstring(reply.body)
            outcome = top.findtext("api-outcome")
            words = top.findtext("error-description") or ""
            if top.tag != root:
                raise ValueError(f"the root is {top.tag}, not {root}")
            if outcome == "success" and len(top) != 1:
                raise ValueError("success with more than its outcome")
            if outcome != "success" and ([part.tag for part in top]
                                         != ["api-outcome", "error-description"] or not words):
                raise ValueError("failure without outcome and description")
            return Answer(outcome == "success", words, words, outcome, shown=repr(reply))
        except (ValueError, tree.ParseError) as error:
            return Answer(False, trouble=f"{type(error).__name__}: {error}", shown=repr(reply))

    def edit(self, name, inside, root="add-customer-response"):
        """The Answer of an edit-customer of the customer called `name`."""
        return self.read(self.post(self.command(
            "edit-customer", f"<customer>{escape(name)}</customer>{inside}")), root)

    def add(self, name):
        """The Answer of an add-customer."""
        return self.read(self.post(self.command(
            "add-customer", f"<customer>{escape(name)}</customer>")))

    def update(self, customer, fields):
        """edit-customer of some elements. A Raw value is XML and not text."""
        return self.edit(customer["name"], "".join(
            f"<{key}>{value if isinstance(value, Raw) else escape(value)}</{key}>"
            for key, value in fields.items()))
