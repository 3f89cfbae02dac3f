"""The most expensive bodies of 1 MiB for each door, good and bad. A row says what is sent and
whether it is refused. A good row next to a bad one gives the cost of a good body of that size."""

import base64
import dataclasses
import itertools
import json
import pathlib
import sys
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "clients"))

from door_list import each_door  # noqa: E402  # pylint: disable=wrong-import-position

MIB = 1 << 20
KEY = base64.b64encode(b"administrator:demo-api-key-0000000000000000").decode()
SIGNED = {"Authorization": f"Basic {KEY}"}
QUERY = "auth_username=administrator&auth_password=demo-api-key-0000000000000000"


@dataclasses.dataclass
class Row:
    """One request. `good` rows are accepted, the others refused."""

    door: str
    name: str
    method: str
    target: str
    headers: dict
    body: bytes
    good: bool = False


def uuids():
    """Ids of parts, the same in every run."""
    return (str(uuid.UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC834 % (1 << 128)))
            for number in itertools.count(1))


def filled(start, pieces, end, separator="", size=MIB):
    """`start`, as many of `pieces` as fit into `size` bytes, and `end`."""
    out, left = [], size - len(start) - len(end)
    for piece in pieces:
        left -= len(piece) + len(separator)
        if left < 0:
            break
        out.append(piece)
    return (start + separator.join(out) + end).encode()


def numbered(template, count=None):
    """The template with 0, 1, 2 … in place of `#`."""
    return (template.replace("#", str(number))
            for number in itertools.islice(itertools.count(), count))


def members(template, count=15_000):
    """As many members as the JSON reader accepts, long enough to fill a body."""
    pad = "p" * (MIB // count - len(template) - 12)
    return numbered(template.replace("~", pad), count)


def address(size=19):
    """The members of a part, with texts."""
    keys = ["street", "building_number", "building_name", "city", "postal_code", "line2", "line3",
            "entrance", "floor", "apartment", "other", "pobox", "province", "state", "full_name",
            "company", "country", "salutation", "title"][:size]
    values = {"country": "GB", "salutation": "mr", "title": "dr"}
    return json.dumps({key: values.get(key, "12345678") for key in keys})


def parts(home="addresses", count=None):
    """A merge patch with parts that have ids."""
    pieces = (f'"{each}":{address()}' for each in uuids())
    return filled('{"%s":{' % home, itertools.islice(pieces, count), "}}", ",")


def operations(pieces, count=1000):
    """A JSON Patch."""
    return filled("[", itertools.islice(pieces, count), "]", ",")


def grown():
    """A JSON Patch that doubles a list by copying it repeatedly."""
    first = '{"op":"add","path":"/x","value":%s}' % json.dumps(list(range(1000)))
    more = numbered('{"op":"copy","from":"/x","path":"/x/-"}')
    return operations(itertools.chain([first], more), 999)


def crowded():
    """A JSON Patch that creates an object with many members and then looks up its last member
    repeatedly."""
    first = '{"op":"add","path":"/x","value":{%s}}' % ",".join(
        f'"k{number}":1' for number in range(15_000))
    more = numbered('{"op":"test","path":"/x/k14999","value":1}')
    return operations(itertools.chain([first], more), 999)


def native():
    """PATCH of a customer, JSON Patch, bulk, creation, undo."""
    def patch(name, body, good=False, media="application/merge-patch+json"):
        return Row("native", name, "PATCH", "/v1/customers/101?dry_run=true",
                   {**SIGNED, "Content-Type": media}, body, good)

    def json_patch(name, body, good=False):
        return patch(name, body, good, "application/json-patch+json")

    def post(name, target, body, good=False, media="application/json"):
        join = "&" if "?" in target else "?"
        return Row("native", name, "POST", f"{target}{join}dry_run=true",
                   {**SIGNED, "Content-Type": media}, body, good)

    line = '{"id":101,"patch":{"notes":"%s#","website":"https://example.com/#"}}\n' % ("n" * 450)
    def lines(name, body, good=False):
        return dataclasses.replace(post(name, "/v1/bulk?max_affected=10000", body, good,
                                        "application/x-ndjson"), door="bulk")

    yield patch("200 addresses", parts(count=180), True)
    yield lines("good lines", filled("", numbered(line), ""), True)
    yield lines("short good lines", filled(
        "", numbered('{"id":101,"patch":{"notes":"#","website":"https://example.com/%s#"}}\n'
                     % ("w" * 20), 9_999), ""), True)
    yield patch("unknown members", filled("{", members('"unknown_member_#":"~"'), "}", ","))
    yield patch("too many unknown members", filled("{", numbered('"unknown_#":"v"'), "}", ","))
    yield patch("short unknown members", filled("{", numbered('"nmae#":1', 19_000), "}", ","))
    yield patch("unknown members of a part", filled(
        '{"addresses":{"%s":{' % next(uuids()), members('"streeet#":"~"'), "}}}", ","))
    yield patch("6 600 addresses", parts())
    yield patch("small addresses", filled(
        '{"addresses":{', (f'"{each}":{{"city":"x"}}' for each in itertools.islice(uuids(), 9_900)),
        "}}", ","))
    yield patch("contacts", filled(
        '{"contacts":{', (f'"{each}":{{"email":"a@b.example"}}'
                          for each in itertools.islice(uuids(), 9_900)), "}}", ","))
    yield patch("parts without ids", filled('{"addresses":{', numbered('"#":{}', 19_000), "}}", ","))
    yield patch("a long text", filled('{"notes":"', ["x" * (MIB - 20)], '"}'))
    yield patch("escapes", filled('{"notes":"', itertools.repeat("\\u00e9"), '"}'))
    yield patch("a long name", filled('{"', ["x" * (MIB - 20)], '":1}'))
    yield patch("a long number", filled('{"credit":', ["9" * (MIB - 20)], "}"))
    yield patch("depth", b"[" * MIB)
    yield patch("numbers of a list", filled('{"campaigns":[', numbered("#", 19_000), "]}", ","))
    yield patch("pairs of a list", filled('{"custom_fields":[', numbered(
        '{"name":"#","value":"v"}', 6_000), "]}", ","))
    yield patch("the same key", filled("{", itertools.repeat('"name":"v"'), "}", ","))
    yield json_patch("good operations", operations(numbered(
        '{"op":"add","path":"/notes","value":"%s#"}' % ("n" * 450))), True)
    yield json_patch("copies that grow", grown())
    yield json_patch("look-ups in a crowd", crowded())
    yield json_patch("many operations", filled("[", numbered(
        '{"op":"add","path":"/a#","value":1}'), "]", ","))
    yield json_patch("long pointers", operations(numbered(
        '{"op":"add","path":"%s","value":#}' % ("/a" * 480))))
    yield post("lines of unknown members", "/v1/bulk", filled("", numbered(
        '{"id":101,"a#":1,"b#":1,"c#":1,"d#":1}\n'), ""), media="application/x-ndjson")
    unknown = ",".join(f'"nmae{number}":1' for number in range(8))
    yield lines("all lines of unknown members", filled(
        "", itertools.repeat('{"id":101,"patch":{%s}}\n' % unknown, 9_999), ""))
    yield post("short lines", "/v1/bulk", filled("", itertools.repeat("{}\n"), ""),
               media="application/x-ndjson")
    yield post("a selection", "/v1/bulk", filled('{"select":{', numbered('"nmae#":1', 19_000), "}}", ","))
    yield post("a new customer", "/v1/customers", filled("{", numbered('"nmae#":1', 19_000), "}", ","))
    yield post("paths to undo", "/v1/customers/101/undo", filled(
        '{"version":1,"paths":[', (f'"addresses/{each}/city"' for each in itertools.islice(uuids(), 19_000)),
        "]}", ","))
    yield post("a principal", "/v1/principals", filled(
        '{"name":"x","roles":[', numbered('"r#"', 19_000), "]}", ","))


def m2mportal():
    """edit-customer."""
    def edit(name, body, good=False):
        return Row("m2mportal", name, "POST", "/", {"Content-Type": "application/xml",
                                                    "Patchbay-Rehearse": "true"}, body, good)

    start = ('<edit-customer version="1" api-id="7"><authentication><username>administrator'
             "</username><password>demo-api-key-0000000000000000</password></authentication>"
             "<customer>Global Trading</customer>")
    end = "</edit-customer>"
    yield edit("empty lines", filled(start, itertools.repeat("\n"), end), True)
    yield edit("comments", filled(start, itertools.repeat("<!--c-->"), end), True)
    yield edit("unknown elements", filled(start, numbered("<unknown-element-#>v</unknown-element-#>"),
                                          end))
    yield edit("short unknown elements", filled(start, numbered("<nots#/>"), end))
    yield edit("the same element", filled(start, itertools.repeat("<notes>v</notes>"), end))
    yield edit("attributes", filled(start + "<notes ", numbered('a#="v"'), "/>" + end, " "))
    yield edit("entities", filled(start + "<notes>", itertools.repeat("&amp;"), "</notes>" + end))
    yield edit("references", filled(start + "<notes>", itertools.repeat("&#233;"),
                                    "</notes>" + end))
    yield edit("lines", filled(start + "<notes>", itertools.repeat("x\n"), "</notes>" + end))
    yield edit("a long text", filled(start + "<notes>", ["x" * (MIB - 500)], "</notes>" + end))
    yield edit("a long name", filled(start + "<", ["x" * (MIB - 500)], "/>" + end))
    yield edit("depth", filled(start, itertools.repeat("<a>"), ""))


def flolive(headers):
    """PATCH of a customer."""
    def patch(name, body, good=False):
        return Row("flolive", name, "PATCH", f"/api/v2/customer/{uuid.UUID(int=(4 << 76) | (8 << 60) | 0x101)}",
                   {**headers, "Content-Type": "application/json", "Patchbay-Rehearse": "true"},
                   body, good)

    entry = json.dumps({"type": "PRIVATE", "street": "12345678", "city": "12345678",
                        "zipCode": "12345678", "company": "12345678", "fullName": "12345678"})
    yield patch("180 addresses", filled('{"address":[', itertools.repeat(entry, 180), "]}", ","), True)
    yield patch("unknown members", filled("{", members('"unknownMember#":"~"'), "}", ","))
    yield patch("unknown members of addresses", filled(
        '{"address":[', numbered(
            '{"type":"PRIVATE",%s}' % ",".join(f'"stret{each}":1' for each in range(36)), 499),
        "]}", ","))
    yield patch("addresses", filled('{"address":[', itertools.repeat(entry), "]}", ","))
    yield patch("500 addresses", filled('{"address":[', itertools.repeat(entry, 500), "]}", ","))
    yield patch("unknown cells", filled('{"customFields":[{"keyName":"a",', numbered('"k#":1', 19_000),
                                        "}]}", ","))
    yield patch("campaigns", filled('{"campaign":[', numbered("#", 19_000), "]}", ","))
    yield patch("depth", b"[" * MIB)


def everlytic():
    """Update by JSON, by form, by XML-RPC."""
    def put(name, body, media="application/json", good=False):
        return Row("everlytic", name, "PUT", "/api/2.0/customers/101",
                   {**SIGNED, "Content-Type": media, "Patchbay-Rehearse": "true"}, body, good)

    def call(name, body, good=False):
        return Row("XML-RPC", name, "POST", "/api/2.0/xmlrpc/",
                   {**SIGNED, "Content-Type": "text/xml", "Patchbay-Rehearse": "true"}, body, good)

    form = "application/x-www-form-urlencoded"
    yield put("white space", filled('{"name":"x"', [" " * (MIB - 20)], "}"), good=True)
    yield put("unknown properties", filled("{", members('"unknown_property_#":"~"'), "}", ","))
    yield put("a long text", filled('{"name":"', ["x" * (MIB - 20)], '"}'))
    yield put("a form of many", filled("", numbered("u#=v"), "", "&"), form)
    yield put("a form of 1 000", filled("", numbered("unknown#=" + "v" * 1000), "", "&"), form)
    yield put("escapes of a form", filled("name=", itertools.repeat("%41"), ""), form)
    start = ("<methodCall><methodName>UpdateCustomer</methodName><params><param><value><int>101"
             "</int></value></param><param><value><struct>")
    end = "</struct></value></param></params></methodCall>"
    member = "<member><name>{}</name><value>{}</value></member>"
    yield call("empty lines", filled(start + member.format("name", "x"), itertools.repeat("\n"), end),
               True)
    yield call("comments", filled(start + member.format("name", "x"),
                                  itertools.repeat("<!--c-->"), end), True)
    yield call("unknown properties", filled(start, numbered(member.format("u#", "v")), end))
    yield call("an array of names", filled(start + "<member><name>name</name><value><array><data>",
                                           itertools.repeat("<value/>"),
                                           "</data></array></value></member>" + end))
    yield call("a long method", filled("<methodCall><methodName>", ["x" * (MIB - 100)],
                                       "</methodName></methodCall>"))
    yield call("depth", filled("", itertools.repeat("<value>"), ""))


def enswitch():
    """customers/update, with credentials in the query and in the body."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Patchbay-Rehearse": "true"}

    def post(name, body, good=False):
        return Row("enswitch", name, "POST", f"/api/json/customers/update/?{QUERY}&id=101", form,
                   body, good)

    yield post("empty pieces", filled("name=Volvo", itertools.repeat("&"), ""), True)
    yield post("many parameters", filled("", numbered("u#=v"), "", "&"))
    yield post("1 000 parameters", filled("", numbered("nmae#=" + "v" * 1000), "", "&"))
    yield post("the same parameter", filled("", itertools.repeat("name=" + "v" * 1050), "", "&"))
    yield post("escapes", filled("name=", itertools.repeat("%41"), ""))
    yield post("a long name", filled("", ["x" * (MIB - 2)], "=1"))


def without(rows):
    """The same without credentials, for doors that have them in the head."""
    for row in rows:
        if row.door in ("native", "flolive", "everlytic", "XML-RPC") and not row.good:
            headers = {key: value for key, value in row.headers.items() if key != "Authorization"}
            yield dataclasses.replace(row, name=row.name + ", by nobody", headers=headers)


def all_rows(flolive_headers):
    """Every row. `flolive_headers` carry that door's token."""
    doors = each_door({"m2mportal": m2mportal, "flolive": lambda: flolive(flolive_headers), "everlytic": everlytic,
                       "enswitch": enswitch, "native": native})
    rows = [row for make in doors.values() for row in make()]
    return [*rows, *without(rows)]
