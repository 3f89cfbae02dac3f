#!/usr/bin/env python3
"""Scripts parse, can be started, and describe all commands in their help; the package list is well
formed."""

import os
import re
import subprocess

from files import sources
from report import ROOT, Report, caught


def broken(root):
    """Scripts that bash cannot parse or that are not executable."""
    found = []
    for path, text in sources(root).items():
        if not text.startswith("#!"):
            continue
        if not os.access(root / path, os.X_OK):
            found.append(f"{path}: begins with #! but is not executable")
        if re.match(r"#!.*\b(ba)?sh\b", text):
            parsed = subprocess.run(["bash", "-n", root / path], capture_output=True, text=True)
            if parsed.returncode:
                found.append(f"{path}: {parsed.stderr.strip()}")
    return found


def misfiled(root):
    """Lines of the package list that are not `package purpose # why`, and duplicate packages."""
    found, seen = [], set()
    for line in (root / "packaging/debian-packages.txt").read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        row = re.fullmatch(r"([a-z0-9][a-z0-9+.-]+) +(run|test|check|bench|package) +# \S.*", line)
        if not row:
            found.append(f"not `package purpose # why`: {line}")
        elif row[1] in seen:
            found.append(f"given twice: {line}")
        else:
            seen.add(row[1])
    return found


def undocumented(root):
    """Commands of ./dev that help does not list, and the reverse."""
    shown = subprocess.run([root / "dev", "help"], capture_output=True, text=True).stdout
    listed = set(re.findall(r"^  ([a-z]+)", shown, re.MULTILINE))
    defined = set(re.findall(r"^do_([a-z]+)\(\)", (root / "dev").read_text(), re.MULTILINE))
    return [f"./dev {name}: in one of help and the script, not in both"
            for name in sorted(listed ^ defined)]


def planted_script(text, mode):
    """A law that first creates `x` with the given mode, for violations that text alone cannot show.
    """
    def law(root):
        (root / "tools").mkdir()
        (root / "tools/x").write_text(text)
        (root / "tools/x").chmod(mode)
        return broken(root)
    return law


LIST = "packaging/debian-packages.txt"


def main():
    """Checks this tree, and planted ones to prove that the checks work."""
    report = Report()
    report.check("scripts parse and can be started", broken(ROOT))
    report.check("the package list reads well", misfiled(ROOT))
    report.check("./dev help lists every command", undocumented(ROOT))
    bash = "#!/usr/bin/env bash\n# Does one thing well.\n"
    for text, mode, words in ((bash + "if true; then\n", 0o755, "syntax error"),
                              (bash, 0o644, "not executable"),
                              (bash, 0o755, None)):
        report.check(f"a script, {words}", caught({}, planted_script(text, mode), words))
    for text, words in (("curl run # pasted\n", None),
                        ("curl run\n", "not `package"),
                        ("curl often # pasted\n", "not `package"),
                        ("curl run # pasted\ncurl test # again\n", "given twice")):
        report.check(f"a list, {words}", caught({LIST: text}, misfiled, words))
    report.end()


if __name__ == "__main__":
    main()
