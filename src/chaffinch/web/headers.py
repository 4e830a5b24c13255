"""Security headers on every answer, the error pages included: wrapped around the whole application."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOBODY = "'none'"
_POLICY = (
    "default-src 'none'; {scripts}style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {ancestors}"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def content_policy(ancestors: str = NOBODY) -> str:
    """Return the Content-Security-Policy; `ancestors` says who may frame the page.

    What may be framed may run a script of this server, `frame.js`; no other page runs any.
    """
    return _POLICY.format(scripts="" if ancestors == NOBODY else "script-src 'self'; ", ancestors=ancestors)


def origin(url: str) -> str:
    """Return scheme and host of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


NOT_KEPT = {"cache-control": "no-store"}
"""For what no cache may keep."""
PRIVATE = NOT_KEPT | {"referrer-policy": "no-referrer"}
"""For what is shown to one person: kept nowhere, and its address told to nobody."""
DEFAULTS = {
    "content-security-policy": content_policy(),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": PERMISSIONS,
    "cross-origin-opener-policy": "same-origin",
}


class SecurityHeaders:
    """Adds each default that the answer does not already carry."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through; touch only the start of an HTTP answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in DEFAULTS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
