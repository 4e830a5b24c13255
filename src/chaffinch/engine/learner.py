"""The online linear learner: logistic regression on hashed features, all in fixed point.

What is learned on a site are integers updated by integer arithmetic, so neither the order of a sum nor the
processor changes a bit of it, and digests of the weights agree on every machine.

- Loss and step: logistic loss, adaptive rates per coordinate: Duchi, Hazan and Singer (2011), "Adaptive
  Subgradient Methods for Online Learning and Stochastic Optimization", the diagonal form.
- One feature, two coordinates, one for all sites and one for its own: Daume (2007), "Frustratingly Easy Domain
  Adaptation", in the hashed form of Weinberger et al. (2009). The base model is a third, frozen summand.

Units: a row's values are integers of 2**-14 (its length is one); weights, gradients and
steps of 2**-20; margins are natural log odds in 2**-34.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.blocks import BLOCKS, SCALES
from chaffinch.engine.hashing import I64, U32, salted
from chaffinch.engine.rows import Kept

VALUE_BITS = 14
WEIGHT_BITS = 20
MARGIN_BITS = VALUE_BITS + WEIGHT_BITS

TABLE_BITS = 20
"""2**20 learned coordinates for all sites together: 4 MiB of weights and 8 MiB of squared gradients."""

_SHIFT = np.uint32(32 - TABLE_BITS)

_SIGMOID_STEP_BITS = 6
_SIGMOID_RANGE = 16
_SQUARED_FLOOR = 10_995_116_278
"""Squared gradient every coordinate starts from, 0.01 in 2**-40: `judge.md`'s AdaGrad start, where a first step
moves a margin by about ten times the rate."""


_BITS = np.array([1 << number for number in range(len(BLOCKS))], np.int64)
_ROOTS = np.append(0.0, 1.0 / np.sqrt(np.arange(1.0, 1 << 16)))
"""1 / sqrt(n) for the number of features of a block, 0 for none."""


def _scaled() -> NDArray[np.float64]:
    """Return the scales of blocks, for each set of blocks present, so that the row has length one, in 2**-14."""
    is_present = (np.arange(1 << len(BLOCKS))[:, None] & _BITS) != 0
    scales = np.array([SCALES[block] for block in BLOCKS])
    lengths = np.sqrt((is_present * scales**2).sum(axis=1, keepdims=True))
    scaled: NDArray[np.float64] = is_present * scales / np.where(lengths > 0, lengths, 1.0) * (1 << VALUE_BITS)
    return scaled


_WHOLE = _scaled()


@cache
def _sigmoid_table() -> I64:
    steps = range(-_SIGMOID_RANGE << _SIGMOID_STEP_BITS, (_SIGMOID_RANGE << _SIGMOID_STEP_BITS) + 1)
    scale = 1 << WEIGHT_BITS
    return np.array([round(scale / (1 + math.exp(-s / (1 << _SIGMOID_STEP_BITS)))) for s in steps], np.int64)


def sigmoid(margin: int) -> int:
    """Return the probability of spam for a margin in 2**-34, in 2**-20, from a table with steps of 1/64."""
    shift = MARGIN_BITS - _SIGMOID_STEP_BITS
    step = (margin + (1 << (shift - 1))) >> shift
    limit = _SIGMOID_RANGE << _SIGMOID_STEP_BITS
    return int(_sigmoid_table()[max(-limit, min(limit, step)) + limit])


def block_values(sizes: I64) -> I64:
    """Return the value of every feature of each block of each row, int64, in 2**-14; 0 for an empty block.

    `sizes`: int64 (blocks, count), how many features each has. Scaled blocks, rows of length one.
    """
    whole = _WHOLE[_BITS @ (sizes > 0)].T
    values: I64 = np.rint(_ROOTS.take(sizes, mode="clip") * whole).astype(np.int64)
    return values


def row_values(row: Kept) -> I64:
    """Return the value of every feature of a kept row, int64 (features,), in 2**-14."""
    sizes = np.zeros((len(BLOCKS), 1), np.int64)
    at = row.blocks - 1
    sizes[at, 0] = row.sizes
    values: I64 = block_values(sizes)[at, 0].repeat(row.sizes)
    return values


class Learner:
    """What sites have taught: weights on top of a base model's, for all sites and for each.

    Parameters
    ----------
        rate: AdaGrad's rate for the site's own coordinates, in logits.
        shared_rate: the same for coordinates common to all sites.

    """

    def __init__(self, rate: float = 0.25, shared_rate: float = 0.1) -> None:
        self._rate = round(rate * (1 << WEIGHT_BITS))
        self._shared_rate = round(shared_rate * (1 << WEIGHT_BITS))
        self.reset()

    def reset(self) -> None:
        """Forget everything learned."""
        self.weights = np.zeros(1 << TABLE_BITS, np.int32)
        self.squares = np.zeros(1 << TABLE_BITS, np.int64)
        self.is_taught = False

    def looks(self, hashes: U32, salts: U32) -> I64:
        """Return what was learned about features, int64, in 2**-20: the common part plus the site's.

        `salts`: uint32, same shape, the salt of the site that asks; 0: no site.
        """
        shared = self.weights.take(coordinates(hashes))
        own = self.weights.take(coordinates(salted(hashes, salts)))
        own *= salts != 0
        return shared.astype(np.int64) + own

    def learn(self, hashes: U32, values: I64, salt: int, is_spam: bool, margin: int) -> None:
        """Move the weights towards the label of one row. `margin`: what is now believed, in 2**-34.

        `hashes`: uint32 (features,), `values`: int64, in 2**-14. Features that share a coordinate move it once, by
        the last of them.
        """
        error = ((1 << WEIGHT_BITS) if is_spam else 0) - sigmoid(margin)
        gradient = (values * error) >> VALUE_BITS
        self._step(hashes, gradient, self._shared_rate)
        if salt:
            self._step(salted(hashes, np.uint32(salt)), gradient, self._rate)
        self.is_taught = True

    def _step(self, hashes: U32, gradient: I64, rate: int) -> None:
        at = coordinates(hashes)
        squares = self.squares[at] + gradient * gradient
        self.squares[at] = squares
        # Square roots of doubles are correctly rounded by IEEE 754, so this is exact arithmetic on any machine.
        root = np.sqrt((squares + _SQUARED_FLOOR).astype(np.float64)).astype(np.int64)
        step = np.sign(gradient) * (np.abs(gradient) * rate // root)
        self.weights[at] = (self.weights[at] + step).astype(np.int32)


def coordinates(hashes: U32) -> U32:
    """Return where in the learned table each hash lives, same shape: its top bits, the best of a multiplied sum."""
    return hashes >> _SHIFT
