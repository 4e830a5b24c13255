"""What the client gives about audits and promises. All frozen. Times are Unix milliseconds, UTC."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Audit:
    """A comment drawn at random that waits to be told what it is, by `Client.feedback`; without the verdict."""

    id: str
    text: str
    author: str
    author_url: str | None
    permalink: str
    title: str
    created_at: int


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Part of the drawn comments that wait, oldest first; `next` is None at the end."""

    audits: tuple[Audit, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores from which a site's comments are held, called spam, or may be discarded."""

    hold_at: float
    spam_at: float
    discard_at: float


@dataclass(frozen=True, slots=True)
class Promise:
    """How one promise stands: of `count` audited honest comments `found` would be lost (or held).

    `asked`, and the ends of the interval at 95 %, `low` and `high`, are shares. `ruled` of those found a rule catches.
    `more` of the `needed` audits are missing, which takes `days`, None where it never comes to that.
    """

    asked: float
    count: int
    found: int
    ruled: int
    low: float
    high: float
    needed: int
    more: int
    days: float | None
    is_guarantee: bool


@dataclass(frozen=True, slots=True)
class Promises:
    """What the site promises, None where nothing, and how that stands; `audit` is the share of comments drawn."""

    lose: Promise | None
    hold: Promise | None
    thresholds: Thresholds
    audit: float
    answered: int
    missed: int
    waiting: int
    words: tuple[str, ...]
