r"""The file of a base model: what it holds, how it is written and read. No pickle, nothing executable.

Layout, all integers little-endian::

    8 bytes   "CHAFF\\x00\\x01\\n"
    uint32    length of the header
    header    JSON, UTF-8, keys sorted: version, feature_version, bits, scale_bits, calibration, thresholds,
              budgets, card
    payload   zlib: 2**bits weights as int16, first all low bytes, then all high bytes (they compress apart)
    32 bytes  SHA-256 of everything before

A weight in logits is its int16 times `scale`, a power of two, so that the fixed-point sums are exact.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.blocks import FEATURE_VERSION
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.conformal import Budget
from chaffinch.engine.policy import Thresholds
from chaffinch.errors import ModelFileError

_MAGIC = b"CHAFF\x00\x01\n"
_LENGTH = struct.Struct("<I")
MAX_BITS = 22
MAX_SCALE_BITS = 20
"""What is learned on a site has units of 2**-20 logits: a base model must not be finer."""


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A base model. `weights`: int16 (2**bits,), each worth `2**-scale_bits` logits; `card` says how it came about.

    `budgets`: see `conformal.Budget`; none in a file of an older program.
    """

    version: str
    weights: NDArray[np.int16]
    scale_bits: int
    calibration: Calibration
    thresholds: Thresholds
    card: dict[str, Any]
    budgets: tuple[Budget, ...] = ()

    @property
    def bits(self) -> int:
        """Binary logarithm of the number of weights."""
        return int(self.weights.size).bit_length() - 1


def write(model: BaseModel) -> bytes:
    """Return the file of a model; the same model gives the same bytes."""
    header = {
        "version": model.version,
        "feature_version": FEATURE_VERSION,
        "bits": model.bits,
        "scale_bits": model.scale_bits,
        "calibration": {"slope": model.calibration.slope, "offset": model.calibration.offset},
        "thresholds": {
            "hold_at": model.thresholds.hold_at,
            "spam_at": model.thresholds.spam_at,
            "discard_at": model.thresholds.discard_at,
        },
        "card": model.card,
    } | ({"budgets": model.budgets} if model.budgets else {})
    told = json.dumps(header, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    planes = model.weights.astype("<i2").view(np.uint8).reshape(-1, 2).T
    body = _MAGIC + _LENGTH.pack(len(told)) + told + zlib.compress(planes.tobytes(), 9)
    return body + hashlib.sha256(body).digest()


def read(data: bytes) -> BaseModel:
    """Return the model in a file.

    Raises:
        ModelFileError: not such a file, damaged, or made for other features.

    """
    body, told_digest = data[:-32], data[-32:]
    if not body.startswith(_MAGIC):
        raise ModelFileError("not a Chaffinch base model: the first eight bytes are others; train one or reinstall")
    if hashlib.sha256(body).digest() != told_digest:
        raise ModelFileError("base model is damaged: its SHA-256 does not fit; reinstall or copy it again")
    (length,) = _LENGTH.unpack_from(body, len(_MAGIC))
    start = len(_MAGIC) + _LENGTH.size
    try:
        header = json.loads(body[start : start + length])
        if header["feature_version"] != FEATURE_VERSION:
            raise ModelFileError(
                f"base model was made for features of version {header['feature_version']}, "
                f"this program makes version {FEATURE_VERSION}: train it again"
            )
        bits = int(header["bits"])
        if not 8 <= bits <= MAX_BITS:
            raise ModelFileError(f"base model claims 2**{bits} weights; 2**8 to 2**{MAX_BITS} are accepted")
        scale_bits = int(header["scale_bits"])
        if not 0 <= scale_bits <= MAX_SCALE_BITS:
            raise ModelFileError(
                f"base model claims units of 2**-{scale_bits}; 2**0 to 2**-{MAX_SCALE_BITS} are accepted"
            )
        planes = zlib.decompressobj().decompress(body[start + length :], 2 << bits)
        weights = np.frombuffer(planes, np.uint8).reshape(2, 1 << bits).T.copy().view("<i2").reshape(-1)
        return BaseModel(
            version=str(header["version"]),
            weights=weights.astype(np.int16, copy=False),
            scale_bits=scale_bits,
            calibration=Calibration(**header["calibration"]),
            thresholds=Thresholds(**header["thresholds"]),
            card=header["card"],
            budgets=tuple((float(share), float(score)) for share, score in header.get("budgets", ())),
        )
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise ModelFileError(f"base model cannot be read: {error!r}; reinstall or train it again") from error
