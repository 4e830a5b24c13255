"""What the judge is meant to reach, and what was measured: one table, from the same run as all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from chaffinch.archive.quality import Result
from chaffinch.archive.speed import Speed
from chaffinch.evaluation.left_out import Left

MEAN_OVER = ("haacked", "mademistakes", "yasoob", "hajekj", "archivefever", "tynetime")
WORST_OF = ("haacked", "mademistakes", "yasoob", "tynetime")
"""The sites that the goals are about; of the worst, those with hams enough for 1 % of them to be more than one."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the table. `unit` is what the figures are in; `told` which site is worst, or what is missing."""

    measure: str
    unit: str
    at_least: float
    aim: float | None
    measured: float | None
    told: str = ""
    is_less_better: bool = True

    @property
    def is_reached(self) -> bool | None:
        """Whether `at_least` is reached; None where nothing was measured."""
        if self.measured is None:
            return None
        return self.measured <= self.at_least if self.is_less_better else self.measured >= self.at_least


@dataclass(frozen=True, slots=True)
class Measured:
    """What the goals are read from. None where it was not measured; `videos`: TubeSpam, accuracy by video, per cent."""

    results: Sequence[Result]
    left_out: Sequence[Left]
    videos: Mapping[str, float] | None
    speed: Speed | None
    worker_bytes: int | None


def goals(found: Measured) -> list[Goal]:
    """Return the goals with what was measured."""
    over = f"over {', '.join(MEAN_OVER)}"
    return [
        _of_sites(found, f"cold, mean 1-ROCA % {over}", " %", 1.0, 0.5, _mean_of("cold")),
        _worst_caught(found),
        _of_sites(
            found, "prequential, base plus site, mean 1-ROCA % (same sites)", " %", 0.5, 0.2, _mean_of("learned")
        ),
        _of_sites(found, "the same with corrections only, 20 comments late", " %", 0.8, 0.35, _mean_of("late")),
        _tubespam(found),
        *_thresholds(found),
        *_costs(found),
    ]


def _sites(found: Measured, names: Sequence[str]) -> tuple[list[Result], str]:
    """Return the results of the named sites, and which of them are missing, in words."""
    by_name = {result.site.removeprefix("blog_"): result for result in found.results}
    missing = [name for name in names if name not in by_name]
    return [by_name[name] for name in names if name in by_name], f"without {', '.join(missing)}" if missing else ""


def _mean_of(protocol: str) -> Callable[[Sequence[Result]], float | None]:
    def mean(results: Sequence[Result]) -> float | None:
        told = [getattr(result, protocol) for result in results]
        figures = [one["one_minus_roca_percent"] for one in told if one]
        return fmean(figures) if figures else None

    return mean


def _of_sites(
    found: Measured,
    measure: str,
    unit: str,
    at_least: float,
    aim: float,
    figure: Callable[[Sequence[Result]], float | None],
) -> Goal:
    results, lacking = _sites(found, MEAN_OVER)
    return Goal(measure, unit, at_least, aim, figure(results), lacking)


def _worst_caught(found: Measured) -> Goal:
    results, lacking = _sites(found, WORST_OF)
    caught = {one.site: one.cold["spam_caught_at_fpr_1e-2"] for one in results}
    known = {site: 100.0 * value for site, value in caught.items() if value is not None}
    worst = min(known, key=lambda site: known[site]) if known else None
    told = "; ".join(filter(None, (worst, lacking)))
    measure = f"cold, spam caught at 1 % ham lost, worst of {', '.join(WORST_OF)}"
    return Goal(measure, " %", 72.0, 90.0, known[worst] if worst else None, told, is_less_better=False)


def _tubespam(found: Measured) -> Goal:
    mean = fmean(found.videos.values()) if found.videos else None
    told = "" if found.videos else "no such corpus was given"
    measure = "TubeSpam: first 70 % then last 30 % of each video, mean accuracy"
    return Goal(measure, " %", 98.5, 99.5, mean, told, is_less_better=False)


def _thresholds(found: Measured) -> list[Goal]:
    results, lacking = _sites(found, MEAN_OVER)
    stopped = [100.0 - one.cold["spam_missed_percent"] - one.cold["spam_held_percent"] for one in results]
    lost, held = _worst(found.left_out, "lost"), _worst(found.left_out, "held")
    return [
        Goal("ham lost at default thresholds, worst left-out language or ham set", " %", 0.5, 0.1, *lost),
        Goal("ham held there, worst", " %", 3.0, None, *held),
        Goal(
            "cold spam stopped at the same thresholds, mean (same sites)",
            " %",
            70.0,
            None,
            fmean(stopped) if stopped else None,
            lacking,
            is_less_better=False,
        ),
    ]


def _worst(sets: Sequence[Left], figure: str) -> tuple[float | None, str]:
    known = {one.site: value for one in sets if one.is_strange and (value := getattr(one, figure)) is not None}
    worst = max(known, key=lambda site: known[site], default=None)
    return (None, "no such set was given") if worst is None else (float(known[worst]), worst)


def _costs(found: Measured) -> list[Goal]:
    speed = found.speed
    memory = None if found.worker_bytes is None else found.worker_bytes / 1e6
    return [
        Goal("one comment, all features, CPU", " us", 200.0, 80.0, speed.one_by_one if speed else None),
        Goal("a comment in batches of 10,000, CPU", " us", 60.0, 20.0, speed.in_batches if speed else None),
        Goal("memory of a worker", " MB", 150.0, 100.0, memory),
    ]


def table(found: Sequence[Goal]) -> str:
    """Return the Markdown table of goals."""
    lines = ["| measure | reach at least | aim for | measured | reached |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *map(_row, found)])


def _row(goal: Goal) -> str:
    reached = {None: "not measured", True: "yes", False: "**no**"}[goal.is_reached]
    measured = "" if goal.measured is None else f"{goal.measured:.{2 if goal.unit == ' %' else 0}f}{goal.unit}"
    told = f" ({goal.told})" if goal.told else ""
    bounds = [f"{value:g}{goal.unit}" if value is not None else "" for value in (goal.at_least, goal.aim)]
    return "| " + " | ".join([goal.measure, *bounds, f"{measured}{told}".strip(), reached]) + " |"
