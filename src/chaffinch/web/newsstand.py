"""The newspaper's pages: front page, article, its drawing, and the Atom feed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from chaffinch.errors import NotFoundError
from chaffinch.service.sites import Site
from chaffinch.web.asked import FIRST_PART, Address, Asked
from chaffinch.web.form import Form
from chaffinch.web.frame import Frame
from chaffinch.web.headers import PRIVATE
from chaffinch.web.newspaper import Article, Newspaper
from chaffinch.web.parts import Parts
from chaffinch.web.renderer import Renderer, iso
from chaffinch.web.thread import Threads, embedded_at
from chaffinch.web.thread_view import FRAMED, ReplyForm

FRESH = {"cache-control": "no-cache"}


class Newsstand:
    """Answers with the newspaper's pages."""

    def __init__(self, parts: Parts, renderer: Renderer, newspaper: Newspaper, threads: Threads) -> None:
        self._parts = parts
        self._renderer = renderer
        self._newspaper = newspaper
        self._threads = threads

    def front(self, _request: Request) -> Response:
        """GET /: the lead story and the others."""
        return self._renderer.page("front.html", headers=FRESH, home=self._parts.public_url + "/")

    def article(self, request: Request) -> Response:
        """GET /articles/{slug}: an article, its comments and the form."""
        article = self._newspaper.by_slug(request.path_params["slug"])
        return self.render(article, asked=Asked.by(request.query_params))

    def render(self, article: Article, *, asked: Asked = FIRST_PART, form: ReplyForm | None = None) -> Response:
        """Return an article's page, 422 when its form needs attention."""
        site_id, permalink = self._parts.demo_site.id, self.permalink(article)
        thread = self._threads.view(site_id, permalink, "page", Address(article.path), asked=asked, form=form)
        canonical = self._parts.public_url + article.path
        return self._renderer.page(
            "article.html",
            422 if thread.form.errors else 200,
            PRIVATE if asked.posted is not None or thread.form.errors else FRESH,
            article=article,
            canonical=canonical,
            linked_data=self._linked_data(article, canonical),
            others=[other for other in self._newspaper.articles if other is not article][:3],
            thread=thread,
        )

    def permalink(self, article: Article) -> str:
        """Return the address that names the article's thread: the registered one, whatever the server's own is."""
        return self._parts.demo_site.url.rstrip("/") + article.path

    def article_at(self, permalink: str) -> Article | None:
        """Return the article whose thread a permalink names, None where it names another page."""
        return next((one for one in self._newspaper.articles if self.permalink(one) == permalink), None)

    def address_of(self, form: Form, site: Site, frame: Frame) -> Address:
        """Return where the thread is shown that a form came from: under its article, or as a page of its own."""
        permalink = form.get("permalink", "")
        return embedded_at(site, permalink, frame) if form.get("view") == FRAMED else self.address_at(site, permalink)

    def address_at(self, site: Site, permalink: str) -> Address:
        """Return where the thread of a page is shown: under the article where it is one of ours."""
        known = self.article_at(permalink) if site.id == self._parts.demo_site.id else None
        return Address(known.path) if known else embedded_at(site, permalink, Frame())

    def figure(self, request: Request) -> Response:
        """GET /articles/{slug}/figure.svg: the drawing beside an article."""
        figure = self._newspaper.by_slug(request.path_params["slug"]).figure
        if figure is None:
            raise NotFoundError("This article has no drawing.")
        return Response(figure.svg, media_type="image/svg+xml", headers={"cache-control": "public, max-age=3600"})

    def feed(self, _request: Request) -> Response:
        """GET /feed.xml: the articles as Atom (RFC 4287)."""
        base = self._parts.public_url
        text = self._renderer.text("feed.xml", base=base, home=base + "/")
        return Response(text, media_type="application/atom+xml", headers=FRESH)

    def _linked_data(self, article: Article, canonical: str) -> dict[str, object]:
        """Return the article as schema.org describes one."""
        data: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": canonical,
            "mainEntityOfPage": canonical,
            "headline": article.headline,
            "description": article.description,
            "datePublished": iso(article.date),
            "dateModified": iso(article.date),
            "dateline": article.dateline,
            "inLanguage": self._newspaper.language,
            "author": {"@type": "Person", "name": article.author},
            "publisher": {
                "@type": "NewsMediaOrganization",
                "name": self._newspaper.name,
                "url": self._parts.public_url,
            },
            "discussionUrl": canonical + "#comments",
        }
        if article.section:
            data["articleSection"] = article.section
        if article.figure:
            data["image"] = canonical + "/figure.svg"
        return data
