"""The route table: a flat list, read from top to bottom."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from chaffinch.web.akismet import akismet_routes
from chaffinch.web.api_mount import ApiMount
from chaffinch.web.comment_feeds import CommentFeeds
from chaffinch.web.comments import Submissions
from chaffinch.web.coral import coral_routes
from chaffinch.web.counts import Counts
from chaffinch.web.data_page import DataPages
from chaffinch.web.desk import DeskPages
from chaffinch.web.desk_audit import AuditPages
from chaffinch.web.desk_campaign import CampaignPages
from chaffinch.web.embed import embed_routes
from chaffinch.web.form import Handler, with_form
from chaffinch.web.headers import NOT_KEPT
from chaffinch.web.newspaper import Newspaper
from chaffinch.web.newsstand import Newsstand
from chaffinch.web.parts import Parts
from chaffinch.web.perspective import perspective_routes
from chaffinch.web.reactions import Reacting
from chaffinch.web.receipts import receipt_routes
from chaffinch.web.renderer import Renderer, Statics
from chaffinch.web.sign_in import Door
from chaffinch.web.thread import Threads
from chaffinch.web.withdrawals import Withdrawing


def routes(parts: Parts, renderer: Renderer, newspaper: Newspaper) -> list[BaseRoute]:
    """Return every route of the server."""
    threads = Threads(parts, renderer)
    newsstand = Newsstand(parts, renderer, newspaper, threads)
    submissions = Submissions(parts, newsstand, threads)
    reacting = Reacting(parts, newsstand, threads)
    feeds = CommentFeeds(parts, renderer, newsstand, threads)
    door = Door(parts, renderer)
    desk = DeskPages(parts, renderer, door)
    campaign = CampaignPages(parts, door)
    audit = AuditPages(parts, renderer, door)
    data = DataPages(parts, renderer, newspaper)
    return [
        Route("/", newsstand.front),
        Route("/articles/{slug}", newsstand.article),
        Route("/articles/{slug}/figure.svg", newsstand.figure),
        Route("/feed.xml", newsstand.feed),
        _post("/comments", submissions.post),
        _post("/comments/like", reacting.like),
        _post("/comments/report", reacting.report),
        _post("/comments/withdraw", Withdrawing(parts, newsstand, threads).post),
        Route("/thread", threads.page),
        Route("/thread/feed.xml", feeds.thread),
        Route("/sites/{site_id}/feed.xml", feeds.site),
        Route("/counts", Counts(parts).answer, methods=["POST"]),
        *embed_routes(),
        Route("/data", data.page),
        Route("/data.json", data.json),
        Route("/data.schema.json", data.schema),
        Route("/data/{site_id}.json", data.json),
        Route("/data/{site_id}", data.page),
        Route("/desk", desk.page),
        _post("/desk/decide", desk.decide),
        _post("/desk/undo", desk.undo),
        _post("/desk/erase", desk.erase),
        _post("/desk/campaign", campaign.decide),
        _post("/desk/campaign/undo", campaign.undo),
        Route("/desk/audit", audit.page),
        _post("/desk/audit", audit.answer),
        _post("/desk/audit/undo", audit.undo),
        _post("/desk/audit/erase", audit.erase),
        Route("/sign-in/{token}", door.enter),
        _post("/sign-out", door.leave),
        Route("/healthz", healthz),
        Mount("/static", Statics()),
        Mount("/api/v1", ApiMount(parts)),
        *akismet_routes(parts),
        *receipt_routes(parts),
        *coral_routes(parts),
        *perspective_routes(parts),
    ]


def healthz(_request: Request) -> Response:
    """GET /healthz: the process answers."""
    return PlainTextResponse("ok\n", headers=NOT_KEPT)


def _post(path: str, handler: Handler) -> Route:
    return Route(path, with_form(handler), methods=["POST"])
