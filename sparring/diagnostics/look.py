"""Looking at one file: what keeps it from being played, and what keeps it from being good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sparring.content import Customer, HouseRules, Problem
from sparring.content.codes import codes
from sparring.content.loading import Examined, examine, house_rules
from sparring.content.problems import Fault
from sparring.diagnostics import heard
from sparring.diagnostics.copies import COPIES
from sparring.diagnostics.facts import FACTS
from sparring.diagnostics.fairness import FAIRNESS
from sparring.diagnostics.flow import FLOW
from sparring.diagnostics.heard import Tag
from sparring.diagnostics.prices import PRICES
from sparring.diagnostics.topics import TOPICS
from sparring.diagnostics.ways import WAYS
from sparring.diagnostics.wording import WORDING


class Looked(NamedTuple):
    """What was seen in a file: its problems, where its id stands, and the styles that it uses."""

    problems: list[Problem]
    id_at: tuple[int, int]
    styles: list[str]


def look(file: Path, tag: Tag | None) -> Looked:
    """Look at a customer file; without ``tag``, tests and examples are left out."""
    found = examine(file)
    stories = found.customer.stories if found.customer is not None else []
    id_at = found.source.position(("id",)) if found.source is not None else (1, 1)
    problems = [*found.problems, *_good(found, house_rules(), tag)]
    return Looked(problems, id_at, [story.style for story in stories if story.style])


def _good(found: Examined, house: HouseRules, tag: Tag | None) -> list[Problem]:
    customer = found.customer
    if customer is None or found.source is None:
        return []
    problems = [found.finding(fault) for fault in _faults(found, customer, house, tag)]
    return list(dict.fromkeys(problem for problem in problems if problem is not None))


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
    for read in (*WORDING, *FACTS, *PRICES, *heard.OF_TESTS):
        yield from read(customer, found.source.written)
    for find in (*COPIES, *TOPICS):
        yield from find(customer, found.source)
    # With a name that was mended in memory, two ways may have become one.
    for compare in WAYS if not found.mended else ():
        yield from compare(customer)


def _fit_to_be_played(found: Examined, customer: Customer, told: Sequence[Fault]) -> list[int]:
    """The stories whose tests say something: with an error in them, or in the scoring, they fail of
    that, and where giving in is the answer (S407) or patience is gone at once (S409), too."""
    errors = [fault.place for fault in told if fault.code in ("S407", "S409") or codes()[fault.code].severity == "error"]
    if any(problem.severity == "error" for problem in found.problems) or any(place[0] != "their_stories" for place in errors):
        return []
    return [n for n, story in enumerate(customer.stories) if story.tests and n not in {place[1] for place in errors}]
