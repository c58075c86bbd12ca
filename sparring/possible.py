"""What a story gives room for: answers that a reply can give, criteria that it can show.

All of it errs on the side of "possible": what is called impossible surely is.
"""

from __future__ import annotations

from sparring.content import Answer, Criterion, Demand, Story
from sparring.content.answers import Asked

# Mistakes that are found by reading the reply against the story, not by its moves.
READ_OFF = frozenset(
    {"misinformation", "beyond_policy", "repetition", "stuffing", "wall_of_text", "bare_word"}
)


def implies(asked: Asked, other: Asked) -> bool:
    """Whether a reply that has ``asked`` also has ``other``."""
    return other.move in (None, asked.move) and other.topic in (None, asked.topic)


def gives_also(answer: Answer, other: Answer) -> bool:
    """Whether every reply that gives ``answer`` also gives ``other``."""
    if any(not any(implies(part, wanted) for part in answer.parts) for wanted in other.parts):
        return False
    return all(any(implies(kept_out, w) and implies(w, kept_out) for w in answer.without) for kept_out in other.without)


def can_be_given(answer: Answer, story: Story, refusable: bool) -> bool:
    """Whether a reply can give ``answer`` in a story; ``refusable``: where something can be granted
    against the briefing, for elsewhere nothing is heard as ``concede``."""
    moves = {part.move for part in answer.parts} - {None}
    topics = {part.topic for part in answer.parts} - {None}
    if "wait" in moves and (len(moves) > 1 or topics):
        return False
    if "concede" in moves and not refusable:
        return False
    if not topics <= set(story.topics):
        return False
    return not any(implies(part, kept_out) for part in answer.parts for kept_out in answer.without)


def can_give_in(story: Story) -> bool:
    """Whether any demand can be yielded to."""
    return any(demand.yielded_by for demand in story.all_demands)


def batch(story: Story, demand: Demand) -> list[Demand]:
    """The demands that are put in one breath with ``demand``, itself included."""
    groups: list[list[Demand]] = []
    for each in story.demands:
        if each.with_previous and groups:
            groups[-1].append(each)
        else:
            groups.append([each])
    return next((group for group in groups if any(d.id == demand.id for d in group)), [demand])


def kinds_of(story: Story) -> set[str]:
    """What criteria can refer to in a story."""
    demands = story.all_demands
    return {demand.kind for demand in demands} | {"closing" for d in demands if d.closing}


def opening_kinds(story: Story) -> set[str]:
    """The kinds of demand that the first reply can be about."""
    first = [*batch(story, story.demands[0]), *(d for d in story.demands if d.early)]
    return {demand.kind for demand in first}


def can_be_shown(criterion: Criterion, story: Story) -> bool:
    """Whether some reply in a story can show a criterion."""
    kinds = opening_kinds(story) if criterion.first_reply else kinds_of(story)
    if criterion.on and not kinds & set(criterion.on):
        return False
    if criterion.answering or criterion.id in READ_OFF:
        return True
    ways = [*criterion.shown_by, *(way for step in criterion.in_order for way in step.shown_by)]
    return any(can_be_given(way, story, can_give_in(story)) for way in ways)
