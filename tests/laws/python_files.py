#!/usr/bin/env python3
"""Every Python file compiles, passes pyflakes, and can be imported without side effects.

A line that imports a module for its side effects ends in `# noqa: F401`."""

import ast
import os
import pathlib
import re
import runpy
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings

from files import sources
from report import ROOT, Report, caught

# Debian's own Python, for which Debian packages it.
PYFLAKES = ("/usr/bin/python3", "-m", "pyflakes")
IMPORT_S = 120  # longest time of an import on a busy machine
MEANT = re.compile(r"#\s*noqa:.*\bF401\b")


def programs(root):
    """The Python files that git would keep: path: text."""
    return {path: text for path, text in sources(root).items()
            if path.suffix == ".py" or re.match(r"#!.*\bpython", text)}


def complaint(path, text):
    """The error of the compiler, or nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(ast.parse(text, str(path)), str(path), "exec", dont_inherit=True)
            return None
        except (SyntaxError, ValueError, Warning) as error:
            return f"does not compile: {error}"


def flaws(root, files):
    """The findings of pyflakes in `files` (path: text), by path, except for imports with intended
    side effects."""
    found = {}
    done = subprocess.run([*PYFLAKES, *map(str, files)], cwd=root, capture_output=True, text=True)
    if done.stderr:
        return {"pyflakes": [done.stderr.strip()]}
    for line in done.stdout.splitlines():
        name, at, _, what = line.split(":", 3)
        path = pathlib.PurePosixPath(name)
        meant = MEANT.search(files[path].splitlines()[int(at) - 1])
        if not (meant and what.endswith("imported but unused")):
            found.setdefault(path, []).append(f"line {at}:{what}")
    return found


def import_here(file):
    """Imports a file with the module path of its own program, and ends this process: with 0, or
    with 1 after printing the last lines of the error."""
    signal.alarm(IMPORT_S)
    sys.path[0] = str(file.parent)
    sys.argv = [str(file)]
    try:
        runpy.run_path(str(file), run_name="imported")
        sys.stdout.flush()
        os._exit(0)
    except BaseException:
        print(traceback.format_exc().strip().splitlines()[-1], flush=True)
        os._exit(1)


def import_trouble(file):
    """The error of importing `file`, or nothing. Uses a separate process, so that modules imported
    earlier do not help it."""
    with tempfile.TemporaryFile("w+") as output:
        child = os.fork()
        if not child:
            with open(os.devnull) as nothing:
                os.dup2(nothing.fileno(), 0)
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            import_here(file)
        _, status = os.waitpid(child, 0)
        output.seek(0)
        said = output.read().strip()
    if os.WIFSIGNALED(status):
        return f"importing it ends with {signal.Signals(os.WTERMSIG(status)).name}"
    if os.WEXITSTATUS(status):
        return f"cannot be imported: {said}"
    return f"does something where it is imported: {said}" if said else None


def violations(root):
    """What is wrong with the Python files of a tree, as `file: why`."""
    sys.stdout.flush()
    files = programs(root)
    wrong = {path: [said] for path, text in files.items() if (said := complaint(path, text))}
    wrong |= flaws(root, {path: text for path, text in files.items() if path not in wrong})
    for path in files:
        if path not in wrong and (said := import_trouble(root / path)):
            wrong[path] = [said]
    return [f"{path}: {why}" for path, some in wrong.items() for why in some]


HEAD = '"""Tries one thing."""\n'
PLANTED = [
    ({"tests/x.py": HEAD + "def one(:\n    pass\n"}, "does not compile"),
    ({"tests/x.py": HEAD + 'ONE = "\\d"\n'}, "does not compile"),
    ({"bench/x.py": HEAD + "def one():\n    return range(FIRST)\n"}, "undefined name 'FIRST'"),
    ({"tools/x": "#!/usr/bin/env python3\n" + HEAD + "def one():\n    return two\n"},
     "undefined name 'two'"),
    ({"tests/x.py": HEAD + "import json\n"}, "'json' imported but unused"),
    ({"tests/x.py": HEAD + "import json  # noqa: F401\n"}, None),
    ({"tests/x.py": HEAD + "import json  # noqa: F401\n\nONE = [other]\n"}, "undefined name"),
    ({"tests/x.py": HEAD + "import no_such_module\n\nONE = no_such_module.ONE\n"},
     "cannot be imported: ModuleNotFoundError"),
    ({"tests/x.py": HEAD + "import y\n\nONE = y.ONE\n", "tests/y.py": HEAD + "ONE = 1\n"}, None),
    ({"tests/x.py": HEAD + "import y\n\nONE = y.ONE\n", "tests/a/y.py": HEAD + "ONE = 1\n"},
     "cannot be imported"),
    ({"tests/x.py": HEAD + 'print("at work")\n'}, "does something where it is imported: at work"),
    ({"tests/x.py": HEAD + "raise SystemExit(0)\n"}, "cannot be imported"),
    ({"tests/x.py": HEAD + "import os\n\nos.abort()\n"}, "ends with SIGABRT"),
    ({"tests/x.py": HEAD + 'if __name__ == "__main__":\n    print("at work")\n'}, None),
]


def main():
    """Checks this tree, and planted ones to prove that the check works."""
    report = Report()
    report.check("there are Python files", [] if programs(ROOT) else ["none was found"])
    report.check("Python files keep the laws", violations(ROOT))
    for files, words in PLANTED:
        name = pathlib.PurePosixPath(next(iter(files))).name
        report.check(f"{name}: {words or 'lawful'}", caught(files, violations, words))
    report.end()


if __name__ == "__main__":
    main()
