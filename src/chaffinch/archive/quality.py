"""The quality table: leave one site out at a time, train on the rest, judge the stranger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from chaffinch.engine.modelfile import write
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.training import Recipe
from chaffinch.engine.types import Label
from chaffinch.errors import InputError
from chaffinch.evaluation import base_model, preparation, protocols
from chaffinch.evaluation import corpus as corpora
from chaffinch.evaluation.base_model import Corpus
from chaffinch.evaluation.corpus import Row

MIN_CLASS = 70
"""A site is reported when it has at least as many rows of each label: with fewer, one comment is over a percent."""
FOLDS = 3
"""Folds that set calibration and thresholds of each model here: half of what the shipped one takes, half the time."""
SCORED_CAP = 3
"""Near-duplicates scored a group: beyond, a campaign is measured and not a judge."""
_COLD = (
    "one_minus_roca_percent",
    "spam_caught_at_fpr_1e-2",
    "ham_lost_percent",
    "ham_held_percent",
    "spam_missed_percent",
)
_LEARNED = ("one_minus_roca_percent", "spam_missed_percent")
BEGIN, END = "<!-- quality:begin -->", "<!-- quality:end -->"


def leave_one_out(
    paths: Sequence[Path], trained_on: Sequence[Corpus], recipe: Recipe, date: str, tell: Callable[[str], None]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield, for each site on pages, the reports (frozen, prequential on errors) of a model that never saw it.

    Sites without spam are left for `chaffinch evaluate`: there is nothing to rank.
    """
    for path in sorted(paths, key=lambda p: p.name):
        name = path.name.split(".")[0]
        rows = scored_rows(path)
        if not _is_reported(name, rows):
            continue
        tell(f"== {name}: leaving it out, {len(rows):,} rows to judge")
        model = base_model.train([one for one in trained_on if one.name != name], recipe, date, tell, FOLDS)
        data = write(model)
        cold = protocols.report(name, protocols.frozen(Filter.from_model(data), rows))
        learned = protocols.prequential(Filter.from_model(data), rows, feedback=protocols.Feedback.ERRORS)
        yield cold, protocols.report(name, learned)


def scored_rows(path: Path) -> list[Row]:
    """Return the labelled rows of a file in order, near-duplicates capped at `SCORED_CAP`."""
    rows = protocols.in_order([row for row in corpora.read(path) if isinstance(row, Row)])
    earlier = preparation.near_duplicates(rows)
    return [row for row, count in zip(rows, earlier, strict=True) if count < SCORED_CAP]


def _is_reported(name: str, rows: Sequence[Row]) -> bool:
    spam = sum(row.label is Label.SPAM for row in rows)
    is_page = name.startswith(base_model.PAGE_PREFIXES)
    return is_page and len(rows) - spam >= MIN_CLASS and spam >= MIN_CLASS


def table(results: Sequence[tuple[dict[str, Any], dict[str, Any]]], date: str, commit: str, command: str) -> str:
    """Return the Markdown table that goes between the marks in docs/evaluation.md and README.md."""
    lines = [
        f"Measured {date} at commit `{commit}` with `{command}`. Cold: the site was left out of training. "
        "Corrected: judged in order, and only what a person would have corrected was learned.",
        "",
        "| site left out | spam | ham | 1-ROCA %, cold | caught at 1 % ham lost | ham lost % | ham held % "
        "| spam missed % | 1-ROCA %, corrected | spam missed %, corrected |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for cold, learned in results:
        told = (cold["file"], str(cold["spam"]), str(cold["ham"]))
        cells = told + tuple(_number(cold[name]) for name in _COLD) + tuple(_number(learned[name]) for name in _LEARNED)
        lines.append("| " + " | ".join(cells) + " |")
    rocas = sorted(c["one_minus_roca_percent"] for c, _ in results if c["one_minus_roca_percent"] is not None)
    if rocas:
        mean = sum(rocas) / len(rocas)
        lines += [
            "",
            f"Cold, over {len(rocas)} sites: 1-ROCA % median {rocas[len(rocas) // 2]:.2f}, mean {mean:.2f}, "
            f"worst {rocas[-1]:.2f}.",
        ]
    return "\n".join(lines)


def put_table(document: Path, text: str) -> None:
    """Put a table between the marks of a document.

    Raises:
        InputError: the document has no marks.
    """
    whole = document.read_text()
    head, begin, rest = whole.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise InputError(f"{document} has no marks {BEGIN} and {END}: put them where the table belongs")
    document.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
