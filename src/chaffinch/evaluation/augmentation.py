"""Disguised copies of training rows, so that the judge learns that a disguise is a sign, and that one word is none.

Only disguises that may be trained on (`Disguise.is_trained`); what is kept out shows whether this carries over.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from chaffinch.engine.types import Label, Submission
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.disguises import DISGUISES, Strength, disguised, one_word_disguised

SPAM_SHARE, HAM_SHARE = 0.15, 0.1
"""Shares of rows that get a copy in disguise. With the facts of disguise in SHAPE and without any copy, one word in fun
already counts against a comment as much as a disguised advert does."""
_TRAINED = tuple(disguise for disguise in DISGUISES if disguise.is_trained)


def with_disguises(rows: Sequence[Row], seed: int) -> list[Row]:
    """Return the rows, and behind them copies: of spam in a disguise of any strength, of ham with one word in one.

    A copy counts as a row of its own site. Deterministic for a seed.
    """
    dice = random.Random(seed)  # noqa: S311 - not a secret, a reproducible draw
    copies = [
        _copy(row, dice) for row in rows if dice.random() < (SPAM_SHARE if row.label is Label.SPAM else HAM_SHARE)
    ]
    return [*rows, *copies]


def _copy(row: Row, dice: random.Random) -> Row:
    disguise, strength = dice.choice(_TRAINED), dice.choice(list(Strength))
    disguising = disguised if row.label is Label.SPAM else one_word_disguised
    told = row.submission
    text = disguising(told.text, disguise, strength, dice)
    return replace(row, submission=Submission(text, told.author, told.author_url))
