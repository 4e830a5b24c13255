"""How often a key may call: a token bucket for each site, in whole numbers, with the time as an argument.

A bucket holds the calls of one minute. It fills evenly, and a call that finds too little in it is told how long to
wait. Buckets live in this process: after a restart they are full.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

MINUTE = 60_000
"""Milliseconds; also the parts of one call that a bucket counts in, so that filling needs no fractions."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """`parts`: what is in it, a 60,000th of a call each; `at`: when that was so, in Unix milliseconds."""

    parts: int
    at: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """The answer to "may I?". `remaining`: whole calls left; `retry_after`, `full_after`: seconds, rounded up."""

    is_allowed: bool
    remaining: int
    retry_after: int
    full_after: int


def take(bucket: Bucket | None, calls: int, now: int, per_minute: int) -> tuple[Bucket, Allowance]:
    """Return the bucket after `calls` were asked for, and whether they are allowed; refused, nothing is taken.

    More calls than a bucket can hold are allowed when it is full, and empty it.

    >>> bucket, allowance = take(None, 2, 1_795_521_600_000, per_minute=3)
    >>> allowance
    Allowance(is_allowed=True, remaining=1, retry_after=0, full_after=40)
    >>> take(bucket, 2, 1_795_521_605_000, per_minute=3)[1]
    Allowance(is_allowed=False, remaining=1, retry_after=15, full_after=35)
    """
    most = per_minute * MINUTE
    if bucket is None:
        bucket = Bucket(most, now)
    now = max(now, bucket.at)  # a clock that was set back gives nothing, and takes nothing
    parts = min(most, bucket.parts + (now - bucket.at) * per_minute)
    wanted = min(most, calls * MINUTE)
    is_allowed = wanted <= parts
    parts -= wanted if is_allowed else 0
    return Bucket(parts, now), Allowance(
        is_allowed=is_allowed,
        remaining=parts // MINUTE,
        retry_after=0 if is_allowed else _seconds(wanted - parts, per_minute),
        full_after=_seconds(most - parts, per_minute),
    )


def _seconds(parts: int, per_minute: int) -> int:
    return -(-parts // (per_minute * 1000))


class Limits:
    """The buckets of all sites, one for each that has called."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._buckets: dict[str, Bucket] = {}
        self._lock = threading.Lock()

    def take(self, site_id: str, calls: int, now: int) -> Allowance:
        """Ask for calls of a site at `now`, Unix milliseconds."""
        with self._lock:
            self._buckets[site_id], allowance = take(self._buckets.get(site_id), calls, now, self.per_minute)
        return allowance
