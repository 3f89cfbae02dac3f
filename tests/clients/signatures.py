#!/usr/bin/env python3
"""The signatures of webhooks: the npm packages `standardwebhooks` and `svix` verify 100 000 of them, and
Node's own Ed25519 those of the key pair."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from harness import PATCHBAY, ROOT, Report

FOLDER = ROOT / "tests" / "webhooks"
PROGRAM = PATCHBAY.parent / "reach_test"
MESSAGES = 100_000


def absent():
    """Why this cannot be checked here, or nothing."""
    if not shutil.which("node"):
        return "node is not installed"
    if not (FOLDER / "node_modules" / ".package-lock.json").is_file():
        return f"the npm packages of {FOLDER} are not installed; tools/install_packages test does it"
    if not PROGRAM.is_file():
        return f"{PROGRAM} is not built"
    return ""


def main():
    """Has the messages signed, and verified."""
    report = Report()
    if why := absent():
        report.skip("signatures", why)
        print(f"0 passed, 0 failed, {len(report.skipped)} skipped")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "messages"
        made = subprocess.run([PROGRAM, "--gtest_filter=Signature.IsWrittenForOtherVerifiers"],
                              env={**os.environ, "PATCHBAY_SIGNATURES": str(file)}, timeout=300,
                              capture_output=True, text=True, check=False)
        report.equal("they are written", 0, made.returncode)
        done = subprocess.run(["node", "verify.mjs", str(file)], cwd=FOLDER, timeout=600,
                              capture_output=True, text=True, check=False)
    report.equal("they are read", (0, ""), (done.returncode, done.stderr[-1000:]))
    counts = json.loads(done.stdout or "{}")
    report.equal("all of them", MESSAGES, counts.get("messages"))
    for verifier in ("standardwebhooks", "svix", "ed25519"):
        report.equal(f"{verifier} accepts all", MESSAGES, counts.get(verifier))
    report.equal("nothing altered is accepted", 0, counts.get("altered"))
    report.end()


if __name__ == "__main__":
    main()
