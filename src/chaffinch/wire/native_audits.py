"""What calls of the native API give about audits and promises, as JSON. Times are Unix milliseconds, UTC.

These types are the schema too: `wire.openapi` is made of them.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta

from chaffinch.wire.native_given import Given, Id, Next, Time

_Share: TypeAlias = Annotated[float, Meta(ge=0, le=1)]
_Count: TypeAlias = Annotated[int, Meta(ge=0)]


class Audit(Given, frozen=True, kw_only=True):
    """A comment drawn at random that waits to be told what it is; what the filter thinks of it is left out."""

    id: Id
    text: str
    author: str
    author_url: str | None
    permalink: str
    title: str
    created_at: Time


class Audits(Given, frozen=True, kw_only=True):
    """Part of the drawn comments that wait, oldest first."""

    audits: list[Audit]
    next: Next


class Thresholds(Given, frozen=True, kw_only=True):
    """Scores from which a site's comments are held, called spam, or may be discarded; one above 1 is never reached."""

    hold_at: float
    spam_at: float
    discard_at: float


class Promise(Given, frozen=True, kw_only=True):
    """How one promise about honest comments stands."""

    asked: Annotated[_Share, Meta(description="No more of them than this share: what was promised.")]
    count: Annotated[_Count, Meta(description="Audited honest comments.")]
    found: Annotated[_Count, Meta(description="How many of those would be lost (or held) now.")]
    ruled: Annotated[_Count, Meta(description="How many of those found a rule calls spam, whatever their score.")]
    low: Annotated[_Share, Meta(description="Lower end of the interval of the share, at 95 %.")]
    high: Annotated[_Share, Meta(description="Its upper end.")]
    needed: Annotated[_Count, Meta(description="Audited honest comments that a guarantee takes.")]
    more: Annotated[_Count, Meta(description="How many of those are missing.")]
    days: Annotated[
        float | None, Meta(description="How long that takes at the site's pace; null where it never comes to that.")
    ]
    is_guarantee: Annotated[bool, Meta(description="Until then `found` of `count` is an estimate.")]


class Promises(Given, frozen=True, kw_only=True):
    """What the site promises about its honest comments, and how that stands."""

    lose: Annotated[Promise | None, Meta(description="To be called spam; null where nothing was promised.")]
    hold: Annotated[Promise | None, Meta(description="To be held or called spam; null where nothing was promised.")]
    thresholds: Thresholds
    audit: Annotated[_Share, Meta(description="Share of all comments that is drawn, while anything is promised.")]
    answered: Annotated[_Count, Meta(description="Audits that were answered, of spam too.")]
    missed: Annotated[_Count, Meta(description="Audits whose comment ended before anybody answered.")]
    waiting: Annotated[_Count, Meta(description="Audits that wait.")]
    words: Annotated[list[str], Meta(description="All of it in plain English, a paragraph for each promise.")]
