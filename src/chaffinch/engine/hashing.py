"""Characters and words of many texts at once -> 32-bit hashes. Whole arrays, no loop per character.

Feature hashing: Weinberger, Dasgupta, Langford, Smola, Attenberg (2009), "Feature Hashing for Large Scale
Multitask Learning". Of letters swapped inside words ("viarga") people take little notice, nor does the learner: words
are hashed by their first letter, their last, and those between in any order, as differences of one running sum. All
arithmetic is on unsigned integers that wrap, and all byte orders are fixed: hashes agree everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.characters import Kind, folded

U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]
Flags = NDArray[np.bool_]

SIZES = (3, 5)
"""Lengths of character n-grams. Six sites left out: 3 and 5 gave a mean 1-ROCA % of 1.63, 4 and 5 of 1.71, 3 to 5 of
1.68, each inside a stretch without blanks; 3 to 5 over the whole text 1.77, at 1.8 times as many features.

By their letters in any order, as words, n-grams let less through (`evaluation/augmentation.py`: letters swapped), and
the mean 1-ROCA % of six sites left out rose by 0.04 and 0.08 in two pairs of runs."""

_BASE = 0x9E3779B97F4A7C15 | 1
_FIRST_KEY, _LAST_KEY = np.uint64(0x9FB21C651E98DF25), np.uint64(0xD6E8FEB86659FD93)
"""Letters in any order cost a little and hide nothing from the learner: see `evaluation/augmentation.py`."""


@dataclass(frozen=True, slots=True)
class Column:
    """Many texts in one array, blanks before, between and behind them. `codes`: lower-cased code points (length,).

    `kinds`: `Kind` per position, with `CAPITAL` added for capitals; `rows`: which text a position belongs to, int64;
    `count`: how many texts; `starts`: where each text begins, and last where one more would.
    """

    codes: U32
    kinds: NDArray[np.uint8]
    rows: I64
    count: int
    starts: list[int]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a column, in order. `rows`, `starts`, `ends`: position in the column, int64; `hashes`: uint64.

    A word is a run of letters, marks and digits; ideographs and kana stand one by one. Hashes are of the small letters
    without accents, inner ones in any order, in no namespace.
    """

    rows: I64
    starts: I64
    ends: I64
    hashes: U64

    def head(self, count: int) -> Words:
        """Return the words of the first `count` texts, as a view."""
        stop = int(self.rows.searchsorted(count))
        return Words(self.rows[:stop], self.starts[:stop], self.ends[:stop], self.hashes[:stop])


LEAD = 2
"""Blanks before the first text: one belongs to its first n-gram, and a sum must have been taken before that."""


def column(texts: Sequence[str]) -> Column:
    """Return the texts as one `Column`. Lone surrogates are kept as they are."""
    source = f"  {' '.join(texts)} "
    lengths = [len(text) + 1 for text in texts]
    starts = [*accumulate(lengths, initial=LEAD)]
    lengths[:1] = [first + LEAD for first in lengths[:1]]
    lower, kinds = folded(_codes(source), is_ascii=source.isascii())
    return Column(lower, kinds, numbers(len(texts)).repeat(lengths), len(texts), starts)


def _codes(text: str) -> U32:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32, copy=False)


MAX_KEPT = 1 << 10
"""Tables of more entries are made anew each time, of fewer kept for good: those of a batch of the filter."""


def numbers(count: int) -> I64:
    """Return 0 to count - 1, int64; not to be written to."""
    return _kept_numbers(count) if count <= MAX_KEPT else np.arange(count, dtype=np.int64)


@cache
def _kept_numbers(count: int) -> I64:
    return np.arange(count, dtype=np.int64)


def namespace(number: int) -> np.uint32:
    """Return what moves halved hashes into a namespace, to be added to them."""
    return np.uint32(number * 0x9E3779B1 & 0xFFFFFFFF)


def halved(values: U64) -> U32:
    """Return 64-bit hashes folded to 32 bits, in no namespace, uint32, same shape."""
    return (values ^ (values >> np.uint64(32))).astype(np.uint32)


def salted(hashes: U32, salt: U32 | np.uint32) -> U32:
    """Return the hashes as seen by one site: the same feature, another coordinate. uint32, same shape."""
    values = hashes ^ salt
    values *= np.uint32(0x9E3779B1)
    return values


_SPACE = int(Kind.SPACE)
_INSIDE, _ALONE = 1, 2
_WORD_CLASSES = np.array(
    [
        _ALONE if kind in (Kind.HAN, Kind.KANA) else _INSIDE if kind in range(Kind.LATIN, Kind.DIGIT + 1) else 0
        for kind in Kind
    ]
    * 2,
    np.uint8,
)
"""By kind, and again for capitals."""


def words(texts: Column) -> Words:
    """Return all words of a column."""
    return _words(texts, _running(_values(texts.codes)))


def words_and_grams(texts: Column) -> tuple[Words, U64, I64]:
    """Return the words of a column, and its n-grams, in one sweep.

    (words, hashes, counts): the n-grams of the first of `SIZES` text by text, then those of the second, uint64, in no
    namespace; and how many of them each text has, int64 (2 * texts,). An n-gram lies within a stretch without blanks
    and one blank on either side of it: its inner characters are dark, whatever its first and last are.
    """
    values = _values(texts.codes)
    is_dark = texts.kinds != _SPACE
    is_triple = is_dark[2:-3] & is_dark[3:-2]
    is_triple &= is_dark[4:-1]
    at_short, at_long = is_dark[2:-1].nonzero()[0], is_triple.nonzero()[0]
    short, long = _gram_sums(values)
    hashes = np.concatenate((short.take(at_short), long.take(at_long)))
    rows = texts.rows[2:]
    counts = np.concatenate([np.bincount(rows.take(at), minlength=texts.count) for at in (at_short, at_long)])
    return _words(texts, _running(values)), _mixed(hashes), counts


def _words(texts: Column, running: U64) -> Words:
    starts, ends = word_runs(texts)
    last = ends - 1
    sums = running.take(last)
    sums -= running.take(starts - 1)
    for at, key in ((starts, _FIRST_KEY), (last, _LAST_KEY)):
        values = texts.codes.take(at).astype(np.uint64)
        values *= key
        sums += values
    return Words(texts.rows.take(starts), starts, ends, _mixed(sums))


def firsts(hashes: U32, rows: U64 | None) -> Flags:
    """Return True for the last of each different hash of a row, bool (features,). Exact, and without sorting.

    Each writes its number into a slot that its hash and row tell; who finds its own number there is kept, who finds
    an equal one is not, and who finds a stranger tries again with other slots, sixteen for each that is left. Sorting
    took two to three times as long (53,000 features, AMD Zen 4). `rows`: None where all are of one.
    """
    keys = hashes.astype(np.uint64)
    if rows is not None:
        keys |= rows << np.uint64(32)
    return _firsts(keys, 0)


def _firsts(keys: U64, tries: int) -> Flags:
    if tries == _MAX_TRIES:
        is_one = np.zeros(keys.size, np.bool_)
        is_one[keys.size - 1 - np.unique(keys[::-1], return_index=True)[1]] = True
        return is_one
    bits = max(4, (16 * keys.size).bit_length())
    slots = keys * np.uint64((2 * tries + 1) * _BASE & _ALL)
    slots >>= np.uint64(64 - bits)
    at = slots.view(np.int64)
    own = np.arange(keys.size, dtype=np.int32)
    written = np.empty(1 << bits, np.int32)
    written[at] = own
    found = written.take(at)
    is_first: Flags = found == own
    strange = (keys.take(found) != keys).nonzero()[0]
    if strange.size > _FEW:
        is_first[strange] = _firsts(keys.take(strange), tries + 1)
    elif strange.size:
        chosen = dict(zip(keys.take(strange).tolist(), strange.tolist(), strict=True))
        is_first[[*chosen.values()]] = True
    return is_first


_FEW = 100
"""So many are told apart one by one in the time that another round of arrays takes."""
_MAX_TRIES = 8
_ALL = (1 << 64) - 1


def word_runs(texts: Column) -> tuple[I64, I64]:
    """Return where the words of a column start and end."""
    classes = _WORD_CLASSES.take(texts.kinds)
    later = classes[1:]
    turns = ((later != classes[:-1]) | (later == _ALONE)).nonzero()[0]
    turns += 1
    begins = classes[turns[:-1]].nonzero()[0]
    return turns[begins], turns[begins + 1]


def _values(codes: U32) -> U64:
    """Return codes as numbers to count with, none of them zero."""
    values = codes.astype(np.uint64)
    values += np.uint64(0x51ED)
    return values


def _running(values: U64) -> U64:
    """Return the sums of all values up to each place, every value a number of its own: runs are their differences.

    The first value belongs to no run: what was summed before a run stands one place before it. `values` are used up.
    """
    values *= np.uint64(_BASE)
    values ^= values >> np.uint64(32)
    return np.add.accumulate(values)


_PLACES = [np.uint64(pow(_BASE, place, 1 << 64)) for place in range(SIZES[1])]


def _gram_sums(values: U64) -> tuple[U64, U64]:
    """Return the sums of all runs of each of `SIZES`, from the second value on, each value by its place."""
    short = values[2:-1] * _PLACES[1]
    short += values[1:-2]
    short += values[3:] * _PLACES[2]
    long = values[4:-1] * _PLACES[3]
    long += short[:-2]
    long += values[5:] * _PLACES[4]
    return short, long


def _mixed(sums: U64) -> U64:
    """Return sums of runs as hashes, in place."""
    sums ^= sums >> np.uint64(29)
    sums *= np.uint64(0xBF58476D1CE4E5B9)
    sums ^= sums >> np.uint64(32)
    return sums
