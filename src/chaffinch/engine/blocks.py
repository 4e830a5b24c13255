"""The families of features, and the sparse rows that submissions become."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from chaffinch.engine.hashing import I64, U32

FEATURE_VERSION = 1
"""Changes whenever the same submission gives another row. Stored rows carry it (see `rows`)."""


class Block(IntEnum):
    """The families of features. The numbers are part of the stored row (feature version 1)."""

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


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows of `count` submissions, feature by feature, sorted by row and block, each feature once.

    `hashes`: uint32 (features,). A run of one row and block begins at `starts` (runs,) and has `sizes` (runs,);
    `rows`, `blocks`: whose it is, int64 (runs,).
    """

    count: int
    hashes: U32
    starts: I64
    sizes: I64
    rows: I64
    blocks: I64
