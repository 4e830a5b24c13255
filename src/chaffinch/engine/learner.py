"""The online linear learner: logistic regression on hashed features, all in fixed point.

What is learned on a site are integers updated by integer arithmetic, so neither the order of a sum nor the
processor changes a bit of it, and digests of the weights agree on every machine.

- Step: as far as is needed and no further, from the example at hand: Crammer, Dekel, Keshet, Shalev-Shwartz and Singer
  (2006), "Online Passive-Aggressive Algorithms"; with rates per coordinate: Duchi, Hazan and Singer (2011), "Adaptive
  Subgradient Methods for Online Learning and Stochastic Optimization", the diagonal form, on logistic loss.
- One feature, two coordinates, one for all sites and one for its own: Daume (2007), "Frustratingly Easy Domain
  Adaptation", in the hashed form of Weinberger et al. (2009). The base model is a third, frozen summand.
- How much a site leans on what is not its own is learned too: `trust`.

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
from chaffinch.engine.trust import Trusts
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


ENOUGH_ALONE = 3 << MARGIN_BITS
"""A label is learned until what its own site has taught says so by three logits, whatever the base model says."""
ENOUGH = 5 << (MARGIN_BITS - 1)
"""And until all together say so by 2.5. Both found by prequential runs, see docs/how-it-decides.md."""

_SPARE = 1 << (MARGIN_BITS - 6)
"""A step goes so much further than is lacking that rounding, at most a thousandth of it, leaves nothing lacking."""
_LARGEST = float(1 << 30)
"""The bound of a weight: 1024 logits. Sums of a row's weights then stay below 2**53, exact in doubles."""
_RATIO = float(1 << (2 * WEIGHT_BITS - VALUE_BITS))
"""From a value in 2**-14 over a root in 2**-20 to their quotient in 2**-20."""


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

    A label moves the weights of its site in one step, just far enough: until they alone, and all together, stand on
    its side. Where they do already, nothing is learned. So the same comment need not be corrected twice.
    """

    def __init__(self) -> None:
        self.apart: frozenset[int] = frozenset()
        self.reset()

    def reset(self) -> None:
        """Forget everything learned."""
        self.own = Holdings()
        self.voices = Voices()
        self.trusts = Trusts()

    @property
    def is_taught(self) -> bool:
        """Whether anything was learned."""
        return bool(self.own.salts or self.trusts.known)

    def add(self, weights: I64, hashes: U32, salts: U32 | np.uint32) -> I64:
        """Return the weights of features with what was learned, int64, in 2**-20.

        A site's trust times what is common to all, the base model's `weights` and what is shared; plus its own part.
        `salts`: uint32, same shape, the salt of the site that asks, or one for all; 0: no site.
        """
        shared = self.voices.weights.take(shared_coordinates(hashes))
        known = weights + (shared * ~np.isin(salts, list(self.apart)) if self.apart else shared)
        self.trusts.lean(known, salts)
        known += self.own.read(hashes, salts)
        return known

    def learn(self, hashes: U32, values: I64, salt: int, is_spam: bool, base: int, enough: int = ENOUGH) -> None:
        """Move the weights of a site to the label of one row, then say to others what it knows now.

        `hashes`: uint32 (features,); `values`: int64 (features,), in 2**-14; `base`: what the base model believes of
        the row, `enough`: how far on the right side is far enough for all together, both in 2**-34.
        """
        at, shared_at = coordinates(salted(hashes, np.uint32(salt))), shared_coordinates(hashes)
        x = values.astype(np.float64)
        is_apart = salt in self.apart
        rest = base if is_apart else base + int(self.voices.weights.take(shared_at) @ x)
        known = self.own.table.take(at)
        owners = known["owners"].copy()
        is_mine = owners == self.own.number(salt)
        weights = np.multiply(known["weights"], is_mine, dtype=np.float64)
        towards = 1 if is_spam else -1
        alone = int(weights @ x)
        together = self.trusts.leaned(rest, salt) + alone
        if towards * together < enough:
            self.trusts.learn(salt, _error(together, is_spam), rest >> VALUE_BITS)
            together = self.trusts.leaned(rest, salt) + alone
        lacks, margin = max((ENOUGH_ALONE - towards * alone, alone), (enough - towards * together, together))
        if lacks <= 0:
            return
        squares = np.multiply(known["squares"], is_mine, dtype=np.float64)
        _step(weights, squares, x, _error(margin, is_spam), towards * (lacks + _SPARE))
        is_held = self.own.claim(at, owners, salt)
        if not is_held.all():
            held = is_held.nonzero()[0]
            at, shared_at = at.take(held), shared_at.take(held)
            weights, squares = weights.take(held), squares.take(held)
        self.own.put(at, weights, squares, salt)
        if not is_apart and towards * rest < enough:
            self.voices.speak(salt, shared_at, weights)


def _error(margin: int, is_spam: bool) -> int:
    """Return the label, 0 or 1, less the probability of spam, in 2**-20."""
    return (is_spam << WEIGHT_BITS) - sigmoid(margin)


def _step(weights: F64, squares: F64, values: F64, error: int, distance: int) -> None:
    """Move a row's margin by a distance, in 2**-34, in place, on whole numbers held in doubles.

    Each weight moves by its value times its rate, one over the root of its squared gradients, all times the one factor
    that makes the margin move so far. IEEE 754 rounds products, roots and quotients correctly, so each number is the
    same on any machine; sums are of whole numbers and below 2**53, so they are exact in any order.
    """
    gradient = np.floor(values * (error / (1 << VALUE_BITS)))
    squares += np.multiply(gradient, gradient, out=gradient)
    rates = squares + _SQUARED_FLOOR
    np.floor(np.sqrt(rates, out=rates), out=rates)
    np.floor(np.divide(values * _RATIO, rates, out=rates), out=rates)
    rates *= distance / float(rates @ values)
    weights += np.trunc(rates, out=rates)
    np.minimum(np.maximum(weights, -_LARGEST, out=weights), _LARGEST, out=weights)
