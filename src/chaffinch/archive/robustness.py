"""The table of disguises: corpora read, the judge tried corpus by corpus, finished ones kept."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from chaffinch.archive.quality import scored_rows
from chaffinch.engine.types import Label
from chaffinch.errors import InputError
from chaffinch.evaluation import folding, robustness
from chaffinch.evaluation.disguises import DISGUISES
from chaffinch.evaluation.folding import KINDS, OfScript, Touched
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.robustness import Tried
from chaffinch.evaluation.thresholds import PAGE_PREFIXES
from chaffinch.evaluation.unseen import JudgeFor

SEED = 1


DISGUISED = "disguise"
"""What the marks of the tables are called: `<!-- disguise:begin -->` and `<!-- disguise:end -->`."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came out: of every disguise over all corpora, of folding in each corpus, and in each script and language."""

    tried: tuple[Tried, ...]
    touched: tuple[Touched, ...]
    scripts: tuple[OfScript, ...]


def measure(paths: Sequence[Path], judge_for: JudgeFor, listener: Listener, done: MutableMapping[str, Any]) -> Found:
    """Try a judge on each corpus of pages. `done`: finished corpora, read and added to.

    What folding touches is told of all corpora. Where none is of pages, by its name, the judge is tried on all.

    Raises:
        InputError: two files of one name, or a torn one.
    """
    names = [path.name.split(".")[0] for path in paths]
    if len(set(names)) < len(names):
        raise InputError("two corpora have one name: give each file a name of its own")
    rows = {name: scored_rows(path) for name, path in sorted(zip(names, paths, strict=True))}
    pages = {name for name in rows if name.startswith(PAGE_PREFIXES)} or set(rows)
    cost = {name: len(some) + robustness.work(some, SEED) * (name in pages) for name, some in rows.items()}
    listener.expect(sum(cost.values()))
    for name, some in rows.items():
        if name in done:
            listener.tell(f"{name}: done earlier")
            listener.skip(cost[name])
            continue
        listener.tell(f"{name}: {len(some):,} rows")
        tried = robustness.try_all(judge_for(name), some, SEED, listener.add) if name in pages else []
        touched = [folding.touched(name, [r for r in some if r.label is label], label) for label in Label]
        scripts = folding.by_script([row for row in some if row.label is Label.HAM])
        listener.add(len(some))
        done[name] = {key: list(map(asdict, some)) for key, some in _parts(touched, tried, scripts)}
    parts = [done[name] for name in rows]
    return Found(
        tuple(robustness.totals([Tried(**one) for part in parts for one in part["tried"]])),
        tuple(Touched(**one) for part in parts for one in part["touched"]),
        tuple(folding.totals([OfScript(**one) for part in parts for one in part["scripts"]])),
    )


def _parts(
    touched: Sequence[Touched], tried: Sequence[Tried], scripts: Sequence[OfScript]
) -> tuple[tuple[str, Sequence[Any]], ...]:
    return ("touched", touched), ("tried", tried), ("scripts", scripts)


def as_values(found: Found) -> dict[str, Any]:
    """Return everything as JSON values."""
    return {
        "disguises": [asdict(one) | robustness.percents(one) for one in found.tried],
        "folded": [asdict(one) for one in found.touched if one.comments],
        "scripts": [asdict(one) | {"differs_percent": 100 * one.differs / one.comments} for one in found.scripts],
    }


def table(found: Found) -> str:
    """Return the tables in Markdown: disguises, those kept out of training last; and what folding touches of ham."""
    kept_out = {one.name for one in DISGUISES if not one.is_trained}
    lines = [
        "| disguise | strength | spam caught before | still caught % | held % | ham | ham lost, points more |",
        "|---|---|---|---|---|---|---|",
        *(_tried(one, one.disguise in kept_out) for one in found.tried),
        "",
        "\\* kept out of training.",
        "",
        "| ham in | comments | folded text differs % |",
        "|---|---|---|",
        *map(_of_script, found.scripts),
        "",
        f"| ham of | comments | words folded % | {' | '.join(f'{kind} %' for kind in KINDS)} |",
        "|---|---|---|" + "---|" * len(KINDS),
        *(_touched(one) for one in found.touched if one.label == Label.HAM.name and one.comments),
    ]
    return "\n".join(lines)


def _of_script(one: OfScript) -> str:
    return f"| {one.script} | {one.comments} | {_number(100 * one.differs / one.comments, 2)} |"


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
