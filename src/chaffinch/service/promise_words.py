"""How a site's promises stand, in plain words: one table of whole sentences with named places, to be translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from chaffinch.engine.interval import clopper_pearson
from chaffinch.engine.promise import share_words
from chaffinch.service.standing import Kept, Standing

ENGLISH: dict[str, str] = {
    "lose": "At most {asked} honest comments may be lost: called spam by mistake.",
    "hold": "At most {asked} honest comments may have to wait or be lost, instead of being published at once.",
    "guaranteed": "Guaranteed.",
    "none-yet": "Not guaranteed yet: none of the {needed} honest comments that it takes has been audited.",
    "not-yet": "Not guaranteed yet: {count} of the {needed} honest comments that it takes are audited.",
    "one-yet": "Not guaranteed yet: 1 of the {needed} honest comments that it takes is audited.",
    "not-random": (
        "Not guaranteed: {missed} of {ended} drawn comments went before anybody had said what they are. "
        "Answer audits before their comments end."
    ),
    "unaudited": "Until then the threshold is one that fits sites the filter never saw.",
    "lose-estimate": (
        "Estimate: {found} of honest comments are lost. By {count} audited ones it may be between {low} and {high} "
        "(95 % sure)."
    ),
    "hold-estimate": (
        "Estimate: {found} of honest comments wait or are lost. By {count} audited ones it may be between {low} and "
        "{high} (95 % sure)."
    ),
    "lose-chance": (
        "The filter calls spam only what scores higher than {all} of the {count} audited honest comments. So the next "
        "honest comment is called spam with a chance of at most {chance}."
    ),
    "hold-chance": (
        "The filter holds, or calls spam, only what scores higher than {all} of the {count} audited honest comments. "
        "So the next honest comment has to wait, or is lost, with a chance of at most {chance}."
    ),
    "all": "every one",
    "all-but": "all but {found}",
    "lose-sample": (
        "Of the audited ones {found} were lost; of all that come it may be between {low} and {high} (95 % sure)."
    ),
    "hold-sample": (
        "Of the audited ones {found} waited or were lost; of all that come it may be between {low} and {high} (95 % "
        "sure)."
    ),
    "luck": (
        "That reaches beyond the promise because only some comments were drawn. Had others been, a little more or a "
        "little less would be lost, and over all such draws it is at most {chance}. More audits narrow the range."
    ),
    "one-ruled": (
        "1 audited honest comment was caught by a rule, such as the hidden field or a flood, whatever its score. No "
        "threshold prevents that, so it counts as lost, and this promise leaves room for it among {needed} audited "
        "honest comments. Until then the threshold lies above every one that no rule caught."
    ),
    "ruled": (
        "{ruled} audited honest comments were caught by a rule, such as the hidden field or a flood, whatever their "
        "score. No threshold prevents that, so they count as lost, and this promise leaves room for so many among "
        "{needed} audited honest comments. Until then the threshold lies above every one that no rule caught."
    ),
    "rules-lose-more": "Rules alone seem to lose more than was promised: look at those comments, or promise less.",
    "pace": (
        "Lately {per_day} comments a day were not spam. With {share} of all comments drawn, the {more} that are "
        "missing take {span}, if every one is answered."
    ),
    "never": (
        "Lately {per_day} comments a day were not spam. With {share} of all comments drawn there will never be "
        "enough, since an answer counts for {days} days."
    ),
    "no-pace": (
        "With {share} of all comments drawn, the {more} that are missing are among some {comments} honest comments. "
        "Hardly one came lately, so nobody can tell how long that takes."
    ),
    "faster": "With `--audit {share}` it would take {span}.",
    "out-of-reach": "Not even with every comment drawn: promise less, or be content with the estimate.",
    "waiting": "{waiting} drawn comments wait to be answered.",
    "one-waiting": "1 drawn comment waits to be answered.",
    "not-drawn": "No comments are drawn for audits on this site, so there will be no guarantee.",
    "one-day": "about a day",
    "days": "about {number} days",
    "weeks": "about {number} weeks",
    "months": "about {number} months",
    "years": "about {number} years",
}
"""Sentences by name. `{asked}` is told as "1 in 1,000" or "3 % of"; other shares are percentages."""

_SPANS = ((1.5, 1, "one-day"), (14, 1, "days"), (60, 7, "weeks"), (730, 30.4, "months"), (float("inf"), 365, "years"))
"""Up to so many days, in units of so many, told so."""
_HARDLY = 0.05
"""Comments a day, below which no pace is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told about one promise: what was asked, whether it is guaranteed, and sentences about how it stands."""

    asked: str
    status: str
    sentences: tuple[str, ...]
    is_guarantee: bool


def told(standing: Standing, table: Mapping[str, str] = ENGLISH) -> tuple[Told, ...]:
    """Return what to tell about each of a site's promises; nothing where it promises nothing."""
    kept = (("lose", standing.lose), ("hold", standing.hold))
    return tuple(_Teller(name, one, standing, table).told() for name, one in kept if one is not None)


def remarks(standing: Standing, table: Mapping[str, str] = ENGLISH) -> tuple[str, ...]:
    """Return what is to be told about the audits of a site that promises something, as far as there is."""
    found = []
    if standing.waiting:
        name = "one-waiting" if standing.waiting == 1 else "waiting"
        found.append(table[name].format(waiting=f"{standing.waiting:,}"))
    if not standing.site.audit_share:
        found.append(table["not-drawn"])
    return tuple(found) if standing.site.promise.is_made else ()


def words(standing: Standing, table: Mapping[str, str] = ENGLISH) -> tuple[str, ...]:
    """Return all of it as paragraphs, one for each promise."""
    paragraphs = (" ".join((one.asked, one.status, *one.sentences)) for one in told(standing, table))
    return (*paragraphs, *remarks(standing, table))


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells of one promise; `name` is that of its sentences."""

    name: str
    kept: Kept
    standing: Standing
    table: Mapping[str, str]

    def told(self) -> Told:
        sentences = tuple(self._guarantee() if self.kept.is_guarantee else self._estimate())
        return Told(
            self._say(self.name, asked=_asked(self.kept.asked)), self._status(), sentences, self.kept.is_guarantee
        )

    def _say(self, name: str, **places: str) -> str:
        kept = self.kept
        counts = {"count": kept.count, "needed": kept.needed, "more": kept.more, "ruled": kept.ruled}
        shares = {"found": kept.found / max(1, kept.count), "low": kept.low, "high": kept.high}
        known = {name: f"{number:,}" for name, number in counts.items()}
        known |= {name: percent(share) for name, share in shares.items()}
        return self.table[name].format(**known | places)

    def _status(self) -> str:
        if self.kept.is_guarantee:
            return self._say("guaranteed")
        if self.kept.more:
            return self._say({0: "none-yet", 1: "one-yet"}.get(self.kept.count, "not-yet"))
        missed, answered = self.standing.missed, self.standing.answered
        return self._say("not-random", missed=f"{missed:,}", ended=f"{answered + missed:,}")

    def _guarantee(self) -> Iterator[str]:
        found = self.kept.found
        spared = self._say("all-but", found=f"{found:,}") if found else self._say("all")
        chance = share_words(self.kept.asked)
        yield self._say(f"{self.name}-chance", chance=chance, all=spared)
        yield self._say(f"{self.name}-sample")
        if self.kept.high > self.kept.asked:
            yield self._say("luck", chance=chance)

    def _estimate(self) -> Iterator[str]:
        kept = self.kept
        yield self._say(f"{self.name}-estimate" if kept.count else "unaudited")
        if kept.ruled and kept.more:
            yield self._say("one-ruled" if kept.ruled == 1 else "ruled")
            if clopper_pearson(kept.ruled, kept.count)[0] > kept.asked:
                yield self._say("rules-lose-more")
                return
        if kept.more:
            yield from self._pace()

    def _pace(self) -> Iterator[str]:
        pace, more, needed = self.standing.pace, self.kept.more, self.kept.needed
        if pace.per_day < _HARDLY:
            if pace.share:
                comments = f"{ceil(more / pace.share):,}"
                yield self._say("no-pace", share=share_words(pace.share), comments=comments)
            return
        days, share = pace.days(more, needed), pace.faster(more, needed)
        places = {"per_day": _number(pace.per_day), "share": share_words(pace.share), "days": f"{pace.audit_days:,}"}
        if pace.share:
            yield self._say("never", **places) if days is None else self._say("pace", span=self._span(days), **places)
        sooner = None if share is None else pace.days(more, needed, share)
        if sooner is not None:
            yield self._say("faster", share=str(share), span=self._span(sooner))
        elif days is None:
            yield self._say("out-of-reach")

    def _span(self, days: float) -> str:
        unit, name = next((unit, name) for most, unit, name in _SPANS if days < most)
        return self.table[name].format(number=f"{round(days / unit):,}")


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


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 9.5 else f"{value:.1f}"
