"""The families of features, and the sparse rows that submissions become."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np

from chaffinch.engine.hashing import I64, U32

FEATURE_VERSION = 3
"""Changes whenever the same submission gives another row. Stored rows carry it (see `rows`)."""


class Block(IntEnum):
    """The families of features. The numbers are part of the stored row (feature version 3)."""

    TEXT = 1
    WORDS = 2
    AUTHOR = 3
    AUTHOR_SHAPE = 4
    URL = 5
    URL_PARTS = 6
    SHAPE = 7
    RELEVANCE = 8


SCALES: dict[Block, float] = {
    Block.TEXT: 1.0,
    Block.WORDS: 1.0,
    Block.AUTHOR: 0.3,
    Block.AUTHOR_SHAPE: 0.3,
    Block.URL: 0.5,
    Block.URL_PARTS: 0.5,
    Block.SHAPE: 0.4,
    Block.RELEVANCE: 0.5,
}

BLOCKS = tuple(Block)
"""The blocks in the order of the cells of `Rows`."""

SOURCES: tuple[Block, ...] = (
    *(Block.TEXT, Block.AUTHOR, Block.URL) * 2,
    *(Block.WORDS, Block.AUTHOR_SHAPE, Block.URL_PARTS) * 2,
    *(Block.AUTHOR_SHAPE, Block.URL_PARTS, Block.SHAPE, Block.RELEVANCE),
)
"""What a row is made of, in the order of its arrays: two sizes of n-grams, words and pairs of words, each of texts,
names and addresses; then facts."""

_GATHER = np.array([[source is block for source in SOURCES] for block in BLOCKS], np.int64)


@dataclass(frozen=True)
class Rows:
    """Sparse rows of `count` submissions. `hashes`: uint32 (features,), source by source and therein row by row.

    `bounds`: int64 (sources * count + 1,), where the features of one source and row begin, and last where all end.
    No feature occurs twice in a row.
    """

    count: int
    hashes: U32
    bounds: I64

    @cached_property
    def sizes(self) -> I64:
        """How many features each block of each row has, int64 (blocks, count)."""
        return self.gathered(self.bounds[1:] - self.bounds[:-1])

    def gathered(self, values: I64) -> I64:
        """Return values of sources and rows, int64 (sources * count,), summed to blocks, int64 (blocks, count)."""
        gathered: I64 = _GATHER @ values.reshape(len(SOURCES), self.count)
        return gathered

    def sums(self, values: I64) -> I64:
        """Return values of features, int64 (features,), summed over each block of each row, int64 (blocks, count)."""
        running = np.zeros(values.size + 1, np.int64)
        np.add.accumulate(values, out=running[1:])
        at = running.take(self.bounds)
        return self.gathered(at[1:] - at[:-1])

    def spread(self, values: U32) -> U32:
        """Return values of rows, uint32 (count,), for each feature, uint32 (features,)."""
        return np.tile(values, len(SOURCES)).repeat(self.bounds[1:] - self.bounds[:-1])
