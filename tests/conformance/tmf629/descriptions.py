"""The standard's published descriptions as validators: TMF629 v3 and v4 (swagger 2.0) and v5 (OpenAPI 3)."""

import json
import pathlib
import re

import jsonschema
import yaml

FILES = {"v3": "Customer_Management.admin.swagger.json", "v4": "TMF629-Customer-v4.0.0.swagger.json", "v5": "TMF629-Customer_Management-v5.0.1.oas.yaml"}
# The schema of a request's body by release and method.
REQUESTS = {"v3": {"POST": "Customer_Create", "PATCH": "Customer_Update"},
            "v4": {"POST": "Customer_Create", "PATCH": "Customer_Update"},
            "v5": {"POST": "Customer_FVO", "PATCH": "Customer_MVO"}}
# Members that a description requires in every PATCH, although a merge patch leaves out what stays.
LEFT_OUT = ("name", "engagedParty", "@type")


def plain(schema):
    """A schema of OpenAPI as one of JSON Schema: `oneOf` of types that a discriminator tells apart is
    `anyOf`, and the discriminator is left to `typed`."""
    if isinstance(schema, list):
        return [plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {("anyOf" if key == "oneOf" else key): plain(value) for key, value in schema.items()
            if key not in ("discriminator", "example")}


class Description:
    """One release: its schemas, and what is wrong with a value."""

    def __init__(self, folder, release):
        self.release = release
        text = (pathlib.Path(folder) / FILES[release]).read_text(encoding="utf-8")
        self.document = json.loads(text) if release != "v5" else yaml.load(text, yaml.CSafeLoader)
        where = self.document if release != "v5" else self.document["components"]
        self.name = "definitions" if release != "v5" else "schemas"
        self.schemas = where[self.name]
        self.root = {"#": plain({"definitions": self.schemas})["definitions"]}
        self.validators = {}

    def validator(self, schema):
        """The validator of one named schema."""
        if schema not in self.validators:
            path = "#/definitions/" if self.release != "v5" else "#/components/schemas/"
            whole = {"$ref": path + schema}
            whole.update({"definitions": self.root["#"]} if self.release != "v5"
                         else {"components": {"schemas": self.root["#"]}})
            self.validators[schema] = jsonschema.Draft4Validator(whole)
        return self.validators[schema]

    def flaws(self, schema, value):
        """What is wrong with a value; an empty list: nothing."""
        found = [f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}"
                 for each in self.validator(schema).iter_errors(value)]
        if not found and self.release == "v5" and schema == "Customer":
            found = [flaw for member in ("contactMedium", "characteristic")
                     for each in value.get(member, []) for flaw in self.typed(member, each)]
        return found

    def typed(self, member, element):
        """What is wrong with an element by the schema that its @type names."""
        kind = element.get("@type", "")
        mapping = {"contactMedium": "ContactMedium", "characteristic": "Characteristic"}[member]
        known = self.schemas[mapping]["discriminator"]["mapping"]
        if kind not in known:
            return []
        return self.flaws(re.sub(".*/", "", known[kind]), element)

    def good_request(self, method, body):
        """Whether the description takes this body."""
        schema = REQUESTS[self.release][method]
        if method == "PATCH":
            filler = {"name": "x", "@type": "Customer",
                      "engagedParty": {"id": "1", "href": "x", "@type": "PartyRef", "@referredType": "Individual"}}
            body = {**{key: filler[key] for key in LEFT_OUT}, **body}
        return not self.flaws(schema, body)
