"""Characters and words of many texts at once -> 32-bit hashes. Whole arrays, no loop per character.

Feature hashing: Weinberger, Dasgupta, Langford, Smola, Attenberg (2009), "Feature Hashing for Large Scale
Multitask Learning". Runs of letters are hashed by differences of one running polynomial (Karp and Rabin 1987).
All arithmetic is on unsigned integers that wrap, and all byte orders are fixed: hashes agree everywhere.
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
1.68, each inside a stretch without blanks; 3 to 5 over the whole text 1.77, at 1.8 times as many features."""

_BASE = 0x9E3779B97F4A7C15 | 1
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)


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

    A word is a run of letters, marks and digits; ideographs and kana stand one by one. Hashes are of the small letters,
    in no namespace.
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
    source = _codes(f"  {' '.join(texts)} ")
    lengths = [len(text) + 1 for text in texts]
    starts = [*accumulate(lengths, initial=LEAD)]
    lengths[:1] = [first + LEAD for first in lengths[:1]]
    lower, kinds = folded(source)
    return Column(lower, kinds, numbers(len(texts)).repeat(lengths), len(texts), starts)


def _codes(text: str) -> U32:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32, copy=False)


MAX_KEPT = 1 << 19
"""Tables of more entries are made anew each time, of fewer kept for good: 4 MiB each at most. A batch of the filter
needs more only where single characters unfold into many."""


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
    starts, ends = word_runs(texts)
    return Words(texts.rows.take(starts), starts, ends, run_hashes(texts.codes, starts, ends))


def words_and_grams(texts: Column) -> tuple[Words, U64, I64]:
    """Return the words of a column, and its n-grams, in one sweep.

    (words, hashes, counts): the n-grams of the first of `SIZES` text by text, then those of the second, uint64, in no
    namespace; and how many of them each text has, int64 (2 * texts,).
    """
    starts, ends = word_runs(texts)
    gram_starts, gram_ends, counts = gram_runs(texts)
    both = np.concatenate((starts, gram_starts))
    hashes = run_hashes(texts.codes, both, np.concatenate((ends, gram_ends)))
    return Words(texts.rows.take(starts), starts, ends, hashes[: starts.size]), hashes[starts.size :], counts


def gram_runs(texts: Column) -> tuple[I64, I64, I64]:
    """Return where the n-grams of a column start and end, and how many each text has, as `words_and_grams` does.

    An n-gram lies within a stretch without blanks and one blank on either side of it.
    """
    chunk_starts, chunk_ends = chunk_runs(texts)
    lengths = chunk_ends - chunk_starts
    counts = np.concatenate([lengths - (size - 3) for size in SIZES])
    np.maximum(counts, 0, out=counts)
    stops = counts.cumsum()
    firsts = np.concatenate((chunk_starts, chunk_starts))
    firsts -= 1
    firsts -= stops
    firsts += counts
    starts = firsts.repeat(counts)
    starts += numbers(room(starts.size))[: starts.size]
    short = int(stops[lengths.size - 1]) if lengths.size else 0
    ends = starts + SIZES[0]
    ends[short:] += SIZES[1] - SIZES[0]
    rows = texts.rows.take(chunk_starts)
    of_texts = np.bincount(np.concatenate((rows, rows + texts.count)), counts, 2 * texts.count)
    return starts, ends, of_texts.astype(np.int64)


def chunk_runs(texts: Column) -> tuple[I64, I64]:
    """Return where the stretches without blanks of a column start and end."""
    is_dark = texts.kinds != _SPACE
    turns = (is_dark[1:] != is_dark[:-1]).nonzero()[0]
    turns += 1
    return turns[::2], turns[1::2]


def firsts(hashes: U32, rows: U64 | None) -> Flags:
    """Return True for one of each different hash of a row, bool (features,). Exact, and without sorting.

    Each writes its number into a slot that its hash and row tell; who finds its own number there is kept, who finds
    an equal one is not, and who finds a stranger tries again with other slots, eight for each that is left. Sorting
    took two to three times as long (53,000 features, AMD Zen 4). `rows`: None where all are of one.
    """
    keys = hashes.astype(np.uint64)
    if rows is not None:
        keys |= rows << np.uint64(32)
    return _firsts(keys, 0)


def _firsts(keys: U64, tries: int) -> Flags:
    if tries == _MAX_TRIES:
        is_one = np.zeros(keys.size, np.bool_)
        is_one[np.unique(keys, return_index=True)[1]] = True
        return is_one
    bits = max(4, (8 * keys.size).bit_length())
    slots = keys * np.uint64((2 * tries + 1) * _BASE & _ALL)
    slots >>= np.uint64(64 - bits)
    own = numbers(room(keys.size))[: keys.size]
    written = np.empty(1 << bits, np.int64)
    written[slots.view(np.int64)] = own
    found = written.take(slots.view(np.int64))
    is_first: Flags = found == own
    strange = (keys.take(found) != keys).nonzero()[0]
    if strange.size:
        is_first[strange] = _firsts(keys[strange], tries + 1)
    return is_first


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


def run_hashes(codes: U32, starts: I64, ends: I64) -> U64:
    """Hash runs of codes. The first code belongs to no run: what was summed before a run stands one place before it."""
    size = room(codes.size)
    powers, inverses = _kept_powers(size) if size <= MAX_KEPT else _powers(size)
    running = codes + np.uint64(0x51ED)
    running *= powers[: codes.size]
    running.cumsum(out=running)
    hashes = running[ends - 1]
    hashes -= running[starts - 1]
    hashes *= inverses[starts]
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(32)
    return hashes


def room(size: int) -> int:
    """Round up to a power of two, so that few tables are ever built."""
    return 1 << max(12, (size - 1).bit_length())


@cache
def _kept_powers(size: int) -> tuple[U64, U64]:
    return _powers(size)


def _powers(size: int) -> tuple[U64, U64]:
    one = np.ones(size, np.uint64)
    up, down = one.copy(), one.copy()
    up[1:] = np.uint64(_BASE)
    down[1:] = np.uint64(_BASE_INVERSE)
    return np.multiply.accumulate(up), np.multiply.accumulate(down)
