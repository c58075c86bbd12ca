"""Flow: every demand can come up and be answered, every ending can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from sparring.content import Customer, Story
from sparring.content.problems import Fault
from sparring.content.story_laws import places_of_demands
from sparring.diagnostics.conditions import holds_from_the_start, holds_whenever, never_holds
from sparring.possible import batch, can_be_given, gives_also


def demands_come_up(customer: Customer, story: Story) -> Iterator[Fault]:
    """S301."""
    fine = set()
    for place, demand in places_of_demands(story):
        never = never_holds(demand.only_if, story)
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
        why = "waits for itself" if len(circle) == 1 else f"{', '.join(f'`{name}`' for name in circle)} wait for each other"
        key = "only_if" if demand.only_if.settled else "behind"
        yield Fault("S301", (*place, key), f"demand `{demand.id}` never comes up: it {why}", "let one of them come up by itself", at_key=True)


def demands_can_be_answered(customer: Customer, story: Story) -> Iterator[Fault]:
    """S306."""
    for place, demand in places_of_demands(story):
        refusable = any(other.yielded_by for other in batch(story, demand))
        ways = [way for way in demand.answered_by if can_be_given(way, story, refusable)]
        if ways and all(any(gives_also(way, yields) for yields in demand.yielded_by) for way in ways):
            message = f"demand `{demand.id}` can't be answered: all that answers it also yields"
        elif not ways:
            message = f"demand `{demand.id}` can't be answered: no reply can do any of this"
        else:
            continue
        yield Fault("S306", (*place, "answered_by"), message, "add a move that a good agent makes here", at_key=True)


def endings_are_reached(customer: Customer, story: Story) -> Iterator[Fault]:
    """S302, S303, S304, S309."""
    above: list[int] = []
    for number, ending in enumerate(story.endings):
        place = ("endings", number, "when")
        last = number == len(story.endings) - 1
        never = never_holds(ending.when, story)
        if never is not None:
            where, why = never
            yield Fault("S302", (*place, *where), f"ending `{ending.id}` is never reached: {why}", "change its `when`, or take it out", at_key=True)
            continue
        if not last and holds_from_the_start(ending.when, customer.temper.patience):
            mend = "add `done: true`, or what must have happened"
            yield Fault("S309", place, f"ending `{ending.id}` holds from the start and ends the session at the first reply", mend, at_key=True)
            continue
        first = next((story.endings[n] for n in above if holds_whenever(story.endings[n].when, ending.when)), None)
        if first is not None:
            message = f"ending `{ending.id}` is never reached: `{first.id}` above is always taken first"
            mend = f"put it above `{first.id}`, or let `{first.id}` say more"
            yield Fault("S302", place, message, mend, at_key=True)
            continue
        above.append(number)
    kinds = {ending.kind for ending in story.endings}
    for kind, code, what in (("won", "S303", "good"), ("lost", "S304", "bad")):
        if kind not in kinds:
            message = f"no way to a {what} ending"
            yield Fault(code, ("endings",), message, f"add an ending of `kind: {kind}`", at_key=True)
