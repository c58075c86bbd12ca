"""A whole customer file, the house rules, and the styles that any customer can carry."""

from __future__ import annotations

from pydantic import Field, validator

from sparring.content.criteria import AnswerKind, Criterion, Reactions, Temper, known_moves
from sparring.content.parts import ContentError, Lines, Part, Text
from sparring.content.stories import Ending, Story
from sparring.content.suggestions import nearest


class Customer(Part):
    """A kind of customer: who they are, how to handle them, how they talk, their stories."""

    id: str = Field(description="The name of the file, without .yml.")
    name: Text = Field(description="What they are called.")
    character: Text = Field(description="One line of character.")
    how_to_handle: Text = Field(description="The strategy in a few sentences, shown after the session.")
    temper: Temper = Field(description="How their patience moves.")
    strategy: list[Criterion] = Field(description="What earns points.")
    mistakes: list[Criterion] = Field(description="What costs points, on top of the house rules.")
    reactions: Reactions = Field(description="What they say to how they were answered.")
    # Not `stories`: Rasa takes any file under data/ with that key for stories of its own.
    stories: list[Story] = Field(alias="their_stories", min_items=1, description="Their situations.")

    def story(self, story_id: str) -> Story:
        """The story of that id; raises ContentError naming the nearest ones."""
        for story in self.stories:
            if story.id == story_id:
                return story
        ids = [story.id for story in self.stories]
        raise ContentError(
            f"{self.id} has no story `{story_id}`{nearest(story_id, ids) or ', only ' + ', '.join(ids)}"
        )


class HouseRules(Part):
    """What holds with every customer (playbook §3): credit, mistakes, and endings of last resort.

    Mistakes without ``shown_by`` are found by reading the reply, not by its moves (``scoring``).
    """

    strategy: list[Criterion]
    mistakes: list[Criterion]
    endings: list[Ending]


class Style(Part):
    """A way of talking that any customer can carry (playbook §6), and what meets it.

    Its ``answers`` and ``moves`` are added to the customer's temper, its criteria to theirs, and
    its ``reactions`` (by kind: ``partly``, ``answered``, …) are said among theirs.
    """

    id: str = Field(description="The name of the file, without .yml.")
    name: Text
    how_to_meet: Text = Field(description="What meets this style; added to how to handle the customer.")
    answers: dict[AnswerKind, int] = Field({}, description="Added to the customer's patience table.")
    moves: dict[str, int] = Field({}, description="Added to the customer's patience table.")
    strategy: list[Criterion] = Field([], description="What earns points with this style.")
    mistakes: list[Criterion] = Field([], description="What costs points with this style.")
    reactions: dict[str, Lines] = Field({}, description="Lines said among the customer's own, by kind.")

    @validator("moves")
    def _moves_known(cls, moves: dict[str, int]) -> dict[str, int]:
        return known_moves(moves)
