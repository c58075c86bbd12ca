"""What must hold within a story for it to be played. One law a function; each yields its faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sparring.content.answers import Condition
from sparring.content.names import unknown_topics
from sparring.content.problems import LEFT_OUT, Fault, Place
from sparring.content.stories import Demand, Story
from sparring.content.suggestions import closest, did_you_mean

LINES = {"en": ["…"], "zh": ["…"]}


def _demands_exist(story: Story) -> Iterator[Fault]:
    ids = [demand.id for demand in story.all_demands]
    for place, condition in places_of_conditions(story):
        for key in ("settled", "unsettled"):
            for number, name in enumerate(getattr(condition, key)):
                if name not in ids:
                    near = closest(name, ids)
                    mend = did_you_mean(near) or f"the demands are: {', '.join(ids)}"
                    yield Fault("S203", (*place, key, number), f"unknown demand `{name}`", mend, instead=(near or ids)[0])
    for place, demand in places_of_demands(story):
        if demand.behind == demand.id:
            others = [name for name in ids if name != demand.id]
            mend = f"name the one in front of it: {', '.join(others)}"
            yield Fault("S203", (*place, "behind"), f"`{demand.id}` can't stand behind itself", mend, instead=LEFT_OUT)
        elif demand.behind is not None and demand.behind not in [i for i in ids if i != demand.id]:
            near = closest(demand.behind, [i for i in ids if i != demand.id])
            mend = did_you_mean(near) or f"the demands are: {', '.join(ids)}"
            yield Fault("S203", (*place, "behind"), f"unknown demand `{demand.behind}`", mend, instead=(near or [LEFT_OUT])[0])


def _topics_exist(story: Story) -> Iterator[Fault]:
    for place, condition in places_of_conditions(story):
        for key in ("any_said", "not_said"):
            yield from unknown_topics((*place, key), getattr(condition, key), story.topics, "unknown topic")
    for place, demand in places_of_demands(story):
        for key in ("answered_by", "partly_by", "yielded_by", "comes_out_by"):
            yield from unknown_topics((*place, key), getattr(demand, key), story.topics, "unknown topic")


def _demands_have_words(story: Story) -> Iterator[Fault]:
    for place, demand in places_of_demands(story):
        if not (demand.says or demand.silent or demand.with_previous):
            mend = "add `says: {en: [ … ], zh: [ … ]}`, or `silent: true`"
            yield Fault("S307", (*place, "says"), f"demand `{demand.id}` has no `says` lines", mend, instead=LINES)
        if not demand.silent and demand.presses and demand.again is None:
            message = f"demand `{demand.id}` comes back but has no `again` lines"
            mend = "add `again: {calm: …, heated: …}`, or set `presses: 0`"
            yield Fault("S307", (*place, "again"), message, mend, instead={"calm": LINES, "heated": LINES})


def _keys_go_together(story: Story) -> Iterator[Fault]:
    for place, demand in places_of_demands(story):
        for key in ("says", "again"):
            if demand.silent and getattr(demand, key) is not None:
                message = f"`silent: true` and `{key}` don't go together"
                yield Fault("S128", (*place, "silent"), message, f"take out one of them: a silent customer has no `{key}`", at_key=True, instead=False)
                break


def _fronts_are_asked_about(story: Story) -> Iterator[Fault]:
    for place, demand in places_of_demands(story):
        if demand.behind is not None and not demand.comes_out_by:
            mend = "add `comes_out_by: [ask_open]`"
            yield Fault("S308", (*place, "behind"), f"nothing brings `{demand.id}` out", mend, at_key=True, instead=LEFT_OUT)
        elif demand.comes_out_by and demand.behind is None:
            mend = "add `behind:` with the demand that stands in front of it"
            yield Fault("S308", (*place, "comes_out_by"), f"`{demand.id}` isn't behind another demand", mend, at_key=True, instead=LEFT_OUT)


def _demands_wait_for_no_end(story: Story) -> Iterator[Fault]:
    for place, demand in places_of_demands(story):
        if demand.only_if.done:
            mend = "say which demands must be settled, as in `settled: [ … ]`"
            yield Fault("S310", (*place, "only_if", "done"), "a demand can't wait for `done`: then none is left", mend, at_key=True, instead=LEFT_OUT)


def _the_last_ending_is_for_the_rest(story: Story) -> Iterator[Fault]:
    last = len(story.endings) - 1
    if not story.endings[last].when.is_for_the_rest:
        message = "the last ending is for all that is left"
        place = ("endings", last, "when")
        general = next((ending.id for ending in story.endings if ending.when.is_for_the_rest), None)
        mend = "write `when: {done: true}` alone, or add an ending with it after this one"
        if general is not None:
            mend = f"put `{general}`, which is, at the end"
        yield Fault("S305", place, message, mend, at_key=True, instead={"done": True})


def _counts_have_room(story: Story) -> Iterator[Fault]:
    for place, condition in places_of_conditions(story):
        for name, least in condition.at_least.items():
            most = condition.at_most.get(name)
            if most is not None and least > most:
                message = f"`{name}` at least {least} and at most {most}"
                yield Fault("S127", (*place, "at_least", name), message, f"let `at_most` be {least} or more", at_key=True, instead=most)
        for key in ("at_least", "at_most"):
            for name, number in getattr(condition, key).items():
                highest = 100 if name == "patience" else 20
                if not 0 <= number <= highest:
                    mend = f"write a number from 0 to {highest}"
                    yield Fault("S124", (*place, key, name), f"`{name}: {number}`", mend, instead=0)


def _figures_are_in_range(story: Story) -> Iterator[Fault]:
    bargain = story.bargain
    if bargain is not None and bargain.floor > bargain.list_price:
        message = f"the floor, {bargain.floor}, is above the list price"
        mend = f"write at most {bargain.list_price}"
        yield Fault("S127", ("bargain", "floor"), message, mend, instead=bargain.list_price)
    for name, fact in story.facts.items():
        most = {"percent": 100, "clock": 24}.get(fact.unit)
        for number, value in enumerate(fact.values):
            if value < 0 or (most is not None and value > most):
                mend = f"write a number from 0 to {most}" if most else "write a number from 0 up"
                yield Fault("S124", ("facts", name, "values", number), f"{value:g} {fact.unit} can't be", mend, instead=0)


STORY_LAWS: tuple[Callable[[Story], Iterator[Fault]], ...] = (
    _demands_exist, _topics_exist, _demands_have_words, _keys_go_together, _fronts_are_asked_about,
    _demands_wait_for_no_end, _the_last_ending_is_for_the_rest, _counts_have_room, _figures_are_in_range,
)  # fmt: skip


def places_of_demands(story: Story) -> list[tuple[Place, Demand]]:
    """The demands of a story with their places in it."""
    found: list[tuple[Place, Demand]] = [(("demands", n), demand) for n, demand in enumerate(story.demands)]
    return found + ([(("bargain", "demand"), story.bargain.demand)] if story.bargain else [])


def places_of_conditions(story: Story) -> list[tuple[Place, Condition]]:
    """The conditions of demands and endings with their places in the story."""
    found = [((*place, "only_if"), demand.only_if) for place, demand in places_of_demands(story)]
    return found + [(("endings", n, "when"), ending.when) for n, ending in enumerate(story.endings)]
