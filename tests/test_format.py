"""What a customer file can say beyond the first ten stories: objections that stand for another one,
steps in order, answers without something, topics unless denied, styles (playbook §6 to §9)."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from sparring.content import Answer, ContentError, Customer, Style, load_version, loading, read_yaml
from sparring.content.loading import HOUSE, Version, version_of
from sparring.content.styles import styled
from sparring.creating import START
from sparring.diagnostics.run import check
from sparring.reading import Reading
from sparring.scoring import Turn
from sparring.session import Play, Start, setting_for
from tests.talk import reply


def text(english: str, chinese: str = "甲") -> dict[str, str]:
    return {"en": english, "zh": chinese}


def lines(name: str) -> dict[str, list[str]]:
    return {"en": [f"{name} {n}" for n in range(1, 5)], "zh": [f"{name}{n}" for n in "甲乙丙丁"]}


def demand(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "kind": "objection", "says": lines(name), "presses": 1, "hint": text(name),
        "again": {"calm": lines(f"{name} again"), "heated": lines(f"{name} again hotly")}, **more,
    }  # fmt: skip


def version(change: Any) -> Version:
    """The start customer with a change to its data."""
    data = copy.deepcopy(read_yaml(START))
    change(data, data["their_stories"][0])
    return version_of({"customer": data, "house": read_yaml(HOUSE), "styles": {}})


class Talk:
    """A session with a version's first story; replies have their moves marked."""

    def __init__(self, of: Version) -> None:
        self.play = Play.begin(setting_for(of, Start(customer="start", seed=1), ""))

    def say(self, *replies: str) -> Turn:
        for marked in replies:
            self.play = self.play.reply(reply(marked))
        return self.play.turns[-1]

    @property
    def open(self) -> tuple[str, ...]:
        return self.play.state.open


# Objections (§7)


def objections(data: dict[str, Any], story: dict[str, Any]) -> None:
    story["demands"] = [
        demand("too_dear", answered_by=["break_down_price"], partly_by=["justify_value"]),
        demand("might_break", behind="too_dear", comes_out_by=["ask_open", "ask_closed about wrapping"], answered_by=["reassure"]),
        *story["demands"][-1:],
    ]


def test_what_they_really_mind_comes_out_when_they_are_asked() -> None:
    talk = Talk(version(objections))
    assert talk.open == ("too_dear",)
    turn = talk.say("{ask_open: What is it that worries you?}")
    assert dict(turn.response.answers) == {"too_dear": "answered"}
    assert talk.open == ("might_break",)
    talk.say("{reassure: It's packed in foam.}")
    assert talk.play.state.settled == ("too_dear", "might_break")


def test_who_does_not_ask_never_hears_of_it() -> None:
    talk = Talk(version(objections))
    talk.say("{break_down_price: That's ten cents a day.}")
    assert talk.open == ("goodbye",)
    talk.say("{ask_open: What else?}")
    assert "might_break" not in talk.play.state.asked


def test_a_rude_question_brings_nothing_out() -> None:
    talk = Talk(version(objections))
    talk.say("{ask_open: What is it?} {insult: You fool.}")
    assert talk.open == ("too_dear",)


# Steps in order (§8)

STEPS = [["thank"], ["apologise"], ["empathise"], ["ask_open", "restate"], ["offer_remedy"], ["check_agreement"], ["commit"]]


def procedure(data: dict[str, Any], story: dict[str, Any]) -> None:
    data["strategy"].append(
        {
            "id": "seven_steps", "title": text("Seven steps"), "points": 3, "at_most": 21,
            "even_if_evasive": True, "reason": text("r"), "tip": text("t"), "example": text("e"),
            "in_order": [{"title": text(ways[0]), "shown_by": ways} for ways in STEPS],
        }
    )  # fmt: skip


def steps(*replies: str) -> list[int]:
    """How many steps each reply took."""
    talk = Talk(version(procedure))
    for marked in replies:
        talk.say(marked)
    return [sum(mark.criterion == "seven_steps" for mark in turn.credits) for turn in talk.play.turns]


def test_steps_count_in_their_order() -> None:
    assert steps("{thank: Thank you.} {apologise: I'm sorry.}", "{empathise: I see.} {ask_open: What happened?}") == [2, 2]


def test_the_order_of_the_words_decides_within_a_reply() -> None:
    assert steps("{apologise: I'm sorry.} {thank: Thank you.}") == [1]


def test_one_step_may_be_left_out_but_not_two() -> None:
    assert steps("{thank: Thanks.}", "{empathise: I see why that hurts.}") == [1, 1]
    assert steps("{thank: Thanks.}", "{restate: So it broke?}") == [1, 0]


def test_who_goes_back_takes_no_step() -> None:
    assert steps("{thank: Thanks.} {apologise: Sorry.}", "{thank: Thanks again to you.}") == [2, 0]


def test_each_step_has_its_evidence() -> None:
    talk = Talk(version(procedure))
    turn = talk.say("{thank: Thank you.} {apologise: I'm sorry.}")
    marks = [mark for mark in turn.credits if mark.criterion == "seven_steps"]
    assert [turn.reply[m.start : m.end] for m in marks if turn.reply] == ["Thank you.", "I'm sorry."]
    assert sum(mark.points for mark in marks) == 6


# Answers without something, topics unless denied


@pytest.mark.parametrize(
    ("marked", "given"),
    [
        ("{praise: Good choice!}", True),
        ("{praise: Good choice!} {recommend: Take two.}", False),
        ("{recommend: Take two.}", False),
    ],
)
def test_this_move_but_not_together_with_that_one(marked: str, given: bool) -> None:
    entry = reply(marked)
    assert Reading(entry.text or "", entry.spans).gives(Answer.parse("praise without recommend")) is given


def test_an_answer_can_exclude_a_topic() -> None:
    answer = Answer.parse("hold_firm without explain about wrapping without about delivery")
    spans = reply("{hold_firm: No.}").spans
    assert Reading("No.", spans).gives(answer)
    assert not Reading("No.", spans, topics=frozenset({"delivery"})).gives(answer)


@pytest.mark.parametrize(
    ("said", "about"),
    [("We wrap it for you.", True), ("We can't wrap it.", False), ("We don't ship today, but we wrap it.", True), ("没法包装。", False), ("给您包装好。", True)],
)
def test_topics_can_be_heard_only_where_they_are_not_denied(said: str, about: bool) -> None:
    def unless_denied(data: dict[str, Any], story: dict[str, Any]) -> None:
        story["topics"]["wrapping"] = {"en": ["wrap"], "zh": ["包装"], "unless_denied": True}

    talk = Talk(version(unless_denied))
    turn = talk.say(said)
    assert ("wrapping" in turn.response.reading.topics) is about


# Styles (§6)

DOMINANT = {
    "id": "dominant",
    "name": text("Dominant", "支配型"),
    "how_to_meet": text("Come to the point.", "直奔主题。"),
    "answers": {"dodged": -5},
    "moves": {"small_talk": -6, "empathise": 1},
    "strategy": [
        {"id": "brisk", "title": text("Brisk"), "points": 6, "shown_by": ["recommend"], "reason": text("r"), "tip": text("t"), "example": text("e")}
    ],
    "reactions": {"partly": {"en": ["And? The point?"], "zh": ["所以呢？"]}, "dodged": lines("To the point")},
}  # fmt: skip


def test_a_style_is_added_to_whoever_carries_it() -> None:
    customer = Customer.parse_obj(read_yaml(START))
    carrying = styled(customer, Style.parse_obj(DOMINANT))
    assert carrying.temper.answers["dodged"] == customer.temper.answers["dodged"] - 5
    assert (carrying.temper.moves["small_talk"], carrying.temper.moves["empathise"]) == (-6, 3)
    assert [c.id for c in carrying.strategy] == [*(c.id for c in customer.strategy), "brisk"]
    assert carrying.reactions.partly.en[-1] == "And? The point?"
    assert carrying.reactions.dodged.calm.en[-1] == carrying.reactions.dodged.heated.en[-1] == "To the point 4"
    assert carrying.how_to_handle.en.endswith("Come to the point.")
    assert customer.temper.moves == Customer.parse_obj(read_yaml(START)).temper.moves


@pytest.fixture
def in_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A customer file whose story has a style, and the style."""
    import json

    monkeypatch.setattr(loading, "STYLES", tmp_path / "styles")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "dominant.yml").write_text(json.dumps(DOMINANT), encoding="utf-8")
    path = tmp_path / "start.yml"
    written = START.read_text(encoding="utf-8").replace("    stage: pre-sale", "    style: dominant\n    stage: pre-sale")
    path.write_text(written, encoding="utf-8")
    return path


def test_a_story_can_have_a_style(in_style: Path) -> None:
    assert check([in_style]) == []
    read = load_version(in_style)
    setting = setting_for(read, Start(customer="start"), "")
    assert "brisk" in {criterion.id for criterion in setting.rubric.strategy}
    assert "brisk" not in {criterion.id for criterion in read.customer.strategy}
    assert version_of(read.data).content_version == read.content_version


def test_the_content_version_changes_with_the_style(in_style: Path) -> None:
    before = load_version(in_style).content_version
    file = in_style.parent / "styles" / "dominant.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("-6", "-7"), encoding="utf-8")
    assert load_version(in_style).content_version != before


@pytest.mark.parametrize(("old", "new", "code"), [('"partly"', '"partli"', "S213"), ('"small_talk"', '"smalltalk"', "S201"), ('"points": 6', '"points": -6', "S404")])
def test_styles_are_checked(in_style: Path, old: str, new: str, code: str) -> None:
    file = in_style.parent / "styles" / "dominant.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=code):
        load_version(in_style)
    assert [(problem.code, problem.file) for problem in check([in_style])] == [(code, str(file))]


# What is written wrong


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d[1].pop("comes_out_by"), "S308"),
        (lambda d: d[1].pop("behind"), "S308"),
        (lambda d: d[1].update(behind="to_dear"), "S203"),
        (lambda d: d[1].update(comes_out_by=["ask_opn"]), "S201"),
        (lambda d: d[0].update(behind="might_break", comes_out_by=["thank"]), "S301"),
    ],
)
def test_hidden_objections_are_checked(tmp_path: Path, change: Any, code: str) -> None:
    from ruamel.yaml import YAML

    data = copy.deepcopy(read_yaml(START))
    story = data["their_stories"][0]
    objections(data, story)
    story["tests"] = []
    for ending in story["endings"]:
        ending["when"].pop("settled", None)
    data["strategy"] = [{**c, "on": []} for c in data["strategy"]]
    data["mistakes"] = []
    change(story["demands"])
    path = tmp_path / "start.yml"
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(data, file)
    # The made-up demands are alike, and in English only.
    found = {problem.code for problem in check([path])} - {"S703", "S302", "S503", "S505"}
    assert found == {code}
