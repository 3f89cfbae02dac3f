#!/usr/bin/env python3
"""Time and randomness are handed in: only src/base asks the system for them."""

import re
import sys

from report import ROOT, Report, caught

ASKS = re.compile(r"\brandom_device\b|\bstd::time\(|(?<![\w:.>])time\(nullptr\)|\bsystem_clock::now\b"
                  r"|\bgettimeofday\b|\bCLOCK_REALTIME\b|\brandombytes_\w+\(|\bcrypto_\w+_keygen\(|\bRAND_bytes\b"
                  r"|\bcrypto_pwhash_str(?:_alg)?\(|\bgetrandom\b|(?i:\bCURRENT_(?:TIME|DATE|TIMESTAMP)\b)")
# The files that may ask, with the reason. A file that no longer asks must leave the list.
MAY = {
    "src/base/clock.cc": "is the clock that is handed in",
    "src/base/random.cc": "is the randomness that is handed in",
}


def violations(root):
    """One line for each place that asks the system, and for each entry of MAY that is not needed."""
    found, needed = [], set()
    for file in sorted((root / "src").rglob("*")):
        path = str(file.relative_to(root))
        if file.suffix not in (".cc", ".h", ".def"):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            asked = ASKS.search(re.sub(r"//.*", "", line))
            if not asked:
                continue
            needed.add(path)
            if path not in MAY:
                found.append(f"{path}:{number}: {asked[0]}: take a Clock or a Random from the caller")
    if root == ROOT:
        found += [f"{path}: does not ask: take it off MAY in tests/laws/handed_in.py"
                  for path in sorted(set(MAY) - needed)]
    return found


PLANTED = [
    ("core/x.cc", "const auto now = std::chrono::system_clock::now();", "system_clock::now"),
    ("core/x.cc", "std::mt19937 random{std::random_device{}()};", "random_device"),
    ("http/x.cc", "const std::time_t now = std::time(nullptr);", "std::time("),
    ("app/x.h", "const auto now = time(nullptr);", "time(nullptr)"),
    ("store/x.cc", "randombytes_buf(out.data(), out.size());", "randombytes_buf"),
    ("core/x.cc", "crypto_pwhash_str_alg(out, password, size, ops, memory, kind);", "crypto_pwhash_str_alg"),
    ("store/x.cc", 'execute(connection, "UPDATE meta SET time = CURRENT_TIMESTAMP");', "CURRENT_TIMESTAMP"),
    ("core/x.cc", "const auto now = clock.now();  // not std::time(nullptr)", None),
    ("core/x.cc", "const auto now = std::chrono::steady_clock::now();", None),
    ("base/clock.cc", "const auto now = std::chrono::system_clock::now();", None),
]


def main():
    """Checks this tree, and that the law finds what is planted."""
    report = Report()
    report.check("time and randomness are handed in", violations(ROOT))
    if sys.argv[1:] != ["--tree"]:
        for path, line, words in PLANTED:
            report.check(f"{path} with {line}", caught({f"src/{path}": line + "\n"}, violations, words))
    report.end()


if __name__ == "__main__":
    main()
