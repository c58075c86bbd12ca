"""From a file's bytes to its text, without the signs that nobody can see."""

from __future__ import annotations

import re

from sparring.content.problems import Slip

_UTF8 = "save it as UTF-8"
# Signs that take no room, and those that turn the direction of writing. (Emoji need U+200D.)
_UNSEEN = "\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_INVISIBLE = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_UNSEEN}\ufffe\uffff\ud800-\udfff]")


def decode(raw: bytes) -> tuple[str | None, Slip | None]:
    """The text of UTF-8 bytes with "\\n" line ends; what is wrong with others."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or _every_other_is_nothing(raw):
        return None, Slip("S103", 1, 1, "the file is written in UTF-16", _UTF8, None)
    if raw.startswith(b"PK\x03\x04") or raw.count(0) > 8:
        return None, Slip("S103", 1, 1, "this is no text file", "save it as plain text in UTF-8, as .yml", None)
    slip = None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        text, message = _decoded(raw)
        slip = Slip("S103", line, column, message, _UTF8, text)
    if text.startswith("\ufeff"):
        text = text[1:]
        mend = "save it as UTF-8 without BOM"
        slip = slip or Slip("S109", 1, 1, "an invisible mark (BOM) opens the file", mend, text, "warning")
    return text.replace("\r\n", "\n").replace("\r", "\n"), slip


def _every_other_is_nothing(raw: bytes) -> bool:
    """Whether these are the bytes of UTF-16: plain letters have a zero beside them."""
    zeros = max(raw[::2].count(0), raw[1::2].count(0))
    return zeros > 8 and zeros > len(raw) / 8 and zeros > 0.9 * raw.count(0)


def _decoded(raw: bytes) -> tuple[str, str]:
    """Bytes that aren't UTF-8: a few strange ones among it, or else the Chinese encoding."""
    mostly = raw.decode("utf-8", errors="replace")
    strange = mostly.count("\ufffd")
    if strange <= sum(char > "\x7f" for char in mostly) / 4 or strange <= 2:
        return mostly.replace("\ufffd", "?"), "a sign that isn't written in UTF-8"
    return raw.decode("gb18030", errors="replace").replace("\ufffd", "?"), "the file isn't written in UTF-8"


def invisible(text: str) -> Slip | None:
    """A sign that can't be seen; all of them on its line are taken out at once."""
    found = _INVISIBLE.search(text)
    if found is None:
        return None
    end = text.find("\n", found.start())
    row = text[found.start() : end if end >= 0 else len(text)]
    plain = _INVISIBLE.sub(lambda sign: "" if re.match(f"[{_UNSEEN}]", sign[0]) else " ", row)
    name = f"U+{ord(found[0]):04X}"
    mended = text[: found.start()] + plain + text[found.start() + len(row) :]
    what = "an invisible sign" if re.match(f"[{_UNSEEN}]", found[0]) else "a control character"
    line, column = position(text, found.start())
    return Slip("S104", line, column, f"{what} ({name})", "take it out", mended)


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column of an index, both from 1."""
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1
