#!/usr/bin/env python3
"""Searches at the native door over a real socket: folding, words, keys, reach, paging; and the
lookups of other doors that use the same index."""

import urllib.parse

import near  # noqa: F401
import harness
from dialects import Everlytic
from harness import Native
from proof import Proof


def found(native, **query):
    """The ids of all pages of a search, in order."""
    out, cursor = [], None
    while True:
        more = dict(query, cursor=cursor) if cursor else query
        reply = native.call("GET", "/customers?" + urllib.parse.urlencode(more))
        if reply.status != 200:
            return reply.status
        page = reply.json()
        out += [item["id"] for item in page["items"]]
        cursor = page.get("next")
        if not cursor:
            return out


def s01_folding_words_and_keys(report, server):
    """Case, accents and width are ignored. All words must match, the last one as a prefix."""
    proof = Proof(report, server)
    native = proof.native
    part = {"a3bb189e-8bf9-4ce7-8a3c-0d6f2c7f0001": {
        "type": "owner", "role": "none", "first_name": "Zoë", "last_name": "Müller-Straße",
        "email": "Zoe.M@Search.Example", "mobile": "+442079460123"}}
    made = native.make("José Ｓearchable", external_id="Se-1", account="ACC 9",
                       description="finds größe and 東京 too", contacts=part)
    one = [made["id"]]
    for query in ({"q": "jose searchable"}, {"q": "JOSÉ SEARCH"}, {"q": "searchable jos"},
                  {"q": "grosse jose"}, {"q": "東京"}, {"q": "zoe strasse"}, {"q": "se 1 jose"},
                  {"name_prefix": "jose ｓ"}, {"email": "ZOE.m@search.example"},
                  {"telephone": "+44 20 7946 0123"}, {"account": "acc 9"}, {"external_id": "Se-1"},
                  {"q": "jose", "email": "zoe.m@search.example"}):
        report.equal(f"{query}", one, found(native, **query))
    for query in ({"q": "jos searchable"}, {"q": "jose nowhere"}, {"name_prefix": "searchable"},
                  {"email": "oe.m@search.example"}, {"external_id": "se-1"}, {"q": "email"}):
        report.equal(f"{query}", [], found(native, **query))
    for query in ({"q": "..."}, {"email": ""}, {"order": "age"}, {"cursor": "x"}, {"colour": "red"}):
        report.equal(f"{query}", 422, found(native, **query))
    native.patch(made["id"], {"name": "Renamed", "external_id": None})
    report.equal("the old name is gone", [], found(native, q="jose searchable"))
    report.equal("the new one is there", one, found(native, q="renamed", email="zoe.m@search.example"))
    native.call("DELETE", f"/customers/{made['id']}")
    report.equal("deleted", [], found(native, q="renamed"))
    report.equal("among the deleted", one, found(native, q="renamed", deleted="true"))


def s02_reach(report, server):
    """A caller finds no customer outside its home's subtree, whatever the query."""
    own, root = Native(server, "username"), Native(server)
    outside = root.make("Unreachable Searched", parent=900, external_id="out-1")
    report.equal("the root finds it", [outside["id"]], found(root, q="unreachable"))
    for query in ({"q": "unreachable"}, {"name_prefix": "unreach"}, {"external_id": "out-1"},
                  {"name": "reachable"}, {"q": "unreachable", "deleted": "all"}):
        report.equal(f"{query}", [], found(own, **query))
    report.equal("below another", 404, found(own, below=900, q="unreachable"))


def s03_pages(report, server):
    """Pages in every order add up to the whole list, with writes in between. Totals only on
    request."""
    native = Native(server)
    top = native.make("Paged")
    names = ["Éric", "eric", "Bob", "bob", "Åsa", "asa", "Zed", "zed", "Mia", "mia"]
    made = [native.make(f"{name} paged", parent=top["id"], account=name)["id"] for name in names]
    for order in ("id", "name", "account"):
        whole = found(native, below=top["id"], order=order, recursive="true", q="paged")
        report.equal(f"by {order}: all once", sorted([top["id"], *made]), sorted(whole))
        report.equal(f"by {order}: in pages", whole,
                     found(native, below=top["id"], order=order, q="paged", limit=3))
    target = f"/customers?below={top['id']}&order=name&limit=4"
    first = native.call("GET", target).json()
    report.case("no total unasked", "total" not in first, got=first.keys())
    native.make("Aaa before", parent=top["id"])
    native.make("zzz after", parent=top["id"])
    rest = native.call("GET", f"{target}&cursor={first['next']}&count=true").json()
    names = [item["name"] for item in first["items"] + rest["items"]]
    report.equal("nobody twice", len(names), len(set(names)))
    report.equal("the total", 13, rest["total"])
    report.equal("a cursor of another order", 422,
                 native.call("GET", f"/customers?cursor={first['next']}").status)


def s04_other_doors(report, server):
    """enswitch looks up by e-mail address and name; everlytic lists by enterprise with full pages.
    """
    everlytic = Everlytic(server, "root")
    proof = Proof(report, server)
    report.equal("by name", 101, proof.enswitch.data("customers/get", {"name": "Global Trading"})["id"])
    reply = everlytic.call("GET", "/customers?enterprise_id=900&count=1")
    report.equal("one on the page", 1, len(reply.json()["collection"]))
    links = {link["rel"] for link in reply.json()["links"]}
    report.case("and another page", "next" in links, got=links)
    report.equal("of none", [], everlytic.call("GET", "/customers?enterprise_id=77").json()["collection"])


if __name__ == "__main__":
    harness.main([s01_folding_words_and_keys, s02_reach, s03_pages, s04_other_doors])
