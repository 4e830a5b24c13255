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
from chaffinch.engine.holdings import Holdings, coordinates
from chaffinch.engine.rows import Kept
from chaffinch.engine.voices import Voices, shared_coordinates

F64 = NDArray[np.float64]

VALUE_BITS = 14
WEIGHT_BITS = 20
MARGIN_BITS = VALUE_BITS + WEIGHT_BITS

_SIGMOID_STEP_BITS = 6
_SIGMOID_RANGE = 16
_SQUARED_FLOOR = 10_995_116_278
"""Squared gradient every coordinate starts from, 0.01 in 2**-40: `judge.md`'s AdaGrad start, where a first step
moves a margin by about ten times the rate."""


MAX_STEPS = 5
ENOUGH = 5 << (MARGIN_BITS - 1)
"""A correction is repeated until the comment's own margin stands 2.5 logits on the right side, at most five times: a
person who corrects twice the same thing stops trusting. Found by prequential runs, see docs/how-it-decides.md."""


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
    whole = _WHOLE.take(_BITS @ (sizes > 0), axis=0).T
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
    """What sites have taught: weights on top of a base model's, for each site, and what they agree on for all.

    A label repeats its step until the comment's own margin stands far enough on the right side, at most `MAX_STEPS`
    times. Where it stands there already, nothing is learned.

    Parameters
    ----------
        rate: AdaGrad's rate, in logits.
        most_steps: how often a label repeats its step.

    """

    def __init__(self, rate: float = 0.5, most_steps: int = MAX_STEPS) -> None:
        self._rate = float(round(rate * (1 << WEIGHT_BITS)))
        self._most_steps = most_steps
        self.apart: frozenset[int] = frozenset()
        self.reset()

    def reset(self) -> None:
        """Forget everything learned."""
        self.own = Holdings()
        self.voices = Voices()

    @property
    def is_taught(self) -> bool:
        """Whether anything was learned."""
        return bool(self.own.salts)

    def looks(self, hashes: U32, salts: U32 | np.uint32) -> I64:
        """Return what was learned about features, int64, in 2**-20: the site's own part plus what is shared.

        `salts`: uint32, same shape, the salt of the site that asks, or one for all; 0: no site.
        """
        learned = self.own.read(hashes, salts)
        shared = self.voices.weights.take(shared_coordinates(hashes))
        learned += shared * ~np.isin(salts, list(self.apart)) if self.apart else shared
        return learned

    def learn(self, hashes: U32, values: I64, salt: int, is_spam: bool, base: int, enough: int = ENOUGH) -> None:
        """Move the weights of a site towards the label of one row, then say to others what it knows now.

        `hashes`: uint32 (features,); `values`: int64 (features,), in 2**-14; `base`: what the base model believes of
        the row, `enough`: how far on the right side is far enough, both in 2**-34.
        """
        at, shared_at = coordinates(salted(hashes, np.uint32(salt))), shared_coordinates(hashes)
        x = values.astype(np.float64)
        is_apart = salt in self.apart
        rest = base if is_apart else base + int(self.voices.weights.take(shared_at) @ x)
        known = self.own.table.take(at)
        owners = known["owners"].copy()
        is_mine = owners == self.own.number(salt)
        weights = (known["weights"] * is_mine).astype(np.float64)
        target, towards = (1 << WEIGHT_BITS, 1) if is_spam else (0, -1)
        margin = rest + int(weights @ x)
        if towards * margin >= enough:
            return
        squares = (known["squares"] * is_mine).astype(np.float64)
        is_held = self.own.claim(at, owners, salt)
        if not is_held.all():
            held = is_held.nonzero()[0]
            at, shared_at, x = at.take(held), shared_at.take(held), x.take(held)
            weights, squares = weights.take(held), squares.take(held)
        for _ in range(self._most_steps):
            _step(weights, squares, x, target - sigmoid(margin), self._rate)
            margin = rest + int(weights @ x)
            if towards * margin >= enough:
                break
        self.own.put(at, weights, squares, salt)
        if not is_apart:
            self.voices.speak(salt, shared_at, weights)


def _step(weights: F64, squares: F64, values: F64, error: int, rate: float) -> None:
    """Take one step of AdaGrad, in place, on whole numbers held in doubles.

    IEEE 754 rounds products, roots and quotients correctly, and everything here is below 2**53 (products below 2**41,
    squared gradients below 2**41 a step): so sums are exact in any order, whole parts are the exact ones, and the
    numbers are the same on any machine.
    """
    gradient = np.floor(values * (error / (1 << VALUE_BITS)))
    squares += gradient * gradient
    roots = squares + _SQUARED_FLOOR
    np.floor(np.sqrt(roots, out=roots), out=roots)
    gradient *= rate
    gradient /= roots
    weights += np.trunc(gradient, out=gradient)
