#!/usr/bin/env python3
"""Callers who moved from a vendor's platform name customers by the ids that they had there, at each
door, and everybody else by Patchbay's."""

import near  # noqa: F401
import harness
from dialects import Enswitch, Everlytic, Flolive
from dialects_xml import EverlyticRpc, M2mportal
from door_list import each_door
from harness import Http, Native, basic, uuid_of

OURS, OTHER = 101, 102  # the second has no id anywhere else
OWN_FROM = 1000000000
OLD_UUID = "20000000-0000-4000-8000-000000004711"
# Door, what its system calls the customer, and the number of the system.
SYSTEMS = each_door((("enswitch", "4711", 1), ("everlytic", "815", 2), ("flolive", OLD_UUID, 3),
                     ("m2mportal", "Old Trading", 4)), without=("native", "tmf629"))
CONFIG = "".join(f"[{door}]\nids_of = {number}\n" for door, _, number in SYSTEMS) + "[tmf629]\nids_of = 2\n"
# Door, client, what names both customers, and what shows the id of the first one.
DOORS = (
    ("enswitch", Enswitch, {"id": 4711}, {"id": OWN_FROM + OTHER}, {"id": OURS}, lambda shown: shown["id"], 4711),
    ("everlytic", Everlytic, {"id": 815}, {"id": OWN_FROM + OTHER}, {"id": OURS}, lambda shown: shown["id"], 815),
    ("everlytic over XML-RPC", EverlyticRpc, {"id": 815}, {"id": OWN_FROM + OTHER}, {"id": OURS},
     lambda shown: shown["id"], 815),
    ("flolive", Flolive, {"uuid": OLD_UUID}, {"uuid": uuid_of(OTHER)}, {"uuid": uuid_of(OURS)},
     lambda shown: shown["customerId"], OLD_UUID),
)


def describe(native, door, there):
    """Makes the outside system of a door, and links the customer to it."""
    wanted = {"name": f"Old {door}", "dialect": door, "address": "https://vendor.example/", "username": "u",
              "secret": "s", "below": 2, "match": ["external_id"], "fields": {"name": "review"}}
    if door == "m2mportal":
        wanted |= {"match": [], "fields": {"notes": "record"}}
    if door == "flolive":
        wanted["there"] = "20000000-0000-4000-8000-000000000001"
    reply = native.call("POST", "/systems", wanted)
    if reply.status != 201:
        raise RuntimeError(repr(reply))
    system = reply.json()
    reply = native.call("POST", f"/systems/{system['id']}/links", {"customer": OURS, "there": there})
    return system["id"], reply.status


def imported(native, query, text):
    """The reply to a file with the customers below 2."""
    return native.http.send("POST", f"/v1/import?below=2&{query}", text,
                            {**native.headers, "Content-Type": "text/csv"}).json()


def rename(client, customer, name):
    """Changes the name at a door: whether it was accepted."""
    return client.update(customer, {"name": name}).accepted


def at_each_door(report, server):
    """The old id names the customer, its own does not, and replies show the old one."""
    native = Native(server)
    for door, make, old, other, own, shown, wanted in DOORS:
        client = make(server)
        report.case(f"{door}: the old id", rename(client, old, f"By {door}"))
        report.equal(f"{door}: names the customer", f"By {door}", native.get(OURS)["name"])
        report.case(f"{door}: its own id names nobody", not rename(client, own, "By nobody"))
        report.equal(f"{door}: and changes nothing", f"By {door}", native.get(OURS)["name"])
        report.case(f"{door}: one without an old id", rename(client, other, f"Other by {door}"))
        report.equal(f"{door}: is found", f"Other by {door}", native.get(OTHER)["name"])
        report.equal(f"{door}: what is shown", wanted, shown(client.show(old)))
    portal = M2mportal(server)
    report.case("m2mportal: the old name", portal.edit("Old Trading", "<notes>by its old name</notes>").accepted)
    report.equal("m2mportal: names the customer", "by its old name", native.get(OURS)["notes"])
    now = native.get(OURS)["name"]
    report.case("m2mportal: so does the name that it has now", portal.edit(now, "<notes>by its name</notes>").accepted)


def telecom(report, server):
    """TMF629 has the numbers of the system that it is given."""
    http = Http(server.port)
    headers = {"Authorization": basic("root", "password")}
    path = "/tmf-api/customerManagement/v4/customer/"
    shown = http.send("GET", path + "815", None, headers)
    report.equal("tmf629: the old id", (200, "815"), (shown.status, shown.json()["id"]))
    report.case("tmf629: href has it too", shown.json()["href"].endswith("/customer/815"), got=shown.json()["href"])
    report.equal("tmf629: its own id", 404, http.send("GET", f"{path}{OURS}", None, headers).status)
    found = http.send("GET", path.rstrip("/") + "?id=815", None, headers).json()
    report.equal("tmf629: a list by id", ["815"], [each["id"] for each in found])
    changed = http.send("PATCH", path + "815", '{"id":"815","name":"By tmf629"}',
                        {**headers, "Content-Type": "application/merge-patch+json"})
    report.equal("tmf629: a patch with the id", 200, changed.status, changed)


def new_customers(report, server):
    """A customer that is made at a door has the number that the reply says."""
    client = Enswitch(server)
    number = client.make("Made at the door")
    report.case("a new number is out of the way of old ones", number > OWN_FROM, got=number)
    report.equal("and names it", "Made at the door", client.show({"id": number})["name"])
    report.equal("and is its own number behind that", "Made at the door", Native(server).get(number - OWN_FROM)["name"])
    moved = Enswitch(server, "root").act("customers/move", {"id": number, "parent": 4711, "plan": 1})
    report.case("it can be moved below an old id", moved.accepted, got=moved)
    report.equal("and stands there", OURS, Native(server).get(number - OWN_FROM)["parent"])


def both(report, server):
    """The native door has its own ids, shows the others, and finds by them."""
    native = Native(server)
    ids = native.call("GET", f"/customers/{OURS}/ids").json()
    report.equal("all ids", [(number, door, there) for door, there, number in SYSTEMS],
                 [(each["system"], each["dialect"], each["there"]) for each in ids["ids"]])
    report.equal("none", [], native.call("GET", f"/customers/{OTHER}/ids").json()["ids"])
    found = native.call("GET", "/systems/1/links?there=4711").json()["items"]
    report.equal("the other way", [OURS], [each["customer"] for each in found])
    report.equal("one that is not there", [], native.call("GET", "/systems/1/links?there=47").json()["items"])
    held = native.call("GET", f"/customers/{OURS}/export").json()
    report.equal("what is held about a person", ids["ids"], held["ids"])


def files(report, server):
    """Old ids come in and go out as a column, and find customers."""
    native = Native(server)
    text = "id,name,email\n9001,From a file,f@a.example\n4711,Known,k@a.example\n"
    query = "names=everlytic&map=id%3Dlinks/1&key=links/1"
    plan = imported(native, query, text)
    report.equal("a plan", (1, 1, 0), (plan["made"], plan["changed"], plan["refused"]), plan)
    done = imported(native, query + "&apply=true", text)
    report.equal("is carried out", (1, 1, 0), (done["made"], done["changed"], done["refused"]), done)
    report.equal("the known one was found", "Known", native.get(OURS)["name"])
    client = Enswitch(server)
    report.equal("the new one has its old id", "From a file", client.show({"id": 9001})["name"])
    again = imported(native, query + "&batch=again", text)
    report.equal("nothing is left", 2, again["unchanged"], again)
    undone = native.call("POST", "/undo", {"batch": done["batch"]})
    report.equal("an import is taken back", 200, undone.status, undone)
    report.case("what it made is gone", client.act("customers/get", {"id": 9001}).code != "200")
    anew = imported(native, query + "&batch=anew&apply=true", text)
    report.equal("and the old id is free again", (1, 1, 0), (anew["made"], anew["changed"], anew["refused"]), anew)
    taken = imported(native, "key=uuid&ignore=name", f"uuid,name,links/1\n{uuid_of(OTHER)},x,9001\n")
    report.equal("an id of another is refused", 1, taken["refused"], taken)
    out = native.call("GET", "/export?fields=id,links/1&below=2").text
    report.case("the map goes out", f"{OURS},4711\n" in out and ",9001\n" in out and f"{OTHER},\n" in out, got=out)


def main():
    """All of it, against one demo."""
    report = harness.Report()
    with harness.Server(CONFIG) as server:
        native = Native(server)
        found = [each for each in native.call("GET", "/system").json()["findings"] if each["check"] == "old_ids"]
        report.case("systems that are not there are said", len(found) == 1 and "tmf629.ids_of is 2" in found[0]["what"],
                    got=found)
        for door, there, number in SYSTEMS:
            report.equal(f"a system of {door}", (number, 200), describe(native, door, there))
        for part in (at_each_door, telecom, new_customers, both, files):
            report.guard(part.__name__, part, report, server)
    report.end()


if __name__ == "__main__":
    main()
