from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sparring.content import DATA, Library, read_yaml
from sparring.game import Game, Message, Refused
from sparring.session import Saved
from sparring.wording import say
from tests.talk import FILE, VERSION, reply, tags

HOLD = "{hold_firm: I'm afraid the price stays as it is}"
BRASS = "{describe: It is solid brass through and through}"
SALE = [f"{HOLD}. {BRASS}", "{hold_firm: No gifts here, sadly}", "There is lamp oil", "{farewell: All the best}"]


def begin(game: Game, session: str = "s", **arguments: Any) -> Saved:
    return game.start(session, {"customer": "corner_shop", "seed": 7, **arguments})[0]


def send(game: Game, saved: Saved, *replies: str) -> tuple[Saved, list[Message]]:
    messages: list[Message] = []
    for marked in replies:
        entry = reply(marked)
        saved, messages = game.reply(saved, entry.text, entry.spans)
    return saved, messages


def roles(messages: list[Message]) -> list[str]:
    return [message.role for message in messages]


def payload(messages: list[Message], kind: str) -> dict[str, Any]:
    (found,) = [m.payload for m in messages if m.payload is not None and m.payload["type"] == kind]
    return found


def words(messages: list[Message], role: str = "customer") -> list[str]:
    return [message.text for message in messages if message.role == role and message.text is not None]


# /menu


def test_the_menu_has_a_button_for_every_story(corner_shop: Game) -> None:
    (menu,) = corner_shop.menu("zh")
    *stories, other = menu.buttons
    assert [title for title, _ in stories] == ["虚构的顾客 · 灯笼便宜点", "虚构的顾客 · 碎了的茶壶"]
    for _, command in stories:
        assert command.startswith("/start{")
        saved, _ = corner_shop.start("s", json.loads(command.removeprefix("/start")))
        assert saved.start.language == "zh"
    assert other == ("English", '/menu{"language":"en"}')


def test_the_shipped_menu_starts_every_story(game: Game) -> None:
    for language in ("en", "zh"):
        (menu,) = game.menu(language)
        assert len(menu.buttons) >= 11
        for _, command in menu.buttons[:-1]:
            game.start("s", json.loads(command.removeprefix("/start")))


# /start


def test_a_session_begins_with_briefing_and_opening(corner_shop: Game) -> None:
    saved, messages = corner_shop.start("an id", {"customer": "corner_shop", "seed": 7})
    assert roles(messages) == ["briefing", "customer"]
    assert messages[0].text is not None
    briefing = payload(messages, "briefing")
    assert briefing == {
        "type": "briefing",
        "session": "an id",
        "customer": "corner_shop",
        "story": "lantern",
        "language": "en",
        "difficulty": "standard",
        "content_version": VERSION.content_version,
        "facts": {
            "name": "The invented one",
            "character": "Wants a lantern for less, and a teapot made whole.",
            "title": "A lantern for less",
            "stage": "pre-sale",
            "clock": "09:30",
            "task": "Sell the lantern at its price.",
            "product": [{"label": "Lantern", "value": "¥100, brass"}],
            "order": [],
            "policies": ["One price for everybody."],
            "truth": [],
            "you_may": "Name the lamp oil. No discount.",
        },
    }
    assert saved.start.story == "lantern"


def test_the_briefing_in_words_says_what_the_payload_says(corner_shop: Game) -> None:
    _, messages = corner_shop.start("s", {"customer": "corner_shop", "story": "teapot", "language": "zh"})
    facts = payload(messages, "briefing")["facts"]
    text = messages[0].text
    assert text is not None
    cards = [item for card in facts["order"] for item in card.values()]
    for fact in (facts["name"], facts["task"], facts["clock"], facts["you_may"], *facts["truth"], *cards):
        assert fact in text


def test_a_silent_customer_is_announced(corner_shop: Game) -> None:
    _, messages = corner_shop.start("s", {"customer": "corner_shop", "story": "teapot"})
    assert roles(messages) == ["briefing", "system"]
    assert messages[-1].text == say("silence", "en")


def test_a_seed_left_out_comes_from_the_session(corner_shop: Game) -> None:
    one, _ = corner_shop.start("one", {"customer": "corner_shop"})
    same, _ = corner_shop.start("one", {"customer": "corner_shop"})
    assert one == same
    assert one.start.seed is not None


@pytest.mark.parametrize(
    ("arguments", "clear"),
    [
        ({"customer": "cornershop"}, "no customer `cornershop`: did you mean `corner_shop`?"),
        ({"customer": "corner_shop", "story": "lanten"}, "no story `lanten`: did you mean `lantern`?"),
        ({"customer": "corner_shop", "difficulty": "mild"}, "difficulty"),
        ({}, "customer"),
        ([], "JSON object"),
        ({"customer": "../corner_shop"}, "no customer"),
    ],
)
def test_what_cannot_start_is_refused_clearly(corner_shop: Game, arguments: object, clear: str) -> None:
    with pytest.raises(Refused) as caught:
        corner_shop.start("s", arguments)
    assert clear in str(caught.value)


def test_it_is_refused_in_the_trainees_language(corner_shop: Game) -> None:
    with pytest.raises(Refused) as caught:
        corner_shop.start("s", {"customer": "cornershop", "language": "zh"})
    assert str(caught.value).startswith(say("cannot_start", "zh", problem=""))


# Replies


def test_a_reply_gets_its_score_the_coach_and_the_answer(corner_shop: Game) -> None:
    _, messages = send(corner_shop, begin(corner_shop), f"{HOLD}. {BRASS}")
    assert roles(messages) == ["system", "coach", "customer", "customer"]
    turn = payload(messages, "turn")
    assert turn["turn"] == 1
    assert turn["moves"] == [
        {"move": "hold_firm", "start": 0, "end": 35},
        {"move": "describe", "start": 37, "end": 74},
    ]
    assert (turn["verdict"], turn["mood"], turn["patience"]) == ("good", "calm", 0.65)
    assert (turn["silent"], turn["over"], turn["costs"]) == (False, False, [])
    assert {"criterion": "hold", "points": 10, "start": 0, "end": 35} in turn["credits"]
    assert tags(words(messages)) == ["material when_answered", "gift says"]


def test_costs_say_what_would_have_been_better(corner_shop: Game) -> None:
    _, messages = send(corner_shop, begin(corner_shop), "The lantern is ¥120")
    (item,) = payload(messages, "turn")["costs"]
    assert item.pop("points") < 0
    assert item == {"criterion": "misinformation", "start": 0, "end": 19, "instead": "The lantern is ¥100."}


def test_without_the_coach_nobody_comments(corner_shop: Game) -> None:
    _, messages = send(corner_shop, begin(corner_shop, coach=False), HOLD)
    assert "coach" not in roles(messages)


def test_a_silent_turn_has_no_moves(corner_shop: Game) -> None:
    saved, messages = corner_shop.reply(begin(corner_shop), None, seconds=60)
    assert payload(messages, "turn")["moves"] == []
    assert saved.history[-1].seconds == 60


def test_silence_is_announced(corner_shop: Game) -> None:
    _, messages = send(corner_shop, begin(corner_shop, story="teapot"), "{greet: Hello}")
    assert payload(messages, "turn")["silent"] is True
    assert words(messages, "system") == [say("silence", "en")]


def test_a_sale_ends_with_a_scorecard(corner_shop: Game) -> None:
    saved, messages = send(corner_shop, begin(corner_shop), *SALE)
    assert roles(messages) == ["system", "coach", "customer", "scorecard"]
    assert payload(messages, "turn")["over"] is True
    card = payload(messages, "scorecard")
    assert set(card) == {
        "type", "session", "customer", "story", "language", "difficulty", "seed", "content_version",
        "score", "medal", "ending", "turns", "retries", "criteria",
    }  # fmt: skip
    assert card["ending"] == {"id": "buys", "title": "buys", "kind": "won", "story": "How it came to buys."}
    assert (card["turns"], card["retries"], card["seed"]) == (4, 0, 7)
    for criterion in card["criteria"]:
        assert set(criterion) == {
            "id", "title", "points", "max", "status", "evidence", "reason", "tip", "example",
        }  # fmt: skip
        for item in criterion["evidence"]:
            text = saved.history[item["turn"] - 1].text
            assert text is not None
            assert item["quote"] == text[item["start"] : item["end"]]
    assert messages[-1].text is not None
    assert f"{card['score']}/100" in messages[-1].text


def test_after_the_end_only_retry_goes_on(corner_shop: Game) -> None:
    saved, _ = send(corner_shop, begin(corner_shop, language="zh"), *SALE)
    for refused in (
        lambda: corner_shop.reply(saved, "您好"),
        lambda: corner_shop.reply(saved, None),
        lambda: corner_shop.hint(saved),
        lambda: corner_shop.end(saved),
    ):
        with pytest.raises(Refused) as caught:
            refused()
        assert str(caught.value) == say("session_over", "zh")
    corner_shop.retry(saved)


def test_what_nothing_can_write_is_replaced(corner_shop: Game) -> None:
    saved, messages = corner_shop.reply(begin(corner_shop), "half a smile \ud83d here")
    assert saved.history[0].text == "half a smile ? here"
    json.dumps([m.payload for m in messages], ensure_ascii=False).encode()


# /hint


def test_a_hint_changes_nothing(corner_shop: Game) -> None:
    saved = begin(corner_shop)
    (message,) = corner_shop.hint(saved)
    assert message.role == "coach"
    assert message.text is not None
    assert "price: the hint." in message.text


# /retry


def test_retry_takes_the_last_reply_back(corner_shop: Game) -> None:
    first, said = send(corner_shop, begin(corner_shop), HOLD)
    second, _ = send(corner_shop, first, "{blame: your fault}")
    again, messages = corner_shop.retry(second)
    assert again.history == first.history
    assert again.retries == 1
    assert words(messages) == words(said)
    assert corner_shop.play(again).turns == corner_shop.play(first).turns


def test_retry_can_go_back_to_the_opening(corner_shop: Game) -> None:
    saved, _ = send(corner_shop, begin(corner_shop), HOLD)
    saved, messages = corner_shop.retry(saved)
    assert words(messages) == list(corner_shop.play(saved).opening)
    with pytest.raises(Refused) as caught:
        corner_shop.retry(saved)
    assert str(caught.value) == say("nothing_to_retry", "en")


def test_retry_says_when_the_customer_had_said_nothing(corner_shop: Game) -> None:
    saved, _ = send(corner_shop, begin(corner_shop, story="teapot"), "{greet: Hello}")
    _, messages = corner_shop.retry(saved)
    assert [message.text for message in messages] == [say("retry_silence", "en")]


def test_retry_reopens_a_session_that_is_over(corner_shop: Game) -> None:
    saved, _ = send(corner_shop, begin(corner_shop), *SALE)
    saved, _ = corner_shop.retry(saved)
    assert not corner_shop.play(saved).over
    saved, messages = send(corner_shop, saved, SALE[-1])
    assert payload(messages, "scorecard")["retries"] == 1


# /end


def test_end_closes_with_a_scorecard(corner_shop: Game) -> None:
    saved, _ = send(corner_shop, begin(corner_shop), HOLD)
    saved, messages = corner_shop.end(saved)
    card = payload(messages, "scorecard")
    assert (card["ending"]["kind"], card["turns"]) == ("partial", 1)
    assert corner_shop.play(saved).over


def test_a_session_can_end_before_it_began(corner_shop: Game) -> None:
    _, messages = corner_shop.end(begin(corner_shop))
    assert payload(messages, "scorecard")["score"] == 0


# What follows from the history


def test_the_same_seed_and_replies_give_identical_payloads(corner_shop: Game) -> None:
    afresh = Game(Library(FILE.parent))
    sent = []
    for game in (corner_shop, afresh):
        saved, messages = game.start("same", {"customer": "corner_shop", "seed": 11})
        for marked in SALE:
            saved, more = send(game, saved, marked)
            messages += more
        sent.append(json.dumps([m.payload for m in messages]).encode())
    assert sent[0] == sent[1]


def test_another_seed_gives_other_words_and_the_same_score(corner_shop: Game) -> None:
    cards = []
    heard = set()
    for seed in range(8):
        saved, messages = corner_shop.start("same", {"customer": "corner_shop", "seed": seed})
        heard.add(tuple(words(messages)))
        _, messages = send(corner_shop, saved, *SALE)
        cards.append(payload(messages, "scorecard")["score"])
    assert len(set(cards)) == 1
    assert len(heard) > 1


def test_a_session_goes_on_in_another_process(corner_shop: Game) -> None:
    saved, _ = send(corner_shop, begin(corner_shop), *SALE[:2])
    restarted = Game(Library(FILE.parent))
    loaded = Saved.load(json.loads(json.dumps(saved.dump())))
    assert restarted.play(loaded).turns == corner_shop.play(saved).turns


def test_a_file_that_was_changed_meanwhile_breaks_no_session(tmp_path: Path) -> None:
    path = tmp_path / FILE.name
    text = FILE.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    game = Game(Library(tmp_path))
    saved, _ = send(game, begin(game), "{empathise: I see}", "{empathise: I do see}", "{empathise: Truly}")
    path.write_text(text.replace("dodged: -10", "dodged: -60"), encoding="utf-8")
    # The running process keeps to the version the session began with, a new one can't.
    assert len(game.play(saved).turns) == 3
    restarted = Game(Library(tmp_path))
    assert restarted.play(saved).over
    with pytest.raises(Refused):
        restarted.reply(saved, "Hello?")
    restarted.retry(saved)


# What the program says


def test_every_wording_is_there_in_both_languages() -> None:
    for name, texts in read_yaml(DATA / "wording.yml").items():
        assert set(texts) == {"en", "zh"}, name
        assert all(text.strip() for text in texts.values()), name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_placeholders_are_filled_in(language: str) -> None:
    assert "/frobnicate" in say("unknown_command", language, command="/frobnicate")
    assert "{" not in say("coach", language, line="well done")
