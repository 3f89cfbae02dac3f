"""The kinds of requests whose cost is counted, at each door."""

import base64
import dataclasses
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FIRST = 1000  # kFirst of bench/fill/customer.h
TURNS = 300_000_000_000_000  # turns have fifteen digits
BULK_LINES = 20
# Words in the names of kinds that write to the store.
WRITING = ("update", "bulk", "sign-in")

sys.path.insert(0, str(ROOT / "tests" / "clients"))

from door_list import each_door  # noqa: E402  # pylint: disable=wrong-import-position


@dataclasses.dataclass
class Kind:
    """One kind of request: its template, whose placeholders are those of bench/load/template.h, and
    the status that every reply has. `repeat` is how many customers one request is about, by which
    its counts are divided."""

    name: str
    template: str
    status: int = 200
    repeat: int = 1

    @property
    def writes(self):
        """Whether its requests write to the store."""
        return any(word in self.name for word in WRITING)

    def parts(self, turn, customers, token):
        """Method, target, headers and body of one turn. Customers come one after another."""
        head, _, body = self.template.partition("\n\n")
        first, *lines = self._filled(head, turn, customers, token).splitlines()
        method, target, _ = first.split(" ", 2)
        headers = dict(line.split(": ", 1) for line in lines if line)
        body = "".join(self._filled(body, turn * self.repeat + line, customers, token)
                       for line in range(self.repeat))
        return method, target, headers, body.encode() or None

    @staticmethod
    def _filled(text, turn, customers, token):
        number = FIRST + turn * 7 % customers
        for name, value in (("id", str(number)), ("uuid", f"00000000-0000-4000-8000-{number:012}"),
                            ("turn", str(TURNS + turn)), ("authorization", f"Bearer {token}")):
            text = text.replace("{" + name + "}", value)
        return text


def template(name):
    """A prepared request of bench/requests."""
    return (ROOT / "bench/requests" / f"{name}.http").read_text()


def rehearsed(text):
    """The same request as a rehearsal."""
    return text.replace("\nHost:", "\nPatchbay-Rehearse: true\nHost:", 1)


def get(target, authorization=""):
    """A request without a body."""
    lines = [f"GET {target} HTTP/1.1", "Host: 127.0.0.1"]
    if authorization:
        lines.append(f"Authorization: {authorization}")
    return "\n".join(lines) + "\n\n"


def post(target, media, body, authorization=""):
    """A request with a body."""
    return get(target, authorization).replace("GET", "POST", 1).replace(
        "\n\n", f"\nContent-Type: {media}\n\n", 1) + body


def basic(name, secret):
    """The value of an Authorization header."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


PASSWORD = basic("username", "password")
TOKEN = "{authorization}"
LOGIN = "auth_username=user;auth_password=password"
HOME = "00000000-0000-4000-8000-000000000002"  # the customer whose children are listed
RPC_GET = ('<?xml version="1.0"?><methodCall><methodName>GetCustomer</methodName><params><param><value>'
           "<int>{id}</int></value></param></params></methodCall>")

KINDS = tuple(Kind(*row) for row in each_door((
    ("m2mportal update", template("m2mportal")),
    ("m2mportal rehearsal", rehearsed(template("m2mportal"))),
    ("flolive update", template("flolive"), 202),
    ("flolive update of searched fields", template("flolive_searched"), 202),
    ("flolive rehearsal", rehearsed(template("flolive")), 202),
    ("flolive get", get("/api/v2/customer/{uuid}", TOKEN)),
    ("flolive list", get(f"/api/v2/customer/{HOME}/child-customers?size=50", TOKEN)),
    ("flolive sign-in", post("/api/v2/auth/token", "application/json",
                             '{"username":"username","password":"password"}')),
    ("everlytic update", template("everlytic")),
    ("everlytic rehearsal", rehearsed(template("everlytic"))),
    ("everlytic get", get("/api/2.0/customers/{id}", PASSWORD)),
    ("everlytic list", get("/api/2.0/customers?count=50", PASSWORD)),
    ("everlytic search", get("/api/2.0/customers?name=Customer+number+{id}", PASSWORD)),
    ("everlytic XML-RPC update", template("everlytic_xmlrpc")),
    ("everlytic XML-RPC get", post("/api/2.0/xmlrpc/", "text/xml", RPC_GET, PASSWORD)),
    ("enswitch update", template("enswitch")),
    ("enswitch rehearsal", rehearsed(template("enswitch"))),
    ("enswitch get", get(f"/api/json/customers/get/?{LOGIN};id={{id}}")),
    ("enswitch list", get(f"/api/json/customers/list/?{LOGIN};limit=50")),
    ("native update", template("native")),
    ("native update of indexed fields", template("native_names")),
    ("native rehearsal", rehearsed(template("native"))),
    ("native get", template("native_get")),
    ("native get by token", get("/v1/customers/{id}", TOKEN)),
    ("native list", template("native_list")),
    ("native search", template("native_search")),
    ("native bulk line", post("/v1/bulk", "application/x-ndjson",
                              '{"id":{id},"patch":{"notes":"changed in turn {turn}"}}\n', PASSWORD),
     200, BULK_LINES),
    ("native sign-in", post("/v1/tokens", "application/json",
                            '{"name":"username","password":"password"}')),
)))
