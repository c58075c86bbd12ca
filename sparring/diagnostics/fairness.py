"""Scoring and fairness: what can be earned, what medals take, what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sparring.content import Answer, Criterion, Customer, HouseRules
from sparring.content.problems import Fault, Place
from sparring.content.story_laws import places_of_demands
from sparring.moves import NEVER
from sparring.possible import (
    can_be_given,
    can_be_shown,
    can_give_in,
    concedes,
    opening_kinds,
    refusable,
)
from sparring.rubric import rubric
from sparring.scoring import MEDALS

# More than this wins gold with half of the work.
TOO_MANY = 140
# Less patience than this at the start is too little, rather than a slip's cost too high.
FEW = 40


def criteria_can_be_shown(customer: Customer, house: HouseRules) -> Iterator[Fault]:
    """S401."""
    for place, criterion in _criteria(customer):
        if any(can_be_shown(criterion, story) for story in customer.stories):
            yield from _steps_can_be_taken(place, criterion, customer)
            continue
        key = next((k for k in ("shown_by", "in_order") if getattr(criterion, k)), None)
        kinds = {kind for story in customer.stories for kind in opening_kinds(story)}
        if key is None:
            message = f"nothing shows the criterion `{criterion.id}`"
            yield Fault("S401", (*place, "id"), message, "add `shown_by: [ … ]`")
        elif criterion.first_reply and criterion.on and not kinds & set(criterion.on):
            message = f"no first reply can show the criterion `{criterion.id}`: it is to a demand of another kind"
            mend = f"take `first_reply` out, or write `on: [{', '.join(sorted(kinds))}]`"
            yield Fault("S401", (*place, "first_reply"), message, mend, at_key=True)
        else:
            message = f"no reply can show the criterion `{criterion.id}`"
            mend = "name moves and topics that its kinds of demand give room for"
            yield Fault("S401", (*place, key), message, mend, at_key=True)


def _steps_can_be_taken(place: Place, criterion: Criterion, customer: Customer) -> Iterator[Fault]:
    for item, step in enumerate(criterion.in_order):
        if not any(can_be_given(way, story, can_give_in(story)) for story in customer.stories for way in step.shown_by):
            message = f"no reply can take this step of `{criterion.id}`"
            mend = "name moves and topics that a reply can have"
            yield Fault("S401", (*place, "in_order", item, "shown_by"), message, mend, at_key=True)


def _criteria(customer: Customer) -> list[tuple[Place, Criterion]]:
    parts = (("strategy", customer.strategy), ("mistakes", customer.mistakes))
    return [((part, number), criterion) for part, criteria in parts for number, criterion in enumerate(criteria)]


def medals_are_in_reach(customer: Customer, house: HouseRules) -> Iterator[Fault]:
    """S402, S403."""
    whole = rubric(customer, house).strategy
    unearned = {c.id for c in whole if not any(can_be_shown(c, s) for s in customer.stories)}
    if sum(criterion.limit for criterion in whole) > TOO_MANY:
        points = sum(criterion.limit for criterion in whole)
        yield Fault("S403", ("strategy",), f"{points} points can be earned", "take some away; about 120 is right", at_key=True)
    for number, story in enumerate(customer.stories):
        points = sum(c.limit for c in whole if c.id in unearned or can_be_shown(c, story))
        for medal, least in MEDALS:
            if points < least:
                message = f"{medal} is out of reach: {points} points can be earned, it takes {least}"
                everywhere = all(
                    sum(c.limit for c in whole if c.id in unearned or can_be_shown(c, s)) < least for s in customer.stories
                )
                place: Place = ("strategy",) if everywhere else ("their_stories", number, "id")
                mend = "add criteria, or points, until there are about 120"
                yield Fault("S402", place, message, mend, at_key=everywhere)
                if everywhere:
                    return
                break


def never_moves_are_not_rewarded(customer: Customer, house: HouseRules) -> Iterator[Fault]:
    """S406, S407."""
    for number, criterion in enumerate(customer.strategy):
        yield from _never(("strategy", number, "shown_by"), criterion.shown_by)
        for step, each in enumerate(criterion.in_order):
            yield from _never(("strategy", number, "in_order", step, "shown_by"), each.shown_by)
    for index, story in enumerate(customer.stories):
        for place, demand in places_of_demands(story):
            there = ("their_stories", index, *place)
            for key in ("answered_by", "partly_by", "comes_out_by"):
                yield from _never((*there, key), getattr(demand, key))
            for item, way in enumerate(demand.answered_by):
                if refusable(story, demand) and concedes(way):
                    message = f"giving in settles `{demand.id}`"
                    yield Fault("S407", (*there, "answered_by", item), message, "move `concede` to `yielded_by`")


def _never(place: Place, ways: Sequence[Answer]) -> Iterator[Fault]:
    for item, way in enumerate(ways):
        for part in way.parts:
            if part.move in NEVER:
                message = f"`{part.move}` is a move that must never be made"
                yield Fault("S406", (*place, item), message, "take it out", str(part.move))


def patience_moves_the_right_way(customer: Customer, house: HouseRules) -> Iterator[Fault]:
    """S408."""
    for kind, points in customer.temper.answers.items():
        if points > 0 and kind in ("dodged", "hurt", "repeated"):
            yield Fault("S408", ("temper", "answers", kind), f"`{kind}` adds patience", f"write {-points}")
        if points < 0 and kind == "answered":
            yield Fault("S408", ("temper", "answers", kind), "a good answer takes patience", f"write {-points}")
    for move, points in customer.temper.moves.items():
        if points > 0 and move in NEVER:
            yield Fault("S408", ("temper", "moves", move), f"`{move}` adds patience", f"write {-points}")


def patience_can_run_out(customer: Customer, house: HouseRules) -> Iterator[Fault]:
    """S409. An insult may well be too much at once."""
    temper = customer.temper
    slips = {kind: points for kind, points in temper.answers.items() if kind not in ("answered", "hurt")}
    worst = min(slips, key=lambda kind: slips[kind], default=None)
    styled = any(story.style for story in customer.stories)
    if not styled and min([*temper.answers.values(), *temper.moves.values()], default=0) >= 0:
        message = "no answer takes patience, so this customer can't be lost"
        mend = "let slips take some, as in `dodged: -14, repeated: -14, silent: -12, hurt: -26`"
        yield Fault("S409", ("temper", "answers"), message, mend, at_key=True)
    elif worst is not None and temper.patience + slips[worst] <= 0:
        message = f"one slip ends the session: `{worst}` takes {-slips[worst]} of {temper.patience}"
        mend = f"begin with more `patience`, or let `{worst}` take less"
        place: Place = ("answers", worst) if temper.patience > FEW else ("patience",)
        yield Fault("S409", ("temper", *place), message, mend)


FAIRNESS = (
    criteria_can_be_shown, medals_are_in_reach, never_moves_are_not_rewarded, patience_moves_the_right_way,
    patience_can_run_out,
)  # fmt: skip
