"""Exchanges of the description of the API about files of customers."""

import near  # noqa: F401
import contract


def files(call):
    """Exports and imports, of good and of wrong files."""
    call(200, "GET", "/v1/export")
    call(200, "GET", "/v1/export?below=2&fields=uuid,name&format=jsonl&at=2999-01-01")
    call(422, "GET", "/v1/export?fields=colour", good=False)
    rows = "external_id,Title,x\nfrom-a-file,From a file,1\nanother,,2\n"
    file = "key=external_id&map=Title=name&ignore=x&below=2"
    call(200, "POST", f"/v1/import?{file}&apply=false&show=5&delimiter=,&encoding=UTF-8", rows, contract.CSV)
    call(200, "POST", f"/v1/import?{file}&apply=true&refused=leave&batch=again", rows, contract.CSV)
    call(422, "POST", "/v1/import?key=notes", rows, contract.CSV)
    call(415, "POST", "/v1/import", {}, good=False)
