"""What sites say of the features they share: a voice for each, and what comes of it for everybody.

A site's voice on a feature is what it has learned about it for itself, rounded and bounded. For all sites counts the
sum of the voices without the strongest one on either side (a trimmed sum: Tukey 1962, "The Future of Data Analysis").
Hence, whatever a single site was told, and however often:

- what it alone says counts nothing: no feature weighs for others that one site only has learned;
- it gives no feature a sign that no other site gives it;
- it moves the weight of a feature by no more than the strongest of the other voices on its side;
- and each further site that agrees adds its own voice: influence grows with agreement.

The first sixteen sites to teach have a seat each; later ones sit where their salt puts them, and a seat says what was
said from it last. So memory is bounded, and however many sites there are, one moves no more than one seat. Sites are
counted, not people: whoever may add sites to a server could give himself several voices.

State is a function of what was learned, in order: whole numbers, so it is the same on every machine.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.hashing import I64

I8 = NDArray[np.int8]
F64 = NDArray[np.float64]

SHARED_BITS = 19
"""2**19 shared coordinates, as many as the base model has: 8 MiB of voices, 2 MiB of what comes of them."""
SEATS = 16

_TO_VOICE = 2.0**-12
"""A voice is told in 2**-8 of a logit: weights are in 2**-20."""
LOUDEST = 64
"""The bound of a voice, in 2**-8: a quarter of a logit on one feature."""
_GAIN_SHIFT = 10
"""A voice that counts weighs a quarter of what its site has learned: 2**-8 of a logit becomes 2**-10."""


class Voices:
    """The voices of all sites, and the weights they make: `weights`, int32, in 2**-20."""

    def __init__(self) -> None:
        self.voices: I8 = np.zeros((1 << SHARED_BITS, SEATS), np.int8)
        self.weights = np.zeros(1 << SHARED_BITS, np.int32)
        self.salts: list[int] = []

    def seat(self, salt: int) -> int:
        """Return the seat of a site that speaks; the first to speak have one of their own."""
        if salt in self.salts:
            return self.salts.index(salt)
        if len(self.salts) < SEATS:
            self.salts.append(salt)
            return len(self.salts) - 1
        return (salt >> 1) % SEATS

    def speak(self, salt: int, at: I64, learned: F64) -> None:
        """Take down what a site has learned. `at`: shared coordinates; `learned`: whole numbers in 2**-20."""
        told = np.floor(learned * _TO_VOICE)
        np.maximum(told, -LOUDEST, out=told)
        np.minimum(told, LOUDEST, out=told)
        self.voices.reshape(-1)[at * SEATS + self.seat(salt)] = told.astype(np.int8)
        self.count(at)

    def count(self, at: I64) -> None:
        """Set the weights at some coordinates from the voices there."""
        by_seat = np.ascontiguousarray(self.voices.take(at, 0).T)
        total = by_seat.sum(0, np.int16)
        total -= np.maximum(by_seat.max(0), 0)
        total -= np.minimum(by_seat.min(0), 0)
        self.weights[at] = total.astype(np.int32) << _GAIN_SHIFT


def shared_coordinates(hashes: NDArray[np.uint32]) -> I64:
    """Return where in the shared table each hash lives, int64, same shape: its top bits, as in the base model."""
    return (hashes >> np.uint32(32 - SHARED_BITS)).astype(np.int64)
