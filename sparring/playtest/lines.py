"""Where each line that a customer can say stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from sparring.content import Lines
from sparring.conversation import Setting, State

_PLACEHOLDER = re.compile(r"\\\{(?:ask|offer|promise)\\\}")


class Place(NamedTuple):
    """The wording at ``number`` (from 1) of the list ``name``, as in ``demands.price.says``."""

    name: str
    number: int


class LineIndex:
    """All lists of wordings of a customer in a story, in one language."""

    def __init__(self, setting: Setting, language: str) -> None:
        self.lists = {name: lines[language] for name, lines in _lists(setting)}
        self._known: dict[str, list[Place]] = {}

    @property
    def sizes(self) -> dict[str, int]:
        """How many wordings each list has."""
        return {name: len(wordings) for name, wordings in self.lists.items()}

    def places(self, line: str) -> list[Place]:
        """Where a line that was said comes from (more than one place if it stands there twice)."""
        if line not in self._known:
            self._known[line] = [place for place, form in self._forms if form.fullmatch(line)]
        return self._known[line]

    def could_be_said(self, name: str, state: State) -> Iterator[Place]:
        """The wordings of a list that another seed could have picked: all whose placeholders have a
        value."""
        values = {"ask": state.asks_for, "offer": state.offer, "promise": state.promise}
        missing = ["{" + key + "}" for key, value in values.items() if value is None]
        for number, wording in enumerate(self.lists[name], 1):
            if not any(placeholder in wording for placeholder in missing):
                yield Place(name, number)

    @cached_property
    def _forms(self) -> list[tuple[Place, re.Pattern[str]]]:
        return [
            (Place(name, number), _form(wording))
            for name, wordings in self.lists.items()
            for number, wording in enumerate(wordings, 1)
        ]


def _form(wording: str) -> re.Pattern[str]:
    plain = re.escape(wording)
    filled = _PLACEHOLDER.sub("(?s:.+)", plain)
    return re.compile(filled.replace(r"\{\{", r"\{").replace(r"\}\}", r"\}"))


def _lists(setting: Setting) -> Iterator[tuple[str, Lines]]:
    reactions = setting.customer.reactions
    for name in reactions.__fields__:
        value = getattr(reactions, name)
        if isinstance(value, Lines):
            yield f"reactions.{name}", value
        elif value is not None:
            yield f"reactions.{name}.calm", value.calm
            yield f"reactions.{name}.heated", value.heated
    for demand in setting.story.all_demands:
        place = f"demands.{demand.id}"
        own = {"says": demand.says, "when_answered": demand.when_answered, "when_yielded": demand.when_yielded}
        if demand.again is not None:
            own |= {"again.calm": demand.again.calm, "again.heated": demand.again.heated}
        yield from ((f"{place}.{key}", lines) for key, lines in own.items() if lines is not None)
    for ending in setting.story.endings:
        if ending.says is not None:
            yield f"endings.{ending.id}.says", ending.says
