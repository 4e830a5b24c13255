"""The thread fragment: comments, form and notice under an article, or as a page of its own to embed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from chaffinch.errors import FieldError, NotFoundError
from chaffinch.service.posting import PublishedComment
from chaffinch.service.sites import Site
from chaffinch.web.headers import content_policy
from chaffinch.web.notice import Notice, notice_for
from chaffinch.web.parts import Parts
from chaffinch.web.renderer import Renderer

FIELDS = ("comment", "author", "url")
"""The form's fields in the order in which they stand on the page."""
STATUS_LINK = "comment-status"
"""The purpose for which status tokens are signed; no other token of this server opens a comment."""
PRIVATE = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
"""For a page that shows one person's comment to that person."""


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """The form as it is shown: typed text kept, and one sentence for each field that needs attention."""

    token: str
    comment: str = ""
    author: str = ""
    url: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def first_bad(self) -> str:
        """The first field on the page that needs attention: the browser puts the cursor there."""
        return next((name for name in FIELDS if name in self.errors), "")

    def error(self, name: str) -> str:
        """Return the sentence beside a field, empty when there is nothing to say."""
        return self.errors.get(name, "")


@dataclass(frozen=True, slots=True)
class ThreadView:
    """Everything the fragment shows. `view` says where it stands: "page" or "thread"; `yours` is a comment's id."""

    site_id: str
    permalink: str
    view: str
    comments: Sequence[PublishedComment]
    form: ReplyForm
    notice: Notice | None = None
    yours: str = ""


class Threads:
    """Builds thread views, and answers /thread."""

    def __init__(self, parts: Parts, renderer: Renderer) -> None:
        self._parts = parts
        self._renderer = renderer

    def fresh_form(self) -> ReplyForm:
        """Return an empty form; its token makes sending it twice one comment."""
        return ReplyForm(token=self._parts.entropy(16).hex())

    def view(
        self, site_id: str, permalink: str, view: str, *, posted: str | None, form: ReplyForm | None
    ) -> ThreadView:
        """Gather a thread; `posted` is the status token of the address, `form` the one to show again."""
        comment_id = self._parts.secret.verify(STATUS_LINK, posted) if posted else None
        notice = None
        if posted is not None:
            notice = notice_for(self._parts.comments.status(comment_id) if comment_id else None)
        return ThreadView(
            site_id=site_id,
            permalink=permalink,
            view=view,
            comments=self._parts.comments.published(site_id, permalink),
            form=form or self.fresh_form(),
            notice=notice,
            yours=comment_id or "",
        )

    def site(self, site_id: str, permalink: str) -> Site:
        """Return the site of a thread; raises NotFoundError, or FieldError for a permalink that is not under it."""
        site = self._parts.sites.by_id(site_id)
        if site is None:
            raise NotFoundError("No site with this id is registered here. Look at the address that embeds the thread.")
        if not lies_under(permalink, site.url):
            raise FieldError(
                f"The page {permalink!r} does not lie under {site.url}, the address this site is registered with.",
                field="permalink",
            )
        return site

    def page(self, request: Request) -> Response:
        """GET /thread?site=&permalink=: the fragment as a complete page; only the site itself may frame it."""
        query = request.query_params
        permalink = query.get("permalink", "")
        site = self.site(query.get("site", ""), permalink)
        return self.render(site, permalink, posted=query.get("posted"))

    def render(
        self, site: Site, permalink: str, *, posted: str | None = None, form: ReplyForm | None = None
    ) -> Response:
        """Return the embeddable page, 422 when the form needs attention."""
        thread = self.view(site.id, permalink, "thread", posted=posted, form=form)
        return self._renderer.page(
            "thread.html",
            422 if thread.form.errors else 200,
            {"content-security-policy": content_policy(origin(site.url))}
            | (PRIVATE if posted is not None or thread.form.errors else {"cache-control": "no-cache"}),
            thread=thread,
        )

    def posted_path(self, path: str, query: dict[str, str], comment_id: str) -> str:
        """Return where to send a commenter: their page with the capability to see what became of the comment."""
        token = self._parts.secret.sign(STATUS_LINK, comment_id)
        return f"{path}?{urlencode({**query, 'posted': token})}#your-comment"


def origin(url: str) -> str:
    """Return scheme and host of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def lies_under(permalink: str, site_url: str) -> bool:
    """Whether a page lies under a site: the same origin, and the site's path is a whole part of its path.

    >>> lies_under("https://news.example/blog/a", "https://news.example/blog")
    True
    >>> lies_under("https://news.example/blogger", "https://news.example/blog")
    False
    >>> lies_under("https://news.example.evil.test/blog/a", "https://news.example/blog")
    False
    """
    try:
        page, site = urlsplit(permalink), urlsplit(site_url)
        same = (page.scheme, page.hostname, page.port) == (site.scheme, site.hostname, site.port)
    except ValueError:
        return False
    if not same or page.username or page.scheme not in ("http", "https") or ".." in page.path.split("/"):
        return False
    return (page.path or "/").rstrip("/") + "/" == site.path.rstrip("/") + "/" or page.path.startswith(
        site.path.rstrip("/") + "/"
    )
