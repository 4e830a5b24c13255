"""The way to the desk: a one-time link, a session cookie for moderators only, and the way out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chaffinch.errors import NotAllowedError
from chaffinch.service.clock import SECOND
from chaffinch.service.sign_in import SESSION_LIFE, Session
from chaffinch.web.form import Form
from chaffinch.web.headers import PRIVATE
from chaffinch.web.parts import Parts
from chaffinch.web.renderer import Renderer

SESSION_SECONDS = SESSION_LIFE // SECOND


class Door:
    """Opens, checks and ends sessions."""

    def __init__(self, parts: Parts, renderer: Renderer) -> None:
        self._parts = parts
        self._renderer = renderer
        self._is_secure = parts.public_url.startswith("https://")
        # Browsers hold a __Host- cookie to Secure, path / and no domain; over plain http they would drop it.
        self._cookie = "__Host-chaffinch" if self._is_secure else "chaffinch_session"

    def enter(self, request: Request) -> Response:
        """GET /sign-in/{token}: trade the link for a session, once. Looking ahead does not use the link up."""
        if request.method == "HEAD" or "prefetch" in request.headers.get("sec-purpose", ""):
            return Response(status_code=204, headers=PRIVATE)
        token = self._parts.sign_in.redeem(request.path_params["token"])
        response = RedirectResponse("/desk", 303, headers=PRIVATE)
        response.set_cookie(
            self._cookie,
            token,
            max_age=SESSION_SECONDS,
            path="/",
            secure=self._is_secure,
            httponly=True,
            samesite="lax",
        )
        return response

    def leave(self, request: Request, form: Form) -> Response:
        """POST /sign-out: end the session here and in the browser."""
        self.checked(request, form)
        self._parts.sign_in.end(request.cookies[self._cookie])
        response = self._renderer.page(
            "message.html",
            headers=PRIVATE,
            heading="You are signed out",
            is_framed=False,
            is_paper=False,
            code="",
            sentences=[
                "The desk is closed on this browser. A new one-time link opens it again, made in the folder where the "
                "server runs and with the options it was started with:"
            ],
            command="chaffinch signin",
        )
        response.delete_cookie(self._cookie, path="/", secure=self._is_secure, httponly=True, samesite="lax")
        return response

    def session(self, request: Request) -> Session:
        """Return the moderator's session; raises NotAllowedError."""
        session = self._parts.sign_in.session(request.cookies.get(self._cookie, ""))
        if session is None:
            raise NotAllowedError("The desk is for moderators: you are not signed in, or your session has ended.")
        return session

    def checked(self, request: Request, form: Form) -> Session:
        """Return the session behind a form, proven by its token; raises NotAllowedError."""
        session = self.session(request)
        if not session.is_csrf(form.get("csrf", "")):
            raise NotAllowedError("This form does not belong to your session. Open the desk again and decide there.")
        return session
