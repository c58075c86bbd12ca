from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparring.content import DATA, read_yaml
from sparring.examples import ExampleError, parse
from sparring.moves import MOVES, Span


def quoted(line: str) -> list[tuple[str, str]]:
    example = parse(line)
    return [(span.move, example.text[span.start : span.end]) for span in example.spans]


def test_braces_name_the_move_of_the_words_inside() -> None:
    assert parse("well, {hold_firm: I'm afraid not}, ok") == (
        "well, I'm afraid not, ok",
        "",
        (Span("hold_firm", 6, 20),),
    )


def test_the_customers_words_stand_before_the_arrow() -> None:
    example = parse("can you do 180? ⇒ {concede: ok then}")
    assert (example.context, example.text) == ("can you do 180?", "ok then")


def test_the_same_words_can_make_two_moves() -> None:
    line = "{offer_remedy+commit: 明天给您换一台}，{check_agreement: 可以吗}"
    assert quoted(line) == [
        ("offer_remedy", "明天给您换一台"),
        ("commit", "明天给您换一台"),
        ("check_agreement", "可以吗"),
    ]


def test_moves_can_be_nested() -> None:
    assert quoted("{take_ownership: that's on us, {explain: we packed it badly}}") == [
        ("take_ownership", "that's on us, we packed it badly"),
        ("explain", "we packed it badly"),
    ]


def test_a_return_sign_is_a_line_break() -> None:
    example = parse("hello? ⏎ anybody? ⇒ {greet: hi!} ⏎ {thank: thanks for waiting}")
    assert example.text == "hi!\nthanks for waiting"
    assert example.context == "hello?\nanybody?"
    assert example.spans == (Span("greet", 0, 3), Span("thank", 4, 22))


def test_words_outside_all_braces_make_no_move() -> None:
    assert parse("got it 👍 {not a move}") == ("got it 👍 {not a move}", "", ())


def test_moves_must_be_known() -> None:
    with pytest.raises(ExampleError, match="unknown move `apologize`: did you mean `apologise`"):
        parse("{apologize: so sorry}")


def test_braces_must_be_closed() -> None:
    with pytest.raises(ExampleError, match="a brace is never closed"):
        parse("{thank: thanks a lot")


@given(
    st.lists(
        st.tuples(st.sampled_from(MOVES), st.from_regex(r"[a-z你好 ]*[a-z你好]", fullmatch=True))
    )
)
def test_marks_leave_the_words_as_they_are(parts: list[tuple[str, str]]) -> None:
    example = parse(", ".join(f"{{{move}: {words}}}" for move, words in parts))
    spans = [(span.move, example.text[span.start : span.end]) for span in example.spans]
    assert spans == [(move, words.lstrip()) for move, words in parts]


def training_examples() -> Iterator[tuple[Path, str]]:
    for path in sorted((DATA / "nlu").glob("*.yml")):
        for part in read_yaml(path)["nlu"]:
            if part["intent"] == "reply":
                for line in part["examples"].splitlines():
                    yield path, line.removeprefix("- ")


def test_all_training_examples_can_be_read() -> None:
    used = {span.move for _, line in training_examples() for span in parse(line).spans}
    assert used == set(MOVES)
