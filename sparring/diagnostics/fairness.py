"""Scoring and fairness: what can be earned, what medals take, what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sparring.content import Answer, Customer, HouseRules
from sparring.content.problems import Fault, Place
from sparring.content.story_laws import places_of_demands
from sparring.moves import NEVER
from sparring.possible import batch, can_be_shown, gives_also
from sparring.rubric import rubric
from sparring.scoring import MEDALS

# More than this wins gold with half of the work.
TOO_MANY = 140


def criteria_can_be_shown(customer: Customer, house: HouseRules) -> Iterator[Fault]:
    """S401."""
    for part in ("strategy", "mistakes"):
        for number, criterion in enumerate(getattr(customer, part)):
            if any(can_be_shown(criterion, story) for story in customer.stories):
                continue
            place: Place = (part, number)
            key = next((k for k in ("shown_by", "in_order") if getattr(criterion, k)), None)
            if key is None:
                message = f"nothing shows the criterion `{criterion.id}`"
                yield Fault("S401", (*place, "id"), message, "add `shown_by: [ … ]`")
            else:
                message = f"no reply can show the criterion `{criterion.id}`"
                mend = "name moves and topics that its kinds of demand give room for"
                yield Fault("S401", (*place, key), message, mend, at_key=True)


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


def nothing_earns_and_costs(customer: Customer, house: HouseRules) -> Iterator[Fault]:
    """S405."""
    for number, mistake in enumerate(customer.mistakes):
        for item, costly in enumerate(mistake.shown_by):
            for criterion in customer.strategy:
                # A mistake on fewer kinds of demand is told apart by them.
                apart = mistake.on and not (criterion.on and set(criterion.on) <= set(mistake.on))
                if not apart and any(gives_also(way, costly) for way in criterion.shown_by):
                    place = ("mistakes", number, "shown_by", item)
                    message = f"`{costly.text}` costs points here and earns them under `{criterion.id}`"
                    yield Fault("S405", place, message, "tell them apart with `on`, `about` or `without`")
                    break


def never_moves_are_not_rewarded(customer: Customer, house: HouseRules) -> Iterator[Fault]:
    """S406, S407."""
    for number, criterion in enumerate(customer.strategy):
        yield from _never(("strategy", number, "shown_by"), criterion.shown_by)
    for index, story in enumerate(customer.stories):
        for place, demand in places_of_demands(story):
            there = ("their_stories", index, *place)
            for key in ("answered_by", "partly_by", "comes_out_by"):
                yield from _never((*there, key), getattr(demand, key))
            for item, way in enumerate(demand.answered_by):
                refusable = any(other.yielded_by for other in batch(story, demand))
                if refusable and any(part.move == "concede" for part in way.parts):
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
