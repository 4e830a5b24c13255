"""A feature row as bytes: what the feedback log keeps of a comment in place of its text.

Layout, little-endian: `<HB` feature version and number of blocks; then per block `<BI` its number and how many
features; then all hashes as uint32, rising in each block, which hides the order of the words. Values are not stored:
they follow from the counts.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from chaffinch.engine.blocks import BLOCKS, FEATURE_VERSION, SCALES, SOURCES, Rows
from chaffinch.engine.hashing import I64, U32
from chaffinch.errors import ModelFileError

_HEAD = struct.Struct("<HB")
_BLOCK = struct.Struct("<BI")


@dataclass(frozen=True, slots=True)
class Kept:
    """One row as it is kept: `hashes` uint32 (features,), rising in each block.

    `blocks` and `sizes`, int64 (runs,): the blocks it has, and how many features of each.
    """

    hashes: U32
    blocks: I64
    sizes: I64


def encode(rows: Rows) -> list[bytes]:
    """Return each row of a batch as bytes."""
    return [_packed(one) for one in kept(rows)]


def kept(rows: Rows) -> list[Kept]:
    """Return each row of a batch as it is kept."""
    ends = rows.bounds[1:].reshape(len(SOURCES), rows.count).T.tolist()
    starts = rows.bounds[:-1].reshape(len(SOURCES), rows.count).T.tolist()
    found = []
    for begins, stops in zip(starts, ends, strict=True):
        hashes, blocks = [], []
        for block in BLOCKS:
            parts = [rows.hashes[a:b] for a, b, s in zip(begins, stops, SOURCES, strict=True) if s is block and b > a]
            if parts:
                hashes.append(np.sort(np.concatenate(parts)))
                blocks.append(int(block))
        sizes = [part.size for part in hashes]
        joined = np.concatenate(hashes) if hashes else np.zeros(0, np.uint32)
        found.append(Kept(joined, np.array(blocks, np.int64), np.array(sizes, np.int64)))
    return found


def _packed(one: Kept) -> bytes:
    head = [_BLOCK.pack(block, size) for block, size in zip(one.blocks.tolist(), one.sizes.tolist(), strict=True)]
    return _HEAD.pack(FEATURE_VERSION, len(head)) + b"".join(head) + one.hashes.astype("<u4", copy=False).tobytes()


def version(data: bytes) -> int:
    """Return the feature version of a row.

    Raises:
        ModelFileError: it is too short to tell.

    """
    if len(data) < _HEAD.size:
        raise ModelFileError(f"feature row of {len(data)} bytes cannot be read")
    return int(_HEAD.unpack_from(data)[0])


def decode(data: bytes) -> Kept:
    """Return the row in `data`.

    Raises:
        ModelFileError: the row is of another feature version, or damaged.

    """
    try:
        version, block_count = _HEAD.unpack_from(data)
        if version != FEATURE_VERSION:
            raise ModelFileError(
                f"feature row of version {version}, this program learns version {FEATURE_VERSION}: "
                "train again from the comment, or run the version that wrote it"
            )
        blocks = [_BLOCK.unpack_from(data, _HEAD.size + n * _BLOCK.size) for n in range(block_count)]
    except struct.error as error:
        raise ModelFileError(f"feature row of {len(data)} bytes cannot be read: {error}") from error
    count = sum(size for _, size in blocks)
    at = _HEAD.size + block_count * _BLOCK.size
    if len(data) - at != 4 * count:
        raise ModelFileError(f"feature row says {count} features and holds {(len(data) - at) / 4:g}")
    numbers = [number for number, _ in blocks]
    sizes = np.array([size for _, size in blocks], np.int64)
    if not numbers or numbers != sorted(set(numbers) & set(SCALES)) or not sizes.all():
        raise ModelFileError(f"feature row has blocks {blocks}: known and rising ones are needed, none empty")
    hashes = np.frombuffer(data, "<u4", count, at).astype(np.uint32, copy=False)
    return Kept(hashes, np.array(numbers, np.int64), sizes)
