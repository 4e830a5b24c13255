"""The way to the desk: one-time links and sessions. Only keyed hashes of tokens are stored."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from chaffinch.errors import NotAllowedError
from chaffinch.service.clock import SECOND, Clock, Entropy
from chaffinch.service.secret import ServerSecret
from chaffinch.store import sessions
from chaffinch.store.database import Connection, Database

LINK_LIFE = 15 * 60 * SECOND
SESSION_LIFE = 12 * 60 * 60 * SECOND


@dataclass(frozen=True, slots=True)
class Session:
    """A moderator's session. `csrf` goes into every form of the desk."""

    csrf: str

    def is_csrf(self, told: str) -> bool:
        """Whether a form's token belongs to this session, compared in constant time."""
        return hmac.compare_digest(self.csrf.encode(), told.encode("utf-8", "surrogatepass"))


class SignIn:
    """Issues links, trades them for sessions, ends sessions."""

    def __init__(self, database: Database, secret: ServerSecret, clock: Clock, entropy: Entropy) -> None:
        self._database = database
        self._secret = secret
        self._clock = clock
        self._entropy = entropy

    def issue_link(self) -> str:
        """Return the token of a new one-time link, good for 15 minutes."""
        token = self._entropy(16).hex()
        lookup, ends = self._secret.lookup("sign-in", token), self._clock() + LINK_LIFE
        self._database.write(lambda connection: sessions.insert_link(connection, lookup, ends))
        return token

    def redeem(self, token: str) -> str:
        """Use a link up and return a session's token.

        Raises:
            NotAllowedError: the link is unknown, used or expired.

        """
        link = self._secret.lookup("sign-in", token)
        made, csrf, now = self._entropy(32).hex(), self._entropy(16).hex(), self._clock()
        lookup = self._secret.lookup("session", made)

        def trade(connection: Connection) -> None:
            if not sessions.use_link(connection, link, now):
                raise NotAllowedError(
                    "This sign-in link was used already, or its 15 minutes are over. "
                    "Make a new one with `chaffinch signin`."
                )
            sessions.insert_session(connection, lookup, csrf, now + SESSION_LIFE)

        self._database.write(trade)
        return made

    def session(self, token: str) -> Session | None:
        """Return the session of a token, None where there is none or it has ended."""
        if not token:
            return None
        lookup = self._secret.lookup("session", token)
        with self._database.read() as connection:
            row = sessions.living_session(connection, lookup, self._clock())
        return None if row is None else Session(row.csrf)

    def end(self, token: str) -> None:
        """End a session."""
        lookup = self._secret.lookup("session", token)
        self._database.write(lambda connection: sessions.end_session(connection, lookup))
