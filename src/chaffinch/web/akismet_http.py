"""Akismet calls on the wire of HTTP: a request to an envelope, an answer to a response."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from chaffinch.errors import TooLargeError
from chaffinch.web.body import bounded_body
from chaffinch.wire import akismet_answer as answers
from chaffinch.wire.akismet_answer import Answer
from chaffinch.wire.akismet_body import MAX_BODY_BYTES
from chaffinch.wire.akismet_call import Envelope

Handler = Callable[[Request], Awaitable[Response]]


def _as_it_is(answer: Answer) -> Answer:
    return answer


def reading(answer: Callable[[Envelope], Answer], finish: Callable[[Answer], Answer] = _as_it_is) -> Handler:
    """Return a handler that reads the request, bounded, and answers in a thread; `finish` sees every answer."""

    async def handle(request: Request) -> Response:
        try:
            body = await bounded_body(request, MAX_BODY_BYTES)
        except TooLargeError as error:
            return response(request, finish(answers.too_large(str(error))))
        except ClientDisconnect:
            return Response(status_code=400)
        headers = request.headers
        envelope = Envelope(
            query=request.scope["query_string"],
            body=body,
            content_type=headers.get("content-type", ""),
            host=headers.get("host", ""),
            user_agent=headers.get("user-agent", ""),
        )
        return response(request, finish(await run_in_threadpool(answer, envelope)))

    return handle


def always(answer: Answer) -> Handler:
    """Return a handler that gives one answer, unread."""

    async def handle(request: Request) -> Response:
        return response(request, answer)

    return handle


def response(request: Request, answer: Answer) -> Response:
    """Return an answer as a response, header names as documented where the protocol allows it."""
    made = Response(answer.body, answer.status, {"cache-control": "no-store"}, answer.content_type)
    # Starlette lowers the names it is given. Hand-written clients may compare them as documented; HTTP/2 forbids it.
    is_mixed = str(request.scope["http_version"]).startswith("1")
    made.raw_headers += [
        ((name if is_mixed else name.lower()).encode("latin-1"), value.encode("latin-1"))
        for name, value in answer.headers
    ]
    return made
