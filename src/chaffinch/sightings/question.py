"""How often, and by how many different sources, was this seen lately? The one question, and its values.

Whoever answers it (one process today) is asked for a batch of comments at once. What is asked about are numbers: keyed
hashes that mean nothing beyond the process. Of the pairs of words in a fingerprint is told which earlier comments have
shown nearly the same ones, see `engine.campaign`; of names, networks and hosts how often each was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from chaffinch.engine.campaign import Prints
from chaffinch.engine.types import Seen

WINDOW = 16_200_000
"""Milliseconds: what was seen is told for four and a half hours."""


class Sender(NamedTuple):
    """Who sent a comment, and what it is made of besides words; all numbers below 2**64 but `site`.

    `source`: by whom alike comments are told apart. `site`: small, from 0. `event`: which comment it is: one that comes
    again is not counted twice. `author`, `network` and `host`: what is tallied, 0 where there is none.
    """

    source: int
    site: int
    event: int
    author: int = 0
    network: int = 0
    host: int = 0


class Sighted(NamedTuple):
    """What a batch of comments shows: fingerprints, and one sender each.

    `borrowed`: asked only about comments that seem alike, by their place in the batch: which keys of the fingerprint
    are not the author's own words.
    """

    prints: Prints
    senders: Sequence[Sender]
    borrowed: Callable[[int], Collection[int]] = lambda _row: ()


class Told(NamedTuple):
    """The answer, by place in the batch, where there is one: the comment at hand is always one of those seen.

    `alike`: where it joined others; `author` and `network`, where they were seen `signals.FLOOD` times; `host`, where
    `signals.HOST_SOURCES` led to it.
    """

    alike: dict[int, Seen]
    author: dict[int, Seen]
    network: dict[int, Seen]
    host: dict[int, Seen]


@dataclass(frozen=True, slots=True)
class Noticed:
    """Alike comments of so many sources that they are worth a person's look.

    `number`: theirs, as long as the process runs. `members`: site and event of those that nobody was told of yet.
    """

    number: int
    seen: Seen
    members: tuple[tuple[int, int], ...]


class Sightings(Protocol):
    """Counts in a sliding window. `now`: Unix milliseconds. Safe to be asked by several threads."""

    def note(self, sighted: Sighted, now: int) -> Told:
        """Count a batch, and tell what was seen lately, all of the batch included.

        Raises:
            StateError: what was counted cannot be read.

        """

    def look(self, sighted: Sighted, now: int) -> Told:
        """Tell what was seen lately, counting nothing.

        Raises:
            StateError: what was counted cannot be read.

        """

    def noticed(self, now: int) -> list[Noticed]:
        """Return what was noticed, and what joined it, since this was last asked."""
