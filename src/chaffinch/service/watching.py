"""What was seen lately of what a comment is made of: counted when it arrives, and told to the engine in its Context.

Only keyed hashes are counted, and only numbers come back. The key dies with the process, and what was counted under
it some hours after it was counted: see `Counted`, from which the data page is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import blake2b

import numpy as np

from chaffinch.engine import campaign
from chaffinch.engine.borrowed import borrowed
from chaffinch.engine.campaign import Prints
from chaffinch.engine.links import split_address
from chaffinch.engine.parsing import Parsed
from chaffinch.engine.signals import HOST_SITES
from chaffinch.engine.text import PlainText
from chaffinch.engine.types import Context, Seen, Submission
from chaffinch.service.clock import Clock
from chaffinch.sightings.question import Sender, Sighted, Sightings, Told


class Counted(Enum):
    """What is counted of a comment, as the data page tells it."""

    WORDS = "keyed hashes of about 24 pairs of neighbouring words, or of a short text's words if it leads to a website"
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


@dataclass(frozen=True, slots=True)
class Campaign:
    """Alike comments of enough sources. `name`: 16 hexadecimal digits, the same while the process runs.

    `members`: those that nobody was told of yet, by site and the first 16 digits of their match.
    """

    name: str
    seen: Seen
    members: tuple[tuple[str, str], ...]


class Watch:
    """Counts what arrives. `secret`: 32 bytes, new with each start, so that nothing can be compared across starts."""

    def __init__(self, sightings: Sightings, secret: bytes, clock: Clock) -> None:
        self._sightings = sightings
        self._clock = clock
        self._sites: dict[str, tuple[int, int]] = {}
        self._macs = {kind: blake2b(f"{kind.name}\0".encode(), digest_size=8, key=secret) for kind in Counted}
        self._salt = np.uint64(self._keyed(Counted.WORDS, "") | 1)

    def around(
        self, parsed: Parsed, some: Sequence[Submission], around: Sequence[Context], origins: Sequence[Origin]
    ) -> list[Context]:
        """Count parsed submissions, and return their contexts with what was seen lately, where that is worth telling.

        A test is told what others left, and leaves nothing.

        Raises:
            StateError: what was counted cannot be read.

        """
        senders = [self._sender(*one) for one in zip(some, origins, parsed.plains, strict=True)]
        anchors = [sender.host for sender in senders]
        prints = campaign.fingerprints(parsed.all_words, len(some), self._salt, anchors)
        sighted = Sighted(prints, senders, lambda row: self._borrowed(some[row], around[row]))
        told = self._told(sighted, origins)
        found = list(around)
        for row, seen in told.alike.items():
            found[row] = replace(found[row], alike=seen)
        for row, seen in told.author.items():
            found[row] = replace(found[row], same_author=seen)
        for row, seen in told.network.items():
            found[row] = replace(found[row], same_network=seen)
        for row, seen in told.host.items():
            if seen.sites >= HOST_SITES:
                found[row] = replace(found[row], same_host=seen)
        return found

    def noticed(self) -> list[Campaign]:
        """Return the campaigns that were noticed, or grew, since this was last asked.

        Raises:
            StateError: what was counted cannot be read.

        """
        noticed = self._sightings.noticed(self._clock())
        names = list(self._sites)  # after that: a site may send its first comment meanwhile
        return [
            Campaign(
                f"{self._keyed(Counted.WORDS, str(one.number)):016x}",
                one.seen,
                tuple((names[site], f"{event:016x}") for site, event in one.members),
            )
            for one in noticed
        ]

    def _told(self, sighted: Sighted, origins: Sequence[Origin]) -> Told:
        now = self._clock()
        counted = [row for row, origin in enumerate(origins) if origin.is_counted]
        if len(counted) == len(origins):
            return self._sightings.note(sighted, now)
        if counted:
            self._sightings.note(_only(sighted, counted), now)
        return self._sightings.look(sighted, now)

    def _sender(self, submission: Submission, origin: Origin, seen: PlainText) -> Sender:
        url = submission.author_url or (seen.links[0].target if seen.links else "")
        site, mask = self._sites.get(origin.site_id) or self._new_site(origin.site_id)
        # By site: behind a relay its network is that of everybody, and would be on all sites together.
        name = self._keyed(Counted.AUTHOR, " ".join(submission.author.lower().split())) if submission.author else 0
        network = self._keyed(Counted.NETWORK, origin.network) if origin.network else 0
        return Sender(
            name or network or mask,
            site,
            int(origin.lookup[:16], 16),
            name ^ mask if name else 0,
            network ^ mask if network else 0,
            self._keyed(Counted.HOST, split_address(url)[0]) if url else 0,
        )

    def _new_site(self, site_id: str) -> tuple[int, int]:
        """Return number and mask of a site that has not sent anything yet."""
        number = len(self._sites)
        return self._sites.setdefault(site_id, (number, _mask(number)))

    def _keyed(self, kind: Counted, value: str) -> int:
        """Return the keyed hash of a value of one kind, 64 bits: BLAKE2b with a key (RFC 7693) is a MAC by itself."""
        mac = self._macs[kind].copy()
        mac.update(value.encode("utf-8", "surrogatepass"))
        return int.from_bytes(mac.digest(), "little")

    def _borrowed(self, submission: Submission, context: Context) -> frozenset[int]:
        """Return the keys of a comment that are not its author's words."""
        return frozenset(borrowed(submission, context, self._salt).tolist())


def _mask(site: int) -> int:
    """Return what moves a hash to one of a site's own."""
    return (site + 1) * 0x9E3779B97F4A7C15 & (1 << 64) - 1


def _only(sighted: Sighted, rows: list[int]) -> Sighted:
    """Return some comments of a batch, rising."""
    keys, of = sighted.prints
    senders = [sighted.senders[row] for row in rows]
    if len(sighted.senders) == 1:
        return sighted
    places = np.full(len(sighted.senders), -1, np.int64)
    places[rows] = np.arange(len(rows))
    of = places.take(of)
    prints = Prints(keys[of >= 0], of[of >= 0])
    return Sighted(prints, senders, lambda row: sighted.borrowed(rows[row]))
