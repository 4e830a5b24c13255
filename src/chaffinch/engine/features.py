"""Parsed submissions -> sparse rows, in blocks. Each block is brought to length one, then scaled.

The recipe of blocks and scales was found by leaving one site out at a time; docs/how-it-decides.md tells it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chaffinch.engine import hashing
from chaffinch.engine.blocks import SOURCES, Block, Rows
from chaffinch.engine.facts import facts_of
from chaffinch.engine.hashing import I64
from chaffinch.engine.parsing import Parsed
from chaffinch.engine.types import Context, Submission

_FACT_KEY = np.uint64(0x9E3779B97F4A7C15)
"""Facts times this are their hashes."""
_PAIR_KEY = np.uint64(0x9FB21C651E98DF25)
_NAMESPACES = np.array([hashing.namespace(number + 1) for number in range(len(SOURCES))], np.uint32)


@dataclass(frozen=True, slots=True)
class Told:
    """Which words of the texts became features, and where, for the explanation.

    `words`, `pairs`: the runs that each feature is or begins with, int64; `word_features`, `pair_features`: where the
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
    """Return the sparse rows of a parsed batch, and which of their features are words of the texts.

    Raises:
        ValueError: more texts, names and addresses than `hashing.MAX_COLUMN`.

    """
    runs, column = parsed.runs, parsed.everything
    if column.count > hashing.MAX_COLUMN:
        raise ValueError(f"{column.count} texts in one batch, at most {hashing.MAX_COLUMN} can be told apart")
    firsts = hashing.firsts(runs)
    word_count = int(firsts.searchsorted(runs.word_count))
    words, chunks = firsts[:word_count], firsts[word_count:]
    owners = runs.rows[: runs.word_count]
    pairs = (owners[:-1] == owners[1:]).nonzero()[0]
    facts = facts_of(parsed, submissions, contexts)
    starts = runs.starts[chunks]
    grams, gram_counts = hashing.ngrams(column, starts, runs.ends[chunks] - starts)
    rows = runs.rows[chunks]
    sizes = (
        np.bincount(np.concatenate((rows, rows + column.count)), gram_counts, 2 * column.count).astype(np.int64),
        np.bincount(runs.rows[words], minlength=column.count),
        np.bincount(runs.rows[pairs], minlength=column.count),
        facts.sizes,
    )
    bounds = np.zeros(len(SOURCES) * len(submissions) + 1, np.int64)
    np.concatenate(sizes).cumsum(out=bounds[1:])
    joined = runs.hashes[pairs]
    joined *= _PAIR_KEY
    joined += runs.hashes[pairs + 1]
    facts_hashes = facts.values * _FACT_KEY
    halves = hashing.halved(np.concatenate((runs.hashes[words], joined, facts_hashes)))
    hashes = np.concatenate((grams, halves))
    of_sources = bounds[:: len(submissions)]
    hashes += _NAMESPACES.repeat(of_sources[1:] - of_sources[:-1])
    at = of_sources.tolist()
    told = Told(
        words[: at[_WORDS + 1] - at[_WORDS]],
        pairs[: at[_PAIRS + 1] - at[_PAIRS]],
        slice(at[_WORDS], at[_WORDS + 1]),
        slice(at[_PAIRS], at[_PAIRS + 1]),
    )
    return Rows(len(submissions), hashes, bounds), told


_WORDS, _PAIRS = (number for number, source in enumerate(SOURCES) if source is Block.WORDS)
