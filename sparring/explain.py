"""Why the tagger heard a move: the rule that matched, or the taught examples nearest in meaning."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sparring import embedding, examples
from sparring.moves import Span
from sparring.tagger import LEARNED, language_of

NEAREST = 3


class Neighbour(NamedTuple):
    """Words that were taught as the same move, and how near they are in meaning (-1 to 1)."""

    words: str
    similarity: float


class Reason(NamedTuple):
    """What found a span: a rule by its id, or the learned layer with its nearest examples."""

    rule: str | None
    neighbours: tuple[Neighbour, ...] = ()


def reason(text: str, span: Span) -> Reason:
    """Why ``span`` was found in ``text``."""
    if span.why != LEARNED:
        return Reason(span.why)
    taught, vectors = _taught(span.move, language_of(text))
    if not taught:
        return Reason(None)
    (own,) = embedding.vectors([text[span.start : span.end]])
    similar = vectors @ own
    best = np.argsort(-similar, kind="stable")[:NEAREST]
    return Reason(None, tuple(Neighbour(taught[i], round(float(similar[i]), 2)) for i in best))


@cache
def _taught(move: str, language: str) -> tuple[list[str], NDArray[np.float32]]:
    """All words in one language that were taught as a move, and their meaning."""
    words = {
        example.text[span.start : span.end]
        for example in _examples()
        for span in example.spans
        if span.move == move and language_of(example.text) == language
    }
    taught = sorted(words)
    return taught, embedding.vectors(taught)


@lru_cache(maxsize=1)
def _examples() -> list[examples.Example]:
    return examples.load()

