"""The criteria that a session is scored by: house rules and the customer's own together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sparring.content import Criterion, Customer, HouseRules


class Rubric(NamedTuple):
    """The criteria a customer is scored by: house rules and strategy together."""

    strategy: tuple[Criterion, ...]
    mistakes: tuple[Criterion, ...]


def rubric(customer: Customer, house: HouseRules) -> Rubric:
    """The house rules, with the customer's own criteria in place of those of the same id."""
    return Rubric(
        tuple(_merged(house.strategy, customer.strategy)),
        tuple(_merged(house.mistakes, customer.mistakes)),
    )


def _merged(house: Sequence[Criterion], own: Sequence[Criterion]) -> Iterator[Criterion]:
    theirs = {criterion.id: criterion for criterion in own}
    yield from (theirs.pop(criterion.id, criterion) for criterion in house)
    yield from theirs.values()
