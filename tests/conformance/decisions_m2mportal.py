#!/usr/bin/env python3
"""Decisions M1 to M11 of m2mportal, and the rules of its transport and of add-customer."""

import xml.etree.ElementTree as tree

import near  # noqa: F401
import harness
from dialects_xml import M2mportal
from harness import Server
from proof import Proof

INVALID = "Invalid Content"


def m00_transport_and_envelope(report, server):
    """The rules of the transport section: types, declarations, references, the echo of api-id."""
    proof = Proof(report, server)
    door = proof.m2mportal
    customer = proof.make("m zero")
    inside = "<customer>m zero</customer><notes>{}</notes>"
    for number, headers in enumerate(({"Content-Type": "application/xml"},
                                      {"Content-Type": "text/xml"},
                                      {"Content-Type": "text/xml; charset=utf-8"},
                                      {"Content-Type": "application/xml;charset=UTF-8"},
                                      {"Content-Type": "Text/XML"})):
        text = door.command("edit-customer", inside.format(f"note {number}"))
        reply = door.http.send("POST", "/", text, headers)
        proof.accepted(f"{headers} without Accept", door.read(reply))
        proof.holds(f"{headers} is written", customer, notes=f"note {number}")
    for declaration, accepted in (('<?xml version="1.0"?>', True),
                                  ('<?xml version="1.0" encoding="UTF-8"?>\n', True),
                                  ("<?xml version='1.0' encoding='utf-8' standalone='yes'?>", True),
                                  ('<?xml version="1.0" encoding="US-ASCII"?>', True),
                                  ('<?xml version="1.0" encoding="ISO-8859-1"?>', True),
                                  ('<?xml version="1.0" encoding="EBCDIC-CP-US"?>', False),
                                  ('<?xml version="1.0" encoding="UTF-16"?>', False)):
        reply = door.post(declaration + door.command("edit-customer",
                                                     inside.format(declaration[1:])))
        if accepted:
            proof.accepted(declaration, door.read(reply))
        else:
            proof.refused(declaration, door.read(reply, "api-response"), INVALID)
    reply = door.post(door.command("edit-customer", inside.format("x"),
                                   'version="1" api-id="a&lt;&#39;b"'))
    report.equal("api-id is echoed", "a<'b", tree.fromstring(reply.body).get("api-id"), reply)
    report.case("the apostrophe is written &#39;", b"&#39;" in reply.body, expected="&#39;",
                got=reply)
    reply = door.post(door.command("edit-customer", "<customer>it's nobody's</customer>"))
    report.case("an apostrophe in a description is written &#39;",
                b"'" not in reply.body.split(b"?>")[-1],
                got=reply)
    answer = door.read(
        door.post(
            f"<!-- before --> {door.command('edit-customer', inside.format('y'))} <!-- after -->"))
    proof.accepted("comments around the command", answer)


def m01_failures_have_a_phrase_and_a_sentence(report, server):
    """M1."""
    proof = Proof(report, server)
    customer = proof.make("m one")
    inside = "<customer>m one</customer><notes>x</notes>"
    with proof.still("M1", customer):
        for name, door in (("a wrong password", M2mportal(server, "user", "wrong")),
                           ("an unknown user", M2mportal(server, "nobody", "password")),
                           ("an empty password", M2mportal(server, "user", ""))):
            reply = door.post(door.command("edit-customer", inside))
            proof.refused(f"M1 {name}", door.read(reply), "Authentication Failed")
            report.equal(f"M1 {name}: api-id", "7", tree.fromstring(reply.body).get("api-id"),
                         reply)
        for name, signature in (("no authentication", ""),
                                ("an empty authentication", "<authentication/>"),
                                ("no password",
                                 "<authentication><username>username</username></authentication>"),
                                ("no name",
                                 "<authentication><password>password</password></authentication>")):
            proof.refused(f"M1 {name}", proof.m2mportal.read(proof.m2mportal.post(
                f'<edit-customer version="1" api-id="7">{signature}{inside}</edit-customer>')),
                "Authentication Failed")
        proof.refused("M1 a read-only role",
                      M2mportal(server, "reader").update(customer, {"notes": "x"}),
                      "Permission Denied")
        proof.refused("M1 an unknown customer", proof.m2mportal.edit("nobody at all", ""), INVALID,
                      "customer")
        proof.refused("M1 no customer element", proof.m2mportal.read(proof.m2mportal.post(
            proof.m2mportal.command("edit-customer", "<notes>x</notes>"))), INVALID, "customer")
        proof.refused("M1 an empty customer element", proof.m2mportal.edit("", "<notes>x</notes>"),
                      INVALID, "customer")


def m02_the_root_of_an_edit_reply(report, server):
    """M2."""
    proof = Proof(report, server)
    proof.accepted("M2 add", proof.m2mportal.add("m two"))
    proof.accepted("M2 edit answers add-customer-response",
                   proof.m2mportal.edit("m two", "<notes>x</notes>"))
    with Server('[m2mportal]\nedit_reply_root = "edit-customer-response"\n') as other:
        door = M2mportal(other)
        proof.accepted("M2 configured: edit",
                       door.edit("Global Trading", "<notes>x</notes>", "edit-customer-response"))
        proof.refused("M2 configured: edit that fails",
                      door.edit("nobody", "", "edit-customer-response"), INVALID)
        proof.accepted("M2 configured: add stays", door.add("m two"))


def m03_what_cannot_be_read(report, server):
    """M3."""
    proof = Proof(report, server)
    customer = proof.make("m three")
    door = proof.m2mportal
    good = door.command("edit-customer", "<customer>m three</customer><notes>x</notes>")
    with proof.still("M3", customer):
        for name, text in (
                ("nothing", ""), ("white space", "  \n"), ("no XML", "hello"),
            ("a cut command", good[:-5]),
                ("two commands", good + good), ("text behind", good + "x"),
            ("a wrong end", good.replace("</notes>", "</note>")),
                ("an unescaped &", good.replace(">x<", ">a & b<")),
            ("an unknown entity", good.replace(">x<", ">&nbsp;<")),
                ("an attribute twice", good.replace('version="1"', 'version="1" version="1"')),
                ("a DOCTYPE", "<!DOCTYPE edit-customer>" + good),
                ("a DOCTYPE with an entity",
                 '<!DOCTYPE edit-customer [<!ENTITY e "x">]>' + good.replace(">x<", ">&e;<")),
                ("a reference to NUL", good.replace(">x<", ">&#0;<")),
            ("a control character", good.replace(">x<", ">\x01<")),
                ("bytes that are no UTF-8",
                 good.replace(">x<", ">\udcff<").encode("utf-8", "surrogateescape"))):
            reply = door.post(text)
            proof.refused(f"M3 {name}", door.read(reply, "api-response"), INVALID)
        reply = door.post(door.command("delete-customer", "<customer>m three</customer>"))
        proof.refused("M3 an unknown command", door.read(reply, "api-response"), INVALID,
                      "delete-customer")
        report.equal("M3 an unknown command: api-id was read", "7",
                     tree.fromstring(reply.body).get("api-id"))
        reply = door.post("<!DOCTYPE a>" + good)
        report.equal("M3 a DOCTYPE: api-id was not read", None,
                     tree.fromstring(reply.body).get("api-id"))


def m04_version_and_api_id(report, server):
    """M4."""
    proof = Proof(report, server)
    customer = proof.make("m four")
    door = proof.m2mportal
    inside = "<customer>m four</customer><notes>{}</notes>"
    proof.accepted("M4 no version",
                   door.read(door.post(door.command("edit-customer", inside.format(1),
                                                    'api-id="7"'))))
    proof.holds("M4 no version means 1", customer, notes="1")
    reply = door.post(door.command("edit-customer", inside.format(2), 'version="1"'))
    proof.accepted("M4 no api-id", door.read(reply))
    report.equal("M4 no api-id: none in the reply", None, tree.fromstring(reply.body).get("api-id"))
    longest = "x" * 64
    reply = door.post(door.command("edit-customer", inside.format(3),
                                   f'version="1" api-id="{longest}"'))
    proof.accepted("M4 64 characters", door.read(reply))
    report.equal("M4 64 characters are echoed", longest, tree.fromstring(reply.body).get("api-id"))
    with proof.still("M4", customer):
        for version in ("2", "0", "", "one", "01"):
            reply = door.post(door.command("edit-customer", inside.format(4),
                                           f'version="{version}" api-id="7"'))
            proof.refused(f"M4 version {version!r}", door.read(reply), INVALID, "version")
        reply = door.post(door.command("edit-customer", inside.format(4),
                                       f'version="1" api-id="{longest}x"'))
        proof.refused("M4 65 characters", door.read(reply), INVALID, "api-id")


def m05_over_long_is_refused(report, server):
    """M5; the matrix has every element."""
    proof = Proof(report, server)
    customer = proof.make("m five")
    with proof.still("M5", customer):
        proof.refused("M5", proof.m2mportal.update(customer, {"website": "x" * 101}), INVALID,
                      "website", "100", "101")


def m06_white_space(report, server):
    """M6."""
    proof = Proof(report, server)
    customer = proof.make("m six")
    edit = proof.m2mportal.edit
    proof.accepted("M6 around the name", edit(" \n m six\t", "<notes> \n a  b \t</notes>"))
    proof.holds("M6 around the text", customer, notes="a  b")
    proof.accepted("M6 white space only", edit("m six", "<notes> \n </notes>"))
    proof.holds("M6 white space only is empty", customer, notes=None)
    proof.accepted("M6 no-break spaces are text", edit("m six", "<notes>\u00a0a\u00a0</notes>"))
    proof.holds("M6 only XML white space is trimmed", customer, notes="\u00a0a\u00a0")
    with proof.still("M6", customer):
        for name in ("M six", "M SIX", "m  six", "m six.", "m\u00a0six", "m sıx"):
            proof.refused(f"M6 the match is exact: {name!r}", edit(name, "<notes>x</notes>"),
                          INVALID, "customer")


def m07_what_does_not_belong(report, server):
    """M7."""
    proof = Proof(report, server)
    customer = proof.make("m seven")
    door = proof.m2mportal
    name = "<customer>m seven</customer>"
    with proof.still("M7", customer):
        for case, inside, named in (
                ("a repeated element", name + "<notes>x</notes><notes>y</notes>", "notes"),
                ("a repeated customer", name + name + "<notes>x</notes>", "customer"),
                ("a repeated empty element", name + "<notes/><notes/>", "notes"),
                ("an element inside text", name + "<notes>x<b>y</b></notes>", "b"),
                ("an unknown element", name + "<telephone>x</telephone>", "telephone"),
                ("another case", name + "<Notes>x</Notes>", "Notes"),
                ("an underscore", name + "<head_office>x</head_office>", "head_office"),
                ("an attribute of an element", name + '<notes lang="en">x</notes>', "lang"),
                ("text between elements", name + "stray<notes>x</notes>", ""),
                ("two authentications", name + "<authentication><username>username</username>"
                 "<password>password</password></authentication><notes>x</notes>",
                 "authentication"),
                ("a namespace", name + '<notes xmlns="urn:x">x</notes>', "notes")):
            proof.refused(f"M7 {case}", door.read(door.post(door.command("edit-customer", inside))),
                          INVALID, named)
        proof.refused("M7 an unknown attribute", door.read(door.post(door.command(
            "edit-customer", name + "<notes>x</notes>", 'version="1" api-id="7" mode="dry"'))),
                      INVALID, "mode")


def m08_nothing_to_do(report, server):
    """M8."""
    proof = Proof(report, server)
    customer = proof.make("m eight")
    with proof.still("M8", customer):
        proof.accepted("M8 no field elements", proof.m2mportal.edit("m eight", ""))


def m09_the_account(report, server):
    """M9."""
    proof = Proof(report, server)
    door = proof.m2mportal
    branch, child = M2mportal(server, "branch"), {"id": 124}
    with proof.still("M9", child, {"id": 2}, {"id": 123}):
        proof.refused("M9 not a grandchild",
                      door.edit("Example Telecom Branch", "<notes>x</notes>"), INVALID, "customer")
        proof.refused("M9 not the home itself", door.edit("Acme Connect", "<notes>x</notes>"),
                      INVALID, "customer")
        proof.refused("M9 not another's", door.edit("Out Of Reach", "<notes>x</notes>"), INVALID,
                      "customer")
        proof.refused("M9 not the parent's", branch.edit("Example Telecom", "<notes>x</notes>"),
                      INVALID, "customer")
    proof.accepted("M9 the branch's own, by administrator without commerce",
                   branch.edit("Example Telecom Branch", "<notes>by branch</notes>"))
    proof.holds("M9 the branch's own", child, notes="by branch")
    one, two = proof.make("m nine twin"), proof.make("m nine twin")
    with proof.still("M9 twins", one, two):
        proof.refused("M9 two of one name", door.edit("m nine twin", "<notes>x</notes>"), INVALID,
                      "customer")
    proof.enswitch.act("customers/delete", {"id": one["id"]})
    proof.accepted("M9 a deleted one does not match", door.edit("m nine twin", "<notes>x</notes>"))
    proof.holds("M9 the live one matched", two, notes="x")
    proof.enswitch.act("customers/delete", {"id": two["id"]})
    proof.refused("M9 all deleted", door.edit("m nine twin", "<notes>x</notes>"), INVALID,
                  "customer")
    proof.refused("M9 add needs a privilege too", M2mportal(server, "reader").add("m nine new"),
                  "Permission Denied")


def m10_api_id_is_no_key(report, server):
    """M10."""
    proof = Proof(report, server)
    customer = proof.make("m ten")
    proof.accepted("M10 once", proof.m2mportal.edit("m ten", "<notes>one</notes>"))
    proof.accepted("M10 the same api-id, other data",
                   proof.m2mportal.edit("m ten", "<notes>two</notes>"))
    proof.holds("M10 the second counts", customer, notes="two")
    with Server("[m2mportal]\napi_id_is_idempotency_key = true\n") as other:
        proof = Proof(report, other)
        door, customer = proof.m2mportal, {"id": 101}
        def send(notes, key):
            return door.read(door.post(door.command(
                "edit-customer", f"<customer>Global Trading</customer><notes>{notes}</notes>",
                f'version="1" api-id="{key}"')))
        proof.accepted("M10 configured: first", send("one", "k1"))
        proof.accepted("M10 configured: another key", send("two", "k2"))
        with proof.still("M10 configured: the first again", customer):
            proof.accepted("M10 configured: the first again is answered alike", send("one", "k1"))
            proof.refused("M10 configured: the key with other data", send("three", "k1"), INVALID,
                          "api-id")
        proof.holds("M10 configured: not applied twice", customer, notes="two")


def m11_methods_types_and_sizes(report, server):
    """M11."""
    proof = Proof(report, server)
    door = proof.m2mportal
    good = door.command("edit-customer", "<customer>Global Trading</customer><notes>x</notes>")
    def body(name, reply, status):
        again = harness.Reply(200, reply.headers, reply.body)
        report.equal(f"M11 {name}: status", status, reply.status, reply)
        proof.refused(f"M11 {name}: body", door.read(again, "api-response"), INVALID)
    with proof.still("M11", {"id": 101}):
        for method in ("GET", "PUT", "DELETE", "PATCH"):
            reply = door.http.send(method, "/", None if method == "GET" else good,
                                   {"Content-Type": "application/xml"})
            body(method, reply, 405)
            report.equal(f"M11 {method}: Allow", "POST", reply.headers.get("allow"))
        for media in ("text/plain", "application/json", "application/x-www-form-urlencoded",
                      "application/xmlx"):
            body(media, door.http.send("POST", "/", good, {"Content-Type": media}), 415)
        big = door.command("edit-customer",
                           f"<customer>Global Trading</customer><notes>{'x' * (1 << 20)}</notes>")
        body("a body over the limit", harness.Http(server.port).send(
            "POST", "/", big, {"Content-Type": "application/xml"}), 413)


def m12_add_customer(report, server):
    """add-customer: unique within the account, 1 to 50 characters."""
    proof = Proof(report, server)
    door = proof.m2mportal
    proof.accepted("add", door.add("m twelve"))
    made = proof.native.get(proof.enswitch.data("customers/get", {"name": "m twelve"})["id"])
    report.equal("add: below the caller's home", 2, made["parent"])
    report.equal("add: its first version", 1, made["version"])
    proof.refused("add: existing", door.add("m twelve"), INVALID, "customer")
    proof.refused("add: existing after trimming", door.add(" m twelve "), INVALID, "customer")
    proof.refused("add: empty", door.add(""), INVALID, "customer")
    proof.refused("add: white space", door.add("  "), INVALID, "customer")
    proof.accepted("add: 50 characters", door.add("é" * 50))
    proof.refused("add: 51 characters", door.add("é" * 51), INVALID, "customer", "50", "51")
    proof.refused("add: no more than a name", door.read(door.post(door.command(
        "add-customer", "<customer>m twelve b</customer><notes>x</notes>"))), INVALID, "notes")
    proof.accepted("add: another case is another name", door.add("M Twelve"))
    proof.accepted("add: what is added can be edited", door.edit("M Twelve", "<notes>x</notes>"))
    proof.accepted("add: the name of a customer of another account", door.add("Out Of Reach"))


TESTS = [value for name,
         value in sorted(globals().items()) if name[0] == "m" and name[1:3].isdigit()]

if __name__ == "__main__":
    harness.main(TESTS)
