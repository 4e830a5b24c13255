"""From an error to an answer: pages that say in plain words what to do.

No page shows a traceback or what went wrong inside. Paths that programs call get plain text, those of the native API
problem details. What goes wrong in an embedded thread is told in its frame, so the site that frames the thread may
frame that page too. That no such site is registered may be framed by anyone: else nobody would read it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from chaffinch.errors import ChaffinchError, InputError, StateError
from chaffinch.service.sites import Sites
from chaffinch.web import problems
from chaffinch.web.headers import NOT_KEPT, content_policy, origin
from chaffinch.web.look import OURS, Look
from chaffinch.web.renderer import Renderer
from chaffinch.web.statuses import status_of
from chaffinch.wire.akismet_table import VERSIONS

_LOG = logging.getLogger(__name__)

_WORDS: dict[int, tuple[str, str]] = {
    400: ("We could not read that", "The request was not one that this page understands."),
    403: ("This page is not open to you", "It needs a sign-in, or the one you have has ended."),
    404: ("There is nothing at this address", "It may have been moved, or mistyped."),
    405: ("This address does not work that way", "It cannot be opened or sent to directly. Please start from a page."),
    413: ("That is too long", "A comment with everything around it may have at most 64 KiB."),
    415: ("We could not read that", "Forms are read as application/x-www-form-urlencoded, and as nothing else."),
    422: ("Something in that needs another look", "One of its fields could not be used."),
    500: ("Something broke on our side", "It is not your doing, and it has been written down. Please try again."),
    503: ("We cannot do this just now", "Our storage did not answer. Nothing was kept; please try again in a minute."),
}
_SIGN_IN = (
    "A one-time link opens the desk. Whoever runs this server gets a new one with this command, in the folder where it "
    "runs and with the options it was started with:"
)
_AKISMET = tuple(f"/{version}/" for version in VERSIONS)
_CALLS = ("/coral/", "/v1alpha1/")
"""Where programs call, not people: they get the code alone, those of Akismet also in the header where they look."""
_FRAMED = ("/thread", "/comments", "/comments/like", "/comments/report", "/comments/withdraw")
"""What a frame on the page of another site shows, and what its form is sent to."""
_GO_BACK = "Go back in your browser: what you typed should still be there."
"""Said about every comment that was sent and not taken."""
_NOT_THE_PAPER = ("/desk", "/sign-", "/data/", "/thread")
"""Where pages are about this server, or about any of its sites."""
_OTHER = ("That did not work", "The server could not answer this request.")

Answer = Callable[[Request, Exception], Response]


class ErrorPages:
    """Turns errors into pages."""

    def __init__(self, renderer: Renderer, sites: Sites, server: str) -> None:
        self._renderer = renderer
        self._sites = sites
        self._server = server

    def handlers(self) -> dict[type[Exception] | int, Answer]:
        """Return what Starlette asks, by class."""
        return {ChaffinchError: self.ours, HTTPException: self.frameworks, Exception: self.unexpected}

    def ours(self, request: Request, error: Exception) -> Response:
        """Answer an error of our own: its message where it speaks to the sender, general words where not."""
        assert isinstance(error, ChaffinchError)  # noqa: S101 - for the type checker; Starlette hands us our class only
        status = status_of(error)
        if status >= 500:
            _LOG.error("%s: %s", error.code, error)
        return self.page(request, status, error.code, str(error) if isinstance(error, InputError) else "")

    def frameworks(self, request: Request, error: Exception) -> Response:
        """Answer what the router found: no such page, no such method, a body over the limit."""
        assert isinstance(error, HTTPException)  # noqa: S101 - as above
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        response = self.page(request, error.status_code, code, "")
        response.headers.update(error.headers or {})
        return response

    def unexpected(self, request: Request, _error: Exception) -> Response:
        """Answer a broken promise of our code; the server's log has the story, the page has not."""
        return self.page(request, 500, "internal", "")

    def page(self, request: Request, status: int, code: str, message: str) -> Response:
        """Return the page; `message` replaces the general words."""
        path = request.scope["path"]  # `request.url` cannot be had from every query
        if path.startswith(_AKISMET):
            return PlainTextResponse(code, status, {**NOT_KEPT, "X-akismet-debug-help": code})
        if path.startswith(problems.PREFIX):
            return problems.problem(self._server, status, code, message)
        if path.startswith(_CALLS):
            return PlainTextResponse(f"{code}\n", status, NOT_KEPT)
        heading, words = _WORDS.get(status, _OTHER)
        is_sign_in = status == 403
        framed_by = self._framed_by(request, status)
        is_sent_comment = path == "/comments" and request.method == "POST"
        return self._renderer.page(
            "message.html",
            status,
            NOT_KEPT | ({"content-security-policy": content_policy(framed_by)} if framed_by else {}),
            heading=heading,
            is_framed=bool(framed_by),
            framed_by=framed_by,
            look=_look(request) if framed_by else OURS,
            is_paper=not framed_by and _is_paper(request),
            code=f"{status} · {code}",
            sentences=[
                message or words,
                *([_SIGN_IN] if is_sign_in else []),
                *([_GO_BACK] if is_sent_comment else []),
            ],
            command="chaffinch signin" if is_sign_in else "",
        )

    def _framed_by(self, request: Request, status: int) -> str:
        """Return who may frame an answer, "" for nobody; told by the query, as a body may be what went wrong."""
        path = request.scope["path"]
        if path not in _FRAMED:
            return ""
        try:
            site = self._sites.by_id(request.query_params.get("site", ""))
        except StateError:
            return ""  # whose frame it is cannot be read either
        if site is not None:
            return origin(site.url)
        return "*" if path == "/thread" and status == 404 else ""


def _look(request: Request) -> Look:
    """Return the look that the page around asks for; ours where what it asks for is what went wrong."""
    try:
        return Look.by(request.query_params)
    except InputError:
        return OURS


def _is_paper(request: Request) -> bool:
    """Whether an address is one of the newspaper's own; a site that is named in the query may be any."""
    return not request.scope["path"].startswith(_NOT_THE_PAPER) and "site" not in request.query_params
