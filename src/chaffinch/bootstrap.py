"""The one place where things meet: settings become a database, services and an application. Prints nothing."""

from __future__ import annotations

import os
import time
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from chaffinch.config import Settings
from chaffinch.errors import ModelFileError, NotFoundError
from chaffinch.service.background import Background
from chaffinch.service.opening import load_secret, open_server
from chaffinch.service.sign_in import SignIn
from chaffinch.service.sites import Site, Sites
from chaffinch.store.database import Database

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from chaffinch.engine.spamfilter import Filter
    from chaffinch.service.campaigns import Campaigns
    from chaffinch.service.delivering import Deliverer
    from chaffinch.service.disclosing import Disclosures
    from chaffinch.service.judging import Judge
    from chaffinch.service.pages import Read
    from chaffinch.service.promises import Promises
    from chaffinch.service.rejudging import Rejudge
    from chaffinch.service.retention import Sweep
    from chaffinch.service.standing import Standings
    from chaffinch.service.watching import Watch
    from chaffinch.web.parts import Parts

SWEEP_SECONDS = 3600
LOOK_SECONDS = 1.0
"""Between two looks at the outbox, and at what was learned."""
AGAIN_SECONDS = 60.0
"""Until a look that failed is tried again."""
DEMO_NAME = "Demo newspaper"


def unix_milliseconds() -> int:
    """Return now: the only clock of the program."""
    return time.time_ns() // 1_000_000


def base_model() -> bytes:
    """Return the file of the base model that ships in the package."""
    return files("chaffinch.models").joinpath("base.model").read_bytes()


def base_filter(model: Path | None = None) -> Filter:
    """Return a filter with the base model in a file, or the one that ships; it has learned nothing on any site.

    Raises:
        ModelFileError: the file is damaged or of another format, or its thresholds do not rise.
    """
    from chaffinch.engine.spamfilter import Filter

    if model is None:
        return Filter.from_model(base_model())
    try:
        found = Filter.from_model(model.read_bytes())
    except ModelFileError as error:
        raise ModelFileError(f"{model}: {error}") from error
    if not found.thresholds.hold_at < found.thresholds.spam_at < found.thresholds.discard_at:
        raise ModelFileError(f"{model}: its thresholds do not rise ({found.thresholds}): train it again")
    return found


class Server:
    """Everything one server is made of, each part made when it is first asked for. Close it, or use it with `with`.

    `must_exist`: a command that only looks must not leave an empty database behind in the wrong folder.

    Raises:
        NotFoundError: there is no database, and there must be.
        StateError: database or secret cannot be opened, or do not belong together.
    """

    def __init__(self, settings: Settings, *, must_exist: bool = False) -> None:
        is_first_start = not settings.database_file.exists()
        if is_first_start and must_exist:
            raise NotFoundError(
                f"there is no database at {settings.database_file}: run this in the folder where the server runs, "
                "or name its file with --database"
            )
        self.settings = settings
        self.secret = load_secret(settings.secret_file, os.urandom, is_first_start=is_first_start)
        self.database = Database(settings.database)
        open_server(self.database, self.secret, unix_milliseconds)
        self._background = Background()

    @cached_property
    def sites(self) -> Sites:
        """Sites and their keys."""
        return Sites(self.database, self.secret, unix_milliseconds, os.urandom)

    @cached_property
    def sign_in(self) -> SignIn:
        """One-time links and sessions."""
        return SignIn(self.database, self.secret, unix_milliseconds, os.urandom)

    @cached_property
    def judge(self) -> Judge:
        """The filter with everything learned here."""
        from chaffinch.service import renewing
        from chaffinch.service.judging import Judge

        spam_filter = base_filter(self.settings.model)
        renewing.renew(self.database, spam_filter)
        return Judge(spam_filter, self.database, unix_milliseconds, self.watch)

    @cached_property
    def watch(self) -> Watch:
        """Who counts what is seen, in this process and as long as it runs: keyed anew with each start."""
        from chaffinch.service.watching import Watch
        from chaffinch.sightings.local import LocalSightings

        key = bytes.fromhex(self.secret.lookup("sightings", os.urandom(32).hex()))
        return Watch(LocalSightings(), key, unix_milliseconds)

    @cached_property
    def promises(self) -> Promises:
        """The thresholds that sites promise."""
        from chaffinch.service.promises import Promises

        return Promises(self.database, self.judge)

    @cached_property
    def standings(self) -> Standings:
        """How what sites promise about their honest comments stands."""
        from chaffinch.service.standing import Standings

        return Standings(self.database, self.judge, self.settings.retention, unix_milliseconds)

    @cached_property
    def disclosures(self) -> Disclosures:
        """What is told about how a site's comment data is processed."""
        from chaffinch.service.disclosing import Disclosures

        told = self.settings
        where = (told.controller, told.retention, unix_milliseconds, told.public_url)
        return Disclosures(self.database, self.judge, self.standings, *where)

    @cached_property
    def sweep(self) -> Sweep:
        """The job that ends what has had its time."""
        from chaffinch.service.retention import Sweep

        return Sweep(self.database, self.judge, self.settings.retention, unix_milliseconds)

    @cached_property
    def rejudge(self) -> Rejudge:
        """Second thoughts about what other systems were answered."""
        from chaffinch.service.rejudging import Rejudge

        return Rejudge(self.database, self.judge, unix_milliseconds, self._background.is_closing)

    @cached_property
    def campaigns(self) -> Campaigns:
        """Who writes campaigns down that were noticed, and takes back what was published of them."""
        from chaffinch.service.campaigns import Campaigns

        return Campaigns(self.database, self.watch, unix_milliseconds)

    @cached_property
    def deliverer(self) -> Deliverer:
        """Who tells sites what was decided otherwise."""
        from chaffinch.delivery.webhook import Webhook
        from chaffinch.service.delivering import Deliverer

        webhook = Webhook(allow_private=self.settings.callbacks_allow_private)
        return Deliverer(self.database, self.sites, webhook.post, unix_milliseconds)

    @cached_property
    def _read_article(self) -> Read:
        """How an article is read at its own site."""
        from chaffinch.delivery.article import ArticleReader

        return ArticleReader(allow_private=self.settings.callbacks_allow_private).get

    @cached_property
    def demo_site(self) -> Site:
        """The site of the demo newspaper, registered at the first start with the public URL.

        Later it is found by its name: with another port or name of the server, its comments stay its own.
        """
        url = self.settings.public_url
        named = (site for site in self.sites.list() if site.name == DEMO_NAME)
        return next(named, None) or self.sites.by_url(url) or self.sites.add(url, DEMO_NAME)[0]

    @cached_property
    def parts(self) -> Parts:
        """What the web floor is made of."""
        from chaffinch.service.campaign_desk import CampaignDesk
        from chaffinch.service.checking import Checks
        from chaffinch.service.desk import Desk
        from chaffinch.service.limits import Limits
        from chaffinch.service.once import Answers
        from chaffinch.service.pages import Pages
        from chaffinch.service.posting import Comments
        from chaffinch.service.reacting import Reactions
        from chaffinch.service.receipts import Receipts
        from chaffinch.service.site_desk import SiteDesk
        from chaffinch.service.tokens import Tokens
        from chaffinch.service.usage import Usage
        from chaffinch.service.withdrawing import Withdrawals
        from chaffinch.web.parts import Parts

        desk = Desk(self.database, self.judge, unix_milliseconds)
        tools = (self.secret, unix_milliseconds, os.urandom)
        return Parts(
            sites=self.sites,
            comments=Comments(self.database, self.judge, self.sites, *tools),
            reactions=Reactions(self.database, self.secret, unix_milliseconds),
            withdrawals=Withdrawals(self.database, self.judge),
            pages=Pages(self.database, self._read_article if self.settings.read_articles else None),
            checks=Checks(self.database, self.judge, *tools),
            receipts=Receipts(self.database, self.judge, self.secret),
            usage=Usage(self.database, unix_milliseconds),
            tokens=Tokens(self.secret, unix_milliseconds),
            desk=desk,
            campaign_desk=CampaignDesk(self.database, self.judge, desk, unix_milliseconds),
            site_desk=SiteDesk(self.database, desk),
            answers=Answers(self.database, self.secret, unix_milliseconds),
            limits=Limits(self.settings.calls_per_minute),
            sign_in=self.sign_in,
            judge=self.judge,
            standings=self.standings,
            secret=self.secret,
            retention=self.settings.retention,
            demo_site=self.demo_site,
            public_url=self.settings.public_url,
            disclosures=self.disclosures,
            articles=self.settings.articles,
            clock=unix_milliseconds,
            entropy=os.urandom,
        )

    @cached_property
    def app(self) -> ASGIApp:
        """The web application, to be run by any ASGI server."""
        from chaffinch.web.app import build_app

        return build_app(self.parts)

    def sweep_hourly(self) -> None:
        """Sweep in the background, now and then every hour, until the server is closed."""
        self._background.repeat("sweeper", self._sweep, SWEEP_SECONDS, SWEEP_SECONDS)

    def _sweep(self) -> bool:
        self.sweep.run()
        for site in self.sites.list():  # what changed with a setting is dated by it, not by the next reader
            self.disclosures.of(site)
        return False

    def tell_sites(self) -> None:
        """In the background, think again about what was answered, and tell sites what is decided otherwise."""
        self._background.repeat("rejudger", self.rejudge.run_if_learned, LOOK_SECONDS, AGAIN_SECONDS)
        self._background.repeat("campaigns", self.campaigns.step, LOOK_SECONDS, AGAIN_SECONDS)
        self._background.repeat("deliverer", self.deliverer.step, LOOK_SECONDS, AGAIN_SECONDS)

    def close(self) -> None:
        """Write a checkpoint if anything was learned, finish what waits to be written, close the database."""
        self._background.close()
        try:
            if "judge" in self.__dict__:
                self.judge.checkpoint()
        finally:
            self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
