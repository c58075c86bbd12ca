from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparring import patterns
from sparring.content import ContentError

ENGLISH = """
scopes: {negation: ["not", "n't", never], quotation: [you said]}
patterns:
  - {id: sure, move: overpromise, phrases: ["i guarantee", "will … arrive tomorrow"], not_with: [refund]}
  - {id: pay, move: pester, phrases: ["why (haven't|won't) you pay"], even_if_negated: true}
"""
CHINESE = """
scopes: {negation: [不敢, 没法], quotation: [您说]}
patterns:
  - {id: sure, move: overpromise, phrases: [我保证, 敢保证, 一定…到], not_with: [保证金]}
  - {id: pay, move: pester, phrases: [怎么(还不|没)付], even_if_negated: true}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two small pattern files in place of the shipped ones."""
    (tmp_path / "en.yml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "zh.yml").write_text(CHINESE, encoding="utf-8")
    monkeypatch.setattr(patterns, "FOLDER", tmp_path)
    patterns.load.cache_clear()
    yield tmp_path
    patterns.load.cache_clear()


def found(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(span.move, text[span.start : span.end]) for span in patterns.find(text, language)]


@pytest.mark.usefixtures("folder")
class TestOwnPatterns:
    def test_the_clause_that_holds_the_phrase_is_the_evidence(self) -> None:
        assert found("Hello, I guarantee that, truly.") == [("overpromise", "I guarantee that,")]
        assert found("您好，这个我保证啦，放心", "zh") == [("overpromise", "这个我保证啦，")]

    def test_a_span_says_which_rule_found_it(self) -> None:
        (span,) = patterns.find("I guarantee it", "en")
        assert (span.score, span.why) == (1.0, "sure")

    def test_a_gap_is_a_few_words_within_a_sentence(self) -> None:
        assert found("it will surely and truly arrive tomorrow")
        assert not found("it will one two three four five arrive tomorrow")
        assert not found("that it will. I can say. arrive tomorrow")
        assert found("一定明天到", "zh")
        assert not found("一定要等一二三四五六七天才到", "zh")

    def test_alternatives_stand_in_brackets(self) -> None:
        assert found("why haven't you paid") == found("why won't you paid") == []
        assert found("why haven't you pay") and found("why won't you pay")
        assert found("怎么还不付", "zh") and found("怎么没付", "zh")

    def test_a_negated_phrase_does_not_count(self) -> None:
        assert not found("I do not say I guarantee anything")
        assert not found("I can't say I guarantee it")
        assert not found("这个不敢说我保证", "zh")

    def test_a_negation_may_reach_into_the_phrase(self) -> None:
        assert found("这个我敢保证", "zh")
        assert not found("这个我不敢保证", "zh")

    def test_a_negation_in_another_clause_changes_nothing(self) -> None:
        assert found("I'm not sure, I guarantee it")
        assert found("没法再快了，我保证", "zh")

    def test_some_phrases_carry_their_own_not(self) -> None:
        assert found("never mind why haven't you pay")
        assert found("没法理解怎么还不付", "zh")

    def test_a_quoted_phrase_does_not_count(self) -> None:
        assert not found("you said I guarantee it")
        assert not found('The page says "I guarantee it" somewhere')
        assert not found("您说我保证", "zh")
        assert not found("页面写着“我保证”三个字", "zh")

    def test_a_quotation_ends_at_its_mark(self) -> None:
        assert found('The page says "hello", and I guarantee it')
        assert found("页面写着“您好”，我保证", "zh")

    def test_some_words_make_a_phrase_harmless(self) -> None:
        assert not found("I guarantee a refund")
        assert not found("我保证保证金会退", "zh")

    def test_capitals_and_letters_that_grow_change_no_place(self) -> None:
        assert found("İİİ ok. I GUARANTEE IT") == [("overpromise", "I GUARANTEE IT")]

    def test_moves_must_be_known(self, folder: Path) -> None:
        (folder / "en.yml").write_text(ENGLISH.replace("pester", "pesterr"), encoding="utf-8")
        with pytest.raises(ContentError, match=r"en\.yml.*unknown move `pesterr`: did you mean `pester`"):
            patterns.load("en")


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("I guarantee it won't fade.", "overpromise"),
        ("Please calm down first.", "dismiss"),
        ("It's your own fault.", "blame"),
        ("That's not our problem.", "stonewall"),
        ("So what do you want then?", "challenge"),
        ("You're pathetic.", "insult"),
        ("Why haven't you paid?", "pester"),
        ("我保证明天就到", "overpromise"),
        ("亲，你别激动", "dismiss"),
        ("谁让你不看清楚", "blame"),
        ("这不关我们的事", "stonewall"),
        ("那你想怎么样？", "challenge"),
        ("神经病", "insult"),
        ("怎么还不付款啊", "pester"),
    ],
)
def test_shipped_patterns_find_what_must_never_be_missed(text: str, move: str) -> None:
    language = "en" if text.isascii() else "zh"
    assert move in {name for name, _ in found(text, language)}


@pytest.mark.parametrize(
    "text",
    [
        "I can't guarantee it will be there tomorrow.",
        "You said “calm down” was rude, and I agree.",
        "I understand how you feel.",
        "这个我不敢保证",
        "您说我们让您“别激动”，真的很抱歉",
        "我理解您的心情",
    ],
)
def test_shipped_patterns_accuse_nobody_of_what_is_denied_or_quoted(text: str) -> None:
    assert found(text, "en" if text.isascii() or "“" in text[:12] else "zh") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You did it yourself!", "en"),
        ("Nothing else to do, your money is on its way.", "en"),
        ("我们不会打电话，也不会问您要验证码", "zh"),
        ("谢谢您列得这么清楚", "zh"),
    ],
)
def test_shipped_patterns_leave_kind_words_alone(text: str, language: str) -> None:
    assert found(text, language) == []


@given(st.text(alphabet=st.sampled_from("我保证不会你想怎么样，。“” i guarantee calm down.\"'İ") | st.characters()))
def test_spans_of_any_text_lie_within_it(text: str) -> None:
    for language in ("en", "zh"):
        for span in patterns.find(text, language):
            assert 0 <= span.start < span.end <= len(text)
