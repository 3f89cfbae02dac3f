#!/usr/bin/env python3
"""The cases of TMF629 v4 and v5 once more, through a validating proxy (Prism, of npm) that holds every
request and reply against the standard's descriptions. No violation may be seen except those of `KNOWN`,
and each of those must be seen."""

import json
import re
import shutil
import subprocess

import near  # noqa: F401
import harness
import telecom
from harness import Http, Report
from telecom import Client, FOLDER, TESTS
from webhook_near import CONFIG

PROXY = harness.ROOT / "tests" / "telecom"
BASES = {"v4": "/tmf-api/customerManagement/v4", "v5": "/tmf-api/customer/v5"}
LEAST = 500  # exchanges of both releases

# Where a description says other than the guidelines of the standard or the proxy reads it wrong: what is
# seen then (release, method, status, place, message, value), and why it is right.
KNOWN = (
    (r"v. GET 206 response Unable to match the returned status code.*", "TMF630 answers a part of a list with 206, and the "
     "descriptions know 200 only"),
    (r"v. (GET 304|PATCH 412|(PATCH|POST) 415) response Unable to match the returned status code.*", "conditions and media "
     "types are of HTTP, which the descriptions do not repeat"),
    (r"v4 (POST|PATCH|DELETE) 202 response Unable to match the returned status code.*", "the description of v4 has no 202, which "
     "TMF630 has where it is asked for"),
    (r"v. GET 200 request Selected route not found", "the monitor of a 202 is of TMF630, and the descriptions have none"),
    (r"v. GET 200 request\.query\.fields .* must be string.*", "TMF630 lets a name be repeated"),
    (r"v. PATCH 20[02] request\.body .* must have required property '(@type|name|engagedParty)'.*", "a merge patch has only "
     "what changes"),
    (r"v. PATCH 200 request\.body\.\S+ .* must be (string|object|array): null", "null in a merge patch takes a member away"),
    (r"v4 PATCH 200 request\.body .* must be object: \[.*", "the description of v4 names one media type of PATCH, and TMF630 four"),
    (r"v5 PATCH 200 request\.body .* must be object: \[.*", "the proxy holds JSON Patch against the schema of a merge patch"),
    (r'v. (GET 200|PATCH 200|POST 201) (request|response)\.body\.\S*startDateTime .* format "date-time": "2026-01-02T03:04"',
     "a time without seconds comes back as it was sent"),
    (r'v5 (GET 200|PATCH 200|POST 201) (request|response)\.body\.\S*partyOrPartyRole .* exactly one schema in oneOf: '
     r'\{.*"@type": "PartyRef".*', "@type tells the schemas of this oneOf apart, and without it a reference is two of them"),
)


def absent():
    """Why there is no proxy here, or nothing."""
    if not FOLDER.is_dir():
        return "../shared/standards/tmf629 is missing"
    if not shutil.which("node"):
        return "node is not installed; the proxy needs version 20 or later"
    if not (PROXY / "node_modules" / ".package-lock.json").is_file():
        return f"the npm packages of {PROXY} are not installed; tools/install_packages test does it"
    try:
        import descriptions  # noqa: F401  pylint: disable=import-outside-toplevel,unused-import
    except ImportError as error:
        return f"{error}: install python3-jsonschema and python3-yaml"
    return ""


class Proxies:
    """One proxy for each pair of the release that describes and the release that answers."""

    def __init__(self, server, pairs):
        from descriptions import FILES  # pylint: disable=import-outside-toplevel
        words = [word for described, served in pairs
                 for word in (str(FOLDER / FILES[described]), server.url + BASES[served])]
        self.process = subprocess.Popen(["node", "proxy.mjs", *words], cwd=PROXY, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.ports = [int(self.process.stdout.readline()) for _ in pairs]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)


def passes(path, body):
    """Whether the proxy passes an exchange on as it is: it parses every body, and it encodes the commas and
    semicolons of a query, which then separate nothing."""
    if re.search("[?&](?!fields|sort)[^=]*=[^&]*[,;]", path):
        return False
    try:
        json.loads(body or "null")
    except ValueError:
        return False
    return True


def at(value, steps):
    """What stands at a place."""
    for step in steps:
        if isinstance(value, list) and str(step).isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def violations(release, method, body, reply):
    """What the proxy found, each as a line. What it found in a request that is refused is why."""
    told = reply.headers.get("sl-violations")
    if not told:
        return []
    if told.startswith("Too many"):
        return [told[:200]]
    lines = []
    for each in json.loads(told):
        side, steps = each["location"][0] if each.get("location") else "?", (each.get("location") or [])[2:]
        if side == "request" and reply.status >= 400:
            continue
        text = body if side == "request" else reply.text
        value = f": {json.dumps(at(json.loads(text), steps), sort_keys=True)[:60]}" if text and "body" in each["location"] else ""
        lines.append(f"{release} {method} {reply.status} {'.'.join(map(str, each.get('location', [])))} {each['message']}{value}")
    return lines


class Proxied(Client):
    """A client that sends through the proxy of its release."""

    def __init__(self, report, server, described, port, seen):
        super().__init__(report, server, described)
        self.proxy = Http(port)
        self.seen = seen

    def send(self, method, path, body, headers):
        """One exchange, through the proxy where it can be."""
        if not passes(path, body):
            return super().send(method, path, body, headers)
        reply = self.proxy.send(method, path, body, headers)
        found = violations(self.release, method, body, reply)
        wrong = [each for each in found if not any(re.fullmatch(row, each, re.DOTALL) for row, _ in KNOWN)]
        self.report.case(f"{self.release} {method} {path[:60]}: no violation", not wrong, body, "none", wrong)
        self.seen.append(found)
        return reply


def canary(report, server, ports):
    """The proxy notices: a customer of v5 is not what v4 describes, nor is one of v4 what v5 does."""
    for name, port in zip(("v5 as v4", "v4 as v5"), ports):
        reply = Http(port).send("GET", "/customer/101", None, {"Authorization": harness.basic("username", "password")})
        found = violations(name, "GET", None, reply)
        report.case(f"{name}: violations are seen", any(" GET 200 response.body" in each for each in found), got=(found, reply))


def play(report, release, described, seen):
    """All cases of one release on one server, and what is between them."""
    other = telecom.OTHER[release]
    pairs = [(release, release), (other, other)] + ([("v4", "v5"), ("v5", "v4")] if release == "v4" else [])
    with harness.Server(CONFIG) as server, Proxies(server, pairs) as proxies:
        canary(report, server, proxies.ports[2:])
        for test in TESTS:
            here = Proxied(report, server, described[release], proxies.ports[0], seen)
            there = Proxied(report, server, described[other], proxies.ports[1], seen)
            report.guard(f"{release} {test.__name__}", test, report, here, there)


def main():
    """Skips, by name, without the proxy."""
    report = Report()
    if why := absent():
        report.skip("the cases of TMF629 through a proxy", why)
        print(f"0 passed, 0 failed, {len(report.skipped)} skipped")
        return
    described, seen = telecom.with_descriptions(report), []
    for release in BASES:
        play(report, release, described, seen)
    report.case(f"at least {LEAST} exchanges", len(seen) >= LEAST, got=len(seen))
    flat = {line for found in seen for line in found}
    for row, why in KNOWN:
        report.case(f"still seen: {why}", any(re.fullmatch(row, line, re.DOTALL) for line in flat))
    print(f"{len(seen)} exchanges passed the proxy")
    report.end()


if __name__ == "__main__":
    main()
