"""What must hold between the parts of a file for it to be played: names that exist, words to say,
a way to end, points with the right sign. One law a function; each yields its faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from sparring.content.answers import Answer, Condition
from sparring.content.criteria import Criterion, Reactions
from sparring.content.customers import Customer, HouseRules, Style
from sparring.content.problems import LEFT_OUT, NOTHING, Fault, Place
from sparring.content.stories import Demand, Story
from sparring.content.suggestions import closest, did_you_mean

LINES = {"en": ["…"], "zh": ["…"]}


def customer_faults(customer: Customer, styles: Iterable[str], house: HouseRules) -> Iterator[Fault]:
    """All faults between the parts of a customer whose ids differ."""
    stories = [(("their_stories", number), story) for number, story in enumerate(customer.stories)]
    yield from _badly_named([(("id",), customer.id), *(((*p, "id"), s.id) for p, s in stories)])
    yield from criteria_faults(customer.strategy, customer.mistakes)
    yield from _unknown_kinds(customer)
    yield from _unknown_topics_of_criteria(customer)
    for place, story in stories:
        for law in STORY_LAWS:
            for fault in law(story):
                yield fault._replace(place=(*place, *fault.place))
        yield from _unknown_style(story, place, sorted(styles))
        yield from _unknown_in_tests(customer, story, place, house)


def id_faults(customer: Customer) -> Iterator[Fault]:
    """Ids that stand twice. A name that is referred to but belongs to nothing is surely the one that
    the second was to have."""
    tests = [test.expect for story in customer.stories for test in story.tests]
    named = {name for expect in tests for name in (*expect.earns, *expect.costs)}
    places = [(("their_stories", n, "id"), story.id) for n, story in enumerate(customer.stories)]
    yield from _doubled("story", places, set())
    yield from _doubled("criterion", _criteria_places(customer.strategy, customer.mistakes), named)
    for number, story in enumerate(customer.stories):
        there = ("their_stories", number)
        demands = [((*there, *place, "id"), demand.id) for place, demand in places_of_demands(story)]
        endings = [((*there, "endings", n, "id"), e.id) for n, e in enumerate(story.endings)]
        titles = [((*there, "tests", n, "name"), test.name) for n, test in enumerate(story.tests)]
        conditions = [condition for _, condition in places_of_conditions(story)]
        wanted = {name for c in conditions for name in (*c.settled, *c.unsettled)}
        wanted |= {demand.behind for demand in story.all_demands if demand.behind is not None}
        yield from _doubled("demand", demands, wanted)
        yield from _doubled("ending", endings, {t.expect.ending for t in story.tests if t.expect.ending})
        yield from _doubled("test", titles, set())


def _criteria_places(strategy: Sequence[Criterion], mistakes: Sequence[Criterion]) -> list[tuple[Place, str]]:
    places: list[tuple[Place, str]] = [(("strategy", n, "id"), c.id) for n, c in enumerate(strategy)]
    return places + [(("mistakes", n, "id"), c.id) for n, c in enumerate(mistakes)]


def criteria_faults(strategy: Sequence[Criterion], mistakes: Sequence[Criterion]) -> Iterator[Fault]:
    """A strategy earns points and a mistake costs them; a session's sum is no less than once."""
    for part, sign, criteria in (("strategy", 1, strategy), ("mistakes", -1, mistakes)):
        for number, criterion in enumerate(criteria):
            place = (part, number)
            if criterion.points * sign <= 0:
                rule = "a strategy earns points" if sign > 0 else "a mistake costs points"
                mend = f"write {sign * abs(criterion.points) or sign}, {'above' if sign > 0 else 'below'} zero"
                yield Fault("S404", (*place, "points"), rule, mend, instead=sign * (abs(criterion.points) or 1))
            elif criterion.limit * sign < criterion.points * sign:
                message = f"`at_most: {criterion.at_most}` is less than `points`, so one reply is too much"
                yield Fault("S127", (*place, "at_most"), message, f"write {criterion.points} or more" if sign > 0 else f"write {criterion.points} or less", instead=criterion.points)
            if criterion.in_order and criterion.shown_by:
                message = "`in_order` and `shown_by` don't go together"
                yield Fault("S128", (*place, "shown_by"), message, "put each way into its step", at_key=True, instead=[])
    yield from _badly_named(_criteria_places(strategy, mistakes))


def rubric_faults(strategy: Sequence[Criterion], mistakes: Sequence[Criterion]) -> Iterator[Fault]:
    """All faults of criteria that nothing else refers to: the house rules', a style's."""
    yield from _doubled("criterion", _criteria_places(strategy, mistakes), set())
    yield from criteria_faults(strategy, mistakes)


def style_faults(style: Style) -> Iterator[Fault]:
    """All faults between the parts of a style."""
    yield from rubric_faults(style.strategy, style.mistakes)
    names = list(Reactions.__fields__)
    for name in style.reactions:
        if name not in names:
            mend = did_you_mean(closest(name, names)) or f"the reactions are: {', '.join(names)}"
            yield Fault("S213", ("reactions", name), f"there is no reaction `{name}`", mend, at_key=True, instead=LEFT_OUT)


def _doubled(what: str, ids: Sequence[tuple[Place, str]], wanted: set[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    lost = sorted(wanted - {name for _, name in ids})
    for place, name in ids:
        if name in seen:
            meant = lost.pop(0) if lost else f"{name}_2"
            yield Fault("S206", place, f"another {what} is called `{name}` already", "rename one", instead=meant)
        seen.add(name)


def _badly_named(ids: Sequence[tuple[Place, str]]) -> Iterator[Fault]:
    for place, name in ids:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) and name != "…":
            plain = re.sub(r"\W+", "_", name.lower()).strip("_")
            mend = f"write `{plain}`" if re.fullmatch(r"[a-z][a-z0-9_]*", plain) else "use small letters, digits and _"
            yield Fault("S212", place, f"`{name}` can't be a name", mend)


def _unknown_kinds(customer: Customer) -> Iterator[Fault]:
    kinds = {demand.kind for story in customer.stories for demand in story.all_demands} | {"closing"}
    for part in ("strategy", "mistakes"):
        for number, criterion in enumerate(getattr(customer, part)):
            for item, kind in enumerate(criterion.on):
                if kind not in kinds:
                    near = closest(kind, kinds)
                    mend = did_you_mean(near) or f"the kinds are: {', '.join(sorted(kinds))}"
                    yield Fault("S204", (part, number, "on", item), f"no demand is of kind `{kind}`", mend, instead=(near or sorted(kinds))[0])


def _unknown_topics_of_criteria(customer: Customer) -> Iterator[Fault]:
    topics = {topic for story in customer.stories for topic in story.topics}
    for part in ("strategy", "mistakes"):
        for number, criterion in enumerate(getattr(customer, part)):
            place = (part, number)
            yield from _unknown_topics((*place, "shown_by"), criterion.shown_by, topics, "no story has the topic")
            for item, step in enumerate(criterion.in_order):
                yield from _unknown_topics((*place, "in_order", item, "shown_by"), step.shown_by, topics, "no story has the topic")


def _unknown_topics(place: Place, answers: Sequence[Answer], topics: Iterable[str], problem: str) -> Iterator[Fault]:
    known = sorted(topics)
    for number, answer in enumerate(answers):
        for _, topic in (*answer.parts, *answer.without):
            if topic is not None and topic not in known:
                near = closest(topic, known)
                mend = did_you_mean(near) or (f"the topics are: {', '.join(known)}" if known else "add it to `topics`")
                meant = answer.text.replace(topic, near[0]) if near else NOTHING
                yield Fault("S202", (*place, number), f"{problem} `{topic}`", mend, topic, instead=meant)


def _unknown_style(story: Story, place: Place, styles: list[str]) -> Iterator[Fault]:
    if story.style is not None and story.style not in styles:
        near = did_you_mean(closest(story.style, styles))
        yield Fault("S209", (*place, "style"), f"there is no style `{story.style}`", near or f"the styles are: {', '.join(styles)}", instead=LEFT_OUT)


def _unknown_in_tests(customer: Customer, story: Story, place: Place, house: HouseRules) -> Iterator[Fault]:
    endings = {ending.id for ending in [*story.endings, *house.endings]}
    earned = {c.id for c in [*customer.strategy, *house.strategy]}
    costing = {c.id for c in [*customer.mistakes, *house.mistakes]}
    for number, test in enumerate(story.tests):
        there = (*place, "tests", number, "expect")
        wanted = test.expect
        for path, name, names, what in [
            *((("ending",), n, endings, "ending") for n in [wanted.ending] if n is not None),
            *((("earns", i), n, earned, "criterion") for i, n in enumerate(wanted.earns)),
            *((("costs", i), n, costing, "mistake") for i, n in enumerate(wanted.costs)),
        ]:
            if name not in names:
                near = closest(name, names)
                mend = did_you_mean(near) or f"there are: {', '.join(sorted(names))}"
                yield Fault("S210", (*there, *path), f"there is no {what} `{name}`", mend, instead=(near or sorted(names))[0])


# Laws of a story


def _names_are_plain(story: Story) -> Iterator[Fault]:
    demands: list[tuple[Place, str]] = [((*p, "id"), d.id) for p, d in places_of_demands(story)]
    endings: list[tuple[Place, str]] = [(("endings", n, "id"), e.id) for n, e in enumerate(story.endings)]
    yield from _badly_named([*demands, *endings])


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
        if demand.behind is not None and demand.behind not in [i for i in ids if i != demand.id]:
            near = closest(demand.behind, [i for i in ids if i != demand.id])
            mend = did_you_mean(near) or f"the demands are: {', '.join(ids)}"
            yield Fault("S203", (*place, "behind"), f"unknown demand `{demand.behind}`", mend, instead=(near or [LEFT_OUT])[0])


def _topics_exist(story: Story) -> Iterator[Fault]:
    for place, condition in places_of_conditions(story):
        for key in ("any_said", "not_said"):
            yield from _unknown_topics((*place, key), getattr(condition, key), story.topics, "unknown topic")
    for place, demand in places_of_demands(story):
        for key in ("answered_by", "partly_by", "yielded_by", "comes_out_by"):
            yield from _unknown_topics((*place, key), getattr(demand, key), story.topics, "unknown topic")


def _demands_have_words(story: Story) -> Iterator[Fault]:
    for place, demand in places_of_demands(story):
        if not (demand.says or demand.silent or demand.with_previous):
            mend = "add `says: {en: [ … ], zh: [ … ]}`, or `silent: true`"
            yield Fault("S307", (*place, "says"), f"demand `{demand.id}` has no `says` lines", mend, instead=LINES)
        if not demand.silent and demand.presses and demand.again is None:
            message = f"demand `{demand.id}` comes back but has no `again` lines"
            mend = "add `again: {calm: …, heated: …}`, or set `presses: 0`"
            yield Fault("S307", (*place, "again"), message, mend, instead={"calm": LINES, "heated": LINES})


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
        yield Fault("S305", place, message, "write `when: {done: true}` alone", at_key=True, instead={"done": True})


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
    _names_are_plain, _demands_exist, _topics_exist, _demands_have_words, _fronts_are_asked_about,
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
