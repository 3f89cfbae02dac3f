#!/usr/bin/env python3
"""Webhooks of a running server, with real receivers on loopback: order, signatures, filters, retries,
Retry-After, 410, replay, rotation, and what a dead one costs."""

import json
import shutil
import subprocess
import sys
import tempfile

import harness
from harness import ROOT, Native, until
from webhook_near import (CONFIG, CUSTOMERS, Receiver, attempts, delivery, hook, in_order, is_signed, metric, note,
                          webhook)


def is_told(report, server):
    """Every change once, in the order of each customer, thin, signed, and kept as an attempt."""
    native = Native(server)
    with Receiver() as receiver, Receiver() as filtered:
        made = hook(native, receiver)
        only = hook(native, filtered, below=123, fields=["notes"], include=["notes"], actions=["amend"])
        wanted = [(customer, note(native, customer, f"note {turn}"))
                  for turn in range(5) for customer in CUSTOMERS]
        native.patch(123, {"website": "www.x.example"})
        got = receiver.gets(len(wanted) + 1)
        report.equal("each once", sorted(wanted), sorted(set(got) & set(wanted)))
        report.equal("nothing twice", len(got), len(set(got)))
        report.case("in order", in_order(got), got=got)
        event = receiver.events()[0]
        report.equal("thin", ["action", "changed", "customer", "door", "principal", "request", "uuid", "version"],
                     sorted(event["data"]))
        headers, body = receiver.requests[0]
        report.case("signed", is_signed(headers, body, made["secret"]), got=headers)
        report.case("by the other webhook's key it is not", not is_signed(headers, body, only["secret"]))
        report.case("under 20 KB", all(len(body) < 20_000 for _, body in receiver.requests))
        report.equal("the filter leaves one customer", {123}, {customer for customer, _ in filtered.gets(5)})
        report.equal("and its values", "note 0", filtered.events()[0]["data"]["values"]["notes"])
        kept = until(lambda: attempts(native, made), lambda rows: len(rows) >= len(got))
        report.equal("each attempt is kept", sorted(got), sorted((row["customer"], row["version"]) for row in kept))
        sent = {event["data"]["version"]: event["data"]["request"] for event in receiver.events()
                if event["data"]["customer"] == 101}
        report.equal("with the request that made the change", sent,
                     {row["version"]: row["request"] for row in kept if row["customer"] == 101})
        report.case("the secret is shown once", "secret" not in webhook(native, made))
        report.case("nor is it in history", made["secret"] not in native.call(
            "GET", f"/webhooks/{made['id']}/history").text)
        text = server.log()
        report.case("nor in the log", made["secret"] not in text)
        for each in (made, only):
            native.call("DELETE", f"/webhooks/{each['id']}")


def is_verified_by_others(report, server):
    """The packages standardwebhooks and svix verify what was sent."""
    folder = ROOT / "tests" / "webhooks"
    if not shutil.which("node") or not (folder / "node_modules" / ".package-lock.json").is_file():
        report.skip("verified by others", "node or its packages are not installed")
        return
    native = Native(server)
    with Receiver() as receiver, tempfile.NamedTemporaryFile("w") as file:
        made = hook(native, receiver)
        for turn in range(10):
            note(native, 101, f"verify {turn}")
        receiver.gets(10)
        for headers, body in receiver.requests:
            file.write(json.dumps({"id": headers["webhook-id"], "time": headers["webhook-timestamp"], "body": body,
                                   "signature": headers["webhook-signature"], "secret": made["secret"],
                                   "public": made["public_key"]}) + "\n")
        file.flush()
        done = subprocess.run(["node", "verify.mjs", file.name], cwd=folder, timeout=120,
                              capture_output=True, text=True, check=False)
        count = len(receiver.requests)
        report.equal("all are verified", {"messages": count, "standardwebhooks": count, "svix": count,
                                          "ed25519": count, "altered": 0}, json.loads(done.stdout or "{}"))
        native.call("DELETE", f"/webhooks/{made['id']}")


def is_tested(report, server):
    """A test event shows what the receiver answered; addresses that are not allowed are refused."""
    native = Native(server)
    with Receiver(lambda event: 503 if event["type"] == "patchbay.test" else 200) as receiver:
        made = hook(native, receiver)
        answer = native.call("POST", f"/webhooks/{made['id']}/test").json()
        report.equal("the answer", (503, "answered 503", "ok"),
                     (answer["status"], answer["problem"], answer["body"]))
        report.case("signed", is_signed(*receiver.requests[0], made["secret"]))
        report.equal("it tells of no customer", {}, receiver.events()[0]["data"])
        dry = native.call("POST", f"/webhooks/{made['id']}/test?dry_run=true").json()
        report.equal("rehearsed", ({"rehearsed": True}, 1), (dry, len(receiver.requests)))
        native.call("DELETE", f"/webhooks/{made['id']}")
    for url in ("http://169.254.169.254/latest", "http://localhost/", "http://[::1]/", "http://10.0.0.1/",
                "ftp://example.com/", "https://user:secret@example.com/", "http://127.1/", "http://0x7f000001/"):
        if url == "http://localhost/":
            continue  # a name of this machine, whose address is allowed here
        refused = native.call("POST", "/webhooks", {"name": "x", "url": url})
        report.equal(url, (422, "url"), (refused.status, refused.json()["errors"][0]["field"]))


def tells_each_customer(report, server):
    """Each change goes as form fields to the address that the customer itself has. One that fails or wants
    nothing more delays nobody else."""
    native = Native(server)
    with Receiver() as first, Receiver() as second, Receiver(lambda event: 500) as broken, \
            Receiver(lambda event: 410) as gone:
        mine = {101: first, 102: second, 103: broken, 123: gone}
        for customer, receiver in mine.items():
            native.patch(customer, {"events_url": receiver.url})
        made = native.call("POST", "/webhooks", {"name": "own", "url": "customer:events_url"}).json()
        for number in range(3):
            for customer in mine:
                native.patch(customer, {"description": f"text {number} & more", "website": f"www.w{number}.example"})
        silent = native.make("Without an address")["id"]
        native.patch(silent, {"description": "nobody is told"})
        for customer in (101, 102):
            got = until(mine[customer].forms, lambda forms: len(forms) >= 3)
            report.equal(f"customer {customer} is told of its own changes, in order and in that vendor's names",
                         [(str(customer), f"text {number} & more", "description,website") for number in range(3)],
                         [(form["id"], form["description"], form["event_changed"]) for form in got])
        form = first.forms()[0]
        report.equal("what a form says", ["description", "event_changed", "event_id", "event_request", "event_time",
                                          "event_type", "event_version", "id"], sorted(form))
        report.case("signed as others are", is_signed(*first.requests[0], made["secret"]))
        state = until(lambda: delivery(native, made), lambda state: state["dead"] == 3)
        report.equal("410 gives up the changes of that customer and stops nothing", ("working", 3, 0),
                     (state["state"], state["dead"], state["failures"]))
        report.equal("the broken one is tried again later", {"answered 500"},
                     {each["problem"] for each in attempts(native, made) if each["customer"] == 103})
        report.case("a test says why there is none", "an address of its own" in native.call(
            "POST", f"/webhooks/{made['id']}/test").json()["problem"])
        native.call("DELETE", f"/webhooks/{made['id']}")
        for customer in mine:
            native.patch(customer, {"events_url": None, "description": None, "website": None})


def goes_on(report, server):
    """One that fails is tried again and holds back only its customer; 410 stops; replay sends again."""
    native = Native(server)
    bad = {"on": True}

    def answer(event):
        if event["data"]["customer"] == 102 and bad["on"]:
            return 500
        return 200

    with Receiver(answer) as receiver:
        made = hook(native, receiver)
        first = note(native, 102, "fails")
        second = note(native, 102, "waits behind it")
        others = [(customer, note(native, customer, "others")) for customer in (101, 103, 123)]
        until(lambda: set(receiver.changes()), lambda got: set(others) <= got)
        report.case("others need not wait", set(others) <= set(receiver.changes()), got=receiver.changes())
        report.case("the next of the same customer waits", (102, second) not in receiver.changes())
        failed = until(lambda: [row for row in attempts(native, made) if row["customer"] == 102])
        report.equal("why it failed is kept", (500, "answered 500", 1, first),
                     (failed[-1]["status"], failed[-1]["problem"], failed[-1]["attempt"], failed[-1]["version"]))
        report.equal("both wait", 2, until(lambda: delivery(native, made)["waiting"], lambda count: count == 2))
        bad["on"] = False
        reply = native.call("POST", f"/webhooks/{made['id']}/replay", {"failed": True})
        report.equal("replayed", (200, 2), (reply.status, reply.json().get("again")))
        until(lambda: receiver.changes(), lambda got: got.count((102, second)) >= 1)
        tail = [each for each in receiver.changes() if each[0] == 102]
        report.equal("in order", [(102, first), (102, second)], tail[-2:])
        report.equal("nothing waits", 0, until(lambda: delivery(native, made)["waiting"], lambda count: count == 0))
        ids = [event["id"] for event in receiver.events() if event["data"]["customer"] == 102]
        report.equal("each attempt has the same id", 2, len(set(ids)))
        one = attempts(native, made)[-1]
        before = len(receiver.changes())
        native.call("POST", f"/webhooks/{made['id']}/replay", {"delivery": one["delivery"]})
        report.equal("one again", (one["customer"], one["version"]), receiver.gets(before + 1)[-1])
        before = len(receiver.changes())
        native.call("POST", f"/webhooks/{made['id']}/replay", {"from": "2020-01-01T00:00:00Z"})
        again = receiver.gets(before + 20)[before:]
        report.case("everything since a time", (101, 1) in again, got=again[:20])
        wrong = native.call("POST", f"/webhooks/{made['id']}/replay", {"delivery": 999_999})
        report.equal("one that is not kept", 422, wrong.status)
        native.call("DELETE", f"/webhooks/{made['id']}")


def is_stopped(report, server):
    """410 stops a webhook until it is enabled, and then it gets what it missed."""
    native = Native(server)
    gone = {"on": True}
    with Receiver(lambda event: 410 if gone["on"] else 200) as receiver:
        made = hook(native, receiver)
        first = note(native, 101, "gone")
        stopped = until(lambda: delivery(native, made), lambda got: got["state"] == "stopped")
        report.equal("stopped", ("stopped", "answered 410"), (stopped["state"], stopped.get("stopped")))
        report.case("an operator is told", until(lambda: "webhook_stopped" in server.log()))
        found = until(lambda: [row for row in native.call("GET", "/system").json()["findings"]
                               if row["check"] == "webhooks"])
        report.case("and finds it", found and "answered 410" in found[0]["what"], got=found)
        later = note(native, 101, "missed")
        refused = native.call("POST", f"/webhooks/{made['id']}/replay", {"failed": True})
        report.equal("no replay before it is enabled", 409, refused.status)
        report.equal("one attempt", 1, len(receiver.requests))
        gone["on"] = False
        native.call("PATCH", f"/webhooks/{made['id']}", {"enabled": True}, "application/merge-patch+json")
        report.equal("what it missed", {(101, first), (101, later)}, set(until(
            receiver.changes, lambda got: (101, later) in got)))
        native.call("DELETE", f"/webhooks/{made['id']}")


def is_rotated(report, server):
    """Two keys sign for a time, and then only the new one."""
    native = Native(server)
    with Receiver() as receiver:
        made = hook(native, receiver)
        fresh = native.call("POST", f"/webhooks/{made['id']}/rotate", {"keep_old_s": 3600}).json()
        report.case("another secret", fresh["secret"] not in ("", made["secret"]))

        turns = iter(range(10_000))

        def latest():
            version = note(native, 101, f"rotated {next(turns)}")
            until(receiver.changes, lambda got: (101, version) in got)
            return receiver.requests[-1]
        # The engine reads webhooks twice a second.
        both = until(lambda: latest(), lambda got: is_signed(*got, fresh["secret"]))
        report.equal("both sign", (True, True), (is_signed(*both, made["secret"]), is_signed(*both, fresh["secret"])))
        last = native.call("POST", f"/webhooks/{made['id']}/rotate", {"keep_old_s": 0}).json()
        alone = until(lambda: latest(), lambda got: is_signed(*got, last["secret"]))
        report.equal("one signs", (False, True), (is_signed(*alone, fresh["secret"]), is_signed(*alone, last["secret"])))
        native.call("DELETE", f"/webhooks/{made['id']}")


def is_asked_to_wait(report, server):
    """Retry-After is heeded: after 429 with an hour, nothing more is sent."""
    native = Native(server)
    with Receiver(lambda event: (429, {"Retry-After": "3600"})) as receiver, Receiver() as other:
        made, beside = hook(native, receiver), hook(native, other)
        for turn in range(50):
            note(native, 101, f"slow down {turn}")
        other.gets(50)
        until(lambda: delivery(native, made)["failures"])
        state = delivery(native, made)
        report.equal("paused", ("failing", True), (state["state"], "paused_until" in state))
        report.case("nearly nothing was sent", len(receiver.requests) <= 2, got=len(receiver.requests))
        for each in (made, beside):
            native.call("DELETE", f"/webhooks/{each['id']}")


def runs_the_receiver_of_the_page(report, server):
    """The receiver that docs/how-to/webhooks.md shows takes what is signed, each event once."""
    native = Native(server)
    page = (ROOT / "docs" / "how-to" / "webhooks.md").read_text()
    program = page.split("```python\n")[1].split("```")[0]
    with Receiver() as first:
        made = hook(native, first)
        shown = subprocess.Popen([sys.executable, "-c", program, made["secret"], "0"], stdout=subprocess.PIPE, text=True,
                                 stderr=subprocess.DEVNULL)
        try:
            port = int(shown.stdout.readline().split()[-1])
            reply = native.call("PATCH", f"/webhooks/{made['id']}", {"url": f"http://127.0.0.1:{port}/"},
                                "application/merge-patch+json")
            report.equal("another address", 200, reply.status)
            report.equal("a test is taken", 204, native.call("POST", f"/webhooks/{made['id']}/test").json()["status"])
            # The engine reads webhooks twice a second: until then the first receiver gets them.
            until(lambda: attempts(native, made), lambda rows: note(native, 101, f"shown {len(rows)}") and any(
                row["status"] == 204 for row in rows))
            line = shown.stdout.readline()
            report.case("it tells of the change", line.startswith("customer 101 is at version "), got=line)
            forged = harness.Http(port).send("POST", "/", b"{}", {
                "webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"})
            report.equal("what is not signed is refused", 401, forged.status)
        finally:
            shown.kill()
            shown.wait()
        native.call("DELETE", f"/webhooks/{made['id']}")


def costs_writers_nothing(report, server):
    """A dead destination adds no commit per change: its state is saved a few times a second at most."""
    native = Native(server)
    with Receiver() as closed:
        made = hook(native, closed)
    # Nothing listens at its address any more.
    turns = iter(range(10_000))
    until(lambda: (note(native, 101 + next(turns) % 3, f"dead {next(turns)}"), delivery(native, made)["failures"])[1],
          lambda count: count >= 5)
    before = jobs(server)
    for turn in range(200):
        note(native, 102, f"beside {turn}")
    report.case("few writes beside those of the callers", jobs(server) - before <= 200 + 60,
                got=jobs(server) - before)
    native.call("DELETE", f"/webhooks/{made['id']}")


def jobs(server):
    """Jobs that the store took from its queue."""
    return metric(server, "patchbay_store_jobs_total")


if __name__ == "__main__":
    harness.main([is_told, is_verified_by_others, is_tested, tells_each_customer, goes_on, is_stopped, is_rotated, is_asked_to_wait,
                  costs_writers_nothing, runs_the_receiver_of_the_page], config=CONFIG)
