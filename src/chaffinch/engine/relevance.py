"""What a comment has to do with its article and its parent. An absent article says nothing at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chaffinch.engine.characters import Kind
from chaffinch.engine.hashing import I64, U64, Column, Words, column
from chaffinch.engine.hashing import words as words_of
from chaffinch.engine.shape import kind_counts, main_script

_KEY = np.uint64(0xD6E8FEB86659FD93)
_MIX = np.uint64(0x9E3779B97F4A7C15)
MAX_ARTICLE = 1500
"""Characters of an article that are looked at: title and beginning."""
_MIN_LETTERS = 4
"""Shorter words are grammar and occur in every article; ideographs stand for words and always count."""


def relevance_tokens(articles: Sequence[str], texts: Column, words: Words, counts: I64) -> tuple[I64, U64]:
    """Return (rows, hashes) of tokens on the words a comment shares with its article; none without an article."""
    known = sorted({article for article in articles if article})
    if not known:
        return np.zeros(0, np.int64), np.zeros(0, np.uint64)
    number = {article: at for at, article in enumerate(known)}
    which = np.fromiter((number.get(article, -1) for article in articles), np.int64, len(articles))
    pages = column([article[:MAX_ARTICLE] for article in known])
    page_words = words_of(pages)
    page_keys = _keyed(page_words.hashes, page_words.rows)

    long_words = (words.ends - words.starts >= _MIN_LETTERS) | (texts.kinds[words.starts] == Kind.HAN)
    rows, hashes = words.rows[long_words], words.hashes[long_words]
    keys = _keyed(hashes, which[rows])
    shared = np.isin(keys, page_keys)
    n = texts.count
    total = np.bincount(rows, minlength=n)
    hits = np.bincount(rows, weights=shared, minlength=n).astype(np.int64)
    share = np.searchsorted(np.array([0, 50, 100, 200, 350, 500]), hits * 1000 // np.maximum(total, 1), side="left")
    script, page_script = main_script(counts), main_script(kind_counts(pages))
    other = (script != page_script[which]) & (script > 0)
    size = np.frexp(total.astype(np.float64))[1]
    facts = np.stack([np.minimum(hits, 6), share, size * 8 + share, other.astype(np.int64)])
    asked = np.broadcast_to(which >= 0, facts.shape)
    fact, row = np.nonzero(asked)
    tokens = (fact.astype(np.uint64) << np.uint64(32)) + facts[asked].astype(np.uint64) + np.uint64(1)
    return row.astype(np.int64), tokens * _KEY


def _keyed(hashes: U64, pages: I64) -> U64:
    return hashes ^ ((pages.astype(np.uint64) + np.uint64(1)) * _MIX)
