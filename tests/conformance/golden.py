#!/usr/bin/env python3
"""Plays the golden conversations: tests/conformance/golden/<door>/*.case, each a file of its own.

    # One sentence that says what the conversation shows.
    given customer "Global Trading" { website "old.example", notes nothing }
    >> POST /path
    Header: value
    (blank line)
    body, up to the next line of the grammar
    << 200 application/xml
    Header: value
    (blank line)
    the whole body that must come back
    then customer "Global Trading" { website nothing, notes "keep me" }
    and history { website: "old.example" -> nothing, by m2mportal }
    and version stays

Customers are named by their demo name or id. Values are JSON or `nothing`; names are the canonical
ones, with main.street, delivery.street, contact.email … for parts. In a reply `…` stands for
anything,
{{x}} for anything that is kept as x and may be sent again as {{x}}; white space between the tokens
of
JSON and XML does not count. In a request {token NAME} is a flolive token of that principal, {basic
NAME:SECRET} the value of a Basic header, {contact of N} and {address of N} a part's id, and \\xNN
in a
body a byte. `given` also takes parts: they are written through enswitch and m2mportal.
"""

import json
import pathlib
import re
import sys

import near  # noqa: F401
import harness
from dialects import Enswitch, Flolive
from dialects_xml import M2mportal
from harness import Native, Report, Server, same, view

FOLDER = pathlib.Path(__file__).resolve().parent / "golden"
GRAMMAR = re.compile(r"^(given|>>|<<|then|and)\b|^(>>|<<)")
NUMBERS = {"System Owner": 1, "Acme Connect": 2, "Global Trading": 101, "Volvo Trial": 102,
           "Rosebank Media": 103, "Example Telecom": 123, "Example Telecom Branch": 124,
           "Other Reseller": 900, "Out Of Reach": 901}
# Parts that `given` writes through a door, because they have no name at the native door.
PARTS = {"contact.email": "email", "contact.telephone": "telephone", "main.line2": "address2",
         "main.city": "address_city", "main.postal_code": "address_code",
         "main.state": "address_state",
         "main.country": "country"}
TEXTS = {"main.street": "head-office", "delivery.street": "delivery-address",
         "billing.street": "billing-address"}


def steps(text):
    """(head line, lines below it) for each step of a case."""
    found = []
    for line in text.splitlines():
        if line.startswith("#") and not found:
            continue
        if GRAMMAR.match(line):
            found.append((line, []))
        elif found:
            found[-1][1].append(line)
    return found


def message(lines):
    """(headers, body) of the lines below >> or <<."""
    headers = {}
    lines = list(lines)
    while lines and (match := re.match(r"^([A-Za-z][A-Za-z-]*): (.*)$", lines[0])):
        headers[match[1]] = match[2]
        lines.pop(0)
    if lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return headers, "\n".join(lines)


def fields(text):
    """{name: value} from `a "x", b.c 5, d nothing`; None stands for nothing."""
    found, decoder = {}, json.JSONDecoder()
    text = text.strip()
    while text:
        name, _, text = text.partition(" ")
        text = text.lstrip()
        if re.match(r"nothing\b", text):
            value, end = None, len("nothing")
        else:
            value, end = decoder.raw_decode(text)
        found[name] = value
        text = text[end:].lstrip().removeprefix(",").lstrip()
    return found


def squeezed(text):
    """A body without the white space that JSON and XML do not count."""
    text = text.strip()
    if text.startswith("<"):
        return re.sub(r">\s+<", "><", text)
    return "".join(part if part.startswith('"') else re.sub(r"\s+", "", part)
                   for part in re.findall(r'"(?:[^"\\]|\\.)*"|[^"]+|"', text))


def pattern(text, known):
    """A regular expression from a body with … and {{x}}."""
    out = []
    for part in re.split(r"(…|\{\{\w+\}\})", squeezed(text)):
        name = part[2:-2] if part.startswith("{{") and part.endswith("}}") else ""
        if part == "…":
            out.append(".*")
        elif name and name in known:
            out.append(re.escape(known[name]))
        elif name and f"(?P<{name}>" in "".join(out):
            out.append(f"(?P={name})")
        elif name:
            out.append(f"(?P<{name}>[^\"<&]*)")
        else:
            out.append(re.escape(part))
    return re.compile("".join(out), re.DOTALL)


class Player:
    """Plays cases against one server."""

    def __init__(self, server):
        self.server = server
        self.native = Native(server)
        self.known, self.reply, self.marks = {}, None, {}

    def number(self, words):
        """The id of the customer named by `"Name"` or a number."""
        words = words.strip()
        if words.isdigit():
            return int(words)
        name = json.loads(words)
        if name in NUMBERS:
            return NUMBERS[name]
        return int(Enswitch(self.server, "root").data("customers/get", {"name": name})["id"])

    def given(self, text):
        """Brings a customer into a state."""
        match = re.match(r'customer (".*?"|\d+) \{(.*)\}\s*$', text, re.DOTALL)
        number, wanted = self.number(match[1]), fields(match[2])
        plain = {key: value for key, value in wanted.items() if "." not in key}
        if plain:
            self.native.patch(number, plain)
        record = self.native.get(number)
        for key in ("main.street", "delivery.street", "billing.street"):
            if key in wanted:
                owner = {2: "username", 123: "branch", 900: "outsider"}[record["parent"]]
                answer = M2mportal(self.server, owner).update(
                    {"name": record["name"]}, {TEXTS[key]: wanted[key] or ""})
                assert answer.accepted, f"given {key}: {answer!r}"
        parts = {PARTS[key]: value or "" for key, value in wanted.items() if key in PARTS}
        if parts:
            if record.get("events_url"):
                parts["events_url"] = record["events_url"]
            answer = Enswitch(self.server, "root").act("customers/update", {"id": number, **parts})
            assert answer.accepted, f"given {parts}: {answer!r}"

    def filled(self, text):
        """A request's text with its references replaced."""
        def value(match):
            kind, _, rest = match[1].partition(" ")
            if kind == "token":
                door = Flolive(self.server, rest)
                return door.sign_in()["token"]
            if kind == "basic":
                return harness.basic(*rest.split(":", 1))
            if kind in ("contact", "address"):
                return next(iter(self.native.get(int(rest.removeprefix("of ")))[
                    "contacts" if kind == "contact" else "addresses"]))
            return match[0]
        text = re.sub(r"\{\{(\w+)\}\}", lambda match: self.known[match[1]], text)
        return re.sub(r"\{((?:token|basic|contact|address) [^}]+)\}", value, text)

    def send(self, head, lines):
        """One request."""
        method, target = self.filled(head.removeprefix(">>").strip()).split(" ", 1)
        headers, body = message(lines)
        headers = {key: self.filled(value) for key, value in headers.items()}
        bytes_ = re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]),
                        self.filled(body).encode()) if body else None
        self.marks = {number: self.native.get(number)["version"] for number in NUMBERS.values()}
        self.reply = self.server.http.send(method, target, bytes_, headers)

    def expect(self, head, lines):
        """What is wrong with the reply, or None."""
        status, _, media = head.removeprefix("<<").strip().partition(" ")
        headers, body = message(lines)
        if str(self.reply.status) != status or (media and self.reply.media != media):
            return head, repr(self.reply)
        for key, value in headers.items():
            if not re.fullmatch(re.escape(value).replace("…", ".*"),
                                self.reply.headers.get(key.lower(), "")):
                return f"{key}: {value}", self.reply.headers
        match = pattern(body, self.known).fullmatch(squeezed(self.reply.text)) if body else True
        if not match:
            return body, self.reply.text
        if body:
            self.known.update(match.groupdict())
        return None

    def then(self, text):
        """What is wrong with the record, history or version, or None."""
        if text.startswith("customer "):
            match = re.match(r'customer (".*?"|\d+) \{(.*)\}\s*$', text, re.DOTALL)
            seen = view(self.native.get(self.number(match[1])))
            due = fields(match[2])
            wrong = {key: seen.get(key) for key,
                     value in due.items() if not same(value, seen.get(key))}
            self.subject = self.number(match[1])
            return (due, wrong) if wrong else None
        if text.startswith("version stays"):
            now = {number: self.native.get(number)["version"] for number in NUMBERS.values()}
            return None if now == self.marks else (self.marks, now)
        if text.startswith("history"):
            return told(self.native, self.subject,
                        re.match(r"history \{(.*)\}\s*$", text, re.DOTALL)[1])
        raise ValueError(f"no such line in a case: {text}")

    def play(self, text):
        """None if the whole conversation went as written, else (step, expected, got)."""
        for head, lines in steps(text):
            wrong = None
            if head.startswith(">>"):
                self.send(head, lines)
            elif head.startswith("<<"):
                wrong = self.expect(head, lines)
            else:
                word, rest = head.split(" ", 1)
                rest = "\n".join([rest.strip(), *lines]).strip()
                wrong = self.given(rest) if word == "given" else self.then(rest)
            if wrong:
                return head, *wrong
        return None


def told(native, number, text):
    """What is wrong with the newest entry of a customer's history, or None. `text` is
    `field: before -> after, …, by door`."""
    due, _, door = text.strip().rpartition(", by ")
    newest = newest_entry(native, number)
    seen = {key: (before, after) for key, before, after in newest["changes"]}
    decoder, wrong = json.JSONDecoder(), []
    for key, before, after in re.findall(r'([\w.]+): (nothing|"(?:[^"\\]|\\.)*"|[^\s,]+) -> '
                                         r'(nothing|"(?:[^"\\]|\\.)*"|[^\s,]+)', due):
        pair = tuple(None if each == "nothing" else decoder.decode(each)
                     for each in (before, after))
        if key not in seen or not all(same(one, two) for one, two in zip(pair, seen[key])):
            wrong.append(key)
    if wrong or newest["door"] != door.strip():
        return text, newest
    return None


def newest_entry(native, number):
    """{"door", "changes": [(field, before, after)]} of the customer's newest history entry."""
    body = native.call("GET", f"/customers/{number}/history?limit=1000").json()
    entries = body if isinstance(body, list) else next(
        value for value in body.values() if isinstance(value, list))
    entry = max(entries, key=lambda each: each["version"])
    found = []
    for change in entry["changes"]:
        found.append((change.get("field") or change.get("path"), change.get("before"),
                      change.get("after")))
    return {"door": entry.get("door"), "changes": found}


def play_all(report, words=()):
    """Plays every case, or those whose path contains one of `words`. Each door has its own server.
    """
    for folder in sorted(FOLDER.iterdir()):
        cases = [path for path in sorted(folder.glob("*.case"))
                 if not words or any(word in str(path) for word in words)]
        if not cases:
            continue
        try:
            with Server() as server:
                for path in cases:
                    name = str(path.relative_to(FOLDER))
                    report.guard(name, one, report, name, server, path.read_text())
        except RuntimeError as error:
            report.case(f"{folder.name}: the server starts and stops", False, got=str(error))


def one(report, name, server, text):
    """One case."""
    wrong = Player(server).play(text)
    report.case(name, wrong is None, *(wrong or ()))


if __name__ == "__main__":
    REPORT = Report()
    play_all(REPORT, sys.argv[1:])
    REPORT.end()
