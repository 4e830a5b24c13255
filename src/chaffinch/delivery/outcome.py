"""What became of a message: delivered, to be tried again, or in vain. A value, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """`TEMPORARY`: the same message may get through later. `PERMANENT`: it will not."""

    DELIVERED = "DELIVERED"
    TEMPORARY = "TEMPORARY"
    PERMANENT = "PERMANENT"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`code` is a stable kebab-case name, `body` what was answered, where it was delivered."""

    kind: Kind
    code: str
    body: bytes = b""


DELIVERED = "delivered"
NOT_ALLOWED = Outcome(Kind.PERMANENT, "address-not-allowed")
REDIRECTED = Outcome(Kind.PERMANENT, "redirected")
TOO_LONG = Outcome(Kind.PERMANENT, "answer-too-long")
NOT_FOUND = Outcome(Kind.TEMPORARY, "host-not-found")
NOT_CONNECTED = Outcome(Kind.TEMPORARY, "not-connected")
NOT_TRUSTED = Outcome(Kind.TEMPORARY, "certificate-not-trusted")
"""A certificate that has run out is renewed."""
TIMED_OUT = Outcome(Kind.TEMPORARY, "timed-out")
BROKEN_OFF = Outcome(Kind.TEMPORARY, "broken-off")

_TRY_AGAIN = frozenset({408, 425, 429})


def by_status(status: int, body: bytes) -> Outcome:
    """Return what an HTTP status says (RFC 9110, section 15): of the refusals, only those that pass are tried again."""
    if 200 <= status < 300:
        return Outcome(Kind.DELIVERED, DELIVERED, body)
    if 300 <= status < 400:
        return REDIRECTED
    is_passing = status in _TRY_AGAIN or not 400 <= status < 500
    return Outcome(Kind.TEMPORARY if is_passing else Kind.PERMANENT, f"status-{status}")
