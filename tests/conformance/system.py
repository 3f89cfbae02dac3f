#!/usr/bin/env python3
"""The state of a server: who may read it, and that what an operator should know is in it."""

import pathlib
import sqlite3
import subprocess

import near  # noqa: F401
from harness import PATCHBAY, Native, Report, Server, basic, until


def state(server):
    """The reply to the system owner."""
    return Native(server).call("GET", "/system").json()


def found(server, check):
    """What a check finds now; None if nothing."""
    return next((each["what"] for each in state(server)["findings"] if each["check"] == check), None)


def sees(server, check):
    """A finding, once it is there."""
    return str(until(lambda: found(server, check), lambda what: what is not None))


def owners_only(report, server):
    """It takes the privilege `system`."""
    report.equal("the owner", 200, Native(server).call("GET", "/system").status)
    for name in ("username", "branch", "reader", "outsider"):
        report.equal(name, 403, Native(server, name).call("GET", "/system").status)
    report.equal("nobody", 401, server.http.send("GET", "/v1/system").status)


def figures(report, server):
    """Figures of the server and its store."""
    Native(server).patch(101, {"notes": "counted"})
    now = state(server)
    kind = "postgresql" if server.place.startswith("postgresql:") else "sqlite"
    report.equal("the kind of the store", kind, now["store"]["kind"])
    report.case("its size", now["store"]["bytes"] > 0, got=now["store"])
    report.case("commits", sum(each["commits"] for each in now["commits"]) > 0, got=now["commits"])
    report.equal("nothing waits", 0, now["queue"]["waiting"])
    report.case("uptime", now["uptime_s"] >= 0 and now["started"] <= now["time"])
    report.case("it is a demo", found(server, "demo") is not None)
    report.case("anchors are off", found(server, "anchors") == "No anchors of history are written.")
    report.case("requests are kept", found(server, "traffic") is None)


def lockouts(report, server):
    """Wrong passwords show."""
    report.equal("none yet", None, found(server, "lockouts"))
    for _ in range(6):
        server.http.send("GET", "/v1/me", headers={"Authorization": basic("branch", "wrong-one")})
    report.case("one name is locked out", "1 name" in sees(server, "lockouts"))


def files(report, server):
    """What only a data folder has."""
    if server.place.startswith("postgresql:"):
        return
    data = pathlib.Path(server.place)
    report.case("the disk", 0 < state(server)["store"]["disk_free_bytes"] <= state(server)["store"]["disk_bytes"])
    data.chmod(0o700)
    report.equal("nothing is wide", None, until(lambda: found(server, "modes"), lambda what: what is None))
    (data / "patchbay.db").chmod(0o644)
    data.chmod(0o755)
    report.case("a wide file", "patchbay.db (mode 0644)" in sees(server, "modes"))
    (data / "patchbay.db").chmod(0o600)
    report.equal("a folder that others may only list", None, until(lambda: found(server, "modes"), lambda what: what is None))


def commands(report, server):
    """Backups and verifications leave traces that the server sees."""
    if server.place.startswith("postgresql:"):
        return
    report.case("no backup yet", "last_backup" not in state(server))
    backup = server.folder / "a backup"
    done = subprocess.run([PATCHBAY, "backup", "--data", server.place, backup], capture_output=True, text=True,
                          check=False)
    report.equal("a backup", (0, ""), (done.returncode, done.stderr))
    now = until(lambda: state(server), lambda now: "last_backup" in now)
    report.equal("where it is", str(backup), now.get("last_backup", {}).get("to"))
    report.equal("the backup has no trace", ["patchbay.db"], sorted(each.name for each in backup.iterdir()))
    subprocess.run([PATCHBAY, "verify", "--data", server.place], capture_output=True, check=True)
    now = until(lambda: state(server), lambda now: "last_verify" in now)
    report.equal("verified", True, now.get("last_verify", {}).get("whole"))
    subprocess.run([PATCHBAY, "verify", "--data", backup], capture_output=True, check=False)
    with sqlite3.connect(pathlib.Path(server.place) / "patchbay.db") as database:
        database.execute("CREATE TABLE stray (a)")
    database.close()
    failed = subprocess.run([PATCHBAY, "verify", "--data", server.place], capture_output=True, check=False)
    report.equal("a table too many", 1, failed.returncode)
    now = until(lambda: state(server), lambda now: not now["last_verify"]["whole"])
    report.equal("a verification that stopped early", False, now["last_verify"]["whole"])
    with sqlite3.connect(pathlib.Path(server.place) / "patchbay.db") as database:
        database.execute("DROP TABLE stray")
    database.close()
    report.case("verifying a backup leaves none", not (backup / "last_verify.json").exists())


def anchors(report, server):
    """Anchors are written, and traffic is off."""
    report.equal("anchors", None, found(server, "anchors"))
    report.case("no requests are kept", found(server, "traffic") is not None)


def main():
    """A separate program, because its servers have different settings."""
    report = Report()
    for config, tests in (
            ("", (owners_only, figures, lockouts, files, commands)),
            ("[traffic]\nkeep = 0\n[audit]\nanchor_minutes = 5\n", (anchors,))):
        with Server(config) as server:
            for test in tests:
                report.guard(test.__name__, test, report, server)
    report.end()


if __name__ == "__main__":
    main()
