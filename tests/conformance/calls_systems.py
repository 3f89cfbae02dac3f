"""The calls about outside systems, for the journey through the native API."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from vendors import SECRET, USER, Everlytic  # noqa: E402  pylint: disable=wrong-import-position

PATCH = "application/merge-patch+json"
CONFIG = '[deliveries]\nallow = "127.0.0.0/8"\n'


def systems(call):
    """Makes a system, compares, plans, applies, decides and deletes it, with a stand-in of its vendor."""
    with Everlytic() as vendor:
        for number in range(3):
            vendor.customers[str(number)] = {name: "" for name in vendor.FIELDS} | {
                "id": number, "name": f"There {number}", "email": f"t{number}@there.example", "status": "on"}
        wanted = {"name": "Described", "dialect": "everlytic", "address": vendor.url, "username": USER, "secret": SECRET,
                  "match": ["external_id", "name"], "per_second": 1000, "fields": {"name": "review", "website": "record"}}
        ours = [call(201, "POST", "/v1/customers", {"name": f"Described {number}", "parent": 2, "plan": 1})
                for number in range(2)]
        system = call(201, "POST", "/v1/systems", wanted)
        here = f"/v1/systems/{system['id']}"
        call(200, "POST", "/v1/systems?dry_run=true", wanted)
        call(422, "POST", "/v1/systems", {"name": "", "dialect": "none", "make": "yes"}, good=False)
        call(200, "GET", "/v1/systems?limit=1")
        call(200, "GET", here)
        call(200, "PATCH", here, {"description": "x", "fields": {"industry": None}, "new": {"notes": "made"}}, PATCH)
        call(422, "PATCH", here, {"address": "https://elsewhere.example/"}, PATCH)
        call(200, "POST", f"{here}/drift", {"limit": 1})
        call(422, "POST", f"{here}/drift", {"limit": 0}, good=False)
        for number in range(2):
            call(200, "POST", f"{here}/links", {"customer": ours[number]["id"], "there": str(number)})
        call(200, "POST", f"{here}/links?dry_run=true", {"customer": ours[0]["id"], "there": "2"})
        call(200, "POST", f"{here}/links", {"customer": ours[0]["uuid"], "there": "0"})
        call(409, "POST", f"{here}/links", {"customer": ours[0]["id"], "there": "1"})
        call(422, "POST", f"{here}/links", {"customer": "ada", "there": "1"})
        plan = call(200, "POST", f"{here}/plan", {"owners": {"website": "system"}})
        call(200, "POST", f"{here}/apply", plan)
        call(200, "GET", f"{here}/links?limit=1")
        call(200, "GET", f"{here}/links?there=0")
        call(200, "GET", f"/v1/customers/{ours[0]['id']}/ids")
        call(200, "GET", f"{here}/conflicts?limit=1")
        done = call(200, "POST", f"{here}/conflicts",
                    {"customer": ours[0]["id"], "field": "name", "choice": "record", "remember": True})
        call(409, "POST", f"{here}/apply", {**plan, "version": done["version"] - 1})
        off = call(200, "PATCH", here, {"enabled": False}, PATCH)
        call(409, "POST", f"{here}/drift", {"limit": 1})
        call(409, "POST", f"{here}/plan", {"limit": 1})
        call(409, "POST", f"{here}/apply", {**plan, "version": off["version"]})
        call(409, "POST", f"{here}/conflicts", {"customer": ours[0]["id"], "field": "name", "choice": "record"})
        call(200, "PATCH", here, {"enabled": True}, PATCH)
        call(200, "POST", f"{here}/drift", {"limit": 1})
        call(200, "DELETE", f"{here}/links/{ours[1]['id']}?dry_run=true")
        call(200, "DELETE", f"{here}/links/{ours[1]['id']}")
        call(404, "DELETE", f"{here}/links/{ours[1]['id']}")
        call(200, "GET", f"{here}/history")
        call(200, "DELETE", here)
        call(404, "GET", here)
