"""Topics: each is named by an answer, and its words are found in what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sparring.content import LANGUAGES, Customer, Story, Words
from sparring.content.problems import Fault
from sparring.content.source import Source
from sparring.diagnostics.pieces import pieces, texts
from sparring.diagnostics.wording import NAMES, short, words_are_in_their_language

_SEPARATOR = re.compile("[,，、;；]")


def topics_are_named(customer: Customer, source: Source) -> Iterator[Fault]:
    """S509. What the file says counts, also where an answer can't be read."""
    named = set(re.findall(r"\babout\s+(\w+)", source.text))
    for number, story in enumerate(customer.stories):
        for name in story.topics:
            if name not in named:
                place = ("their_stories", number, "topics", name)
                yield Fault("S509", place, f"no answer is about `{name}`", f"name it in an answer (`about {name}`), or take it out", at_key=True)


def words_are_found(customer: Customer, source: Source) -> Iterator[Fault]:
    """S510: nothing that is written of a story has a word of what it wants to hear, and the words
    themselves show no reason."""
    odd = {fault.place[:-1] for look in (words_are_words, _in_their_language) for fault in look(customer, source)}
    for number, story in enumerate(customer.stories):
        said = _said(customer, story)
        for name in _wanted(story):
            for language in LANGUAGES:
                there = ("their_stories", number, "topics", name, language)
                topic = story.topics[name]
                if getattr(topic, language) and there not in odd and not any(map(topic.search, said[language])):
                    message = f"no hint, line, test or example has one of the {NAMES[language]} words of `{name}`"
                    mend = "look for a slip in them, or let the hint use one"
                    yield Fault("S510", there, message, mend, at_key=True)
                    break


def _in_their_language(customer: Customer, source: Source) -> Iterator[Fault]:
    return words_are_in_their_language(customer, source.written)


def _wanted(story: Story) -> list[str]:
    """The topics that answer a demand; what is said at the end is in nobody's hint."""
    answers = [answer for demand in story.all_demands if not demand.closing for answer in demand.answered_by]
    wanted = {topic for answer in answers for _, topic in answer.parts}
    return [name for name in story.topics if name in wanted]


def _said(customer: Customer, story: Story) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for _, language, text in texts([story, customer.strategy]):
        said[language].append(text)
    for test in story.tests:
        said[test.language] += test.replies
    return said


def words_are_words(customer: Customer, source: Source) -> Iterator[Fault]:
    """S511: a letter begins half of all words, and a list in one pair of quotes is one word."""
    for place, piece in pieces(customer):
        for language in LANGUAGES if isinstance(piece, Words) else ():
            for number, word in enumerate(getattr(piece, language)):
                there = (*place, language, number)
                if language == "en" and re.fullmatch("[A-Za-z]", word.strip()):
                    yield Fault("S511", there, f"`{word}` is found wherever a word begins with it", "write a whole word")
                elif len(_SEPARATOR.findall(word)) > 1:
                    yield Fault("S511", there, f"`{short(word)}` is searched for as a whole", "put each word in quotes of its own")


TOPICS = (topics_are_named, words_are_found, words_are_words)
