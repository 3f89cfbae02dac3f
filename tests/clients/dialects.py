"""Clients for the doors of forms and JSON: one update call each, with its result."""

import dataclasses
import decimal
import json
import urllib.parse

from harness import Http, basic


class Raw(str):
    """A JSON value that is sent exactly as written, such as 1e3 or 10.50."""


@dataclasses.dataclass
class Answer:
    """The answer of a door: whether the change was accepted, the field and text of the error, and
    what is wrong with the envelope itself."""

    accepted: bool
    where: str = ""
    words: str = ""
    code: str = ""
    trouble: str = ""
    shown: str = ""

    def __repr__(self):
        return self.trouble + " in " + self.shown if self.trouble else self.shown


def json_text(value):
    """JSON that keeps Raw parts as written."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{json_text(each)}"
                              for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(json_text, value)) + "]"
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False)


def form_text(pairs, separator="&"):
    """application/x-www-form-urlencoded text of (key, value) pairs."""
    return separator.join(
        f"{urllib.parse.quote_plus(str(key))}={urllib.parse.quote_plus(str(value))}"
                          for key, value in pairs)


class Enswitch:
    """key=value in, {"responses": […]} out."""

    door = "enswitch"

    def __init__(self, server, username="username", password="password"):
        self.http = Http(server.port)
        self.signed = [("auth_username", username), ("auth_password", password)]

    def call(self, action, pairs=(), method="POST", signed=True):
        """The whole reply of any action; `pairs` is a dict or a list of pairs."""
        pairs = list(pairs.items() if isinstance(pairs, dict) else pairs)
        text = form_text((self.signed if signed else []) + pairs)
        target = f"/api/json/{action}/"
        if method == "GET":
            return self.http.send("GET", f"{target}?{text}")
        return self.http.send("POST", target, text,
                              {"Content-Type": "application/x-www-form-urlencoded"})

    def act(self, action, pairs=(), method="POST", signed=True):
        """The Answer of any action."""
        return self.read(self.call(action, pairs, method, signed))

    @staticmethod
    def read(reply):
        """An Answer from a reply; checks the envelope that every call has."""
        try:
            if reply.status != 200:
                raise ValueError("the status is not 200")
            if reply.media != "application/json":
                raise ValueError("the media type is not application/json")
            responses = reply.json()["responses"]
            for each in responses:
                if sorted(each) != ["code", "key", "message"] or not all(
                        isinstance(part, str) for part in each.values()):
                    raise ValueError("a response is not three strings code, key, message")
                if (each["message"] == "OK") != (each["code"] in ("200", "201", "204")):
                    raise ValueError("OK stands beside an error, or not beside success")
            codes = [each["code"] for each in responses]
            if reply.headers.get("cache-control", "") != "no-store":
                raise ValueError("no Cache-Control: no-store")
            return Answer(codes[0][0] == "2", " ".join(each["key"] for each in responses),
                          " ".join(each["message"] for each in responses), " ".join(codes),
                          shown=repr(reply))
        except (ValueError, KeyError, IndexError, TypeError) as error:
            return Answer(False, trouble=f"{type(error).__name__}: {error}", shown=repr(reply))

    def update(self, customer, fields):
        """customers/update of some fields."""
        return self.act("customers/update", [("id", customer["id"]), *fields.items()])

    def data(self, action, pairs=(), method="POST"):
        """The `data` of a call that returns some."""
        reply = self.call(action, pairs, method)
        answer = self.read(reply)
        if not answer.accepted:
            raise RuntimeError(f"enswitch {action} {pairs}: {answer!r}")
        return reply.json().get("data")

    def make(self, name, **fields):
        """A fresh customer below the caller on plan 1; its id."""
        fields = {"name": name, "plan": "1", "email": "first@example.com", **fields}
        return int(self.data("customers/create", fields)["id"])

    def show(self, customer):
        """The customer as this door shows it."""
        return self.data("customers/get", {"id": customer["id"]})


class Flolive:
    """JSON PATCH with request ids."""

    door = "flolive"

    def __init__(self, server, username="username", password="password"):
        self.http = Http(server.port)
        self.username, self.password = username, password
        self.headers = {}

    def sign_in(self):
        """Obtains a token; the reply's content."""
        reply = self.call("POST", "/api/v2/auth/token",
                          {"username": self.username, "password": self.password})
        content = reply.json()["content"][0]
        self.headers = {"Authorization": f"Bearer {content['token']}"}
        return content

    def call(self, method, target, body=None, headers=None):
        """Any call. `body` is a value, or text that is sent unchanged."""
        carried = {**self.headers, **(headers or {})}
        if body is not None:
            carried.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, (bytes, str)) and not isinstance(body, Raw) \
                else json_text(body)
        return self.http.send(method, target, body, carried)

    @staticmethod
    def read(reply):
        """An Answer from a reply; checks the envelope that every call has."""
        try:
            if reply.media != "application/json":
                raise ValueError("the media type is not application/json")
            body = reply.json()
            if sorted(body) != ["content", "errorCode", "errorMessage", "pageable"]:
                raise ValueError("the members are not the documented four")
            accepted = body["errorCode"] == ""
            if accepted:
                pages = body["pageable"]
                if body["errorMessage"] != "" or not isinstance(body["content"], list):
                    raise ValueError("success with an error message or without content")
                if sorted(pages) != ["page", "size", "totalElements", "totalPages"] or not all(
                        type(number) is int for number in pages.values()):
                    raise ValueError("pageable is not four numbers")
            elif body["content"] != "" or body["pageable"] != "" or not body["errorMessage"]:
                raise ValueError("failure with content, or without a message")
            if accepted != (reply.status < 300):
                raise ValueError("status and errorCode contradict each other")
            return Answer(accepted, body["errorMessage"], body["errorMessage"],
                          f"{reply.status} {body['errorCode']}".strip(), shown=repr(reply))
        except (ValueError, KeyError, TypeError) as error:
            return Answer(False, trouble=f"{type(error).__name__}: {error}", shown=repr(reply))

    def patch(self, uuid, body):
        """The Answer of a PATCH."""
        if not self.headers:
            self.sign_in()
        return self.read(self.call("PATCH", f"/api/v2/customer/{uuid}", body))

    def update(self, customer, fields):
        """PATCH of some members of the body."""
        return self.patch(customer["uuid"], fields)

    def show(self, customer):
        """The customer as this door shows it."""
        if not self.headers:
            self.sign_in()
        reply = self.call("GET", f"/api/v2/customer/{customer['uuid']}")
        if reply.status != 200:
            raise RuntimeError(f"flolive GET {customer['uuid']}: {reply!r}")
        return reply.json()["content"][0]


class Everlytic:
    """REST: JSON (or a form) in, item or error out."""

    door = "everlytic"

    def __init__(self, server, username="username", password="password", form=False):
        self.http = Http(server.port)
        self.headers = {"Authorization": basic(username, password)}
        self.form = form

    def call(self, method, target, body=None, media=None):
        """Any call. `target` is below /api/2.0. `body` is a dict, or text that is sent unchanged.
        """
        headers = dict(self.headers)
        if isinstance(body, dict):
            body = form_text(body.items()) if self.form else json_text(body)
        if body is not None:
            headers["Content-Type"] = media or (
                "application/x-www-form-urlencoded" if self.form else "application/json")
        return self.http.send(method, "/api/2.0" + target, body, headers)

    @staticmethod
    def read(reply):
        """An Answer from a reply; checks the envelope that every call has."""
        try:
            if reply.media != "application/json":
                raise ValueError("the media type is not application/json")
            body = reply.json()
            if reply.status < 300:
                if "item" not in body and "collection" not in body:
                    raise ValueError("neither item nor collection")
                if [link["rel"] for link in body["links"]][:2] != ["self", "home"]:
                    raise ValueError("no links self and home")
                return Answer(True, code=str(reply.status), shown=repr(reply))
            if sorted(body) != ["error"] or sorted(body["error"]) != ["code", "message"]:
                raise ValueError('not {"error":{"code","message"}}')
            code, message = body["error"]["code"], body["error"]["message"]
            if not isinstance(code, str) or not isinstance(message, str) or not message:
                raise ValueError("code or message is not a string")
            return Answer(False, message, message, f"{reply.status} {code}", shown=repr(reply))
        except (ValueError, KeyError, TypeError) as error:
            return Answer(False, trouble=f"{type(error).__name__}: {error}", shown=repr(reply))

    def update(self, customer, fields):
        """PUT of some properties."""
        return self.read(self.call("PUT", f"/customers/{customer['id']}", dict(fields)))

    def show(self, customer):
        """The customer as this door shows it."""
        reply = self.call("GET", f"/customers/{customer['id']}")
        if reply.status != 200:
            raise RuntimeError(f"everlytic GET {customer['id']}: {reply!r}")
        return reply.json()["item"]
