"""How a site's promises stand, in plain words: one table of whole sentences with named places, to be translated."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from chaffinch.engine.promise import share_words

if TYPE_CHECKING:
    from chaffinch.service.promises import Kept, Standing

ENGLISH: dict[str, str] = {
    "lose": "You asked that at most {asked} honest comments be lost: called spam by mistake.",
    "hold": "You asked that at most {asked} honest comments wait or be lost, instead of being published at once.",
    "none-yet": (
        "No honest comment has been audited yet, so the threshold is one that fits sites the filter never saw. "
        "{more} audited honest comments make it a guarantee."
    ),
    "estimate": "From {count} audited honest comments: estimate {found}, between {low} and {high}.",
    "one-estimate": "From 1 audited honest comment: estimate {found}, between {low} and {high}.",
    "one-more": "1 more makes it a guarantee.",
    "more": "{more} more make it a guarantee.",
    "guarantee": "It is a guarantee: enough comments, drawn at random, stand behind it.",
    "missed": (
        "It is no guarantee, because {missed} of {ended} drawn comments went before anybody had said what they are: "
        "answer audits before their comments end."
    ),
    "waiting": "{waiting} drawn comments wait to be answered.",
    "one-waiting": "1 drawn comment waits to be answered.",
    "not-drawn": "No comments are drawn for audits on this site, so there will be no guarantee.",
}
"""Sentences by name. `{asked}` is told as "1 in 1,000" or "3 % of"; other shares are percentages."""


def words(standing: Standing, table: Mapping[str, str] = ENGLISH) -> tuple[str, ...]:
    """Return what to tell about a site's promises, a paragraph for each; nothing where it promises nothing."""
    kept = (("lose", standing.lose), ("hold", standing.hold))
    told = [" ".join(_about(name, one, standing, table)) for name, one in kept if one is not None]
    if told and standing.waiting:
        name = "one-waiting" if standing.waiting == 1 else "waiting"
        told.append(table[name].format(waiting=f"{standing.waiting:,}"))
    if told and not standing.site.audit_share:
        told.append(table["not-drawn"])
    return tuple(told)


def _about(name: str, kept: Kept, standing: Standing, table: Mapping[str, str]) -> list[str]:
    told = [table[name].format(asked=_asked(kept.asked))]
    if not kept.count:
        return [*told, table["none-yet"].format(more=f"{kept.more:,}")]
    found, low, high = (percent(share) for share in (kept.found / kept.count, kept.low, kept.high))
    estimate = table["one-estimate" if kept.count == 1 else "estimate"]
    told.append(estimate.format(count=f"{kept.count:,}", found=found, low=low, high=high))
    if kept.is_guarantee:
        return [*told, table["guarantee"]]
    if kept.more:
        return [*told, table["one-more" if kept.more == 1 else "more"].format(more=f"{kept.more:,}")]
    ended = standing.answered + standing.missed
    return [*told, table["missed"].format(missed=f"{standing.missed:,}", ended=f"{ended:,}")]


def percent(share: float) -> str:
    """Return a share as a percentage with one digit after the point, two where it is small.

    >>> percent(0.0), percent(0.0118), percent(0.00037)
    ('0.0 %', '1.2 %', '0.04 %')
    """
    told = 100 * share
    return f"{told:.2f} %" if 0 < told < 0.095 else f"{told:.1f} %"


def _asked(share: Fraction) -> str:
    told = share_words(share)
    return told if told.startswith("1 in") else f"{told} of"
