"""Sightings of one process, in memory: nothing outlives it, and it never takes more than some 80 MB."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from chaffinch.engine.signals import FLOOD, HOST_SOURCES
from chaffinch.engine.types import Seen
from chaffinch.sightings.alike import Alike
from chaffinch.sightings.last_shown import COMMENTS, SLOTS
from chaffinch.sightings.question import WINDOW, Noticed, Sender, Sighted, Told
from chaffinch.sightings.tallies import MOST, TURN, SourceTally, Tally


class LocalSightings:
    """For the calls, see `question.Sightings`. `turn` and `most` are of the tallies."""

    def __init__(
        self, *, window: int = WINDOW, slots: int = SLOTS, comments: int = COMMENTS, turn: int = TURN, most: int = MOST
    ) -> None:
        self._lock = threading.Lock()
        self._most = comments // 2
        self._alike = Alike(window, slots, comments)
        self._authors = Tally(FLOOD, turn, most)
        self._networks = Tally(FLOOD, turn, most)
        self._hosts = SourceTally(HOST_SOURCES, turn, most)

    def note(self, sighted: Sighted, now: int) -> Told:
        """Count a batch, and tell what was seen lately, all of it included."""
        count = len(sighted.senders)
        if count > self._most:
            raise ValueError(f"{count} comments at once: give {self._most} at most")
        with self._lock:
            noting = self._alike.note_one if count == 1 else self._alike.note_many
            alike, is_new = noting(sighted, now)
            return self._told(sighted.senders, is_new, alike, now)

    def look(self, sighted: Sighted, now: int) -> Told:
        """Tell what was seen lately, counting nothing."""
        with self._lock:
            return self._told(sighted.senders, [False] * len(sighted.senders), self._alike.look(sighted, now), now)

    def noticed(self, now: int) -> list[Noticed]:
        """Return what was noticed, and what joined it, since this was last asked."""
        with self._lock:
            return self._alike.noticed(now)

    def _told(self, senders: Sequence[Sender], is_new: Sequence[bool], alike: dict[int, Seen], now: int) -> Told:
        authors, networks, hosts = self._authors, self._networks, self._hosts
        authors.slide(now)
        networks.slide(now)
        hosts.slide(now)
        told = Told(alike, {}, {}, {})
        for row, sender in enumerate(senders):
            is_counted = is_new[row]
            if sender.author:
                _tell(told.author, row, (authors.count if is_counted else authors.look)(sender.author, now))
            if sender.network:
                _tell(told.network, row, (networks.count if is_counted else networks.look)(sender.network, now))
            if sender.host:
                by = (sender.host, sender.source, sender.site, now)
                _tell(told.host, row, hosts.count_by(*by) if is_counted else hosts.look_by(sender.host, now))
        return told


def _tell(told: dict[int, Seen], row: int, seen: Seen | None) -> None:
    if seen is not None:
        told[row] = seen
