#!/usr/bin/env python3
"""The permission matrix of the native door: every route, called by principals of every kind for
their own and for others' objects.
A route without a row fails, and so does a row without a route."""

import json

import near  # noqa: F401
import harness
from harness import Http, Native, basic

# Home 1 system owner, home 2 reseller, home 123 (below 2) administrator, home 2 read-only, home 900
# reseller; and nobody: no credentials.
WHO = ("root", "username", "branch", "reader", "outsider", "nobody")

# Nothing is sent to it.
HOOK = {"name": "Ours", "url": "https://hook.example/", "enabled": False}

# Nothing is asked of it.
SYSTEM = {"name": "Ours", "dialect": "everlytic", "address": "https://system.example/", "username": "alice",
          "secret": "a key", "match": ["name"], "fields": {"name": "review"}}

OURS, THEIRS = 124, 901  # a customer below branch, username and root; and one of outsider and root

# Method and path as in /openapi.json; {x} in a target or a body is a value of `world`; then the
# status for each of WHO. All writes are rehearsed, except those about tokens and saved views.
ROWS = (
    # route                                what                                                     root user bran read outs nobo
    ("POST /v1/customers",                 "",                {"name": "x", "parent": OURS},        "200 200 200 403 404 401"),
    ("POST /v1/customers",                 "",                {"name": "x", "parent": THEIRS},      "200 404 404 403 200 401"),
    ("POST /v1/customers",                 "",                {"name": "x", "parent": OURS, "credit": "5"}, "200 200 403 403 404 401"),
    ("GET /v1/customers",                  "",                None,                                 "200 200 200 200 200 401"),
    ("GET /v1/customers",                  "?below=124",      None,                                 "200 200 200 200 404 401"),
    ("GET /v1/customers",                  "?below=901",      None,                                 "200 404 404 404 200 401"),
    ("GET /v1/customers/{id}",             "/124",            None,                                 "200 200 200 200 404 401"),
    ("GET /v1/customers/{id}",             "/901",            None,                                 "200 404 404 404 200 401"),
    ("GET /v1/customers/{id}",             "/101",            None,                                 "200 200 404 200 404 401"),
    ("PATCH /v1/customers/{id}",           "/124",            {"notes": "x"},                       "200 200 200 403 404 401"),
    ("PATCH /v1/customers/{id}",           "/901",            {"notes": "x"},                       "200 404 404 403 200 401"),
    ("PATCH /v1/customers/{id}",           "/101",            {"notes": "x"},                       "200 200 404 403 404 401"),
    ("PATCH /v1/customers/{id}",           "/124",            {"balance": "1.00"},                  "200 200 403 403 404 401"),
    ("PATCH /v1/customers/{id}",           "/124",            {"balance": "abc"},                   "422 422 403 403 404 401"),
    ("PATCH /v1/customers/{id}",           "/124",            {"plan": 99999},                      "422 422 403 403 404 401"),
    ("PATCH /v1/customers/{id}",           "/124",            {"parent": 2},                        "200 403 403 403 404 401"),
    ("PATCH /v1/customers/{id}",           "/124",            {"colour": "x"},                      "422 422 422 403 404 401"),
    ("DELETE /v1/customers/{id}",          "/124",            None,                                 "200 200 200 403 404 401"),
    ("DELETE /v1/customers/{id}",          "/901",            None,                                 "200 404 404 403 200 401"),
    ("GET /v1/customers/{id}/history",     "/124/history",    None,                                 "200 200 200 200 404 401"),
    ("GET /v1/customers/{id}/history",     "/901/history",    None,                                 "200 404 404 404 200 401"),
    ("GET /v1/customers/{id}/diff",        "/124/diff?from=1", None,                                "200 200 200 200 404 401"),
    ("GET /v1/customers/{id}/diff",        "/901/diff?from=1", None,                                "200 404 404 404 200 401"),
    ("POST /v1/customers/{id}/undo",       "/124/undo",       {"version": 2},                       "200 200 200 403 404 401"),
    ("POST /v1/customers/{id}/undo",       "/901/undo",       {"version": 2},                       "200 404 404 403 200 401"),
    ("POST /v1/customers/{id}/erase",      "/124/erase",      None,                                 "422 403 403 403 403 401"),
    ("POST /v1/customers/{id}/erase",      "/901/erase",      None,                                 "422 403 403 403 403 401"),
    ("GET /v1/customers/{id}/ids",         "/124/ids",        None,                                 "200 200 200 200 404 401"),
    ("GET /v1/customers/{id}/ids",         "/901/ids",        None,                                 "200 404 404 404 200 401"),
    ("GET /v1/customers/{id}/export",      "/124/export",     None,                                 "200 200 200 403 404 401"),
    ("GET /v1/customers/{id}/export",      "/901/export",     None,                                 "200 404 404 403 200 401"),
    ("POST /v1/bulk",                      "",                {"select": {"below": OURS}, "patch": {"notes": "x"}}, "200 200 200 403 404 401"),
    ("POST /v1/bulk",                      "",                {"select": {"below": THEIRS}, "delete": True}, "200 404 404 403 200 401"),
    ("POST /v1/undo",                      "",                {"request": "{our_request}"},         "200 200 200 403 404 401"),
    ("POST /v1/undo",                      "",                {"request": "{their_request}"},       "200 404 404 403 200 401"),
    ("POST /v1/undo",                      "",                {"batch": "{their_request}"},         "404 404 404 403 404 401"),
    ("GET /v1/changes",                    "?limit=1",        None,                                 "200 200 200 200 200 401"),
    ("GET /v1/changes",                    "?below=124",      None,                                 "200 200 200 200 404 401"),
    ("GET /v1/changes",                    "?below=901",      None,                                 "200 404 404 404 200 401"),
    ("GET /v1/requests/{id}",              "/{our_request}",  None,                                 "200 200 200 200 404 401"),
    ("GET /v1/requests/{id}",              "/{their_request}", None,                                "200 404 404 404 200 401"),
    ("GET /v1/export",                     "",                None,                                 "200 200 200 200 200 401"),
    ("GET /v1/export",                     "?below=124",      None,                                 "200 200 200 200 404 401"),
    ("GET /v1/export",                     "?below=901",      None,                                 "200 404 404 404 200 401"),
    ("POST /v1/import",                    "?below=124",      "uuid,name\n",                        "200 200 200 403 404 401"),
    ("POST /v1/import",                    "?below=901",      "uuid,name\n",                        "200 404 404 403 200 401"),
    ("GET /v1/traffic",                    "?limit=1",        None,                                 "200 200 200 403 200 401"),
    ("GET /v1/traffic/{id}",               "/{our_request}",  None,                                 "200 200 404 403 404 401"),
    ("GET /v1/traffic/{id}",               "/{their_request}", None,                                "200 404 404 403 200 401"),
    ("GET /v1/problems",                   "",                None,                                 "200 200 200 403 200 401"),
    ("GET /v1/anchor",                     "",                None,                                 "200 403 403 403 403 401"),
    ("GET /v1/system",                     "",                None,                                 "200 403 403 403 403 401"),
    ("GET /v1/me",                         "",                None,                                 "200 200 200 200 200 401"),
    ("POST /v1/translate",                 "",                {"from": "everlytic", "to": "flolive", "input": "PUT /api/2.0/customers/124\n\n{}"}, "422 422 422 422 422 401"),
    ("POST /v1/translate",                 "",                {"from": "enswitch", "to": "flolive", "input": "GET /api/json/customers/get?id=124"}, "200 200 200 200 200 401"),

    ("GET /v1/me/views",                   "",                None,                                 "200 200 200 200 200 401"),
    ("PUT /v1/me/views/{name}",            "/mine",           {"path": "/console/find?q=x"},        "200 200 200 200 200 401"),
    ("PUT /v1/me/views/{name}",            "/mine",           {"path": "https://evil.example/"},    "422 422 422 422 422 401"),
    ("DELETE /v1/me/views/{name}",         "/mine",           None,                                 "204 204 204 204 204 401"),
    ("DELETE /v1/me/views/{name}",         "/mine",           None,                                 "404 404 404 404 404 401"),

    ("POST /v1/tokens",                    "",                {"name": "{who}", "password": "password"}, "200 200 200 200 200 401"),
    ("POST /v1/tokens/refresh",            "",                {"token": "x", "refresh_token": "y"}, "401 401 401 401 401 401"),
    ("DELETE /v1/tokens",                  "",                None,                                 "401 401 401 401 401 401"),

    ("GET /v1/principals",                 "",                None,                                 "200 200 200 200 200 401"),
    ("POST /v1/session",                   "",                {"name": "{who}", "password": "password"}, "200 200 200 200 200 401"),
    ("GET /v1/session",                    "",                None,                                 "200 200 200 200 200 401"),
    ("PUT /v1/session",                    "",                None,                                 "401 401 401 401 401 401"),
    ("DELETE /v1/session",                 "",                None,                                 "401 401 401 401 401 401"),

    ("POST /v1/principals",                "",                {"name": "x1", "home": OURS, "roles": ["user"]}, "200 200 200 403 422 401"),
    ("POST /v1/principals",                "",                {"name": "x1", "home": OURS, "roles": ["administrator"]}, "200 200 200 403 422 401"),
    ("POST /v1/principals",                "",                {"name": "x1", "home": OURS, "roles": ["reseller"]}, "200 200 403 403 422 401"),
    ("POST /v1/principals",                "",                {"name": "x1", "home": OURS, "roles": ["system owner"]}, "200 403 403 403 403 401"),
    ("POST /v1/principals",                "",                {"name": "x1", "home": THEIRS, "roles": ["user"]}, "200 422 422 403 200 401"),
    ("POST /v1/principals",                "",                {"name": "x1", "roles": ["{their_role}"]}, "422 422 422 403 200 401"),
    ("POST /v1/principals",                "",                {"name": "x1", "roles": ["{our_role}"]}, "422 200 200 403 422 401"),
    ("POST /v1/principals",                "",                {"name": "System", "roles": ["user"]}, "422 422 422 403 422 401"),
    ("GET /v1/principals/{id}",            "/{branch}",       None,                                 "200 200 200 200 404 401"),
    ("GET /v1/principals/{id}",            "/{outsider}",     None,                                 "200 404 404 404 200 401"),
    ("GET /v1/principals/{id}",            "/{root}",         None,                                 "200 404 404 404 404 401"),
    ("PATCH /v1/principals/{id}",          "/{branch}",       {"locked": True},                     "200 200 409 403 404 401"),
    ("PATCH /v1/principals/{id}",          "/{reader}",       {"locked": True},                     "200 200 404 403 404 401"),
    ("PATCH /v1/principals/{id}",          "/{username}",     {"password": "long enough"},          "200 200 404 403 404 401"),
    ("PATCH /v1/principals/{id}",          "/{branch}",       {"password": "long enough"},          "200 200 200 403 404 401"),
    ("PATCH /v1/principals/{id}",          "/{branch}",       {"roles": ["reseller"]},              "200 200 403 403 404 401"),
    ("PATCH /v1/principals/{id}",          "/{root}",         {"password": "long enough"},          "200 404 404 403 404 401"),
    ("DELETE /v1/principals/{id}",         "/{branch}",       None,                                 "200 200 409 403 404 401"),
    ("DELETE /v1/principals/{id}",         "/{outsider}",     None,                                 "200 404 404 403 409 401"),
    ("GET /v1/principals/{id}/history",    "/{branch}/history", None,                               "200 200 200 403 404 401"),
    ("GET /v1/principals/{id}/history",    "/{outsider}/history", None,                             "200 404 404 403 200 401"),

    ("GET /v1/plans",                      "",                None,                                 "200 200 200 200 200 401"),
    ("POST /v1/plans",                     "",                {"name": "x"},                        "200 200 403 403 200 401"),
    ("GET /v1/plans/{id}",                 "/1",              None,                                 "200 200 200 200 200 401"),
    ("GET /v1/plans/{id}",                 "/{our_plan}",     None,                                 "200 200 200 200 404 401"),
    ("GET /v1/plans/{id}",                 "/Ours",           None,                                 "200 200 200 200 404 401"),
    ("PATCH /v1/plans/{id}",               "/1",              {"description": "x"},                 "200 403 403 403 403 401"),
    ("PATCH /v1/plans/{id}",               "/{our_plan}",     {"description": "x"},                 "200 200 403 403 404 401"),
    ("DELETE /v1/plans/{id}",              "/{our_plan}",     None,                                 "200 200 403 403 404 401"),
    ("GET /v1/plans/{id}/history",         "/{our_plan}/history", None,                             "200 200 200 200 404 401"),

    ("GET /v1/roles",                      "",                None,                                 "200 200 200 200 200 401"),
    ("POST /v1/roles",                     "",                {"name": "x", "privileges": ["user"]}, "200 200 200 403 200 401"),
    ("POST /v1/roles",                     "",                {"name": "x", "privileges": ["commerce"]}, "200 200 403 403 200 401"),
    ("POST /v1/roles",                     "",                {"name": "x", "privileges": ["system"]}, "200 403 403 403 403 401"),
    ("POST /v1/roles",                     "",                {"name": "x", "owner": OURS},         "422 422 422 403 422 401"),
    ("GET /v1/roles/{id}",                 "/-3",             None,                                 "200 200 200 200 200 401"),
    ("GET /v1/roles/{id}",                 "/{our_role}",     None,                                 "404 200 200 200 404 401"),
    ("GET /v1/roles/{id}",                 "/desk",           None,                                 "404 200 200 200 200 401"),
    ("PATCH /v1/roles/{id}",               "/{our_role}",     {"description": "x"},                 "404 200 403 403 404 401"),
    ("PATCH /v1/roles/{id}",               "/{our_role}",     {"privileges": ["system"]},           "404 403 403 403 404 401"),
    ("DELETE /v1/roles/{id}",              "/{our_role}",     None,                                 "404 200 403 403 404 401"),
    ("DELETE /v1/roles/{id}",              "/-3",             None,                                 "404 404 404 403 404 401"),
    ("GET /v1/roles/{id}/history",         "/{our_role}/history", None,                             "404 200 200 403 404 401"),

    ("GET /v1/references/{kind}",          "/music",          None,                                 "200 200 200 200 200 401"),
    ("POST /v1/references/{kind}",         "/music",          {"name": "x"},                        "200 200 200 403 200 401"),
    ("POST /v1/references/{kind}",         "/person",         {"name": "x"},                        "200 200 200 403 200 401"),
    ("POST /v1/references/{kind}",         "/region",         {"name": "x"},                        "200 200 200 403 200 401"),
    ("POST /v1/references/{kind}",         "/plan",           {"name": "x"},                        "200 200 403 403 200 401"),
    ("POST /v1/references/{kind}",         "/class_of_service", {"name": "x"},                      "200 200 403 403 200 401"),
    ("POST /v1/references/{kind}",         "/peer",           {"name": "x"},                        "200 200 403 403 200 401"),
    ("POST /v1/references/{kind}",         "/time_group",     {"name": "x"},                        "200 200 403 403 200 401"),
    ("POST /v1/references/{kind}",         "/email_package",  {"name": "x"},                        "200 200 403 403 200 401"),
    ("POST /v1/references/{kind}",         "/transaction_package", {"name": "x"},                   "200 200 403 403 200 401"),
    ("POST /v1/references/{kind}",         "/role",           {"name": "x", "privileges": ["commerce"]}, "200 200 403 403 200 401"),
    ("GET /v1/references/{kind}/{id}",     "/music/{our_music}", None,                              "200 200 200 200 404 401"),
    ("PATCH /v1/references/{kind}/{id}",   "/music/{our_music}", {"description": "x"},              "200 200 403 403 404 401"),
    ("PATCH /v1/references/{kind}/{id}",   "/music/1",        {"description": "x"},                 "200 403 403 403 403 401"),
    ("DELETE /v1/references/{kind}/{id}",  "/music/{our_music}", None,                              "200 200 403 403 404 401"),
    ("GET /v1/references/{kind}/{id}/history", "/music/{our_music}/history", None,                  "200 200 200 200 404 401"),

    ("GET /v1/webhooks",                   "",                None,                                 "200 200 200 403 200 401"),
    ("POST /v1/webhooks",                  "",                {"name": "x", "url": "https://hook.example/"}, "200 200 200 403 200 401"),
    ("POST /v1/webhooks",                  "",                {"name": "x", "url": "https://hook.example/", "below": THEIRS}, "200 422 422 403 200 401"),
    ("POST /v1/webhooks",                  "",                {"name": "x", "url": "http://127.0.0.1/"}, "422 422 422 403 422 401"),
    ("POST /v1/webhooks",                  "",                {"name": "x", "url": "https://hook.example/", "include": ["card_number"]}, "422 422 422 403 422 401"),
    ("GET /v1/webhooks/{id}",              "/{our_webhook}",  None,                                 "200 200 404 403 404 401"),
    ("GET /v1/webhooks/{id}",              "/{branch_webhook}", None,                               "200 200 200 403 404 401"),
    ("PATCH /v1/webhooks/{id}",            "/{our_webhook}",  {"description": "x"},                 "200 200 404 403 404 401"),
    ("PATCH /v1/webhooks/{id}",            "/{branch_webhook}", {"below": 2},                       "200 200 422 403 404 401"),
    ("DELETE /v1/webhooks/{id}",           "/{our_webhook}",  None,                                 "200 200 404 403 404 401"),
    ("GET /v1/webhooks/{id}/history",      "/{our_webhook}/history", None,                          "200 200 404 403 404 401"),
    ("POST /v1/webhooks/{id}/rotate",      "/{our_webhook}/rotate", {},                             "200 200 404 403 404 401"),
    ("POST /v1/webhooks/{id}/test",        "/{our_webhook}/test", None,                             "200 200 404 403 404 401"),
    ("GET /v1/webhooks/{id}/deliveries",   "/{our_webhook}/deliveries", None,                       "200 200 404 403 404 401"),
    ("POST /v1/webhooks/{id}/replay",      "/{our_webhook}/replay", {"failed": True},               "200 200 404 403 404 401"),
    ("GET /v1/references/{kind}",          "/webhook",        None,                                 "404 404 404 404 404 404"),

    ("GET /v1/systems",                    "",                None,                                 "200 200 200 403 200 401"),
    ("POST /v1/systems",                   "",                SYSTEM,                               "200 200 200 403 200 401"),
    ("POST /v1/systems",                   "",                {**SYSTEM, "below": THEIRS},          "200 422 422 403 200 401"),
    ("POST /v1/systems",                   "",                {**SYSTEM, "address": "https://127.0.0.1/"}, "422 422 422 403 422 401"),
    ("POST /v1/systems",                   "",                {**SYSTEM, "fields": {"card_number": "record"}}, "422 422 422 403 422 401"),
    ("GET /v1/systems/{id}",               "/{our_system}",   None,                                 "200 200 404 403 404 401"),
    ("GET /v1/systems/{id}",               "/{branch_system}", None,                                "200 200 200 403 404 401"),
    ("PATCH /v1/systems/{id}",             "/{our_system}",   {"description": "x"},                 "200 200 404 403 404 401"),
    ("PATCH /v1/systems/{id}",             "/{our_system}",   {"address": "https://other.example/"}, "422 422 404 403 404 401"),
    ("PATCH /v1/systems/{id}",             "/{branch_system}", {"below": 2},                        "200 200 422 403 404 401"),
    ("DELETE /v1/systems/{id}",            "/{our_system}",   None,                                 "200 200 404 403 404 401"),
    ("GET /v1/systems/{id}/history",       "/{our_system}/history", None,                           "200 200 404 403 404 401"),
    ("POST /v1/systems/{id}/drift",        "/{our_system}/drift", {"customer": OURS},               "422 422 404 403 404 401"),
    ("POST /v1/systems/{id}/plan",         "/{our_system}/plan", {"customer": OURS},                "422 422 404 403 404 401"),
    ("POST /v1/systems/{id}/apply",        "/{our_system}/apply", {"version": 1, "changes": []},    "200 200 404 403 404 401"),
    ("POST /v1/systems/{id}/apply",        "/{our_system}/apply", {"version": 1, "changes": [{"uuid": "00000000-0000-4000-8000-000000000124", "there": "7", "writes": [{"field": "credit", "to": "record", "before_digest": "", "after_digest": ""}]}]}, "422 422 404 403 404 401"),
    ("GET /v1/systems/{id}/links",         "/{our_system}/links", None,                             "200 200 404 403 404 401"),
    ("POST /v1/systems/{id}/links",        "/{our_system}/links", {"customer": OURS, "there": "7"}, "200 200 404 403 404 401"),
    ("POST /v1/systems/{id}/links",        "/{branch_system}/links", {"customer": THEIRS, "there": "7"}, "422 422 422 403 404 401"),
    ("DELETE /v1/systems/{id}/links/{customer}", "/{our_system}/links/124", None,                   "404 404 404 403 404 401"),
    ("GET /v1/systems/{id}/conflicts",     "/{our_system}/conflicts", None,                         "200 200 404 403 404 401"),
    ("POST /v1/systems/{id}/conflicts",    "/{our_system}/conflicts", {"customer": OURS, "field": "name", "choice": "record"}, "422 422 404 403 404 401"),
    ("GET /v1/references/{kind}",          "/system",         None,                                 "404 404 404 404 404 404"),

    ("GET /v1/fields",                     "",                None,                                 "200 200 200 200 200 200"),
    ("GET /openapi.json",                  "",                None,                                 "200 200 200 200 200 200"),
)


def made(native, path, body):
    """The id of what a call created or changed. The call must succeed."""
    reply = native.call("POST" if "/customers/" not in path else "PATCH", path, body)
    if reply.status not in (200, 201):
        raise RuntimeError(f"{path} {body}: {reply!r}")
    return reply


def build(server):
    """The objects of the rows: {name: number or id}."""
    ours, theirs = Native(server, "username"), Native(server, "outsider")
    ids = {row["name"]: row["id"] for row in Native(server).call("GET", "/principals").json()["items"]}
    return {
        **{name: ids[name] for name in WHO if name in ids},
        "our_request": made(ours, "/customers/124", {"notes": "ours"}).headers["patchbay-request"],
        "their_request": made(theirs, "/customers/901", {"notes": "theirs"}).headers["patchbay-request"],
        "our_plan": made(ours, "/plans", {"name": "Ours"}).json()["id"],
        "our_role": made(ours, "/roles", {"name": "desk", "privileges": ["user"]}).json()["id"],
        "their_role": made(theirs, "/roles", {"name": "desk", "privileges": ["user"]}).json()["id"],
        "our_webhook": made(ours, "/webhooks", HOOK).json()["id"],
        "branch_webhook": made(Native(server, "branch"), "/webhooks", HOOK).json()["id"],
        "our_system": made(ours, "/systems", SYSTEM).json()["id"],
        "branch_system": made(Native(server, "branch"), "/systems", SYSTEM).json()["id"],
        "our_music": made(ours, "/references/music", {"name": "Ours"}).json()["id"],
    }


def target_of(route, rest, world):
    """The target of a row: its path up to the first variable, then its `rest`."""
    method, path = route.split(" ")
    rest = rest.format(**world)
    if not rest.startswith("?") and method != "GET" and not path.startswith(("/v1/tokens", "/v1/session", "/v1/me", "/v1/translate")) \
            and not path.endswith(("/drift", "/plan", "/apply", "/conflicts")):
        rest += "?dry_run=true"
    return method, path.split("/{")[0] + rest


def text_of(body, world):
    """A body with its placeholders filled in."""
    text = json.dumps(body)
    for name, value in world.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def every_row(report, server):
    """Every row as each principal, and no call changes anything."""
    world = build(server)
    native = Native(server)
    before = [native.mark(number) for number in (OURS, THEIRS, 101)]
    http = Http(server.port)
    for route, rest, body, due in ROWS:
        method, target = target_of(route, rest, world)
        got, words = [], []
        for who in WHO:
            headers = {} if who == "nobody" else {"Authorization": basic(who, "password")}
            content = None
            if body is not None:
                is_file = isinstance(body, str)
                headers["Content-Type"] = "text/csv" if is_file else "application/json"
                content = body if is_file else text_of(body, {**world, "who": "" if who == "nobody" else who})
            reply = http.send(method, target, content, headers)
            got.append(str(reply.status))
            words.append(f"{who}: {reply.text[:200]}" if reply.status >= 400 else f"{who}: fine")
        report.equal(f"{method} {target} {json.dumps(body) if body else ''}", due, " ".join(got), words)
    report.equal("nothing was changed", before, [native.mark(number) for number in (OURS, THEIRS, 101)])


def every_route(report, server):
    """The rows cover exactly the existing routes."""
    paths = json.loads(Http(server.port).send("GET", "/openapi.json").text)["paths"]
    routes = {f"{method.upper()} {path}" for path, item in paths.items() for method in item
              if method in ("get", "put", "post", "patch", "delete")}
    rows = {route for route, *_ in ROWS}
    report.equal("routes without a row", set(), routes - rows)
    report.equal("rows without a route", set(), rows - routes)


if __name__ == "__main__":
    harness.main([every_route, every_row])
