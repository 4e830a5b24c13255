"""POST /comments/like and /comments/report: one click on a comment, and back to it. No account, cookie or script."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chaffinch.errors import InputError
from chaffinch.service.reacting import Reaction
from chaffinch.web.form import Form
from chaffinch.web.frame import Frame
from chaffinch.web.headers import NOT_KEPT
from chaffinch.web.newsstand import Newsstand
from chaffinch.web.parts import Parts
from chaffinch.web.thread import Threads
from chaffinch.wire.network import network_of


class Reacting:
    """Answers the two forms."""

    def __init__(self, parts: Parts, newsstand: Newsstand, threads: Threads) -> None:
        self._parts = parts
        self._newsstand = newsstand
        self._threads = threads

    def like(self, request: Request, form: Form) -> Response:
        """POST /comments/like."""
        return self._react(request, form, Reaction.LIKE)

    def report(self, request: Request, form: Form) -> Response:
        """POST /comments/report."""
        return self._react(request, form, Reaction.REPORT)

    def _react(self, request: Request, form: Form, reaction: Reaction) -> Response:
        """Count it and answer 303 to the comment; a network that was counted before is told the same."""
        if request.headers.get("sec-fetch-site") == "cross-site":
            raise InputError("This came from a page of another site, so it was not counted. Please open the thread.")
        permalink, comment_id = form.get("permalink", ""), form.get("comment", "")
        site = self._threads.site(form.get("site", ""), permalink)
        network = network_of(request.client.host) if request.client else None
        self._parts.reactions.react(site.id, permalink, comment_id, reaction, network)
        address = self._newsstand.address_of(form, site, Frame.by(request.query_params))
        return RedirectResponse(address.reacted(comment_id, reaction.name.lower()), 303, headers=NOT_KEPT)
