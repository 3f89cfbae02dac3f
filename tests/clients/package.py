#!/usr/bin/env python3
"""What the package installs: the staged tree of the program under test, its scripts, unit, pages and
list of parts. packaging/try installs real packages in a clean Debian; that takes root and the
network."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import harness
from harness import PATCHBAY, ROOT

PACKAGING = ROOT / "packaging"
TIME = "1700000000"
# The largest exposure of the unit, in tenths, that `systemd-analyze security` may find.
EXPOSURE_MAX = 20
FILES = {
    "etc/patchbay/patchbay.toml": 0o644,
    "lib/systemd/system/patchbay.service": 0o644,
    "usr/bin/patchbay": 0o755,
    "usr/share/bash-completion/completions/patchbay": 0o644,
    "usr/share/doc/patchbay/changelog.Debian.gz": 0o644,
    "usr/share/doc/patchbay/changelog.gz": 0o644,
    "usr/share/doc/patchbay/copyright": 0o644,
    "usr/share/doc/patchbay/parts.spdx.json": 0o644,
    "usr/share/fish/vendor_completions.d/patchbay.fish": 0o644,
    "usr/share/lintian/overrides/patchbay": 0o644,
    "usr/share/man/man1/patchbay.1.gz": 0o644,
    "usr/share/zsh/vendor-completions/_patchbay": 0o644,
}


def without(report, program, what):
    """Whether a program is missing; the cases that need it are then skipped by name."""
    if shutil.which(program):
        return False
    report.skip(what, f"{program} is not installed")
    return True


def stage(out, **environment):
    """Lays the package out in the folder `out`."""
    subprocess.run([PACKAGING / "stage", str(PATCHBAY), str(out)], check=True, capture_output=True,
                   text=True, timeout=300,
                   env={**os.environ, "SOURCE_DATE_EPOCH": TIME, **environment})


def listing(tree):
    """Path, mode, time and digest of everything below `tree`."""
    return {str(path.relative_to(tree)): (
        oct(path.stat().st_mode), int(path.stat().st_mtime),
        hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
        for path in sorted(tree.rglob("*"))}


def contents(report, tree, _):
    """Every file and its mode."""
    found = {str(path.relative_to(tree)): path.stat().st_mode & 0o777
             for path in tree.rglob("*") if path.is_file()}
    commands = re.findall(r'^COMMAND\("([^"]+)"', (ROOT / "src/cli/commands.def").read_text(),
                          re.MULTILINE)
    wanted = FILES | {f"usr/share/man/man1/patchbay-{each}.1.gz": 0o644 for each in commands}
    notices = {name: mode for name, mode in found.items() if name.startswith("usr/share/doc/patchbay/console/")}
    report.equal("the files of the package", sorted(wanted.items()),
                 sorted((found.items() - notices.items())))
    report.case("no symbols are left in the program", not subprocess.run(
        ["readelf", "--sections", tree / "usr/bin/patchbay"], capture_output=True, text=True,
        check=True).stdout.count(".debug_info"))
    settings = (tree / "etc/patchbay/patchbay.toml").read_text()
    report.case("the settings name the data folder", '\ndata = "/var/lib/patchbay"\n' in settings,
                got=settings[:400])
    checked = subprocess.run([str(PATCHBAY), "check-config", "--config", tree / "etc/patchbay/patchbay.toml",
                              "--data", str(tree / "store")], capture_output=True, text=True, check=False)
    report.equal("the settings are good", 0, checked.returncode, checked.stderr)


def twice(report, tree, folder):
    """Another place, time zone, locale and umask give the same bytes."""
    before = os.umask(0o077)
    try:
        stage(folder / "a longer name/tree", TZ="Pacific/Chatham", LC_ALL="C", HOME=str(folder))
    finally:
        os.umask(before)
    one, other = listing(tree), listing(folder / "a longer name/tree")
    report.equal("the tree is the same twice", [],
                 sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name)))
    debug = listing(folder / "tree.debug")
    report.case("the symbols are the same twice", debug == listing(folder / "a longer name/tree.debug")
                and any(name.endswith(".debug") for name in debug), got=debug.keys())


# Calls what fortify and the stack protector replace.
PROGRAM = """#include <cstdio>
#include <cstring>
#include <string>
namespace { struct Text { std::string text = __FILE__; }; Text kept; }
int main(int count, char** words) {
  char place[64];
  std::strcpy(place, words[count - 1]);
  std::printf("%s %s\\n", kept.text.c_str(), place);
}
"""


def compiled(folder, flags):
    """A small program, compiled in `folder` with `flags`."""
    folder.mkdir(parents=True)
    (folder / "one.cc").write_text(PROGRAM)
    subprocess.run(["g++", *flags, str(folder / "one.cc"), "-o", str(folder / "one")], check=True,
                   capture_output=True, text=True, cwd=folder)
    return folder / "one"


def compiler(report, _, folder):
    """The flags of the preset `package` give every protection, and the same bytes in another path."""
    presets = json.loads((ROOT / "CMakePresets.json").read_text())["configurePresets"]
    variables = next(each for each in presets if each["name"] == "package")["cacheVariables"]
    text = " ".join(variables[f"CMAKE_{name}"] for name in (
        "CXX_FLAGS", "CXX_FLAGS_RELEASE", "EXE_LINKER_FLAGS"))
    programs = []
    for place in (folder / "a", folder / "another/place"):
        flags = text.replace("${sourceDir}", str(place)).split()
        programs.append(compiled(place, [*flags, "-fstack-protector-strong"]))
    done = subprocess.run([PACKAGING / "hardening", programs[0]], capture_output=True, text=True,
                          check=False)
    report.equal("every protection is on", 0, done.returncode, done.stdout)
    report.case("another path gives the same bytes",
                programs[0].read_bytes() == programs[1].read_bytes())
    bare = compiled(folder / "bare", ["-O1", "-no-pie", "-fno-stack-protector", "-fcf-protection=none",
                                      "-Wl,-z,norelro,-z,lazy", "-z", "execstack"])
    done = subprocess.run([PACKAGING / "hardening", bare], capture_output=True, text=True, check=False)
    report.equal("a program without protections lacks all of them", (1, 6),
                 (done.returncode, done.stdout.count("MISSING")), done.stdout)


def repository(report, tree, folder):
    """A repository of a small package is signed, and its lists name it."""
    if without(report, "apt-ftparchive", "the repository") or without(report, "gpg", "the repository"):
        return
    del tree
    machine = subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True,
                             text=True).stdout.strip()
    small = folder / "small"
    (small / "DEBIAN").mkdir(parents=True)
    (small / "DEBIAN").chmod(0o755)
    (small / "DEBIAN/control").write_text(f"Package: small\nVersion: 1\nArchitecture: {machine}\n"
                                          "Maintainer: Nobody <nobody@localhost>\nDescription: small\n")
    home = folder / "gpg"
    home.mkdir(mode=0o700)
    mine = {**os.environ, "GNUPGHOME": str(home)}

    def run(*words):
        return subprocess.run([str(each) for each in words], check=True, capture_output=True, text=True,
                              env=mine).stdout

    run("dpkg-deb", "--build", "--root-owner-group", small, folder / "small.deb")
    run("gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", "Trial <t@localhost>",
        "ed25519", "sign", "1d")
    key = re.search(r"^fpr:*([0-9A-F]+):", run("gpg", "--list-keys", "--with-colons"), re.MULTILINE)[1]
    made = folder / "repository"
    run(PACKAGING / "repository", made, key, folder / "small.deb")
    lists = (made / "dists/stable/main" / f"binary-{machine}" / "Packages").read_text()
    report.case("the lists name the package", "Package: small\n" in lists and "SHA256: " in lists,
                got=lists)
    release = (made / "dists/stable/Release").read_text()
    digest = hashlib.sha256(lists.encode()).hexdigest()
    report.case("the release has the digest of the list", f" {digest} " in release, digest, got=release)
    run("gpg", "--verify", made / "dists/stable/InRelease")
    run("gpg", "--verify", made / "dists/stable/Release.gpg", made / "dists/stable/Release")
    (made / "dists/stable/Release").write_text(release + "\n")
    bad = subprocess.run(["gpg", "--verify", made / "dists/stable/Release.gpg", made / "dists/stable/Release"],
                         capture_output=True, check=False, env=mine)
    report.case("an altered release is found", bad.returncode != 0)
    subprocess.run(["gpgconf", "--kill", "all"], check=False, env=mine)


def scripts(report, _tree, _folder):
    """Maintainer scripts parse, and shellcheck finds nothing."""
    names = [PACKAGING / "debian" / name for name in ("config", "postinst", "prerm", "postrm")]
    for name in names:
        done = subprocess.run(["sh", "-n", name], capture_output=True, text=True, check=False)
        report.equal(f"{name.name} parses", 0, done.returncode, done.stderr)
        report.case(f"{name.name} can be started", os.access(name, os.X_OK))
    if not without(report, "shellcheck", "shellcheck of the package's scripts"):
        bash = [PACKAGING / name for name in ("boot", "build", "repository", "reproduce", "try")]
        done = subprocess.run(["shellcheck", "--exclude=SC1091,SC2016", *names, *bash],
                              capture_output=True, text=True, check=False)
        report.equal("shellcheck", "", done.stdout + done.stderr)


def unit(report, tree, folder):
    """The unit reads well, and is as closed as we say."""
    if without(report, "systemd-analyze", "the unit"):
        return
    text = (tree / "lib/systemd/system/patchbay.service").read_text()
    mine = folder / "patchbay.service"
    mine.write_text(text.replace("/usr/bin/patchbay", str(tree / "usr/bin/patchbay")))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", mine], capture_output=True, text=True,
                          check=False)
    report.equal("the unit reads well", (0, ""), (done.returncode, done.stderr))
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE_MAX}",
                           "--no-pager", mine], capture_output=True, text=True, check=False)
    report.equal("the unit is closed", 0, done.returncode, done.stdout[-300:] + done.stderr)
    open_unit = folder / "open.service"
    open_unit.write_text("[Service]\nExecStart=/bin/true\n")
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE_MAX}",
                           "--no-pager", open_unit], capture_output=True, text=True, check=False)
    report.case("an open unit would be found", done.returncode != 0, got=done.stdout[-300:])


def pages(report, tree, _):
    """Manual pages have no mistakes, and completions parse."""
    if not without(report, "man", "the manual pages"):
        for page in sorted((tree / "usr/share/man/man1").iterdir()):
            done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page],
                                  capture_output=True, text=True, check=False,
                                  env={**os.environ, "LC_ALL": "C.UTF-8", "MANROFFSEQ": ""})
            report.equal(f"{page.name} has no mistakes", "", done.stderr)
    for shell, file in (("zsh", "usr/share/zsh/vendor-completions/_patchbay"),
                        ("fish", "usr/share/fish/vendor_completions.d/patchbay.fish")):
        if not without(report, shell, f"the completions of {shell}"):
            done = subprocess.run([shell, "-n", tree / file], capture_output=True, text=True, check=False)
            report.equal(f"the completions of {shell} parse", (0, ""), (done.returncode, done.stderr))
    page = subprocess.run([str(PATCHBAY), "docs", "commands"], check=True, capture_output=True, text=True)
    report.equal("docs/cli.md is what `patchbay docs commands` writes",
                 (ROOT / "docs/cli.md").read_text(), page.stdout)


def parts(report, tree, _):
    """The list of parts names each library once, with its version, and all its references exist."""
    document = json.loads((tree / "usr/share/doc/patchbay/parts.spdx.json").read_text())
    names = [each["name"] for each in document["packages"]]
    report.equal("no part stands twice", len(names), len(set(names)))
    ids = [each["SPDXID"] for each in document["packages"]] + ["SPDXRef-DOCUMENT"]
    report.equal("no id stands twice", len(ids), len(set(ids)))
    report.case("relationships name parts", all(
        each["spdxElementId"] in ids and each["relatedSpdxElement"] in ids
        for each in document["relationships"]))
    listed = re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/licences.md").read_text(), re.MULTILINE)
    report.equal("every row of docs/licences.md is a part", [],
                 sorted(name for name in listed if name not in names))
    report.case("what is linked is a part", {"libssl3", "libsqlite3-0", "libc6"} <= set(names), got=names)
    report.equal("every part has a version", [], [each["name"] for each in document["packages"]
                                                  if each["versionInfo"] == "NOASSERTION"])
    report.equal("every part of docs/licences.md has a licence", [],
                 [each["name"] for each in document["packages"]
                  if each["name"] in listed and each["licenseDeclared"] == "NOASSERTION"])
    report.equal("made when the environment says", "2023-11-14T22:13:20Z",
                 document["creationInfo"]["created"])


def main():
    """A separate program."""
    report = harness.Report()
    with tempfile.TemporaryDirectory(prefix="patchbay-package-") as name:
        folder = pathlib.Path(name)
        tree = folder / "tree"
        stage(tree)
        for part in (contents, twice, compiler, repository, scripts, unit, pages, parts):
            report.guard(part.__name__, part, report, tree, folder)
    report.end()


if __name__ == "__main__":
    main()
