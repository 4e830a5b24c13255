"""What a call can raise.

::

    ApiError
    ├── Refused          the call cannot be done as it is: `code` and `field` say why
    ├── BadKey           the key opens no site
    ├── InProgress       the same call is being answered at this moment
    ├── TooManyCalls     wait `retry_after` seconds
    ├── ServerTrouble    the server cannot do it just now: keep the comment and ask again
    └── Unreachable      no answer, or not one of this API
"""

from __future__ import annotations


class ApiError(Exception):
    """A call that was not done. `code` is the server's stable code, "" where it told none; `status` is HTTP's."""

    def __init__(self, message: str, *, code: str = "", status: int = 0, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.field = field


class Refused(ApiError):  # noqa: N818 - named for what happened
    """The call cannot be done as it is. `field` names what cannot be used, if it is one field."""


class BadKey(ApiError):  # noqa: N818
    """The key opens no site."""


class InProgress(ApiError):  # noqa: N818
    """The same call, with the same Idempotency-Key, is being answered at this moment: send it again."""


class TooManyCalls(ApiError):  # noqa: N818
    """The key calls more often than it may: wait `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: float, code: str = "", status: int = 429) -> None:
        super().__init__(message, code=code, status=status)
        self.retry_after = retry_after


class ServerTrouble(ApiError):  # noqa: N818
    """The server cannot do it just now. No verdict was given: keep the comment, and ask again."""


class Unreachable(ApiError):  # noqa: N818
    """There was no answer in time, or what answered is not this API."""
