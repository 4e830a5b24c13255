"""The quality table: leave one site out at a time, train on the rest, judge the stranger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Any

from chaffinch.engine.modelfile import write
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.training import Recipe
from chaffinch.engine.types import Label
from chaffinch.errors import InputError
from chaffinch.evaluation import base_model, intervals, preparation, protocols, thresholds
from chaffinch.evaluation import corpus as corpora
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus
from chaffinch.evaluation.protocols import LATE, Outcome

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
_RANGES = {"one_minus_roca_percent": "one_minus_roca_interval", "spam_caught_at_fpr_1e-2": "spam_caught_interval"}
_LEARNING = {
    "corrected": (protocols.Feedback.ERRORS, 0),
    "late": (protocols.Feedback.ERRORS, LATE),
    "learned": (protocols.Feedback.ALL, 0),
}
"""Prequential protocols: what is learned, and how many comments later."""
_LEARNED = ("one_minus_roca_percent", "spam_missed_percent")
READING = (
    "*1-ROCA %*: of a hundred pairs of a real comment (ham) and a spam, in how many the real one looked more like "
    "spam; 0 is perfect, 50 a coin. *Caught at 1 %*: the share of spam (0.88 is 88 %) that can be stopped while one "
    "real comment in a hundred is lost; empty where fewer than 100 real comments are too few to tell."
)
"""What a publisher has to know to read the table."""
QUALITY = "quality"
"""What the marks of the table are called: `<!-- quality:begin -->` and `<!-- quality:end -->`."""


@dataclass(frozen=True, slots=True)
class Result:
    """The reports of one site: frozen, then prequential; the latter None where rows stand in no order of time.

    `corrected` learns at once what a person would have corrected, `late` the same twenty comments later, `learned` all
    there is. `is_apart`: shown, but in no mean.
    """

    cold: Mapping[str, Any]
    corrected: Mapping[str, Any] | None
    late: Mapping[str, Any] | None
    learned: Mapping[str, Any] | None
    is_apart: bool

    @property
    def site(self) -> str:
        """The name of the corpus."""
        return str(self.cold["file"])


def leave_one_out(
    paths: Sequence[Path],
    trained_on: Sequence[Corpus],
    recipe: Recipe,
    date: str,
    listener: Listener,
    done: MutableMapping[str, Any],
    apart: Collection[str] = (),
    unordered: Collection[str] = (),
) -> list[Result]:
    """Return, for each site on pages, the results of a model that never saw it.

    Sites without spam are left for `chaffinch evaluate`: there is nothing to rank. `done`: finished sites, read and
    added to. `apart` and `unordered` name sites: see `Result`.

    Raises:
        InputError: `apart` or `unordered` names a corpus that is not there.
    """
    by_name = {path.name.split(".")[0]: path for path in sorted(paths, key=lambda p: p.name)}
    for name in {*apart, *unordered} - set(by_name):
        raise InputError(f"no corpus is called {name!r}; there are {', '.join(by_name)}")
    pages = {name: path for name, path in by_name.items() if name.startswith(thresholds.PAGE_PREFIXES)}
    sites = {name: rows for name, path in pages.items() if _is_reported(rows := scored_rows(path))}
    rest = {site: [one for one in trained_on if one.name != site] for site in sites}
    cost = {site: base_model.work(rest[site], recipe, FOLDS) + 4 * len(rows) for site, rows in sites.items()}
    listener.expect(sum(cost.values()))
    for site, rows in sites.items():
        if site in done:
            listener.tell(f"== {site}: done earlier")
            listener.skip(cost[site])
        else:
            listener.tell(f"== {site}: leaving it out, {len(rows):,} rows to judge")
            model = base_model.train(rest[site], recipe, date, listener, FOLDS)
            done[site] = _reports(site, rows, write(model), listener, is_ordered=site not in unordered)
    return [Result(**done[site], is_apart=site in apart) for site in sites]


def _reports(
    site: str, rows: Sequence[Row], model: bytes, listener: Listener, *, is_ordered: bool
) -> dict[str, dict[str, Any] | None]:
    outcome = protocols.frozen(Filter.from_model(model), rows, listener.add)
    found: dict[str, dict[str, Any] | None] = {"cold": protocols.report(site, outcome) | _intervals(outcome)}
    for name, (feedback, delay) in _LEARNING.items():
        if is_ordered:
            judge = Filter.from_model(model)
            learned = protocols.prequential(judge, rows, feedback=feedback, delay=delay, progress=listener.add)
            found[name] = protocols.report(site, learned)
        else:
            listener.add(len(rows))
            found[name] = None
    return found


def _intervals(outcome: Outcome) -> dict[str, Any]:
    """Return intervals of 95 % beside the figures of a ranking, None where undefined."""
    scores, truth = outcome.scores, outcome.is_spam
    return {
        "one_minus_roca_interval": intervals.one_minus_roca_percent(scores, truth),
        "spam_caught_interval": intervals.spam_caught_at(scores, truth, 1e-2),
    }


def scored_rows(path: Path) -> list[Row]:
    """Return the labelled rows of a file in order, near-duplicates capped at `SCORED_CAP`."""
    rows = protocols.in_order([row for row in corpora.read(path) if isinstance(row, Row)])
    earlier = preparation.near_duplicates(rows)
    return [row for row, count in zip(rows, earlier, strict=True) if count < SCORED_CAP]


def _is_reported(rows: Sequence[Row]) -> bool:
    spam = sum(row.label is Label.SPAM for row in rows)
    return len(rows) - spam >= MIN_CLASS and spam >= MIN_CLASS


def summary(results: Sequence[Result]) -> dict[str, float | None]:
    """Return number, median, mean and worst of the cold 1-ROCA % of the sites that are not apart; None without any."""
    found = [r.cold["one_minus_roca_percent"] for r in results if not r.is_apart]
    rocas = [value for value in found if value is not None]
    if not rocas:
        return {"sites": 0, "median": None, "mean": None, "worst": None}
    return {"sites": len(rocas), "median": median(rocas), "mean": fmean(rocas), "worst": max(rocas)}


def as_values(results: Sequence[Result], date: str, commit: str) -> dict[str, Any]:
    """Return everything in the table, and more of it, as JSON values."""
    sites = [{"site": r.site, **{name: getattr(r, name) for name in ("is_apart", "cold", *_LEARNING)}} for r in results]
    return {"date": date, "commit": commit, "sites": sites, "cold_one_minus_roca_percent": summary(results)}


def table(results: Sequence[Result], date: str, commit: str, command: str) -> str:
    """Return the Markdown table that goes between the marks in docs/evaluation.md and README.md."""
    lines = [
        f"Measured {date} at commit `{commit}` with `{command}`. Cold: the site was left out of training. "
        "Corrected: judged in order, and only what a person would have corrected was learned.",
        "",
        READING,
        "",
        "| site left out | spam | ham | 1-ROCA %, cold | caught at 1 % ham lost | ham lost % | ham held % "
        "| spam missed % | 1-ROCA %, corrected | spam missed %, corrected |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *map(_row, results),
    ]
    notes = _notes(results)
    return "\n".join([*lines, "", " ".join(notes)] if notes else lines)


def _notes(results: Sequence[Result]) -> list[str]:
    found, notes = summary(results), []
    if found["sites"]:
        notes.append(
            f"Cold, over {found['sites']} sites: 1-ROCA % median {found['median']:.2f}, mean {found['mean']:.2f}, "
            f"worst {found['worst']:.2f}."
        )
    notes.append("In brackets: intervals of 95 % (DeLong 1988; Clopper and Pearson 1934, at the threshold found).")
    if any(r.is_apart for r in results):
        notes.append("Sites with a star are in none of these.")
    if any(r.corrected is None for r in results):
        notes.append("Nothing is said of corrections where comments do not stand in the order in which they came.")
    return notes


def _row(result: Result) -> str:
    cold, corrected = result.cold, result.corrected or {}
    told = [result.site + " \\*" * result.is_apart, str(cold["spam"]), str(cold["ham"])]
    told += [_number(cold[name]) + _range(cold.get(_RANGES.get(name, ""))) for name in _COLD]
    told += [_number(corrected.get(name)) for name in _LEARNED]
    return "| " + " | ".join(told) + " |"


def _range(interval: Sequence[float] | None) -> str:
    return "" if interval is None else f" ({interval[0]:.2f}–{interval[1]:.2f})"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
