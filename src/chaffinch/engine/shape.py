"""Structure: how long, how many links, capitals, digits; which script; what was disguised.

Every fact is a number, what in the high bits and a bucket in the low ones; buckets are coarse on purpose, so that they
carry over between sites. What has a cost per character is counted in whole arrays; what has a cost per comment is
plain integers, since twenty facts of one comment take 6 us that way and 45 us as arrays of length one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.characters import KIND_COUNT, LETTER_KINDS, Kind
from chaffinch.engine.hashing import I64, LEAD, Column
from chaffinch.engine.text import PlainText

_PER_MILLE = (0, 20, 50, 100, 200, 500)
_FIRST_LETTER, _LETTER_STOP = LETTER_KINDS.start, LETTER_KINDS.stop
DIGIT, _PUNCTUATION, _SYMBOL = int(Kind.DIGIT), int(Kind.PUNCTUATION), int(Kind.SYMBOL)
_AT = tuple(what << 32 for what in range(21))


def kind_counts(column: Column, count: int) -> tuple[list[list[int]], list[int]]:
    """Return how many characters of each `Kind` each of the first `count` texts holds, and how many capitals.

    Blanks between texts are not counted.
    """
    stop = column.starts[count]
    flat: NDArray[np.uint8] | I64 = column.kinds[:stop]
    if count > 1:
        flat = column.rows[:stop] * (2 * KIND_COUNT)
        flat += column.kinds[:stop]
    counts = np.bincount(flat, minlength=count * 2 * KIND_COUNT).reshape(count, 2, KIND_COUNT)
    found: list[list[int]] = counts.sum(axis=1).tolist()
    padding = LEAD + 1
    for row in found:
        row[0] -= padding
        padding = 1
    return found, counts[:, 1].sum(axis=1).tolist()


def main_script(counts: Sequence[int]) -> int:
    """Return the `Kind` of letter that is most frequent in a text; 0 where there is no letter."""
    letters = counts[_FIRST_LETTER:_LETTER_STOP]
    most = max(letters)
    return letters.index(most) + _FIRST_LETTER if most else 0


def shape_facts(
    seen: PlainText,
    counts: Sequence[int],
    capitals: int,
    word_count: int,
    contacts: tuple[int, int, int],
    has_url: bool,
) -> list[int]:
    """Return the structure of one comment as numbers, one a fact.

    `counts`, `capitals`: as `kind_counts` tells them. `contacts`: e-mail addresses, telephone numbers, messengers,
    which count as links do: all are ways to be reached. `has_url` says that the author claimed a URL: it only joins
    other facts in conjunctions and only when true, so that a site without that field gets no fact for its absence.
    """
    by_script = counts[_FIRST_LETTER:_LETTER_STOP]
    mails, phones, messengers = contacts
    letters, length = sum(by_script), sum(counts)
    reached = seen.link_count + mails + phones + messengers
    ways, size = min(reached, 6), length.bit_length()
    capital_share = _share(capitals, letters)
    script = main_script(counts)
    facts = [
        size,
        _AT[1] + word_count.bit_length(),
        _AT[2] + capital_share,
        _AT[3] + _share(counts[DIGIT], length),
        _AT[4] + _share(counts[_PUNCTUATION], length),
        _AT[5] + min(counts[_SYMBOL], 6),
        _AT[6] + ways,
        _AT[7] + _share(reached * 5, word_count + 1),
        _AT[8] + script,
        _AT[9] + len(by_script) - by_script.count(0),
        _AT[10] + seen.tags.bit_length(),
        _AT[11] + min(seen.invisible, 4),
        _AT[12] + min(seen.mixed, 4),
        _AT[13] + min(seen.lines, 5),
        _AT[14] + ways * 64 + size,
        _AT[15] + _share(letters, length) * 8 + capital_share,
    ]
    if has_url:
        facts += (_AT[16] + ways, _AT[17] + size)
    if reached:
        facts.append(_AT[18] + script)
        facts += [_AT[19] + kind * 8 + min(count, 3) for kind, count in enumerate(contacts) if count]
    disguises = (seen.styled, seen.spelled, seen.stretched, seen.broken, seen.homographs)
    if any(disguises):
        facts += [_AT[20] + kind * 8 + min(count, 4) for kind, count in enumerate(disguises) if count]
    return facts


def _share(part: int, whole: int) -> int:
    """Seven buckets of a share: nothing, up to 2, 5, 10, 20, 50 per cent, more."""
    return bisect_left(_PER_MILLE, part * 1000 // (whole or 1)) if part else 0
