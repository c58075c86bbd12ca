"""What must hold between the parts of a file for it to be played: names that exist, words to say,
a way to end, points with the right sign. One law a function; each yields its faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sparring.content.criteria import Criterion, Reactions
from sparring.content.customers import Customer, HouseRules, Style
from sparring.content.names import badly_named, badly_named_words, doubled, unknown_topics
from sparring.content.problems import LEFT_OUT, Fault, Place
from sparring.content.stories import Story
from sparring.content.story_laws import STORY_LAWS, places_of_conditions, places_of_demands
from sparring.content.suggestions import closest, did_you_mean


def customer_faults(customer: Customer, styles: Iterable[str], house: HouseRules) -> Iterator[Fault]:
    """All faults between the parts of a customer whose ids differ."""
    stories = [(("their_stories", number), story) for number, story in enumerate(customer.stories)]
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
    """Ids that stand twice, and names that can't be one."""
    tests = [test.expect for story in customer.stories for test in story.tests]
    named = {name for expect in tests for name in (*expect.earns, *expect.costs)}
    places = [(("their_stories", n, "id"), story.id) for n, story in enumerate(customer.stories)]
    criteria = _criteria_places(customer.strategy, customer.mistakes)
    yield from doubled("story", places, set())
    yield from doubled("criterion", criteria, named)
    yield from badly_named([(("id",), customer.id), *places])
    yield from badly_named(criteria)
    for number, story in enumerate(customer.stories):
        there = ("their_stories", number)
        demands = [((*there, *place, "id"), demand.id) for place, demand in places_of_demands(story)]
        endings = [((*there, "endings", n, "id"), e.id) for n, e in enumerate(story.endings)]
        titles = [((*there, "tests", n, "name"), test.name) for n, test in enumerate(story.tests)]
        conditions = [condition for _, condition in places_of_conditions(story)]
        wanted = {name for c in conditions for name in (*c.settled, *c.unsettled)}
        wanted |= {demand.behind for demand in story.all_demands if demand.behind is not None}
        yield from doubled("demand", demands, wanted)
        yield from doubled("ending", endings, {t.expect.ending for t in story.tests if t.expect.ending})
        yield from doubled("test", titles, set())
        yield from badly_named(demands, wanted)
        yield from badly_named(endings, {t.expect.ending for t in story.tests if t.expect.ending})
        kinds = [((*there, *place, "kind"), demand.kind) for place, demand in places_of_demands(story)]
        yield from badly_named_words([*kinds, *(((*there, "topics", name), name) for name in story.topics)])


def _criteria_places(strategy: Sequence[Criterion], mistakes: Sequence[Criterion]) -> list[tuple[Place, str]]:
    places: list[tuple[Place, str]] = [(("strategy", n, "id"), c.id) for n, c in enumerate(strategy)]
    return places + [(("mistakes", n, "id"), c.id) for n, c in enumerate(mistakes)]


def criteria_faults(strategy: Sequence[Criterion], mistakes: Sequence[Criterion]) -> Iterator[Fault]:
    """A strategy earns points and a mistake costs them; a session's sum is no less than once."""
    for part, sign, criteria in (("strategy", 1, strategy), ("mistakes", -1, mistakes)):
        for number, criterion in enumerate(criteria):
            place = (part, number)
            if criterion.points * sign <= 0:
                mend = f"write {sign * abs(criterion.points) or sign}, {'above' if sign > 0 else 'below'} zero"
                yield Fault("S404", (*place, "points"), _rule(sign), mend, instead=sign * (abs(criterion.points) or 1))
            elif criterion.limit * sign <= 0:
                mend = f"write {-abs(criterion.limit)}, below zero" if sign < 0 else f"write {abs(criterion.limit)}, above zero"
                yield Fault("S404", (*place, "at_most"), _rule(sign), mend, instead=criterion.points)
            elif criterion.limit * sign < criterion.points * sign:
                message = f"`at_most: {criterion.at_most}` is less than `points`, so one reply is too much"
                yield Fault("S127", (*place, "at_most"), message, f"write {criterion.points} or more" if sign > 0 else f"write {criterion.points} or less", instead=criterion.points)
            if criterion.in_order and criterion.shown_by:
                message = "`in_order` and `shown_by` don't go together"
                yield Fault("S128", (*place, "shown_by"), message, "put each way into its step", at_key=True, instead=[])


def _rule(sign: int) -> str:
    """What points are for."""
    return "a strategy earns points" if sign > 0 else "a mistake costs points"


def rubric_faults(strategy: Sequence[Criterion], mistakes: Sequence[Criterion]) -> Iterator[Fault]:
    """All faults of criteria that nothing else refers to: the house rules', a style's."""
    yield from doubled("criterion", _criteria_places(strategy, mistakes), set())
    yield from badly_named(_criteria_places(strategy, mistakes))
    yield from criteria_faults(strategy, mistakes)


def style_faults(style: Style) -> Iterator[Fault]:
    """All faults between the parts of a style."""
    yield from rubric_faults(style.strategy, style.mistakes)
    names = list(Reactions.__fields__)
    for name in style.reactions:
        if name not in names:
            mend = did_you_mean(closest(name, names)) or f"the reactions are: {', '.join(names)}"
            yield Fault("S213", ("reactions", name), f"there is no reaction `{name}`", mend, at_key=True, instead=LEFT_OUT)


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
            yield from unknown_topics((*place, "shown_by"), criterion.shown_by, topics, "no story has the topic")
            for item, step in enumerate(criterion.in_order):
                yield from unknown_topics((*place, "in_order", item, "shown_by"), step.shown_by, topics, "no story has the topic")


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
