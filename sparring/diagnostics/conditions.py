"""Conditions that can never hold, or always do.

All of it errs on the side of "possible": what is called impossible surely is.
"""

from __future__ import annotations

from sparring.content import Answer, Condition, Demand, Story
from sparring.content.problems import Place
from sparring.conversation import LEVELS, MAX_REPLIES
from sparring.possible import can_be_given, can_give_in, can_open, gives_also


def never_holds(condition: Condition, story: Story, waiting: Demand | None = None) -> tuple[Place, str] | None:
    """Where and why a condition can't hold; None if it can, for all that is known. ``waiting`` is
    the demand that comes up with it (None for an ending): until then it isn't answered itself."""
    for number, name in enumerate(condition.unsettled):
        if name in condition.settled:
            return ("unsettled", number), f"`{name}` is to be settled and unsettled"
    for name, least in condition.at_least.items():
        most = _most(name, story, condition, waiting)
        if least > most:
            why = f"there can be {most} at most" if most > 0 else "there can be none"
            return ("at_least", name), f"`{name}` is to be {least}, but {why}"
    settled = len(set(condition.settled))
    if condition.at_most.get("answered", settled) < settled:
        return ("at_most", "answered"), f"{settled} settled demands are more than {condition.at_most['answered']}"
    if condition.at_most.get("replies", 1) < 1 and not (waiting and can_open(waiting, story)):
        return ("at_most", "replies"), "there has been a reply by then"
    refusable = can_give_in(story)
    if condition.any_said:
        left = [a for a in condition.any_said if can_be_given(a, story, refusable)]
        if not left:
            return ("any_said",), "no reply can do any of this"
        if all(any(gives_also(a, kept_out) for kept_out in condition.not_said) for a in left):
            return ("not_said",), "the same is to be said and not to be said"
        if all(any(condition.at_most.get(p.move or "", 1) < 1 for p in a.parts) for a in left):
            return ("at_most",), "a move is to be made and counted zero times"
    return None


def _most(name: str, story: Story, condition: Condition, waiting: Demand | None) -> int:
    """How much a count can come to at most where a condition holds."""
    if name == "patience":
        return 100
    if name == "answered" and not story.bargain:
        return len(story.demands) - len({*condition.unsettled, *([waiting.id] if waiting else [])})
    if name == "dropped" and not story.bargain:
        return len(story.demands) - len(set(condition.settled))
    if name == "beyond_policy" and not (can_give_in(story) or story.not_allowed or story.goodwill):
        return 0
    if name == "concede" and not can_give_in(story):
        return 0
    if name == "misinformation" and not (story.facts or story.wrong):
        return 0
    return most_replies(story)


def most_replies(story: Story) -> int:
    """How many replies a session can have: each answers the demand on the table, or lets it come
    back once more. A bargain begins anew with each concession."""
    if story.bargain:
        return MAX_REPLIES
    more = max(level.presses for level in LEVELS.values())
    return min(MAX_REPLIES, sum(1 + (d.presses + more if d.presses else 0) for d in story.demands))


def holds_from_the_start(condition: Condition, patience: int) -> bool:
    """Whether a condition holds when nothing has happened but one plain reply."""
    if condition.done or condition.settled or condition.any_said:
        return False
    start = {"patience": patience, "replies": 1}
    return all(start.get(name, 0) >= least for name, least in condition.at_least.items()) and all(
        start.get(name, 0) <= most for name, most in condition.at_most.items()
    )


def holds_whenever(condition: Condition, other: Condition) -> bool:
    """Whether ``condition`` holds in every state in which ``other`` does."""
    answered = len(set(other.settled))
    least = {"answered": answered, **other.at_least}
    return (
        set(condition.settled) <= set(other.settled)
        and set(condition.unsettled) <= set(other.unsettled)
        and (condition.done <= other.done)
        and all(least.get(name, 0) >= number for name, number in condition.at_least.items())
        and all(other.at_most.get(name, 10**6) <= number for name, number in condition.at_most.items())
        and (
            not condition.any_said
            or (bool(other.any_said) and all(any(gives_also(a, b) for b in condition.any_said) for a in other.any_said))
            or any(_counted(a, other) for a in condition.any_said)
        )
        and all(any(gives_also(a, b) for b in other.not_said) or _uncounted(a, other) for a in condition.not_said)
    )


def _counted(answer: Answer, condition: Condition) -> bool:
    """Whether ``at_least`` says that the answer's one move was made."""
    only = answer.parts[0]
    single = len(answer.parts) == 1 and only.topic is None and not answer.without
    return single and condition.at_least.get(only.move or "", 0) > 0


def _uncounted(answer: Answer, condition: Condition) -> bool:
    """Whether ``at_most`` says that one of the answer's moves was never made."""
    return any(condition.at_most.get(part.move or "", 1) < 1 for part in answer.parts)
