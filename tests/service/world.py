"""A small server without HTTP: real database, real model, a clock that stands until told otherwise."""

from __future__ import annotations

import hashlib
import itertools
from functools import cache
from importlib.resources import files
from pathlib import Path

from chaffinch.engine import modelfile
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Label
from chaffinch.service.campaign_desk import CampaignDesk
from chaffinch.service.campaigns import Campaigns
from chaffinch.service.checking import Checks
from chaffinch.service.desk import Desk
from chaffinch.service.judging import Judge
from chaffinch.service.opening import load_secret, open_server
from chaffinch.service.posting import Comments, Posted, Posting
from chaffinch.service.reacting import Reactions
from chaffinch.service.retention import Retention, Sweep
from chaffinch.service.sign_in import SignIn
from chaffinch.service.sites import Sites
from chaffinch.service.usage import Usage
from chaffinch.service.watching import Watch
from chaffinch.sightings.local import LocalSightings
from chaffinch.store import feedback
from chaffinch.store.database import Database

NOON = 1_795_521_600_000
PAGE = "https://news.example/a"
CALLBACK = "https://news.example/wp-json/akismet/v1/webhook"
HAM = "I walk over that bridge every morning and two summers of repairs is a long time."
SPAM = "Cheap viagra and cialis online without prescription, visit http://pills.example now for a discount"


@cache
def base_model() -> BaseModel:
    return modelfile.read(files("chaffinch.models").joinpath("base.model").read_bytes())


class World:
    def __init__(self, folder: Path, retention: Retention | None = None, seed: str = "") -> None:
        self.folder = folder
        self.seed = seed
        self.now = NOON
        self._draws = itertools.count(1)
        self.retention = retention or Retention()
        self.open()
        self.site = self.sites.list()[0] if self.sites.list() else self.sites.add("https://news.example")[0]

    def open(self) -> None:
        path = self.folder / "chaffinch.db"
        self.secret = load_secret(self.folder / "secret", self.entropy, is_first_start=not path.exists())
        self.database = Database(str(path))
        open_server(self.database, self.secret, self.clock)
        self.watch = Watch(LocalSightings(), bytes(range(32)), self.clock)
        self.judge = Judge(Filter(base_model()), self.database, self.clock, self.watch)
        self.sites = Sites(self.database, self.secret, self.clock, self.entropy)
        parts = (self.database, self.judge, self.sites, self.secret, self.clock, self.entropy)
        self.comments = Comments(*parts)
        self.reactions = Reactions(self.database, self.secret, self.clock)
        self.checks = Checks(self.database, self.judge, self.secret, self.clock, self.entropy)
        self.usage = Usage(self.database, self.clock)
        self.desk = Desk(self.database, self.judge, self.clock)
        self.campaigns = Campaigns(self.database, self.watch, self.clock)
        self.campaign_desk = CampaignDesk(self.database, self.judge, self.desk, self.clock)
        self.sign_in = SignIn(self.database, self.secret, self.clock, self.entropy)
        self.sweep = Sweep(self.database, self.judge, self.retention, self.clock)

    def restart(self) -> None:
        self.database.close()
        self.open()

    def clock(self) -> int:
        return self.now

    def entropy(self, size: int) -> bytes:
        number = f"{self.seed}:{next(self._draws)}".encode()
        return hashlib.shake_256(number).digest(size)

    def post(
        self,
        text: str,
        author: str = "Ann",
        *,
        url: str | None = None,
        token: str | None = None,
        parent: str | None = None,
        page: str = PAGE,
        network: str | None = None,
    ) -> Posted:
        form_token = token or self.entropy(8).hex()
        about = (self.site.id, page, "Bridge", "Bridge to close")
        return self.comments.post(Posting(*about, author, url, text, form_token, parent_id=parent, network=network))

    def fold(self) -> str:
        """Return the digest of the weights folded from the base model over the living log, by itself."""
        alone = Filter(base_model())
        with self.database.read() as connection:
            for entry in feedback.after(connection, 0, 1_000_000):
                alone.learn(entry.row, entry.site_id, Label[entry.label])
        return alone.digest()

    def close(self) -> None:
        self.database.close()
