"""Rasa's custom actions, through the real agent: each command, and what can go wrong with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from sqlalchemy.exc import OperationalError

from actions import actions
from sparring.game import Game
from sparring.results import Results
from sparring.wording import say
from tests.messages import payload, payloads, texts

if TYPE_CHECKING:
    from tests.bot import Bot

START = '/start{"customer":"haggler","story":"winter_coat","language":"en","seed":7}'
START_ZH = START.replace('"en"', '"zh"')
REPLY = "Hello! The price is the same for everybody, I'm afraid I can't change it."
COMMANDS = ("/start", "/menu", "/hint", "/wait", "/retry", "/end")


@pytest.fixture
def trainee(request: pytest.FixtureRequest) -> str:
    """A trainee of the test's own."""
    return str(request.node.name)


def results_of(session: str) -> dict[str, Any]:
    """The session's row in the results database."""
    (row,) = [row for row in Results().sessions() if row["id"] == session]
    return row


# Starting


def test_every_button_of_the_menu_starts_its_session(bot: Bot, trainee: str) -> None:
    (menu,) = bot.say("/start", trainee)
    *buttons, _ = menu["buttons"]
    for button in buttons:
        start = json.loads(button["payload"].removeprefix("/start"))
        briefing = payload(bot.say(button["payload"], trainee), "briefing")
        assert start.items() <= briefing.items()
    starts = {b["payload"] for b in buttons}
    assert len(starts) == len(buttons) >= 10


def test_the_last_button_of_the_menu_is_the_menu_in_the_other_language(
    bot: Bot, trainee: str
) -> None:
    (menu,) = bot.say("/menu", trainee)
    (other,) = bot.say(menu["buttons"][-1]["payload"], trainee)
    (back,) = bot.say(other["buttons"][-1]["payload"], trainee)
    assert menu["text"] == say("menu", "en") == back["text"]
    assert other["text"] == say("menu", "zh")


def test_a_start_shows_the_briefing_in_words_and_as_payload(bot: Bot, trainee: str) -> None:
    messages = bot.say(START, trainee)
    briefing = payload(messages, "briefing")
    assert briefing["facts"]["task"] in texts(messages)
    assert briefing["session"] == bot.session(trainee)["id"]
    assert briefing["content_version"] == bot.session(trainee)["content_version"]


def test_a_start_needs_only_a_customer(bot: Bot, trainee: str) -> None:
    briefing = payload(bot.say('/start{"customer":"haggler"}', trainee), "briefing")
    assert (briefing["language"], briefing["difficulty"]) == ("en", "standard")
    assert bot.session(trainee)["start"]["coach"] is True
    assert isinstance(bot.session(trainee)["start"]["seed"], int)


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ('{"customer":"hagler"}', "`haggler`"),
        ('{"customer":"xyz"}', "buy_and_vanish, dictatorial"),
        ('{"customer":"../../etc/passwd"}', "`../../etc/passwd`"),
        ('{"customer":"haggler","story":"winter_cot"}', "`winter_coat`"),
        ('{"customer":"haggler","story":"xyz"}', "winter_coat, earbuds"),
        ('{"customer":["haggler"]}', "customer"),
        ('{"story":"winter_coat"}', "customer"),
        ('{"customer":"haggler","language":"fr"}', "language"),
        ('{"customer":"haggler","difficulty":"extreme"}', "difficulty"),
        ('{"customer":"haggler","seed":-1}', "seed"),
        ('{"customer":"haggler","coach":"perhaps"}', "coach"),
        ('{"customer":"haggler","colour":"red"}', "colour"),
    ],
)
def test_a_start_that_cannot_be_names_the_fault_and_keeps_the_session(
    bot: Bot, trainee: str, request_: str, named: str
) -> None:
    bot.say(START, trainee)
    before = bot.session(trainee)
    (message,) = bot.say("/start" + request_, trainee)
    assert message["text"].startswith(say("cannot_start", "en", problem=""))
    assert named in message["text"]
    assert bot.session(trainee) == before


@pytest.mark.parametrize(
    "text",
    [
        "/start{",
        "/start{customer:haggler}",
        '/start{"customer":"haggler"',
        '/start{"customer":"haggler"}}',
        '/start{"customer":"haggler"} please',
        "/wait{60}",
        "/menu{'language':'zh'}",
    ],
)
def test_malformed_json_is_named_and_keeps_the_session(bot: Bot, trainee: str, text: str) -> None:
    bot.say(START_ZH, trainee)
    before = bot.session(trainee)
    (message,) = bot.say(text, trainee)
    start, end = say("bad_json", "zh", command=text.split("{")[0], problem="|").split("|")
    assert message["text"].startswith(start)
    assert message["text"].endswith(end)
    assert bot.session(trainee) == before


def test_a_new_start_abandons_the_running_session(bot: Bot, trainee: str) -> None:
    first = payload(bot.say(START, trainee), "briefing")["session"]
    second = payload(bot.say(START, trainee), "briefing")["session"]
    assert results_of(first)["status"] == "abandoned"
    assert results_of(second)["status"] == "running"
    assert bot.session(trainee)["id"] == second


def test_a_new_start_leaves_a_finished_session_finished(bot: Bot, trainee: str) -> None:
    first = payload(bot.say(START, trainee), "briefing")["session"]
    bot.say("/end", trainee)
    bot.say(START, trainee)
    assert results_of(first)["status"] == "finished"


@pytest.mark.parametrize("text", [REPLY, "/wait", "/hint", "/retry", "/end"])
def test_nothing_can_be_said_before_a_start(bot: Bot, trainee: str, text: str) -> None:
    (message,) = bot.say(text, trainee)
    assert message["text"] == say("no_session", "en") + "\n" + say("no_session", "zh")
    assert bot.session(trainee) is None


# Replying


def test_a_reply_is_scored_and_answered_in_one_turn(bot: Bot, trainee: str) -> None:
    bot.say(START, trainee)
    turn, coach, *customer = bot.say(REPLY, trainee)
    assert (turn["custom"]["type"], turn["custom"]["turn"]) == ("turn", 1)
    assert coach["text"].startswith(say("coach", "en", line=""))
    assert customer
    assert all("text" in message for message in customer)


def test_without_coach_there_are_no_coach_lines(bot: Bot, trainee: str) -> None:
    bot.say(START.replace("}", ',"coach":false}'), trainee)
    assert say("coach", "en", line="") not in texts(bot.say(REPLY, trainee))


def test_moves_of_a_reply_are_those_of_the_tagger(bot: Bot, trainee: str, tagger: Any) -> None:
    words = texts([message for message in bot.say(START, trainee) if "text" in message][-1:])
    turn = payload(bot.say(REPLY, trainee), "turn")
    expected = [[s.move, s.start, s.end, s.score] for s in tagger.tag(REPLY, words)]
    [[text, kept, seconds, typing]] = bot.session(trainee)["history"]
    assert [span[:4] for span in kept] == expected
    assert (text, seconds, typing) == (REPLY, None, None)
    assert turn["moves"], "a civil refusal makes a move"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\n\n", "😀", "a\x00b", "cut \ud83d emoji", "{", '"', "\\n", "long " * 5000],
    ids=lambda text: repr(text[:20]),
)
def test_any_text_is_a_reply(bot: Bot, trainee: str, text: str) -> None:
    bot.say(START, trainee)
    assert payload(bot.say(text, trainee), "turn")["turn"] == 1
    assert len(bot.session(trainee)["history"]) == 1


def test_every_reply_is_kept_until_the_session_ends_by_itself(bot: Bot, trainee: str) -> None:
    session = payload(bot.say(START, trainee), "briefing")["session"]
    for number in range(1, 21):
        messages = bot.say(f"{number} different things could be said here, couldn't they?", trainee)
        turn = payload(messages, "turn")
        assert turn["turn"] == len(bot.session(trainee)["history"]) == number
        assert results_of(session)["turns"] == number
        if turn["over"]:
            break
    assert turn["over"]
    card = payload(messages, "scorecard")
    row = results_of(session)
    assert card["turns"] == number
    assert (row["status"], row["score"], row["ending"]) == (
        "finished",
        card["score"],
        card["ending"]["id"],
    )


def test_the_same_seed_and_replies_give_the_same_session(bot: Bot, trainee: str) -> None:
    def play(name: str) -> str:
        sent = [bot.say(text, name) for text in (START, REPLY, "/wait", REPLY, "/end")]
        return json.dumps(sent).replace(bot.session(name)["id"], "the id")

    assert play(trainee + " A") == play(trainee + " B")


def test_trainees_do_not_disturb_each_other(bot: Bot, trainee: str) -> None:
    one, other = trainee + " one", trainee + " other"
    bot.say(START, one)
    bot.say(START_ZH, other)
    bot.say(REPLY, one)
    assert len(bot.session(one)["history"]) == 1
    assert bot.session(other)["history"] == []


@pytest.mark.parametrize("text", [REPLY, "/wait", "/hint", "/end"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_can_be_said_after_the_end(
    bot: Bot, trainee: str, text: str, language: str
) -> None:
    bot.say(START.replace('"en"', f'"{language}"'), trainee)
    bot.say("/end", trainee)
    before = bot.session(trainee)
    (message,) = bot.say(text, trainee)
    assert message["text"] == say("session_over", language)
    assert bot.session(trainee) == before


# The other commands


def test_a_wait_is_a_silent_turn(bot: Bot, trainee: str) -> None:
    bot.say(START, trainee)
    turn = payload(bot.say("/wait", trainee), "turn")
    assert (turn["turn"], turn["moves"], turn["credits"]) == (1, [], [])
    assert bot.session(trainee)["history"] == [[None, [], None, None]]


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [("60", 60.0), ("0.5", 0.5), ("0", 0.0)]
    + [(wrong, None) for wrong in ("true", '"60"', "null", "-1", "NaN", "Infinity", "1e999", "[]")],
)
def test_a_wait_keeps_how_long_it_took(
    bot: Bot, trainee: str, seconds: str, kept: float | None
) -> None:
    bot.say(START, trainee)
    bot.say(f'/wait{{"seconds":{seconds}}}', trainee)
    assert bot.session(trainee)["history"] == [[None, [], kept, None]]


def test_a_hint_helps_and_changes_nothing(bot: Bot, trainee: str) -> None:
    bot.say(START, trainee)
    before = bot.session(trainee)
    (message,) = bot.say("/hint", trainee)
    assert message["text"].startswith(say("hint", "en", hint=""))
    assert bot.session(trainee) == before


def test_a_retry_takes_the_last_reply_back(bot: Bot, trainee: str) -> None:
    first_words = texts(bot.say(START, trainee)[-1:])
    once = bot.say(REPLY, trainee)
    note, customer = bot.say("/retry", trainee)
    assert (note["text"], customer["text"]) == (say("retry", "en"), first_words)
    assert bot.session(trainee)["history"] == []
    assert bot.session(trainee)["retries"] == 1
    assert bot.say(REPLY, trainee) == once


def test_a_retry_reopens_a_session_that_was_over(bot: Bot, trainee: str) -> None:
    session = payload(bot.say(START, trainee), "briefing")["session"]
    messages = bot.say("/wait", trainee)
    while not payloads(messages, "scorecard"):
        messages = bot.say("/wait", trainee)
    waited = len(bot.session(trainee)["history"])
    bot.say("/retry", trainee)
    assert len(bot.session(trainee)["history"]) == waited - 1
    assert results_of(session)["status"] == "running"
    assert payload(bot.say(REPLY, trainee), "turn")["turn"] == waited


def test_a_retry_needs_a_reply(bot: Bot, trainee: str) -> None:
    bot.say(START_ZH, trainee)
    (message,) = bot.say("/retry", trainee)
    assert message["text"] == say("nothing_to_retry", "zh")


def test_a_retry_says_when_the_customer_had_been_silent(bot: Bot, trainee: str) -> None:
    bot.say('/start{"customer":"buy_and_vanish"}', trainee)
    bot.say("/wait", trainee)
    (message,) = bot.say("/retry", trainee)
    assert message["text"] == say("retry_silence", "en")


def test_a_silent_customer_is_announced(bot: Bot, trainee: str) -> None:
    messages = bot.say('/start{"customer":"buy_and_vanish","language":"zh"}', trainee)
    assert messages[-1]["text"] == say("silence", "zh")


def test_an_end_closes_with_the_scorecard(bot: Bot, trainee: str) -> None:
    session = payload(bot.say(START, trainee), "briefing")["session"]
    bot.say(REPLY, trainee)
    messages = bot.say("/end", trainee)
    card = payload(messages, "scorecard")
    assert f"{card['score']}/100" in texts(messages)
    assert card["session"] == session
    assert results_of(session)["score"] == card["score"]


def test_the_menu_comes_in_the_session_s_language_and_changes_nothing(
    bot: Bot, trainee: str
) -> None:
    bot.say(START_ZH, trainee)
    before = bot.session(trainee)
    (message,) = bot.say("/menu", trainee)
    assert message["text"] == say("menu", "zh")
    assert bot.session(trainee) == before


@pytest.mark.parametrize(
    "text", ["/help", "/starting", "/start now", "/discount{}", "/unknown_command"]
)
def test_an_unknown_command_names_the_known_ones(bot: Bot, trainee: str, text: str) -> None:
    bot.say(START, trainee)
    before = bot.session(trainee)
    (message,) = bot.say(text, trainee)
    assert all(command in message["text"] for command in (text.split("{")[0], *COMMANDS))
    assert bot.session(trainee) == before


# What can go wrong behind


@pytest.mark.parametrize(
    ("command", "method"),
    [
        (REPLY, "reply"),
        ("/wait", "reply"),
        ("/hint", "hint"),
        ("/retry", "retry"),
        ("/end", "end"),
        ("/menu", "menu"),
        (START, "start"),
    ],
)
def test_a_failing_action_answers_and_keeps_the_session(
    bot: Bot, trainee: str, monkeypatch: pytest.MonkeyPatch, command: str, method: str
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("a bug")

    bot.say(START_ZH, trainee)
    bot.say(REPLY, trainee)
    before = bot.session(trainee)
    with monkeypatch.context() as patch:
        patch.setattr(Game, method, fail)
        (message,) = bot.say(command, trainee)
    assert message["text"] == say("trouble", "zh")
    assert bot.session(trainee) == before
    assert payload(bot.say(REPLY, trainee), "turn")["turn"] == 2


@pytest.mark.parametrize(
    "error", [OperationalError("", {}, Exception()), ModuleNotFoundError("psycopg2")]
)
def test_practice_goes_on_without_the_results_database(
    bot: Bot, trainee: str, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def away() -> NoReturn:
        raise error

    session = payload(bot.say(START, trainee), "briefing")["session"]
    with monkeypatch.context() as patch:
        patch.setattr(actions, "results", away)
        assert payload(bot.say(REPLY, trainee), "turn")["turn"] == 1
    assert results_of(session)["turns"] == 0
    bot.say("Would you like the black one?", trainee)
    assert results_of(session)["turns"] == 2, "the next turn makes it good"


def test_the_terminal_gets_the_same_words_and_no_payloads(bot: Bot, trainee: str) -> None:
    for text in ("/menu", START, REPLY, "/hint", "/wait", "/retry", "/end", REPLY):
        anywhere = bot.say(text, trainee)
        terminal = bot.say(text, trainee + " at the terminal", channel="cmdline")
        assert not any("custom" in message for message in terminal)
        assert texts(terminal) == texts(anywhere)


# What goes along for the practice room


def test_every_message_has_its_role(bot: Bot, trainee: str) -> None:
    for text in (START, "/retry", REPLY, "/hint", "/retry", "/end", "/help"):
        bot.say(text, trainee)
    assert bot.roles(trainee) == [
        *("briefing", "customer"),  # the start
        "system",  # nothing to take back yet
        *("system", "coach", "customer", "customer"),  # the turn
        "coach",  # the hint
        *("system", "customer"),  # the retry
        "scorecard",
        "system",
    ]


def test_trouble_has_a_role_of_its_own(
    bot: Bot, trainee: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.say(START, trainee)
    with monkeypatch.context() as patch:
        patch.setattr(Game, "hint", None)
        bot.say("/hint", trainee)
    assert bot.roles(trainee)[-1] == "trouble"


def test_in_the_room_a_result_is_that_of_who_began(bot: Bot, trainee: str) -> None:
    began = bot.say(START, trainee, "sparring", {"trainee": "a key"})
    session = payload(began, "briefing")["session"]
    bot.say(REPLY, trainee, "sparring")
    bot.say(REPLY, trainee, "sparring", {"trainee": "another key"})
    assert results_of(session)["trainee"] == "a key"
    nobody = payload(bot.say(START, trainee + " 2", "sparring"), "briefing")["session"]
    assert results_of(nobody)["trainee"] is None


def test_elsewhere_a_result_is_the_senders(bot: Bot, trainee: str) -> None:
    began = bot.say(START, trainee, "rest", {"trainee": "somebody else"})
    assert results_of(payload(began, "briefing")["session"])["trainee"] == trainee


@pytest.mark.parametrize(
    ("told", "kept"),
    [(4.5, 4.5), (0, 0.0), (-1, None), ("3", None), (True, None), (None, None), (float("inf"), None)],
)
def test_the_time_a_reply_took_is_kept_if_it_is_one(
    bot: Bot, trainee: str, told: object, kept: float | None
) -> None:
    bot.say(START, trainee)
    bot.say(REPLY, trainee, metadata={"seconds": told, "typing": told})
    session = bot.session(trainee)
    assert session is not None
    assert session["history"][0][2:] == [kept, kept]
