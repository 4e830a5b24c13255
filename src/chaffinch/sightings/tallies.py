"""How often one key was seen lately: two parts of a window, a younger and an older, which take turns.

A key is counted in the younger part only and read in both, so a window covers the length of one to two turns. A turn
ends with its time, or when it holds too much: under a flood the window grows shorter, never the memory larger.
"""

from __future__ import annotations

from chaffinch.engine.types import Seen

TURN = 3 * 60 * 60 * 1000
"""Milliseconds of one turn: what is counted is forgotten after three to six hours."""
MOST = 1 << 14
"""Different keys of one turn: a tally has some 6 MB at most, that of hosts
25."""
_KEPT = 64
"""Sources told apart behind one key in one turn; of all keys together twice as many as keys."""


class Tally:
    """Counts keys. `least`: how often a key must have been seen to be worth telling."""

    def __init__(self, least: int, turn: int = TURN, most: int = MOST) -> None:
        self._least = least
        self._turn = turn
        self._most = most
        self._began = -1
        self._young: dict[int, list[int]] = {}
        self._older: dict[int, list[int]] = {}

    def slide(self, now: int) -> None:
        """Begin a new turn where the time or the room of this one is up."""
        if now - self._began >= 2 * self._turn:
            self._older, self._young, self._began = {}, {}, now
        elif now - self._began >= self._turn or self._is_full():
            self._older, self._young, self._began = self._young, {}, now

    def _is_full(self) -> bool:
        return len(self._young) >= self._most

    def count(self, key: int, now: int) -> Seen | None:
        """Count a sighting of a key; return how often it was seen, where that is often."""
        young = self._young.get(key)
        if young is None:
            young = self._young[key] = [0, now]
        young[0] += 1
        return self._told(young, key, now) if self._older or young[0] >= self._least else None

    def look(self, key: int, now: int) -> Seen | None:
        """Return how often a key was seen, where that is often, counting nothing."""
        return self._told(self._young.get(key, [0, now]), key, now)

    def _told(self, young: list[int], key: int, now: int) -> Seen | None:
        times, since = young
        if self._older:
            older = self._older.get(key)
            if older is not None:
                times, since = times + older[0], older[1]
        return Seen(times, 1, 1, max(0, now - since)) if times >= self._least else None


class SourceTally(Tally):
    """Counts keys, and tells by how many sources on how many sites; `least` sources are worth telling."""

    def __init__(self, least: int, turn: int = TURN, most: int = MOST) -> None:
        super().__init__(0, turn, most)
        self._sources = least
        self._behind: dict[int, set[tuple[int, int]]] = {}
        self._behind_older: dict[int, set[tuple[int, int]]] = {}
        self._told_apart = 0

    def slide(self, now: int) -> None:
        """Begin a new turn where the time or the room of this one is up."""
        young = self._young
        super().slide(now)
        if self._young is not young:
            self._behind_older = self._behind if self._older is young else {}
            self._behind, self._told_apart = {}, 0

    def _is_full(self) -> bool:
        return super()._is_full() or self._told_apart >= 2 * self._most

    def count_by(self, key: int, source: int, site: int, now: int) -> Seen | None:
        """Count a sighting of a key by one source; return by whom it was seen, where they are many."""
        behind = self._behind.setdefault(key, set())
        if len(behind) < _KEPT and (source, site) not in behind:
            behind.add((source, site))
            self._told_apart += 1
        self.count(key, now)
        return self.look_by(key, now)

    def look_by(self, key: int, now: int) -> Seen | None:
        """Return by whom a key was seen, where they are many, counting nothing."""
        behind = self._behind.get(key, set())
        older = self._behind_older.get(key)
        if older is not None:
            behind = behind | older
        if len(behind) < self._sources:
            return None
        seen, sources = self.look(key, now), len({source for source, _ in behind})
        if seen is None or sources < self._sources:
            return None
        return Seen(seen.times, sources, len({site for _, site in behind}), seen.span)
