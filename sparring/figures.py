"""Figures in a reply: money, shares, times and amounts, in English and Chinese words or digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sparring.clauses import lowered


class Figure(NamedTuple):
    """A figure at ``text[start:end]``. Units: those of ``content.stories.Fact``; a clock is in hours
    since midnight (between 1 and 12 it may stand for the afternoon, see ``same_clock``)."""

    value: float
    unit: str
    start: int
    end: int


NUMBER_WORDS = {
    "half an": 0.5, "half a": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "half": 0.5,
}  # fmt: skip
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 0.5}

# Bounded everywhere: with + and * a reply of ten thousand digits or blanks would take minutes.
_DIGITS = r"(?<!\d)\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,6})?"
_NUMERALS = r"(?<![零一二两三四五六七八九十百])[零一二两三四五六七八九十百]{1,9}"
_NUMBER = (
    rf"(?:{_DIGITS}|(?<![a-z])(?:" + "|".join(NUMBER_WORDS) + r")(?![a-z])"
    rf"|{_NUMERALS}|半(?=[天年]|个?小时|个月))"
)
_GAP = r"\s{0,3}"
_RANGE = rf"(?P<low>{_NUMBER})(?:{_GAP}(?:-|–|~|～|to|or|或|到|至){_GAP}(?P<high>{_NUMBER}))?{_GAP}-?{_GAP}"
# "And a half" of the unit, before it or after it.
_HALF_BEFORE = r"(?P<half_before>个半(?=小时|钟头|月))?"
_HALF_AFTER = r"(?P<half_after>\s?and a half\b|半(?!价))?"

# What follows a number, the unit it makes, and how many of that unit it is.
_UNITS: list[tuple[str, str, float]] = [
    (r"(?:yuan|rmb|cny|元|块钱?|块(?!儿))", "yuan", 1),
    (r"(?:%|percent|per cent)", "percent", 1),
    (r"(?:minutes?\b|mins?(?![a-z])|分钟)", "minutes", 1),
    (r"(?:hours?\b|hrs?(?![a-z])|h(?![a-z])|个?小时|个?钟头)", "hours", 1),
    (r"(?:(?:working |business |calendar |more )?days?\b|个?工作日|天|日内)", "days", 1),
    (r"(?:weeks?\b|周(?!年)|个?星期|个?礼拜)", "days", 7),
    (r"(?:months?\b|个月)", "months", 1),
    (r"(?:years?\b|yrs?\b|年)", "months", 12),
    (r"(?:mm(?![a-z])|millimet\w{2,4}|毫米)", "cm", 0.1),
    (r"(?:cm(?![a-z])|centimet\w{2,4}|厘米|公分)", "cm", 1),
    (r"(?:m(?![a-z码²³])|met(?:er|re)s?\b|米(?![\d一二三四五六七八九]))", "cm", 100),
    (r"(?:kgs?(?![a-z])|kilo(?:gram)?s?\b|公斤|千克)", "grams", 1000),
    (r"(?:g(?![a-z])|grams?\b|克)", "grams", 1),
    (r"斤", "grams", 500),
    (r"(?:ml(?![a-z])|millilit\w{2,3}|毫升)", "ml", 1),
    (r"(?:l(?![a-z码])|lit(?:er|re)s?\b|升)", "ml", 1000),
    (r"(?:°\s?c?|℃|degrees?\b|摄氏度|度)", "degrees", 1),
    (r"(?:db(?![a-z])|decibels?\b|分贝)", "decibels", 1),
    (r"(?:w(?![a-z])|watts?\b|瓦)", "watts", 1),
    (r"(?:left\b|pieces?\b|pcs\b|in stock\b|件|台|条|双)", "pieces", 1),
]
# Most texts have few of the units: whether one is there at all is quick to see.
_WITH_UNIT = [
    (re.compile(after), re.compile(_RANGE + _HALF_BEFORE + after + _HALF_AFTER), unit, factor)
    for after, unit, factor in _UNITS
]
_NO_HALF = "(?P<half_before>)(?P<half_after>)"
_YUAN_SIGN = re.compile(rf"[¥￥]{_GAP}{_RANGE}{_NO_HALF}")
_SHARE = re.compile(rf"百分之(?P<low>[零一二两三四五六七八九十百]{{1,9}}|{_DIGITS})(?P<high>){_NO_HALF}")
# 一米九: what is past the metre, in tenths or hundredths of it.
_PAST_METRE = re.compile(r"(?P<low>[\d一两二三])米(?P<past>[\d一二三四五六七八九]{1,2})(?![\d.米厘])")
_CLOCK = re.compile(
    r"(?:(?P<part>早上|上午|中午|下午|傍晚|晚上|今晚|晚)\s{0,3})?(?:(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"|(?P<point>\d{1,2}|[一二两三四五六七八九十]{1,3})点(?P<past>半|\d{1,2}|[一二三四五]?十[一二三四五六七八九]?)?"
    r"|(?P<oclock>\d{1,2}|" + "|".join(NUMBER_WORDS) + r")(?=\s*(?:o'?clock|[ap]\.?m\b)))"
    r"\s*(?P<half>[ap])?\.?(?:m\b)?"
)


def number(word: str) -> float | None:
    """The value of a number in digits, English or Chinese; None if it is none."""
    word = word.replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", word):
        return float(word)
    if word in NUMBER_WORDS:
        return float(NUMBER_WORDS[word])
    total, digit = 0.0, 0.0
    for char in word:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        elif char in _CHINESE:
            digit = _CHINESE[char]
        else:
            return None
    return total + digit


def figures(text: str) -> list[Figure]:
    """All figures of ``text``, in order; both ends of a range count."""
    return list(_figures(text))


@lru_cache(maxsize=20_000)
def _figures(text: str) -> tuple[Figure, ...]:
    return tuple(sorted(_find(lowered(text)), key=lambda figure: (figure.start, figure.end, figure.value)))


def _find(lowered: str) -> Iterator[Figure]:
    here = [(pattern, unit, by) for named, pattern, unit, by in _WITH_UNIT if named.search(lowered)]
    for pattern, unit, factor in [*here, (_YUAN_SIGN, "yuan", 1), (_SHARE, "percent", 1)]:
        for match in pattern.finditer(lowered):
            for end in ("low", "high"):
                value = number(match[end]) if match[end] else None
                if value is not None:
                    value += 0.5 if match["half_before"] or match["half_after"] else 0
                    yield Figure(round(value * factor, 6), unit, match.start(), match.end())
    for match in _PAST_METRE.finditer(lowered):
        metres, past = number(match["low"]) or 0, "".join(str(int(number(c) or 0)) for c in match["past"])
        yield Figure(metres * 100 + int(past.ljust(2, "0")), "cm", match.start(), match.end())
    for match in _CLOCK.finditer(lowered):
        hour = number(match["hour"] or match["point"] or match["oclock"] or "")
        if hour is None or hour > 24:
            continue
        past = match["minute"] or match["past"] or "0"
        minutes = 30.0 if past == "半" else number(past) or 0.0
        afternoon = match["half"] == "p" or match["part"] in ("下午", "傍晚", "晚上", "今晚", "晚")
        if afternoon and hour < 12:
            hour += 12
        yield Figure(hour + minutes / 60, "clock", match.start(), match.end())


def same_clock(one: float, other: float) -> bool:
    """Whether two clock times can mean the same: "5" may be 17:00 when neither says which."""
    return one == other or (one <= 12 and one + 12 == other)


_TIME = re.compile(
    r"(?:(?:by|before|within|in|until|at|on|this|no later than)\s+)?"
    r"(?:the end of (?:the day|today)|(?:today|tomorrow|tonight)(?: (?:at|by|before) \S+(?: ?[ap]m)?)?"
    r"|this (?:morning|afternoon|evening)|(?:next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    rf"|\d{{1,2}}(?::\d{{2}})?\s*(?:[ap]\.?m\b|o'?clock)|\d{{1,2}}:\d{{2}}"
    rf"|{_NUMBER}(?:\s*(?:-|–|to)\s*{_NUMBER})?\s*(?:minutes?|mins?|hours?|(?:working |business )?days?|weeks?)\b)"
    r"(?:\s+(?:today|tomorrow|tonight))?"
    r"|(?:今天|明天|后天|今晚|周[一二三四五六日天]|星期[一二三四五六日天])?(?:之?前)?"
    r"(?:早上|上午|中午|下午|晚上)?(?:(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点(?:半|\d{1,2}分?)?|:\d{2})"
    rf"|{_NUMBER}(?:\s*(?:-|到|至)\s*{_NUMBER})?\s*(?:分钟|个?小时|天|个?工作日))(?:之?内|之?前|左右)?"
    r"|(?:今天|明天|后天|今晚)(?:之?内|之?前|早上|上午|中午|下午|晚上)?",
    re.IGNORECASE,
)  # fmt: skip


def time_phrase(text: str) -> str | None:
    """The first time in ``text`` in its own words ("by 6 pm", 今天下午六点前), None if there is none."""
    match = _TIME.search(text)
    return match[0].strip() if match else None
