#!/usr/bin/env python3
"""Signals, the certificate, the address and the checks of `check-config`, as an operator meets
them."""

import os
import shutil
import signal
import ssl
import subprocess

import http.client
from harness import Native, Report, Server, until
from operator_near import in_scratch, logs, patchbay


def certificate(folder, name, *more):
    """A key and its own self-signed certificate."""
    key, chain = folder / f"{name}.key", folder / f"{name}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-subj", f"/CN={name}", "-keyout", key, "-out", chain, *(more or ("-days", "2"))],
                   check=True, capture_output=True)
    key.chmod(0o600)
    return key, chain


class Tls:
    """A connection that trusts any certificate, and the certificate it received."""

    def __init__(self, port):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=context)
        self.connection.connect()
        self.shown = self.connection.sock.getpeercert(binary_form=True)

    def get(self):
        """The status of one request on it."""
        self.connection.request("GET", "/healthz")
        reply = self.connection.getresponse()
        reply.read()
        return reply.status


class TlsServer(Server):
    """A server whose printed address begins with https."""

    def _read(self, ready):
        for line in self.process.stdout:
            self.printed.append(line.decode())
            if not self.port and "https://127.0.0.1:" in self.printed[-1]:
                self.port = int(self.printed[-1].rsplit(":", 1)[1])
                ready.set()
        ready.set()


@in_scratch
def reload(report, folder):
    """SIGHUP applies a new certificate and a new log level, and drops no connection."""
    config = folder / "patchbay.toml"
    key, chain = certificate(folder, "one")
    config.write_text("[log]\nlevel = \"info\"\n")
    flags = ("--demo", "--config", str(config), "--server.tls_certificate", str(chain),
             "--server.tls_key", str(key))
    with TlsServer(flags=flags) as server:
        def hup(*words):
            server.process.send_signal(signal.SIGHUP)
            report.case(f"SIGHUP: the log says {words}", logs(server, *words), got=server.log()[-800:])

        old = Tls(server.port)
        report.equal("before", 200, old.get())
        new_key, new_chain = certificate(folder, "two")
        new_key.replace(key)
        new_chain.replace(chain)
        hup('"reloaded"')
        new = Tls(server.port)
        report.case("who comes is shown the new certificate", new.shown != old.shown)
        report.equal("who was there goes on", [200, 200], [old.get(), new.get()])

        key.chmod(0o644)
        hup('"error"', "reload refused", "can be read by others")
        report.case("what cannot be used is not taken", Tls(server.port).shown == new.shown)
        key.chmod(0o600)
        chain.write_text("nothing")
        hup("reload refused", "Cannot use the certificate")
        report.case("nor is what is no certificate", Tls(server.port).shown == new.shown)
        certificate(folder, "one")
        config.write_text("[log]\nlevel = \"loud\"\n")
        hup("reload refused", "log.level")
        report.case("where the configuration is wrong nothing is taken", Tls(server.port).shown == new.shown)

        config.write_text("[log]\nlevel = \"debug\"\n[server]\nthreads = 7\nidle_timeout_s = 50\n")
        hup('"reloaded"', '"level":"debug"', "server.idle_timeout_s; server.threads")
        config.write_text("[log]\nlevel = \"error\"\n[server]\nthreads = 7\n")
        server.process.send_signal(signal.SIGHUP)
        lines = lambda: server.log().count('"event":"request"')  # noqa: E731

        def silent():
            before = lines()
            connection = Tls(server.port)
            connection.connection.request("GET", "/v1/me")
            connection.connection.getresponse().read()
            return lines() == before
        report.case("a level above that of requests silences them", until(silent), got=server.log()[-800:])
        report.equal("and the first connection is still served", 200, old.get())


def other_signals(report):
    """Signals without a meaning do nothing, and SIGTERM still works afterwards."""
    with Server(flags=("--demo",)) as server:
        native = Native(server)
        for word in ("SIGUSR2", "SIGUSR1", "SIGPIPE", "SIGXFSZ", "SIGHUP", "SIGUSR2"):
            server.process.send_signal(getattr(signal, word))
            report.equal(f"{word}: the server serves", 200, native.call("GET", "/me").status)
        report.case("SIGHUP without TLS reloads", logs(server, "reloaded", '"certificate":"none"'))
        report.equal("SIGTERM ends it with 0", 0, server.stop())
    with Server(flags=("--demo",)) as server:
        server.process.send_signal(signal.SIGUSR2)
        server.process.send_signal(signal.SIGINT)
        report.equal("SIGINT too", 0, server.process.wait(60))
        server.code = 0
        server.reader.join(5)
        server.log_file.close()


@in_scratch
def plain_http(report, folder):
    """Addresses other than loopback need TLS, or server.plain_http."""
    for listen in ("0.0.0.0:0", "[::]:0"):
        for command in ("serve", "check-config"):
            said = patchbay(command, "--data", folder / "data", "--listen", listen)
            report.case(f"{command} on {listen} in plain HTTP is refused",
                        said.returncode == 2 and any(word in said.stderr for word in
                                                     ("server.plain_http", "cannot listen")), got=said)
    report.case("and nothing is made", not (folder / "data").exists())
    for listen in ("127.0.0.1:0", "127.8.9.10:0", "[::1]:0"):
        said = patchbay("check-config", "--data", folder / "data", "--listen", listen)
        report.case(f"{listen} is this machine's alone", said.returncode == 0 or "cannot listen" in said.stderr,
                    got=said)
    said = patchbay("check-config", "--data", folder / "data", "--listen", "0.0.0.0:0", "--server.plain_http", "true")
    report.case("where TLS ends elsewhere it may be", said.returncode == 0, got=said)
    key, chain = certificate(folder, "wide")
    said = patchbay("check-config", "--data", folder / "data", "--listen", "0.0.0.0:0",
                    "--server.tls_certificate", chain, "--server.tls_key", key)
    report.case("with TLS it may be", said.returncode == 0, got=said)


@in_scratch
def check_config(report, folder):
    """Every problem is reported, and nothing is created."""
    key, chain = certificate(folder, "good")
    other_key, other_chain = certificate(folder, "other")
    other_chain.chmod(0o600)
    empty = folder / "empty.key"
    empty.touch(mode=0o600)
    encrypted = folder / "encrypted.key"
    subprocess.run(["openssl", "pkey", "-in", key, "-aes256", "-passout", "pass:secret", "-out", encrypted],
                   check=True)
    encrypted.chmod(0o600)
    open_key = folder / "open.key"
    shutil.copy(key, open_key)
    open_key.chmod(0o644)
    link = folder / "link.key"
    link.symlink_to(key)
    (folder / "file").write_text("")
    tls = lambda certificate, key: ("--server.tls_certificate", certificate, "--server.tls_key", key)  # noqa: E731
    here = ("--data", folder / "data")
    cases = [
        ("a certificate that is not there", (*here, *tls(folder / "none.pem", key)), "No such file"),
        ("a key that is not there", (*here, *tls(chain, folder / "none.key")), "No such file"),
        ("a key of another certificate", (*here, *tls(chain, other_key)), "it is not the key of the certificate"),
        ("a certificate that is none", (*here, *tls(folder / "file", key)), "Cannot use the certificate"),
        ("a key that everybody can read", (*here, *tls(chain, open_key)), "can be read by others"),
        ("a key that is a link", (*here, *tls(chain, link)), "symbolic link"),
        ("a folder whose parent is not there", ("--data", folder / "no" / "data"), "no folder"),
        ("a folder that is a file", ("--data", folder / "file"), "cannot be opened"),
        ("an address of another machine", (*here, "--listen", "192.0.2.1:0", "--server.plain_http", "true"),
         "cannot listen"),
        ("an address in short", (*here, "--listen", "127.1:0"), "not an IPv4 or IPv6 address"),
        ("an address in hexadecimal", (*here, "--listen", "0x7f.0.0.1:0"), "not an IPv4 or IPv6 address"),
        ("a folder that cannot be made", ("--data", "/proc/x"), "it cannot be made"),
        ("a folder in which nothing can be made", ("--data", "/proc"), "nothing can be made in it"),
        ("an empty key", (*here, *tls(chain, empty)), "it is empty"),
        ("an encrypted key", (*here, *tls(chain, encrypted)), "it is encrypted"),
        ("a certificate in place of a key", (*here, *tls(chain, other_chain)), "it holds no PRIVATE KEY"),
        ("a key in place of a certificate", (*here, *tls(other_key, key)), "it holds no CERTIFICATE"),
        ("no address", (*here, "--listen", "localhost:80"), "not an IPv4 or IPv6 address"),
        ("no currency", (*here, "--store.currency", "Euro"), "ISO 4217"),
        ("a database without a key file", ("--data", "postgresql://nobody@127.0.0.1/none"), "store.key_file"),
        ("no address of a database", ("--data", "postgresql://me@[::1/records", "--store.key_file", folder / "k"),
         "not an address"),
    ]
    for name, arguments, word in cases:
        for command in ("check-config", "serve"):
            said = patchbay(command, *arguments, *(() if "--listen" in arguments else ("--listen", "127.0.0.1:0")))
            report.case(f"{command}: {name}", said.returncode == 2 and word in said.stderr, got=said)
    both = patchbay("check-config", "--data", folder / "file", "--store.currency", "Euro")
    report.equal("all of it is said", 2, both.stderr.count("patchbay: "))
    good = patchbay("check-config", *here, *tls(chain, key))
    report.equal("what is good is good", "the configuration is good\n", good.stdout)
    report.case("and nothing is made", not (folder / "data").exists())


@in_scratch
def config_file(report, folder):
    """A file with a password must be readable by its owner only, and a file that everybody can
    change is refused."""
    config = folder / "patchbay.toml"
    key = f"key_file = \"{folder / 'sealing.key'}\"\n"

    def check(mode, text, name, word):
        config.write_text(text)
        config.chmod(mode)
        said = patchbay("check-config", "--config", config)
        good = said.returncode == 0 if word is None else said.returncode == 2 and word in said.stderr
        report.case(f"a configuration {name}, of mode {mode:o}", good, got=said)
        report.case(f"a configuration {name}: the password is not told", "geheim" not in said.stderr + said.stdout)

    for url in ("postgresql://me:geheim@db/records", "postgresql://me@db/records?password=geheim"):
        text = f"[store]\ndata = \"{url}\"\n" + key
        for mode in (0o644, 0o640, 0o604):
            check(mode, text, "with a password", "can be read by others; set its mode to 0600")
        check(0o600, text, "with a password", None)
    config.rename(folder / "elsewhere.toml")
    config.symlink_to(folder / "elsewhere.toml")
    said = patchbay("check-config", "--config", config)
    report.case("a link to one with a password", said.returncode == 2 and "symbolic link" in said.stderr, got=said)
    config.unlink()
    check(0o644, "[store]\ndata = \"postgresql://me@db/records\"\n" + key, "without a password", None)
    check(0o646, "[log]\nlevel = \"info\"\n", "that everybody can change", "changed by everybody")
    missing = patchbay("check-config", "--config", folder / "none.toml")
    report.case("one that is not there", missing.returncode == 2 and "cannot be read" in missing.stderr, got=missing)


if __name__ == "__main__":
    os.umask(0o022)
    told = Report()
    for test in (reload, other_signals, plain_http, check_config, config_file):
        told.guard(test.__name__, test, told)
    told.end()
