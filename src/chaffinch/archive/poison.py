"""What one site's labels do to others: sites that agree, and one that labels everything the wrong way round.

Every corpus is a site of one server. Each corrects, in order, what the judge got wrong in its first half; its second
half is judged. Then one more site, the hostile one, labels comments of all of them, second halves too, the wrong way
round, and everything is judged once more. What one site's labels can do is the difference.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Action, Label
from chaffinch.errors import InputError
from chaffinch.evaluation import corpus as corpora
from chaffinch.evaluation import metrics, protocols
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener

HOSTILE_LABELS = 10_000
MAX_ROWS = 2_000
"""Rows of one site; a larger file is thinned, its order kept."""
MIN_CLASS = 20
"""A site takes part when its file has at least as many rows of each label."""
STRANGER = "stranger"
"""A site that has labelled nothing: what sites agree on is all it has."""
_STOPPED = (Action.SPAM, Action.DISCARD)
_OTHER = {Label.HAM: Label.SPAM, Label.SPAM: Label.HAM}

Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one site stands, in per cent of its hams and spams; None where undefined."""

    ham_lost: float | None
    spam_caught: float | None
    one_minus_roca: float | None


@dataclass(frozen=True, slots=True)
class Poisoned:
    """Standings by site: with its own labels and as a stranger, each before and after the hostile ones."""

    before: dict[str, Standing]
    after: dict[str, Standing]
    stranger_before: dict[str, Standing]
    stranger_after: dict[str, Standing]

    @property
    def moved(self) -> dict[str, float]:
        """How far ham lost and spam caught moved, in points: on average over sites, and the worst way on one."""
        pairs = [(self.before[name], self.after[name]) for name in self.before]
        pairs += [(self.stranger_before[name], self.stranger_after[name]) for name in self.before]
        lost = [(b.ham_lost or 0.0) - (a.ham_lost or 0.0) for a, b in pairs]
        caught = [(b.spam_caught or 0.0) - (a.spam_caught or 0.0) for a, b in pairs]
        means = {"ham_lost_mean": fmean(lost), "spam_caught_mean": fmean(caught)}
        return means | {"ham_lost_worst": max(lost), "spam_caught_worst": min(caught)}


Gained = Mapping[str, tuple[Standing, Standing]]


def as_values(gained: Gained, found: Poisoned) -> dict[str, Any]:
    """Return everything in the table as JSON values."""
    told = {name: {"alone": asdict(alone), "taught": asdict(taught)} for name, (alone, taught) in gained.items()}
    return {"gained": told, "poisoned": asdict(found), "moved": found.moved}


def table(gained: Gained, found: Poisoned, labels: int, hostile: int) -> str:
    """Return the figures as Markdown."""
    head = ("alone", "taught by others", "own, before", "own, after", "stranger, before", "stranger, after")
    stands = (found.before, found.after, found.stranger_before, found.stranger_after)
    lines = [
        "Ham lost % / spam caught % / 1-ROCA %. Alone and taught: all comments of the site, judged as a site that has "
        f"labelled nothing. Before and after: its later half, and {hostile} x {labels:,} wrong labels.",
        "",
        "| site | " + " | ".join(head) + " |",
        "|---" * (len(head) + 1) + "|",
    ]
    lines += [f"| {n} | " + " | ".join(map(_cell, (*gained[n], *(s[n] for s in stands)))) + " |" for n in found.before]
    moved = found.moved
    return "\n".join([*lines, "", ", ".join(f"{name} {value:+.2f}" for name, value in moved.items())])


def _cell(one: Standing) -> str:
    told = (one.ham_lost, one.spam_caught, one.one_minus_roca)
    return " / ".join("-" if value is None else f"{value:.2f}" for value in told)


def read_sites(paths: Sequence[Path]) -> dict[str, list[Row]]:
    """Return the rows of each file that has both labels, in order, thinned to `MAX_ROWS`.

    Raises:
        InputError: fewer than two files have both labels.
    """
    sites: dict[str, list[Row]] = {}
    for path in sorted(paths, key=lambda one: one.name):
        rows = protocols.in_order([row for row in corpora.read(path) if isinstance(row, Row)])
        rows = rows[:: -(-len(rows) // MAX_ROWS) or 1]
        spam = sum(row.label is Label.SPAM for row in rows)
        if min(spam, len(rows) - spam) >= MIN_CLASS:
            sites[path.name.split(".")[0]] = rows
    if len(sites) < 2:
        raise InputError(f"{len(sites)} of these files has {MIN_CLASS} rows of each label: at least two are needed")
    return sites


def gained(make: Callable[[], Filter], sites: Rows, listener: Listener) -> dict[str, tuple[Standing, Standing]]:
    """Return how each site would stand as a stranger: before, and after all the others have taught."""
    listener.expect(sum(len(rows) for rows in sites.values()) * (len(sites) + 1))
    found = {}
    for name, rows in sites.items():
        judge = make()
        alone = standing(judge, rows, STRANGER, listener)
        for other, theirs in sites.items():
            if other != name:
                _teach(judge, theirs, other, listener)
        found[name] = alone, standing(judge, rows, STRANGER, listener)
    return found


def poisoned(
    make: Callable[[], Filter], sites: Rows, labels: int, hostile: int, seed: int, listener: Listener
) -> Poisoned:
    """Return how sites stand before and after `hostile` sites have given so many wrong labels each."""
    judge = make()
    early = {name: rows[: len(rows) // 2] for name, rows in sites.items()}
    late = {name: rows[len(rows) // 2 :] for name, rows in sites.items()}
    listener.expect(sum(map(len, early.values())) + 4 * sum(map(len, late.values())) + labels * hostile)
    for name, rows in early.items():
        _teach(judge, rows, name, listener)
    before, stranger = _standings(judge, late, listener)
    everything = [row for rows in sites.values() for row in rows]
    for number in range(hostile):
        _mislabel(judge, everything, labels, f"hostile {number}", random.Random(seed + number), listener)  # noqa: S311
    return Poisoned(before, (after := _standings(judge, late, listener))[0], stranger, after[1])


def standing(judge: Filter, rows: Sequence[Row], site: str, listener: Listener) -> Standing:
    """Return how a site stands with what the judge knows now."""
    verdicts = judge.judge([row.submission for row in rows], [row.context(site) for row in rows], explain=False)
    listener.add(len(rows))
    is_spam = np.array([row.label is Label.SPAM for row in rows], np.bool_)
    is_stopped = np.array([verdict.action in _STOPPED for verdict in verdicts], np.bool_)
    scores = np.array([verdict.score for verdict in verdicts], np.float64)
    return Standing(
        metrics.percent(is_stopped, ~is_spam),
        metrics.percent(is_stopped, is_spam),
        metrics.one_minus_roca_percent(scores, is_spam),
    )


def _standings(judge: Filter, sites: Rows, listener: Listener) -> tuple[dict[str, Standing], dict[str, Standing]]:
    own = {name: standing(judge, rows, name, listener) for name, rows in sites.items()}
    return own, {name: standing(judge, rows, STRANGER, listener) for name, rows in sites.items()}


def _teach(judge: Filter, rows: Sequence[Row], site: str, listener: Listener) -> None:
    protocols.prequential(judge, rows, feedback=protocols.Feedback.ERRORS, site=site, progress=listener.add)


def _mislabel(
    judge: Filter, rows: Sequence[Row], labels: int, site: str, dice: random.Random, listener: Listener
) -> None:
    for at in range(0, labels, 100):
        some = dice.choices(rows, k=min(100, labels - at))
        told = judge.features([row.submission for row in some], [row.context() for row in some])
        for row, features in zip(some, told, strict=True):
            judge.learn(features, site, _OTHER[row.label or Label.HAM])
        listener.add(len(some))
