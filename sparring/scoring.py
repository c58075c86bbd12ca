"""What each reply earns and costs, with the words that show it, and the scorecard at the end.

Credit is given once per criterion up to its limit, and only where the reply answers what is going
on; whatever is said in a hurtful, repeated, stuffed or evasive reply earns nothing (playbook §3).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sparring.content import Criterion
from sparring.conversation import Response, Setting, State, find_ending
from sparring.misinformation import Finding
from sparring.moves import NEVER
from sparring.procedure import steps_taken
from sparring.reading import overlaps

Verdict = Literal["good", "fair", "poor", "breach"]
Medal = Literal["gold", "silver", "bronze"]

MEDALS: tuple[tuple[Medal, int], ...] = (("gold", 85), ("silver", 70), ("bronze", 55))
# A customer who was lost leaves no medal, one who was only half won no gold.
CAPS = {"won": 100, "partial": 84, "lost": 54}
# From how many characters a reply is a wall of text; Chinese says as much in a third of them.
WALL = {"en": 1200, "zh": 450}


class Mark(NamedTuple):
    """Points earned (> 0) or lost (< 0) by ``reply[start:end]`` under a criterion."""

    criterion: str
    points: int
    start: int
    end: int
    instead: str | None = None


@dataclass(frozen=True)
class Turn:
    """One reply of the trainee with all that came of it. ``reply`` is None for a silent turn."""

    number: int
    reply: str | None
    response: Response
    credits: tuple[Mark, ...]
    costs: tuple[Mark, ...]
    verdict: Verdict


def score_turn(
    setting: Setting,
    before: State,
    reply: str | None,
    response: Response,
    turns: Sequence[Turn],
) -> Turn:
    """Score one reply; ``before`` is the state it was given in, ``turns`` the ones so far."""
    so_far = points_so_far(turns)
    credits = tuple(_credits(setting, response, turns, so_far))
    costs = tuple(_costs(setting, before, response, so_far))
    return Turn(
        number=len(turns) + 1,
        reply=reply,
        response=response,
        credits=credits,
        costs=costs,
        verdict=_verdict(setting, response, credits, costs),
    )


def _credits(
    setting: Setting, response: Response, turns: Sequence[Turn], so_far: Counter[str]
) -> Iterator[Mark]:
    reading = response.reading
    if reading.hurtful or reading.repeated or reading.stuffed:
        return
    # The first reply may just open warmly; the others have to deal with what is going on.
    first = all(turn.reply is None for turn in turns)
    relevant = response.answer != "dodged" or first
    demands = [setting.demands[name] for name in response.answers]
    kinds = {demand.kind for demand in demands} | {"closing" for d in demands if d.closing}
    for criterion in setting.rubric.strategy:
        left = criterion.limit - so_far[criterion.id]
        if left <= 0 or (criterion.first_reply and not first):
            continue
        if not (relevant or criterion.even_if_evasive):
            continue
        if criterion.on and not kinds & set(criterion.on):
            continue
        if criterion.in_order:
            readings = [*(turn.response.reading for turn in turns), response.reading]
            for _, start, end in steps_taken(setting.story, criterion, readings)[-1]:
                points = min(criterion.points, left)
                left -= points
                if points:
                    yield Mark(criterion.id, points, start, end)
            continue
        words = _shown(setting, criterion, response)
        if words is not None:
            times = list(response.answers.values()).count("answered") if criterion.answering else 1
            yield Mark(criterion.id, min(criterion.points * times, left), *words)


def _shown(
    setting: Setting, criterion: Criterion, response: Response
) -> tuple[int, int] | None:
    """Where the reply shows the criterion, None if it doesn't."""
    reading = response.reading
    ways = list(criterion.shown_by)
    if criterion.answering:
        settled = [name for name, kind in response.answers.items() if kind == "answered"]
        ways = [way for name in settled for way in setting.demands[name].answered_by]
    for way in ways:
        if reading.gives(way):
            span = reading.evidence(way, setting.story)
            # What is wrong or was not theirs to give earns nothing.
            if not overlaps(span.start, span.end, (*reading.misinformation, *reading.beyond_policy)):
                return span.start, span.end
    return None


def _costs(
    setting: Setting, before: State, response: Response, so_far: Counter[str]
) -> Iterator[Mark]:
    if response.reading.silent:
        return
    kinds = {setting.demands[name].kind for name in before.open}
    for criterion in setting.rubric.mistakes:
        left = criterion.limit - so_far[criterion.id]
        if left >= 0 or (criterion.on and not kinds & set(criterion.on)):
            continue
        finding = _made(setting, criterion, response)
        if finding is not None:
            instead = finding.instead or criterion.example.dict()
            yield Mark(
                criterion.id,
                max(criterion.points, left),
                finding.start,
                finding.end,
                instead[setting.language],
            )


def _made(setting: Setting, criterion: Criterion, response: Response) -> Finding | None:
    """Where the reply makes the mistake, None if it doesn't."""
    reading = response.reading
    whole = Finding(0, len(reading.text))
    if criterion.id == "misinformation":
        return next(iter(reading.misinformation), None)
    if criterion.id == "beyond_policy":
        return next(iter(reading.beyond_policy), whole if response.answer == "yielded" else None)
    if criterion.id == "repetition":
        return whole if reading.repeated else None
    if criterion.id == "stuffing":
        return whole if reading.stuffed else None
    if criterion.id == "wall_of_text":
        return whole if _is_wall(reading.text) else None
    if criterion.id == "bare_word":
        return whole if _bare(reading.text) else None
    for way in criterion.shown_by:
        if reading.gives(way):
            span = reading.evidence(way, setting.story)
            return Finding(span.start, span.end)
    return None


def _script(text: str) -> str:
    return "zh" if len(re.findall(r"[一-鿿]", text)) * 4 > len(text) else "en"


def _is_wall(text: str) -> bool:
    return len(text) > min(WALL.values()) and len(text) > WALL[_script(text)]


def _bare(text: str) -> bool:
    words = len(re.findall(r"[一-鿿]|\w+", text))
    return words <= 1 or (words == 2 and _script(text) == "zh")


def points_so_far(turns: Sequence[Turn]) -> Counter[str]:
    """What each criterion has earned or cost until now, by its id."""
    points: Counter[str] = Counter()
    for turn in turns:
        for mark in (*turn.credits, *turn.costs):
            points[mark.criterion] += mark.points
    return points


def _verdict(
    setting: Setting, response: Response, credits: Sequence[Mark], costs: Sequence[Mark]
) -> Verdict:
    reading = response.reading
    waited = all(setting.demands[name].silent for name in response.answers)
    if reading.breaches or reading.misinformation or response.answer == "yielded":
        return "breach"
    if response.answer in ("dodged", "repeated") or reading.stuffed:
        return "poor"
    if response.answer == "answered" and credits and not costs:
        return "good"
    if reading.silent:
        return "fair" if waited or response.answer == "answered" else "poor"
    return "fair"


class Result(NamedTuple):
    """One criterion on the scorecard, with each turn's evidence."""

    criterion: Criterion
    points: int
    status: Literal["met", "partly", "missed", "broken"]
    evidence: tuple[tuple[int, Mark], ...]


class Scorecard(NamedTuple):
    """The whole session's result. ``score`` is 0 to 100."""

    score: int
    medal: Medal | None
    ending: str
    kind: Literal["won", "partial", "lost"]
    results: tuple[Result, ...]


def scorecard(setting: Setting, ending_id: str, turns: Sequence[Turn]) -> Scorecard:
    """Sum up a session that ended with ``ending_id``.

    The score is the sum of all marks within 0 to 100, at most ``CAPS`` by the kind of ending.
    Mistakes take no more than half of what was earned, less so the more replies made a never move:
    a wrong strategy is still better than rudeness. A medal needs its score, gold also that no never move was made
    (playbook §11).
    """
    criteria = setting.rubric
    kind = find_ending(setting, ending_id).kind
    results = []
    for criterion in (*criteria.strategy, *criteria.mistakes):
        evidence = tuple(
            (turn.number, mark)
            for turn in turns
            for mark in (*turn.credits, *turn.costs)
            if mark.criterion == criterion.id
        )
        points = sum(mark.points for _, mark in evidence)
        if criterion.points > 0 or points:
            results.append(Result(criterion, points, _status(criterion, points), evidence))
    earned = sum(result.points for result in results if result.points > 0)
    costs = sum(result.points for result in results if result.points < 0)
    civil = [turn for turn in turns if not turn.response.reading.breaches]
    kept = math.ceil(earned * len(civil) / (2 * max(1, len(turns))))
    score = min(CAPS[kind], max(earned + costs, kept), 100)
    spotless = not any(set(turn.response.reading.breaches) & NEVER for turn in turns)
    medal = next(
        (m for m, least in MEDALS if score >= least and (m != "gold" or spotless)), None
    )
    return Scorecard(score, medal, ending_id, kind, tuple(results))


def _status(
    criterion: Criterion, points: int
) -> Literal["met", "partly", "missed", "broken"]:
    if criterion.points < 0:
        return "broken"
    if points * 4 >= criterion.limit * 3:
        return "met"
    return "partly" if points else "missed"
