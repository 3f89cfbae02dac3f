#!/usr/bin/env python3
"""Another sealing key while the server runs: what was sealed before can be opened afterwards, on
every server, after a kill and after a restore, and older files of keys are refused."""

import pathlib
import shutil
import signal
import subprocess

from harness import PATCHBAY, Native, Report, Server, until


def patchbay(*words):
    """What a command of the program prints, with its exit code."""
    return subprocess.run([str(PATCHBAY), *map(str, words)], capture_output=True, text=True,
                          check=False)


def states(place, key_file):
    """The states of the keys, the oldest first, as `keys list` prints them."""
    done = patchbay("keys", "list", "--data", place, "--key-file", key_file)
    return [line.split("\t")[2] for line in done.stdout.splitlines()[1:]] or done.stderr


def key_of(server):
    """The key file of a server."""
    beside = server.folder / "sealing.key"
    return beside if beside.exists() else pathlib.Path(server.place, "sealing.key")


class Sealed:
    """Things that a server seals: a reply under a key, a position, and the keys of a webhook."""

    def __init__(self, server, word):
        api = Native(server)
        self.word = word
        self.reply = self.send(server).body
        self.position = api.call("GET", "/changes").json()["next"]
        hook = {"name": word, "url": "https://example.com/", "enabled": False}
        made = api.call("POST", "/webhooks", hook).json()
        assert "id" in made, made
        self.hook, self.public = made["id"], made["public_key"]

    def send(self, server):
        """Sends the same request under the same key."""
        return Native(server).call("PATCH", "/customers/101",
                                   {"notes": self.word, "card_number": "4111111111111111"},
                                   "application/merge-patch+json", {"Idempotency-Key": self.word})

    def is_open(self, server):
        """Whether a server can open all of it."""
        api = Native(server)
        hook = api.call("GET", f"/webhooks/{self.hook}")
        return (self.send(server).body == self.reply and bool(self.public)
                and api.call("GET", f"/changes?after={self.position}").status == 200
                and hook.status == 200 and hook.json()["public_key"] == self.public)


def whole(report, when, place, key_file):
    """`verify` finds nothing wrong."""
    done = patchbay("verify", "--data", place, "--key-file", key_file)
    report.case(f"verify {when}", done.returncode == 0, got=done.stdout + done.stderr)


def kill(server):
    """Ends a server at once."""
    server.process.kill()
    server.process.wait()
    server.code = 0


def in_a_folder(report):
    """SQLite: a new key on SIGHUP, or at the next start."""
    with Server() as server:
        key, copy = key_of(server), server.folder / "copy.key"
        shutil.copy(key, copy)
        before = Sealed(server, "one")
        report.equal("one key", ["seals"], states(server.place, key))
        done = patchbay("keys", "rotate", "--data", server.place)
        report.case("a key is added", done.returncode == 0 and "SIGHUP" in done.stdout, got=done)
        report.equal("and waits", ["seals", "is not used yet"], states(server.place, key))
        again = patchbay("keys", "rotate", "--data", server.place)
        report.case("no further one while it does",
                    again.returncode == 2 and "is not used yet" in again.stderr, got=again)
        whole(report, "before the key is used", server.place, key)
        server.process.send_signal(signal.SIGHUP)
        now = ["opens what it sealed", "seals"]
        report.equal("the server takes it", now,
                     until(lambda: states(server.place, key), lambda got: got == now))
        until(server.log, lambda log: '"sealing keys"' in log)
        after = Sealed(server, "two")
        report.case("both are open", before.is_open(server) and after.is_open(server))
        whole(report, "while the new key seals", server.place, key)
        backup = server.folder / "backup"
        done = patchbay("backup", "--data", server.place, "--key", copy, backup)
        report.case("an older file is not backed up",
                    done.returncode != 0 and "older than the store" in done.stderr, got=done)
        done = patchbay("backup", "--data", server.place, "--key", key, backup)
        report.case("a backup with its keys", done.returncode == 0, got=done)
        kill(server)
        with Server(place=server.place) as other:
            report.case("after a kill", before.is_open(other) and after.is_open(other))
        restored = server.folder / "restored"
        done = patchbay("restore", backup, "--data", restored)
        report.case("restored", done.returncode == 0, got=done)
        whole(report, "of what was restored", restored, restored / "sealing.key")
        with Server(place=str(restored)) as other:
            report.case("opens in what was restored", before.is_open(other) and after.is_open(other))
        shutil.copy(copy, restored / "sealing.key")
        done = patchbay("serve", "--data", restored, "--listen", "127.0.0.1:0")
        report.case("an older file is refused",
                    done.returncode != 0 and "older than the store" in done.stderr, got=done)
        done = patchbay("keys", "rotate", "--data", server.place)
        with Server(place=server.place) as other:
            report.equal("a start takes it too", ["opens what it sealed"] * 2 + ["seals"],
                         states(server.place, key))
            report.case("three keys", before.is_open(other) and after.is_open(other))
        whole(report, "with three keys", server.place, key)


def on_two_nodes(report):
    """PostgreSQL: every node knows the key before one of them seals with it."""
    with Server(place="postgresql:") as first:
        key = key_of(first)
        before = Sealed(first, "one")
        theirs = first.folder / "theirs.key"
        shutil.copy(key, theirs)
        flags = ("--demo", "--store.key_file", str(theirs))
        with Server(place="postgresql:", beside=first, flags=flags) as second:
            done = patchbay("keys", "rotate", "--data", first.place, "--key-file", key)
            report.case("a key is added", done.returncode == 0 and "keys begin" in done.stdout,
                        got=done)
            first.process.send_signal(signal.SIGHUP)
            until(first.log, lambda log: '"sealing keys"' in log)
            known = Sealed(first, "two")
            report.case("a node that lacks it opens all", known.is_open(second))
            shutil.copy(key, theirs)
            second.process.send_signal(signal.SIGHUP)
            until(second.log, lambda log: '"sealing keys"' in log)
            done = patchbay("keys", "begin", "--data", first.place, "--key-file", key)
            report.case("it begins", done.returncode == 0 and "key 2 seals" in done.stdout, got=done)
            first.process.send_signal(signal.SIGHUP)
            until(first.log, lambda log: '"seals":2' in log)
            after = Sealed(first, "three")
            report.case("the other node opens it", '"seals":2' in first.log()
                        and after.is_open(second) and before.is_open(second))
        whole(report, "over PostgreSQL", first.place, key)


if __name__ == "__main__":
    REPORT = Report()
    for test in (in_a_folder, on_two_nodes):
        REPORT.guard(test.__name__, test, REPORT)
    REPORT.end()
