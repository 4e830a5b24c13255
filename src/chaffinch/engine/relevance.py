"""What a comment has to do with its article and its parent. An absent article says nothing at all.

Besides the words they share stands the disagreement of their languages: Mishne, Carmel and Lempel (2005), "Blocking
Blog Spam with Language Model Disagreement". Both are unigram models of their longer words; the article's is mixed half
and half with a background (see `background`), so that no word is impossible (Jelinek and Mercer's smoothing).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from itertools import repeat

from chaffinch.engine import background
from chaffinch.engine.background import BITS
from chaffinch.engine.characters import Kind
from chaffinch.engine.hashing import Column, Words, column, numbers
from chaffinch.engine.hashing import words as words_of
from chaffinch.engine.shape import kind_counts, main_script

MAX_ARTICLE = 1500
"""Characters of an article that are looked at: title and beginning."""

_SHARES = (0, 50, 100, 200, 350, 500)
_HAN = int(Kind.HAN)
_SUM, _HITS = (1 << 24) - 1, 24
"""A number that is summed over words holds two: gain, and hits from bit 24. A text has 16,000 characters and a word
gains at most 960, so no sum reaches 2**24."""
_DIVERGENCE, _GAIN = 5 << 32, 6 << 32
_MIN_LETTERS = 4
"""Shorter words are grammar and occur in every article; ideographs stand for words and always count."""


def long_words(column: Column, words: Words, count: int) -> list[list[int]]:
    """Return, for each of `count` texts, the hashes of those of its words that could tell what it is about."""
    is_long = words.ends - words.starts >= _MIN_LETTERS
    is_long |= column.kinds.take(words.starts) == _HAN
    at = is_long.nonzero()[0]
    hashes = words.hashes.take(at).tolist()
    if count == 1:
        return [hashes]
    ends = words.rows.take(at).searchsorted(numbers(count), "right").tolist()
    return [hashes[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def shared(words: Set[int], page: Mapping[int, int]) -> tuple[int, int, int]:
    """Return what a comment's words have to do with an article's: (hits, divergence, gain), the last two in 1/64 bit.

    Hits are how many of them the article has. Divergence is that of Kullback and Leibler, of the comment's model from
    the article's smoothed one, the sum of c(w) log2 c(w) / a(w). Gain is how many bits fewer a word costs, on average,
    for knowing the article. Every word counts once, as every feature does in a row. `words`: not empty; `page`:
    `gains_of` the article's words.
    """
    count = len(words)
    cost = sum(map(background.COSTS.get, words, repeat(background.UNKNOWN)))
    found = sum(map(page.get, words, repeat(0)))
    gain = found & _SUM
    return found >> _HITS, max(0, (cost - gain) // count + BITS - round(math.log2(count) * BITS)), gain // count


def gains_of(words: Sequence[int]) -> dict[int, int]:
    """Return, for each word of an article, a hit and what it gains, in one number.

    In a mixture of half and half every word costs one bit more than by the background, less
    log2(1 + frequency in the article / frequency in the background): its gain, in 1/64 bit.
    """
    found: dict[int, int] = {}
    for word, times in Counter(words).items():
        ratio = times / len(words) * 2.0 ** (background.COSTS.get(word, background.UNKNOWN) / BITS)
        found[word] = (1 << _HITS) + round(math.log2(1 + ratio) * BITS)
    return found


def relevance_facts(article: str, words: Sequence[int], script: int, ways: int) -> list[int]:
    """Return as numbers, one a fact, what a comment shares with its article.

    `words` from `long_words`, `script` from `main_script`, both of the comment; `ways` to be reached that it names.
    """
    page, page_script = _page(article[:MAX_ARTICLE])
    different = set(words)
    hits, divergence, gain = shared(different, page) if different else (0, 0, 0)
    total = len(different)
    share = bisect_left(_SHARES, hits * 1000 // (total or 1))
    is_other = script > 0 and script != page_script
    values = (min(hits, 6), share, total.bit_length() * 8 + share, int(is_other), min(ways, 2) * 8 + share)
    facts = [(what << 32) + value + 1 for what, value in enumerate(values)]
    if different and page:
        facts += (_DIVERGENCE + divergence // BITS, _GAIN + min(gain * 2 // BITS, 7))
    return facts


@lru_cache(maxsize=256)
def _page(article: str) -> tuple[dict[int, int], int]:
    """Return what an article's longer words gain (nothing if it has none), and its script.

    Parsed once, asked by all its comments (20 KB each).
    """
    page = column([article])
    counts, _ = kind_counts(page, 1)
    telling = long_words(page, words_of(page), 1)[0]
    return gains_of(telling), main_script(counts[0])
