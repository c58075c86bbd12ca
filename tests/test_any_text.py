"""Whatever a trainee types, a reply never fails and what is sent is as agreed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparring.content import Library
from sparring.conversation import MAX_REPLIES
from sparring.game import Game, Message, Refused
from sparring.moves import MOVES, NEVER, Span
from sparring.session import Saved
from sparring.tagger import Tagger
from tests.contract import satisfied

STORIES = [
    (name, story.id)
    for library in [Library()]
    for name in library.ids()
    for story in library.version(name).customer.stories
]
NASTY = {
    "nothing": "",
    "blanks": " \t\r\n\u3000\u200b",
    "a mark": "?",
    "emoji": "😀" * 50 + "👩‍👩‍👧‍👦🇨🇳",
    "control characters": "\x00\x01\x07\x1b[31m\x7f",
    "SQL": "'; DROP TABLE turns; -- \" ) OR 1=1",
    "markup": "<script>alert(1)</script> <img src=x onerror=alert(1)> &amp; [bold]x[/bold] {ask} {0} %s",
    "a command": '/start{"customer":"haggler"}',
    "languages": "您好 hello 안녕하세요 привет مرحبا שלום ¿qué? 今天 5 pm 前 ok吗",
    "odd letters": "İSTANBUL ǅ ß ﬁ ı K",
    "turned around": "\u202ereversed\u202c e\u0301\u0301\u0301",
    "half characters": "half a smile \ud83d, the other half \ude00",
    "absurd numbers": "9" * 400 + " yuan, " + "九" * 100 + "元",
    "open quotes": "“quoted 'and \"never closed 「",
    "only stops": "。。。！！！???...",
}
LONG = {
    "no full stop": "no full stop " * 800,
    "Chinese": "很长" * 5000,
    "digits": "1" * 10_000,
    "many clauses": "a,b;" * 2500,
    "line breaks": "\n" * 10_000,
    "promises": "我保证" * 3333,
}
ALL = {**NASTY, **LONG}
PIECES = st.sampled_from(
    [*"，。！？,.!? \n😀\x00İ“”\"", "¥240 ", "240元", "by 6 pm ", "下午六点前", "I'm afraid ", "不能再少了", "ok ",
     "sorry ", "您好", "I guarantee ", "我保证", "refund ", "退款", "scarf ", "围巾", "3 days ", "calm down ", "20 %"]
)  # fmt: skip
TEXTS = st.sampled_from(list(NASTY.values())) | st.text(max_size=300) | st.lists(PIECES, max_size=25).map("".join)


def spans_of(text: str) -> st.SearchStrategy[list[Span]]:
    """Moves anywhere in a text."""
    if not text:
        return st.just([])
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 60))
    span = st.builds(
        lambda move, place, score: Span(move, place[0], min(sum(place), len(text)), score),
        st.sampled_from(MOVES), places, st.floats(0.4, 1),
    )  # fmt: skip
    return st.lists(span, max_size=6)


def check(saved: Saved, messages: list[Message]) -> None:
    replies = [entry.text for entry in saved.history]
    for message in messages:
        assert message.text is None or message.text.encode()
        if message.payload is not None:
            satisfied(message.payload, replies)


# The tagger


@given(text=TEXTS, context=st.sampled_from(["", "Can you do ¥180?", "\ud83d", "能便宜点吗"]))
@settings(max_examples=60)
def test_any_text_is_tagged(tagger: Tagger, text: str, context: str) -> None:
    spans = tagger.tag(text, context)
    for span in spans:
        assert span.move in MOVES
        assert 0 <= span.start < span.end <= len(text)
        assert 0 < span.score <= 1
    assert spans == sorted(spans, key=lambda span: (span.start, span.end, span.move))


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_the_nastiest_texts_are_answered(game: Game, tagger: Tagger, text: str) -> None:
    saved, _ = game.start("s", {"customer": "haggler", "seed": 1})
    saved, messages = game.reply(saved, text, tagger.tag(text, game.play(saved).last_words))
    check(saved, messages)
    assert tagger.tag(text) == tagger.tag(text)


# The game


@given(data=st.data(), story=st.sampled_from(STORIES), language=st.sampled_from(["en", "zh"]), seed=st.integers(0, 99))
@settings(max_examples=60)
def test_any_reply_is_answered(game: Game, data: st.DataObject, story: tuple[str, str], language: str, seed: int) -> None:
    request = {"customer": story[0], "story": story[1], "language": language, "seed": seed}
    saved, messages = game.start("s", request)
    check(saved, messages)
    for _ in range(3):
        if not game.play(saved).over:
            text = data.draw(TEXTS)
            saved, messages = game.reply(saved, text, data.draw(spans_of(text)))
            check(saved, messages)


COMMANDS = st.sampled_from(["reply", "reply", "reply", "wait", "hint", "retry", "end", "menu", "start"])


@given(data=st.data(), story=st.sampled_from(STORIES), commands=st.lists(COMMANDS, max_size=30))
@settings(max_examples=60)
def test_any_commands_are_followed_or_refused(
    game: Game, data: st.DataObject, story: tuple[str, str], commands: list[str]
) -> None:
    saved, _ = game.start("s", {"customer": story[0], "story": story[1], "seed": 1})
    for command in commands:
        messages: list[Message] = []
        try:
            if command == "reply":
                text = data.draw(st.lists(PIECES, max_size=6).map("".join))
                saved, messages = game.reply(saved, text, data.draw(spans_of(text)))
            elif command == "wait":
                saved, messages = game.reply(saved, None, seconds=60)
            elif command == "hint":
                messages = game.hint(saved)
            elif command == "retry":
                saved, messages = game.retry(saved)
            elif command == "end":
                saved, messages = game.end(saved)
            elif command == "menu":
                messages = game.menu(data.draw(st.sampled_from(["en", "zh"])))
            else:
                game.start("another", data.draw(STARTS))
        except Refused as refusal:
            assert str(refusal)
        check(saved, messages)
        assert Saved.load(saved.dump()) == saved


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(
    ["haggler", "winter_coat", "en", "hard"]
) | st.lists(st.integers(), max_size=1)  # fmt: skip
KEYS = st.sampled_from(["customer", "story", "language", "difficulty", "seed", "coach"]) | st.text(max_size=5)
STARTS = VALUES | st.dictionaries(KEYS, VALUES) | st.dictionaries(KEYS, VALUES).map(lambda d: {**d, "customer": "haggler"})


@given(arguments=STARTS)
def test_any_start_begins_a_session_or_is_refused(game: Game, arguments: object) -> None:
    try:
        saved, messages = game.start("s", arguments)
    except Refused as refusal:
        assert str(refusal)
    else:
        check(saved, messages)


@given(data=st.data(), difficulty=st.sampled_from(["easy", "standard", "hard"]), seed=st.integers(0, 9), rude=st.booleans())
@settings(max_examples=12)
@pytest.mark.parametrize(("name", "story"), STORIES)
def test_every_session_ends_by_itself(
    game: Game, name: str, story: str, data: st.DataObject, difficulty: str, seed: int, rude: bool
) -> None:
    saved, messages = game.start("s", {"customer": name, "story": story, "difficulty": difficulty, "seed": seed})
    heard = [message.text for message in messages if message.role == "customer"]
    moves = sorted(MOVES) if rude else sorted(set(MOVES) - NEVER)
    while not game.play(saved).over:
        assert len(saved.history) < MAX_REPLIES
        number = len(saved.history)
        text = f"{data.draw(st.lists(PIECES, max_size=4).map(''.join))} {number}"
        made = data.draw(st.lists(st.sampled_from(moves), max_size=4, unique=True))
        saved, messages = game.reply(saved, text, [Span(move, 0, len(text)) for move in made])
        check(saved, messages)
        heard += [message.text for message in messages if message.role == "customer"]
    assert len(set(heard)) == len(heard)
