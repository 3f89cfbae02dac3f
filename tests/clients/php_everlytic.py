#!/usr/bin/env python3
"""PHP with its cURL extension sends the kind of request that the everlytic page shows."""

import json
import pathlib
import shutil
import subprocess

import harness
from harness import Native, view

SCRIPT = pathlib.Path(__file__).resolve().parent / "everlytic.php"
KEY = ("administrator", "demo-api-key-0000000000000000")


def php(server, path, body, method="PUT", key=KEY):
    """(status, the body as JSON) of a request that PHP sends."""
    done = subprocess.run(["php", str(SCRIPT), f"{server.url}/api/2.0{path}", *key, body, method],
                          capture_output=True, text=True, check=True)
    status, _, text = done.stdout.partition("\n")
    return int(status), json.loads(text)


def the_sample(report, server):
    """The page's sample, and the headers that cURL adds to it."""
    native = Native(server)
    sample = '\n{\n"email":"new@example.com"\n}\n'
    status, body = php(server, "/customers/103", sample)
    report.equal("php: the object", (200, 103, "new@example.com"),
                 (status, body["item"]["id"], body["item"]["email"]), sample)
    report.equal("php: the record", "new@example.com", view(native.get(103)).get("contact.email"))
    status, body = php(server, "/customers/103", "", "GET")
    report.equal("php: a GET", (200, "new@example.com"), (status, body["item"]["email"]))
    status, body = php(server, "/customers/103", json.dumps({"country": "ZZ"}))
    report.equal("php: an error", (400, "10400"), (status, body["error"]["code"]))
    status, body = php(server, "/customers/103", sample, key=("administrator", "wrong-key"))
    report.equal("php: a wrong key", (401, "10401"), (status, body["error"]["code"]))
    long = json.dumps({"address": "a" * 250, "industry": "Hospitality, Travel & Tourism",
                       "unique_id": "php"})
    status, body = php(server, "/customers/103", long + " " * 2000)
    report.equal("php: a body that makes cURL send Expect", (200, "a" * 250),
                 (status, body["item"]["address"]))
    status, body = php(server, "/customers",
                       json.dumps({"name": "made by php", "email": "php@example.com"}), "POST")
    report.equal("php: a POST", (201, "made by php"), (status, body["item"]["name"]))
    status, _ = php(server, f"/customers/{body['item']['id']}", "", "DELETE")
    report.equal("php: a DELETE", (200, True),
                 (status, native.get(body["item"]["id"]).get("deleted")))


def main():
    """Runs only if PHP and its cURL extension are installed."""
    able = shutil.which("php") and "curl" in subprocess.run(
        ["php", "-m"], capture_output=True, text=True, check=False).stdout.split()
    if able:
        harness.main([the_sample])
    report = harness.Report()
    report.skip("the everlytic page's own kind of request", "php-cli or php-curl is missing")
    print("0 passed, 0 failed, 1 skipped")


if __name__ == "__main__":
    main()
