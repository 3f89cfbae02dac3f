#!/usr/bin/env python3
"""Translations between every two dialects: the list of losses is the one that an oracle computes from
the documents, and the change that is sent in the other dialect equals the change itself, but for what
is listed."""

import json
import random
from xml.sax.saxutils import escape

import near  # noqa: F401
import harness
import translation_oracle as oracle
from dialects import form_text
from door_list import each_door
from harness import Http, Native, basic, uuid_of, view

CUSTOMER = 101  # a direct sub-customer of the home of `username`
LONG = "x" * 255

# The values that are sent for each field; None empties it.
VALUES = {
    "enswitch": {
        "name": ("Oracle AB", "n" * 200), "address1": ("1 New Road", None, LONG), "address2": ("B & C", None),
        "address3": ("<third>", None), "address_city": ("Zürich", None), "address_code": ("8001", None),
        "address_other": ("c/o", None), "address_state": ("ZH", None),
        "country": ("United Kingdom", "GB", "Narnia", None), "email": ("new@b.example", None),
        "telephone": ("+44 1782 555 999", "ext. five", None), "fax": ("123", None), "tax_number": ("T1", None),
        "invoices_due": ("30", "-1", "-2", None), "description": ("d", None), "account": ("A;9&", None),
        "credit": ("5.5", None), "common_routing": ("3", None), "virtual_logout": ("1",), "maxmsg": ("plan", "7", None),
        "events_url": ("http://other.example/", None)},
    "everlytic": {
        "name": ("Oracle AB", "n" * 255), "address": ("1 New Road", None, LONG), "state_provinces": ("ZH", None),
        "postal_code": ("8001", "p" * 40, None), "telephone": ("+44 1782 555 999", None), "email": ("new@b.example",),
        "website_url": ("www.new.example", "http://a.example/" + "w" * 100, None), "country": ("ZA", None),
        "industry": ("Hospitality, Travel & Tourism", None), "unique_id": ("U-1", None), "email_quota": ("5", None),
        "status": ("on", "suspended")},
    "flolive": {
        "name": ("Oracle AB", "n" * 255), "type": ("BUSINESS", None), "vatRegistrationNumber": ("T1", "t" * 100, None),
        "allowOfferDelegation": (True, False), "mfaConfiguration": ("ENABLED", None),
        "contact.emailAddress": ("new@b.example", None), "contact.landlinePhoneNumber": ("+44 1782 555 999", None),
        "contact.firstName": ("Zoë", None), "contact.remarks": ("r", None),
        **{oracle.ADDRESS + name: ("A 1", None) for name in (
            "street", "buildingNumber", "buildingName", "buildingFloor", "zipCode", "apartmentNumber", "entrance",
            "city", "province", "state", "pobox", "company")},
        oracle.ADDRESS + "country": ("South Africa", "Narnia", None),
        "invoiceConfiguration.paymentDueAfterInvoiceIssued": ("30", None), "invoiceConfiguration.vat": ("7.5", None),
        "invoiceConfiguration.invoiceText": ("i", None)},
    "m2mportal": {
        "website": ("www.new.example", "a b c", None), "head-office": ("1 New Road, Town", None),
        "delivery-address": ("2 New Road", None), "billing-address": ("As head office", None), "notes": ("n <&>", None)},
}
CHARACTERISTIC, MEDIUM = oracle.CHARACTERISTIC, oracle.MEDIUM
VALUES["tmf629"] = {
    "name": ("Oracle AB", "n" * 255), "description": ("d", None), "status": ("suspended",),
    "engagedParty.@referredType": ("business",), "account": ("A;9&", None),
    MEDIUM + "emailAddress": ("new@b.example",), MEDIUM + "phoneNumber": ("+44 1782 555 999",),
    MEDIUM + "faxNumber": ("123", None), MEDIUM + "street1": ("1 New Road", LONG), MEDIUM + "street2": ("B & C", None),
    MEDIUM + "city": ("Zürich", None), MEDIUM + "postCode": ("8001", "p" * 40, None),
    MEDIUM + "stateOrProvince": ("ZH", None), MEDIUM + "country": ("United Kingdom", "Narnia", None),
    CHARACTERISTIC + "website": ("www.new.example", "a b c", None), CHARACTERISTIC + "notes": ("n <&>", None),
    CHARACTERISTIC + "tax_number": ("T1", "t" * 100, None), CHARACTERISTIC + "external_id": ("U-1", None),
    CHARACTERISTIC + "events_url": ("http://other.example/", None), CHARACTERISTIC + "industry": ("Hospitality, Travel & Tourism", None),
    CHARACTERISTIC + "mfa": ("enabled", None), CHARACTERISTIC + "invoice_text": ("i", None)}
PARTIES = {"private": "Individual", "business": "Organization"}
STANDARD = "/tmf-api/customerManagement/v4/customer/"
NUMBERS = ("invoiceConfiguration.paymentDueAfterInvoiceIssued", "invoiceConfiguration.vat")


class World:
    """A server with one customer that has everything, and how each dialect changes it."""

    def __init__(self, server):
        self.native = Native(server, "username")
        self.http = Http(server.port)
        reply = self.http.send("POST", "/api/v2/auth/token", json.dumps({"username": "username", "password": "password"}),
                               {"Content-Type": "application/json"})
        self.token = reply.json()["content"][0]["token"]
        record = self.native.get(CUSTOMER)
        parts = {place: next((key for key, each in record["addresses"].items() if each["type"] == place), None)
                 for place in ("main", "delivery", "billing")}
        contact = next(key for key, each in record["contacts"].items() if each.get("primary"))
        full = {name: "before" for name in oracle.LOCATION}
        addresses = {parts["main"]: {**full, "country": "GB", "company": "before"}}
        for number, place in enumerate(("delivery", "billing"), 7):
            key = parts[place] or f"a3bb189e-8bf9-4ce7-8a3c-0d6f2c7f000{number}"
            addresses[key] = {**full, "type": place, "country": "GB", "company": "before"}
        self.native.patch(CUSTOMER, {
            "addresses": addresses, "website": "old.example", "notes": "before", "fax": "99", "invoices_due": 14,
            "events_url": "http://hook.example/", "tax_number": "before", "description": "before", "account": "before",
            "credit": "1", "type": "private", "mfa": "mandatory", "external_id": "before", "email_quota": 3,
            "industry": "Automotive", "vat": "1", "invoice_text": "before", "maxmsg": 3, "common_routing": 1,
            "contacts": {contact: {"email": "before@b.example", "telephone": "111", "mobile": "+441782555000",
                                   "first_name": "before", "remarks": "before"}}})
        self.record = self.native.get(CUSTOMER)
        self.name = self.record["name"]
        self.main, self.contact = parts["main"], contact
        self.spelled = {}

    def request(self, dialect, change):
        """The request of a change, as (method, target, headers, body)."""
        return each_door({"enswitch": self.enswitch, "everlytic": self.everlytic, "flolive": self.flolive,
                          "m2mportal": self.m2mportal, "tmf629": self.tmf629}, without=("native",))[dialect](change)

    @staticmethod
    def enswitch(change):
        """A form."""
        pairs = [("auth_username", "username"), ("auth_password", "password"), ("id", CUSTOMER)]
        pairs += [(name, "" if value is None else value) for name, value in change.items()]
        return "POST", "/api/json/customers/update/", {"Content-Type": "application/x-www-form-urlencoded"}, form_text(pairs)

    @staticmethod
    def everlytic(change):
        """A JSON object."""
        body = json.dumps({name: "" if value is None else value for name, value in change.items()})
        return "PUT", f"/api/2.0/customers/{CUSTOMER}", {"Authorization": basic("username", "password"),
                                                         "Content-Type": "application/json"}, body

    def flolive(self, change):
        """A JSON object with objects in it."""
        body = {}
        for name, value in change.items():
            if name in NUMBERS and value is not None:
                value = json.loads(value)
            if name.startswith(oracle.ADDRESS):
                body.setdefault("address", [{"id": self.main}])[0][name.removeprefix(oracle.ADDRESS)] = value
            elif "." in name:
                outer, inner = name.split(".")
                body.setdefault(outer, {"id": self.contact} if outer == "contact" else {})[inner] = value
                if inner == "paymentDueAfterInvoiceIssued" and value is not None:
                    body[outer]["paymentDueUnits"] = "DAYS"
            else:
                body[name] = value
        return "PATCH", f"/api/v2/customer/{uuid_of(CUSTOMER)}", {"Authorization": "Bearer " + self.token,
                                                                  "Content-Type": "application/json"}, json.dumps(body)

    def m2mportal(self, change):
        """A command."""
        inside = "".join(f"<{name}>{escape(value or '')}</{name}>" for name, value in change.items())
        body = ("<edit-customer version='1'><authentication><username>username</username><password>password</password>"
                f"</authentication><customer>{escape(self.name)}</customer>{inside}</edit-customer>")
        return "POST", "/", {"Content-Type": "application/xml"}, body

    def tmf629(self, change):
        """A merge patch, whose lists are those of the customer with what changes. Keeps how losses spell it."""
        headers = {"Authorization": basic("username", "password")}
        shown = self.http.send("GET", STANDARD + str(CUSTOMER), "", headers).json()
        body, self.spelled = {}, {}
        for name, value in change.items():
            if name.startswith(MEDIUM):
                body["contactMedium"] = shown["contactMedium"]
                self.set_medium(body["contactMedium"], name, value)
            elif name.startswith(CHARACTERISTIC):
                here = body.setdefault("characteristic", [])
                self.spelled[f"characteristic[{len(here)}].value"] = name
                here.append({"name": name.removeprefix(CHARACTERISTIC), "value": value})
            elif name == "account":
                self.spelled["account" if value is None else "account[0].id"] = name
                body[name] = None if value is None else [{"id": value, "name": value}]
            elif name.startswith("engagedParty"):
                body["engagedParty"] = {"@referredType": PARTIES[value]}
            else:
                body[name] = value
        return "PATCH", STANDARD + str(CUSTOMER), {**headers, "Content-Type": "application/merge-patch+json"}, json.dumps(body)

    def set_medium(self, media, name, value):
        """Changes the medium of the primary contact, the fax number or the main address."""
        inner = name.removeprefix(MEDIUM)
        for at, medium in enumerate(media):
            held = medium["characteristic"]
            if inner in ("emailAddress", "phoneNumber", "faxNumber"):
                is_it = inner in held and held.get("contactType", "telephone") == "telephone"
            else:
                is_it = medium["mediumType"] == "postalAddress" and held["contactType"] == "main"
            if not is_it:
                continue
            self.spelled[f"contactMedium[{at}].characteristic.{inner}"] = name
            if value is not None:
                held[inner] = value
            elif inner == "faxNumber":
                self.spelled["contactMedium"] = name
                del media[at]
            else:
                del held[inner]
            return
        raise LookupError(name)

    def send(self, method, target, headers, body):
        """Sends a request; whether it was accepted."""
        reply = self.http.send(method, target, body, headers)
        words = reply.text if isinstance(reply.text, str) else str(reply.text)
        good = reply.status < 300 and '"code":"4' not in words.replace(" ", "")
        return good and (method != "POST" or target != "/" or "<api-outcome>success<" in words), words

    def translate(self, source, target, request):
        """The reply of POST /v1/translate."""
        method, path, headers, body = request
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", body]
        reply = self.native.call("POST", "/translate",
                                 {"from": source, "to": target, "input": "\r\n".join(lines)})
        return reply.json() if reply.status == 200 else {"error": reply.text}

    def send_translated(self, translation):
        """Sends a translated request, with its placeholders filled in."""
        request = translation["request"]
        headers = {each["name"]: each["value"] for each in request["headers"]}
        if headers.get("Authorization") == "Basic USERNAME:PASSWORD":
            headers["Authorization"] = basic("username", "password")
        if headers.get("Authorization") == "Bearer TOKEN":
            headers["Authorization"] = "Bearer " + self.token
        body = request["body"].replace("USERNAME", "username").replace("PASSWORD", "password")
        return self.send(request["method"], request["target"], headers, body)

    def state(self):
        """What the customer holds."""
        return view(self.native.get(CUSTOMER))

    def restore(self):
        """Puts back what the customer held at first."""
        now = self.native.get(CUSTOMER)
        if now["version"] != self.record["version"]:
            patch = {name: self.record.get(name) for name in {*now, *self.record} - {
                "id", "uuid", "version", "parent", "resolved", "hash", "enterprise", "addresses", "contacts"}}
            for name in ("addresses", "contacts"):
                held = self.record.get(name) or {}
                patch[name] = {key: None for key in (now.get(name) or {}) if key not in held}
                for key, part in held.items():
                    there = (now.get(name) or {}).get(key) or {}
                    patch[name][key] = {each: part.get(each) for each in {*part, *there} - {"ordinal"}}
            self.native.patch(CUSTOMER, patch)
            self.record = self.native.get(CUSTOMER)


def key_of(cell):
    """A cell as a key of `view`."""
    place, name = cell
    return f"{place}.{name}" if place else name


def fact(key, held):
    """A value, where a country is the same as a name and as a code."""
    value = held.get(key)
    return oracle.CODES.get(value, value) if key.endswith(".country") else value


def check(report, world, source, target, change):
    """One change from one dialect to another."""
    name = f"{source} to {target}: {json.dumps(change, ensure_ascii=False)[:200]}"
    request = world.request(source, change)
    translation = world.translate(source, target, request)
    plan = oracle.Plan(source, target, change)
    spelled = world.spelled if source == "tmf629" else {}
    got = {spelled.get(each["field"], each["field"]): each["kind"] for each in translation.get("losses", [])}
    report.case(f"{name}: the losses", "losses" in translation and got == plan.losses(),
                expected=plan.losses(), got=translation.get("error", got))
    if "losses" not in translation:
        return
    text = json.dumps(translation)
    report.case(f"{name}: no credentials", world.token not in text and basic("username", "password") not in text)
    before = world.state()
    good, words = world.send(*request)
    report.case(f"{name}: the source accepts it", good, got=words)
    direct = world.state()
    world.restore()
    if translation["request"]:
        good, words = world.send_translated(translation)
        report.case(f"{name}: the target accepts it", good, got=words)
    through = world.state()
    world.restore()
    report.equal(f"{name}: the customer is as before", before, world.state())
    allowed = {key_of(cell) for cell in plan.differing()}
    # The standard keeps how its own lists were written.
    differing = {key for key in {*direct, *through} - {"extensions"} if fact(key, direct) != fact(key, through)}
    report.case(f"{name}: equal but for the losses", differing <= allowed,
                expected=sorted(allowed), got=sorted(differing - allowed))


def t01_every_field_and_state(report, server):
    """Each field alone, with each of its values and emptied, to each dialect."""
    world = World(server)
    for source, fields in VALUES.items():
        for field, values in fields.items():
            for value in values:
                for target in VALUES:
                    report.guard(f"{source} {field} to {target}", check, report, world, source, target, {field: value})


def t02_many_at_once(report, server):
    """Some fields at once, at random."""
    world = World(server)
    choose = random.Random(7)
    for source, fields in VALUES.items():
        for _ in range(25):
            names = choose.sample(sorted(fields), choose.randint(2, min(9, len(fields))))
            change = {name: choose.choice(fields[name]) for name in sorted(names, key=list(fields).index)}
            for target in VALUES:
                report.guard(f"{source} to {target}", check, report, world, source, target, change)


if __name__ == "__main__":
    harness.main([t01_every_field_and_state, t02_many_at_once])
