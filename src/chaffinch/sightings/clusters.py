"""Comments that joined each other, and how many sources and sites they came from within the window."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from chaffinch.engine.campaign import SOURCES
from chaffinch.engine.types import Seen
from chaffinch.sightings.question import Noticed, Sender

_SWEEP = 4096
"""Comments after which, or clusters at which, those are looked for whose window is over."""


class Member(NamedTuple):
    """One comment of a cluster. `ordinal`: the place among all comments, rising; `at`: Unix milliseconds."""

    ordinal: int
    at: int
    source: int
    site: int
    event: int


class Cluster:
    """Comments that are alike. `untold`: how many of the last nobody was told of; `newest`: the highest ordinal."""

    def __init__(self) -> None:
        self._members: deque[Member] = deque()
        self._sources: Counter[int] = Counter()
        self._sites: Counter[int] = Counter()
        self.untold = 0
        self.newest = 0

    def add(self, member: Member) -> None:
        """Take in one more."""
        self._members.append(member)
        self._sources[member.source] += 1
        self._sites[member.site] += 1
        self.untold += 1
        self.newest = max(self.newest, member.ordinal)

    def forget(self, oldest: int) -> None:
        """Leave out all before an ordinal."""
        while self._members and self._members[0].ordinal < oldest:
            gone = self._members.popleft()
            for count, value in ((self._sources, gone.source), (self._sites, gone.site)):
                count[value] -= 1
                if not count[value]:
                    del count[value]
        self.untold = min(self.untold, len(self._members))

    def tell(self) -> tuple[Member, ...]:
        """Return those that nobody was told of yet, in the order in which they came; then all are told."""
        last = [*islice(reversed(self._members), self.untold)]
        self.untold = 0
        return (*reversed(last),)

    def seen(self, now: int, guest: Sender | None = None) -> Seen:
        """Return how many there are; `guest`: one more that is not a member."""
        sources, sites, times = len(self._sources), len(self._sites), len(self._members)
        if guest is not None:
            times, sources, sites = (
                times + 1,
                sources + (guest.source not in self._sources),
                sites + (guest.site not in self._sites),
            )
        first = self._members[0].at if self._members else now
        return Seen(times, sources, sites, max(0, now - first))


class Clusters:
    """Clusters by number: the ordinal of the comment that the first other one joined."""

    def __init__(self) -> None:
        self._clusters: dict[int, Cluster] = {}
        self._noticed: dict[int, Cluster] = {}
        self._room = _SWEEP
        self._swept = 0

    def get(self, number: int) -> Cluster | None:
        """Return a cluster, None where nobody has joined that comment."""
        return self._clusters.get(number)

    def begin(self, first: Member, oldest: int) -> Cluster:
        """Return a new cluster of one comment."""
        if len(self._clusters) >= self._room or oldest - self._swept >= _SWEEP:
            self._clusters = {number: one for number, one in self._clusters.items() if one.newest >= oldest}
            self._room, self._swept = max(_SWEEP, 2 * len(self._clusters)), oldest
        cluster = self._clusters[first.ordinal] = Cluster()
        cluster.add(first)
        return cluster

    def notice(self, number: int, cluster: Cluster, seen: Seen) -> None:
        """Remember to tell of a cluster that is worth a person's look."""
        if seen.sources >= SOURCES:
            self._noticed[number] = cluster

    def noticed(self, now: int, oldest: int) -> Iterator[Noticed]:
        """Yield what was noticed, and what joined it, since this was last asked."""
        noticed, self._noticed = self._noticed, {}
        for number, cluster in noticed.items():
            cluster.forget(oldest)
            members = cluster.tell()
            if members:
                yield Noticed(number, cluster.seen(now), tuple((one.site, one.event) for one in members))
