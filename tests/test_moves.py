"""The tagger on other people's words: it must not fall below the committed figures."""

from __future__ import annotations

import math

import pytest
from ruamel.yaml import YAML

from sparring import examples
from sparring.moves import Span
from sparring.tagger import Tagger
from tests import quality
from tests.quality import Reply

FLOORS = YAML(typ="safe").load(quality.FOLDER / "figures.yml")


@pytest.fixture(scope="module")
def replies(tagger: Tagger) -> dict[str, list[Reply]]:
    return {
        f"{name}_{language}": quality.heard(tagger, name, language)
        for name in quality.SETS
        for language in quality.LANGUAGES
    }


@pytest.mark.parametrize("name", FLOORS)
def test_the_figures_hold(name: str, replies: dict[str, list[Reply]]) -> None:
    now = quality.figures(replies[name])
    fallen = {key: round(now[key], 3) for key, floor in FLOORS[name].items() if now[key] < floor}
    assert not fallen, f"below the floors of tests/moves/figures.yml: {fallen}"


def test_the_floors_are_near_what_is_reached(replies: dict[str, list[Reply]]) -> None:
    """Floors that lie far below would let the tagger get worse unseen: `make bench-moves` sets them."""
    for name, floors in FLOORS.items():
        now = quality.figures(replies[name])
        assert set(floors) == set(now)
        assert all(now[key] - floor < 0.03 for key, floor in floors.items()), name


@pytest.mark.skipif(not quality.REAL_AGENTS.exists(), reason="the logs aren't part of the project")
def test_real_agents_are_hardly_ever_accused(tagger: Tagger) -> None:
    number, accused = quality.false_alarms(tagger)
    limits = {"any": 0.02, "overpromise": 0.005, "stonewall": 0.015, "disparage": 0.005}
    shares = {move: count / number for move, count in accused.items()}
    assert {m: s for m, s in shares.items() if s > limits.get(m, 0.003)} == {}


def test_no_labelled_reply_was_taught() -> None:
    taught = {example.text for example in examples.load()}
    written = {
        str(row["text"]) for path in quality.FOLDER.glob("*.jsonl") for row in quality.read(path)
    }
    # Short answers ("ok", "不行哦") are nobody's own.
    assert {text for text in taught & written if len(text) > 12} == set()


class TestFigures:
    def test_counts_and_shares(self) -> None:
        text = "Sorry! It is wool."
        right, wrong = Span("apologise", 0, 6), Span("insult", 7, 18)
        described = Span("describe", 7, 18)
        one = Reply(text, "en", "", (right, described), (right, wrong))
        other = Reply(text, "en", "", (right,), (right,))
        found = quality.figures([one, other])
        assert found["micro"] == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
        assert found["macro"] == pytest.approx((1 + 0) / 2)
        assert (found["exact"], found["never precision"], found["never recall"]) == (0.5, 0, 1)
        assert quality.confusions([one, other]) == {("describe", "insult"): 1}

    def test_a_span_that_swallows_a_neighbouring_sentence_is_no_evidence(self) -> None:
        text = "Sorry! It is wool."
        gold = (Span("apologise", 0, 6),)
        assert quality.evidence([Reply(text, "en", "", gold, gold)]) == 1
        swallowed = (Span("apologise", 0, 18),)
        assert quality.evidence([Reply(text, "en", "", gold, swallowed)]) == 0
        elsewhere = (Span("apologise", 7, 18),)
        assert math.isclose(quality.evidence([Reply(text, "en", "", gold, elsewhere)]), 0)
