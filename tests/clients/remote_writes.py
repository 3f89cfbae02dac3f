#!/usr/bin/env python3
"""Commands that write to a server: what they change, that a dry run writes nothing, that a repeated
write is done once, and how they end."""

import json
import re

from door_list import DIALECTS
from harness import Native, Report, Server
from remote import AWAY, Between, Shell


def setting(report, server):
    """set changes fields by their canonical names, also in addresses and contacts."""
    native = Native(server, "username")
    made = native.make("Set me")["id"]
    with Shell(server.url) as shell:
        code, out, errors = shell("set", str(made), "notes=hello = you", "addresses/main/city=London",
                                  "addresses/main/country=GB", "contacts/primary/email=a@b.example",
                                  "--reason", "because")
        record = native.get(made)
        report.case("set", code == 0 and "version 2" in out, got=out + errors)
        report.equal("text with an equals sign", "hello = you", record.get("notes"))
        address = list(record["addresses"].values())
        report.case("one address is made", len(address) == 1 and address[0]["city"] == "London"
                    and address[0]["country"] == "GB" and address[0]["type"] == "main", got=record)
        report.equal("a contact", ["a@b.example"], [each.get("email") for each in record["contacts"].values()])
        report.equal("the reason is kept", "because",
                     native.call("GET", f"/customers/{made}/history?limit=1").json()["items"][0]["reason"])
        shell("set", str(made), "addresses/main/city=Leeds")
        report.equal("the address is changed, not another made", ["Leeds"],
                     [each["city"] for each in native.get(made)["addresses"].values()])
        code, out, _ = shell("set", str(made), "addresses/main/city=Leeds")
        report.case("what is the same stays", code == 0 and out.startswith("the same"), got=out)
        shell("set", str(made), "notes=")
        report.case("no value clears", "notes" not in native.get(made))
        code, out, errors = shell("set", str(made), "--secret", "card_number", typed="4111111111111111\n",
                                  PATCHBAY_PASSWORD="another")
        report.case("a secret comes from standard input", code == 0 and native.get(made)["card_number"] == "****1111"
                    and "4111" not in out + errors, got=out + errors)
        code, out, errors = shell("as", "enswitch", str(made), "--secret", "card_number", typed="5555555555554444\n")
        report.case("also through a door, and is not shown", code == 0 and native.get(made)["card_number"] == "****4444"
                    and "555555" not in out + errors, got=out + errors)
        shell("set", str(made), "card_number=")
        report.case("which is cleared without one", "card_number" not in native.get(made))
        shell("set", str(made), 'custom_fields:=[{"key":"tier","value":"gold"}]')
        report.equal("JSON", [{"key": "tier", "value": "gold"}], native.get(made)["custom_fields"])
        code, _, errors = shell("set", str(made), "website_url=www.a.example", "--names", "everlytic")
        report.case("names of a door", code == 0 and native.get(made)["website"] == "www.a.example", got=errors)
        for name, words, said in (
                ("nothing", (), "NAME=VALUE"),
                ("a secret on the command line", ("card_number=4111111111111111",), "--secret card_number"),
                ("what is no secret as one", ("--secret", "notes"), "notes=VALUE"),
                ("a secret without a value", ("--secret", "card_number"), "no value"),
                ("an unknown name", ("notse=x",), "nearest is notes"),
                ("no value", ("notes",), "NAME=VALUE"),
                ("the same field twice", ("notes=a", "notes=b"), "the same field"),
                ("what cannot be set", ("uuid=x",), "cannot be set"),
                ("JSON that is none", ("custom_fields:=[",), "must be JSON"),
                ("an unknown door", ("notes=a", "--names", "nowhere"), "must be one of"),
                ("a value that the server refuses", ("status=sleeping",), "status")):
            code, _, errors = shell("set", str(made), *words)
            report.case(name, code == 2 and said in errors, words, said, errors)


def exit_codes(report, server):
    """0 done or the same, 1 differs, 2 a wrong command line or a failure, 3 a condition, 4 not allowed."""
    native = Native(server, "username")
    made = native.make("Codes")["id"]
    with Shell(server.url) as shell, Shell(server.url, "reader") as reader:
        report.equal("done", 0, shell("set", str(made), "notes=a")[0])
        report.equal("the same", 0, shell("set", str(made), "notes=a")[0])
        report.equal("would differ", 1, shell("set", str(made), "notes=b", "--dry-run")[0])
        report.equal("would be the same", 0, shell("set", str(made), "notes=a", "--dry-run")[0])
        report.equal("a failure", 2, shell("set", str(made), "status=x")[0])
        report.equal("another version", 3, shell("set", str(made), "notes=c", "--if-version", "1")[0])
        report.equal("this version", 0, shell("set", str(made), "notes=c", "--if-version", "2")[0])
        code, _, errors = reader("set", "101", "notes=a")
        report.case("not allowed", code == 4 and errors.startswith("patchbay: "), got=(code, errors))
        with Shell(server.url, credential="wrong") as stranger:
            report.equal("wrong credentials", 4, stranger("get", "101")[0])
    with Shell(AWAY) as nowhere:
        code, _, errors = nowhere("get", "101")
        report.case("no server", code == 2 and "refused" in errors, got=errors)


def undoing(report, server):
    """undo takes back the newest change, a version, a path, a request or a batch."""
    native = Native(server, "username")
    made = native.make("Undo")["id"]
    with Shell(server.url) as shell:
        shell("set", str(made), "notes=one", "tax_number=GB1")
        shell("set", str(made), "notes=two")
        report.equal("undo", 0, shell("undo", str(made))[0])
        report.equal("the newest change is taken back", "one", native.get(made)["notes"])
        code, _, errors = shell("undo", str(made), "3")
        report.case("what was changed since is refused", code in (0, 3), got=errors)
        report.equal("a path of a version", 0, shell("undo", str(made), "2", "--path", "tax_number")[0])
        report.case("only that path", "tax_number" not in native.get(made) and native.get(made)["notes"] == "one",
                    got=native.get(made))
        shell("set", str(made), "notes=again")
        code, _, errors = shell("undo", str(made), "2")
        report.case("a later change stands in the way", code == 3 and "notes" in errors, got=errors)
        report.equal("unless it is forced", 0, shell("undo", str(made), "2", "--force")[0])
        shell("set", str(made), "notes=by request")
        request = shell("history", str(made), "--jq", ".items[0].request")[1].strip()
        code, out, errors = shell("undo", "--request", request, "--json")
        report.case("undo of a request", code == 0 and json.loads(out.splitlines()[-1])["summary"]["changed"] == 1,
                    got=out + errors)
        code, _, errors = shell("undo")
        report.case("undo of nothing", code == 2 and "--request" in errors, got=errors)


# A field that a client of the door can change.
FIELDS = {door: "notes" if door == "m2mportal" else "name" for door in DIALECTS}


def speaking(report, server):
    """as sends what a vendor's client would send, and shows the vendor's answer byte for byte."""
    native = Native(server, "username")
    made = native.make("As one")["id"]
    with Between(server.url) as between, Shell(between.url) as shell:
        for door in DIALECTS:
            field = FIELDS[door]
            code, out, errors = shell("as", door, str(made), f"{field}=As {door}")
            report.case(f"{door} changes", code == 0 and native.get(made)[field] == f"As {door}", got=out + errors)
            method, path, headers, body = between.passed[-1]
            sent = json.loads(shell("as", door, str(made), f"{field}=As {door}", "--json")[1])
            report.equal(f"{door}: the method that was shown was sent", method, sent["request"]["method"])
            plain = sent["request"]["target"] + sent["request"]["body"]
            report.case(f"{door}: no secret is shown", "=username" not in plain and ">username<" not in plain, got=plain)
            report.case(f"{door}: nor printed", ">password<" not in out and "=password" not in out, got=out)
            entry = native.call("GET", f"/customers/{made}/history?limit=1").json()["items"][0]
            report.equal(f"{door}: history names the door", door, entry["door"])
            shown = json.dumps(sent["request"]["target"] + sent["request"]["body"])
            report.case(f"{door}: what was changed is shown and sent", "As " in shown.replace("%20", " ").replace("+", " ")
                        and "Idempotency-Key" in headers and (path, body) != ("", b""), got=shown)
            code, _, errors = shell("as", door, str(made), f"{field}=" + "x" * 70000)
            report.case(f"{door}: a refusal in its words", code in (2, 3) and errors, got=errors)
        code, out, errors = shell("as", "everlytic", str(made))
        report.case("reading", code == 0 and out.startswith("> GET /api/2.0/customers/") and "\n< 200\n" in out,
                    got=out + errors)
        code, _, errors = shell("as", "everlytic", str(made), "credit=5")
        report.case("what would be lost is not sent", code == 2 and "--lossy" in errors or "cannot express" in errors,
                    got=errors)
        code, _, errors = shell("as", "flolife", str(made))
        report.case("an unknown dialect", code == 2 and "flolive" in errors, got=errors)


def dry_runs(report, server):
    """A dry run sends nothing but reads and rehearsals, and leaves no trace."""
    native = Native(server, "username")
    made = native.make("Dry")["id"]
    native.patch(made, {"notes": "wet"})
    mark = native.mark(made)
    position = native.call("GET", "/changes?after=now").json()["next"]
    request = native.call("GET", f"/customers/{made}/history?limit=1").json()["items"][0]["request"]
    with Between(server.url) as between, Shell(between.url) as shell:
        for words in (("set", str(made), "notes=x"), ("undo", str(made)), ("undo", "--request", request),
                      *(("as", door, str(made), f"{FIELDS[door]}=Other") for door in DIALECTS)):
            code, out, errors = shell(*words, "--dry-run")
            report.case(f"{words[:2]} answers", code in (0, 1) and out, got=out + errors)
        sign_ins = [each for each in between.writes() if "token" in each[1].lower() or b"assword" in each[3]
                    or "login" in each[1].lower()]
        rest = [each for each in between.writes() if each not in sign_ins]
        report.equal("nothing passed that writes", [], [each[:2] for each in rest])
        report.case("rehearsals passed", sum("dry_run=true" in each[1] for each in between.passed) == 3
                    and sum(each[2].get("Patchbay-Rehearse") == "true" for each in between.passed) == len(DIALECTS),
                    got=[each[:2] for each in between.passed])
    report.equal("nothing was written", mark, native.mark(made))
    report.equal("the feed has nothing", [], native.call("GET", f"/changes?after={position}").json()["items"])


def repeats(report, server):
    """A write whose reply was lost is repeated under its key, and done once."""
    native = Native(server, "username")
    made = native.make("Again")["id"]
    with Between(server.url) as between, Shell(between.url) as shell:
        between.loses = 1
        code, out, errors = shell("set", str(made), "notes=once")
        keys = [each[2].get("Idempotency-Key") for each in between.writes()]
        report.case("it was sent twice under one key", code == 0 and len(keys) == 2 and len(set(keys)) == 1,
                    got=(out, errors, keys))
        report.equal("and done once", 2, native.get(made)["version"])
        between.loses = 3
        code, _, errors = shell("set", str(made), "notes=twice")
        key = re.search(r"--idempotency-key (\S+)", errors)
        report.case("what is not known is said", code == 2 and key and "not known" in errors, got=errors)
        code, _, errors = shell("set", str(made), "notes=twice", "--idempotency-key", key[1] if key else "")
        report.case("and can be asked for again", code == 0 and native.get(made)["version"] == 3, got=errors)


def main():
    """All of it, against one demo."""
    report = Report()
    with Server() as server:
        for part in (setting, exit_codes, undoing, speaking, dry_runs, repeats):
            report.guard(part.__name__, part, report, server)
    report.end()


if __name__ == "__main__":
    main()
