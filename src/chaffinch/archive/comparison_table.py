"""The tables of a comparison: every filter in a line, and every site of every filter in another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any

from chaffinch.archive.comparison import Compared, Site
from chaffinch.evaluation.protocols import LATE
from chaffinch.evaluation.sampling import MOST

ROCA, CAUGHT, COST = "one_minus_roca_percent", "spam_caught_at_fpr_1e-2", "microseconds_per_comment"
_BY_SITE = {
    ROCA: ("1-ROCA %, cold (95 %)", "one_minus_roca_interval"),
    CAUGHT: ("caught at 1 %, cold (95 %)", "spam_caught_interval"),
}
"""Figures told site by site: heading, and the name of the interval."""


def tables(found: Sequence[Compared], sites: Sequence[Site], first: str) -> str:
    """Return the tables in Markdown, with what has to be known to read them. `first`: what ratios refer to."""
    by_site = [line for figure in _BY_SITE for line in [*_by_site(found, sites, figure), ""]]
    return "\n".join([*_summary(found, sites, first), "", *by_site, *_notes(found)])


def _summary(found: Sequence[Compared], sites: Sequence[Site], first: str) -> list[str]:
    counted = [site for site in sites if not site.is_apart]
    columns = _columns(counted)
    ours = next((one for one in found if one.name == first), None)
    head = ["filter", *columns]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for one in found:
        if one.missing:
            lines.append(f"| {one.name} | **missing, not compared**: `{one.missing}`" + " |" * len(columns))
            continue
        cells = [
            _with_ratio(column(one), column(ours) if ours and ours is not one else None) for column in columns.values()
        ]
        lines.append(f"| {' | '.join([one.name, *cells])} |")
    return lines


def _columns(sites: Sequence[Site]) -> dict[str, Callable[[Compared], float | None]]:
    """Return the columns of the first table: heading -> figure of a filter."""
    ordered = [site for site in sites if site.is_ordered]
    return {
        "1-ROCA %, cold, mean": lambda one: _mean(_figures(one, sites, "cold", ROCA)),
        "1-ROCA %, cold, worst": lambda one: max(_figures(one, sites, "cold", ROCA), default=None),
        "caught at 1 %, cold, mean": lambda one: _mean(_figures(one, sites, "cold", CAUGHT)),
        "caught at 1 %, cold, worst": lambda one: min(_figures(one, sites, "cold", CAUGHT), default=None),
        "1-ROCA %, learning all": lambda one: _mean(_figures(one, ordered, "learned", ROCA)),
        f"1-ROCA %, corrections only, {LATE} late": lambda one: _mean(_figures(one, ordered, "late", ROCA)),
        "TubeSpam %, other sites known": lambda one: _mean(list((one.videos or {}).values())),
        "TubeSpam %, nothing known": lambda one: _mean(list((one.videos_alone or {}).values())),
        "CPU us to judge, in bulk": lambda one: _mean(_figures(one, sites, "cold", COST)),
    }


def _figures(one: Compared, sites: Sequence[Site], protocol: str, figure: str) -> list[float]:
    told = [one.sites[site.name][protocol] for site in sites if site.name in one.sites]
    return [figures[figure] for figures in told if figures and figures[figure] is not None]


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def _with_ratio(value: float | None, ours: float | None) -> str:
    if value is None:
        return ""
    told = f"{value:.0f}" if value >= 200 else f"{value:.2f}"
    return f"{told} ({value / ours:.2g}x)" if ours else told


def _by_site(found: Sequence[Compared], sites: Sequence[Site], figure: str) -> list[str]:
    there = [one for one in found if not one.missing]
    lines = [
        f"| {_BY_SITE[figure][0]} | spam | ham | {' | '.join(one.name for one in there)} |",
        "|---|---|---|" + "---|" * len(there),
    ]
    for site in sites:
        counts: dict[str, Any] = next((one.sites[site.name]["cold"] for one in there if site.name in one.sites), {})
        cells = [site.name + " \\*" * site.is_apart, str(counts.get("spam", "")), str(counts.get("ham", ""))]
        cells += [_with_interval(one.sites.get(site.name, {}).get("cold"), figure) for one in there]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _with_interval(figures: dict[str, Any] | None, figure: str) -> str:
    if not figures or figures[figure] is None:
        return ""
    interval = figures.get(_BY_SITE[figure][1])
    return f"{figures[figure]:.2f}" + (f" ({interval[0]:.2f}–{interval[1]:.2f})" if interval else "")


def _notes(found: Sequence[Compared]) -> list[str]:
    return [
        f"Everybody learned the same rows of the other sites, at most {MOST:,} a file, and judged the same rows, at "
        f"most {MOST:,} a site with near-duplicates capped; the line of all rows did not. In brackets: how many times "
        "the first line, and site by site intervals of 95 %. Corrections: what was on the wrong side of the "
        "filter's own middle. Sites with a star are in no mean, those with fewer than 100 ham in none of caught.",
        "",
        *[f"- {one.name}{f' {one.version}' if one.version else ''}: {one.settings}." for one in found],
    ]
