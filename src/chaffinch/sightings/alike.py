"""Which comments are alike: of each, who has shown its pairs of words before, and whom it joins.

Of most comments nobody has shown the words before: they cost one look into the table of `last_shown` and one write.
Only where enough pairs of a comment were shown is it asked which comments these were. Of a batch, every comment sees
all others, as if those behind it had come before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from chaffinch.engine.campaign import ANCHORED, ENOUGH, LINKED, SHARED, enough
from chaffinch.engine.hashing import I64
from chaffinch.engine.types import Seen
from chaffinch.sightings.clusters import Cluster, Clusters
from chaffinch.sightings.last_shown import Flags, Keys, LastShown
from chaffinch.sightings.question import Noticed, Sighted

_ROW = 40
"""Bits of an ordinal below the row of a comment, while both are sorted together."""


class Vote(NamedTuple):
    """Which cluster has shown enough of a comment's pairs. `is_alike`: so many that the comment is told of it."""

    number: int
    is_alike: bool


class Alike:
    """Remembers what the comments of a window have shown. Not thread safe."""

    def __init__(self, window: int, slots: int, comments: int) -> None:
        self._shown = LastShown(window, slots, comments)
        self._clusters = Clusters()

    def note_one(self, sighted: Sighted, now: int) -> tuple[dict[int, Seen], list[bool]]:
        """Count one comment; return whom it is like, and whether it is new."""
        shown, sender, found = self._shown, sighted.senders[0], sighted.prints.keys
        shown.slide(now, 1)
        keys = shown.keys(found)
        times = np.count_nonzero(shown.is_known(keys))
        held = [shown.holders(keys)] if times and times >= enough(found.size) else []
        if shown.holder(sender.event):
            return (self._looked(sighted, [0], held[0], now) if held else {}), [False]
        ordinal = shown.take_one(sender, now)
        shown.put(keys, ordinal)
        shown.put_one(sender.event, ordinal)
        return (self._joined(sighted, {0: ordinal}, held, {}, now) if held else {}), [True]

    def note_many(self, sighted: Sighted, now: int) -> tuple[dict[int, Seen], list[bool]]:
        """Count a batch; return whom each is like, by its row, and which are new."""
        shown, senders, rows = self._shown, sighted.senders, sighted.prints.rows
        shown.slide(now, len(senders))
        keys, events = shown.keys(sighted.prints.keys), shown.keys(np.array([one.event for one in senders], np.uint64))
        is_new = self._are_new(events, [one.event for one in senders])
        before = shown.holders(keys)
        ordinals = shown.take(senders, now)
        own = ordinals.take(rows)
        if is_new.all():
            shown.put(keys, own)
            shown.put(events, ordinals)
        else:  # what comes again is as old as it was, as one by one
            is_put = is_new.take(rows)
            shown.put(keys.some(is_put), own[is_put])
            shown.put(events.some(is_new), ordinals[is_new])
        after = shown.holders(keys)
        after[after <= own] = 0
        candidates = self._candidates(sighted, [before, after])
        if not candidates:
            return {}, is_new.tolist()
        places = {ordinal: row for row, ordinal in enumerate(ordinals.tolist())}
        joining = {row: int(ordinals[row]) for row in reversed(candidates) if is_new[row]}
        alike = self._joined(sighted, joining, [before, after], places, now)
        alike |= self._looked(sighted, [row for row in candidates if not is_new[row]], before, now)
        return alike, is_new.tolist()

    def look(self, sighted: Sighted, now: int) -> dict[int, Seen]:
        """Return whom each comment of a batch is like, by its row, counting nothing."""
        self._shown.slide(now, 0)
        held = self._shown.holders(self._shown.keys(sighted.prints.keys))
        return self._looked(sighted, self._candidates(sighted, [held]), held, now)

    def noticed(self, now: int) -> list[Noticed]:
        """Return what was noticed, and what joined it, since this was last asked."""
        self._shown.slide(now, 0)
        return list(self._clusters.noticed(now, self._shown.oldest))

    def _are_new(self, keys: Keys, events: list[int]) -> Flags:
        """Return which comments were not counted within the window; of one that comes twice in a batch, the first."""
        is_new: Flags = self._shown.holders(keys) == 0
        if len(set(events)) < len(events):
            known: set[int] = set()
            for row, event in enumerate(events):
                is_new[row] &= event not in known
                known.add(event)
        return is_new

    def _joined(
        self, sighted: Sighted, rows: dict[int, int], held: Sequence[I64], places: dict[int, int], now: int
    ) -> dict[int, Seen]:
        """Let comments join those that showed enough of their pairs; return whom each is like.

        `rows`: the ordinals of comments, the last of a batch first: those behind a comment are whom it may join.
        `places`: the rows of all ordinals of the batch, for whom others join is like them, too.
        """
        found: dict[int, int] = {}
        for row, ordinal in rows.items():
            vote = self._vote(sighted, row, held)
            if vote is None:
                continue
            cluster = self._cluster(vote.number)
            cluster.add(self._shown.member(ordinal))
            cluster.forget(self._shown.oldest)  # also where nobody is told: a phrase that many use may join for ever
            self._shown.join(ordinal, vote.number)
            if vote.is_alike:
                found[row] = vote.number
                if vote.number in places:
                    found[places[vote.number]] = vote.number
        return {row: self._seen(number, now) for row, number in found.items()}

    def _looked(self, sighted: Sighted, rows: Iterable[int], held: I64, now: int) -> dict[int, Seen]:
        """Return whom comments are like that join nobody: one that is counted already, or that shall leave nothing."""
        alike = {}
        for row in rows:
            vote = self._vote(sighted, row, [held])
            if vote is not None and vote.is_alike:
                cluster = self._cluster(vote.number)
                cluster.forget(self._shown.oldest)
                sender = sighted.senders[row]
                alike[row] = cluster.seen(now, None if self._shown.holder(sender.event) else sender)
        return alike

    def _candidates(self, sighted: Sighted, held: Sequence[I64]) -> list[int]:
        """Return the rows of which one cluster may have shown enough, rising. Whole-array, and misses none."""
        count, (keys, rows) = len(sighted.senders), sighted.prints
        if count == 1:
            rows = np.zeros(keys.size, np.int64)
        needed = np.minimum(LINKED, (7 * np.bincount(rows, minlength=count) + 9) // 10)
        shown = [one.nonzero()[0] for one in held]
        of = np.concatenate([rows.take(places) for places in shown])
        holders = np.concatenate([one.take(places) for one, places in zip(held, shown, strict=True)])
        is_often = np.bincount(of, minlength=count) >= needed
        is_taken = is_often.take(of)
        together = of[is_taken] << _ROW | self._shown.clusters_of(holders[is_taken])
        together.sort()
        starts = np.flatnonzero(np.diff(together, prepend=-1))
        times = np.diff(starts, append=together.size)
        behind = together[starts] >> _ROW
        return sorted(set(behind[times >= needed.take(behind)].tolist()))

    def _vote(self, sighted: Sighted, row: int, held: Sequence[I64]) -> Vote | None:
        """Return which cluster has shown most of a comment's pairs, those aside that are borrowed; None if too few."""
        own = slice(None) if len(sighted.senders) == 1 else (sighted.prints.rows == row).nonzero()[0]
        keys: list[int] = sighted.prints.keys[own].tolist()
        size = len(set(keys))
        if size < ANCHORED or len(keys) >= ENOUGH > size:
            return None  # the same again and again
        showing: dict[int, set[int]] = {}
        for one in held:
            for key, holder in zip(keys, one[own].tolist(), strict=True):
                if holder:
                    showing.setdefault(key, set()).add(self._shown.cluster_of(holder))
        needed = enough(size)
        if _most(showing.values())[1] < needed:
            return None
        borrowed = sighted.borrowed(row)
        number, times = _most(numbers for key, numbers in showing.items() if key not in borrowed)
        return Vote(number, times >= enough(size, SHARED)) if times >= needed else None

    def _cluster(self, number: int) -> Cluster:
        return self._clusters.get(number) or self._clusters.begin(self._shown.member(number), self._shown.oldest)

    def _seen(self, number: int, now: int) -> Seen:
        cluster = self._cluster(number)
        cluster.forget(self._shown.oldest)
        seen = cluster.seen(now)
        self._clusters.notice(number, cluster, seen)
        return seen


def _most(votes: Iterable[set[int]]) -> tuple[int, int]:
    """Return who has most votes, and how many."""
    count: Counter[int] = Counter()
    for numbers in votes:
        count.update(numbers)
    return count.most_common(1)[0] if count else (0, 0)
