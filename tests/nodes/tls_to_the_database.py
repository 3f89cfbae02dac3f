#!/usr/bin/env python3
"""TLS to the database: sslmode=verify-full accepts only a server whose certificate is signed by the
authority for the host name used."""

import pathlib
import subprocess
import tempfile

import near  # noqa: F401
import harness
from cluster import on_tcp
from harness import PATCHBAY, Native, Server

NAMED = "localhost"      # what the certificate is for
UNNAMED = "127.0.0.1"    # the same server


def openssl(folder, *arguments):
    """Runs openssl in a folder."""
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def authority(folder, name):
    """A certificate authority: NAME.pem and NAME.key."""
    openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", f"/CN={name}",
            "-days", "2")


def certificate(folder, by):
    """A certificate for NAMED, signed by authority `by`: server.pem and server.key."""
    openssl(folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", "server.key", "-out", "server.csr", "-subj", f"/CN={NAMED}")
    (folder / "names").write_text(f"subjectAltName=DNS:{NAMED}\n")
    openssl(folder, "x509", "-req", "-in", "server.csr", "-CA", f"{by}.pem", "-CAkey",
            f"{by}.key", "-CAcreateserial", "-out", "server.pem", "-days", "2", "-extfile",
            "names")


def listening(folder):
    """A running cluster with the certificate."""
    return on_tcp({"ssl": "on", "ssl_cert_file": "server.pem", "ssl_key_file": "server.key"},
                  {name: (folder / name).read_bytes() for name in ("server.pem", "server.key")})


class Places:
    """Addresses of new databases of one cluster."""

    def __init__(self, cluster, folder):
        self.cluster, self.folder, self.made = cluster, folder, 0

    def at(self, host, mode, by=None):
        """By host name and sslmode, with sslrootcert if an authority is named."""
        self.made += 1
        self.cluster.sql(f"CREATE DATABASE d{self.made}")
        root = f"&sslrootcert={self.folder / by}.pem" if by else ""
        return (f"postgresql://patchbay@{host}:{self.cluster.settings['port']}/d{self.made}"
                f"?sslmode={mode}{root}")


def served(report, name, place, folder, cluster):
    """A node serves, and all its sessions are encrypted."""
    with Server(place=place, environment={"HOME": str(folder)}) as node:
        native = Native(node)
        native.patch(101, {"notes": name})
        report.equal(f"{name}: it is served", name, native.get(101)["notes"])
        report.equal(f"{name}: all of it is encrypted", "t", cluster.sql(
            "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) "
            "WHERE application_name = 'patchbay'"))


def refused(report, name, place, folder, *words):
    """A node does not start, and says why."""
    said = subprocess.run([PATCHBAY, "serve", "--data", place, "--listen", "127.0.0.1:0",
                           "--store.key_file", folder / "sealing.key"], cwd=folder,
                          env={"HOME": str(folder)}, capture_output=True, text=True, timeout=60,
                          check=False)
    report.case(f"{name}: refused in words", said.returncode == 2 and
                all(word in said.stderr for word in words), expected=words,
                got=(said.returncode, said.stderr))


def checked(report, folder):
    """Each address; for refused ones also a control that nothing else is wrong."""
    authority(folder, "ours")
    authority(folder, "another")
    certificate(folder, "ours")
    cluster = listening(folder)
    try:
        places = Places(cluster, folder)
        served(report, "the right server", places.at(NAMED, "verify-full", "ours"), folder,
               cluster)
        refused(report, "another authority", places.at(NAMED, "verify-full", "another"), folder,
                "certificate verify failed")
        served(report, "the same unchecked", places.at(NAMED, "require"), folder, cluster)
        refused(report, "another name", places.at(UNNAMED, "verify-full", "ours"), folder,
                f'does not match host name "{UNNAMED}"')
        served(report, "the same by its authority alone", places.at(UNNAMED, "verify-ca", "ours"),
               folder, cluster)
        refused(report, "no authority at hand", places.at(NAMED, "verify-full"), folder,
                "root certificate file", "does not exist")
        cluster.stop()
        cluster.settings["ssl"] = "off"
        cluster.start()
        refused(report, "a server without TLS", places.at(NAMED, "verify-full", "ours"), folder,
                "server does not support SSL")
    finally:
        cluster.__exit__()


def main():
    """In a scratch folder."""
    report = harness.Report()
    with tempfile.TemporaryDirectory(prefix="patchbay-tls-") as folder:
        report.guard("checked", checked, report, pathlib.Path(folder))
    report.end()


if __name__ == "__main__":
    main()
