"""The rule layer: phrases that must never be missed, unless they are negated or quoted.

Patterns are data (``data/patterns/<language>.yml``) that a trainer can read: phrases, where … stands
for up to four words or characters. English phrases go word by word: spaCy's matcher finds them on a blank
pipeline, which needs no model. Chinese ones go character by character: there ``(甲|乙)`` stands for
either, ``(了|)`` for an optional 了, …… for a gap of up to twelve, 。 for the beginning or end of a clause
(。。 of the reply), and spellings that vary are one (你 and 您).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

import spacy
from pydantic import Field, ValidationError, validator
from spacy.matcher import Matcher

from sparring.clauses import clauses, lowered, sentences
from sparring.content import DATA, ContentError, Part, known_move, read_yaml
from sparring.moves import Span

GAP = 4
LONG_GAP = 12
FOLDER = DATA / "patterns"
# Chinese characters that are written for one another, and the stops. One for one: places stay the same.
_SPELLINGS = str.maketrans("您妳得地嘛么她它牠?", "你你的的吗吗他他他？")
_STOPS = str.maketrans(dict.fromkeys("，,！!～~、；;：:.\n \t…", "。"))


class Pattern(Part):
    """One rule: any of the phrases makes the move, unless what stands around it says otherwise.

    ``even_if_negated`` is for phrases that carry their own *not*; ``not_with`` lists words in the
    same clause that make them harmless.
    """

    id: str
    move: str
    phrases: list[str] = Field(min_items=1)
    not_with: list[str] = Field(default=[])
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


class Phrase(NamedTuple):
    """A compiled Chinese phrase. ``needs``: sets of characters, of each of which a text must have one."""

    pattern: str
    needs: list[frozenset[str]]
    expression: re.Pattern[str]


class Rules(NamedTuple):
    """The compiled patterns of a language: English ones in the matcher, Chinese ones as phrases."""

    nlp: Any
    matcher: Matcher
    phrases: list[Phrase]
    patterns: dict[str, Pattern]
    scopes: Scopes


def find(text: str, language: str) -> list[Span]:
    """The moves that the rules see in ``text``, each with the clause that holds the phrase."""
    rules = load(language)
    lower = _folded(text, language)
    found: dict[tuple[str, int], Span] = {}
    units = [clause for sentence in sentences(text) for clause in clauses(text, sentence)]
    for name, start, end in _matches(rules, lower):
        pattern = rules.patterns[name]
        unit = next((u for u in units if u.start <= start < u.end), None)
        if unit is None or _harmless(lower, unit.start, start, end, pattern, rules.scopes):
            continue
        until = next((u.end for u in units if u.start < end <= u.end), unit.end)
        found[pattern.move, unit.start] = Span(pattern.move, unit.start, until, 1.0, pattern.id)
    return list(found.values())


def _folded(text: str, language: str) -> str:
    """``text`` in lower case; Chinese also with one spelling for what is written in several ways."""
    lower = lowered(text)
    return lower.translate(_SPELLINGS) if language == "zh" else lower


def _folded_all(words: list[str], language: str) -> list[str]:
    return [_folded(word, language) for word in words]


def _matches(rules: Rules, text: str) -> Iterator[tuple[str, int, int]]:
    """The pattern, start and end of each phrase in the folded ``text``."""
    if rules.phrases:
        stopped = text.translate(_STOPS)
        characters = frozenset(stopped)
        for phrase in rules.phrases:
            if not any(need.isdisjoint(characters) for need in phrase.needs):
                for match in phrase.expression.finditer(stopped):
                    yield phrase.pattern, match.start(), match.end()
    if len(rules.matcher):
        doc = rules.nlp.make_doc(text)
        for key, first, last in rules.matcher(doc):
            end = doc[last - 1].idx + len(doc[last - 1])
            yield rules.nlp.vocab.strings[key], doc[first].idx, end


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
    return bool(words) and bool(_any_of(tuple(words)).search(text))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of ``words`` as an expression, not within another English word."""
    return re.compile(rf"(?<![a-z])(?:{'|'.join(re.escape(word) for word in words)})(?![a-z])")


def _in_quotes(text: str, position: int) -> bool:
    """Whether an opened quotation mark before ``position`` is still open there."""
    before = text[:position]
    pairs = (("“", "”"), ("「", "」"), ("『", "』"))
    opened = any(before.count(start) > before.count(end) for start, end in pairs)
    return opened or before.count('"') % 2 == 1


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
    phrases: list[Phrase] = []
    for pattern in file.patterns:
        if language == "zh":
            phrases += [_characters(pattern.id, phrase) for phrase in pattern.phrases]
        else:
            matcher.add(pattern.id, [_tokens(nlp, phrase) for phrase in pattern.phrases])
    patterns = {
        pattern.id: pattern.copy(update={"not_with": _folded_all(pattern.not_with, language)})
        for pattern in file.patterns
    }
    scopes = file.scopes.copy(
        update={scope: _folded_all(words, language) for scope, words in file.scopes.dict().items()}
    )
    return Rules(nlp, matcher, phrases, patterns, scopes)


def _characters(pattern: str, phrase: str) -> Phrase:
    """A Chinese phrase as an expression; its gaps end with the clause."""
    needs: list[frozenset[str]] = []
    expression = ""
    pieces = re.findall(r"\([^()]*\)|…+|。+|[^()…。]+", _folded(phrase, "zh"))
    for index, piece in enumerate(pieces):
        if piece[0] == "…":
            expression += f"[^。？]{{0,{GAP if piece == '…' else LONG_GAP}}}"
            continue
        choices = piece.strip("()").split("|")
        if all(choice.strip("。") for choice in choices):
            needs.append(frozenset(choice.strip("。")[0] for choice in choices))
        parts = [_stopped(choice, index == 0, index == len(pieces) - 1) for choice in choices]
        expression += f"(?:{'|'.join(parts)})"
    return Phrase(pattern, needs, re.compile(expression))


def _stopped(words: str, first: bool, last: bool) -> str:
    """``words`` as an expression; 。 is an edge of the clause or reply, or the stops between two clauses."""
    starts = {"。": r"(?<![^。？])", "。。": r"\A[。？]*"}
    ends = {"。": r"(?=[。？]|\Z)", "。。": r"(?=[。？]*\Z)"}
    expression = ""
    for part in re.findall(r"。+|[^。]+", words):
        if part[0] != "。":
            expression += re.escape(part)
        elif first and not expression:
            expression += starts[part[:2]]
        elif last and words.endswith(part):
            expression += ends[part[:2]]
        else:
            expression += "[。？]+"
    return expression


def _tokens(nlp: Any, phrase: str) -> list[dict[str, Any]]:
    """A phrase as a matcher pattern; … is a gap that ends with its sentence."""
    tokens: list[dict[str, Any]] = []
    for index, part in enumerate(re.split(r"\s*…\s*", phrase.lower())):
        if index:
            gap = {"TEXT": {"NOT_IN": [".", "!", "?", "。", "！", "？", "\n"]}, "OP": "?"}
            tokens += [gap] * GAP
        tokens += [{"LOWER": token.text} for token in nlp.make_doc(part)]
    return tokens


def why(span: Span) -> Pattern | None:
    """The rule that found a span, None if the learned layer did."""
    for language in ("en", "zh"):
        pattern = load(language).patterns.get(span.why)
        if pattern:
            return pattern
    return None
