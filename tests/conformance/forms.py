"""The cells of a matrix row: for each documented form, what is sent and what must result.

A form says which texts it accepts. Dialect says once per door how texts become the door's own
values (JSON numbers, booleans) and what counts as empty there.
"""

import dataclasses
import json
import re

import near  # noqa: F401
from dialects import Raw

IS, CLEARS, REFUSED, SAME = "is", "clears", "refused", "the same"
JSON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
# Four bytes in UTF-8, two units in UTF-16, one code point.
WIDE = "𝒳"


@dataclasses.dataclass(frozen=True)
class Cell:
    """One case of the matrix."""

    name: str
    sent: object
    want: str
    value: object = None
    says: tuple = ()


@dataclasses.dataclass(frozen=True)
class Dialect:
    """How a door writes the values of a form."""

    typed: bool = False            # JSON or XML-RPC values and not only text
    number_strings: tuple = ()     # the forms of numbers that may be written as strings there
    empties: tuple = ("",)
    canonical: object = str        # an enumeration's word -> the record's


def bad(name, *texts):
    """Cells that are refused."""
    return [Cell(f"{name} {text!r}" if len(texts) > 1 else name, text, REFUSED) for text in texts]


def good(name, text, value):
    """A cell that is accepted and stored as `value`."""
    return Cell(name, text, IS, value)


def text_cells(limit, dialect, mark=WIDE):
    limit = int(limit)
    odd = " a;b&c=d <e> \"f\" 'g' %41+\\ {h} ".strip()
    cells = [good("at the limit", mark * limit, mark * limit),
             Cell("too long", mark * (limit + 1), REFUSED, says=(str(limit), str(limit + 1)))]
    if limit >= len(odd):
        cells.append(good("characters that mean something elsewhere", odd, odd))
    return cells


def secret_cells(limit, dialect):
    limit = int(limit)
    return [good("at the limit", WIDE * limit, "****"),
            Cell("too long", WIDE * (limit + 1), REFUSED, says=(str(limit), str(limit + 1))),
            Cell("masked", "****", SAME)]


def secret_tail_cells(limit, dialect):
    limit = int(limit)
    return [good("at the limit", "8" * limit, "****8888"),
            Cell("too long", "8" * (limit + 1), REFUSED, says=(str(limit), str(limit + 1)))]


def card_cells(_, dialect):
    return [good("twelve digits", "400000000002", "****0002"),
            good("nineteen digits", "4000000000000000006", "****0006"),
            *bad("too short", "40000000006"),
            *bad("too long", "40000000000000000002"),
            *bad("wrong check digit", "4111111111111112"),
            *bad("wrong type", "4111x11111111111", "four", "4111.1111.1111.1111")]


def verification_cells(_, dialect):
    return bad("too short", "12") + bad("too long", "12345") + bad("wrong type", "12a", "abc",
                                                                   "1 3")


def plain_cells(limit, dialect):
    limit = int(limit)
    return [*text_cells(limit, dialect),
            good("white space around it", " \t\r\n in the middle \n ", "in the middle"),
            Cell("white space only", " \n\t ", CLEARS),
            Cell("an empty element", Raw(""), CLEARS),
            good("references", Raw("&#65;&#x42; &amp; &lt;&gt;&quot;&apos;"), "AB & <>\"'"),
            good("a marked section", Raw("<![CDATA[a <b> & c]]>"), "a <b> & c"),
            *bad("an element inside", Raw("a<b>c</b>")),
            *bad("only an element inside", Raw("<b/>"))]


def bytes_cells(limit, dialect):
    limit = int(limit)
    fits = "é" * (limit // 2)
    return [good("at the limit in bytes", fits, fits),
            good("at the limit in ASCII", "x" * limit, "x" * limit),
            Cell("too long in bytes", fits[1:] + "xxx", REFUSED, says=(str(limit), str(limit + 1))),
            Cell("too long", "x" * (limit + 1), REFUSED, says=(str(limit), str(limit + 1)))]


def whole_cells(arguments, dialect):
    span, *sentinels = arguments.split(",")
    low, _, high = span.partition("..")
    low = int(low)
    cells = [good("the lowest", str(low), low)]
    if high:
        cells += [good("the highest", high, int(high)),
                  *bad("above the highest", str(int(high) + 1))]
    cells += number_cells(low, sentinels)
    cells += bad("wrong type", "1.5", "abc", "1e1", "+1", " 1", "1 ", "0x1", "１", "1,0", "--1", "-",
                 "1;2")
    cells += bad("too many digits", "9" * 25)
    if not high or int(high) >= 7 >= low:
        cells.append(good("leading zeros", "007", 7))
    return cells


def number_cells(low, sentinels):
    """-1, -2, -3 and the word plan, each either a special value, or accepted as a small number."""
    cells = []
    for number in (-1, -2, -3):
        if str(number) in sentinels:
            cells.append(good(f"sentinel {number}", str(number), number))
        elif low is not None and number < low:
            cells += bad(f"no sentinel {number}", str(number))
    if "plan" in sentinels:
        cells.append(good("sentinel plan", "plan", -2))
    else:
        cells += bad("no sentinel plan", "plan")
    return cells


def decimal_cells(arguments, dialect):
    span, *sentinels = arguments.split(",")
    low = 0 if span else None
    eighteen = "9" * 18
    cells = [good("zero", "0", "0"), good("six places", "1.123456", "1.123456"),
             good("eighteen digits", f"{eighteen}.999999", f"{eighteen}.999999"),
             good("kept exactly", "0.1", "0.1"),
             *bad("seven places", "1.1234567"), *bad("nineteen digits", "1" + eighteen),
             *bad("wrong type", "abc", "1e1", "1E1", "+1", " 1", "1 ", "1,5", "NaN", "Infinity",
                  "0x1",
                  "1.2.3", "-", "１.５")]
    cells += [cell if cell.want == REFUSED else dataclasses.replace(cell, value=str(cell.value))
              for cell in number_cells(low, sentinels)]
    if low is None:
        cells.append(good("below zero", "-0.01", "-0.01"))
    else:
        cells += bad("below zero", "-0.01") + bad("below a sentinel", "-1.5")
    cells.append(good("leading zeros", "0012.50", "12.50"))
    return cells


def flag_cells(sentinels, dialect):
    cells = [good("one", "1", True), good("zero", "0", False),
             *bad("wrong type", "yes", "true", "on", "abc", "1.0", "+1", " 1"),
             *bad("not in the list", "2", "-1")]
    cells += [good("sentinel -2", "-2", -2)] if "-2" in sentinels else bad("no sentinel -2", "-2")
    return cells + bad("no sentinel plan", "plan")


def choice_cells(words, dialect):
    words = words.split("|")
    cells = [good(f"in the list: {word}", word, dialect.canonical(word)) for word in words]
    cells += bad("not in the list", "nonsense", words[0] + "x", words[0][:-1], words[0] + " ")
    swapped = words[0].swapcase()
    return cells + bad("another case",
                       swapped) + ([] if "plan" in words else bad("no sentinel plan", "plan"))


def word_cells(words, dialect):
    cells = []
    for word in words.split("|"):
        cells += [good(f"in the list: {each}", each, word)
                  for each in (word, word.upper(), word.capitalize())]
    return cells + bad("not in the list", "nonsense", "COMPANY", "PRIVATE ")


def reference_cells(arguments, dialect):
    kind, *also = arguments.split(",")
    cells = bad("unknown reference", "999999") + bad("wrong type", "abc", "1.5", "1x", "+1")
    cells += [good("none", "0", 0)] if "0" in also else bad("no sentinel 0", "0")
    cells += number_cells(0, [each for each in also if each != "0"])
    if kind == "customer":
        cells += bad("out of reach", "901")
    return cells + [good("leading zeros", "01",
                         1)] * (kind != "customer") + bad("too many digits", "9" * 25)


def email_cells(_, dialect):
    local = "a" * 64
    longest = f"{local}@{'b' * 61}.{'c' * 61}.{'d' * 61}.com"
    return [good("at the limit", longest, longest),
            *bad("too long", longest.replace("@", "@b")),
            *bad("wrong form", "nobody", "@example.com", "a@", "a b@example.com", "a@b@example.com",
                 "a@example..com", "a@-example.com", "Name <a@example.com>",
                 "a@example.com,b@example.com",
                 "ä@example.com", "a@exa mple.com"),
            good("HTML accepts it", "!#$%&'*+/=?^_`{|}~-.a@x-1.example",
                 "!#$%&'*+/=?^_`{|}~-.a@x-1.example")]


def emails_cells(_, dialect):
    return bad("wrong form", "nobody", "a@example.com nobody", "a@example.com,b@example.com")


def ip_cells(_, dialect):
    return [good("IPv6", "2001:db8:0:1::7", "2001:db8:0:1::7"),
            *bad("wrong form", "999.1.1.1", "192.0.2", "192.0.2.0/24", "host.example.com",
                 "2001:db8:::1",
                 "192.0.2.1 192.0.2.2", "1")]


def url_cells(limit, dialect):
    limit = int(limit)
    stem = "https://events.example.com/"
    fits = stem + "x" * (limit - len(stem))
    return [good("at the limit", fits, fits),
            Cell("too long", fits + "x", REFUSED, says=(str(limit), str(limit + 1))),
            *bad("wrong form", "events.example.com", "ftp://events.example.com/",
                 "javascript:alert(1)",
                 "https://", "https:///x", "http://a b/", "/hook")]


def website_cells(limit, dialect):
    limit = int(limit)
    stem = "https://www.example.com/"
    fits = stem + "x" * (limit - len(stem))
    return [good("at the limit", fits, fits),
            Cell("too long", fits + "x", REFUSED, says=(str(limit), str(limit + 1))),
            *bad("wrong form", "ftp://www.example.com", "javascript:alert(1)", "not a site",
                 "https://",
                 "http://a b/")]


def currency_cells(_, dialect):
    return [good("in the list: USD", "USD", "USD"), good("in the list: JPY", "JPY", "JPY"),
            *bad("not in the list", "XQZ", "EURO", "E", "12", "£")]


def timezone_cells(_, dialect):
    return [good("in the list: UTC", "UTC", "UTC"),
            *bad("not in the list", "Mars/Base", "Europe", "London", "+01:00", "Europe/London ")]


def country_cells(_, dialect):
    return [good("another case", "Fr", "FR"),
            *bad("not in the list", "ZZ", "UK", "ZAF", "South Africa", "Z", "1A")]


def date_cells(_, dialect):
    return bad("wrong form", "1990-12-24", "24-12-1990", "24/12/1990", "2412199", "241219900",
               "abcdefgh",
               "２4121990") \
        + bad("no real day", "31021990", "00011990", "01131990",
              "29021900") + bad("in the future", "01012999")


def landline_cells(_, dialect):
    return [good("three characters", "112", "112"),
            good("at the limit", "+" + "1" * 31, "+" + "1" * 31),
            *bad("too short", "12"), *bad("too long", "1" * 33),
            *bad("wrong form", "call me", "0117 x 5", "011#7", "０１１７")]


def mobile_cells(_, dialect):
    return [good("seven digits", "+2476288", "+2476288"),
            good("fifteen digits", "+123456789012345", "+123456789012345"),
            *bad("too short", "+123456"), *bad("too long", "+1234567890123456"),
            *bad("wrong form", "+44 7700 900123", "+44-7700", "abc", "++447700900123", "+",
                 "+４47700900123")]


def boolean_cells(_, dialect):
    return [Cell("wrong type \"true\"", "true", REFUSED), Cell("wrong type 1", Raw("1"), REFUSED),
            Cell("wrong type [true]", [True], REFUSED), Cell("not in the list", "yes", REFUSED)]


def yes_no_cells(_, dialect):
    return bad("not in the list", "maybe", "1", "true", "yes ")


def status_cells(words, dialect):
    return choice_cells(words, dataclasses.replace(dialect, canonical=lambda word: {
        "on": "active"}.get(word, word)))


def address_type_cells(words, dialect):
    """flolive's words for the types of addresses, and the record's."""
    kept = {"PRIVATE": "main", "SHIPPING": "delivery", "MAILING": "billing"}
    return choice_cells(words, dataclasses.replace(dialect, canonical=kept.get))


def wholes_cells(_, dialect):
    return [Cell(f"wrong type {text}", Raw(text), REFUSED)
            for text in ('["1"]', "[1.5]", "[true]", "[null]", "[[1]]", '"x"', '{"a":1}', "[1e2]",
                         "[1,\"2\"]")] \
        + [good("one of them", Raw("[12345]"), [12345])]


def custom_cells(_, dialect):
    long_key = json.dumps([{"keyName": "k" * 256, "keyValue": "v"}])
    return [Cell(f"wrong type {text[:30]}", Raw(text), REFUSED)
            for text in ('"x"', "[1]", '["k"]', '{"k":"v"}', '[{"keyName":1,"keyValue":"v"}]',
                         '[{"keyName":"k","keyValue":["v"]}]')] \
        + [Cell("the same key twice",
                Raw('[{"keyName":"k","keyValue":"1"},{"keyName":"k","keyValue":"2"}]'), REFUSED),
           Cell("an unknown member", Raw('[{"keyName":"k","keyValue":"1","x":"y"}]'), REFUSED),
           Cell("too long", Raw(long_key), REFUSED, says=("255", "256"))]


def identity_cells(_, dialect):
    return [Cell(f"wrong type {text[:30]}", Raw(text), REFUSED)
            for text in ('"x"', "[1]", '["X1"]', '[{"idType":"ID","idNumber":5}]')] \
        + [Cell("not in the list", Raw('[{"idType":"LIBRARY","idNumber":"X1"}]'), REFUSED),
           Cell("another case", Raw('[{"idType":"passport","idNumber":"X1"}]'), REFUSED),
           Cell("an unknown member", Raw('[{"idType":"ID","idNumber":"X1","x":"y"}]'), REFUSED),
           Cell("too long", Raw(json.dumps([{"idType": "ID", "idNumber": "9" * 256}])), REFUSED,
                says=("255", "256"))]


NUMBERS = ("whole", "decimal", "reference")
LITERAL = ("boolean", "wholes", "custom", "identity")


def cells(form, dialect):
    """Every cell of a form beyond its two good values and the empty ones."""
    kind, _, arguments = form.partition(":")
    if kind in ("unavailable", "primary", "shown"):
        return []
    found = globals()[f"{kind}_cells"](arguments, dialect)
    if not dialect.typed or kind in LITERAL:
        return found
    return [typed for cell in found for typed in in_types(cell, kind, dialect)] \
        + wrong_types(kind, dialect)


def in_types(cell, kind, dialect):
    """One cell of texts as the values that a typed door could send for it."""
    if kind not in NUMBERS or isinstance(cell.sent, Raw):
        return [cell]
    found = []
    if JSON_NUMBER.fullmatch(cell.sent):
        found.append(dataclasses.replace(cell, sent=Raw(cell.sent)))
    if kind in dialect.number_strings or (cell.want == REFUSED and not found):
        found.append(dataclasses.replace(cell, name=f"{cell.name} as a string"))
    return found


def wrong_types(kind, dialect):
    """Values that are neither text nor number, and numbers for text or the reverse."""
    found = [Cell("wrong type true", True, REFUSED), Cell('wrong type ["x"]', ["x"], REFUSED),
             Cell('wrong type {"x": "y"}', {"x": "y"}, REFUSED)]
    if kind not in NUMBERS:
        found.append(Cell("wrong type 5", Raw("5"), REFUSED))
    elif kind not in dialect.number_strings:
        found.append(Cell('wrong type "5"', "5", REFUSED))
    return found


def value_of(text, form, dialect):
    """(value to send, value in the record) for the `good` or `other` of a table."""
    sent, _, kept = (part.strip() for part in text.partition(" => "))
    kind = form.partition(":")[0]
    if kind in LITERAL:
        return Raw(sent), json.loads(kept or sent)
    if kind in ("flag", "yes_no"):
        return sent, (kept or {"1": "true", "0": "false"}[sent]) == "true"
    if kind in ("secret", "secret_tail"):
        return sent, "****" + (sent[-4:] if kind == "secret_tail" else "")
    if kind in ("whole", "reference"):
        return (Raw(sent) if dialect.typed else sent), int(sent)
    if kind == "decimal":
        return (Raw(sent) if dialect.typed else sent), sent
    return sent, kept or sent
