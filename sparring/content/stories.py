"""A situation: what the trainee is told, what the customer is after, and how it can end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, root_validator, validator

from sparring.content.answers import Answer, Condition, nearest
from sparring.content.faults import Place, refuse, unknown_topics, used_twice
from sparring.content.parts import Lines, Moods, Part, Text, Words


class Demand(Part):
    """Something the customer is after. It comes back, sharper, until it is answered or given up.

    ``kind`` is what criteria refer to. ``with_previous`` puts it in the same breath as the demand
    before it. ``silent``: the customer says nothing. ``early``: a reply may settle it before it
    comes up. ``presses``: how often it comes back (standard difficulty).
    """

    id: str
    kind: str
    with_previous: bool = False
    silent: bool = False
    closing: bool = False
    early: bool = False
    presses: int = 1
    asks_for: int | None = None
    only_if: Condition = Condition()
    says: Lines | None = None
    again: Moods | None = None
    answered_by: list[Answer] = Field(min_items=1)
    partly_by: list[Answer] = []
    yielded_by: list[Answer] = []
    when_answered: Lines | None = None
    when_yielded: Lines | None = None
    hint: Text


class Bargain(Part):
    """The haggler's numbers, in yuan. After a concession they ask ``step`` below what they got."""

    list_price: int
    floor: int
    step: int
    demand: Demand


class Fact(Part):
    """A figure of the briefing: the claim `figure of this unit said of these words` must match."""

    words: Words
    unit: Literal["yuan", "percent", "hours", "days", "months", "clock", "pieces"]
    values: list[float]
    instead: Text


class Claim(Part):
    """Words a reply must not claim (``wrong``) or must not grant (``not_allowed``)."""

    words: Words
    instead: Text


class Goodwill(Part):
    """The most an agent may give on top of what is due, in yuan."""

    at_most: int
    instead: Text


class Entry(Part):
    """One line of the briefing's cards."""

    label: Text
    value: Text


class Briefing(Part):
    """What the trainee sees before the chat: everything they may rely on, and what they may do."""

    task: Text
    product: list[Entry] = []
    order: list[Entry] = []
    policies: list[Text] = []
    truth: list[Text] = []
    you_may: Text


class Ending(Part):
    """How a session can end. The first whose ``when`` holds is taken."""

    id: str
    title: Text
    kind: Literal["won", "partial", "lost"]
    when: Condition
    says: Lines | None = None
    story: Text


class Story(Part):
    """A customer in a situation (playbook §10)."""

    id: str
    title: Text
    stage: Literal["pre-sale", "in-sale", "after-sale"]
    clock: str
    briefing: Briefing
    topics: dict[str, Words] = {}
    facts: dict[str, Fact] = {}
    wrong: list[Claim] = []
    not_allowed: list[Claim] = []
    goodwill: Goodwill | None = None
    bargain: Bargain | None = None
    demands: list[Demand] = Field(min_items=1)
    endings: list[Ending] = Field(min_items=3)

    def demand(self, demand_id: str) -> Demand:
        """The demand of that id, the bargaining one included."""
        return next(demand for demand in self.all_demands if demand.id == demand_id)

    @property
    def all_demands(self) -> list[Demand]:
        """The demands in their order, and last the one that follows a concession, if any."""
        return self.demands + ([self.bargain.demand] if self.bargain else [])

    @validator("clock")
    def _is_a_time(cls, clock: str) -> str:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", clock):
            raise ValueError('write the time of day as "15:10"')
        return clock

    @root_validator(skip_on_failure=True)
    def _fits_together(cls, values: dict[str, Any]) -> dict[str, Any]:
        refuse(_faults_of_story(values))
        return values


def _faults_of_story(story: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """What each part of a story refers to must be there, and every session must end."""
    demands: list[tuple[Place, Demand]] = [
        (("demands", number), demand) for number, demand in enumerate(story["demands"])
    ]
    if story["bargain"]:
        demands.append((("bargain", "demand"), story["bargain"].demand))
    endings = story["endings"]
    yield from used_twice("demand", [((*place, "id"), demand.id) for place, demand in demands])
    yield from used_twice("ending", [(("endings", n, "id"), e.id) for n, e in enumerate(endings)])

    ids = {demand.id for _, demand in demands}
    conditions = [((*place, "only_if"), demand.only_if) for place, demand in demands]
    conditions += [(("endings", number, "when"), e.when) for number, e in enumerate(endings)]
    for place, condition in conditions:
        for key in ("settled", "unsettled"):
            for number, name in enumerate(getattr(condition, key)):
                if name not in ids:
                    yield (*place, key, number), f"unknown demand `{name}`{nearest(name, ids)}"
    answers = [((*p, key), getattr(c, key)) for p, c in conditions for key in ("any_said", "not_said")]
    for key in ("answered_by", "partly_by", "yielded_by"):
        answers += [((*place, key), getattr(demand, key)) for place, demand in demands]
    for place, ways in answers:
        yield from unknown_topics(place, ways, story["topics"], "unknown topic")

    for place, demand in demands:
        if not (demand.says or demand.silent or demand.with_previous):
            yield place, f"demand `{demand.id}` has no `says` lines"
        if not demand.silent and demand.presses and demand.again is None:
            yield place, (
                f"demand `{demand.id}` comes back but has no `again` lines:"
                " write them, or set `presses: 0`"
            )
    if endings[-1].when != Condition(done=True):
        place = ("endings", len(endings) - 1, "when")
        yield place, "the last ending is for all that is left: write `when: {done: true}` alone"
