"""The table of what each site has learned for itself: hashed, of fixed size, and no site writes over a smaller one.

A coordinate is held by one site, and read as zero by all others: what one site learns makes no noise in the
judgements of another. Where two want the same coordinate it goes to the one that holds fewer. So sites share the
table as evenly as they need it (max-min fairness: Bertsekas and Gallager 1992, "Data Networks", section 6.5.2), a
site alone on a server may fill it, and one that labels without end takes nothing from those that hold less than it.

Which coordinates a site holds follows from what was learned, in order: the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.hashing import I64, U32, salted

TABLE_BITS = 20
"""2**20 coordinates for all sites together: 16 MiB."""


I32 = NDArray[np.int32]
F64 = NDArray[np.float64]

RECORD: np.dtype[np.void] = np.dtype([("squares", "<i8"), ("weights", "<i4"), ("owners", "<i4")])
"""One coordinate, side by side: the memory is reached for once."""
_NOBODYS = 1 << 62
"""More than anybody holds."""


class Holdings:
    """Weights of sites, in 2**-20, squared gradients, in 2**-40, and the number of the site they are of: `table`.

    Sites are numbered from 1 in the order in which they first learned (`salts`); 0 is nobody, who yields to everybody.
    """

    def __init__(self) -> None:
        self.table = np.zeros(1 << TABLE_BITS, RECORD)
        self._numbers: dict[int, int] = {}
        self._held = np.array([_NOBODYS], np.int64)

    @property
    def salts(self) -> list[int]:
        """The salts of the sites that have learned, in the order of their numbers."""
        return list(self._numbers)

    @property
    def held(self) -> dict[int, int]:
        """How many coordinates each site holds, by its salt."""
        return dict(zip(self._numbers, self._held[1:].tolist(), strict=True))

    def read(self, hashes: U32, salts: U32 | np.uint32) -> I64:
        """Return weights of features, int64, for the sites of some salts (uint32, same shape) or for one site."""
        records = self.table.take(coordinates(salted(hashes, salts)))
        taken = records["weights"].astype(np.int64)
        numbers = spread(salts, self._numbers, -1) if isinstance(salts, np.ndarray) else self.number(int(salts))
        taken *= records["owners"] == numbers
        return taken

    def number(self, salt: int) -> int:
        """Return the number of a site, -1 if it has learned nothing."""
        return self._numbers.get(salt, -1)

    def claim(self, at: I64, owners: I32, salt: int) -> NDArray[np.bool_]:
        """Let a site have coordinates, as far as it may, and return which; it must `put` something there next.

        `owners`: whose the coordinates are now.
        """
        if salt not in self._numbers:
            self._numbers[salt] = self._held.size
            self._held = np.append(self._held, 0)
        number = self._numbers[salt]
        is_held: NDArray[np.bool_] = owners == number
        if is_held.all():
            return is_held
        yields: NDArray[np.bool_] = self._held[owners] > self._held[number]
        if yields.any():
            self._count_given(at[yields], owners[yields], number)
        is_held |= yields
        return is_held

    def _count_given(self, given: I64, owners: I32, number: int) -> None:
        ordered = np.sort(given)
        twice = ordered[1:][ordered[1:] == ordered[:-1]]  # two features of a row may share a coordinate
        self._held -= np.bincount(owners, minlength=self._held.size)
        self._held[number] += owners.size - twice.size
        if twice.size:
            self._held += np.bincount(self.table["owners"][twice], minlength=self._held.size)
        self._held[0] = _NOBODYS

    def put(self, at: I64, weights: F64, squares: F64, salt: int) -> None:
        """Write what a site has learned at coordinates that it may hold; of two at one place the later stays."""
        records = np.empty(at.size, RECORD)
        records["weights"], records["squares"], records["owners"] = weights, squares, self._numbers[salt]
        self.table[at] = records

    def count(self, salts: list[int]) -> None:
        """Number these sites, and count anew how many coordinates each holds."""
        self._numbers = {salt: number for number, salt in enumerate(salts, start=1)}
        self._held = np.bincount(self.table["owners"], minlength=len(salts) + 1).astype(np.int64)
        self._held[0] = _NOBODYS


def spread(salts: U32, known: Mapping[int, int], otherwise: int) -> I64:
    """Return what is known of the sites of some salts, int64, same shape; `otherwise` of a site that is not known."""
    is_turn = np.ones(salts.size + 1, np.bool_)
    np.not_equal(salts[1:], salts[:-1], out=is_turn[1:-1])
    turns = is_turn.nonzero()[0]
    found = [known.get(salt, otherwise) for salt in salts.take(turns[:-1]).tolist()]
    return np.array(found, np.int64).repeat(turns[1:] - turns[:-1])


def coordinates(hashes: U32) -> I64:
    """Return where in the table each hash lives, int64, same shape: its top bits, the best of a multiplied sum."""
    return (hashes >> np.uint32(32 - TABLE_BITS)).astype(np.int64)
