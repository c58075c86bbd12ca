"""What the trained tagger makes of a file: its tests and its example wordings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from sparring.content import LANGUAGES, Criterion, Customer, StoryTest, Version
from sparring.content.problems import Fault, Place
from sparring.diagnostics.wording import NAMES, Written
from sparring.moves import Span
from sparring.possible import can_be_shown, can_give_in, gives_also, ways_of
from sparring.reading import read
from sparring.session import Entry, Play, Start, setting_for

# Finds the moves in a reply, given what the customer said before.
Tag = Callable[[str, str], Sequence[Span]]
SILENCE = "/wait"


class Failure(NamedTuple):
    """Which expectation of a test isn't met, what came instead, and the mend."""

    place: Place
    message: str
    mend: str


def tests_pass(version: Version, stories: Iterable[int], tag: Tag) -> Iterator[Fault]:
    """S701, in the stories of these numbers; one for all of a story's tests if none of them passes,
    for then the story is at fault."""
    for number in stories:
        story = version.customer.stories[number]
        faults = []
        for index, test in enumerate(story.tests):
            failure = failed(version, story.id, test, tag) if _other_language(test) is None else None
            if failure is not None:
                place = ("their_stories", number, "tests", index, "expect", *failure.place)
                faults.append(Fault("S701", place, f"test `{test.name}`: {failure.message}", failure.mend))
        if len(faults) == len(story.tests) > 1:
            message = f"none of the story's {len(faults)} tests passes; {faults[0].message}"
            faults = [faults[0]._replace(message=message, mend="mend the story, or its tests")]
        yield from faults


def failed(version: Version, story_id: str, test: StoryTest, tag: Tag) -> Failure | None:
    """What came otherwise than a test expects; None if it passes."""
    play = played(version, story_id, test, tag)
    over, said = play.over, len(play.turns)
    if not over:
        play = play.end()
    card, expect = play.scorecard(), test.expect
    points = f"({card.score} points)"
    if expect.ending is not None and card.ending != expect.ending:
        if not over and expect.ending in [ending.id for ending in play.setting.story.endings]:
            message = f"`{expect.ending}` is expected, but the session isn't over after {_replies(said)} {points}"
            return Failure(("ending",), message, "add replies to its end, or mend the story")
        early = f" after {said} of {_replies(len(test.replies))}" if said < len(test.replies) else ""
        message = f"`{expect.ending}` is expected, but it ends with `{card.ending}`{early} {points}"
        return Failure(("ending",), message, f"mend the story, or write `ending: {card.ending}`")
    if expect.score is not None and card.score not in expect.score:
        message = f"{expect.score} points are expected, but it has {card.score}"
        return Failure(("score",), message, f"mend the story, or write a range with {card.score} in it")
    if expect.medal is not None and (card.medal or "none") != expect.medal:
        message = f"the medal `{expect.medal}` is expected, but it is `{card.medal or 'none'}` {points}"
        return Failure(("medal",), message, f"mend the story, or write `medal: {card.medal or 'none'}`")
    verdicts = [turn.verdict for turn in play.turns]
    if expect.verdicts and verdicts != expect.verdicts:
        message = f"the verdicts are [{', '.join(verdicts)}], not [{', '.join(expect.verdicts)}]"
        return Failure(("verdicts",), message, "mend the story, or the verdicts")
    got = {result.criterion.id for result in card.results if result.points}
    for key in ("earns", "costs"):
        for number, name in enumerate(getattr(expect, key)):
            if name not in got:
                mend = f"mend the replies or the criterion, or take `{name}` out"
                return Failure((key, number), f"`{name}` {key} nothing", mend)
    return None


def _replies(number: int) -> str:
    return f"{number} {'reply' if number == 1 else 'replies'}"


def _other_language(test: StoryTest) -> str | None:
    """The language that a test's replies are in, if it surely isn't the one it says."""
    said = [reply for reply in test.replies if reply.strip() != SILENCE]
    chinese = [re.search("[一-鿿]", reply) is not None for reply in said]
    if test.language == "en" and chinese and all(chinese):
        return "zh"
    if test.language == "zh" and not any(chinese) and len(re.findall("[A-Za-z]{2,}", " ".join(said))) > 2:
        return "en"
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


def tests_are_in_their_language(customer: Customer, written: Written) -> Iterator[Fault]:
    """S704."""
    for number, story in enumerate(customer.stories):
        for index, test in enumerate(story.tests):
            other = _other_language(test)
            if other is not None:
                place = ("their_stories", number, "tests", index, "language")
                message = f"the replies of test `{test.name}` are {NAMES[other]}, but its language is {NAMES[test.language]}"
                yield Fault("S704", place, message, f"write `language: {other}`")


OF_TESTS = (stories_have_tests, tests_are_in_their_language)


def examples_are_recognised(customer: Customer, written: Written, tag: Tag) -> Iterator[Fault]:
    """S702: the example of a strategy shows one of the moves that earn its points. Where naming a
    topic earns them, it is left out: no example can name those of all stories."""
    for number, criterion in enumerate(customer.strategy):
        moves = {part.move for way in ways_of(criterion) for part in way.parts} - {None, "wait"}
        if not moves or any(part.move is None for way in criterion.shown_by for part in way.parts):
            continue
        faults = []
        for language, text in _examples(("strategy", number), criterion, written):
            heard = {span.move for span in tag(text, "")}
            if heard & moves:
                continue
            found = f"the tagger hears {', '.join(sorted(heard))}" if heard else "the tagger hears nothing"
            message = f"{found} in the example of `{criterion.id}`"
            mend = f"reword it so that it makes a move it is for: {', '.join(sorted(str(move) for move in moves))}"
            faults.append(Fault("S702", ("strategy", number, "example", language), message, mend))
        yield from _together(faults)


def examples_make_no_mistake(customer: Customer, written: Written, tag: Tag) -> Iterator[Fault]:
    """S702: the example of a mistake, the better wording, doesn't make it. Left out are what earns
    points as well (S405 tells of it), and a mistake that one makes by not naming a story's topic: the
    example can't name those of all stories."""
    earning = [way for criterion in customer.strategy for way in ways_of(criterion)]
    for number, mistake in enumerate(customer.mistakes):
        ways = [
            way for way in mistake.shown_by
            if not any(kept_out.topic for kept_out in way.without) and not any(gives_also(each, way) for each in earning)
        ]  # fmt: skip
        stories = [story for story in customer.stories if can_be_shown(mistake, story)]
        faults = []
        for language, text in _examples(("mistakes", number), mistake, written):
            spans = tag(text, "") if ways and stories else ()
            readings = [read(story, text, spans, (), "", refusable=can_give_in(story), closing=False) for story in stories]
            way = next((way for way in ways if readings and all(reading.gives(way) for reading in readings)), None)
            if way is not None:
                message = f"the example of `{mistake.id}` makes that very mistake: `{way.text}`"
                faults.append(Fault("S702", ("mistakes", number, "example", language), message, "write what to say instead"))
        yield from _together(faults)


def _examples(place: Place, criterion: Criterion, written: Written) -> list[tuple[str, str]]:
    """The example of a criterion by language, as far as the file has it."""
    return [(language, criterion.example[language]) for language in LANGUAGES if written((*place, "example", language))]


def _together(faults: Sequence[Fault]) -> Iterator[Fault]:
    """One problem for an example that is wrong in both languages."""
    if len(faults) > 1:
        yield faults[0]._replace(message=f"{faults[0].message}, in both languages")
    else:
        yield from faults
