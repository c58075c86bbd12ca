"""Conversations with the invented customer of tests/data/corner_shop.yml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sparring.content import Story, load_version
from sparring.conversation import Difficulty, Setting
from sparring.examples import parse
from sparring.scoring import Turn
from sparring.session import Entry, Play

FILE = Path(__file__).parent / "data" / "corner_shop.yml"
VERSION = load_version(FILE)


def reply(marked: str) -> Entry:
    """A reply with its moves marked as in the training examples: ``{thank: Thanks!} And now?``"""
    example = parse(marked)
    return Entry(example.text, example.spans)


def tags(lines: Iterable[str]) -> list[str]:
    """Which list of the file each line comes from: ``price again calm 2: ¥70`` is "price again calm"."""
    found = [re.match(r"([a-z_ ]+) [1-6甲乙丙丁戊己]", line) for line in lines]
    return [match[1] for match in found if match]


def story(story_id: str, **changed: Any) -> Story:
    """A story of the corner shop; ``changed`` are demands by id, with what is different about them."""
    original = VERSION.customer.story(story_id)
    demands = [demand.copy(update=changed.get(demand.id, {})) for demand in original.demands]
    return original.copy(update={"demands": demands})


def setting(
    of: str | Story = "lantern",
    language: str = "en",
    difficulty: Difficulty = "standard",
    seed: int = 7,
) -> Setting:
    told = story(of) if isinstance(of, str) else of
    return Setting(VERSION.customer, VERSION.house, told, language, difficulty, seed)


class Talk:
    """One conversation, reply by reply."""

    def __init__(
        self,
        of: str | Story = "lantern",
        language: str = "en",
        difficulty: Difficulty = "standard",
        seed: int = 7,
    ) -> None:
        self.play = Play.begin(setting(of, language, difficulty, seed))

    def say(self, *replies: str) -> Turn:
        """Send replies with their moves marked; gives what came of the last."""
        for marked in replies:
            self.play = self.play.reply(reply(marked))
        return self.play.turns[-1]

    def wait(self) -> Turn:
        """Let time pass."""
        self.play = self.play.reply(Entry(None))
        return self.play.turns[-1]

    @property
    def answers(self) -> dict[str, str]:
        """How the last reply answered each demand."""
        return dict(self.play.turns[-1].response.answers)

    @property
    def heard(self) -> list[str]:
        """What the customer said last, as the lists that the lines come from."""
        turns = self.play.turns
        return tags(turns[-1].response.lines if turns else self.play.opening)

    @property
    def open(self) -> tuple[str, ...]:
        """The demands on the table."""
        return self.play.state.open
