"""Tokens that name a site for a short while, so that its key need not be handed on. Nothing is stored."""

from __future__ import annotations

from chaffinch.service.clock import SECOND, Clock
from chaffinch.service.secret import ServerSecret

LIFE = 15 * 60 * SECOND
_PURPOSE = "site-token"


class Tokens:
    """Issues tokens and reads them. A token is its site, its end and an HMAC over both."""

    def __init__(self, secret: ServerSecret, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock

    def issue(self, site_id: str) -> str:
        """Return a token for a site, good for 15 minutes."""
        return self._secret.sign(_PURPOSE, f"{site_id}-{self._clock() + LIFE:x}")

    def site_id(self, token: str) -> str | None:
        """Return the site of a token, None where it was not issued here or has ended."""
        site_id, _, ends = (self._secret.verify(_PURPOSE, token) or "").rpartition("-")
        return site_id if ends and int(ends, 16) > self._clock() else None
