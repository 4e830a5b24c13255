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

SPAM_SHARE, HAM_SHARE = 0.2, 0.1
"""Shares of rows that get a copy in disguise.

Six folds of all corpora, six epochs; means over six sites of 1-ROCA %, in pairs of runs with and without copies, each
pair with the same hashes: by places of letters as in features of version 2; words by letters in any order; n-grams too.
Beside it, of the spam caught at the threshold that loses 0.5 % of ham on no set, what is caught with all words so
disguised, in per cent:

    hashes             1-ROCA %         letters swapped   figures        letters apart
    by places          1.26  1.19       49  62            92.6  94.6     91.3  94.2
    words              1.28  1.20       79  87            93.1  95.2     93.3  96.1
    n-grams, words     1.31  1.23       95.6  98.9        97.2  99.6     99.2  99.8

N-grams by places and words in any order, against both in any order, with the same copies: 1.20 and 1.23, with others
1.23 and 1.31, where letters swapped left 77 and 97 % caught. More copies (0.4, 0.5 of the spam) were no better. Other
draws move the mean by up to 0.07. The loss of ham with one word in disguise rises by 0.2 points at most, with and
without. (The last line had better folds, too.)
"""
_TRAINED = tuple(disguise for disguise in DISGUISES if disguise.is_trained)


def with_disguises(rows: Sequence[Row], seed: int, spam: float = SPAM_SHARE, ham: float = HAM_SHARE) -> list[Row]:
    """Return the rows, and behind them copies: of a share of spam in any strength, of ham with one word in disguise.

    A copy counts as a row of its own site. Deterministic for a seed: a row has its copy whatever rows are beside it.
    """
    return [*rows, *copies(rows, seed, spam, ham)]


def copies(rows: Sequence[Row], seed: int, spam: float = SPAM_SHARE, ham: float = HAM_SHARE) -> list[Row]:
    """Return the copies alone. What no disguise changes (another script, no link) has none."""
    found = (_copy(row, seed, spam if row.label is Label.SPAM else ham) for row in rows)
    return [copy for copy in found if copy is not None]


def _copy(row: Row, seed: int, share: float) -> Row | None:
    dice = random.Random(f"{seed}:{row.site}:{row.id}")  # noqa: S311 - not a secret, a reproducible draw
    if dice.random() >= share:
        return None
    disguise, strength = dice.choice(_TRAINED), dice.choice(list(Strength))
    disguising = disguised if row.label is Label.SPAM else one_word_disguised
    told = row.submission
    text = disguising(told.text, disguise, strength, dice)
    return None if text == told.text else replace(row, submission=Submission(text, told.author, told.author_url))
