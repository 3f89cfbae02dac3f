"""Commands against a server: profiles in a folder, a terminal, and a proxy that counts what passes."""

import contextlib
import fcntl
import http.server
import os
import pathlib
import pty
import shutil
import socket
import struct
import subprocess
import tempfile
import termios
import threading
import urllib.error
import urllib.request

from harness import PATCHBAY


# A port that is taken, and where nothing listens.
HELD = socket.socket()
HELD.bind(("127.0.0.1", 0))
AWAY = f"http://127.0.0.1:{HELD.getsockname()[1]}"


class Shell:
    """Somebody at a shell with a profile for `server`: `shell("get", "101")`."""

    def __init__(self, url, user="username", credential="password", more=""):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="patchbay-shell-"))
        self.file = self.home / "patchbay" / "profiles.toml"
        self.file.parent.mkdir()
        self.write(f'[default]\nserver = "{url}"\nuser = "{user}"\ncredential = "{credential}"\n{more}')
        self.environment = {key: value for key, value in os.environ.items()
                            if key not in ("NO_COLOR", "CLICOLOR_FORCE")}
        self.environment["XDG_CONFIG_HOME"] = str(self.home)

    def write(self, text, mode=0o600):
        """The file of profiles."""
        self.file.write_text(text, encoding="utf-8")
        self.file.chmod(mode)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.home, ignore_errors=True)

    def __call__(self, *words, typed="", **variables):
        """Runs a command: its exit code, output and errors."""
        done = subprocess.run([PATCHBAY, *words], input=typed, capture_output=True, text=True, timeout=120,
                              check=False, cwd=self.home, env={**self.environment, **variables})
        return done.returncode, done.stdout, done.stderr

    def start(self, *words):
        """Starts a command whose output is read line by line."""
        return subprocess.Popen([PATCHBAY, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, cwd=self.home, env=self.environment)

    def on_a_terminal(self, columns, *words, **variables):
        """What a command prints on a terminal of that width."""
        main, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([PATCHBAY, *words], stdin=subprocess.DEVNULL, stdout=other,
                                   stderr=subprocess.DEVNULL, cwd=self.home,
                                   env={**self.environment, "TERM": "xterm", **variables})
        os.close(other)
        parts = []
        with contextlib.suppress(OSError):
            while part := os.read(main, 65536):
                parts.append(part)
        os.close(main)
        process.wait(60)
        return b"".join(parts).decode().replace("\r\n", "\n")


class Between(http.server.ThreadingHTTPServer):
    """A proxy in front of a server that keeps what passes: (method, path, headers, body). It can lose
    the reply to the next write."""

    daemon_threads = True

    def __init__(self, url):
        super().__init__(("127.0.0.1", 0), Pass)
        self.upstream = url
        self.passed = []
        self.loses = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def writes(self):
        """What passed and may write, without what is rehearsed."""
        return [each for each in self.passed if each[0] not in ("GET", "HEAD")
                and "dry_run=true" not in each[1] and each[2].get("Patchbay-Rehearse") != "true"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Pass(http.server.BaseHTTPRequestHandler):
    """Sends one request on."""

    protocol_version = "HTTP/1.1"

    def handle_any(self):
        """Any method."""
        server = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = dict(self.headers.items())
        server.passed.append((self.command, self.path, headers, body))
        request = urllib.request.Request(server.upstream + self.path, data=body or None, headers={
            key: value for key, value in headers.items() if key.lower() not in ("host", "connection")},
            method=self.command)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                status, told, text = reply.status, reply.headers, reply.read()
        except urllib.error.HTTPError as error:
            status, told, text = error.code, error.headers, error.read()
        if self.command not in ("GET", "HEAD") and server.loses > 0:
            server.loses -= 1
            self.close_connection = True
            return
        self.send_response_only(status)
        for key, value in told.items():
            if key.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def log_message(self, *_):
        """Nothing is printed."""
