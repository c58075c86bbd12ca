"""What the trained tagger makes of a file: its tests and its example wordings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sparring.content import LANGUAGES, Answer, Criterion, Customer, StoryTest, Version
from sparring.content.problems import Fault
from sparring.diagnostics.wording import Written
from sparring.moves import Span
from sparring.session import Entry, Play, Start, setting_for

# Finds the moves in a reply, given what the customer said before.
Tag = Callable[[str, str], Sequence[Span]]
SILENCE = "/wait"


def tests_pass(version: Version, tag: Tag) -> Iterator[Fault]:
    """S701."""
    for number, story in enumerate(version.customer.stories):
        for index, test in enumerate(story.tests):
            failure = failed(version, story.id, test, tag)
            if failure is not None:
                key, message = failure
                place = ("their_stories", number, "tests", index, "expect", *key)
                yield Fault("S701", place, f"test `{test.name}`: {message}", "mend the story, or the test")


def failed(version: Version, story_id: str, test: StoryTest, tag: Tag) -> tuple[tuple[str, ...], str] | None:
    """What came otherwise than a test expects: the key and what is wrong; None if it passes."""
    play = played(version, story_id, test, tag)
    if not play.over:
        play = play.end()
    card, expect = play.scorecard(), test.expect
    said = f" after {len(play.turns)} of {len(test.replies)} replies" if len(play.turns) < len(test.replies) else ""
    if expect.ending is not None and card.ending != expect.ending:
        return ("ending",), f"it ends with `{card.ending}`{said} ({card.score} points)"
    if expect.score is not None and card.score not in expect.score:
        return ("score",), f"it has {card.score} points"
    if expect.medal is not None and (card.medal or "none") != expect.medal:
        return ("medal",), f"the medal is {card.medal or 'none'} ({card.score} points)"
    verdicts = [turn.verdict for turn in play.turns]
    if expect.verdicts and verdicts != expect.verdicts:
        return ("verdicts",), f"the verdicts are [{', '.join(verdicts)}]"
    got = {result.criterion.id for result in card.results if result.points}
    for key in ("earns", "costs"):
        for name in getattr(expect, key):
            if name not in got:
                return (key,), f"`{name}` {'earns' if key == 'earns' else 'costs'} nothing"
    return None


def played(version: Version, story_id: str, test: StoryTest, tag: Tag) -> Play:
    """The session of a test's replies, until it is over or they are."""
    start = Start(
        customer=version.customer.id,
        story=story_id,
        language=test.language,
        difficulty=test.difficulty,
        seed=test.seed,
    )
    play = Play.begin(setting_for(version, start, ""))
    for reply in test.replies:
        if play.over:
            break
        silent = reply.strip() == SILENCE
        play = play.reply(Entry(None) if silent else Entry(reply, tuple(tag(reply, play.last_words))))
    return play


def stories_have_tests(customer: Customer, written: Written) -> Iterator[Fault]:
    """S703."""
    for number, story in enumerate(customer.stories):
        if not story.tests:
            mend = "add `tests:` with replies and the ending they lead to"
            yield Fault("S703", ("their_stories", number, "id"), f"story `{story.id}` has no tests", mend)


def examples_are_recognised(customer: Customer, written: Written, tag: Tag) -> Iterator[Fault]:
    """S702: the example of a strategy shows one of the moves that earn its points."""
    for number, criterion in enumerate(customer.strategy):
        moves = {part.move for way in _ways(criterion) for part in way.parts} - {None, "wait"}
        topical = any(part.move is None for way in _ways(criterion) for part in way.parts)
        for language in LANGUAGES:
            place = ("strategy", number, "example", language)
            if not moves or topical or not written(place):
                continue
            heard = {span.move for span in tag(criterion.example[language], "")}
            if not heard & moves:
                found = f"the tagger hears {', '.join(sorted(heard))}" if heard else "the tagger hears nothing"
                message = f"{found} in the example of `{criterion.id}`"
                yield Fault("S702", place, message, f"reword it so that it makes a move it is for: {', '.join(sorted(str(move) for move in moves))}")


def _ways(criterion: Criterion) -> list[Answer]:
    return [*criterion.shown_by, *(way for step in criterion.in_order for way in step.shown_by)]
