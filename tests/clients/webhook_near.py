"""Shared parts of the tests of webhooks: receivers on loopback, and how delivery stands."""

import base64
import collections
import hashlib
import hmac
import http.server
import json
import threading
import urllib.parse

import harness
from harness import until

CONFIG = """[deliveries]
allow = "127.0.0.0/8"
timeout_s = 5
"""
CUSTOMERS = (101, 102, 103, 123)


class Quiet(http.server.ThreadingHTTPServer):
    """Says nothing of connections that a killed sender leaves."""
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Forgets the connection."""


class Receiver:
    """An HTTP server that keeps what it is sent. `answer(event)` gives a status, or a status and
    headers; it may wait."""

    def __init__(self, answer=lambda event: 200):
        self.answer, self.requests = answer, []
        self.lock = threading.Lock()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """One connection of the sender."""
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802
                """Keeps the request, and answers."""
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {key.lower(): value for key, value in self.headers.items()}
                with receiver.lock:
                    receiver.requests.append((headers, body))
                is_form = headers["content-type"] == "application/x-www-form-urlencoded"
                said = receiver.answer(dict(urllib.parse.parse_qsl(body, True)) if is_form else json.loads(body))
                status, more = said if isinstance(said, tuple) else (said, {})
                self.send_response(status)
                for key, value in more.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_):
                """Says nothing."""

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def events(self):
        """The bodies so far, as JSON."""
        with self.lock:
            return [json.loads(body) for _, body in self.requests]

    def forms(self):
        """The bodies so far, as form fields."""
        with self.lock:
            return [dict(urllib.parse.parse_qsl(body, keep_blank_values=True)) for _, body in self.requests]

    def changes(self):
        """(customer, version) of each event so far, in order."""
        return [(event["data"]["customer"], event["data"]["version"]) for event in self.events()
                if event["type"] != "patchbay.test"]

    def gets(self, count):
        """Waits until so many changes came, and returns them."""
        return until(self.changes, lambda got: len(got) >= count)


def hook(native, receiver, **more):
    """Makes a webhook. Returns what the reply says, with its secret."""
    reply = native.call("POST", "/webhooks", {"name": "hook", "url": receiver.url, **more})
    if reply.status != 201:
        raise RuntimeError(f"{reply!r}")
    return reply.json()


def webhook(native, made):
    """The webhook as it is now."""
    return native.call("GET", f"/webhooks/{made['id']}").json()


def delivery(native, made):
    """How delivery stands."""
    return webhook(native, made)["delivery"]


def attempts(native, made):
    """The attempts that are kept, newest first."""
    return native.call("GET", f"/webhooks/{made['id']}/deliveries?limit=1000").json()["items"]


def note(native, customer, text):
    """Changes a customer. Returns its new version."""
    return native.patch(customer, {"notes": text}).json()["version"]


def is_signed(headers, body, secret):
    """Whether one of the signatures v1 is that of the secret."""
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    want = "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    return want in headers["webhook-signature"].split(" ")


def in_order(changes):
    """Whether the versions of each customer only grow, each at its first arrival."""
    seen = collections.defaultdict(list)
    for customer, version in changes:
        if version not in seen[customer]:
            seen[customer].append(version)
    return all(versions == sorted(versions) for versions in seen.values())


def metric(server, name):
    """The value of a metric without labels."""
    text = harness.Http(server.port).send("GET", "/metrics").text
    return int(float(next(line.split()[1] for line in text.splitlines() if line.startswith(name + " "))))
