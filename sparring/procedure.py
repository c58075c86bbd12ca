"""Procedures: criteria whose steps count in their order, as the seven of a complaint (playbook §8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sparring.content import Criterion, Story
from sparring.content.criteria import Step
from sparring.reading import Reading


class Taken(NamedTuple):
    """A step, by its place in ``in_order``, and the words ``reply[start:end]`` that take it."""

    step: int
    start: int
    end: int


def steps_taken(story: Story, criterion: Criterion, readings: Sequence[Reading]) -> list[list[Taken]]:
    """The steps that each of a session's replies takes.

    A step counts after all of those before it but one: who leaves two out, or goes back, is out of
    order. Within a reply the order of the words decides.
    """
    last = -1
    taken: list[list[Taken]] = []
    for said in readings:
        taken.append([])
        if said.hurtful or said.repeated or said.stuffed:
            continue
        found = [
            (said.evidence(way, story), number)
            for number, step in enumerate(criterion.in_order)
            for way in step.shown_by
            if said.gives(way)
        ]
        for span, number in sorted(found, key=lambda item: (item[0].start, item[1])):
            if last < number <= last + 2:
                last = number
                taken[-1].append(Taken(number, span.start, span.end))
    return taken


def steps_left(story: Story, criterion: Criterion, readings: Sequence[Reading]) -> list[Step]:
    """The steps after the last one that was taken."""
    last = max((t.step for each in steps_taken(story, criterion, readings) for t in each), default=-1)
    return criterion.in_order[last + 1 :]
