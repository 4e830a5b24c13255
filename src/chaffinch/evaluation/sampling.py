"""A fixed, seeded sample of labelled rows, for what would take too long on all of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from chaffinch.engine.types import Label
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.preparation import Corpus

MOST = 2000
"""Rows a file."""


def sampled(rows: Sequence[Row], seed: int, most: int = MOST) -> list[Row]:
    """Return at most so many rows, in their order; the rarer label whole, as far as it is half of the sample.

    Neither figure of a ranking depends on how many there are of each label, and a site's 200 spams among 10,000 hams
    would be 40 in a plain draw.
    """
    if len(rows) <= most:
        return list(rows)
    dice = random.Random(f"{seed}:{len(rows)}")  # noqa: S311 - a reproducible draw
    groups = [[n for n, row in enumerate(rows) if row.label is label] for label in Label]
    fewer, more = sorted(groups, key=len)
    few = min(len(fewer), most - most // 2)
    chosen = {*dice.sample(fewer, few), *dice.sample(more, most - few)}
    return [row for n, row in enumerate(rows) if n in chosen]


def sampled_corpora(corpora: Sequence[Corpus], seed: int, most: int = MOST) -> list[Corpus]:
    """Return corpora of at most so many rows each."""
    return [replace(one, rows=tuple(sampled(one.rows, seed, most))) for one in corpora]
