"""The parts of the program: libraries, npm packages and data, with their versions and licences.

Names and licences are those of docs/licences.md, versions those of the installed packages."""

import datetime
import hashlib
import json
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
# Debian's words for licences that SPDX has other words for.
SPDX = {"BSD-3-google": "BSD-3-Clause", "BSD-3-clause": "BSD-3-Clause", "Expat": "MIT",
        "Expat with embedded exception": "MIT-feh", "public-domain": "LicenseRef-public-domain",
        "MIT": "MIT", "PostgreSQL": "PostgreSQL",
        "BSD-3-clause or GPL-2": "BSD-3-Clause OR GPL-2.0-only"}
# Whose code or data is part of the program itself. The other libraries are installed as packages.
EMBEDDED = ("libboost1.81-dev", "libcli11-dev", "libfmt-dev", "libspdlog-dev", "libtomlplusplus-dev",
            "python3-zxcvbn")


def rows():
    """(name, what it is for, licence) of each Debian package, and of each npm package."""
    text = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
    debian, _, npm = text.partition("| npm package |")
    return ([(name, use, licence) for name, use, licence, _ in ROW.findall(debian)],
            [(name, use, licence) for name, use, licence, _ in ROW.findall(npm)])


def installed(packages):
    """The version of each Debian package that is installed."""
    done = subprocess.run(["dpkg-query", "--show", "--showformat=${Package}\t${Version}\n", *packages],
                          capture_output=True, text=True, check=False)
    return dict(line.split("\t") for line in done.stdout.splitlines() if "\t" in line)


def npm_versions():
    """The version of each npm package, as the console pins it."""
    lock = json.loads((ROOT / "console/package-lock.json").read_text(encoding="utf-8"))
    return {path.removeprefix("node_modules/"): entry["version"]
            for path, entry in lock["packages"].items() if path.startswith("node_modules/")}


def shared_libraries(program):
    """(package, version) of each library that the program is linked with and that is installed."""
    needed = subprocess.run(["ldd", str(program)], check=True, capture_output=True, text=True).stdout
    files = sorted({str(pathlib.Path(path).resolve())
                    for path in re.findall(r"=> (/\S+) \(", needed)})
    names = set()
    for file in files:
        for spelled in (file, file.replace("/usr/lib/", "/lib/", 1)):
            found = subprocess.run(["dpkg-query", "--search", spelled], capture_output=True, text=True,
                                   check=False).stdout
            names.update(re.findall(r"^([a-z0-9][a-z0-9+.-]+)(?::\w+)?: /", found, re.MULTILINE))
    return sorted(installed(sorted(names)).items())


def notices_of_libraries():
    """What the copyright file of the package says of the libraries that are part of the program."""
    out = ""
    for name in EMBEDDED:
        file = pathlib.Path("/usr/share/doc", name, "copyright")
        text = file.read_text(encoding="utf-8")
        first = re.search(r"^Files:\s*\*\n(.*?)(?=^\S*\n|\Z)", text, re.DOTALL | re.MULTILINE)[1]
        holders = re.search(r"^Copyright:\s*(.*?)(?=^\S)", first, re.DOTALL | re.MULTILINE)[1]
        licence = re.search(r"^License:\s*(.*)$", first, re.MULTILINE)[1].strip()
        body = re.search(rf"^License:\s*{re.escape(licence)}\n((?:[ \t].*\n?)+)", text, re.MULTILINE)
        lines = [line.strip() for line in holders.strip().splitlines()]
        # Each paragraph has a licence name of its own, because two texts may share a name.
        own = licence.split()[0] + "-" + name.split("-")[0]
        out += (f"\nFiles: embedded/{name}\nCopyright: " + "\n           ".join(lines) +
                f"\nLicense: {own}\n" + "".join(" " + line.strip() + "\n" if line.strip() else " .\n"
                                                for line in body[1].splitlines()))
    return out + ("\nLicense: Apache-2.0\n On Debian systems, the text of the Apache License 2.0 is in\n"
                  " /usr/share/common-licenses/Apache-2.0.\n")


def npm_notices(console):
    """The licences of the npm packages of the console; empty if it is not built in."""
    out = {}
    for name, _, _ in rows()[1]:
        file = console / "node_modules" / name / "LICENSE"
        if file.is_file():
            out[name.replace("@", "").replace("/", "-")] = file.read_text(encoding="utf-8")
    return out


def part(name, version, licence, locator, comment):
    """One package of the list, in the words of SPDX."""
    known = SPDX.get(licence, licence)
    if not re.fullmatch(r"[A-Za-z0-9.-]+( OR [A-Za-z0-9.-]+)*", known) or known == "MIT-feh":
        known = "MIT" if known == "MIT-feh" else "NOASSERTION"
    return {"SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-"), "name": name,
            "versionInfo": version, "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "licenseConcluded": "NOASSERTION", "licenseDeclared": known,
            "copyrightText": "NOASSERTION", "comment": comment,
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                              "referenceLocator": locator}]}


def spdx(program, version, seconds):
    """The list of parts as an SPDX 2.3 document. The same program and packages give the same text."""
    debian, npm = rows()
    versions, pinned = installed([name for name, _, _ in debian]), npm_versions()
    found = []
    for name, use, licence in debian:
        how = "part of the program" if name in EMBEDDED else "headers of a linked library"
        have = versions.get(name, "NOASSERTION")
        found.append(part(name, have, licence, f"pkg:deb/debian/{name}@{have}", f"{use.strip()}; {how}"))
    known = {name for name, _, _ in debian}
    for name, have in shared_libraries(program):
        if name not in known:
            found.append(part(name, have, "NOASSERTION", f"pkg:deb/debian/{name}@{have}",
                              "linked when the program starts"))
    for name, use, licence in npm:
        locator = f"pkg:npm/{name.replace('@', '%40')}@{pinned[name]}"
        found.append(part(name, pinned[name], licence, locator, f"{use.strip()}; part of the console"))
    own = part("patchbay", version, "Apache-2.0", f"pkg:deb/patchbay@{version}", "the program")
    digest = hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()
    relations = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                  "relatedSpdxElement": own["SPDXID"]}]
    relations += [{"spdxElementId": own["SPDXID"], "relationshipType": "DEPENDS_ON",
                   "relatedSpdxElement": each["SPDXID"]} for each in found]
    created = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return json.dumps({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"patchbay-{version}",
        "documentNamespace": f"urn:patchbay:{version}:{digest}",
        "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
                         "creators": ["Tool: packaging/stage"]},
        "packages": [own, *found], "relationships": relations,
        "hasExtractedLicensingInfos": [{
            "licenseId": "LicenseRef-public-domain",
            "extractedText": "The authors of SQLite gave it to the public domain."}],
    }, indent=1, ensure_ascii=False) + "\n"
