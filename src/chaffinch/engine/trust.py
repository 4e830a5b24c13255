"""How far the verdicts of each site lean on what it did not teach itself: its trust, one number, of 0 to 1.

A base model fits most sites, and some hardly: a chat, a page of videos, a language that it has seen little of. A site's
own labels tell. Each label that the judge did not have right moves the site's trust down the slope of the same logistic
loss that its weights are learned by; the rate adapts (AdaGrad, as in `learner`), and begins slowly: a few corrections,
chosen because the judge was wrong, say little of how often it is right.

The trust of a site that has taught nothing is 1. Whole numbers, so the same on every machine.
"""

from __future__ import annotations

from math import isqrt

import numpy as np

from chaffinch.engine.hashing import I64, U32
from chaffinch.engine.holdings import spread

_BITS = 20
WHOLE = 1 << _BITS
"""The trust in what was not contradicted: 1, in 2**-20."""

_RATE = round(0.3 * WHOLE)
_SQUARED_FLOOR = 100 << (2 * _BITS)
"""A label that is wholly wrong against a belief of five logits moves trust by 0.13 at first. Rate and floor were chosen
on six corpora that no goal is measured on (see docs/how-it-decides.md): parts of 400 rows, the last 30 % judged after
the first 70 %, accuracy in %; and the first 5,000 rows of four of them in order, corrections only, 20 late, 1-ROCA %:

    floor      no trust learned    1,000     300     100      30      10
    accuracy        90.6            93.4    93.8    94.3    94.4    94.4
    1-ROCA          4.45            4.20    4.22    4.23    4.72    4.48
"""
_LOUDEST = 5 * WHOLE
"""A belief counts as at most five logits: how sure the base model is of something odd says little."""


class Trusts:
    """The trust of each site that has taught, and its squared gradients, by the site's salt: `known`."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[int, int]] = {}

    def of(self, salt: int) -> int:
        """Return the trust of a site, in 2**-20."""
        return self.known[salt][0] if salt in self.known else WHOLE

    def leaned(self, belief: int, salt: int) -> int:
        """Return what is left of a belief (any unit) for a site."""
        return (belief * self.of(salt)) >> _BITS

    def lean(self, weights: I64, salts: U32 | np.uint32) -> None:
        """Scale weights, int64, by the trust of the site that asks, in place. `salts`: uint32, same shape, or one."""
        if not self.known:
            return
        if isinstance(salts, np.ndarray):
            weights *= spread(salts, {salt: trust for salt, (trust, _) in self.known.items()}, WHOLE)
        elif (trust := self.of(int(salts))) != WHOLE:
            weights *= trust
        else:
            return
        weights >>= _BITS

    def learn(self, salt: int, error: int, belief: int) -> None:
        """Move the trust of a site after one label.

        `error`: label less probability; `belief`: the margin of what the site did not teach; both in 2**-20.
        """
        trust, squares = self.known.get(salt, (WHOLE, 0))
        gradient = error * min(_LOUDEST, max(-_LOUDEST, belief)) >> _BITS
        squares = min(squares + gradient * gradient, (1 << 63) - 1)
        trust += _RATE * gradient // isqrt(_SQUARED_FLOOR + squares)
        self.known[salt] = min(WHOLE, max(0, trust)), squares
