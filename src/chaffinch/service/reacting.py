"""What readers like and report, without account or cookie: one network counts once at each comment."""

from __future__ import annotations

from enum import Enum

from chaffinch.errors import NotFoundError
from chaffinch.service.clock import Clock
from chaffinch.service.secret import ServerSecret
from chaffinch.store import reactions, tree
from chaffinch.store.database import Connection, Database

GONE = "This comment is no longer here, so it can be neither liked nor reported."
UNKNOWN = "unknown"
"""The network of all whose address tells none: together they count once."""


class Reaction(Enum):
    """What a reader can say about a comment with one click."""

    LIKE = "LIKE"
    REPORT = "REPORT"


class Reactions:
    """Counts reactions."""

    def __init__(self, database: Database, secret: ServerSecret, clock: Clock) -> None:
        self._database = database
        self._secret = secret
        self._clock = clock

    def react(self, site_id: str, permalink: str, comment_id: str, reaction: Reaction, network: str | None) -> bool:
        """Count a reaction; return whether it was, False where that network was counted at this comment before.

        `network`: the part of the network that it came from (`wire.network`). Only a keyed hash of it and of the
        comment is kept.

        Raises:
            NotFoundError: the comment is not published on this page.
            StateError: it could not be written; nothing was counted.

        """
        source = self._secret.lookup("reaction", f"{comment_id} {network or UNKNOWN}")
        values = {"comment_id": comment_id, "kind": reaction.name, "source": source, "created_at": self._clock()}

        def write(connection: Connection) -> bool:
            if tree.published_one(connection, site_id, permalink, comment_id) is None:
                raise NotFoundError(GONE)
            return reactions.add(connection, values)

        return self._database.write(write)
