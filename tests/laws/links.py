#!/usr/bin/env python3
"""Every page is whole: its links, anchors, pictures and named files are there, each block says its
language, and docs/README.md lists every page."""

import pathlib
import re
import subprocess
import urllib.parse
import xml.etree.ElementTree

from report import ROOT, Report, caught

INDEX = pathlib.PurePosixPath("docs/README.md")
GLOSSARY = pathlib.PurePosixPath("docs/glossary.md")
FENCE = re.compile(r"^ *(`{3,})(.*)$")
LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
TAG = re.compile(r"<(?:img|source|a)\b[^>]*?\b(?:src|srcset|href)=\"([^\"]*)\"")
# A file that a page names in code: a path with a folder, of a kind of file that this tree holds.
NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:h|cc|def|py|md|toml|txt|cmake|table|mjs|svg))`")
# Folders from which a path in a page may start.
STARTS = ("", "src")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


def pages(root):
    """Every page (path: text): what git would keep, or everything where there is no git."""
    if (root / ".git").exists():
        names = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard",
             "*.md"], check=True, capture_output=True, text=True).stdout.split("\0")
        paths = [pathlib.PurePosixPath(name) for name in sorted(set(names)) if name]
    else:
        paths = sorted(pathlib.PurePosixPath(path.relative_to(root)) for path in root.rglob("*.md"))
    return {path: (root / path).read_text() for path in paths if (root / path).is_file()}


def prose(text):
    """The lines of a page outside of its blocks of code, with their numbers; and what is wrong with
    the blocks."""
    lines, wrong, fence = [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        mark = FENCE.match(line)
        if fence is None and mark:
            fence = mark[1]
            if not mark[2].strip():
                wrong.append(f"line {number}: a block of code does not say its language")
        elif fence is not None and mark and mark[1] == fence and not mark[2].strip():
            fence = None
        elif fence is None:
            indented = line.startswith("    ") and line.strip() and (
                not lines or not lines[-1][1].strip())
            if indented:
                wrong.append(f"line {number}: code is indented; put it in a block with a language")
            lines.append((number, line))
    if fence is not None:
        wrong.append("its last block of code does not end")
    return lines, wrong


def anchors(text):
    """What can stand behind # in a link to the page: its headings as GitHub spells them."""
    found = set()
    for _, line in prose(text)[0]:
        heading = re.match(r"#{1,6} +(.*?) *#*$", line)
        if not heading:
            continue
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).replace("`", "").lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        again = 0
        while (each := slug if not again else f"{slug}-{again}") in found:
            again += 1
        found.add(each)
    return found


def wrong_link(root, page, target, texts):
    """Why a link of a page leads nowhere; nothing where it leads somewhere, or out of the tree."""
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return None
    path, _, anchor = target.partition("#")
    if path.startswith("/"):
        return "begins with /, which is another place on every site"
    goal = page if not path else pathlib.PurePosixPath(
        pathlib.Path(root, page.parent, urllib.parse.unquote(path)).resolve().relative_to(
            root.resolve()))
    if not (root / goal).exists():
        return "is not there"
    if anchor and goal.suffix == ".md" and anchor not in anchors(texts[goal]):
        return "has no such heading"
    return None


def judge(root, page, texts):
    """What is wrong with one page."""
    lines, wrong = prose(texts[page])
    yield from wrong
    for number, line in lines:
        plain = re.sub(r"`[^`]*`", "", line)
        for target in LINK.findall(plain) + TAG.findall(plain):
            try:
                why = wrong_link(root, page, target, texts)
            except ValueError:
                why = "leads out of the tree"
            if why:
                yield f"line {number}: {target} {why}"
        for name in NAMED.findall(line):
            if not any((root / start / name).exists() for start in (*STARTS, page.parent)):
                yield f"line {number}: it names {name}, which is not there"


def wrong_pictures(root):
    """Pictures come in pairs that differ in nothing but their colours, and each is XML."""
    for light in sorted((root / "docs").rglob("*-light.svg")):
        dark = light.with_name(light.name.replace("-light", "-dark"))
        if not dark.exists():
            yield f"{light.relative_to(root)}: there is no {dark.name}"
            continue
        if COLOUR.sub("", light.read_text()) != COLOUR.sub("", dark.read_text()):
            yield f"{light.relative_to(root)}: differs from {dark.name} in more than its colours"
    for picture in sorted((root / "docs").rglob("*.svg")):
        try:
            xml.etree.ElementTree.parse(picture)
        except xml.etree.ElementTree.ParseError as error:
            yield f"{picture.relative_to(root)}: {error}"


def unlisted(root, texts):
    """Pages of docs that the index does not list."""
    if INDEX not in texts:
        return
    listed = {pathlib.Path(root, INDEX.parent, target.partition("#")[0]).resolve()
              for target in LINK.findall(texts[INDEX])}
    for page in texts:
        if page.parts[0] == "docs" and page != INDEX and (root / page).resolve() not in listed:
            yield f"{page}: {INDEX} does not list it"


def unknown_types(root, texts):
    """Types that the glossary names and no header declares."""
    named = re.findall(r"`([A-Z]\w*[a-z]\w*)`", texts.get(GLOSSARY, ""))
    if not named:
        return
    declared = set()
    for header in (root / "src").rglob("*.h"):
        declared |= set(re.findall(r"^ *(?:class|struct|enum class|using) (\w+)", header.read_text(),
                                   re.MULTILINE))
    for name in named:
        if name not in declared:
            yield f"{GLOSSARY}: it names {name}, which no header declares"


def violations(root):
    """What is wrong with the pages of a tree, as `file: why`."""
    texts = pages(root)
    wrong = [f"{page}: {why}" for page in texts for why in judge(root, page, texts)]
    return (wrong + list(wrong_pictures(root)) + list(unlisted(root, texts)) +
            list(unknown_types(root, texts)))


PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"><path fill="#ffffff"/></svg>'
PLANTED = [
    ({"a.md": "See [b](b.md)."}, "b.md is not there"),
    ({"a.md": "See [b](docs/b.md).", "docs/b.md": "# B"}, None),
    ({"a.md": "See [b](b.md#c).", "b.md": "# B"}, "has no such heading"),
    ({"a.md": "See [b](b.md#c-d-e).", "b.md": "# C: `d` (e)"}, None),
    ({"a.md": "See [b](b.md#c-1).", "b.md": "# C\n\n# C"}, None),
    ({"a.md": "See [b](b.md#c).", "b.md": "```text\n# C\n```"}, "has no such heading"),
    ({"a.md": "See [below](#b).\n\n## B"}, None),
    ({"a.md": "See [below](#c).\n\n## B"}, "has no such heading"),
    ({"a.md": "See [root](/b.md).", "b.md": ""}, "begins with /"),
    ({"a.md": "See [out](../b.md)."}, "leads out of the tree"),
    ({"a.md": "See [them](https://example.com/a#b)."}, None),
    ({"a.md": "`[no link](b.md)`"}, None),
    ({"a.md": '<img src="b.svg" alt="">'}, "b.svg is not there"),
    ({"a.md": "Code is in `src/b.cc`."}, "it names src/b.cc"),
    ({"a.md": "Code is in `core/b.cc`.", "src/core/b.cc": ""}, None),
    ({"a.md": "```\nls\n```"}, "does not say its language"),
    ({"a.md": "```sh\nls"}, "does not end"),
    ({"a.md": "Run\n\n    ls\n"}, "code is indented"),
    ({"docs/README.md": "# Index", "docs/a.md": "# A"}, "does not list it"),
    ({"docs/README.md": "[A](a.md#b)", "docs/a.md": "# B"}, None),
    ({"docs/glossary.md": "**`Call`**", "src/a.h": "struct Call;"}, None),
    ({"docs/glossary.md": "**`Call`**", "src/a.h": "struct Caller;"}, "no header declares"),
    ({"docs/a-light.svg": PICTURE}, "there is no a-dark.svg"),
    ({"docs/a-light.svg": PICTURE, "docs/a-dark.svg": PICTURE.replace("ffffff", "000000")}, None),
    ({"docs/a-light.svg": PICTURE, "docs/a-dark.svg": PICTURE.replace("path", "rect")},
     "more than its colours"),
    ({"docs/a.svg": "<svg"}, "a.svg"),
]


def main():
    """Checks this tree and, so that the check itself is known to work, the planted ones."""
    report = Report()
    for page, wrong in sorted(by_page(violations(ROOT)).items()):
        report.check(page, wrong)
    report.check("there are pages", [] if len(pages(ROOT)) > 10 else ["hardly any page was found"])
    for number, (files, words) in enumerate(PLANTED):
        report.check(f"planted tree {number}: {words or 'lawful'}", caught(files, violations, words))
    report.end()


def by_page(wrong):
    """Every page with what is wrong with it, which is mostly nothing."""
    out = {str(page): [] for page in pages(ROOT)}
    for line in wrong:
        page, _, why = line.partition(": ")
        out.setdefault(page, []).append(why)
    return out


if __name__ == "__main__":
    main()
