"""What is told about how a site's comment data is processed: one value, from which every page and paper is made.

Its types are the documented schema of `/data.json` (docs/data.md). Times are Unix milliseconds, UTC.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stated:
    """What only an operator can say. `value` is null where nothing was said: missing, never guessed.

    `setting` is the setting that says it.
    """

    value: str | None
    setting: str


@dataclass(frozen=True, slots=True)
class Where:
    """The site that is told about. `host` is the address of this server."""

    id: str
    url: str
    name: str
    host: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who answers for the data: article 13(1)(a) and (b). `officer` "none": the operator says there is none."""

    name: Stated
    contact: Stated
    officer: Stated


@dataclass(frozen=True, slots=True)
class Given:
    """A field of the form, and whether giving it is obligatory: article 13(2)(e). `otherwise`: what happens without."""

    field: str
    what: str
    is_obligatory: bool
    otherwise: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is kept: why, on what ground, in which legitimate interest (null on other grounds), until when."""

    table: str
    field: str
    what: str
    purpose: str
    basis: str
    interest: str | None
    end: str
    is_personal: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one table; `is_stored` is false for what is counted in memory only."""

    heading: str
    is_stored: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets what: article 13(1)(e) and (f). `is_stated`: the operator says so; else it is how the server runs now.

    `country` is null where nobody said it, and for readers, who may be anywhere. `is_outside`: neither a reader of the
    page nor a moderator.
    """

    name: str
    what: str
    country: str | None
    is_stated: bool
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Machine:
    """The automated decision and its logic: article 13(2)(f). `rows`, `trained`: of the base model, null if unknown."""

    model: str
    rows: int | None
    trained: str | None
    looks_at: tuple[str, ...]
    never_looks_at: tuple[str, ...]
    outcomes: tuple[str, ...]
    person: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores (0 to 1) from which a comment waits, is called spam, and may be thrown away (null: never here)."""

    hold_at: float
    spam_at: float
    discard_at: float | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """Learning across the sites of this server, a purpose of its own, and whether this site takes part."""

    takes_part: bool
    purpose: str
    basis: str
    interest: str
    how: str


@dataclass(frozen=True, slots=True)
class Audited:
    """Honest comments drawn at random: of `count`, `lost` were called spam; `low` to `high` (0 to 1) of all (95 %)."""

    count: int
    lost: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Answered:
    """What other systems were answered in twelve months, and how many of those answers a person found wrong."""

    spam: int
    ham: int
    false_positives: int
    missed_spam: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Error rates measured on this site, null where nothing was: no figure from elsewhere stands in."""

    audited: Audited | None
    answered: Answered | None
    promises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swept:
    """The last retention sweep of this server, what it deleted, and what all sweeps of 30 days deleted, by kind."""

    ended_at: int
    counts: dict[str, int]
    in_30_days: dict[str, int]


@dataclass(frozen=True, slots=True)
class Backups:
    """For how long a backup keeps what was deleted here: `days` is null where nobody said, 0 where none is made."""

    days: int | None
    setting: str


@dataclass(frozen=True, slots=True)
class Right:
    """A right, its article, and how it is used here."""

    article: str
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Change:
    """From `since` on this page said something else; `parts` names what, and is empty where the record begins."""

    since: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """How comment data is processed on one site.

    `missing`: settings that say what an operator has not said yet. `digest`: of all but what is measured, which
    changes by itself: thresholds, error rates, sweeps, and the history. `history`: the newest change first.
    """

    language: str
    site: Where
    controller: Person
    authority: Stated
    given: tuple[Given, ...]
    kept: tuple[Group, ...]
    never_kept: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    others: Stated
    machine: Machine
    sharing: Sharing
    backups: Backups
    rights: tuple[Right, ...]
    missing: tuple[str, ...]
    thresholds: Thresholds
    measured: Measured
    swept: Swept | None
    digest: str = ""
    history: tuple[Change, ...] = ()
