"""Structure: how long, how many links, capitals, digits; which script; what was disguised.

Every fact is a pair (what, bucket); buckets are coarse on purpose, so that they carry over between sites. What has a
cost per character is counted in whole arrays; what has a cost per comment is plain integers, since twenty facts of one
comment take 6 us that way and 45 us as arrays of length one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import add

import numpy as np

from chaffinch.engine.characters import KIND_COUNT, LETTER_KINDS, Kind
from chaffinch.engine.hashing import GAP, Column
from chaffinch.engine.text import PlainText

KEY = np.uint64(0x9E3779B97F4A7C15)
"""Facts times this are their hashes."""

_PER_MILLE = (0, 20, 50, 100, 200, 500)
_FIRST_LETTER, _LETTER_STOP = LETTER_KINDS.start, LETTER_KINDS.stop
_DIGIT, _PUNCTUATION, _SYMBOL = int(Kind.DIGIT), int(Kind.PUNCTUATION), int(Kind.SYMBOL)
_CAPITAL = np.int64(KIND_COUNT)
_BASES = tuple((what << 32) + 1 for what in range(19))


def kind_counts(texts: Column) -> list[list[int]]:
    """Return how many characters of each `Kind` each text holds, and last how many capitals; padding not counted."""
    flat = texts.rows * (2 * KIND_COUNT)
    flat += texts.kinds
    flat += texts.capitals * _CAPITAL
    counts = np.bincount(flat, minlength=texts.count * 2 * KIND_COUNT).reshape(texts.count, 2 * KIND_COUNT).tolist()
    padding = 2 * GAP
    for row in counts:
        row[0] -= padding
        padding = GAP
    return [[*map(add, row[:KIND_COUNT], row[KIND_COUNT:]), sum(row[KIND_COUNT:])] for row in counts]


def main_script(counts: Sequence[int]) -> int:
    """Return the `Kind` of letter that is most frequent in a text; 0 where there is no letter."""
    letters = counts[_FIRST_LETTER:_LETTER_STOP]
    most = max(letters)
    return letters.index(most) + _FIRST_LETTER if most else 0


def shape_facts(seen: PlainText, counts: Sequence[int], word_count: int, has_url: bool) -> list[int]:
    """Return the structure of one comment as numbers, one a fact.

    `counts`: its row of `kind_counts`. `has_url` says that the author claimed a URL: it only joins other facts in
    conjunctions and only when true, so that a site without that field gets no fact for its absence.
    """
    by_script = counts[_FIRST_LETTER:_LETTER_STOP]
    letters, length, linked = sum(by_script), sum(counts[:KIND_COUNT]), seen.link_count
    links, size = min(linked, 6), length.bit_length()
    capital_share = _share(counts[KIND_COUNT], letters)
    script = main_script(counts)
    values = (
        size,
        word_count.bit_length(),
        capital_share,
        _share(counts[_DIGIT], length),
        _share(counts[_PUNCTUATION], length),
        min(counts[_SYMBOL], 6),
        links,
        _share(linked * 5, word_count + 1),
        script,
        len(by_script) - by_script.count(0),
        seen.tags.bit_length(),
        min(seen.invisible, 4),
        min(seen.mixed, 4),
        min(seen.lines, 5),
        links * 64 + size,
        _share(letters, length) * 8 + capital_share,
        1 + links if has_url else None,
        1 + size if has_url else None,
        script if linked else None,
    )
    told = [base + value for base, value in zip(_BASES, values, strict=True) if value is not None]
    return told + disguise_facts(seen) if any(seen[_FIRST_DISGUISE:]) else told


_FIRST_DISGUISE = PlainText._fields.index("styled")
_FIRST_FACT = len(_BASES)


def disguise_facts(seen: PlainText) -> list[int]:
    """Return what was disguised, a fact for each kind that is there: no honest comment gets one for its absence."""
    counts = (seen.styled, seen.spelled, seen.stretched, seen.broken, seen.homographs)
    return [((what << 32) + 1) + min(count, 4) for what, count in enumerate(counts, start=_FIRST_FACT) if count]


def _share(part: int, whole: int) -> int:
    """Seven buckets of a share: nothing, up to 2, 5, 10, 20, 50 per cent, more."""
    return bisect_left(_PER_MILLE, part * 1000 // (whole or 1)) if part else 0
