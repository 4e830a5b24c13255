"""POST /comments/withdraw: an author takes a comment back, proven by the capability of their status address."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chaffinch.errors import NotFoundError
from chaffinch.service.withdrawing import GONE
from chaffinch.web.form import Form
from chaffinch.web.frame import Frame
from chaffinch.web.headers import PRIVATE
from chaffinch.web.newsstand import Newsstand
from chaffinch.web.parts import Parts
from chaffinch.web.thread import STATUS_LINK, Threads


class Withdrawing:
    """Answers the form."""

    def __init__(self, parts: Parts, newsstand: Newsstand, threads: Threads) -> None:
        self._parts = parts
        self._newsstand = newsstand
        self._threads = threads

    def post(self, request: Request, form: Form) -> Response:
        """Erase it and answer 303 to the thread, which says so."""
        site = self._threads.site(form.get("site", ""), form.get("permalink", ""))
        address = self._newsstand.address_of(form, site, Frame.by(request.query_params))
        comment_id = self._parts.secret.verify(STATUS_LINK, form.get("posted", ""))
        if comment_id is None:
            raise NotFoundError(GONE)
        self._parts.withdrawals.withdraw(comment_id)
        told = replace(address, query=(*address.query, ("withdrawn", "1")))
        return RedirectResponse(told.first("your-comment"), 303, headers=PRIVATE)
