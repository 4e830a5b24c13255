"""What a comment has to do with its article and its parent. An absent article says nothing at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from chaffinch.engine.characters import Kind
from chaffinch.engine.hashing import I64, U64, Column, Words, column
from chaffinch.engine.hashing import words as words_of
from chaffinch.engine.shape import kind_counts, main_script

_KEY = np.uint64(0xD6E8FEB86659FD93)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHARES = np.array([0, 50, 100, 200, 350, 500])
_FACTS = (np.arange(4, dtype=np.uint64) << np.uint64(32))[:, None]
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
    pages = [_page(article[:MAX_ARTICLE]) for article in known]
    page_sizes = [hashes.size for hashes, _ in pages]
    page_keys = _keyed(np.concatenate([hashes for hashes, _ in pages]), np.repeat(np.arange(len(pages)), page_sizes))
    page_keys.sort()
    page_script = np.array([script for _, script in pages], np.int64)

    long_words = (words.ends - words.starts >= _MIN_LETTERS) | (texts.kinds[words.starts] == Kind.HAN)
    rows, hashes = words.rows[long_words], words.hashes[long_words]
    keys = _keyed(hashes, which[rows])
    shared = page_keys[np.minimum(np.searchsorted(page_keys, keys), page_keys.size - 1)] == keys
    n = texts.count
    total = np.bincount(rows, minlength=n)
    hits = np.bincount(rows[shared], minlength=n)
    share = np.searchsorted(_SHARES, hits * 1000 // np.maximum(total, 1), side="left")
    script = main_script(counts)
    other = (script != page_script[which]) & (script > 0)
    size = np.frexp(total.astype(np.float64))[1]
    facts = np.array([np.minimum(hits, 6), share, size * 8 + share, other])
    asked = (which >= 0).nonzero()[0]
    tokens = _FACTS + facts[:, asked].astype(np.uint64) + np.uint64(1)
    return np.concatenate((asked,) * len(facts)), tokens.reshape(-1) * _KEY


@lru_cache(maxsize=1024)
def _page(article: str) -> tuple[U64, int]:
    """Return the hashes of an article's words, each once, and its script: parsed once, asked by all its comments.

    An article without any word has one hash that no word has, so that every page can be looked into.
    """
    page = column([article])
    if not words_of(page).hashes.size:
        return np.zeros(1, np.uint64), 0
    return np.unique(words_of(page).hashes), int(main_script(kind_counts(page))[0])


def _keyed(hashes: U64, pages: I64) -> U64:
    return hashes ^ ((pages.astype(np.uint64) + np.uint64(1)) * _MIX)
