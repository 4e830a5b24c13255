"""How often, and by how many different sources, was this key seen in this window? The one question, and its values.

Whoever answers it (one process today) is asked in whole arrays, for a batch of comments at once. Of each key it tells
how often and since when, and who showed it last: up to `RECENT` different sources, as short numbers that mean nothing
beyond the answer. So it can be told whether the same sources stand behind many keys, or others behind each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

RECENT = 12
"""Sources remembered of a key in one turn of the window, the last ones: a row then fills a line of the processor's
cache. More than that are "so many or more"."""
SOURCE_BITS = 22
"""Bits of a source in what is told; the ten above are its site's."""
SOURCE = np.uint32((1 << SOURCE_BITS) - 1)
TIMES = np.uint64((1 << 28) - 1)
"""The bits of a count that tell how often; seconds of the first time stand in the upper half."""


@dataclass(frozen=True, slots=True)
class Sighted:
    """What a batch of n comments shows. `keys`: uint64 (n, k), 0 where there is none; the keys of a row differ.

    `sent_by`: who sent each and where, one `entry` each, uint32 (n,). `events`: which comment it is, one number each:
    the same comment that comes again is not counted twice.
    """

    keys: U64
    sent_by: U32
    events: Sequence[int]


@dataclass(frozen=True, slots=True)
class Told:
    """The answer. `counts`: uint64 (n, k), what `times` and `since` unfold.

    `recent`: uint32 (n, k, r), who showed each key last, the site above, the source below; 0 where there is nobody.
    """

    counts: U64
    recent: U32

    def times(self) -> I64:
        """Return how often each key was seen, int64 (n, k)."""
        return (self.counts & TIMES).astype(np.int64)

    def since(self) -> I64:
        """Return when each key was first seen, Unix milliseconds, int64 (n, k); 0 where it was not."""
        return (self.counts >> np.uint64(32)).astype(np.int64) * 1000


class Sightings(Protocol):
    """Counts keys in a sliding window. `now`: Unix milliseconds. Safe to be asked by several threads."""

    def note(self, sighted: Sighted, now: int) -> Told:
        """Count a batch, and tell what was seen lately, all of the batch included.

        Raises:
            StateError: what was counted cannot be read.

        """

    def look(self, sighted: Sighted, now: int) -> Told:
        """Tell what was seen lately, counting nothing.

        Raises:
            StateError: what was counted cannot be read.

        """


def sources_of(recent: U32) -> U32:
    """Return the sources in what is told, same shape."""
    return recent & SOURCE


def sites_of(recent: U32) -> U32:
    """Return the sites in what is told, same shape."""
    return recent >> np.uint32(SOURCE_BITS)


def entry(source: int, site: int) -> int:
    """Return a source and its site, large random numbers both, as they are told: 32 bits, never 0."""
    return source % ((1 << SOURCE_BITS) - 1) + 1 | site % (1 << (32 - SOURCE_BITS)) << SOURCE_BITS
