"""Values of the members of a customer, as each release writes them. `GOOD` are accepted and come back as
they were sent; `BAD` are refused."""

import json

PERIOD = {"startDateTime": "2026-01-02T03:04:05Z", "endDateTime": "2030-01-02T03:04:05.678+02:00"}
ENGAGED = {"v3": {"id": "5601", "href": "https://example.org/party/5601", "name": "Moon Football Club",
                  "@referredType": "Organization"},
           "v4": {"id": "5601", "href": "https://example.org/party/5601", "name": "Moon Football Club",
                  "@referredType": "Organization"},
           "v5": {"@type": "PartyRef", "id": "5601", "href": "https://example.org/party/5601",
                  "name": "Moon Football Club", "@referredType": "Organization"}}


def new(release, name, **more):
    """The smallest new customer, and more members."""
    out = {"name": name, "engagedParty": ENGAGED[release], **more}
    if release == "v5":
        out["@type"] = "Customer"
    return out


def reference(release, kind, **members):
    """A reference, with the @type of v5."""
    if release == "v3":
        members.setdefault("href", "https://example.org/x")
    return {**members, "@type": kind} if release == "v5" else members


def medium(release, kind, typed, preferred=None, period=None, **details):
    """An element of contactMedium."""
    if release == "v3":
        if "contactType" in details:
            details["type"] = details.pop("contactType")
        out = {"type": kind, "characteristic": details}
    elif release == "v4":
        out = {"mediumType": kind, "characteristic": details}
    else:
        out = {"@type": typed, **details}
    if preferred is not None:
        out["preferred"] = preferred
    if period is not None:
        out["validFor"] = period
    return out


def characteristic(release, name, value, kind, **more):
    """An element of characteristic."""
    if release == "v3":
        return {"name": name, "value": value if isinstance(value, str) else json.dumps(value)}
    out = {"name": name, "value": value, **more}
    return {**out, "@type": kind} if release == "v5" else out


def related(release, number, name, role):
    """An element of relatedParty."""
    if release != "v5":
        return {"id": number, "name": name, "role": role, "@referredType": "Individual"}
    return {"@type": "RelatedPartyOrPartyRole", "role": role,
            "partyOrPartyRole": {"@type": "PartyRef", "id": number, "name": name, "@referredType": "Individual"}}


def good(release):
    """(member, value) pairs that are accepted and come back as they were sent."""
    r = release
    email = medium(r, "email", "EmailContactMedium", True, emailAddress="moon@example.org")
    phone = medium(r, "phone", "PhoneContactMedium", None, phoneNumber="+27 11 555 0100", contactType="telephone")
    mobile = medium(r, "mobile", "PhoneContactMedium", None, phoneNumber="+27825550100", contactType="mobile")
    fax = medium(r, "fax", "FaxContactMedium", None, faxNumber="+27 11 555 0199")
    social = medium(r, "chat", "SocialContactMedium", None, socialNetworkId="@moon")
    home = medium(r, "postal address", "GeographicAddressContactMedium", False, PERIOD, street1="15 Club Road",
                  street2="Floor 2", city="Paris", postCode="75014", stateOrProvince="Ile-de-France",
                  country="France")
    depot = medium(r, "postal address", "GeographicAddressContactMedium", None, contactType="delivery",
                   street1="1 Depot Way", city="Lyon")
    pairs = [
        ("name", "Moon"), ("name", "Ünïcode 名前 <&>\"'"), ("name", "n" * 255),
        ("description", "A club"), ("description", "line\nline"),
        ("role", "customer"), ("status", "active"), ("status", "suspended"), ("status", "off"),
        ("status", "Approved"), ("status", "Active"), ("status", "terminated"), ("status", "Initialized"),
        ("statusReason", "Account details checked"), ("statusReason", ""), ("validFor", PERIOD),
        ("validFor", {"startDateTime": "2026-01-02T03:04"}), ("validFor", {}),
        ("engagedParty", reference(r, "PartyRef", id="1", name="A", **{"@referredType": "Individual"})),
        ("engagedParty", reference(r, "PartyRef", id="2", href="/p/2", **{"@referredType": "Other"})),
        ("account", [reference(r, "AccountRef", id="A-1", name="main", description="the first")]),
        ("account", [reference(r, "AccountRef", id="A-1", name="main"),
                     reference(r, "AccountRef", id="A-2", name="other", href="https://example.org/a/2")]),
        ("account", [reference(r, "AccountRef", id="long" * 20, name="an id that no field holds")]),
        ("agreement", [reference(r, "AgreementRef", id="77", name="Terms", href="https://example.org/t")]),
        ("agreement", []),
        ("paymentMethod", [reference(r, "PaymentMethodRef", id="direct_debit", name="Direct debit")]),
        ("paymentMethod", [reference(r, "PaymentMethodRef", id="45", name="Card 45")]),
        ("creditProfile", [reference(r, "CreditProfile", creditProfileDate="2026-01-01T00:00:00Z", validFor=PERIOD,
                                     creditRiskRating=3, creditScore=640)]),
        ("contactMedium", [email]), ("contactMedium", [phone]), ("contactMedium", [mobile]),
        ("contactMedium", [fax]), ("contactMedium", [social]), ("contactMedium", [home]),
        ("contactMedium", [depot, home, fax, mobile, phone, email, social]),
        ("contactMedium", [email, medium(r, "email", "EmailContactMedium", None, emailAddress="two@example.org"),
                           medium(r, "email", "EmailContactMedium", None, emailAddress="three@example.org")]),
        ("contactMedium", [phone, medium(r, "phone", "PhoneContactMedium", None, phoneNumber="555 2"), mobile,
                           medium(r, "phone", "PhoneContactMedium", None, phoneNumber="555 3")]),
        ("contactMedium", [home, {**home}, depot]), ("contactMedium", []),
        ("characteristic", [characteristic(r, "colour", "red", "StringCharacteristic")]),
        ("characteristic", [characteristic(r, "size", 12, "IntegerCharacteristic", valueType="integer"),
                            characteristic(r, "weight", 1.5, "NumberCharacteristic"),
                            characteristic(r, "big", True, "BooleanCharacteristic"),
                            characteristic(r, "box", {"a": [1, {"b": None}]}, "ObjectCharacteristic"),
                            characteristic(r, "list", ["x", "y"], "StringArrayCharacteristic")]),
        ("characteristic", [characteristic(r, "colour", "red", "StringCharacteristic"),
                            characteristic(r, "colour", "blue", "StringCharacteristic")]),
        ("characteristic", [characteristic(r, "long", "v" * 3000, "StringCharacteristic")]),
        ("characteristic", [characteristic(r, "website", "www.moon.example", "StringCharacteristic"),
                            characteristic(r, "email_low_balance", True, "BooleanCharacteristic"),
                            characteristic(r, "low_balance", 5.25, "NumberCharacteristic"),
                            characteristic(r, "campaigns", [4, 7], "IntegerArrayCharacteristic"),
                            characteristic(r, "notes", "seen", "StringCharacteristic", valueType="string")]),
        ("relatedParty", [related(r, "88", "Eva", "contact"), related(r, "89", "Adam", "owner")]),
        ("@type", "Customer"), ("@baseType", "PartyRole"),
        ("@schemaLocation", "https://example.org/schema/moon.json"),
        ("myExtension", {"any": ["thing", 1, None, {"deep": True}]}), ("myFlag", False),
    ]
    if release == "v5":
        pairs.append(("partyRoleSpecification", reference(r, "PartyRoleSpecificationRef", id="6", name="Role")))
    return pairs


KINDS = {"a string": "text", "a number": 5, "a flag": True, "an array": ["x"], "an object": {"x": 1}}
# What each member is, and so which of KINDS it is not.
IS = {"name": "a string", "description": "a string", "role": "a string", "status": "a string",
      "statusReason": "a string", "validFor": "an object", "engagedParty": "an object", "account": "an array",
      "agreement": "an array", "paymentMethod": "an array", "creditProfile": "an array",
      "contactMedium": "an array", "characteristic": "an array", "relatedParty": "an array", "@type": "a string",
      "@baseType": "a string", "@schemaLocation": "a string"}


def bad(release):
    """(member, value) pairs that are refused."""
    pairs = [(member, value) for member, kind in IS.items() for name, value in KINDS.items()
             if name != kind and not (member == "engagedParty" and name == "an object")]
    pairs += [(member, value) for member, kind in IS.items() if kind == "an array" for value in (["x"], [None], [[]])]
    pairs += [
        ("name", ""), ("name", "n" * 256), ("validFor", {"startDateTime": "yesterday"}),
        ("validFor", {"endDateTime": 5}), ("creditProfile", [{"creditScore": "high"}]),
        ("contactMedium", [medium(release, "email", "EmailContactMedium", emailAddress="not an address")]),
        ("contactMedium", [medium(release, "email", "EmailContactMedium", emailAddress=5)]),
        ("contactMedium", [medium(release, "phone", "PhoneContactMedium", phoneNumber="5" * 40)]),
        ("contactMedium", [medium(release, "email", "EmailContactMedium", preferred="yes", emailAddress="a@b.example")]),
        ("contactMedium", [medium(release, "fax", "FaxContactMedium", faxNumber="1"),
                           medium(release, "fax", "FaxContactMedium", faxNumber="2")]),
        ("contactMedium", [medium(release, "address", "GeographicAddressContactMedium", city="c" * 256)]),
        ("characteristic", [characteristic(release, "timezone", "Mars/Olympus", "StringCharacteristic")]),
        ("characteristic", [characteristic(release, "campaigns", "many", "StringCharacteristic")]),
        ("characteristic", [characteristic(release, "website", "a", "StringCharacteristic"),
                            characteristic(release, "website", "b", "StringCharacteristic")]),
        ("characteristic", [characteristic(release, "blob", "v" * 20000, "StringCharacteristic")]),
    ]
    if release == "v3":
        pairs += [("account", [{"id": "1"}]), ("account", [{"id": "1", "href": "x"}]), ("paymentMethod", [{"id": "1"}]),
                  ("characteristic", [{"name": "x"}]), ("characteristic", [{"name": "x", "value": 5}]),
                  ("contactMedium", [{"type": "email"}]), ("engagedParty", {"id": "1"}),
                  ("creditProfile", [{"creditProfileDate": "2026-01-01T00:00:00Z"}])]
    elif release == "v4":
        pairs += [("account", [{"id": "1"}]), ("agreement", [{"name": "x"}]), ("relatedParty", [{"id": "1"}]),
                  ("characteristic", [{"name": "x"}]), ("contactMedium", [{"mediumType": "email"}]),
                  ("engagedParty", {"id": "1"}), ("engagedParty", {"@referredType": "x"}),
                  ("creditProfile", [{"creditProfileDate": "2026-01-01T00:00:00Z"}])]
    else:
        pairs += [("account", [{"id": "1"}]), ("agreement", [{"id": "1"}]), ("relatedParty", [{"@type": "x"}]),
                  ("engagedParty", {"id": "1"}), ("paymentMethod", [{"id": "1"}])]
    return pairs
