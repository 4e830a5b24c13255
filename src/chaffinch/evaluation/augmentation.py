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

SPAM_SHARE, HAM_SHARE = 0.0, 0.0
"""Shares of rows that get a copy in disguise. None: folding does the work, and copies were measured and did not help.

Each of six sites was left out, at most 1,500 rows a corpus and label, two epochs, seed 1; 100 spams and hams of a site
and label at the thresholds of the model that ships:

    shares       mean 1-ROCA %   caught: figures   apart    stretched   ham lost: invisible characters in one word
    0, 0              2.10           99.1 %        99.4 %     99.5 %               +0.48 points
    0.15, 0.10        2.05           98.7 %        99.2 %     99.6 %               +0.77 points

The means differ by less than sites did from one to the other (mademistakes and yasoob lost, haacked and hajekj won).
"""
_TRAINED = tuple(disguise for disguise in DISGUISES if disguise.is_trained)


def with_disguises(rows: Sequence[Row], seed: int, spam: float = SPAM_SHARE, ham: float = HAM_SHARE) -> list[Row]:
    """Return the rows, and behind them copies: of a share of spam in any strength, of ham with one word in disguise.

    A copy counts as a row of its own site. Deterministic for a seed.
    """
    dice = random.Random(seed)  # noqa: S311 - not a secret, a reproducible draw
    copies = [_copy(row, dice) for row in rows if dice.random() < (spam if row.label is Label.SPAM else ham)]
    return [*rows, *copies]


def _copy(row: Row, dice: random.Random) -> Row:
    disguise, strength = dice.choice(_TRAINED), dice.choice(list(Strength))
    disguising = disguised if row.label is Label.SPAM else one_word_disguised
    told = row.submission
    text = disguising(told.text, disguise, strength, dice)
    return replace(row, submission=Submission(text, told.author, told.author_url))
