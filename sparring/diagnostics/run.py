"""Checking files: everything that is wrong with them, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sparring.content import Customer, HouseRules, Problem, Story, loading
from sparring.content.loading import Examined, examine, house_rules, style_problems
from sparring.content.problems import Fault
from sparring.diagnostics import fairness, flow, heard
from sparring.diagnostics.copies import COPIES
from sparring.diagnostics.facts import FACTS
from sparring.diagnostics.heard import Tag
from sparring.diagnostics.prices import PRICES
from sparring.diagnostics.topics import TOPICS
from sparring.diagnostics.wording import WORDING

StoryCheck = Callable[[Customer, Story], Iterator[Fault]]
RubricCheck = Callable[[Customer, HouseRules], Iterator[Fault]]

FLOW: tuple[StoryCheck, ...] = (
    flow.demands_come_up, flow.demands_can_be_answered, flow.endings_are_reached,
)  # fmt: skip
FAIRNESS: tuple[RubricCheck, ...] = (
    fairness.criteria_can_be_shown, fairness.medals_are_in_reach, fairness.nothing_earns_and_costs,
    fairness.never_moves_are_not_rewarded, fairness.patience_moves_the_right_way,
)  # fmt: skip


def check(files: Sequence[Path], tag: Tag | None = None) -> list[Problem]:
    """All problems of customer files, file by file; without ``tag``, tests and examples are left
    out. Raises ContentError if the house rules or a style can't be used."""
    house = house_rules()
    problems: list[Problem] = []
    ids: dict[str, Path] = {}
    styles: dict[str, None] = {}
    for file in files:
        found = examine(file)
        styles |= dict.fromkeys(_styles(found))
        mine = [*found.problems, *_good(found, house, tag)]
        first = ids.setdefault(file.stem, file)
        if first is not file and first.resolve() != file.resolve():
            mine += _collides(found, first)
        problems += sorted(mine, key=lambda problem: (problem.line, problem.column, problem.code))
    return problems + [p for name in styles for p in style_problems(loading.STYLES / f"{name}.yml")]


def _styles(found: Examined) -> list[str]:
    """The styles that a customer's stories use."""
    stories = found.customer.stories if found.customer is not None else []
    return [story.style for story in stories if story.style]


def _collides(found: Examined, first: Path) -> list[Problem]:
    message, mend = f"`{found.path.stem}` is a customer of {first.parent} too", "rename the file and its id"
    if found.source is None:
        return [Problem("S208", "error", str(found.path), 1, 1, message, mend)]
    return [found.source.problem(Fault("S208", ("id",), message, mend), "error")]


def _good(found: Examined, house: HouseRules, tag: Tag | None) -> Iterator[Problem]:
    customer = found.customer
    if customer is None or found.source is None:
        return
    seen = set()
    for fault in _faults(found, customer, house, tag):
        problem = found.problem(fault)
        if problem is not None and problem not in seen:
            seen.add(problem)
            yield problem


def _faults(found: Examined, customer: Customer, house: HouseRules, tag: Tag | None) -> Iterator[Fault]:
    for number, story in enumerate(customer.stories):
        for look in FLOW:
            for fault in look(customer, story):
                yield fault._replace(place=("their_stories", number, *fault.place))
    for rate in FAIRNESS:
        yield from rate(customer, house)
    written = found.source.written
    for read in (*WORDING, *FACTS, *PRICES, heard.stories_have_tests):
        yield from read(customer, written)
    for find in (*COPIES, *TOPICS):
        yield from find(customer, found.source)
    if tag is None:
        return
    yield from heard.examples_are_recognised(customer, written, tag)
    if any(story.tests for story in customer.stories) and not _broken(found):
        yield from heard.tests_pass(found.version(), tag)


def _broken(found: Examined) -> bool:
    return any(problem.severity == "error" for problem in found.problems)
