"""Withdrawing a comment: its author takes it back for ever, by the link that only they were given."""

from __future__ import annotations

from collections.abc import Iterator

from chaffinch.errors import InputError, NotFoundError
from chaffinch.service import erasing
from chaffinch.service.judging import Judge
from chaffinch.service.states import State
from chaffinch.store import comments
from chaffinch.store.database import Connection, Database

OPEN = (State.PUBLISHED, State.HELD)
"""Where a comment must stand to be withdrawn. What was refused ends by itself: could its author erase it, a spammer
would have the filter forget what it learned from it. A moderator can erase it at a person's wish."""
GONE = "This comment is no longer here: it was withdrawn or erased before, or its time was over."


class Withdrawals:
    """Erases comments at their authors' wish."""

    def __init__(self, database: Database, judge: Judge) -> None:
        self._database = database
        self._judge = judge

    def withdraw(self, comment_id: str) -> None:
        """Erase a comment with its history and what was learned from it; answers to it stay where they are.

        Raises:
            NotFoundError: it is no longer there.
            InputError: it was refused, so there is nothing that others see.
            StateError: it could not be written; the comment still stands.

        """

        def meant(connection: Connection) -> Iterator[str]:
            row = comments.by_id(connection, comment_id)
            if row is None:
                raise NotFoundError(GONE)
            if State[row.state] not in OPEN:
                raise InputError("This comment was not published, so it cannot be withdrawn; it is deleted by itself.")
            yield comment_id

        erasing.erase(self._database, self._judge, meant)
