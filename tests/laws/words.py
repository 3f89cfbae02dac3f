#!/usr/bin/env python3
"""Comments and pages use plain present-day English: banned words and forms do not come back."""

import re

from report import ROOT, Report, caught

# Banned words and forms: a regular expression, and the better form. The first table holds for
# comments of src and for pages; the second for comments of src only, where the reader has no
# context but the declaration. Letters match in either case unless the expression says otherwise.
EVERYWHERE = (
    (r"\banew\b", "again"),
    (r"\bin vain\b", "without effect"),
    (r"\bin silence\b", "without notice"),
    (r"\b(?:is|are|was|were|be|been) told\b", "gets, learns, or is reported"),
    (r"\bcomes? to\b", "is, gives, or results in"),
    (r"\bcomes? upon\b", "finds"),
    (r"\bwhat stands\b|\bas (?:it|they) stands?\b", "the current value, what is stored"),
    (r"\bbesides\b", "in addition to"),
    (r"\bnothing where\b", "nothing if"),
    (r"\baffair\b", "is decided by"),
    (r"\bheld to\b", "limited to"),
    (r"\bwish(?:ed|es)?\b", "requested, or edit"),
    (r"\bhanded in\b", "passed as an argument"),
    (r"(?<!there )\b(?:is|are|was|were) no (?!longer|more|better|worse)[a-z]+", "is not a …"),
    (r"\btaken for\b", "mistaken for"),
    (r"\bbears?\b|\bbearers?\b(?! token)", "has, or holder"),
    (r"\bany number of times\b", "may be called more than once"),
    (r"\bso many\b", "at most N"),
    (r"\bthe same of\b", "the same for"),
    (r"\blanes?\b", "write queue"),
    (r"\bpassed over\b", "skipped, ignored"),
    (r"\bchoices? [A-Z]\d", "Decision F7"),
    (r"\bwhere (?:it|they|he) (?:has|have|holds?|names?|says?|goes?)\b", "if it has …"),
    (r"\b(?:none|null|empty|false|true) where\b", "nothing if …"),
    (r"\bno (?:such )?(?:address|number|name|word|page|token|host|cursor)\b is that", "is not a …"),
    (r"\bstrangers?\b", "unauthenticated callers"),
    (r"\bcomplain(?:s|ed|t|ts)?\b", "report, error, objection"),
    (r"\bblam(?:e|es|ed|ing)\b", "report"),
    (r"\bpeople ask\b|\basked after\b", "looked up"),
    (r"\btak(?:es|en) (?:it|them) back\b", "undo, accept"),
    (r"\bthe dearest\b|\bdear\b", "the most expensive"),
    (r"\btwins?\b", "the store in memory; equal requests"),
    (r"\bkept (?:still|on)\b", "still"),
    (r"\b(?:made|make|makes) (?:it|them|what) of\b", "decodes into, results in"),
    (r"\bgive(?:s|n)? (?:way|place)\b", "is aborted, is replaced by"),
    (r"\bat the other end\b", "the peer"),
    (r"\bhears?\b|\bheard\b", "receives, gets, learns"),
    (r"\bheed(?:s|ed)?\b", "applies, honours"),
    (r"\bjudg(?:e|es|ed)\b", "check, validate"),
    (r"\bspoken of as\b", "called"),
    (r"\bwhence\b|\bthereof\b|\bthereby\b|\bwherein\b|\bhitherto\b|\bheretofore\b", "say it plainly"),
)
SOURCE = (
    (r"\bwhoever\b", "a caller who, anyone who"),
    (r"\bwhatever\b", "any, or regardless of"),
    (r"\bnobody\b", "no one, or name who"),
    (r"\bof its own\b", "its own …, or a separate …"),
    (r"(?-i:(?:^|[.:] )Of [a-z][^.,]{0,60},)", "turn the sentence round: the subject comes first"),
    (r"\bwhere (?:it|there) (?:is|are|was|were)\b", "if it is, if there is"),
    (r"\bwhat (?:is|was) (?:not|no|there)\b", "name the thing that is missing or present"),
    (r"\b(?:is|was) said\b|\bsaid of\b", "is reported"),
    (r"\bgo(?:es)? by\b", "uses"),
    (r"\bof which\b", "split the sentence"),
    (r"\bthe (?:former|latter)\b(?! [a-z])", "repeat the noun"),
    (r"\btall(?:y|ies)\b", "counters"),
    (r"\bfor ever\b", "without limit"),
    (r"\bis gone\b", "is removed, has closed"),
    (r"\bin its place\b", "instead"),
    (r"\bin turn\b", "one after another"),
    (r"\bmet\b (?:for the first time|by)", "read for the first time, found by"),
)

# Files that were not rewritten yet, and how many finds each may hold. The numbers only go down: a
# file with fewer finds than its number is reported too.
NOT_YET = {}


def compiled(table):
    """The rows of a table with their expressions compiled."""
    return [(re.compile(pattern, re.IGNORECASE), better) for pattern, better in table]


RULES = {".md": compiled(EVERYWHERE), "src": compiled(EVERYWHERE + SOURCE)}

# What a scan of C++ steps over or keeps: a raw string, a string, a character, or a comment line.
TOKEN = re.compile(r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|//([^\n]*)', re.DOTALL)


def comments(text):
    """The comments of C++ text, each as (line number, words): neighbours are put together."""
    found = []
    for token in TOKEN.finditer(text):
        if token[2] is None:
            continue
        line = text.count("\n", 0, token.start()) + 1
        alone = not text[text.rfind("\n", 0, token.start()) + 1:token.start()].strip()
        if alone and found and found[-1][1] == line - 1:
            found[-1] = (found[-1][0], line, found[-1][2] + " " + token[2].strip())
        else:
            found.append((line, line, token[2].strip()))
    return [(first, unquoted(words)) for first, _, words in found]


def paragraphs(text):
    """The paragraphs of a page without code and addresses, each as (line number, words)."""
    blank = lambda match: re.sub(r"[^\n]", " ", match[0])
    for aside in (r"^```.*?^```", r"`[^`]*`", r"\]\([^)]*\)", r"<[^>]*>"):
        text = re.sub(aside, blank, text, flags=re.DOTALL | re.MULTILINE)
    line = 1
    for part in re.split(r"(\n[ ]*\n)", text):
        yield line, unquoted(" ".join(part.split()))
        line += part.count("\n")


def unquoted(words):
    """Words without code spans and quotations, which hold names and messages of others."""
    return re.sub(r'`[^`]*`|"[^"]{0,200}"', '""', words)


def finds(path, text):
    """The banned words of one file, as `line: why`."""
    parts, rules = ((paragraphs(text), RULES[".md"]) if path.suffix == ".md"
                    else (comments(text), RULES["src"]))
    return [f"{line}: \"{match[0].strip()}\": write {better}"
            for line, words in parts for rule, better in rules for match in rule.finditer(words)]


def files(root):
    """The files that the law reads, as (path within the tree, path)."""
    listed = [root / "README.md", root / "ARCHITECTURE.md", *sorted((root / "docs").rglob("*.md"))]
    listed += [file for file in sorted((root / "src").rglob("*"))
               if file.suffix in (".h", ".cc", ".def")]
    return [(str(file.relative_to(root)), file) for file in listed if file.is_file()]


def violations(root, excused=None):
    """What is wrong with a tree, as `file:line: why`."""
    excused = (NOT_YET if root == ROOT else {}) if excused is None else excused
    wrong = []
    present = files(root)
    for name, file in present:
        found = finds(file, file.read_text())
        allowed = excused.get(name, 0)
        if len(found) > allowed:
            wrong += [f"{name}:{find}" for find in found]
        elif len(found) < allowed:
            better = f"write {len(found)}" if found else "take it off"
            wrong.append(f"{name}: holds {len(found)} banned words and not {allowed}: {better} in "
                         "NOT_YET of tests/laws/words.py")
    names = {name for name, _ in present}
    return wrong + [f"{name}: is in NOT_YET of tests/laws/words.py, but is not there"
                    for name in excused if name not in names]


def excused(count):
    """The law for planted trees in which src/a.h may hold `count` finds."""
    return lambda root: violations(root, {"src/a.h": count})


# Planted files, the law, and the words that it must answer with; None: nothing is wrong.
CASES = (
    ("banned words in a comment", {"src/a.h": "// Makes the index anew.\n"}, violations,
     'src/a.h:1: "anew": write again'),
    ("banned words behind code", {"src/a.h": "// A file.\nint a;  // made anew\n"}, violations,
     "src/a.h:2:"),
    ("banned words across two lines",
     {"src/a.cc": "// The caller is\n// told the number.\n"}, violations, '"is told"'),
    ("an inverted sentence", {"src/a.h": "// Of most, nothing is written late.\n"}, violations,
     "turn the sentence round"),
    ("banned words on a page", {"docs/how-to/a.md": "# A\n\nThe log begins\nanew.\n"}, violations,
     "docs/how-to/a.md:3:"),
    ("banned words of the front page", {"README.md": "Clients are told.\n"}, violations,
     "README.md:1:"),
    ("a word that only comments must avoid", {"src/a.def": "// For whoever asks.\n"}, violations,
     '"whoever"'),
    ("the same word on a page", {"docs/a.md": "For whoever asks.\n"}, violations, None),
    ("plain words", {"src/a.h": "// Returns the newest version.\n", "docs/a.md": "Plain.\n"},
     violations, None),
    ("code and quotations",
     {"src/a.h": "// Sets `lanes`, or says \"made anew\".\nauto a = \"anew // anew\";\n",
      "docs/a.md": "`anew`, [text](lanes.md)\n\n```\nanew\n```\n"}, violations, None),
    ("text of raw strings", {"src/a.cc": '// SQL.\nauto a = R"(\n// anew\n)";\n'}, violations, None),
    ("a bearer token", {"docs/a.md": "A bearer token is sent.\n"}, violations, None),
    ("an excused file", {"src/a.h": "// Made anew.\n"}, excused(1), None),
    ("an excused file that became better", {"src/a.h": "// Made anew.\n"}, excused(2), "write 1"),
    ("an excused file that became clean", {"src/a.h": "// Made.\n"}, excused(1), "take it off"),
    ("an excused file that is gone", {"src/b.h": "// Made.\n"}, excused(1), "is not there"),
)


def main():
    """Tries the law on the tree, and on planted trees that break it or keep it."""
    report = Report()
    report.check("comments and pages use plain words", violations(ROOT))
    for name, files_, law, words in CASES:
        report.check(f"words: {name}", caught(files_, law, words))
    report.end()


if __name__ == "__main__":
    main()
