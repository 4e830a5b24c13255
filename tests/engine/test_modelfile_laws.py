"""The file of a base model: it comes back as it went, or not at all."""

from __future__ import annotations

import hashlib
import json
import struct

import numpy as np
import pytest

from chaffinch.engine import modelfile, training
from chaffinch.engine.blocks import FEATURE_VERSION
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.policy import Thresholds
from chaffinch.errors import ModelFileError

WEIGHTS = ((np.arange(1 << 8) * 7919) % 65535 - 32767).astype(np.int16)
MODEL = BaseModel(
    "base-ü", WEIGHTS, training.SCALE_BITS, Calibration(1.25, -0.5), Thresholds(0.5, 0.8, 0.99), {"rows": 3, "was": "ÿ"}
)
DATA = modelfile.write(MODEL)


def sealed(header: object, rest: bytes = b"") -> bytes:
    told = json.dumps(header).encode()
    body = DATA[:8] + struct.pack("<I", len(told)) + told + rest
    return body + hashlib.sha256(body).digest()


def test_reading_gives_back_every_field() -> None:
    back = modelfile.read(DATA)
    assert back.weights.dtype == np.int16
    assert np.array_equal(back.weights, WEIGHTS)
    assert (back.version, back.scale_bits, back.bits) == (MODEL.version, MODEL.scale_bits, 8)
    assert (back.calibration, back.thresholds, back.card) == (MODEL.calibration, MODEL.thresholds, MODEL.card)


def test_writing_is_deterministic_and_reading_then_writing_is_identity() -> None:
    assert modelfile.write(MODEL) == DATA
    assert modelfile.write(modelfile.read(DATA)) == DATA


def test_every_single_damaged_byte_is_noticed() -> None:
    for at in range(len(DATA)):
        damaged = bytearray(DATA)
        damaged[at] ^= 1 << at % 8
        with pytest.raises(ModelFileError):
            modelfile.read(bytes(damaged))


def test_every_length_but_its_own_is_noticed() -> None:
    for length in range(len(DATA)):
        with pytest.raises(ModelFileError):
            modelfile.read(DATA[:length])
    with pytest.raises(ModelFileError):
        modelfile.read(DATA + b"\0")


@pytest.mark.parametrize("version", [0, FEATURE_VERSION + 1, None, "1"])
def test_a_model_for_other_features_is_refused_by_name(version: object) -> None:
    with pytest.raises(ModelFileError, match=f"version {version}"):
        modelfile.read(sealed({"feature_version": version}))


@pytest.mark.parametrize(
    "header",
    [{}, [], "text", None, 5, *({"feature_version": FEATURE_VERSION, "bits": bits} for bits in (40, "x", 8, None))],
)
def test_a_sealed_file_with_a_foolish_header_is_refused(header: object) -> None:
    with pytest.raises(ModelFileError):
        modelfile.read(sealed(header))


@pytest.mark.parametrize("scale_bits", [-1, 21, 64])
def test_a_model_of_other_units_than_the_learner_can_add_is_refused(scale_bits: int) -> None:
    with pytest.raises(ModelFileError, match="units"):
        modelfile.read(sealed({"feature_version": FEATURE_VERSION, "bits": 8, "scale_bits": scale_bits}))
