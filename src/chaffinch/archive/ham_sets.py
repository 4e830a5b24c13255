"""Real comments in languages, and of sources, that no training has seen: how many are lost or held by default.

A set is left out together with all that is mostly in its language, in three folds of whole languages, so that three
models do for all of them. English cannot be left out: there a set of ham alone stands for itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.training import Recipe
from chaffinch.engine.types import Action, Label
from chaffinch.evaluation import base_model, intervals, protocols
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus

FOLDS = 3
MIN_HAM = 100
"""With fewer, one comment is over a percent."""
_ENGLISH = "en"


def leave_out(
    trained_on: Sequence[Corpus],
    recipe: Recipe,
    date: str,
    listener: Listener,
    done: MutableMapping[str, Any],
    folds: int,
) -> list[dict[str, Any]]:
    """Return for each set how much of its ham is lost and held. `done`: finished folds, read and added to.

    `folds`: those that set calibration and thresholds of each model, as for `base_model.train`.
    """
    dealt = _dealt(trained_on)
    rest = [_without(fold, trained_on) for fold in dealt]
    costs = [
        base_model.work(some, recipe, folds) + sum(len(one.rows) for one in fold)
        for some, fold in zip(rest, dealt, strict=True)
    ]
    listener.expect(sum(costs))
    for fold, some, cost in zip(dealt, rest, costs, strict=True):
        part = f"ham of {', '.join(one.name for one in fold)}"
        if part in done:
            listener.tell(f"{part}: done earlier")
            listener.skip(cost)
        else:
            listener.tell(f"{part}: leaving out {', '.join(sorted(_languages(fold))) or 'no language'}")
            judge = Filter(base_model.train(some, recipe, date, listener, folds))
            done[part] = [_measured(judge, one, listener) for one in fold]
    found = [one for fold in dealt for one in done[f"ham of {', '.join(one.name for one in fold)}"]]
    return sorted(found, key=lambda one: str(one["set"]))


def language(corpus: Corpus) -> str:
    """Return the language that most rows of a corpus tell; English where none is told."""
    told = Counter(row.lang for row in corpus.rows if row.lang)
    return told.most_common(1)[0][0] if told else _ENGLISH


def _is_set(corpus: Corpus) -> bool:
    hams = sum(row.label is Label.HAM for row in corpus.rows)
    return hams >= MIN_HAM and (hams == len(corpus.rows) or language(corpus) != _ENGLISH)


def _dealt(corpora: Sequence[Corpus]) -> list[list[Corpus]]:
    """Deal sets into folds of like size; a language is never in two."""
    groups: dict[str, list[Corpus]] = {}
    for one in corpora:
        if _is_set(one):
            told = language(one)
            groups.setdefault(one.name if told == _ENGLISH else told, []).append(one)
    dealt: list[list[Corpus]] = [[] for _ in range(min(FOLDS, len(groups)))]
    for group in sorted(groups.values(), key=lambda some: (-sum(len(c.rows) for c in some), some[0].name)):
        min(dealt, key=lambda fold: sum(len(c.rows) for c in fold)).extend(group)
    return dealt


def _languages(fold: Sequence[Corpus]) -> set[str]:
    return {language(one) for one in fold} - {_ENGLISH}


def _without(fold: Sequence[Corpus], corpora: Sequence[Corpus]) -> list[Corpus]:
    names, languages = {one.name for one in fold}, _languages(fold)
    return [one for one in corpora if one.name not in names and language(one) not in languages]


def _measured(judge: Filter, corpus: Corpus, listener: Listener) -> dict[str, Any]:
    hams = [row for row in corpus.rows if row.label is Label.HAM]
    outcome = protocols.frozen(judge, hams, listener.add)
    listener.add(len(corpus.rows) - len(hams))
    lost = sum(action in (Action.SPAM, Action.DISCARD) for action in outcome.actions)
    held = sum(action is Action.HOLD for action in outcome.actions)
    low, high = intervals.share(lost, len(hams)) or (0.0, 1.0)
    return {
        "set": corpus.name,
        "language": language(corpus),
        "ham": len(hams),
        "ham_lost_percent": 100.0 * lost / len(hams),
        "ham_lost_interval": [100.0 * low, 100.0 * high],
        "ham_held_percent": 100.0 * held / len(hams),
    }


def table(sets: Sequence[Mapping[str, Any]]) -> str:
    """Return the Markdown table of all sets."""
    lines = ["| set left out | language | ham | ham lost % | ham held % |", "|---|---|---|---|---|"]
    for one in sets:
        low, high = one["ham_lost_interval"]
        lost = f"{one['ham_lost_percent']:.2f} ({low:.2f}–{high:.2f})"
        lines.append(f"| {one['set']} | {one['language']} | {one['ham']} | {lost} | {one['ham_held_percent']:.2f} |")
    return "\n".join(lines)
