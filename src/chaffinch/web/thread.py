"""The thread fragment: comments, form and notice under an article, or as a page of its own to embed."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from chaffinch.errors import FieldError, NotFoundError
from chaffinch.service.branches import branches_of
from chaffinch.service.posting import CommentStatus
from chaffinch.service.reading import ThreadPage
from chaffinch.service.site_address import is_same_origin
from chaffinch.service.sites import Site
from chaffinch.service.states import Decider, State
from chaffinch.web.asked import FIRST_PART, Address, Asked
from chaffinch.web.frame import Frame
from chaffinch.web.headers import PRIVATE, content_policy, origin
from chaffinch.web.notice import WITHDRAWN, notice_for
from chaffinch.web.parts import Parts
from chaffinch.web.renderer import Renderer
from chaffinch.web.thread_view import FRAMED, REACTED, Others, ReplyForm, ThreadView

_ID_SHOWN = 64
"""Characters of an unknown id that are said back: all of an id of ours, and no stranger's essay."""
STATUS_LINK = "comment-status"
"""The purpose for which status tokens are signed; no other token of this server opens a comment."""


class Threads:
    """Builds thread views, and answers /thread."""

    def __init__(self, parts: Parts, renderer: Renderer) -> None:
        self._parts = parts
        self._renderer = renderer

    def fresh_form(self) -> ReplyForm:
        """Return an empty form; its token makes sending it twice one comment."""
        return ReplyForm(token=self._parts.entropy(16).hex())

    def view(
        self, site_id: str, permalink: str, view: str, address: Address, *, asked: Asked, form: ReplyForm | None
    ) -> ThreadView:
        """Gather what is asked of a thread; `form` is the one to show again.

        Raises:
            InputError: a place that no part of the thread has told.

        """
        comment_id = self._parts.secret.verify(STATUS_LINK, asked.posted) if asked.posted else None
        meant = comment_id or asked.comment
        found = self._parts.comments.page_with(site_id, permalink, meant, order=asked.order) if meant else None
        notice = WITHDRAWN if asked.is_withdrawn else None
        if asked.posted is not None:
            status = self._parts.comments.status(comment_id) if comment_id else None
            form = form or self._again(status)
            is_typed = form is not None and form.is_again
            notice = notice_for(status, is_shown=found is not None, is_framed=view == FRAMED, is_typed=is_typed)
        form = form or replace(self.fresh_form(), reply_to=asked.reply_to or "")
        answered = self._parts.comments.one(site_id, permalink, form.reply_to) if form.reply_to else None
        if answered and not found:
            found = self._parts.comments.page_with(site_id, permalink, answered.id, order=asked.order)
        part = found or self._part(site_id, permalink, asked)
        is_divided = part.previous is not None or part.next is not None
        return ThreadView(
            site_id=site_id,
            permalink=permalink,
            view=view,
            address=address,
            order=asked.order,
            comments=part.comments,
            branches=branches_of(part),
            count=self._parts.comments.count(site_id, permalink) if is_divided else len(part.comments),
            form=form if answered else replace(form, reply_to=""),
            others=_others(part, address.ordered(asked.order)),
            answered=answered,
            missing="" if found or notice else _missing(asked),
            reacted=REACTED.get(asked.reacted or "", ""),
            reacted_to=asked.comment or "",
            notice=notice,
            yours=comment_id or "",
            posted=asked.posted or "",
            kept_at=address.of("posted", asked.posted, "your-comment") if asked.posted else "",
        )

    def _again(self, status: CommentStatus | None) -> ReplyForm | None:
        """Return the form with what the filter refused, so that its author can change it; None where it did not."""
        if status is None or status.state is not State.SPAM or status.decided_by is not Decider.MACHINE:
            return None
        return replace(
            self.fresh_form(),
            comment=status.text,
            author=status.author,
            url=status.author_url or "",
            reply_to=status.parent_id or "",
            is_again=True,
        )

    def _part(self, site_id: str, permalink: str, asked: Asked) -> ThreadPage:
        """Return the part that is asked for; where what followed is gone by now, the last one."""
        comments = self._parts.comments
        if not asked.is_last:
            part = comments.page(site_id, permalink, after=asked.after, before=asked.before, order=asked.order)
            if part.comments or asked.after is None:
                return part
        return comments.last(site_id, permalink, order=asked.order)

    def site(self, site_id: str, permalink: str) -> Site:
        """Return the site of a thread; raises NotFoundError, or FieldError for a permalink that is not under it."""
        site = self._parts.sites.by_id(site_id)
        if site is None:
            raise NotFoundError(
                f"No site with the id {site_id[:_ID_SHOWN]!r} is registered here. Please look at the address that "
                "embeds the thread; on this server, `chaffinch site list` tells the ids."
            )
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
        return self.render(site, permalink, Frame.by(query), asked=Asked.by(query))

    def render(
        self, site: Site, permalink: str, frame: Frame, *, asked: Asked = FIRST_PART, form: ReplyForm | None = None
    ) -> Response:
        """Return the embeddable page, 422 when the form needs attention."""
        thread = self.view(site.id, permalink, FRAMED, embedded_at(site, permalink, frame), asked=asked, form=form)
        return self._renderer.page(
            "thread.html",
            422 if thread.form.errors else 200,
            {"content-security-policy": content_policy(origin(site.url))}
            | (PRIVATE if asked.posted is not None or thread.form.errors else {"cache-control": "no-cache"}),
            thread=thread,
            look=frame.look,
            framed_by=origin(site.url),
        )

    def told_at(self, address: Address, comment_id: str) -> str:
        """Return where to send a commenter: to the part with the comment, with the capability to see its fate."""
        return address.of("posted", self.asked_by(comment_id).posted or "", "your-comment")

    def asked_by(self, comment_id: str) -> Asked:
        """Return what a commenter asks who wants to know what became of a comment."""
        return Asked(posted=self._parts.secret.sign(STATUS_LINK, comment_id))


def _others(part: ThreadPage, address: Address) -> Others:
    """Return the links to other parts."""
    return Others(
        address.of("before", part.previous, "comments") if part.previous else "",
        address.of("after", part.next, "comments") if part.next else "",
        address.of("newest", "1", "comments") if part.next else "",
    )


def _missing(asked: Asked) -> str:
    """Return what to say where the comment that an address names is not here."""
    if asked.reply_to:
        return "The comment that you want to answer is no longer here. You can still write one of your own."
    return "The comment that this address names is no longer here." if asked.comment else ""


def embedded_at(site: Site, permalink: str, frame: Frame) -> Address:
    """Return where the thread of a page of another site is shown."""
    place = (("site", site.id), ("permalink", permalink))
    return Address("/thread", (*place, *frame.look.query()), frame.form_query(site.id))


def lies_under(permalink: str, site_url: str) -> bool:
    """Whether a page lies under a site: the same origin, and the site's path is a whole part of its path.

    >>> lies_under("https://news.example/blog/a", "https://news.example/blog")
    True
    >>> lies_under("https://news.example/blogger", "https://news.example/blog")
    False
    >>> lies_under("https://news.example.evil.test/blog/a", "https://news.example/blog")
    False
    """
    if not is_same_origin(permalink, site_url):
        return False
    page, site = urlsplit(permalink), urlsplit(site_url)
    if page.username or page.scheme not in ("http", "https") or ".." in page.path.split("/"):
        return False
    return (page.path or "/").rstrip("/") + "/" == site.path.rstrip("/") + "/" or page.path.startswith(
        site.path.rstrip("/") + "/"
    )
