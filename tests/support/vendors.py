"""Stand-ins for the servers of vendors, with state: written from the documents alone, strict and lossy
as they say, and with faults on command. They know nothing of Patchbay."""

import base64
import http.server
import json
import os
import signal
import threading
import urllib.parse
import uuid
import xml.etree.ElementTree as ElementTree

USER, SECRET = "somebody", "s3cret-of-the-vendor"


class Refused(Exception):
    """What the vendor answers instead of doing it: a code and words."""

    def __init__(self, code, words, field=""):
        super().__init__(words)
        self.code, self.words, self.field = code, words, field


class Vendor:
    """A vendor's server on a free port of this machine: `with Enswitch() as vendor:`.

    `customers` holds what it has, by id. `log` has a word for each request: "read", "write" or "sign-in".
    `faults` is a list of what happens to the next requests that write: "before" (cut off, not done),
    "after" (done, and cut off), "busy" (503, not done), "kill" and "kill after": the process `victim` is
    killed before or after the request is done."""

    def __init__(self):
        self.customers = {}
        self.log = []
        self.faults = []
        self.victim = None
        self.next_id = 5000
        self.lock = threading.Lock()

    def __enter__(self):
        vendor = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """One request of the vendor."""

            protocol_version = "HTTP/1.1"
            # A reply is two writes, and the second must not wait for the client's word on the first.
            disable_nagle_algorithm = True

            def handle_any(self):
                """Reads a request and answers it, unless a fault says otherwise."""
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with vendor.lock:
                    reply = vendor.answer(self.command, self.path, self.headers, body)
                if reply is None:
                    self.close_connection = True
                    return
                status, media, text = reply
                data = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815

            def log_message(self, format, *args):  # pylint: disable=redefined-builtin
                """Says nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a client that is killed is no fault of the vendor
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, kind, error, trace):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self):
        """Where it is."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def answer(self, method, path, headers, body):
        """The reply: status, media type, text. None: the connection is cut off."""
        kind = self.kind(method, path, body)
        self.log.append(kind)
        fault = self.faults.pop(0) if kind == "write" and self.faults else ""
        if fault == "busy":
            return 503, "text/html", "<html>busy</html>"
        if fault == "kill":
            os.kill(self.victim, signal.SIGKILL)
        if fault in ("before", "kill"):
            return None
        reply = self.serve(method, path, headers, body)
        if fault == "kill after":
            os.kill(self.victim, signal.SIGKILL)
        return None if fault in ("after", "kill after") else reply

    def kind(self, method, path, body):
        """Whether a request reads, writes or signs in."""
        raise NotImplementedError

    def serve(self, method, path, headers, body):
        """Does what a request asks for."""
        raise NotImplementedError

    def writes(self):
        """How many requests asked for a change."""
        return self.log.count("write")


def checked(value, limit, field, code):
    """A text within its limit."""
    if len(value) > limit:
        raise Refused(code, f"must be at most {limit} characters, not {len(value)}", field)
    return value


class Enswitch(Vendor):
    """POST /api/json/customers/…: form fields in, JSON out, always HTTP 200."""

    # Of the 95 fields those that the tests use, with their limits; the document has the others.
    FIELDS = {"name": 200, "email": 254, "telephone": 32, "tax_number": 64, "address1": 255, "address2": 255,
              "address_city": 100, "address_code": 32, "country": 100, "description": 2000, "events_url": 2000,
              "plan": 9, "account": 64}
    FULL = ("name", "plan")

    def kind(self, method, path, body):
        return "read" if path.rstrip("/").endswith(("/get", "/list")) else "write"

    def serve(self, method, path, headers, body):
        given = dict(urllib.parse.parse_qsl(body.decode().replace(";", "&"), keep_blank_values=True))
        try:
            if given.pop("auth_username", "") != USER or given.pop("auth_password", "") != SECRET:
                raise Refused("401", "The authentication details provided are invalid.")
            action = path.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
            return self.said("200" if action != "update" else "204", getattr(self, action)(given))
        except Refused as refused:
            return self.said(refused.code, None, refused.field, str(refused))

    @staticmethod
    def said(code, data, key="", message="OK"):
        """The envelope of a reply."""
        reply = {"responses": [{"code": code, "key": key, "message": message}]}
        if data is not None:
            reply["data"] = data
        return 200, "application/json", json.dumps(reply)

    def checked(self, given):
        """Values that the document allows."""
        for name, value in given.items():
            if name not in self.FIELDS:
                raise Refused("400", "is unknown.", name)
            checked(value, self.FIELDS[name], name, "400")
            if not value and name in self.FULL:
                raise Refused("400", "cannot be empty.", name)
        return given

    def one(self, given):
        """The customer that a request names."""
        customer = self.customers.get(given.pop("id", ""))
        if customer is None:
            raise Refused("404", "The customer does not exist, or you do not have permission to access it.")
        return customer

    def get(self, given):
        """customers/get."""
        return self.one(given)

    def list(self, given):
        """customers/list."""
        first = int(given.get("offset", "0"))
        return list(self.customers.values())[first:first + int(given.get("limit", "1000"))]

    def update(self, given):
        """customers/update, which empties events_url if it is left out."""
        customer = self.one(given)
        customer.update({"events_url": "", **self.checked(given)})

    def create(self, given):
        """customers/create."""
        given.pop("parent", None)
        for name in ("name", "plan", "email"):
            if not given.get(name):
                raise Refused("400", "is required.", name)
        self.next_id += 1
        customer = {name: "" for name in self.FIELDS} | self.checked(given) | {"id": str(self.next_id)}
        self.customers[customer["id"]] = customer
        return {"id": customer["id"]}


class Everlytic(Vendor):
    """/api/2.0/customers: JSON in and out, HTTP Basic."""

    FIELDS = {"name": 255, "email": 254, "telephone": 32, "website_url": 255, "address": 255, "state_provinces": 255,
              "postal_code": 255, "country": 2, "industry": 255, "unique_id": 64, "status": 9}

    def kind(self, method, path, body):
        return "read" if method == "GET" else "write"

    def serve(self, method, path, headers, body):
        try:
            if headers.get("Authorization") != "Basic " + base64.b64encode(f"{USER}:{SECRET}".encode()).decode():
                raise Refused(401, "the user name or the API key is wrong")
            route, _, query = path.partition("?")
            customer_id = route.rstrip("/").rsplit("/", 1)[-1]
            if customer_id == "customers":
                return self.whole(method, dict(urllib.parse.parse_qsl(query)), body)
            if customer_id not in self.customers:
                raise Refused(404, "the customer does not exist")
            customer = self.customers[customer_id]
            if method == "PUT":
                customer.update(self.checked(json.loads(body)))
            return 200, "application/json", json.dumps({"links": [], "item": customer})
        except Refused as refused:
            words = f"{refused.field} {refused.words}".strip()
            return refused.code, "application/json", json.dumps(
                {"error": {"code": str(10000 + refused.code), "message": words}})

    def whole(self, method, query, body):
        """The list, and new customers."""
        if method == "POST":
            given = self.checked(json.loads(body))
            for name in ("name", "email"):
                if not given.get(name):
                    raise Refused(400, "is required", name)
            self.next_id += 1
            customer = {name: "" for name in self.FIELDS} | {"status": "on"} | given | {"id": self.next_id}
            self.customers[str(self.next_id)] = customer
            return 201, "application/json", json.dumps({"links": [], "item": customer})
        page, count = int(query.get("page", "1")), min(int(query.get("count", "50")), 500)
        found = sorted(self.customers.values(), key=lambda each: each["id"])
        links = [{"title": "Next", "rel": "next", "href": "?"}] if len(found) > page * count else []
        return 200, "application/json", json.dumps(
            {"links": links, "collection": [{"data": each} for each in found[(page - 1) * count:page * count]]})

    def checked(self, given):
        """Values that the document allows."""
        for name, value in given.items():
            if name not in self.FIELDS:
                raise Refused(400, "is unknown", name)
            checked(value, self.FIELDS[name], name, 400)
            if not value and name in ("name", "email", "status"):
                raise Refused(400, "cannot be empty", name)
            if name == "unique_id" and value and any(each["unique_id"] == value for each in self.customers.values()):
                raise Refused(400, "is in use", name)
        return given


class Flolive(Vendor):
    """/api/v2/customer: JSON, tokens, and changes that are made after they were acknowledged."""

    TEXTS = ("name", "vatRegistrationNumber")
    HOME = "00000000-0000-4000-8000-00000000beef"

    def __init__(self):
        super().__init__()
        self.tokens = set()
        self.waiting = {}

    def kind(self, method, path, body):
        if path.endswith("/auth/token"):
            return "sign-in"
        return "read" if method == "GET" else "write"

    @staticmethod
    def said(status, content, code="", message=""):
        """The envelope of a reply."""
        return status, "application/json", json.dumps(
            {"errorCode": code, "errorMessage": message, "content": content or "", "pageable": ""})

    def serve(self, method, path, headers, body):
        try:
            if path.endswith("/auth/token"):
                return self.sign_in(json.loads(body))
            if headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
                raise Refused(401, "Invalid token", "AUTH_1002")
            route, _, query = path.partition("?")
            parts = route.strip("/").split("/")[2:]
            if parts[0] == "global":
                return self.status(parts[2])
            if parts[-1] == "child-customers":
                return self.children(dict(urllib.parse.parse_qsl(query)))
            return getattr(self, method.lower())(parts[1], json.loads(body) if body else {})
        except Refused as refused:
            return self.said(refused.code, "", refused.field, refused.words)

    def sign_in(self, given):
        """A pair of tokens."""
        if (given.get("username"), given.get("password")) != (USER, SECRET):
            raise Refused(401, "Invalid credentials", "AUTH_1001")
        token = uuid.uuid4().hex
        self.tokens.add(token)
        return self.said(200, [{"customerId": self.HOME, "token": token, "refreshToken": "r", "validityTime": 900}])

    def status(self, request):
        """Open at the first look, then done: the change is made by then."""
        if request not in self.waiting:
            raise Refused(404, "Provided request ID does not exist for your account.", "GLOBAL_1003")
        state = self.waiting[request].pop(0) if len(self.waiting[request]) > 1 else self.waiting[request][0]
        return self.said(200, [{"status": state}])

    def children(self, query):
        """Ids and names, page by page."""
        page, size = int(query.get("page", "0")), int(query.get("size", "10"))
        found = list(self.customers.values())
        return 200, "application/json", json.dumps({
            "errorCode": "", "errorMessage": "",
            "content": [{"customerId": each["customerId"], "customerName": each["name"]}
                        for each in found[page * size:(page + 1) * size]],
            "pageable": {"page": page, "size": size, "totalPages": -(-len(found) // size), "totalElements": len(found)}})

    def one(self, customer):
        """The customer of that id."""
        if customer not in self.customers:
            raise Refused(404, "Customer does not exist", "CUSTOMER_1002")
        return self.customers[customer]

    def get(self, customer, _given):
        """A customer with its contact and addresses."""
        return self.said(200, [self.one(customer)])

    def patch(self, customer, given):
        """Changes what is given, and answers with the id of a request."""
        self.merge(self.one(customer), given)
        request = str(uuid.uuid4())
        self.waiting[request] = ["OPEN", "SUCCESS"]
        return self.said(202, [{"requestId": request}])

    def post(self, parent, given):
        """A new customer below another one."""
        if parent != self.HOME or not given.get("name") or "currency" not in given or "status" not in given:
            raise Refused(400, "Failed to update customer details: something is missing", "CUSTOMER_1003")
        customer = {"customerId": str(uuid.uuid4()), "name": "", "status": given.pop("status"),
                    "currency": given.pop("currency"), "vatRegistrationNumber": None, "contact": None, "address": []}
        self.merge(customer, given)
        self.customers[customer["customerId"]] = customer
        return self.said(201, [{"customerId": customer["customerId"]}])

    def merge(self, customer, given):
        """All of it, or nothing."""
        contact = dict(customer["contact"] or {})
        if given.get("contact"):
            contact.update(given["contact"])
            contact.setdefault("id", str(uuid.uuid4()))
            contact["isPrimary"] = True
            if not contact.get("landlinePhoneNumber") and not contact.get("mobilePhoneNumber"):
                raise Refused(400, "Failed to update customer details: contact.landlinePhoneNumber is required",
                              "CUSTOMER_1003")
        for name, value in given.items():
            if name not in (*self.TEXTS, "contact", "address", "type"):
                raise Refused(400, f"Failed to update customer details: {name} is unknown", "CUSTOMER_1003")
            if name in self.TEXTS and value is not None and len(value) > 255:
                raise Refused(400, f"Failed to update customer details: {name} must be at most 255 characters",
                              "CUSTOMER_1003")
        customer.update({name: given[name] for name in self.TEXTS if name in given})
        customer["contact"] = contact or None
        for each in given.get("address") or []:
            known = [old for old in customer["address"] if old["id"] == each.get("id")]
            if known:
                known[0].update(each)
            else:
                customer["address"].append({"id": str(uuid.uuid4()), **each})


class M2mportal(Vendor):
    """POST /: one XML command, which is never answered with a customer."""

    FIELDS = {"website": 100, "head-office": 200, "delivery-address": 200, "billing-address": 200, "notes": 500}

    def kind(self, method, path, body):
        return "write"

    def serve(self, method, path, headers, body):
        try:
            root = ElementTree.fromstring(body)
            who = root.find("authentication")
            if (who.findtext("username"), who.findtext("password")) != (USER, SECRET):
                raise Refused("Authentication Failed", "the password is wrong")
            customer = self.customers.get(root.findtext("customer"))
            if customer is None or root.tag != "edit-customer":
                raise Refused("Invalid Content", "customer must exactly match a customer")
            given = {each.tag: each.text or "" for each in root if each.tag in self.FIELDS}
            for name, value in given.items():
                checked(value, self.FIELDS[name], name, "Invalid Content")
            customer.update(given)
            outcome = "<api-outcome>success</api-outcome>"
        except Refused as refused:
            words = f"{refused.field} {refused.words}".strip()
            outcome = f"<api-outcome>{refused.code}</api-outcome><error-description>{words}</error-description>"
        return 200, "application/xml", f"<add-customer-response>{outcome}</add-customer-response>"
