#!/usr/bin/env python3
"""The golden conversations, the headers of every door, safe writes, HTTP clients, and the feed, on
the store in memory."""

import near  # noqa: F401
import harness
import by_header
import changes
import golden
import http_clients
import safe_writes
import xml_clients


def kept_nothing(report, server):
    """The server says that it keeps nothing on disk, and creates no folder."""
    report.case("the greeting says that nothing is kept",
                any("Nothing is kept" in line for line in server.printed), got=server.printed)
    report.equal("its data folder stays empty", [], list((server.folder / "data").iterdir()))
    report.equal("and none is called memory:", False, (server.folder / "memory:").exists())


def main():
    """All of them, on servers without a folder."""
    harness.DATA = "memory:"
    report = harness.Report()
    golden.play_all(report)
    harness.main([*by_header.TESTS, *safe_writes.TESTS, *changes.TESTS, *http_clients.OF_STORES, *xml_clients.TESTS,
                  kept_nothing], report)


if __name__ == "__main__":
    main()
