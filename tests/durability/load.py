"""Concurrent writers through every door, and readers, each recording what it sent and received; and
the state afterwards, collected for the checker."""

import http.client
import random
import re
import threading
import time

import near  # noqa: F401
from checker import (ACKED, REFUSED, UNKNOWN, Checker, Found, Read, Row, Update, after,
                     signature)
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import EverlyticRpc
from harness import Native
from writing import (DOORS, NAME, PASSWORD, PATHS, SIGNED, TROUBLE, Link, Shot, bulk,
                     bulk_changes, bulk_fates, fate_of)

BULK_ITEMS = 3
HISTORY_PAGE = 1000
# How many of the earlier request ids are looked up again.
LOOKED_UP_AGAIN = 50
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Where each door shows the fields that it changes, by path.
SHOWN = {
    Flolive: {"tax_number": lambda shown: shown.get("vatRegistrationNumber"),
              "invoice_text": lambda shown: (shown.get("invoiceConfiguration") or {}).get("invoiceText")},
    Everlytic: {"website": lambda shown: shown.get("website_url"),
                "external_id": lambda shown: shown.get("unique_id")},
    EverlyticRpc: {"website": lambda shown: shown.get("website_url"),
                   "external_id": lambda shown: shown.get("unique_id")},
    Enswitch: {"description": lambda shown: shown.get("description"),
               "tax_number": lambda shown: shown.get("tax_number")},
}


def watched(record):
    """The fields of a native record that updates change."""
    return {path: record[path] for path in PATHS if record.get(path) is not None}


class Load:
    """Updates and reads of a few customers during several server processes on one folder."""

    def __init__(self, server, seed, customers=8):
        self.chance = random.Random(seed)
        self.keyed = 0.4  # the share of requests with a key
        self.updates, self.reads, self.rows = [], [], []
        self.again = {}       # key: (the request under it, its updates)
        self.requests = {}    # what was said of a request's id
        self.torn_replies = []
        self.number = 0
        self.lock = threading.Lock()
        native = Native(server)
        self.customers = [native.make(f"Torture {i}") for i in range(customers)]
        self.start = {each["id"]: (each["version"], watched(each)) for each in self.customers}
        self.at = {each["id"]: each["version"] for each in self.customers}
        flolive = Flolive(server)
        self.bearer = flolive.sign_in()["token"]

    # ── while a server serves ──

    def run(self, server, seconds, end, writers=1, least=0):
        """Runs `writers` threads for each door, one for bulk and two readers, for some seconds and
        until at least `least` further updates are acknowledged. Then calls `end`, which ends the
        server, and waits for all of them. Returns the result of `end`."""
        goal = self.acknowledged() + least
        done = threading.Event()
        threads = [threading.Thread(target=self.write, args=(server.port, door, done, self.chance.random()))
                   for door in DOORS for _ in range(writers)]
        threads.append(threading.Thread(target=self.write_many, args=(server.port, done, self.chance.random())))
        threads += [threading.Thread(target=self.read, args=(server.port, done, self.chance.random()))
                    for _ in range(2)]
        for each in threads:
            each.start()
        time.sleep(seconds)
        while self.acknowledged() < goal and any(each.is_alive() for each in threads):
            time.sleep(0.01)
        ended = end()
        done.set()
        for each in threads:
            each.join()
        return ended

    def next_token(self):
        with self.lock:
            self.number += 1
            return f"u{self.number}"

    def decorate(self, shot, token, chance):
        """Adds a reason to some requests and a key to some. Returns (reason, key)."""
        reason = f"because of {token}" if chance.random() < 0.3 else ""
        key = f"key of {token}" if chance.random() < self.keyed else ""
        if reason:
            shot.headers["Patchbay-Reason"] = reason
        if key:
            shot.headers["Idempotency-Key"] = key
        return reason, key

    def write(self, port, door, done, seed):
        """Sends updates through one door until the server stops or `done`."""
        chance, link = random.Random(seed), Link(port)
        while not done.is_set():
            if not self.one(link, door, chance):
                return
        link.close()

    def one(self, link, door, chance):
        """Sends one update. Returns False if there was no reply."""
        make, leaves, _, request_of = DOORS[door]
        token, customer = self.next_token(), chance.choice(self.customers)
        shot = make(customer, token, self.bearer)
        reason, key = self.decorate(shot, token, chance)
        update = Update(token, customer["id"], leaves(token), time.monotonic(), door=door,
                        reason=reason, key=key)
        with self.lock:
            self.updates.append(update)
            if key:
                self.again[key] = (shot, [update])
        reply = self.exchange(link, shot)
        if reply is None:
            return False
        answered = time.monotonic()
        update.fate, update.reply = fate_of(door, reply), reply.body
        if update.fate != UNKNOWN:
            update.answered = answered
        if update.fate == ACKED:
            update.request = request_of(reply)
        else:
            update.refusal = reply
        if update.fate == UNKNOWN:
            update.request = (UUID.findall(reply.text) or ["not named"])[-1]
        return True

    def exchange(self, link, shot):
        """The reply, or None. Records a truncated reply."""
        try:
            return link.send(shot)
        except http.client.IncompleteRead as error:
            self.torn_replies.append(error)
        except TROUBLE:
            pass
        return None

    def write_many(self, port, done, seed):
        """Sends bulks until the server stops or `done`."""
        chance, link = random.Random(seed), Link(port)
        while not done.is_set():
            customers = chance.sample(self.customers, BULK_ITEMS)
            tokens = [self.next_token() for _ in customers]
            shot = bulk(customers, tokens)
            reason, key = self.decorate(shot, tokens[0], chance)
            items = [Update(token, customer["id"], bulk_changes(token), time.monotonic(), door="bulk",
                            reason=reason, key=key) for customer, token in zip(customers, tokens)]
            with self.lock:
                self.updates += items
                if key:
                    self.again[key] = (shot, items)
            reply = self.exchange(link, shot)
            if reply is None:
                return
            self.settle(items, reply)
        link.close()

    @staticmethod
    def settle(items, reply):
        """Records the result of each item in the reply to a bulk."""
        answered = time.monotonic()
        for item, (fate, request) in zip(items, bulk_fates(reply, len(items))):
            item.fate, item.request, item.reply = fate, request, reply.body
            if fate != UNKNOWN:
                item.answered = answered

    def read(self, port, done, seed):
        """Reads through the native door until the server stops or `done`."""
        chance, link = random.Random(seed), Link(port)
        while not done.is_set():
            customer, sent = chance.choice(self.customers)["id"], time.monotonic()
            reply = self.exchange(link, Shot("GET", f"/v1/customers/{customer}", "", SIGNED))
            if reply is None:
                return
            if reply.status == 200:
                record = reply.json()
                self.reads.append(Read(customer, record["version"], watched(record), sent, time.monotonic()))
        link.close()

    # ── afterwards, of the server that came next ──

    def gather(self, server):
        """Adds the rows that are new since the last time. Returns what else is found."""
        native, caller = Native(server), Native(server, NAME, PASSWORD)
        found = Found(self.start, self.rows)
        for customer in self.customers:
            self.rows += self.new_rows(native, customer["id"])
        new = [row.request for row in self.rows if row.request not in self.requests]
        old = self.chance.sample(sorted(self.requests), min(len(self.requests), LOOKED_UP_AGAIN))
        unknown = [each.request for each in self.updates if each.fate == UNKNOWN and each.request]
        for request in new + old + unknown:
            reply = caller.call("GET", f"/requests/{request}")
            known = reply.json() if reply.status == 200 else {}
            self.requests[request] = tuple(known.get(part) for part in ("status", "customer", "version"))
        found.requests = dict(self.requests)
        found.shown = self.shown(server)
        return found

    def shown(self, server):
        """Each customer through each door that shows customers."""
        native, out = Native(server), {}
        for customer in self.customers:
            record = native.get(customer["id"])
            out["native", customer["id"]] = {path: record.get(path) for path in PATHS}
            for kind, fields in SHOWN.items():
                client = kind(server)
                if kind is Flolive:  # signing in would write
                    client.headers = {"Authorization": f"Bearer {self.bearer}"}
                shown = client.show(customer)
                out[kind.__name__, customer["id"]] = {
                    path: look(shown) or None for path, look in fields.items()}
        return out

    def new_rows(self, native, customer):
        """The rows of a customer after the known ones, the oldest first."""
        rows, before = [], 0
        while True:
            reply = native.call("GET", f"/customers/{customer}/history?limit={HISTORY_PAGE}"
                                + (f"&before={before}" if before else ""))
            for item in reply.json()["items"]:
                if item["version"] <= self.at[customer]:
                    break
                changes = {each["path"]: (each["before"], each["after"]) for each in item["changes"]}
                rows.append(Row(customer, item["version"], changes, item["request"], item["reason"]))
            else:
                before = reply.json().get("next", 0)
                if before:
                    continue
            break
        rows.reverse()
        if rows:
            self.at[customer] = rows[-1].version
        return rows

    def judge(self, server):
        """What is wrong in the state of `server`: first as it was left, then after every request
        with a key was sent again."""
        wrong = Checker(self.updates, self.reads, self.gather(server)).violations()
        replays, link = {}, Link(server.port)
        for key, (shot, updates) in self.again.items():
            before = {update.fate for update in updates}
            reply = link.send(shot)
            replayed = reply.headers.get("idempotency-replayed") == "true"
            if before == {ACKED}:
                replays[key] = reply.body
                if not replayed:
                    wrong.append(f"A7 {key}: what was acknowledged was not replayed: {reply!r}")
            elif updates[0].door == "bulk":
                self.settle(updates, reply)
            else:  # a refused request does not use up its key
                updates[0].request = ""
                updates[0].fate = fate_of(updates[0].door, reply)
                updates[0].answered, updates[0].reply = time.monotonic(), reply.body
        found = self.gather(server)
        found.replays = replays
        wrong += Checker(self.updates, self.reads, found).violations()
        self.again.clear()
        return wrong

    def judge_reads(self, server):
        """What is wrong with the replies to reads while nothing can be written."""
        try:
            found = Found(self.start, self.rows, self.shown(server))
        except Exception as error:  # pylint: disable=broad-except
            return [repr(error)]
        for customer in self.customers:
            self.rows += self.new_rows(Native(server), customer["id"])
        return list(Checker(self.updates, self.reads, found).a5())

    def row_of(self, update):
        """The row of an update, or None."""
        wanted = signature(update.record, update.changes)
        return next((row for row in self.rows if signature(row.record, after(row)) == wanted), None)

    def acknowledged(self):
        """The number of acknowledged updates so far."""
        return sum(update.fate == ACKED for update in list(self.updates))

    def counts(self):
        """The number of updates by result, as text."""
        tally = {fate: 0 for fate in (ACKED, UNKNOWN, REFUSED)}
        for update in self.updates:
            tally[update.fate] += 1
        return ", ".join(f"{count} {fate}" for fate, count in tally.items()) + f", {len(self.rows)} rows"
