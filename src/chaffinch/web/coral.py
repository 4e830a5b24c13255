"""Coral's external moderation phase: prove that Coral asks, judge, answer in time. Nothing else happens here."""

from __future__ import annotations

import asyncio
import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from chaffinch.errors import ChaffinchError, InputError, StateError, TooLargeError
from chaffinch.service.checking import Check
from chaffinch.service.sites import Site
from chaffinch.web.body import bounded_body
from chaffinch.web.json_response import json_response
from chaffinch.web.parts import Parts
from chaffinch.wire import coral as wire
from chaffinch.wire.json_body import JsonAnswer

MAX_BODY_BYTES = 1 << 20
WITHIN = 1.0
"""Seconds. Coral waits between 0.1 and 10, as its operator sets it, then publishes as if it had not asked: so what
takes longer than this, storage that is locked for instance, is held."""

_LOG = logging.getLogger(__name__)


class Coral:
    """Answers questions about comments; `parts` holds the services."""

    def __init__(self, parts: Parts) -> None:
        self._sites = parts.sites
        self._checks = parts.checks
        self._judging: set[asyncio.Task[JsonAnswer]] = set()  # asyncio itself does not keep hold of a task

    async def moderate(self, request: Request) -> Response:
        """POST /coral/{site_id}."""
        try:
            body = await bounded_body(request, MAX_BODY_BYTES)
        except TooLargeError as error:
            return json_response(wire.too_large(str(error)))
        except ClientDisconnect:
            return Response(status_code=400)
        signature = request.headers.get("x-coral-signature", "")
        site = await run_in_threadpool(self._signer, request.path_params["site_id"], signature, body)
        return json_response(site if isinstance(site, JsonAnswer) else await self._in_time(site, body))

    def _signer(self, site_id: str, signature: str, body: bytes) -> Site | JsonAnswer:
        """Return the site whose secret signed the body. Until then nothing of the body is looked at."""
        try:
            known = self._sites.with_coral_secret(site_id)
        except StateError as error:
            _LOG.error("%s: %s", error.code, error)
            return wire.UNREADABLE_STATE
        if known is None or not wire.is_signed(known[1], body, signature):
            return wire.NOT_SIGNED
        return known[0]

    async def _in_time(self, site: Site, body: bytes) -> JsonAnswer:
        task = asyncio.ensure_future(run_in_threadpool(self._judge, site, body))
        self._judging.add(task)
        task.add_done_callback(self._judging.discard)
        done, _ = await asyncio.wait({task}, timeout=WITHIN)
        return task.result() if done else wire.HELD

    def _judge(self, site: Site, body: bytes) -> JsonAnswer:
        try:
            asked = wire.read_moderation(body)
        except InputError as error:
            return wire.unreadable(str(error))
        if not asked.submission.text.strip():
            return wire.NO_OPINION  # a picture, a rating: there is nothing to judge
        check = Check(asked.submission, asked.permalink, is_administrator=asked.is_administrator)
        try:
            return wire.JUDGED[self._checks.check(site, check).verdict.action]
        except ChaffinchError as error:
            _LOG.error("%s: %s", error.code, error)
        except Exception:  # a broken promise of our code as well: an error would make Coral publish what nobody judged
            _LOG.exception("a question of Coral's could not be answered, its comment is held")
        return wire.HELD


def coral_routes(parts: Parts) -> list[Route]:
    """Return the one route of `/coral/`."""
    return [Route("/coral/{site_id}", Coral(parts).moderate, methods=["POST"])]
