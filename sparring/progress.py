"""What a trainee has achieved so far, and what to practise next: pure functions over attempts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import fmean
from typing import Any, NamedTuple

from sparring.content import Customer, Story, Version

RECENT = 3  # attempts that tell how somebody does now
WEAKEST = 5  # criteria shown as the weakest
MEDALS = (None, "bronze", "silver", "gold")


class Points(NamedTuple):
    """What one criterion brought in one attempt; ``limit`` is the most it could, 0 for a mistake."""

    criterion: str
    points: int
    limit: int
    status: str

    @property
    def share(self) -> float:
        """How much of what could be earned was, 0 to 1."""
        return max(0, self.points) / self.limit if self.limit else 0.0


class Attempt(NamedTuple):
    """A finished session. ``started`` is in UTC."""

    session: str
    customer: str
    story: str
    language: str
    difficulty: str
    started: datetime
    score: int
    medal: str | None
    ending: str
    kind: str
    turns: int
    retries: int
    criteria: tuple[Points, ...] = ()


class Suggestion(NamedTuple):
    """What to practise next; ``criterion`` is where most is to be gained, if anything is known."""

    customer: str
    story: str
    criterion: str | None


def suggest(customers: Sequence[Customer], attempts: Sequence[Attempt]) -> Suggestion:
    """What the trainee is weakest at.

    A customer never finished comes first, for nothing is known there. Then the one with the lowest
    mean score of the last ``RECENT`` attempts. Of that customer's stories, the one finished least
    often; among those, the one with the lower best score. Whatever is equal goes in the order of
    the customers and of their files. ``attempts`` are in order of time.
    """

    def standing(customer: Customer) -> float:
        recent = [a.score for a in attempts if a.customer == customer.id][-RECENT:]
        return fmean(recent) if recent else -1.0

    customer = min(customers, key=standing)
    own = [attempt for attempt in attempts if attempt.customer == customer.id]

    def practised(story: Story) -> tuple[int, int]:
        scores = [attempt.score for attempt in own if attempt.story == story.id]
        return len(scores), max(scores, default=0)

    story = min(customer.stories, key=practised)
    shares = criterion_shares(own)
    weakest = min(shares, key=lambda name: shares[name], default=None)
    return Suggestion(customer.id, story.id, weakest)


def criterion_shares(attempts: Sequence[Attempt]) -> dict[str, float]:
    """How much of each criterion's points was earned in the last ``RECENT`` attempts with it, 0 to 1."""
    shares: dict[str, list[float]] = {}
    for attempt in attempts:
        for points in attempt.criteria:
            if points.limit:
                shares.setdefault(points.criterion, []).append(points.share)
    return {criterion: fmean(found[-RECENT:]) for criterion, found in shares.items()}


def best(attempts: Iterable[Attempt]) -> dict[str, Any] | None:
    """The best result: the better medal, then the higher score."""
    results = [(MEDALS.index(attempt.medal), attempt.score, attempt.medal) for attempt in attempts]
    if not results:
        return None
    _, score, medal = max(results, key=lambda result: result[:2])
    return {"medal": medal, "score": score}


def lobby(versions: Sequence[Version], attempts: Sequence[Attempt]) -> dict[str, Any]:
    """The customers to choose from, with the trainee's best results and a suggestion."""
    suggestion = suggest([version.customer for version in versions], attempts)
    return {
        "customers": [_card(version.customer, attempts) for version in versions],
        "suggested": {
            **suggestion._asdict(),
            "criterion": _named(versions, suggestion.customer, suggestion.criterion),
        },
    }


def _card(customer: Customer, attempts: Sequence[Attempt]) -> dict[str, Any]:
    own = [attempt for attempt in attempts if attempt.customer == customer.id]
    return {
        "id": customer.id,
        "name": customer.name.dict(),
        "character": customer.character.dict(),
        "attempts": len(own),
        "best": best(own),
        "stories": [
            {
                "id": story.id,
                "title": story.title.dict(),
                "task": story.briefing.task.dict(),
                "stage": story.stage,
                "attempts": sum(attempt.story == story.id for attempt in own),
                "best": best(attempt for attempt in own if attempt.story == story.id),
            }
            for story in customer.stories
        ],
    }


def report(versions: Sequence[Version], attempts: Sequence[Attempt]) -> dict[str, Any]:
    """All attempts, the oldest first; each criterion over time, by customer; the weakest ones."""
    criteria = [
        entry
        for version in versions
        for entry in _criteria(versions, [a for a in attempts if a.customer == version.customer.id])
    ]
    return {
        "attempts": [_attempt(attempt) for attempt in attempts],
        "customers": [_card(version.customer, attempts) for version in versions],
        "criteria": criteria,
        # Python's sorting keeps the order of equals: a criterion named earlier is shown earlier.
        "weakest": sorted(
            ({k: v for k, v in entry.items() if k != "history"} for entry in criteria),
            key=lambda entry: entry["share"],
        )[:WEAKEST],
    }


def _criteria(versions: Sequence[Version], own: Sequence[Attempt]) -> list[dict[str, Any]]:
    return [
        {
            "customer": own[0].customer,
            **(_named(versions, own[0].customer, criterion) or {}),
            "share": share,
            "history": [
                {"session": attempt.session, "started": _time(attempt), "share": points.share}
                for attempt in own
                for points in attempt.criteria
                if points.criterion == criterion
            ],
        }
        for criterion, share in criterion_shares(own).items()
    ]


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        **attempt._asdict(),
        "started": _time(attempt),
        "criteria": [
            {"id": p.criterion, "points": p.points, "max": p.limit, "status": p.status}
            for p in attempt.criteria
        ],
    }


def _time(attempt: Attempt) -> str:
    return attempt.started.isoformat(timespec="seconds") + "Z"


def _named(
    versions: Sequence[Version], customer: str, criterion: str | None
) -> dict[str, Any] | None:
    """A criterion with its title; one that the customer's file has no more is named by its id."""
    if criterion is None:
        return None
    for version in versions:
        if version.customer.id == customer:
            for known in (*version.house.strategy, *version.customer.strategy):
                if known.id == criterion:
                    return {"id": criterion, "title": known.title.dict()}
    return {"id": criterion, "title": {"en": criterion, "zh": criterion}}
