"""POST /comments: one comment from the form. Checks the fields, hands it to the service, tells what became of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chaffinch.errors import NotFoundError
from chaffinch.service.pages import About, described
from chaffinch.service.posting import Posting
from chaffinch.service.sites import Site
from chaffinch.service.states import State
from chaffinch.web.asked import Address
from chaffinch.web.form import Form, is_blank
from chaffinch.web.frame import Frame
from chaffinch.web.headers import PRIVATE
from chaffinch.web.newspaper import Article
from chaffinch.web.newsstand import Newsstand
from chaffinch.web.parts import Parts
from chaffinch.web.prose import link_target
from chaffinch.web.thread import Threads, embedded_at
from chaffinch.web.thread_view import ReplyForm
from chaffinch.wire.network import network_of

MAX_COMMENT = 10_000
MAX_AUTHOR = 100
MAX_URL = 500
ANSWERED_IS_GONE = (
    "The comment that you answer has been removed meanwhile. What you wrote is still here: send it as a comment of its "
    "own."
)


def read_reply(form: Form, fresh_token: str) -> ReplyForm:
    """Return the typed fields with one sentence for each that needs attention."""
    comment, author, url = (form.get(name, "").strip() for name in ("comment", "author", "url"))
    errors = {
        "comment": "Please enter your comment!" if is_blank(comment) else _too_long(comment, MAX_COMMENT),
        "author": "Please enter your name here" if is_blank(author) else _too_long(author, MAX_AUTHOR),
        "url": _odd_url(full_url(url)),
    }
    return ReplyForm(
        token=form.get("token", "")[:64] or fresh_token,
        comment=form.get("comment", ""),
        author=author,
        url=url,
        reply_to=form.get("reply_to", "")[:64],
        errors={name: sentence for name, sentence in errors.items() if sentence},
    )


def full_url(url: str) -> str:
    """Return an address as people mean it: without a scheme it is https."""
    return url if not url or "://" in url else f"https://{url}"


def _too_long(text: str, most: int) -> str:
    if len(text) <= most:
        return ""
    return f"Please use at most {most:,} characters here; there are {len(text):,}."


def _odd_url(url: str) -> str:
    if url and link_target(url) is None:
        return "Please enter an address such as https://example.org, or leave this empty."
    return _too_long(url, MAX_URL)


def form_token(reply: ReplyForm, permalink: str) -> str:
    """Return what makes a form unique: its own token and everything typed into it.

    The same form sent twice is one comment. A page from a cache, or one that a reader went back to and filled in
    anew, has the old token with another text: that is another comment, and must not be swallowed.
    """
    parts = (reply.token, permalink, reply.reply_to, reply.author, reply.url, reply.comment)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


class Submissions:
    """Answers POST /comments, for the article page and for the embedded thread."""

    def __init__(self, parts: Parts, newsstand: Newsstand, threads: Threads) -> None:
        self._parts = parts
        self._newsstand = newsstand
        self._threads = threads

    def post(self, request: Request, form: Form) -> Response:
        """Answer 422 with the form where a field needs attention, else 303 to the page with the comment's fate.

        A comment that is discarded gets that page at once, with what was typed.
        """
        permalink = form.get("permalink", "")
        site = self._threads.site(form.get("site", ""), permalink)
        frame = Frame.by(request.query_params)
        reply = read_reply(form, self._parts.entropy(16).hex())
        known = self._newsstand.article_at(permalink) if site.id == self._parts.demo_site.id else None
        article = None if form.get("view") == "thread" else known
        if article is None and form.get("view") == "page":
            raise NotFoundError("There is no article at the address that this form names. Please open it again.")
        reply = self._checked(site, permalink, reply)
        if reply.errors:
            return (
                self._newsstand.render(article, form=reply)
                if article
                else self._threads.render(site, permalink, frame, form=reply)
            )
        about = self._about(site, permalink, frame, known)
        posted = self._parts.comments.post(
            replace(
                _posting(site, permalink, reply, about, is_honeypot_filled=bool(form.get("nectar"))),
                network=network_of(request.client.host) if request.client else None,
            )
        )
        if posted.state is State.DISCARDED:  # nothing of it was kept: what was typed is in this answer or nowhere
            asked = self._threads.asked_by(posted.comment_id)
            again = replace(reply, token=self._parts.entropy(16).hex(), is_again=True)
            return (
                self._newsstand.render(article, asked=asked, form=again)
                if article
                else self._threads.render(site, permalink, frame, asked=asked, form=again)
            )
        address = Address(article.path) if article else embedded_at(site, permalink, frame)
        return RedirectResponse(self._threads.told_at(address, posted.comment_id), 303, headers=PRIVATE)

    def _checked(self, site: Site, permalink: str, reply: ReplyForm) -> ReplyForm:
        """Return the form; where what it answers is gone, with a sentence about that, and answering none."""
        if not reply.reply_to or self._parts.comments.one(site.id, permalink, reply.reply_to):
            return reply
        return replace(reply, reply_to="", errors=reply.errors | {"reply_to": ANSWERED_IS_GONE})

    def _about(self, site: Site, permalink: str, frame: Frame, known: Article | None) -> About:
        """Return what a page is about: our own articles are known, of others what they claim is the last resort."""
        if known is not None:
            return About(known.headline, f"{known.headline}\n\n{known.beginning}")
        return self._parts.pages.about(site, permalink, described(frame.title, frame.description))


def _posting(site: Site, permalink: str, reply: ReplyForm, about: About, *, is_honeypot_filled: bool) -> Posting:
    """Return the service's value."""
    return Posting(
        site_id=site.id,
        permalink=permalink,
        title=about.title,
        article=about.article,
        author=reply.author,
        author_url=full_url(reply.url) or None,
        text=reply.comment.strip(),
        form_token=form_token(reply, permalink),
        is_honeypot_filled=is_honeypot_filled,
        parent_id=reply.reply_to or None,
    )
