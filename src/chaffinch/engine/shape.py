"""Structure: how long, how many links, capitals, digits; which script; what was disguised. Whole-array.

Every token is a pair (what, bucket); buckets are coarse on purpose, so that they carry over between sites.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.characters import KIND_COUNT, LETTER_KINDS, Kind
from chaffinch.engine.hashing import I64, U64, Column, Words
from chaffinch.engine.text import PlainText

_KEY = np.uint64(0x9E3779B97F4A7C15)
_PER_MILLE = np.array([0, 20, 50, 100, 200, 500])


def kind_counts(texts: Column) -> I64:
    """Return how many characters of each `Kind` each text holds, int64 (count, KIND_COUNT); padding not counted."""
    flat = texts.rows * KIND_COUNT + texts.kinds
    counts = np.bincount(flat[texts.codes != 0], minlength=texts.count * KIND_COUNT)
    return counts.reshape(texts.count, KIND_COUNT).astype(np.int64)


def main_script(counts: I64) -> I64:
    """Return the `Kind` of letter that is most frequent in each text, int64 (count,); 0 where there is no letter."""
    letters = counts[:, LETTER_KINDS.start : LETTER_KINDS.stop]
    return np.where(letters.sum(axis=1) > 0, letters.argmax(axis=1) + LETTER_KINDS.start, 0)


def shape_tokens(
    plains: Sequence[PlainText], texts: Column, words: Words, counts: I64, has_url: NDArray[np.bool_]
) -> tuple[I64, U64]:
    """Return (rows, hashes) of the structure tokens of all texts.

    `counts` from `kind_counts`; `has_url` says where the author claimed a URL: it only joins other facts in
    conjunctions and only when true, so that a site without that field gets no token for its absence.
    """
    n = texts.count
    told = np.array([(p.link_count, p.tags, p.invisible, p.mixed, p.lines) for p in plains], dtype=np.int64).reshape(
        n, 5
    )
    length = counts.sum(axis=1)
    by_script = counts[:, LETTER_KINDS.start : LETTER_KINDS.stop]
    letters = by_script.sum(axis=1)
    capitals = np.bincount(texts.rows[texts.capitals], minlength=n)
    word_count = np.bincount(words.rows, minlength=n)
    linked, tags = told[:, 0], told[:, 1]
    links = np.minimum(linked, 6)
    size, words_log, tags_log = _log(np.array((length, word_count, tags)))
    part = np.array((capitals, counts[:, Kind.DIGIT], counts[:, Kind.PUNCTUATION], linked * 5, letters))
    whole = np.array((letters, length, length, word_count + 1, length))
    capital_share, digit_share, mark_share, link_share, letter_share = _share(part, whole)
    script = main_script(counts)
    facts: list[I64] = [
        size,
        words_log,
        capital_share,
        digit_share,
        mark_share,
        np.minimum(counts[:, Kind.SYMBOL], 6),
        links,
        link_share,
        script,
        np.count_nonzero(by_script, axis=1),
        tags_log,
        np.minimum(told[:, 2], 4),
        np.minimum(told[:, 3], 4),
        np.minimum(told[:, 4], 5),
        links * 64 + size,
        letter_share * 8 + capital_share,
        np.where(has_url, 1 + links, -1),
        np.where(has_url, 1 + size, -1),
        np.where(linked > 0, script, -1),
    ]
    values = np.array(facts)
    present = values >= 0
    which, rows = np.nonzero(present)
    keys = (which.astype(np.uint64) << np.uint64(32)) + values[present].astype(np.uint64) + np.uint64(1)
    return rows.astype(np.int64), keys * _KEY


def _log(values: I64) -> I64:
    """Buckets that double: 0, 1, 2-3, 4-7, ... as 0, 1, 2, 3, ..."""
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)


def _share(part: I64, whole: I64) -> I64:
    """Seven buckets of a share: nothing, up to 2, 5, 10, 20, 50 per cent, more."""
    per_mille = part * 1000 // np.maximum(whole, 1)
    return _PER_MILLE.searchsorted(per_mille, side="left")
