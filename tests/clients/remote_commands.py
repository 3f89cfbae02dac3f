#!/usr/bin/env python3
"""Commands against a server: profiles, reading, following, and what they print."""

import contextlib
import http.server
import json
import re
import socket
import threading

import harness
from harness import Native, Report, Server
from remote import AWAY, Shell

SECRET = "password"


def profiles(report, server):
    """Where a server is and who asks stands in a file that only its owner reads, or in a command."""
    with Shell(server.url) as shell:
        shell.file.chmod(0o644)
        code, _, errors = shell("get", "101")
        report.case("a file that others read is refused, with what to do",
                    code == 2 and "0600" in errors and str(shell.file) in errors, got=errors)
        shell.file.unlink()
        code, _, errors = shell("get", "101")
        report.case("no profile is said", code == 2 and "patchbay login" in errors, got=errors)
        code, out, errors = shell("login", "--server", server.url, "--user", "username", typed=SECRET + "\n")
        report.case("login", code == 0 and "username" in out and SECRET not in out + errors, got=out + errors)
        said = json.loads(shell("login", "--server", server.url, "--user", "username", "--json", typed=SECRET + "\n")[1])
        report.equal("login as JSON, without the credential", {"server": server.url, "user": "username",
                     "profile": "default", "file": str(shell.file)}, said)
        report.equal("the file is for its owner only", 0o600, shell.file.stat().st_mode & 0o777)
        report.equal("login keeps what signs in", 0, shell("get", "101")[0])
        code, _, errors = shell("login", "--server", server.url, "--user", "username", "--profile", "bad",
                                typed="wrong\n")
        report.case("login keeps nothing that does not sign in", code == 4 and "bad" not in shell.file.read_text(),
                    got=errors)
        shell("login", "--server", server.url, "--user", "root", "--profile", "second", typed=SECRET + "\n")
        report.equal("a second profile", "root", shell("get", "1", "--profile", "second", "--jq", ".name")
                     and shell("history", "101", "--profile", "second", "--jq", "\"root\"")[1].strip())
        code, _, errors = shell("get", "101", "--profile", "none")
        report.case("an unknown profile names the others", code == 2 and "default, second" in errors, got=errors)
        code, _, errors = shell("get", "101", "--profile", "default", "--server", AWAY)
        report.case("a credential goes to no other server", code == 2 and "sent nowhere else" in errors, got=errors)
        code, _, errors = shell("get", "101", "--server", AWAY)
        report.case("a server without a profile", code == 2 and "no profile has the server" in errors, got=errors)
        code, _, errors = shell("get", "101", "--server", server.url)
        report.case("two profiles of a server", code == 2 and "say --profile" in errors, got=errors)
        code, _, errors = shell("login", "--server", "http://192.0.2.1", "--user", "x", typed="s3cret\n")
        report.case("no credential goes over a network as it is", code == 2 and "without TLS" in errors, got=errors)
        text = f'[a]\nserver = "{server.url}"\nuser = "username"\n'
        for name, more, said in (
                ("an unknown key", 'pasword = "x"\n', "no key of a profile"),
                ("two credentials", 'credential = "x"\ncredential_command = "y"\n', "either"),
                ("no credential", "", "either"),
                ("a command that fails", 'credential_command = "exit 3"\n', "failed"),
                ("a command that prints nothing", 'credential_command = "true"\n', "printed nothing"),
                ("what is not TOML", 'credential = "s3cret\n', "not TOML")):
            shell.write(text + more)
            code, out, errors = shell("get", "101")
            report.case(name, code == 2 and said in errors and "s3cret" not in out + errors, got=errors)
        shell.write(text + f'credential_command = "echo {SECRET}; echo more"\n')
        report.equal("a command gives the credential", 0, shell("get", "101")[0])
        shell.write(text.replace("username", "nobody") + 'credential = "x"\n')
        code, _, errors = shell("get", "101")
        report.case("wrong credentials", code == 4 and "patchbay login" in errors, got=errors)


def reading(report, server):
    """get, search, history, diff and request, for people, as JSON and through jq."""
    native = Native(server, "username")
    native.patch(101, {"notes": "read me", "tax_number": "GB1"})
    native.patch(101, {"notes": "read me again"})
    with Shell(server.url) as shell:
        code, out, _ = shell("get", "101")
        report.case("get", code == 0 and re.search(r"^notes +read me again$", out, re.MULTILINE), got=out)
        name = native.get(101)["name"]
        report.equal("get by name", native.get(101), json.loads(shell("get", name, "--json")[1]))
        report.equal("get by uuid", str(native.get(101)["version"]) + "\n",
                     shell("get", harness.uuid_of(101), "--jq", ".version")[1])
        code, _, errors = shell("get", name[:-2])
        report.case("a name that is not whole", code == 2 and name in errors, got=errors)
        version = native.get(101)["version"]
        report.equal("get at a version", "read me\n",
                     shell("get", "101", "--version", str(version - 1), "--jq", ".notes")[1])
        code, _, errors = shell("get", "999999")
        report.case("no such customer", code == 2 and "request " in errors, got=errors)
        found = json.loads(shell("search", "read again", "--json")[1])
        report.equal("search", [101], [each["id"] for each in found["items"]])
        code, out, errors = shell("search", "--limit", "2", "--fields", "id,name")
        report.case("search in pages", code == 0 and len(out.splitlines()) == 3 and "more follow" in errors,
                    got=out + errors)
        everything = shell("search", "--deleted", "all", "--jq", ".items[].id")[1].split()
        report.case("all of a list", len(everything) > 5 and len(set(everything)) == len(everything), got=everything)
        code, _, errors = shell("search", "--status", "sleeping")
        report.case("a filter that names nothing", code == 2 and "active" in errors, got=errors)
        out = shell("history", "101", "--limit", "1")[1]
        report.case("history", '"read me" -> "read me again"' in out and len(out.splitlines()) == 2, got=out)
        code, out, _ = shell("diff", "101", str(version - 1))
        report.case("diff differs", code == 1 and re.search(r'^notes +"read me" +"read me again"$', out, re.MULTILINE),
                    got=out)
        report.equal("diff of the same", (0, "the same\n"), shell("diff", "101", "1", "1")[:2])
        entry = native.call("GET", "/customers/101/history?limit=2").json()["items"]
        code, out, _ = shell("diff", "101", entry[1]["time"], entry[0]["time"], "--json")
        report.case("diff of two times", code == 1 and json.loads(out)["to"] == version, got=out)
        code, out, _ = shell("request", entry[0]["request"])
        report.case("request", code == 0 and "changed" in out and "read me again" in out, got=out)
        report.equal("no such request", 2, shell("request", harness.uuid_of(5))[0])


def filters(report, server):
    """--jq as jq does, within bounds."""
    with Shell(server.url) as shell:
        report.equal("texts have no quotes", "101 is active\n",
                     shell("get", "101", "--jq", '"\\(.id) is \\(.status)"')[1])
        report.equal("several results", "101\n2\n", shell("get", "101", "--jq", ".id, .parent")[1])
        code, out, errors = shell("get", "101", "--jq", ".id |")
        report.case("a wrong filter is refused before anything is sent", code == 2 and not out and "--jq" in errors,
                    got=errors)
        code, _, errors = shell("get", "101", "--jq", ".id.x")
        report.case("a filter that fails", code == 2 and "Cannot index number" in errors, got=errors)
        code, _, errors = shell("get", "101", "--jq", "def f: f; f")
        report.case("a filter without an end", code == 2 and "10 seconds" in errors, got=errors)
        code, out, errors = shell("get", "101", "--jq", 'repeat("a long text, again and again" * 1000)')
        report.case("a filter that gives too much", code == 2 and "64 MiB" in errors and not out, got=errors)


def looks(report, server):
    """Tables fit the terminal; colours are for terminals; text cannot steer one."""
    native = Native(server, "username")
    native.patch(101, {"notes": "long " * 90 + "\n\u202e turned 日本語"})
    with Shell(server.url) as shell:
        plain = shell("get", "101")[1]
        report.case("in a pipe nothing is cut or coloured", "long " * 90 + "\\n\\u202e turned 日本語" in plain
                    and "\x1b" not in plain, got=plain)
        for columns in (40, 80, 132):
            out = shell.on_a_terminal(columns, "get", "101")
            bare = re.sub(r"\x1b\[\d*m", "", out)
            widest = max(map(len, bare.splitlines()))
            report.case(f"{columns} columns", widest <= columns and "…" in bare and "\x1b[1m" in out, got=(widest, out))
        report.case("NO_COLOR", "\x1b" not in shell.on_a_terminal(80, "get", "101", NO_COLOR="1"))
        report.case("CLICOLOR_FORCE", "\x1b[1m" in shell("get", "101", CLICOLOR_FORCE="1")[1])
        report.case("CLICOLOR_FORCE=0", "\x1b" not in shell("get", "101", CLICOLOR_FORCE="0")[1])
        report.case("NO_COLOR is stronger", "\x1b" not in shell("get", "101", CLICOLOR_FORCE="1", NO_COLOR="1")[1])
    native.patch(101, {"notes": ""})


def following(report, server):
    """tail shows each change once, with filters, and goes on where it was cut."""
    native = Native(server, "username")
    with Shell(server.url) as shell:
        everything = [json.loads(line) for line in shell("tail", "--all", "--count", "5", "--json")[1].splitlines()]
        report.equal("from the first change", 5, len(everything))
        rest = shell("tail", "--after", everything[1]["position"], "--count", "3", "--jq", ".position | length > 0")[1]
        report.equal("after a position", "true\n" * 3, rest)
        versions = [(each["customer"], each["version"]) for each in everything[2:]]
        again = shell("tail", "--after", everything[1]["position"], "--count", "3", "--json")[1]
        report.equal("the same changes", versions,
                     [(each["customer"], each["version"]) for each in map(json.loads, again.splitlines())])
        following_now = shell.start("tail", "--count", "1", "--below", "101", "--jq", ".changes[0].after")
        # Readers that begin with what comes next may begin after a change, so changes go on.
        number = iter(range(10**6))
        line = []
        reader = threading.Thread(target=lambda: line.append(following_now.communicate(timeout=60)[0]), daemon=True)
        reader.start()
        while reader.is_alive():
            native.patch(102, {"notes": f"other {next(number)}"})
            native.patch(101, {"notes": f"seen {next(number)}"})
            reader.join(0.05)
        report.case("what comes next, below a customer", line and line[0].startswith("seen "), got=line)
        code, _, errors = shell("tail", "--door", "nowhere", "--count", "1")
        report.case("a filter that names nothing", code == 2 and "nowhere" in errors or "door" in errors, got=errors)


class Relay:
    """Passes bytes on to a server, and cuts all connections when asked to."""

    def __init__(self, port):
        self.port = port
        self.links = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.count = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        """Takes connections until the end."""
        with contextlib.suppress(OSError):
            while True:
                near = self.listener.accept()[0]
                far = socket.create_connection(("127.0.0.1", self.port))
                self.links += [near, far]
                self.count += 1
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    @staticmethod
    def pump(one, other):
        """Passes on what one side sends."""
        with contextlib.suppress(OSError):
            while part := one.recv(65536):
                other.sendall(part)
            other.shutdown(socket.SHUT_WR)

    def cut(self):
        """Ends all connections."""
        while self.links:
            link = self.links.pop()
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
            link.close()


def interrupted(report, server):
    """A feed that is cut goes on with the next change, and shows none twice."""
    native = Native(server, "username")
    made = native.make("Interrupted")["id"]
    position = native.call("GET", "/changes?after=now").json()["next"]
    relay = Relay(server.port)
    with Shell(relay.url) as shell:
        following_now = shell.start("tail", "--after", position, "--count", "6", "--below", str(made),
                                    "--jq", ".version")
        versions = []
        for round_ in range(3):
            native.patch(made, {"notes": f"before cut {round_}"})
            versions.append(following_now.stdout.readline().strip())
            relay.cut()
            native.patch(made, {"notes": f"after cut {round_}"})
            versions.append(following_now.stdout.readline().strip())
        rest, errors = following_now.communicate(timeout=60)
        report.equal("each change once, in order", [str(each) for each in range(2, 8)], versions)
        report.equal("and then it ends", (0, "", ""), (following_now.returncode, rest, errors))
        report.case("it connected again each time", relay.count >= 4, got=relay.count)
    relay.listener.close()
    relay.cut()


def cut_in_an_event(report):
    """An event that is cut off between its id and its end is asked for again."""
    asked = []
    item = json.dumps({"time": "t", "customer": 1, "version": 7, "principal": "p", "door": "d", "action": "amend"})

    class Cutting(http.server.BaseHTTPRequestHandler):
        """Ends the first connection in the middle of the second event."""

        def do_GET(self):  # pylint: disable=invalid-name
            """The feed."""
            asked.append(self.headers["Last-Event-ID"])
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            whole = f"event: change\ndata: {item}\n\n"
            self.wfile.write((f"id: one\n{whole}id: two\nevent: change\n" if len(asked) == 1
                              else f"id: two\n{whole}").encode())

        def log_message(self, *_):
            """Nothing is printed."""

    cutting = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Cutting)
    threading.Thread(target=cutting.serve_forever, daemon=True).start()
    with Shell(f"http://127.0.0.1:{cutting.server_address[1]}") as shell:
        code, out, errors = shell("tail", "--count", "2", "--json")
    report.equal("both events come", (0, 2), (code, len(out.splitlines())))
    report.equal("and the second is asked for after the first", [None, "one"], asked[:2])
    report.case("without a complaint", errors == "", got=errors)
    cutting.shutdown()
    cutting.server_close()


def listening(report, server):
    """listen sends each change on, and shows what the receiver answers."""
    received = []

    class Receiver(http.server.BaseHTTPRequestHandler):
        """Answers the second request with 500."""

        def do_POST(self):  # pylint: disable=invalid-name
            """One change."""
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if len(received) > 3:
                self.close_connection = True
                return
            self.send_response(500 if len(received) == 2 else 200)
            self.end_headers()
            self.wfile.write(b"thanks" if len(received) != 2 else b"no")

        def log_message(self, *_):
            """Nothing is printed."""

    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{receiver.server_address[1]}/hook"
    with Shell(server.url) as shell:
        code, out, errors = shell("listen", "--forward-to", url, "--all", "--count", "3")
        report.case("listen", code == 0 and len(received) == 3 and re.findall(r"answered (\d+ \w+)", out)
                    == ["200 thanks", "500 no", "200 thanks"], got=out + errors)
        shown = shell("tail", "--all", "--count", "3", "--json")[1]
        report.equal("what is sent is the item", [each["hash"] for each in map(json.loads, shown.splitlines())],
                     [each["hash"] for each in received])
        code, out, _ = shell("listen", "--forward-to", url, "--all", "--count", "1", "--json")
        report.case("a receiver that hangs up", code == 0 and json.loads(out)["problem"], got=out)
        receiver.shutdown()
        receiver.server_close()
        code, out, errors = shell("listen", "--forward-to", url, "--all", "--count", "1", "--json")
        report.case("a receiver that is away", code == 2 and not out and "was refused" in errors, got=errors)


def main():
    """All of it, against one demo."""
    report = Report()
    with Server() as server:
        for part in (profiles, reading, filters, looks, following, interrupted, listening):
            report.guard(part.__name__, part, report, server)
    report.guard("cut_in_an_event", cut_in_an_event, report)
    report.end()


if __name__ == "__main__":
    main()
