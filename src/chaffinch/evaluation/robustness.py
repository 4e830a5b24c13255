"""How a judge stands disguises: spam that it catches, judged again in disguise; ham, with one word in disguise."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Action, Label, Submission
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.disguises import DISGUISES, Disguise, Strength, disguised, one_word_disguised

MOST = 200
"""Comments of one corpus and label that are tried, so that one large corpus does not speak for all."""
BATCH = 500
_STOPPED = (Action.SPAM, Action.DISCARD)


@dataclass(frozen=True, slots=True)
class Tried:
    """One corpus against one disguise at one strength.

    `spam`: caught before and changed by the disguise; of these `caught` and `held` after. `ham`: changed by it; of
    these `lost_before` and `lost` after.
    """

    disguise: str
    strength: str
    spam: int
    caught: int
    held: int
    ham: int
    lost_before: int
    lost: int


def sample(rows: Sequence[Row], label: Label, seed: int, most: int = MOST) -> list[Row]:
    """Return rows of one label, drawn if there are more than `most`."""
    own = [row for row in rows if row.label is label]
    return random.Random(seed).sample(own, most) if len(own) > most else own  # noqa: S311 - a reproducible draw


def try_all(
    judge: Filter, rows: Sequence[Row], seed: int, progress: Callable[[int], None] = lambda _n: None
) -> list[Tried]:
    """Judge the rows of a corpus in every disguise at every strength."""
    spam, ham = (sample(rows, label, seed) for label in (Label.SPAM, Label.HAM))
    caught = [row for row, action in zip(spam, _actions(judge, spam), strict=True) if action in _STOPPED]
    lost = [action in _STOPPED for action in _actions(judge, ham)]
    progress(len(spam) + len(ham))
    tried = []
    for disguise in DISGUISES:
        for strength in Strength:
            tried.append(_try(judge, caught, ham, lost, disguise, strength, seed))
            progress(len(spam) + len(ham))
    return tried


def work(rows: Sequence[Row], seed: int) -> int:
    """Return how many rows `try_all` goes over."""
    count = sum(len(sample(rows, label, seed)) for label in Label)
    return count * (1 + len(DISGUISES) * len(Strength))


def _try(
    judge: Filter,
    caught: Sequence[Row],
    ham: Sequence[Row],
    lost: Sequence[bool],
    disguise: Disguise,
    strength: Strength,
    seed: int,
) -> Tried:
    dice = random.Random(f"{seed}:{disguise.name}:{strength.name}")  # noqa: S311 - a reproducible draw
    spam_in_disguise = _changed(caught, lambda text: disguised(text, disguise, strength, dice))
    ham_in_disguise = _changed(ham, lambda text: one_word_disguised(text, disguise, strength, dice))
    after = Counter(_actions(judge, [row for _, row in spam_in_disguise]))
    lost_after = _actions(judge, [row for _, row in ham_in_disguise])
    return Tried(
        disguise=disguise.name,
        strength=strength.name,
        spam=len(spam_in_disguise),
        caught=sum(after[action] for action in _STOPPED),
        held=after[Action.HOLD],
        ham=len(ham_in_disguise),
        lost_before=sum(lost[n] for n, _ in ham_in_disguise),
        lost=sum(action in _STOPPED for action in lost_after),
    )


def _changed(rows: Sequence[Row], change: Callable[[str], str]) -> list[tuple[int, Row]]:
    found = []
    for number, row in enumerate(rows):
        text = change(row.submission.text)
        if text != row.submission.text:
            found.append((number, _with_text(row, text)))
    return found


def _with_text(row: Row, text: str) -> Row:
    """Return a row with another text."""
    told = row.submission
    return replace(row, submission=Submission(text, told.author, told.author_url))


def _actions(judge: Filter, rows: Sequence[Row]) -> list[Action]:
    """Return what a judge would do with rows."""
    found: list[Action] = []
    for at in range(0, len(rows), BATCH):
        some = rows[at : at + BATCH]
        verdicts = judge.judge([r.submission for r in some], [r.context() for r in some], explain=False)
        found += [verdict.action for verdict in verdicts]
    return found


def totals(tried: Sequence[Tried]) -> list[Tried]:
    """Return one sum over all corpora for each disguise and strength, in the order of `DISGUISES`."""
    return [
        _total(disguise.name, strength.name, same)
        for disguise in DISGUISES
        for strength in Strength
        if (same := [one for one in tried if (one.disguise, one.strength) == (disguise.name, strength.name)])
    ]


def _total(disguise: str, strength: str, tried: Sequence[Tried]) -> Tried:
    return Tried(
        disguise,
        strength,
        spam=sum(one.spam for one in tried),
        caught=sum(one.caught for one in tried),
        held=sum(one.held for one in tried),
        ham=sum(one.ham for one in tried),
        lost_before=sum(one.lost_before for one in tried),
        lost=sum(one.lost for one in tried),
    )


def percents(one: Tried) -> dict[str, Any]:
    """Return the shares in per cent: spam still caught and held, and by how many points the loss of ham rises."""
    return {
        "caught_percent": 100 * one.caught / one.spam if one.spam else None,
        "held_percent": 100 * one.held / one.spam if one.spam else None,
        "ham_lost_rise_points": 100 * (one.lost - one.lost_before) / one.ham if one.ham else None,
    }
