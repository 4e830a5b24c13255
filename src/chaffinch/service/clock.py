"""Time and randomness as values handed in."""

from __future__ import annotations

from collections.abc import Callable

Clock = Callable[[], int]
"""Returns Unix milliseconds, UTC."""

Entropy = Callable[[int], bytes]
"""Returns that many random bytes."""

SECOND = 1000
DAY = 24 * 60 * 60 * SECOND
