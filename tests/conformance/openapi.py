#!/usr/bin/env python3
"""The description of the native API: valid for third-party validators, and matched by every real
exchange.

Calls every route of a server. Each request body and reply is validated against the schemas of
/openapi.json; a reply's objects may have no member that is not described.
"""

import json
import re

import near  # noqa: F401
import contract
import harness
import calls_files
import calls_systems
from calls_webhooks import webhooks
from harness import CANONICAL, basic, uuid_of

SIGNED = {"Authorization": basic("root", "password")}
PATCH = "application/merge-patch+json"
CUSTOMER = 103
# Values of fields for which a schema cannot give an example.
SAMPLES = {"currency": "GBP", "timezone": "Africa/Johannesburg", "card_number": "4111111111111111",
           "email": "a@example.com", "technical_contact": "a@example.com b@example.com",
           "events_url": "https://hook.example/x", "source": "192.0.2.7", "birthdate": "1990-12-24",
           "mobile": "+441782555101", "custom_fields": [{"key": "tier", "value": "gold"}],
           "extensions": [{"member": "v4 role", "json": "\"x\""}],
           "identities": [{"type": "passport", "number": "7"}], "campaigns": [3, 5],
           "affiliate_customer": 101, "deleted": False}


def document(report, server):
    """The document is valid OpenAPI 3.1, and a strict linter finds nothing."""
    api = contract.Contract(report, server)
    judge = contract.Judge(api.text, lint=True)
    judge.close()
    verdict = judge.verdict
    report.equal("it is 3.1", "3.1.0", api.document["openapi"])
    report.case("it is valid", verdict["valid"], got=verdict["errors"])
    report.equal("Redocly finds nothing", [], verdict["lint"])
    report.equal("Spectral finds nothing", [], verdict["spectral"])
    broken = {"openapi": "3.1.0", "info": {"title": "broken", "version": "1"}, "paths": {
        "/x": {"get": {"responses": {"200": {"description": 7}}}}}}
    judge = contract.Judge(json.dumps(broken), lint=True)
    report.case("a wrong document is noticed", not judge.verdict["valid"] and judge.verdict["lint"]
                and judge.verdict["spectral"], got=judge.verdict)
    judge.close()
    report.case("a wrong value is noticed",
                api.judge.errors("/components/schemas/Identity", {"name": 7}))
    report.case("an undescribed member is noticed", api.judge.errors(
        "/components/schemas/Identity", {"name": "a", "home": 1, "privileges": [], "x": 1}, strict=True))
    api.judge.close()


def statuses_and_examples(report, server):
    """Every status is listed, and every request and reply body has a valid example."""
    api = contract.Contract(report, server)
    for method, template, operation in api.operations():
        name = f"{method} {template}"
        report.case(f"{name}: every status is a number", all(re.fullmatch("[2-5][0-9][0-9]", each)
                                                             for each in operation["responses"]),
                    got=list(operation["responses"]))
        for row in map(api.resolved, operation["parameters"]):
            report.case(f"{name}: {row['name']} has an example", "example" in row, got=row)
        carried = [operation["requestBody"]] if "requestBody" in operation else []
        carried += map(api.resolved, operation["responses"].values())
        for each in carried:
            for media, content in each.get("content", {}).items():
                examples = [api.resolved(row)["value"] for row in content.get("examples", {}).values()]
                examples += [content["example"]] if "example" in content else []
                report.case(f"{name}: {media} has an example", examples, got=content)
    for name, example in api.document["components"]["examples"].items():
        report.equal(f"the example of {name} is good", [],
                     api.judge.errors(f"/components/schemas/{name}", example["value"], strict=True))
    for name, response in api.document["components"]["responses"].items():
        content = response["content"]["application/problem+json"]
        report.equal(f"the example of {name} is good", [], api.judge.errors(
            "/components/schemas/Problem", content["example"], strict=True))
        report.equal("and of its status", int(name[-3:]), content["example"]["status"])
    api.judge.close()


def clients(report, server):
    """The clients that three generators make of it compile in strict TypeScript; a wrong one does
    not."""
    text = harness.Http(server.port).send("GET", "/openapi.json").text
    for name, mistakes in contract.generated(text).items():
        report.equal(f"{name}: its client compiles", [], mistakes)
    broken = json.loads(text)
    problem = broken["paths"]["/v1/me"]["get"]["responses"].pop("401")
    broken["paths"]["/v1/me"]["get"]["responses"]["4XX"] = problem
    report.case("a client that does not compile is noticed",
                contract.generated(json.dumps(broken), "orval")["orval"])


def routes(report, server):
    """Exactly the routes of the table are described. All but a few need credentials."""
    api = contract.Contract(report, server)
    table = (harness.ROOT / "src/doors/native/routes.def").read_text()
    rows = re.findall(r'^(OPEN_)?ROUTE\((\w+),\s*"(\w+)",\s*"([^"]+)"', table, re.MULTILINE)
    listed = {(method.lower(), re.sub(r":(\w+)", r"{\1}", path), name)
              for _, name, method, path in rows}
    report.equal("routes and operations are the same", listed,
                 {(method, template, operation["operationId"])
                  for method, template, operation in api.operations()})
    for open_, name, method, path in rows:
        target = path.replace(":kind", "music").replace(":id", "101")
        body = api.operation(method, target)[1].get("requestBody", {"content": {"application/json": {}}})
        status = api.http.send(method, target, "{}", {"Content-Type": next(iter(body["content"]))}).status
        if not open_:
            report.equal(f"{name} needs credentials", 401, status)
        report.equal(f"{name} says so", bool(open_), "security" in api.operation(method, target)[1])
    api.judge.close()


def parameters(report, server):
    """Every described query parameter is accepted within its described bounds; others are refused.
    """
    api = contract.Contract(report, server)
    for method, template, operation in api.operations():
        if method != "get":
            continue
        path = template.replace("{kind}", "music").replace("{id}", "1")
        rows = [row for row in map(api.resolved, operation["parameters"]) if row["in"] == "query"]
        needed = "".join(f"{row['name']}=1&" for row in rows if row["required"])
        for row in rows:
            if row["name"] == "former":
                needed += "telephone=123456&"
            for value, taken in probes(row["schema"]):
                given = needed if row["required"] and value == "1" else f"{needed}{row['name']}={value}"
                if row["required"] and value != "1":
                    given = f"{row['name']}={value}"
                reply = api.call("GET", f"{path}?{given}", headers=SIGNED, good=taken)
                report.case(f"{path}?{given}", taken == (reply.status != 422), expected=taken, got=reply)
        reply = api.call("GET", f"{path}?{needed}colour=red", headers=SIGNED, good=False)
        report.equal(f"{path} refuses what is not described", 422, reply.status)
    api.judge.close()


def probes(schema):
    """(value, whether it is described as valid) for a query parameter."""
    if schema.get("type") == "integer":
        yield str(schema["minimum"]), True
        yield str(schema["minimum"] - 1), False
        if "maximum" in schema:
            yield str(schema["maximum"]), True
            yield str(schema["maximum"] + 1), False
    elif schema.get("type") == "boolean":
        yield from (("true", True), ("false", True), ("yes", False))
    elif "enum" in schema:
        yield from [(word, True) for word in schema["enum"]] + [("other", False)]
    elif schema.get("format") == "uuid":
        yield "7", False
    elif schema.get("format") == "date-time":
        yield from (("2999-01-31T12:00:00Z", True), ("yesterday", False))


def good_value(name, schema):
    """A value that the schema describes."""
    if name in SAMPLES:
        return SAMPLES[name]
    options = schema.get("anyOf", [schema])
    first = options[0].get("anyOf", options)[0]
    if "enum" in first:
        return first["enum"][0]
    kind = first.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "boolean":
        return True
    if kind == "integer":
        return max(first.get("minimum", 1), 1)
    return "12.50" if "[0-9]" in first.get("pattern", "") else "text"


def bad_values(schema):
    """Values just outside of the schema, or of another type."""
    options = schema.get("anyOf", [schema])
    first = options[0].get("anyOf", options)[0]
    yield {"an": "object"}
    if "maxLength" in first:
        yield "x" * (first["maxLength"] + 1)
    if "enum" in first:
        yield "no such word"
    if first.get("type") == "integer":
        yield "7"
        if "maximum" in first:
            yield first["maximum"] + 1
        if first["minimum"] >= 0:
            yield -3
    if first.get("type") == "boolean":
        yield "true"
    if "pattern" in first:
        yield "twelve"
    if first.get("type") == "array":
        yield ["nothing of the kind"]


def fields(report, server):
    """Every field: a value that matches the schema is accepted and read back, others are refused.
    """
    api = contract.Contract(report, server)
    schemas = api.document["components"]["schemas"]
    record = api.call("GET", f"/v1/customers/{CUSTOMER}", headers=SIGNED).json()
    contact = next(iter(record["contacts"]))
    address = next(iter(record["addresses"] or {uuid_of(7): {}}))
    for home, schema in (("CUSTOMER", "Customer"), ("ADDRESS", "Address"), ("CONTACT", "Contact")):
        shown, sent = (schemas[schema + way]["properties"] for way in ("", "Patch"))
        beside = {"id", "uuid", "version", "addresses", "contacts", "resolved"} if home == "CUSTOMER" else set()
        report.equal(f"the fields of {schema}", {*CANONICAL[home], *beside}, set(shown))
        for name in CANONICAL[home]:
            def patch(value, name=name, home=home, **more):
                body = {name: value}
                if home == "ADDRESS":
                    body = {"addresses": {address: {"type": "main", **body}}}
                elif home == "CONTACT":
                    body = {"contacts": {contact: body}}
                return api.call("PATCH", f"/v1/customers/{CUSTOMER}", body, PATCH, SIGNED, **more)
            if sent[name].get("readOnly"):
                reply = patch(7777, good=False)
                report.equal(f"{name} is read only", 422, reply.status)
                continue
            value = good_value(name, sent[name])
            reply = patch(value)
            report.case(f"{home} {name} takes {value}", reply.status == 200, got=reply)
            if reply.status == 200:
                holder = reply.json()
                if home != "CUSTOMER":
                    holder = holder["addresses" if home == "ADDRESS" else "contacts"]
                    holder = holder[address if home == "ADDRESS" else contact]
                report.case(f"{home} {name} comes back", name in holder, got=holder)
            for bad in bad_values(sent[name]):
                fits = api.judge.errors(f"/components/schemas/{schema}Patch", {name: bad}) == []
                report.case(f"{home} {name}: {bad} is not described", not fits)
                report.equal(f"{home} {name}: {bad} is refused", 422, patch(bad, good=False).status)
            if "anyOf" in sent[name] and {"$ref": "#/components/schemas/Clear"} in sent[name]["anyOf"]:
                if name not in ("type", "primary"):
                    report.equal(f"{home} {name} is cleared", 200, patch(None).status)
            else:
                report.equal(f"{home} {name} is not cleared", 422, patch(None, good=False).status)
    api.judge.close()


def journey(report, server):
    """Every route, with real bodies and every kind of reply."""
    api = contract.Contract(report, server)

    def call(status, method, target, *arguments, **more):
        reply = api.call(method, target, *arguments, **{"headers": SIGNED, **more})
        report.equal(f"{method} {target} answers {status}", status, reply.status)
        if reply.media == contract.LINES:
            return [json.loads(line) for line in reply.text.splitlines()]
        return reply.json() if reply.body and reply.media != contract.CSV else None

    made = call(201, "POST", "/v1/customers", {"name": "Described", "parent": 2, "plan": 1})
    here = f"/v1/customers/{made['id']}"
    call(200, "POST", "/v1/customers?dry_run=true", {"name": "Never", "parent": uuid_of(2)})
    call(200, "PATCH", here, {"notes": "one", "custom_fields": [{"key": "a", "value": "b"}],
                              "contacts": {uuid_of(9): {"first_name": "Ada"}}}, PATCH)
    call(200, "PATCH", f"{here}?dry_run=true", {"notes": None}, PATCH)
    call(200, "PATCH", here, [{"op": "test", "path": "/notes", "value": "one"},
                              {"op": "copy", "from": "/notes", "path": "/description"},
                              {"op": "move", "from": "/description", "path": "/account"},
                              {"op": "remove", "path": "/notes"}], "application/json-patch+json",
         headers={**SIGNED, "If-Match": '"2"', "Patchbay-Reason": "why not", "Prefer": "handling=rebase"})
    call(409, "PATCH", here, [{"op": "test", "path": "/notes", "value": "one"}],
         "application/json-patch+json")
    call(412, "PATCH", here, {"notes": "x"}, PATCH, headers={**SIGNED, "Patchbay-If-Version": "1"})
    call(422, "PATCH", here, {"name": "x" * 999}, PATCH, good=False)
    call(415, "PATCH", here, "x", "text/plain", good=False)
    call(200, "GET", f"{here}?version=1")
    call(200, "GET", f"{here}/history?limit=2")
    call(200, "GET", f"{here}/history")
    call(200, "GET", f"{here}/diff?from=1&to=2")
    call(200, "POST", f"{here}/undo", {"version": 3, "paths": ["account"], "force": False})
    call(200, "POST", f"{here}/undo", {"version": 2, "force": True}, headers={**SIGNED, "Patchbay-Rehearse": "true"})
    call(200, "GET", "/v1/customers?limit=2&recursive=true&deleted=all")
    call(200, "GET", "/v1/customers")
    request = api.http.send("PATCH", here, '{"notes":"asked after"}',
                            {**SIGNED, "Content-Type": PATCH}).headers["patchbay-request"]
    call(200, "GET", f"/v1/requests/{request}")
    call(404, "GET", f"/v1/requests/{uuid_of(1)}")
    call(200, "GET", f"{here}/history?field=notes&door=native&principal=root&from=2020-01-01T00:00:00Z&to=2999-01-01T00:00:00Z")
    first = call(200, "GET", "/v1/changes?limit=2&below=1&door=native&principal=root")
    call(200, "GET", f"/v1/changes?after={first['next']}")
    call(200, "GET", "/v1/changes?after=now")
    call(200, "GET", "/v1/changes?after=now&wait=1")
    call(422, "GET", "/v1/changes?after=7&limit=0", good=False)
    call(200, "PATCH", here, {"notes": "once"}, PATCH, headers={**SIGNED, "Idempotency-Key": "k"})
    call(200, "PATCH", here, {"notes": "once"}, PATCH, headers={**SIGNED, "Idempotency-Key": "k"})
    call(200, "PATCH", here, {"parent": 1}, PATCH)
    many(call, made["id"])
    call(200, "DELETE", here)
    call(200, "GET", f"{here}/export?limit=2&form=json")
    call(200, "GET", f"{here}/export?before=2")
    call(422, "POST", f"{here}/erase")
    call(200, "POST", f"{here}/erase", headers={**SIGNED, "Patchbay-Reason": "asked for", "Patchbay-Rehearse": "true"})
    call(200, "POST", f"{here}/erase", headers={**SIGNED, "Patchbay-Reason": "asked for"})
    call(404, "GET", "/v1/customers/999999")
    call(401, "GET", here, headers={})
    call(200, "GET", "/v1/me")
    call(200, "POST", "/v1/translate", {"from": "enswitch", "to": "m2mportal", "input":
                                        "curl 'http://h/api/json/customers/update/?id=103;name=A;fax=1'"})
    call(200, "POST", "/v1/translate", {"from": "m2mportal", "to": "enswitch", "input":
                                        "<edit-customer><customer>No such</customer><notes>a</notes></edit-customer>"})
    call(200, "POST", "/v1/translate", {"from": "enswitch", "to": "enswitch", "look_up": False, "input_method": "POST",
                                        "input_target": "/api/json/customers/get?id=103", "input": ""})
    call(422, "POST", "/v1/translate", {"from": "enswitch", "to": "nowhere", "input": 7}, good=False)
    calls_files.files(call)
    call(200, "PUT", "/v1/me/views/A%20view", {"path": "/console/find?q=x"})
    call(200, "GET", "/v1/me/views")
    call(422, "PUT", "/v1/me/views/wrong", {"path": "/elsewhere", "x": 1}, good=False)
    call(204, "DELETE", "/v1/me/views/A%20view")
    call(404, "DELETE", "/v1/me/views/A%20view")
    webhooks(call)
    calls_systems.systems(call)
    call(200, "GET", "/v1/anchor")
    call(200, "GET", "/v1/system")
    call(200, "GET", "/openapi.json", headers={})

    listed = call(200, "GET", "/v1/traffic?limit=5&outcome=all&from=2020-01-01T00:00:00Z")
    call(200, "GET", f"/v1/traffic/{listed['items'][0]['request']}")
    call(404, "GET", f"/v1/traffic/{uuid_of(1)}")
    call(200, "GET", "/v1/problems")

    tokens = call(200, "POST", "/v1/tokens", {"name": "root", "password": "password"}, headers={})
    fresh = call(200, "POST", "/v1/tokens/refresh",
                 {"token": tokens["token"], "refresh_token": tokens["refresh_token"]}, headers={})
    call(204, "DELETE", "/v1/tokens", headers={"Authorization": f"Bearer {fresh['token']}"})

    call(200, "GET", "/v1/fields", headers={})
    root = {"name": "root", "password": "password"}
    call(200, "POST", "/v1/session", root, headers={})
    session = api.http.send("POST", "/v1/session", json.dumps(root), {"Content-Type": "application/json"})
    cookie = session.headers["set-cookie"].split(";")[0]
    call(200, "GET", "/v1/session", headers={"Cookie": cookie})
    within = {"Cookie": cookie, "X-CSRF-Token": session.json()["csrf"]}
    call(200, "PUT", "/v1/session", headers=within)
    call(204, "DELETE", "/v1/session?everywhere=false", headers=within)

    who = call(201, "POST", "/v1/principals", {"name": "described", "password": "long enough", "roles": ["user"]})
    call(200, "GET", "/v1/principals?limit=2")
    call(200, "GET", f"/v1/principals/{who['name']}")
    call(200, "PATCH", f"/v1/principals/{who['id']}",
         {"new_key": "label", "doors": ["native"], "sources": ["127.0.0.0/8"], "locked": False}, PATCH)
    call(200, "PATCH", f"/v1/principals/{who['id']}?dry_run=true", {"locked": True}, PATCH)
    call(200, "POST", "/v1/principals?dry_run=true", {"name": "nobody"})
    call(200, "GET", f"/v1/principals/{who['id']}/history?limit=1")
    call(200, "DELETE", f"/v1/principals/{who['id']}")
    for path, more in (("/v1/plans", {"settings": {"bulk_calls": 3, "credit": "1.5"}, "locked": ["credit"]}),
                       ("/v1/roles", {"privileges": ["user", "read-only"]}),
                       ("/v1/references/music", {}), ("/v1/references/plan", {"locked": ["faxes"]})):
        thing = call(201, "POST", path, {"name": "Described", "description": "x", **more}
                     if path != "/v1/references/plan" else {"name": "Another", **more})
        call(200, "GET", path)
        call(200, "GET", f"{path}?limit=1")
        call(200, "GET", f"{path}/{thing['id']}")
        call(200, "PATCH", f"{path}/{thing['id']}", {"description": "y", **more}, PATCH)
        call(422, "PATCH", f"{path}/{thing['id']}", {"colour": "red"}, PATCH, good=False)
        call(412, "PATCH", f"{path}/{thing['id']}", {"description": "z"}, PATCH, headers={**SIGNED, "If-Match": '"9"'})
        call(200, "PATCH", f"{path}/{thing['id']}?dry_run=true", {"description": "z"}, PATCH)
        call(200, "GET", f"{path}/{thing['id']}/history")
        call(200, "DELETE", f"{path}/{thing['id']}")

    done = {(method, template) for method, template, status in api.seen if status < 300}
    report.equal("every operation was called and worked", set(),
                 {(method, template) for method, template, _ in api.operations()} - done)
    api.judge.close()


def many(call, customer):
    """Changes of many: lines, a selection, rehearsed and executed, and their undo."""
    lines = [{"id": customer, "patch": {"notes": "bulk"}}, {"id": uuid_of(101), "delete": True, "if_version": 99},
             {"create": {"name": "Bulk made", "plan": 1}}]
    call(200, "POST", "/v1/bulk?dry_run=true&max_affected=3", lines, "application/x-ndjson")
    reply = call(200, "POST", "/v1/bulk", lines, "application/x-ndjson")
    call(200, "POST", "/v1/bulk", {"select": {"below": customer, "recursive": True, "deleted": "all"},
                                   "patch": {"notes": "chosen"}, "max_affected": 10})
    call(200, "POST", "/v1/bulk?dry_run=true", {"select": {"name": "Bulk made"}, "delete": True})
    call(200, "POST", "/v1/undo?dry_run=true", {"batch": reply[-1]["summary"]["batch"], "force": True})
    call(200, "POST", "/v1/undo", {"request": reply[0]["request"], "force": True, "max_affected": 5})
    call(200, "POST", "/v1/undo?dry_run=true", {"principal": "root", "from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"})
    call(422, "POST", "/v1/undo", {}, good=False)


def main():
    """Skips, by name, if the validators are not installed."""
    tests = [document, statuses_and_examples, clients, routes, parameters, fields, journey]
    why = contract.absent()
    if not why:
        harness.main(tests, config=calls_systems.CONFIG)
    report = harness.Report()
    for each in tests:
        report.skip(f"openapi {each.__name__}", why)
    print(f"0 passed, 0 failed, {len(report.skipped)} skipped")


if __name__ == "__main__":
    main()
