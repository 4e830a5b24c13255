"""A feature row as bytes: what the feedback log keeps of a comment in place of its text.

Layout, little-endian: `<HB` feature version and number of blocks; then per block `<BI` its number and how many
features; then all hashes as uint32. Values are not stored: they follow from the counts.
"""

from __future__ import annotations

import struct

import numpy as np

from chaffinch.engine.blocks import FEATURE_VERSION, SCALES, Rows
from chaffinch.errors import ModelFileError

_HEAD = struct.Struct("<HB")
_BLOCK = struct.Struct("<BI")


def encode(rows: Rows) -> list[bytes]:
    """Return each row of a batch as bytes."""
    parts: list[list[bytes]] = [[] for _ in range(rows.count)]
    heads: list[list[bytes]] = [[] for _ in range(rows.count)]
    hashes = rows.hashes.astype("<u4", copy=False)
    for at, size, row, block in zip(rows.starts, rows.sizes, rows.rows, rows.blocks, strict=True):
        heads[row].append(_BLOCK.pack(block, size))
        parts[row].append(hashes[at : at + size].tobytes())
    return [
        _HEAD.pack(FEATURE_VERSION, len(head)) + b"".join(head) + b"".join(part)
        for head, part in zip(heads, parts, strict=True)
    ]


def version(data: bytes) -> int:
    """Return the feature version of a row.

    Raises:
        ModelFileError: it is too short to tell.

    """
    if len(data) < _HEAD.size:
        raise ModelFileError(f"feature row of {len(data)} bytes cannot be read")
    return int(_HEAD.unpack_from(data)[0])


def decode(data: bytes) -> Rows:
    """Return the one row in `data` as a batch of one.

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
        hashes = np.frombuffer(data, "<u4", offset=_HEAD.size + block_count * _BLOCK.size).astype(np.uint32, copy=False)
    except (struct.error, ValueError) as error:
        raise ModelFileError(f"feature row of {len(data)} bytes cannot be read: {error}") from error
    sizes = np.array([size for _, size in blocks], np.int64)
    if int(sizes.sum()) != hashes.size:
        raise ModelFileError(f"feature row says {int(sizes.sum())} features and holds {hashes.size}")
    numbers = [number for number, _ in blocks]
    if not numbers or numbers != sorted(set(numbers) & set(SCALES)) or not sizes.all():
        raise ModelFileError(f"feature row has blocks {blocks}: known and rising ones are needed, none empty")
    starts = np.cumsum(sizes) - sizes
    owners = np.zeros(len(blocks), np.int64)
    return Rows(1, hashes, starts, sizes, owners, np.array(numbers, np.int64))
