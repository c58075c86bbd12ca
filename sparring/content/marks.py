"""Signs that look right and aren't YAML's: tabs and wide blanks before a line, full-width punctuation."""

from __future__ import annotations

import re

from sparring.content.brackets import signs
from sparring.content.encoding import position
from sparring.content.problems import Slip
from sparring.content.words import KNOWN

_WIDE_BLANK = "\u3000"
_BLANKS = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f"


def blank(text: str) -> Slip | None:
    """A tab or another blank that indents a line, where only plain spaces do."""
    found = re.search(rf"(?m)^ *[{_BLANKS}{_WIDE_BLANK}][{_BLANKS}{_WIDE_BLANK} ]*(?=\S)", text)
    if found is None:
        return None
    first = re.search(rf"[{_BLANKS}{_WIDE_BLANK}]", found[0])
    assert first is not None
    line, column = position(text, found.start() + first.start())
    lines = text.split("\n")
    lines[line - 1] = " " * _indent(found[0], lines[: line - 1]) + lines[line - 1].lstrip()
    mended = "\n".join(lines)
    if first[0] == _WIDE_BLANK:
        return Slip("S106", line, column, "a full-width blank indents this line", "use plain spaces, two for each level", mended)
    what = "a tab indents" if first[0] == "\t" else "invisible blanks that aren't plain spaces indent"
    return Slip("S105", line, column, f"{what} this line", "use spaces, two for each level", mended)


def _indent(blanks: str, before: list[str]) -> int:
    """How many spaces were meant: as many as there are blanks, if they are of a space's width, or
    what fits to the line before."""
    if "\t" not in blanks and _WIDE_BLANK not in blanks:
        return len(blanks)
    row = next((row for row in reversed(before) if row.strip() and not row.lstrip().startswith("#")), "")
    deeper = 2 * (re.search(r"(?::|[>|][+-]?)$", row.rstrip()) is not None) + 2 * row.lstrip().startswith("- ")
    return len(row) - len(row.lstrip()) + deeper


_WIDE = {"：": ":", "，": ",", "、": ",", "［": "[", "【": "[", "｛": "{", "＂": '"', "“": '"', "－": "-"}
_WIDE_ENDS = str.maketrans("］】｝", "]]}")
_WIDE_MARK = re.compile(
    r"""(?m)
    ^[ ]*(?:-[ ]+)?[a-z_]+(?P<colon>：)       # key：value
    | [{,，][ ]*(?:en|zh|[a-z]+_?[a-z]+)(?P<inner>：)(?=[ ]*\S)  # {en：…
    | (?P<comma>，)(?=[ ]*(?:zh|en):[ ])       # {en: …， zh: …}
    | "(?P<between>[，、])(?=[ ]*")             # "one"，"two"
    | [？。！](?P<after>[，、])(?=[ ]*")         # one？，"two"
    | (?:[\[,]|:)[ ]*(?P<quote>“)(?=[^“”"\n]*"[ ]*(?:[,\]}]|$))  # “one", "two"
    | :[ ]+(?P<brace>[｛［【])                  # key: ｛
    | ^[ ]*(?P<dash>－)[ ]*(?=\w)              # － key: …
    | (?:^|[{,])[ ]*(?:-[ ]+)?\w+:[ ]+[-－]?(?P<figure>[０-９]+)[ ]*(?=[,}]|$)  # points: ２０
    """,
    re.VERBOSE,
)


def tight_colon(text: str) -> Slip | None:
    """A known key between curly brackets without a space after its colon: `{en:Hello}`."""
    start = 0
    for number, row in enumerate(text.split("\n")):
        for found in _TIGHT.finditer(row):
            if found[1] in KNOWN and any(s.at == found.start(1) and s.open.endswith("{") for s in signs(row)):
                at = start + found.end() - 1
                mended = text[: at + 1] + " " + text[at + 1 :]
                return Slip("S102", number + 1, found.end(), "no space after the colon", f"write `{found[1]}: …`", mended)
        start += len(row) + 1
    return None


_TIGHT = re.compile(r"(?<=[{, ])([a-z_]+):(?=[^\s:/])")


def wide_mark(text: str) -> Slip | None:
    """Full-width punctuation where YAML's own must stand; inside a paragraph it is just text."""
    found = _wide(text)
    if found is None:
        return None
    start, wide = found
    plain = "".join(_WIDE.get(char) or str(int(char)) for char in wide)
    if plain in (":", ",", "-") and text[start + 1 : start + 2] != " ":
        plain += " "
    end = text.find("\n", start)
    rest = text[start + len(wide) : end if end >= 0 else len(text)]
    # What was opened with such a bracket is closed with one.
    mended = text[:start] + plain + (rest.translate(_WIDE_ENDS) if plain in ("[", "{") else rest) + text[start + len(wide) + len(rest) :]
    mend = f"write `{plain.strip()}`" + (" and a space" if plain.endswith(" ") else "")
    return Slip("S106", *position(text, start), f"a full-width `{wide}`", mend, mended)


def _wide(text: str) -> tuple[int, str] | None:
    """The first such mark and where it stands."""
    paragraphs = _paragraphs(text)
    found = [(match.start(match.lastgroup or 0), match[match.lastgroup or 0]) for match in _WIDE_MARK.finditer(text)]
    found = [one for one in found if not _quoted(text, one[0])]
    return min((one for one in found if not any(a <= one[0] < b for a, b in paragraphs)), default=None)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Where block texts (``>-`` and ``|``) stand."""
    found = []
    for head in re.finditer(r"(?m)^( *).*: *[>|][+-]?[0-9]? *\n", text):
        body = re.compile(rf"(?:^ {{{len(head[1]) + 1},}}.*\n?|^ *\n)*", re.MULTILINE).match(text, head.end())
        assert body is not None
        found.append((body.start(), body.end()))
    return found


def _quoted(text: str, at: int) -> bool:
    """Whether a position stands inside double quotes on its line."""
    row = text[text.rfind("\n", 0, at) + 1 : at]
    return row.replace('\\"', "").count('"') % 2 == 1
