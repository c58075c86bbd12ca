"""Checking files: everything that is wrong with them, in one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sparring.content import Customer, HouseRules, Problem, loading
from sparring.content.codes import codes
from sparring.content.loading import Examined, examine, house_rules, style_problems
from sparring.content.problems import Fault
from sparring.diagnostics import heard
from sparring.diagnostics.facts import FACTS
from sparring.diagnostics.fairness import FAIRNESS
from sparring.diagnostics.flow import FLOW
from sparring.diagnostics.heard import Tag
from sparring.diagnostics.topics import topics_find_something
from sparring.diagnostics.ways import WAYS
from sparring.diagnostics.wording import WORDING


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
    told = list(_without_tagger(found, customer, house))
    yield from told
    if tag is None:
        return
    yield from heard.examples_are_recognised(customer, found.source.written, tag)
    yield from heard.examples_make_no_mistake(customer, found.source.written, tag)
    fit = _fit_to_be_played(found, customer, told)
    if fit:
        yield from heard.tests_pass(found.version(), fit, tag)


def _without_tagger(found: Examined, customer: Customer, house: HouseRules) -> Iterator[Fault]:
    for number, story in enumerate(customer.stories):
        for look in FLOW:
            for fault in look(customer, story):
                yield fault._replace(place=("their_stories", number, *fault.place))
    for rate in FAIRNESS:
        yield from rate(customer, house)
    for read in (*WORDING, *FACTS, topics_find_something, *heard.OF_TESTS):
        yield from read(customer, found.source.written)
    # With a name that was mended in memory, two ways may have become one.
    for compare in WAYS if not found.mended else ():
        yield from compare(customer)


def _fit_to_be_played(found: Examined, customer: Customer, told: Sequence[Fault]) -> list[int]:
    """The stories whose tests say something: with an error in them, or in the scoring, they fail of
    that."""
    errors = [fault.place for fault in told if codes()[fault.code].severity == "error"]
    if any(problem.severity == "error" for problem in found.problems) or any(place[0] != "their_stories" for place in errors):
        return []
    return [n for n, story in enumerate(customer.stories) if story.tests and n not in {place[1] for place in errors}]
