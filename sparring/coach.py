"""The coach: one short line after each reply, and the hint that a trainee asks for.

Feedback stays on by default, since practice without it can make people worse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sparring.content import Criterion, Text
from sparring.conversation import Setting, State
from sparring.scoring import Mark, Turn, points_so_far


def coach_line(
    setting: Setting, state: State, turns: Sequence[Turn], told: Sequence[str]
) -> str:
    """What to mend in the last reply and how, or what it did well and what is next.

    ``state`` is the one after the last of ``turns``; ``told`` are the coach's earlier lines, which
    don't come again as long as there is another one.
    """
    lines = list(_coaching(setting, state, turns))
    return next((line for line in lines if line not in told), lines[-1])


def hint(setting: Setting, state: State, turns: Sequence[Turn]) -> Text:
    """What a gold-medal agent would aim at now, with a wording where a criterion shows one."""
    if not state.open:
        return setting.customer.how_to_handle
    demand = setting.demands[state.open[0]]
    wanted = {move for way in demand.answered_by for move, _ in way.parts if move}
    for criterion in _to_be_earned(setting, state, turns):
        if wanted & {move for way in criterion.shown_by for move, _ in way.parts}:
            return Text(
                en=f"{demand.hint.en} For instance: “{criterion.example.en}”",
                zh=f"{demand.hint.zh}比如：“{criterion.example.zh}”",
            )
    return demand.hint


def _coaching(setting: Setting, state: State, turns: Sequence[Turn]) -> Iterator[str]:
    """What could be said, the best first."""
    language, turn = setting.language, turns[-1]
    criteria = {c.id: c for part in setting.rubric for c in part}
    if turn.costs:
        worst = min(turn.costs, key=lambda mark: mark.points)
        criterion = criteria[worst.criterion]
        gained = sum(mark.points for mark in turn.credits)
        head = f"✓ +{gained} ✗ " if gained else "✗ "
        head += f"{worst.points} {criterion.title[language]}"
        yield f"{head} — {criterion.tip[language]}"
        yield f"{head} — {_instead(worst, criterion, language)}"
        yield f"{head} — {criterion.reason[language]}"
    done = _done_well(turn, criteria, language)
    if done and turn.verdict == "good":
        yield done
    before = f"{done} → " if done else "→ "
    for name, kind in turn.response.answers.items():
        if kind != "answered":
            yield before + setting.demands[name].hint[language]
    earned = {mark.criterion for mark in turn.credits}
    for criterion in _to_be_earned(setting, state, turns):
        if criterion.id not in earned:
            yield before + criterion.tip[language]
    yield done or before + setting.customer.how_to_handle[language]


def _instead(mark: Mark, criterion: Criterion, language: str) -> str:
    """The right fact as it is, an example wording in quotes."""
    if mark.instead != criterion.example[language]:
        return str(mark.instead)
    return f"比如：“{mark.instead}”" if language == "zh" else f"For instance: “{mark.instead}”"


def _done_well(turn: Turn, criteria: dict[str, Criterion], language: str) -> str:
    """What the reply earned; "" if it did nothing well."""
    comma = "、" if language == "zh" else ", "
    times = Counter(mark.criterion for mark in turn.credits)
    titles = [criteria[c].title[language] + (f" ×{n}" if n > 1 else "") for c, n in times.items()]
    if titles:
        return f"✓ +{sum(mark.points for mark in turn.credits)} " + comma.join(titles)
    if turn.response.answer != "answered":
        return ""
    return "✓ " + next(c.title[language] for c in criteria.values() if c.answering)


def _to_be_earned(setting: Setting, state: State, turns: Sequence[Turn]) -> Iterator[Criterion]:
    """The customer's criteria that can still be earned, given what is on the table now."""
    kinds = {setting.demands[name].kind for name in state.open}
    so_far = points_so_far(turns)
    for criterion in setting.customer.strategy:
        fits = not criterion.on or kinds & set(criterion.on)
        if fits and so_far[criterion.id] < criterion.limit:
            yield criterion
