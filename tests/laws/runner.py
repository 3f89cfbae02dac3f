#!/usr/bin/env python3
"""./test's runner reports correctly on programs that pass, fail, crash, hang or run nothing."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from report import ROOT, Report

PYTHON = "#!/usr/bin/env python3\n"


def says(*lines, code=0, before=""):
    """A Python test program that prints `lines` and exits with `code`."""
    return PYTHON + before + "".join(f"print({line!r})\n" for line in lines) + f"raise SystemExit({code})\n"


def reports(*results, code=0):
    """A stand-in for a GoogleTest binary whose tests T.0, T.1, … have the given `results`."""
    cases = [{"name": str(i), "status": "RUN", "result": "SKIPPED" if result == "skip" else "COMPLETED",
              **({"failures": [{"failure": "no"}]} if result == "fail" else {})}
             for i, result in enumerate(results)]
    report = json.dumps({"testsuites": [{"name": "T", "testsuite": cases}]})
    return (PYTHON + "import sys\n"
            "path = next(a for a in sys.argv if a.startswith('--gtest_output=')).split(':', 1)[1]\n"
            f"open(path, 'w').write({report!r})\nraise SystemExit({code})\n")


CRASHES = PYTHON + "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n"
HANGS = PYTHON + "import time\ntime.sleep(60)\n"
LEAVES = PYTHON + "import subprocess\nsubprocess.Popen(['sleep', '60'])\nprint('1 passed, 0 failed')\n"
ASKS = (PYTHON + "import os\nok = os.environ['PATCHBAY'].endswith('/build/patchbay')"
        " and os.path.isdir(os.environ['TMPDIR'])\nprint(f'{int(ok)} passed, {int(not ok)} failed')\n")

# name, programs, arguments, the last line, the exit code, what else is printed.
CASES = [
    ("all pass", {"a_test": reports("pass", "pass"), "one.py": says("3 passed, 0 failed")}, [],
     "5 passed, 0 failed", 0, "a_test"),
    ("a gtest fails", {"a_test": reports("pass", "fail", code=1)}, [],
     "1 passed, 1 failed", 1, "1 failed"),
    ("a script fails", {"one.py": says("it broke", "2 passed, 1 failed", code=1)}, [],
     "2 passed, 1 failed", 1, "it broke"),
    ("a script fails but exits with 0", {"one.py": says("2 passed, 1 failed")}, [],
     "2 passed, 1 failed", 1, "exited with 0"),
    ("a script passes but exits with 3", {"one.py": says("2 passed, 0 failed", code=3)}, [],
     "2 passed, 1 failed", 1, "exited with 3"),
    ("a gtest passes but exits with 1", {"a_test": reports("pass", code=1)}, [],
     "1 passed, 1 failed", 1, "exited with 1"),
    ("a gtest crashes", {"a_test": CRASHES, "b_test": reports("pass")}, [],
     "1 passed, 1 failed", 1, "SIGSEGV"),
    ("a script crashes", {"one.py": CRASHES, "b_test": reports("pass")}, [],
     "1 passed, 1 failed", 1, "SIGSEGV"),
    ("a script hangs", {"one.py": HANGS}, [], "0 passed, 1 failed", 1, "still ran after"),
    ("a script says nothing", {"one.py": says("done")}, [], "0 passed, 1 failed", 1, "last line"),
    ("a script talks after its sum", {"one.py": says("1 passed, 0 failed", "bye")}, [],
     "0 passed, 1 failed", 1, "last line"),
    ("a gtest is empty", {"a_test": reports(), "b_test": reports("pass")}, [],
     "1 passed, 1 failed", 1, "ran no test"),
    ("a script is empty", {"one.py": says("0 passed, 0 failed")}, [],
     "0 passed, 1 failed", 1, "ran no test"),
    ("nothing is there", {}, [], "0 passed, 0 failed", 1, "No test ran"),
    ("all is skipped", {"one.py": says("skipped x: no corpus", "0 passed, 0 failed, 1 skipped")}, [],
     "0 passed, 0 failed", 1, "skipped: tests/clients/one.py: x: no corpus"),
    ("a script skips", {"one.py": says("skipped x: no corpus", "1 passed, 0 failed, 1 skipped")}, [],
     "1 passed, 0 failed", 0, "skipped: tests/clients/one.py: x: no corpus"),
    ("a gtest skips", {"a_test": reports("skip", "pass")}, [],
     "1 passed, 0 failed", 0, "skipped: a_test: T.0"),
    ("a binary is gone", {"a_test": None, "b_test": reports("pass")}, [],
     "1 passed, 1 failed", 1, "could not be run"),
    ("a filter chooses", {"a_test": reports("fail", code=1), "b_test": reports("pass")}, ["b_"],
     "1 passed, 0 failed", 0, "b_test"),
    ("a filter chooses nothing", {"b_test": reports("pass")}, ["http"],
     "0 passed, 0 failed", 1, "holds http"),
    ("a program cannot be started", {"-one.py": says("1 passed, 0 failed", before="# __main__\n")}, [],
     "0 passed, 1 failed", 1, "chmod +x"),
    ("a helper is no program", {"-one.py": "A = 1\n", "b_test": reports("pass")}, [],
     "1 passed, 0 failed", 0, "b_test"),
    ("a script leaves a process", {"one.py": LEAVES}, [], "1 passed, 0 failed", 0, "one.py"),
    ("a script asks for its surroundings", {"one.py": ASKS}, [], "1 passed, 0 failed", 0, "one.py"),
    ("a script wants to be alone", {"one.py": says("1 passed, 0 failed", before='"""Runs alone."""\n')},
     [], "1 passed, 0 failed", 0, "one.py"),
]


def tree(root, programs):
    """Makes a checkout whose build made the `*_test` of `programs` and whose scripts are the rest.
    A name that begins with - is not executable; a program that is None was not built."""
    (root / "tools").mkdir()
    (root / "build").mkdir()
    (root / "tests/clients").mkdir(parents=True)
    shutil.copy(ROOT / "tools/run_tests", root / "tools/run_tests")
    rules = "rule CXX_EXECUTABLE_LINKER__some\n  command = true\n"
    for name, text in programs.items():
        path = root / ("build" if name.endswith("_test") else "tests/clients") / name.lstrip("-")
        if name.endswith("_test"):
            rules += f"build {name}: CXX_EXECUTABLE_LINKER__some\n"
        if text is not None:
            path.write_text(text)
            path.chmod(0o644 if name.startswith("-") else 0o755)
    # Programs of an earlier build do not count.
    (root / "build/old_test").write_text(reports("fail", code=1))
    (root / "build/old_test").chmod(0o755)
    (root / "build/build.ninja").write_text(rules)


def wrong(programs, arguments, last, code, words):
    """How the runner's output differs from the expected one."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        tree(root, programs)
        done = subprocess.run([sys.executable, root / "tools/run_tests", root / "build", *arguments],
                              capture_output=True, text=True, timeout=60,
                              env={**os.environ, "PATCHBAY_TEST_TIMEOUT_S": "2"})
    lines = done.stdout.splitlines() or [""]
    found = []
    if lines[-1] != last:
        found.append(f"the last line is {lines[-1]!r}, not {last!r}: {done.stderr}")
    if done.returncode != code:
        found.append(f"the exit code is {done.returncode}, not {code}")
    if words not in done.stdout:
        found.append(f"{words!r} is not in: {done.stdout}")
    return found


def main():
    """Tries every case."""
    report = Report()
    for name, *case in CASES:
        report.check(name, wrong(*case))
    report.end()


if __name__ == "__main__":
    main()
