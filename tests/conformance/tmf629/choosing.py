"""Choosing among customers and elements: filters of lists, and JSON Patch Query."""

import json

import members

# How v3 answers a change.
CHANGED = {"v3": 201, "v4": 200, "v5": 200}


def filters(report, here, _):
    """What a list is filtered by. The same conditions, judged here over all documents, choose the same."""
    release = here.release
    for place, (status, mail, score, begins) in enumerate((
            ("active", "a@one.example", 5, "2026-01-01T00:00:00Z"), ("suspended", "b@two.example", 50, "2026-06-01T00:00:00Z"),
            ("Approved", "c@one.example", 500, "2026-06-01T02:00:00+02:00"), ("off", "d+x@one.example", 7, "2027-01-01T00:00:00Z"))):
        here.make(status=status, statusReason=f"reason {place}", validFor={"startDateTime": begins},
                  contactMedium=[members.medium(release, "email", "EmailContactMedium", True, emailAddress=mail),
                                 members.medium(release, "phone", "PhoneContactMedium", None, phoneNumber=f"555 {place}")],
                  account=[members.reference(release, "AccountRef", id=f"{each}-{place}", name="n", href="x") for each in "ab"],
                  creditProfile=[members.reference(release, "CreditProfile", creditProfileDate=begins, validFor={},
                                                   creditScore=score)])
    here.make(statusReason="reason 1,2;3")
    whole = json.loads(here.call("GET", "?limit=1000").text)
    inner = "characteristic." if release != "v5" else ""
    mail = f"contactMedium.{inner}emailAddress"

    def mails(each):
        return [m["characteristic"].get("emailAddress") if release != "v5" else m.get("emailAddress")
                for m in each.get("contactMedium", [])]

    def score(each):
        return [p["creditScore"] for p in each.get("creditProfile", []) if "creditScore" in p]

    def starts(each):
        return each.get("validFor", {}).get("startDateTime", "")

    reason = [each for each in whole if str(each.get("statusReason", "")).startswith("reason ")]
    cases = [
        ("status=active", lambda c: c["status"] == "active"), ("status.eq=Approved", lambda c: c["status"] == "Approved"),
        ("status=active,off", lambda c: c["status"] in ("active", "off")),
        ("status=active;status=off", lambda c: c["status"] in ("active", "off")),
        ("status=active;off", lambda c: c["status"] in ("active", "off")),
        ("status=active&status=off", lambda c: c["status"] in ("active", "off")),
        ("status=active;statusReason=reason+2", lambda c: c["status"] == "active" or c.get("statusReason") == "reason 2"),
        ("status=active&statusReason=reason%200", lambda c: c["status"] == "active" and c.get("statusReason") == "reason 0"),
        ("statusReason=reason%201%2C2%3B3", lambda c: c.get("statusReason") == "reason 1,2;3"),
        ("statusReason=reason%201,reason%202", lambda c: c.get("statusReason") in ("reason 1", "reason 2")),
        ("account.id=b-1", lambda c: "b-1" in [a.get("id") for a in c.get("account", [])]),
        ("id=101.0", lambda c: c["id"] == "101"),
        ("status.ne=active", lambda c: c["status"] != "active"), ("status=nothing", lambda c: False),
        (f"{mail}=b%40two.example", lambda c: "b@two.example" in mails(c)),
        (f"{mail}=d%2Bx@one.example", lambda c: "d+x@one.example" in mails(c)),
        (f"{mail}.regex=.*@one[.]example", lambda c: any(m and m.endswith("@one.example") for m in mails(c))),
        (f"{mail}=B@TWO.example", lambda c: False),
        ("creditProfile.creditScore.gt=7", lambda c: any(s > 7 for s in score(c))),
        ("creditProfile.creditScore.gte=7", lambda c: any(s >= 7 for s in score(c))),
        ("creditProfile.creditScore.lt=50", lambda c: any(s < 50 for s in score(c))),
        ("creditProfile.creditScore.lte=50", lambda c: any(s <= 50 for s in score(c))),
        ("creditProfile.creditScore=5.0", lambda c: 5 in score(c)),
        ("creditProfile.creditScore.gt=5&creditProfile.creditScore.lt=60", lambda c: any(s > 5 for s in score(c)) and any(s < 60 for s in score(c))),
        ("validFor.startDateTime=2026-06-01T00:00:00Z", lambda c: starts(c).startswith("2026-06-01")),
        ("validFor.startDateTime.gt=2026-06-01T00:00:00Z", lambda c: starts(c).startswith("2027")),
        ("characteristic.name=currency", lambda c: True),
        ("id=101", lambda c: c["id"] == "101"), ("id=x", lambda c: False), ("name=Volvo+Trial", lambda c: c["name"] == "Volvo Trial"),
        ("name=volvo+trial", lambda c: False), ("name.regex=V.*", lambda c: c["name"].startswith("V")),
        ("engagedParty.%40referredType=Organization", lambda c: c["engagedParty"].get("@referredType") == "Organization"),
        ("statusReason.regex=reason+%5B01%5D", lambda c: c.get("statusReason") in ("reason 0", "reason 1")),
    ]
    report.equal(f"{release}: there is something to filter", 5, len(reason))
    for query, due in cases:
        reply = here.call("GET", f"?limit=1000&{query}")
        want = [each["id"] for each in whole if due(each)]
        report.equal(f"{release} {query}", (want, str(len(want))),
                     ([each["id"] for each in json.loads(reply.text)], reply.headers.get("x-total-count")))
    page = here.call("GET", "?limit=1&offset=1&fields=none&status=active,off")
    want = [each["id"] for each in whole if each["status"] in ("active", "off")]
    report.equal(f"{release}: a page of what is filtered", (206, want[1:2], str(len(want))),
                 (page.status, [each["id"] for each in json.loads(page.text)], page.headers["x-total-count"]))


def query_patches(report, here, _):
    """JSON Patch Query: paths through arrays, with conditions."""
    release = here.release
    media = "application/json-patch-query+json"
    inner = "characteristic/" if release != "v5" else ""
    dotted = "characteristic." if release != "v5" else ""
    kind = {"v3": "characteristic.type", "v4": "characteristic.contactType", "v5": "contactType"}[release]

    def mail(text, use):
        return members.medium(release, "email", "EmailContactMedium", None, emailAddress=text, contactType=use)

    made = here.make(contactMedium=[mail("a@x.example", "work"), mail("b@x.example", "home"), mail("c@x.example", "work")],
                     agreement=[members.reference(release, "AgreementRef", id=each, name=f"n{each}") for each in "123"])
    at = f"/{made['id']}"
    mails = f"/contactMedium/{inner}emailAddress?contactMedium.{kind}"

    def mails_of(shown):
        return [each["characteristic"]["emailAddress"] if release != "v5" else each["emailAddress"]
                for each in shown.get("contactMedium", [])]

    def ids(shown):
        return [each["id"] for each in shown.get("agreement", [])]

    for operations, read, due in (
            ([{"op": "replace", "path": f"{mails}=home", "value": "z@x.example"}], mails_of,
             ["a@x.example", "z@x.example", "c@x.example"]),
            ([{"op": "remove", "path": f"/contactMedium?contactMedium.{dotted}emailAddress=a@x.example"}], mails_of,
             ["z@x.example", "c@x.example"]),
            ([{"op": "add", "path": "/contactMedium", "value": mail("n@x.example", "new")}], mails_of,
             ["z@x.example", "c@x.example", "n@x.example"]),
            ([{"op": "remove", "path": "/agreement?agreement.id=2"}], ids, ["1", "3"]),
            ([{"op": "replace", "path": "/agreement/name?agreement.id=3&agreement.name=n3", "value": "three"}],
             lambda shown: [each["name"] for each in shown["agreement"]], ["n1", "three"]),
            ([{"op": "test", "path": "/agreement/name?agreement.id=3", "value": "three"},
              {"op": "remove", "path": "/agreement"}], ids, []),
            ([{"op": "add", "path": "/statusReason", "value": "why"}], lambda shown: shown["statusReason"], "why")):
        reply = here.call("PATCH", at, operations, media)
        report.case(f"{release} {operations}", reply.status == CHANGED[release] and read(json.loads(reply.text)) == due,
                    operations, due, reply)
    for operations, status in (
            ([{"op": "replace", "path": "/agreement/name?agreement.id=99", "value": "x"}], 400),
            ([{"op": "test", "path": "/statusReason", "value": "other"}], 409),
            ([{"op": "move", "path": "/name", "from": "/x"}], 400), ([{"op": "remove", "path": "name"}], 400),
            ([{"op": "add", "path": "/name"}], 400), ({"op": "add"}, 400), ([5], 400)):
        reply = here.call("PATCH", at, operations, media)
        report.equal(f"{release} {operations}", status, reply.status, reply)
