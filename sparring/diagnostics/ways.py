"""Ways to answer beside each other: those that contradict themselves, that do nothing where they
stand, or that earn points and cost them."""

from __future__ import annotations

from collections.abc import Iterator

from sparring.content import Answer, Criterion, Customer, Demand
from sparring.content.problems import Fault, Place
from sparring.content.story_laws import places_of_conditions, places_of_demands
from sparring.moves import NEVER
from sparring.possible import concedes, contradicts_itself, gives_also, ways_of, yields

# Where a list of ways that nobody can go has a code of its own.
TOLD = ("answered_by", "comes_out_by", "shown_by", "any_said")


def ways_can_be_gone(customer: Customer) -> Iterator[Fault]:
    """S314: one of several; where none is left, the demand, criterion or condition is at fault."""
    for place, ways in _all_ways(customer):
        if place[-1] in TOLD and all(contradicts_itself(way) for way in ways):
            continue
        for number, way in enumerate(ways):
            if contradicts_itself(way):
                message = f"no reply can do `{way.text}`"
                mend = "let `wait` stand alone, and keep nothing out with `without` that the way itself names"
                yield Fault("S314", (*place, number), message, mend)


def ways_are_heard(customer: Customer) -> Iterator[Fault]:
    """S313."""
    for place, ways in _all_ways(customer):
        for number, way in enumerate(ways):
            if way in ways[:number]:
                yield Fault("S313", (*place, number), f"`{way.text}` stands here twice", "take one out")
    for index, story in enumerate(customer.stories):
        for there, demand in places_of_demands(story):
            for key, number, other in _overruled(demand):
                text = getattr(demand, key)[number].text
                place = ("their_stories", index, *there, key, number)
                yield Fault("S313", place, f"`{text}` stands under `{other}` too, which counts first", "take it out here or there")


def _overruled(demand: Demand) -> Iterator[tuple[str, int, str]]:
    """Ways by which a reply is never taken, since it always yields or answers as well: the list, the
    number in it, and the list that counts."""
    for number, way in enumerate(demand.answered_by):
        # Giving in is told by S407, a demand that nothing else answers by S306.
        if yields(way, demand) and not concedes(way) and not all(yields(each, demand) for each in demand.answered_by):
            yield "answered_by", number, "yielded_by"
    for number, way in enumerate(demand.partly_by):
        if yields(way, demand):
            yield "partly_by", number, "yielded_by"
        elif any(gives_also(way, better) for better in demand.answered_by):
            yield "partly_by", number, "answered_by"


def _all_ways(customer: Customer) -> Iterator[tuple[Place, list[Answer]]]:
    """Every list of ways in a file with its place."""
    for part in ("strategy", "mistakes"):
        for number, criterion in enumerate(getattr(customer, part)):
            yield (part, number, "shown_by"), criterion.shown_by
            for item, step in enumerate(criterion.in_order):
                yield (part, number, "in_order", item, "shown_by"), step.shown_by
    for index, story in enumerate(customer.stories):
        there: Place = ("their_stories", index)
        for place, demand in places_of_demands(story):
            for key in ("answered_by", "partly_by", "yielded_by", "comes_out_by"):
                yield (*there, *place, key), getattr(demand, key)
        for place, condition in places_of_conditions(story):
            for key in ("any_said", "not_said"):
                yield (*there, *place, key), getattr(condition, key)


def nothing_earns_and_costs(customer: Customer) -> Iterator[Fault]:
    """S405."""
    for number, mistake in enumerate(customer.mistakes):
        for item, costly in enumerate(mistake.shown_by):
            for criterion in customer.strategy:
                ways = [way for way in ways_of(criterion) if gives_also(way, costly) and not _is_never(way)]
                if any(not _told_apart(mistake, costly, criterion, way) for way in ways):
                    place = ("mistakes", number, "shown_by", item)
                    message = f"`{costly.text}` costs points here and earns them under `{criterion.id}`"
                    yield Fault("S405", place, message, "tell them apart with `on`, `about` or `without`")
                    break


def _is_never(way: Answer) -> bool:
    """Whether a way has a move that must never be made: S406 tells of it."""
    return any(part.move in NEVER for part in way.parts)


def _told_apart(mistake: Criterion, costly: Answer, criterion: Criterion, way: Answer) -> bool:
    """Whether the kinds of demand tell apart what earns and what costs: the very same by having none
    in common, else by the mistake's being on fewer."""
    if gives_also(costly, way):
        return bool(mistake.on and criterion.on) and not set(mistake.on) & set(criterion.on)
    return bool(mistake.on) and not (criterion.on and set(criterion.on) <= set(mistake.on))


WAYS = (ways_can_be_gone, ways_are_heard, nothing_earns_and_costs)
