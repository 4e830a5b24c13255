"""What the page around an embedded thread says in its address: how it shall look, and what the article is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from chaffinch.service.pages import MAX_DESCRIPTION, MAX_TITLE
from chaffinch.web.look import OURS, Look


@dataclass(frozen=True, slots=True)
class Frame:
    """`title`, `description`: what a reader's browser says about the page; `service.pages` tells what that is worth."""

    look: Look = OURS
    title: str = ""
    description: str = ""

    @classmethod
    def by(cls, query: Mapping[str, str]) -> Frame:
        """Read the query of an address; raises FieldError as `Look.by`."""
        title, description = query.get("title", ""), query.get("description", "")
        return cls(Look.by(query), _line(title, MAX_TITLE), _line(description, MAX_DESCRIPTION))

    def form_query(self, site_id: str) -> str:
        """Return what forms in this frame add to their address: whose frame it is, and what its page said.

        >>> Frame(title="The heron").form_query("ab")
        '?site=ab&title=The+heron'
        """
        about = [(name, value) for name, value in (("title", self.title), ("description", self.description)) if value]
        return f"?{urlencode([('site', site_id), *self.look.query(), *about])}"


def _line(text: str, most: int) -> str:
    """Return a text as one line, bounded."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * most]).split())[:most].rstrip()
