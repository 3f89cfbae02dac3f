"""Patchbay through each of its doors: an update of three fields of one customer, as the scripts of
that door send it."""

import base64
import contextlib
import dataclasses
import functools
import http.client
import json
import subprocess
import sys
import time

from contestant import Contestant, FIRST, Job
from place import BUILD, ROOT, SCRATCH, Process, copy, run, say

sys.path.insert(0, str(ROOT / "tests" / "clients"))

from door_list import each_door  # noqa: E402  # pylint: disable=wrong-import-position


def basic(name, secret):
    """The value of an Authorization header."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


KEY = basic("administrator", "demo-api-key-0000000000000000")
PASSWORD = basic("username", "password")


def request(name):
    """A prepared request of bench/requests."""
    return (ROOT / "bench/requests" / f"{name}.http").read_text()


# The update of three fields in each door's spelling, and its success reply. At least one of the
# fields is indexed for searches, except at flolive, which is compared with the peers: those keep no
# index of the fields that they change.
UPDATES = each_door({
    "m2mportal": Job("update", request("m2mportal"), expects="<api-outcome>success</api-outcome>"),
    "flolive": Job("update", request("flolive"), status=202, expects='"requestId"',
                   open_loop=True),
    "flolive, searched fields": Job("update", request("flolive_searched"), status=202,
                                    expects='"requestId"'),
    "everlytic": Job("update", request("everlytic"),
                     expects='"website_url":"https://changed.example/{turn}"'),
    "everlytic XML-RPC": Job("update", request("everlytic_xmlrpc"),
                             expects="<params><param><value><int>{id}</int>"),
    "enswitch": Job("update", request("enswitch"), expects='"code":"204","key":"","message":"OK"'),
    "native": Job("update", request("native"), expects='"website":"https://changed.example/{turn}"'),
})
# Fields that lists are sorted and searched by, so that they are indexed.
INDEXED = Job("update", request("native_names"), expects='"account":"A{turn}"', connections=(64,))
READS = (
    Job("get", request("native_get"), expects='"id":{id},', open_loop=True),
    Job("list", request("native_list"), expects='"next":'),
    Job("search", request("native_search"), expects="Customer number {id}", connections=(1, 16)),
)


def ask(port, method, target, body=None, headers=None):
    """One exchange. Returns the status and the body."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request(method, target, body, headers or {})
        reply = link.getresponse()
        return reply.status, reply.read()
    finally:
        link.close()


def filled(customers, versions=1):
    """A folder with that many customers, named by its content. Created once."""
    folder = SCRATCH / "filled" / f"{customers}x{versions}"
    if not folder.is_dir():
        say(f"filling {customers} customers with {versions} versions each …")
        half = folder.with_suffix(".half")
        run(["rm", "-rf", half])
        half.parent.mkdir(parents=True, exist_ok=True)
        run([BUILD / "fill", half, "--customers", customers, "--versions", versions])
        half.rename(folder)
    return folder


def version():
    """What is measured: the program's version, and the commit that it is built from if git knows."""
    said = run([BUILD / "patchbay", "version"]).split()[-1]
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True,
                          text=True, check=False)
    return f"{said} ({done.stdout.strip()})" if done.returncode == 0 else said


def patchbay(folder):
    """The server on a folder with the default configuration, its log in a file."""
    return Process([BUILD / "patchbay", "serve", "--data", folder, "--listen", "127.0.0.1:0"],
                   SCRATCH / "patchbay.log")


class Door(Contestant):
    """Patchbay over a fresh copy of the customers."""

    sync = "FULL"
    history = "yes, hashed"

    def __init__(self, plan, name, jobs, customers=0):
        super().__init__(plan)
        self.name, self.jobs = name, jobs
        self.customers = customers or plan.customers

    def prepare(self):
        filled(self.customers)

    def version(self):
        return version()

    @contextlib.contextmanager
    def serving(self):
        data = copy(filled(self.customers), SCRATCH / "patchbay")
        with patchbay(data) as server:
            self.port, self.processes = server.port, (server,)
            # The password is checked once and then cached.
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
    """The same with many customers with long histories, without a copy: a copy would take minutes,
    and a round adds only one percent. Also measures the start time and the memory."""

    def prepare(self):
        self.remark = (f"{self.customers} customers, {self.customers * self.plan.versions} entries "
                       f"of history, worked on in place; few customers are {self.plan.small}")
        filled(self.customers, self.plan.versions)

    @contextlib.contextmanager
    def serving(self):
        began = time.monotonic()
        with patchbay(filled(self.customers, self.plan.versions)) as server:
            self.port, self.server, self.processes = server.port, server, (server,)
            status, _ = ask(self.port, "GET", f"/v1/customers/{FIRST}",
                            headers={"Authorization": KEY})
            if status != 200:
                raise RuntimeError(f"the first read was answered with {status}")
            self.start_s = time.monotonic() - began
            time.sleep(1)
            self.idle_mib = server.memory_mib()
            yield

    def measure(self, job, connections, rate=0):
        figure = super().measure(job, connections, rate)
        return {**figure, "start_s": self.start_s, "idle_mib": self.idle_mib,
                "peak_mib": self.server.memory_mib("VmHWM")}


def reply_size(plan, target):
    """The size of the body of the native door's reply to a GET, in bytes."""
    with patchbay(filled(plan.customers)) as server:
        status, body = ask(server.port, "GET", target, headers={"Authorization": PASSWORD})
        if status != 200:
            raise RuntimeError(f"GET {target} was answered with {status}")
        return len(body)


def get_size(plan):
    """The size of a customer in the native door's reply to a GET by id, in bytes."""
    return reply_size(plan, f"/v1/customers/{FIRST}")


@functools.cache
def page_size(plan):
    """The size of the page of 50 customers that the native door's list is measured with."""
    return reply_size(plan, "/v1/customers?limit=50")


def doors(plan):
    """All contestants that are Patchbay."""
    one = [Door(plan, name, (job,)) for name, job in UPDATES.items()]
    at_64 = dataclasses.replace(UPDATES["flolive"], connections=(64,), open_loop=False)
    at_256 = dataclasses.replace(at_64, connections=(256,))
    return one + [Door(plan, "native, indexed fields", (INDEXED,)), Door(plan, "reads", READS),
                  Door(plan, "few customers", (at_64,), customers=plan.small),
                  Large(plan, "many customers", (at_64, at_256), customers=plan.large)]
