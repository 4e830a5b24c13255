"""What the client takes and gives. All frozen; closed sets are enums. Times are Unix milliseconds, UTC."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypedDict


class Action(Enum):
    """What is to be done with a comment."""

    APPROVE = "APPROVE"
    HOLD = "HOLD"
    SPAM = "SPAM"
    DISCARD = "DISCARD"


class Label(Enum):
    """What a person says a comment is."""

    HAM = "HAM"
    SPAM = "SPAM"


class State(Enum):
    """Where a comment stands."""

    PUBLISHED = "PUBLISHED"
    HELD = "HELD"
    SPAM = "SPAM"
    DISCARDED = "DISCARDED"


class AuditState(Enum):
    """Whether a drawn comment was told what it is."""

    WAITING = "WAITING"
    ANSWERED = "ANSWERED"


class Decider(Enum):
    """Who decided."""

    MACHINE = "MACHINE"
    PERSON = "PERSON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody wrote, and where. `article`: title and beginning of the page; `parent`: what is answered."""

    text: str
    author: str | None = None
    author_url: str | None = None
    permalink: str | None = None
    title: str | None = None
    article: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Said):
    """One comment to be judged. A test is answered and leaves no trace; a recheck keeps the comment's id."""

    is_administrator: bool = False
    is_honeypot_filled: bool = False
    is_test: bool = False
    is_recheck: bool = False


class CheckFields(TypedDict, total=False):
    """The fields of `Check` beside its text, as keywords of `Client.check`."""

    author: str | None
    author_url: str | None
    permalink: str | None
    title: str | None
    article: str | None
    parent: str | None
    is_administrator: bool
    is_honeypot_filled: bool
    is_test: bool
    is_recheck: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (end excluded) of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason; `weight` in logits, positive towards spam."""

    code: str
    weight: float
    sentence: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's answer; `id` is None for a test; `state`: where the comment stands, by whose decision."""

    id: str | None
    action: Action
    score: float
    evidence: tuple[Evidence, ...]
    model: str
    state: State
    decided_by: Decider


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a comment stands now."""

    id: str
    state: State


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of a comment's history."""

    decided_by: Decider
    action: Action
    created_at: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as moderators see it. `source`: how it came in, a name that may be new to this client.

    `audit`: None where it was not drawn for one.
    """

    id: str
    state: State
    source: str
    text: str
    author: str
    author_url: str | None
    permalink: str
    title: str
    score: float
    evidence: tuple[Evidence, ...]
    history: tuple[Decision, ...]
    created_at: int
    audit: AuditState | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """How a reason has done on the site: of `count` comments that people decided about, `spam` were spam."""

    spam: int
    count: int
    low: float
    high: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with how it has done on the site; `record` is None where too few comments tell."""

    code: str
    weight: float
    sentence: str
    spans: tuple[Span, ...]
    record: Record | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Characters `start` to `end` (end excluded) of the text that were in disguise, and what they were read as."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """Something a comment could have been without. `kind`: a name that may be new to this client."""

    kind: str
    what: str
    many: int


@dataclass(frozen=True, slots=True)
class Flip:
    """Parts without which the action would have been this milder one."""

    parts: tuple[Part, ...]
    action: Action
    score: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Why:
    """What a moderator may want to know beside a verdict. `now`: what would be done by now, if something else."""

    id: str
    evidence: tuple[Reason, ...]
    readings: tuple[Reading, ...]
    flips: tuple[Flip, ...]
    now: Action | None


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Part of the comments of a state, newest first; `next` is None at the end."""

    comments: tuple[Comment, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """A comment as readers see it. `parent_id`: the comment it answers."""

    id: str
    author: str
    author_url: str | None
    text: str
    created_at: int
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread; `published` comments of it are seen by readers."""

    permalink: str
    title: str
    published: int
    created_at: int


@dataclass(frozen=True, slots=True)
class ThreadList:
    """Part of the site's threads, newest first; `next` is None at the end."""

    threads: tuple[Thread, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Part of what readers see under a page, oldest first; `next` is None at the end."""

    permalink: str
    comments: tuple[PublishedComment, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Site:
    """The site that the key opens. `doubt`: what Akismet clients are told on HOLD."""

    id: str
    url: str
    name: str
    doubt: Label
    discard: bool
    created_at: int
