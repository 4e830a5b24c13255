"""The ham table: what is lost and held of real comments of unseen sites, as Markdown and as JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from chaffinch.evaluation import reliability
from chaffinch.evaluation.left_out import Covered, Left, Measured, summary
from chaffinch.evaluation.reliability import Bin

HAM = "ham"


def as_values(found: Measured, date: str, commit: str) -> dict[str, Any]:
    """Return everything in the table as JSON values."""
    covered = [asdict(one) | {"share": float(one.share)} for one in found.covered]
    quality = reliability.parts(found.bins)
    return {
        "date": date,
        "commit": commit,
        "sets": [asdict(one) for one in found.sets],
        "summary": summary(found.sets),
        "coverage": covered,
        "calibration_error": reliability.calibration_error(found.bins),
        "brier_parts": None if quality is None else asdict(quality),
        "bins": [asdict(one) for one in found.bins],
    }


def table(found: Measured, date: str, commit: str, command: str) -> str:
    """Return the Markdown that goes between the marks in docs/evaluation.md."""
    head = "| set left out | language | ham | lost % | at most | held % | spam | stopped % | called spam % |"
    lines = [
        f"Measured {date} at commit `{commit}` with `{command}`. Each set was left out of training, calibration and "
        "thresholds. *At most*: so few hams leave room for so much (97.5 % sure). *Stopped*: held or called spam.",
        "",
        head,
        "|---" * head.count(" | ") + "|---|",
        *(_row(one) for one in found.sets),
        "",
        _told(summary(found.sets)),
        "",
        *_coverage_lines(found.covered),
        "",
        *_reliability_lines(found.bins),
    ]
    return "\n".join(lines)


def _row(one: Left) -> str:
    told = [one.site, one.language, str(one.ham), *map(_number, (one.lost, one.lost_high, one.held))]
    return "| " + " | ".join([*told, str(one.spam), *map(_number, (one.stopped, one.caught))]) + " |"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _told(row: Mapping[str, float | None]) -> str:
    shown = {name: _number(value) or "-" for name, value in row.items()}
    return (
        "Worst set of ham alone, or in another language than English: {lost_worst_strange} % lost, "
        "{held_worst_strange} % held; worst of all sets: {lost_worst} % and {held_worst} %. Spam stopped at the same "
        "thresholds, mean over sets: {stopped_mean} %, over those with both labels {stopped_mean_two_classes} %; "
        "called spam {caught_mean} % and {caught_mean_two_classes} %."
    ).format(**shown)


def _coverage_lines(covered: Sequence[Covered]) -> list[str]:
    lines = ["| promised lost at most % | sets with enough ham | lost %, mean | worst |", "|---|---|---|---|"]
    return lines + [
        f"| {float(100 * one.share):g} | {one.sites} | {one.mean:.2f} | {one.worst:.2f} |" for one in covered
    ]


def _reliability_lines(bins: Sequence[Bin]) -> list[str]:
    error, quality = reliability.calibration_error(bins), reliability.parts(bins)
    if error is None or quality is None:
        return ["No score was measured."]
    told = (
        f"Calibration error {error:.3f}; Brier score of binned scores: reliability {quality.reliability:.4f} - "
        f"resolution {quality.resolution:.4f} + uncertainty {quality.uncertainty:.4f}."
    )
    return [*reliability.diagram(bins), "", told]
