"""The words themselves, as numbers: hashed word and letter sequences for the tagger's linear part.

Embeddings know what words mean, but blur which words they were; moves hang on both. Each piece of
text becomes a sparse row of ``SIZE`` weights (tf-idf, length 1), with nothing to look up or store.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIZE = 2**17

Array = NDArray[np.float32]
_TOKEN = re.compile(r"[a-z0-9']+|[一-鿿]|[^\w\s]")


class Words(NamedTuple):
    """A piece of a reply, the sentence it stands in, and what the customer said just before ("" if
    the reply speaks for itself)."""

    text: str
    sentence: str
    said_before: str


def ngrams(words: Words) -> Iterator[str]:
    """One to three words (Chinese: characters) in a row, its ends counted as words, and four letters
    in a row of each longer English word; and the single words of what stands around it."""
    tokens = ["^", *_TOKEN.findall(words.text.lower()), "$"]
    for size in (1, 2, 3):
        for start in range(len(tokens) - size + 1):
            yield " ".join(tokens[start : start + size])
    for token in tokens:
        if len(token) > 3 and token.isascii():
            marked = f"<{token}>"
            for start in range(len(marked) - 3):
                yield marked[start : start + 4]
    for token in _TOKEN.findall(words.sentence.lower()):
        yield f"near {token}"
    for token in _TOKEN.findall(words.said_before.lower()):
        yield f"before {token}"


def columns(words: Words) -> list[int]:
    """The columns that ``words`` fill, sorted; the same on any machine."""
    return sorted({zlib.crc32(gram.encode()) % SIZE for gram in ngrams(words)})


def rarity(rows: Sequence[list[int]]) -> Array:
    """The weight of each column, shape (SIZE,): the fewer of the rows have it, the more."""
    seen = np.zeros(SIZE)
    for row in rows:
        seen[row] += 1
    return np.asarray(np.log((1 + len(rows)) / (1 + seen)) + 1, np.float32)


def weights(row: list[int], rare: Array) -> Array:
    """The weights of a row's columns, shape (len(row),), of length 1 together."""
    values = rare[row]
    return np.asarray(values / max(1e-6, float(np.sqrt((values**2).sum()))), np.float32)
