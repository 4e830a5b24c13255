"""The one table of statuses: from an error of ours to what HTTP calls it."""

from __future__ import annotations

from chaffinch.errors import (
    BadKeyError,
    ChaffinchError,
    FieldError,
    InProgressError,
    InputError,
    KeyReusedError,
    MediaTypeError,
    NotAllowedError,
    NotFoundError,
    StateError,
    TooLargeError,
    TooManyCallsError,
)

STATUS: dict[type[ChaffinchError], int] = {
    FieldError: 422,
    BadKeyError: 401,
    NotFoundError: 404,
    NotAllowedError: 403,
    InProgressError: 409,
    KeyReusedError: 422,
    TooManyCallsError: 429,
    MediaTypeError: 415,
    TooLargeError: 413,
    InputError: 400,
    StateError: 503,
    ChaffinchError: 500,
}
"""Class to status. The most exact class wins."""


def status_of_kind(kind: type[ChaffinchError]) -> int:
    """Return the status for a class of errors by the nearest class in the table."""
    return next(STATUS[one] for one in kind.__mro__ if one in STATUS)


def status_of(error: ChaffinchError) -> int:
    """Return the status for an error."""
    return status_of_kind(type(error))
