"""A whole customer file, and the house rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field, root_validator

from sparring.content.answers import nearest
from sparring.content.criteria import Criterion, Reactions, Temper
from sparring.content.faults import Place, refuse, unknown_topics, used_twice
from sparring.content.parts import ContentError, Part, Text
from sparring.content.stories import Ending, Story


class Customer(Part):
    """A kind of customer: who they are, how to handle them, how they talk, their stories."""

    id: str
    name: Text
    character: Text
    how_to_handle: Text
    temper: Temper
    strategy: list[Criterion]
    mistakes: list[Criterion]
    reactions: Reactions
    # Not `stories`: Rasa takes any file under data/ with that key for stories of its own.
    stories: list[Story] = Field(alias="their_stories", min_items=1)

    def story(self, story_id: str) -> Story:
        """The story of that id; raises ContentError naming the nearest ones."""
        for story in self.stories:
            if story.id == story_id:
                return story
        ids = [story.id for story in self.stories]
        raise ContentError(
            f"{self.id} has no story `{story_id}`{nearest(story_id, ids) or ', only ' + ', '.join(ids)}"
        )

    @root_validator(skip_on_failure=True)
    def _fits_together(cls, values: dict[str, Any]) -> dict[str, Any]:
        refuse(_faults_of_customer(values))
        return values


def _faults_of_customer(customer: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Ids must differ, and criteria refer to what the stories have."""
    stories = customer["stories"]
    criteria: list[tuple[Place, Criterion]] = [
        ((part, number), criterion)
        for part in ("strategy", "mistakes")
        for number, criterion in enumerate(customer[part])
    ]
    yield from used_twice("story", [(("their_stories", n, "id"), s.id) for n, s in enumerate(stories)])
    yield from used_twice("criterion", [((*place, "id"), c.id) for place, c in criteria])
    yield from _faults_of_points(customer)
    kinds = {demand.kind for story in stories for demand in story.all_demands}
    topics = {topic for story in stories for topic in story.topics}
    for place, criterion in criteria:
        for number, kind in enumerate(criterion.on):
            if kind not in kinds | {"closing"}:
                yield (*place, "on", number), f"no demand is of kind `{kind}`{nearest(kind, kinds)}"
        shown_by = (*place, "shown_by")
        yield from unknown_topics(shown_by, criterion.shown_by, topics, "no story has the topic")


def _faults_of_points(rubric: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """A strategy earns points and a mistake costs them; a session's sum is no less than once."""
    for part, sign, rule in (
        ("strategy", 1, "a strategy earns points: write them above zero"),
        ("mistakes", -1, "a mistake costs points: write them below zero"),
    ):
        for number, criterion in enumerate(rubric[part]):
            if criterion.points * sign <= 0:
                yield (part, number, "points"), rule
            elif criterion.limit * sign < criterion.points * sign:
                yield (part, number, "at_most"), "less than `points`: one reply would be too much"


class HouseRules(Part):
    """What holds with every customer (playbook §3): credit, mistakes, and endings of last resort.

    Mistakes without ``shown_by`` are found by reading the reply, not by its moves (``scoring``).
    """

    strategy: list[Criterion]
    mistakes: list[Criterion]
    endings: list[Ending]

    @root_validator(skip_on_failure=True)
    def _adds_up(cls, values: dict[str, Any]) -> dict[str, Any]:
        refuse(_faults_of_points(values))
        return values
