#!/usr/bin/env python3
"""docs/formats.md is true: its own code, as printed, reads a store that a server wrote, with nothing
but Python's library, and finds what the API shows."""

import base64
import ctypes
import ctypes.util
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

import harness
from harness import Native, ROOT, until, uuid_of

PAGE = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
FORMATS = {}
for _code in re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE):
    exec(_code, FORMATS)  # pylint: disable=exec-used

CARD = "4111111111111111"
# Text that JSON writes with escapes, and text of other scripts.
NOTES = 'a "quoted" \\ back\\slash, a/slash, Straße, 東京, 😀'


def changes(native):
    """Changes of every kind; who made them is of no matter."""
    native.patch(101, {"notes": NOTES, "credit": "12.50", "card_number": CARD, "imei_lock": True,
                       "custom_fields": [{"key": "tier", "value": "gold"}], "campaigns": [7, 12]})
    first = next(iter(native.get(101)["contacts"]))
    native.patch(101, {"card_number": None, "campaigns": None,
                       "contacts": {first: {"telephone": "+44 20 7946 0000"}}})
    native.patch(102, {"card_number": CARD, "addresses": {
        "00000000-0000-4000-8000-00000000a001": {"type": "delivery", "street": "Quay 1"}}})
    native.patch(102, {"addresses": {"00000000-0000-4000-8000-00000000a001": None}})
    native.call("DELETE", "/customers/103")
    native.call("POST", "/principals", {"name": "robot", "home": 2, "roles": ["reseller"],
                                        "password": "correct horse 12"})
    native.call("PATCH", "/principals/robot", {"locked": True},
                headers={"Patchbay-Reason": "as a test"})
    native.call("POST", "/plans", {"name": "Gold", "settings": {"invoices_due": 30}})


def as_shown(field, value):
    """A value of `doc` as the native door shows it."""
    if field == "parent":
        return value or None
    if isinstance(value, dict) and "sealed" in value:
        return "****" + value["tail"]
    if field == "campaigns":
        return [int(row[0]) for row in value]
    if field == "custom_fields":
        return [{"key": row[0], "value": row[1]} for row in value]
    return value


def records(report, database, native):
    """`doc`, and history replayed, are what the API shows."""
    for number in (1, 2, 101, 102, 103, 123):
        kept = FORMATS["record_of"](database, number)
        shown = native.get(number)
        report.equal(f"record {number}", {key: as_shown(key, value) for key, value in kept.items()},
                     {key: shown.get(key) for key in kept})
        rest = {key: value for key, value in shown.items() if key not in kept}
        report.equal(f"record {number}: the rest is its keys, and flags that are not set",
                     [], [key for key, value in rest.items() if value is not False and
                          key not in ("id", "uuid", "version", "resolved")], rest)
        report.equal(f"record {number}: replayed", kept,
                     FORMATS["replay"](FORMATS["history_of"](database, number)))


def chains(report, database, key, native):
    """Every entry has the hash that the page makes, which is also the one that the API shows."""
    for customer in database.execute("SELECT id, uuid, last_hash FROM customers").fetchall():
        previous, wrong, hashes = customer["uuid"], [], []
        for entry in FORMATS["history_of"](database, customer["id"]):
            previous = FORMATS["entry_hash"](entry, previous, key)
            hashes.insert(0, previous.hex())
            if previous != entry["hash"]:
                wrong.append(entry["version"])
        report.equal(f"chain of {customer['id']}", ([], customer["last_hash"]), (wrong, previous))
        shown = native.call("GET", f"/customers/{customer['id']}/history").json()["items"]
        report.equal(f"chain of {customer['id']}: as shown", hashes,
                     [each["hash"] for each in shown])
    previous, kinds = {}, set()
    for entry in database.execute("SELECT * FROM thing_entries ORDER BY number").fetchall():
        name = (entry["kind"], entry["thing"])
        previous[name] = FORMATS["thing_entry_hash"](entry, previous.get(name, b""), key)
        kinds.add(entry["kind"])
        report.equal(f"entry {entry['number']} of {name}", entry["hash"], previous[name])
    report.case("entries of principals, plans and the store", {"principal", "plan", "store"} <= kinds,
                got=kinds)
    entry = dict(FORMATS["history_of"](database, 101)[1])
    good = FORMATS["entry_hash"](entry, b"x", key)
    for column, other in (("reason", "another"), ("version", 9), ("differences", "[]")):
        report.case(f"another {column} is another hash",
                    FORMATS["entry_hash"]({**entry, column: other}, b"x", key) != good)
    report.case("another key is another hash", FORMATS["entry_hash"](entry, b"x", bytes(32)) != good)


def rows(report, database, key):
    """Rows that let somebody in, and marks, carry the page's hash."""
    for table in ("principals", "things", "tokens", "marks"):
        held = database.execute("SELECT * FROM counters WHERE name LIKE 'mark/%'" if table == "marks"
                                else f"SELECT * FROM {table}").fetchall()
        report.case(f"{table}: there are rows", held)
        report.equal(f"{table}: every row has its hash", [row["mac"] for row in held],
                     [FORMATS["row_hash"](table, row, key) for row in held])


def seals(report, database, key, anchor, folder):
    """Seals follow on each other, the head names the newest, and an anchor is one of them, signed."""
    all_of_them = database.execute("SELECT * FROM seals ORDER BY number").fetchall()
    report.case("there are seals", len(all_of_them) > 1)
    report.equal("the first seal", all_of_them[0]["hash"],
                 FORMATS["blake2b"](FORMATS["members"]("first seal"), key))
    for before, seal in zip(all_of_them, all_of_them[1:]):
        report.equal(f"seal {seal['number']}", seal["hash"],
                     FORMATS["seal_hash"](database, before, seal, key))
    head = database.execute("SELECT * FROM heads WHERE name = 'newest'").fetchone()
    report.equal("the head", head["mac"], FORMATS["head_hash"](all_of_them[head["seal"]], key))
    named = all_of_them[anchor["seal"]]
    report.equal("an anchor is a seal",
                 [*(named[each] for each in FORMATS["NUMBERS"]), named["hash"]],
                 [*(anchor[each] for each in ("seal", "position", "entries", "thing_position",
                                              "thing_entries")), base64.b64decode(anchor["hash"])])
    # An Ed25519 key as openssl reads it: RFC 8410.
    files = {"key": bytes.fromhex("302a300506032b6570032100") + base64.b64decode(anchor["public_key"]),
             "signature": base64.b64decode(anchor["signature"]),
             "signed": FORMATS["signed_bytes"](anchor)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey",
                           folder / "key", "-rawin", "-in", folder / "signed", "-sigfile",
                           folder / "signature"], capture_output=True, text=True, check=False)
    report.equal("an anchor is signed as the page says", 0, done.returncode, done.stderr)


def opened(box, bound, key):
    """What a box holds, by libsodium; nothing where it does not open."""
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    plain, length = ctypes.create_string_buffer(len(box)), ctypes.c_ulonglong()
    code = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, ctypes.byref(length), None, box[24:], ctypes.c_ulonglong(len(box) - 24), bound,
        ctypes.c_ulonglong(len(bound)), box[:24], key)
    return plain.raw[:length.value] if code == 0 else None


def boxes(report, database, sealing, native):
    """Secrets, kept replies and positions open as the page says, and nowhere else."""
    if not ctypes.util.find_library("sodium"):
        report.skip("boxes", "libsodium is missing")
        return
    card = FORMATS["record_of"](database, 102)["card_number"]
    box = base64.b64decode(card["sealed"])
    report.equal("a secret", CARD.encode(), opened(box, f"{uuid_of(102)}/card_number".encode(), sealing))
    report.equal("its tail", CARD[-4:], card["tail"])
    report.equal("elsewhere it does not open", None,
                 opened(box, f"{uuid_of(101)}/card_number".encode(), sealing))
    kept = database.execute("SELECT * FROM answers").fetchone()
    bound = f"{kept['principal']}/".encode() + kept["name"]
    report.case("a kept reply", b'"Idempotent"' in (opened(kept["answer"], bound, sealing) or b""))
    item = native.call("GET", "/changes?limit=1").json()["items"][0]
    position = base64.urlsafe_b64decode(item["position"] + "=")
    entry = database.execute("SELECT * FROM entries WHERE customer = ? AND version = ?",
                             (item["customer"], item["version"])).fetchone()
    report.equal("a position", entry["id"].to_bytes(8, "little") + entry["hash"][:8],
                 opened(position, b"position in the feed", sealing))
    report.equal("its length", 75, len(item["position"]))


def terms(report, database, native):
    """The index holds what the API finds by, also where terms are written with escapes."""
    native.patch(123, {"external_id": "100% 'a' \"B\"", "name": "Élan 50% O'Brien"})
    name = "/name/elan 50% o'brien"
    report.equal("terms of a customer", {"elan", "50", name, "/external_id/100% 'a' \"b\""},
                 {"elan", "50", name, "/external_id/100% 'a' \"b\""} &
                 set(FORMATS["terms_of"](database, 123)))
    report.equal("customers with a term", [123], FORMATS["customers_with"](database, name))
    report.equal("customers with half a term", [], FORMATS["customers_with"](database, name[:-1]))
    report.equal("customers with a beginning", [123],
                 FORMATS["customers_beginning"](database, name[:-1]))
    word = native.get(101)["name"].split()[0].lower()
    shown = native.call("GET", f"/customers?q={word}%20&limit=1000").json()["items"]
    found = FORMATS["customers_beginning"](database, word)
    report.case("a word of several customers", {each["id"] for each in shown} <= set(found), got=found)


def erased(report, folder, key):
    """A value that is erased as the page says reads as erased, and leaves the hash as it was."""
    writing = FORMATS["sqlite3"].connect(folder / "patchbay.db")
    writing.row_factory = FORMATS["sqlite3"].Row
    entry = dict(FORMATS["history_of"](writing, 101)[1])
    differences = json.loads(entry["differences"])
    place = next(i for i, each in enumerate(differences) if each[0] == "notes")
    path, before, after, bond = differences[place]
    flags, commitment, _ = FORMATS["commitments"](before, after, bond)
    secret_after = FORMATS["blake2b"](base64.b64decode(bond) + b"after")[:12]
    bond = base64.b64encode(bytes([flags | 4]) + commitment + secret_after).decode()
    differences[place] = [path, None, after, bond]
    was = FORMATS["entry_hash"](entry, b"x", key)
    entry["differences"] = FORMATS["text_of"](differences)
    report.equal("erased: the hash stays", was, FORMATS["entry_hash"](entry, b"x", key))
    writing.execute("UPDATE entries SET differences = ? WHERE id = ?",
                    (entry["differences"], entry["id"]))
    writing.commit()
    writing.close()
    with harness.Server(place=str(folder), flags=()) as server:
        items = Native(server).call("GET", "/customers/101/history").json()["items"]
        shown = next(each for each in items if each["version"] == entry["version"])["changes"]
        change = next(each for each in shown if each["path"] == "notes")
        report.equal("erased: the API says so", (True, NOTES), (change.get("erased"), change["after"]))


def whole(report, database):
    """The page names every table and every column."""
    named = set(re.findall(r"`([\w./ ]+)`", PAGE))
    # Without the tables in which FTS5 keeps its index.
    for table in database.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND "
                                  "type <> 'shadow' AND name <> 'sqlite_schema'").fetchall():
        report.case(f"the page names the table {table['name']}", table["name"] in named)
        columns = [row["name"] for row in database.execute(f"PRAGMA table_info({table['name']})")]
        report.equal(f"the page names the columns of {table['name']}", [],
                     [each for each in columns if each not in named and each not in (
                         "value", "term", "seal")])


def store(report):
    """A store that a server wrote, read while it serves."""
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="patchbay-formats-"))
    folder = scratch / "data"
    try:
        with harness.Server(place=str(folder)) as server:
            native = Native(server)
            changes(native)
            native.call("PATCH", "/customers/123", {"name": "Idempotent"},
                        headers={"Idempotency-Key": "once-7"})
            tokens = native.call("POST", "/tokens", {"name": "root", "password": "password"}).json()
            listed = native.call("GET", "/customers?limit=3&order=name").json()
            database, sealing = FORMATS["open_store"](folder), FORMATS["sealing_key"](folder)
            key = FORMATS["key_for"](1, sealing)
            # Entries are sealed a moment after their commit.
            anchor = until(lambda: native.call("GET", "/anchor").json(), lambda it: it["entries"])
            report.equal("a token's hash", 1, database.execute(
                "SELECT count(*) FROM tokens WHERE hash = ?",
                (FORMATS["token_hash"](tokens["token"]),)).fetchone()[0])
            last = listed["items"][-1]
            report.equal("a cursor", FORMATS["cursor"]("name", last["id"], last["name"]), listed["next"])
            records(report, database, native)
            chains(report, database, key, native)
            rows(report, database, key)
            seals(report, database, key, anchor, scratch)
            boxes(report, database, sealing, native)
            terms(report, database, native)
            whole(report, database)
            database.close()
        erased(report, folder, key)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    count = harness.Report()
    count.guard("store", store, count)
    count.end()
