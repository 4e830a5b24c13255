"""The whole web floor as one ASGI application: `build_app(parts)`."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.types import ASGIApp

from chaffinch.web.errors import ErrorPages
from chaffinch.web.headers import SecurityHeaders
from chaffinch.web.newspaper import Newspaper
from chaffinch.web.parts import Parts
from chaffinch.web.renderer import Renderer
from chaffinch.web.routes import routes


def build_app(parts: Parts) -> ASGIApp:
    """Read the newspaper's folder and return the application; raises SettingError for an odd article."""
    newspaper = Newspaper.from_folder(parts.articles)
    renderer = Renderer(paper=newspaper, language=newspaper.language, host=urlsplit(parts.public_url).netloc)
    app = Starlette(
        routes=routes(parts, renderer, newspaper),
        exception_handlers=ErrorPages(renderer, parts.sites, parts.public_url).handlers(),
    )
    # A redirect would lead to whatever host the sender put into `Host`, and repeat the query with a key in it.
    app.router.redirect_slashes = False
    return SecurityHeaders(app)
