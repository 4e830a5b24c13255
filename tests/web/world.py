"""The smallest world in which pages can be asked for: a real database, real services, and a filter that obeys."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.testclient import TestClient

from chaffinch.engine.policy import Thresholds
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Action, Context, Evidence, Label, Span, Submission, Verdict
from chaffinch.service.campaign_desk import CampaignDesk
from chaffinch.service.checking import Checks
from chaffinch.service.controller import Controller
from chaffinch.service.desk import Desk
from chaffinch.service.disclosing import Disclosures
from chaffinch.service.judging import Judge
from chaffinch.service.limits import Limits
from chaffinch.service.once import Answers
from chaffinch.service.opening import open_server
from chaffinch.service.pages import Pages
from chaffinch.service.posting import Comments
from chaffinch.service.reacting import Reactions
from chaffinch.service.receipts import Receipts
from chaffinch.service.retention import Retention
from chaffinch.service.secret import ServerSecret
from chaffinch.service.sign_in import SignIn
from chaffinch.service.site_desk import SiteDesk
from chaffinch.service.sites import Site, Sites
from chaffinch.service.standing import Standings
from chaffinch.service.tokens import Tokens
from chaffinch.service.usage import Usage
from chaffinch.service.withdrawing import Withdrawals
from chaffinch.store.database import Database
from chaffinch.web.app import build_app
from chaffinch.web.parts import Parts, demo_folder

SLUG = "old-mill-bridge"
ARTICLE = f"/articles/{SLUG}"
NOON = 1_795_521_600_000


class ObedientFilter:
    """Holds what says "doubtful", refuses what says "advert", approves the rest; learns nothing."""

    version = "obedient"
    thresholds = Thresholds(0.5, 0.9, 0.99)
    budgets = ((0.05, 0.5), (0.01, 0.9), (0.0005, 0.99))
    card: dict[str, object] = {}  # noqa: RUF012 - empty for ever

    def judge(
        self, submissions: Sequence[Submission], contexts: Sequence[Context], *, explain: bool = True
    ) -> list[Verdict]:
        return [self._one(*pair) for pair in zip(submissions, contexts, strict=True)]

    def _one(self, submission: Submission, context: Context) -> Verdict:
        for word, action, score in (("advert", Action.SPAM, 0.97), ("doubtful", Action.HOLD, 0.62)):
            start = submission.text.find(word)
            if start >= 0:
                spans = (Span(start, start + len(word)),)
                return Verdict(
                    action, score, (Evidence(f"says-{word}", 2.0, f"It says “{word}”.", spans),), self.version
                )
        if context.is_honeypot_filled:
            return Verdict(
                Action.SPAM, 0.99, (Evidence("honeypot-filled", 20.0, "A trap was filled.", ()),), self.version
            )
        return Verdict(Action.APPROVE, 0.02, (), self.version)

    def features(self, submissions: Sequence[Submission], contexts: Sequence[Context]) -> list[bytes]:
        return [hashlib.sha256(submission.text.encode("utf-8", "replace")).digest() for submission in submissions]

    def learn(self, row: bytes, site: str, label: Label) -> None: ...

    def keep_apart(self, sites: Collection[str]) -> None: ...

    def reset(self) -> None: ...

    def dump(self) -> bytes:
        return b""

    def load(self, state: bytes) -> None: ...

    def digest(self) -> str:
        return "obedient"


@dataclass
class Time:
    now: int = NOON

    def __call__(self) -> int:
        return self.now


@dataclass
class Entropy:
    """Bytes that never repeat and are the same in every run."""

    count: itertools.count[int] = field(default_factory=itertools.count)

    def __call__(self, size: int) -> bytes:
        return hashlib.shake_128(str(next(self.count)).encode()).digest(size)


class World:
    """A server with a newspaper, and a browser that keeps no cookies unless told to sign in."""

    def __init__(
        self,
        folder: Path,
        public_url: str = "http://news.test",
        controller: Controller | None = None,
        spam_filter: Filter | None = None,
        retention: Retention | None = None,
    ) -> None:
        self.time, entropy = Time(), Entropy()
        self.database = Database(str(folder / "chaffinch.db"))
        secret = ServerSecret(bytes(range(32)), entropy)
        open_server(self.database, secret, self.time)
        judge = Judge(spam_filter or cast(Filter, ObedientFilter()), self.database, self.time)
        self.sites = Sites(self.database, secret, self.time, entropy)
        self.site: Site = self.sites.add("http://news.test", "Demo")[0]
        desk = Desk(self.database, judge, self.time)
        self.judge, self.retention = judge, retention or Retention()
        self.standings = standings = Standings(self.database, judge, self.retention, self.time)
        self.parts = Parts(
            sites=self.sites,
            comments=Comments(self.database, judge, self.sites, secret, self.time, entropy),
            reactions=Reactions(self.database, secret, self.time),
            withdrawals=Withdrawals(self.database, judge),
            pages=Pages(self.database),
            checks=Checks(self.database, judge, secret, self.time, entropy),
            receipts=Receipts(self.database, judge, secret),
            usage=Usage(self.database, self.time),
            tokens=Tokens(secret, self.time),
            desk=desk,
            campaign_desk=CampaignDesk(self.database, judge, desk, self.time),
            site_desk=SiteDesk(self.database, desk),
            answers=Answers(self.database, secret, self.time),
            limits=Limits(6000),
            sign_in=SignIn(self.database, secret, self.time, entropy),
            judge=judge,
            standings=standings,
            secret=secret,
            retention=self.retention,
            demo_site=self.site,
            public_url=public_url,
            disclosures=Disclosures(
                self.database, judge, standings, controller or Controller(), self.retention, self.time, public_url
            ),
            articles=demo_folder(),
            clock=self.time,
            entropy=entropy,
        )
        self.app = build_app(self.parts)
        self.reader = self.browser()
        self.public_url = public_url

    def browser(self) -> TestClient:
        """Return a browser of its own, which follows no redirect by itself."""
        return TestClient(self.app, "http://news.test", raise_server_exceptions=False, follow_redirects=False)

    def form(self, **changes: str) -> dict[str, str]:
        """Return the article's form filled in well, but for `changes`."""
        filled = {
            "site": self.site.id,
            "permalink": f"{self.site.url}{ARTICLE}",
            "view": "page",
            "token": "a-token",
            "nectar": "",
            "comment": "The lamps by the weir are lovely.",
            "author": "Una",
            "url": "",
        }
        return filled | changes

    def post(self, **changes: str) -> httpx.Response:
        answer: httpx.Response = self.reader.post("/comments", data=self.form(**changes))
        return answer

    def told(self, **changes: str) -> str:
        """Post, follow to the page that tells the author, and return that page."""
        answer = self.post(**changes)
        assert answer.status_code == 303, answer.text
        page: httpx.Response = self.reader.get(answer.headers["location"].partition("#")[0])
        return page.text

    def moderator(self) -> TestClient:
        """Return a browser that came in by a one-time link."""
        browser = self.browser()
        browser.base_url = httpx.URL(self.public_url)
        answer = browser.get(f"/sign-in/{self.parts.sign_in.issue_link()}")
        assert answer.status_code == 303
        return browser

    def comment_ids(self, browser: TestClient, state: str) -> list[str]:
        page = browser.get("/desk", params={"state": state}).text
        return [part.partition('"')[0] for part in page.split('<article class="card" id="c-')[1:]]

    def csrf(self, browser: TestClient) -> str:
        page: httpx.Response = browser.get("/desk")
        return page.text.partition('name="csrf" value="')[2].partition('"')[0]

    def close(self) -> None:
        self.database.close()


def status_token(location: str) -> str:
    """Return the capability in the address that an author is sent to."""
    return parse_qs(urlsplit(location).query)["posted"][0]
