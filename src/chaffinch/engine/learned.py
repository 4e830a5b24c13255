"""What was learned, as bytes: the state that a checkpoint keeps, and its digest.

Layout, little-endian: `<8sHH5I` magic, feature version, length of the base model's version, and how many sites, seats
taken, trusts, touched coordinates of sites and touched shared ones there are; that version; then, compressed, the salts
of the sites and of the seats (uint32), a salt, its trust (uint32) and its squared gradients (int64) for each trust, the
sites' coordinates (uint32), the squared gradients (int64), weights (int32) and owners (int32) at each, the shared
coordinates (uint32) and the voices at each (int8 a seat); last `<I`, the CRC-32 of all before it, which tells any
change of one byte (the sum inside the compressed part misses some).
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.blocks import FEATURE_VERSION
from chaffinch.engine.holdings import RECORD, TABLE_BITS
from chaffinch.engine.learner import Learner
from chaffinch.engine.voices import SEATS, SHARED_BITS
from chaffinch.errors import ModelFileError

_HEAD = struct.Struct("<8sHH5I")
_SUM = struct.Struct("<I")
_MAGIC = b"CHSTATE\x04"
_TRUST: np.dtype[np.void] = np.dtype([("salts", "<u4"), ("trusts", "<u4"), ("squares", "<i8")])
_REPLAY = "replay the log"


def dump(learner: Learner, model: str) -> bytes:
    """Return what was learned on top of a base model, touched coordinates only, compressed."""
    parts = _parts(learner)
    told, counts = model.encode(), [parts[n].size for n in (0, 1, 2, 3, 5)]
    head = _HEAD.pack(_MAGIC, FEATURE_VERSION, len(told), *counts)
    state = head + told + zlib.compress(b"".join(part.tobytes() for part in parts), 1)
    return state + _SUM.pack(zlib.crc32(state))


def _parts(learner: Learner) -> tuple[NDArray[Any], ...]:
    """Return what a state is made of, in its order."""
    held, voices = learner.own, learner.voices
    own = np.flatnonzero(held.table["owners"])
    spoken = voices.voices.view(np.uint64)  # sixteen seats are two of these: a look at two numbers, not at sixteen
    shared = np.flatnonzero(spoken[:, 0] | spoken[:, 1])
    return (
        np.array(held.salts, "<u4"),
        np.array(voices.salts, "<u4"),
        np.array([(salt, *known) for salt, known in learner.trusts.known.items()], _TRUST),
        own.astype("<u4"),
        held.table[own],
        shared.astype("<u4"),
        voices.voices[shared],
    )


def load(learner: Learner, state: bytes, model: str) -> None:
    """Let a learner know what `dump` gave; refused, it knows what it knew.

    Raises:
        ModelFileError: not such a state, damaged, learned on top of another base model, or from other features.

    """
    sites, seats, trusts, own, shared, body = _opened(state, model)
    number: np.dtype[Any] = np.dtype("<u4")
    voice: np.dtype[Any] = np.dtype("i1")
    kinds = (
        *((number, sites), (number, seats), (_TRUST, trusts)),
        *((number, own), (RECORD, own), (number, shared), (voice, SEATS * shared)),
    )
    lengths = [kind.itemsize * count for kind, count in kinds]
    if len(body) != sum(lengths):
        raise ModelFileError(f"learned state has {len(body)} bytes, not as many as it says; {_REPLAY}")
    starts = [sum(lengths[:n]) for n in range(len(lengths))]
    salts, seated, trusted, at, records, shared_at, spoken = (
        np.frombuffer(body, kind, count, start) for (kind, count), start in zip(kinds, starts, strict=True)
    )
    owners, is_in = records["owners"], (at < 1 << TABLE_BITS).all() and (shared_at < 1 << SHARED_BITS).all()
    if not is_in or seats > SEATS or ((owners < 1) | (owners > sites)).any():
        raise ModelFileError(f"learned state names coordinates, seats or sites that there are not; {_REPLAY}")
    learner.reset()
    learner.own.table[at] = records
    learner.own.count(salts.tolist())
    learner.voices.salts = seated.tolist()
    learner.trusts.known = {salt: (trust, squares) for salt, trust, squares in trusted.tolist()}
    learner.voices.voices[shared_at] = spoken.reshape(shared, SEATS)
    learner.voices.count(shared_at.astype(np.int64))


def _opened(state: bytes, model: str) -> tuple[int, int, int, int, int, bytes]:
    """Return how many sites, seats, trusts, coordinates of sites and shared ones a state has, and its body."""
    try:
        magic, features, length, *counts = _HEAD.unpack_from(state)
        version = state[_HEAD.size : _HEAD.size + length].decode()
        if magic != _MAGIC or version != model or features != FEATURE_VERSION:
            told = f"{version!r} and features {features}, this is {model!r} and {FEATURE_VERSION}"
            raise ModelFileError(f"state was learned on top of {told}: {_REPLAY}")
        if _SUM.unpack(state[-_SUM.size :]) != (zlib.crc32(state[: -_SUM.size]),):
            raise ModelFileError(f"learned state is damaged; {_REPLAY}")
        body = zlib.decompress(state[_HEAD.size + length : -_SUM.size])
    except (struct.error, ValueError, zlib.error) as error:
        raise ModelFileError(f"learned state cannot be read: {error}; {_REPLAY}") from error
    sites, seats, trusts, own, shared = counts
    return sites, seats, trusts, own, shared, body


def digest(learner: Learner, model: str) -> str:
    """Return the hexadecimal SHA-256 of what was learned: equal on every machine after the same log."""
    told = hashlib.sha256(model.encode())
    for part in _parts(learner):
        told.update(part.size.to_bytes(8, "little") + part.tobytes())
    return told.hexdigest()
