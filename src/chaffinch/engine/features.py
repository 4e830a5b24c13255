"""Parsed submissions -> sparse rows, in blocks. Each block is brought to length one, then scaled.

The recipe of blocks and scales was found by leaving one site out at a time; docs/how-it-decides.md tells it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from chaffinch.engine import hashing
from chaffinch.engine.blocks import SOURCES, Block, Rows
from chaffinch.engine.facts import facts_of
from chaffinch.engine.hashing import I64, U64
from chaffinch.engine.parsing import Parsed
from chaffinch.engine.types import Context, Submission

_FACT_KEY = np.uint64(0x9E3779B97F4A7C15)
"""Facts times this are their hashes."""
_PAIR_KEY = np.uint64(0x9FB21C651E98DF25)
_NAMESPACES = np.array([hashing.namespace(number + 1) for number in range(len(SOURCES))], np.uint32)


@dataclass(frozen=True, slots=True)
class Told:
    """Which words of the texts became features, and where, for the explanation.

    `words`, `pairs`: the words that each feature is or begins with, int64; `word_features`, `pair_features`: where the
    features stand in `Rows.hashes`.
    """

    words: I64
    pairs: I64
    word_features: slice
    pair_features: slice


def extract(parsed: Parsed, submissions: Sequence[Submission], contexts: Sequence[Context]) -> Rows:
    """Return the sparse rows of a parsed batch."""
    return extract_and_tell(parsed, submissions, contexts)[0]


def extract_and_tell(
    parsed: Parsed, submissions: Sequence[Submission], contexts: Sequence[Context]
) -> tuple[Rows, Told]:
    """Return the sparse rows of a parsed batch, and which of their features are words of the texts."""
    words, count = parsed.all_words, parsed.everything.count
    pairs = (words.rows[:-1] == words.rows[1:]).nonzero()[0]
    facts = facts_of(parsed, submissions, contexts)
    joined = words.hashes.take(pairs)
    joined *= _PAIR_KEY
    joined += words.hashes.take(pairs + 1)
    hashes = hashing.halved(np.concatenate((parsed.grams, words.hashes, joined, facts.values * _FACT_KEY)))
    word_counts = [np.bincount(rows, minlength=count) for rows in (words.rows, words.rows.take(pairs))]
    sizes = np.concatenate((parsed.gram_counts, *word_counts, facts.sizes))
    bounds = np.zeros(sizes.size + 1, np.int64)
    np.add.accumulate(sizes, out=bounds[1:])
    of_sources = bounds[:: len(submissions)]
    hashes += _NAMESPACES.repeat(of_sources[1:] - of_sources[:-1])
    is_kept = hashing.firsts(hashes, _row_numbers(len(submissions)).repeat(sizes) if len(submissions) > 1 else None)
    at = is_kept.nonzero()[0]
    kept = at.searchsorted(bounds)
    before, after = of_sources.tolist(), kept[:: len(submissions)].tolist()
    of_words, of_pairs = slice(after[_WORDS], after[_WORDS + 1]), slice(after[_PAIRS], after[_PAIRS + 1])
    told = Told(at[of_words] - before[_WORDS], pairs.take(at[of_pairs] - before[_PAIRS]), of_words, of_pairs)
    return Rows(len(submissions), hashes.take(at), kept), told


@cache
def _row_numbers(count: int) -> U64:
    """Return the row of each source and row, uint64 (sources * count,)."""
    return np.tile(np.arange(count, dtype=np.uint64), len(SOURCES))


_WORDS, _PAIRS = (number for number, source in enumerate(SOURCES) if source is Block.WORDS)
