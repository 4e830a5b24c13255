"""Templates to answers. Autoescape is on for every template; an undefined name is an error, not a blank."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from chaffinch.web import markdown, prose

STATIC = Path(__file__).parent / "static"


class Renderer:
    """Renders the templates of this package; `shared` values are seen by all of them."""

    def __init__(self, **shared: object) -> None:
        self._environment = Environment(
            loader=PackageLoader("chaffinch.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters |= {
            "capfirst": lambda text: text[:1].upper() + text[1:],
            "coded": prose.coded,
            "day": day,
            "moment": moment,
            "iso": iso,
            "jsonld": jsonld,
            "comment": markdown.comment_html,
            "plain_paragraphs": prose.plain_paragraphs,
            "link_target": prose.link_target,
        }
        self._environment.globals |= {"static": _versioned(), "ugc": prose.REL} | shared

    def text(self, template: str, /, **values: object) -> str:
        """Return a rendered template."""
        return self._environment.get_template(template).render(values)

    def page(
        self, template: str, /, status: int = 200, headers: dict[str, str] | None = None, **values: object
    ) -> Response:
        """Return a rendered template as an HTML answer."""
        return HTMLResponse(self.text(template, **values), status_code=status, headers=headers)


def day(date: datetime) -> str:
    """Return a date as newspapers write it, "Monday 23 November 2026"."""
    return f"{date:%A} {date.day} {date:%B %Y}"


def moment(milliseconds: int) -> str:
    """Return a time in UTC for people: "23 November 2026, 21:40 UTC"."""
    date = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return f"{date.day} {date:%B %Y, %H:%M} UTC"


def iso(value: datetime | int) -> str:
    """Return a date, or Unix milliseconds, as RFC 3339 to the second."""
    date = value if isinstance(value, datetime) else datetime.fromtimestamp(value / 1000, UTC)
    return date.isoformat(timespec="seconds")


def jsonld(value: object) -> Markup:
    """Return JSON for a data block: nothing in it can end the script element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    # Safe: the characters that mean anything inside a script element are escaped above.
    return Markup(text)  # noqa: S704


def _versioned() -> dict[str, str]:
    """Return file name -> address with the hash of its content, so that browsers may keep it for ever."""
    return {
        file.name: f"/static/{file.name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"
        for file in sorted(STATIC.iterdir())
    }


class Statics(StaticFiles):
    """The static files; an address that carries a version never changes its content."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, kept for a year when the address names its version, asked again each time when not."""
        response = await super().get_response(path, scope)
        is_versioned = scope["query_string"].startswith(b"v=")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if is_versioned else "no-cache"
        return response
