#!/usr/bin/env python3
"""Prints how many bytes of code each JSON reader adds to the program json_readers: code_size.py PROGRAM."""

import collections
import pathlib
import re
import subprocess
import sys

# The functions of a reader, by their names; the first row that fits counts.
READERS = (
    ("simdjson", r"simdjson::"),
    ("RapidJSON", r"rapidjson::|TreeHandler|ValuesHandler"),
    ("own", r"JsonScanner|JsonParser|json::parse\(|json::.*::read_|plain_run|::Decoder|"
            r"patchbay::decode_values|wire::path_text"),
)


def main():
    """Adds up the sizes of functions, and of simdjson's library."""
    program = sys.argv[1]
    symbols = subprocess.run(["nm", "--print-size", "--demangle", "--defined-only", program],
                             check=True, capture_output=True, text=True).stdout
    sizes = collections.Counter()
    places = set()  # one function can have several names
    for place, size, name in re.findall(r"^([0-9a-f]+) ([0-9a-f]+) [tTwWuV] (.+)$", symbols, re.MULTILINE):
        reader = next((reader for reader, names in READERS if re.search(names, name)), None)
        if reader and place not in places:
            places.add(place)
            sizes[reader] += int(size, 16)
    print("Bytes of code in the program")
    for reader, _ in reversed(READERS):
        print(f"{reader:34} {sizes[reader]:8}")
    linked = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
    library = pathlib.Path(re.search(r"libsimdjson\S* => (\S+)", linked)[1])
    print(f"{'libsimdjson, a file':34} {library.stat().st_size:8}")


if __name__ == "__main__":
    main()
