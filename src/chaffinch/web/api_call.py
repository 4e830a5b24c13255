"""One call of the native API, from request to answer: key, limit, body, Idempotency-Key; then its handler."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from chaffinch.errors import (
    BadKeyError,
    ChaffinchError,
    InputError,
    MediaTypeError,
    TooManyCallsError,
)
from chaffinch.service.limits import Allowance
from chaffinch.service.once import Keep, Once, keep_nothing
from chaffinch.service.sites import Site
from chaffinch.store.database import Connection
from chaffinch.web.body import bounded_body
from chaffinch.web.parts import Parts
from chaffinch.web.problems import problem_of
from chaffinch.wire import native_given as given
from chaffinch.wire import native_taken as taken
from chaffinch.wire.native_calls import IDEMPOTENCY_KEY, Operation
from chaffinch.wire.native_reading import read, read_query

T = TypeVar("T")
_KEY = re.compile(IDEMPOTENCY_KEY)
_BEARER = re.compile(r"(?i)bearer +([!-~]+) *")


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler gets. `body` and `query` are of the types that the operation declares."""

    site: Site
    path: Mapping[str, str]
    body: Any
    query: Any
    once: Once | None = None

    def keeping(self, render: Callable[[T], Struct]) -> Keep[T]:
        """Return what a service calls in the transaction of an effect: it keeps the answer for the same call again."""
        once = self.once
        if once is None:
            return keep_nothing

        def keep(connection: Connection, value: T) -> None:
            answer = render(value)
            once.keep(connection, msgspec.json.encode(answer).decode(), list(_ids(answer)))

        return keep


Handler = Callable[[Call], Struct | None]
Endpoint = Callable[[Request], Awaitable[Response]]


def _ids(answer: Struct) -> list[str]:
    """Return which comments an answer speaks of."""
    told = answer.verdicts if isinstance(answer, given.Verdicts) else [answer]
    return [one.id for one in told if isinstance(one, given.Verdict | given.Moved) and one.id is not None]


class Caller:
    """Makes endpoints of operations and their handlers."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def endpoint(self, operation: Operation, handler: Handler) -> Endpoint:
        """Return what the router calls."""

        async def handle(request: Request) -> Response:
            try:
                key = _site_key(request)  # whoever has none is not listened to any longer
                body = b"" if operation.takes is None else await _body(request, operation.max_body)
            except ClientDisconnect:
                return Response(status_code=400)
            except InputError as error:
                return problem_of(self._parts.public_url, error)
            return await run_in_threadpool(self._answer, operation, handler, request, key, body)

        return handle

    def _answer(self, operation: Operation, handler: Handler, request: Request, key: str, body: bytes) -> Response:
        headers: dict[str, str] = {"cache-control": "no-store"}
        try:
            site = self._site(key)
            try:
                value, query = _read(operation, request, body)
            except InputError:
                self._limit(site, 1, headers)
                raise
            self._limit(site, len(value.checks) if isinstance(value, taken.Checks) else 1, headers)
            return self._done(operation, handler, request, body, Call(site, request.path_params, value, query), headers)
        except ChaffinchError as error:
            return problem_of(self._parts.public_url, error, headers)

    def _site(self, key: str) -> Site:
        site = self._parts.sites.by_key(key)
        if site is None:
            raise BadKeyError("this key opens no site: it was mistyped, or another has taken its place")
        return site

    def _limit(self, site: Site, calls: int, headers: dict[str, str]) -> None:
        allowance = self._parts.limits.take(site.id, calls, self._parts.clock())
        headers |= _limit_headers(allowance, self._parts.limits.per_minute)
        if not allowance.is_allowed:
            raise TooManyCallsError(
                f"this key has made its {self._parts.limits.per_minute} calls of a minute; each comment of a batch is "
                f"one. Wait {allowance.retry_after} seconds, as Retry-After says",
                retry_after=allowance.retry_after,
            )

    def _done(
        self, operation: Operation, handler: Handler, request: Request, body: bytes, call: Call, headers: dict[str, str]
    ) -> Response:
        key = _idempotency_key(request) if operation.is_once else None
        content = f"{operation.method} {request.scope['path']}\n".encode() + body
        with nullcontext() if key is None else self._parts.answers.once(call.site.id, key, content) as once:
            if once is not None and once.earlier is not None:
                return _response(once.earlier.encode(), {**headers, "idempotency-replayed": "true"})
            answer = handler(replace(call, once=once))
        return Response(None, 204, headers) if answer is None else _response(msgspec.json.encode(answer), headers)


def _read(operation: Operation, request: Request, body: bytes) -> tuple[Struct | None, Struct | None]:
    value = None if operation.takes is None else read(operation.takes, body)
    query = None if operation.query is None else read_query(operation.query, request.query_params)
    return value, query


def _response(body: bytes, headers: Mapping[str, str]) -> Response:
    return Response(body, 200, dict(headers), "application/json")


def _limit_headers(allowance: Allowance, per_minute: int) -> dict[str, str]:
    return {
        "ratelimit-policy": f'"calls";q={per_minute};w=60',
        "ratelimit": f'"calls";r={allowance.remaining};t={allowance.full_after}',
    }


def _site_key(request: Request) -> str:
    told = _BEARER.fullmatch(request.headers.get("authorization", "").strip())
    if told is None:
        raise BadKeyError("this call needs the header `Authorization: Bearer KEY`, with the key of a site")
    return told[1]


def _idempotency_key(request: Request) -> str | None:
    """Return the key without the quotes that the draft has and many clients have not."""
    told = request.headers.get("idempotency-key")
    if told is None:
        return None
    key = told.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not _KEY.fullmatch(key):
        raise InputError("an Idempotency-Key is 1 to 255 visible ASCII characters, such as a UUID")
    return key


async def _body(request: Request, most: int) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise MediaTypeError("this call takes a body of the type application/json")
    return await bounded_body(request, most)
