"""Runs main.mjs, which drives Chromium against real servers and counts the cases.

The specs are divided among the programs of this folder, because ./test runs programs beside each
other and ends one that takes too long."""

import os
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The specs of each program. Those that are named nowhere belong to REST.
REST = "console"
SPECS = {
    "customers": ("address", "customer_doors", "customer_edit", "customer_history", "customer_see",
                  "find", "work"),
    "looks": ("looks", "hostile", "reading"),
}
# Specs that other programs run too: those that a store has a part in, and those of many customers.
AGAIN = {
    "on_postgresql": ("a_sign_in", "admin", "customer_edit", "customer_history", "customer_see",
                      "find", "requests", "sessions", "views"),
    "many": ("find", "work"),
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def absent():
    """Why the cases cannot run here, or nothing."""
    if not shutil.which("node"):
        return "node is not installed; version 20.19 or later is needed"
    if not any(map(shutil.which, BROWSERS)):
        return "no Chromium is installed"
    if not (HERE / "node_modules" / ".package-lock.json").is_file():
        return f"the npm packages of {HERE} are not installed; tools/install_packages test does it"
    return ""


def specs_of(name):
    """The specs that the program `name` runs."""
    if name in AGAIN:
        return list(AGAIN[name])
    if name != REST:
        return list(SPECS[name])
    named = {spec for specs in SPECS.values() for spec in specs}
    return sorted(path.stem for path in (HERE / "specs").glob("*.mjs") if path.stem not in named)


def run_cases(name, wanted):
    """The exit code of the cases of a program whose name holds one of `wanted`, or of all."""
    return run(f"the browser: {name}", "main.mjs", ",".join(specs_of(name)), *wanted)


def run(name, script, *arguments):
    """The exit code of a script. Where it cannot run it is skipped under `name`."""
    why = absent()
    if why:
        print(f"skipped {name}: {why}\n0 passed, 0 failed, 1 skipped")
        return 0
    program = os.environ.get("PATCHBAY") or ROOT / "build" / "test" / "patchbay"
    browser = next(found for found in map(shutil.which, BROWSERS) if found)
    return subprocess.run(["node", str(HERE / script), *arguments], check=False, cwd=HERE,
                          env={**os.environ, "PATCHBAY": str(program), "CHROMIUM": browser}).returncode
