#!/usr/bin/env python3
"""The door for assistants, asked by others: the protocol's own conformance scenarios, and sessions of the
official TypeScript SDK over HTTP and through `patchbay mcp`."""

import http.client
import http.server
import json
import pathlib
import re
import subprocess
import tempfile
import threading

from harness import Native, PATCHBAY, Report, Server
from mcp_near import FOLDER, absent, principal
from remote import Shell
from webhook_near import Quiet

CONFORMANCE = ("node", "--import", "./any_node.mjs", "node_modules/@modelcontextprotocol/conformance/dist/index.js")

# The scenarios that apply, by revision.
SCENARIOS = {
    "2026-07-28": ("server-stateless", "tools-list", "resources-list", "prompts-list", "caching",
                   "http-header-validation", "dns-rebinding-protection", "sep-2164-resource-not-found",
                   "input-required-result-unsupported-methods"),
    "2025-11-25": ("server-initialize", "ping", "tools-list", "resources-list", "prompts-list",
                   "dns-rebinding-protection"),
    "2025-06-18": ("server-initialize", "ping", "tools-list", "resources-list", "prompts-list"),
}

# All others, and why they do not apply.
EXAMPLES = "needs a tool, resource or prompt of the example server, made for this scenario"
WITHOUT = {
    "server-session-lifecycle": "there are no sessions",
    "logging-set-level": "no logging is offered, which the protocol has deprecated",
    "completion-complete": "no completions are offered",
    "tools-call-": EXAMPLES,
    "json-schema-2020-12": EXAMPLES,
    "elicitation-": EXAMPLES,
    "server-sse-": "replies are no streams",
    "resources-read-": EXAMPLES,
    "resources-templates-read": EXAMPLES,
    "resources-subscribe": "no subscriptions are offered",
    "resources-unsubscribe": "no subscriptions are offered",
    "sep-2640-skills-": "an extension that is not offered",
    "prompts-get-": EXAMPLES,
    "http-custom-header-server-validation": "no tool asks for headers",
    "tasks-": "an extension that is not offered",
    "input-required-result-": "no tool asks the person back",
}
# The one check of a scenario that applies which needs a tool of the example server.
NOT_TESTABLE = "Not testable: server does not list the diagnostic tool"


class Doorkeeper(http.server.BaseHTTPRequestHandler):
    """Passes everything on with credentials, which the scenarios do not have."""

    protocol_version = "HTTP/1.1"
    port, token = 0, ""

    def pass_on(self):
        """One exchange, with the headers as they came."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in ("connection", "content-length", "authorization", "transfer-encoding"):
                link.putheader(name, value)
        link.putheader("Authorization", f"Bearer {self.token}")
        link.putheader("Content-Length", str(len(body)))
        link.endheaders(body)
        answer = link.getresponse()
        text = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "content-length", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        link.close()

    do_GET = do_POST = do_DELETE = do_PUT = do_OPTIONS = pass_on

    def log_message(self, *_):
        """Says nothing."""


def scenario(url, name, revision):
    """What the checks of a scenario said: how many passed, and why the others did not."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([*CONFORMANCE, "server", "--url", url, "--scenario", name, "--spec-version", revision,
                               "-o", folder], cwd=FOLDER, capture_output=True, text=True, timeout=120, check=False)
        found = [json.loads(file.read_text()) for file in pathlib.Path(folder).rglob("checks.json")]
    if not found:
        return 0, [(done.stdout + done.stderr)[-500:]]
    checks = found[0]
    return (sum(each["status"] == "SUCCESS" for each in checks),
            [f"{each['id']}: {each.get('errorMessage')}" for each in checks
             if each["status"] == "FAILURE" and not str(each.get("errorMessage")).startswith(NOT_TESTABLE)])


def conformance(report, server, token):
    """Each scenario that applies, with every check of it; and none is forgotten."""
    listed = subprocess.run([*CONFORMANCE, "list", "--server"], cwd=FOLDER, capture_output=True, text=True,
                            timeout=60, check=False).stdout
    known = {name for names in SCENARIOS.values() for name in names}
    names = re.findall(r"^  - (\S+)", listed, re.MULTILINE)
    report.case("the scenarios are listed", len(names) > 40, got=listed)
    report.equal("each scenario applies, or it is said why not", [],
                 [name for name in names if name not in known and not name.startswith(tuple(WITHOUT))])
    keeper = type("Keeper", (Doorkeeper,), {"port": server.port, "token": token})
    with Quiet(("127.0.0.1", 0), keeper) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        for revision, wanted in SCENARIOS.items():
            for name in wanted:
                passed, failed = scenario(f"http://localhost:{proxy.server_port}/mcp", name, revision)
                report.case(f"conformance {revision} {name}", passed and not failed, got=failed)
        proxy.shutdown()


def session(report, name, server, asked, environment=None):
    """Find, explain, rehearse, apply, undo, and what history says of it."""
    native = Native(server, "root")
    customer = 103
    before = native.get(customer)
    done = subprocess.run(["node", "session.mjs", json.dumps({**asked, "customer": customer, "notes": f"by {name}"})],
                          cwd=FOLDER, capture_output=True, text=True, timeout=120, check=False, env=environment)
    report.equal(f"{name}: the session ends well", 0, done.returncode, sent=done.stderr[-500:])
    if done.returncode != 0:
        return
    result = json.loads(done.stdout)
    report.equal(f"{name}: the steps", [
        ("find_customers", False), ("get_customer", False), ("explain_request", False), ("rehearse_change", False),
        ("apply_change", True), ("apply_change", False), ("apply_change", True), ("undo", False), ("undo", False),
        ("history", False), ("translate", False), ("drift", True)],
        [(step["name"], step["failed"]) for step in result["steps"]])
    explained = result["steps"][2]["structured"]["data"]
    report.equal(f"{name}: what a request would mean", ("update", "desk@example.org"),
                 (explained["call"], explained["changes"][0]["after"]))
    entries = result["steps"][9]["structured"]["data"]["items"]
    client = "Desk 1.0" if asked["era"] == "modern" else ""
    report.equal(f"{name}: history", [("undo", "mcp", True), ("amend", "mcp", True)],
                 [(entry["action"], entry["door"],
                   entry["reason"].endswith(("asked on the phone", "it was the wrong customer"))
                   and client in entry["reason"]) for entry in entries])
    after = native.get(customer)
    report.equal(f"{name}: all is as before", {**before, "version": before["version"] + 2}, after)
    report.equal(f"{name}: resources, prompts", (2, 1, 3, True), (
        len(result["resources"]), len(result["templates"]), len(result["prompts"]),
        all(length > 100 for length in result["read"].values())))
    report.equal(f"{name}: what only reads says so", {"apply_change", "undo"}, {
        tool["name"] for tool in result["tools"] if not tool["annotations"]["readOnlyHint"]})


def main():
    """All of it against one server."""
    report = Report()
    if why := absent():
        report.skip("assistants_sdk", why)
        print(f"0 passed, 0 failed, {len(report.skipped)} skipped")
        return
    with Server() as server:
        token = principal(server, "desk", ["administrator", "assistant writer"])
        conformance(report, server, token)
        asked = {"url": f"{server.url}/mcp", "authorization": f"Bearer {token}"}
        for era in ("modern", "legacy", "old"):
            session(report, f"HTTP, {era}", server, {**asked, "era": era})
        user, credential = token.split(".")
        with Shell(server.url, user, credential) as shell:
            for era in ("modern", "legacy"):
                session(report, f"stdio, {era}", server, {"era": era, "command": [str(PATCHBAY), "mcp"]},
                        shell.environment)
    report.end()


if __name__ == "__main__":
    main()
