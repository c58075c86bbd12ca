"""Flow: every demand can come up and be answered, every ending can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from sparring.content import Customer, Story
from sparring.content.problems import Fault
from sparring.content.story_laws import places_of_demands
from sparring.diagnostics.conditions import holds_from_the_start, holds_whenever, never_holds
from sparring.possible import can_be_given, can_be_said, concedes, refusable, waits, yields


def demands_come_up(customer: Customer, story: Story) -> Iterator[Fault]:
    """S301."""
    fine = set()
    for place, demand in places_of_demands(story):
        never = never_holds(demand.only_if, story, demand)
        if never is not None:
            where, why = never
            mend = "change `only_if`, or take the demand out"
            yield Fault("S301", (*place, "only_if", *where), f"demand `{demand.id}` never comes up: {why}", mend, at_key=True)
            fine.add(demand.id)  # what waits for it isn't at fault
    waiting = [(place, demand) for place, demand in places_of_demands(story) if demand.id not in fine]
    before = -1
    while len(waiting) != before:
        before = len(waiting)
        for item in list(waiting):
            needed = {*item[1].only_if.settled, *([item[1].behind] if item[1].behind else [])}
            if needed <= fine:
                fine.add(item[1].id)
                waiting.remove(item)
    if waiting:
        place, demand = waiting[0]
        circle = [other.id for _, other in waiting]
        why, mend = "it waits for itself", "take it out here, or name another demand"
        if len(circle) > 1:
            why = f"it and {', '.join(f'`{name}`' for name in circle[1:])} wait for each other"
            mend = "let one of them come up by itself"
        key = "only_if" if demand.only_if.settled else "behind"
        yield Fault("S301", (*place, key), f"demand `{demand.id}` never comes up: {why}", mend, at_key=True)


def demands_can_be_answered(customer: Customer, story: Story) -> Iterator[Fault]:
    """S306; what gives in is told by S407. Of one who says nothing themselves, `wait` says what to do
    while it lasts."""
    for place, demand in places_of_demands(story):
        possible = can_be_given if demand.silent else can_be_said
        ways = [way for way in demand.answered_by if possible(way, story, refusable(story, demand))]
        if not ways:
            message = f"demand `{demand.id}` can't be answered: no reply can do any of this"
        elif all(yields(way, demand) for way in ways) and not any(concedes(way) for way in ways):
            message = f"demand `{demand.id}` can't be answered: all that answers it also yields"
        else:
            continue
        mend = "add a move that a good agent makes here"
        if any(waits(way) and len(way.parts) > 1 for way in demand.answered_by):
            mend = "let `wait` stand alone: who waits says nothing"
        yield Fault("S306", (*place, "answered_by"), message, mend, at_key=True)


def hidden_demands_come_out(customer: Customer, story: Story) -> Iterator[Fault]:
    """S308."""
    for place, demand in places_of_demands(story):
        if demand.behind is None:
            continue
        granting = refusable(story, story.demand(demand.behind))
        if not any(can_be_said(way, story, granting) for way in demand.comes_out_by):
            message = f"nothing brings `{demand.id}` out: no reply can do any of this"
            yield Fault("S308", (*place, "comes_out_by"), message, "add a move that asks about it, as in `ask_open`", at_key=True)


def demands_stand_in_order(customer: Customer, story: Story) -> Iterator[Fault]:
    """S311."""
    if story.demands[0].with_previous:
        message = f"`{story.demands[0].id}` is the first demand: there is none before it"
        yield Fault("S311", ("demands", 0, "with_previous"), message, "take it out", at_key=True)
    for number, demand in enumerate(story.demands):
        place, later = ("demands", number), story.demands[number + 1 :]
        if demand.behind in [other.id for other in later if other.behind is None]:
            message = f"`{demand.id}` is hidden behind `{demand.behind}`, but stands before it"
            yield Fault("S311", (*place, "behind"), message, f"put it after `{demand.behind}`, or name another front")
        after = next((other.id for other in later if not other.closing), None)
        if demand.closing and after is not None:
            message = f"`{demand.id}` is the last exchange, but `{after}` comes after it"
            yield Fault("S311", (*place, "closing"), message, "put it last, or take `closing: true` out", at_key=True)


def farewells_are_marked(customer: Customer, story: Story) -> Iterator[Fault]:
    """S312."""
    for place, demand in places_of_demands(story):
        if demand.kind == "closing" and not demand.closing:
            message = f"`{demand.id}` is of kind `closing`, but the session isn't done without it"
            yield Fault("S312", (*place, "kind"), message, "add `closing: true`", at_key=True)


def endings_are_reached(customer: Customer, story: Story) -> Iterator[Fault]:
    """S302, S309."""
    above: list[int] = []
    hidden: dict[int, list[int]] = {}
    for number, ending in enumerate(story.endings):
        place = ("endings", number, "when")
        last = number == len(story.endings) - 1
        never = never_holds(ending.when, story)
        if never is not None:
            where, why = never
            yield Fault("S302", (*place, *where), f"ending `{ending.id}` is never reached: {why}", "change its `when`, or take it out", at_key=True)
        elif not last and holds_from_the_start(ending.when, customer.temper.patience):
            mend = "add `done: true`, or what must have happened"
            if "patience" in ending.when.at_least:
                mend = "write `at_most`, for patience that runs out, or add `done: true`"
            yield Fault("S309", place, f"ending `{ending.id}` holds from the start and ends the session at the first reply", mend, at_key=True)
        else:
            first = next((n for n in above if holds_whenever(story.endings[n].when, ending.when)), None)
            above += [number] if first is None else []
            if first is not None:
                hidden.setdefault(first, []).append(number)
    for first, below in hidden.items():
        yield _hides(story, first, below)


def _hides(story: Story, first: int, below: list[int]) -> Fault:
    """One ending in the way of another is told at the other, one in the way of several at itself."""
    name = story.endings[first].id
    names = ", ".join(f"`{story.endings[number].id}`" for number in below)
    if len(below) == 1:
        message = f"ending {names} is never reached: `{name}` above is always taken first"
        mend = f"put it above `{name}`, or let `{name}` say more"
        return Fault("S302", ("endings", below[0], "when"), message, mend, at_key=True)
    message = f"endings {names} are never reached: `{name}` above them is always taken first"
    return Fault("S302", ("endings", first, "when"), message, f"put `{name}` below them, or let it say more", at_key=True)


def stories_can_be_won_and_lost(customer: Customer, story: Story) -> Iterator[Fault]:
    """S303, S304. An ending for lack of patience is surely the one that should be lost."""
    kinds = {ending.kind for ending in story.endings}
    if "won" not in kinds:
        yield Fault("S303", ("endings",), "no way to a good ending", "add an ending of `kind: won`", at_key=True)
    if "lost" not in kinds:
        number = next((n for n, ending in enumerate(story.endings) if "patience" in ending.when.at_most), None)
        if number is None:
            yield Fault("S304", ("endings",), "no way to a bad ending", "add an ending of `kind: lost`", at_key=True)
        else:
            message = f"no way to a bad ending, not even `{story.endings[number].id}`"
            yield Fault("S304", ("endings", number, "kind"), message, "write `kind: lost`")


FLOW = (
    demands_come_up, demands_can_be_answered, hidden_demands_come_out, demands_stand_in_order,
    farewells_are_marked, endings_are_reached, stories_can_be_won_and_lost,
)  # fmt: skip
