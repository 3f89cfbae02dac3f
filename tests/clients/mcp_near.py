"""Shared parts of the tests of the door for assistants: messages, principals with API keys, and the
npm packages."""

import json
import shutil

from harness import Http, Native, ROOT

FOLDER = ROOT / "tests" / "mcp"
REVISION = "2026-07-28"
OLDER = "2025-11-25"
NAMED = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}


def absent():
    """Why the npm packages cannot be asked here, or nothing."""
    if not shutil.which("node"):
        return "node is not installed"
    if not (FOLDER / "node_modules" / ".package-lock.json").is_file():
        return f"the npm packages of {FOLDER} are not installed; tools/install_packages test does it"
    return ""


def principal(server, name, roles):
    """Makes a principal at home 2, and gives its bearer token: its name, a dot, and its API key."""
    reply = Native(server, "root").call("POST", "/principals", {"name": name, "home": 2, "roles": roles,
                                                                "new_key": "assistant"})
    if reply.status != 201:
        raise RuntimeError(f"POST /v1/principals {name}: {reply!r}")
    return f"{name}.{reply.json()['new_key']}"


class Assistant:
    """Speaks revision 2026-07-28, or an older one with `modern=False`, as the holder of a token."""

    def __init__(self, server, token, modern=True):
        self.http, self.modern, self.count = Http(server.port), modern, 0
        self.headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream",
                        "User-Agent": "Old Desk"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def post(self, body, headers=None):
        """Any body, with these headers more; None takes a header away."""
        sent = {name: value for name, value in {**self.headers, **(headers or {})}.items() if value is not None}
        return self.http.send("POST", "/mcp", body if isinstance(body, str) else json.dumps(body), sent)

    def ask(self, method, params=None, headers=None):
        """One request: its reply."""
        self.count += 1
        params = dict(params or {})
        carried = {}
        if self.modern:
            params["_meta"] = {"io.modelcontextprotocol/protocolVersion": REVISION,
                               "io.modelcontextprotocol/clientCapabilities": {},
                               "io.modelcontextprotocol/clientInfo": {"name": "Desk", "version": "1.0"}}
            carried = {"MCP-Protocol-Version": REVISION, "Mcp-Method": method}
            if method in NAMED:
                carried["Mcp-Name"] = str(params.get(NAMED[method]))
        message = {"jsonrpc": "2.0", "id": self.count, "method": method, "params": params}
        return self.post(message, {**carried, **(headers or {})})

    def tool(self, name, **arguments):
        """The result of a tool."""
        reply = self.ask("tools/call", {"name": name, "arguments": arguments})
        if reply.status != 200 or "result" not in reply.json():
            raise RuntimeError(f"{name} {arguments}: {reply!r}")
        return reply.json()["result"]

    def data(self, name, **arguments):
        """What a tool found."""
        result = self.tool(name, **arguments)
        if "structuredContent" not in result:
            raise RuntimeError(f"{name} {arguments}: {result}")
        return result["structuredContent"]


def error_of(reply):
    """The status and the code of an error, or the status and None."""
    return reply.status, reply.json().get("error", {}).get("code") if reply.body else None


def said(result):
    """All text of a result, as one."""
    return "\n".join(each["text"] for each in result["content"])
