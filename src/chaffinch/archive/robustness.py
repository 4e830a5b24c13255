"""The table of disguises: corpora read, the judge tried corpus by corpus, finished ones kept."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from chaffinch.archive.quality import FOLDS, scored_rows
from chaffinch.engine.modelfile import write
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.training import Recipe
from chaffinch.engine.types import Label
from chaffinch.errors import InputError
from chaffinch.evaluation import base_model, robustness
from chaffinch.evaluation.disguises import DISGUISES
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus
from chaffinch.evaluation.robustness import KINDS, Touched, Tried

SEED = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What came out: of every disguise over all corpora, and of folding in each corpus."""

    tried: tuple[Tried, ...]
    touched: tuple[Touched, ...]


JudgeFor = Callable[[str], Filter]
"""The judge to try on a corpus, by the corpus's name."""


def measure(paths: Sequence[Path], judge_for: JudgeFor, listener: Listener, done: MutableMapping[str, Any]) -> Found:
    """Try a judge on each corpus. `done`: finished corpora, read and added to.

    Raises:
        InputError: two files of one name, or a torn one.
    """
    names = [path.name.split(".")[0] for path in paths]
    if len(set(names)) < len(names):
        raise InputError("two corpora have one name: give each file a name of its own")
    rows = {name: scored_rows(path) for name, path in sorted(zip(names, paths, strict=True))}
    cost = {name: robustness.work(some, SEED) for name, some in rows.items()}
    listener.expect(sum(cost.values()))
    for name, some in rows.items():
        if name in done:
            listener.tell(f"{name}: done earlier")
            listener.skip(cost[name])
            continue
        listener.tell(f"{name}: {len(some):,} rows")
        tried = robustness.try_all(judge_for(name), some, SEED, listener.add)
        touched = [robustness.touched(name, [r for r in some if r.label is label], label) for label in Label]
        done[name] = {"touched": [asdict(one) for one in touched], "tried": [asdict(one) for one in tried]}
    parts = [done[name] for name in rows]
    return Found(
        tuple(robustness.totals([Tried(**one) for part in parts for one in part["tried"]])),
        tuple(Touched(**one) for part in parts for one in part["touched"]),
    )


def left_out(trained_on: Sequence[Corpus], recipe: Recipe, date: str, listener: Listener) -> JudgeFor:
    """Return what trains, for a corpus, a judge on all others, in as many folds as the table of quality takes."""

    def judge_for(name: str) -> Filter:
        rest = [one for one in trained_on if one.name != name]
        listener.expect(base_model.work(rest, recipe, FOLDS))
        return Filter.from_model(write(base_model.train(rest, recipe, date, listener, FOLDS)))

    return judge_for


def as_values(found: Found) -> dict[str, Any]:
    """Return everything as JSON values."""
    return {
        "disguises": [asdict(one) | robustness.percents(one) for one in found.tried],
        "folded": [asdict(one) for one in found.touched if one.comments],
    }


def table(found: Found) -> str:
    """Return both tables in Markdown: disguises, those kept out of training last; and what folding touches of ham."""
    kept_out = {one.name for one in DISGUISES if not one.is_trained}
    lines = [
        "| disguise | strength | spam caught before | still caught % | held % | ham | ham lost, points more |",
        "|---|---|---|---|---|---|---|",
        *(_tried(one, one.disguise in kept_out) for one in found.tried),
        "",
        "\\* kept out of training.",
        "",
        f"| ham of | comments | words folded % | {' | '.join(f'{kind} %' for kind in KINDS)} |",
        "|---|---|---|" + "---|" * len(KINDS),
        *(_touched(one) for one in found.touched if one.label == Label.HAM.name and one.comments),
    ]
    return "\n".join(lines)


def _tried(one: Tried, is_kept_out: bool) -> str:
    shares = robustness.percents(one)
    told = [one.disguise + " \\*" * is_kept_out, one.strength.lower(), str(one.spam)]
    told += [_number(shares["caught_percent"], 1), _number(shares["held_percent"], 1)]
    told += [str(one.ham), _number(shares["ham_lost_rise_points"], 2)]
    return f"| {' | '.join(told)} |"


def _touched(one: Touched) -> str:
    shares = [_number(100 * one.folded[kind] / one.comments, 2) for kind in KINDS]
    words = _number(100 * one.folded_words / one.words if one.words else None, 3)
    return f"| {' | '.join([one.corpus, str(one.comments), words, *shares])} |"


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
