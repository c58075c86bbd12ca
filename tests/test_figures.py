from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparring.figures import figures, number, same_clock, time_phrase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it's ¥299", [(299, "yuan")]),
        ("¥1,299.50 in all", [(1299.5, "yuan")]),
        ("ten yuan off", [(10, "yuan")]),
        ("一共二十三块", [(23, "yuan")]),
        ("两百五十元", [(250, "yuan")]),
        ("80 % wool", [(80, "percent")]),
        ("百分之二十", [(20, "percent")]),
        ("ships within 24h", [(24, "hours")]),
        ("半个小时", [(0.5, "hours")]),
        ("3 working days", [(3, "days")]),
        ("two weeks", [(14, "days")]),
        ("七天无理由", [(7, "days")]),
        ("a 1-year warranty", [(12, "months")]),
        ("质保两年", [(24, "months")]),
        ("5 left in stock", [(5, "pieces")]),
        ("in half an hour", [(0.5, "hours")]),
        ("half a year", [(6, "months")]),
        ("an hour and a half", [(1.5, "hours")]),
        ("一个半小时", [(1.5, "hours")]),
        ("两年半", [(30, "months")]),
        ("back in 20 minutes", [(20, "minutes")]),
        ("等我十分钟", [(10, "minutes")]),
        ("wash at 30 °C", [(30, "degrees")]),
        ("40度以下水洗", [(40, "degrees")]),
        ("it is 1.9 m wide", [(190, "cm")]),
        ("一米九", [(190, "cm")]),
        ("55 mm thick", [(5.5, "cm")]),
        ("杆长190厘米", [(190, "cm")]),
        ("1.2kg with the box", [(1200, "grams")]),
        ("净重500克", [(500, "grams")]),
        ("四斤重", [(2000, "grams")]),
        ("holds 1.5 litres", [(1500, "ml")]),
        ("3升的", [(3000, "ml")]),
        ("only 24 dB at night", [(24, "decibels")]),
        ("22分贝", [(22, "decibels")]),
        ("a 1500 W motor", [(1500, "watts")]),
        ("900瓦", [(900, "watts")]),
        ("剩两件", [(2, "pieces")]),
        ("paid before 17:00", [(17, "clock")]),
        ("at half past, no, 5:30 pm", [(17.5, "clock")]),
        ("by six o'clock", [(6, "clock")]),
        ("下午5点半前", [(17.5, "clock")]),
        ("晚上八点", [(20, "clock")]),
        ("no figure at all", []),
        ("order RF-20871", []),
    ],
)
def test_figures_have_a_value_and_a_unit(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(figure.value, figure.unit) for figure in figures(text)] == expected


@pytest.mark.parametrize("text", ["1-3 days", "1 to 3 days", "1到3天", "one or three days"])
def test_both_ends_of_a_range_count(text: str) -> None:
    assert [figure.value for figure in figures(text)] == [1, 3]


def test_figures_are_found_in_order_where_they_stand() -> None:
    text = "¥299 today, or ¥279 by 5 pm; 二十元 off"
    found = figures(text)
    assert [text[f.start : f.end].strip() for f in found] == ["¥299", "¥279", "5 pm", "二十元"]


def test_a_figure_begins_with_its_own_words() -> None:
    (figure,) = figures("not today.\n9:30 am")
    assert figure.start == len("not today.\n")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("1,299", 1299), ("3.5", 3.5), ("twelve", 12), ("十", 10), ("二十三", 23), ("一百零五", 105),
        ("半", 0.5), ("many", None), ("", 0),
    ],
)  # fmt: skip
def test_numbers_in_digits_and_words(word: str, value: float | None) -> None:
    assert number(word) == value


def test_a_bare_hour_may_be_in_the_afternoon() -> None:
    assert same_clock(5, 17)
    assert same_clock(17.5, 17.5)
    assert not same_clock(17, 5)
    assert not same_clock(5, 18)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I'll call you by 6 pm", "by 6 pm"),
        ("you'll hear from me within 2 hours, promised", "within 2 hours"),
        ("it goes out today", "today"),
        ("ask me on Monday", "on Monday"),
        ("it takes 1-3 working days", "1-3 working days"),
        ("今天下午六点前给您回电", "今天下午六点前"),
        ("两小时内回复您", "两小时内"),
        ("明天到", "明天"),
        ("as soon as I can", None),
        ("尽快处理", None),
    ],
)
def test_a_promise_is_quoted_in_its_own_words(text: str, phrase: str | None) -> None:
    assert time_phrase(text) == phrase


@pytest.mark.parametrize("piece", ["1", "百", "十", " ", "\n", "1 ", "1,111", "1~", "今天", "by "])
def test_ten_thousand_characters_are_read_at_once(piece: str) -> None:
    """A pattern that backtracks would take minutes for these."""
    text = piece * (10_000 // len(piece))
    assert all(figure.value < 10**15 for figure in figures(text + " days"))
    time_phrase(text)


def test_an_absurd_number_is_no_figure() -> None:
    assert figures("9" * 400 + " yuan") == []


@given(
    st.text(
        alphabet=st.sampled_from("0123456789.,:-~ 一二十百半点天元年¥%İaptmhdyuanleft")
        | st.characters()
    )
)
def test_any_text_has_finite_figures_within_it(text: str) -> None:
    for figure in figures(text):
        assert 0 <= figure.start < figure.end <= len(text)
        assert 0 <= figure.value < float("inf")
