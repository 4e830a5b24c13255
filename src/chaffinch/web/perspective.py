"""Google's Perspective API for the attribute SPAM: read a call, ask the services, answer in that API's own form."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from chaffinch.engine.types import Submission
from chaffinch.errors import InputError, StateError, TooLargeError
from chaffinch.service.checking import Check
from chaffinch.service.sites import Site
from chaffinch.web.body import bounded_body
from chaffinch.web.json_response import json_response
from chaffinch.web.parts import Parts
from chaffinch.wire import perspective_answer as answers
from chaffinch.wire.json_body import JsonAnswer, json_answer
from chaffinch.wire.perspective_call import read_analysis, read_suggestion
from chaffinch.wire.perspective_discovery import discovery

MAX_BODY_BYTES = 1 << 20
Reply = Callable[[Site, bytes], JsonAnswer]
_LOG = logging.getLogger(__name__)


class Perspective:
    """Answers each call; `parts` holds the services."""

    def __init__(self, parts: Parts) -> None:
        self._sites = parts.sites
        self._checks = parts.checks

    def answer(self, reply: Reply, key: str, body: bytes) -> JsonAnswer:
        """Return the answer to one call; what is wrong with it is an answer as well."""
        if not key:
            return answers.NO_KEY
        try:
            site = self._sites.by_key(key)
            return answers.INVALID_KEY if site is None else reply(site, body)
        except InputError as error:
            return answers.refused(error)
        except StateError as error:
            _LOG.error("%s: %s", error.code, error)
            return answers.UNREADABLE_STATE

    def analyze(self, site: Site, body: bytes) -> JsonAnswer:
        """Score a comment. Nothing is kept: that API has no moderation that could ask for it again."""
        analysis = read_analysis(body)
        check = Check(Submission(analysis.text), article=analysis.article, is_test=True)
        verdict = self._checks.check(site, check).verdict
        if any(reason.code == "unreadable-state" for reason in verdict.evidence):
            return answers.UNREADABLE_STATE
        return answers.scores(analysis, verdict)

    def suggest(self, site: Site, body: bytes) -> JsonAnswer:
        """Take a person's label: learned, and kept with the comment, as Akismet clients' are."""
        suggestion = read_suggestion(body)
        self._checks.submit(site, Check(Submission(suggestion.text)), suggestion.label)
        return answers.thanks(suggestion.echo)


def perspective_routes(parts: Parts) -> list[Route]:
    """Return the routes of `/v1alpha1/`, and of the document by which Google's client libraries find them."""
    perspective = Perspective(parts)
    document = json_answer(discovery(parts.public_url))
    return [
        Route("/v1alpha1/comments:analyze", _endpoint(perspective, perspective.analyze), methods=["POST"]),
        Route("/v1alpha1/comments:suggestscore", _endpoint(perspective, perspective.suggest), methods=["POST"]),
        Route("/$discovery/rest", lambda _request: json_response(document)),
    ]


def _endpoint(perspective: Perspective, reply: Reply) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        try:
            body = await bounded_body(request, MAX_BODY_BYTES)
        except TooLargeError as error:
            return json_response(answers.refused(error))
        except ClientDisconnect:
            return Response(status_code=400)
        key = request.query_params.get("key") or request.headers.get("x-goog-api-key", "")
        return json_response(await run_in_threadpool(perspective.answer, reply, key, body))

    return handle
