#!/usr/bin/env python3
"""`patchbay doctor` finds faults that are really planted, by name and with what to do, and says nothing
of what is healthy."""

import datetime
import http.server
import json
import os
import pathlib
import re
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import threading

import harness
from harness import PATCHBAY, Native, Report, Server
from remote import AWAY, Shell

# The faults that no test plants here: the unit tests of the checks have them, because they take a
# full disk, an unfit file system, a database with standbys or a pooler, or a broken one.
# webhooks.py stops a webhook for real, and tests/conformance/old_ids.py has a door without its system.
ELSEWHERE = {"disk", "inodes", "file_system", "standby", "pooler", "storage", "measure", "webhooks",
             "late_webhooks", "old_ids"}


def run(*words, **more):
    """A command that must succeed."""
    return subprocess.run([PATCHBAY, *words], check=True, capture_output=True, text=True, timeout=120, **more)


def doctor(*words, shell=None, **more):
    """What the doctor finds: name to finding."""
    done = subprocess.run([PATCHBAY, "doctor", "--json", *words], capture_output=True, text=True, timeout=120,
                          check=False, env=shell.environment if shell else None, **more)
    findings = json.loads(done.stdout)["findings"]
    if done.returncode != (1 if findings else 0):
        raise RuntimeError(f"ended with {done.returncode}: {done.stdout}{done.stderr}")
    return {each["check"]: each for each in findings}


class Store:
    """A healthy store: made, backed up with its key, anchored and verified."""

    def __init__(self, folder):
        self.data = folder / "data"
        self.backup = folder / "backup"
        self.anchors = folder / "anchors.jsonl"
        self.anchors.touch(0o600)
        run("init", "--data", str(self.data), "--user", "alice", input="correct horse 12\n")
        run("backup", "--data", str(self.data), "--key", str(self.data / "sealing.key"), str(self.backup))
        run("verify", "--data", str(self.data))
        self.anchors.write_text(run("anchor", "--data", str(self.data)).stdout)
        self.flags = ["--data", str(self.data), "--audit.anchor_minutes", "60", "--audit.anchor_file",
                      str(self.anchors)]

    def look(self, *words, **more):
        """What the doctor finds in it."""
        return doctor(*self.flags, *words, **more)

    def sql(self, statement):
        """Changes the database by hand."""
        with sqlite3.connect(self.data / "patchbay.db") as database:
            database.execute(statement)
        database.close()


def certificate(folder, days):
    """A certificate that is valid for this long, and its key."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", folder / "tls.key", "-out", folder / "tls.pem", "-days", str(days), "-subj",
                    "/CN=localhost"], check=True, capture_output=True, timeout=60)
    (folder / "tls.key").chmod(0o600)
    return ["--server.tls_certificate", str(folder / "tls.pem"), "--server.tls_key", str(folder / "tls.key")]


def ago(days):
    """A time before now."""
    return (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)).strftime(
        "%Y-%m-%dT%H:%M:%S.000000Z")


def few_files():
    """Lets a process open few files."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))


def moved(file, to):
    """Moves a file away, and gives what brings it back."""
    file.rename(to)
    return lambda: to.rename(file)


def replaced(file, text):
    """Writes a file, and gives what brings the former text back."""
    before = file.read_bytes()
    file.write_bytes(text)
    return lambda: file.write_bytes(before)


def mode(file, bits):
    """Changes the mode, and gives what brings it back."""
    before = file.stat().st_mode & 0o777
    file.chmod(bits)
    return lambda: file.chmod(before)


def faults_of(store, folder):
    """Name of the fault, how it is planted (gives what takes it away again), and more flags."""
    public = ["--listen", "0.0.0.0:0", "--server.hosts", "patchbay.example"]
    trace = store.data / "last_backup.json"
    verified = store.data / "last_verify.json"
    other = folder / "other.key"
    other.write_bytes(os.urandom(32))
    other.chmod(0o600)
    nothing = lambda: (lambda: None)  # noqa: E731

    def partial():
        file = store.data / "last_backup.json.partial"
        file.touch(0o600)
        return file.unlink

    def stray():
        store.sql("CREATE TABLE stray (a)")
        return lambda: store.sql("DROP TABLE stray")

    def owner():
        os.chown(trace, 65534, 65534)
        return lambda: os.chown(trace, os.getuid(), os.getgid())

    def log():
        wal = store.data / "patchbay.db-wal"
        with open(wal, "wb") as file:
            file.truncate(300 << 20)
        return wal.unlink

    return [
        ("config", nothing, ["--store.currency", "XXQ"]),
        ("store", lambda: moved(store.data / "patchbay.db", folder / "away.db"), []),
        ("key", lambda: moved(store.data / "sealing.key", folder / "away.key"), []),
        ("key", lambda: replaced(store.data / "sealing.key", os.urandom(32)), []),
        ("key_copy", lambda: moved(store.backup / "sealing.key", folder / "away.key"), []),
        ("key_copy", nothing, ["--key-copy", str(other)]),
        ("structure", stray, []),
        *([("owner", owner, [])] if os.getuid() == 0 else []),
        ("leftovers", partial, []),
        ("plain_http", nothing, [*public, "--server.plain_http", "true"]),
        ("hosts", nothing, ["--listen", "0.0.0.0:0", *certificate(folder, 365)]),
        ("proxies", nothing, ["--server.trusted_proxies", "10.0.0.0/8, 0.0.0.0/0"]),
        ("metrics", nothing, ["--metrics.sources", "::/0"]),
        ("modes", lambda: mode(store.data / "patchbay.db", 0o644) and mode(store.data, 0o755), []),
        ("log", log, []),
        ("backup", lambda: replaced(trace, json.dumps({"time": ago(3), "to": str(store.backup)}).encode()), []),
        ("verification", lambda: replaced(verified, json.dumps({"time": ago(0), "whole": False}).encode()), []),
        ("anchors", nothing, ["--audit.anchor_minutes", "0"]),
        ("traffic", nothing, ["--traffic.keep", "0"]),
    ]


def planted_here(report, found_names):
    """Faults of a configuration and its store."""
    with tempfile.TemporaryDirectory(prefix="patchbay-doctor-") as name:
        folder = pathlib.Path(name)
        store = Store(folder)
        report.equal("a healthy store", {}, store.look())
        report.case("and in words", "nothing is wrong" in run("doctor", *store.flags).stdout)
        for check, plant, flags in faults_of(store, folder):
            heal = plant()
            try:
                found = store.look(*flags)
            finally:
                heal()
            store.data.chmod(0o700)
            (store.data / "patchbay.db").chmod(0o600)
            finding = found.get(check, {})
            report.case(f"{check} is found, with what to do", finding.get("what", "").endswith(".")
                        and finding.get("do", "").endswith("."), flags, check, found)
            found_names.add(check)
        found = store.look(preexec_fn=few_files)
        report.case("descriptors", "1024" in found.get("descriptors", {}).get("what", ""), got=found)
        found_names.add("descriptors")
        report.equal("it is healthy again", {}, store.look())
        ends_soon = certificate(folder, 5)
        found = store.look(*ends_soon)
        report.case("certificate", "4 days" in found.get("certificate", {}).get("what", ""), got=found)
        found_names.add("certificate")
        key = folder / "copy.key"
        shutil.copy(store.data / "sealing.key", key)
        shutil.rmtree(store.backup)
        report.equal("a copy that is named", {}, store.look("--key-copy", str(key)))
        store.sql("UPDATE entries SET time_us = time_us + 86400000000")
        report.case("clock", "clock" in store.look(), got=store.look())
        found_names.add("clock")


class Other(http.server.BaseHTTPRequestHandler):
    """Answers as a server of another version whose clock is behind would."""

    def do_GET(self):  # pylint: disable=invalid-name
        """The state of the server."""
        text = json.dumps({"version": "0.0.1", "time": ago(1), "findings": [
            {"check": "schema", "what": "An older version wrote the store.", "do": "Upgrade."}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """Nothing is printed."""


def planted_there(report, found_names):
    """Faults of a server that is asked, and of the profile."""
    with Server() as server, Shell(server.url, "root") as shell:
        found = doctor("--profile", "default", shell=shell)
        report.case("a demo that is asked", "demo" in found and "server" not in found, got=found)
        for _ in range(6):
            server.http.send("GET", "/v1/me", headers={"Authorization": harness.basic("reader", "wrong")})
        found = harness.until(lambda: doctor("--profile", "default", shell=shell), lambda found: "lockouts" in found)
        report.case("lockouts", "lockouts" in found, got=found)
        (shell.home / "patchbay" / "profiles.toml").chmod(0o644)
        found = doctor("--profile", "default", shell=shell)
        report.case("profile", "0600" in found.get("profile", {}).get("what", ""), got=found)
        report.equal("which is all that is known then", ["profile"], list(found))
        with Shell(server.url, "reader") as reader:
            found = doctor("--profile", "default", shell=reader)
            report.case("sign_in", "sign_in" in found, got=found)
    with Shell(AWAY) as shell:
        found = doctor("--profile", "default", shell=shell)
        report.case("server", "refused" in found.get("server", {}).get("what", ""), got=found)
    other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    with Shell(f"http://127.0.0.1:{other.server_address[1]}") as shell:
        found = doctor("--profile", "default", shell=shell)
        report.case("version", "0.0.1" in found.get("version", {}).get("what", ""), got=found)
        report.case("server_clock", "behind" in found.get("server_clock", {}).get("what", ""), got=found)
        report.case("schema, as the server says", "schema" in found, got=found)
    other.shutdown()
    other.server_close()
    found_names |= {"demo", "lockouts", "profile", "sign_in", "server", "version", "server_clock", "schema"}


def all_of_them(report, found_names):
    """Every check is planted here, or has its reason not to be; there are twenty and more."""
    names = set()
    for file in ("doctor.cc", "findings.cc"):
        text = (harness.ROOT / "src/app/system" / file).read_text()
        names |= set(re.findall(r'^    \{"(\w+)", ', text, re.MULTILINE))
    report.equal("every check has a planted fault", names - ELSEWHERE, found_names)
    report.case("twenty faults and more are planted", len(found_names) >= 20, got=sorted(found_names))


def while_served(report):
    """A store is looked at while a server holds it, and nothing is changed."""
    with Server(place=None) as server:
        if not pathlib.Path(server.place).is_dir():
            report.skip("while it is served", "the store under test is no folder")
            return
        native = Native(server, "username")
        mark = native.mark(101)
        found = doctor("--data", server.place)
        report.case("a served demo", "demo" in found and "store" not in found and "key" not in found, got=found)
        report.equal("nothing is changed", mark, native.mark(101))


def main():
    """All of it."""
    report = Report()
    found_names = set()
    report.guard("here", planted_here, report, found_names)
    report.guard("there", planted_there, report, found_names)
    all_of_them(report, found_names)
    report.guard("while it is served", while_served, report)
    report.end()


if __name__ == "__main__":
    main()
