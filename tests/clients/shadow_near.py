"""Parts of the tests of `patchbay shadow`: a vendor whose replies can be changed, and the shadow."""

import http.client
import http.server
import json
import re
import signal
import threading

from remote import Shell

HOP = ("connection", "transfer-encoding", "content-length", "date", "server")


class Vendor(http.server.ThreadingHTTPServer):
    """A vendor's server: what it answers is what the Patchbay behind it answers, but for the next
    reply, which `change` may alter: (status, headers, body) -> the same."""

    daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", 0), Answer)
        self.port, self.change, self.count = port, None, 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Answer(http.server.BaseHTTPRequestHandler):
    """One connection to the vendor."""

    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.behind = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)

    def finish(self):
        self.behind.close()
        super().finish()

    def answer(self):
        """Asks the Patchbay behind, and changes its reply."""
        self.server.count += 1
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.behind.request(self.command, self.path, body or None, dict(self.headers.items()))
        reply = self.behind.getresponse()
        status, content = reply.status, reply.read()
        headers = {name: value for name, value in reply.getheaders() if name.lower() not in HOP}
        if change := self.server.change:
            status, headers, content = change(status, headers, content)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # pylint: disable=invalid-name

    def log_message(self, *_):
        """Nothing is printed."""


class Shadow:
    """`patchbay shadow` before `upstream`, which rehearses on the server at `here`."""

    def __init__(self, here, upstream, door, *more, user="username", credential="password",
                 as_json=True):
        self.shell = Shell(here, user=user, credential=credential)
        self.words = ("shadow", "--listen", "127.0.0.1:0", "--upstream", upstream, "--door", door, *more,
                      *(("--json",) if as_json else ()))

    def __enter__(self):
        self.process = self.shell.start(*self.words)
        line = self.process.stderr.readline()
        found = re.search(r"port (\d+)", line)
        if not found:
            raise RuntimeError(line + self.process.stderr.read())
        self.port, self.code, self.report = int(found[1]), None, None
        return self

    def __exit__(self, *_):
        self.end()
        self.shell.__exit__()

    def end(self):
        """Ends it: the report."""
        if self.code is None:
            self.process.send_signal(signal.SIGTERM)
            out, self.errors = self.process.communicate(timeout=120)
            self.code = self.process.returncode
            self.report = json.loads(out) if out else {}
        return self.report

    def groups(self):
        """What differed: (call, field, cause) -> how often."""
        return {(each["call"], each["field"], each["cause"]): each["count"] for each in self.end()["groups"]}
