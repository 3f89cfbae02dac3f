"""What a translation must lose, computed from the documents alone: how each dialect spells what it
can change, and which values it accepts. Nothing here is taken from the program."""

import re

import near  # noqa: F401
from door_list import each_door

LOCATION = ("street", "building_number", "building_name", "floor", "apartment", "entrance", "line2", "line3",
            "other", "pobox", "city", "province", "state", "postal_code", "country")

# A cell is one fact of a customer: (place, name). Places: "" for the customer itself, main, delivery
# and billing for the oldest address of a type, contact for the primary contact.


def text(limit):
    """A text of at most `limit` characters."""
    return lambda value: "too_long" if len(value) > limit else None


def telephone(value):
    """3 to 32 digits, spaces and + - ( ) . /."""
    return None if re.fullmatch(r"[0-9 +()./-]{3,32}", value) and re.search("[0-9]", value) else "not_accepted"


def email(value):
    """One address."""
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+", value) else "not_accepted"


def site(value):
    """An http or https URL or a host name, at most 255 characters."""
    if len(value) > 255:
        return "too_long"
    good = re.fullmatch(r"https?://\S+", value) or re.fullmatch(r"[a-z0-9.-]+\.[a-z]+", value)
    return None if good else "not_accepted"


def days(value):
    """0 to 3650; the words for never and as the plan says are none here."""
    return "no_word" if int(value) < 0 else None


CODES = {"United Kingdom": "GB", "GB": "GB", "South Africa": "ZA", "ZA": "ZA"}


def code(value):
    """A country that has a code of two letters."""
    return None if value in CODES else "not_accepted"


def free(_value):
    """Anything that the source accepts."""
    return None


class Row:
    """A field of a dialect: the cell that takes its value, the cells that are emptied with it, and
    what it accepts. `also_cleared`: cells that are emptied only when the field is."""

    def __init__(self, place, name, accepts, empties=(), also_cleared=(), needed=False, fixed=False,
                 shape=None):
        self.cell = (place, name)
        self.accepts = accepts
        self.empties = [(place, each) for each in empties]
        self.also_cleared = [(place, each) for each in also_cleared]
        self.needed = needed
        self.fixed = fixed
        self.shape = shape

    def writes(self, value):
        """The cells that are written: cell to value, or None if it is emptied."""
        out = {self.cell: value}
        for each in self.empties:
            out[each] = None
        if value is None:
            for each in self.also_cleared:
                out[each] = None
        return out


OTHERS = tuple(each for each in LOCATION if each != "street")


def line(place, limit):
    """The first line of an address: "street number"."""
    return Row(place, "street", text(limit), empties=("building_number",), shape="line")


def region(place, limit):
    """A state; emptied, the province goes too, which was shown in its place."""
    return Row(place, "state", text(limit), also_cleared=("province",))


def whole(place):
    """A whole address as text."""
    return Row(place, "street", text(200), empties=OTHERS)


ENSWITCH = {
    "name": Row("", "name", text(200), needed=True),
    "address1": line("main", 255),
    "address2": Row("main", "line2", text(255)),
    "address3": Row("main", "line3", text(255)),
    "address_city": Row("main", "city", text(100)),
    "address_code": Row("main", "postal_code", text(32)),
    "address_other": Row("main", "other", text(255)),
    "address_state": region("main", 100),
    "country": Row("main", "country", text(100)),
    "email": Row("contact", "email", email),
    "telephone": Row("contact", "telephone", text(32)),
    "fax": Row("", "fax", text(32)),
    "tax_number": Row("", "tax_number", text(64)),
    "invoices_due": Row("", "invoices_due", free),
    "description": Row("", "description", text(2000)),
    "account": Row("", "account", text(64)),
    "credit": Row("", "credit", free),
    "common_routing": Row("", "common_routing", free),
    "virtual_logout": Row("", "virtual_logout", free, needed=True),
    "maxmsg": Row("", "maxmsg", free),
    "events_url": Row("", "events_url", free),
    "currency": Row("", "currency", free, needed=True),
}
EVERLYTIC = {
    "name": Row("", "name", text(255), needed=True),
    "address": line("main", 255),
    "state_provinces": region("main", 255),
    "postal_code": Row("main", "postal_code", text(255)),
    "telephone": Row("contact", "telephone", telephone),
    "email": Row("contact", "email", email, needed=True),
    "fax": Row("", "fax", text(32), fixed=True),
    "website_url": Row("", "website", site),
    "country": Row("main", "country", code, shape="code"),
    "industry": Row("", "industry", free),
    "unique_id": Row("", "external_id", text(64)),
    "email_quota": Row("", "email_quota", free),
    "status": Row("", "status", free, needed=True, shape="status"),
}
ADDRESS = "address[0]."
FLOLIVE = {
    "name": Row("", "name", text(255), needed=True),
    "type": Row("", "type", free),
    "currency": Row("", "currency", free, fixed=True),
    "status": Row("", "status", free, fixed=True),
    "vatRegistrationNumber": Row("", "tax_number", text(255)),
    "allowOfferDelegation": Row("", "offer_delegation", free),
    "mfaConfiguration": Row("", "mfa", free),
    "contact.emailAddress": Row("contact", "email", email),
    "contact.landlinePhoneNumber": Row("contact", "telephone", telephone),
    "contact.firstName": Row("contact", "first_name", text(255)),
    "contact.remarks": Row("contact", "remarks", text(2000)),
    ADDRESS + "street": Row("main", "street", text(255)),
    ADDRESS + "buildingNumber": Row("main", "building_number", text(255)),
    ADDRESS + "buildingName": Row("main", "building_name", text(255)),
    ADDRESS + "buildingFloor": Row("main", "floor", text(255)),
    ADDRESS + "zipCode": Row("main", "postal_code", text(255)),
    ADDRESS + "apartmentNumber": Row("main", "apartment", text(255)),
    ADDRESS + "entrance": Row("main", "entrance", text(255)),
    ADDRESS + "city": Row("main", "city", text(255)),
    ADDRESS + "province": Row("main", "province", text(255)),
    ADDRESS + "state": Row("main", "state", text(255)),
    ADDRESS + "country": Row("main", "country", text(255)),
    ADDRESS + "pobox": Row("main", "pobox", text(255)),
    ADDRESS + "company": Row("main", "company", text(255)),
    "invoiceConfiguration.paymentDueAfterInvoiceIssued": Row("", "invoices_due", days),
    "invoiceConfiguration.vat": Row("", "vat", free),
    "invoiceConfiguration.invoiceText": Row("", "invoice_text", free),
}
# As a target, flolive names addresses of every type by their ids, and tmf629 shows them all.
PLACES = ("main", "delivery", "billing")
M2MPORTAL = {
    "website": Row("", "website", text(100)),
    "head-office": whole("main"),
    "delivery-address": whole("delivery"),
    "billing-address": whole("billing"),
    "notes": Row("", "notes", text(500)),
}
MEDIUM = "contactMedium."
CHARACTERISTIC = "characteristic."
TMF629 = {
    "name": Row("", "name", text(255), needed=True),
    "description": Row("", "description", text(2000)),
    "status": Row("", "status", free, needed=True),
    "engagedParty.@referredType": Row("", "type", free, needed=True),
    "account": Row("", "account", text(64)),
    MEDIUM + "emailAddress": Row("contact", "email", email),
    MEDIUM + "phoneNumber": Row("contact", "telephone", text(32)),
    MEDIUM + "faxNumber": Row("", "fax", text(32)),
    MEDIUM + "street1": line("main", 255),
    MEDIUM + "street2": Row("main", "line2", text(255)),
    MEDIUM + "city": Row("main", "city", text(255)),
    MEDIUM + "postCode": Row("main", "postal_code", text(255)),
    MEDIUM + "stateOrProvince": region("main", 255),
    MEDIUM + "country": Row("main", "country", text(255)),
    **{CHARACTERISTIC + name: Row("", name, free) for name in (
        "tax_number", "invoices_due", "credit", "common_routing", "virtual_logout", "maxmsg", "events_url", "website",
        "industry", "external_id", "email_quota", "offer_delegation", "mfa", "vat", "invoice_text", "notes")},
}
DIALECTS = each_door({"enswitch": ENSWITCH, "everlytic": EVERLYTIC, "flolive": FLOLIVE, "m2mportal": M2MPORTAL,
                      "tmf629": TMF629}, without=("native",))


def targets(dialect):
    """Every row that a request of this dialect can carry, with the addresses of each type."""
    out = []
    for row in DIALECTS[dialect].values():
        if dialect not in ("flolive", "tmf629") or row.cell[0] != "main":
            out.append(row)
            continue
        for place in PLACES:
            out.append(Row(place, row.cell[1], row.accepts, empties=[name for _, name in row.empties],
                           also_cleared=[name for _, name in row.also_cleared], shape=row.shape))
    return out


def writes_of(dialect, field, value):
    """The cells that one field of a request writes."""
    row = DIALECTS[dialect][field]
    if row.shape != "status":
        return row.writes(value)
    return {("", "status"): value, ("", "deleted"): False}


def implied(dialect, change):
    """The fields that a request changes: Enswitch empties events_url when it is left out."""
    if dialect == "enswitch" and "events_url" not in change:
        return {**change, "events_url": None}
    return change


def order(dialect, change):
    """The fields of a change in the order of the document, which decides nothing but duplicates."""
    return sorted(change.items(), key=lambda item: list(DIALECTS[dialect]).index(item[0]))


class Plan:
    """What of a change reaches the target."""

    def __init__(self, source, target, change):
        self.target = target
        self.wanted = {}   # cell: (value, field)
        for field, value in order(source, implied(source, change)):
            for cell, each in writes_of(source, field, value).items():
                self.wanted[cell] = (each, field)
        self.carried = set()
        self.reasons = {}  # cell: kind
        self.reshaped = set()
        for row in sorted(targets(target), key=lambda each: -len(each.empties)):
            self.offer(row)
        if target == "tmf629":
            self.keep_addresses()

    def value(self, row):
        """The value that the row would have to take."""
        value, field = self.wanted[row.cell]
        number = self.wanted.get((row.cell[0], "building_number"))
        if row.shape == "line" and number and number[0] is not None and value is not None:
            return f"{value} {number[0]}", True
        return value, False

    def offer(self, row):
        """Lets one field of the target carry what it can."""
        if row.cell not in self.wanted:
            return
        value, merged = self.value(row)
        writes = row.writes(value)
        kind = "read_only" if row.fixed else self.refused(row, value)
        if kind:
            self.note(writes, kind)
            return
        if row.shape == "status":
            writes[("", "deleted")] = False
        for cell, each in writes.items():
            here = self.wanted.get(cell)
            if here is None or (here[0] != each and not merged):
                self.note(writes, "replaces_more")
                return
        if merged:
            self.reshaped |= {self.wanted[cell][1] for cell in writes}
        if row.shape == "code" and value is not None and CODES[value] != value:
            self.reshaped.add(self.wanted[row.cell][1])
        self.carried |= set(writes)

    def keep_addresses(self):
        """An address that shows nothing any more would go as a whole, with its company."""
        for place in PLACES:
            shown = [(place, name) for name in ("street", "line2", "city", "postal_code", "state", "country")]
            if all(self.wanted.get(cell, ("",))[0] is None for cell in shown):
                cells = [(place, name) for name in LOCATION]
                self.carried -= set(cells)
                self.reasons.update(dict.fromkeys(cells, "replaces_more"))

    def note(self, cells, kind):
        """Keeps why cells are not carried, unless more is known already."""
        for cell in cells:
            if self.reasons.get(cell, "read_only") == "read_only":
                self.reasons[cell] = kind

    @staticmethod
    def refused(row, value):
        """Why the target does not accept the value."""
        if value is None:
            return "cannot_clear" if row.needed else None
        return row.accepts(value) if isinstance(value, str) else None

    def losses(self):
        """{field: kind}."""
        out = {}
        by_field = {}
        for cell, (_, field) in self.wanted.items():
            by_field.setdefault(field, []).append(cell)
        for field, cells in by_field.items():
            lost = [cell for cell in cells if cell not in self.carried]
            if field in self.reshaped:
                out[field] = "reshaped"
            elif lost and len(lost) < len(cells):
                out[field] = "partly"
            elif lost:
                out[field] = self.kind(cells[0])
            elif self.target == "flolive" and len(cells) == len(LOCATION) and self.wanted[cells[0]][0] is None:
                out[field] = "partly"   # the address itself stays
        return out

    def kind(self, cell):
        """Why nothing of a field is carried."""
        if self.target == "m2mportal" and cell == ("", "name"):
            return "names_customer"
        return self.reasons.get(cell, "no_field")

    def differing(self):
        """Cells that may differ from those of the same change made directly."""
        lost = self.losses()
        return {cell for cell, (_, field) in self.wanted.items() if field in lost}
