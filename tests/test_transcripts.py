"""Whole sessions through Rasa, word for word: tests/transcripts/<customer>_<story>.<language>.txt.

`You:` lines are sent; what comes back must be what stands there. After a change to customers, tagger
or scoring, `make transcripts` writes the files anew, and their diff shows what changes for a trainee.
"""

from __future__ import annotations

import difflib
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sparring import texts
from sparring.content import DATA, read_yaml
from sparring.game import Game
from tests.messages import Message

if TYPE_CHECKING:
    from tests.bot import Bot

FILES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
BREAK = " ⏎ "  # a line break within a reply


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_transcript(file: Path, bot: Bot, rewrite: bool) -> None:
    expected = file.read_text(encoding="utf-8")
    actual = "\n".join(transcript(expected.splitlines(), bot, trainee=file.stem)) + "\n"
    if rewrite:
        file.write_text(actual, encoding="utf-8")
        return
    diff = difflib.unified_diff(
        expected.splitlines(), actual.splitlines(), "expected", "actual", n=1
    )
    assert actual == expected, "\n".join(["see `make transcripts`", *diff])


def test_transcripts_are_of_our_stories_in_both_languages(game: Game) -> None:
    """Stories have tests of their own, too (S703); a transcript shows all of a session."""
    versions = [game.library.version(name) for name in game.library.ids()]
    stories = {f"{v.customer.id}_{story.id}" for v in versions for story in v.customer.stories}
    assert {file.name.split(".")[0] for file in FILES} <= stories
    assert {file.name.split(".")[1] for file in FILES} == {"en", "zh"}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_transcript_is_called_after_its_story(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    start = json.loads(next(said(line) for line in lines if said(line)).removeprefix("/start"))
    assert file.stem == f"{start['customer']}_{start['story']}.{start['language']}"
    assert "seed" in start, "without a seed, the customer's words differ each time"


def transcript(lines: list[str], bot: Bot, trainee: str) -> Iterator[str]:
    """The transcript of what the `You:` lines say, with the comments where they stand. It goes on
    to the scorecard: a session that isn't over after the last line is ended."""
    told = [line for line in lines if line.startswith("#") or said(line)]
    first, scored = True, False
    for line in itertools.chain(told, ["You: /end"]):
        if line == "You: /end" and scored:
            continue
        if not said(line):
            yield line
            continue
        if not first:
            yield ""
        first = False
        yield line
        for answer in shown(bot.say(said(line), trainee)):
            scored = scored or answer.startswith("Score: ")
            yield answer


def said(line: str) -> str:
    """What a `You:` line sends; nothing for the other lines."""
    return line.removeprefix("You: ").replace(BREAK, "\n") if line.startswith("You: ") else ""


def shown(messages: list[Message]) -> Iterator[str]:
    """What the bot answered, one line for each thing said."""
    words: list[str] = []
    for message in messages:
        if "custom" not in message:
            words.append(message["text"])
            continue
        payload = message["custom"]
        if payload["type"] == "turn":
            yield turn(payload)
            continue
        # Briefing and scorecard come in words too; Rasa sends each paragraph on its own.
        in_words = {"briefing": texts.briefing, "scorecard": texts.scorecard}[payload["type"]](
            payload
        )
        paragraphs = in_words.split("\n\n")
        assert words[-len(paragraphs) :] == paragraphs
        yield from map(spoken, words[: -len(paragraphs)])
        words = []
        if payload["type"] == "briefing":
            yield f"Briefing: {payload['facts']['name']} · {payload['facts']['title']}"
        else:
            yield f"Score: {payload['score']} {payload['medal'] or 'no medal'}"
            yield f"Ending: {payload['ending']['id']} ({payload['ending']['kind']})"
    yield from map(spoken, words)


def turn(payload: dict[str, Any]) -> str:
    """Verdict, mood and patience, then what earned or cost points."""
    marks = [f"{m['points']:+} {m['criterion']}" for m in (*payload["credits"], *payload["costs"])]
    line = f"Turn: {payload['verdict']} {payload['mood']} {payload['patience']:.2f}"
    return f"{line} ({', '.join(marks)})" if marks else line


def spoken(words: str) -> str:
    """Words with who says them: the coach, the program, else the customer."""
    line = words.replace("\n", BREAK)
    for name, texts_of in read_yaml(DATA / "wording.yml").items():
        for text in texts_of.values():
            pattern = re.sub(
                r"\\\{\w+\\\}", "(.+)", re.escape(text.replace("{{", "{").replace("}}", "}"))
            )
            match = re.fullmatch(pattern, words, re.DOTALL)
            if match:
                return f"Coach: {match[1]}" if name == "coach" else f"Note: {line}"
    return f"Customer: {line}"
