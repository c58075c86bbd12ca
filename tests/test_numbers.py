"""Figures of the two languages are the same, however they are written."""

from __future__ import annotations

import pytest

from sparring.diagnostics.numbers import missing, numbers


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("about three days", "大约3天"),
        ("within 24 hours", "一天内"),
        ("two weeks", "14天"),
        ("a 1-year warranty", "质保12个月"),
        ("paid before 17:00", "下午5点前付款"),
        ("by 6 pm", "18:00前"),
        ("between 9 and 12", "9到12点"),
        ("at noon", "中午12点"),
        ("20 % off", "打八折"),
        ("15 % off", "85折"),
        ("¥12,000", "1.2万元"),
        ("12 left", "剩12个"),
        ("up to 30 m²", "30平米以内"),
        ("1.9 m", "190厘米"),
        ("five or six of them", "五六个"),
        ("(1) the button, (2) the colour", "①按钮，②颜色"),
        ("on 11 November", "11月11日"),
        ("a bit of warmth", "一点温暖，一条龙"),
        ("half an hour", "30分钟"),
    ],
)
def test_the_same_in_other_words(english: str, chinese: str) -> None:
    one, other = numbers(english), numbers(chinese)
    assert not [number for number in missing(one, other) if number.in_digits]
    assert not [number for number in missing(other, one) if number.in_digits]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("3 days", "5天"),
        ("three days", "五天"),
        ("five minutes", "十分钟"),
        ("paid before 17:00", "18:00前付款"),
        ("1 year", "2年"),
        ("20 % off", "打九折"),
        ("5 days", "5周"),
        ("8 left", "剩6件"),
    ],
)
def test_other_figures(english: str, chinese: str) -> None:
    one, other = numbers(english), numbers(chinese)
    assert missing(one, other) and missing(other, one)
