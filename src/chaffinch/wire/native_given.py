"""What calls of the native API give, as JSON. Times are Unix milliseconds, UTC.

These types are the schema too: `wire.openapi` is made of them.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from chaffinch.engine.types import Action, Label

Id: TypeAlias = Annotated[str, Meta(description="The comment's id: 32 hexadecimal digits.")]
Time: TypeAlias = Annotated[int, Meta(description="Unix milliseconds, UTC.")]
_Score: TypeAlias = Annotated[float, Meta(ge=0, le=1, description="The calibrated probability of spam.")]
_Share: TypeAlias = Annotated[float, Meta(ge=0, le=1)]
_Model: TypeAlias = Annotated[str, Meta(description="The version of the base model that judged.")]
Next: TypeAlias = Annotated[
    str | None, Meta(description="Hand it in as `cursor` for the part after this one; null at the end.")
]
StateName: TypeAlias = Literal["PUBLISHED", "HELD", "SPAM", "DISCARDED"]
SourceName: TypeAlias = Literal["FORM", "AKISMET", "API"]
PartName: TypeAlias = Literal["links", "website", "name", "word", "seen", "trap"]
DeciderName: TypeAlias = Literal["MACHINE", "PERSON"]
AuditName: TypeAlias = Literal["WAITING", "ANSWERED"]


class Given(Struct, frozen=True, kw_only=True):
    """What a call gives. Later versions may add fields; readers pass over what they do not know."""


class Span(Given, frozen=True, kw_only=True):
    """A place in the text: characters (code points) from `start` up to, not including, `end`."""

    start: int
    end: int


class Evidence(Given, frozen=True, kw_only=True):
    """One reason for a verdict."""

    code: Annotated[str, Meta(description="A stable name.")]
    weight: Annotated[float, Meta(description="In logits, positive towards spam.")]
    sentence: Annotated[str, Meta(description="The reason in plain English.")]
    spans: list[Span]


class Verdict(Given, frozen=True, kw_only=True):
    """What the judge says about a comment, and where the comment stands: a person's decision outranks the action."""

    id: Annotated[str | None, Meta(description="The comment's id, 32 hexadecimal digits; null for a test.")]
    action: Action
    score: _Score
    evidence: Annotated[list[Evidence], Meta(description="Strongest first.")]
    model: _Model
    state: StateName
    decided_by: DeciderName


class Verdicts(Given, frozen=True, kw_only=True):
    """The verdicts of a batch, in its order."""

    verdicts: list[Verdict]


class Moved(Given, frozen=True, kw_only=True):
    """Where a comment stands now."""

    id: Id
    state: StateName


class Decision(Given, frozen=True, kw_only=True):
    """One line of a comment's history."""

    decided_by: DeciderName
    action: Action
    created_at: Time


class Comment(Given, frozen=True, kw_only=True):
    """A comment as the site's moderators see it."""

    id: Id
    state: StateName
    source: SourceName
    text: str
    author: str
    author_url: str | None
    permalink: str
    title: str
    score: _Score
    evidence: Annotated[list[Evidence], Meta(description="The machine's reasons, strongest first.")]
    history: Annotated[list[Decision], Meta(description="Oldest first.")]
    created_at: Time
    audit: Annotated[
        AuditName | None,
        Meta(description="Whether it was drawn for an audit; null where it was not. See `GET /audits`."),
    ]


class Comments(Given, frozen=True, kw_only=True):
    """Part of the comments of a state, newest first."""

    comments: list[Comment]
    next: Next


class Record(Given, frozen=True, kw_only=True):
    """How a reason has done on the site: of `count` comments with it that people decided about, `spam` were spam.

    Told from ten on. `low` and `high`: what share of all such comments that may mean, at 95 %.
    """

    spam: int
    count: int
    low: _Share
    high: _Share
    sentence: Annotated[str, Meta(description="The same in plain English.")]


class Reason(Evidence, frozen=True, kw_only=True):
    """One reason, with how it has done on the site; null where too few comments tell."""

    record: Record | None


class Reading(Given, frozen=True, kw_only=True):
    """A place in the text that was in disguise, and the words it was read as."""

    start: int
    end: int
    words: str


class Part(Given, frozen=True, kw_only=True):
    """Something a comment could have been without. `what`: the word, of a part that is one; `many`: how many."""

    kind: PartName
    what: str
    many: int


class Flip(Given, frozen=True, kw_only=True):
    """Parts without which the action would have been this milder one."""

    parts: list[Part]
    action: Action
    score: _Score
    sentence: Annotated[str, Meta(description="The same in plain English.")]


class Why(Given, frozen=True, kw_only=True):
    """What a moderator may want to know beside a verdict; worked out when asked for. Not for the author's eyes."""

    id: Id
    evidence: Annotated[list[Reason], Meta(description="The machine's reasons, strongest first.")]
    readings: Annotated[list[Reading], Meta(description="Words in disguise, in the order of the text.")]
    flips: Annotated[
        list[Flip],
        Meta(description="The smallest ways to a milder decision, while the machine's own stands; two at most."),
    ]
    now: Annotated[
        Action | None,
        Meta(description="What the judge would do by now, where that is something else; then there are no flips."),
    ]


class PublishedComment(Given, frozen=True, kw_only=True):
    """A comment as readers see it."""

    id: Id
    author: str
    author_url: str | None
    text: str
    created_at: Time
    parent_id: Annotated[str | None, Meta(description="The comment it answers; null where it answers none.")]


class Thread(Given, frozen=True, kw_only=True):
    """All comments of one page. `published`: how many of them readers see on this server."""

    permalink: str
    title: str
    published: int
    created_at: Time


class Threads(Given, frozen=True, kw_only=True):
    """Part of the site's threads, newest first."""

    threads: list[Thread]
    next: Next


class ThreadPage(Given, frozen=True, kw_only=True):
    """Part of what readers see under one page, oldest first."""

    permalink: str
    comments: list[PublishedComment]
    next: Next


class Site(Given, frozen=True, kw_only=True):
    """The site that the key opens."""

    id: Annotated[str, Meta(description="32 hexadecimal digits.")]
    url: str
    name: str
    doubt: Annotated[Label, Meta(description="What Akismet clients are told when the action is HOLD.")]
    discard: Annotated[bool, Meta(description="Whether blatant spam is thrown away at once, its text not kept.")]
    created_at: Time


class Problem(Given, frozen=True, kw_only=True, omit_defaults=True):
    """Why a call was not done (RFC 9457). `code` is stable; `type` leads to what it means."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    field: Annotated[str | None, Meta(description="The field that cannot be used.")] = None


class Meaning(Given, frozen=True, kw_only=True):
    """What the code of a problem means."""

    code: str
    status: int
    meaning: str
