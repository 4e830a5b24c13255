"""A site that can be told: it remembers the last word about each guid, and may fail in every way there is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from chaffinch.delivery.destination import Destination
from chaffinch.delivery.outcome import DELIVERED, TIMED_OUT, Kind, Outcome
from chaffinch.engine.types import Action, Evidence, Submission, Verdict
from chaffinch.service.checking import Check
from chaffinch.service.delivering import Deliverer
from chaffinch.service.rejudging import Rejudge
from chaffinch.service.sites import Site
from tests.service.world import CALLBACK, World


class KilledError(BaseException):
    """The process ends here."""


@dataclass
class Blog:
    """`mood`: "well", "deaf" (never got it), "mute" (got it, its answer is lost), "killed" (got it, then we died)."""

    mood: str = "well"
    outcome: Outcome | None = None
    unknown: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[Destination, bytes]] = field(default_factory=list)

    def send(self, place: Destination, body: bytes) -> Outcome:
        self.calls.append((place, body))
        if self.outcome is not None:
            return self.outcome
        if self.mood == "deaf":
            return TIMED_OUT
        comments = json.loads(body)["comments"]
        known = [one for one in comments if one["guid"] not in self.unknown]
        self.words |= {one["guid"]: one["result"] for one in known}
        if self.mood == "killed":
            raise KilledError
        if self.mood == "mute":
            return TIMED_OUT
        statuses = {one["guid"]: {"status": "success" if one in known else "error"} for one in comments}
        return Outcome(Kind.DELIVERED, DELIVERED, json.dumps({"comments": statuses}).encode())

    def told(self) -> list[tuple[str, str]]:
        return [(c["guid"], c["result"]) for _, body in self.calls for c in json.loads(body)["comments"]]


class RemoteWorld:
    """A world with a blog that asks, a deliverer and second thoughts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.blog = Blog()
        self.open()

    def open(self) -> None:
        world = self.world
        self.deliverer = Deliverer(world.database, world.sites, self.blog.send, world.clock)
        self.rejudge = Rejudge(world.database, world.judge, world.clock)

    def restart(self) -> None:
        self.world.restart()
        self.open()

    def check(self, text: str, *, callback: str | None = CALLBACK, is_recheck: bool = False) -> str:
        check = Check(Submission(text, "Ben"), callback=callback, is_recheck=is_recheck)
        return self.world.checks.check(self.site(), check).guid

    def site(self) -> Site:
        found = self.world.sites.by_id(self.world.site.id)
        assert found is not None
        return found

    def deliver(self) -> None:
        while self.deliverer.step():
            pass


def verdict_of(world: World, action: Action, score: float) -> Verdict:
    return Verdict(action, score, (Evidence("told", 1.0, "We were told so."),), world.judge.model)
