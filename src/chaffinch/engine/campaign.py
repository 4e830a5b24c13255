"""Near-duplicate fingerprints, and when comments with nearly the same words are a campaign.

A fingerprint is the 24 smallest hashes of a text's different pairs of neighbouring words: a bottom-k sketch (Broder
1997, "On the resemblance and containment of documents"). Two texts spun of one template share some of them, wherever
the template varies; two honest texts hardly ever share more than two or three. Everything here is pure: who counts
how often each hash was seen is somebody else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.hashing import I64, U32, U64, Words

SIZE = 24
SHARED = 6
ENOUGH = 10
SOURCES = 4
"""Comments are alike when they share 6 of the 24 hashes; a text with fewer than 10 different pairs has no fingerprint.
Alike comments of 4 sources are worth a person's look, the one at hand included.

Found with `campaign_templates.TUNING` (24 templates, 40 comments each) mixed into 12,000 ham, and with all 99,884 ham
of the corpora in their own order, each corpus as if it came at one place in a row, every author a source and every
author-less comment another one. *Found*: after how many of its comments a campaign was noticed, the median of 24.
*Ham*: joined to three others among the 4,500 before it; 37 are of one chat, 35 of these of its welcoming robot.

    size  shared   found   ham          size  shared   found   ham
    16      5        5      80          24      6        5      64
    16      6        6      49          24      7        5      46
    20      6        5      55          24      8        6      44
    20      7        6      45          32      8        5      48

With two others in place of three, 24 and 6 join 138. Counted as a server does, in a window of hours and with the last
`RECENT` sources of each hash, 24 and 6 notice after 5.5 comments and join 55 ham at a thousand comments an hour; 24 and
7 notice after 6; 24 and 5 after 5, but join 91 of `blog_haacked` alone, where 24 and 6 join 14. On a sample of 12,000
ham, pairs with one word between them, single words, and taking long pairs first joined more ham for the same speed.
What stays joined is honest: condolences, lists of answers, an error message that many had.
"""
CERTAIN = 8
"""Alike comments of so many sources are a campaign: none of the 99,884 ham was but 31 of that chat's; half of the
tuning campaigns are by their tenth comment."""
RECENT = 12
"""Sources of one key in one part of the window, see `sightings.question`."""
TOO_NEAR = range(3, 5)
"""Characters that two words take up, with what is between them, where they are too short to say anything: s p a c e d
letters and numbered answers ("1. No 2. No"). Left out, 7 in place of 18 ham of `ham_fb_he_omilab` were joined at size
16. Two ideographs take up two."""
SALT = np.uint64(0xBF58476D1CE4E5B9)
"""For measuring. A server has its own."""

_PAIR = np.uint64(0x9FB21C651E98DF25)
_ROW_BITS = 16
_KEY_BITS = np.uint64(64 - _ROW_BITS)
_THERE = np.uint64(1 << 48)
"""Set in every key, so that none is zero."""
_HASH = np.uint64((1 << 48) - 1)


def fingerprints(words: Words, count: int, salt: np.uint64 = SALT) -> U64:
    """Return the fingerprints of `count` texts, uint64 (count, SIZE), rising and then zeros; all zeros for short texts.

    `salt`: an odd number that keys the hashes; whoever does not know it can neither tell words from hashes by trying
    nor foresee which pairs are taken. At most 65,536 texts at once.
    """
    found = np.zeros((count, SIZE), np.uint64)
    values = _pairs(words, salt)
    if count == 1:
        different = sorted(set(values[_is_pair(words)].tolist()))
        if len(different) >= ENOUGH:
            found[0, : len(different)] = different[:SIZE]
            found[0, : len(different)] |= _THERE
        return found
    values |= words.rows[:-1].view(np.uint64) << _KEY_BITS
    values = values[_is_pair(words)]
    values.sort()
    is_new = np.empty(values.size, np.bool_)
    is_new[:1] = True
    np.not_equal(values[1:], values[:-1], out=is_new[1:])
    values = values[is_new]
    rows = (values >> _KEY_BITS).view(np.int64)
    sizes = np.bincount(rows, minlength=count)
    places = np.arange(values.size) - (sizes.cumsum() - sizes).repeat(sizes)
    is_taken = (places < SIZE) & (sizes >= ENOUGH).repeat(sizes)
    found[rows[is_taken], places[is_taken]] = (values[is_taken] & _HASH) | _THERE
    return found


def hashes(words: Words, salt: np.uint64 = SALT) -> U64:
    """Return all pairs of the texts together, as they would stand in a fingerprint, uint64, in no order."""
    return _pairs(words, salt)[_is_pair(words)] | _THERE


def _pairs(words: Words, salt: np.uint64) -> U64:
    """Return hashes of each word with the one after it, 48 bits, uint64 (words - 1,)."""
    values = words.hashes[:-1] * _PAIR
    values += words.hashes[1:]
    values ^= values >> np.uint64(29)
    values *= salt
    values >>= np.uint64(_ROW_BITS)
    return values


def _is_pair(words: Words) -> NDArray[np.bool_]:
    """Return which neighbours stand in one text and say something together, see `TOO_NEAR`."""
    span = (words.ends[1:] - words.starts[:-1]).view(np.uint64)
    span -= np.uint64(TOO_NEAR.start)
    is_pair = span >= np.uint64(len(TOO_NEAR))
    is_pair &= words.rows[1:] == words.rows[:-1]
    return is_pair


def candidates(times: I64) -> I64:
    """Return the rows where enough keys were each seen often enough, int64; `times`: int64 (n, SIZE).

    Cheap, and never misses: `near` then tells whether the same sources were behind them.
    """
    is_often = times >= SOURCES
    if np.count_nonzero(is_often) < SHARED:  # one comment alone is mostly done here
        return np.zeros(0, np.int64)
    found: I64 = (is_often.sum(axis=1) >= SHARED).nonzero()[0]
    return found


def may_be_near(sources: U32) -> NDArray[np.bool_]:
    """Return which comments have enough near sources, if nobody stands twice behind one key, bool (n,).

    `sources`: uint32 (n, k, r), of each key those who showed it, 0 for nobody. Never misses one. Whole-array: who
    stands often enough in a sorted row is who stands `SHARED` - 1 places on; counted where their stretch begins.
    """
    flat = np.sort(sources.reshape(len(sources), -1), axis=1)
    is_near = flat[:, SHARED - 1 :] == flat[:, : 1 - SHARED]
    is_near[:, 1:] &= flat[:, 1 : 1 - SHARED] != flat[:, :-SHARED]
    is_near &= flat[:, : 1 - SHARED] != 0
    found: NDArray[np.bool_] = is_near.sum(axis=1) >= SOURCES
    return found


def near(sources: U32) -> U32:
    """Return the sources that lately showed at least `SHARED` keys of one comment; `sources`: uint32 (k, r).

    Who stands behind a key in both parts of the window stands there once.
    """
    younger, older = sources[:, :RECENT], sources[:, RECENT:]
    is_twice = (older[:, :, None] == younger[:, None, :]).any(axis=-1)
    once = np.concatenate((younger, np.where(is_twice, np.uint32(0), older)), axis=1)
    found, counts = np.unique(once[once != 0], return_counts=True)
    return found[counts >= SHARED]


def shared_at(numbers: I64, sources: U32, close: U32, *, is_most: bool) -> int:
    """Return what at least `SHARED` of a comment's keys have reached: the most they all have, or the earliest time.

    `numbers`: int64 (k,), one a key; `sources`: uint32 (k, r); `close`: from `near`. Only keys count that one of the
    close ones has shown besides.
    """
    is_shared = np.isin(sources, close).sum(axis=1) >= 2
    found = np.sort(numbers[is_shared if np.count_nonzero(is_shared) >= SHARED else slice(None)])
    return int(found[-SHARED] if is_most else found[SHARED - 1])
