"""What a simulated trainee can say: replies that make given moves about given topics.

Everything is tried on the story when it is first needed, so that a reply meant to answer doesn't
contradict the briefing by a topic word that happens to be a forbidden one too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from sparring.content import Answer, Criterion, Demand, Fact, Words
from sparring.conversation import Setting, State
from sparring.moves import MOVES, Span
from sparring.procedure import steps_left
from sparring.reading import Reading, read
from sparring.scoring import WALL, Turn

SEPARATOR = {"en": ". ", "zh": "。"}
# A commitment names a time, so that the customer can remember it.
SOON = {"en": "tomorrow", "zh": "明天上午"}
TRIED = 12  # of a list of words
WAIT = Answer.parse("wait")
# What a count that conditions use is made of.
COUNTED_BY = {"reminders": ("remind_payment", "ask_to_order", "pester"), "waits": ("wait",)}
POLITE_WORDS = ("greet", "thank", "empathise", "praise", "small_talk")
_FIGURES = {
    "yuan": "¥{:g}", "percent": "{:g}%", "hours": "{:g} hours", "days": "{:g} days",
    "months": "{:g} months", "pieces": "{:g} pieces", "clock": "{:02.0f}:07",
}  # fmt: skip


class Chunk(NamedTuple):
    """Some words of a reply and the move that they make, if any."""

    words: str
    move: str | None = None


class Said(NamedTuple):
    """A reply, and in a word or two what it does. ``text`` None is a silent turn."""

    does: str
    text: str | None
    spans: tuple[Span, ...] = ()


SILENCE = Said("wait", None)


def compose(does: str, chunks: Sequence[Chunk], number: int, language: str) -> Said:
    """The chunks as the trainee's reply of that number, each in a sentence of its own.

    Filler makes replies differ, since the customer hears a repetition: one letter, many times, is
    no word of any language, and another one in each of the 20 replies a session can have.
    """
    text, spans = "", []
    filler = chr(ord("a") + number % 26)
    for chunk in chunks:
        start = len(text)
        text += f"{filler * max(6, len(chunk.words) // 2)} {chunk.words}".strip()
        if chunk.move is not None:
            spans.append(Span(chunk.move, start, len(text)))
        text += SEPARATOR[language]
    return Said(does, text.strip(), tuple(spans))


class Repertoire:
    """The chunks for a story in a language, each found once."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.story = setting.story
        self.language = setting.language
        self._found: dict[Answer, tuple[Chunk, ...] | None] = {}

    def showing(self, answer: Answer) -> tuple[Chunk, ...] | None:
        """Chunks that answer in this way; None for a silent turn, and for what can't be said in
        this story."""
        if answer not in self._found:
            self._found[answer] = self._showing(answer)
        return self._found[answer]

    def _showing(self, answer: Answer) -> tuple[Chunk, ...] | None:
        if any(part.move == "wait" for part in answer.parts):
            return None
        if any(part.topic is not None and part.topic not in self.story.topics for part in answer.parts):
            return None
        chunks = tuple(self._chunk(part.move, part.topic) for part in answer.parts)
        return chunks if self._heard(chunks).gives(answer) else None

    def _chunk(self, move: str | None, topic: str | None) -> Chunk:
        """A chunk with the topic's first word that contradicts nothing."""
        soon = SOON[self.language] if move == "commit" else ""
        if topic is None:
            return Chunk(soon, move)
        words = self._words(self.story.topics[topic])
        chunks = [Chunk(f"{word} {soon}".strip(), move) for word in words]
        return next((chunk for chunk in chunks if self._is_right(chunk)), chunks[0])

    def _words(self, words: Words) -> list[str]:
        """Some of the words, those of the language first."""
        own, other = (words.zh, words.en) if self.language == "zh" else (words.en, words.zh)
        return [*own, *other][:TRIED]

    def _is_right(self, chunk: Chunk) -> bool:
        reading = self._heard((chunk,))
        return not (reading.misinformation or (reading.beyond_policy and chunk.move != "concede"))

    def _heard(self, chunks: Sequence[Chunk]) -> Reading:
        said = compose("", chunks, 0, self.language)
        assert said.text is not None
        return read(self.story, said.text, said.spans, (), "", refusable=True, closing=False)

    @cached_property
    def false_claim(self) -> tuple[Chunk, ...] | None:
        """Words that contradict the briefing; None if nothing would."""
        for chunk in self._false_claims():
            if self._heard((chunk,)).misinformation:
                return (chunk,)
        return None

    def _false_claims(self) -> Iterator[Chunk]:
        for claim in self.story.wrong:
            yield from (Chunk(word) for word in self._words(claim.words))
        for fact in self.story.facts.values():
            figure = _FIGURES[fact.unit].format(_other_than(fact))
            yield from (Chunk(f"{word} {figure}") for word in self._words(fact.words))

    @cached_property
    def forbidden_grant(self) -> tuple[Chunk, ...] | None:
        """Words that grant what the briefing doesn't allow; None if it forbids nothing."""
        for chunk in self._grants():
            if self._heard((chunk,)).beyond_policy:
                return (chunk,)
        return None

    def _grants(self) -> Iterator[Chunk]:
        for claim in self.story.not_allowed:
            yield from (Chunk(word, "offer_remedy") for word in self._words(claim.words))
        if self.story.goodwill is not None:
            yield Chunk(f"¥{self.story.goodwill.at_most * 3 + 987}", "offer_goodwill")

    def concession(self, amount: int | None) -> tuple[Chunk, ...]:
        """Giving in; with ``amount`` to that price."""
        return (Chunk("" if amount is None else f"¥{amount}", "concede"),)

    def ways(self, demands: Iterable[Demand], key: str) -> list[Answer]:
        """The ways to meet demands that can be said: ``answered_by``, ``partly_by``, ``yielded_by``."""
        return [way for d in demands for way in getattr(d, key) if self.showing(way) is not None]

    @cached_property
    def credits(self) -> list[tuple[str, Answer]]:
        """A way to show each criterion, by its id, where there is one that can be said."""
        found = []
        for part in self.setting.rubric:
            for criterion in part:
                ways = [*criterion.shown_by, *(w for step in criterion.in_order for w in step.shown_by)]
                found += [(criterion.id, way) for way in ways if self.showing(way) is not None]
        return found

    @cached_property
    def looked_at(self) -> list[Answer]:
        """Ways to answer that the story's conditions look at, or count."""
        conditions = [demand.only_if for demand in self.story.all_demands]
        conditions += [ending.when for ending in self.story.endings]
        found = [way for c in conditions for way in (*c.any_said, *c.not_said)]
        counted = {name for c in conditions for name in (*c.at_least, *c.at_most)}
        moves = (counted & set(MOVES)) | {m for name in counted for m in COUNTED_BY.get(name, ())}
        found += [Answer.parse(move) for move in sorted(moves)]
        return [way for way in dict.fromkeys(found) if way == WAIT or self.showing(way) is not None]

    def asking_out(self, state: State) -> list[Answer]:
        """Ways to bring out what is hidden behind a demand on the table (playbook §7)."""
        hidden = [d for d in self.story.demands if d.behind in state.open and d.id not in state.out]
        return self.ways(hidden, "comes_out_by")

    def next_steps(self, turns: Sequence[Turn]) -> list[Answer]:
        """A way to take the next step of each procedure (playbook §8)."""
        readings = [turn.response.reading for turn in turns]
        found = []
        for criterion in self._procedures:
            left = steps_left(self.story, criterion, readings)
            ways = left[0].shown_by if left else []
            found += [way for way in ways if self.showing(way) is not None][:1]
        return found

    @cached_property
    def _procedures(self) -> list[Criterion]:
        return [criterion for criterion in self.setting.rubric.strategy if criterion.in_order]

    @cached_property
    def mistakes(self) -> list[Answer]:
        """Ways to make the customer's mistakes and those of the house."""
        ways = [way for c in self.setting.rubric.mistakes for way in c.shown_by]
        return [way for way in dict.fromkeys(ways) if self.showing(way) is not None]


def stuffed() -> tuple[Chunk, ...]:
    """Every polite phrase at once."""
    return tuple(Chunk("", move) for move in POLITE_WORDS)


def wall(language: str) -> tuple[Chunk, ...]:
    """More than anybody reads."""
    return (Chunk("o" * WALL["en" if language == "zh" else language]),)


def _other_than(fact: Fact) -> float:
    """A figure that the fact doesn't allow."""
    if fact.unit == "clock":
        taken = {value % 12 // 1 for value in fact.values}
        return next((hour for hour in (4.0, 3.0, 8.0, 9.0) if hour not in taken), 1.0)
    return max(fact.values, default=0) + 7
