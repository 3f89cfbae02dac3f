#!/usr/bin/env python3
"""The conformance matrix of m2mportal: every element of edit-customer, every kind of text."""

import near  # noqa: F401
import harness
import matrix
from dialects import Enswitch
from dialects_xml import M2mportal


class M2mportalMatrix(matrix.Matrix):
    """edit-customer with Invalid Content and the element in error-description."""

    bad_code = "Invalid Content"
    filler = (("notes", "said something else"), ("website", "said.example"))

    def __init__(self, report, server, door):
        super().__init__(report, server, door)
        self.reader = Enswitch(server)

    def fresh(self, row):
        name = f"row {row['field']}"
        if not self.door.add(name).accepted:
            raise RuntimeError(f"add-customer {name} failed")
        return self.native.get(self.reader.data("customers/get", {"name": name})["id"])

    def read_back(self, name, row, cell, record):
        """This door has no call that reads. Instead, writing the same value again must change
        nothing."""
        if isinstance(cell.sent, str) and cell.want == "is":
            answer = self.door.update({"name": record["name"]}, {row["field"]: cell.sent})
            version = self.native.get(record["id"])["version"]
            self.report.case(f"{name}: the same back is no change",
                             answer.accepted and version == record["version"], cell.sent,
                             f"success, version {record['version']}",
                             f"{answer!r}, version {version}")


def every_element(report, server):
    """The table's rows and cells."""
    M2mportalMatrix(report, server, M2mportal(server)).play("m2mportal.table")


if __name__ == "__main__":
    harness.main([every_element])
