"""The numbers of a text, in digits and words, so that those of two languages can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from sparring.clauses import lowered
from sparring.figures import NUMBER_WORDS, Figure, figures, number, same_clock

# Units of one measure, and how many of the smallest each is: 24 hours are a day.
_MEASURES = {"minutes": ("time", 1), "hours": ("time", 60), "days": ("time", 24 * 60)}
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_NUMERALS = re.compile("[零一二两三四五六七八九十百]+")
_ENGLISH = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b")
# Other words for a number.
_ALSO = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "once": 1, "twice": 2, "both": 2, "pair": 2, "couple": 2, "dozen": 12, "noon": 12, "midnight": 24,
    "中午": 12, "半": 0.5, **{sign: n for n, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩", 1)},
}  # fmt: skip
# 八折 is 20 % off, 85折 15 %.
_DISCOUNT = re.compile(r"([\d一二三四五六七八九]{1,2}(?:\.\d)?)折")
_PART_OF_DAY = re.compile("[午早晚]|[ap]\\.?m|clock")
# What English has other words for: the month of a date, and what is counted in order.
_IN_WORDS = re.compile(r"\d+月(?:\d+[日号])?|第[零一二三四五六七八九十百\d]+")


class Number(NamedTuple):
    """A number at ``text[start:end]``: its value in its unit ("" if it has none), and the one that
    is ``written``. Only a ``sure`` one must be in the other language: 一点 and 一条 may be no number."""

    value: float
    unit: str
    written: float
    start: int
    end: int
    in_digits: bool
    sure: bool


def number_of(value: float, unit: str) -> Number:
    """The number that a fact of ``content.stories`` has."""
    measure, by = _MEASURES.get(unit, (unit, 1))
    return Number(value * by, measure, value, 0, 0, True, True)


@lru_cache(maxsize=20_000)
def numbers(text: str) -> tuple[Number, ...]:
    """All numbers of ``text``."""
    low = lowered(text)
    found = [_discount(match) for match in _DISCOUNT.finditer(low)]
    taken = [(number.start, number.end) for number in found]
    measured = [_measured(low, figure) for figure in figures(text) if not _within(figure.start, taken)]
    taken += [(number.start, number.end) for number in measured]
    found += measured + [number for number in _bare(low) if not _within(number.start, taken)]
    otherwise = [match.span() for match in _IN_WORDS.finditer(low)]
    return tuple(n._replace(sure=False) if _within(n.start, otherwise) else n for n in found)


def _within(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _discount(match: re.Match[str]) -> Number:
    tenths = float("".join(char if char in "0123456789." else f"{number(char):g}" for char in match[1]))
    left = tenths * 10 if tenths < 10 else tenths
    return Number(round(100 - left, 6), "percent", left, match.start(), match.end(), True, True)


def _measured(text: str, figure: Figure) -> Number:
    words = text[figure.start : figure.end]
    in_digits = re.search(r"\d", words) is not None
    vague = figure.unit == "pieces" or (figure.unit == "clock" and not _PART_OF_DAY.search(words)) or re.match(r"an?\b|half|半", words)
    read = number_of(figure.value, figure.unit)
    written = min((float(n.replace(",", "")) for n in _DIGITS.findall(words)), key=lambda n: abs(n - figure.value), default=figure.value)
    return Number(read.value, read.unit, written, figure.start, figure.end, in_digits, in_digits or not vague)


def _bare(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        value = float(match[0].replace(",", "")) * (10_000 if text[match.end() :].startswith("万") else 1)
        yield Number(value, "", value, *match.span(), True, True)
    in_words = [(match.span(), number(match[0])) for match in _ENGLISH.finditer(text)]
    for match in _NUMERALS.finditer(text):
        each = [match[0]] if re.search("[十百]", match[0]) else match[0]
        in_words += [(match.span(), number(word)) for word in each]
    in_words += [((text.index(word), text.index(word) + len(word)), value) for word, value in _ALSO.items() if word in text]
    for (start, end), worth in in_words:
        yield Number(worth or 0, "", worth or 0, start, end, False, False)


def same(one: Number, other: Number) -> bool:
    """Whether two numbers can be the same: the unit may be left out, and the half of the day."""
    units = {one.unit, other.unit}
    if units == {"clock"} or units == {"clock", ""}:
        return same_clock(one.value, other.value) or same_clock(other.value, one.value)
    return one.written == other.written if "" in units else (one.value, one.unit) == (other.value, other.unit)


def missing(there: Iterable[Number], here: Iterable[Number]) -> list[Number]:
    """The sure numbers of ``there`` that ``here`` hasn't got."""
    known = list(here)
    return [number for number in there if number.sure and not any(same(number, other) for other in known)]
