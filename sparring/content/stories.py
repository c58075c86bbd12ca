"""A situation: what the trainee is told, what the customer is after, and how it can end."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from pydantic import Field, validator

from sparring.content.answers import Answer, Condition
from sparring.content.parts import Lines, Moods, Part, Text, Topic, Words
from sparring.content.problems import Wrong
from sparring.content.story_tests import StoryTest


class Demand(Part):
    """Something the customer is after. It comes back, sharper, until it is answered or given up.

    ``kind`` is what criteria refer to. ``with_previous`` puts it in the same breath as the demand
    before it. ``silent``: the customer says nothing. ``early``: a reply may settle it before it
    comes up. ``presses``: how often it comes back (standard difficulty). ``behind`` names the
    demand that is only a front for this one; it comes out when a reply to the front does one of
    ``comes_out_by``, and settles the front (playbook §7).
    """

    id: str = Field(description="A name of your own, for conditions.")
    kind: str = Field(description="Your own word for what sort of demand it is; criteria refer to it.")
    with_previous: bool = Field(False, description="Put in the same breath as the one before it.")
    silent: bool = Field(False, description="The customer says nothing; time passes.")
    closing: bool = Field(False, description="The last exchange; the session counts as done without it.")
    early: bool = Field(False, description="A reply may settle it before it comes up.")
    presses: int = Field(1, ge=0, le=5, description="How often it comes back before it is given up.")
    asks_for: int | None = Field(None, ge=0, description="The figure they are after, {ask} in their lines.")
    behind: str | None = Field(None, description="The demand that is only a front for this one.")
    comes_out_by: list[Answer] = Field([], description="What brings it out from behind the front.")
    only_if: Condition = Field(Condition(), description="Comes up only if this holds.")
    says: Lines | None = Field(None, description="How it is put first.")
    again: Moods | None = Field(None, description="How it is put when it comes back.")
    answered_by: list[Answer] = Field(min_items=1, description="What answers it; any one will do.")
    partly_by: list[Answer] = Field([], description="What answers it in part.")
    yielded_by: list[Answer] = Field([], description="What gives in to it, against the briefing.")
    when_answered: Lines | None = Field(None, description="Their words on being answered.")
    when_yielded: Lines | None = Field(None, description="Their words on getting what they shouldn't.")
    hint: Text = Field(description="What a gold-medal agent would do now.")


class Bargain(Part):
    """The haggler's numbers, in yuan. After a concession they ask ``step`` below what they got."""

    list_price: int = Field(gt=0, description="The price on the page, in yuan.")
    floor: int = Field(gt=0, description="The lowest price that the briefing allows.")
    step: int = Field(gt=0, description="How much less they ask for after a concession.")
    demand: Demand = Field(description="What they ask for then; {ask} is worked out.")


class Fact(Part):
    """A figure of the briefing: the claim `figure of this unit said of these words` must match."""

    words: Words = Field(description="Words that show that a clause is about this figure.")
    unit: Literal[
        "yuan", "percent", "minutes", "hours", "days", "months", "clock", "pieces",
        "cm", "grams", "ml", "degrees", "decibels", "watts",
    ] = Field(description="What the figure counts; a clock time as hours, 17.5 is 17:30; metres as cm.")  # fmt: skip
    values: list[float] = Field(min_items=1, description="The figures that are right.")
    instead: Text = Field(description="What is right, for the scorecard.")


class Claim(Part):
    """Words a reply must not claim (``wrong``) or must not grant (``not_allowed``)."""

    words: Words = Field(description="Words that make the claim.")
    instead: Text = Field(description="What is right, for the scorecard.")


class Goodwill(Part):
    """The most an agent may give on top of what is due, in yuan."""

    at_most: int = Field(ge=0, description="In yuan.")
    instead: Text = Field(description="What is right, for the scorecard.")


class Entry(Part):
    """One line of the briefing's cards."""

    label: Text
    value: Text


class Briefing(Part):
    """What the trainee sees before the chat: everything they may rely on, and what they may do."""

    task: Text = Field(description="What this is about, and what the trainee should get done.")
    product: list[Entry] = Field([], description="The product card.")
    order: list[Entry] = Field([], description="The order card.")
    policies: list[Text] = Field([], description="The shop's rules.")
    truth: list[Text] = Field([], description="What truly happened; the customer knows only their side.")
    you_may: Text = Field(description="What the trainee may give, and what not.")


class Ending(Part):
    """How a session can end. The first whose ``when`` holds is taken."""

    id: str = Field(description="A name of your own, for tests and statistics.")
    title: Text = Field(description="How the scorecard calls it.")
    kind: Literal["won", "partial", "lost"] = Field(description="lost: no medal; partial: no gold.")
    when: Condition = Field(description="Taken as soon as this holds.")
    says: Lines | None = Field(None, description="The customer's last words.")
    story: Text = Field(description="What came of it, told to the trainee.")


class Story(Part):
    """A customer in a situation (playbook §10)."""

    id: str = Field(description="A name of your own: sparring play CUSTOMER/STORY.")
    title: Text
    stage: Literal["pre-sale", "in-sale", "after-sale"]
    clock: str = Field(description='The time of day, "15:10".')
    style: str | None = Field(None, description="A communication style (data/styles) in this story.")
    briefing: Briefing = Field(description="What the trainee sees.")
    topics: dict[str, Topic] = Field({}, description="Words that show what a reply is about.")
    facts: dict[str, Fact] = Field({}, description="Figures that a reply must get right.")
    wrong: list[Claim] = Field([], description="Words that are misinformation when claimed.")
    not_allowed: list[Claim] = Field([], description="Words that are beyond policy when granted.")
    goodwill: Goodwill | None = Field(None, description="The most that may be given on top.")
    bargain: Bargain | None = Field(None, description="The haggler's numbers.")
    demands: list[Demand] = Field(min_items=1, description="What the customer is after, in their order.")
    endings: list[Ending] = Field(min_items=3, description="The first whose `when` holds is taken.")
    tests: list[StoryTest] = Field([], description="Replies, and what must come of them.")

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
            digits = re.fullmatch(r"(\d{1,2})\D{1,3}(\d{2})", unicodedata.normalize("NFKC", clock).strip())
            meant = f"{int(digits[1]):02}:{digits[2]}" if digits and int(digits[1]) < 24 and digits[2] < "60" else "15:10"
            raise Wrong("S126", f"`{clock}` is no time of day", f'write it as "{meant}"', instead=meant)
        return clock
