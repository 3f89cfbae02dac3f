"""The list of doors of src/doors/doors.def, for tables that have a row for each door."""

import pathlib
import re

_LIST = pathlib.Path(__file__).resolve().parents[2] / "src/doors/doors.def"
# Every door with words for fields, in the order of the list. The native one speaks no vendor's dialect. A
# door without any carries requests of the others, and tests/clients/assistants.py asks it.
DOORS = tuple(door for door in re.findall(r"^#include DOOR_FILE\((\w+)\)$", _LIST.read_text(encoding="utf-8"),
                                          re.MULTILINE)
              if door == "native" or (_LIST.parent / door / "fields.h").is_file())
DIALECTS = tuple(door for door in DOORS if door != "native")


def each_door(table, without=()):
    """Returns `table`, whose keys, or the first members of its rows, begin with the name of a door:
    "everlytic", "everlytic's website". Raises LookupError if a door has no row and is not in
    `without`."""
    keys = [row if isinstance(row, str) else row[0] for row in table]
    for door in DOORS:
        if door not in without and not any(key.startswith(door) for key in keys):
            raise LookupError(f"the door {door} of src/doors/doors.def has no row here")
    return table
