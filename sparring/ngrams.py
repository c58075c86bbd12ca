"""The words themselves, as numbers: hashed word and letter sequences for the tagger's linear part.

Embeddings know what words mean, but blur which words they were; moves hang on both. Each piece of
text becomes a sparse row of ``SIZE`` weights (tf-idf, length 1), with nothing to look up or store.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

SIZE = 2**17

Array = NDArray[np.float32]
_TOKEN = re.compile(r"[a-z0-9']+|[一-鿿]|[^\w\s]")


def ngrams(text: str, sentence: str) -> Iterator[str]:
    """One to three words (Chinese: characters) in a row, its ends counted as words, and four letters
    in a row of each longer English word; and the single words of the sentence it stands in."""
    tokens = ["^", *_TOKEN.findall(text.lower()), "$"]
    for size in (1, 2, 3):
        for start in range(len(tokens) - size + 1):
            yield " ".join(tokens[start : start + size])
    for token in tokens:
        if len(token) > 3 and token.isascii():
            marked = f"<{token}>"
            for start in range(len(marked) - 3):
                yield marked[start : start + 4]
    for token in _TOKEN.findall(sentence.lower()):
        yield f"near {token}"


def columns(text: str, sentence: str) -> list[int]:
    """The columns that ``text`` fills, sorted; the same on any machine."""
    return sorted({zlib.crc32(gram.encode()) % SIZE for gram in ngrams(text, sentence)})


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
