#!/usr/bin/env python3
"""The golden conversations, the headers that every door takes and safe writes, on PostgreSQL."""

import near  # noqa: F401
import harness
import by_header
import golden
import safe_writes


def main():
    """All of it, on servers that keep their data in databases of one cluster."""
    harness.DATA = "postgresql:"
    report = harness.Report()
    golden.play_all(report)
    harness.main([*by_header.TESTS, *safe_writes.TESTS], report)


if __name__ == "__main__":
    main()
