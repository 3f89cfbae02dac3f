"""Validates every exchange that goes through it against the description at /openapi.json."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.parse

import harness
from harness import Http

FOLDER = harness.ROOT / "tests" / "openapi"
LINES = "application/x-ndjson"
CSV = "text/csv"
PACKED = ("application/gzip", "application/zstd")
# Reply headers that must be described if they occur.
TOLD = re.compile("patchbay-|idempotency-|etag$|location$")


def absent():
    """Why the document cannot be validated here, or nothing."""
    if not shutil.which("node"):
        return "node is not installed; the judges of OpenAPI documents need version 20 or later"
    if not (FOLDER / "node_modules" / ".package-lock.json").is_file():
        return f"the npm packages of {FOLDER} are not installed; tools/install_packages test does it"
    return ""


def generated(text, *generators):
    """Why the clients that generators (all, unless named) make from a document do not compile, by
    generator."""
    with tempfile.TemporaryDirectory(dir=FOLDER / "node_modules", prefix=".clients-") as folder:
        document = pathlib.Path(folder) / "openapi.json"
        document.write_text(text, encoding="utf-8")
        done = subprocess.run(["node", "clients.mjs", str(document), folder, *generators], cwd=FOLDER,
                              capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise RuntimeError(f"clients.mjs ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


class Judge:
    """The third-party validators in a separate process."""

    def __init__(self, text, lint=False):
        self.process = subprocess.Popen(["node", "check.mjs"], cwd=FOLDER, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.verdict = self._ask({"document": text, "lint": lint})

    def _ask(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the judge ended with {self.process.wait()}")
        return json.loads(answer)

    def errors(self, pointer, value, strict=False):
        """Why `value` does not match the schema at `pointer`. With `strict` an unknown member is an
        error."""
        return self._ask({"pointer": pointer, "value": value, "strict": strict})["errors"]

    def close(self):
        """Ends the process."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)


def escaped(step):
    """One step of a JSON Pointer, in a URI's fragment."""
    return urllib.parse.quote(step.replace("~", "~0").replace("/", "~1"), safe="~")


def written(body, media):
    """The text of a body: JSON, lines of JSON, or a text as it is."""
    if isinstance(body, str) and media == CSV:
        return body
    return "\n".join(map(json.dumps, body)) if media == LINES else json.dumps(body)


class Contract:
    """Calls a server and counts as failed cases what the document does not allow."""

    def __init__(self, report, server):
        self.report = report
        self.http = Http(server.port)
        reply = self.http.send("GET", "/openapi.json")
        self.text = reply.text
        self.document = json.loads(reply.text)
        self.judge = Judge(reply.text)
        self.seen = set()  # (method, template, status)

    def resolved(self, node):
        """The target of a $ref, or the node itself."""
        while "$ref" in node:
            found = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            node = found
        return node

    def operations(self):
        """(method, template, operation) of every operation."""
        for template, methods in self.document["paths"].items():
            for method, operation in methods.items():
                yield method, template, operation

    def operation(self, method, path):
        """The template and operation that describe a call."""
        for described, template, operation in self.operations():
            pattern = re.sub(r"\{\w+\}", "[^/]+", template)
            if described == method.lower() and re.fullmatch(pattern, path):
                return template, operation
        raise LookupError(f"{method} {path} is not described")

    def call(self, method, target, body=None, media="application/json", headers=None, good=True):
        """Makes one exchange and validates it. `good`: the request itself must also be valid;
        otherwise it must be invalid or at least refused."""
        name = f"{method} {target} {harness.brief(json.dumps(body))}"
        path, _, query = target.partition("?")
        template, operation = self.operation(method, path)
        base = f"/paths/{escaped(template)}/{method.lower()}"
        carried = dict(headers or {})
        if body is not None:
            carried["Content-Type"] = media
        if good:
            self._judge_request(name, base, operation, query, carried, body, media)
        reply = self.http.send(method, target, None if body is None else written(body, media), carried)
        self._judge_reply(name, base, operation, reply)
        self.seen.add((method.lower(), template, reply.status))
        return reply

    def _errors(self, pointer, value, media, strict=False):
        """Why a body does not match its schema. For JSON lines each line is checked against the
        schema of one."""
        if media != LINES:
            return self.judge.errors(pointer, value, strict)
        schema = self.resolved(self.at(pointer))
        if "contentSchema" not in schema:  # a file: its rows are no values of the description
            return self.judge.errors(pointer, "", strict)
        lines = schema["contentSchema"]["$ref"].removeprefix("#")
        return [wrong for line in value for wrong in self.judge.errors(lines, line, strict)]

    def at(self, pointer):
        """The node of the document at an escaped pointer."""
        found = self.document
        for step in pointer.removeprefix("/").split("/"):
            found = found[urllib.parse.unquote(step).replace("~1", "/").replace("~0", "~")]
        return found

    def _judge_request(self, name, base, operation, query, headers, body, media):
        described = {(each["in"], each["name"]): each
                     for each in map(self.resolved, operation.get("parameters", []))}
        for key, value in urllib.parse.parse_qsl(query, keep_blank_values=True):
            row = described.get(("query", key))
            self.report.case(f"{name}: {key} is described", row is not None)
            if row and row["schema"].get("type") in ("integer", "boolean"):
                self.report.case(f"{name}: {key} is of its type", json.loads(value) is not None)
        schemes = {"Cookie" if each.get("in") == "cookie" else each.get("name", "Authorization")
                   for each in self.document["components"]["securitySchemes"].values()}
        for key in headers:
            known = key == "Content-Type" or key in schemes or ("header", key) in described
            self.report.case(f"{name}: the header {key} is described", known)
        if body is None:
            return
        content = operation["requestBody"]["content"]
        if media not in content:
            self.report.case(f"{name}: {media} is described", False, expected=list(content))
            return
        wrong = self._errors(f"{base}/requestBody/content/{escaped(media)}/schema", body, media)
        self.report.case(f"{name}: the body fits", not wrong, got=wrong)

    def _judge_reply(self, name, base, operation, reply):
        responses = operation["responses"]
        status = str(reply.status)
        if status not in responses:
            self.report.case(f"{name}: {reply.status} is described", False, got=reply)
            return
        described = self.resolved(responses[status])
        content = described.get("content")
        if not content:
            self.report.case(f"{name}: no body", reply.body == b"", got=reply)
            return
        if reply.media not in content:
            self.report.case(f"{name}: {reply.media} is described", False, expected=list(content))
            return
        where = responses[status].get("$ref", f"#{base}/responses/{status}").removeprefix("#")
        if reply.media in ("text/html", CSV):
            value = reply.text
        elif reply.media in PACKED:
            value = ""
        else:
            value = ([json.loads(line) for line in reply.text.splitlines()] if reply.media == LINES
                     else json.loads(reply.text))
        wrong = self._errors(f"{where}/content/{escaped(reply.media)}/schema", value, reply.media,
                             strict=True)
        self.report.case(f"{name}: the reply fits", not wrong, got=f"{wrong} {reply}")
        known = {key.lower() for key in described.get("headers", {})}
        told = {key for key in reply.headers if TOLD.match(key)}
        self.report.case(f"{name}: its headers are described", told <= known, known, told)
