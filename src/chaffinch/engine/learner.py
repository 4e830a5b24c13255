"""The online linear learner: logistic regression on hashed features, all in fixed point.

What is learned on a site are integers updated by integer arithmetic, so neither the order of a sum nor the
processor changes a bit of it, and digests of the weights agree on every machine.

- Loss and step: logistic loss, adaptive rates per coordinate: Duchi, Hazan and Singer (2011), "Adaptive
  Subgradient Methods for Online Learning and Stochastic Optimization", the diagonal form.
- One feature, two coordinates, one for all sites and one for its own: Daume (2007), "Frustratingly Easy Domain
  Adaptation", in the hashed form of Weinberger et al. (2009). The base model is a third, frozen summand.

Units: a row's values are integers of 2**-14 (its length is one); weights, gradients and steps of 2**-20; margins are
natural log odds in 2**-34.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.blocks import SCALES, Block, Rows
from chaffinch.engine.hashing import I64, U32, salted

Weights = NDArray[np.int16] | NDArray[np.int32]

VALUE_BITS = 14
WEIGHT_BITS = 20
MARGIN_BITS = VALUE_BITS + WEIGHT_BITS

TABLE_BITS = 20
"""2**20 learned coordinates for all sites together: 4 MiB of weights and 8 MiB of squared gradients."""

_SIGMOID_STEP_BITS = 6
_SIGMOID_RANGE = 16
_SQUARED_FLOOR = 10_995_116_278
"""Squared gradient every coordinate starts from, 0.01 in 2**-40: `judge.md`'s AdaGrad start, where a first step
moves a margin by about ten times the rate."""


_TOP_BIT = np.uint32(1 << 31)
_SQUARES = np.array([SCALES[Block(n)] ** 2 if n in set(Block) else 0.0 for n in range(16)])


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


def run_values(rows: Rows) -> I64:
    """Return the value of every feature of each run, int64 (runs,), in 2**-14: scaled blocks, rows of length one."""
    square = _SQUARES[rows.blocks]
    lengths = np.bincount(rows.rows, square, rows.count)
    value = np.sqrt(square / (rows.sizes * lengths[rows.rows]))
    value *= 1 << VALUE_BITS
    values: I64 = np.rint(value, out=value).astype(np.int64)
    return values


def signed(weights: Weights, at: I64, hashes: U32) -> Weights:
    """Return the weights at some coordinates, each with the sign of its feature (the hash's top bit), same unit."""
    taken = weights[at]
    return np.negative(taken, out=taken, where=hashes >= _TOP_BIT)


def run_sums(weights: Weights, at: I64, hashes: U32, starts: I64) -> I64:
    """Return the signed sum of weights of each run, int64 (runs,), same unit."""
    if not starts.size:
        return np.zeros(0, np.int64)
    sums: I64 = np.add.reduceat(signed(weights, at, hashes), starts, dtype=np.int64)
    return sums


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

    def sums(self, rows: Rows, salts: U32) -> I64:
        """Return what was learned about each run, int64 (runs,), in 2**-20: common part plus the site's.

        `salts`: uint32 (count,), the site's salt of every row; 0 means no site.
        """
        if not self.is_taught:
            return np.zeros(rows.starts.size, np.int64)
        shared = run_sums(self.weights, coordinates(rows.hashes), rows.hashes, rows.starts)
        salt = np.repeat(salts[rows.rows], rows.sizes)
        own = salted(rows.hashes, salt)
        site = run_sums(self.weights, coordinates(own), own, rows.starts)
        return shared + np.where(salts[rows.rows] != 0, site, 0)

    def looks(self, hashes: U32, salts: U32) -> I64:
        """Return what was learned about single features, int64, in 2**-20. `salts`: uint32, same shape; 0: no site."""
        shared = signed(self.weights, coordinates(hashes), hashes)
        own = salted(hashes, salts)
        site = np.where(salts != 0, signed(self.weights, coordinates(own), own), np.int32(0))
        return shared.astype(np.int64) + site

    def learn(self, row: Rows, salt: int, is_spam: bool, margin: int) -> None:
        """Move the weights towards the label of one row. `margin`: what is now believed, in 2**-34."""
        error = ((1 << WEIGHT_BITS) if is_spam else 0) - sigmoid(margin)
        value = np.repeat(run_values(row), row.sizes)
        gradient = (value * error) >> VALUE_BITS
        self._step(row.hashes, gradient, self._shared_rate)
        if salt:
            self._step(salted(row.hashes, np.uint32(salt)), gradient, self._rate)
        self.is_taught = True

    def _step(self, hashes: U32, gradient: I64, rate: int) -> None:
        at = coordinates(hashes)
        signed = np.where(hashes >> np.uint32(31), -gradient, gradient)
        squares = self.squares[at] + gradient * gradient
        self.squares[at] = squares
        # Square roots of doubles are correctly rounded by IEEE 754, so this is exact arithmetic on any machine.
        root = np.sqrt((squares + _SQUARED_FLOOR).astype(np.float64)).astype(np.int64)
        step = np.sign(signed) * (np.abs(signed) * rate // root)
        self.weights[at] = (self.weights[at] + step).astype(np.int32)


def coordinates(hashes: U32) -> I64:
    """Return where in the learned table each hash lives, int64, same shape."""
    return (hashes & np.uint32((1 << TABLE_BITS) - 1)).astype(np.int64)
