"""Sightings of one process: two tables in memory, a younger and an older, which slide on by turns.

A key is counted in the younger table only and read in both, so a window covers the length of one to two turns. A turn
ends with its time, or when a table is full, or has as many comments as rows: under a flood, of everything or of one
thing, the window grows shorter, never the memory larger, and `since` goes on telling the truth. Nothing outlives the
process.
"""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from chaffinch.sightings.question import (
    RECENT,
    SOURCE,
    SOURCE_BITS,
    TIMES,
    U32,
    U64,
    Sighted,
    Told,
    sources_of,
)

TURN = 3 * 60 * 60 * 1000
"""Milliseconds of one turn: what is counted is forgotten after three to six hours."""
SLOTS = 1 << 17
"""Rows of a table, 64 bytes each: both tables have 17 MB at most. Pages never written to cost nothing.

So many comments, and those of one batch besides, are remembered in a turn, each by its number: 9 to 13 MB a turn at
most."""
FULL = 0.4
"""Share of rows in use at which a turn ends. A new key whose row belongs to another one is not counted, on average a
fifth of them by then: rules over many keys of a comment bear that, and it errs towards having seen less."""

_KEY, _COUNTS, _RECENT = 0, 1, 2
_NEXT = np.uint64(28)
"""Bits above `TIMES` in a count: where the next source goes, round and round."""
_PLACE = np.uint64(15)
_PLACES = 24
"""Bits for the place of a key in its batch, while keys are sorted by row and source."""


class Table:
    """One turn. Rows: the key; seconds of its first sighting, the next place and a count, in one number; sources."""

    def __init__(self, began: int, slots: int) -> None:
        self.began = began
        self.used = 0
        self.events: set[int] = set()
        self._rows = np.zeros((slots, _RECENT + RECENT // 2), np.uint64)
        self._mask = np.uint64(slots - 1)

    def read(self, keys: U64) -> U64:
        """Return the rows of keys (m,), uint64 (m, 8), all zero where a key was not counted."""
        rows = self._rows.take((keys & self._mask).view(np.int64), axis=0)
        rows[rows[:, _KEY] != keys] = 0
        return rows

    def count_one(self, keys: U64, entry: np.uint32, seconds: int) -> U64:
        """Count a sighting by one source of each of the keys (m,), all different; return their rows."""
        at = (keys & self._mask).view(np.int64)
        rows = self._rows.take(at, axis=0)
        owners = rows[:, _KEY]
        is_other = owners != keys
        is_new = owners == 0
        is_other ^= is_new
        rows[:, _KEY] = keys
        counts = rows[:, _COUNTS]
        counts[is_new] = seconds << 32
        recent = rows[:, _RECENT:].view(np.uint32)
        is_put = (sources_of(recent) != (entry & SOURCE)).all(axis=1)
        places = (counts >> _NEXT) & _PLACE
        recent[is_put, places[is_put].view(np.int64)] = entry
        counts += np.uint64(1)
        _turn(counts, places, is_put.astype(np.uint64))
        self.used += int(np.count_nonzero(is_new))
        if is_other.any():
            rows[is_other] = 0
            at, own = at[~is_other], rows[~is_other]
            self._rows[at] = own
        else:
            self._rows[at] = rows
        return rows

    def count(self, keys: U64, sent_by: U32, seconds: int) -> None:
        """Count a sighting of each of the keys (m,), fewer than 2**24, each by the source beside it (m,)."""
        if not keys.size:
            return
        slots = keys & self._mask
        together = (slots << np.uint64(SOURCE_BITS)) | sources_of(sent_by)
        together = (together << np.uint64(_PLACES)) | np.arange(keys.size, dtype=np.uint64)
        together.sort()
        order = (together & np.uint64((1 << _PLACES) - 1)).view(np.int64)
        keys, sent_by, at = keys[order], sent_by[order], slots[order].view(np.int64)
        is_first = np.empty(keys.size, np.bool_)
        is_first[:1] = True
        np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
        is_twice = ~is_first
        is_twice[1:] &= sources_of(sent_by[1:]) == sources_of(sent_by[:-1])
        starts = is_first.nonzero()[0]
        sizes = np.diff(starts, append=keys.size)
        is_put = self._claim(keys[starts], at[starts], sizes.astype(np.uint64), seconds).repeat(sizes)
        recent = self._rows[:, _RECENT:].view(np.uint32)
        is_put &= (sources_of(recent[at]) != sources_of(sent_by)[:, None]).all(axis=1)
        is_put &= ~is_twice
        put = is_put.cumsum()
        before = np.append(0, put[starts[1:] - 1])
        counts = self._rows[at[starts], _COUNTS]
        places = (counts >> _NEXT) & _PLACE
        ranks = (put - 1 - before.repeat(sizes))[is_put].astype(np.uint64)
        next_places = ((places.repeat(sizes)[is_put] + ranks) % np.uint64(RECENT)).view(np.int64)
        recent[at[is_put], next_places] = sent_by[is_put]
        added = np.append(put[starts[1:] - 1], put[-1:]) - before
        is_turned = added > 0
        _turn(counts, places, added.astype(np.uint64))
        self._rows[at[starts[is_turned]], _COUNTS] = counts[is_turned]

    def _claim(self, keys: U64, at: NDArray[np.int64], times: U64, seconds: int) -> NDArray[np.bool_]:
        """Count keys (m,), all different, so many times each; return which of them have their rows."""
        owners = self._rows[at, _KEY]
        is_new = owners == 0
        self._rows[at[is_new], _KEY] = keys[is_new]
        self._rows[at[is_new], _COUNTS] = seconds << 32
        is_own: NDArray[np.bool_] = self._rows[at, _KEY] == keys  # of two that claim one row, one has it
        self._rows[at[is_own], _COUNTS] += times[is_own]
        self.used += int(np.count_nonzero(is_new))
        return is_own


def _turn(counts: U64, places: U64, added: U64) -> None:
    """Move the next places in counts (m,) on by what was added, in place."""
    counts += (((places + added) % np.uint64(RECENT)) - places) << _NEXT


class LocalSightings:
    """See the module; for the calls, `question.Sightings`."""

    def __init__(self, *, turn: int = TURN, slots: int = SLOTS) -> None:
        self._turn = turn
        self._slots = slots
        self._lock = threading.Lock()
        self._tables: list[Table] = []

    def note(self, sighted: Sighted, now: int) -> Told:
        """Count a batch, and tell what was seen lately, all of it included."""
        with self._lock:
            self._slide(now)
            is_there = sighted.keys != 0
            keys = sighted.keys[is_there]
            young = self._count(sighted, is_there, keys, now)
            return _told(is_there, [young, *(table.read(keys) for table in self._tables[1:])])

    def look(self, sighted: Sighted, now: int) -> Told:
        """Tell what was seen lately, counting nothing."""
        with self._lock:
            self._slide(now)
            is_there = sighted.keys != 0
            keys = sighted.keys[is_there]
            return _told(is_there, [table.read(keys) for table in self._tables])

    def _slide(self, now: int) -> None:
        """Begin a new table where the time or the room of the younger one is up; keep what is young enough."""
        tables = self._tables
        if not tables or now - tables[0].began >= self._turn or self._is_full(tables[0]):
            self._tables = tables = [Table(now, self._slots), *tables[:1]]
        if len(tables) > 1 and now - tables[1].began >= 2 * self._turn:
            self._tables = tables[:1]

    def _is_full(self, table: Table) -> bool:
        return table.used >= FULL * self._slots or len(table.events) >= self._slots

    def _count(self, sighted: Sighted, is_there: NDArray[np.bool_], keys: U64, now: int) -> U64:
        table = self._tables[0]
        if len(sighted.events) == 1:
            if self._is_new(sighted.events[0]):
                return table.count_one(keys, sighted.sent_by[0], now // 1000)
            return table.read(keys)
        is_new = np.array([self._is_new(event) for event in sighted.events], np.bool_)
        sent_by = sighted.sent_by.repeat(is_there.sum(axis=1))
        if is_new.all():
            table.count(keys, sent_by, now // 1000)
        else:
            is_counted = is_new.repeat(is_there.sum(axis=1))
            table.count(keys[is_counted], sent_by[is_counted], now // 1000)
        return table.read(keys)

    def _is_new(self, event: int) -> bool:
        """Return whether a comment was not counted in this window, and remember it."""
        if any(event in table.events for table in self._tables):
            return False
        self._tables[0].events.add(event)
        return True


def _told(is_there: NDArray[np.bool_], rows: list[U64]) -> Told:
    """Put the rows of keys that are there, one array a table, the younger first, into arrays of the batch's shape."""
    counts = np.zeros(is_there.shape, np.uint64)
    recent = np.zeros((*is_there.shape, RECENT * len(rows)), np.uint32)
    young = rows[0]
    if len(rows) > 1:
        older = rows[1]
        is_both = older[:, _COUNTS] != 0
        # The places add up too, in bits that nobody reads.
        counts[is_there] = np.where(is_both, older[:, _COUNTS] + (young[:, _COUNTS] & TIMES), young[:, _COUNTS])
        recent[is_there] = np.concatenate((young[:, _RECENT:], older[:, _RECENT:]), axis=1).view(np.uint32)
    else:
        counts[is_there] = young[:, _COUNTS]
        recent[is_there] = young[:, _RECENT:].copy().view(np.uint32)
    return Told(counts, recent)
