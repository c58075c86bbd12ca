"""The criteria that a session is scored by: house rules and the customer's own together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sparring.content import Criterion, Customer, HouseRules, Story
from sparring.possible import can_be_shown


class Rubric(NamedTuple):
    """The criteria a customer is scored by: house rules and strategy together."""

    strategy: tuple[Criterion, ...]
    mistakes: tuple[Criterion, ...]

    def within(self, story: Story) -> Rubric:
        """Without what a story gives no room for: nobody misses it there."""
        return self._replace(strategy=tuple(c for c in self.strategy if can_be_shown(c, story)))


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
