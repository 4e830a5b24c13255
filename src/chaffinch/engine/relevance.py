"""What a comment has to do with its article and its parent. An absent article says nothing at all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from chaffinch.engine.characters import Kind
from chaffinch.engine.hashing import Column, Words, column
from chaffinch.engine.hashing import words as words_of
from chaffinch.engine.shape import kind_counts, main_script

MAX_ARTICLE = 1500
"""Characters of an article that are looked at: title and beginning."""

_SHARES = (0, 50, 100, 200, 350, 500)
_HAN = int(Kind.HAN)
_MIN_LETTERS = 4
"""Shorter words are grammar and occur in every article; ideographs stand for words and always count."""


def long_words(column: Column, words: Words, count: int) -> list[list[int]]:
    """Return, for each of `count` texts, the hashes of those of its words that could tell what it is about."""
    is_long = words.ends - words.starts >= _MIN_LETTERS
    is_long |= column.kinds[words.starts] == _HAN
    ends = np.bincount(words.rows[is_long], minlength=count).cumsum().tolist()
    hashes = words.hashes[is_long].tolist()
    return [hashes[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def relevance_facts(article: str, words: Sequence[int], script: int, ways: int) -> list[int]:
    """Return as numbers, one a fact, what a comment shares with its article.

    `words` from `long_words`, `script` from `main_script`, both of the comment; `ways` to be reached that it names.
    """
    page, page_script = _page(article[:MAX_ARTICLE])
    hits, total = sum(map(page.__contains__, words)), len(words)
    share = bisect_left(_SHARES, hits * 1000 // (total or 1))
    is_other = script > 0 and script != page_script
    values = (min(hits, 6), share, total.bit_length() * 8 + share, int(is_other), min(ways, 2) * 8 + share)
    return [(what << 32) + value + 1 for what, value in enumerate(values)]


@lru_cache(maxsize=256)
def _page(article: str) -> tuple[frozenset[int], int]:
    """Return the hashes of an article's words, and its script: parsed once, asked by all its comments (13 KB each)."""
    page = column([article])
    counts, _ = kind_counts(page, 1)
    return frozenset(words_of(page).hashes.tolist()), main_script(counts[0])
