"""Where the native API hangs on the server: loaded with its first call, so that a start does not wait for it."""

from __future__ import annotations

import threading

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from chaffinch.web.parts import Parts


class ApiMount:
    """The routes of `/api/v1` as one ASGI application."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._lock = threading.Lock()
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a call; the first one loads what answers."""
        if self._app is None:
            self._app = await run_in_threadpool(self._load)
        await self._app(scope, receive, send)

    def _load(self) -> ASGIApp:
        from starlette.routing import Router

        from chaffinch.web.api import api_routes

        with self._lock:
            return self._app or Router(api_routes(self._parts), redirect_slashes=False)
