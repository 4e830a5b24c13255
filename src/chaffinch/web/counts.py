"""POST /counts: how many comments stand under the articles of a list. Readable for scripts of the site's own pages."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from chaffinch.errors import ChaffinchError, InputError, NotAllowedError, NotFoundError
from chaffinch.service.site_address import is_same_origin
from chaffinch.web.body import bounded_body
from chaffinch.web.json_response import json_response
from chaffinch.web.parts import Parts
from chaffinch.web.statuses import status_of
from chaffinch.web.thread import lies_under
from chaffinch.wire import counts as wire

_AWAY = "The counts could not be read just now."


class Counts:
    """Answers POST /counts. The body is JSON, whatever its type says: as plain text it needs no question beforehand."""

    def __init__(self, parts: Parts) -> None:
        self._sites = parts.sites
        self._pages = parts.pages

    async def answer(self, request: Request) -> Response:
        """Count; every refusal says in words what to do, where a script of the page can read them."""
        try:
            body = await bounded_body(request, wire.MAX_BODY_BYTES)
        except InputError as error:
            return _shared(json_response(wire.refused(str(error), status_of(error))), "*")
        except ClientDisconnect:
            return Response(status_code=400)
        return await run_in_threadpool(self._counted, body, request.headers.get("origin"))

    def _counted(self, body: bytes, origin: str | None) -> Response:
        """Return the counts; to a page of another origin only that it is one."""
        try:
            call = wire.read(body)
            site = self._sites.by_id(call.site_id)
            if site is None:
                raise NotFoundError("No site with this id is registered here; `chaffinch site list` tells the ids.")
            if origin is not None and not is_same_origin(origin, site.url):
                raise NotAllowedError(f"Pages of {origin} may not read the counts of the site at {site.url}.")
            ours = [one for one in call.permalinks if len(one) <= wire.MAX_PERMALINK and lies_under(one, site.url)]
            counts = self._pages.counts(site.id, ours)
        except ChaffinchError as error:
            words = str(error) if isinstance(error, InputError) else _AWAY
            return _shared(json_response(wire.refused(words, status_of(error))), "*")
        elsewhere = [one for one in call.permalinks if one not in counts]
        return _shared(json_response(wire.counted(counts, elsewhere, site.url)), origin)


def _shared(response: Response, origin: str | None) -> Response:
    """Let scripts of an origin read an answer (Fetch standard, CORS protocol)."""
    response.headers["vary"] = "origin"
    if origin is not None:
        response.headers["access-control-allow-origin"] = origin
    return response
