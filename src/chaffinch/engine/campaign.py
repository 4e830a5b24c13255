"""Near-duplicate fingerprints, and when comments with nearly the same words are a campaign.

A fingerprint is a sample of a text's pairs of neighbouring words: those whose hashes are small, about 24 of them, so
that two texts sample the same pairs (Broder 1997, "On the resemblance and containment of documents"; the threshold in
place of the k smallest needs no sorting). Texts spun of one template show pairs that others of it have shown before
them; two honest texts hardly ever share more than two or three. Everything here is pure: who remembers which comment
showed a pair last is somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.hashing import I64, U64, Words

SIZE = 24
ENOUGH = 10
LINKED = 7
SHARED = 9
SOURCES = 4
"""A text samples 24 of its pairs, or has all; one with fewer than 10 has no fingerprint by itself, see `ANCHORED`. A
comment joins those that showed 7 of its pairs last, whichever of them showed which. It is alike where they showed 9,
and alike comments of 4 sources are worth a person's look, the one at hand included.

Found with `campaign_templates.TUNING` (24 templates, 40 comments each, among 6,000 made-up ham, three seeds: 72
campaigns) and with all 99,884 ham of the corpora in their own order, a thousand an hour, each corpus as if it came at
one place in a row, every author a source and every author-less comment another one. *Found*: after how many of its
comments a campaign was noticed, median and mean. *Ham*: joined; 35 of it are of one chat's welcoming robot.

    size  linked  shared  found      ham         size  linked  shared  found      ham
    20      7       9     4    5.0    35         24      7       9     4    4.8    36
    24      5       7     4    4.3    51         24      8       8     4.5  5.4    35
    24      6       6     4    4.4    49         28      7       9     4    4.7    38
    24      6       8     4    4.4    43         32      7       7     4    4.6    48
    24      7       8     4    4.8    38         32      8       8     4    5.1    37

With 3 sources in place of 4, 24, 8 and 10 join 51 and find after 4. Counted before that in pairs of comments, three
others that each share 6 of the 24 smallest hashes: found after 5 of the same campaigns (mean 4.7), and 58 ham; three
that share 7: 5.1 and 43. That a template's comments together show more of it than any one is what makes the
difference. On a sample of 12,000 ham, pairs with one word between them, single words, and taking long pairs first
joined more ham for the same speed.
"""
CERTAIN = 8
"""Alike comments of so many sources are a campaign: none of the 99,884 ham was but 31 of that chat's; half of the
tuning campaigns are by their ninth comment."""
ANCHORED = 3
"""A shorter text has a fingerprint if it has so many words and leads to a host: then of words, each together with the
host, so that only comments that lead to the same place are alike. Seven tenths of them must have been shown."""
TOO_NEAR = range(3, 5)
"""Characters that two words take up, with what is between them, where they are too short to say anything: s p a c e d
letters and numbered answers ("1. No 2. No"). Left out, 7 in place of 18 ham of `ham_fb_he_omilab` were joined at size
16. Two ideographs take up two."""
SALT = np.uint64(0xBF58476D1CE4E5B9)
"""For measuring. A server has its own."""

_PAIR = np.array(0x9FB21C651E98DF25, np.uint64)
_ALL = 1 << 64
_MOST = 1 << 14
_SHARES = np.array(
    [_ALL // max(size, SIZE + 1) * SIZE if size > SIZE else _ALL - 1 for size in range(_MOST)], np.uint64
)
"""Up to which hash a pair is sampled, by how many a text has."""
_ONE = np.zeros(0, np.int64)
_NEAREST, _FAR = np.array(TOO_NEAR.start, np.uint64), np.array(len(TOO_NEAR), np.uint64)
"""Arrays without a dimension: with short arrays they cost half of what numbers do."""


class Prints(NamedTuple):
    """Fingerprints of texts. `keys`: uint64 (m,), in the order of the texts; `rows`: int64 (m,), whose each key is.

    A pair that a text repeats stands there as often. Of a single text, `rows` is left empty.
    """

    keys: U64
    rows: I64


def fingerprints(words: Words, count: int, salt: np.uint64 = SALT, anchors: Sequence[int] = ()) -> Prints:
    """Return the fingerprints of the first `count` texts of a column; of others are what follows them.

    `salt`: an odd number that keys the hashes; whoever does not know it can neither tell words from hashes by trying
    nor foresee which pairs are taken. `anchors`: for each text a number below 2**64 that stands for the host it leads
    to, 0 for none.
    """
    stop = int(words.rows.searchsorted(count))
    if count == 1 and stop <= ENOUGH and not any(anchors):
        return Prints(words.hashes[:0], _ONE)
    keyed = words.hashes[:stop] * np.asarray(salt)
    is_pair = _is_pair(words.starts[: max(0, stop - 1)], words.ends[1:stop])
    if count == 1:
        return Prints(_of_one(keyed, is_pair, anchors[0] if anchors else 0), _ONE)
    rows = words.rows[:stop]
    is_pair &= rows[:-1] == rows[1:]
    keys, of = _pairs(keyed)[is_pair], rows[:-1][is_pair]
    sizes = np.bincount(of, minlength=count)
    limits = _SHARES.take(sizes, mode="clip")
    limits[sizes < ENOUGH] = 0
    is_taken = keys <= limits.take(of)
    found = Prints(keys[is_taken], of[is_taken])
    if not any(anchors):
        return found
    hosts = np.array(anchors, np.uint64)
    hosts[(sizes >= ENOUGH) | (np.bincount(rows, minlength=count) < ANCHORED)] = 0
    here = hosts.take(rows)
    is_taken = here != 0
    return Prints(
        np.concatenate((found.keys, keyed[is_taken] ^ here[is_taken])), np.concatenate((found.rows, rows[is_taken]))
    )


def _of_one(keyed: U64, is_pair: NDArray[np.bool_], anchor: int) -> U64:
    """Return the fingerprint of one text."""
    keys: U64 = _pairs(keyed)[is_pair]
    if keys.size < ENOUGH:
        return keyed ^ np.uint64(anchor) if anchor and keyed.size >= ANCHORED else keys[:0]
    return keys[keys <= _SHARES[min(keys.size, _MOST - 1)]] if keys.size > SIZE else keys


def hashes(words: Words, salt: np.uint64 = SALT) -> U64:
    """Return all pairs of the texts together, as they would stand in a fingerprint, uint64, in no order."""
    is_pair = _is_pair(words.starts[:-1], words.ends[1:])
    is_pair &= words.rows[1:] == words.rows[:-1]
    return _pairs(words.hashes * np.asarray(salt))[is_pair]


def _pairs(keyed: U64) -> U64:
    """Return hashes of each word with the one after it, uint64 (words - 1,); those of words are mixed well already."""
    values: U64 = keyed[:-1] * _PAIR
    values += keyed[1:]
    return values


def _is_pair(starts: I64, ends: I64) -> NDArray[np.bool_]:
    """Return which words, from the start of one to the end of the next, say something together, see `TOO_NEAR`."""
    span = (ends - starts).view(np.uint64)
    span -= _NEAREST
    is_pair: NDArray[np.bool_] = span >= _FAR
    return is_pair


def enough(size: int, needed: int = LINKED) -> int:
    """Return how many of a fingerprint's different pairs must have been shown: `needed`, fewer of a short text.

    >>> [enough(size) for size in (3, 5, 9, 10, 24)], enough(24, SHARED), enough(5, SHARED)
    ([3, 4, 7, 7, 7], 9, 4)
    """
    return needed if size >= ENOUGH else -(-7 * size // 10)
