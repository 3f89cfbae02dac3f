"""The hub: who registers there, what may be asked for, and the events that are sent to a receiver on loopback."""

import json
import pathlib
import sys

import near  # noqa: F401
from harness import Native, basic, until
from webhook_near import Receiver, is_signed

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "tmf629"))

import members  # noqa: E402

NAMES = {"v3": ("CustomerCreationNotification", "CustomerAttributeValueChangeNotification",
                "CustomerStateChangeNotification", "CustomerRemoveNotification"),
         "v4": ("CustomerCreateEvent", "CustomerAttributeValueChangeEvent", "CustomerStateChangeEvent",
                "CustomerDeleteEvent")}
NAMES["v5"] = NAMES["v4"]
REGISTRATION = {"v3": "EventSubscription", "v4": "EventSubscription", "v5": "Hub"}


def ask(here, method, path="", body=None, headers=None):
    """One exchange with the hub."""
    carried = {**here.headers, "Content-Type": "application/json", **(headers or {})}
    return here.send(method, f"/hub{path}", json.dumps(body) if body is not None else None, carried)


def register(report, here, body):
    """Registers somebody. Returns the reply as JSON."""
    reply = ask(here, "POST", body=body)
    report.equal(f"{here.release}: registered", 201, reply.status, reply)
    made = reply.json()
    flaws = here.described.flaws(REGISTRATION[here.release], made)
    report.case(f"{here.release}: a registration as described", not flaws, got=flaws)
    report.equal(f"{here.release}: it says what was sent", (body["callback"], body.get("query")),
                 (made["callback"], made.get("query")))
    report.equal(f"{here.release}: Location", f"http://127.0.0.1:{here.port}{here.base}/hub/{made['id']}",
                 reply.headers.get("location"))
    return made


def wait_for(receiver, count):
    """The events when so many are there."""
    return until(receiver.events, lambda got: len(got) >= count)


def hold(report, here, event, number):
    """One event is as the description of the release has it."""
    release, kind = here.release, event["eventType"]
    flaws = here.described.flaws(kind, event) if release != "v3" else []
    shown = event["event"]["customer"]
    if kind != NAMES[release][3]:
        flaws += here.described.flaws("Customer", shown)
    report.case(f"{release} {kind}: as described", not flaws, got=f"{flaws} {event}")
    report.equal(f"{release} {kind}: of this customer", (number, f"http://127.0.0.1:{here.port}{here.base}/customer/{number}"),
                 (shown["id"], shown["href"]))
    if release == "v5":
        report.equal(f"{release} {kind}: @type", kind, event["@type"])


def told(report, here, number, steps, receiver):
    """Makes each change, and waits for its event."""
    for place, (name, step, kind) in enumerate(steps, 1):
        step()
        event = wait_for(receiver, place)[place - 1]
        report.equal(f"{here.release}: {name}", NAMES[here.release][kind], event["eventType"])
        hold(report, here, event, number())


def hub(report, here, there):
    """Registrations, their events and their end."""
    release, native = here.release, Native(here.http)
    typed = {"@type": "Hub"} if release == "v5" else {}
    made = {}
    mail = members.medium(release, "email", "EmailContactMedium", True, emailAddress="told@example.org")
    with Receiver() as receiver, Receiver() as chosen:
        first = register(report, here, {"callback": receiver.url, **typed})
        query = f"eventType={NAMES[release][2]}&status=suspended&fields=status"
        second = register(report, here, {"callback": chosen.url, "query": query, "@type": "Hub"})
        number = lambda: made["id"]  # noqa: E731
        told(report, here, number, (
            ("a new customer", lambda: made.update(here.make(contactMedium=[mail])), 0),
            ("a change at another door", lambda: native.patch(int(number()), {"card_number": "4111111111111111",
                                                                             "notes": "told"}), 1),
            ("a status that is kept", lambda: here.call("PATCH", f"/{number()}", {"status": "Approved"}), 2),
            ("a status of the record", lambda: native.patch(int(number()), {"status": "suspended", "notes": "more"}), 2),
        ), receiver)
        some = wait_for(chosen, 1)
        report.case(f"{release}: only what was asked for", all(
            event["eventType"] == NAMES[release][2] and event["event"]["customer"]["status"] == "suspended"
            and "contactMedium" not in event["event"]["customer"] for event in some), got=some)
        here.call("DELETE", f"/{number()}")
        event = wait_for(receiver, 5)[4]
        report.equal(f"{release}: a customer that is gone", NAMES[release][3], event["eventType"])
        hold(report, here, event, number())
        text = json.dumps(receiver.events())
        report.case(f"{release}: no secret is told", "4111111111111111" not in text and "told@example.org" in text)
        report.equal(f"{release}: each event once", 5, len({each["eventId"] for each in receiver.events()}))
        seen = native.call("GET", f"/webhooks/{second['id']}").json()
        report.equal(f"{release}: seen as a webhook", (f"tmf629.{release}", query, chosen.url),
                     (seen["format"], seen["query"], seen["url"]))
        reply = native.call("POST", f"/webhooks/{first['id']}/test")
        report.equal(f"{release}: a test", (200, "TestEvent"), (reply.json()["status"], wait_for(receiver, 6)[5]["eventType"]))
        rotated = native.call("POST", f"/webhooks/{first['id']}/rotate", {"keep_old_s": 0}).json()
        native.call("POST", f"/webhooks/{first['id']}/test")
        wait_for(receiver, 7)
        report.case(f"{release}: signed", is_signed(*receiver.requests[6], rotated["secret"]))
        report.equal(f"{release}: values cannot be chosen there", 422,
                     native.call("PATCH", f"/webhooks/{first['id']}", {"include": ["name"]}).status)
        looked_up(report, here, there, first)
        for each in (first, second):
            report.equal(f"{release}: unregistered", (204, ""), (lambda r: (r.status, r.text))(ask(here, "DELETE", f"/{each['id']}")))
            report.equal(f"{release}: unregistered twice", 404, ask(here, "DELETE", f"/{each['id']}").status)
        refused(report, here, receiver.url)


def looked_up(report, here, there, made):
    """A registration is known at its own release alone, and a plain webhook at none."""
    status = {"v3": 405, "v4": 405, "v5": 200}
    reply = ask(here, "GET", f"/{made['id']}")
    report.equal(f"{here.release}: looked up", status[here.release], reply.status, reply)
    if reply.status == 200:
        report.equal(f"{here.release}: it is the one", made, reply.json())
    report.equal(f"{here.release}: not at another release", 404, ask(there, "DELETE", f"/{made['id']}").status)
    plain = Native(here.http).call("POST", "/webhooks", {"name": "plain", "url": made["callback"], "below": 2}).json()
    report.equal(f"{here.release}: a plain webhook has its own form", "cloudevents", plain["format"])
    report.equal(f"{here.release}: it is not of the hub", 404, ask(here, "DELETE", f"/{plain['id']}").status)
    Native(here.http).call("DELETE", f"/webhooks/{plain['id']}")


def refused(report, here, url):
    """What cannot be registered, and by whom."""
    count = lambda: len(Native(here.http).call("GET", "/webhooks").json()["items"])  # noqa: E731
    before = count()
    for body, member in (({}, "callback"), ({"callback": 5}, "callback"), ({"callback": "ftp://x.example/"}, "callback"),
                         ({"callback": "http://10.0.0.1/x"}, "callback"), ({"callback": "customer:events_url"}, "callback"),
                         ({"callback": url, "query": "eventType=Nothing"}, "query"), ({"callback": url, "query": "limit=2"}, "query"),
                         ({"callback": url, "query": "name.regex=a"}, "query"), ({"callback": url, "query": "nothing=1"}, "query"),
                         ({"callback": url, "colour": "red"}, "colour"), ([], "object")):
        reply = ask(here, "POST", body=body)
        report.case(f"{here.release} hub {body}", reply.status == 400 and member in reply.text, got=reply)
        report.case(f"{here.release} hub {body}: as described",
                    here.release == "v3" or not here.described.flaws("Error", reply.json()), got=reply)
    reply = ask(here, "POST", body={"callback": url, "@type": "Hub"}, headers={"Patchbay-Rehearse": "true"})
    report.equal(f"{here.release}: a rehearsal", (201, "true"), (reply.status, reply.headers.get("patchbay-rehearsed")))
    for headers, status in (({"Authorization": ""}, 401), ({"Authorization": basic("reader", "password")}, 403),
                            ({"Content-Type": "text/plain"}, 415)):
        report.equal(f"{here.release} hub with {headers}", status,
                     ask(here, "POST", body={"callback": url}, headers=headers).status)
    for method, path, status in (("GET", "", 405), ("PATCH", "/1", 405), ("DELETE", "/none", 404), ("DELETE", "/0", 404)):
        report.equal(f"{here.release} {method} hub{path}", status, ask(here, method, path).status)
    report.equal(f"{here.release}: nothing was registered", before, count())
