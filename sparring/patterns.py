"""The rule layer: phrases that must never be missed, unless they are negated or quoted.

Patterns are data (``data/patterns/<language>.yml``) that a trainer can read: phrases, where … stands
for up to four words or characters. English phrases go word by word, as spaCy's tokenizer cuts and norms
them on a blank pipeline (*don't*, *dont* and *do not* are one); there ``(a|b)`` stands for either, ``(a |)``
for an optional a, ^ for the beginning and $ for the end of a sentence. Chinese ones go character by character: there ``(甲|乙)`` stands for
either, ``(了|)`` for an optional 了, …… for a gap of up to twelve, 。 for the beginning or end of a clause
(。。 of the reply), and spellings that vary are one (你 and 您).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

import spacy
from pydantic import Field, ValidationError, validator
from spacy.attrs import NORM, ORTH

from sparring.clauses import clauses, lowered, sentences
from sparring.content import DATA, ContentError, Part, known_move, read_yaml
from sparring.moves import Span

GAP = 4
LONG_GAP = 12
_CHOICE = re.compile(r"\(([^()]*)\)")
# A gap, or words without a space between them outside of brackets, which may hold brackets once more.
_CHUNK = re.compile(r"…|(?:\((?:[^()]|\([^()]*\))*\)|[^\s()…])+")
FOLDER = DATA / "patterns"
# In an English text as the phrases see it, these stand before the first and after the last word of a sentence.
_FIRST, _LAST = "\x02", "\x03"
_STRAIGHT = str.maketrans("‘’`´", "''''")
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
    """A pattern file: its scopes, its rules and, in English, how people spell (``ur`` for *you are*)."""

    scopes: Scopes
    patterns: list[Pattern]
    spelling: dict[str, str] = Field(default={})


class Phrase(NamedTuple):
    """A compiled phrase. ``needs``: sets of words or characters, of each of which a text must have one."""

    pattern: str
    needs: list[frozenset[str]]
    expression: re.Pattern[str]


class Rules(NamedTuple):
    """The compiled patterns of a language. ``nlp`` cuts English into words."""

    nlp: Any
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
    """``text`` in lower case, with one spelling for what is written in several ways; places stay the same."""
    return lowered(text).translate(_SPELLINGS if language == "zh" else _STRAIGHT)


def _folded_all(words: list[str], language: str) -> list[str]:
    return [_folded(word, language) for word in words]


def _matches(rules: Rules, text: str) -> Iterator[tuple[str, int, int]]:
    """The pattern, start and end of each phrase in the folded ``text``."""
    places: list[tuple[int, int, int]] = []
    if rules.nlp.lang == "zh":
        seen = text.translate(_STOPS)
        known = frozenset(seen)
    else:
        seen, known, places = _words(rules.nlp, text)
    for phrase in rules.phrases:
        if not any(need.isdisjoint(known) for need in phrase.needs):
            for match in phrase.expression.finditer(seen):
                start, end = match.span()
                if places:
                    first = bisect_left(places, (start, 0, 0))
                    last = bisect_left(places, (end, 0, 0)) - 1
                    start, end = places[first][1], places[last][2]
                yield phrase.pattern, start, end


def _words(nlp: Any, text: str) -> tuple[str, frozenset[str], list[tuple[int, int, int]]]:
    """English as the phrases see it: the norm of each word with a space after it, and the sentences marked.

    With the set of the words, and for each its place there and its start and end in ``text``.
    """
    tokens = [token for token in nlp.make_doc(text) if not token.is_space]
    worded = [token for token in tokens if token.text == "%" or any(map(str.isalnum, token.text))]
    firsts, lasts = set(), set()
    for unit in sentences(text):
        inside = [token.i for token in worded if unit.start <= token.idx < unit.end]
        if inside:
            firsts.add(inside[0])
            lasts.add(inside[-1])
    seen, places, length = [], [], 0
    for token in tokens:
        before = f"{_FIRST} " if token.i in firsts else ""
        after = f" {_LAST} " if token.i in lasts else " "
        places.append((length + len(before), token.idx, token.idx + len(token)))
        seen.append(before + token.norm_ + after)
        length += len(seen[-1])
    return "".join(seen), frozenset(token.norm_ for token in tokens), places


def _harmless(
    text: str, clause: int, start: int, end: int, pattern: Pattern, scopes: Scopes
) -> bool:
    before, after = text[clause:start], text[end : end + 40]
    negated = _has(before[-24:], scopes.negation) or _reaches_into(before, text[start:], scopes.negation)
    if negated and not pattern.even_if_negated:
        return True
    if _has(before, scopes.quotation) or _in_quotes(text, start):
        return True
    return _has(before + text[start:end] + re.split(r"[.。!！?？\n]", after)[0], pattern.not_with)


def _reaches_into(before: str, phrase: str, words: list[str]) -> bool:
    """Whether one of ``words`` begins before the phrase and ends in it: 不敢 in 不｜敢保证."""
    return any(
        before.endswith(word[:cut]) and phrase.startswith(word[cut:])
        for word in words
        for cut in range(1, len(word))
    )


def _has(text: str, words: list[str]) -> bool:
    return bool(words) and bool(_any_of(tuple(words)).search(text))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of ``words`` as an expression, not within another English word; *n't* ends one."""
    choices = (("" if word == "n't" else r"(?<![a-z])") + re.escape(word) for word in words)
    return re.compile(rf"(?:{'|'.join(choices)})(?![a-z])")


def _in_quotes(text: str, position: int) -> bool:
    """Whether a quotation mark that was opened before ``position`` is still open there."""
    before = text[:position]
    pairs = (("“", "”"), ("「", "」"), ("『", "』"))
    opened = any(before.count(start) > before.count(end) for start, end in pairs)
    if opened or before.count('"') % 2 == 1:
        return True
    # An apostrophe opens a quotation before a word, and closes it after one.
    start = max((match.end() for match in re.finditer(r"(?<!\w)'(?=\w)", before)), default=0)
    end = re.compile(r"(?<=[\w.,!?])'(?!\w)")
    return start > 0 and not end.search(before, start) and bool(end.search(text, position))


@lru_cache(maxsize=2)
def load(language: str) -> Rules:
    """Compile the patterns of a language; raises ContentError if the file is wrong."""
    path = FOLDER / f"{language}.yml"
    try:
        file = PatternFile.parse_obj(read_yaml(path))
    except ValidationError as error:
        raise ContentError(f"{path}: {error.errors()[0]['loc']}: {error.errors()[0]['msg']}") from error
    nlp = spacy.blank(language)
    for word, meaning in file.spelling.items():
        nlp.tokenizer.add_special_case(word, _spelled(word, meaning.split()))
    norms = _norms(nlp)
    phrases = [
        _characters(pattern.id, phrase) if language == "zh" else _worded(norms, pattern.id, phrase)
        for pattern in file.patterns
        for phrase in pattern.phrases
    ]
    patterns = {
        pattern.id: pattern.copy(update={"not_with": _folded_all(pattern.not_with, language)})
        for pattern in file.patterns
    }
    scopes = file.scopes.copy(
        update={scope: _folded_all(words, language) for scope, words in file.scopes.dict().items()}
    )
    return Rules(nlp, phrases, patterns, scopes)


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


def _spelled(word: str, meaning: list[str]) -> list[dict[int, str]]:
    """A word as spaCy's tokens: one letter for each word of its meaning, the rest for the last."""
    last = len(meaning) - 1
    return [{ORTH: piece, NORM: norm} for piece, norm in zip([*word[:last], word[last:]], meaning)]


def _worded(norms: Callable[[str], str], pattern: str, phrase: str) -> Phrase:
    """An English phrase as an expression over what ``_words`` gives."""
    needs: list[frozenset[str]] = []
    expression = r"(?<!\S)"
    for chunk in _CHUNK.findall(phrase.lower()):
        if chunk == "…":
            expression += rf"(?:[^\s{_FIRST}{_LAST}]+ ){{0,{GAP}}}"
            continue
        # The chunk in all its wordings, each as words with a space after them.
        wordings = dict.fromkeys(_normed(norms, wording) for wording in _wordings(chunk))
        words = [max(wording.split(" "), key=len) for wording in wordings]
        if all(word.strip(_FIRST + _LAST) for word in words):
            needs.append(frozenset(words))
        expression += f"(?:{'|'.join(map(re.escape, wordings))})"
    return Phrase(pattern, needs, re.compile(expression))


def _wordings(chunk: str) -> Iterator[str]:
    """All ways to read the (a|b) in a chunk; *your* and *you're* are written for one another."""
    inner = _CHOICE.search(chunk)
    if inner:
        for choice in inner[1].split("|"):
            yield from _wordings(chunk[: inner.start()] + choice + chunk[inner.end() :])
    else:
        yield chunk
        yield re.sub(r"\byou're\b|\byour\b", lambda m: "your" if "'" in m[0] else "you're", chunk)


def _norms(nlp: Any) -> Callable[[str], str]:
    """The norms of a word's tokens, each with a space after it. spaCy splits at spaces first, so
    each word is tokenized once, however many wordings it stands in."""

    @cache
    def norms(word: str) -> str:
        return "".join(f"{token.norm_} " for token in nlp.make_doc(word))

    return norms


def _normed(norms: Callable[[str], str], wording: str) -> str:
    """The norms of the words, each with a space after it, and ^ and $ as the marks of a sentence."""
    first = f"{_FIRST} " if wording.lstrip().startswith("^") else ""
    last = f"{_LAST} " if wording.rstrip().endswith("$") else ""
    return first + "".join(norms(word) for word in wording.strip("^$ ").split()) + last
