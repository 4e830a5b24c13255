"""What was seen lately of what a comment is made of: counted when it arrives, and told to the engine in its Context.

Only keyed hashes are counted, and only numbers come back. The key dies with the process, and what was counted under
it some hours after it was counted: see `Counted`, from which the data page is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import blake2b
from zlib import crc32

import numpy as np

from chaffinch.engine import campaign
from chaffinch.engine.borrowed import borrowed
from chaffinch.engine.links import split_address
from chaffinch.engine.parsing import Parsed
from chaffinch.engine.signals import FLOOD, HOST_SITES, HOST_SOURCES
from chaffinch.engine.types import Context, Seen, Submission
from chaffinch.service.clock import Clock
from chaffinch.sightings.question import (
    SOURCE,
    SOURCE_BITS,
    TIMES,
    Sighted,
    Sightings,
    Told,
    entry,
    sites_of,
    sources_of,
)

_AUTHOR, _NETWORK, _HOST = campaign.SIZE, campaign.SIZE + 1, campaign.SIZE + 2
"""Places of the keys of a comment behind its fingerprint."""
WIDTH = campaign.SIZE + 3
_OFTEN = np.array([FLOOD, FLOOD, HOST_SOURCES])
"""How often each of the last three was seen where it is looked at."""


class Counted(Enum):
    """What is counted of a comment, as the data page tells it."""

    WORDS = "keyed hashes of up to 24 pairs of neighbouring words, if the text has ten or more"
    AUTHOR = "a keyed hash of the name you gave"
    NETWORK = "a keyed hash of the part of the network you wrote from: half an address, never the whole"
    HOST = "a keyed hash of the host of your website, or of the first link"
    COMMENT = "a keyed hash of name and text, so that a comment that comes twice is counted once"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a comment comes from. `lookup`: its match (`matching.match_lookup`), by which it is counted once.

    `network`: the part of the network it was sent from, if known. `is_counted`: False for what is only looked at.
    """

    site_id: str
    lookup: str
    network: str | None = None
    is_counted: bool = True


class Watch:
    """Counts what arrives. `secret`: 32 bytes, new with each start, so that nothing can be compared across starts."""

    def __init__(self, sightings: Sightings, secret: bytes, clock: Clock) -> None:
        self._sightings = sightings
        self._secret = secret
        self._clock = clock
        self._salt = np.uint64(self._keyed(Counted.WORDS, "") | 1)

    def around(
        self, parsed: Parsed, some: Sequence[Submission], around: Sequence[Context], origins: Sequence[Origin]
    ) -> list[Context]:
        """Count parsed submissions, and return their contexts with what was seen lately, where that is worth telling.

        A test is told what others left, and leaves nothing.

        Raises:
            StateError: what was counted cannot be read.

        """
        now = self._clock()
        sighted = self._sighted(parsed, some, origins)
        told = self._told(sighted, origins, now)
        times = told.times()
        found = list(around)
        rows = campaign.candidates(times[:, : campaign.SIZE])
        if rows.size:
            rows = rows[campaign.may_be_near(sources_of(told.recent[rows, : campaign.SIZE]))]
        for row in rows.tolist():
            found[row] = replace(found[row], alike=self._alike(sighted, told, row, some[row], around[row], now))
        often = times[:, campaign.SIZE :] >= _OFTEN
        if not often.any():
            return found
        for row, place in zip(*(each.tolist() for each in often.nonzero()), strict=True):
            seen = _seen(told, row, campaign.SIZE + place, now)
            found[row] = _with(found[row], campaign.SIZE + place, seen)
        return found

    def _told(self, sighted: Sighted, origins: Sequence[Origin], now: int) -> Told:
        counted = [n for n, origin in enumerate(origins) if origin.is_counted]
        if len(counted) == len(origins):
            return self._sightings.note(sighted, now)
        if counted:
            self._sightings.note(_only(sighted, counted), now)
        return self._sightings.look(sighted, now)

    def _sighted(self, parsed: Parsed, some: Sequence[Submission], origins: Sequence[Origin]) -> Sighted:
        keys = np.zeros((len(some), WIDTH), np.uint64)
        keys[:, : campaign.SIZE] = campaign.fingerprints(parsed.words, len(some), self._salt)
        sent_by, events, people = [], [], []
        for submission, origin, seen in zip(some, origins, parsed.plains, strict=True):
            url = submission.author_url or (seen.links[0].target if seen.links else "")
            site = crc32(origin.site_id.encode())
            name = self._keyed(Counted.AUTHOR, " ".join(submission.author.lower().split())) if submission.author else 0
            network = self._keyed(Counted.NETWORK, origin.network) if origin.network else 0
            host = self._keyed(Counted.HOST, split_address(url)[0]) if url else 0
            # By site: behind a relay its network is that of everybody, and would be on all sites together.
            people.append((name ^ site if name else 0, network ^ site if network else 0, host))
            sent_by.append(entry(name or network or site, site))
            events.append(int(origin.lookup[:16], 16))
        keys[:, campaign.SIZE :] = people
        return Sighted(keys, np.array(sent_by, np.uint32), events)

    def _keyed(self, kind: Counted, value: str) -> int:
        """Return the keyed hash of a value of one kind, 64 bits: BLAKE2b with a key (RFC 7693) is a MAC by itself."""
        told = f"{kind.name}\0{value}".encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(told, digest_size=8, key=self._secret).digest(), "little")

    def _alike(
        self, sighted: Sighted, told: Told, row: int, submission: Submission, context: Context, now: int
    ) -> Seen | None:
        """Return what comments with nearly the same words there were, those aside that only quote the same."""
        keys = sighted.keys[row, : campaign.SIZE]
        is_own = (keys != 0) & ~np.isin(keys, borrowed(submission, context, self._salt))
        recent = told.recent[row, : campaign.SIZE][is_own]
        if len(recent) < campaign.SHARED:
            return None
        sources = sources_of(recent)
        close = campaign.near(sources)
        if close.size < campaign.SOURCES:
            return None
        times, since = (each[row, : campaign.SIZE][is_own] for each in (told.times(), told.since()))
        sites = np.unique(sites_of(recent[np.isin(sources, close)])).size
        often = campaign.shared_at(times, sources, close, is_most=True)
        first = campaign.shared_at(since, sources, close, is_most=False)
        return Seen(max(often, close.size), close.size, sites, max(0, now - first))


def _only(sighted: Sighted, rows: list[int]) -> Sighted:
    return Sighted(sighted.keys[rows], sighted.sent_by[rows], [sighted.events[row] for row in rows])


def _seen(told: Told, row: int, place: int, now: int) -> Seen:
    """Return what was seen of one key. Plain integers: of a dozen, arrays cost ten times as much."""
    count, recent = int(told.counts[row, place]), [one for one in told.recent[row, place].tolist() if one]
    sources, sites = len({one & int(SOURCE) for one in recent}), len({one >> SOURCE_BITS for one in recent})
    return Seen(count & int(TIMES), sources, sites, max(0, now - (count >> 32) * 1000))


def _with(context: Context, place: int, seen: Seen) -> Context:
    """Return a context with what was seen of one key behind the fingerprint, where a rule could hold for it."""
    if place == _HOST:
        is_told = seen.sources >= HOST_SOURCES and seen.sites >= HOST_SITES
        return replace(context, same_host=seen) if is_told else context
    if seen.times < FLOOD:
        return context
    return replace(context, same_author=seen) if place == _AUTHOR else replace(context, same_network=seen)
