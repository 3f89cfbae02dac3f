#!/usr/bin/env python3
"""`patchbay export` and `patchbay import`: what leaves comes back byte for byte, in every store; rows
are refused where and because they should be; an import that is killed goes on; and it can be undone.
"""

import csv
import gzip
import io
import json
import os
import re
import signal
import subprocess
import time

from door_list import DIALECTS
from harness import CORPORA, PATCHBAY, ROOT, Native, Report, Server, database
from operator_near import in_scratch, patchbay

DONE, DIFFERS, ERROR, REFUSED = 0, 1, 2, 3
HEAD = "uuid,parent,name,external_id,status\n"


def uuid_of(number):
    return f"10000000-0000-4000-8000-{number:012d}"


def run(*arguments, data, **how):
    return patchbay(*arguments, "--data", data, **how)


def new_store(folder, name="data"):
    """A new, empty store in a folder."""
    made = patchbay("init", "--data", folder / name)
    assert made.returncode == 0, made
    return folder / name


def write(folder, text, name="in.csv"):
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def export(data, *arguments):
    """What an export to standard output writes."""
    said = subprocess.run([PATCHBAY, "export", "-", "--data", str(data), *map(str, arguments)],
                          capture_output=True, timeout=120, check=False)
    assert said.returncode == 0, said
    return said.stdout


def customers():
    """Rows with everything that is hard: parts, lists, decimals, ends of lines, formulas, and
    customers that stand below ones that come later in the tree."""
    values = json.loads((CORPORA / "own-formulas/values.json").read_text())["values"]
    rows = [{"uuid": uuid_of(1), "parent": None, "name": "Top", "credit": "12.50", "balance": "-0.000001",
             "currency": "EUR", "invoices_due": -2, "campaigns": [3, 1], "tickets": True,
             "custom_fields": [{"key": "=1+1", "value": "a;b\"c"}],
             "addresses": {uuid_of(902): {"type": "main", "street": "Long\nStreet", "city": "København",
                                          "primary": True},
                           uuid_of(901): {"type": "billing", "country": "DK"}},
             "contacts": {uuid_of(903): {"type": "owner", "role": "none", "first_name": "=Ada",
                                         "identities": [{"type": "passport", "number": "1"}], "primary": True}}}]
    for i, value in enumerate(values):
        if "\0" in value or "\ufffe" in value:
            continue
        rows.append({"uuid": uuid_of(10 + i), "parent": uuid_of(1) if i % 2 else None, "name": f"F {i}",
                     "notes": value, "description": "'" + value, "account": f"A-{i}"})
    rows.append({"uuid": uuid_of(100), "parent": uuid_of(1), "name": "Below", "external_id": "7"})
    return "".join(json.dumps(row) + "\n" for row in rows)


@in_scratch
def what_leaves_comes_back(report, folder):
    """Export, import into an empty store, export again: the same bytes, across stores and formats."""
    first = new_store(folder)
    said = run("import", write(folder, customers(), "made.jsonl"), "--apply", data=first)
    report.case("the customers are made", said.returncode == DONE, got=said)
    # One moves below a younger one, which stands after it in the file of ids.
    moved = write(folder, f"uuid,parent\n{uuid_of(11)},{uuid_of(100)}\n")
    said = run("import", moved, "--apply", data=first)
    report.case("one is moved", said.returncode == DONE, got=said)
    key = ("--key-file", first / "sealing.key")
    steps = (("out.jsonl.zst", database("import_export"), key), ("out.csv.gz", folder / "second", ()),
             ("out.csv", folder / "third", ()), ("out.jsonl", folder / "fourth", ()))
    before, its_key = first, ()
    for name, place, place_key in steps:
        made = patchbay("init", "--data", place, *(("--store.key_file", key[1]) if place_key else ()))
        report.case(f"an empty store for {name}", made.returncode == 0, got=made)
        said = run("export", folder / name, *its_key, data=before)
        report.case(f"export to {name}", said.returncode == DONE, got=said)
        said = run("import", folder / name, *place_key, "--apply", data=place)
        report.case(f"import of {name}", said.returncode == DONE and ", 0 refused" in said.stdout, got=said)
        for shape in ("csv", "jsonl"):
            old, new = export(before, "--format", shape, *its_key), export(place, "--format", shape, *place_key)
            report.case(f"the same bytes of {shape} after {name}", old == new and len(old) > 3000, expected=old, got=new)
        said = run("import", folder / name, *place_key, "--batch", "again", "--apply", data=place)
        report.case("another time nothing changes", "0 new, 0 changed" in said.stdout, got=said)
        before, its_key = place, place_key
    verified = run("verify", data=folder / "fourth")
    report.case("the store is whole", verified.returncode == 0, got=verified)


@in_scratch
def formulas(report, folder):
    """No cell of an export begins as a formula does, whatever the delimiter is."""
    data = new_store(folder)
    run("import", write(folder, customers(), "made.jsonl"), "--apply", data=data)
    text = export(data, "--fields", "name,notes,description").decode()
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            report.case("no formula", not re.match("[=+@\t\r\n\uff1d-]", cell), got=cell)
    got = [json.loads(line).get("notes") for line in export(data, "--format", "jsonl").splitlines()]
    for value in json.loads((CORPORA / "own-formulas/values.json").read_text())["values"]:
        if "\0" not in value:
            report.case("the value is kept", value in got, sent=value)
    secret = write(folder, f"uuid,bank_account_number\n{uuid_of(1)},DK5000400440116243\n")
    report.equal("a secret goes in", DONE, run("import", secret, "--apply", data=data).returncode)
    report.case("no secret leaves", b"0440116243" not in export(data) + export(data, "--format", "jsonl"))
    said = run("export", "-", "--fields", "name,card_number", data=data)
    report.case("nor by name", said.returncode == ERROR and "a secret and never leaves" in said.stderr, got=said)


# What is in the file, options, exit code, and what is said.
BROKEN = (
    ("empty", "", (), ERROR, "in.csv is empty"),
    ("no header", "x,y\n1,2\n", (), ERROR, 'the first row, line 1, has no name of a field: if it is no header, name the columns with --columns; its first cell: "x" is the name of no field: say --map COLUMN=FIELD, or --ignore COLUMN'),
    ("an unknown column", "uuid,nam\n", (), ERROR, 'the column "nam" is the name of no field; the nearest is name: say --map COLUMN=FIELD, or --ignore COLUMN'),
    ("a name of a door", "uuid,creditcard_name\n", (), ERROR, 'the column "creditcard_name" is a name of the door enswitch: say --names enswitch, or --map or --ignore this column'),
    ("a column twice", "uuid,name,name\n", (), ERROR, 'the column "name" stands twice'),
    ("two columns of one field", "uuid,name,title\n", ("--map", "title=name"), ERROR, 'the columns "name" and "title" are both name: say --ignore for one of them'),
    ("an option about nothing", "uuid,name\n", ("--ignore", "x"), ERROR, '--ignore names the column "x", which is not in the file'),
    ("a wrong field", "uuid,x\n", ("--map", "x=nam"), ERROR, "--map gives the column x to nam, which is no field"),
    ("no key", "name\nx\n", (), ERROR, "no column is the uuid or the id of a customer"),
    ("an unknown key", "name\n", ("--key", "notes"), ERROR, "--key is notes, and must be one of uuid, id, none"),
    ("a key without a column", "name\n", ("--key", "account"), ERROR, "--key is account, and no column is that"),
    ("an unknown door", "name\n", ("--names", "x"), ERROR, "--names is x, and must be one of"),
    ("an unknown encoding", "name\n", ("--encoding", "x"), ERROR, "the encoding x is not known"),
    ("a quotation mark in the header", 'uuid,"a"b\n', (), ERROR, "the header in line 1, byte 8: the cell goes on after its closing quotation mark"),
    ("a quotation mark inside", HEAD + ',,a"b,,\n', (), REFUSED, "line 2, byte 39, column name: has a quotation mark inside"),
    ("a quotation mark not closed", HEAD + ',,"ab,,\n,,ok,,\n', (), REFUSED, "line 2, byte 38, column name: begins with a quotation mark that is not closed"),
    ("too few cells", HEAD + ",,a\n", (), REFUSED, "line 2, byte 36: the row has 3 cells, and there are 5 columns"),
    ("wrong bytes", HEAD.encode() + b",,\xff,,\n", ("--encoding", "UTF-8"), REFUSED, "line 2, byte 38, column name: holds bytes that are not UTF-8: name the encoding with --encoding"),
    ("wrong bytes in UTF-8", HEAD.encode() + ",,Ærø,,\n".encode() + b",,\xff,,\n", (), REFUSED, "line 3, byte 48, column name: holds bytes that are not UTF-8: name the encoding with --encoding"),
    ("a wrong value", HEAD + ",,a,,sleepy\n", (), REFUSED, "line 2, byte 41, column status: must be one of active, suspended, off"),
    ("a wrong uuid", HEAD + "7,,a,,\n", (), REFUSED, "line 2, byte 36, column uuid: must be a uuid"),
    ("an unknown customer above", HEAD + ",77,a,,\n", (), REFUSED, "line 2, byte 37, column parent: must be the id, the uuid or the key of a customer"),
    ("a key twice", HEAD + 2 * f"{uuid_of(1)},,a,,\n", (), REFUSED, "line 3, byte 78, column uuid: stands in an earlier row too"),
    ("a uuid twice", HEAD + "abcdef00-0000-4000-8000-000000000001,,a,1,\nABCDEF00-0000-4000-8000-000000000001,,b,2,\n",
     ("--key", "external_id"), REFUSED, "line 3, byte 79, column uuid: stands in an earlier row too"),
    ("no name", HEAD + ",,,,\n", (), REFUSED, "line 2, byte 38, column name: is required"),
    ("a line that is not JSON", '{"uuid":""\n', (), ERROR, "line 1, byte 10: the line is not JSON"),
    ("a later line that is not JSON", '{"name":"x","uuid":""}\n{"name"}\n', (), REFUSED, "line 2, byte 30: the line is not JSON"),
    ("an unknown member", '{"name":"x","uuid":""}\n{"nam":"x"}\n', (), REFUSED, 'line 2, byte 23: the member "nam" is the name of no field; the nearest is name'),
    ("a line that is no object", '{"name":"x","uuid":""}\n[1]\n', (), REFUSED, "line 2, byte 23: the line must be an object, not an array"),
    ("gzip that ends early", gzip.compress(HEAD.encode() * 9)[:-9], (), ERROR, "ends too early: it is not whole gzip"),
)


@in_scratch
def broken_files(report, folder):
    """Each is refused with what is wrong and where, and writes nothing."""
    data = new_store(folder)
    for name, text, options, code, what in BROKEN:
        said = run("import", write(folder, text), *options, "--apply", data=data)
        report.case(f"{name}: what is said", what in said.stdout + said.stderr, expected=what, got=said)
        report.equal(f"{name}: the exit code", code, said.returncode)
    said = run("import", write(folder, "uuid" + ",name" * 9_999 + "\n"), data=data)
    report.case("a header of equal names", said.returncode == ERROR and said.stderr.count("stands twice") == 20, got=said.stderr[:400])
    report.equal("nothing was written", 1, export(data).count(b"\n"))


@in_scratch
def what_is_found_out(report, folder):
    """Delimiter, encoding, packing and header are found out and shown."""
    data = new_store(folder)
    text = "uuid;name;notes\n;Ærø;a,b\n"
    for name, content, options, shown in (
            ("semicolons", text, (), "CSV with semicolons, header in line 1, UTF-8"),
            ("tabs", text.replace(";", "\t"), (), "CSV with tabs"),
            ("bars", text.replace(";", "|"), (), "CSV with vertical bars"),
            ("a mark", "\ufeff" + text, (), "UTF-8"),
            ("UTF-16", text.encode("utf-16"), (), "UTF-16LE"),
            ("UTF-16 big", b"\xfe\xff" + text.encode("utf-16-be"), (), "UTF-16BE"),
            ("Latin-1", text.encode("latin-1"), ("--encoding", "latin-1"), "ISO-8859-1"),
            ("windows-1252", text.encode("cp1252"), (), "windows-1252 (found out: it is not UTF-8; name another with --encoding)"),
            ("windows-1252, packed", gzip.compress(text.encode("cp1252")), (), "name another with --encoding), gzip"),
            ("CR LF", text.replace("\n", "\r\n"), (), "header in line 1"),
            ("gzip", gzip.compress(text.encode()), (), "UTF-8, gzip"),
            ("spaces and capitals", text.replace("name", " Name "), (), " Name  -> name"),
            ("no header", text.split("\n", 1)[1], ("--columns", "uuid,name,notes", "--delimiter", ";"), "no header")):
        said = run("import", write(folder, content), *options, data=data)
        report.case(f"{name}: shown", shown in said.stdout, expected=shown, got=said)
        report.case(f"{name}: read", said.returncode == DIFFERS and 'name -> "Ærø"' in said.stdout, got=said)
        report.case(f"{name}: only a plan", "Nothing was written" in said.stdout)
    said = run("import", "-", data=data, input=text)
    report.case("standard input", said.returncode == DIFFERS and "standard input: CSV" in said.stdout, got=said)
    report.equal("nothing was written", 1, export(data).count(b"\n"))


def names_of(door):
    """The names in a door's table that stand for one value."""
    text = (ROOT / f"src/doors/{door}/fields.cc").read_text()
    row = r'^    value\("(\w+)", +at\(' if '    value("' in text else r'^    \{"(\w+)", +at\('
    return list(dict.fromkeys(re.findall(row, text, re.MULTILINE)))


@in_scratch
def names_of_doors(report, folder):
    """Columns have the names that a door gives them, and values its words."""
    data = new_store(folder)
    for door in DIALECTS:
        unknown = names_of(door)
        report.case(f"{door} has names", len(unknown) > 1, got=unknown)
        for prefix in ("", "contact.", "address.", "invoiceConfiguration."):
            # One import names no more unknown columns than this.
            parts = [unknown[at:at + 20] for at in range(0, len(unknown), 20)]
            said = [run("import", write(folder, ",".join(prefix + name for name in part) + "\n"), "--names", door, "--key", "none", data=data)
                    for part in parts]
            unknown = [name for each in said for name in re.findall(rf'"{prefix}(\w+)" is the name of no field', each.stderr)]
            if not unknown:
                break
        report.equal(f"{door}: every name is known", [], unknown)
    rows = "id,name,address1,creditcard_name,bill_type\n,New,Main 7,Ada,prepaid\n"
    said = run("import", write(folder, rows), "--names", "enswitch", "--apply", data=data)
    report.case("a row of enswitch", said.returncode == DONE, got=said)
    got = json.loads(export(data, "--format", "jsonl", "--fields", "name,card_name,addresses/main/street"))
    report.equal("is the record's", {"name": "New", "card_name": "Ada", "addresses/main/street": "Main 7"}, got)
    rows = "name,type,contact.firstName,invoiceConfiguration.vat\nF,BUSINESS,Eve,5\n"
    said = run("import", write(folder, rows), "--names", "flolive", "--key", "none", "--apply", data=data)
    report.case("a row of flolive", said.returncode in (DONE, REFUSED), got=said)


@in_scratch
def columns_and_values(report, folder):
    """--map, --ignore, --value, --key, --below and slots of parts do as they say."""
    data = new_store(folder)
    text = "Nr,Firma,State,By,x\nA-1,One,ja,Aarhus,1\nA-2,Two,nej,,2\n"
    options = ("--map", "Nr=account", "--map", "Firma=name", "--map", "State=status", "--map", "By=addresses/main/city",
               "--ignore", "x", "--value", "State:ja=active", "--value", "State:nej=off", "--key", "account")
    said = run("import", write(folder, text), *options, "--apply", data=data)
    report.case("two are new", said.returncode == DONE and "2 new" in said.stdout, got=said)
    fields = ("--fields", "account,name,status,addresses/main/city")
    report.equal("as they are mapped", b"account,name,status,addresses/main/city\nA-1,One,active,Aarhus\nA-2,Two,off,\n", export(data, *fields))
    said = run("import", write(folder, text.replace("Two", "Three")), *options, data=data)
    report.case("the plan shows what changes", said.returncode == DIFFERS and "0 new, 1 changed, 1 unchanged" in said.stdout
                and 'name "Two" -> "Three"' in said.stdout, got=said)
    said = run("import", write(folder, text.replace("Two", "Three")), *options, "--apply", data=data)
    report.case("by the key", "0 new, 1 changed, 1 unchanged, 0 refused" in said.stdout, got=said)
    below = write(folder, "account,parent,name\nB-1,A-2,Child\nB-2,B-1,Grandchild\n")
    said = run("import", below, "--key", "account", "--apply", data=data)
    report.case("parents by the key, also of this file", "2 new" in said.stdout and "0 refused" in said.stdout, got=said)
    said = run("export", "-", "--below", "77", data=data)
    report.case("an unknown subtree", said.returncode == ERROR and "--below is 77, which is no customer" in said.stderr, got=said)
    report.equal("the subtree", b"account\nB-1\nB-2\n", export(data, "--below", "3", "--fields", "account"))


@in_scratch
def rejected_rows(report, folder):
    """Refused rows go to a file that is corrected and imported."""
    data = new_store(folder)
    text = HEAD + f"{uuid_of(1)},,One,,active\n{uuid_of(2)},,=Two,,sleepy\nx\n{uuid_of(3)},,Three,,off\n"
    said = run("import", write(folder, text), "--apply", data=data)
    report.case("without a file for them nothing is written", said.returncode == REFUSED and "--rejected" in said.stdout
                and export(data).count(b"\n") == 1, got=said)
    out = folder / "rejected.csv"
    said = run("import", write(folder, text), "--apply", "--rejected", out, data=data)
    report.case("the others are written", said.returncode == REFUSED and "2 new" in said.stdout, got=said)
    rows = out.read_text()
    report.case("the file says why", rows.startswith("#line,#fault,uuid,parent,") and "must be one of active" in rows, got=rows)
    fixed = rows.replace("sleepy", "active").splitlines()
    out.write_text("\n".join(line for line in fixed if not line.endswith(",x")) + "\n")
    said = run("import", out, "--apply", data=data)
    report.case("corrected, it is imported", said.returncode == DONE and "1 new" in said.stdout, got=said)
    report.equal("all are there", 4, export(data).count(b"\n"))


@in_scratch
def memory_is_bounded(report, folder):
    """An import takes less than 200 MB, however long the file is; and rows of several bulks find the
    customers that earlier rows made, by their keys."""
    data = new_store(folder)
    fields = ("account", "bill_ref", "callerid", "tax_number", "notes", "description", "website", "invoice_text")
    count = 30_000
    rows = (f"{uuid_of(i)},e{i},{f'e{i - 1}' if i % 4000 == 3999 else ''},Row {i},{','.join(f'{each[0]}{i}' for each in fields)}"
            for i in range(count))
    file = write(folder, f"uuid,external_id,parent,name,{','.join(fields)}\n" + "\n".join(rows) + "\n")
    with subprocess.Popen([PATCHBAY, "import", str(file), "--key", "external_id", "--apply", "--data", str(data)],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    report.equal("it is done", DONE, process.returncode)
    report.case("in less than 200 MB", used.ru_maxrss * 1024 < 200_000_000, got=used.ru_maxrss * 1024)
    listed = export(data, "--fields", "uuid,parent").decode().splitlines()[1:]
    report.equal("all are there, each below the one that its row names",
                 [f"{uuid_of(i)},{uuid_of(i - 1) if i % 4000 == 3999 else ''}" for i in range(count)], listed)


@in_scratch
def killed_and_continued(report, folder):
    """After a kill the same command goes on, and each row is done once."""
    data = new_store(folder)
    count = 20_000
    file = write(folder, "uuid,name\n" + "".join(f"{uuid_of(i)},Name {i}\n" for i in range(count)))
    command = [PATCHBAY, "import", str(file), "--apply", "--rejected", str(folder / "r.csv"), "--data", str(data)]
    kills = 0
    for wait in (0.6, 0.9, 1.3):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=wait)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
    report.case("it was killed", kills > 0)
    said = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    report.case("it goes on", said.returncode == DONE and "0 refused" in said.stdout, got=said)
    rows = export(data, "--fields", "uuid,version,name").decode().splitlines()[1:]
    report.equal("each row once", [f"{uuid_of(i)},1,Name {i}" for i in range(count)], rows)
    verified = run("verify", data=data)
    report.case("the store is whole", verified.returncode == 0, got=verified)
    said = run("import", file, "--undo", "--apply", data=data)
    report.case("all are undone", said.returncode == DONE and f"{count} customers were undone" in said.stdout, got=said)
    report.equal("none is left", 1, export(data).count(b"\n"))


@in_scratch
def undone(report, folder):
    """An import is undone as a whole, except what was changed since."""
    data = new_store(folder)
    run("import", write(folder, HEAD + f"{uuid_of(1)},,One,,active\n{uuid_of(2)},,Two,,active\n", "a.csv"), "--apply", data=data)
    second = write(folder, HEAD + f"{uuid_of(1)},,Eins,,active\n{uuid_of(2)},,Zwei,,active\n{uuid_of(3)},,Drei,,active\n"
                   f"{uuid_of(4)},{uuid_of(3)},Vier,,active\n", "b.csv")
    report.equal("an import", DONE, run("import", second, "--apply", data=data).returncode)
    run("import", write(folder, f"uuid,name\n{uuid_of(2)},Later\n", "c.csv"), "--apply", data=data)
    said = run("import", second, "--undo", data=data)
    report.case("a plan of it", "2 customers would be undone" in said.stdout, got=said)
    said = run("import", second, "--undo", "--apply", data=data)
    report.case("it lists what was changed since", said.returncode == REFUSED and "3 customers were undone" in said.stdout
                and "was changed again by patchbay import (version 3)" in said.stdout, got=said)
    report.equal("the others are as they were", b"name\nOne\nLater\n", export(data, "--fields", "name"))
    said = run("import", second, "--undo", "--apply", data=data)
    report.case("once more, what is undone needs no change", said.returncode == REFUSED
                and "0 customers were undone, 3 need no change, 1 left" in said.stdout, got=said)
    said = run("import", folder / "c.csv", "--undo", "--apply", data=data)
    report.case("a later import", said.returncode == DONE and "1 customer was undone" in said.stdout, got=said)
    for count in ("1 customer was undone, 3 need no change", "0 customers were undone, 4 need no change"):
        said = run("import", second, "--undo", "--apply", data=data)
        report.case("and then the rest of the one before it", said.returncode == DONE and count in said.stdout, got=said)
    report.equal("all are as they were", b"name\nOne\nTwo\n", export(data, "--fields", "name"))
    said = run("import", write(folder, HEAD, "d.csv"), "--undo", data=data)
    report.case("an import that never was", said.returncode == ERROR and "changed nothing here" in said.stderr, got=said)


@in_scratch
def beside_a_server(report, folder):
    """Export and plan read a store that is served; the batch of an import is undone by the API; and
    an export shows an earlier time."""
    with Server(place=str(folder / "data")) as server:
        root = Native(server)
        before = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 1))
        while time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()) <= before:
            time.sleep(0.05)
        said = run("export", folder / "out.csv", data=folder / "data")
        report.case("an export", said.returncode == DONE, got=said)
        said = run("import", folder / "out.csv", data=folder / "data")
        report.case("nothing differs", said.returncode == DONE and "0 new, 0 changed" in said.stdout, got=said)
        said = run("import", folder / "out.csv", "--apply", data=folder / "data")
        report.case("no writing beside it", said.returncode == ERROR and "in use" in said.stderr, got=said)
    rows = (folder / "out.csv").read_text().splitlines()
    plan = write(folder, "\n".join([rows[0], *rows[1:4]]).replace("Volvo", "Saab") + "\n")
    said = run("import", plan, "--apply", data=folder / "data")
    batch = re.search(r"batch (\S+)", said.stdout)
    changed = re.search(r"(\d+) changed", said.stdout)
    report.case("an import", said.returncode == DONE and batch, got=said)
    then = export(folder / "data", "--at", before)
    report.case("as of a time", then == (folder / "out.csv").read_bytes(), expected=(folder / "out.csv").read_bytes()[:200], got=then[:200])
    with Server(place=str(folder / "data")) as server:
        root = Native(server)
        reply = root.call("POST", "/undo", {"batch": batch[1]})
        report.case("the API undoes the batch", reply.status == 200 or changed[1] == "0", got=reply)
    report.case("as it was", export(folder / "data") == (folder / "out.csv").read_bytes())
    many = write(folder, "name\n" + "".join(f"Name {i}\n" for i in range(5_000)), "many.csv")
    said = run("import", many, "--key", "none", data=folder / "data")
    report.case("a plan of many bulks", said.returncode == DIFFERS and "5000 rows: 5000 new" in said.stdout, got=said)


if __name__ == "__main__":
    told = Report()
    for test in (what_leaves_comes_back, formulas, broken_files, what_is_found_out, names_of_doors,
                 columns_and_values, rejected_rows, memory_is_bounded, killed_and_continued, undone, beside_a_server):
        told.guard(test.__name__, test, told)
    told.end()
