"""What a story gives room for: answers that a reply can give, criteria that it can show.

All of it errs on the side of "possible": what is called impossible surely is.
"""

from __future__ import annotations

from itertools import takewhile

from sparring.content import Answer, Condition, Criterion, Demand, Story
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


def waits(answer: Answer) -> bool:
    """Whether it is (also) to say nothing."""
    return any(part.move == "wait" for part in answer.parts)


def contradicts_itself(answer: Answer) -> bool:
    """Whether it waits and says something, or has what its own ``without`` keeps out."""
    if waits(answer) and set(answer.parts) != {Asked("wait", None)}:
        return True
    return any(implies(part, kept_out) for part in answer.parts for kept_out in answer.without)


def can_be_given(answer: Answer, story: Story, granting: bool) -> bool:
    """Whether a reply can give ``answer`` in a story; ``granting``: where something can be granted
    against the briefing, for elsewhere nothing is heard as ``concede``."""
    if concedes(answer) and not granting:
        return False
    topics = {part.topic for part in answer.parts} - {None}
    return topics <= set(story.topics) and not contradicts_itself(answer)


def can_be_said(answer: Answer, story: Story, granting: bool) -> bool:
    """Whether it can be given in words: silence answers nothing and brings nothing out."""
    return not waits(answer) and can_be_given(answer, story, granting)


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


def refusable(story: Story, demand: Demand) -> bool:
    """Whether something can be granted against the briefing while ``demand`` is on the table."""
    return any(other.yielded_by for other in batch(story, demand))


def yields(answer: Answer, demand: Demand) -> bool:
    """Whether every reply that gives ``answer`` yields to a demand."""
    return any(gives_also(answer, yielded) for yielded in demand.yielded_by)


def concedes(answer: Answer) -> bool:
    """Whether it is (also) to give in."""
    return any(part.move == "concede" for part in answer.parts)


def can_open(demand: Demand, story: Story) -> bool:
    """Whether a demand can be put before the first reply: none before it must come first."""
    before = list(takewhile(lambda other: other.id != demand.id, story.all_demands))
    first = any(demand.id == other.id for other in batch(story, story.demands[0]))
    return first or all(other.behind or other.only_if != Condition() for other in before)


def kinds_of(story: Story) -> set[str]:
    """What criteria can refer to in a story."""
    demands = story.all_demands
    return {demand.kind for demand in demands} | {"closing" for d in demands if d.closing}


def opening_kinds(story: Story) -> set[str]:
    """The kinds of demand that the first reply can be about. A farewell is taken early only where
    no other demand is left."""
    first = batch(story, story.demands[0])
    later = story.demands[len(first) :]
    left = any(not (d.closing or d.early or d.behind or d.asks_for or d.only_if != Condition()) for d in later)
    return {d.kind for d in first} | {d.kind for d in later if d.early and not (d.closing and left)}


def ways_of(criterion: Criterion) -> list[Answer]:
    """All ways to show a criterion, those of its steps included."""
    return [*criterion.shown_by, *(way for step in criterion.in_order for way in step.shown_by)]


def can_be_shown(criterion: Criterion, story: Story) -> bool:
    """Whether some reply in a story can show a criterion."""
    kinds = opening_kinds(story) if criterion.first_reply else kinds_of(story)
    if criterion.on and not kinds & set(criterion.on):
        return False
    if criterion.answering or criterion.id in READ_OFF:
        return True
    about = [d for d in story.all_demands if not criterion.on or d.kind in criterion.on or (d.closing and "closing" in criterion.on)]
    granting = any(refusable(story, demand) for demand in about)
    # Silence is no mistake in itself: only a reply costs points.
    possible = can_be_said if criterion.points < 0 else can_be_given
    return any(possible(way, story, granting) for way in ways_of(criterion))
