"""Replies that callers prefer not to wait for: 202, and a monitor that says what became of the change."""

import json
import pathlib
import sys

import near  # noqa: F401
from harness import Native, basic, uuid_of

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "tmf629"))

import members  # noqa: E402

PREFERS = {"Prefer": "handling=lenient, respond-async;wait=10"}


def ask(here, method, path, body=None, headers=None):
    """One exchange that prefers a monitor, unless the headers say otherwise."""
    carried = {**here.headers, **(PREFERS if headers is None else headers)}
    if body is not None:
        carried["Content-Type"] = "application/json"
    return here.send(method, path, json.dumps(body) if body is not None else None, carried)


def hold(report, here, reply, customer, method, status):
    """A reply of 202 and its monitor, read again."""
    at, name = f"http://127.0.0.1:{here.port}{here.base}", f"{here.release} {method}"
    report.equal(f"{name}: accepted", (202, "respond-async"), (reply.status, reply.headers.get("preference-applied")), reply)
    shown = reply.json()
    response = {"statusCode": status}
    if status == "201":
        response["header"] = [{"name": "Location", "value": f"{at}/customer/{customer}"}]
    due = {"id": shown["id"], "href": f"{at}/monitor/{shown['id']}", "sourceHref": f"{at}/customer/{customer}",
           "state": "Completed", "response": response,
           "request": {"method": method, "to": f"{at}/customer" + ("" if method == "POST" else f"/{customer}")}}
    if here.release == "v5":
        due["@type"] = "Monitor"
    report.equal(f"{name}: the monitor", due, shown)
    report.equal(f"{name}: Location", due["href"], reply.headers.get("location"))
    again = ask(here, "GET", f"/monitor/{shown['id']}", headers={})
    report.equal(f"{name}: read again", (200, due), (again.status, again.json()))
    return shown


def monitors(report, here, there):
    """A new customer, a change, the same again, and its end; and what has no monitor."""
    release, native = here.release, Native(here.http)
    changed = "201" if release == "v3" else "200"
    reply = ask(here, "POST", "/customer", members.new(release, here.fresh()))
    number = int(reply.json()["sourceHref"].rsplit("/", 1)[1])
    hold(report, here, reply, number, "POST", "201")
    for step in ("a change", "the same again"):
        reply = ask(here, "PATCH", f"/customer/{number}", {"statusReason": "later"})
        made = hold(report, here, reply, number, "PATCH", changed)
        report.equal(f"{release}: {step} is made", "later", here.get(number)["statusReason"])
    report.equal(f"{release}: a monitor in the other release", "Completed",
                 ask(there, "GET", f"/monitor/{made['id']}", headers={}).json()["state"])
    for status, body in ((400, {"name": 5}), (404, {"name": "x"})):
        at = f"/customer/{number}" if status == 400 else "/customer/999999"
        report.equal(f"{release}: what is refused is refused at once: {status}", status, ask(here, "PATCH", at, body).status)
    reply = ask(here, "PATCH", f"/customer/{number}", {"statusReason": "tried"}, {**PREFERS, "Patchbay-Rehearse": "true"})
    report.equal(f"{release}: a rehearsal has no monitor", (int(changed), "tried"), (reply.status, reply.json()["statusReason"]))
    report.equal(f"{release}: a read is answered at once", 200, ask(here, "GET", f"/customer/{number}").status)
    native.patch(number, {"notes": "at another door"})
    elsewhere = json.loads(native.history(number))["items"][0]["request"]
    hold(report, here, ask(here, "DELETE", f"/customer/{number}"), number, "DELETE", "204")
    report.equal(f"{release}: it is gone", 404, here.call("GET", f"/{number}").status)
    for what in (uuid_of(1), "none", elsewhere):
        report.equal(f"{release}: no monitor {what}", 404, ask(here, "GET", f"/monitor/{what}", headers={}).status)
    report.equal(f"{release}: fields of a monitor", 400, ask(here, "GET", f"/monitor/{made['id']}?fields=id", headers={}).status)
    for method, status in (("DELETE", 405), ("PATCH", 405)):
        report.equal(f"{release}: {method} of a monitor", status, ask(here, method, f"/monitor/{made['id']}", headers={}).status)
    reply = here.http.send("GET", f"{here.base}/monitor/{made['id']}", None, {"Authorization": basic("username", "wrong")})
    report.equal(f"{release}: a monitor for a stranger", 401, reply.status)
