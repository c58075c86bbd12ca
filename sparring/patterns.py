"""The rule layer: phrases that must never be missed, unless they are negated or quoted.

Patterns are data (``data/patterns/<language>.yml``) that a trainer can read: phrases, where … stands
for up to four words or characters. spaCy's matcher finds them on a blank pipeline, which needs no model.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple, Optional

import spacy
from pydantic import Field, ValidationError, validator
from spacy.matcher import Matcher

from sparring.clauses import clauses, sentences
from sparring.content import DATA, ContentError, Part, known_move, read_yaml
from sparring.moves import Span

GAP = 4
FOLDER = DATA / "patterns"


class Pattern(Part):
    """One rule: any of the phrases makes the move, unless what stands around it says otherwise.

    ``even_if_negated`` is for phrases that carry their own *not*; ``not_with`` lists words in the
    same clause that make them harmless.
    """

    id: str
    move: str
    phrases: list[str] = Field(min_items=1)
    not_with: list[str] = []
    even_if_negated: bool = False

    _known = validator("move", allow_reuse=True)(known_move)


class Scopes(Part):
    """Words that turn a phrase around (``negation``), and that report it (``quotation``)."""

    negation: list[str]
    quotation: list[str]


class PatternFile(Part):
    """A pattern file: its scopes and its rules."""

    scopes: Scopes
    patterns: list[Pattern]


class Rules(NamedTuple):
    """The compiled patterns of a language."""

    nlp: Any
    matcher: Matcher
    patterns: dict[str, Pattern]
    scopes: Scopes


def find(text: str, language: str) -> list[Span]:
    """The moves that the rules see in ``text``, each with the clause that holds the phrase."""
    rules = load(language)
    doc = rules.nlp.make_doc(text.lower())
    found: dict[tuple[str, int], Span] = {}
    units = [clause for sentence in sentences(text) for clause in clauses(text, sentence)]
    for key, first, last in rules.matcher(doc):
        pattern = rules.patterns[rules.nlp.vocab.strings[key]]
        start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
        unit = next((u for u in units if u.start <= start < u.end), None)
        if unit is None or _harmless(text.lower(), unit.start, start, end, pattern, rules.scopes):
            continue
        until = next((u.end for u in units if u.start < end <= u.end), unit.end)
        found[pattern.move, unit.start] = Span(pattern.move, unit.start, until, 1.0, pattern.id)
    return list(found.values())


def _harmless(
    text: str, clause: int, start: int, end: int, pattern: Pattern, scopes: Scopes
) -> bool:
    before, after = text[clause:start], text[end : end + 40]
    if not pattern.even_if_negated and _has(before[-24:], scopes.negation):
        return True
    if _has(before, scopes.quotation) or _in_quotes(text, start):
        return True
    return _has(before + text[start:end] + re.split(r"[.。!！?？\n]", after)[0], pattern.not_with)


def _has(text: str, words: list[str]) -> bool:
    return any(re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) for word in words)


def _in_quotes(text: str, position: int) -> bool:
    """Whether an opened quotation mark before ``position`` is still open there."""
    before = text[:position]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


@lru_cache(maxsize=2)
def load(language: str) -> Rules:
    """Compile the patterns of a language; raises ContentError if the file is wrong."""
    path = FOLDER / f"{language}.yml"
    try:
        file = PatternFile.parse_obj(read_yaml(path))
    except ValidationError as error:
        raise ContentError(f"{path}: {error.errors()[0]['loc']}: {error.errors()[0]['msg']}") from error
    nlp = spacy.blank(language)
    matcher = Matcher(nlp.vocab)
    for pattern in file.patterns:
        matcher.add(pattern.id, [_tokens(nlp, phrase) for phrase in pattern.phrases])
    return Rules(nlp, matcher, {pattern.id: pattern for pattern in file.patterns}, file.scopes)


def _tokens(nlp: Any, phrase: str) -> list[dict[str, Any]]:
    """A phrase as a matcher pattern; … is a gap that ends with its sentence."""
    tokens: list[dict[str, Any]] = []
    for index, part in enumerate(re.split(r"\s*…\s*", phrase.lower())):
        if index:
            gap = {"TEXT": {"NOT_IN": [".", "!", "?", "。", "！", "？", "\n"]}, "OP": "?"}
            tokens += [gap] * GAP
        tokens += [{"LOWER": token.text} for token in nlp.make_doc(part)]
    return tokens


def why(span: Span) -> Optional[Pattern]:
    """The rule that found a span, None if the learned layer did."""
    for language in ("en", "zh"):
        pattern = load(language).patterns.get(span.why)
        if pattern:
            return pattern
    return None
