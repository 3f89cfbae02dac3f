"""Lets the programs of this folder import modules of tests/clients and tests/conformance."""

import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[1:1] = [str(TESTS / "clients"), str(TESTS / "conformance")]
