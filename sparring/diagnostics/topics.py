"""Topics: words that find what a reply is about, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sparring.content import LANGUAGES, Customer, Lines, Story, Text
from sparring.content.problems import Fault
from sparring.content.story_laws import places_of_demands
from sparring.diagnostics.pieces import pieces
from sparring.diagnostics.wording import NAMES, Written
from sparring.possible import ways_of

# In so many texts one language's words find a topic before the other's silence says something.
SURELY = 3


def topics_find_something(customer: Customer, written: Written) -> Iterator[Fault]:
    """S704. Hints and the like stand in both languages, so a topic that a good agent must name and
    that one language's words find there again and again has wrong words in the other if those find
    nothing anywhere."""
    for number, story in enumerate(customer.stories):
        wanted = _wanted(customer, story)
        texts = {language: _texts(customer, story, language) for language in LANGUAGES}
        spoken = {language: _spoken(story, language) for language in LANGUAGES}
        for name, topic in story.topics.items():
            place = ("their_stories", number, "topics", name)
            for word in topic.en:
                if re.fullmatch("[A-Za-z]", word):
                    message = f"`{word}` finds every English word that begins with it"
                    yield Fault("S704", (*place, "en"), message, "write whole words", word)
            found = {language: sum(topic.search(text) is not None for text in texts[language]) for language in LANGUAGES}
            for language, other in (LANGUAGES, LANGUAGES[::-1]):
                if name not in wanted or found[language] or found[other] < SURELY or not getattr(topic, language):
                    continue
                if topic.search("\n".join(spoken[language])) is None:
                    message = f"the {NAMES[language]} words of `{name}` find nothing in the story, the {NAMES[other]} ones find it {found[other]} times"
                    yield Fault("S704", (*place, language), message, "correct their spelling; each word is an item of its own", at_key=True)


def _wanted(customer: Customer, story: Story) -> set[str]:
    """The topics by which points are earned or demands answered."""
    lists = [getattr(demand, key) for _, demand in places_of_demands(story) for key in ("answered_by", "partly_by", "comes_out_by")]
    ways = [way for each in [*lists, *map(ways_of, customer.strategy)] for way in each]
    return {part.topic for way in ways for part in way.parts if part.topic is not None}


def _texts(customer: Customer, story: Story, language: str) -> list[str]:
    """What the story and the strategy tell the trainee in one language."""
    texts = [piece[language] for _, piece in pieces(story) if isinstance(piece, Text)]
    return texts + [text for criterion in customer.strategy for text in (criterion.tip[language], criterion.example[language])]


def _spoken(story: Story, language: str) -> list[str]:
    """The customer's lines in one language, and the replies of its tests."""
    lines = [line for _, piece in pieces(story) if isinstance(piece, Lines) for line in piece[language]]
    return lines + [reply for test in story.tests if test.language == language for reply in test.replies]
