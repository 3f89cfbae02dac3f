"""Patchbay through each of its doors: three fields of one customer, as that door's scripts do."""

import base64
import contextlib
import http.client
import json
import time

from contestant import Contestant, FIRST, Job
from place import BUILD, SCRATCH, Process, copy, run, say


def basic(name, secret):
    """The value of an Authorization header."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


KEY = basic("administrator", "demo-api-key-0000000000000000")
PASSWORD = basic("username", "password")


def head(first, media="", authorization=""):
    """The head of a request, with its empty line."""
    lines = [first + " HTTP/1.1", "Host: 127.0.0.1"]
    if media:
        lines.append(f"Content-Type: {media}")
    if authorization:
        lines.append(f"Authorization: {authorization}")
    return "\n".join(lines) + "\n\n"


M2MPORTAL = Job("update", head("POST /", "application/xml") +
                '<edit-customer version="1" api-id="{turn}"><authentication>'
                "<username>username</username><password>password</password></authentication>"
                "<customer>Customer number {id}</customer>"
                "<website>https://changed.example/{turn}</website>"
                "<delivery-address>Central Stores, gate {turn}</delivery-address>"
                "<notes>changed in turn {turn}</notes></edit-customer>",
                expects="<api-outcome>success</api-outcome>")
FLOLIVE = Job("update", head("PATCH /api/v2/customer/{uuid}", "application/json",
                             "{authorization}") +
              '{"vatRegistrationNumber":"GB{turn}","invoiceConfiguration":'
              '{"invoiceText":"changed in turn {turn}","vat":{turn}}}',
              status=202, expects='"requestId"')
EVERLYTIC = Job("update", head("PUT /api/2.0/customers/{id}", "application/json", KEY) +
                '{"website_url":"https://changed.example/{turn}","postal_code":"{turn}",'
                '"telephone":"+44 {turn}"}',
                expects='"website_url":"https://changed.example/{turn}"')
XMLRPC = Job("update", head("POST /api/2.0/xmlrpc/", "text/xml", KEY) +
             '<?xml version="1.0"?><methodCall><methodName>UpdateCustomer</methodName><params>'
             "<param><value><int>{id}</int></value></param><param><value><struct>"
             "<member><name>website_url</name><value><string>https://changed.example/{turn}"
             "</string></value></member><member><name>postal_code</name><value><string>{turn}"
             "</string></value></member><member><name>telephone</name><value><string>+44 {turn}"
             "</string></value></member></struct></value></param></params></methodCall>",
             expects="<params><param><value><int>{id}</int>")
ENSWITCH = Job("update", head("GET /api/json/customers/update/?auth_username=user;"
                              "auth_password=password;id={id};tax_number=GB{turn};"
                              "description=changed+in+turn+{turn};address1=Gate+{turn}"),
               expects='"code":"204","key":"","message":"OK"')
NATIVE = Job("update", head("PATCH /v1/customers/{id}", "application/merge-patch+json", PASSWORD) +
             '{"website":"https://changed.example/{turn}","notes":"changed in turn {turn}",'
             '"tax_number":"GB{turn}"}',
             expects='"website":"https://changed.example/{turn}"')
READS = (
    Job("get", head("GET /v1/customers/{id}", authorization=PASSWORD), expects='{"id":{id},'),
    Job("list", head("GET /v1/customers?limit=50", authorization=PASSWORD), expects='"next":'),
    Job("search", head("GET /v1/customers?name=number+{id}&limit=50", authorization=PASSWORD),
        expects="Customer number {id}", connections=(1, 16)),
)


def ask(port, method, target, body=None, headers=None):
    """One exchange; the status and the body."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request(method, target, body, headers or {})
        reply = link.getresponse()
        return reply.status, reply.read()
    finally:
        link.close()


def filled(customers, versions=1):
    """A folder with that many customers, made once; named by what it holds."""
    folder = SCRATCH / "filled" / f"{customers}x{versions}"
    if not folder.is_dir():
        say(f"filling {customers} customers with {versions} versions each …")
        half = folder.with_suffix(".half")
        run(["rm", "-rf", half])
        half.parent.mkdir(parents=True, exist_ok=True)
        run([BUILD / "fill", half, "--customers", customers, "--versions", versions])
        half.rename(folder)
    return folder


def patchbay(folder):
    """The server over a folder, as it is shipped, its log to a file."""
    return Process([BUILD / "patchbay", "serve", "--data", folder, "--listen", "127.0.0.1:0"],
                   SCRATCH / "patchbay.log")


class Door(Contestant):
    """Patchbay over a fresh copy of the customers."""

    def __init__(self, plan, name, jobs, customers=0):
        super().__init__(plan)
        self.name, self.jobs = name, jobs
        self.customers = customers or plan.customers

    def prepare(self):
        filled(self.customers)

    @contextlib.contextmanager
    def serving(self):
        data = copy(filled(self.customers), SCRATCH / "patchbay")
        with patchbay(data) as server:
            self.port = server.port
            # The password is checked once, as it is remembered from then on.
            ask(self.port, "GET", "/v1/me", headers={"Authorization": PASSWORD})
            ask(self.port, "GET", "/api/json/customers/get/?auth_username=user;"
                f"auth_password=password;id={FIRST}")
            yield

    def authorization(self, job):
        if "{authorization}" not in job.request:
            return ""
        _, body = ask(self.port, "POST", "/api/v2/auth/token",
                      json.dumps({"username": "username", "password": "password"}),
                      {"Content-Type": "application/json"})
        return "Bearer " + json.loads(body)["content"][0]["token"]


class Large(Door):
    """The same over many customers with long histories, in place: a copy would take minutes, and
    a round adds a percent to it. Also how soon it serves, and what it holds in memory."""

    remark = "worked on in place"

    def prepare(self):
        filled(self.customers, self.plan.versions)

    @contextlib.contextmanager
    def serving(self):
        began = time.monotonic()
        with patchbay(filled(self.customers, self.plan.versions)) as server:
            self.port, self.server = server.port, server
            status, _ = ask(self.port, "GET", f"/v1/customers/{FIRST}",
                            headers={"Authorization": KEY})
            if status != 200:
                raise RuntimeError(f"the first read was answered with {status}")
            self.start_s = time.monotonic() - began
            time.sleep(1)
            self.idle_mib = server.memory_mib()
            yield

    def measure(self, job, connections):
        figure = super().measure(job, connections)
        return {**figure, "start_s": self.start_s, "idle_mib": self.idle_mib,
                "peak_mib": self.server.memory_mib("VmHWM")}


def get_size(plan):
    """How many bytes the native door answers a GET by id with."""
    with patchbay(filled(plan.customers)) as server:
        return len(ask(server.port, "GET", f"/v1/customers/{FIRST}",
                       headers={"Authorization": KEY})[1])


def doors(plan):
    """Every contestant that is Patchbay."""
    one = [Door(plan, name, (job,)) for name, job in
           (("m2mportal", M2MPORTAL), ("flolive", FLOLIVE), ("everlytic", EVERLYTIC),
            ("everlytic XML-RPC", XMLRPC), ("enswitch", ENSWITCH), ("native", NATIVE))]
    at_64 = Job(**{**vars(FLOLIVE), "connections": (64,)})
    at_256 = Job(**{**vars(FLOLIVE), "connections": (256,)})
    return one + [Door(plan, "reads", READS),
                  Door(plan, "few customers", (at_64,), customers=plan.small),
                  Large(plan, "many customers", (at_64, at_256), customers=plan.large)]
