"""The calls of the native API: one table, from which routes, OpenAPI and documentation are made."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct

from chaffinch import errors
from chaffinch.wire import native_audits as audits
from chaffinch.wire import native_given as given
from chaffinch.wire import native_taken as taken

BASE = "/api/v1"
MAX_BODY_BYTES = 1024 * 1024
MAX_BATCH_BYTES = 16 * 1024 * 1024
IDEMPOTENCY_KEY = r"^[\x21-\x7e]{1,255}$"


@dataclass(frozen=True, slots=True)
class Operation:
    """One row. `path` is under `BASE`; `gives` is None where success has no body (204).

    `is_open`: needs no key. `is_once`: takes an Idempotency-Key.
    """

    name: str
    method: str
    path: str
    summary: str
    gives: type[Struct] | None = None
    takes: type[Struct] | None = None
    query: type[Struct] | None = None
    is_open: bool = False
    is_once: bool = False
    max_body: int = MAX_BODY_BYTES

    @property
    def refusals(self) -> tuple[type[errors.ChaffinchError], ...]:
        """The errors this call can be answered with, but for broken promises of our own."""
        told: list[type[errors.ChaffinchError]] = []
        if not self.is_open:
            told += [errors.BadKeyError, errors.TooManyCallsError, errors.StateError]
        if self.takes is not None:
            told += [errors.InputError, errors.FieldError, errors.TooLargeError, errors.MediaTypeError]
        if self.query is not None:
            told += [errors.InputError, errors.FieldError]
        if "{" in self.path or self.is_once or self.method == "PATCH":
            told += [errors.NotFoundError]
        if self.is_once:
            told += [errors.InputError, errors.InProgressError, errors.KeyReusedError]
        return tuple(dict.fromkeys(told))


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "check",
        "POST",
        "/check",
        "Judge one comment and keep it.",
        takes=taken.Check,
        gives=given.Verdict,
        is_once=True,
    ),
    Operation(
        "check_batch",
        "POST",
        "/checks",
        "Judge up to 1,000 comments as one batch and keep them, all or none.",
        takes=taken.Checks,
        gives=given.Verdicts,
        is_once=True,
        max_body=MAX_BATCH_BYTES,
    ),
    Operation(
        "verdict",
        "GET",
        "/verdicts/{id}",
        "The last verdict on a comment, and where the comment stands now.",
        gives=given.Verdict,
    ),
    Operation(
        "feedback",
        "POST",
        "/feedback",
        "Tell what a comment really is; it is learned before the answer leaves.",
        takes=taken.Feedback,
        gives=given.Moved,
        is_once=True,
    ),
    Operation(
        "comments",
        "GET",
        "/comments",
        "List the site's comments of one state, newest first.",
        query=taken.StateQuery,
        gives=given.Comments,
    ),
    Operation("comment", "GET", "/comments/{id}", "One comment with reasons and history.", gives=given.Comment),
    Operation(
        "why",
        "GET",
        "/comments/{id}/why",
        "Why it was decided so: how each reason has done here, words in disguise, what would have flipped it.",
        gives=given.Why,
    ),
    Operation(
        "approve",
        "POST",
        "/comments/{id}/approve",
        "Publish a comment, as a person's decision.",
        gives=given.Moved,
        is_once=True,
    ),
    Operation(
        "mark_spam",
        "POST",
        "/comments/{id}/spam",
        "Mark a comment as spam, as a person's decision.",
        gives=given.Moved,
        is_once=True,
    ),
    Operation(
        "undo",
        "POST",
        "/comments/{id}/undo",
        "Take back the last person's decision and unlearn it.",
        gives=given.Moved,
        is_once=True,
    ),
    Operation("erase", "DELETE", "/comments/{id}", "Remove a comment and what was learned from it, for ever."),
    Operation(
        "threads",
        "GET",
        "/threads",
        "List the site's threads, newest first.",
        query=taken.PageQuery,
        gives=given.Threads,
    ),
    Operation(
        "thread",
        "GET",
        "/thread",
        "The published comments under a permalink, oldest first, as readers see them on this server.",
        query=taken.ThreadQuery,
        gives=given.ThreadPage,
    ),
    Operation(
        "audits",
        "GET",
        "/audits",
        "List the comments drawn at random that wait to be told what they are, oldest first.",
        query=taken.PageQuery,
        gives=audits.Audits,
    ),
    Operation(
        "promises",
        "GET",
        "/promises",
        "What the site promises about its honest comments, and how that stands.",
        gives=audits.Promises,
    ),
    Operation("site", "GET", "/site", "The site that the key opens.", gives=given.Site),
    Operation(
        "configure",
        "PATCH",
        "/site",
        "Change settings of the site.",
        takes=taken.SiteSettings,
        gives=given.Site,
    ),
    Operation(
        "meaning",
        "GET",
        "/problems/{code}",
        "What the code of a problem means.",
        gives=given.Meaning,
        is_open=True,
    ),
)
"""Beside these, `GET /openapi.json` gives the description of all of them, without a key."""
