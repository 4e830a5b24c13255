"""What calls of the native API take, as JSON: bodies and queries. Limits and words stand in the types.

These types are the schema too: `wire.openapi` is made of them.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from chaffinch.engine.types import Label
from chaffinch.wire.native_given import StateName

MAX_BATCH = 1000
MAX_PAGE = 100

_Text: TypeAlias = Annotated[str, Meta(max_length=65_536, description="What the author wrote, as it came in.")]
_Author: TypeAlias = Annotated[str, Meta(max_length=500, description="The author's name.")]
_AuthorUrl: TypeAlias = Annotated[str, Meta(max_length=2000, description="The author's website.")]
_Permalink: TypeAlias = Annotated[
    str,
    Meta(max_length=2000, pattern=r"^https?://\S+$", description="The address of the page that is commented on."),
]
_Title: TypeAlias = Annotated[str, Meta(max_length=500, description="The title of that page.")]
_Article: TypeAlias = Annotated[
    str, Meta(max_length=65_536, description="Title and beginning of that page; the first 2,000 characters are used.")
]
_Parent: TypeAlias = Annotated[str, Meta(max_length=65_536, description="The text of the comment that is answered.")]
_Cursor: TypeAlias = Annotated[
    Annotated[str, Meta(max_length=200)] | None,
    Meta(description="The `next` of the part before; left out, the first part."),
]
_Limit: TypeAlias = Annotated[int, Meta(ge=1, le=MAX_PAGE, description="How many at most.")]


class Taken(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a call takes: a field that is not declared is refused by its name."""


class Said(Taken, frozen=True, kw_only=True):
    """What somebody wrote, and where."""

    text: _Text
    author: _Author | None = None
    author_url: _AuthorUrl | None = None
    permalink: _Permalink | None = None
    title: _Title | None = None
    article: _Article | None = None
    parent: _Parent | None = None


class Check(Said, frozen=True, kw_only=True):
    """One comment to be judged."""

    is_administrator: Annotated[
        bool, Meta(description="An administrator of the site wrote it: it is always approved.")
    ] = False
    is_honeypot_filled: Annotated[bool, Meta(description="A form field that people leave empty was filled.")] = False
    is_test: Annotated[bool, Meta(description="Answer, but store nothing; the verdict then has no id.")] = False
    is_recheck: Annotated[
        bool, Meta(description="The same author and text were checked before: the comment keeps its id.")
    ] = False


class Checks(Taken, frozen=True, kw_only=True):
    """Many comments, judged as one batch and stored together."""

    checks: Annotated[list[Check], Meta(min_length=1, max_length=MAX_BATCH)]


class Feedback(Taken, frozen=True, kw_only=True):
    """What a person says a comment is. `id`, `comment` or both; the comment is used where the id is no longer known."""

    label: Label
    id: Annotated[str, Meta(max_length=100, description="The id that the check was answered with.")] | None = None
    comment: Said | None = None


class SiteSettings(Taken, frozen=True, kw_only=True):
    """Settings to change; what is left out stays."""

    doubt: Label | None = None
    discard: bool | None = None


class StateQuery(Taken, frozen=True, kw_only=True):
    """Which comments to list."""

    state: StateName = "HELD"
    cursor: _Cursor = None
    limit: _Limit = 50


class PageQuery(Taken, frozen=True, kw_only=True):
    """Which part of a list."""

    cursor: _Cursor = None
    limit: _Limit = 50


class ThreadQuery(Taken, frozen=True, kw_only=True):
    """Which page, and which part of its comments."""

    permalink: _Permalink
    cursor: _Cursor = None
    limit: _Limit = 50
