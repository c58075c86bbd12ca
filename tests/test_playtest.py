from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sparring.cli import app
from sparring.content import Answer, Library, Version
from sparring.content.criteria import Step
from sparring.content.folders import ADDED
from sparring.conversation import MAX_REPLIES, begin
from sparring.playtest.gaps import Gap, expected_criteria, gaps_of_story
from sparring.playtest.lines import LineIndex, Place
from sparring.playtest.replies import Chunk, Repertoire, compose, stuffed, wall
from sparring.playtest.report import as_data, spread
from sparring.playtest.run import Cast, Plan, Report, playtest
from sparring.playtest.sessions import Rehearsal, exchange
from sparring.playtest.tally import Path as Way
from sparring.playtest.tally import Tally
from sparring.playtest.trainees import NEVER_MOVES, SKILLS
from sparring.playtest.walk import walk
from sparring.reading import read
from sparring.servers import ROOT
from tests.talk import VERSION, setting, story

HAGGLER = Library().version("haggler")
LANTERN = Cast("corner_shop", "lantern")
TEAPOT = Cast("corner_shop", "teapot")


def played(plan: Plan, version: Version = VERSION, jobs: int = 1) -> Report:
    return playtest({version.customer.id: version}, plan, jobs=jobs)


def gaps(report: Report) -> list[Gap]:
    return [gap for one in report.played for gap in one.gaps]


def changed(**demands: Any) -> Version:
    """The corner shop with something different about the lantern's demands."""
    stories = [story("lantern", **demands), VERSION.customer.story("teapot")]
    return VERSION.copy(update={"customer": VERSION.customer.copy(update={"stories": stories})})


# What they say


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("told", ["lantern", "teapot"])
def test_replies_show_what_they_are_meant_to_show(told: str, language: str) -> None:
    repertoire = Repertoire(setting(told, language))
    ways = [way for d in repertoire.story.all_demands for way in (*d.answered_by, *d.partly_by, *d.yielded_by)]
    for number, way in enumerate(ways):
        chunks = repertoire.showing(way)
        if chunks is None:
            assert way.text == "wait"
            continue
        said = compose("", chunks, number, language)
        assert said.text is not None
        reading = read(repertoire.story, said.text, said.spans, (), "", refusable=True, closing=False)
        assert reading.gives(way)
        assert not reading.misinformation


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("version", [*Library().versions(), VERSION], ids=lambda v: v.customer.id)
def test_every_answer_of_every_story_can_be_said(version: Version, language: str) -> None:
    for told in version.customer.stories:
        scene = setting(told, language)
        repertoire = Repertoire(scene)
        for demand in told.all_demands:
            for way in demand.answered_by:
                silent = any(part.move == "wait" for part in way.parts)
                assert silent or repertoire.showing(way) is not None, f"{told.id}: {demand.id}: {way.text}"


def test_what_the_story_has_no_topic_for_cannot_be_said() -> None:
    assert Repertoire(setting("lantern")).showing(Answer.parse("explain about straw")) is None


def test_no_two_replies_of_a_session_are_a_repetition() -> None:
    repertoire = Repertoire(setting("lantern"))
    chunks = repertoire.showing(Answer.parse("cite_policy about one_price"))
    assert chunks is not None
    texts = [compose("", chunks, number, "en").text or "" for number in range(MAX_REPLIES)]
    for number, text in enumerate(texts):
        spans = compose("", chunks, number, "en").spans
        assert not read(repertoire.story, text, spans, texts[:number], "", True, False).repeated


def test_slips_are_heard_as_such() -> None:
    repertoire = Repertoire(setting("teapot"))

    def heard(chunks: Any) -> Any:
        said = compose("", chunks, 0, "en")
        assert said.text is not None
        return read(repertoire.story, said.text, said.spans, (), "", True, False)

    assert heard(repertoire.false_claim).misinformation
    assert heard(repertoire.forbidden_grant).beyond_policy
    assert heard(stuffed()).stuffed
    assert len(heard(wall("en")).text) > 1200


# Random sessions


def test_the_same_seed_gives_the_same_report() -> None:
    plan = Plan(cast=[LANTERN, TEAPOT], sessions=120, seed=5)
    assert as_data(played(plan)) == as_data(played(plan))
    assert as_data(played(plan)) != as_data(played(plan._replace(seed=9000)))


def test_the_number_of_processes_changes_nothing() -> None:
    plan = Plan(cast=[LANTERN], sessions=120)
    assert as_data(played(plan, jobs=2)) == as_data(played(plan, jobs=1))


def test_as_many_sessions_are_played_as_were_asked_for() -> None:
    report = played(Plan(cast=[LANTERN, TEAPOT], sessions=101))
    assert sum(one.together.sessions for one in report.played) == 101


def test_better_trainees_score_better() -> None:
    plan = Plan(cast=[Cast("haggler", "earbuds")], languages=["en"], difficulties=["standard"], sessions=400)
    medians = as_data(played(plan, HAGGLER))["stories"][0]["median_by_skill"]
    assert medians["skilled"] > medians["ordinary"] > medians["beginner"] > medians["rude"]


def test_a_trainee_alone_can_be_asked_for() -> None:
    report = played(Plan(cast=[LANTERN], sessions=20, skills=["rude"]))
    assert set(report.played[0].together.by_skill) == {"rude"}


def test_sessions_end_by_themselves() -> None:
    tally = Rehearsal(setting("lantern")).play(list(SKILLS), range(50), ["hard"])
    assert tally.sessions == 50
    assert 0 < tally.longest <= MAX_REPLIES
    assert sum(tally.endings.values()) == 50


# The walk


def test_the_walk_reaches_everything_there_is() -> None:
    report = played(Plan(cast=[LANTERN, TEAPOT], languages=["en"], limit=4000))
    assert gaps(report) == []
    assert report.complete


def test_the_walk_finds_the_quickest_way_to_fail() -> None:
    tally = walk(setting("teapot"), limit=1500)
    assert tally.shortest["reports_you"].length == 2
    assert any("insult" in step or "blame" in step for step in tally.shortest["reports_you"].steps)


def test_a_walk_that_is_cut_off_says_so() -> None:
    assert walk(setting("lantern"), limit=200).cut_off > 0


def test_the_walk_depends_on_no_chance() -> None:
    one, other = (walk(setting("lantern"), limit=600) for _ in range(2))
    assert one == other


def test_a_demand_that_never_comes_up_is_found() -> None:
    never = VERSION.customer.story("lantern").demand("gift").only_if.copy(update={"at_least": {"replies": 99}})
    report = played(Plan(cast=[LANTERN], languages=["en"], limit=3000), changed(gift={"only_if": never}))
    assert Gap("demand", "gift") in gaps(report)
    assert Gap("lines", "demands.gift.says (en)") in gaps(report)
    assert not report.complete


def test_a_line_that_can_never_be_said_is_found() -> None:
    oil = VERSION.customer.story("teapot").demand("why").says
    assert oil is not None
    says = oil.copy(update={"en": [*oil.en, "You said ¥{offer}"]})
    report = played(Plan(cast=[LANTERN], languages=["en"], limit=3000), changed(price={"says": says}))
    assert gaps(report) == [Gap("lines", "demands.price.says[5] (en)")]


@pytest.mark.parametrize("sessions", [None, 400])
def test_an_ending_that_is_never_reached_is_found(sessions: int | None) -> None:
    told = story("lantern")
    first, *others = told.endings
    never = first.copy(update={"when": first.when.copy(update={"at_least": {"waits": 50}})})
    customer = VERSION.customer.copy(update={"stories": [told.copy(update={"endings": [never, *others]})]})
    plan = Plan(cast=[LANTERN], languages=["en"], limit=2500, sessions=sessions)
    assert Gap("ending", "emptied") in gaps(played(plan, VERSION.copy(update={"customer": customer})))


# Hidden objections and procedures

HIDDEN = {"early": False, "behind": "gift", "comes_out_by": [Answer.parse("ask_open")]}


@pytest.mark.parametrize("sessions", [None, 400])
def test_what_is_hidden_is_asked_out(sessions: int | None) -> None:
    plan = Plan(cast=[LANTERN], languages=["en"], limit=3000, sessions=sessions)
    report = played(plan, changed(oil=HIDDEN))
    assert Gap("demand", "oil") not in gaps(report)
    assert report.played[0].together.steps["gift", "oil"] > 0


def test_what_nothing_brings_out_is_found() -> None:
    plan = Plan(cast=[LANTERN], languages=["en"], limit=3000)
    assert Gap("demand", "oil") in gaps(played(plan, changed(oil={**HIDDEN, "comes_out_by": []})))


def test_the_next_step_of_a_procedure_is_known() -> None:
    titles = {"en": "Step", "zh": "步骤"}
    steps = [Step(title=titles, shown_by=[move]) for move in ("thank", "explain", "apologise")]
    strategy = VERSION.customer.strategy
    procedure = strategy[0].copy(update={"id": "procedure", "shown_by": [], "in_order": steps, "on": []})
    scene = setting("lantern")
    scene = replace(scene, customer=scene.customer.copy(update={"strategy": [*strategy, procedure]}))
    repertoire, turns = Repertoire(scene), []
    state, _ = begin(scene)
    taken = []
    while state.ending is None and (ways := repertoire.next_steps(turns)):
        taken.append(ways[0].text)
        chunks = repertoire.showing(ways[0])
        assert chunks is not None
        state, turn = exchange(scene, state, compose("", chunks, len(turns), "en"), turns)
        turns.append(turn)
    assert taken == ["thank", "explain", "apologise"]


# What is counted


def test_a_line_is_found_where_it_stands() -> None:
    index = LineIndex(setting("lantern"), "en")
    assert index.places("price says 2: ¥70") == [Place("demands.price.says", 2)]
    assert index.places("remembers_promise 1: by six") == [Place("reactions.remembers_promise", 1)]
    assert index.places("never written") == []


def test_what_another_seed_would_say_counts_too() -> None:
    scene = setting("lantern")
    index = LineIndex(scene, "en")
    state, _ = begin(scene)
    assert len(list(index.could_be_said("demands.price.says", state))) == 4
    assert list(index.could_be_said("reactions.remembers_promise", state)) == []


def test_tallies_add_up_in_any_order() -> None:
    scene = Rehearsal(setting("lantern"))
    parts = [scene.play(list(SKILLS), range(start, start + 20), ["standard"]) for start in (0, 20, 40)]
    whole = scene.play(list(SKILLS), range(60), ["standard"])
    random.Random(1).shuffle(parts)
    total = Tally()
    for part in parts:
        total += part
    assert total == whole


def test_the_shortest_way_is_kept() -> None:
    tally = Tally()
    for steps in (["b", "c"], ["a"], ["z"]):
        tally.ended_by("lost", Way.of(steps))
    assert tally.shortest["lost"].steps == ("a",)


def test_only_criteria_that_the_story_can_show_are_expected() -> None:
    lantern = {criterion.id for criterion in expected_criteria(setting("lantern"))}
    teapot = {criterion.id for criterion in expected_criteria(setting("teapot"))}
    assert "cause" in teapot - lantern
    assert "hold" in lantern & teapot
    assert {"repetition", "stuffing", "beyond_policy", "misinformation"} <= lantern & teapot


def test_never_having_played_reaches_nothing() -> None:
    found = gaps_of_story(setting("lantern"), {"en": Tally()}, chance=True)
    assert {gap.what for gap in found} == {"demand", "ending", "criterion", "lines"}


def test_scores_are_summed_up() -> None:
    tally = Tally()
    assert spread(tally.scores["none"]) == {"min": None, "median": None, "max": None}
    tally.scores["one"].update([3, 9, 50])
    assert spread(tally.scores["one"]) == {"min": 3, "median": 9, "max": 50}


def test_every_never_move_is_known() -> None:
    scene = setting("lantern")
    state, _ = begin(scene)
    for move in NEVER_MOVES:
        _, turn = exchange(scene, state, compose(move, [Chunk("", move)], 0, "en"), [])
        assert turn.verdict == "breach"


# The command


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDED, str(ROOT / "tests" / "data"))


def test_the_command_tells_what_was_reached(shop: None) -> None:
    result = CliRunner().invoke(app, ["playtest", "corner_shop/lantern", "--random", "1500", "--jobs", "1"])
    assert result.exit_code == 0, result.output
    assert "corner_shop/lantern" in result.stdout
    assert "demands 6/6" in result.stdout
    assert "fails" in result.stdout


def test_the_command_ends_with_one_if_something_is_never_reached(shop: None) -> None:
    result = CliRunner().invoke(app, ["playtest", "corner_shop/lantern", "--random", "2", "--jobs", "1"])
    assert result.exit_code == 1
    assert "never reached" in result.stdout


def test_the_command_writes_json(shop: None) -> None:
    arguments = ["playtest", "corner_shop/teapot", "--exhaustive", "--limit", "400", "--lang", "en", "--json", "--jobs", "1"]
    data = json.loads(CliRunner().invoke(app, arguments).stdout)
    (told,) = data["stories"]
    assert told["story"] == "teapot"
    assert set(told["coverage"]) == {"demands", "lines", "endings", "criteria"}
    assert data["complete"] == (not told["never_reached"])


@pytest.mark.parametrize(
    "arguments", [["nobody"], ["haggler/nothing"], ["--exhaustive", "--random", "3"]]
)
def test_wrong_use_gives_one_clear_line(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, ["playtest", *arguments])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_folder_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ADDED, str(tmp_path / "nowhere"))
    result = CliRunner().invoke(app, ["playtest", "haggler"])
    assert result.exit_code == 2
    assert "nowhere" in result.stderr
