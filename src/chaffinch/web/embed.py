"""GET /embed.js, the script that other sites put into their pages, and GET /look.css, the sheet of what they chose."""

from __future__ import annotations

import gzip
import hashlib

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from chaffinch.web.look import sheet
from chaffinch.web.renderer import STATIC

FRESH = "public, max-age=3600, stale-while-revalidate=86400"
"""Its address never changes, so a new version is there within the hour; a reader waits for no question meanwhile."""
FOR_A_DAY = "public, max-age=86400"
_ANYWHERE = {"cross-origin-resource-policy": "cross-origin", "vary": "accept-encoding"}
"""Pages that ask for isolation (COEP) load it too."""


class Script:
    """`embed.js` as it is sent: read once, compressed once, with a tag for each form."""

    def __init__(self) -> None:
        self._plain = (STATIC / "embed.js").read_bytes()
        self._zipped = gzip.compress(self._plain, 9, mtime=0)
        self._tag = hashlib.sha256(self._plain).hexdigest()[:16]

    def answer(self, request: Request) -> Response:
        """GET /embed.js: the script; 304 where the browser has this version."""
        is_zipped = "gzip" in request.headers.get("accept-encoding", "")
        tag = f'"{self._tag}{"-gz" if is_zipped else ""}"'
        headers = {"cache-control": FRESH, "etag": tag, **_ANYWHERE}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if is_zipped:
            headers["content-encoding"] = "gzip"
        body = self._zipped if is_zipped else self._plain
        return Response(body, headers=headers, media_type="text/javascript; charset=utf-8")


def look(request: Request) -> Response:
    """GET /look.css: colours and font of an embedded thread, made of what the address says and of nothing else."""
    return Response(sheet(request.query_params), headers={"cache-control": FOR_A_DAY}, media_type="text/css")


def embed_routes() -> list[BaseRoute]:
    """Return the routes of what a page needs to show comments."""
    return [Route("/embed.js", Script().answer), Route("/look.css", look)]
