from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparring.clauses import Unit, clauses, encodable, lowered, sentences


def cut(text: str, units: list[Unit]) -> list[str]:
    return [text[unit.start : unit.end] for unit in units]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello. I'm sorry! Is it late?", ["Hello.", "I'm sorry!", "Is it late?"]),
        ("您好！非常抱歉。请问订单号多少？", ["您好！", "非常抱歉。", "请问订单号多少？"]),
        ("one moment\nchecking now", ["one moment", "checking now"]),
        ("亲 在的 马上看", ["亲", "在的", "马上看"]),
        ("It was 3.5 days, see page.html for more.", ["It was 3.5 days, see page.html for more."]),
        ("Hm... let me see", ["Hm...", "let me see"]),
        ("“That won't do!” I hear you.", ["“That won't do!”", "I hear you."]),
        ("Really?! 😀", ["Really?! 😀"]),
        ("…", []),
        ("", []),
    ],
)
def test_sentences_keep_their_closing_punctuation(text: str, expected: list[str]) -> None:
    assert cut(text, sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I see, so sorry, one moment", ["I see,", "so sorry,", "one moment"]),
        ("这个价，实在不能再少了", ["这个价，", "实在不能再少了"]),
        ("It costs 1,299 yuan, paid by 15:30", ["It costs 1,299 yuan,", "paid by 15:30"]),
        ("I'd love to but I can't", ["I'd love to", "but I can't"]),
        ("It is late because it snowed", ["It is late", "because it snowed"]),
        ("fixed price — same for all - really", ["fixed price —", "same for all -", "really"]),
        ("well-made", ["well-made"]),
    ],
)
def test_clauses_end_at_commas_and_connecting_words(text: str, expected: list[str]) -> None:
    (sentence,) = sentences(text)
    assert cut(text, clauses(text, sentence)) == expected


@given(
    st.text(alphabet=st.sampled_from('ab 你好.,。，!?\n"“”—-…1:；') | st.characters(), max_size=80)
)
def test_units_are_in_order_and_hold_every_word(text: str) -> None:
    units = [clause for sentence in sentences(text) for clause in clauses(text, sentence)]
    position = 0
    for start, end in units:
        assert position <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert re.search(r"\w", text[start:end])
        position = end
    inside = {place for unit in units for place in range(unit.start, unit.end)}
    assert {match.start() for match in re.finditer(r"\w", text)} <= inside


@given(st.text())
def test_lower_case_keeps_every_character_in_its_place(text: str) -> None:
    assert len(lowered(text + "İ")) == len(text) + 1
    assert lowered("Straße ÄÖ 您好 İ!") == "straße äö 您好 i!"


@given(st.text(alphabet=st.characters() | st.just("\ud83d")))
def test_encodable_changes_nothing_but_lone_surrogates(text: str) -> None:
    clean = encodable(text)
    assert len(clean) == len(text)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert "\ud83d" in text or clean == text
