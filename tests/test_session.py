from __future__ import annotations

import json
from typing import Any

import pytest

from sparring import session
from sparring.content import ContentError
from sparring.moves import Span
from sparring.session import Entry, Play, Saved, Start, StartError, seed_from, setting_for
from tests.talk import VERSION, Talk, reply, setting


def start(**arguments: Any) -> Start:
    return Start.parse({"customer": "corner_shop", **arguments})


# Start


def test_all_but_the_customer_is_optional() -> None:
    assert start().dict() == {
        "customer": "corner_shop",
        "story": None,
        "language": "en",
        "difficulty": "standard",
        "seed": None,
        "coach": True,
    }


@pytest.mark.parametrize("data", [None, [], "haggler", 7, True])
def test_a_start_is_an_object(data: object) -> None:
    with pytest.raises(StartError, match="takes a JSON object"):
        Start.parse(data)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({}, "customer"),
        ({"customer": None}, "customer"),
        ({"customer": ["haggler"]}, "customer"),
        ({"customer": "haggler", "language": "de"}, "language"),
        ({"customer": "haggler", "language": []}, "language"),
        ({"customer": "haggler", "difficulty": "HARD"}, "difficulty"),
        ({"customer": "haggler", "seed": "soon"}, "seed"),
        ({"customer": "haggler", "seed": -1}, "seed"),
        ({"customer": "haggler", "seed": 1e300}, "seed"),
        ({"customer": "haggler", "seed": float("inf")}, "seed"),
        ({"customer": "haggler", "coach": "perhaps"}, "coach"),
        ({"customer": "haggler", "sotry": "winter_coat"}, "sotry"),
    ],
)
def test_a_wrong_start_names_what_is_wrong(arguments: dict[str, Any], name: str) -> None:
    with pytest.raises(StartError, match=f"^/start: {name}: ") as caught:
        Start.parse(arguments)
    assert "\n" not in str(caught.value)


# Settings


def test_the_first_story_is_the_one_meant() -> None:
    assert setting_for(VERSION, start(), "s").story.id == "lantern"
    assert setting_for(VERSION, start(story="teapot"), "s").story.id == "teapot"


def test_an_unknown_story_is_named_with_the_nearest() -> None:
    with pytest.raises(ContentError, match="did you mean `teapot`"):
        setting_for(VERSION, start(story="teapots"), "s")


def test_the_seed_comes_from_the_session_unless_it_is_given() -> None:
    assert setting_for(VERSION, start(), "s").seed == seed_from("s") != seed_from("t")
    assert setting_for(VERSION, start(seed=0), "s").seed == 0
    # The same on every machine, today and tomorrow.
    assert seed_from("practice") == 2913423587


# Play


def test_a_play_is_never_changed() -> None:
    first = Play.begin(setting())
    second = first.reply(reply("{hold_firm: Sorry, no}"))
    assert (len(first.turns), len(second.turns)) == (0, 1)
    assert first.state is second.states[0]


def test_the_last_words_are_the_context_of_the_next_reply() -> None:
    talk = Talk()
    assert talk.play.last_words == talk.play.opening[0]
    turn = talk.say("Nice weather")
    assert talk.play.last_words == "\n".join(turn.response.lines)


def test_the_trainee_can_close_it_at_any_time() -> None:
    play = Play.begin(setting()).end()
    assert play.over
    assert play.scorecard().score == 0
    assert play.end() is play


def test_the_same_replies_give_the_same_session() -> None:
    said = ["{hold_firm: Sorry, no}", "{describe: it's brass}", "Lamp oil?", "{farewell: Bye now}"]
    one, other = Talk(seed=3), Talk(seed=3)
    one.say(*said)
    other.say(*said)
    assert one.play.turns == other.play.turns
    assert one.play.coaching == other.play.coaching


# Saved


def saved() -> Saved:
    history = (
        Entry("İ, {braces} 😀", (Span("greet", 0, 1, 0.75, "learned"), Span("hold_firm", 2, 8)), 3.5),
        Entry(None, (), 60.0),
        Entry("ok", (), 12.0, 3.5),
    )
    return Saved("an id", start(seed=2**53, coach=False), "0123abcd", history, 2, True)


def test_a_session_can_be_kept_as_json() -> None:
    assert Saved.load(json.loads(json.dumps(saved().dump()))) == saved()


def test_a_session_kept_before_typing_was_is_read() -> None:
    data = saved().dump()
    data["history"] = [entry[:3] for entry in data["history"]]
    assert [entry.typing for entry in Saved.load(data).history] == [None, None, None]
    assert [entry.seconds for entry in Saved.load(data).history] == [3.5, 60.0, 12.0]


def test_a_new_session_can_be_kept() -> None:
    fresh = Saved("an id", start(), "0123abcd")
    assert Saved.load(json.loads(json.dumps(fresh.dump()))) == fresh


def test_what_is_kept_is_all_there_is() -> None:
    """Nothing but plain data goes into a slot; everything else follows from it."""
    assert set(saved().dump()) == set(Saved._fields)
    assert session.Saved._field_defaults == {"history": (), "retries": 0, "ended": False}
