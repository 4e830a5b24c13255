"""Which comment showed a key last: one table of fixed size, and a ring of the comments of the window.

A slot of the table holds the upper half of a key and a comment's ordinal; whoever comes later takes it over. So a key
is put by one write and looked up by one read, whole-array, and nothing is ever deleted: what is older than the window
is nobody. A key that lost its slot counts as not shown, which errs towards having seen less.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.hashing import I64, U32, U64
from chaffinch.sightings.clusters import Member
from chaffinch.sightings.question import Sender

SLOTS = 1 << 19
"""Slots of the table, 4 MB: a window of 10,000 comments uses about a quarter."""
COMMENTS = 1 << 15
"""Comments of a window at most: under a flood the window grows shorter. The ring has 1 MB; if all of them are of
campaigns, and each from another sender, clusters have 35 MB."""
_UPPER = 1 if sys.byteorder == "little" else 0
_LAST = (1 << 32) - 1
"""Ordinals are told by 32 bits; those of a window differ in them."""

Flags = NDArray[np.bool_]


class Keys(NamedTuple):
    """Keys as the table takes them. `slots`: int64; `checks`: their upper halves."""

    slots: I64
    checks: U32

    def some(self, which: Flags) -> Keys:
        """Return some of them."""
        return Keys(self.slots[which], self.checks[which])


class LastShown:
    """The table and the ring. Ordinals begin with 1 and rise; 0 is nobody."""

    def __init__(self, window: int, slots: int, comments: int) -> None:
        self._window = window
        self._checks = np.zeros(slots, np.uint32)
        self._ordinals = np.zeros(slots, np.uint32)
        self._mask = np.array(slots - 1, np.uint64)  # no number: with short arrays it costs half as much
        self._ring = comments - 1
        self._at = np.zeros(comments, np.int64)
        self._source = np.zeros(comments, np.uint64)
        self._site = np.zeros(comments, np.uint32)
        self._event = np.zeros(comments, np.uint64)
        self._cluster = np.zeros(comments, np.int64)
        self.oldest = 1
        self.next = 1

    def slide(self, now: int, count: int) -> None:
        """Forget what is older than the window, and whom so many more take the places of."""
        begin = now - self._window
        if self._at.item((self.next - 1) & self._ring) < begin:
            self.oldest = self.next
        while self.oldest < self.next and self._at.item(self.oldest & self._ring) < begin:
            self.oldest += 1
        self.oldest = max(self.oldest, self.next + count - self._ring - 1)

    def take_one(self, sender: Sender, now: int) -> int:
        """Give the next ordinal to one comment."""
        ordinal = self.next
        place = ordinal & self._ring
        self._at[place] = now
        self._source[place] = sender.source
        self._site[place] = sender.site
        self._event[place] = sender.event
        self._cluster[place] = 0
        self.next = ordinal + 1
        return ordinal

    def take(self, senders: Sequence[Sender], now: int) -> I64:
        """Give the next ordinals to comments; return them."""
        ordinals = np.arange(self.next, self.next + len(senders))
        places = ordinals & self._ring
        self._at[places] = now
        self._source[places] = np.array([one.source for one in senders], np.uint64)
        self._site[places] = [one.site for one in senders]
        self._event[places] = np.array([one.event for one in senders], np.uint64)
        self._cluster[places] = 0
        self.next += len(senders)
        return ordinals

    def keys(self, keys: U64) -> Keys:
        """Return keys as the table takes them."""
        return Keys((keys & self._mask).view(np.int64), keys.view(np.uint32)[_UPPER::2])

    def put(self, keys: Keys, ordinals: I64 | int) -> None:
        """Write that comments have shown keys; of several that show one, the last stands."""
        self._checks[keys.slots] = keys.checks
        self._ordinals[keys.slots] = ordinals & _LAST

    def holder(self, key: int) -> int:
        """Return who showed one key last within the window, 0 for nobody; see `holders`."""
        slot = key & len(self._checks) - 1
        if self._checks.item(slot) != key >> 32:
            return 0
        age = (self.next - self._ordinals.item(slot)) & _LAST
        return self.next - age if age <= self.next - self.oldest else 0

    def put_one(self, key: int, ordinal: int) -> None:
        """Write that a comment has shown one key; see `put`."""
        slot = key & len(self._checks) - 1
        self._checks[slot] = key >> 32
        self._ordinals[slot] = ordinal & _LAST

    def is_known(self, keys: Keys) -> Flags:
        """Return which keys were ever shown: those shown within the window, and others."""
        known: Flags = self._checks[keys.slots] == keys.checks
        return known

    def holders(self, keys: Keys) -> I64:
        """Return who showed each key last within the window: ordinals, 0 for nobody."""
        ages = np.uint32(self.next & _LAST) - self._ordinals[keys.slots]
        is_shown = self.is_known(keys) & (ages <= np.uint32(self.next - self.oldest))
        return np.where(is_shown, self.next - ages.astype(np.int64), 0)

    def cluster_of(self, ordinal: int) -> int:
        """Return the number of a comment's cluster: its own ordinal where it has joined none."""
        return self._cluster.item(ordinal & self._ring) or ordinal

    def clusters_of(self, ordinals: I64) -> I64:
        """Return the same of many, int64."""
        numbers = self._cluster.take(ordinals & self._ring)
        return np.where(numbers, numbers, ordinals)

    def join(self, ordinal: int, cluster: int) -> None:
        """Write which cluster a comment has joined."""
        self._cluster[ordinal & self._ring] = cluster

    def member(self, ordinal: int) -> Member:
        """Return a comment of the window."""
        place = ordinal & self._ring
        told = (self._at, self._source, self._site, self._event)
        return Member(ordinal, *(int(column[place]) for column in told))
