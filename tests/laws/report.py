"""Shared parts of the laws: counting checks, naming what is wrong, and trying a law on a planted
tree."""

import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Report:
    """Counts checks and ends the program as ./test expects it."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, wrong):
        """One test. Passes if the list `wrong` is empty."""
        if wrong:
            self.failed += 1
            print(f"failed {name}")
            for line in wrong:
                print(f"  {line}")
        else:
            self.passed += 1

    def end(self):
        """Prints the sum as the last line and exits with the matching code."""
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed or not self.passed else 0)


def planted(files, law):
    """The result of `law(root)` for a tree that holds only `files` (path: text)."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        return law(root)


def caught(files, law, words):
    """For Report.check: empty if `law` finds exactly one violation in `files` whose text contains
    `words`, or no violation if `words` is None."""
    found = planted(files, law)
    if words is None:
        return [f"a lawful tree was blamed: {line}" for line in found]
    if len(found) == 1 and words in found[0]:
        return []
    return [f"expected one complaint with {words!r}, got {found}"]
