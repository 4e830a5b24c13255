"""Comments as Atom (RFC 4287): the newest of a thread or of a site; answers name what they answer (RFC 4685)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from chaffinch.errors import NotFoundError
from chaffinch.service.showing import PlacedComment
from chaffinch.service.sites import Site
from chaffinch.web.markdown import comment_html
from chaffinch.web.newsstand import Newsstand
from chaffinch.web.parts import Parts
from chaffinch.web.renderer import Renderer
from chaffinch.web.thread import Threads

MOST = 50
"""Comments in a feed."""
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold, not even escaped (XML 1.0, section 2.2)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One comment as an entry. `name` and `answers` are URNs that never change; `html` is the comment."""

    name: str
    answers: str
    title: str
    author: str
    at: int
    link: str
    html: Markup


class CommentFeeds:
    """Answers with feeds."""

    def __init__(self, parts: Parts, renderer: Renderer, newsstand: Newsstand, threads: Threads) -> None:
        self._parts = parts
        self._renderer = renderer
        self._newsstand = newsstand
        self._threads = threads

    def thread(self, request: Request) -> Response:
        """GET /thread/feed.xml?site=&permalink=: the newest comments of one page."""
        query = request.query_params
        permalink = query.get("permalink", "")
        site = self._threads.site(query.get("site", ""), permalink)
        page = self._parts.public_url + self._newsstand.address_at(site, permalink).first("comments")
        return self._feed(request, site, page, self._parts.comments.recent(site.id, permalink, limit=MOST))

    def site(self, request: Request) -> Response:
        """GET /sites/{site_id}/feed.xml: the newest comments of all pages of a site."""
        site = self._parts.sites.by_id(request.path_params["site_id"])
        if site is None:
            raise NotFoundError("No site with this id is registered here.")
        return self._feed(request, site, site.url, self._parts.comments.recent(site.id, limit=MOST))

    def _feed(self, request: Request, site: Site, page: str, comments: list[PlacedComment]) -> Response:
        query = request.scope["query_string"].decode("ascii", "replace")
        own = f"{self._parts.public_url}{request.scope['path']}{'?' if query else ''}{query}"
        text = self._renderer.text(
            "comments.xml",
            name=site.name,
            own=own,
            page=page,
            updated=comments[0].comment.created_at if comments else site.created_at,
            entries=[self._entry(site, placed) for placed in comments],
        )
        headers = {"cache-control": "no-cache"}
        return Response(_NOT_XML.sub("\ufffd", text), media_type="application/atom+xml", headers=headers)

    def _entry(self, site: Site, placed: PlacedComment) -> Entry:
        comment = placed.comment
        return Entry(
            name=UUID(comment.id).urn,
            answers=UUID(comment.parent_id).urn if comment.parent_id else "",
            title=f"{comment.author} on {placed.title or placed.permalink}",
            author=comment.author,
            at=comment.created_at,
            link=self._parts.public_url + self._newsstand.address_at(site, placed.permalink).comment(comment.id),
            html=comment_html(comment.text),
        )
