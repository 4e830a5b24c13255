"""Errors for programs: problem details (RFC 9457), and what their codes mean."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping

from starlette.responses import Response

from chaffinch.errors import BadKeyError, ChaffinchError, FieldError, InputError, NotFoundError, TooManyCallsError
from chaffinch.web.statuses import status_of, status_of_kind

PREFIX = "/api/"
"""Whoever asks under this path is a program."""
_LOG = logging.getLogger(__name__)
_FRAMEWORK = {
    404: "There is nothing at this address. See /api/v1/openapi.json.",
    405: "This address does not take that method. See the header Allow, and /api/v1/openapi.json.",
    500: "Something broke on our side, and it has been written down.",
    503: "Our own state cannot be read or written. Nothing was changed; send this again in a moment.",
}


def problem(
    server: str, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, field: str | None = None
) -> Response:
    """Return a problem. `server`: its address, under which the code is explained."""
    told: dict[str, object] = {
        "type": f"{server}{PREFIX}v1/problems/{code}",
        "title": code.replace("-", " ").capitalize(),
        "status": status,
        "code": code,
        "detail": detail or _FRAMEWORK.get(status, "The server could not answer this call."),
    }
    if field is not None:
        told["field"] = field
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, {"cache-control": "no-store", **(headers or {})}, "application/problem+json")


def problem_of(server: str, error: ChaffinchError, headers: Mapping[str, str] | None = None) -> Response:
    """Return the problem of an error of our own; what went wrong inside is written to the log, and not told."""
    status = status_of(error)
    if status >= 500:
        _LOG.error("%s: %s", error.code, error)
    detail = str(error) if isinstance(error, InputError) else ""
    told = {**(headers or {}), **dict(_headers(error))}
    return problem(server, status, error.code, detail, told, error.field if isinstance(error, FieldError) else None)


def _headers(error: ChaffinchError) -> Iterator[tuple[str, str]]:
    if isinstance(error, TooManyCallsError):
        yield "retry-after", str(error.retry_after)
    if isinstance(error, BadKeyError):
        yield "www-authenticate", 'Bearer realm="chaffinch"'


_ROUTERS = {
    "method-not-allowed": (405, "This address does not take that method; the header Allow names those it takes.")
}
"""What the router finds by itself, before any error of ours."""


def meaning(code: str) -> tuple[int, str]:
    """Return status and meaning of a code; raises NotFoundError for one that no error has."""
    if code in _ROUTERS:
        return _ROUTERS[code]
    kinds: list[type[ChaffinchError]] = [ChaffinchError]
    for kind in kinds:
        if kind.code == code:
            return status_of_kind(kind), " ".join((kind.__doc__ or "").split())
        kinds.extend(kind.__subclasses__())
    raise NotFoundError(f"no problem has the code {code[:100]!r}: see docs/api.md")
