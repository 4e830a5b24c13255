"""The n-grams of one stretch, text by text, as tests like to ask for them."""

from __future__ import annotations

import numpy as np

from chaffinch.engine.hashing import I64, U32, Column, Stretch, ngrams_of


def ngrams(texts: Column, sizes: range, namespace: int) -> tuple[I64, U32]:
    """Return (rows, hashes) of all n-grams of some sizes, not yet scrambled."""
    numbers, counts, hashes = ngrams_of(texts, [Stretch(texts.count, sizes, namespace)])
    return np.repeat(numbers, counts), hashes
