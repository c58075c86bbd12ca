"""Reading a room's conversation from a tracker's events."""

from __future__ import annotations

from itertools import chain
from typing import Any

from addons.room.conversation import (
    Event,
    Exchange,
    Message,
    drawn,
    exchanges,
    message,
    played,
    session,
    standing,
)


def user(intent: str, name: str, text: str | None = None, **metadata: Any) -> Event:
    given = {"id": name, "typed": text is not None, **metadata}
    return {
        "event": "user",
        "text": text or f"/{intent}",
        "parse_data": {"intent": {"name": intent}},
        "metadata": given,
    }


def bot(text: str | None, role: str | None = "customer", custom: dict[str, Any] | None = None) -> Event:
    return {"event": "bot", "text": text, "data": {"custom": custom}, "metadata": {"role": role}}


def changed(name: str) -> Event:
    """The session's slot set; ``name`` stands for the whole session."""
    return {"event": "slot", "name": "session", "value": {"id": name}}


OTHERS: list[Event] = [
    {"event": "action", "name": "action_listen"},
    {"event": "user_featurization"},
    {"event": "slot", "name": "customer_words", "value": "Hello?"},
]
START = [user("start", "start"), bot("The facts", "briefing", {"type": "briefing"}), bot("Hello?"), changed("s0")]
FIRST = [user("reply", "1", "Good day", seconds=4.5), *OTHERS, bot("Hm."), changed("s1")]
WAIT = [user("wait", "2", seconds=60), bot("Are you there?"), changed("s2")]
HINT = [user("hint", "h"), bot("Greet first.", "coach")]
RETRY = [user("retry", "r"), bot("Taken back:", "system"), bot("Hm."), changed("s3")]
END = [user("end", "e"), bot("The score", "scorecard", {"type": "scorecard"}), changed("s4")]
AWAY = [user("reply", "a", "Anybody?")]
TROUBLE = [user("reply", "t", "Trouble?"), bot("Something went wrong", "trouble")]
REFUSED = [user("retry", "n"), bot("Nothing to take back", "system")]


def roles(*parts: list[Event]) -> list[str]:
    return [shown["role"] for shown in drawn(exchanges(chain(*parts)))]


def test_an_exchange_is_what_was_sent_and_what_came_of_it() -> None:
    start, first = exchanges(START + FIRST)
    assert (start.id, start.intent, start.text) == ("start", "start", None)
    assert start.messages[0] == {"role": "briefing", "text": "The facts", "payload": {"type": "briefing"}}
    assert first == Exchange("1", "reply", "Good day", 4.5, ({"role": "customer", "text": "Hm."},), {"id": "s1"})


def test_what_comes_before_the_first_message_is_nobodys() -> None:
    assert exchanges([*OTHERS, bot("Welcome"), changed("none")]) == []


def test_a_message_has_only_what_it_has() -> None:
    assert message("coach", "Well done", None) == {"role": "coach", "text": "Well done"}
    assert message(None, None, {"type": "turn"}) == {"role": "system", "payload": {"type": "turn"}}


def test_the_trainees_own_messages_are_drawn_with_their_turn() -> None:
    own: list[Message] = [m for m in drawn(exchanges(START + FIRST + HINT + WAIT)) if m["role"] == "trainee"]
    assert own == [
        {"role": "trainee", "id": "1", "text": "Good day", "turn": 1, "seconds": 4.5},
        {"role": "trainee", "id": "2", "text": None, "turn": 2, "seconds": 60},
    ]


def test_commands_by_button_are_not_drawn_but_their_answers_are() -> None:
    assert roles(START, HINT, END) == ["briefing", "customer", "coach", "scorecard"]


def test_a_typed_command_is_drawn_without_a_turn() -> None:
    typed = [user("unknown_command", "u", "/help"), bot("There is none", "system")]
    assert drawn(exchanges(START + typed))[2] == {"role": "trainee", "id": "u", "text": "/help", "turn": None}


def test_a_retry_takes_the_last_turn_and_all_after_it_away() -> None:
    assert roles(START, FIRST, HINT, WAIT, HINT, END, RETRY) == roles(START, FIRST, HINT)
    assert roles(START, FIRST, WAIT, RETRY, RETRY) == roles(START)
    assert roles(START, FIRST, RETRY, WAIT) == roles(START, WAIT)


def test_a_refused_retry_takes_nothing() -> None:
    assert roles(START, HINT, REFUSED) == [*roles(START, HINT), "system"]


def test_what_was_never_answered_is_not_drawn() -> None:
    assert roles(START, AWAY, TROUBLE, FIRST) == roles(START, FIRST)


def test_a_new_start_begins_a_new_page() -> None:
    assert roles(START, FIRST, START) == roles(START)


def test_a_start_that_failed_leaves_the_page() -> None:
    failed = [user("start", "f", "/start{}"), bot("Can't start", "system")]
    assert roles(START, FIRST, failed) == [*roles(START, FIRST), "trainee", "system"]


def test_what_was_played_is_found_by_its_id_even_if_taken_back() -> None:
    sent = exchanges(START + FIRST + RETRY)
    found = played(sent, "1")
    assert found is not None and found.text == "Good day"
    assert played(sent, "2") is None


def test_what_was_not_played_may_be_sent_again() -> None:
    sent = exchanges(START + AWAY + TROUBLE)
    assert played(sent, "a") is played(sent, "t") is None
    again = exchanges(START + AWAY + [*AWAY, bot("Yes?"), changed("s1")])
    found = played(again, "a")
    assert found is not None and found.answered


def test_the_session_is_the_last_that_was_set() -> None:
    assert session(exchanges(START + FIRST + HINT)) == {"id": "s1"}
    assert session(exchanges(HINT)) is None


def test_only_replies_and_silences_are_turns() -> None:
    sent = standing(exchanges(START + FIRST + HINT + WAIT + END))
    assert [one.intent for one in sent if one.is_turn] == ["reply", "wait"]
