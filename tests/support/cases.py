"""Counts the cases of a test program, and prints the failed ones."""

import traceback

SHOWN_MAX = 600


class Report:
    """Counts cases. Prints each failed one with what was sent, expected and received."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skipped = []

    def case(self, name, good, sent="", expected="", got=""):
        """One case. `good` says whether it passed; the rest is printed if it did not."""
        if good:
            self.passed += 1
            return
        self.failed += 1
        print(f"failed {name}")
        for label, what in (("sent", sent), ("expected", expected), ("got", got)):
            print(f"  {label:9}{brief(what)}")

    def equal(self, name, expected, got, sent=""):
        """One case: two values are equal."""
        self.case(name, expected == got, sent, expected, got)

    def skip(self, name, why):
        """A skipped case."""
        self.skipped.append(name)
        print(f"skipped {name}: {why}")

    def guard(self, name, test, *arguments):
        """Runs `test`. An exception in it counts as one failed case and does not end the program.
        """
        try:
            test(*arguments)
        except Exception:  # pylint: disable=broad-except
            where = traceback.format_exc().strip().splitlines()
            self.case(name, False, got="; ".join(line.strip() for line in where[-5:]))

    def end(self):
        """Prints the sum as the last line and exits with the matching code."""
        tail = f", {len(self.skipped)} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{tail}")
        raise SystemExit(1 if self.failed or not self.passed else 0)


def brief(what):
    """A value on one line that is safe to print on a terminal."""
    text = what if isinstance(what, str) else repr(what)
    text = text.replace("\n", "⏎")
    return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}… ({len(text)} characters)"
